//! Time, days and money weighed against one another.
//!
//! What is quick is often dear: a short course takes days or money where a long one takes evenings. A bound that looks
//! at one of the three alone takes the least of each, as if a course could be short and cheap at once. Give each a
//! *price* instead: whatever the prices, every plan spends at least the sum of what its items take by these prices,
//! and has at most what there is of each. So any prices give a bound; good ones are those at which two ways of
//! learning one thing come to the same.

use std::collections::BTreeSet;

use super::floor::{least_of, weeks};
use super::least::{Least, Shape};
use super::plan::{Bounds, Measure, Order, Placed};
use super::problem::{Choice, Problem};
use crate::solver::expr::{Day, NEVER};

/// The most prices that are tried of one kind.
const TRIED_MAX: usize = 16;

/// The largest weight of an item: sums of a million of them can be counted with.
const WEIGHT_MAX: i64 = i64::MAX >> 20;

/// What a minute, a day and a cent are worth beside one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Prices {
    minute: i64,
    day: i64,
    cent: i64,
}

/// What is at least still to come at some prices.
pub(super) struct Mix {
    prices: Prices,
    least: Least,
}

/// What there is to spend from a week on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Supply<'a> {
    pub(super) problem: &'a Problem,
    /// Nothing more starts before this week.
    pub(super) week: i32,
    /// Minutes in each week.
    pub(super) cap: u32,
    /// Minutes that steps take already, from that week on.
    /// What is under way beside them is left out: it may go on after all is finished.
    pub(super) busy: i64,
    /// Days spent of the plan year of that week.
    pub(super) days: i64,
    /// Cents spent of the plan year of that week, as far as that is settled.
    pub(super) paid: i64,
    /// Cents there are in all, whatever the years.
    pub(super) cents: i64,
}

impl Supply<'_> {
    pub(super) fn year(&self) -> usize {
        self.problem.year((self.problem.week_zero + self.week * 7).max(self.problem.start))
    }

    /// Days and cents there are up to the end of a plan year, by prices.
    fn until(&self, year: usize, prices: Prices) -> i128 {
        let more = i128::try_from(year.saturating_sub(self.year())).unwrap_or(0);
        let days = i128::from(self.problem.days_per_year) * (more + 1) - i128::from(self.days);
        let cents = i128::from(self.problem.cents_per_year) * (more + 1) - i128::from(self.paid);
        let cents = cents.min(self.cents.into());
        days.max(0) * i128::from(prices.day) + cents.max(0) * i128::from(prices.cent)
    }
}

impl Mix {
    fn of(problem: &Problem, cap: u32, shape: &Shape<'_>, prices: Prices) -> Option<Self> {
        let weight = |choice: &Choice| {
            let minutes = i64::from(choice.minutes) * weeks(problem, choice);
            let (minutes, days) =
                (prices.minute.saturating_mul(minutes), prices.day.saturating_mul(choice.days.into()));
            minutes.saturating_add(days).saturating_add(prices.cent.saturating_mul(choice.least_cents))
        };
        let weights = least_of(problem, &|choice| choice.minutes <= cap, &weight);
        let countable = weights.iter().all(|weight| *weight <= WEIGHT_MAX);
        countable.then(|| Self { prices, least: Least::of(shape, &weights) })
    }

    fn wanted(&self, supply: &Supply<'_>, placed: &[Option<Placed>]) -> i128 {
        i128::from(self.least.to_come(placed)) + i128::from(self.prices.minute) * i128::from(supply.busy)
    }

    /// The earliest week in which all can be spent that is still to come, by its Monday; [`NEVER`]: there is none.
    pub(super) fn finish(&self, supply: &Supply<'_>, placed: &[Option<Placed>]) -> Day {
        let problem = supply.problem;
        let wanted = self.wanted(supply, placed);
        let a_week = i128::from(self.prices.minute) * i128::from(supply.cap);
        let first = supply.year();
        let mut earliest = NEVER;
        for year in first..problem.years.len().saturating_sub(1) {
            let left = wanted - supply.until(year, self.prices);
            let weeks = if left <= 0 {
                0
            } else if a_week == 0 {
                continue;
            } else {
                (left + a_week - 1) / a_week
            };
            let monday = i128::from(problem.week_zero) + (i128::from(supply.week) + weeks - 1) * 7;
            let monday = Day::try_from(monday).unwrap_or(NEVER);
            let begins = if year == first { Day::MIN } else { problem.years[year] };
            earliest = earliest.min(monday.max(begins));
            if monday < problem.years[year + 1] {
                break;
            }
        }
        earliest
    }

    /// At least so many cents are still to be paid where all is finished by a day.
    pub(super) fn cents(&self, supply: &Supply<'_>, placed: &[Option<Placed>], last: Day) -> i64 {
        let cent = i128::from(self.prices.cent);
        let weeks = i128::from(supply.problem.week(last) - supply.week + 1).max(0);
        if cent == 0 {
            return 0;
        }
        let free = Supply { cents: 0, ..*supply };
        let time = i128::from(self.prices.minute) * i128::from(supply.cap) * weeks;
        let left = self.wanted(supply, placed) - time - free.until(supply.problem.year(last), self.prices);
        i64::try_from((left.max(0) + cent - 1) / cent).unwrap_or(i64::MAX)
    }
}

/// The prices that give the best bounds before anything is placed; none where one thing alone gives as good ones.
pub(super) fn mixes(problem: &Problem, cap: u32, shape: &Shape<'_>, order: &Order, bounds: &Bounds) -> Vec<Mix> {
    if cap == u32::MAX || cap == 0 {
        return Vec::new();
    }
    let placed = vec![None; problem.items.len()];
    let alone = Prices { minute: 1, day: 0, cent: 0 };
    let money = |prices| Mix::of(problem, cap, shape, prices).map_or(0, |mix| mix.least.to_come(&placed));
    // A plan that is best by cost mostly costs no more than everything in its cheapest way.
    let cents = match order.first() {
        Measure::Cost => bounds.most.cost.min(money(Prices { minute: 0, day: 0, cent: 1 })),
        _ => bounds.most.cost,
    };
    let supply = Supply { problem, week: 0, cap, busy: 0, days: 0, paid: 0, cents };
    let best = |tried: Vec<Prices>, worth: &dyn Fn(&Mix) -> i64, known: i64| {
        let mut best: Option<(i64, Mix)> = None;
        for mix in tried.into_iter().filter_map(|prices| Mix::of(problem, cap, shape, prices)) {
            let value = worth(&mix);
            if value > best.as_ref().map_or(known, |(value, _)| *value) {
                best = Some((value, mix));
            }
        }
        best
    };
    let finish = |mix: &Mix| i64::from(mix.finish(&supply, &placed));
    let known = Mix::of(problem, cap, shape, alone).map_or(0, |mix| finish(&mix));
    let mut found: Vec<Mix> = Vec::new();
    let mut base = alone;
    let mut last = known;
    if problem.days_per_year < u32::MAX
        && let Some((value, mix)) = best(prices(problem, cap, base, &|choice| choice.days.into(), true), &finish, known)
    {
        (base, last) = (mix.prices, value);
        found.push(mix);
    }
    let by_cents = || prices(problem, cap, base, &|choice| choice.least_cents, false);
    if (cents < i64::MAX || problem.cents_per_year < i64::MAX)
        && let Some((value, mix)) = best(by_cents(), &finish, last)
    {
        last = value;
        found.push(mix);
    }
    if order.first() == Measure::Finish
        && let Ok(last) = Day::try_from(last.max(i64::from(problem.start)))
    {
        let known = money(Prices { minute: 0, day: 0, cent: 1 });
        found.extend(best(by_cents(), &|mix| mix.cents(&supply, &placed, last), known).map(|(_, mix)| mix));
    }
    found
}

/// Prices at which two ways of learning something come to the same, one taking less by the prices `base` and the other
/// less of a resource.
fn prices(problem: &Problem, cap: u32, base: Prices, of: &dyn Fn(&Choice) -> i64, days: bool) -> Vec<Prices> {
    let mut slopes: BTreeSet<(i64, i64)> = BTreeSet::new();
    for item in &problem.items {
        let fitting = item.choices.iter().filter(|choice| choice.minutes <= cap);
        let taken: Vec<(i64, i64)> = fitting
            .map(|choice| {
                let minutes = i64::from(choice.minutes).saturating_mul(weeks(problem, choice));
                let days = base.day.saturating_mul(choice.days.into());
                (base.minute.saturating_mul(minutes).saturating_add(days), of(choice))
            })
            .collect();
        for (one, other) in taken.iter().flat_map(|one| taken.iter().map(move |other| (one, other))) {
            let (more, less) = (one.0.saturating_sub(other.0), other.1.saturating_sub(one.1));
            if more > 0 && less > 0 {
                let by = common(more, less);
                slopes.insert((more / by, less / by));
            }
        }
    }
    let every = slopes.len().div_ceil(TRIED_MAX).max(1);
    let price = |(more, less): (i64, i64)| {
        let (minute, day) = (base.minute.saturating_mul(less), base.day.saturating_mul(less));
        if days { Prices { minute, day: more, cent: 0 } } else { Prices { minute, day, cent: more } }
    };
    slopes.into_iter().step_by(every).map(price).collect()
}

/// The greatest common divisor.
fn common(mut one: i64, mut other: i64) -> i64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

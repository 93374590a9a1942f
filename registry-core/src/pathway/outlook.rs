//! What every plan at least measures that goes on from what a search has placed.

use super::later::{Later, Taken};
use super::least::Least;
use super::mixed::Supply;
use super::plan::{Measure, Measures};
use super::problem::{Timing, earliest, week_of};
use super::search::Search;
use crate::solver::expr::{Day, NEVER};

/// How often partners are looked at for their earliest start.
const PARTNER_LOOKS: usize = 3;

impl<'a> Search<'a> {
    /// At least so much every plan measures that goes on from here; `None`: there is none.
    pub(super) fn floor_measures(&mut self, week: i32) -> Option<Measures> {
        let problem = self.problem;
        let last = self.last_day();
        let mut finish = self.earliest_finish(week)?;
        let floor = |least: &Least| least.to_come(&self.placed);
        let supply = self.supply(week);
        let minutes = floor(&self.floor.minutes) + supply.busy;
        let cap = i64::from(self.cap).max(1);
        let weeks =
            if self.cap == u32::MAX { 0 } else { minutes.div_euclid(cap) + i64::from(minutes.rem_euclid(cap) > 0) };
        let weeks = weeks.max(floor(&self.floor.alone));
        let full = i64::from(problem.week_zero) + (i64::from(week) + weeks - 1) * 7;
        let (mut cents, days) = (floor(&self.floor.cents), floor(&self.floor.days));
        let (lacking, steps) = (floor(&self.floor.lacking), floor(&self.floor.steps));
        for mix in &self.floor.mixes {
            finish = finish.max(mix.finish(&supply, &self.placed));
            cents = cents.max(mix.cents(&supply, &self.placed, last));
        }
        let paid = self.spent_by(week, cents, problem.cents_per_year, &|year| self.spent_in(year));
        let away = self.spent_by(week, days, problem.days_per_year.into(), &|year| self.days[year].into());
        // What cannot be paid for this year starts next year, and takes its time.
        let begins = paid.max(away);
        if begins > problem.years[supply.year()].max(problem.start) {
            finish = finish.max(begins.saturating_add(self.floor.shortest - 1));
        }
        if let Some(taken) = self.left_for_later(&supply, steps, last)? {
            finish = finish.max(taken.finish);
            cents = cents.saturating_add(taken.dearer);
        }
        let finish = i64::from(finish).max(full).max(self.so_far.finish);
        (finish <= i64::from(problem.end)).then(|| Measures {
            cost: self.so_far.cost.saturating_add(cents).max(self.cost_beyond_pots()),
            lacking: self.so_far.lacking + lacking,
            finish,
            heaviest: self.so_far.heaviest.max(self.floor.heaviest(&problem.goal, &self.placed)),
            steps: self.so_far.steps + steps,
            credit: if self.order.has(Measure::Credit) {
                self.so_far.credit.saturating_sub(self.floor.credit_to_come(problem, &self.placed))
            } else {
                0
            },
            ..self.so_far
        })
    }

    /// What the learner has spent of a plan year's money at least. Where pots of funding pay it is settled only at the
    /// end which step they pay for, so nothing is certain.
    fn spent_in(&self, year: usize) -> i64 {
        if self.problem.pots.is_empty() { self.paid[year] } else { 0 }
    }

    /// What all steps cost at least when every pot of funding is emptied; 0 where there are none.
    fn cost_beyond_pots(&self) -> i64 {
        let Some(before_funding) = &self.floor.before_funding else { return 0 };
        let all = self.paid.iter().sum::<i64>().saturating_add(before_funding.to_come(&self.placed));
        all.saturating_sub(self.problem.in_pots())
    }

    /// No plan that is still looked for ends after this day.
    fn last_day(&self) -> Day {
        let best = self.best.as_ref().filter(|_| self.order.first() == Measure::Finish);
        let last = best.map_or(i64::MAX, |(best, _)| best.finish).min(self.bounds.most.finish);
        Day::try_from(last).map_or(self.problem.end, |last| last.min(self.problem.end))
    }

    /// What there is to spend from a week on.
    fn supply(&self, week: i32) -> Supply<'a> {
        let problem = self.problem;
        let year = problem.year((problem.week_zero + week * 7).max(problem.start));
        let best = self.best.as_ref().filter(|_| self.order.first() == Measure::Cost);
        let most = best.map_or(i64::MAX, |(best, _)| best.cost).min(self.bounds.most.cost);
        let from = usize::try_from(week).unwrap_or(0);
        let taken: i64 = self.load.iter().skip(from).map(|&minutes| i64::from(minutes)).sum();
        Supply {
            problem,
            week,
            cap: self.cap,
            busy: taken - problem.busy.minutes_from(week),
            days: self.days[year].into(),
            paid: self.spent_in(year),
            cents: if most == i64::MAX { most } else { most - self.so_far.cost },
        }
    }

    /// What is taken by the steps for which this year has neither money nor days; `None` outside: there is no plan.
    fn left_for_later(&mut self, supply: &Supply<'_>, steps: i64, last: Day) -> Option<Option<Taken>> {
        let problem = self.problem;
        let year = supply.year();
        let cents = problem.cents_per_year.saturating_sub(supply.paid).min(supply.cents);
        let days = i64::from(problem.days_per_year) - supply.days;
        let later = steps - self.floor.most_started(cents, days, &self.placed);
        if later <= 0 {
            return Some(None);
        }
        let known = self.later.get_mut(year + 1)?;
        let known = known.get_or_insert_with(|| Later::of(problem, year + 1, last, self.cap));
        known.take(problem, later, self.cap, &self.placed).map(Some)
    }

    /// The earliest day on which the last of an amount can be spent of which each plan year allows `a_year`, where
    /// the year of that week has spent `spent` already.
    fn spent_by(&self, week: i32, amount: i64, a_year: i64, spent: &impl Fn(usize) -> i64) -> Day {
        let problem = self.problem;
        let mut year = problem.year((problem.week_zero + week * 7).max(problem.start));
        let mut left = amount.saturating_sub(a_year.saturating_sub(spent(year)));
        while left > 0 {
            year += 1;
            left = left.saturating_sub(a_year);
            if year + 1 >= problem.years.len() || a_year == 0 {
                return NEVER;
            }
        }
        problem.years[year].max(problem.start)
    }

    /// The earliest day the goal can be met were there no limits on time and money; `None`: it cannot.
    fn earliest_finish(&self, week: i32) -> Option<Day> {
        let problem = self.problem;
        let monday = (problem.week_zero + week * 7).max(problem.start);
        let mut spans = vec![(monday, monday); problem.items.len()];
        for (index, placed) in self.placed.iter().enumerate() {
            spans[index] = placed.map_or(spans[index], |placed| (placed.start, placed.end));
        }
        // Partners may stand after what asks for them; each look at them brings no more than their earliest.
        for _ in 0..if problem.has_partners { PARTNER_LOOKS } else { 1 } {
            for (index, item) in problem.items.iter().enumerate().filter(|(index, _)| self.placed[*index].is_none()) {
                let before = item.before.day(&|other| item.free_from(spans[other].1));
                let beside = item.beside.day(&|other| week_of(problem, spans[other].0));
                spans[index] = earliest(problem, item, before.max(beside).max(monday), self.cap);
                if let (true, Some(Timing::Dated { start, end })) =
                    (item.is_day(), item.choices.first().map(|way| way.timing))
                {
                    spans[index] = (start, end);
                }
                if item.is_award() {
                    // It has begun once its parts have.
                    let begun = item.before.last_item(&|other| spans[other].0);
                    spans[index].0 = begun.max(monday).min(spans[index].1);
                }
            }
        }
        problem.first_met(self.finish(), &|item| spans[item].1)
    }
}

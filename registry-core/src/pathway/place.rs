//! Placing an item within every limit, and taking it away again.

use super::plan::{Measure, Placed};
use super::problem::{Choice, Timing};
use super::search::Search;
use crate::solver::expr::Day;

impl Search<'_> {
    /// The earliest start of an item in one way, not before `ready` and not before `week`, within every limit.
    pub(super) fn fit(&self, item: usize, choice: usize, ready: Day, week: i32) -> Option<Placed> {
        let problem = self.problem;
        let way = &problem.items[item].choices[choice];
        if way.minutes > self.cap {
            return None;
        }
        match way.timing {
            Timing::Dated { start, end } => {
                let free = start >= ready && (problem.week(start) >= week || problem.items[item].is_day());
                let fits = free && self.busy(problem.week(start), problem.week(end), way.minutes).is_none();
                let placed = Placed { start, end, item, choice };
                (fits && self.affordable(&placed, way)).then_some(placed)
            }
            Timing::Open { .. } => self.gain(item, week),
            Timing::Rolling { from, until, weeks } => {
                let earliest = from.max(ready);
                let mut first = week.max((earliest - problem.week_zero + 6).div_euclid(7));
                loop {
                    let start = problem.week_zero + first * 7;
                    if start > until {
                        return None;
                    }
                    if let Some(busy) = self.busy(first, first + weeks - 1, way.minutes) {
                        first = busy + 1;
                        continue;
                    }
                    let placed = Placed { start, end: start + weeks * 7 - 1, item, choice };
                    if self.affordable(&placed, way) {
                        return Some(placed);
                    } else {
                        // The year is spent: go on in the next one.
                        let next_year = *problem.years.get(problem.year(start) + 1)?;
                        first = (next_year.min(until + 7) - problem.week_zero + 6).div_euclid(7);
                    }
                }
            }
        }
    }

    /// The last week from `first` to `last` in which so many minutes more do not fit.
    pub(super) fn busy(&self, first: i32, last: i32, minutes: u32) -> Option<i32> {
        if minutes == 0 {
            return None;
        }
        let full = |week: &i32| {
            let load = usize::try_from(*week).ok().and_then(|week| self.load.get(week)).copied().unwrap_or(u32::MAX);
            load.checked_add(minutes).is_none_or(|sum| sum > self.cap)
        };
        (first..=last).rev().find(full)
    }

    fn affordable(&self, placed: &Placed, way: &Choice) -> bool {
        let year = self.problem.year(placed.start);
        let within = || self.problem.paid(self.sequence.iter().chain([placed])).is_some();
        let paid = if !self.problem.pots.is_empty() {
            within()
        } else {
            self.paid[year].checked_add(way.cents).is_some_and(|sum| sum <= self.problem.cents_per_year)
        };
        paid && self.days[year].checked_add(way.days).is_some_and(|sum| sum <= self.problem.days_per_year)
    }

    pub(super) fn put(&mut self, next: Placed) {
        let problem = self.problem;
        let way = &problem.items[next.item].choices[next.choice];
        let (first, last) = (problem.week(next.start), problem.week(next.end));
        let year = problem.year(next.start);
        for week in first..=last {
            let load = &mut self.load[usize::try_from(week).unwrap_or(0)];
            *load += way.minutes;
            self.so_far.heaviest = self.so_far.heaviest.max(i64::from(*load));
        }
        self.paid[year] += way.cents;
        self.days[year] += way.days;
        self.so_far.cost = self.cost_with(&next, way);
        self.so_far.lacking += i64::from(way.lacking);
        self.so_far.finish = self.so_far.finish.max(i64::from(next.end));
        self.so_far.steps += i64::from(problem.items[next.item].awaits.is_none());
        self.so_far.not_led += i64::from(way.not_led);
        if self.order.has(Measure::Credit) {
            self.so_far.credit -= problem.items[next.item].credit;
        }
        self.so_far.unadvised += self.against_advice(&next);
        self.placed[next.item] = Some(next);
        self.sequence.push(next);
    }

    /// Takes away what was placed last, but for what was measured so far.
    pub(super) fn take(&mut self, last: &Placed) {
        let problem = self.problem;
        let way = &problem.items[last.item].choices[last.choice];
        let year = problem.year(last.start);
        self.sequence.pop();
        self.placed[last.item] = None;
        self.days[year] -= way.days;
        self.paid[year] -= way.cents;
        for week in problem.week(last.start)..=problem.week(last.end) {
            self.load[usize::try_from(week).unwrap_or(0)] -= way.minutes;
        }
    }

    /// What is paid with one more step.
    fn cost_with(&self, next: &Placed, way: &Choice) -> i64 {
        if self.problem.pots.is_empty() {
            return self.so_far.cost + way.cents;
        }
        let steps = || self.sequence.iter().chain([next]);
        let price = |placed: &Placed| self.problem.items[placed.item].choices[placed.choice].cents;
        let paid = self.problem.paid(steps());
        let funded: i64 = paid.map_or(0, |paid| (0..paid.by_step.len()).map(|step| paid.of(step)).sum());
        steps().map(price).sum::<i64>() - funded
    }

    /// How often placing an item now goes against advice on the order: it is advised before something that has
    /// started, or something advised before it has not ended.
    fn against_advice(&self, next: &Placed) -> i64 {
        let items = &self.problem.items;
        let later = |placed: &&Placed| items[placed.item].advised.contains(&next.item);
        let sooner = |placed: &&Placed| items[next.item].advised.contains(&placed.item) && placed.end >= next.start;
        let against = self.sequence.iter().filter(|placed| later(placed) || sooner(placed)).count();
        i64::try_from(against).unwrap_or(i64::MAX)
    }
}

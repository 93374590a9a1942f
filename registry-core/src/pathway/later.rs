//! What is left for later plan years: where a year's money and days are not enough for all that is still to come, the
//! rest starts in the next year or after, and takes its time and its price from there.

use super::floor::{alone, weeks};
use super::plan::Placed;
use super::problem::{Choice, Item, Problem, Timing};
use crate::solver::expr::{Day, NEVER};

/// What items take that start in a plan year or after, least first; those that cannot be finished in time are left out.
pub(super) struct Later {
    /// The first day on which any of them can start.
    starts: Day,
    /// The first day on which any of them can end.
    ends: Day,
    minutes: Vec<(i64, usize)>,
    alone: Vec<(i64, usize)>,
    /// Cents more than in the cheapest way at any time.
    dearer: Vec<(i64, usize)>,
}

/// What so many items take that start later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    /// No finish is before this day.
    pub(super) finish: Day,
    /// Cents more than their cheapest ways.
    pub(super) dearer: i64,
}

impl Later {
    /// What starts on the first day of a plan year or after, and ends by the day `last`, in weeks of `cap` minutes.
    pub(super) fn of(problem: &Problem, year: usize, last: Day, cap: u32) -> Self {
        let from = problem.years.get(year).copied().unwrap_or(NEVER);
        let mut later = Self { starts: NEVER, ends: NEVER, minutes: Vec::new(), alone: Vec::new(), dearer: Vec::new() };
        for (index, item) in problem.items.iter().enumerate().filter(|(_, item)| item.awaits.is_none()) {
            later.add(problem, (index, item), (from, last), cap);
        }
        for list in [&mut later.minutes, &mut later.alone, &mut later.dearer] {
            list.sort_unstable();
        }
        later
    }

    fn add(&mut self, problem: &Problem, (index, item): (usize, &Item), (from, last): (Day, Day), cap: u32) {
        let within = |choice: &&Choice| choice.minutes <= cap;
        let spans = item.choices.iter().filter(within).map(|choice| (choice, span(problem, choice, from)));
        let fitting: Vec<_> = spans.filter(|(_, (_, end))| *end <= last).collect();
        let least = |measure: &dyn Fn(&Choice) -> i64| fitting.iter().map(|(choice, _)| measure(choice)).min();
        let minutes = least(&|choice| i64::from(choice.minutes) * weeks(problem, choice));
        let alone = least(&|choice| alone(problem, choice, cap));
        let cheapest = item.choices.iter().filter(within).map(|choice| choice.least_cents).min();
        let (Some(minutes), Some(alone), Some(cents), Some(cheapest)) =
            (minutes, alone, least(&|choice| choice.least_cents), cheapest)
        else {
            return;
        };
        self.minutes.push((minutes, index));
        self.alone.push((alone, index));
        self.dearer.push((cents - cheapest, index));
        for (_, (start, end)) in &fitting {
            self.starts = self.starts.min(*start);
            self.ends = self.ends.min(*end);
        }
    }

    /// What at least so many of the open items take; `None`: there are not so many that could be finished in time.
    pub(super) fn take(&self, problem: &Problem, count: i64, cap: u32, placed: &[Option<Placed>]) -> Option<Taken> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let sum = |list: &[(i64, usize)]| {
            let open = list.iter().filter(|(_, item)| placed[*item].is_none()).take(count);
            open.fold((0i64, 0usize), |(sum, taken), (weight, _)| (sum + weight, taken + 1))
        };
        let (minutes, taken) = sum(&self.minutes);
        if taken < count {
            return None;
        }
        let cap = i64::from(cap).max(1);
        let weeks = (minutes.div_euclid(cap) + i64::from(minutes.rem_euclid(cap) > 0)).max(sum(&self.alone).0);
        let monday = i64::from(problem.week_zero) + (i64::from(problem.week(self.starts)) + weeks - 1) * 7;
        let finish = Day::try_from(monday).unwrap_or(NEVER).max(self.ends);
        Some(Taken { finish, dearer: sum(&self.dearer).0 })
    }
}

/// The earliest start and end of a choice from a day on; [`NEVER`] where it starts no more.
fn span(problem: &Problem, choice: &Choice, from: Day) -> (Day, Day) {
    match choice.timing {
        Timing::Dated { start, end } if start >= from => (start, end),
        Timing::Dated { .. } | Timing::Open { .. } => (NEVER, NEVER),
        Timing::Rolling { from: first, until, weeks } => {
            let ready = first.max(from);
            if ready > until {
                return (NEVER, NEVER);
            }
            let monday = problem.week_zero + (ready - problem.week_zero + 6).div_euclid(7) * 7;
            if monday > until { (NEVER, NEVER) } else { (monday, monday + weeks * 7 - 1) }
        }
    }
}

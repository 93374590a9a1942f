//! Study that must not be too old when all is finished: steps that start later than they could.
//!
//! As early as they go, some steps may be over so early that they no longer count at the end. Take a plan in which such
//! steps start later, and the week of the first day of which what ends on it still counts at its finish. Move each of its
//! steps as early as it will go, but what counts no earlier than to end in that week: it still counts, and nothing measures
//! more. So the search is made once more for each such week, with these two places for each step, and finds a best plan.

use super::plan::Placed;
use super::problem::{Item, Timing, date_of, day_number};
use super::search::Search;
use crate::date::add_months;
use crate::solver::expr::Day;

impl Search<'_> {
    /// Looks at the plans in which something starts later than it could, so that it counts when all is finished.
    pub(super) fn keep_fresh(&mut self) {
        let problem = self.problem;
        let Some(months) = problem.study_months else { return };
        // An award that is gained on the way is recent where its last part is: parts are not held back for that.
        if problem.items.iter().any(Item::is_award) {
            self.unsettled = true;
            return;
        }
        let most = self.bounds.most.finish;
        let last = most.min(problem.end.into());
        for week in 0..=problem.week(problem.end) {
            if self.bounds.first && self.best.is_some() {
                break;
            }
            let monday = problem.week_zero + week * 7;
            let counts_until = add_months(date_of(monday + 6), months).map_or(Day::MAX, day_number);
            self.fresh_from = Some(monday);
            self.bounds.most.finish = most.min(counts_until.into());
            self.seen.clear();
            self.later.iter_mut().for_each(|later| *later = None);
            self.node(0);
            // What ends in this week counts whenever a plan is finished; so does what ends later.
            if i64::from(counts_until) >= last {
                break;
            }
        }
        self.bounds.most.finish = most;
    }

    /// Looks for a plan in which parts of an award on the way start later than they could, so that none is too old when it is
    /// gained; for one plan, and not for the best.
    pub(super) fn hold_back(&mut self) {
        let problem = self.problem;
        for week in 1..=problem.week(problem.end) {
            if self.best.is_some() || self.is_exhausted() {
                break;
            }
            self.held_back = Some(problem.week_zero + week * 7);
            self.seen.clear();
            self.later.iter_mut().for_each(|later| *later = None);
            self.node(0);
        }
        self.held_back = None;
    }

    /// The Monday for which a step that would be over before it may wait.
    fn waits_for(&self, placed: &Placed) -> Option<Day> {
        let fresh = self.fresh_from.filter(|_| !self.is_fresh(placed));
        let is_early = |monday: &Day| placed.end < *monday && !self.problem.items[placed.item].comes_anyway();
        fresh.or(self.held_back.filter(is_early))
    }

    /// Whether a step ends late enough to be counted, where that is looked at.
    pub(super) fn is_fresh(&self, placed: &Placed) -> bool {
        let comes_anyway = || self.problem.items[placed.item].comes_anyway();
        self.fresh_from.is_none_or(|monday| placed.end >= monday || comes_anyway())
    }

    /// The end of a step that is over and counts, as far as it matters: what ends after the week counts in any case.
    pub(super) fn end_that_counts(&self, placed: &Placed) -> Option<Day> {
        let monday = self.fresh_from.filter(|_| self.is_fresh(placed)).or(self.held_back)?;
        Some(placed.end.min(monday + 7))
    }

    /// The same way as early as it goes and counts, where the first place is too early.
    pub(super) fn fresh(&self, first: Option<Placed>, week: i32) -> Option<Placed> {
        let first = first?;
        self.fit(first.item, first.choice, self.fresh_start(&first)?, week)
    }

    /// The first day on which something may start to be counted that would be over too early.
    pub(super) fn fresh_start(&self, placed: &Placed) -> Option<Day> {
        let monday = self.waits_for(placed)?;
        match self.problem.items[placed.item].choices[placed.choice].timing {
            Timing::Rolling { weeks, .. } => Some(monday - (weeks - 1) * 7),
            Timing::Dated { .. } | Timing::Open { .. } => None,
        }
    }
}

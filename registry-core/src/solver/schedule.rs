//! Schedules: given which items are chosen, when each is done, exactly.
//!
//! Every chosen item is placed, in one of its ways; what is not chosen is never met. Minimums of terms hold for every
//! term from that of the problem's first tick to that in which the last item ends.

use fixedbitset::FixedBitSet;

use super::closing::{Range, least};
use super::expr::{Expr, Tick};
use super::fold::{fold, timeless, twins};
use super::placing::{Outcome, Search};
use super::problem::{Placed, Problem};
use super::seen::Seen;
use super::windows::{Within, horizon, windows};

/// The steps of the first dive; each has half as many again as the one before.
const FIRST_DIVE: u64 = 400;

/// What a schedule is to be best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Any will do.
    First,
    /// The earliest last tick.
    Finish,
}

/// What a schedule must keep to, beyond the problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Nothing ends after this tick.
    pub(crate) deadline: Tick,
    /// No term has more load, whatever its own cap.
    pub(crate) most_load: u32,
    /// The most cost in all.
    pub(crate) most_cost: i64,
    /// The most wishes not fulfilled in all.
    pub(crate) most_lacking: i64,
}

impl Limits {
    /// No limits.
    pub(crate) const NONE: Limits =
        Limits { deadline: Tick::MAX, most_load: u32::MAX, most_cost: i64::MAX, most_lacking: i64::MAX };
}

/// What a search for a schedule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scheduled {
    /// The best schedule found, in order of start; `None`: none was.
    pub(crate) plan: Option<Vec<Placed>>,
    /// Whether there is none better; without a plan, none at all. `false`: the steps ran out.
    pub(crate) proved: bool,
}

/// Places every chosen item in time. Each step tried is taken off `steps`; the same question with the same steps has
/// the same answer.
pub(crate) fn schedule(
    problem: &Problem,
    chosen: &FixedBitSet,
    aim: Aim,
    limits: &Limits,
    steps: &mut u64,
) -> Scheduled {
    let Some((mut folded, old)) = fold(problem, chosen) else {
        return Scheduled { plan: None, proved: true };
    };
    if problem.terms.is_empty() {
        timeless(&mut folded);
    }
    let attempt = Attempt { problem: &folded, twins: twins(&folded) };
    let mut found = match aim {
        Aim::First => attempt.first(limits, steps),
        Aim::Finish => earliest_finish(&attempt, limits, steps),
    };
    for placed in found.plan.iter_mut().flatten() {
        placed.item = old[placed.item];
    }
    found
}

/// A problem all of whose items are to be placed.
pub(super) struct Attempt<'a> {
    pub(super) problem: &'a Problem,
    pub(super) twins: Vec<Option<usize>>,
}

impl Attempt<'_> {
    /// Whether times and sums alone show that there is no schedule within these limits.
    pub(super) fn refuted(&self, limits: &Limits) -> bool {
        let mut all = FixedBitSet::with_capacity(self.problem.items.len());
        all.insert_range(..);
        let (goal, deadline, most_load) = (&Expr::True, limits.deadline, limits.most_load);
        windows(self.problem, &Within { possible: &all, required: &all, goal, deadline, most_load }).is_none()
    }

    /// Any schedule within these limits.
    pub(super) fn first(&self, limits: &Limits, steps: &mut u64) -> Scheduled {
        let Some(mut search) = Search::of(self.problem, limits, self.twins.clone()) else {
            return Scheduled { plan: None, proved: true };
        };
        let mut seen = Seen::default();
        let mut dive = FIRST_DIVE;
        for round in 0.. {
            search.order(round);
            match search.dive(&mut seen, dive, steps) {
                Outcome::Found => return Scheduled { plan: Some(search.plan()), proved: true },
                Outcome::Nothing => return Scheduled { plan: None, proved: true },
                Outcome::Stopped if *steps == 0 => break,
                Outcome::Stopped => dive += dive / 2,
            }
        }
        Scheduled { plan: None, proved: false }
    }
}

/// The schedule that ends first.
fn earliest_finish(attempt: &Attempt<'_>, limits: &Limits, steps: &mut u64) -> Scheduled {
    let problem = attempt.problem;
    let by = |deadline: i64| Limits { deadline: Tick::try_from(deadline).unwrap_or(Tick::MAX), ..*limits };
    let last = i64::from(horizon(problem, limits.deadline));
    let least = least(
        Range { low: problem.first.into(), high: last },
        &|deadline| attempt.refuted(&by(deadline)),
        &|end| problem.next_end(end),
        &|deadline, steps| attempt.first(&by(deadline), steps),
        &|plan| plan.iter().map(|placed| placed.end.into()).max().unwrap_or(i64::MIN),
        steps,
    );
    Scheduled { plan: least.plan, proved: least.proved }
}

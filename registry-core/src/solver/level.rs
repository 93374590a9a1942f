//! Levelling: the least load of the heaviest term.

use fixedbitset::FixedBitSet;

use super::closing::{Least, Range, least};
use super::fold::{fold, timeless, twins};
use super::problem::{Placed, Problem};
use super::schedule::{Attempt, Limits};

/// A levelled schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Levelled {
    /// In every schedule some term has at least this load.
    pub(crate) bound: u32,
    /// The schedule found, in order of start.
    pub(crate) plan: Option<Vec<Placed>>,
    /// Whether no schedule has a lighter heaviest term; without one, whether there is none.
    pub(crate) proved: bool,
}

/// Places every chosen item such that the heaviest term has the least load.
pub(crate) fn level(problem: &Problem, chosen: &FixedBitSet, limits: &Limits, steps: &mut u64) -> Levelled {
    let Some((mut folded, old)) = fold(problem, chosen) else {
        return Levelled { bound: 0, plan: None, proved: true };
    };
    if problem.terms.is_empty() {
        timeless(&mut folded);
    }
    let mut found = lightest(&Attempt { problem: &folded, twins: twins(&folded) }, limits, steps);
    for placed in found.plan.iter_mut().flatten() {
        placed.item = old[placed.item];
    }
    found
}

/// The schedule whose heaviest term has the least load.
fn lightest(attempt: &Attempt<'_>, limits: &Limits, steps: &mut u64) -> Levelled {
    let problem = attempt.problem;
    let under = |load: i64| Limits { most_load: u32::try_from(load).unwrap_or(u32::MAX), ..*limits };
    let ways = || problem.items.iter().flat_map(|item| &item.ways);
    let heaviest: i64 = ways().map(|way| i64::from(way.load)).fold(0, i64::saturating_add);
    let cap = problem.terms.iter().map(|term| i64::from(term.most_load)).max().unwrap_or(0);
    let high = heaviest.min(cap).min(limits.most_load.into());
    // Loads of terms are sums of loads of items.
    let unit = ways().fold(0, |unit, way| gcd(unit, way.load.into())).max(1);
    let range = Range { low: 0, high: high / unit };
    let Least { bound, plan, proved } = least(
        range,
        &|load| attempt.refuted(&under(load * unit)),
        &|load| Some(load + 1),
        &|load, steps| attempt.first(&under(load * unit), steps),
        &|plan| heaviest_term(problem, plan) / unit,
        steps,
    );
    Levelled { bound: u32::try_from(bound * unit).unwrap_or(u32::MAX), plan, proved }
}

/// The load of the heaviest term of a plan.
pub(crate) fn heaviest_term(problem: &Problem, plan: &[Placed]) -> i64 {
    let mut loads = vec![0_i64; problem.terms.len()];
    for placed in plan {
        let load = i64::from(problem.items[placed.item].ways[placed.way].load);
        for term in problem.term(placed.start)..=problem.term(placed.end) {
            if let Some(sum) = usize::try_from(term).ok().and_then(|term| loads.get_mut(term)) {
                *sum += load;
            }
        }
    }
    loads.into_iter().max().unwrap_or(0)
}

pub(super) fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

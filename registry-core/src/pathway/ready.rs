//! From which day on what an item needs is met, in a plan and in none.

use super::plan::Placed;
use super::problem::{Problem, earliest, week_of};
use crate::solver::expr::{Day, NEVER};

/// Partners that never start in one week are looked at so often before it is left open.
const PARTNER_LOOKS_MAX: usize = 64;

/// The items that no plan has because each of their offerings starts before they can be ready, though all they need
/// can be had; each with the first day on which it could be.
pub(crate) fn never_ready(problem: &Problem) -> Vec<(usize, Day)> {
    let mut spans = vec![(problem.start, problem.start); problem.items.len()];
    let mut found = Vec::new();
    // Partners are ready when one another are, and may stand after what asks for them: each look at them moves them on.
    for _ in 0..if problem.has_partners { PARTNER_LOOKS_MAX } else { 1 } {
        let known = spans.clone();
        for (index, item) in problem.items.iter().enumerate().filter(|(index, _)| known[*index].0 != NEVER) {
            let before = item.before.day(&|other| item.free_from(spans[other].1));
            let beside = item.beside.day(&|other| week_of(problem, spans[other].0));
            let ready = before.max(beside);
            spans[index] = earliest(problem, item, ready.max(problem.start), u32::MAX);
            if item.is_award() && spans[index].1 != NEVER {
                spans[index].0 = item.before.last_item(&|other| spans[other].0).max(problem.start).min(spans[index].1);
            }
            if spans[index].0 == NEVER && ready != NEVER {
                found.push((index, ready));
            }
        }
        if known == spans {
            break;
        }
    }
    found
}

/// The first day on which everything that an item needs is met by a plan; [`NEVER`]: it is not.
pub(crate) fn ready(problem: &Problem, item: usize, plan: &[Placed]) -> Day {
    let step = |other: usize| plan.iter().find(|placed| placed.item == other);
    let item = &problem.items[item];
    let before = item.before.day(&|other| step(other).map_or(NEVER, |placed| item.free_from(placed.end)));
    let beside = item.beside.day(&|other| step(other).map_or(NEVER, |placed| week_of(problem, placed.start)));
    before.max(beside)
}

/// Whether something stands as it is placed in a plan that has no more than `plan`.
pub(crate) fn stands(problem: &Problem, placed: &Placed, plan: &[Placed]) -> bool {
    if problem.items[placed.item].is_award() {
        let step = |other: usize| plan.iter().find(|placed| placed.item == other).copied();
        return problem.gained(placed.item, problem.start, &step).is_some_and(|day| day <= placed.end);
    }
    ready(problem, placed.item, plan) <= placed.start
}

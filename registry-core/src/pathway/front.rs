//! The front of cost against finish: every pathway that could be traded for a dearer and sooner one.
//!
//! From the least cost upwards: the cheapest pathway, of those the soonest; then the cheapest that finishes at least a
//! day sooner; and so on until there is none. Each point is found by the exact search under a bound, so that none is
//! beaten by another plan, and none between two is missed.

use super::Budget;
use super::advised::settled;
use super::alternatives::{Alternative, best};
use super::answer::{Front, Objective};
use super::explain;
use super::plan::{Bounds, Found, Meter, Order};
use super::request::{Request, RequestProblem};
use crate::catalogue::Catalogue;

/// The most pathways of a front; people compare no more.
pub const FRONT_MAX: usize = 8;

/// The pathways that trade cost against finish, least cost first; empty where there is no pathway. Where there are
/// more than [`FRONT_MAX`], the cheapest ones and the soonest. All searches together take no more than the budget.
///
/// # Errors
/// What [`recommend`](super::recommend) refuses.
pub fn front(catalogue: &Catalogue, request: &Request, budget: Budget) -> Result<Front, Vec<RequestProblem>> {
    let problems = request.problems(catalogue);
    if !problems.is_empty() {
        return Err(problems);
    }
    let none = |complete| Front { pathways: Vec::new(), complete };
    let (posed, _) = match settled(catalogue, request, budget.steps) {
        Ok(settled) => settled,
        Err(proved) => return Ok(none(proved)),
    };
    let by_cost = Order::of(&[Objective::LeastCost, Objective::Soonest]);
    let by_finish = Order::of(&[Objective::Soonest, Objective::LeastCost]);
    let mut meter = Meter::of(budget.steps);
    let mut bounds = Bounds::NONE;
    let mut found: Vec<Found> = Vec::new();
    let complete = loop {
        let last = found.len() + 1 == FRONT_MAX;
        let point = best(&posed.problem, &by_cost, bounds, &mut meter);
        let Some((measures, _)) = &point.plan else { break point.proved };
        if !point.proved && !found.is_empty() {
            break false;
        }
        bounds.most.finish = measures.finish - 1;
        let proved = point.proved;
        if last {
            // Whether this is the soonest too; otherwise the soonest stands in its place.
            let soonest = best(&posed.problem, &by_finish, bounds, &mut meter);
            let all = soonest.plan.is_none() && soonest.proved;
            found.push(if soonest.plan.is_some() && soonest.proved { soonest } else { point });
            break all;
        }
        found.push(point);
        if !proved {
            break false;
        }
    };
    let count = found.len();
    let alternative = |(index, found): (usize, Found)| {
        let (_, mut plan) = found.plan?;
        plan.sort_unstable();
        let ends = [(index == 0, Objective::LeastCost), (complete && index + 1 == count, Objective::Soonest)];
        // The first is compared by cost with every plan, the last by finish with those that cost as much or less: a bound
        // of the soonest is one only where it is proved, and then it is the finish itself.
        let known = |objective| if objective == Objective::LeastCost { found.bound } else { i64::MIN };
        let ends = ends.into_iter().filter(|(end, _)| *end).map(|(_, objective)| (objective, known(objective)));
        let best_at = ends.collect();
        Some(Alternative { best_at, plan, proved: found.proved })
    };
    let alternatives = found.into_iter().enumerate().filter_map(alternative);
    let pathways = alternatives.map(|plan| explain::pathway(catalogue, request, &posed, plan)).collect();
    Ok(Front { pathways, complete })
}

//! What of a role's advised preparation is planned.
//!
//! All of it, where all of it fits. Otherwise one part after another, as the role names them, is planned when a pathway
//! is left that has it, everything required and the advised parts planned before it. So nothing that is left out could
//! be put back, and the role's own order decides what goes first.

use super::alternatives::{SOLVER_SHARE, TRIAL_SHARE};
use super::answer::{Absence, Objective};
use super::goal::{Posed, Variation, advised, pose};
use super::plan::{Bounds, Found, Meter, Order};
use super::request::Request;
use super::search::search;
use super::solved::settle;
use crate::catalogue::Catalogue;

/// The problem with as much of what is advised as fits, and the advised parts that are left out. All its searches
/// together take no more than what is left of the budget.
///
/// # Errors
/// What is required has no pathway either: whether that is proved.
pub(crate) fn fitting(catalogue: &Catalogue, request: &Request, meter: &mut Meter) -> Result<(Posed, Variation), bool> {
    let mut varied = Variation { left_out: advised(catalogue, request), ..Variation::default() };
    let mut possible = |varied: &Variation| plan_of(|| pose(catalogue, request, &[], varied), meter);
    let required = possible(&varied);
    if required.plan.is_none() {
        return Err(required.proved);
    }
    let places: Vec<usize> = varied.left_out.keys().copied().collect();
    for place in places {
        varied.left_out.remove(&place);
        let found = possible(&varied);
        if found.plan.is_none() {
            let absence = if found.proved { Absence::DoesNotFit } else { Absence::NotSettled };
            varied.left_out.insert(place, absence);
        }
    }
    Ok((pose(catalogue, request, &[], &varied), varied))
}

/// The problem as it is answered: with all that is advised where all of it fits, otherwise with as much as does.
///
/// # Errors
/// There is no pathway: whether that is proved.
pub(crate) fn settled(catalogue: &Catalogue, request: &Request, steps: u64) -> Result<(Posed, Variation), bool> {
    let whole = Variation::default();
    let posed = pose(catalogue, request, &[], &whole);
    let found = any_plan(&posed, &mut Meter::of(steps));
    if found.plan.is_some() {
        Ok((posed, whole))
    } else if advised(catalogue, request).is_empty() {
        Err(found.proved)
    } else {
        fitting(catalogue, request, &mut Meter::of(steps))
    }
}

/// The first plan that a search comes upon. Where nothing is left of the budget the problem is not even posed, so that many
/// such questions together take no longer than their budget.
pub(crate) fn plan_of(posed: impl FnOnce() -> Posed, meter: &mut Meter) -> Found {
    if meter.left == 0 {
        return Found::UNKNOWN;
    }
    any_plan(&posed(), meter)
}

/// The first plan that a search comes upon.
pub(crate) fn any_plan(posed: &Posed, meter: &mut Meter) -> Found {
    let bounds = Bounds { first: true, ..Bounds::NONE };
    let order = Order::of(&[Objective::Soonest]);
    let problem = &posed.problem;
    meter.take(meter.left - problem.left_of(meter.left));
    let given = meter.left;
    let is_settled = |found: &Found| found.plan.is_some() || found.proved;
    let mut trial = Meter::of(given / TRIAL_SHARE);
    let mut found = search(problem, &order, bounds, &mut trial);
    meter.take(trial.used);
    if trial.left == 0 && !is_settled(&found) {
        found = settle(problem, &order, found, given / TRIAL_SHARE, meter);
        if !is_settled(&found) {
            found = search(problem, &order, bounds, meter);
        }
    }
    if is_settled(&found) { found } else { settle(problem, &order, found, given / SOLVER_SHARE, meter) }
}

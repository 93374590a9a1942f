//! What of a role's advised preparation is planned.
//!
//! All of it, where all of it fits. Otherwise one part after another, as the role names them, is planned when a pathway
//! is left that has it, everything required and the advised parts planned before it. So nothing that is left out could
//! be put back, and the role's own order decides what goes first.

use super::answer::{Absence, Objective};
use super::goal::{LeftOut, Posed, advised, pose};
use super::plan::{Bounds, Found, Order};
use super::request::Request;
use super::search::search;
use crate::catalogue::Catalogue;

/// The problem with as much of what is advised as fits. All its searches together take no more than `steps`.
///
/// # Errors
/// What is required has no pathway either: whether that is proved.
pub(crate) fn fitting(catalogue: &Catalogue, request: &Request, mut steps: u64) -> Result<Posed, bool> {
    let mut left_out = advised(catalogue, request);
    let mut possible = |left_out: &LeftOut| {
        let posed = pose(catalogue, request, &[], left_out);
        any_plan(&posed, &mut steps)
    };
    let required = possible(&left_out);
    if required.plan.is_none() {
        return Err(required.proved);
    }
    let places: Vec<usize> = left_out.keys().copied().collect();
    for place in places {
        left_out.remove(&place);
        let found = possible(&left_out);
        if found.plan.is_none() {
            left_out.insert(place, if found.proved { Absence::DoesNotFit } else { Absence::NotSettled });
        }
    }
    Ok(pose(catalogue, request, &[], &left_out))
}

/// The first plan that a search comes upon.
pub(crate) fn any_plan(posed: &Posed, steps: &mut u64) -> Found {
    let bounds = Bounds { first: true, ..Bounds::NONE };
    search(&posed.problem, &Order::of(&[Objective::Soonest]), bounds, steps)
}

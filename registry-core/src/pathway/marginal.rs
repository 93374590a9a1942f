//! What each step is worth: what the pathway would be without it.

use super::Budget;
use super::advised::settled;
use super::alternatives::best;
use super::answer::{Difference, Pathway, Without};
use super::goal::{Variation, pose};
use super::plan::{Bounds, Measures, Order};
use super::problem::day_number;
use super::request::Request;
use crate::catalogue::Catalogue;

/// For each step of a pathway, how the best pathway without what that step teaches measures beside it, compared by the
/// first objective the pathway is best at. All searches together take no more than the budget, and those that find it
/// spent settle nothing.
pub fn without_each(catalogue: &Catalogue, request: &Request, pathway: &Pathway, budget: Budget) -> Vec<Without> {
    let unsettled = || vec![Without::NotSettled; pathway.steps.len()];
    let Ok((_, varied)) = settled(catalogue, request, budget.steps) else {
        return unsettled();
    };
    let aim = request.aims().into_iter().find(|aim| aim.first() == pathway.best_at.first());
    let Some(aim) = aim else { return unsettled() };
    let order = Order::of(&aim);
    let mut steps = budget.steps;
    let each = pathway.steps.iter().map(|step| {
        let varied = Variation { without: Some(step.item.clone()), ..varied.clone() };
        let posed = pose(catalogue, request, &[], &varied);
        let planned = posed.also_needed.len();
        let found = best(&posed.problem, &order, Bounds::NONE, &mut steps);
        match found.plan {
            // Without the step an advised part may be out of reach altogether; that is no pathway to the same.
            _ if planned > also_needed_of(catalogue, request, &varied) => Without::Nothing,
            Some((measures, _)) if found.proved => Without::Another(difference(pathway, &measures)),
            None if found.proved => Without::Nothing,
            _ => Without::NotSettled,
        }
    });
    each.collect()
}

/// How much is left out when nothing is excluded.
fn also_needed_of(catalogue: &Catalogue, request: &Request, varied: &Variation) -> usize {
    pose(catalogue, request, &[], &Variation { without: None, ..varied.clone() }).also_needed.len()
}

/// How a plan measures beside a pathway.
pub(super) fn difference(pathway: &Pathway, other: &Measures) -> Difference {
    let finish = pathway.finish.map_or(0, |day| i64::from(day_number(day)));
    Difference {
        cents: other.cost - pathway.cost.cents(),
        days: other.finish - finish,
        minutes: other.heaviest - i64::from(pathway.heaviest_week.minutes()),
    }
}

//! What each step is worth: what the pathway would be without it.

use super::Budget;
use super::advised::{plan_of, settled};
use super::alternatives::best;
use super::answer::{Difference, Pathway, Without};
use super::goal::{Posed, Variation, advised, pose};
use super::plan::{Bounds, Measures, Meter, Order};
use super::problem::day_number;
use super::request::Request;
use super::words::quarters_shown;
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
    let mut meter = Meter::of(budget.steps);
    let planned = |posed: &Posed| posed.parts.len();
    let all = planned(&pose(catalogue, request, &[], &varied));
    let each = pathway.steps.iter().map(|step| {
        if meter.left == 0 {
            return Without::NotSettled;
        }
        let varied = Variation { without: Some(step.item.clone()), ..varied.clone() };
        let posed = pose(catalogue, request, &[], &varied);
        // Without the step an advised part may be out of reach altogether; what is left is not the same.
        if planned(&posed) == all {
            let found = best(&posed.problem, &order, Bounds::NONE, &mut meter);
            match found.plan {
                Some((measures, _)) if found.proved => return Without::Another(difference(pathway, &measures)),
                None if found.proved => {}
                _ => return Without::NotSettled,
            }
        }
        let required = Variation { left_out: advised(catalogue, request), ..varied };
        let found = plan_of(|| pose(catalogue, request, &[], &required), &mut meter);
        match found.plan {
            Some(_) => Without::LessAdvised,
            None if found.proved => Without::Nothing,
            None => Without::NotSettled,
        }
    });
    each.collect()
}

/// How a plan measures beside a pathway.
fn difference(pathway: &Pathway, other: &Measures) -> Difference {
    let finish = pathway.finish.map_or(0, |day| i64::from(day_number(day)));
    Difference {
        cents: other.cost - pathway.cost.cents(),
        days: other.finish - finish,
        minutes: other.heaviest - i64::from(pathway.heaviest_week.minutes()),
        quarters_shown: quarters_shown(other.heaviest) - quarters_shown(i64::from(pathway.heaviest_week.minutes())),
    }
}

//! Why a course is not in a pathway: the same question again, with the course to be learned as well.

use super::advised::{any_plan, settled};
use super::alternatives::best;
use super::answer::{Compared, Difference, ItemKey, NotPlanned, WhyNot};
use super::goal::{Variation, pose};
use super::none::Why;
use super::plan::{Bounds, Found, Meter, Order};
use super::request::{Request, RequestProblem};
use super::words::quarters_shown;
use super::{Budget, Recommendation, recommend};
use crate::catalogue::{Catalogue, EntryRef};
use crate::eligibility::{Standing, standing_of};
use crate::id::CourseCode;
use crate::requisite::RequisiteExpr;
use crate::words;

/// Why a course is not in the pathways to a goal, or that it is.
///
/// # Errors
/// What [`recommend`] refuses, and a course that the catalogue does not have.
pub fn why_not(
    catalogue: &Catalogue,
    request: &Request,
    course: &CourseCode,
    budget: Budget,
) -> Result<WhyNot, Vec<RequestProblem>> {
    let Some(entry) = catalogue.course(course) else {
        let known = catalogue.courses().map(|entry| entry.code.as_str());
        let hint =
            words::nearest(course.as_str(), known).map_or(String::new(), |near| format!("; did you mean {near}?"));
        let target = EntryRef::new("course", course.as_str());
        return Err(vec![RequestProblem::Unknown { field: "why-not", target, hint }]);
    };
    let answer = recommend(catalogue, request, budget)?;
    let found = |why| WhyNot { course: course.clone(), title: entry.title.clone(), why };
    let wanted = RequisiteExpr::course(course.clone());
    let at = request.record.as_at();
    match standing_of(catalogue, &request.record, &wanted, at, &mut Vec::new()) {
        Standing::Met => return Ok(found(NotPlanned::Held)),
        // A course alone is met later only by what is under way.
        Standing::MetFrom(day) => return Ok(found(NotPlanned::UnderWay(day.pred_opt().unwrap_or(day)))),
        Standing::NotSaid | Standing::Missing => {}
    }
    let pathways = match answer {
        Recommendation::NoPathway(none) => return Ok(found(NotPlanned::NoPathway(Box::new(none)))),
        Recommendation::Pathways(pathways) => pathways,
    };
    let is_it = |key: &ItemKey| matches!(key, ItemKey::Course(code, _) if code == course);
    let with_it = pathways.pathways.iter().filter(|pathway| pathway.steps.iter().any(|step| is_it(&step.item)));
    let best_at: Vec<_> = with_it.flat_map(|pathway| pathway.best_at.clone()).collect();
    if !best_at.is_empty() {
        return Ok(found(NotPlanned::Planned(best_at)));
    }
    let Ok((posed, varied)) = settled(catalogue, request, budget.steps) else {
        return Ok(found(NotPlanned::Instead { beside: false, compared: Vec::new() }));
    };
    let beside = !posed.problem.items.iter().any(|item| is_it(&item.key));
    let forced = pose(catalogue, request, &[], &Variation { with: Some(course.clone()), ..varied });
    let mut meter = Meter::of(budget.steps);
    let possible = any_plan(&forced, &mut meter);
    if possible.plan.is_none() {
        let why = Why::new(catalogue, request, Some(course.clone()), meter.left, possible.proved);
        return Ok(found(NotPlanned::Never(Box::new(why.explain()))));
    }
    let mut compared = Vec::new();
    for aim in request.aims() {
        let order = Order::of(&aim);
        let search = |problem| best(problem, &order, Bounds::NONE, &mut Meter::of(budget.steps));
        let (without, with) = (search(&posed.problem), search(&forced.problem));
        if let (Some(objective), Some(difference)) = (aim.first(), difference(&without, &with)) {
            compared.push(Compared { objective: *objective, difference, proved: without.proved && with.proved });
        }
    }
    Ok(found(NotPlanned::Instead { beside, compared }))
}

fn difference(without: &Found, with: &Found) -> Option<Difference> {
    let ((without, _), (with, _)) = (without.plan.as_ref()?, with.plan.as_ref()?);
    Some(Difference {
        cents: with.cost - without.cost,
        days: with.finish - without.finish,
        minutes: with.heaviest - without.heaviest,
        quarters_shown: quarters_shown(with.heaviest) - quarters_shown(without.heaviest),
    })
}

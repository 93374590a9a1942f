//! Pathways: from where somebody stands to what they want, within the limits of their life.
//!
//! [`recommend`] poses a small problem by walking backwards from the goal (`problem`, `goal`), searches it exactly
//! (`search`, `alternatives`), and says why each step is there (`explain`) or why there is no pathway (`none`).
//!
//! How time is counted: own time per week, Monday to Sunday, spread evenly over the weeks an offering touches; money
//! and professional-development days per *plan year*, counted from the earliest start, in the year in which a step
//! starts. A rolling offering starts on a Monday. A prerequisite ends before the day its dependant starts; a
//! corequisite starts in the same week or earlier, so those that ask for one another start in one week.

mod advice;
mod advised;
mod alternatives;
pub mod answer;
mod asked;
mod assessed;
mod at_once;
mod award;
mod beside;
mod blockers;
mod bound;
mod change;
mod choice;
mod counted;
mod credit;
mod explain;
mod export;
mod floor;
mod fresh;
mod front;
mod funding;
mod gained;
mod goal;
mod held_again;
mod later;
mod least;
mod lighter;
mod marginal;
mod mixed;
mod moves;
mod mutual;
mod needless;
mod none;
mod otherwise;
mod outlook;
mod place;
mod places;
mod plan;
mod problem;
mod reading;
mod ready;
mod relax;
pub mod request;
mod request_problem;
mod search;
mod solved;
mod stretch;
mod taught_whole;
mod tiers;
mod together;
mod under_way;
mod wait;
mod why_not;
pub mod words;
mod words_none;

use goal::Variation;
use plan::Meter;

pub use answer::{Front, NoPathway, Pathway, Pathways, Recommendation, Step, WhyNot, Without};
pub use bound::{Bound, Gap};
pub use change::ChangeTo;
pub use export::export;
pub use front::{FRONT_MAX, front};
pub use marginal::without_each;
pub use request::{Goal, Limits, PeerWishes, Request, RequestProblem, Wish};
pub use why_not::why_not;

use crate::catalogue::Catalogue;

/// How many search steps a question may take. Steps, not seconds: the same question gives the same answer on
/// every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Search steps for each of the three pathways looked for, and as many for explaining why there is none.
    pub steps: u64,
}

impl Default for Budget {
    /// A million steps: about six times what the hardest question of the built-in people takes, a second or so.
    fn default() -> Self {
        Self { steps: 1_000_000 }
    }
}

/// The best pathways to the goal, or why there is none.
///
/// Up to three different pathways: of least cost, soonest, and of the lightest load; or for the objectives that are
/// asked for. The answer depends on the arguments alone, to the byte.
///
/// # Errors
/// A request that names something the catalogue does not have (`role:advocat`), or that contradicts itself (a deadline
/// before the earliest start, 61 hours a week, a goal that is also excluded): every problem at once.
///
/// ```
/// # use chrono::NaiveDate;
/// # use registry_core::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
/// # use registry_core::role::{Role, RoleFamily};
/// # use registry_core::source::{Confidence, Provenance};
/// # use registry_core::{Catalogue, CatalogueParts};
/// # let source = Provenance::external("example.org", "page 7", Confidence::High).expect("a source");
/// # let over_a_year = Requisite::new(RequisiteParts {
/// #     kind: RequisiteKind::Prerequisite,
/// #     strength: Strength::Required,
/// #     requires: RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 }),
/// #     provenance: source.clone(),
/// # })
/// # .expect("a requisite");
/// # let role = Role {
/// #     code: "advocate".parse().expect("a code"),
/// #     title: "Advocate".to_owned(),
/// #     description: "Speaks up.".to_owned(),
/// #     family: RoleFamily::ConsumerPerspective,
/// #     perspectives: vec![],
/// #     workforces: vec![],
/// #     preparation: vec![over_a_year],
/// #     provenance: source,
/// # };
/// # let catalogue = Catalogue::build(CatalogueParts { roles: vec![role], ..CatalogueParts::default() }).expect("sound");
/// use registry_core::pathway::{Budget, Limits, PeerWishes};
/// use registry_core::volume::Hours;
/// use registry_core::{LearnerRecord, LearnerRecordParts, Recommendation, Request, recommend};
///
/// let today = NaiveDate::from_ymd_opt(2027, 2, 1).expect("a day");
/// let request = Request {
///     record: LearnerRecord::new(LearnerRecordParts::empty(today)).expect("nothing contradicts"),
///     goal: "role:advocate".parse().expect("a goal"),
///     limits: Limits::open(today, Hours::new(5.0).expect("hours")),
///     wishes: PeerWishes::default(),
///     objectives: Vec::new(),
/// };
/// let answer = recommend(&catalogue, &request, Budget::default()).expect("nothing contradicts");
/// let Recommendation::Pathways(found) = answer else { panic!("there is a pathway") };
/// // The role asks for no training, only for something that no training gives.
/// assert!(found.pathways[0].steps.is_empty());
/// assert_eq!(found.also_needed[0].requirement, "more than 12 months of experience as a consumer worker");
///
/// let mistyped = Request { goal: "role:advocat".parse().expect("a goal"), ..request };
/// let problems = recommend(&catalogue, &mistyped, Budget::default()).expect_err("no such role");
/// assert_eq!(
///     problems[0].to_string(),
///     "goal names advocat, a role that is not in the catalogue; did you mean advocate?"
/// );
/// ```
pub fn recommend(
    catalogue: &Catalogue,
    request: &Request,
    budget: Budget,
) -> Result<Recommendation, Vec<RequestProblem>> {
    let problems = request.problems(catalogue);
    if !problems.is_empty() {
        return Err(problems);
    }
    let aims = request.aims();
    let mut posed = goal::pose(catalogue, request, &[], &Variation::default());
    let mut answer = alternatives::alternatives(&posed.problem, &aims, budget.steps);
    let mut used = answer.used;
    if answer.found.is_empty() && !goal::advised(catalogue, request).is_empty() {
        let mut meter = Meter::of(budget.steps);
        match advised::fitting(catalogue, request, &mut meter) {
            Ok((fitting, _)) => {
                posed = fitting;
                answer = alternatives::alternatives(&posed.problem, &aims, budget.steps);
                used = used.saturating_add(answer.used);
            }
            Err(settled) => answer.proved = settled,
        }
        used = used.saturating_add(meter.used);
    }
    if answer.found.is_empty() {
        let why = none::Why::new(catalogue, request, None, budget.steps, answer.proved);
        let mut none = why.explain();
        none.steps_used = none.steps_used.saturating_add(used);
        return Ok(Recommendation::NoPathway(none));
    }
    let settled = posed.also_needed.iter().all(|part| part.absence != Some(answer::Absence::NotSettled));
    if !settled {
        let least = none::least_of_required(catalogue, request, &aims);
        for plan in &mut answer.found {
            plan.proved = false;
            plan.best_at.iter_mut().for_each(|(objective, bound)| *bound = none::bound_among(&least, *objective));
        }
    }
    let pathways: Vec<Pathway> =
        answer.found.into_iter().map(|plan| explain::pathway(catalogue, request, &posed, plan)).collect();
    let mut notes = notes(catalogue, request);
    notes.extend(held_again::notes(catalogue, request, &pathways));
    notes.extend(taught_whole::notes(catalogue, request, &pathways));
    Ok(Recommendation::Pathways(Pathways {
        goal: request.goal.clone(),
        goal_title: goal::title(catalogue, &request.goal),
        pathways,
        also_needed: posed.also_needed,
        notes,
        unweighed: counted::unweighed(catalogue, request),
        steps_used: used,
    }))
}

/// What is said beside the pathways: of what is held, of what is under way, of funding.
fn notes(catalogue: &Catalogue, request: &Request) -> Vec<String> {
    let mut notes = goal::notes(catalogue, request);
    notes.extend(under_way::clashes(catalogue, request));
    notes.extend(funding::notes(catalogue, request));
    notes
}

#[cfg(test)]
mod tests;

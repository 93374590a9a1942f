//! What of a role's advised preparation is planned, and tiers inside what is asked for.

use super::*;
use crate::learner_record::Employment;
use crate::pathway::answer::{Absence, NotPlanned};
use crate::requisite::{Gate, Requisite, RequisiteExpr};
use crate::sample::{advised, any_version, before, course, day, learner, parts, read, request, role, tier};
use crate::tier::Tier;

/// Courses `a`, `b` and `c` of a hundred dollars each, and a role.
fn role_of(preparation: Vec<Requisite>) -> CatalogueParts {
    let mut parts = parts(vec![course("a", vec![]), course("b", vec![]), course("c", vec![])]);
    parts.roles = vec![role("r", preparation)];
    parts
}

/// Asks for the role within a budget in the time of one plan year; the courses planned, and what is left out.
#[track_caller]
fn check(preparation: Vec<Requisite>, budget: &str, planned: &[&str], left_out: &[(&str, Absence)]) {
    let mut asked = request("role:r");
    asked.limits.budget_per_year = Some(read(budget));
    asked.limits.deadline = Some(day("2027-12-31"));
    let found = pathways(role_of(preparation), &asked);
    for pathway in &found.pathways {
        let mut steps: Vec<&str> = pathway.steps.iter().map(|step| step.item.code()).collect();
        steps.sort_unstable();
        assert_eq!(steps, planned);
        assert!(pathway.proved);
    }
    let also = found.also_needed.iter();
    let also: Vec<_> = also.filter_map(|also| Some((also.requirement.as_str(), also.absence?))).collect();
    assert_eq!(also, left_out);
}

#[test]
fn advice_that_does_not_fit_is_left_out_and_said_and_never_bars_a_pathway() {
    let all = || vec![before(any_version("a")), advised(any_version("b")), advised(any_version("c"))];
    check(all(), "300", &["a", "b", "c"], &[]);
    check(all(), "200", &["a", "b"], &[("Course C", Absence::DoesNotFit)]);
    check(all(), "100", &["a"], &[("Course B", Absence::DoesNotFit), ("Course C", Absence::DoesNotFit)]);
}

#[test]
fn advice_is_left_out_in_the_order_in_which_the_role_names_it() {
    let both = RequisiteExpr::all(vec![any_version("a"), any_version("b")]).expect("two");
    // Two courses do not fit, and the one named after them does.
    check(
        vec![advised(both), advised(any_version("c"))],
        "100",
        &["c"],
        &[("all of: Course A; Course B", Absence::DoesNotFit)],
    );
}

#[test]
fn there_is_no_pathway_only_when_what_is_required_has_none() {
    let mut asked = request("role:r");
    asked.limits.budget_per_year = Some(read("99"));
    let why = no_pathway(role_of(vec![before(any_version("a")), advised(any_version("b"))]), &asked);
    assert_eq!(why.conflict, [answer::Limit::BudgetPerYear]);
    assert_eq!(why.relaxations[0].change, "$100 a year instead of $99, or funding that pays for it");
    assert!(why.proved);
}

/// Tier one is `a`, for those who have worked for over three months; the person starts with none.
fn tiered(preparation: Vec<Requisite>) -> (CatalogueParts, Request) {
    let mut parts = role_of(preparation);
    let entry = vec![before(RequisiteExpr::Gate(Gate::ExperienceOver { months: 3 }))];
    parts.tiers = vec![tier(Tier::One, entry, any_version("a"))];
    (parts, Request { record: learner(0, Employment::Employed, vec![]), ..request("role:r") })
}

#[test]
fn the_gates_of_a_tier_hold_wherever_the_tier_is_asked_for() {
    let (parts, asked) = tiered(vec![before(RequisiteExpr::Tier(Tier::One))]);
    let found = pathways(parts.clone(), &asked);
    assert_eq!(steps(&found.pathways[0]), ["a 2027-05-03 to 2027-05-09"]);
    let wait = found.pathways[0].steps[0].waits_for.as_ref().expect("it waits");
    assert_eq!(wait.from, day("2027-05-02"));
    let out_of_work = request("role:r");
    let why = no_pathway(parts, &out_of_work);
    assert_eq!(why.blockers[0].barred, ["Role R", "Tier 1: Stage 1"]);
    assert_eq!(why.blockers[0].missing, "more than 3 months of experience as a consumer worker");
}

#[test]
fn a_course_of_a_tier_that_something_else_asks_for_does_not_wait() {
    let early = RequisiteExpr::any(vec![RequisiteExpr::Tier(Tier::One), any_version("a")]).expect("two");
    let (parts, asked) = tiered(vec![before(early)]);
    assert_eq!(steps(&pathways(parts, &asked).pathways[0]), ["a 2027-02-01 to 2027-02-07"]);
    // Asked for both alone and within the tier, it is one step, late enough for both.
    let (mut parts, asked) = tiered(vec![before(RequisiteExpr::Tier(Tier::One)), before(any_version("d"))]);
    parts.courses.push(course("d", vec![before(any_version("a"))]));
    parts.offerings.push(crate::sample::weekly("d"));
    let found = pathways(parts, &asked);
    assert_eq!(steps(&found.pathways[0]), ["a 2027-05-03 to 2027-05-09", "d 2027-05-10 to 2027-05-16"]);
}

/// The course that is asked about comes after a tier, which the course of the goal completes: taken once the tier is open,
/// that serves both.
#[test]
fn a_course_after_a_tier_may_be_learned_beside_the_course_that_completes_it() {
    let (mut parts, asked) = tiered(vec![before(any_version("a"))]);
    parts.courses.push(course("d", vec![before(RequisiteExpr::Tier(Tier::One))]));
    parts.offerings.push(crate::sample::weekly("d"));
    let found = why_not(&build(parts), &asked, &read("d"), Budget::default()).expect("a sound question");
    assert!(matches!(found.why, NotPlanned::Instead { .. }), "{:?}", found.why);
}

//! Advice on a step, and whether a plan follows it.

use super::awards::{award, catalogue_of, for_course};
use super::*;
use crate::catalogue::CatalogueParts;
use crate::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind, Strength};
use crate::sample::{advised, any_version, before, course, day, read, request};

/// Both courses of the award are required, and the award itself is advised alone: it is gained with the second of them, in time
/// for one step and too late for the other.
#[test]
fn advice_that_names_an_award_is_followed_once_the_plan_gains_it_though_nothing_needs_it() {
    let with_both = [before(any_version("a")), before(any_version("b"))];
    let advice = || advised(RequisiteExpr::Qualification(read("q")));
    let late = course("late", with_both.into_iter().chain([advice()]).collect());
    let early = course("early", vec![before(any_version("a")), advice()]);
    let courses = vec![course("a", vec![]), course("b", vec![before(any_version("early"))]), early, late];
    let mut all = catalogue_of(courses, vec![award("q", &[], "20")]);
    all.credit_rules = vec![for_course("r-a", "q", "a"), for_course("r-b", "q", "b")];
    let followed = |all: &CatalogueParts| {
        let found = pathways(all.clone(), &request("course:late"));
        let said = |step: &Step| (step.item.code().to_owned(), step.advice.iter().map(|one| one.followed).collect());
        found.pathways[0].steps.iter().map(said).collect::<Vec<(String, Vec<bool>)>>()
    };
    let said = |code: &str, advice: &[bool]| (code.to_owned(), advice.to_vec());
    let steps = |late| vec![said("a", &[]), said("early", &[false]), said("b", &[]), said("late", &[late])];
    assert_eq!(followed(&all), steps(true));
    // One rule is over when the other course is: not all of it counts on any day.
    all.credit_rules[0].valid.until = Some(day("2027-02-10"));
    assert_eq!(followed(&all), steps(false));
    // What its entry asks for is not there.
    all.credit_rules[0].valid.until = None;
    all.qualifications[0].entry = vec![before(RequisiteExpr::Gate(Gate::Employed))];
    assert_eq!(followed(&all), steps(false));
}

/// Advice to take the award beside the course: its parts begin in the same week, or one of them a week later.
#[test]
fn advice_to_take_an_award_beside_a_step_is_followed_by_parts_that_have_begun() {
    let beside = crate::sample::requisite(
        RequisiteKind::Corequisite,
        Strength::Advised,
        RequisiteExpr::Qualification(read("q")),
    );
    let followed = |b: Vec<Requisite>| {
        let goal = course("goal", vec![before(any_version("b")), before(any_version("step"))]);
        let step = course("step", vec![before(any_version("first")), beside.clone()]);
        let courses = vec![course("a", vec![]), course("b", b), course("first", vec![]), step, goal];
        let mut all = catalogue_of(courses, vec![award("q", &[], "20")]);
        all.credit_rules = vec![for_course("r-a", "q", "a"), for_course("r-b", "q", "b")];
        let with_a = |course: &mut crate::course::Course| course.versions[0].requisites.push(before(any_version("a")));
        all.courses.iter_mut().filter(|course| course.code.as_str() == "goal").for_each(with_a);
        let mut asked = request("course:goal");
        asked.limits.hours_per_week = crate::sample::hours(60);
        let found = pathways(all, &asked);
        let steps = &found.pathways[0].steps;
        let start = |code: &str| steps.iter().find(|step| step.item.code() == code).map(|step| step.start);
        let step = steps.iter().find(|step| step.item.code() == "step").expect("it is planned");
        (start("b") <= start("step"), step.advice[0].followed)
    };
    assert_eq!(followed(vec![]), (true, true));
    assert_eq!(followed(vec![before(any_version("step"))]), (false, false));
}

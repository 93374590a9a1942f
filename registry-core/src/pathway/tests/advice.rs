//! Advice on a step, and whether a plan follows it.

use super::awards::{award, catalogue_of, for_course};
use super::*;
use crate::catalogue::CatalogueParts;
use crate::requisite::{Gate, RequisiteExpr};
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

//! What is answered is right: it keeps to the rules, no plan is better, and the question alone decides.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use registry_core::catalogue::Catalogue;
use registry_core::pathway::answer::Objective;
use registry_core::pathway::{Budget, Pathway, Recommendation, recommend};
use registry_tests::oracle::{self, Best};
use registry_tests::rendering::rendering;
use registry_tests::rules::Rules;
use registry_tests::validator::violations;

use super::{PLANS_MAX, answer, best_at, check};
use crate::planner_cases::Question;

/// What a pathway measures, in the order of an objective.
fn measures(rules: &Rules<'_>, catalogue: &Catalogue, pathway: &Pathway, objective: Objective) -> [i64; 4] {
    let cost = pathway.cost.cents();
    let finish = pathway.finish.map_or(0, |day| i64::from(chrono::Datelike::num_days_from_ce(&day)));
    let heaviest = i64::from(pathway.heaviest_week.minutes());
    let offerings = pathway.steps.iter().map(|step| catalogue.offering(&step.offering));
    let lacking = offerings.map(|offering| rules.lacking(offering.expect("one of the catalogue"))).sum();
    match objective {
        Objective::LeastCost => [cost, lacking, finish, heaviest],
        Objective::Soonest => [finish, lacking, cost, heaviest],
        Objective::LightestLoad => [heaviest, lacking, finish, cost],
    }
}

fn same_as_the_oracle(
    question: &Question,
    catalogue: &Catalogue,
    answer: &Recommendation,
    best: Option<Best>,
) -> Result<(), TestCaseError> {
    let rules = Rules::new(catalogue, &question.request);
    let shown = || format!("{:#?}\n{}", question.request, rendering(answer));
    match (answer, best) {
        (Recommendation::NoPathway(none), best) => {
            prop_assert!(!none.proved || best.is_none(), "there is a plan: {best:?}\n{}", shown());
        }
        (Recommendation::Pathways(_), None) => prop_assert!(false, "there is no plan\n{}", shown()),
        (Recommendation::Pathways(_), Some(best)) => {
            for objective in Objective::ALL {
                let Some(found) = best_at(answer, objective) else {
                    continue;
                };
                let measured = measures(&rules, catalogue, found, objective);
                let least = best.at(objective);
                prop_assert!(measured >= least, "better than the oracle\n{}", shown());
                prop_assert!(
                    !found.proved || measured == least,
                    "{objective:?}: {measured:?}, not {least:?}\n{}",
                    shown()
                );
            }
        }
    }
    Ok(())
}

/// Every answer keeps to the rules, and what it says of itself is true.
#[test]
fn every_answer_keeps_to_the_rules() {
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let answer = answer(&catalogue, &question.request);
        let wrong = violations(&catalogue, &question.request, &answer);
        prop_assert!(wrong.is_empty(), "{wrong:#?}\n{}", rendering(&answer));
        Ok(())
    });
}

/// Each pathway is the best there is at what it is best at, to the last of the measures that people are told; and
/// there is no pathway only when no plan at all keeps to the rules.
#[test]
fn no_plan_is_better_than_the_best_pathway() {
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let Ok(best) = oracle::best(&catalogue, &question.request, PLANS_MAX) else {
            return Ok(());
        };
        let answer = answer(&catalogue, &question.request);
        same_as_the_oracle(&question, &catalogue, &answer, best)
    });
}

/// The same question gets the same answer, in whatever order the catalogue was written.
#[test]
fn the_answer_depends_on_the_question_alone() {
    check(|case| {
        let question = case.question();
        let first = answer(&question.catalogue(), &question.request);
        let again = answer(&question.catalogue(), &question.request);
        prop_assert_eq!(format!("{first:?}"), format!("{again:?}"));
        let mut turned = question.clone();
        turned.parts.courses.reverse();
        for course in &mut turned.parts.courses {
            course.versions.reverse();
        }
        turned.parts.offerings.reverse();
        turned.parts.qualifications.reverse();
        turned.parts.credit_rules.reverse();
        let other = answer(&turned.catalogue(), &turned.request);
        prop_assert_eq!(format!("{first:?}"), format!("{other:?}"));
        Ok(())
    });
}

/// With a tiny budget of search steps the answer is worse, and never wrong: whatever is returned keeps to the rules,
/// and nothing is called proved that is not.
#[test]
fn a_tiny_budget_never_gives_a_wrong_answer() {
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let best = oracle::best(&catalogue, &question.request, PLANS_MAX / 4);
        for steps in [0, 1, 2, 4, 10, 30, 100] {
            let answer = recommend(&catalogue, &question.request, Budget { steps }).expect("a sound request");
            let wrong = violations(&catalogue, &question.request, &answer);
            prop_assert!(wrong.is_empty(), "{steps} steps: {wrong:#?}\n{}", rendering(&answer));
            if let Ok(best) = best {
                same_as_the_oracle(&question, &catalogue, &answer, best)?;
            }
        }
        Ok(())
    });
}

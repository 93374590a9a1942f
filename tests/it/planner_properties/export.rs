//! Questions exported as problem files, solved by the solver and by the planner.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use registry_core::catalogue::Catalogue;
use registry_core::pathway::answer::Objective;
use registry_core::pathway::{Budget, Goal, Recommendation, Request, RequestProblem, export};
use registry_core::solver::file::{Measure, Status};
use registry_tests::rules::monday;

use super::{Count, answer, assert_seen, best_at, case_count, check_of};
use crate::planner_cases::{Case, MutualCase, case, credit_case};

/// Whether some steps may share an amount of funding, which a file cannot say.
fn shares(catalogue: &Catalogue, request: &Request) -> bool {
    let has_amount = |code| catalogue.funding_source(code).is_some_and(|source| source.amount.is_some());
    request.limits.funding.iter().any(has_amount)
}

/// Whether an export is refused for what the question has.
fn may_be_refused(case: &Case, problem: &RequestProblem) -> bool {
    match problem {
        RequestProblem::GoalChanges { until } => {
            let dated = case.rules.iter().any(|rule| rule.until.is_some());
            let first = case.question().request.limits.earliest_start;
            *until >= first.pred_opt().unwrap_or(first) && (dated || case.a_year)
        }
        RequestProblem::TakenTogether { titles } => case.mutual.is_some() && titles.len() > 1,
        _ => false,
    }
}

/// The tick of a day: days from the first Monday.
fn tick(request: &Request, day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce() - monday(request.limits.earliest_start).num_days_from_ce())
}

/// A question that is exported has the planner's least cost, and the soonest finish at that cost, or is refused in words; and
/// it has no plan where the planner has none. Of credit goals, with caps, and of all others.
#[test]
fn an_exported_question_has_the_best_plan_of_the_planner() {
    let count = Count::default;
    let (credit, capped, paired, none, refused) = (count(), count(), count(), count(), count());
    let add = |counter: &Count, yes: bool| counter.add(yes);
    let unchanging = credit_case().prop_map(|mut case| {
        case.a_year = false;
        case.rules.iter_mut().for_each(|rule| rule.until = None);
        case.pots.clear();
        case
    });
    // The last two ask for one another, each in one offering of a week.
    let pairs = case().prop_map(|mut case| {
        (case.goal, case.pots) = (12, Vec::new());
        let last = u8::try_from(case.courses.len() - 2).expect("few courses");
        case.mutual = Some(MutualCase { last, three: false, otherwise: false });
        for course in case.courses.iter_mut().rev().take(2) {
            course.asks.clear();
            course.offerings.truncate(1);
            course.offerings[0].timing = Err((1, None));
        }
        case
    });
    let either =
        prop_oneof![1 => credit_case().boxed(), 3 => unchanging.boxed(), 2 => case().boxed(), 2 => pairs.boxed()];
    check_of(&either, |case| {
        let question = case.question();
        let (catalogue, request) = (question.catalogue(), &question.request);
        let file = match export(&catalogue, request, Budget::default()) {
            Ok(file) => file,
            Err(problems) => {
                add(&refused, true);
                prop_assert!(problems.iter().all(|problem| may_be_refused(case, problem)), "{problems:?}");
                return Ok(());
            }
        };
        if shares(&catalogue, request) {
            return Ok(());
        }
        let recommended = answer(&catalogue, request);
        let posed = file.posed().map_err(|problems| TestCaseError::fail(format!("{problems:?}")))?;
        let solved = posed.plan(&[Measure::Cost, Measure::Lacking, Measure::Finish], 200_000);
        let shown = || format!("{}\n{solved:?}", serde_json::to_string(&file).expect("text"));
        match &recommended {
            Recommendation::NoPathway(left) => {
                add(&none, left.proved);
                prop_assert!(!left.proved || solved.status == Status::None, "{}", shown());
            }
            Recommendation::Pathways(found) if found.pathways.iter().all(|pathway| pathway.proved) => {
                prop_assert_eq!(solved.status, Status::Proved, "{}", shown());
                // A pathway without steps is best at nothing.
                let cheapest = best_at(&recommended, Objective::LeastCost).unwrap_or(&found.pathways[0]);
                let measured = solved.measures.as_ref().map_or((0, 0), |measures| (measures.cost, measures.finish));
                let wanted = (cheapest.cost.cents(), cheapest.finish.map_or(0, |day| tick(request, day)));
                prop_assert_eq!(measured, wanted, "{}", shown());
                let is_credit = matches!(request.goal, Goal::Credit { .. }) && !cheapest.steps.is_empty();
                add(&credit, is_credit);
                add(&capped, is_credit && case.most.is_some());
                add(&paired, cheapest.steps.iter().any(|step| !step.together_with.is_empty()));
            }
            Recommendation::Pathways(_) => {}
        }
        Ok(())
    });
    let kinds = [
        ("credit", &credit, 50),
        ("under a cap", &capped, 5),
        ("taken together", &paired, 10),
        ("none", &none, 50),
        ("refused", &refused, 10),
    ];
    assert_seen("exported questions", case_count(), &kinds);
}

//! What each step is worth, beside the oracle's best plan without it.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use registry_core::catalogue::{Catalogue, CatalogueParts};
use registry_core::course::OfferingOf;
use registry_core::pathway::answer::{Difference, ItemKey};
use registry_core::pathway::{Budget, Pathway, Recommendation, Without, without_each};
use registry_tests::oracle::{self, All};

use super::{Count, PLANS_MAX, answer, assert_seen, case_count, check};

/// The catalogue in which nobody offers an item.
fn untaught(parts: &CatalogueParts, item: &ItemKey) -> Catalogue {
    let mut parts = parts.clone();
    parts.offerings.retain(|offering| match (&offering.of, item) {
        (OfferingOf::Course { course, version }, ItemKey::Course(code, number)) => (course, version) != (code, number),
        (OfferingOf::Qualification(taught), ItemKey::Qualification(code)) => taught != code,
        _ => true,
    });
    Catalogue::build(parts).expect("a sound catalogue")
}

/// Quarter hours, a begun one counted whole.
fn quarters_up(minutes: i64) -> i64 {
    (0..).find(|quarters| quarters * 15 >= minutes).expect("a heaviest week has an end")
}

/// How the oracle's best plan measures beside a pathway, by what that is best at first.
fn beside(pathway: &Pathway, all: &All) -> Difference {
    let aim = [pathway.best_at[0]];
    let best = all.best(&aim);
    let (cost, finish, heaviest) = (best[2], best[3], best[4]);
    let day = pathway.finish.map_or(0, |day| i64::from(chrono::Datelike::num_days_from_ce(&day)));
    Difference {
        cents: cost - pathway.cost.cents(),
        days: finish - day,
        minutes: heaviest - i64::from(pathway.heaviest_week.minutes()),
        quarters_shown: quarters_up(heaviest) - quarters_up(pathway.heaviest_week.minutes().into()),
    }
}

/// Without a step there is what there is when nobody offers what it teaches: nothing, only plans that have less of what is
/// advised, or a plan that is so much dearer, later or heavier. Of every pathway, for every step.
#[test]
fn a_step_is_worth_what_the_best_plan_without_it_takes_more() {
    let (nothing, less, another) = (Count::default(), Count::default(), Count::default());
    check(|case| {
        let question = case.question();
        let (catalogue, request) = (question.catalogue(), &question.request);
        let Ok(Some(all)) = oracle::all(&catalogue, request, PLANS_MAX) else {
            return Ok(());
        };
        let Recommendation::Pathways(found) = answer(&catalogue, request) else {
            return Err(TestCaseError::fail("there is a plan"));
        };
        for pathway in &found.pathways {
            let worth = without_each(&catalogue, request, pathway, Budget::default());
            prop_assert_eq!(worth.len(), pathway.steps.len());
            for (step, without) in pathway.steps.iter().zip(worth) {
                let rest = oracle::all(&untaught(&question.parts, &step.item), request, PLANS_MAX);
                let rest = rest.expect("fewer plans than before");
                let wanted = match &rest {
                    None => Without::Nothing,
                    Some(rest) if rest.advised != all.advised => Without::LessAdvised,
                    Some(rest) => Without::Another(beside(pathway, rest)),
                };
                prop_assert!(without == wanted, "{:?}: {without:?}, not {wanted:?}", step.item);
                let kind = match wanted {
                    Without::Nothing => &nothing,
                    Without::LessAdvised => &less,
                    _ => &another,
                };
                kind.add(true);
            }
        }
        Ok(())
    });
    let kinds = [("nothing", &nothing, 100), ("less that is advised", &less, 5), ("another plan", &another, 20)];
    assert_seen("without a step", case_count(), &kinds);
}

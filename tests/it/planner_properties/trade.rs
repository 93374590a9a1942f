//! Objectives beyond the usual three, and the front of cost against finish, beside the oracle.

use chrono::Datelike;
use proptest::prelude::*;
use registry_core::pathway::answer::Objective;
use registry_core::pathway::{Budget, FRONT_MAX, Request};
use registry_tests::oracle;
use registry_tests::validator::traded;

use super::answers::{is_proved, same_as_the_oracle, settled};
use super::{Count, PLANS_MAX, answer, assert_seen, best_at, case_count, check, check_any};

/// Every objective, and objectives in an order, is answered by a pathway that the oracle does not beat; and that is proved.
#[test]
fn no_plan_is_better_by_any_objectives_asked_for() {
    use Objective::{LeastCost, LightestLoad, MostCredit, MostPeerLed, Soonest};
    let orders = [
        vec![vec![MostCredit], vec![MostPeerLed]],
        vec![vec![LightestLoad, Soonest], vec![Soonest, MostPeerLed], vec![MostPeerLed, MostCredit]],
        vec![vec![MostCredit, LightestLoad], vec![LeastCost, LightestLoad]],
    ];
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let Ok(all) = oracle::all(&catalogue, &question.request, PLANS_MAX) else {
            return Ok(());
        };
        for objectives in &orders {
            let request = Request { objectives: objectives.clone(), ..question.request.clone() };
            let answer = answer(&catalogue, &request);
            settled(&answer)?;
            same_as_the_oracle(&request, &catalogue, &answer, all.as_ref())?;
        }
        Ok(())
    });
}

/// Whatever is asked, the front goes from the cheapest pathway to the soonest, and no point of it is beaten by another: the validator
/// looks at each.
#[test]
fn the_front_goes_from_the_cheapest_pathway_to_the_soonest() {
    let traded_some = Count::default();
    let seen = check_any(|case, seen| {
        let question = case.question();
        let catalogue = question.catalogue();
        let found = traded(&catalogue, &question.request, Budget::default());
        let answer = answer(&catalogue, &question.request);
        let is_whole = found.complete && found.pathways.iter().all(|pathway| pathway.proved);
        if !is_whole || !is_proved(&answer) {
            return Ok(());
        }
        if let (Some(cheapest), Some(soonest)) =
            (best_at(&answer, Objective::LeastCost), best_at(&answer, Objective::Soonest))
        {
            let ends = (found.pathways.first(), found.pathways.last());
            prop_assert_eq!(ends.0.map(|first| first.cost), Some(cheapest.cost));
            prop_assert_eq!(ends.1.and_then(|last| last.finish), soonest.finish);
            traded_some.add(found.pathways.len() > 1);
        }
        seen.add(case, !found.pathways.is_empty());
        Ok(())
    });
    seen.assert_each("fronts", 30);
    assert_seen("fronts", case_count(), &[("with a trade", &traded_some, 25)]);
}

/// The front is the oracle's: no point is missing, and none is beaten by another plan.
#[test]
fn the_front_is_every_trade_of_cost_against_finish() {
    let (none, one, several, many) = (Count::default(), Count::default(), Count::default(), Count::default());
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let Ok(all) = oracle::all(&catalogue, &question.request, PLANS_MAX) else {
            return Ok(());
        };
        let found = traded(&catalogue, &question.request, Budget::default());
        let day = |day: chrono::NaiveDate| i64::from(day.num_days_from_ce());
        let points = found.pathways.iter().map(|one| (one.cost.cents(), one.finish.map_or(0, day)));
        let points: Vec<(i64, i64)> = points.collect();
        let wanted = all.map_or(Vec::new(), |all| all.front());
        let kind = match wanted.len() {
            0 => &none,
            1 => &one,
            2 => &several,
            _ => &many,
        };
        kind.add(true);
        if wanted.len() <= FRONT_MAX {
            prop_assert_eq!(&points, &wanted);
        }
        prop_assert!(found.complete == (wanted.len() <= FRONT_MAX));
        prop_assert!(found.pathways.iter().all(|pathway| pathway.proved));
        Ok(())
    });
    let kinds = [("none", &none, 100), ("one", &one, 100), ("two", &several, 20), ("more", &many, 2)];
    assert_seen("points of a front", case_count(), &kinds);
}

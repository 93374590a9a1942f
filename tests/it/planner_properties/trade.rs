//! Objectives beyond the usual three, and the front of cost against finish, beside the oracle.

use std::cell::Cell;
use std::collections::BTreeSet;

use chrono::Datelike;
use proptest::prelude::*;
use registry_core::pathway::answer::Objective;
use registry_core::pathway::{Budget, FRONT_MAX, Pathway, Recommendation, Request};
use registry_tests::oracle;
use registry_tests::validator::traded;

use super::answers::{same_as_the_oracle, settled};
use super::{PLANS_MAX, answer, check};

/// Every objective, and objectives in an order, is answered by a pathway that the oracle does not beat; and that is proved,
/// but for most credit where every plan has a step that only its dates make needed.
#[test]
fn no_plan_is_better_by_any_objectives_asked_for() {
    use Objective::{LeastCost, LightestLoad, MostCredit, MostPeerLed, Soonest};
    let orders = [
        vec![vec![MostCredit], vec![MostPeerLed]],
        vec![vec![LightestLoad, Soonest], vec![Soonest, MostPeerLed], vec![MostPeerLed, MostCredit]],
        vec![vec![MostCredit, LightestLoad], vec![LeastCost, LightestLoad]],
    ];
    let (proved, open) = (Cell::new(0u32), Cell::new(0u32));
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let Ok(all) = oracle::all(&catalogue, &question.request, PLANS_MAX) else {
            return Ok(());
        };
        for objectives in &orders {
            let request = Request { objectives: objectives.clone(), ..question.request.clone() };
            let answer = answer(&catalogue, &request);
            let pathways = match &answer {
                Recommendation::Pathways(found) => &found.pathways[..],
                Recommendation::NoPathway(_) => &[],
            };
            let of_credit = |pathway: &Pathway| {
                let aims = objectives.iter().filter(|aim| pathway.best_at.contains(&aim[0]));
                aims.flatten().any(|objective| *objective == MostCredit)
            };
            if pathways.iter().any(|pathway| !pathway.proved && of_credit(pathway)) {
                prop_assert!(pathways.iter().all(|pathway| pathway.proved || of_credit(pathway)));
                open.set(open.get() + 1);
            } else {
                settled(&answer)?;
                proved.set(proved.get() + 1);
            }
            same_as_the_oracle(&request, &catalogue, &answer, all.as_ref())?;
        }
        Ok(())
    });
    let (proved, open) = (proved.get(), open.get());
    assert!(open * 20 < proved, "{open} open and {proved} proved");
}

/// The front is the oracle's: no point is missing, and none is beaten by another plan.
#[test]
fn the_front_is_every_trade_of_cost_against_finish() {
    let mut sizes: BTreeSet<usize> = BTreeSet::new();
    let sizes_seen = std::cell::RefCell::new(&mut sizes);
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
        sizes_seen.borrow_mut().insert(wanted.len());
        if wanted.len() <= FRONT_MAX {
            prop_assert_eq!(&points, &wanted);
        }
        prop_assert!(found.complete == (wanted.len() <= FRONT_MAX));
        prop_assert!(found.pathways.iter().all(|pathway| pathway.proved));
        Ok(())
    });
    assert!(sizes.contains(&0) && sizes.contains(&1) && sizes.len() > 3, "{sizes:?}");
}

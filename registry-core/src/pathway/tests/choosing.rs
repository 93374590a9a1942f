//! Questions in which choosing is the hard part: a role whose every part may be met by several of many courses.

use super::*;
use crate::money::Aud;
use crate::pathway::goal::pose;
use crate::pathway::{alternatives, answer, plan, solved};
use crate::requisite::RequisiteExpr;
use crate::sample::{any_version, before, course, parts, read, request, role};

const COURSES: u64 = 48;
const AREAS: u64 = 16;

/// Which courses serve an area, by their numbers: up to five of them, strewn by whole-number arithmetic.
fn serving(area: u64) -> Vec<u64> {
    let mut of: Vec<u64> = (0..5).map(|place| (((area * 5 + place) * 2_654_435_761) >> 9) % COURSES).collect();
    of.sort_unstable();
    of.dedup();
    of
}

fn dollars(course: u64) -> i64 {
    150 + i64::try_from(course * 37 % 60).expect("small")
}

fn many_choices() -> CatalogueParts {
    let mut all = parts((0..COURSES).map(|number| course(&format!("c{number}"), vec![])).collect());
    for (number, offering) in (0..).zip(&mut all.offerings) {
        offering.price = Aud::from_cents(dollars(number) * 100).expect("a price");
    }
    let area = |area: u64| {
        let of = serving(area).into_iter().map(|number| any_version(&format!("c{number}"))).collect();
        before(RequisiteExpr::any(of).expect("some"))
    };
    all.roles = vec![role("r", (0..AREAS).map(area).collect())];
    all
}

/// The least that all areas cost, by going through the courses with the set of areas that are served.
fn least_by_hand() -> i64 {
    let mut least = vec![i64::MAX; 1 << AREAS];
    least[0] = 0;
    for number in 0..COURSES {
        let serves = (0..AREAS).filter(|area| serving(*area).contains(&number)).map(|area| 1 << area).sum::<usize>();
        for set in (0..least.len()).rev().filter(|set| least[*set] < i64::MAX).collect::<Vec<_>>() {
            least[set | serves] = least[set | serves].min(least[set] + dollars(number));
        }
    }
    least[least.len() - 1]
}

#[test]
fn what_the_search_by_weeks_leaves_open_is_settled_by_prices() {
    let catalogue = build(many_choices());
    let question = request("role:r");
    let posed = pose(&catalogue, &question, &[], &Variation::default());
    let order = plan::Order::of(&[answer::Objective::LeastCost]);
    let budget = 4_000;
    let mut meter = Meter::of(budget);
    let alone = alternatives::best(&posed.problem, &order, plan::Bounds::NONE, &mut meter);
    assert!(!alone.proved, "the search by weeks would settle it alone, and this test would show nothing");
    let both = solved::settle(&posed.problem, &order, alone, budget, &mut meter);
    assert_eq!(both.plan.map(|(measures, _)| measures.cost), Some(least_by_hand() * 100));

    let Ok(Recommendation::Pathways(found)) = recommend(&catalogue, &question, Budget { steps: 4 * budget }) else {
        panic!("there is a pathway");
    };
    assert_eq!(found.pathways[0].cost, read::<Aud>(&least_by_hand().to_string()));
    assert!(found.pathways[0].proved);
}

#[test]
fn too_few_steps_for_either_claim_nothing() {
    let catalogue = build(many_choices());
    for steps in [1, 10, 100, 400] {
        match recommend(&catalogue, &request("role:r"), Budget { steps }).expect("a sound request") {
            Recommendation::Pathways(found) => {
                let cost = found.pathways[0].cost;
                let least = read::<Aud>(&least_by_hand().to_string());
                assert!(cost >= least && (cost == least || !found.pathways[0].proved), "{steps} steps: {cost}");
            }
            Recommendation::NoPathway(why) => assert!(!why.proved, "{steps} steps"),
        }
    }
}

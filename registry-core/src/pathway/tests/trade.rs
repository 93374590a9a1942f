//! Objectives, the front of cost against finish, and what a step or another course is worth.

use super::*;
use crate::course::{Credit, Delivery, Offering};
use crate::credit::CreditScheme;
use crate::learner_record::Employment;
use crate::pathway::answer::{Difference, NotPlanned, Objective};
use crate::requisite::RequisiteExpr;
use crate::sample::{any_version, before, course, day, held, hours, learner, parts, read, request, role, source};

/// `goal` by either of `cheap` ($20, from June), `middling` ($50, from April) and `dear` ($100, any week).
fn three_ways() -> CatalogueParts {
    let either = vec![any_version("cheap"), any_version("middling"), any_version("dear")];
    let either = RequisiteExpr::any(either).expect("three");
    let mut parts = parts(vec![course("cheap", vec![]), course("middling", vec![]), course("dear", vec![])]);
    let from = |offering: &mut Offering, price: &str, first: &str| {
        offering.price = read(price);
        offering.delivery = Delivery::Rolling { from: day(first), until: None, weeks: 1 };
    };
    from(&mut parts.offerings[0], "20", "2027-06-07");
    from(&mut parts.offerings[1], "50", "2027-04-05");
    parts.roles = vec![role("r", vec![before(either)])];
    parts
}

#[test]
fn the_front_trades_cost_against_finish_in_words() {
    let front = front(&build(three_ways()), &request("role:r"), Budget::default()).expect("a sound request");
    assert!(front.complete);
    let said: Vec<String> = (0..front.pathways.len()).map(|place| words::on_front(&front, place)).collect();
    assert_eq!(
        said,
        [
            "Least cost",
            "Costs $30 more and finishes 2 months sooner than the least cost",
            "Costs $80 more and finishes 4 months sooner than the least cost: the soonest",
        ]
    );
}

#[test]
fn a_long_front_is_cut_and_says_so() {
    let mut all = parts(vec![course("a", vec![])]);
    let like = all.offerings.remove(0);
    for number in 0u32..12 {
        all.offerings.push(Offering {
            code: read(&format!("a-{number}")),
            price: read(&(100 + number).to_string()),
            delivery: Delivery::Rolling {
                from: day("2028-01-03") - chrono::Days::new(u64::from(number) * 7),
                until: None,
                weeks: 1,
            },
            ..like.clone()
        });
    }
    let front = front(&build(all), &request("course:a"), Budget::default()).expect("a sound request");
    assert_eq!((front.pathways.len(), front.complete), (FRONT_MAX, false));
    assert_eq!(front.pathways[7].cost, read("111"));
}

#[test]
fn objectives_may_be_asked_for_in_any_order() {
    let mut all = three_ways();
    for (offering, led) in all.offerings.iter_mut().zip([false, true, true]) {
        offering.peer.led = led;
    }
    all.credit_schemes = vec![CreditScheme {
        code: read("points"),
        title: "Points".to_owned(),
        points_per_year: read("100"),
        provenance: source(),
    }];
    all.courses[2].versions[0].credit = Some(Credit { points: read("5"), scheme: read("points") });
    let aims = vec![
        vec![Objective::MostPeerLed],
        vec![Objective::MostPeerLed, Objective::Soonest],
        vec![Objective::MostCredit],
    ];
    let found = pathways(all, &Request { objectives: aims, ..request("role:r") });
    let best: Vec<_> = found.pathways.iter().map(|one| (one.best_at.clone(), one.steps[0].item.code())).collect();
    assert_eq!(
        best,
        [(vec![Objective::MostPeerLed], "middling"), (vec![Objective::MostPeerLed, Objective::MostCredit], "dear"),]
    );
}

#[test]
fn each_step_says_what_the_pathway_would_be_without_it() {
    let mut all = three_ways();
    all.courses.push(course("always", vec![]));
    all.offerings.push(crate::sample::weekly("always"));
    all.roles[0].preparation.push(before(any_version("always")));
    let catalogue = build(all);
    let asked = request("role:r");
    let answer = recommend(&catalogue, &asked, Budget::default()).expect("a sound request");
    let Recommendation::Pathways(found) = answer else { panic!("{answer:?}") };
    let least = &found.pathways[0];
    let codes: Vec<_> = least.steps.iter().map(|step| step.item.code()).collect();
    assert_eq!(codes, ["always", "cheap"]);
    let without = without_each(&catalogue, &asked, least, Budget::default());
    let sooner = Difference { cents: 3_000, days: -63, minutes: 0, quarters_shown: 0 };
    assert_eq!(without, [Without::Nothing, Without::Another(sooner)]);
    assert_eq!(words::without(without[1]), "The best pathway without it: $30 more and 2 months sooner.");
}

#[test]
fn a_step_that_is_only_advised_can_be_left_out() {
    let mut all = three_ways();
    all.courses.push(course("help", vec![]));
    all.offerings.push(crate::sample::weekly("help"));
    all.roles[0].preparation.push(crate::sample::advised(any_version("help")));
    let catalogue = build(all.clone());
    let least = pathways(all, &request("role:r")).pathways.remove(0);
    let without = without_each(&catalogue, &request("role:r"), &least, Budget::default());
    assert_eq!(without[0], Without::LessAdvised, "{least:?}");
}

/// Asks why a course is not planned for the role.
#[track_caller]
fn why(parts: CatalogueParts, asked: &Request, code: &str) -> WhyNot {
    why_not(&build(parts), asked, &read(code), Budget::default()).expect("a course of the catalogue")
}

#[test]
fn another_course_is_compared_with_what_is_planned() {
    let asked = request("role:r");
    assert_eq!(why(three_ways(), &asked, "dear").why, NotPlanned::Planned(vec![Objective::Soonest]));
    let found = why(three_ways(), &asked, "middling");
    assert_eq!(
        words::why_not(&found),
        [
            "Your goal can be reached with Course MIDDLING, and other pathways are at least as good.",
            "Least cost with it: $30 more and 2 months sooner.",
            "Soonest with it: $50 less and 2 months later.",
            "Lightest load with it: $30 more and 2 months sooner.",
        ]
    );
    let has = learner(0, Employment::NotEmployed, vec![held("cheap", "1.0.0")]);
    assert_eq!(why(three_ways(), &Request { record: has, ..asked.clone() }, "cheap").why, NotPlanned::Held);
    let mistyped = why_not(&build(three_ways()), &asked, &read("deer"), Budget::default()).expect_err("no such course");
    assert_eq!(
        mistyped[0].to_string(),
        "why-not names deer, a course that is not in the catalogue; did you mean dear?"
    );
}

#[test]
fn a_course_that_cannot_be_had_says_why() {
    let mut asked = request("role:r");
    asked.limits.budget_per_year = Some(read("90"));
    let found = why(three_ways(), &asked, "dear");
    let NotPlanned::Never(none) = &found.why else { panic!("{found:?}") };
    assert_eq!(none.conflict, [answer::Limit::BudgetPerYear]);
    assert_eq!(none.relaxations[0].change, "$100 a year instead of $90, or funding that pays for it");
    let mut gone = three_ways();
    gone.offerings.pop();
    let found = why(gone, &request("role:r"), "dear");
    let NotPlanned::Never(none) = &found.why else { panic!("{found:?}") };
    assert_eq!(none.blockers[0].missing, "an offering of Course DEAR: nobody offers it in this catalogue");
}

#[test]
fn no_pathway_says_by_when_there_would_be_one() {
    let mut asked = request("role:r");
    asked.limits.deadline = Some(day("2027-02-05"));
    assert_eq!(no_pathway(three_ways(), &asked).possible_by, Some(day("2027-02-07")));
    asked.limits.hours_per_week = hours(0);
    assert_eq!(no_pathway(three_ways(), &asked).possible_by, None);
}

/// A course that asks twice for any of many: one of them is enough, and with whatever steps the search has it takes no more.
#[test]
fn the_most_credit_of_many_alternatives_is_of_one_of_them_however_few_the_steps() {
    const MANY: u32 = 24;
    let codes: Vec<String> = (0..MANY).map(|number| format!("c{number}")).collect();
    let any = |codes: &[String]| {
        before(RequisiteExpr::any(codes.iter().map(|code| any_version(code)).collect()).expect("some"))
    };
    let reversed: Vec<String> = codes.iter().rev().cloned().collect();
    let courses = codes.iter().map(|code| course(code, vec![]));
    let mut all = parts(courses.chain([course("goal", vec![any(&codes), any(&reversed)])]).collect());
    all.credit_schemes = vec![CreditScheme {
        code: read("points"),
        title: "Points".to_owned(),
        points_per_year: read("100"),
        provenance: source(),
    }];
    for (course, points) in all.courses.iter_mut().zip(1..=MANY) {
        course.versions[0].credit = Some(Credit { points: read(&points.to_string()), scheme: read("points") });
    }
    let catalogue = build(all);
    let asked = Request { objectives: vec![vec![Objective::MostCredit]], ..request("course:goal") };
    for steps in [100, 1_000, 20_000] {
        let answer = recommend(&catalogue, &asked, Budget { steps }).expect("a sound request");
        let Recommendation::Pathways(found) = answer else { panic!("{answer:?}") };
        let steps: Vec<&str> = found.pathways[0].steps.iter().map(|step| step.item.code()).collect();
        assert_eq!(steps, ["c23", "goal"]);
    }
}

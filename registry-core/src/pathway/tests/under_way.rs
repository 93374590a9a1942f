//! What somebody is learning already when the plan begins.

use super::*;
use crate::LearnerRecord;
use crate::course::{Delivery, Equivalence};
use crate::credit::{CreditExchange, CreditRule, CreditStanding};
use crate::enrolment::{Enrolment, Takes};
use crate::learner_record::{Employment, LearnerRecordParts};
use crate::pathway::answer::{Limit, NotPlanned};
use crate::requisite::{Gate, RequisiteExpr};
use crate::sample::{
    any_version, before, beside, course, day, hours, learner, parts, qualification, read, replaced, request, source,
    version,
};

/// Course `a` is wanted before `b`.
fn a_before_b() -> CatalogueParts {
    parts(vec![course("a", vec![]), course("b", vec![before(any_version("a"))])])
}

fn in_a(ends: &str, hours_per_week: u32) -> Enrolment {
    let takes = Takes { hours_per_week: hours(hours_per_week), days: 0 };
    Enrolment::Course { course: read("a"), version: read("1.0.0"), ends: day(ends), takes }
}

/// Award `q` gives ten points for a course.
fn ten_points_for(code: &str, all: &mut CatalogueParts) {
    all.qualifications = vec![qualification("q", vec![])];
    let exchange = CreditExchange::Series { of: vec![read(code)], size: 1, points_each_series: read("10") };
    all.credit_rules = vec![CreditRule::new(read("rule"), read("q"), exchange, CreditStanding::Guaranteed, source())];
}

/// The question of somebody who is learning all this.
fn doing(goal: &str, enrolled: Vec<Enrolment>) -> Request {
    let asked = request(goal);
    let parts = LearnerRecordParts { enrolled, ..asked.record.to_parts() };
    Request { record: LearnerRecord::new(parts).expect("record"), ..asked }
}

#[test]
fn what_is_under_way_is_waited_for_and_never_planned_again() {
    let found = pathways(a_before_b(), &doing("course:b", vec![in_a("2027-03-10", 3)]));
    let [pathway] = &found.pathways[..] else { panic!("{found:?}") };
    assert_eq!(steps(pathway), ["b 2027-03-15 to 2027-03-21"]);
    let [now] = &pathway.under_way[..] else { panic!("{pathway:?}") };
    assert_eq!((now.title.as_str(), now.needed, &now.unlocks[..]), ("Course A", true, &["Course B".to_owned()][..]));
    assert_eq!(words::until(now), "you are doing this now, until 10 March 2027");
    assert_eq!(words::reason(&now.title, &now.reasons[0]), "Course B asks for Course A.");
    assert_eq!(pathway.cost, read("100"));
    assert_eq!(pathway.heaviest_week, hours(3));
}

#[test]
fn a_goal_that_is_under_way_is_finished_with_it() {
    let found = pathways(a_before_b(), &doing("course:a", vec![in_a("2027-03-10", 3)]));
    let pathway = &found.pathways[0];
    assert_eq!((steps(pathway).len(), pathway.finish), (0, Some(day("2027-03-10"))));
    assert_eq!(words::verdict(pathway), "What you are doing now is enough. It ends on 10 March 2027.");
    assert!(pathway.proved);
}

#[test]
fn it_takes_its_hours_and_days_until_it_ends() {
    let beside_it = |enrolled: Enrolment, hours_per_week: u32, days: Option<u16>| {
        let mut asked = doing("course:b", vec![enrolled]);
        asked.limits.hours_per_week = hours(hours_per_week);
        asked.limits.days_per_year = days;
        let all = parts(vec![course("a", vec![]), course("b", vec![])]);
        steps(&pathways(all, &asked).pathways[0])
    };
    // Two hours of `b` beside three of `a`.
    assert_eq!(beside_it(in_a("2027-03-10", 3), 5, None), ["b 2027-02-01 to 2027-02-07"]);
    assert_eq!(beside_it(in_a("2027-03-10", 3), 4, None), ["b 2027-03-15 to 2027-03-21"]);
    let two_days = Takes { hours_per_week: hours(0), days: 2 };
    let away =
        Enrolment::Course { course: read("a"), version: read("1.0.0"), ends: day("2027-03-10"), takes: two_days };
    assert_eq!(beside_it(away.clone(), 5, Some(3)), ["b 2027-02-01 to 2027-02-07"]);
    assert_eq!(beside_it(away, 5, Some(2)), ["b 2028-02-07 to 2028-02-13"]);
}

#[test]
fn what_is_not_needed_is_said_and_delays_nothing() {
    let found = pathways(
        parts(vec![course("a", vec![]), course("b", vec![])]),
        &doing("course:b", vec![in_a("2027-03-10", 3)]),
    );
    let pathway = &found.pathways[0];
    assert_eq!(pathway.finish, Some(day("2027-02-07")));
    assert!(!pathway.under_way[0].needed && pathway.under_way[0].reasons.is_empty());
    assert_eq!(pathway.heaviest_week, hours(5));
}

#[test]
fn a_corequisite_that_is_under_way_has_begun() {
    let all = parts(vec![course("a", vec![]), course("b", vec![beside(any_version("a"))])]);
    let found = pathways(all, &doing("course:b", vec![in_a("2027-03-10", 3)]));
    assert_eq!(steps(&found.pathways[0]), ["b 2027-02-01 to 2027-02-07"]);
}

#[test]
fn an_offering_that_is_still_to_come_begins_on_its_day() {
    let mut all = parts(vec![course("a", vec![]), course("b", vec![beside(any_version("a"))])]);
    all.offerings[0].delivery = Delivery::Dated { start: day("2027-03-03"), end: day("2027-03-31") };
    let later = Enrolment::Offering { offering: read("a"), ends: day("2027-03-31") };
    let found = pathways(all, &doing("course:b", vec![later]));
    assert_eq!(steps(&found.pathways[0]), ["b 2027-03-01 to 2027-03-07"]);
    let summary = words::until(&found.pathways[0].under_way[0]);
    assert_eq!(summary, "you are enrolled in this, from 3 March 2027 until 31 March 2027");
}

#[test]
fn where_it_does_not_fit_the_limits_it_is_kept_and_said() {
    let mut asked = doing("course:b", vec![in_a("2027-03-10", 12)]);
    asked.limits.exclude = vec![read("a")];
    let found = pathways(a_before_b(), &asked);
    assert_eq!(steps(&found.pathways[0]), ["b 2027-03-15 to 2027-03-21"]);
    assert_eq!(
        found.notes,
        [
            "what you are doing now takes up to 12 hours a week, more than the 10 hours you give; until 14 March 2027 \
             nothing that takes own time fits beside it",
            "you are doing Course A until 10 March 2027, though it is among what you will not do",
        ]
    );
    asked.limits.exclude.clear();
    asked.limits.deadline = Some(day("2027-03-01"));
    let none = no_pathway(a_before_b(), &asked);
    assert_eq!(none.conflict, [Limit::Deadline]);
    assert_eq!(none.possible_by, Some(day("2027-03-21")));
    let late = "you are doing Course A until 10 March 2027, after 1 March 2027, by which all is to be finished";
    assert_eq!(none.notes[1], late);
}

#[test]
fn what_ended_before_the_plan_begins_is_held() {
    let mut asked = doing("course:b", vec![in_a("2027-02-10", 9)]);
    asked.limits.earliest_start = day("2027-02-15");
    let found = pathways(a_before_b(), &asked);
    assert_eq!(steps(&found.pathways[0]), ["b 2027-02-15 to 2027-02-21"]);
    assert_eq!(found.pathways[0].under_way, []);
}

/// What ends on the first day of the plan runs on that day; what ended the day before is held, and takes nothing.
#[test]
fn the_last_day_is_a_day_of_study_and_the_day_after_is_none() {
    let after = |ends: &str| {
        let mut asked = doing("course:b", vec![in_a(ends, 9)]);
        asked.limits.earliest_start = day("2027-02-15");
        let pathway = pathways(a_before_b(), &asked).pathways.swap_remove(0);
        (steps(&pathway), pathway.heaviest_week, pathway.under_way.len())
    };
    assert_eq!(after("2027-02-14"), (vec!["b 2027-02-15 to 2027-02-21".to_owned()], hours(2), 0));
    assert_eq!(after("2027-02-15"), (vec!["b 2027-02-22 to 2027-02-28".to_owned()], hours(9), 1));
}

#[test]
fn of_two_versions_under_way_the_first_to_end_is_waited_for() {
    let mut all = a_before_b();
    all.courses[0].versions.push(version("2.0.0"));
    ten_points_for("a", &mut all);
    let takes = Takes { hours_per_week: hours(0), days: 0 };
    let second = Enrolment::Course { course: read("a"), version: read("2.0.0"), ends: day("2027-04-10"), takes };
    for goal in ["course:a", "credit:10@q"] {
        let found = pathways(all.clone(), &doing(goal, vec![second.clone(), in_a("2027-03-10", 0)]));
        assert_eq!(found.pathways[0].finish, Some(day("2027-03-10")), "{goal}");
    }
}

/// What is under way counts as what has replaced it, towards credit too: nothing more is learned.
#[test]
fn what_is_under_way_gives_the_credit_of_what_replaced_it() {
    let mut all = a_before_b();
    all.courses[0] = replaced(all.courses[0].clone(), "b", Equivalence::Equivalent);
    ten_points_for("b", &mut all);
    let found = pathways(all, &doing("credit:10@q", vec![in_a("2027-03-10", 0)]));
    assert!(found.pathways[0].steps.is_empty(), "{:?}", found.pathways[0].steps);
    assert_eq!(found.pathways[0].finish, Some(day("2027-03-10")));
}

#[test]
fn what_ends_on_the_deadline_is_finished_in_time() {
    let mut asked = doing("course:a", vec![in_a("2027-03-10", 3)]);
    asked.limits.deadline = Some(day("2027-03-10"));
    assert_eq!(pathways(a_before_b(), &asked).pathways[0].finish, Some(day("2027-03-10")));
    asked.limits.deadline = Some(day("2027-03-09"));
    assert_eq!(no_pathway(a_before_b(), &asked).conflict, [Limit::Deadline]);
}

#[test]
fn what_cannot_be_is_named_at_once() {
    let nowhere = Enrolment::Offering { offering: read("aa"), ends: day("2027-03-10") };
    let again = Enrolment::Offering { offering: read("a"), ends: day("2027-01-01").max(day("2027-02-01")) };
    let mut all = a_before_b();
    all.offerings[0].delivery = Delivery::Dated { start: day("2027-03-03"), end: day("2027-03-31") };
    let asked = doing("course:b", vec![nowhere, in_a("2027-03-10", 3), again]);
    let parts = LearnerRecordParts { held: vec![crate::sample::held("a", "1.0.0")], ..asked.record.to_parts() };
    let asked = Request { record: LearnerRecord::new(parts).expect("record"), ..asked };
    let found = recommend(&build(all), &asked, Budget::default()).expect_err("four problems");
    let messages: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "enrolled names aa, an offering that is not in the catalogue; did you mean a?",
            "a is both held and under way; take it off one of the two",
            "a starts on 2027-03-03, after 2027-02-01, the day it is said to end; correct the day",
            "a is both held and under way; take it off one of the two",
            "a is under way twice; give it once",
        ]
    );
}

#[test]
fn why_a_course_is_not_planned_that_is_under_way() {
    let catalogue = build(a_before_b());
    let asked = doing("course:b", vec![in_a("2027-03-10", 3)]);
    let found = why_not(&catalogue, &asked, &read("a"), Budget::default()).expect("sound");
    assert_eq!(found.why, NotPlanned::UnderWay(day("2027-03-10")));
    let said = "You are doing Course A now, or something that counts as it, until 10 March 2027.";
    assert_eq!(words::why_not(&found), [said]);
}

/// Ten points for what ends on 10 March, ten for a course of a week: the plan is finished when both are over. Another course
/// costs more and saves the waiting.
#[test]
fn a_step_waits_for_no_gate_that_what_is_under_way_does_instead_of() {
    let year = RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 });
    let either = RequisiteExpr::any(vec![any_version("a"), year]).expect("expression");
    let mut all = parts(vec![course("a", vec![]), course("b", vec![beside(either)])]);
    let delivery = Delivery::Rolling { from: day("2027-09-06"), until: None, weeks: 1 };
    all.offerings[1].delivery = delivery;
    let waits = |enrolled: Vec<Enrolment>| {
        let record = learner(6, Employment::Employed, vec![]);
        let record = LearnerRecord::new(LearnerRecordParts { enrolled, ..record.to_parts() }).expect("record");
        let found = pathways(all.clone(), &Request { record, ..request("course:b") });
        let step = found.pathways[0].steps.last().expect("b").clone();
        assert_eq!(step.start, day("2027-09-06"));
        step.waits_for.map(|wait| wait.from)
    };
    assert_eq!(waits(vec![in_a("2027-10-10", 3)]), None, "it has begun");
}

#[test]
fn a_credit_goal_waits_for_what_ends_after_the_last_step() {
    let mut all = parts(vec![course("a", vec![]), course("b", vec![]), course("c", vec![])]);
    all.qualifications = vec![qualification("q", vec![])];
    let rule = |code: &str| {
        let exchange = CreditExchange::Series { of: vec![read(code)], size: 1, points_each_series: read("10") };
        CreditRule::new(read(code), read("q"), exchange, CreditStanding::Guaranteed, source())
    };
    all.credit_rules = ["a", "b", "c"].map(rule).into();
    let asked = doing("credit:20@q", vec![in_a("2027-03-10", 0)]);
    let found = pathways(all.clone(), &asked);
    let [cheap, soon] = &found.pathways[..] else { panic!("{found:?}") };
    assert_eq!((cheap.finish, soon.finish), (Some(day("2027-03-10")), Some(day("2027-02-07"))));
    assert!(cheap.proved && soon.proved);
    assert_eq!((cheap.steps.len(), soon.steps.len()), (1, 2));
    let said = |pathway: &Pathway| pathway.counted.as_ref().map(words::counted_at_the_end);
    let waits = "On 10 March 2027, the day on which Course A ends that you are doing now, 20 of the 20 points asked for \
                 count.";
    assert_eq!(said(cheap).as_deref(), Some(waits));
    assert_eq!(said(soon).as_deref(), Some("On 7 February 2027 20 of the 20 points asked for count."));
    let by = Limits { deadline: Some(day("2027-03-09")), ..asked.limits.clone() };
    let found = pathways(all, &Request { limits: by, ..asked });
    assert!(found.pathways.iter().all(|pathway| pathway.steps.len() == 2 && pathway.proved));
}

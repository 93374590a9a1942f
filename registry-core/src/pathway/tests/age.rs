//! Study that becomes too old: what is planned must still count on the day when all is finished.

use super::awards::{catalogue_of, for_a_year, for_course, of_points};
use super::*;
use crate::LearnerRecord;
use crate::course::Delivery;
use crate::enrolment::{Enrolment, Takes};
use crate::learner_record::LearnerRecordParts;
use crate::sample::{any_version, beside, course, day, hours, read, request, weekly};

/// Ten points for each of `a` and `b` while they are no older than a year. `b` is first taught from 5 to 11 June 2028, so `a`
/// counts beside it where it ends on 11 June 2027 or later.
fn a_year() -> CatalogueParts {
    let courses = ["a", "b", "c"].map(|code| course(code, vec![])).into();
    let mut all = catalogue_of(courses, vec![for_a_year(of_points("q", "100"))]);
    all.offerings[1].delivery = Delivery::Rolling { from: day("2028-06-05"), until: None, weeks: 1 };
    all.credit_rules = ["a", "b"].map(|code| for_course(code, "q", code)).into();
    all
}

/// The steps of the first pathway, which is proved and comes to enough.
#[track_caller]
fn proved_steps(all: CatalogueParts, asked: &Request) -> Vec<String> {
    let found = pathways(all, asked);
    let pathway = &found.pathways[0];
    assert!(pathway.proved && pathway.counted.as_ref().is_some_and(|counted| counted.reached), "{pathway:?}");
    steps(pathway)
}

#[test]
fn what_would_be_too_old_at_the_end_starts_later() {
    let found = proved_steps(a_year(), &request("credit:20@q"));
    assert_eq!(found, ["a 2027-06-07 to 2027-06-13", "b 2028-06-05 to 2028-06-11"]);
}

/// From 1 February 2027 `a` could be over on the 7th, and would count until 7 February 2028. `b` starts when it is taught.
#[test]
fn a_step_that_starts_late_so_that_it_counts_says_so() {
    let found = pathways(a_year(), &request("credit:20@q"));
    let said: Vec<_> =
        found.pathways[0].steps.iter().map(|step| step.not_earlier.as_ref().map(words::not_earlier)).collect();
    let late = "Over as early as it could be, it would be too old to count on 11 June 2028.";
    assert_eq!(said, [Some(late.to_owned()), None]);
    let mut sooner = a_year();
    sooner.offerings[1].delivery = Delivery::Rolling { from: day("2028-01-31"), until: None, weeks: 1 };
    let found = pathways(sooner, &request("credit:20@q"));
    assert!(found.pathways[0].steps.iter().all(|step| step.not_earlier.is_none()), "{:?}", found.pathways[0]);
}

/// In the last week in which `a` is taught, only the longer of two offerings ends late enough.
#[test]
fn a_shorter_offering_hides_none_that_ends_late_enough() {
    let mut all = a_year();
    let taught = |weeks| Delivery::Rolling { from: day("2027-01-01"), until: Some(day("2027-05-31")), weeks };
    all.offerings[0].delivery = taught(1);
    let longer = crate::course::Offering { code: read("longer"), delivery: taught(2), ..weekly("a") };
    all.offerings.push(longer);
    let found = proved_steps(all, &request("credit:20@q"));
    assert_eq!(found, ["a 2027-05-31 to 2027-06-13", "b 2028-06-05 to 2028-06-11"]);
}

#[test]
fn courses_that_ask_for_one_another_wait_together() {
    let mut all = a_year();
    all.courses[0] = course("a", vec![beside(any_version("c"))]);
    all.courses[2] = course("c", vec![beside(any_version("a"))]);
    let found = proved_steps(all, &request("credit:20@q"));
    let together = ["a 2027-06-07 to 2027-06-13", "c 2027-06-07 to 2027-06-13", "b 2028-06-05 to 2028-06-11"];
    assert_eq!(found, together);
}

/// `a` is under way until 10 March 2027 and counts until 10 March 2028: too short for `b`, so it is learned again.
#[test]
fn what_is_under_way_and_becomes_too_old_is_learned_again() {
    let takes = Takes { hours_per_week: hours(0), days: 0 };
    let enrolled = Enrolment::Course { course: read("a"), version: read("1.0.0"), ends: day("2027-03-10"), takes };
    let asked = request("credit:20@q");
    let record = LearnerRecordParts { enrolled: vec![enrolled], ..asked.record.to_parts() };
    let asked = Request { record: LearnerRecord::new(record).expect("record"), ..asked };
    let found = pathways(a_year(), &asked);
    assert_eq!(proved_steps(a_year(), &asked), ["a 2028-03-06 to 2028-03-12", "b 2028-06-05 to 2028-06-11"]);
    assert!(!found.pathways[0].under_way[0].needed, "what is too old serves nothing");

    // Where it counts still, it is waited for and not learned again.
    let mut sooner = a_year();
    sooner.offerings[1].delivery = Delivery::Rolling { from: day("2028-02-28"), until: None, weeks: 1 };
    assert_eq!(proved_steps(sooner, &asked), ["b 2028-02-28 to 2028-03-05"]);
}

/// `a` is held and counts until 10 March 2028: too short for `b`.
#[test]
fn what_is_held_and_learned_again_says_why() {
    let asked = request("credit:20@q");
    let held =
        crate::learner_record::Held::Course { course: read("a"), version: read("1.0.0"), completed: day("2027-01-10") };
    let record = LearnerRecordParts { held: vec![held], ..asked.record.to_parts() };
    let asked = Request { record: LearnerRecord::new(record).expect("record"), ..asked };
    let said = |all: CatalogueParts| {
        let notes = pathways(all, &asked).notes;
        notes.into_iter().filter(|note| note.starts_with("you hold ")).collect::<Vec<_>>()
    };
    let why = "you hold Course A, which counts for 1 year: on 11 June 2028 it is too old, so it is learned again";
    assert_eq!(said(a_year()), [why]);
    let mut sooner = a_year();
    sooner.offerings[1].delivery = Delivery::Rolling { from: day("2027-06-07"), until: None, weeks: 1 };
    assert_eq!(said(sooner), Vec::<String>::new());
}

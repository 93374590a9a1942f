//! Questions as problem files.

use super::*;
use crate::learner_record::Employment;
use crate::requisite::Gate;
use crate::requisite::RequisiteExpr;
use crate::sample::{any_version, before, beside, course, held, learner, parts, request};

#[test]
fn a_question_becomes_a_file_of_weeks_without_dates_or_what_is_held() {
    let started = RequisiteExpr::Gate(Gate::Employed);
    let catalogue = build(parts(vec![
        course("a", vec![before(started)]),
        course("b", vec![]),
        course("c", vec![before(any_version("a")), before(any_version("b")), beside(any_version("d"))]),
        course("d", vec![]),
    ]));
    let starting = Employment::Starting { from: crate::sample::day("2027-02-18") };
    let record = learner(7, starting, vec![held("b", "1.0.0")]);
    let file =
        export(&catalogue, &Request { record, ..request("course:c") }, Budget::default()).expect("a sound request");
    let text = serde_json::to_string(&file).expect("text");
    assert!(!text.contains("2027") && !text.contains("2026") && !text.contains("\"b@"), "{text}");
    let ids: Vec<&str> = file.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!((ids, file.ticks_per_term), (vec!["a@1.0.0", "d@1.0.0", "c@1.0.0"], Some(7)));
    // Thursday of the third week.
    assert!(text.contains(r#""prerequisite":{"from_tick":17}"#), "{text}");
    assert!(text.contains(r#""prerequisite":"a@1.0.0","corequisite":"d@1.0.0""#), "{text}");
    let posed = file.posed().unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(posed.items_of_use(), 3);
}

#[test]
fn a_goal_that_is_held_and_one_that_nothing_teaches_are_files_too() {
    let mut parts = parts(vec![course("a", vec![]), course("b", vec![])]);
    parts.offerings.retain(|offering| offering.code.as_str() != "b");
    let catalogue = build(parts);
    let goal = |goal: &str| {
        let record = learner(0, Employment::NotEmployed, vec![held("a", "1.0.0")]);
        let file =
            export(&catalogue, &Request { record, ..request(goal) }, Budget::default()).expect("a sound request");
        let posed = file.posed().unwrap_or_else(|problems| panic!("{problems:?}"));
        posed.plan(&file.prefer, 1_000)
    };
    use crate::solver::file::Status;
    assert!(goal("course:a").already_met);
    assert_eq!(goal("course:b").status, Status::None);
}

#[test]
fn what_recommend_refuses_export_refuses() {
    let catalogue = build(parts(vec![course("a", vec![])]));
    let asked = request("course:aa");
    assert_eq!(
        export(&catalogue, &asked, Budget::default()).err(),
        recommend(&catalogue, &asked, Budget::default()).err()
    );
}

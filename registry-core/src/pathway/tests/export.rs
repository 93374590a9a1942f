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

/// Corequisites that ask for one another: the file takes them together where it can say so, and never refuses them.
#[test]
fn a_pair_is_taken_together_where_a_file_can_say_so() {
    let pair = |other: Option<&str>, weeks: u16| {
        let either = other.into_iter().chain(["b"]).map(any_version).collect();
        let mut all = parts(vec![
            course("a", vec![beside(RequisiteExpr::any(either).expect("expression"))]),
            course("b", vec![beside(any_version("a"))]),
            course("c", vec![]),
        ]);
        let from = crate::sample::day("2027-01-01");
        all.offerings[1].delivery = crate::course::Delivery::Rolling { from, until: None, weeks };
        all
    };
    let solve = |parts: CatalogueParts| {
        let (catalogue, asked) = (build(parts), request("course:a"));
        let file = export(&catalogue, &asked, Budget::default()).expect("a sound request");
        let answer = file.posed().unwrap_or_else(|problems| panic!("{problems:?}")).plan(&file.prefer, 10_000);
        let mut items: Vec<(String, i64)> = Vec::new();
        for planned in answer.plan {
            items.push((planned.id, planned.span.map_or(-1, |span| span.start_tick)));
        }
        items.sort();
        items
    };
    let both = [("a@1.0.0".to_owned(), 0), ("b@1.0.0".to_owned(), 0)];
    assert_eq!(solve(pair(None, 1)), both);
    // Of different lengths: both are chosen all the same.
    assert_eq!(solve(pair(None, 3)), both);
    assert_eq!(solve(pair(Some("c"), 1)).len(), 1);
}

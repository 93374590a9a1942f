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

/// Corequisites that ask for one another: the file takes them together where it can say so, and is refused otherwise.
#[test]
fn a_pair_is_taken_together_where_a_file_can_say_so_and_refused_otherwise() {
    let pair = |other: Option<&str>, weeks: u16| {
        let either = other.into_iter().chain(["b"]).map(any_version).collect();
        let mut all = parts(vec![
            course("a", vec![beside(RequisiteExpr::any(either).expect("expression"))]),
            course("b", vec![beside(any_version("a"))]),
            course("c", vec![]),
        ]);
        let from = crate::sample::day("2027-01-01");
        all.offerings[1].delivery = crate::course::Delivery::Rolling { from, until: None, weeks };
        export(&build(all), &request("course:a"), Budget::default())
    };
    let file = pair(None, 1).expect("a sound request");
    let answer = file.posed().unwrap_or_else(|problems| panic!("{problems:?}")).plan(&file.prefer, 10_000);
    let mut items: Vec<(&str, Option<i64>)> =
        answer.plan.iter().map(|planned| (planned.id.as_str(), planned.span.map(|span| span.start_tick))).collect();
    items.sort_unstable();
    assert_eq!(items, [("a@1.0.0", Some(0)), ("b@1.0.0", Some(0))]);
    let said = "a problem file cannot say that Course A and Course B start in one week, as something else would do for one \
                of them, or they do not all start on one day and last equally long; plan here";
    for refused in [pair(None, 3), pair(Some("c"), 1)] {
        let problems = refused.expect_err("a file cannot say it");
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [said]);
    }
}

/// A rule that begins is an item to wait for. One that ends is refused, with the deadline that has the same question before
/// that.
#[test]
fn a_goal_that_changes_with_time_is_refused_where_a_rule_ends() {
    let exported = |from: Option<&str>, until: Option<&str>, deadline: Option<&str>| {
        let mut all = parts(vec![course("a", vec![])]);
        all.qualifications = vec![crate::sample::qualification("q", vec![])];
        let exchange = crate::credit::CreditExchange::Series {
            of: vec![crate::sample::read("a")],
            size: 1,
            points_each_series: crate::sample::read("10"),
        };
        let (code, q) = (crate::sample::read("rule"), crate::sample::read("q"));
        let standing = crate::credit::CreditStanding::Guaranteed;
        let mut rule = crate::credit::CreditRule::new(code, q, exchange, standing, crate::sample::source());
        rule.valid =
            crate::credit::Validity { from: from.map(crate::sample::day), until: until.map(crate::sample::day) };
        all.credit_rules = vec![rule];
        let mut asked = request("credit:10@q");
        asked.limits.deadline = deadline.map(crate::sample::day);
        export(&build(all), &asked, Budget::default())
    };
    let file = exported(Some("2027-07-01"), None, None).expect("a file can say it");
    assert_eq!(file.items[1].id, "rules@tick-150");
    let answer = file.posed().expect("sound").plan(&file.prefer, 10_000);
    assert_eq!(
        answer.plan.iter().map(|planned| planned.id.as_str()).collect::<Vec<_>>(),
        ["a@1.0.0", "rules@tick-150"]
    );
    let problems = exported(None, Some("2027-07-01"), None).expect_err("a file cannot say it");
    let said = "a problem file cannot say that what counts towards the goal changes after 2027-07-01; give that day or an \
                earlier one as deadline, or plan here";
    assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [said]);
    assert!(exported(None, Some("2027-07-01"), Some("2027-07-01")).is_ok());
}

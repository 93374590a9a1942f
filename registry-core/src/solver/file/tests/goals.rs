//! Other goals than the file's own.

use super::{plan, read};
use crate::solver::file::{Measure, ProblemFile, Requirement, Status};

const ITEMS: &str = r#""items": [{ "id": "a", "cost": 3 }, { "id": "b", "cost": 1, "prerequisite": "c" },
    { "id": "c", "cost": 1 }, { "id": "d", "cost": 9, "prerequisite": { "at_least": 2, "of": ["a", "b", "c"] } },
    { "id": "held", "held": true }, { "id": "refused", "refused": true }]"#;

fn said(file: &ProblemFile, goal: &Requirement) -> Vec<String> {
    let mut posed = file.posed_for_goals().expect("sound");
    let problems = posed.plan_to(goal, &[], 1_000).expect_err("it cannot be read");
    assert_eq!(posed.check_goal(goal), Err(problems.clone()));
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn every_item_as_a_goal_has_the_answer_of_a_file_with_that_goal() {
    for limits in ["", r#", "budget": 10"#, r#", "budget": 11, "terms": [{}, {}, {}]"#, r#", "prefer": ["credit"]"#] {
        let file = read(&format!("{ITEMS}{limits}")).expect(limits);
        let mut posed = file.posed_for_goals().expect(limits);
        for item in &file.items {
            let goal = Requirement::item(item.id.as_str());
            let alone = ProblemFile { goal: Some(goal.clone()), ..file.clone() };
            let wanted = alone.posed().expect(limits).plan(&file.prefer, 100_000);
            assert_eq!(posed.plan_to(&goal, &file.prefer, 100_000).expect(limits), wanted, "{limits} {}", item.id);
        }
    }
}

#[test]
fn a_goal_is_answered_from_what_it_leads_to() {
    let file = read(&format!(r#"{ITEMS}, "goal": "d""#)).expect("a file");
    let mut posed = file.posed().expect("sound");
    for (id, wanted, status, of_use) in [
        ("b", &["b", "c"][..], Status::Proved, 2),
        ("c", &["c"], Status::Proved, 1),
        ("held", &[], Status::Proved, 0),
        ("refused", &[], Status::None, 0),
        ("d", &["b", "c", "d"], Status::Proved, 4),
    ] {
        let found = posed.plan_to(&Requirement::item(id), &[], 100_000).expect("known");
        assert_eq!(
            (plan(&found), found.status, found.items_of_use),
            (wanted.iter().map(ToString::to_string).collect(), status, of_use),
            "{id}"
        );
    }
    assert_eq!(plan(&posed.plan(&[], 100_000)), ["b", "c", "d"]);
}

#[test]
fn sums_of_credit_and_caps_stand_beside_another_goal() {
    let items = r#""items": [{ "id": "a", "cost": 3, "credit": 5 }, { "id": "b", "cost": 4, "credit": 5 },
        { "id": "c", "cost": 9, "credit": 5 }], "credit": [{ "least": 10 }], "caps": [{ "most": 10 }]"#;
    let file = read(items).expect("a file");
    let mut posed = file.posed().expect("sound");
    let found = posed.plan_to(&Requirement::item("c"), &[], 1_000).expect("known");
    assert_eq!((plan(&found), found.measures.map(|measures| measures.cost)), (vec!["a".into(), "c".into()], Some(12)));
}

#[test]
fn the_most_credit_is_looked_for_among_all_items_whoever_asks_for_it() {
    let file =
        read(r#""items": [{ "id": "a", "credit": 1 }, { "id": "b", "credit": 7 }], "goal": "a""#).expect("a file");
    let mut posed = file.posed().expect("sound");
    assert_eq!(plan(&posed.plan(&[Measure::Cost], 1_000)), ["a"]);
    assert_eq!(plan(&posed.plan(&[Measure::Credit], 1_000)), ["a", "b"]);
    let goal = Requirement::item("a");
    assert_eq!(plan(&posed.plan_to(&goal, &[Measure::Credit], 1_000).expect("known")), ["a", "b"]);
}

#[test]
fn everything_that_is_wrong_with_a_goal_is_said_at_once() {
    let file = read(&ITEMS.replace("\"d\"", "\"diploma\"")).expect("a file");
    let goal = Requirement::All(vec![
        Requirement::item("diplomo"),
        Requirement::Any(vec![]),
        Requirement::item("a"),
        Requirement::FromTerm(2),
    ]);
    let wanted = [
        "goal.all[0]: diplomo is not the id of an item; did you mean diploma?",
        "goal.all[1].any: any is empty; name what it asks for (what can never be met is {\"never\": \"why\"})",
        "goal.all[3].from_term: from_term speaks of time, and the problem has no terms; add terms or take it out",
    ];
    assert_eq!(said(&file, &goal), wanted);
}

#[test]
fn a_file_without_goal_or_credit_is_for_goals_of_others_only() {
    let file = read(ITEMS).expect("a file");
    let said = file.posed().expect_err("it asks nothing")[0].to_string();
    assert_eq!(said, "there is nothing to reach; add goal, or credit with the least sum");
    assert_eq!(file.posed_for_goals().expect("sound").items_of_use(), 0);
}

#[test]
fn items_that_no_plan_can_use_take_no_memory() {
    let size = read(ITEMS).expect("a file").posed_for_goals().expect("sound").size();
    assert_eq!((size.items, size.item_bytes, size.requisite_bytes), (4, 4 * 56 + 8, 13 * 4));
}

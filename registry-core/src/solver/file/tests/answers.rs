//! What files come to.

use super::{answer, plan, read};
use crate::solver::file::bounds::ITEMS_MAX;
use crate::solver::file::{ItemEntry, Measure, ProblemFile, Requirement, Size, Status};

#[track_caller]
fn check(fields: &str, wanted: &[&str], cost: i64) {
    let found = answer(fields);
    assert_eq!(
        (found.status, plan(&found)),
        (Status::Proved, wanted.iter().map(ToString::to_string).collect()),
        "{fields}"
    );
    assert_eq!(found.measures.map(|measures| measures.cost), Some(cost), "{fields}");
}

#[track_caller]
fn none(fields: &str) {
    let found = answer(fields);
    assert_eq!((found.status, plan(&found)), (Status::None, vec![]), "{fields}");
}

#[test]
fn a_choice_without_time_is_the_cheapest_that_meets_everything() {
    let items = r#""items": [{ "id": "a", "cost": 3 }, { "id": "b", "cost": 1, "prerequisite": "c" },
        { "id": "c", "cost": 1 }, { "id": "d", "cost": 9, "prerequisite": { "at_least": 2, "of": ["a", "b", "c"] } }]"#;
    check(&format!(r#"{items}, "goal": {{ "any": ["a", "b"] }}"#), &["b", "c"], 2);
    check(&format!(r#"{items}, "goal": "d""#), &["b", "c", "d"], 11);
    none(&format!(r#"{items}, "goal": "d", "budget": 10"#));
}

#[test]
fn terms_limit_what_goes_on_in_them_and_prerequisites_come_before() {
    let terms = r#""terms": [{ "hours": 100 }, { "hours": 50 }, { "hours": 100, "most_items": 1 }]"#;
    let of = |items: &str, goal: &str| format!(r#"{terms}, "items": [{items}], "goal": {goal}"#);
    let chain = r#"{ "id": "a", "hours": 60 }, { "id": "b", "hours": 60, "prerequisite": "a" }"#;
    check(&of(chain, r#""b""#), &["a@0", "b@2"], 0);
    let beside = r#"{ "id": "a", "hours": 40 }, { "id": "b", "hours": 60, "corequisite": "a" }"#;
    check(&of(beside, r#""b""#), &["a@0", "b@0"], 0);
    none(&of(r#"{ "id": "a", "hours": 60, "terms": [1] }"#, r#""a""#));
    check(&of(r#"{ "id": "a", "hours": 50, "length": 2, "terms": [1, 2] }"#, r#""a""#), &["a@1-2"], 0);
    check(&of(r#"{ "id": "a", "prerequisite": { "from_term": 2 } }"#, r#""a""#), &["a@2"], 0);
    none(&of(r#"{ "id": "a", "length": 3, "from_term": 1 }"#, r#""a""#));
}

#[test]
fn the_cheaper_way_is_taken_when_it_comes_in_time() {
    let file = |rest: &str| {
        format!(
            r#""ticks_per_term": 7, "terms": [{{}}, {{}}], {rest} "goal": "b", "items": [
               {{ "id": "a", "ways": [{{ "cost": 9 }}, {{ "cost": 4, "start_tick": 3, "end_tick": 9 }}] }},
               {{ "id": "b", "start_tick": 10, "end_tick": 12, "prerequisite": "a" }}]"#
        )
    };
    check(&file(""), &["a@0-1", "b@1"], 4);
    assert_eq!(answer(&file("")).plan[0].way, 1);
    check(
        &file(r#""first_tick": 0, "prefer": ["cost"], "periods": [{ "first_tick": 0, "money": 4 }],"#),
        &["a@0-1", "b@1"],
        4,
    );
    none(&file(r#""periods": [{ "first_tick": 0, "money": 3 }],"#));
    none(&file(r#""budget": 3,"#));
}

#[test]
fn a_budget_holds_for_items_of_several_prices_in_time_and_out_of_it() {
    let file = |rest: &str| {
        format!(
            r#"{rest} "goal": {{ "all": ["a", "b"] }}, "items": [{{ "id": "a", "ways": [{{ "cost": 5 }}, {{ "cost": 2, "lacking": 1 }}] }},
               {{ "id": "b", "prerequisite": "a", "ways": [{{ "cost": 4, "lacking": 1 }}, {{ "cost": 7 }}] }}],
               "prefer": ["lacking", "cost"]"#
        )
    };
    let two_periods = r#""terms": [{}, {}], "periods": [{ "from_term": 0 }, { "from_term": 1, "money": 9 }],"#;
    for time in ["", r#""terms": [{}, {}],"#, two_periods] {
        for (budget, wanted) in [(12, Some((12, 0))), (11, Some((9, 1))), (8, Some((6, 2))), (5, None)] {
            let found = answer(&file(&format!(r#"{time} "budget": {budget},"#)));
            let measures = found.measures.map(|measures| (measures.cost, measures.lacking));
            assert_eq!(measures, wanted, "{time} {budget}");
        }
    }
}

#[test]
fn what_is_held_is_not_chosen_again_and_what_is_refused_never_is() {
    let items = |first: &str| {
        format!(
            r#""items": [{{ "id": "a", "cost": 5, "credit": 10 {first} }}, {{ "id": "b", "cost": 7, "credit": 10 }}]"#
        )
    };
    let either = r#""goal": { "any": ["a", "b"] }"#;
    check(&format!("{}, {either}", items("")), &["a"], 5);
    check(&format!("{}, {either}", items(r#", "refused": true"#)), &["b"], 7);
    let met = answer(&format!("{}, {either}", items(r#", "held": true"#)));
    assert_eq!((met.status, met.already_met, met.plan.len()), (Status::Proved, true, 0));
    check(&format!(r#"{}, "credit": [{{ "least": 20 }}]"#, items(r#", "held": true"#)), &["b"], 7);
    none(&format!(r#"{}, "goal": "a""#, items(r#", "refused": true"#)));
}

#[test]
fn equivalent_items_stand_for_one_another_and_only_one_is_chosen() {
    let file = |held: &str, rest: &str| {
        format!(
            r#""items": [{{ "id": "old", "cost": 1, "credit": 5, "groups": ["x"] {held} }},
               {{ "id": "new", "cost": 3, "credit": 5, "groups": ["x"] }}, {{ "id": "c", "prerequisite": "new" }}],
               "equivalent": [["old", "new"]], {rest}"#
        )
    };
    check(&file("", r#""goal": "c""#), &["old", "c"], 1);
    check(&file(r#", "held": true"#, r#""goal": "c""#), &["c"], 0);
    none(&file("", r#""credit": [{ "least": 10 }]"#));
    none(&file(r#", "held": true"#, r#""credit": [{ "least": 10 }]"#));
}

#[test]
fn items_that_need_one_another_are_taken_together() {
    let file = r#""terms": [{ "hours": 5 }, { "hours": 9 }], "goal": "practice", "items": [
        { "id": "practice", "cost": 2, "hours": 4, "corequisite": { "all": ["supervision"] } },
        { "id": "supervision", "cost": 1, "hours": 3, "corequisite": "practice", "prerequisite": { "from_term": 0 } }]"#;
    check(file, &["practice@1", "supervision@1"], 3);
    assert_eq!(answer(file).measures.map(|measures| measures.items), Some(1));
    let apart = r#""goal": "a", "items": [{ "id": "a", "corequisite": "b", "excludes": ["b"] },
        { "id": "b", "corequisite": "a" }]"#;
    none(apart);
}

#[test]
fn exclusions_bar_pairs_and_what_a_held_item_excludes() {
    let file = |held: &str| {
        format!(
            r#""goal": {{ "at_least": 2, "of": ["a", "b", "c"] }}, "items": [{{ "id": "a", "excludes": ["b"] {held} }},
               {{ "id": "b", "cost": 1 }}, {{ "id": "c", "cost": 5 }}]"#
        )
    };
    check(&file(""), &["a", "c"], 5);
    check(&file(r#", "held": true"#), &["c"], 5);
}

#[test]
fn sums_and_caps_of_credit_hold() {
    let items = r#""items": [
        { "id": "a1", "cost": 1, "credit": 10, "level": 1, "groups": ["a"] },
        { "id": "a2", "cost": 2, "credit": 10, "level": 1, "groups": ["a"] },
        { "id": "b1", "cost": 4, "credit": 10, "level": 3, "groups": ["b"], "transferred": true },
        { "id": "b2", "cost": 5, "credit": 10, "level": 3, "groups": ["b"] }]"#;
    check(&format!(r#"{items}, "credit": [{{ "least": 20 }}]"#), &["a1", "a2"], 3);
    check(
        &format!(r#"{items}, "credit": [{{ "least": 20, "of": {{ "levels": {{ "from": 2 }} }} }}]"#),
        &["b1", "b2"],
        9,
    );
    check(
        &format!(r#"{items}, "credit": [{{ "least": 11 }}], "caps": [{{ "most": 10, "of": {{ "groups": ["a"] }} }}]"#),
        &["a1", "b1"],
        5,
    );
    let counted = r#""counting_at_most": [{ "most": 10, "of": { "levels": { "to": 1 } } }]"#;
    check(&format!(r#"{items}, "credit": [{{ "least": 15, {counted} }}]"#), &["a1", "b1"], 5);
    check(&format!(r#"{items}, "goal": "a2", "credit": [{{ "least": 20, {counted} }}]"#), &["a2", "b1"], 6);
    let share = r#""caps": [{ "most_percent": 33, "of": { "transferred": true } }]"#;
    check(&format!(r#"{items}, "goal": "b1", {share}, "credit": []"#), &["a1", "a2", "b1", "b2"], 12);
    none(&format!(r#"{items}, "goal": "b1", "caps": [{{ "most_percent": 20, "of": {{ "transferred": true }} }}]"#));
}

#[test]
fn version_ranges_are_met_by_any_version_within_them() {
    let file = |range: &str| {
        format!(
            r#""goal": {{ "course": "x", "range": "{range}" }}, "items": [
               {{ "id": "x1", "course": "x", "version": "1.0.0", "cost": 1 }},
               {{ "id": "x2", "course": "x", "version": "1.2.0", "cost": 2 }},
               {{ "id": "x3", "course": "x", "version": "2.0.0", "cost": 3 }}]"#
        )
    };
    for (range, wanted, cost) in [("*", "x1", 1), ("^1.1", "x2", 2), (">=2", "x3", 3)] {
        check(&file(range), &[wanted], cost);
    }
}

#[test]
fn what_no_plan_can_use_is_left_out_of_the_problem() {
    let file = read(
        r#""goal": "a", "items": [{ "id": "unused", "credit": 5 }, { "id": "b" }, { "id": "a", "prerequisite": { "any": ["b", "c"] } },
           { "id": "c", "prerequisite": { "never": "it is no longer taught" } }]"#,
    )
    .expect("a file");
    assert_eq!(file.posed().expect("sound").items_of_use(), 2);
}

#[test]
fn levelling_finds_the_lightest_heaviest_term() {
    let found = answer(
        r#""terms": [{}, {}], "prefer": ["heaviest-term"], "goal": { "all": ["a", "b", "c"] }, "items": [
           { "id": "a", "hours": 3 }, { "id": "b", "hours": 3 }, { "id": "c", "hours": 5, "prerequisite": "a" }]"#,
    );
    assert_eq!(found.measures.map(|measures| (measures.heaviest_term, measures.credit)), Some((6, 0)));
    assert_eq!((found.first, found.bound), (Measure::HeaviestTerm, Some(6)));
}

#[test]
fn a_search_that_ran_out_is_neither_yes_nor_no() {
    let file = read(r#""goal": "a", "items": [{ "id": "a", "cost": 5, "prerequisite": "b" }, { "id": "b" }]"#)
        .expect("a file");
    let posed = file.posed().expect("sound");
    let found = posed.plan(&[], 1);
    assert!(matches!(found.status, Status::NotProved | Status::BestFound | Status::Proved), "{found:?}");
    assert_ne!(found.status, Status::None);
}

#[test]
fn a_file_is_written_as_it_was_read() {
    let text = r#"{"format":"registry-problem-1","ticks_per_term":7,"terms":[{"hours":5}],"items":[{"id":"a","terms":[0],"prerequisite":{"at_least":1,"of":["b",{"course":"x","range":"^1"},{"from_term":0},{"from_tick":3},{"never":"why"},{"all":[]},{"any":["b"]}]}},{"id":"b","ways":[{"cost":3}]}],"goal":"a","credit":[{"least":3,"of":{"levels":{"from":2}}}],"caps":[{"most_percent":10,"within":{},"of":{"transferred":true}}],"prefer":["heaviest-term"]}"#;
    let file: ProblemFile = serde_json::from_str(text).expect("a file");
    assert_eq!(serde_json::to_string(&file).expect("text"), text);
}

/// A million costs, all different: the least is 20.
fn a_million() -> ProblemFile {
    let cost = |at: usize| 20 + (at as i64 + 500_000) * 7_919 % 1_000_003;
    let item = |at| ItemEntry { id: format!("c{at}"), cost: cost(at), ..ItemEntry::default() };
    let items: Vec<ItemEntry> = (0..ITEMS_MAX).map(item).collect();
    let goal = Requirement::Any(items.iter().map(|item| Requirement::item(&item.id)).collect());
    ProblemFile { items, goal: Some(goal), ..ProblemFile::default() }
}

#[test]
fn a_clause_of_a_million_alternatives_is_answered_by_the_cheapest_in_bounded_memory() {
    let file = a_million();
    let cheapest = file.items.iter().min_by_key(|item| item.cost).expect("an item");
    let posed = file.posed().expect("a sound file");
    let Size { items, item_bytes, requisite_bytes } = posed.size();
    assert_eq!(items, ITEMS_MAX);
    assert!(item_bytes + requisite_bytes < 72 * ITEMS_MAX, "{item_bytes} and {requisite_bytes}");
    let found = posed.plan(&[], 1_000_000);
    assert_eq!((found.status, plan(&found)), (Status::Proved, vec![cheapest.id.clone()]));
    assert_eq!(found.measures.map(|measures| measures.cost), Some(20));
}

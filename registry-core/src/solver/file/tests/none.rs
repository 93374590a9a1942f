//! Why files have no plan.

use super::read;
use crate::solver::file::{Blocked, Conflict, Limit, NoPlan, ProblemFile, Question, Reason, Status, Wanted};

fn why(file: &ProblemFile, steps: u64) -> NoPlan {
    let posed = file.posed().expect("sound");
    let answer = posed.plan(&file.prefer, 1_000_000);
    assert_eq!(answer.status, Status::None);
    posed.why_none(&Question { goal: None, order: &file.prefer, steps })
}

fn none(fields: &str) -> NoPlan {
    why(&read(fields).expect(fields), 1_000_000)
}

/// The tree on one line: `d(b:refused, c(x:no-time))`.
fn shown(blocked: &[Blocked]) -> String {
    let one = |blocked: &Blocked| {
        let wanted = match &blocked.wanted {
            Wanted::Item(id) => id.clone(),
            Wanted::OneOf { least, of } => format!("{least}/{of}"),
            Wanted::Course { course, range } => format!("{course} {range}"),
            Wanted::From { tick } => format!("from {tick}"),
            Wanted::Never { why } => why.clone(),
            Wanted::Credit { sum } => format!("credit {sum}"),
        };
        let reason = match &blocked.reason {
            Reason::Asks => String::new(),
            Reason::Refused => ":refused".to_owned(),
            Reason::ExcludedBy { held } => format!(":excluded by {held}"),
            Reason::Apart { with } => format!(":apart from {with}"),
            Reason::NoTime { first, last } => format!(":no time in {first}-{last}"),
            Reason::TooEarly { ready, latest } => format!(":starts by {latest}, ready at {ready}"),
            Reason::Never => ":never".to_owned(),
            Reason::AtMost { least, reachable } => format!(":{reachable} of {least}"),
            Reason::Above => ":above".to_owned(),
        };
        let parts = if blocked.parts.is_empty() { String::new() } else { format!("({})", shown(&blocked.parts)) };
        let more = if blocked.more == 0 { String::new() } else { format!("+{}", blocked.more) };
        format!("{wanted}{reason}{parts}{more}")
    };
    blocked.iter().map(one).collect::<Vec<String>>().join(", ")
}

/// The conflict and what helps on one line: `Budget; Budget 3→5`.
fn conflict(none: &NoPlan) -> String {
    let Conflict::Limits { limits, minimal, relaxations, unsettled } = &none.conflict else {
        return format!("{:?}", none.conflict);
    };
    assert!(*minimal && unsettled.is_empty(), "{none:?}");
    let limits: Vec<String> = limits.iter().map(|limit| format!("{limit:?}")).collect();
    let mut changes = Vec::new();
    for change in relaxations {
        let amount = |amount: Option<i64>| amount.map_or_else(|| "lifted".to_owned(), |amount| amount.to_string());
        assert!(change.least, "{change:?}");
        changes.push(format!("{:?} {}→{}", change.limit, amount(change.now), amount(change.enough)));
    }
    format!("{}; {}", limits.join(" + "), changes.join(", "))
}

#[track_caller]
fn tree(fields: &str, wanted: &str) {
    assert_eq!(shown(&none(fields).blocked), wanted, "{fields}");
}

#[track_caller]
fn check(fields: &str, wanted: &str) {
    assert_eq!(conflict(&none(fields)), wanted, "{fields}");
}

#[test]
fn the_tree_goes_from_the_goal_down_to_what_has_no_way() {
    let items = r#""items": [{ "id": "a", "refused": true }, { "id": "b", "prerequisite": { "never": "it has closed" } },
        { "id": "c", "prerequisite": { "any": ["a", "b"] } }, { "id": "ok" },
        { "id": "d", "prerequisite": { "all": ["ok", "c"] }, "corequisite": "a" }]"#;
    tree(&format!(r#"{items}, "goal": "d""#), "d(c(1/2(a:refused, b(it has closed:never))), a:above)");
    tree(
        &format!(r#"{items}, "goal": {{ "at_least": 2, "of": ["ok", "a", "d"] }}"#),
        "2/3(a:refused, d(c(1/2(a:above, b(it has closed:never))), a:above))",
    );
}

#[test]
fn times_that_bar_something_are_in_the_tree() {
    let terms = r#""terms": [{}, {}, {}],"#;
    tree(&format!(r#"{terms} "goal": "a", "items": [{{ "id": "a", "length": 4 }}]"#), "a:no time in 0-2");
    let late = r#""items": [{ "id": "a", "terms": [1] }, { "id": "b", "until_term": 1, "prerequisite": "a" }]"#;
    tree(&format!(r#"{terms} "goal": "b", {late}"#), "b:starts by 1, ready at 2");
    let gate = r#""items": [{ "id": "a", "prerequisite": { "from_tick": 3 } }]"#;
    tree(&format!(r#"{terms} "goal": "a", {gate}"#), "a(from 3:never)");
}

#[test]
fn sums_and_exclusions_that_bar_something_are_in_the_tree() {
    let items = r#""items": [{ "id": "a", "credit": 5, "groups": ["g"] }, { "id": "b", "credit": 9 },
        { "id": "c", "credit": 1, "groups": ["g"], "held": true, "excludes": ["b"] }]"#;
    tree(
        &format!(r#"{items}, "credit": [{{ "least": 1 }}, {{ "least": 8, "of": {{ "groups": ["g"] }} }}]"#),
        "credit 1:6 of 8",
    );
    tree(&format!(r#"{items}, "goal": "b""#), "b:excluded by c");
    let counted = r#""counting_at_most": [{ "most": 2, "of": { "groups": ["g"] } }]"#;
    tree(&format!(r#"{items}, "credit": [{{ "least": 3, {counted} }}]"#), "credit 0:2 of 3");
    let apart = r#""items": [{ "id": "a", "corequisite": "b", "excludes": ["b"] }, { "id": "b", "corequisite": "a" }]"#;
    tree(&format!(r#"{apart}, "goal": "a""#), "a:apart from b");
}

#[test]
fn no_more_is_named_than_can_be_read() {
    let items: Vec<String> = (0..100).map(|n| format!(r#"{{ "id": "i{n}", "refused": true }}"#)).collect();
    let of: Vec<String> = (0..100).map(|n| format!("\"i{n}\"")).collect();
    let found = none(&format!(r#""items": [{}], "goal": {{ "any": [{}] }}"#, items.join(","), of.join(",")));
    assert_eq!((found.blocked[0].parts.len(), found.blocked[0].more), (39, 61));
}

#[test]
fn limits_that_conflict_are_named_with_the_least_change_of_each() {
    let two = r#""goal": { "all": ["a", "b"] }, "items": [{ "id": "a", "cost": 5, "hours": 60 }, { "id": "b", "cost": 4, "hours": 50 }]"#;
    check(&format!(r#"{two}, "budget": 7"#), "Budget; Budget 7→9");
    let hours = r#""terms": [{ "hours": 100 }]"#;
    check(&format!(r#"{two}, {hours}"#), "Deadline + TermHours(0); Deadline 0→1, TermHours(0) 100→110");
    check(
        &format!(r#"{two}, "terms": [{{ "most_items": 1 }}], "budget": 100"#),
        "Deadline + TermItems(0); Deadline 0→1, TermItems(0) 1→2",
    );
    let periods = r#""terms": [{}, {}], "periods": [{ "from_term": 0, "money": 4 }, { "from_term": 1, "money": 3 }]"#;
    check(&format!(r#"{two}, {periods}"#), "PeriodMoney(0) + PeriodMoney(1); PeriodMoney(0) 4→9, PeriodMoney(1) 3→5");
}

#[test]
fn sums_caps_and_exclusions_conflict_too() {
    let items = r#""items": [{ "id": "a", "credit": 5, "groups": ["g"] }, { "id": "b", "credit": 9, "groups": ["g"], "excludes": ["a"] },
        { "id": "c", "credit": 1, "refused": true }]"#;
    check(
        &format!(r#"{items}, "credit": [{{ "least": 12 }}]"#),
        r#"Credit(0) + Excludes("a", "b"); Credit(0) 12→9, Excludes("a", "b") lifted→lifted"#,
    );
    let cap = r#""caps": [{ "most": 7, "of": { "groups": ["g"] } }]"#;
    check(&format!(r#"{items}, "goal": "b", {cap}"#), "Cap(0); Cap(0) 7→9");
    check(&format!(r#"{items}, "goal": "c""#), r#"Refused("c"); Refused("c") lifted→lifted"#);
    let counted = r#""credit": [{ "least": 4, "counting_at_most": [{ "most": 2, "of": { "groups": ["g"] } }] }]"#;
    check(
        &format!(r#"{items}, {counted}"#),
        r#"Credit(0) + Counted { sum: 0, part: 0 }; Credit(0) 4→2, Counted { sum: 0, part: 0 } 2→4"#,
    );
}

#[test]
fn where_no_single_change_is_enough_none_is_named() {
    let file =
        r#""goal": { "all": ["a", "b"] }, "items": [{ "id": "a", "refused": true }, { "id": "b", "refused": true }]"#;
    let found = none(file);
    let Conflict::Limits { limits, minimal: true, relaxations, unsettled } = &found.conflict else {
        panic!("{found:?}");
    };
    assert_eq!((limits.len(), relaxations.len(), unsettled.len()), (1, 0, 0));
    assert_eq!(shown(&found.blocked), "a:refused, b:refused");
}

#[test]
fn what_no_limit_bars_has_no_conflict() {
    let found =
        none(r#""goal": "a", "budget": 5, "items": [{ "id": "a", "prerequisite": { "never": "it has closed" } }]"#);
    assert_eq!((&found.conflict, shown(&found.blocked).as_str()), (&Conflict::NoLimit, "a(it has closed:never)"));
}

#[test]
fn a_search_that_ran_out_says_what_is_not_settled() {
    let file = read(
        r#""budget": 7, "goal": { "all": ["a", "b"] }, "items": [{ "id": "a", "cost": 5 }, { "id": "b", "cost": 4 }]"#,
    )
    .expect("a file");
    assert_eq!(why(&file, 0).conflict, Conflict::NotSettled);
    let whole = why(&file, 1_000_000);
    for steps in 0..whole.steps_used {
        let found = why(&file, steps);
        assert!(found.steps_used <= steps, "{steps}: {found:?}");
        if let Conflict::Limits { limits, minimal, relaxations, unsettled } = found.conflict {
            assert_eq!(limits, [Limit::Budget]);
            let open = !minimal || !unsettled.is_empty() || relaxations.iter().any(|change| !change.least);
            assert!(open || whole.conflict == why(&file, steps).conflict, "{steps}");
        }
    }
}

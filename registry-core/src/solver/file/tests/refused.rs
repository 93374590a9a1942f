//! What is refused, with the whole message.

use super::read;
use crate::solver::file::bounds::{CAPPED_MAX, ITEMS_MAX, NESTED_MAX, OPERANDS_MAX};
use crate::solver::file::{ItemEntry, PROBLEMS_SHOWN, ProblemFile, Requirement};

#[track_caller]
fn refuse(fields: &str, messages: &[&str]) {
    let file = read(fields).expect(fields);
    let problems = file.posed().expect_err(fields);
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(said, messages, "{fields}");
}

#[test]
fn names_that_nothing_has_are_said_with_the_nearest() {
    refuse(
        r#""items": [{ "id": "values" }, { "id": "b", "prerequisite": { "any": ["x", { "all": ["valeus"] }] } }],
           "goal": "vales", "credit": [{ "least": 1, "of": { "groups": ["core"] } }]"#,
        &[
            "items[1].prerequisite.any[0]: x is not the id of an item; did you mean b?",
            "items[1].prerequisite.any[1].all[0]: valeus is not the id of an item; did you mean values?",
            "goal: vales is not the id of an item; did you mean values?",
            "credit[0].of.groups[0]: core is not a group of any item",
        ],
    );
}

#[test]
fn every_number_out_of_bounds_is_said() {
    refuse(
        r#""terms": [{ "hours": -1, "least_items": 3, "most_items": 2 }],
           "budget": -3, "items": [{ "id": "a", "cost": -5, "hours": 9000000000000000000, "from_term": 1 }],
           "goal": "a""#,
        &[
            "terms[0].hours: -1 is not a number from 0 to 1000000000",
            "terms[0]: least_items is 3, more than most_items, 2; lower the one or raise the other",
            "items[0].cost: -5 is not a number from 0 to 1000000000000",
            "items[0].hours: 9000000000000000000 is not a number from 0 to 1000000000",
            "items[0].from_term: 1 is not a number from 0 to 0",
            "budget: -3 is not a number from 0 to 1000000000000",
        ],
    );
}

#[test]
fn times_that_end_before_they_begin_are_said() {
    refuse(
        r#""terms": [{}, {}, {}], "first_tick": 2, "last_tick": 1,
           "periods": [{ "from_term": 1 }, { "first_tick": 1 }, { "money": 5 }],
           "items": [{ "id": "a", "from_term": 2, "until_term": 1 }, { "id": "b", "start_tick": 2, "end_tick": 1 },
                     { "id": "c", "start_tick": 2 }, { "id": "d", "terms": [] },
                     { "id": "e", "terms": [1], "until_term": 1 }],
           "goal": "a""#,
        &[
            "last_tick: last_tick is 1, before first_tick, 2; put the later one second",
            "periods[1]: its first tick is 1, before the period before it, 1; put the later one second",
            "periods[2]: from_term is missing; a period says when it begins",
            "items[0].until_term: until_term is 1, before from_term, 2; put the later one second",
            "items[1].end_tick: end_tick is 1, before start_tick, 2; put the later one second",
            "items[2]: end_tick is missing; start_tick needs it",
            "items[3].terms: terms is empty; name what it asks for (what can never be met is {\"never\": \"why\"})",
            "items[4]: terms and until_term cannot stand together; keep one of them",
        ],
    );
}

#[test]
fn time_in_a_problem_without_terms_is_said() {
    refuse(
        r#""first_tick": 0, "items": [{ "id": "a", "length": 2, "prerequisite": { "from_term": 1 } }], "goal": "a""#,
        &[
            "first_tick: first_tick speaks of time, and the problem has no terms; add terms or take it out",
            "items[0].length: length speaks of time, and the problem has no terms; add terms or take it out",
            "items[0].prerequisite.from_term: from_term speaks of time, and the problem has no terms; add terms or take \
             it out",
        ],
    );
}

#[test]
fn circles_are_said_with_their_members() {
    refuse(
        r#""items": [{ "id": "a", "prerequisite": "b" }, { "id": "b", "prerequisite": { "any": ["c", "d"] } },
                     { "id": "c", "corequisite": { "at_least": 1, "of": ["a", "d"] } }, { "id": "d" },
                     { "id": "e", "prerequisite": "f", "corequisite": "f" }, { "id": "f", "corequisite": "e" }],
           "goal": "a""#,
        &[
            "items[0]: these need one another in a circle: a → b → c → a; leave one of the arrows out (items that must \
             be taken together name one another in corequisite, as an id or within all)",
            "items[4]: these need one another in a circle: e → e; leave one of the arrows out (items that must be taken \
             together name one another in corequisite, as an id or within all)",
        ],
    );
}

#[test]
fn what_stands_twice_or_in_itself_is_said() {
    refuse(
        r#""items": [{ "id": "a", "excludes": ["a"], "groups": ["g", "g"] }, { "id": "a", "prerequisite": "a" },
                     { "id": "b", "corequisite": "b", "held": true, "refused": true },
                     { "id": "c", "prerequisite": { "at_least": 2, "of": ["b", "b"] } }],
           "equivalent": [["a", "b"], ["b", "c"]], "prefer": ["cost", "cost"], "goal": "a""#,
        &[
            "items[0].groups[1]: g stands here already, at items[0].groups; keep it once",
            "items[1].id: a is the id of items[0] already; give each item an id of its own",
            "items[2]: b is held and refused; keep one of them",
            "equivalent[1][0]: b stands here already, at equivalent[0]; keep it once",
            "items[0].excludes[0]: a stands in its own excludes; take it out",
            "items[2].corequisite: b stands in its own corequisite; take it out",
            "items[3].prerequisite.of[1]: b stands here already, at items[3].prerequisite.of[0]; keep it once",
            "prefer[1]: cost stands here already, at prefer[0]; keep it once",
        ],
    );
}

#[test]
fn what_plans_without_terms_do_not_differ_in_is_no_measure() {
    let file = r#""items": [{ "id": "a" }], "prefer": ["cost", "finish", "heaviest-term"], "goal": "a""#;
    refuse(
        file,
        &[
            "prefer[1]: finish speaks of time, and the problem has no terms; add terms or take it out",
            "prefer[2]: heaviest-term speaks of time, and the problem has no terms; add terms or take it out",
        ],
    );
}

#[test]
fn versions_and_ranges_that_meet_nothing_are_said() {
    refuse(
        r#""items": [{ "id": "a", "course": "x", "version": "1.0.0" }, { "id": "b", "course": "x", "version": "1.2" },
                     { "id": "c", "course": "x" }, { "id": "d", "version": "1.0.0" }],
           "goal": { "all": [{ "course": "x", "range": "^2" }, { "course": "x", "range": "one" },
                             { "course": "y" }] }"#,
        &[
            "items[1].version: \"1.2\" is not a version (unexpected end of input while parsing minor version number); \
             write one such as 1.2.0",
            "items[2]: version is missing; course needs it",
            "items[3]: course is missing; version needs it",
            "goal.all[0]: no version of x is in the range ^2; there are 1.0.0",
            "goal.all[1].range: \"one\" is not a version range (unexpected character 'o' while parsing major version \
             number); write one such as ^1.2",
            "goal.all[2].course: y is not the course of any item; did you mean x?",
        ],
    );
}

#[test]
fn what_contradicts_itself_is_said() {
    refuse(
        r#""terms": [{}, {}], "periods": [{ "from_term": 0 }], "budget": 9,
           "items": [{ "id": "a", "cost": 1, "ways": [{ "cost": 3 }, { "cost": 4 }] }, { "id": "" }],
           "goal": { "at_least": 3, "of": ["a", { "any": [] }] },
           "caps": [{}, { "most": 1, "most_percent": 2 }, { "most": 1, "within": {} }]"#,
        &[
            "items[0]: ways and cost, hours, days, lacking or a time cannot stand together; keep one of them",
            "items[1].id: \"\" must be a text of at most 200 bytes, not empty where something is named, without control \
             characters",
            "goal.of[1].any: any is empty; name what it asks for (what can never be met is {\"never\": \"why\"})",
            "goal: at_least is 3, more than the length of of, 2; lower the one or raise the other",
            "caps[0]: most or most_percent is missing; a cap says how much there may be at most",
            "caps[1]: most and most_percent cannot stand together; keep one of them",
            "caps[2]: most and within cannot stand together; keep one of them",
        ],
    );
    refuse(r#""items": []"#, &["there is nothing to reach; add goal, or credit with the least sum"]);
    refuse(
        r#""items": [{ "id": "a" }, { "id": "b" }], "goal": { "at_least": 0, "of": ["a", "b"] }"#,
        &["goal.at_least: 0 is not a number from 1 to 2"],
    );
}

#[test]
fn parts_of_a_sum_that_overlap_and_items_that_never_meet_are_said() {
    refuse(
        r#""items": [{ "id": "a", "credit": 5, "groups": ["g", "h"] }],
           "credit": [{ "least": 5, "counting_at_most": [{ "most": 1, "of": { "groups": ["g"] } },
                                                         { "most": 1, "of": { "groups": ["h"] } }] }]"#,
        &[
            "credit[0].counting_at_most[1].of: a is in counting_at_most[0] already; what counts for at most so much must \
           not overlap",
        ],
    );
    refuse(
        r#""terms": [{}, {}], "items": [{ "id": "a", "corequisite": "b", "from_term": 0, "until_term": 0 },
                                       { "id": "b", "corequisite": "a", "from_term": 1 }], "goal": "a""#,
        &[
            "items[1]: a, b must be taken together, and no way of the one starts and ends with a way of the other; give \
           them the same terms and length",
        ],
    );
}

#[test]
fn sums_that_would_overflow_are_said() {
    let items: Vec<String> = (0..1001).map(|n| format!(r#"{{ "id": "i{n}", "cost": 1000000000000 }}"#)).collect();
    refuse(
        &format!(r#""items": [{}], "goal": "i0""#, items.join(", ")),
        &["items: costs add up to 1001000000000000, more than 1000000000000000; choose a larger unit"],
    );
}

#[test]
fn files_past_the_bounds_are_refused_with_the_bound() {
    let many = ProblemFile { items: vec![ItemEntry::default(); ITEMS_MAX + 1], ..ProblemFile::default() };
    let problems = many.posed().expect_err("too many");
    assert_eq!(problems[0].to_string(), "items: there are 1000001 items; at most 1000000 are read");

    let one = || vec![ItemEntry { id: "a".to_owned(), ..ItemEntry::default() }];
    let clause = Requirement::Any(vec![Requirement::item("a"); OPERANDS_MAX + 1]);
    let long = ProblemFile { items: one(), goal: Some(clause), ..ProblemFile::default() };
    let problems = long.posed().expect_err("too long");
    let said = "goal: there are 5000001 operands and ids in all, counted up to here; at most 5000000 are read";
    assert_eq!(problems[0].to_string(), said);

    let nested = |depth: usize| (1..depth).fold(Requirement::item("a"), |inner, _| Requirement::Any(vec![inner]));
    let deep = |depth| ProblemFile { items: one(), goal: Some(nested(depth)), ..ProblemFile::default() };
    assert!(deep(NESTED_MAX).posed().is_ok());
    let said = deep(NESTED_MAX + 1).posed().expect_err("too deep")[0].to_string();
    assert!(
        said.ends_with("requirements stand inside one another more than 50 deep; take some of them apart"),
        "{said}"
    );

    let parts = [r#"{ "most": 1, "of": { "items": [] } }"#; CAPPED_MAX + 1].join(", ");
    refuse(
        &format!(r#""items": [{{ "id": "a" }}], "credit": [{{ "least": 1, "counting_at_most": [{parts}] }}]"#),
        &["credit[0].counting_at_most: there are 9 parts that count for at most so much; at most 8 are read"],
    );
}

#[test]
fn no_more_problems_are_named_than_can_be_read() {
    let items = vec![r#"{ "id": "a" }"#; PROBLEMS_SHOWN + 4].join(", ");
    let problems = read(&format!(r#""items": [{items}], "goal": "a""#)).expect("a file").posed().expect_err("twice");
    assert_eq!(problems.len(), PROBLEMS_SHOWN + 1);
    assert_eq!(problems[PROBLEMS_SHOWN].to_string(), "there are 1003 problems; the first 1000 are named");
}

#[test]
fn a_shape_that_is_not_of_the_form_is_refused_by_its_line() {
    for (fields, message) in [
        (r#""items": [{ "id": "a", "cots": 1 }]"#, "unknown field `cots`"),
        (r#""items": [{ "id": "a", "cost": 1.5 }]"#, "floating point `1.5`, expected i64"),
        (r#""items": [{ "cost": 1 }]"#, "missing field `id`"),
        (r#""items": [], "goal": { "any": ["a"], "all": ["b"] }"#, "a requirement is the id of an item, or an object"),
        (r#""items": [], "goal": { "at_least": 1 }"#, "a requirement is the id of an item, or an object"),
        (r#""items": [], "goal": 3"#, "expected the id of an item or an object such as {\"any\": […]}"),
        (r#""items": [], "prefer": ["speed"]"#, "unknown variant `speed`"),
    ] {
        let said = read(fields).expect_err(fields);
        assert!(said.contains(message) && said.contains("at line 1"), "{fields}: {said}");
    }
}

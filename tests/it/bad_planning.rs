//! What a planner must never fall over, once in a catalogue file and once in a problem file, to the built program: a sentence with its
//! place, or the right plan.
//!
//! The reviewed sentences are in `snapshots/bad_planning.txt`. To write them anew, run the test with `UPDATE_SNAPSHOTS=1` and read
//! the difference.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use registry_tests::seeds;
use registry_tests::server::{program, scratch};

use crate::bad_input::JARGON;

/// Two courses, of which the second requires the first, which is taught.
const CATALOGUE: &str = r#"invented = true

[[providers]]
code = "p"
title = "P"
kind = "rto"

[[courses]]
code = "c"
title = "C"
kind = "workshop"
description = "About C"

  [[courses.versions]]
  version = "1.0.0"
  published = "2026-01-01"
  outcomes = []
  volume_of_learning_hours = 3
  assessed = false
  requisites = []

[[courses]]
code = "d"
title = "D"
kind = "workshop"
description = "About D"

  [[courses.versions]]
  version = "1.0.0"
  published = "2026-01-01"
  outcomes = []
  volume_of_learning_hours = 3
  assessed = false
  requisites = [{ kind = "prerequisite", strength = "required", requires = { course = "c" }, source = { external = "example.org", place = "Course guide", confidence = "high" } }]

[[offerings]]
code = "c-1"
course = "c"
version = "1.0.0"
provider = "p"
mode = "online"
delivery = { start = "2027-03-01", end = "2027-03-02" }
price = "10.00"
days = 0
own_time_hours = 3
peer_led = false
peer_developed = false
peer_delivered = false
"#;

/// Somebody who holds what they ask for.
const PROFILE: &str = r#"[profile]
goal = "course:suite-advocacy"
earliest_start = "2027-02-01"
experience_months = 6
employment = "employed"
hours_per_week = 4
held = [{ course = "suite-advocacy", version = "1.0.0", completed = "2026-05-01" }]
"#;

const ASKS: &str = r#"requires = { course = "c" }"#;

/// What is wrong, and what stands in the file in the place of what.
type Replaced = (&'static str, &'static str, String);

fn catalogues() -> Vec<Replaced> {
    let of = |old, new: &str| (old, new.to_owned());
    let circle = r#"requisites = [{ kind = "prerequisite", strength = "required", requires = { course = "d" }, source = { external = "example.org", place = "Course guide", confidence = "high" } }]"#;
    // As many as fit into a file of eight megabytes, each another.
    let alternatives = |count: usize| {
        let each = (0..count).map(|at| format!("{{ course = \"c\", version = \"<9.0.{at}\" }}"));
        format!("requires = {{ any = [{}] }}", each.collect::<Vec<_>>().join(", "))
    };
    let all = [
        ("a course that is not there", of(ASKS, r#"requires = { course = "nowhere" }"#)),
        ("a circle", of("requisites = []", circle)),
        ("a negative amount", of(r#""10.00""#, r#""-10.00""#)),
        ("an amount past counting", of(r#""10.00""#, r#""99999999999999999999.00""#)),
        ("a range that matches nothing", of(ASKS, r#"requires = { course = "c", version = "^9" }"#)),
        ("an offering that ends before it starts", of(r#"end = "2027-03-02""#, r#"end = "2027-02-28""#)),
        ("65 alternatives", (ASKS, alternatives(65))),
        ("99,000 alternatives", (ASKS, alternatives(99_000))),
        ("a million alternatives", (ASKS, alternatives(1_000_000))),
    ];
    all.into_iter().map(|(what, (old, new))| (what, old, new)).collect()
}

fn problems() -> Vec<(&'static str, String)> {
    let problem = |rest: &str| format!(r#"{{ "format": "registry-problem-1", {rest} }}"#);
    let of = |items: &str, goal: &str| problem(&format!(r#""items": [{items}], "goal": {goal}"#));
    let timed = |items: &str| problem(&format!(r#""terms": [{{}}, {{}}, {{}}], "items": [{items}], "goal": "a""#));
    let million = || {
        let ids = || (0..1_000_000).map(|at| format!("\"c{at}\""));
        // All different; the least is 20.
        let cost = |at: usize| 20 + (at + 500_000) * 7_919 % 1_000_003;
        let items: Vec<String> =
            ids().enumerate().map(|(at, id)| format!(r#"{{"id":{id},"cost":{}}}"#, cost(at))).collect();
        of(&items.join(","), &format!(r#"{{"any":[{}]}}"#, ids().collect::<Vec<_>>().join(",")))
    };
    vec![
        ("an item that is not there", of(r#"{ "id": "values" }"#, r#""valeus""#)),
        (
            "a circle",
            of(r#"{ "id": "a", "prerequisite": "b" }, { "id": "b", "prerequisite": { "any": ["a"] } }"#, r#""a""#),
        ),
        ("a negative number", of(r#"{ "id": "a", "cost": -10 }"#, r#""a""#)),
        ("a number past the bound", of(r#"{ "id": "a", "cost": 1000000000001 }"#, r#""a""#)),
        ("a number past counting", of(r#"{ "id": "a", "cost": 99999999999999999999 }"#, r#""a""#)),
        (
            "a range that matches nothing",
            of(r#"{ "id": "a", "course": "x", "version": "1.0.0" }"#, r#"{ "course": "x", "range": "^9" }"#),
        ),
        (
            "times that end before they start",
            timed(r#"{ "id": "a", "from_term": 2, "until_term": 1 }, { "id": "b", "start_tick": 2, "end_tick": 1 }"#),
        ),
        ("a goal that is met already", of(r#"{ "id": "a", "held": true }"#, r#""a""#)),
        ("a million alternatives", million()),
    ]
}

/// Runs the program in a folder: its exit code, and what it says on both streams.
fn said(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(program()).args(arguments).current_dir(folder).output().expect("the program runs");
    let said = String::from_utf8([output.stdout, output.stderr].concat()).expect("text");
    for word in JARGON {
        assert!(!said.contains(word), "{arguments:?}: {word} is in: {said}");
    }
    (output.status.code(), said)
}

#[test]
fn what_no_planner_must_fall_over_has_a_sentence_with_its_place_or_the_right_plan() {
    let folder = scratch("bad-planning");
    let mut page = String::new();
    let mut write = |what: &str, said: &str| writeln!(page, "# {what}\n{said}").expect("written");
    std::fs::write(folder.join("catalogue.toml"), CATALOGUE).expect("written");
    assert_eq!(said(&folder, &["check", "catalogue.toml"]).0, Some(0), "nothing is wrong with it");
    for (what, old, new) in catalogues() {
        assert!(CATALOGUE.contains(old), "{what}");
        std::fs::write(folder.join("catalogue.toml"), CATALOGUE.replacen(old, &new, 1)).expect("written");
        let (code, said) = said(&folder, &["check", "catalogue.toml"]);
        assert_eq!(code, Some(2), "{what}: {said}");
        write(&format!("in a catalogue: {what}"), &said);
    }
    std::fs::write(folder.join("me.toml"), PROFILE).expect("written");
    let (code, told) = said(&folder, &["recommend", "--profile", "me.toml"]);
    assert_eq!(code, Some(0), "{told}");
    write("in a catalogue: a goal that is met already", &told);
    for (what, text) in problems() {
        std::fs::write(folder.join("problem.json"), text).expect("written");
        let (code, said) = said(&folder, &["plan", "problem.json"]);
        let wanted = if matches!(what, "a goal that is met already" | "a million alternatives") { 0 } else { 2 };
        assert_eq!(code, Some(wanted), "{what}: {said}");
        write(&format!("in a problem file: {what}"), &said);
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    let path = seeds::root().join("tests/it/snapshots/bad_planning.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &page).expect("the folder can be written");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(page, known, "UPDATE_SNAPSHOTS=1 writes the sentences of today; read what changes");
}

//! Files that are imported through the API: tried first, all or nothing, each problem with its row and column.

use registry_tests::server::Client;
use serde_json::{Value, json};

use crate::publishing::{Ground, ask};

const IMPORT: &str = "mutation($input: ImportCatalogueInput!) { importCatalogue(input: $input) {
  receipt { catalogueRevision auditSequence kinds { kind newCount new changedCount changed unchangedCount } }
  errorCount userErrors { code message field row column } } }";

const COURSES: &str = include_str!("../../schema/templates/courses.csv");
const VERSIONS: &str = include_str!("../../schema/templates/versions.csv");

fn import(client: &Client, token: &str, input: &Value) -> Value {
    let answer = ask(client, Some(token), IMPORT, &json!({ "input": input }));
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"]["importCatalogue"].take()
}

fn files(courses: &str, versions: &str) -> Value {
    json!({ "files": [{ "name": "courses.csv", "text": courses }, { "name": "versions.csv", "text": versions }] })
}

/// Codes, fields, rows and columns of what is wrong.
fn wrong(payload: &Value) -> Vec<(String, String, Value, Value)> {
    let errors = payload["userErrors"].as_array().expect("errors");
    let of = |error: &Value| {
        let field: Vec<_> = error["field"].as_array().expect("a field").iter().filter_map(Value::as_str).collect();
        let code = error["code"].as_str().expect("a code").to_owned();
        (code, field.join("."), error["row"].clone(), error["column"].clone())
    };
    errors.iter().map(of).collect()
}

#[test]
fn files_are_tried_imported_once_and_then_change_nothing() {
    let ground = Ground::new("import-once");
    let client = &ground.server.client;
    let revision = || ground.server.state.snapshot().revision();
    let before = revision();
    let mut input = files(COURSES, VERSIONS);
    input["dryRun"] = true.into();
    let tried = import(client, &ground.a, &input);
    assert_eq!((revision(), &tried["receipt"]["auditSequence"]), (before, &Value::Null), "{tried}");
    assert_eq!(tried["receipt"]["kinds"][0]["new"], json!(["example-workshop", "example-credential"]), "{tried}");
    input["dryRun"] = false.into();
    input["idempotencyKey"] = "import-1".into();
    let made = import(client, &ground.a, &input);
    assert_eq!((revision(), &made["receipt"]["catalogueRevision"]), (before + 1, &json!(before + 1)), "{made}");
    assert_eq!(import(client, &ground.a, &input), made, "the same key has the same answer");
    assert_eq!(revision(), before + 1, "and one effect");
    let mut other = files(COURSES, VERSIONS);
    other["files"][0]["name"] = "other.csv".into();
    other["idempotencyKey"] = "import-1".into();
    assert_eq!(wrong(&import(client, &ground.a, &other))[0].0, "KEY_REUSED");
    let again = import(client, &ground.a, &files(COURSES, VERSIONS));
    assert_eq!((revision(), &again["receipt"]["auditSequence"]), (before + 1, &Value::Null), "{again}");
    let data = client.data("{ auditEntries(first: 100) { entries { action subject provider actor } } }", Value::Null);
    let last = data["auditEntries"]["entries"].as_array().expect("entries").last().expect("one").clone();
    assert_eq!((&last["action"], &last["subject"]), (&json!("import"), &json!("catalogue")), "{last}");
    assert!(
        last["provider"].is_string() && last["actor"].as_str().is_some_and(|actor| actor.starts_with("t-")),
        "{last}"
    );
}

#[test]
fn one_problem_and_nothing_is_saved_and_each_is_told_with_row_and_column() {
    let ground = Ground::new("import-wrong");
    let client = &ground.server.client;
    let before = ground.server.state.snapshot().revision();
    let payload = import(client, &ground.a, &files(&COURSES.replace("micro-credential", "microcredential"), VERSIONS));
    assert_eq!(wrong(&payload), [("UNREADABLE".into(), "files.0".into(), json!(3), json!("D"))], "{payload}");
    // A cell that is empty has a row and a column as well.
    let empty = import(client, &ground.a, &files(&COURSES.replace("Telling your story safely", ""), VERSIONS));
    assert_eq!(wrong(&empty), [("UNREADABLE".into(), "files.0".into(), json!(2), json!("B"))], "{empty}");
    let code = registry_code(&ground);
    let foreign = format!("courses.csv names another\n{code}");
    let cases = [
        (json!({ "files": [] }), "MISSING", "files"),
        (json!({ "files": [{ "name": "a.csv" }] }), "MISSING", "files.0"),
        (json!({ "files": [{ "name": "a.csv", "text": "", "base64": "" }] }), "CONTRADICTION", "files.0"),
        (json!({ "files": [{ "name": "", "text": "x" }] }), "OUT_OF_RANGE", "files.0.name"),
        (json!({ "files": [{ "name": "a.csv", "base64": "%" }] }), "UNREADABLE", "files.0.base64"),
        (json!({ "files": vec![json!({ "name": "a.csv", "text": "x" }); 9] }), "TOO_MANY", "files"),
        (json!({ "files": vec![json!({ "name": "a.csv", "text": "x" }); 2] }), "HELD_TWICE", "files.1.name"),
        (json!({ "files": [{ "name": "a.toml", "text": foreign }] }), "UNREADABLE", "files.0"),
        (
            json!({ "files": [{ "name": "a.csv", "text": "x" }], "idempotencyKey": "a b" }),
            "INVALID_KEY",
            "idempotencyKey",
        ),
    ];
    // Two tokens: one has points for ten imports a minute.
    for ((input, code, field), token) in cases.into_iter().zip([&ground.b, &ground.operator].into_iter().cycle()) {
        let payload = import(client, token, &input);
        let found = wrong(&payload);
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), (code, field), "{input}: {payload}");
        assert!(payload["receipt"].is_null());
    }
    assert_eq!(ground.server.state.snapshot().revision(), before);
}

/// Bytes as base64.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let of_three = |bytes: &[u8]| {
        let joined = (0..3).fold(0_u32, |joined, at| joined << 8 | u32::from(bytes.get(at).copied().unwrap_or(0)));
        let letter = |at: usize| char::from(LETTERS[(joined >> (18 - 6 * at) & 63) as usize]);
        (0..4).map(|at| if at <= bytes.len() { letter(at) } else { '=' }).collect::<String>()
    };
    bytes.chunks(3).map(of_three).collect()
}

fn registry_code(ground: &Ground) -> String {
    ground.server.state.snapshot().catalogue().providers().next().expect("a provider").code.to_string()
}

#[test]
fn a_provider_imports_only_what_is_its_own() {
    let ground = Ground::new("import-own");
    let client = &ground.server.client;
    import(client, &ground.a, &files(COURSES, VERSIONS));
    let better = files(&COURSES.replace("Telling your story safely", "Telling your story"), VERSIONS);
    let theirs = import(client, &ground.b, &better);
    assert_eq!(wrong(&theirs)[0].0, "UNREADABLE", "{theirs}");
    assert!(!theirs.to_string().contains(&registry_code(&ground)), "whose it is, is nobody else's business: {theirs}");
    let own = import(client, &ground.a, &better);
    assert_eq!(own["receipt"]["kinds"][0]["changed"], json!(["example-workshop"]), "{own}");
}

#[test]
fn new_versions_in_a_file_take_numbers_that_say_what_changed() {
    let ground = Ground::new("import-bump");
    let client = &ground.server.client;
    import(client, &ground.a, &files(COURSES, VERSIONS));
    let next = |number: &str, hours: &str| {
        format!("{VERSIONS}example-workshop,{number},2026-08-01,,Choose what to tell,{hours},no,,,,\n")
    };
    for (versions, words) in [(next("1.0.1", "8"), "1.1.0 or later"), (next("0.9.0", "6"), "0.9.0")] {
        let refused = import(client, &ground.a, &files(COURSES, &versions));
        let message = refused["userErrors"][0]["message"].as_str().expect("a message");
        assert!(message.contains(words), "{refused}");
    }
    let other_kind =
        COURSES.replace("Telling your story safely,,workshop", "Telling your story safely,,reflective-practice");
    let refused = import(client, &ground.a, &files(&other_kind, VERSIONS));
    assert!(refused.to_string().contains("without a new version"), "{refused}");
    assert!(import(client, &ground.a, &files(COURSES, &next("1.1.0", "8")))["receipt"].is_object());
}

#[test]
fn who_may_publish_sends_more_and_nobody_sends_without_end() {
    let ground = Ground::new("import-large");
    let client = &ground.server.client;
    let padded = |bytes: usize| {
        let mut input = files(COURSES, VERSIONS);
        input["dryRun"] = true.into();
        input["files"][0]["text"] = format!("{COURSES}{}", "\n".repeat(bytes)).into();
        input
    };
    // A line feed is two bytes of JSON.
    let large = import(client, &ground.a, &padded(1_500_000));
    assert!(large["receipt"].is_object(), "{large}");
    let too_large = ask(client, Some(&ground.a), IMPORT, &json!({ "input": padded(3_200_000) }));
    assert_eq!(too_large.status, 413, "{}", too_large.text);
    for token in [None, Some("mcr_mistyped")] {
        let refused = ask(client, token, IMPORT, &json!({ "input": padded(100_000) }));
        assert_eq!(refused.status, 413, "{}", refused.text);
    }
}

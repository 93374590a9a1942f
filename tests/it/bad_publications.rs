//! What a provider may get wrong when publishing: each is told with its code, its place and a sentence, and nothing is saved.

use serde_json::{Value, json};

use crate::publishing::{Ground, codes, draft, publish};

/// A draft of `listening-well`, changed.
fn changed(version: &str, change: Value) -> Value {
    let mut input = draft("listening-well", version, &["Listen"]);
    for (key, value) in change.as_object().expect("an object") {
        input[key] = value.clone();
    }
    input
}

fn requires(expression: Value) -> Value {
    json!({ "requisites": [{ "kind": "PREREQUISITE", "strength": "REQUIRED", "requires": expression,
        "source": { "external": { "external": "example.org", "place": "Course guide", "confidence": "HIGH" } } }] })
}

fn course(code: &str, range: &str) -> Value {
    requires(json!({ "course": { "code": code, "range": range } }))
}

#[test]
fn each_mistake_is_told_with_its_code_its_place_and_a_sentence_and_nothing_is_saved() {
    let ground = Ground::new("publish-bad");
    let client = &ground.server.client;
    let first = publish(client, &ground.a, &draft("listening-well", "1.2.0", &["Listen"]));
    assert_eq!(codes(&first), Vec::<&str>::new(), "{first}");
    let mut theirs = changed("1.0.0", course("listening-well", "^1"));
    theirs["code"] = "hearing-well".into();
    let second = publish(client, &ground.b, &theirs);
    assert_eq!(codes(&second), Vec::<&str>::new(), "{second}");
    let before = ground.server.state.snapshot();

    let cases = [
        ("no version", changed("1.3", json!({})), "INVALID_VERSION", "version", "\"1.3\""),
        ("one that is there", changed("1.2.0", json!({ "assessed": true })), "VERSION_THERE", "version", "1.2.0"),
        ("out of order", changed("1.1.0", json!({ "assessed": true })), "VERSION_OUT_OF_ORDER", "version", "1.2.0"),
        ("too small", changed("1.2.1", json!({ "assessed": true })), "BUMP_TOO_SMALL", "version", "1.3.0"),
        ("unknown", changed("2.0.0", course("nowhere", "*")), "UNKNOWN_REFERENCE", "requisites", "nowhere"),
        ("no such range", changed("2.0.0", course("hearing-well", "^9")), "RANGE_MATCHES_NOTHING", "requisites", "^9"),
        ("no range", changed("2.0.0", course("hearing-well", "1 or 2")), "INVALID_RANGE", "requisites", "1 or 2"),
        ("itself", changed("2.0.0", course("listening-well", "^1")), "REQUIRES_ITSELF", "requisites", "itself"),
        (
            "a circle across providers",
            changed("2.0.0", course("hearing-well", "^1")),
            "REQUISITE_CYCLE",
            "",
            "hearing-well",
        ),
    ];
    for (what, input, code, field, words) in cases {
        let payload = publish(client, &ground.a, &input);
        assert!(payload["receipt"].is_null(), "{what}: {payload}");
        let error = &payload["userErrors"][0];
        assert_eq!(error["code"], code, "{what}: {payload}");
        assert!(field.is_empty() || error["field"][0] == field, "{what}: {payload}");
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains(words) && message.ends_with(['.', '?']), "{what}: {message}");
    }
    // Two providers, one code: neither whose it is, nor that it is anybody's.
    let taken = publish(client, &ground.b, &changed("1.3.0", json!({})));
    assert_eq!(codes(&taken), ["CODE_TAKEN"], "{taken}");
    let owner = before.catalogue().providers().next().expect("a provider").code.to_string();
    assert!(!taken.to_string().contains(&owner), "{taken}");

    let after = ground.server.state.snapshot();
    assert_eq!(after.revision(), before.revision());
    assert_eq!(after.catalogue().to_parts(), before.catalogue().to_parts());
}

#[test]
fn what_is_withdrawn_is_not_planned_any_more_and_stays_for_those_who_hold_it() {
    let ground = Ground::new("publish-withdrawn");
    let client = &ground.server.client;
    publish(client, &ground.a, &draft("listening-well", "1.0.0", &["Listen"]));
    let offer = "mutation { setOfferings(input: {of: {course: \"listening-well\"}, offerings: [{code: \"l-1\", version: \"1.0.0\",
      mode: ONLINE, price: \"10.00\", ownTimeHours: 6, delivery: {dated: {start: \"2029-05-01\", end: \"2029-06-01\"}}}]}) {
      receipt { subject } userErrors { code message field } } }";
    let set = crate::publishing::ask(client, Some(&ground.a), offer, &Value::Null);
    assert!(set.json()["data"]["setOfferings"]["receipt"].is_object(), "{}", set.text);
    let plan = || {
        let query = "{ recommendPathways(input: {goal: {course: \"listening-well\"}, learner: {},
          limits: {earliestStart: \"2029-01-01\", hoursPerWeek: 10}}) { outcome { __typename } userErrors { message } } }";
        client.data(query, Value::Null)["recommendPathways"].take()
    };
    assert_eq!(plan()["outcome"]["__typename"], "Pathways", "{}", plan());
    let withdraw = "mutation($dry: Boolean!) { withdrawCourseVersion(input: {code: \"listening-well\", version: \"1.0.0\",
      reason: \"No longer taught\", dryRun: $dry}) { receipt { impact { credentials { courseCode version issued } catalogueRevision } }
      userErrors { code message } } }";
    let tried = crate::publishing::ask(client, Some(&ground.a), withdraw, &json!({ "dry": true })).json();
    let impact = &tried["data"]["withdrawCourseVersion"]["receipt"]["impact"];
    assert_eq!(
        impact["credentials"],
        json!([{ "courseCode": "listening-well", "version": "1.0.0", "issued": 0 }]),
        "{tried}"
    );
    assert_eq!(impact["catalogueRevision"], ground.server.state.snapshot().revision(), "{tried}");
    assert_eq!(plan()["outcome"]["__typename"], "Pathways", "a dry run changes nothing");
    crate::publishing::ask(client, Some(&ground.a), withdraw, &json!({ "dry": false }));
    assert_eq!(plan()["outcome"]["__typename"], "NoPathway", "{}", plan());
    let there = client
        .data("{ courseVersion(course: \"listening-well\", version: \"1.0.0\") { version status } }", Value::Null);
    assert_eq!(there["courseVersion"], json!({ "version": "1.0.0", "status": "WITHDRAWN" }));
}

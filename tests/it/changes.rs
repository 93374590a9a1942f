//! Every change to the catalogue through the API: tried it saves nothing and says what it would; made with a key it has one answer and
//! one effect.

use registry_tests::server::Client;
use serde_json::{Value, json};

use crate::publishing::{Ground, ask, codes, draft, publish};

/// A change: its field and input type, the input, and the same made another.
struct Change<'a> {
    field: &'a str,
    of: &'a str,
    token: &'a str,
    input: Value,
    other: (&'a str, Value),
    subject: &'a str,
}

fn send(client: &Client, change: &Change<'_>, input: &Value) -> Value {
    let (field, of) = (change.field, change.of);
    let query = format!(
        "mutation($input: {of}!) {{ {field}(input: $input) {{ receipt {{ subject catalogueRevision auditSequence
          requiredBump {{ bump least }} differences {{ field requires words }} }} userErrors {{ code message field }} }} }}"
    );
    let answer = ask(client, Some(change.token), &query, &json!({ "input": input }));
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"][field].take()
}

/// Tries a change, makes it, sends it again, and sends another under its key.
fn check(ground: &Ground, change: &Change<'_>) {
    let field = change.field;
    let client = &ground.server.client;
    let with = |more: Value| {
        let mut input = change.input.clone();
        for (key, value) in more.as_object().expect("an object") {
            input[key] = value.clone();
        }
        input
    };
    let state = || {
        let snapshot = ground.server.state.snapshot();
        let head = client.data("{ auditHead { sequence } }", Value::Null)["auditHead"]["sequence"].take();
        (snapshot.revision(), head, snapshot.catalogue().to_parts())
    };
    let before = state();
    let tried = send(client, change, &with(json!({ "dryRun": true, "idempotencyKey": field })));
    assert_eq!(codes(&tried), Vec::<&str>::new(), "{field}: {tried}");
    assert_eq!(tried["receipt"]["subject"], change.subject, "{tried}");
    assert_eq!(
        (&tried["receipt"]["auditSequence"], &tried["receipt"]["catalogueRevision"]),
        (&Value::Null, &json!(before.0)),
        "{field}, tried: {tried}"
    );
    assert!(state() == before, "{field}: a trial saved something");

    let made = send(client, change, &with(json!({ "idempotencyKey": field })));
    let mut as_tried = made.clone();
    as_tried["receipt"]["auditSequence"] = Value::Null;
    as_tried["receipt"]["catalogueRevision"] = before.0.into();
    assert_eq!(as_tried, tried, "{field}: what was done is what was said of it");
    let after = state();
    assert_eq!(made["receipt"]["auditSequence"], after.1, "{made}");
    assert_eq!((made["receipt"]["catalogueRevision"].clone(), after.0), (json!(before.0 + 1), before.0 + 1), "{made}");
    assert!(after.2 != before.2, "{field} changed nothing");

    assert_eq!(send(client, change, &with(json!({ "idempotencyKey": field }))), made, "{field}: the same key");
    assert!(state() == after, "{field}: the same key had a second effect");
    let (name, value) = &change.other;
    let mut another = with(json!({ "idempotencyKey": field }));
    another[*name] = value.clone();
    let reused = send(client, change, &another);
    assert_eq!(codes(&reused), ["KEY_REUSED"], "{field}: {reused}");
    assert_eq!(reused["userErrors"][0]["field"], json!(["idempotencyKey"]), "{reused}");
    assert!(state() == after, "{field}: another request under its key had an effect");
}

fn source() -> &'static str {
    "source = { external = \"example.org\", place = \"Handbook\", confidence = \"high\" }\n"
}

#[test]
fn each_change_is_tried_made_and_repeated_over_the_api() {
    let ground = Ground::new("change-each");
    let client = &ground.server.client;
    let own = ground.server.state.snapshot().catalogue().providers().next().expect("a provider").code.to_string();
    for code in ["listening-well", "hearing-well", "older-well", "oldest-well"] {
        let mut first = draft(code, "1.0.0", &["Listen"]);
        first["title"] = code.into();
        assert_eq!(codes(&publish(client, &ground.a, &first)), Vec::<&str>::new());
    }
    let award = |title: &str| {
        format!(
            "[[qualifications]]\ncode = \"EX40126\"\ntitle = \"{title}\"\naqf_type = \"certificate-iv\"\ncurrency = \"current\"\n{}",
            source()
        )
    };
    let rules = |points: &str| {
        format!(
            "[[credit_rules]]\ncode = \"peer-work-to-ex\"\nqualification = \"EX40126\"\nkind = \"block\"\n\
             block = {{ from = \"CHC43515\", points = \"{points}\" }}\nstanding = \"by-application\"\nprovider = \"{own}\"\n{}",
            source()
        )
    };
    let offering = |price: &str| {
        json!([{ "code": "l-1", "version": "1.0.0", "mode": "ONLINE", "price": price, "ownTimeHours": 6,
          "delivery": { "dated": { "start": "2029-05-01", "end": "2029-06-01" } } }])
    };
    let a = ground.a.as_str();
    let next = draft("listening-well", "1.1.0", &["Listen", "Plan"]);
    let changes = [
        Change {
            field: "registerProvider",
            of: "RegisterProviderInput",
            token: &ground.operator,
            input: json!({ "code": "new-college", "title": "New College", "kind": "RTO" }),
            other: ("title", json!("Another College")),
            subject: "provider:new-college",
        },
        Change {
            field: "publishQualification",
            of: "PublishFileInput",
            token: a,
            input: json!({ "file": award("Certificate IV in Examples") }),
            other: ("file", json!(award("Certificate IV in Others"))),
            subject: "qualification:EX40126",
        },
        Change {
            field: "publishCreditRules",
            of: "PublishFileInput",
            token: a,
            input: json!({ "file": rules("4") }),
            other: ("file", json!(rules("5"))),
            subject: "credit-rules",
        },
        Change {
            field: "setOfferings",
            of: "SetOfferingsInput",
            token: a,
            input: json!({ "of": { "course": "listening-well" }, "offerings": offering("10.00") }),
            other: ("offerings", offering("11.00")),
            subject: "course:listening-well",
        },
        Change {
            field: "publishCourseVersion",
            of: "PublishCourseVersionInput",
            token: a,
            input: next,
            other: ("title", json!("Hearing")),
            subject: "course-version:listening-well@1.1.0",
        },
        Change {
            field: "supersedeCourse",
            of: "SupersedeCourseInput",
            token: a,
            input: json!({ "code": "older-well", "by": "hearing-well", "equivalence": "EQUIVALENT" }),
            other: ("equivalence", json!("NOT_EQUIVALENT")),
            subject: "course:older-well",
        },
        Change {
            field: "withdrawCourseVersion",
            of: "WithdrawCourseVersionInput",
            token: a,
            input: json!({ "code": "hearing-well", "version": "1.0.0", "reason": "No longer taught" }),
            other: ("version", json!("1.0.1")),
            subject: "course-version:hearing-well@1.0.0",
        },
    ];
    for change in &changes {
        check(&ground, change);
    }
    let asked: Vec<&str> = changes.iter().map(|change| change.field).collect();
    for (field, scope) in crate::publishing::ROWS {
        // An import's answer has another form: `import_over_graphql` and `import_uploads` ask the same of it.
        if scope == Some("publish") && field != "importCatalogue" {
            assert!(asked.contains(&field), "{field} is not tried here");
        }
    }

    let data = client.data(
        "{ qualification(code: \"EX40126\") { title } provider(code: \"new-college\") { title }
           courseByCode(code: \"older-well\") { supersededBy { course { code } equivalence } }
           withdrawn: courseVersion(course: \"hearing-well\", version: \"1.0.0\") { status } creditRules { code provider { code } } }",
        Value::Null,
    );
    assert_eq!(data["qualification"]["title"], "Certificate IV in Examples", "{data}");
    assert_eq!(data["courseByCode"]["supersededBy"]["equivalence"], "EQUIVALENT", "{data}");
    assert_eq!(data["courseByCode"]["supersededBy"]["course"]["code"], "hearing-well", "{data}");
    assert_eq!(data["withdrawn"]["status"], "WITHDRAWN", "{data}");
    assert_eq!(data["provider"]["title"], "New College", "{data}");
    assert!(data["creditRules"].to_string().contains("peer-work-to-ex"), "{data}");
}

/// Whoever holds the old course may start what asks for the new one where the two are equivalent, and not otherwise; and only who
/// publishes both may say that they are.
#[test]
fn a_course_is_superseded_by_an_equivalent_or_by_another() {
    let ground = Ground::new("change-supersede");
    let client = &ground.server.client;
    for (token, code) in [(&ground.a, "old-a"), (&ground.a, "old-b"), (&ground.a, "new-a"), (&ground.b, "new-b")] {
        let mut first = draft(code, "1.0.0", &["Listen"]);
        first["title"] = code.into();
        assert_eq!(codes(&publish(client, token, &first)), Vec::<&str>::new());
    }
    let mut asks = draft("further", "1.0.0", &["Lead"]);
    asks["requisites"] = json!([{ "kind": "PREREQUISITE", "strength": "REQUIRED", "requires": { "course": { "code": "new-a" } },
        "source": { "external": { "external": "example.org", "place": "Course guide", "confidence": "HIGH" } } }]);
    assert_eq!(codes(&publish(client, &ground.a, &asks)), Vec::<&str>::new());
    let supersede = |code: &str, by: &str, equivalence: &str| {
        let query = "mutation($input: SupersedeCourseInput!) { supersedeCourse(input: $input) {
          receipt { subject } userErrors { code message field } } }";
        let input = json!({ "code": code, "by": by, "equivalence": equivalence });
        ask(client, Some(&ground.a), query, &json!({ "input": input })).json()["data"]["supersedeCourse"].take()
    };
    let not_theirs = supersede("old-a", "new-b", "EQUIVALENT");
    assert_eq!(codes(&not_theirs), ["EQUIVALENCE_NOT_YOURS"], "{not_theirs}");
    assert_eq!(not_theirs["userErrors"][0]["field"], json!(["equivalence"]), "{not_theirs}");
    assert_eq!(supersede("old-a", "nowhere", "NOT_EQUIVALENT")["userErrors"][0]["field"], json!(["by"]));
    assert!(supersede("old-a", "new-a", "EQUIVALENT")["receipt"].is_object());
    assert!(supersede("old-b", "new-a", "NOT_EQUIVALENT")["receipt"].is_object());
    assert_eq!(codes(&supersede("old-b", "new-a", "NOT_EQUIVALENT")), ["NOTHING_TO_CHANGE"]);
    assert_eq!(codes(&supersede("old-b", "new-a", "EQUIVALENT")), ["SUPERSEDED_ALREADY"], "what was said stays");
    let verdict = |held: &str| {
        let query = format!(
            "{{ eligibility(for: {{course: \"further\"}}, learner: {{held: [{{course: {{code: \"{held}\", version: \"1.0.0\",
             completed: \"2099-01-01\"}}}}]}}, on: \"2099-02-01\") {{ eligibility {{ verdict }} userErrors {{ message }} }} }}"
        );
        client.data(&query, Value::Null)["eligibility"].take()
    };
    assert_eq!(verdict("old-a")["eligibility"]["verdict"], "YES", "{}", verdict("old-a"));
    assert_eq!(verdict("old-b")["eligibility"]["verdict"], "NO", "{}", verdict("old-b"));
}

/// Two versions that differ in every field of a version, compared both ways.
#[test]
fn two_versions_are_compared_field_by_field() {
    let ground = Ground::new("change-diff");
    let client = &ground.server.client;
    let snapshot = ground.server.state.snapshot();
    let scheme = snapshot.catalogue().credit_schemes().next().expect("a scheme").code.to_string();
    let source = json!({ "external": { "external": "example.org", "place": "Course guide", "confidence": "HIGH" } });
    let asks = |code: &str| json!([{ "kind": "PREREQUISITE", "strength": "REQUIRED", "requires": { "course": { "code": code } }, "source": source }]);
    let mut old = draft("listening-well", "1.0.0", &["Listen", "Be alongside", "Reflect"]);
    old["sessions"] = json!(["Beginnings", "Practice"]);
    old["requisites"] = asks("suite-peer-support");
    old["credit"] = json!({ "points": "5", "scheme": scheme });
    old["assessed"] = true.into();
    let mut new = draft("listening-well", "2.0.0", &["listen.", "Reflect", "Plan"]);
    new["sessions"] = json!(["Practice"]);
    new["requisites"] = asks("suite-advocacy");
    new["credit"] = json!({ "points": "6", "scheme": scheme });
    new["volumeOfLearningHours"] = 8.into();
    for version in [&old, &new] {
        let made = publish(client, &ground.a, version);
        assert_eq!(codes(&made), Vec::<&str>::new(), "{made}");
    }
    let diff = |course: &str, from: &str, to: &str| {
        let query = "query($c: String!, $f: String!, $t: String!) { courseVersionDiff(course: $c, from: $f, to: $t) {
          field requires words before after } }";
        client.data(query, json!({ "c": course, "f": from, "t": to }))["courseVersionDiff"].take()
    };
    let (there, back) = (diff("listening-well", "1.0.0", "2.0.0"), diff("listening-well", "2.0.0", "1.0.0"));
    let fields = |all: &Value| {
        let all = all.as_array().expect("differences");
        let mut fields: Vec<String> =
            all.iter().map(|one| one["field"].as_str().expect("a field").to_owned()).collect();
        fields.sort();
        fields.dedup();
        fields
    };
    assert_eq!(
        fields(&there),
        ["assessed", "credit", "outcomes", "requisites", "sessions", "volume_of_learning"],
        "{there}"
    );
    assert_eq!(fields(&there), fields(&back), "what differs differs both ways");
    assert_eq!(diff("listening-well", "1.0.0", "1.0.0"), json!([]));
    for (course, from, to) in
        [("nowhere", "1.0.0", "2.0.0"), ("listening-well", "1.0.0", "3.0.0"), ("listening-well", "one", "2.0.0")]
    {
        assert_eq!(diff(course, from, to), Value::Null, "{course} {from} {to}");
    }
    let said: Vec<(&str, &str)> = there
        .as_array()
        .expect("differences")
        .iter()
        .map(|one| (one["requires"].as_str().expect("a bump"), one["words"].as_str().expect("words")))
        .collect();
    let credit = format!("more credit: 6 points ({scheme}), not 5 points ({scheme})");
    let wanted = [
        ("MAJOR", "the outcome \"Be alongside\" is gone or says something else"),
        ("MINOR", "the outcome \"Plan\" is new"),
        ("PATCH", "the outcome \"Listen\" is written differently"),
        ("MINOR", "more hours of learning: 8 h, not 6 h"),
        ("MAJOR", "it is no longer assessed"),
        ("MINOR", credit.as_str()),
        (
            "MAJOR",
            "it asks for \"Individual advocacy and systemic advocacy\" now; somebody with Peer support could start it and no longer can",
        ),
        ("MINOR", "it no longer insists on \"Peer support\""),
        ("MINOR", "the session \"Beginnings\" is gone or has another name"),
    ];
    assert_eq!(said, wanted);
    assert_eq!((&there[3]["before"], &there[3]["after"]), (&json!("6 h"), &json!("8 h")));
}

/// One request has one answer however it is written, and whatever else is asked for under its key is refused.
#[test]
fn a_request_is_the_same_however_it_is_written_and_another_is_another() {
    let ground = Ground::new("change-written");
    let client = &ground.server.client;
    let requisite = json!({ "kind": "PREREQUISITE", "strength": "REQUIRED", "requires": { "course": { "code": "suite-peer-support" } },
        "source": { "external": { "external": "example.org", "place": "Course guide", "confidence": "HIGH" } } });
    let mut input = draft("listening-well", "1.0.0", &["Listen"]);
    input["requisites"] = json!([requisite]);
    input["idempotencyKey"] = "one".into();
    input["reason"] = "as agreed".into();
    let selected = "{ receipt { subject catalogueRevision auditSequence } userErrors { code message field } }";
    let by_variable =
        format!("mutation($input: PublishCourseVersionInput!) {{ publishCourseVersion(input: $input) {selected} }}");
    let only = |answer: Value| answer["data"].as_object().expect("data").values().next().expect("one").clone();
    let send = |input: &Value| only(ask(client, Some(&ground.a), &by_variable, &json!({ "input": input })).json());
    let first = send(&input);
    assert!(first["receipt"]["auditSequence"].is_number(), "{first}");
    let revision = ground.server.state.snapshot().revision();

    let literal = format!(
        "mutation {{ again: publishCourseVersion(input: {{idempotencyKey: \"one\", reason: \" as agreed \", credit: null, tags: [],
          requisites: {{source: {{external: {{confidence: HIGH, place: \"Course guide\", external: \"example.org\"}}}},
            requires: {{course: {{range: \"*\", code: \"suite-peer-support\"}}}}, strength: REQUIRED, kind: PREREQUISITE}},
          dryRun: false, replacesEarlier: false, assessed: false, volumeOfLearningHours: 6, outcomes: \"Listen\", version: \"1.0.0\",
          description: \"\"\"A day of listening.\"\"\", kind: WORKSHOP, title: \"Listening well\", code: \"listening-well\"}}) {selected} }}"
    );
    let in_parts = format!(
        "mutation($title: String = \"Listening well\", $hours: Float!, $needs: [RequisiteInput!]!, $none: String) {{
          publishCourseVersion(input: {{code: \"listening-well\", title: $title, neutralTitle: $none, kind: WORKSHOP,
            description: \"A day of listening.\", version: \"1.0.0\", outcomes: [\"Listen\"], volumeOfLearningHours: $hours,
            assessed: false, requisites: $needs, idempotencyKey: \"one\", reason: \"as agreed\"}}) {selected} }}"
    );
    let parts = json!({ "hours": 6, "needs": [requisite] });
    for (how, query, variables) in [("literal", &literal, json!({})), ("in parts", &in_parts, parts)] {
        let again = ask(client, Some(&ground.a), query, &variables);
        assert_eq!(only(again.json()), first, "{how}: {}", again.text);
    }
    // Members of JSON in the order that nobody sorted.
    let members: Vec<String> =
        input.as_object().expect("members").iter().rev().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    let body = format!(
        "{{\"variables\":{{\"input\":{{{}}}}},\"query\":{}}}",
        members.join(","),
        Value::String(by_variable.clone())
    );
    let bearer = format!("Bearer {}", ground.a);
    let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
    let again = client.send("POST", "/graphql", &headers, body.as_bytes());
    assert_eq!(only(again.json()), first, "{}", again.text);

    let narrower = {
        let mut narrower = requisite.clone();
        narrower["requires"]["course"]["range"] = "^1".into();
        json!([narrower])
    };
    let others = [
        ("title", json!("Hearing well")),
        ("kind", json!("SKILL_SET")),
        ("outcomes", json!(["Listen", "Plan"])),
        ("volumeOfLearningHours", json!(6.25)),
        ("assessed", json!(true)),
        ("requisites", narrower),
        ("requisites", json!([])),
        ("sessions", json!(["Beginnings"])),
        ("replacesEarlier", json!(true)),
        ("version", json!("1.0.1")),
        ("reason", json!("as asked")),
        ("reason", Value::Null),
    ];
    for (name, value) in others {
        let mut other = input.clone();
        other[name] = value;
        let refused = send(&other);
        assert_eq!(codes(&refused), ["KEY_REUSED"], "{name}: {refused}");
    }
    let elsewhere = format!(
        "mutation {{ withdrawCourseVersion(input: {{code: \"listening-well\", version: \"1.0.0\", idempotencyKey: \"one\",
          reason: \"as agreed\"}}) {selected} }}"
    );
    let refused = only(ask(client, Some(&ground.a), &elsewhere, &json!({})).json());
    assert_eq!(codes(&refused), ["KEY_REUSED"], "another change: {refused}");
    assert_eq!(ground.server.state.snapshot().revision(), revision, "none of them had an effect");
    // A key is its token's own.
    let by_another = only(ask(client, Some(&ground.operator), &by_variable, &json!({ "input": input })).json());
    assert_eq!(codes(&by_another), ["VERSION_THERE"], "it is judged by itself: {by_another}");
}

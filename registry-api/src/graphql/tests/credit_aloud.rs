//! What GraphQL says of credit in words, reviewed: a careers adviser could read it aloud.
//!
//! The pages are in `tests/it/snapshots/credit`. To write them anew, run the tests with `UPDATE_SNAPSHOTS=1` and read
//! the difference.

use std::sync::Arc;

use async_graphql::Request;
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::graphql::schema::{Today, schema};
use crate::ops;

/// What is read of a ledger, in this order.
const PARTS: [&str; 7] = ["summary", "lines", "notCountedWords", "limits", "parts", "remaining", "report"];

/// The diploma, nine of the suite, a claim that is made, one that is refused and one that is planned; six years of work.
fn learner() -> String {
    let suite = [
        "peer-support",
        "counselling-and-interviewing",
        "advocacy",
        "supervision",
        "management",
        "policy-development",
        "consumer-research",
        "working-with-trauma",
        "working-with-aod",
    ]
    .map(|code| format!("{{ course: {{ code: \"suite-{code}\", version: \"1.0.0\", completed: \"2026-06-01\" }} }}"));
    format!(
        "learner: {{ experienceMonths: 72, employment: EMPLOYED
            held: [{} {{ qualification: {{ code: \"CHC53315\", completed: \"2026-06-01\" }} }}]
            rpl: [{{ course: \"CHCPWK001\", version: \"1.0.0\", status: CLAIMED, on: \"2027-01-10\" }}
                  {{ course: \"CHCPWK003\", version: \"1.0.0\", status: REFUSED, on: \"2027-01-10\" }}
                  {{ course: \"ips-core\", version: \"1.0.0\", status: PLANNED, evidence: [
                     {{ artefact: {{ reference: \"session-plan\", outcomes: [1] }} }}] }}] }}",
        suite.join(" ")
    )
}

/// Every text of a part of the answer, under the name of that part.
fn aloud(name: &str, value: &Value, said: &mut String) {
    match value {
        Value::Object(fields) => fields.values().for_each(|value| aloud(name, value, said)),
        Value::Array(values) => values.iter().for_each(|value| aloud(name, value, said)),
        Value::String(text) => said.push_str(&format!("{name}: {text}\n")),
        _ => {}
    }
}

async fn answer(query: String) -> Value {
    let built_in = Arc::new(ops::built_in_catalogue().expect("built-in catalogue"));
    let now = "2027-01-04T00:00:00Z".parse::<DateTime<Utc>>().expect("a time");
    let answer = schema().execute(Request::new(&query).data(built_in).data(Today::at(now))).await;
    assert_eq!(answer.errors, [], "{query}");
    answer.data.into_json().expect("JSON")
}

/// Holds what is said against the reviewed page of that name, or writes it: what differs.
fn difference(name: &str, said: &str) -> Option<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/it/snapshots/credit");
    let path = std::path::Path::new(folder).join(format!("graphql-{name}.txt"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, said).expect("the folder can be written");
    }
    (std::fs::read_to_string(&path).unwrap_or_default() != said).then(|| said.to_owned())
}

fn nothing_differs(differences: impl Iterator<Item = Option<String>>) {
    let differences: Vec<String> = differences.flatten().collect();
    assert!(differences.is_empty(), "UPDATE_SNAPSHOTS=1 writes them anew:\n{}", differences.join("\n"));
}

#[tokio::test]
async fn a_ledger_over_graphql_reads_aloud() {
    let mut differences = Vec::new();
    for code in [
        "graduate-certificate",
        "CHC43515",
        "federation-bachelor-community-human-services",
        "unisq-graduate-certificate",
    ] {
        let found = answer(format!(
            "{{ creditTowards(input: {{ qualification: \"{code}\", at: \"2027-02-01\", {} }}) {{
              userErrors {{ message }} claims {{ words }} ledger {{ summary lines {{ words }} notCountedWords
                limits {{ words }} parts {{ words }} remaining {{ words }} report {{ words }} }} }} }}",
            learner()
        ))
        .await;
        let found = &found["creditTowards"];
        assert_eq!(found["userErrors"], serde_json::json!([]), "{code}");
        let mut said = String::new();
        for part in PARTS {
            aloud(part, &found["ledger"][part], &mut said);
        }
        aloud("claims", &found["claims"], &mut said);
        assert!(said.contains("summary: "), "{said}");
        differences.push(difference(code, &said));
    }
    nothing_differs(differences.into_iter());
}

/// The other three questions, with credit in them: awards side by side, the nearest, the ladder.
#[tokio::test]
async fn comparison_nearest_and_ladder_over_graphql_read_aloud() {
    let title = "qualification { title }";
    let ledger = "ledger { summary remaining { words } report { words } }";
    let asked = [
        (
            "compareQualifications",
            "qualifications",
            "qualifications: [\"graduate-certificate\", \"federation-bachelor-community-human-services\", \"CHC43515\"], ",
            format!("qualifications {{ {title} entryWords {ledger} }}"),
        ),
        (
            "closestQualifications",
            "closest",
            "",
            format!("leftOutWords closest(first: 8) {{ {title} words {ledger} }}"),
        ),
        (
            "ladder",
            "rungs",
            "",
            format!("rungs {{ {title} course {{ title }} from {{ {title} course {{ title }} }} entryWords {ledger} }}"),
        ),
    ];
    let mut differences = Vec::new();
    for (question, list, input, fields) in asked {
        let query = format!(
            "{{ {question}(input: {{ {input}at: \"2027-02-01\", {} }}) {{ userErrors {{ message }} {fields} }} }}",
            learner()
        );
        let found = answer(query).await;
        let found = &found[question];
        assert_eq!(found["userErrors"], serde_json::json!([]), "{question}");
        let mut said = String::new();
        for one in found[list].as_array().expect("a list") {
            let parts = [
                ("title", &one["qualification"]["title"]),
                ("title", &one["course"]["title"]),
                ("after", &one["from"]),
                ("near", &one["words"]),
                ("entry", &one["entryWords"]),
                ("credit", &one["ledger"]["summary"]),
                ("left", &one["ledger"]["remaining"]["words"]),
                ("report", &one["ledger"]["report"]),
            ];
            parts.iter().for_each(|(name, value)| aloud(name, value, &mut said));
            said.push('\n');
        }
        aloud("left out", &found["leftOutWords"], &mut said);
        assert!(said.contains("credit: ") && said.contains("If the provider decides so: 25 points."), "{said}");
        differences.push(difference(question, &said));
    }
    nothing_differs(differences.into_iter());
}

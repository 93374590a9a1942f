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

/// What is read, in this order.
const PARTS: [&str; 6] = ["summary", "lines", "notCountedWords", "limits", "remaining", "report"];

/// The diploma, nine of the suite, and one claim of each status that is not granted.
fn question(qualification: &str) -> String {
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
        "{{ creditTowards(input: {{ qualification: \"{qualification}\", at: \"2027-02-01\", learner: {{
            held: [{} {{ qualification: {{ code: \"CHC53315\", completed: \"2026-06-01\" }} }}]
            rpl: [{{ course: \"CHCPWK001\", version: \"1.0.0\", status: CLAIMED, on: \"2027-01-10\" }}
                  {{ course: \"CHCPWK003\", version: \"1.0.0\", status: REFUSED, on: \"2027-01-10\" }}] }} }}) {{
          userErrors {{ message }} ledger {{ summary lines {{ words }} notCountedWords limits {{ words }}
            remaining {{ words }} report {{ words }} }} }} }}",
        suite.join(" ")
    )
}

/// Every text of a part of the ledger, under the name of that part.
fn aloud(name: &str, value: &Value, said: &mut String) {
    match value {
        Value::Object(fields) => fields.values().for_each(|value| aloud(name, value, said)),
        Value::Array(values) => values.iter().for_each(|value| aloud(name, value, said)),
        Value::String(text) => said.push_str(&format!("{name}: {text}\n")),
        _ => {}
    }
}

#[tokio::test]
async fn a_ledger_over_graphql_reads_aloud() {
    let built_in = Arc::new(ops::built_in_catalogue().expect("built-in catalogue"));
    let now = "2027-01-04T00:00:00Z".parse::<DateTime<Utc>>().expect("a time");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/it/snapshots/credit");
    let mut differences = Vec::new();
    for code in [
        "graduate-certificate",
        "CHC43515",
        "federation-bachelor-community-human-services",
        "unisq-graduate-certificate",
    ] {
        let asked = Request::new(question(code)).data(Arc::clone(&built_in)).data(Today::at(now));
        let answer = schema().execute(asked).await;
        assert_eq!(answer.errors, [], "{code}");
        let found = answer.data.into_json().expect("JSON");
        assert_eq!(found["creditTowards"]["userErrors"], serde_json::json!([]), "{code}");
        let mut said = String::new();
        for part in PARTS {
            aloud(part, &found["creditTowards"]["ledger"][part], &mut said);
        }
        assert!(said.contains("summary: "), "{said}");
        let path = std::path::Path::new(folder).join(format!("graphql-{code}.txt"));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&path, &said).expect("the folder can be written");
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != said {
            differences.push(said);
        }
    }
    assert!(differences.is_empty(), "UPDATE_SNAPSHOTS=1 writes them anew:\n{}", differences.join("\n"));
}

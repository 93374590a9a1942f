//! The lines as a provider reports them, over GraphQL: one for each basis, source provider and standing.

use std::sync::Arc;

use async_graphql::Request;
use chrono::Utc;
use registry_core::source::Provenance;
use serde_json::json;

use crate::graphql::schema::{Today, schema};
use crate::made_up;

/// 15 + 30 points of one basis and provider are one line of 45 ÷ 120 = 0.375; 7.5 ÷ 120 = 0.0625 is rounded down, and says so.
/// What is only possible has a line of its own, and is in no sum with what is guaranteed but the one that says so.
#[tokio::test]
async fn a_provider_reports_a_line_for_each_basis_and_source_provider_in_thousandths() {
    let held = ["a", "b", "c", "d"]
        .map(|code| format!("{{ qualification: {{ code: \"{code}\", completed: \"2026-06-01\" }} }}"))
        .join(" ");
    let query = format!(
        "{{ creditTowards(input: {{ qualification: \"degree\", at: \"2027-02-01\", learner: {{ held: [{held}] }} }}) {{
            userErrors {{ message }} ledger {{
              totals {{ guaranteed {{ points }} byApplication {{ points }} ifAllGranted {{ points }} }}
              report {{ basis fromProvider {{ code }} standing points eftsl {{ thousandths rounded }} words }} }} }} }}"
    );
    let snapshot = Arc::new(made_up::reported(&Provenance::Invented));
    let answer = schema().execute(Request::new(&query).data(snapshot).data(Today::at(Utc::now()))).await;
    assert_eq!(answer.errors, [], "{query}");
    let found = answer.data.into_json().expect("JSON");
    let tafe = json!({ "code": "tafe" });
    let line =
        |(basis, standing): (&str, &str), from: serde_json::Value, points: &str, eftsl: (u32, bool), words: &str| {
            json!({ "basis": basis, "fromProvider": from, "standing": standing, "points": points,
                "eftsl": { "thousandths": eftsl.0, "rounded": eftsl.1 }, "words": words })
        };
    let sure = "Credit transfer, from Example TAFE: 45 points, 0.375 EFTSL (guaranteed).";
    let by_rpl = "Recognition of prior learning: 7.5 points, 0.062 EFTSL, rounded down (guaranteed).";
    let possible = "Credit transfer, from Example TAFE: 30 points, 0.250 EFTSL (by application).";
    assert_eq!(
        found["creditTowards"],
        json!({ "userErrors": [], "ledger": {
            "totals": { "guaranteed": { "points": "52.5" }, "byApplication": { "points": "30" },
                        "ifAllGranted": { "points": "82.5" } },
            "report": [
                line(("CREDIT_TRANSFER", "GUARANTEED"), tafe.clone(), "45", (375, false), sure),
                line(("RPL", "GUARANTEED"), json!(null), "7.5", (62, true), by_rpl),
                line(("CREDIT_TRANSFER", "BY_APPLICATION"), tafe, "30", (250, false), possible),
            ] } })
    );
}

//! Verifying by GraphQL.

use serde_json::json;

use super::data;

const REPORT: &str = "report { verdict checks { check outcome sentence decides } credential { title } }";

#[tokio::test]
async fn a_report_has_every_check_and_the_verdict() {
    let query =
        format!("{{ verifyCredential(credential: {{ json: \"{{}}\" }}) {{ {REPORT} userErrors {{ code }} }} }}");
    let found = data(&query).await;
    let report = &found["verifyCredential"]["report"];
    assert_eq!((&report["verdict"], &report["credential"]), (&json!("NOT_VALID"), &json!(null)), "{found}");
    let checks = report["checks"].as_array().expect("checks");
    let outcomes: Vec<_> = checks.iter().map(|check| (check["check"].clone(), check["outcome"].clone())).collect();
    assert_eq!(outcomes[0], (json!("STRUCTURE"), json!("FAILED")));
    assert!(outcomes[1..].iter().all(|(_, outcome)| *outcome == json!("NOT_RUN")), "{outcomes:?}");
    assert_eq!(outcomes.len(), 7);
    assert_eq!(checks[6]["decides"], false);
}

#[tokio::test]
async fn a_picture_is_sent_in_base64() {
    let ask = |image: &str| {
        format!(
            "{{ verifyCredential(credential: {{ image: \"{image}\" }}) {{ {REPORT} userErrors {{ code message field }} }} }}"
        )
    };
    // {} in base64.
    let found = data(&ask("e30=")).await;
    assert_eq!(found["verifyCredential"]["report"]["verdict"], "NOT_VALID");
    let found = data(&ask("?")).await;
    let expected = json!({ "report": null, "userErrors": [{
        "code": "CONTRADICTION", "message": "The picture is not written in base64.", "field": ["credential", "image"],
    }] });
    assert_eq!(found["verifyCredential"], expected);
}

#[tokio::test]
async fn a_set_is_asked_whether_it_is_enough() {
    let ask = |credentials: &str, subject: &str| {
        format!(
            "{{ meetsRequirements(credentials: [{credentials}], for: {{ {subject} }}) {{ reports {{ verdict }}
                requirements {{ eligibility {{ verdict findings {{ standing }} }} leftOut {{ credential why }} counted {{ finding }}
                remaining {{ goal answer training {{ title strength }} provedCheapest inTheWay alsoNeeded }} }}
                userErrors {{ code message field }} }} }}"
        )
    };
    let found = data(&ask("{ json: \"{}\" }", "course: \"supervision\"")).await;
    let met = &found["meetsRequirements"]["requirements"];
    assert_eq!(met["leftOut"], json!([{ "credential": 0, "why": "It is not valid." }]), "{found}");
    assert_eq!((&met["counted"], &met["eligibility"]["verdict"]), (&json!([]), &json!("NO")), "{found}");
    let left = &met["remaining"];
    assert_eq!(left["goal"], "course:supervision", "{found}");
    assert_ne!(left["answer"], "NOTHING", "nothing valid is held: {found}");
    let is_training = left["answer"] == "TRAINING";
    assert_eq!(
        (left["training"] != json!([]), left["provedCheapest"].is_boolean()),
        (is_training, is_training),
        "{found}"
    );
    assert_eq!(left["inTheWay"] == json!([]), is_training, "{found}");
    let found = data(&ask("", "role: \"nobody\"")).await;
    assert_eq!(found["meetsRequirements"]["userErrors"][0]["code"], "UNKNOWN_CODE", "{found}");
    let many = "{ json: \"{}\" } ".repeat(31);
    let found = data(&ask(&many, "tier: 1")).await;
    assert_eq!(found["meetsRequirements"]["userErrors"][0]["code"], "TOO_MANY", "{found}");
}

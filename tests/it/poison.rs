//! Documents made to cost as much as they can, sent to a server: each is answered by the bound that it meets, which counts
//! levels, values, bytes or steps, so that no answer depends on the speed of a machine.

use registry_core::credential::json::Json;
use registry_core::credential::status::Purpose;
use registry_tests::credentials::{bytes, entry, issuance, micro_credential, one};
use registry_tests::seeds;
use registry_tests::server::Server;
use serde_json::{Value, json};

fn good() -> Json {
    let achievement = micro_credential(&seeds::catalogue());
    let mut issuance = issuance(1);
    issuance.status = vec![entry(&achievement.provider, Purpose::Revocation, 9)];
    one("good", &achievement, &issuance).document
}

/// Parts without an id that look alike, each with as many alike within it: to put `each` in order, so many factorial orders
/// would be tried.
fn alike(parts: usize, each: usize) -> Json {
    let result = Json::object([("type", Json::texts(["Result"])), ("value", Json::text("x"))]);
    let part =
        Json::object([("type", Json::texts(["AchievementSubject"])), ("result", Json::List(vec![result; each]))]);
    good().with("credentialSubject", Json::List(vec![part; parts]))
}

/// Whether a check of the one report could not be made, and says so.
#[track_caller]
fn met_its_bound(what: &str, checks: &Value, check: usize, sentence: &str) {
    let (outcome, said) = (&checks[check]["outcome"], checks[check]["sentence"].as_str().unwrap_or_default());
    let outcome = outcome.as_str().unwrap_or_default().to_lowercase().replace('_', "-");
    assert!(outcome == "could-not-check" && said.contains(sentence), "{what}: {checks:#}");
}

#[test]
fn a_poisoned_document_meets_a_bound_over_graphql_and_http() {
    let server = Server::in_memory();
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    let (structure, proof) = (0, 2);
    let order = "look so alike that putting them in order would take too long";
    let small = [
        ("deep", deep(20_000), structure, "nested more than 32 levels"),
        (
            "deep within",
            good().to_string().replacen('{', &format!("{{\"a\":{},", deep(15_000)), 1),
            structure,
            "nested more",
        ),
        ("many values", format!("[{}1]", "1,".repeat(20_001)), structure, "more than 20000 values"),
        ("alike", alike(2, 12).to_string(), proof, order),
        ("more alike", alike(8, 30).to_string(), proof, order),
        (
            "a large number",
            good().to_string().replacen('{', "{\"a\":9007199254740993,", 1),
            structure,
            "larger than every reader",
        ),
    ];
    let query = "query($d: String!) { verifyCredential(credential: {json: $d}) { report { verdict checks { outcome sentence } } } }";
    for (what, document, check, sentence) in &small {
        let data = server.client.data(query, json!({ "d": document }));
        met_its_bound(what, &data["verifyCredential"]["report"]["checks"], *check, sentence);
        assert_ne!(data["verifyCredential"]["report"]["verdict"], "VALID", "{what}");
        let answer =
            server.client.send("POST", "/verify", &[("content-type", "application/json")], document.as_bytes());
        // What begins with a bracket is a list of documents over HTTP, and its one element is no credential.
        if !document.starts_with('[') {
            met_its_bound(what, &answer.json()["credentials"][0]["checks"], *check, sentence);
        }
        assert!(answer.status == 200 || answer.status == 422, "{what}: {}", answer.text);
    }
    let post = |body: Vec<u8>| server.client.send("POST", "/verify", &[("content-type", "application/json")], &body);
    let large = [
        ("long", format!("{{\"a\":\"{}\"}}", "x".repeat(1_048_577)), structure, "at most 1048576 are read"),
        ("deep and long", format!("{{\"a\":{}}}", deep(400_000)), structure, "nested more than 32 levels"),
        ("very many alike", alike(30, 60).to_string(), proof, "alike"),
        ("very many parts", alike(20, 120).to_string(), proof, "parts without an id; at most 2000 are read"),
    ];
    for (what, document, check, sentence) in large {
        let answer = post(document.into_bytes());
        assert_eq!(answer.status, 200, "{what}: {}", answer.text);
        met_its_bound(what, &answer.json()["credentials"][0]["checks"], check, sentence);
    }
    assert_eq!(post(vec![b' '; 10 * 1_048_576]).status, 413);
    let list = post(deep(400_000).into_bytes()).json();
    met_its_bound("a deep list", &list["credentials"][0]["checks"], structure, "nested more than 32 levels");
    let many = format!("[{}{{}}]", "{},".repeat(1_000));
    assert_eq!(post(many.into_bytes()).status, 422, "1,001 documents");
    // The server answers as before.
    let answer = post(bytes(&good()));
    assert_eq!((answer.status, &answer.json()["credentials"][0]["checks"][2]["outcome"]), (200, &json!("passed")));
}

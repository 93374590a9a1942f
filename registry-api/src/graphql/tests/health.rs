//! What the requisites of the small catalogue come to.

use serde_json::json;

use super::{ErrorCode, data, refusal};

#[tokio::test]
async fn what_cannot_be_reached_says_why_and_who_asks() {
    let found = data(
        "{ catalogueHealth { unreachableCount unreachable(first: 2) { entry { key title } reason replacedBy { key }
            unmet { version requirement strength missing { key } provenance { kind note } } }
            bottleneckCount bottlenecksComplete waitsCounted isolated { code }
            waitedFor(first: 1) { entry { key } reachable waitsBehind longestChain } } }",
    )
    .await;
    let expected = json!({ "catalogueHealth": {
        "unreachableCount": 5,
        "unreachable": [
            { "entry": { "key": "tier:1", "title": "Tier 1: Title 1" }, "reason": "REQUIREMENT", "replacedBy": null,
              "unmet": [{ "version": null, "requirement": "First steps in Mäori contexts", "strength": "REQUIRED",
                  "missing": [{ "key": "course:first-steps" }],
                  "provenance": { "kind": "ASSUMPTION", "note": "all of it" } }] },
            { "entry": { "key": "course:writing", "title": "Writing" }, "reason": "OFFERING", "replacedBy": null, "unmet": [] },
        ],
        "bottleneckCount": 2, "bottlenecksComplete": true, "waitsCounted": true,
        "isolated": [{ "code": "writing" }],
        "waitedFor": [{ "entry": { "key": "course:peer-support" }, "reachable": true, "waitsBehind": 2, "longestChain": 2 }],
    } });
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_list_of_what_was_found_has_at_most_a_hundred_entries() {
    let over = refusal("{ catalogueHealth { isolated(first: 101) { code } } }").await;
    assert_eq!(over, (ErrorCode::OverLimit, "A page has at most 100 items: ask for fewer with `first`.".to_owned()));
    assert_eq!(refusal("{ catalogueHealth { redundant(first: -1) { impliedBy } } }").await.0, ErrorCode::BadQuery);
}

//! Lookups, identifiers, and what stands in an entry.

use serde_json::json;

use super::{ErrorCode, data, refusal};

#[tokio::test]
async fn a_thing_is_found_again_by_its_identifier() {
    let found =
        data("{ courseByCode(code: \"peer-support\") { id currentVersion { id } } provider(code: \"acme\") { id } }")
            .await;
    let course = found["courseByCode"]["id"].as_str().expect("id");
    let version = found["courseByCode"]["currentVersion"]["id"].as_str().expect("id");
    let provider = found["provider"]["id"].as_str().expect("id");
    for (id, prefix, name) in
        [(course, "course_", "Course"), (version, "version_", "CourseVersion"), (provider, "provider_", "Provider")]
    {
        assert!(id.starts_with(prefix), "{id}");
        let node = data(&format!("{{ node(id: \"{id}\") {{ __typename id }} }}")).await;
        assert_eq!(node, json!({ "node": { "__typename": name, "id": id } }));
    }
    let read = data(&format!("{{ course(id: \"{course}\") {{ code }} }}")).await;
    assert_eq!(read, json!({ "course": { "code": "peer-support" } }));
    let message = "An id of a provider was given where one of a course is needed.".to_owned();
    let refused = refusal(&format!("{{ course(id: \"{provider}\") {{ code }} }}")).await;
    assert_eq!(refused, (ErrorCode::WrongId, message));
}

#[tokio::test]
async fn an_identifier_of_nothing_is_null_and_one_that_is_none_is_refused() {
    let nothing = format!("course_{}", "0".repeat(32));
    let found = data(&format!("{{ course(id: \"{nothing}\") {{ code }} node(id: \"{nothing}\") {{ id }} }}")).await;
    assert_eq!(found, json!({ "course": null, "node": null }));
    for id in ["7", "", "course_", "course_x", "person_00000000000000000000000000000000"] {
        assert_eq!(refusal(&format!("{{ node(id: \"{id}\") {{ id }} }}")).await.0, ErrorCode::BadQuery, "{id}");
    }
}

#[tokio::test]
async fn lookups_of_nothing_are_null() {
    let found = data(
        "{ courseByCode(code: \"no such\") { code } courseVersion(course: \"writing\", version: \"9.0.0\") { version }
           qualification(code: \"x\") { code } provider(code: \"\") { code } role(code: \"x\") { code } }",
    )
    .await;
    let expected =
        json!({ "courseByCode": null, "courseVersion": null, "qualification": null, "provider": null, "role": null });
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_course_says_what_it_is_and_where_that_stands() {
    let found = data(
        "{ courseByCode(code: \"peer-support\") {
            title neutralTitle kind perspectives invented aqfAlignment { level basis }
            tiers { number title } roles { code family } tags { code kind }
            unlocks { __typename ... on Course { code } }
            provenance { kind document { title year } place quote external words invented }
        } }",
    )
    .await;
    let expected = json!({ "courseByCode": {
        "title": "Peer support", "neutralTitle": "Supportive practice", "kind": "MICRO_CREDENTIAL",
        "perspectives": ["CONSUMER"], "invented": false, "aqfAlignment": { "level": 8, "basis": "by the provider" },
        "tiers": [{ "number": 3, "title": "Title 3" }],
        "roles": [{ "code": "peer-worker", "family": "PEER_SUPPORT" }],
        "tags": [{ "code": "hope", "kind": "VALUE" }],
        "unlocks": [{ "__typename": "Course", "code": "supervision" }],
        "provenance": {
            "kind": "DOCUMENT", "document": { "title": "Leading the Change", "year": 2020 }, "place": "Figure 6",
            "quote": "over one year", "external": null, "words": "leading, Figure 6: “over one year”", "invented": false,
        },
    } });
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_version_keeps_its_exact_numbers() {
    let found = data(
        "{ courseVersion(course: \"peer-support\", version: \"1.1.0\") {
            version published status outcomes volumeOfLearningHours assessed course { code }
            credit { points eftsl scheme { code pointsPerYear provenance { kind external confidence } } }
        } }",
    )
    .await;
    let expected = json!({ "courseVersion": {
        "version": "1.1.0", "published": "2026-01-01", "status": "PUBLISHED",
        "outcomes": ["Listen to a person's story"], "volumeOfLearningHours": 37.5, "assessed": true,
        "course": { "code": "peer-support" },
        "credit": { "points": "3.125", "eftsl": "0.03125", "scheme": { "code": "melbourne", "pointsPerYear": "100",
            "provenance": { "kind": "EXTERNAL", "external": "training.gov.au", "confidence": "MEDIUM" } } },
    } });
    assert_eq!(found, expected);
}

#[tokio::test]
async fn requisites_are_a_tree_and_words_beside_it() {
    let found = data(
        "{ courseByCode(code: \"supervision\") { requisites { kind strength words requires {
            __typename
            ... on AllOf { of { __typename
                ... on AnyOf { of { __typename
                    ... on CourseRequirement { version course { code } }
                    ... on AtLeast { least of { ... on QualificationRequirement { qualification { code } } } } } }
                ... on GateRequirement { kind months words } } }
            ... on GateRequirement { kind perspective months } } } } }",
    )
    .await;
    let course = json!({ "__typename": "CourseRequirement", "version": "*", "course": { "code": "peer-support" } });
    let award = json!({ "__typename": "AtLeast", "least": 1, "of": [{ "qualification": { "code": "CHC43515" } }] });
    let gate = json!({ "__typename": "GateRequirement", "kind": "EXPERIENCE_OVER", "months": 12,
        "words": "more than 12 months of experience as a consumer worker" });
    let expected = json!({ "courseByCode": { "requisites": [
        { "kind": "PREREQUISITE", "strength": "REQUIRED",
          "words": "all of: (any of: Peer support; Certificate IV in Mental Health Peer Work); more than 12 months of experience as a consumer worker",
          "requires": { "__typename": "AllOf", "of": [{ "__typename": "AnyOf", "of": [course, award] }, gate] } },
        { "kind": "PREREQUISITE", "strength": "ADVISED", "words": "regular supervision from the consumer perspective",
          "requires": { "__typename": "GateRequirement", "kind": "SUPERVISION", "perspective": "CONSUMER", "months": null } },
    ] } });
    assert_eq!(found, expected);
}

#[tokio::test]
async fn offerings_say_when_where_and_for_how_much() {
    let found = data(
        "{ provider(code: \"uni\") { offerings { nodes { code price mode region { title } peerDeveloped invented
            of { ... on CourseVersion { version } }
            delivery { __typename ... on RollingDelivery { from until weeks } } } } } }",
    )
    .await;
    let expected = json!({ "provider": { "offerings": { "nodes": [{
        "code": "supervision-1", "price": "1250.00", "mode": "IN_PERSON", "region": { "title": "Metropolitan" },
        "peerDeveloped": true, "invented": true, "of": { "version": "1.0.0" },
        "delivery": { "__typename": "RollingDelivery", "from": "2027-01-01", "until": null, "weeks": 10 },
    }] } } });
    assert_eq!(found, expected);
}

#[tokio::test]
async fn short_lists_are_whole() {
    let found = data(
        "{ tiers { number completionWords completionProvenance { kind note } } readinessTiers { number }
           roles { code } role(code: \"peer-worker\") { workforces { title } } workforces { code } tags { title }
           qualifications { totalCount } qualification(code: \"gc\") { aqfLevel credit { points } }
           fundingSources { kind amount } supportCommitments { code } regions { code } creditSchemes { code }
           creditRules { standing exchange { ... on SeriesExchange { size pointsEachSeries of { code } } } }
           sourceDocuments { publisher } catalogueRevision rateLimit { cost } }",
    )
    .await;
    let note = json!({ "kind": "ASSUMPTION", "note": "all of it" });
    let expected = json!({
        "tiers": [
            { "number": 1, "completionWords": "First steps in Mäori contexts", "completionProvenance": note },
            { "number": 3, "completionWords": "Supervision", "completionProvenance": note },
        ],
        "readinessTiers": [],
        "roles": [{ "code": "peer-worker" }],
        "role": { "workforces": [{ "title": "Consumer" }] },
        "workforces": [{ "code": "consumer" }],
        "tags": [{ "title": "Hope" }],
        "qualifications": { "totalCount": 2 },
        "qualification": { "aqfLevel": 8, "credit": { "points": "50" } },
        "fundingSources": [{ "kind": "FEE_FREE", "amount": null }],
        "supportCommitments": [],
        "regions": [{ "code": "metro" }],
        "creditSchemes": [{ "code": "melbourne" }],
        "creditRules": [{ "standing": "DISCRETIONARY", "exchange": {
            "size": 2, "pointsEachSeries": "12.5", "of": [{ "code": "peer-support" }, { "code": "supervision" }],
        } }],
        "sourceDocuments": [{ "publisher": "CMHL" }],
        "catalogueRevision": 7,
        "rateLimit": null,
    });
    assert_eq!(found, expected);
}

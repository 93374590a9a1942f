//! What the requisites of the small catalogue come to.

use std::sync::Arc;

use async_graphql::Request;
use chrono::Utc;
use registry_core::aqf::{AqfLevel, AqfType};
use registry_core::catalogue::{Catalogue, CatalogueParts};
use registry_core::course::{AqfAlignment, Course, CourseKind, CourseVersion};
use registry_core::qualification::Qualification;
use registry_core::source::Provenance;
use registry_core::volume::Hours;
use serde_json::json;

use super::{ErrorCode, data, refusal};
use crate::graphql::schema::{Today, schema};
use crate::made_up;
use crate::snapshot::Snapshot;

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

/// One course is as long as a graduate certificate, whose level it is aligned to; one award is shorter than its sort.
#[tokio::test]
async fn volumes_of_learning_beside_the_framework_are_noted_with_the_arithmetic() {
    let hours = |hours: u32| Hours::from_minutes(hours * 60);
    let long = Course {
        aqf_alignment: Some(AqfAlignment { level: AqfLevel::new(8).expect("a level"), basis: "by us".to_owned() }),
        versions: vec![CourseVersion { volume_of_learning: hours(600), ..made_up::version("1.2.0") }],
        ..made_up::course("long", "Long", CourseKind::MicroCredential, Provenance::Invented)
    };
    let short = Qualification {
        volume_of_learning: Some(hours(480)),
        ..made_up::award("short", "Short", AqfType::GraduateCertificate, Provenance::Invented)
    };
    let parts = CatalogueParts { courses: vec![long], qualifications: vec![short], ..CatalogueParts::default() };
    let at = Arc::new(Snapshot::new(Catalogue::build(parts).expect("a checked catalogue"), 1));
    let query = "{ catalogueHealth { volumeNoteCount volumeNotes { entry { key } version hours words }
        one: volumeNotes(first: 1) { words } } }";
    let answer = schema().execute(Request::new(query).data(at).data(Today::at(Utc::now()))).await;
    assert_eq!(answer.errors, []);
    let health = &answer.data.into_json().expect("JSON")["catalogueHealth"];
    assert_eq!(health["volumeNoteCount"], 2);
    assert_eq!(health["one"].as_array().map(Vec::len), Some(1));
    let notes = json!([
        { "entry": { "key": "qualification:short" }, "version": null, "hours": 480.0,
          "words": "Its volume of learning is 480 h, less than the usual 600 to 1200 h (0.5 to 1 year of 1200 h) of award type Graduate Certificate." },
        { "entry": { "key": "course:long" }, "version": "1.2.0", "hours": 600.0,
          "words": "Version 1.2.0 takes 600 h, no less than the shortest award of AQF level 8, to which it is aligned: Graduate Certificate, 600 h (0.5 years of 1200 h)." },
    ]);
    assert_eq!(health["volumeNotes"], notes);
}

#[tokio::test]
async fn a_list_of_what_was_found_has_at_most_a_hundred_entries() {
    let over = refusal("{ catalogueHealth { isolated(first: 101) { code } } }").await;
    assert_eq!(over, (ErrorCode::OverLimit, "A page has at most 100 items: ask for fewer with `first`.".to_owned()));
    assert_eq!(refusal("{ catalogueHealth { redundant(first: -1) { impliedBy } } }").await.0, ErrorCode::BadQuery);
}

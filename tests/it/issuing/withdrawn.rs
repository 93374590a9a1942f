//! Withdrawing a version hides it from planning, and takes nothing from who earned it.

use serde_json::{Value, json};

use super::{Ground, PROVIDER, award, part};

/// The verdict of the registry, and what it says of the version.
fn verified(ground: &Ground, document: &str) -> (Value, Value) {
    let query = "query($json: String!) { verifyCredential(credential: {json: $json}) {
      report { verdict checks { check outcome sentence } } userErrors { code } } }";
    let data = ground.process.client.data(query, json!({ "json": document }));
    let report = &data["verifyCredential"]["report"];
    let checks = report["checks"].as_array().expect("checks");
    let version = checks.iter().find(|check| check["check"] == "COURSE_VERSION").expect("a check of the version");
    (report["verdict"].clone(), json!([version["outcome"], version["sentence"]]))
}

#[test]
fn withdrawing_a_version_keeps_issued_credentials_verifiable_and_hides_it_from_planning() {
    let mut ground = Ground::new("issue-withdrawn");
    ground.publish();
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    let mut further = crate::publishing::draft("further", "1.0.0", &["Lead"]);
    further["title"] = "Further".into();
    further["requisites"] = json!([{ "kind": "PREREQUISITE", "strength": "REQUIRED",
        "requires": { "course": { "code": "listening-well" } },
        "source": { "external": { "external": "example.org", "place": "Course guide", "confidence": "HIGH" } } }]);
    let select = "receipt { subject } userErrors { message }";
    let published = ground.ask("publishCourseVersion", "PublishCourseVersionInput", select, &further);
    assert!(published["receipt"].is_object(), "{published}");
    let offer = json!({ "of": { "course": "listening-well" }, "offerings": [{
        "code": "l-1", "version": "1.0.0", "mode": "ONLINE", "price": "10.00", "ownTimeHours": 6,
        "delivery": { "dated": { "start": "2029-05-01", "end": "2029-06-01" } } }] });
    let set = ground.ask("setOfferings", "SetOfferingsInput", "receipt { subject } userErrors { message }", &offer);
    assert!(set["receipt"].is_object(), "{set}");
    let document = part(&ground.issue(&json!({ "award": award() })), "document");
    let lists = ground.keep("one.json", &document);
    let plan = |ground: &Ground| {
        let query = "{ recommendPathways(input: {goal: {course: \"listening-well\"}, learner: {},
          limits: {earliestStart: \"2029-01-01\", hoursPerWeek: 10}}) { outcome { __typename } userErrors { message } } }";
        ground.process.client.data(query, Value::Null)["recommendPathways"]["outcome"]["__typename"].take()
    };
    let before = verified(&ground, &document);
    let passed = json!(["PASSED", "The registry knows version 1.0.0 of listening-well."]);
    assert_eq!(before.0, "VALID", "{before:?}");
    assert_eq!(before.1[0], passed[0], "{before:?}");
    assert_eq!(plan(&ground), "Pathways");

    let withdraw = json!({ "code": "listening-well", "version": "1.0.0", "reason": "No longer taught" });
    let select = "receipt { subject impact { credentials { courseCode version issued } } } userErrors { code message }";
    let done = ground.ask("withdrawCourseVersion", "WithdrawCourseVersionInput", select, &withdraw);
    assert_eq!(
        done["receipt"]["impact"]["credentials"],
        json!([{ "courseCode": "listening-well", "version": "1.0.0", "issued": 1 }]),
        "whoever withdraws is told that somebody holds it: {done}"
    );

    assert_eq!(verified(&ground, &document), before, "the registry says of it what it said before");
    assert_eq!(ground.verdict("one.json", &lists), "valid", "and so does a verifier without a network");
    assert_eq!(plan(&ground), "NoPathway", "nobody is sent to it any more");
    // Whoever completed it before it was withdrawn has it: of their record nothing is forgotten either.
    let further = |held: &Value| {
        let query = "query($held: [HeldInput!]!) { eligibility(for: {course: \"further\"}, learner: {held: $held}) {
          eligibility { verdict } userErrors { code } } }";
        ground.process.client.data(query, json!({ "held": held }))["eligibility"].take()
    };
    let completed = json!([{ "course": { "code": "listening-well", "version": "1.0.0", "completed": "2026-05-01" } }]);
    assert_eq!(further(&completed), json!({ "eligibility": { "verdict": "YES" }, "userErrors": [] }));
    assert_eq!(further(&json!([])), json!({ "eligibility": { "verdict": "NO" }, "userErrors": [] }));
}

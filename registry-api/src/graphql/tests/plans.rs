//! Graphs, eligibility and the planner's input.

use serde_json::{Value, json};

use super::{ErrorCode, data, refusal};
use crate::ops;

#[tokio::test]
async fn the_graph_before_one_thing_is_nodes_arrows_and_an_order() {
    let found = data(
        "{ requisiteGraph(for: { course: \"supervision\" }) {
            nodes { key kind code title } edges { from to kind strength } order { code } dot mermaid } }",
    )
    .await;
    let title = "Certificate IV in Mental Health Peer Work";
    let graph = &found["requisiteGraph"];
    assert_eq!(
        graph["nodes"],
        json!([
            { "key": "course:peer-support", "kind": "COURSE", "code": "peer-support", "title": "Peer support" },
            { "key": "course:supervision", "kind": "COURSE", "code": "supervision", "title": "Supervision" },
            { "key": "qualification:CHC43515", "kind": "QUALIFICATION", "code": "CHC43515", "title": title },
        ])
    );
    let edge = |from: &str| json!({ "from": from, "to": "course:supervision", "kind": "PREREQUISITE", "strength": "REQUIRED" });
    assert_eq!(graph["edges"], json!([edge("course:peer-support"), edge("qualification:CHC43515")]));
    assert_eq!(graph["order"].as_array().and_then(|order| order.last()), Some(&json!({ "code": "supervision" })));
    assert!(graph["dot"].as_str().expect("text").starts_with("digraph"));
    assert!(graph["mermaid"].as_str().expect("text").starts_with("flowchart"));
}

#[tokio::test]
async fn the_graph_of_nothing_is_null_and_of_everything_is_whole() {
    let found = data("{ requisiteGraph(for: { role: \"nobody\" }) { dot } }").await;
    assert_eq!(found, json!({ "requisiteGraph": null }));
    let found = data("{ requisiteGraph { nodes { key } } }").await;
    assert_eq!(found["requisiteGraph"]["nodes"].as_array().map(Vec::len), Some(9));
    let refused = refusal("{ requisiteGraph(for: { tier: 5 }) { dot } }").await;
    let message = "The number 5 is not a tier; the internship model has tiers 1 to 4.".to_owned();
    assert_eq!(refused, (ErrorCode::BadQuery, message));
}

async fn eligible(learner: &str, subject: &str) -> Value {
    let query = format!(
        "{{ eligibility(learner: {{ {learner} }}, for: {{ {subject} }}) {{
            eligibility {{ verdict from on findings {{ standing from strength notes }} }}
            userErrors {{ code message field }} }} }}"
    );
    data(&query).await["eligibility"].clone()
}

#[tokio::test]
async fn eligibility_is_yes_not_yet_no_or_not_said() {
    let yes = eligible("experienceMonths: 13, employment: EMPLOYED", "tier: 3").await;
    let finding = json!({ "standing": "MET", "from": null, "strength": "REQUIRED", "notes": [] });
    let expected = json!({ "verdict": "YES", "from": null, "on": "2027-02-01", "findings": [finding] });
    assert_eq!(yes, json!({ "eligibility": expected, "userErrors": [] }));

    let not_yet = eligible("experienceMonths: 6, employment: EMPLOYED", "tier: 3").await;
    assert_eq!(not_yet["eligibility"]["verdict"], "NOT_YET");
    assert_eq!(not_yet["eligibility"]["from"], "2027-08-02");
    assert_eq!(not_yet["eligibility"]["findings"][0]["standing"], "MET_FROM");

    let not_said = eligible("", "tier: 3").await;
    assert_eq!(not_said["eligibility"]["verdict"], "NOT_SAID");
    let finding = &not_said["eligibility"]["findings"][0];
    assert_eq!(finding["standing"], "NOT_SAID");
    let notes = [
        "not said: how many months you have worked as a consumer worker; tell it with experienceMonths",
        "not said: whether you work as a consumer worker; tell it with employment",
    ];
    assert_eq!(finding["notes"], json!(notes));

    let no = eligible("experienceMonths: 13, employment: EMPLOYED", "course: \"supervision\"").await;
    assert_eq!(no["eligibility"]["verdict"], "NO");
    assert_eq!(no["eligibility"]["findings"][0]["standing"], "MISSING");

    let held = "held: [{ course: { code: \"peer-support\", version: \"1.0.0\", completed: \"2026-05-01\" } }]";
    let now = eligible(&format!("{held}, experienceMonths: 13"), "course: \"supervision\"").await;
    assert_eq!(now["eligibility"]["verdict"], "YES");
}

#[tokio::test]
async fn eligibility_for_something_unknown_is_a_user_error() {
    let refused =
        eligible("held: [{ qualification: { code: \"CHC4351\", completed: \"2026-05-01\" } }]", "role: \"nobody\"")
            .await;
    let held = json!({ "code": "UNKNOWN_CODE", "field": ["learner", "held", "0", "qualification", "code"],
        "message": "Held names CHC4351, a qualification that is not in the catalogue. The nearest is CHC43515." });
    let role = json!({ "code": "UNKNOWN_CODE", "field": ["for", "role"],
        "message": "Role nobody is not in the catalogue; correct the code." });
    assert_eq!(refused, json!({ "eligibility": null, "userErrors": [held, role] }));
}

/// The codes and places of what is wrong with a question.
async fn wrong(input: &str) -> Vec<(String, String)> {
    wrong_and_why(input).await.into_iter().map(|(code, field, _)| (code, field)).collect()
}

/// The codes, places and messages of what is wrong with a question.
async fn wrong_and_why(input: &str) -> Vec<(String, String, String)> {
    let query = format!(
        "{{ recommendPathways(input: {{ {input} }}) {{ outcome {{ __typename }} userErrors {{ code message field }} }} }}"
    );
    let found = data(&query).await;
    let payload = &found["recommendPathways"];
    assert_eq!(payload["outcome"].is_null(), payload["userErrors"] != json!([]), "{payload}");
    let one = |error: &Value| {
        let field: Vec<_> = error["field"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let message = error["message"].as_str().expect("message");
        let capital = message.chars().next().is_some_and(char::is_uppercase);
        assert!(capital && message.ends_with('.') && !message.ends_with(".."), "{message}");
        (error["code"].as_str().expect("code").to_owned(), field.join("."), message.to_owned())
    };
    payload["userErrors"].as_array().expect("list").iter().map(one).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(code, field)| ((*code).to_owned(), (*field).to_owned())).collect()
}

#[tokio::test]
async fn everything_wrong_with_a_question_is_said_at_once() {
    let found = wrong(
        "learner: {
            held: [
                { course: { code: \"no such\", version: \"one\", completed: \"2027-02-30\" } }
                { course: { code: \"writing\", version: \"7.0.0\", completed: \"2026-01-01\" } }
                { qualification: { code: \"CHC43515\", completed: \"2099-01-01\" } }
                { qualification: { code: \"CHC43515\", completed: \"2025-01-01\" } }
                { course: { code: \"missing\", version: \"1.0.0\", completed: \"2026-01-01\" } }
            ]
            experienceMonths: -1, employment: NOT_EMPLOYED, partnerRelease: true, placementHours: -2
         }
         goal: { credit: { points: \"many\", towards: \"gc\" } }
         limits: { deadline: \"2026-01-01\", hoursPerWeek: 5.1, daysPerYear: -3, budgetPerYear: \"$5\",
                   funding: [\"free\", \"gold\"], regions: [\"moon\"], exclude: [\"peer support\", \"nothing\"] }",
    )
    .await;
    let expected = pairs(&[
        ("INVALID_CODE", "learner.held.0.course.code"),
        ("INVALID_VERSION", "learner.held.0.course.version"),
        ("INVALID_DATE", "learner.held.0.course.completed"),
        ("OUT_OF_RANGE", "learner.experienceMonths"),
        ("INVALID_HOURS", "learner.placementHours"),
        ("COMPLETED_LATER", "learner.held.2.qualification.completed"),
        ("HELD_TWICE", "learner.held.3.qualification"),
        ("CONTRADICTION", "learner.partnerRelease"),
        ("INVALID_CREDIT_POINTS", "goal.credit.points"),
        ("INVALID_HOURS", "limits.hoursPerWeek"),
        ("OUT_OF_RANGE", "limits.daysPerYear"),
        ("INVALID_AMOUNT", "limits.budgetPerYear"),
        ("INVALID_CODE", "limits.exclude.0"),
        ("CONTRADICTION", "limits.deadline"),
        ("UNKNOWN_VERSION", "learner.held.1.course.version"),
        ("UNKNOWN_CODE", "learner.held.4.course.code"),
        ("UNKNOWN_CODE", "limits.funding.1"),
        ("UNKNOWN_CODE", "limits.regions.0"),
        ("UNKNOWN_CODE", "limits.exclude.1"),
    ]);
    assert_eq!(found, expected);
}

#[tokio::test]
async fn whatever_of_a_thing_held_can_be_read_is_checked() {
    let found = wrong(
        "learner: {
            held: [
                { course: { code: \"missing\", version: \"one\", completed: \"2099-01-01\" } }
                { course: { code: \"writing\", version: \"one\", completed: \"2027-02-30\" } }
                { course: { code: \"writing\", version: \"7.0.0\", completed: \"2027-02-30\" } }
                { qualification: { code: \"nowhere\", completed: \"2027-02-30\" } }
            ]
         }
         goal: { credit: { points: \"many\", towards: \"nowhere\" } }
         limits: { earliestStart: \"2027-02-01\", hoursPerWeek: 3 }",
    )
    .await;
    let expected = pairs(&[
        ("INVALID_VERSION", "learner.held.0.course.version"),
        ("INVALID_VERSION", "learner.held.1.course.version"),
        ("INVALID_DATE", "learner.held.1.course.completed"),
        ("INVALID_DATE", "learner.held.2.course.completed"),
        ("INVALID_DATE", "learner.held.3.qualification.completed"),
        ("COMPLETED_LATER", "learner.held.0.course.completed"),
        ("INVALID_CREDIT_POINTS", "goal.credit.points"),
        ("UNKNOWN_CODE", "goal.credit.towards"),
        ("UNKNOWN_CODE", "learner.held.0.course.code"),
        ("UNKNOWN_VERSION", "learner.held.2.course.version"),
        ("UNKNOWN_CODE", "learner.held.3.qualification.code"),
    ]);
    assert_eq!(found, expected);
}

#[tokio::test]
async fn what_is_wrong_with_something_under_way_is_said_where_it_stands() {
    let found = wrong(
        "learner: {
            held: [{ qualification: { code: \"gc\", completed: \"2026-01-01\" } }]
            enrolled: [
                { offering: { code: \"nowhere\", ends: \"2027-06-01\" } }
                { course: { code: \"writing\", version: \"7.0.0\", ends: \"2027-06-01\", hoursPerWeek: 1 } }
                { course: { code: \"missing\", version: \"one\", ends: \"2027-02-30\", hoursPerWeek: 5.1, days: -1 } }
                { qualification: { code: \"CHC43515\", ends: \"2027-01-31\", hoursPerWeek: 1 } }
                { qualification: { code: \"gc\", ends: \"2027-06-01\", hoursPerWeek: 1 } }
                { offering: { code: \"supervision-1\", ends: \"2027-06-01\" } }
                { course: { code: \"supervision\", version: \"1.0.0\", ends: \"2027-06-01\", hoursPerWeek: 1 } }
            ]
         }
         goal: { tier: 3 }
         limits: { earliestStart: \"2027-02-01\", hoursPerWeek: 3 }",
    )
    .await;
    let expected = pairs(&[
        ("INVALID_VERSION", "learner.enrolled.2.course.version"),
        ("INVALID_DATE", "learner.enrolled.2.course.ends"),
        ("INVALID_HOURS", "learner.enrolled.2.course.hoursPerWeek"),
        ("OUT_OF_RANGE", "learner.enrolled.2.course.days"),
        ("CONTRADICTION", "learner.enrolled.3.qualification.ends"),
        ("UNKNOWN_CODE", "learner.enrolled.0.offering.code"),
        ("UNKNOWN_VERSION", "learner.enrolled.1.course.version"),
        ("UNKNOWN_CODE", "learner.enrolled.2.course.code"),
        ("CONTRADICTION", "learner.enrolled.4.qualification"),
        ("CONTRADICTION", "learner.enrolled.6.course"),
    ]);
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_date_that_cannot_be_read_brings_no_errors_after_it() {
    let found = wrong(
        "learner: { employment: STARTING, employmentFrom: \"2027-06-01\",
                    held: [{ qualification: { code: \"CHC43515\", completed: \"2026-05-01\" } }] }
         goal: { tier: 9 }
         limits: { earliestStart: \"2027-2-1\", deadline: \"2026-01-01\", hoursPerWeek: 61 }",
    )
    .await;
    let expected = pairs(&[
        ("INVALID_DATE", "limits.earliestStart"),
        ("OUT_OF_RANGE", "goal.tier"),
        ("INVALID_HOURS", "limits.hoursPerWeek"),
    ]);
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_value_of_the_wrong_sort_is_said_with_its_place_beside_the_others() {
    let found = wrong_and_why(&format!(
        "learner: {{ employment: STARTING, employmentFrom: true }}
         goal: {{ tier: 1 }}
         limits: {{ earliestStart: 20270201, deadline: \"{}\", hoursPerWeek: 1e300, budgetPerYear: 400 }}",
        "9".repeat(300)
    ))
    .await;
    let nines = "9".repeat(60);
    let expected = [
        (
            "INVALID_DATE",
            "limits.earliestStart",
            "The value 20270201 is not a date; write a text such as \"2027-02-01\".",
        ),
        (
            "INVALID_DATE",
            "learner.employmentFrom",
            "The value true is not a date; write a text such as \"2027-02-01\".",
        ),
        ("INVALID_DATE", "limits.deadline", &format!("The text \"{nines}…\" is not a date; write YYYY-MM-DD.")),
        (
            "INVALID_HOURS",
            "limits.hoursPerWeek",
            "The amount of 1e300 h a week is more than 60 h; give the hours of own time for learning.",
        ),
        ("INVALID_AMOUNT", "limits.budgetPerYear", "The value 400 is not an amount; write a text such as \"420.00\"."),
    ];
    let expected = expected.map(|(code, field, message)| (code.to_owned(), field.to_owned(), message.to_owned()));
    assert_eq!(found, expected);
}

#[tokio::test]
async fn employment_and_its_first_day_belong_together() {
    let rest = "goal: { tier: 1 }, limits: { hoursPerWeek: 5 }";
    for (learner, code) in [
        ("employment: STARTING", "MISSING"),
        ("employment: EMPLOYED, employmentFrom: \"2027-06-01\"", "CONTRADICTION"),
        ("employment: STARTING, employmentFrom: \"2027-01-01\"", "CONTRADICTION"),
    ] {
        let expected = pairs(&[(code, "learner.employmentFrom")]);
        assert_eq!(wrong(&format!("learner: {{ {learner} }}, {rest}")).await, expected, "{learner}");
    }
}

#[tokio::test]
async fn a_question_is_bounded() {
    let regions = vec!["\"metro\""; 101].join(" ");
    let held = vec!["{ qualification: { code: \"-\", completed: \"x\" } }"; 500].join(" ");
    let found = wrong(&format!(
        "learner: {{ held: [{held}] }}, goal: {{ tier: 1 }}, limits: {{ hoursPerWeek: 5, regions: [{regions}] }}"
    ))
    .await;
    assert_eq!(found.len(), 50);
    let held = vec!["{ qualification: { code: \"gc\", completed: \"2026-01-01\" } }"; 501].join(" ");
    let found = wrong(&format!(
        "learner: {{ held: [{held}] }}, goal: {{ tier: 1 }}, limits: {{ hoursPerWeek: 5, regions: [{regions}] }}"
    ))
    .await;
    assert_eq!(found, pairs(&[("TOO_MANY", "learner.held"), ("TOO_MANY", "limits.regions")]));
}

#[tokio::test]
async fn a_sound_question_has_an_outcome() {
    let input = "learner: {}, goal: { tier: 3 }, limits: { hoursPerWeek: 5 }, peerWishes: { led: ONLY }";
    assert_eq!(wrong(input).await, []);
}

#[tokio::test]
async fn trades_and_other_courses_are_answered_beside_the_pathways() {
    let query = "{ recommendPathways(input: { learner: {}, goal: { course: \"peer-support\" },
        limits: { earliestStart: \"2027-02-01\", hoursPerWeek: 20, regions: [\"metro\"] }
        objectives: [[MOST_PEER_LED, SOONEST], [MOST_CREDIT]] }) {
        userErrors { message } outcome { __typename ... on Pathways {
            pathways { bestAt } front { complete points { label } }
            planned: whyNot(course: \"peer-support\") { reason }
            unknown: whyNot(course: \"no-such\") { reason } }
            ... on NoPathway { summary } } } }";
    let found = data(query).await;
    let outcome = &found["recommendPathways"]["outcome"];
    assert_eq!(outcome["__typename"], "Pathways", "{found}");
    let best: Vec<&Value> = outcome["pathways"].as_array().expect("list").iter().map(|one| &one["bestAt"]).collect();
    assert!(best.iter().any(|best| best.as_array().is_some_and(|best| best.contains(&json!("MOST_PEER_LED")))));
    assert_eq!(outcome["front"]["complete"], true, "{found}");
    assert_eq!(outcome["front"]["points"][0]["label"], "Least cost");
    assert_eq!(outcome["planned"]["reason"], "PLANNED");
    assert_eq!(outcome["unknown"], Value::Null);
    let many = "[SOONEST], [LEAST_COST], [LIGHTEST_LOAD], [MOST_CREDIT]";
    let input = format!("learner: {{}}, goal: {{ tier: 3 }}, limits: {{ hoursPerWeek: 5 }}, objectives: [{many}]");
    assert_eq!(wrong(&input).await, pairs(&[("TOO_MANY", "objectives")]));
}

#[tokio::test]
async fn a_question_is_exported_as_a_problem_file_or_refused_as_it_would_be() {
    let asked = |goal: &str| {
        format!(
            "{{ exportProblem(input: {{ learner: {{ held: [{{ course: {{ code: \"peer-support\", version: \"1.0.0\",
               completed: \"2026-05-01\" }} }}] }}, goal: {{ course: \"{goal}\" }},
               limits: {{ hoursPerWeek: 5, budgetPerYear: \"400.00\" }} }}) {{ problem userErrors {{ code field }} }} }}"
        )
    };
    let found = data(&asked("writing")).await;
    let text = found["exportProblem"]["problem"].as_str().expect("a text");
    let file = ops::plan::read_problem(text).expect("a problem file");
    assert!(file.posed().is_ok() && file.periods[0].money == Some(40_000), "{text}");
    assert!(!text.contains("2026") && !text.contains("peer-support"), "{text}");
    let found = data(&asked("writting")).await;
    let refused = json!([{ "code": "UNKNOWN_CODE", "field": ["goal", "course"] }]);
    assert_eq!(found["exportProblem"], json!({ "problem": null, "userErrors": refused }));
}

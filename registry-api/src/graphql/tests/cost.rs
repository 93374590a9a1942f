//! What the guard says of queries of the real schema, on the built-in catalogue.

use std::sync::Arc;

use async_graphql::{Request, Variables};
use chrono::Utc;
use serde_json::{Value, json};

use super::ErrorCode;
use crate::graphql::guard::{AskedQuery, Guard, Refusal};
use crate::graphql::schema::{Today, cost_model, schema};
use crate::ops;
use crate::rate::ClientKey;

pub(super) fn cost(query: &str, variables: Value) -> Result<u64, Refusal> {
    let built_in = ops::built_in_catalogue().expect("built-in catalogue");
    let guard = cost_model(built_in.catalogue()).and_then(|model| Guard::new(model, None)).expect("readable");
    let asked =
        AskedQuery { query: query.to_owned(), variables: Variables::from_json(variables), ..Default::default() };
    guard.admit(&ClientKey::Unknown, &asked, Utc::now()).map(|admitted| admitted.status.cost)
}

/// How many values an answer has: every field of every object.
pub(super) fn values(answer: &Value) -> u64 {
    match answer {
        Value::Object(fields) => fields.values().map(|value| 1 + values(value)).sum(),
        Value::Array(items) => items.iter().map(|item| 1 + values(item)).sum(),
        _ => 0,
    }
}

/// The query of docs/API.md: what comes before each of fifty courses, as a tree of two levels.
const FIFTY: &str = "{ courses(first: 50) { nodes { code title versions { nodes { version requisites { words
  requires { ...Part ... on AllOf { of { ...Part ...Parts } } ... on AnyOf { of { ...Part ...Parts } }
    ... on AtLeast { least of { ...Part ...Parts } } } } } } } } }
  fragment Parts on RequisiteExpression { ... on AllOf { of { ...Part } } ... on AnyOf { of { ...Part } }
    ... on AtLeast { least of { ...Part } } }
  fragment Part on RequisiteExpression { __typename ... on CourseRequirement { version course { code } }
    ... on QualificationRequirement { qualification { code } } ... on TierRequirement { tier { number } }
    ... on GateRequirement { words } }";

/// The requisites of what a requisite asks for, so many times over, by way of the courses that are named.
fn again_and_again(times: usize) -> String {
    let open = "requisites { requires { ... on AnyOf { of { ... on CourseRequirement { course { code ";
    format!("{{ courses(first: 100) {{ nodes {{ {} {} }} }} }}", open.repeat(times), "} } } } } } ".repeat(times))
}

#[tokio::test]
async fn an_answer_has_no_more_values_than_it_costs() {
    let built_in = Arc::new(ops::built_in_catalogue().expect("built-in catalogue"));
    let roles = "{ roles { code preparation { requires { __typename ... on AllOf { of { __typename } }
        ... on AnyOf { of { __typename ... on AllOf { of { __typename } } } } ... on AtLeast { of { __typename } } } } } }";
    let one = "{ courseByCode(code: \"suite-supervision\") { requisites { requires { ... on AnyOf { of {
        ... on CourseRequirement { course { code requisites { requires { ... on AnyOf { of { __typename } } } } } } } } } } } }";
    for query in [FIFTY, roles, one, &again_and_again(1)] {
        let asked = Request::new(query).data(Arc::clone(&built_in)).data(Today::at(Utc::now()));
        let answer = schema().execute(asked).await;
        assert_eq!(answer.errors, [], "{query}");
        let has = values(&answer.data.into_json().expect("JSON"));
        let cost = cost(query, json!({})).expect(query);
        assert!(has <= cost && cost <= 25_000, "{has} values for {cost} points: {query}");
    }
}

#[test]
fn trees_of_trees_are_refused() {
    for query in [again_and_again(2), again_and_again(3)] {
        let refused = cost(&query, json!({})).expect_err(&query);
        assert_eq!(refused.error.code(), ErrorCode::OverLimit, "{query}");
        assert_eq!(refused.error.message(), "The query has more than 25000 points of cost.");
    }
}

/// A query may ask so often and no more, whatever it asks about: nothing of one that asks too often is looked at, and no link opened.
#[test]
fn questions_about_credentials_are_refused_where_there_are_too_many_in_one_query() {
    let meets = "meetsRequirements(credentials: [], for: { tier: 1 }) { requirements { remaining { answer } } }";
    let offer = "offerCredentialsAgain(ids: []) { claim }";
    let verify = "verifyCredential(credential: { json: \"{}\" }) { report { verdict } }";
    let asked = |kind: &str, field: &str, times: usize| {
        let fields: Vec<String> = (0..times).map(|number| format!("a{number}: {field}")).collect();
        cost(&format!("{kind} {{ {} }}", fields.join(" ")), json!({}))
    };
    assert!(asked("mutation", offer, 10).is_ok_and(|all| all > 10_000));
    let refused = asked("mutation", offer, 11).expect_err(offer);
    assert_eq!(refused.error.message(), "The query has more than 10 mutations in one operation.");
    for (field, most) in [(meets, 22), (verify, 41)] {
        let asked = |times: usize| asked("query", field, times);
        let each = asked(1).expect(field);
        let all = asked(most).unwrap_or_else(|refusal| panic!("{field}: {}", refusal.error.message()));
        assert!(all <= 25_000 && all + each > 25_000, "{field}: {each} points, {all}");
        let refused = asked(most + 1).expect_err(field);
        assert_eq!(refused.error.code(), ErrorCode::OverLimit, "{field}");
        assert_eq!(refused.error.message(), "The query has more than 25000 points of cost.");
    }
}

#[test]
fn a_choice_of_one_is_made_once_and_the_message_says_where_and_of_what() {
    let literal = |goal: &str| {
        let query = format!(
            "{{ recommendPathways(input: {{ goal: {goal}, learner: {{}}, limits: {{ hoursPerWeek: 4 }} }}) {{
                userErrors {{ code }} }} }}"
        );
        cost(&query, json!({ "t": 3 })).map_err(|refusal| refusal.error.message().to_owned())
    };
    let choices = "give exactly one of course, credit, qualification, role, tier.";
    assert_eq!(literal("{}"), Err(format!("The value of input.goal is empty; {choices}")));
    let two = "{ tier: 3, role: \"advocate\" }";
    assert_eq!(literal(two), Err(format!("The value of input.goal has tier and role; {choices}")));
    assert_eq!(literal("{ tier: null }"), Err(format!("The value of input.goal has null for tier; {choices}")));
    assert!(literal("{ tier: 3 }").is_ok());

    let variable = |held: Value| {
        let query = "query E($learner: LearnerInput!) { eligibility(for: { tier: 3 }, learner: $learner) {
            userErrors { code } } }";
        let asked = cost(query, json!({ "learner": { "held": held } }));
        asked.map_err(|refusal| (refusal.error.code(), refusal.error.message().to_owned()))
    };
    let said = |what: &str| {
        let message = format!("The value of $learner.held.1 {what}; give exactly one of course, qualification.");
        Err((ErrorCode::BadQuery, message))
    };
    let one = json!({ "qualification": { "code": "CHC43515", "completed": "2026-05-01" } });
    assert_eq!(variable(json!([one, {}])), said("is empty"));
    assert_eq!(variable(json!([one, { "course": null }])), said("has null for course"));
    assert_eq!(variable(json!([one, { "course": {}, "qualification": {} }])), said("has course and qualification"));
    assert!(variable(json!([one])).is_ok());
    // A single value stands for a list of one.
    assert!(variable(one).is_ok());
}

#[tokio::test]
async fn a_placement_that_was_not_told_is_asked_for_by_its_name_here() {
    let built_in = Arc::new(ops::built_in_catalogue().expect("built-in catalogue"));
    let query = "{ eligibility(for: { qualification: \"CHC43515\" }, learner: { employment: NOT_EMPLOYED }) {
        eligibility { verdict findings { standing notes } } } }";
    let answer = schema().execute(Request::new(query).data(built_in).data(Today::at(Utc::now()))).await;
    let answer = answer.data.into_json().expect("JSON");
    let notes = json!(["not said: how many hours of placement, or work, you can secure; tell it with placementHours"]);
    let found = &answer["eligibility"]["eligibility"];
    assert_eq!(found["verdict"], "NOT_SAID");
    assert_eq!(found["findings"][0], json!({ "standing": "NOT_SAID", "notes": notes }));
}

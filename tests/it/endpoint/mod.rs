//! The server as a client sees it: over a socket, with the built-in catalogue.

mod pathways;
mod refusals;

use std::collections::BTreeSet;

use registry_tests::seeds::catalogue;
use registry_tests::server::{Server, scratch};
use serde_json::{Value, json};

/// The question of a person six months in, and everything an answer can say.
const RECOMMEND: &str = "
query Recommend($input: RecommendPathwaysInput!) {
  recommendPathways(input: $input) {
    outcome {
      __typename
      ... on Pathways {
        goal goalTitle
        alsoNeeded { requirement strength followed provenance { words } }
        pathways {
          bestAt summary cost finish heaviestWeekHours ownTimeHours days releasedDays proved
          years { from to cost days }
          credit { points of standing rule { code } qualification { code } }
          steps {
            title start end cost price mode invented item { __typename ... on CourseVersion { version course { code } } ... on Qualification { code } }
            offering { code } provider { code } reasons { askedBy askedByTitle requirement strength }
            advice { requirement strength followed } waitsFor { gate from } unlocks attestations
          }
        }
      }
      ... on NoPathway {
        goal goalTitle summary conflict proved blockers { barred missing } relaxations { change limit }
      }
    }
    userErrors { code message field }
  }
}";

/// Fifty courses, each with the tree of what it asks for and the courses in it.
const NESTED: &str = "
query Nested($first: Int!) {
  courses(first: $first) {
    totalCount
    nodes {
      id code title kind description
      currentVersion { version volumeOfLearningHours }
      requisites {
        words provenance { words }
        requires {
          __typename
          ... on CourseRequirement { version course { id code title } }
          ... on QualificationRequirement { qualification { code } }
          ... on AnyOf { of { ... on CourseRequirement { course { code } } } }
        }
      }
    }
  }
}";

/// A person six months in who wants the third tier.
fn six_months_in() -> Value {
    json!({ "input": {
        "learner": { "experienceMonths": 6, "employment": "EMPLOYED" },
        "goal": { "tier": 3 },
        "limits": {
            "earliestStart": "2027-02-01", "hoursPerWeek": 3, "daysPerYear": 3, "budgetPerYear": "400.00",
            "regions": ["melbourne-metro"], "perspective": "CONSUMER",
        },
    } })
}

#[test]
fn what_people_ask_is_answered() {
    let server = Server::in_memory();
    let found =
        server.client.data("{ courses(first: 1) { nodes { id code currentVersion { id version } } } }", json!({}));
    let course = &found["courses"]["nodes"][0];
    let version = &course["currentVersion"];
    let learner = json!({ "experienceMonths": 6, "employment": "EMPLOYED" });
    for (query, variables) in [
        ("{ __typename }", json!({})),
        ("{ catalogueRevision rateLimit { cost remaining resetAt } }", json!({})),
        (
            "query($id: ID!) { course(id: $id) { title } node(id: $id) { id __typename } }",
            json!({ "id": course["id"] }),
        ),
        (
            "query($id: ID!) { node(id: $id) { ... on CourseVersion { version course { code } } } }",
            json!({ "id": version["id"] }),
        ),
        (
            "query($c: String!) { courseByCode(code: $c) { title offerings { nodes { code price } } unlocks { __typename } } }",
            json!({ "c": course["code"] }),
        ),
        (
            "query($c: String!, $v: String!) { courseVersion(course: $c, version: $v) { published outcomes credit { points } } }",
            json!({ "c": course["code"], "v": version["version"] }),
        ),
        ("{ courses(search: \"peer\", filter: { tier: 3, peerLed: true }) { totalCount nodes { code } } }", json!({})),
        (
            "{ qualifications { nodes { code aqfLevel packaging { units } leadsTo { qualification { code } } } } }",
            json!({}),
        ),
        ("{ providers { nodes { code title offerings(first: 2) { totalCount } } } }", json!({})),
        ("{ tiers { number title entry { words } completionWords } readinessTiers { number title } }", json!({})),
        ("{ roles { code title preparation { words } } role(code: \"advocate\") { title } }", json!({})),
        ("{ workforces { code } tags { code kind } regions { code } sourceDocuments { code title } }", json!({})),
        (
            "{ fundingSources { code } supportCommitments { code } creditSchemes { code } creditRules { code standing } }",
            json!({}),
        ),
        (
            "{ catalogueHealth { unreachableCount unreachable { entry { key kind code title } reason unmet { requirement version strength missing { key } provenance { words } } unitOf { key } replacedBy { key } }
                bottlenecks { entry { key } lostCount lost { key } } bottlenecksComplete waitedFor { entry { key } reachable waitsBehind longestChain }
                redundant { requisite { entry { key } version requirement kind strength provenance { words } } impliedBy } unmetAdvice { requirement }
                assumed(first: 100) { requirement provenance { note } } unpublishedRanges { requirement matches }
                successions { entry { key } by { key } equivalence last { key } steps countsAsLast } isolated { key }
                withoutCreditCount withoutAqfAlignmentCount provenance { kind document external assumption invented } } }",
            json!({}),
        ),
        ("{ requisiteGraph(for: { tier: 3 }) { nodes { key } edges { from to } dot mermaid } }", json!({})),
        (
            "query($l: LearnerInput!) { eligibility(learner: $l, for: { tier: 3 }, on: \"2027-02-01\") { eligibility { verdict from findings { requirement standing } } userErrors { code } } }",
            json!({ "l": learner }),
        ),
        (RECOMMEND, six_months_in()),
    ] {
        let found = server.client.data(query, variables);
        let fields = found.as_object().expect("an object");
        assert!(!fields.is_empty() && !fields.values().any(Value::is_null), "{query}\n{found}");
    }
}

#[test]
fn tools_can_read_the_schema() {
    let server = Server::in_memory();
    let standard = include_str!("../../../registry-api/src/graphql/guard/introspection.graphql");
    let schema = server.client.data(standard, json!({}));
    let types = schema["__schema"]["types"].as_array().expect("types");
    let described = |name: &str| {
        types.iter().find(|of| of["name"] == name).unwrap_or_else(|| panic!("{name} is in the schema"))["description"]
            .is_string()
    };
    assert!(["Query", "Pathways", "NoPathway", "Advice", "RecommendPathwaysInput"].into_iter().all(described));
}

#[test]
fn what_a_query_costs_is_said_and_grows_with_what_it_asks() {
    let server = Server::in_memory();
    let cost = |first: u32| {
        let query = format!(
            "{{ rateLimit {{ cost remaining resetAt }} courses(first: {first}) {{ nodes {{ code title }} }} }}"
        );
        let answer = server.client.ask(&query, json!({}));
        let limit = &answer.json()["data"]["rateLimit"];
        assert_eq!(limit["cost"].to_string(), answer.header("x-query-cost"), "{}", answer.text);
        assert_eq!(limit["remaining"].to_string(), answer.header("x-rate-limit-remaining"));
        assert!(limit["resetAt"].as_str().is_some_and(|at| at.ends_with('Z')), "{}", answer.text);
        limit["cost"].as_u64().expect("a number")
    };
    let (ten, fifty) = (cost(10), cost(50));
    assert_eq!(fifty - ten, 40 * 3, "each course is an object and two values");
}

/// Reads ask the database nothing: the snapshot has it all.
#[test]
fn a_nested_page_of_fifty_courses_takes_no_statement() {
    let folder = scratch("statements");
    let server = Server::with_database(&folder.join("registry.db"));
    let store = server.state.store().expect("a database");
    let before = store.statements();
    let found = server.client.data(NESTED, json!({ "first": 50 }));
    let nodes = found["courses"]["nodes"].as_array().expect("courses");
    assert_eq!(nodes.len(), 50);
    let requisites = nodes.iter().filter_map(|course| course["requisites"].as_array()).map(Vec::len).sum::<usize>();
    assert!(requisites > 0, "no course asks for anything");
    server.client.data(RECOMMEND, six_months_in());
    server.client.data("{ requisiteGraph { dot } tiers { title } }", json!({}));
    assert_eq!(store.statements() - before, 0);
    drop(server);
    std::fs::remove_dir_all(folder).expect("the folder goes");
}

#[test]
fn paging_visits_every_course_once_and_in_order() {
    let server = Server::in_memory();
    let expected: Vec<String> = catalogue().courses().map(|course| course.code.to_string()).collect();
    for size in [1, 7, 100] {
        let (mut after, mut codes) = (Value::Null, Vec::new());
        loop {
            let query = "query($first: Int!, $after: String) { courses(first: $first, after: $after) {
                totalCount nodes { code } pageInfo { hasNextPage endCursor } } }";
            let page = server.client.data(query, json!({ "first": size, "after": after }))["courses"].take();
            assert_eq!(page["totalCount"], expected.len());
            codes.extend(
                page["nodes"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|course| course["code"].as_str())
                    .map(str::to_owned),
            );
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
            assert!(codes.len() <= expected.len(), "the pages do not end");
        }
        assert_eq!(codes, expected, "in pages of {size}");
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    }
}

/// Two planner runs and what stands about them in one query, many times, side by side: the bytes never change.
#[test]
fn the_same_query_has_the_same_bytes() {
    let server = Server::in_memory();
    let input = "learner: { experienceMonths: 6, employment: EMPLOYED }, limits: { earliestStart: \"2027-02-01\", hoursPerWeek: 3 }";
    let plan = |alias: &str, tier: u8| {
        format!(
            "{alias}: recommendPathways(input: {{ goal: {{ tier: {tier} }}, {input} }}) {{ outcome {{ __typename ... on Pathways {{ pathways {{ summary steps {{ title offering {{ code }} }} }} }} }} }}"
        )
    };
    let query = format!(
        "{{ before: catalogueRevision {} between: tiers {{ title number }} {} after: courses(first: 40) {{ nodes {{ title code tags {{ code }} }} }} }}",
        plan("first", 3),
        plan("second", 1)
    );
    let first = server.client.ask(&query, json!({}));
    assert_eq!(first.status, 200, "{}", first.text);
    let places: Vec<_> = ["before", "first", "between", "second", "after"]
        .map(|key| first.text.find(&format!("\"{key}\":")).expect("every field is answered"))
        .into();
    assert!(places.is_sorted(), "the fields are not in the order asked: {places:?}");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..2 {
                    assert_eq!(server.client.ask(&query, json!({})).text, first.text);
                }
            });
        }
    });
}

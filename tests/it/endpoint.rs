//! The server as a client sees it: over a socket, with the built-in catalogue.

use std::collections::BTreeSet;

use registry_core::course::Mode;
use registry_core::learner_record::{Employment, Held, PartnerRelease};
use registry_core::pathway::request::Wish;
use registry_core::pathway::{Budget, Goal, Recommendation, Request, recommend};
use registry_core::role::Perspective;
use registry_tests::seeds::{catalogue, people};
use registry_tests::server::{Answer, GRAPHQL_RESPONSE, Server, scratch};
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

/// What every refusal must keep to, whatever was sent.
#[track_caller]
fn is_tidy(answer: &Answer, sent: &str) {
    let said = answer.json();
    let errors = said["errors"].as_array().expect("errors");
    assert!((1..=5).contains(&errors.len()), "{}", answer.text);
    for error in errors {
        let message = error["message"].as_str().expect("a message");
        assert!(message.chars().count() <= 300, "{message}");
        assert!(message.starts_with(char::is_uppercase) && message.ends_with('.'), "{message}");
        assert!(error["extensions"]["requestId"].as_str().is_some_and(|id| id.len() == 16), "{}", answer.text);
    }
    assert!(!answer.text.contains("Did you mean"), "{}", answer.text);
    assert!(sent.len() < 20 || !answer.text.contains(sent), "the query is repeated: {}", answer.text);
    assert_eq!((answer.header("cache-control"), answer.header("x-content-type-options")), ("no-store", "nosniff"));
    assert!(said.get("data").is_none(), "{}", answer.text);
}

#[test]
fn only_a_post_of_json_is_graphql() {
    let server = Server::in_memory();
    let query = json!({ "query": "{ __typename }" }).to_string();
    let json_type = [("content-type", "application/json")];
    let batch = format!("[{query},{query}]");
    let long = json!({ "query": format!("{{ __typename }}{}", " ".repeat(70_000)) }).to_string();
    let multipart =
        "--x\r\ncontent-disposition: form-data; name=\"operations\"\r\n\r\n{\"query\":\"{__typename}\"}\r\n--x--\r\n";
    let form = "query=%7B__typename%7D";
    for (what, headers, body, status) in [
        ("text/plain", &[("content-type", "text/plain")][..], query.as_str(), 415),
        ("multipart", &[("content-type", "multipart/form-data; boundary=x")], multipart, 415),
        ("a form", &[("content-type", "application/x-www-form-urlencoded")], form, 415),
        ("no content type", &[], query.as_str(), 415),
        ("another charset", &[("content-type", "application/json; charset=utf-16")], query.as_str(), 415),
        ("compressed", &[("content-type", "application/json"), ("content-encoding", "gzip")], query.as_str(), 415),
        ("a batch", &json_type, batch.as_str(), 400),
        ("half of a JSON text", &json_type, "{\"query\": \"{ __typename }\"", 400),
        ("nothing", &json_type, "", 400),
        ("a query that is no text", &json_type, "{\"query\": {}}", 400),
        ("no query", &json_type, "{\"operationName\": \"A\"}", 400),
        ("70 KB", &json_type, long.as_str(), 413),
        ("an answer as a page", &[("content-type", "application/json"), ("accept", "text/html")], query.as_str(), 406),
    ] {
        let answer = server.client.send("POST", "/graphql", headers, body.as_bytes());
        assert_eq!(answer.status, status, "{what}: {}", answer.text);
        is_tidy(&answer, body);
    }
    for method in ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = server.client.send(method, "/graphql?query=%7B__typename%7D", &[], b"");
        assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{method}: {}", answer.text);
        is_tidy(&answer, "query=%7B__typename%7D");
    }
}

#[test]
fn the_answer_has_the_media_type_asked_for() {
    let server = Server::in_memory();
    let json_answer = "application/json; charset=utf-8";
    let graphql_answer = "application/graphql-response+json; charset=utf-8";
    for (accept, media, status_of_a_bad_query) in [
        (None, json_answer, 200),
        (Some("*/*"), json_answer, 200),
        (Some("application/json"), json_answer, 200),
        (Some("application/*"), json_answer, 200),
        (Some(GRAPHQL_RESPONSE), graphql_answer, 400),
        (Some("application/graphql-response+json, application/json;q=0.9"), graphql_answer, 400),
        (Some("application/graphql-response+json;q=0.1, application/json"), json_answer, 200),
        (Some("text/html, application/json;q=0.5"), json_answer, 200),
    ] {
        let mut headers = vec![("content-type", "application/json; charset=UTF-8")];
        headers.extend(accept.map(|accept| ("accept", accept)));
        for (query, status) in [("{__typename}", 200), ("{titel}", status_of_a_bad_query)] {
            let body = json!({ "query": query }).to_string();
            let answer = server.client.send("POST", "/graphql", &headers, body.as_bytes());
            assert_eq!((answer.status, answer.header("content-type")), (status, media), "{accept:?} {query}");
        }
    }
}

#[test]
fn errors_are_few_and_short_and_repeat_nothing() {
    let server = Server::in_memory();
    let wrong_names: String = (0..900).map(|n| format!("courseByCod{n} ")).collect();
    let secret = "jane.citizen@example.org";
    for (query, code) in [
        (format!("{{ {wrong_names} }}"), "BAD_QUERY"),
        ("{ cours }".to_owned(), "BAD_QUERY"),
        ("{ courses { nodes { titel } } }".to_owned(), "BAD_QUERY"),
        ("{ courses(frist: 3) { totalCount } }".to_owned(), "BAD_QUERY"),
        (format!("{{ courses(filter: {{ priceMax: \"{secret}\" }}) {{ totalCount }} }}"), "BAD_QUERY"),
        (format!("{{ course(id: \"{secret}\") {{ code }} }}"), "BAD_QUERY"),
        (format!("{{ courses(after: \"{secret}\") {{ totalCount }} }}"), "BAD_QUERY"),
        ("{ courses(first: 101) { totalCount } }".to_owned(), "OVER_LIMIT"),
        ("{ courses(first: -1) { totalCount } }".to_owned(), "BAD_QUERY"),
        ("query($id: ID!) { course(id: $id) { code } }".to_owned(), "BAD_QUERY"),
        ("mutation { publishCourseVersion }".to_owned(), "BAD_QUERY"),
        ("subscription { courses }".to_owned(), "BAD_QUERY"),
    ] {
        let answer = server.client.ask(&query, json!({}));
        let ran = answer.json().get("data").is_some();
        assert!(ran || answer.status == 400, "{} {}", answer.status, answer.text);
        assert_eq!(answer.code(), code, "{query}: {}", answer.text);
        assert!(!answer.text.contains(secret) && !answer.text.contains("Did you mean"), "{}", answer.text);
        assert!(answer.text.len() < 3_000, "{} bytes", answer.text.len());
        let said = answer.json();
        for error in said["errors"].as_array().expect("errors") {
            let message = error["message"].as_str().expect("a message");
            assert!(message.starts_with(char::is_uppercase) && message.ends_with('.'), "{message}");
        }
    }
}

#[test]
fn an_id_of_another_type_has_a_code_of_its_own() {
    let server = Server::in_memory();
    let found = server.client.data("{ providers(first: 1) { nodes { id } } }", json!({}));
    let id = &found["providers"]["nodes"][0]["id"];
    let answer = server.client.ask("query($id: ID!) { course(id: $id) { code } }", json!({ "id": id }));
    assert_eq!((answer.code().as_str(), answer.status), ("WRONG_ID", 200), "{}", answer.text);
}

#[test]
fn tools_can_read_the_schema() {
    let server = Server::in_memory();
    let standard = include_str!("../../registry-api/src/graphql/guard/introspection.graphql");
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

#[test]
fn whoever_asks_too_much_is_told_when_to_come_back() {
    let server = Server::in_memory();
    let query =
        "{ a: courses(first: 100) { nodes { code title description versions(first: 20) { nodes { version } } } } }";
    let mut answers = (0..40).map(|_| server.client.ask(query, json!({})));
    let refused = answers.find(|answer| answer.status != 200).expect("the points end");
    assert_eq!((refused.status, refused.code().as_str()), (429, "RATE_LIMITED"), "{}", refused.text);
    let wait: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    is_tidy(&refused, query);
    let plain = server.client.send(
        "POST",
        "/graphql",
        &[("content-type", "application/json")],
        json!({ "query": query }).to_string().as_bytes(),
    );
    assert_eq!((plain.status, plain.code().as_str()), (200, "RATE_LIMITED"));
    assert_eq!(server.client.send("GET", "/health", &[], b"").status, 200);
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

/// The question of an invented person as the API takes it.
fn input_of(request: &Request) -> Value {
    let (record, limits) = (&request.record, &request.limits);
    let held = |held: &Held| match held {
        Held::Course { course, version, completed } => {
            json!({ "course": { "code": course.as_str(), "version": version.to_string(), "completed": completed } })
        }
        Held::Qualification { qualification, completed } => {
            json!({ "qualification": { "code": qualification.as_str(), "completed": completed } })
        }
    };
    let perspective = |perspective: Perspective| match perspective {
        Perspective::Consumer => "CONSUMER",
        Perspective::FamilyCarer => "FAMILY_CARER",
    };
    let (employment, from) = match record.employment() {
        Employment::Employed => ("EMPLOYED", None),
        Employment::Starting { from } => ("STARTING", Some(from)),
        Employment::NotEmployed => ("NOT_EMPLOYED", None),
    };
    let goal = match &request.goal {
        Goal::Role(code) => json!({ "role": code.as_str() }),
        Goal::Tier(tier) => json!({ "tier": tier.number() }),
        Goal::Course(code) => json!({ "course": code.as_str() }),
        Goal::Qualification(code) => json!({ "qualification": code.as_str() }),
        Goal::Credit { points, towards } => {
            json!({ "credit": { "points": points.to_string(), "towards": towards.as_str() } })
        }
    };
    let mode_name = |mode: Mode| match mode {
        Mode::Online => "ONLINE",
        Mode::InPerson => "IN_PERSON",
        Mode::Blended => "BLENDED",
    };
    let wish = |wish: Wish| match wish {
        Wish::Indifferent => "INDIFFERENT",
        Wish::Prefer => "PREFER",
        Wish::Only => "ONLY",
    };
    json!({ "input": {
        "learner": {
            "held": record.held().iter().map(held).collect::<Vec<_>>(),
            "experienceMonths": record.experience_months(),
            "employment": employment,
            "employmentFrom": from,
            "partnerRelease": record.partner_release() == PartnerRelease::Agreed,
            "supervision": record.supervision().iter().copied().map(perspective).collect::<Vec<_>>(),
            "placementHours": record.placement().as_f64(),
        },
        "goal": goal,
        "limits": {
            "earliestStart": limits.earliest_start,
            "deadline": limits.deadline,
            "hoursPerWeek": limits.hours_per_week.as_f64(),
            "daysPerYear": limits.days_per_year,
            "budgetPerYear": limits.budget_per_year.map(String::from),
            "funding": limits.funding.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
            "regions": limits.regions.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
            "modes": limits.modes.iter().copied().map(mode_name).collect::<Vec<_>>(),
            "perspective": limits.perspective.map(perspective),
            "exclude": limits.exclude.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
        },
        "peerWishes": {
            "led": wish(request.wishes.led),
            "developed": wish(request.wishes.developed),
            "delivered": wish(request.wishes.delivered),
        },
    } })
}

/// What core answers, in the words of the API: as far as figures go.
fn figures(answer: &Recommendation) -> Value {
    match answer {
        Recommendation::Pathways(found) => json!({
            "__typename": "Pathways",
            "goal": found.goal.to_string(),
            "alsoNeeded": found.also_needed.iter().map(|advice| json!([advice.requirement, advice.followed])).collect::<Vec<_>>(),
            "pathways": found.pathways.iter().map(|pathway| json!({
                "cost": String::from(pathway.cost),
                "finish": pathway.finish,
                "heaviestWeekHours": pathway.heaviest_week.as_f64(),
                "ownTimeHours": pathway.own_time.as_f64(),
                "days": pathway.days,
                "proved": pathway.proved,
                "steps": pathway.steps.iter().map(|step| json!([step.offering.as_str(), step.start, step.end])).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        }),
        Recommendation::NoPathway(none) => json!({
            "__typename": "NoPathway",
            "goal": none.goal.to_string(),
            "blockers": none.blockers.iter().map(|blocker| blocker.missing.clone()).collect::<Vec<_>>(),
            "conflict": none.conflict.len(),
            "relaxations": none.relaxations.iter().map(|change| change.change.clone()).collect::<Vec<_>>(),
            "proved": none.proved,
        }),
    }
}

/// The same figures out of the API's answer.
fn shown(outcome: &Value) -> Value {
    let list = |value: &Value, show: &dyn Fn(&Value) -> Value| {
        value.as_array().into_iter().flatten().map(show).collect::<Value>()
    };
    let list = |value: &Value, show: &dyn Fn(&Value) -> Value| match list(value, show) {
        Value::Null => json!([]),
        items => items,
    };
    if outcome["__typename"] == "NoPathway" {
        return json!({
            "__typename": "NoPathway", "goal": outcome["goal"], "proved": outcome["proved"],
            "blockers": list(&outcome["blockers"], &|blocker| blocker["missing"].clone()),
            "conflict": outcome["conflict"].as_array().map(Vec::len),
            "relaxations": list(&outcome["relaxations"], &|change| change["change"].clone()),
        });
    }
    json!({
        "__typename": outcome["__typename"], "goal": outcome["goal"],
        "alsoNeeded": list(&outcome["alsoNeeded"], &|advice| json!([advice["requirement"], advice["followed"]])),
        "pathways": list(&outcome["pathways"], &|pathway| json!({
            "cost": pathway["cost"], "finish": pathway["finish"], "heaviestWeekHours": pathway["heaviestWeekHours"],
            "ownTimeHours": pathway["ownTimeHours"], "days": pathway["days"], "proved": pathway["proved"],
            "steps": list(&pathway["steps"], &|step| json!([step["offering"]["code"], step["start"], step["end"]])),
        })),
    })
}

#[test]
fn the_planner_answers_over_the_api_as_it_does_within() {
    let catalogue = catalogue();
    let mut kinds = BTreeSet::new();
    for (name, person) in people() {
        let budget = Budget { steps: registry_api::ops::recommend::SHARED.steps };
        let expected = recommend(&catalogue, &person.request, budget).expect("a sound question");
        // One for each: the answers to all of them cost more than one client has in a minute.
        let server = Server::in_memory();
        let found = server.client.data(RECOMMEND, input_of(&person.request));
        let payload = &found["recommendPathways"];
        assert_eq!(payload["userErrors"], json!([]), "{name}");
        let outcome = &payload["outcome"];
        assert_eq!(shown(outcome), figures(&expected), "{name}");
        kinds.insert(outcome["__typename"].to_string());
    }
    assert_eq!(kinds.len(), 2, "both kinds of answer are among the people: {kinds:?}");
}

#[test]
fn what_is_wrong_with_a_question_is_said_in_sentences() {
    let server = Server::in_memory();
    let variables = json!({ "input": {
        "learner": {
            "experienceMonths": 601, "employment": "STARTING", "partnerRelease": true, "placementHours": -0.1,
            "held": [
                { "course": { "code": "no such", "version": "1", "completed": "yesterday" } },
                { "qualification": { "code": "CHC4351", "completed": "2026-01-01" } },
                { "qualification": { "code": "CHC4351", "completed": "2026-01-01" } },
            ],
        },
        "goal": { "tier": 9 },
        "limits": { "hoursPerWeek": 61, "budgetPerYear": "$5", "regions": ["melborne-metro"], "deadline": "2000-01-01" },
    } });
    let found = server.client.data(RECOMMEND, variables);
    let payload = &found["recommendPathways"];
    assert_eq!(payload["outcome"], Value::Null);
    let errors = payload["userErrors"].as_array().expect("errors");
    assert!(errors.len() >= 9, "{errors:?}");
    for error in errors {
        let message = error["message"].as_str().expect("a message");
        assert!(message.starts_with(char::is_uppercase) && message.ends_with('.'), "{message}");
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

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use poem::http::HeaderMap;
use serde_json::{Value, json};

use super::*;
use crate::graphql::fake_schema::{FakeSchema, Runs, guard, schema};
use crate::rate::RateLimit;

const RESPONSE_JSON: &str = "application/graphql-response+json";

fn endpoint(runs: &Runs) -> GraphqlEndpoint<FakeSchema, NoContext> {
    GraphqlEndpoint::new(schema(runs), guard(None), NoContext)
}

struct Said {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Said {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or("none").to_owned()
    }
}

async fn send<E: Endpoint>(endpoint: &E, request: Request) -> Said {
    let response = endpoint.get_response(request).await;
    let (parts, body) = response.into_parts();
    Said { status: parts.status, headers: parts.headers, text: body.into_string().await.unwrap() }
}

fn request(body: impl Into<poem::Body>, headers: &[(&'static str, &str)]) -> Request {
    let mut builder = Request::builder().method(Method::POST).uri_str("/graphql");
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(body)
}

async fn post(body: &Value, accept: &str) -> Said {
    let headers = [("content-type", "application/json"), ("accept", accept)];
    send(&endpoint(&Runs::default()), request(body.to_string(), &headers)).await
}

async fn query(text: &str) -> Said {
    post(&json!({ "query": text }), RESPONSE_JSON).await
}

#[tokio::test]
async fn a_query_is_answered_in_the_media_type_asked_for() {
    for (accept, content_type) in [
        ("*/*", "application/json; charset=utf-8"),
        (RESPONSE_JSON, "application/graphql-response+json; charset=utf-8"),
    ] {
        let said = post(&json!({"query": "{hello}"}), accept).await;
        assert_eq!((said.status, said.json()), (StatusCode::OK, json!({"data": {"hello": "hello"}})));
        assert_eq!(said.headers["content-type"], content_type);
        assert_eq!(said.headers["cache-control"], "no-store");
        assert_eq!(said.headers["x-content-type-options"], "nosniff");
        assert_eq!(said.headers["referrer-policy"], "no-referrer");
        assert_eq!(said.headers["x-query-cost"], "5");
    }
}

#[tokio::test]
async fn a_query_that_cannot_run_has_no_data_and_says_so_by_the_status_if_asked() {
    let cases = [
        (json!({"query": "{"}), "BAD_QUERY"),
        (json!({"query": "{nothing}"}), "BAD_QUERY"),
        (json!({"query": "{courses(first:101){totalCount}}"}), "OVER_LIMIT"),
        (json!({"query": "query A{hello} query B{hello}"}), "BAD_QUERY"),
        (json!({"query": "{hello}", "operationName": "Missing"}), "BAD_QUERY"),
        (json!({"query": "query($id:ID!){__typename}", "variables": {"id": null}}), "BAD_QUERY"),
        (json!({"query": "subscription{hello}"}), "BAD_QUERY"),
    ];
    for (body, code) in cases {
        for (accept, status) in [(RESPONSE_JSON, StatusCode::BAD_REQUEST), ("application/json", StatusCode::OK)] {
            let said = post(&body, accept).await;
            assert_eq!((said.status, said.code().as_str()), (status, code), "{body} {accept}");
            assert!(said.json().get("data").is_none(), "{}", said.text);
        }
    }
}

#[tokio::test]
async fn a_body_that_is_no_request_is_refused_under_either_media_type() {
    let not_requests = [
        "",
        "nonsense",
        "{\"query\":",
        "[]",
        "[{\"query\":\"{hello}\"}]",
        "null",
        "1",
        "\"{hello}\"",
        "{}",
        "{\"query\":1}",
        "{\"query\":null}",
        "{\"query\":[\"{hello}\"]}",
        "\u{feff}{\"query\":\"{hello}\"}",
        "{\"query\":\"{hello}\",\"operationName\":1}",
        "{\"query\":\"{hello}\",\"variables\":[]}",
        "{\"query\":\"{hello}\",\"variables\":\"{}\"}",
        "{\"query\":\"{hello}\",\"extensions\":1}",
        "{\"query\":\"\\ud800\"}",
    ];
    for body in not_requests {
        for accept in [RESPONSE_JSON, "application/json"] {
            let headers = [("content-type", "application/json"), ("accept", accept)];
            let said = send(&endpoint(&Runs::default()), request(body, &headers)).await;
            assert_eq!((said.status, said.code().as_str()), (StatusCode::BAD_REQUEST, "BAD_REQUEST"), "{body}");
        }
    }
    let invalid_utf8 = request(b"{\"query\":\"\xff\"}".to_vec(), &[("content-type", "application/json")]);
    assert_eq!(send(&endpoint(&Runs::default()), invalid_utf8).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn null_members_and_unknown_members_are_as_good_as_absent() {
    let body = json!({"query": "{hello}", "operationName": null, "variables": null, "extensions": null, "x": 1});
    assert_eq!(post(&body, RESPONSE_JSON).await.status, StatusCode::OK);
    let body = json!({"query": "query A{hello}", "operationName": "A", "variables": {}, "extensions": {"a": 1}});
    assert_eq!(post(&body, RESPONSE_JSON).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_mutation_runs_by_post_with_json_and_by_nothing_else() {
    let runs = Runs::default();
    let endpoint = endpoint(&runs);
    let body = json!({"query": "mutation{publish{course{title}}}"}).to_string();
    for content_type in [
        "text/plain",
        "text/plain; application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
    ] {
        let said = send(&endpoint, request(body.clone(), &[("content-type", content_type)])).await;
        assert_eq!(said.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{content_type}");
    }
    assert_eq!(send(&endpoint, request(body.clone(), &[])).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH] {
        let mut http = request(body.clone(), &[("content-type", "application/json")]);
        http.set_method(method);
        *http.uri_mut() = "/graphql?query=mutation%7Bpublish%7Bcourse%7Btitle%7D%7D%7D".parse().unwrap();
        let said = send(&endpoint, http).await;
        assert_eq!((said.status, &said.headers["allow"]), (StatusCode::METHOD_NOT_ALLOWED, &"POST".parse().unwrap()));
    }
    let batch = request(format!("[{body}]"), &[("content-type", "application/json")]);
    assert_eq!(send(&endpoint, batch).await.status, StatusCode::BAD_REQUEST);
    let html = request(body.clone(), &[("content-type", "application/json"), ("accept", "text/html")]);
    assert_eq!(send(&endpoint, html).await.status, StatusCode::NOT_ACCEPTABLE);
    assert_eq!(runs.0.load(Ordering::SeqCst), 0);
    send(&endpoint, request(body, &[("content-type", "application/json")])).await;
    assert_eq!(runs.0.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_number_out_of_range_below_a_mutation_stops_it_before_it_runs() {
    let runs = Runs::default();
    let endpoint = endpoint(&runs);
    for nested in
        ["title(maxLength:3000000000)", "requisites(first:101){totalCount}", "requisites(first:-1){totalCount}"]
    {
        let body = json!({"query": format!("mutation{{publish{{course{{{nested}}}}}}}")}).to_string();
        let said = send(&endpoint, request(body, &[("content-type", "application/json")])).await;
        assert!(["BAD_QUERY", "OVER_LIMIT"].contains(&said.code().as_str()), "{}", said.text);
    }
    assert_eq!(runs.0.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_body_too_large_is_refused_with_and_without_an_announced_length() {
    let padded = |bytes: usize| {
        let body = json!({"query": "{hello}"}).to_string();
        body.clone() + &" ".repeat(bytes - body.len())
    };
    let kind = ("content-type", "application/json");
    let said = send(&endpoint(&Runs::default()), request(padded(MAX_BODY_BYTES), &[kind])).await;
    assert_eq!(said.status, StatusCode::OK);
    let said = send(&endpoint(&Runs::default()), request(padded(MAX_BODY_BYTES + 1), &[kind])).await;
    assert_eq!((said.status, said.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "OVER_LIMIT"));
    let announced = request("", &[kind, ("content-length", "9000000000")]);
    assert_eq!(send(&endpoint(&Runs::default()), announced).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_a_resolver_says_of_the_inside_never_reaches_a_client() {
    for field in ["panics", "database", "databaseOrNothing"] {
        let said = query(&format!("{{{field}}}")).await;
        assert_eq!(said.code(), "INTERNAL", "{field}");
        for secret in ["secret", "UNIQUE", "jane", "learner", "table"] {
            assert!(!said.text.contains(secret), "{field}: {}", said.text);
        }
        let id = said.json()["errors"][0]["extensions"]["requestId"].clone();
        assert_eq!(id.as_str(), said.headers["x-request-id"].to_str().ok());
    }
    assert_eq!(query("{panics}").await.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(query("{hello}").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_error_of_one_field_leaves_the_others_and_keeps_its_code() {
    let said = query("{hello learner}").await;
    let error = &said.json()["errors"][0];
    assert_eq!((said.status, said.code().as_str()), (StatusCode::OK, "NOT_SIGNED_IN"));
    assert_eq!(said.json()["data"], json!({"hello": "hello", "learner": null}));
    assert_eq!(error["message"], "Sign in to read a learner record.");
    assert_eq!(error["path"], json!(["learner"]));
}

#[tokio::test]
async fn errors_are_few_short_and_suggest_nothing() {
    let wrong: String = (0..500).map(|n| format!("titel{n} ")).collect();
    let said = query(&format!("{{helo course{{{wrong}}}}}")).await;
    let errors = said.json()["errors"].as_array().unwrap().clone();
    assert_eq!(errors.len(), 5);
    assert!(!said.text.contains("Did you mean"), "{}", said.text);
    assert!(said.text.len() < 5 * 600, "{} bytes", said.text.len());
    let long = query(&format!("{{{}}}", "a".repeat(100))).await;
    assert!(long.json()["errors"][0]["message"].as_str().unwrap().chars().count() <= 300);
}

#[tokio::test]
async fn a_resolver_is_told_what_the_request_was_charged() {
    let said = query("{charged courses(first:10){nodes{title}}}").await;
    assert_eq!(said.json()["data"]["charged"], json!(1 + 2 + 2 * 10));
    assert_eq!(said.headers["x-query-cost"], "23");
}

#[tokio::test]
async fn a_client_out_of_points_is_told_when_to_return() {
    let rate = RateLimit { points_a_minute: 10, max_clients: 10 };
    let endpoint = GraphqlEndpoint::new(schema(&Runs::default()), guard(Some(rate)), NoContext);
    let body = json!({"query": "{hello}"}).to_string();
    let headers = [("content-type", "application/json"), ("accept", RESPONSE_JSON)];
    let mut last = send(&endpoint, request(body.clone(), &headers)).await;
    assert_eq!(last.headers["x-rate-limit-remaining"], "5");
    for _ in 0..2 {
        last = send(&endpoint, request(body.clone(), &headers)).await;
    }
    assert_eq!((last.status, last.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
    assert!(last.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn the_largest_queries_let_through_are_validated_and_answered_quickly() {
    let levels = |n: usize| -> String {
        let fragments: String =
            (0..n).map(|n| format!("fragment F{n} on Query{{...F{} ...F{}}}", n + 1, n + 1)).collect();
        format!("{{...F0}}{fragments}fragment F{n} on Query{{hello}}")
    };
    let unknown: String = (0..1_900).map(|n| format!("x{n} ")).collect();
    let conflicts: String = (0..99).map(|n| format!("a:course(code:\"{n}\"){{title}}")).collect();
    let cases = [
        ("nine double spreads", levels(9)),
        ("1,900 unknown fields", format!("{{{unknown}}}")),
        ("conflicting aliases", format!("{{{conflicts}}}")),
        ("nearly the largest cost", "{courses(first:100){nodes{requisites(first:100){nodes{title}}}}}".to_owned()),
        ("standard introspection", include_str!("../guard/introspection.graphql").to_owned()),
    ];
    for (name, text) in cases {
        let start = Instant::now();
        let said = query(&text).await;
        let took = start.elapsed();
        println!("{name}: {} -> {} bytes, {} in {took:?}", text.len(), said.text.len(), said.status);
        assert!(took < Duration::from_secs(2), "{name} took {took:?}");
    }
}

#[tokio::test]
async fn a_failed_field_is_null_or_its_nearest_parent_that_may_be_is() {
    let cases = [
        ("{learner}", json!({"learner": null})),
        ("{hello learner}", json!({"hello": "hello", "learner": null})),
        ("{l:learner ...on Query{hello}}", json!({"l": null, "hello": "hello"})),
        ("{hello databaseOrNothing}", json!(null)),
        ("{hello course{title broken}}", json!({"hello": "hello", "course": null})),
        ("{course{broken}}", json!({"course": null})),
        ("{course{brokenOrNothing}}", json!({"course": {"brokenOrNothing": null}})),
        ("{course{brokenOrNothing broken}}", json!({"course": null})),
        ("{course{next{next{...F}}} hello} fragment F on Course{broken}", json!({"course": null, "hello": "hello"})),
        (
            "{courses(first:2){nodes{title brokenOrNothing}}}",
            json!({"courses": {"nodes": [
                {"title": "Listening 1", "brokenOrNothing": null}, {"title": "Listening 1", "brokenOrNothing": null}
            ]}}),
        ),
        ("{courses(first:2){nodes{title broken}}}", json!(null)),
        ("mutation{publish{course{title broken}}}", json!(null)),
    ];
    for (text, expected) in cases {
        let said = query(text).await;
        assert_eq!((said.status, &said.json()["data"]), (StatusCode::OK, &expected), "{text}: {}", said.text);
        assert!(said.json().as_object().unwrap().contains_key("data"), "{text}");
    }
}

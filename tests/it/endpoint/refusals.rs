//! What the server refuses, and how it says so.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::Duration;

use registry_tests::server::{Answer, GRAPHQL_RESPONSE, Server};
use serde_json::json;

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
fn whoever_asks_too_much_is_told_when_to_come_back() {
    let server = Server::in_memory();
    let query =
        "{ a: courses(first: 100) { nodes { code title description offerings(first: 20) { nodes { code } } } } }";
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

/// A connection that is closed on bytes still under way is reset, and its sender then sees no answer at all. Each answer says
/// that the connection ends, so that nobody asks the next question on it.
#[test]
fn whoever_is_refused_while_still_sending_sees_the_refusal() {
    let server = Server::in_memory();
    let address = server.client.socket("").trim_start_matches("ws://").to_owned();
    let (form, elsewhere) = ("application/x-www-form-urlencoded", "sec-fetch-site: cross-site\r\n");
    for (path, kind, header, length, status) in [
        ("/nothing", form, "", 1_000_000, "404"),
        ("/health", form, "", 1_000_000, "405"),
        ("/courses", "application/json", "", 1_000_000, "405"),
        ("/graphql", "text/plain", "", 1_000_000, "415"),
        ("/graphql", "multipart/form-data; boundary=x", "", 1_000_000, "415"),
        ("/graphql", "application/json", "accept: text/html\r\n", 1_000_000, "406"),
        ("/graphql/subscriptions", form, "", 1_000_000, "426"),
        ("/workspace/import", "multipart/form-data; boundary=x", "", 50_000_000, "413"),
        ("/claim", form, "", 1_000_000, "413"),
        ("/share", form, "", 1_000_000, "413"),
        ("/verify", form, "", 10_000_000, "413"),
        ("/verify", "application/json", "", 10_000_000, "413"),
        ("/graphql", "application/json", "", 1_000_000, "413"),
        ("/claim", form, elsewhere, 1_000_000, "403"),
        ("/verify", form, elsewhere, 1_000_000, "403"),
    ] {
        let mut stream = TcpStream::connect(&address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a patience");
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: {kind}\r\n{header}content-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("sent");
        let piece = vec![b'x'; length / 10];
        for _ in 0..10 {
            sleep(Duration::from_millis(5));
            assert!(stream.write_all(&piece).is_ok(), "{path} {kind}: the connection broke while we sent");
        }
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap_or_else(|why| panic!("{path} {kind}: {why}"));
        let answer = String::from_utf8_lossy(&answer);
        assert_eq!(answer.split(' ').nth(1), Some(status), "{path} {kind}: {answer}");
        assert!(answer.to_lowercase().contains("\r\nconnection: close\r\n"), "{path} {kind}: {answer}");
    }
}

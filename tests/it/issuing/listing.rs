//! A provider's own credentials: for its tokens alone, page by page.

use registry_tests::server::Server;
use serde_json::{Value, json};

use super::{Ground, PROVIDER, award, part, today};

const LIST: &str = "query($of: String, $filter: CredentialFilter, $first: Int, $after: String) {
  credentials(provider: $of, filter: $filter, first: $first, after: $after) { totalCount
    nodes { id provider course version qualification title completed status statusWords suspendable claimed reason document }
    pageInfo { hasNextPage hasPreviousPage endCursor } } }";

fn ask(ground: &Ground, token: &str, variables: &Value) -> Value {
    let answer = ground.ask_as(token, LIST, variables);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

fn ids(answer: &Value) -> Vec<&str> {
    let nodes = answer["data"]["credentials"]["nodes"].as_array();
    nodes.unwrap_or_else(|| panic!("{answer}")).iter().filter_map(|node| node["id"].as_str()).collect()
}

#[test]
fn a_provider_lists_what_it_issued_and_nobody_else_does() {
    let mut ground = Ground::new("issue-listed");
    ground.publish();
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    let awards: Vec<Value> = (0..5).map(|_| award()).collect();
    let select = "results { credential { id document claim } } userErrors { message }";
    let issued =
        ground.ask("issueCredentials", "IssueCredentialsInput", select, &json!({ "awards": awards }))["results"].take();
    let issued: Vec<String> = issued.as_array().expect("results").iter().map(|one| part(one, "id")).collect();
    ground.change("revokeCredentials", &[&issued[0]], "because of a mistake in the roll");

    let (own, other) = (ground.token.clone(), ground.other.clone());
    let all = ask(&ground, &own, &json!({}));
    assert_eq!((ids(&all).len(), &all["data"]["credentials"]["totalCount"]), (5, &json!(5)), "{all}");
    let mut walked: Vec<String> = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = ask(&ground, &own, &json!({ "first": 2, "after": after }));
        walked.extend(ids(&page).into_iter().map(str::to_owned));
        let info = &page["data"]["credentials"]["pageInfo"];
        assert_eq!(info["hasPreviousPage"], json!(!after.is_null()), "{page}");
        if info["hasNextPage"] == false {
            break;
        }
        after = info["endCursor"].clone();
    }
    assert_eq!(walked, ids(&all));
    let revoked = ask(
        &ground,
        &own,
        &json!({ "filter": { "status": "REVOKED", "course": "listening-well",
        "issuedFrom": today(), "issuedUntil": today(), "claimed": false } }),
    );
    let node = &revoked["data"]["credentials"]["nodes"][0];
    assert_eq!(ids(&revoked), [&issued[0]], "{revoked}");
    assert_eq!(
        (&node["reason"], &node["course"]),
        (&json!("because of a mistake in the roll"), &json!("listening-well"))
    );
    assert!(node["statusWords"].as_str().expect("words").starts_with("Revoked on "), "{node}");
    assert!(node["document"].as_str().expect("a document").contains(&issued[0]), "{node}");
    assert_eq!(ids(&ask(&ground, &own, &json!({ "filter": { "issuedUntil": "2026-01-01" } }))), [""; 0]);
    let wrong = ask(&ground, &own, &json!({ "filter": { "issuedFrom": "soon", "course": "a b" } }));
    let message = wrong["errors"][0]["message"].as_str().expect("a message");
    assert!(
        message.contains("The filter's course is not a code") && message.contains("issuedFrom is not a day"),
        "{message}"
    );

    // Not yours and not there: the same answer.
    let nothing = json!({ "data": { "credentials": null } });
    for of in [PROVIDER, "nobody-at-all", "not a code"] {
        assert_eq!(ask(&ground, &other, &json!({ "of": of })), nothing, "{of}");
    }
    assert_eq!(ids(&ask(&ground, &other, &json!({}))), [""; 0], "they have issued nothing");
    let one = |token: &str, id: &str| {
        ground.ask_as(token, "query($id: String!) { credential(id: $id) { id title } }", &json!({ "id": id })).json()
    };
    assert_eq!(one(&own, &issued[1])["data"]["credential"]["id"], json!(issued[1]));
    for id in [issued[1].as_str(), "6f1d3a52-0c7e-4b7e-9a51-3f1f0f6c2b11", "nothing"] {
        assert_eq!(one(&other, id), json!({ "data": { "credential": null } }), "{id}");
    }

    let operator = ground.run(&["token", "create", "--label", "test", "--operator"]);
    let operator = super::text(&operator.stdout).lines().next().expect("a token").to_owned();
    assert_eq!(ids(&ask(&ground, &operator, &json!({ "of": PROVIDER }))).len(), 5);
    assert_eq!(ask(&ground, &operator, &json!({ "of": "nobody-at-all" })), nothing);
    let whose = ask(&ground, &operator, &json!({}));
    assert_eq!(whose["errors"][0]["message"], "An operator says whose credentials are listed; give the provider.");
}

#[test]
fn a_page_takes_as_many_statements_whether_it_is_short_or_long() {
    let mut ground = Ground::new("issue-listed-statements");
    ground.publish();
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    let awards: Vec<Value> = (0..60).map(|_| award()).collect();
    ground.ask("issueCredentials", "IssueCredentialsInput", "userErrors { message }", &json!({ "awards": awards }));
    let server = Server::with_database(&ground.file("registry.db"));
    let bearer = format!("Bearer {}", ground.token);
    let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
    let statements = |first: usize| {
        let store = server.state.store().expect("a store");
        let before = store.statements();
        let body = json!({ "query": LIST, "variables": { "first": first } }).to_string();
        let answer = server.client.send("POST", "/graphql", &headers, body.as_bytes()).json();
        assert_eq!(ids(&answer).len(), first.min(60), "{answer}");
        store.statements() - before
    };
    assert_eq!(statements(100), statements(2));
    assert!(statements(2) <= 5, "{}", statements(2));
}

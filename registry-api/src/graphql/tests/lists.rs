//! Paging, filters and search.

use serde_json::{Value, json};

use super::{ErrorCode, data, refusal};

/// The codes of the courses that arguments list.
async fn codes(arguments: &str) -> Vec<String> {
    let arguments = if arguments.is_empty() { String::new() } else { format!("({arguments})") };
    let found = data(&format!("{{ courses{arguments} {{ nodes {{ code }} }} }}")).await;
    let nodes = found["courses"]["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["code"].as_str().expect("code").to_owned()).collect()
}

#[tokio::test]
async fn a_list_is_read_forwards_page_by_page() {
    let page =
        "{ edges { cursor node { code } } totalCount pageInfo { hasPreviousPage hasNextPage startCursor endCursor } }";
    let first = data(&format!("{{ courses(first: 3) {page} }}")).await;
    let info = &first["courses"]["pageInfo"];
    assert_eq!(first["courses"]["totalCount"], 4);
    assert_eq!((&info["hasPreviousPage"], &info["hasNextPage"]), (&json!(false), &json!(true)));
    assert_eq!(info["startCursor"], first["courses"]["edges"][0]["cursor"]);
    let cursor = info["endCursor"].as_str().expect("cursor");
    let second = data(&format!("{{ courses(first: 3, after: \"{cursor}\") {page} }}")).await;
    assert_eq!(second["courses"]["edges"][0]["node"]["code"], "writing");
    assert_eq!(second["courses"]["edges"].as_array().map(Vec::len), Some(1));
    let info = &second["courses"]["pageInfo"];
    assert_eq!((&info["hasPreviousPage"], &info["hasNextPage"]), (&json!(true), &json!(false)));
}

#[tokio::test]
async fn a_list_is_read_backwards_page_by_page() {
    let page = "{ nodes { code } pageInfo { hasPreviousPage hasNextPage startCursor } }";
    let last = data(&format!("{{ courses(last: 1) {page} }}")).await;
    assert_eq!(last["courses"]["nodes"], json!([{ "code": "writing" }]));
    assert_eq!(last["courses"]["pageInfo"]["hasPreviousPage"], true);
    let cursor = last["courses"]["pageInfo"]["startCursor"].as_str().expect("cursor");
    let before = data(&format!("{{ courses(last: 2, before: \"{cursor}\") {page} }}")).await;
    assert_eq!(before["courses"]["nodes"], json!([{ "code": "peer-support" }, { "code": "supervision" }]));
    let info = &before["courses"]["pageInfo"];
    assert_eq!((&info["hasPreviousPage"], &info["hasNextPage"]), (&json!(true), &json!(true)));
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let found = data("{ providers(first: 1) { pageInfo { endCursor } } }").await;
    let cursor = found["providers"]["pageInfo"]["endCursor"].as_str().expect("cursor");
    let message = "A cursor is not one of this list; use cursors as this list answered them.".to_owned();
    for cursor in [cursor, "", "x", &"A".repeat(1_000)] {
        let query = format!("{{ courses(after: \"{cursor}\") {{ totalCount }} }}");
        assert_eq!(refusal(&query).await, (ErrorCode::BadQuery, message.clone()));
    }
}

#[tokio::test]
async fn a_page_has_at_most_a_hundred_entries() {
    let over = refusal("{ courses(first: 101) { totalCount } }").await;
    assert_eq!(over, (ErrorCode::OverLimit, "A page has at most 100 items: ask for fewer with `first`.".to_owned()));
    assert_eq!(refusal("{ courses(last: -1) { totalCount } }").await.0, ErrorCode::BadQuery);
    assert_eq!(refusal("{ courses(first: 1, last: 1) { totalCount } }").await.0, ErrorCode::BadQuery);
    assert_eq!(codes("first: 100").await.len(), 4);
    assert_eq!(codes("first: 0").await.len(), 0);
}

#[tokio::test]
async fn every_filter_lists_the_courses_it_names() {
    for (filter, expected) in [
        ("tier: 1", &["first-steps"][..]),
        ("tier: 3", &["peer-support", "supervision"]),
        ("kind: SUBJECT", &["writing"]),
        ("role: \"peer-worker\"", &["peer-support"]),
        ("role: \"nobody\"", &[]),
        ("perspective: FAMILY_CARER", &["first-steps", "supervision", "writing"]),
        ("aqfLevel: 8", &["peer-support"]),
        ("tag: \"hope\"", &["peer-support"]),
        ("status: PUBLISHED", &["peer-support", "supervision", "writing"]),
        ("status: WITHDRAWN", &["first-steps"]),
        ("status: SUPERSEDED", &[]),
        ("priceMax: \"500\"", &["peer-support"]),
        ("priceMax: \"1250.00\"", &["peer-support", "supervision"]),
        ("mode: IN_PERSON", &["supervision"]),
        ("region: \"metro\"", &["supervision"]),
        ("provider: \"acme\"", &["peer-support"]),
        ("peerLed: true", &["peer-support"]),
        ("peerLed: false", &["supervision"]),
        ("peerDeveloped: true", &["supervision"]),
        ("peerDelivered: true", &["peer-support"]),
        ("mode: ONLINE, region: \"metro\"", &[]),
        ("tier: 3, kind: MICRO_CREDENTIAL, mode: ONLINE", &["peer-support"]),
    ] {
        assert_eq!(codes(&format!("filter: {{ {filter} }}")).await, expected, "{filter}");
    }
}

#[tokio::test]
async fn a_filter_out_of_range_is_refused() {
    let digits = "1".repeat(300);
    for (filter, message) in [
        ("tier: 5", "The filter's tier is 5; write a whole number from 1 to 4."),
        ("aqfLevel: 0", "The filter's aqfLevel is 0; write a whole number from 1 to 10."),
        ("priceMax: \"abc\"", "The filter's priceMax is not an amount; write dollars and cents such as \"420.00\"."),
        ("priceMax: \"-5\"", "The filter's priceMax: the amount -5 is negative; it must be 0.00 or more."),
        ("priceMax: -5", "The filter's priceMax is not an amount; write dollars and cents such as \"420.00\"."),
        (
            &format!("priceMax: \"{digits}\""),
            &format!(
                "The filter's priceMax: the amount {}… is too large; at most 1000000.00 is allowed.",
                &digits[..60]
            ),
        ),
        (
            "tier: 0, priceMax: \"\"",
            "The filter's tier is 0; write a whole number from 1 to 4. The filter's priceMax is not an amount; \
             write dollars and cents such as \"420.00\".",
        ),
    ] {
        let refused = refusal(&format!("{{ courses(filter: {{ {filter} }}) {{ totalCount }} }}")).await;
        assert_eq!(refused, (ErrorCode::BadQuery, message.to_owned()), "{filter}");
    }
}

#[tokio::test]
async fn the_count_is_of_the_filtered_list() {
    let found = data("{ courses(first: 1, filter: { tier: 3 }) { totalCount nodes { code } } }").await;
    assert_eq!(found, json!({ "courses": { "totalCount": 2, "nodes": [{ "code": "peer-support" }] } }));
}

#[tokio::test]
async fn a_search_forgives_case_accents_and_one_mistake() {
    for (search, expected) in [
        ("PEER suport", &["peer-support"][..]),
        ("maori", &["first-steps"]),
        ("Māori", &["first-steps"]),
        ("supportive", &["peer-support"]),
        ("hope", &["peer-support"]),
        ("listen story", &["peer-support"]),
        ("superv", &["supervision"]),
        ("peer writing", &[]),
        ("zzz", &[]),
        ("?!", &[]),
        ("  ", &["first-steps", "peer-support", "supervision", "writing"]),
    ] {
        assert_eq!(codes(&format!("search: \"{search}\"")).await, expected, "{search}");
    }
    let long = format!("{{ courses(search: \"{}\") {{ totalCount }} }}", "a".repeat(101));
    assert_eq!(refusal(&long).await.0, ErrorCode::OverLimit);
}

#[tokio::test]
async fn a_search_is_paged_in_its_own_order_and_filtered() {
    // "sup" begins words of both titles; equals stand in order of code.
    let query = |after: &str| {
        format!(
            "{{ courses(search: \"sup\", first: 1{after}) {{ totalCount nodes {{ code }} pageInfo {{ endCursor }} }} }}"
        )
    };
    let first = data(&query("")).await;
    assert_eq!(first["courses"]["totalCount"], 2);
    assert_eq!(first["courses"]["nodes"], json!([{ "code": "peer-support" }]));
    let cursor = first["courses"]["pageInfo"]["endCursor"].as_str().expect("cursor");
    let second = data(&query(&format!(", after: \"{cursor}\""))).await;
    assert_eq!(second["courses"]["nodes"], json!([{ "code": "supervision" }]));
    assert_eq!(codes("search: \"sup\", filter: { mode: IN_PERSON }").await, ["supervision"]);
    // The order of a search is not that of the list.
    assert_eq!(refusal(&format!("{{ courses(after: \"{cursor}\") {{ totalCount }} }}")).await.0, ErrorCode::BadQuery);
}

#[tokio::test]
async fn lists_within_a_course_are_paged_too() {
    let found = data(
        "{ courseByCode(code: \"peer-support\") {
            versions(last: 1) { totalCount nodes { version status } }
            offerings(first: 1) { totalCount nodes { code provider { offerings { totalCount } } } }
        } }",
    )
    .await;
    let expected: Value = json!({ "courseByCode": {
        "versions": { "totalCount": 2, "nodes": [{ "version": "1.1.0", "status": "PUBLISHED" }] },
        "offerings": { "totalCount": 1, "nodes": [
            { "code": "peer-support-1", "provider": { "offerings": { "totalCount": 1 } } },
        ] },
    } });
    assert_eq!(found, expected);
}

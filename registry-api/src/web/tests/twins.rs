//! The pictures of a pathway, what stands beside them, and what GraphQL says of the same question.

use std::collections::BTreeMap;

use poem::http::Method;

use super::journey::{WORKER, answered, link};
use super::{Browser, Page, plain};

/// The same question as [`WORKER`]'s, in GraphQL.
const WORKER_QUESTION: &str = "{ recommendPathways(input: { goal: { role: \"consumer-peer-support-worker\" }, \
    learner: { employment: EMPLOYED, experienceMonths: 6, partnerRelease: false, supervision: [CONSUMER] }, \
    limits: { hoursPerWeek: 6, daysPerYear: 5, budgetPerYear: \"1000.00\", regions: [\"melbourne-metro\"], \
    modes: [ONLINE, IN_PERSON], perspective: CONSUMER }, objectives: [[SOONEST], [LEAST_COST], [LIGHTEST_LOAD]], \
    peerWishes: { led: PREFER } }) { userErrors { message } outcome { ... on Pathways { pathways { \
    steps { title start end reasons { askedBy askedByTitle strength } } } } } } }";

/// The rows of a list or table of a page, as text.
fn rows(page: &Page, from: &str, tag: &str) -> Vec<String> {
    let part = page.text.split(from).nth(1).unwrap_or_else(|| panic!("no {from}"));
    let part = part.split("</ol>").next().unwrap_or_default().split("</tbody>").next().unwrap_or_default();
    let inside = |row: &str| plain(row.split_once('>').expect("a tag").1);
    part.split(&format!("<{tag}")).skip(1).map(inside).collect()
}

/// What a step is for, by the reasons that GraphQL gives: each once, needed where any of them needs it.
fn purposes_of(step: &serde_json::Value, steps: &[serde_json::Value]) -> BTreeMap<String, bool> {
    let mut purposes = BTreeMap::new();
    for reason in step["reasons"].as_array().expect("reasons") {
        let title = reason["askedByTitle"].as_str().expect("a title");
        let place = if reason["askedBy"] == "GOAL" {
            "your goal".to_owned()
        } else {
            let number = steps.iter().position(|one| one["title"] == title).expect("a step") + 1;
            format!("step {number}, {title}")
        };
        *purposes.entry(place).or_insert(false) |= reason["strength"] == "REQUIRED";
    }
    purposes
}

#[tokio::test]
async fn the_table_and_list_beside_the_pictures_say_what_graphql_says() {
    let browser = Browser::new();
    let check = answered(&browser, &WORKER).await;
    let address = link(&check, "/plan/pathway");
    let headers = [("content-type", "application/json"), ("accept", "application/json")];
    let body = serde_json::json!({ "query": WORKER_QUESTION }).to_string();
    let answer = browser.send(Method::POST, "/graphql", &headers, body).await;
    let answer: serde_json::Value = serde_json::from_str(&answer.text).expect("JSON");
    let pathways = answer["data"]["recommendPathways"]["outcome"]["pathways"].as_array();
    let pathways = pathways.unwrap_or_else(|| panic!("{answer}"));
    assert!(pathways.len() > 1, "{answer}");
    for (index, pathway) in pathways.iter().enumerate() {
        let page = browser.open(&format!("{address}&show={}", index + 1)).await;
        assert_twin_is_equal(&page, pathway["steps"].as_array().expect("steps"));
    }
}

/// The table beside the timeline and the list beside the graph of a page say just what the steps of GraphQL say.
fn assert_twin_is_equal(page: &Page, steps: &[serde_json::Value]) {
    let text = |step: &serde_json::Value, field: &str| step[field].as_str().expect("a text").to_owned();
    let day = |step: &serde_json::Value, field: &str| {
        registry_core::date::in_words(text(step, field).parse().expect("a day"))
    };
    let dated = rows(page, "When each step is</caption>", "tr");
    // The first row is the header.
    assert_eq!(dated.len(), steps.len() + 1, "{dated:?}");
    let listed = rows(page, "<ol id=\"purposes\">", "li");
    assert_eq!(listed.len(), steps.len(), "{listed:?}");
    for (index, step) in steps.iter().enumerate() {
        let (title, start, end) = (text(step, "title"), day(step, "start"), day(step, "end"));
        let row = &dated[index + 1];
        assert!(row.starts_with(&format!("{}. {title} {start}", index + 1)), "{row}");
        assert!(start == end || row.contains(&format!("to {end}")), "{row}");
        let purposes = purposes_of(step, steps);
        let words = |needed: bool| if needed { "needed" } else { "advised" };
        for (place, needed) in &purposes {
            assert!(listed[index].contains(&format!("{} for {place}", words(*needed))), "{}: {place}", listed[index]);
        }
        let said = listed[index].matches("needed for").count() + listed[index].matches("advised for").count();
        assert!(listed[index].starts_with(&title) && said == purposes.len(), "{}: {purposes:?}", listed[index]);
        assert_eq!(drawn(page, index + 1, steps), purposes, "{title}");
    }
}

/// What the arrows of the picture say that a step is for, as [`purposes_of`] says it.
fn drawn(page: &Page, number: usize, steps: &[serde_json::Value]) -> BTreeMap<String, bool> {
    let arrows = page.text.split("<path class=\"arrow").skip(1).filter_map(|arrow| arrow.split('>').next());
    let of = |arrow: &str, name: &str| -> usize {
        let value = arrow.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        value.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{name}: {arrow}"))
    };
    let from_here = arrows.filter(|arrow| of(arrow, "data-from") == number);
    let purpose = |arrow: &str| {
        let to = of(arrow, "data-to");
        let place = match steps.get(to - 1) {
            Some(step) => format!("step {to}, {}", step["title"].as_str().expect("a title")),
            None => "your goal".to_owned(),
        };
        (place, !arrow.starts_with(" advised"))
    };
    from_here.map(purpose).collect()
}

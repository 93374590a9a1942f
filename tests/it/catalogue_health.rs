//! What the seeds come to: the reviewed page, and the answer that docs/API.md shows.
//!
//! The reviewed page is `snapshots/analysis.txt`. To write it anew, run the tests with `UPDATE_SNAPSHOTS=1` and read the
//! difference.

use chrono::{DateTime, Utc};
use registry_api::cli::{self, Edge};
use registry_tests::seeds::root;
use registry_tests::server::Server;
use serde_json::Value;

#[tokio::test]
async fn the_analysis_of_the_seeds_is_the_reviewed_one() {
    let now: DateTime<Utc> = "2027-01-04T00:00:00Z".parse().expect("a time");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut edge = Edge { out: &mut out, err: &mut err, now, today: now.date_naive(), environment: &|_| None };
    let ended = cli::run(["registry", "analyse", "--all"].map(Into::into), &mut edge).await;
    assert_eq!(ended, cli::Exit::Answered);
    let page = String::from_utf8(out).expect("text");
    let path = root().join("tests/it/snapshots/analysis.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &page).expect("the folder can be written");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let place = known.lines().zip(page.lines()).position(|(known, now)| known != now);
    let how = "UPDATE_SNAPSHOTS=1 writes the page of today; read what changes";
    assert!(known == page, "the page differs from the reviewed one from line {:?}; {how}", place.map(|line| line + 1));
}

#[test]
fn the_query_of_the_documentation_gives_the_answer_of_the_documentation() {
    let text = std::fs::read_to_string(root().join("docs/API.md")).expect("docs/API.md");
    let (_, section) = text.split_once("### What a catalogue comes to").expect("the section is there");
    let between = |start: &str, end: &str| {
        let (_, after) = section.split_once(start).expect(start);
        after.split_once(end).expect(end).0.to_owned()
    };
    let query = between("ask '", "'\n```");
    let shown: Value = serde_json::from_str(&between("```json\n", "\n```")).expect("an answer");
    let server = Server::in_memory();
    let first = server.client.ask(&query, Value::Null);
    assert_eq!(first.json(), shown);
    assert_eq!(server.client.ask(&query, Value::Null).text, first.text, "asked again, it is the same");
    assert!(first.header("x-query-cost").parse::<u64>().is_ok_and(|cost| cost > 200), "the work is charged");
}

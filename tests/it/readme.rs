//! The README's question gives the README's answer.

use chrono::{DateTime, Utc};
use registry_api::cli::{self, Edge};
use registry_tests::seeds::root;
use registry_tests::server::Server;

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).expect("README.md")
}

/// The fenced block that follows a marker.
#[track_caller]
fn block(text: &str, marker: &str) -> String {
    let (_, after) = text.split_once(marker).expect("the marker stands in README.md");
    let (_, block) = after.split_once("```").expect("a fenced block follows");
    let (_, block) = block.split_once('\n').expect("the block begins on its own line");
    block.split_once("\n```").expect("the block ends").0.to_owned()
}

#[test]
fn the_query_of_the_readme_gives_the_answer_of_the_readme() {
    let text = readme();
    let query = block(&text, "<!-- query: ben -->");
    let sent: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(root().join("docs/examples/ben.json")).expect("ben.json"))
            .expect("ben.json is JSON");
    assert_eq!(sent["query"], query, "docs/examples/ben.json holds the query that README.md shows");
    let shown: serde_json::Value = serde_json::from_str(&block(&text, "<!-- answer: ben -->")).expect("an answer");
    let answer = Server::in_memory().client.ask(&query, serde_json::Value::Null).json();
    assert_eq!(answer, shown);
}

#[tokio::test]
async fn the_command_of_the_readme_prints_what_the_readme_shows() {
    let profile = root().join("seeds/invented/people/ben-sole-worker.toml");
    let now: DateTime<Utc> = "2027-01-04T00:00:00Z".parse().expect("a time");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut edge = Edge { out: &mut out, err: &mut err, now, today: now.date_naive(), environment: &|_| None };
    let arguments = ["registry", "recommend", "--profile", profile.to_str().expect("a path")].map(Into::into);
    assert_eq!(cli::run(arguments, &mut edge).await, cli::Exit::Answered);
    let printed = String::from_utf8(out).expect("text");
    assert_eq!(printed.trim_end(), block(&readme(), "<!-- answer: recommend ben-sole-worker -->"));
}

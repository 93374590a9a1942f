//! Issuing to many, killed in the middle and begun again.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use registry_api::store::Store;
use registry_tests::server::program;

use super::{ADDRESS, Ground, PROVIDER, text, today};

/// More than three lots of what is noted and signed at a time.
const ROWS: u64 = 1_600;

/// Killed as soon as another lot is kept, so in the middle of the next; each time the same roster is given again.
#[test]
fn a_roster_that_was_killed_in_the_middle_is_issued_once_to_everybody() {
    let mut ground = Ground::new("issue-killed");
    ground.publish();
    assert!(ground.run(&["key", "generate", "--provider", PROVIDER]).status.success());
    let people = ground.file("people.csv").display().to_string();
    let rows: String =
        (0..ROWS).map(|number| format!("p{number},listening-well,{},Person {number}\n", today())).collect();
    std::fs::write(&people, format!("reference,course,completed,name\n{rows}")).expect("written");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (store, _) =
        runtime.block_on(Store::open(&ground.file("registry.db"), chrono::Utc::now())).expect("the database");
    let (course, version) = ("listening-well".parse().expect("a code"), "1.0.0".parse().expect("a number"));
    let issued = || runtime.block_on(store.issued_count(&course, &version)).expect("counted");

    let mut before = issued();
    for round in 0..2 {
        let mut command = Command::new(program());
        let claims = ground.file(&format!("claims-{round}.csv")).display().to_string();
        command.args(["issue", &people, "--provider", PROVIDER, "--claims", &claims, "--database"]);
        command.arg(ground.file("registry.db"));
        let quiet = command.env("REGISTRY_ADDRESS", ADDRESS).stdout(Stdio::null()).stderr(Stdio::null());
        let mut process = quiet.spawn().expect("the program runs");
        let begun = Instant::now();
        while issued() == before {
            assert!(begun.elapsed() < Duration::from_secs(60), "round {round}: nothing was issued");
            std::thread::sleep(Duration::from_millis(2));
        }
        process.kill().expect("killed");
        process.wait().expect("gone");
        let now = issued();
        assert!(before < now && now < ROWS, "round {round}: {now} of {ROWS} were issued when it was killed");
        before = now;
    }

    let claims = ground.file("claims.csv").display().to_string();
    let output = ground.run(&["issue", &people, "--provider", PROVIDER, "--claims", &claims]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let claims = std::fs::read_to_string(claims).expect("claims");
    let columns = |number: usize| -> BTreeSet<&str> {
        claims.lines().skip(1).filter_map(|line| line.split(',').nth(number)).collect()
    };
    let each = [columns(1), columns(2), columns(3)].map(|column| column.len() as u64);
    assert_eq!((each, issued()), ([ROWS; 3], ROWS), "one reference, credential and claim for each, and no more");
    let entries = runtime.block_on(store.audit_entries()).expect("the log");
    let said = entries.iter().filter(|entry| entry.event.action.name() == "issue-credentials");
    let counts: Vec<u64> = said
        .map(|entry| {
            let details: serde_json::Value = serde_json::from_str(&entry.event.details).expect("JSON");
            details["count"].as_u64().expect("a count")
        })
        .collect();
    assert_eq!(counts.iter().sum::<u64>(), ROWS, "{counts:?}");
}

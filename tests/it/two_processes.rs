//! Two programs on one database: what is published through the API of one is served over HTTP by the other within a second, and what both
//! publish at a time is published once.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use registry_tests::server::{Client, Process, key_of, scratch};
use serde_json::{Value, json};

use crate::publishing::{codes, draft, publish, token};

/// The newest version of a course, as a server serves it over HTTP; none where it does not know the course.
fn newest(client: &Client, code: &str) -> Option<String> {
    let query = "query($code: String!) { courseByCode(code: $code) { currentVersion { version } } }";
    let data = client.data(query, json!({ "code": code }));
    data["courseByCode"]["currentVersion"]["version"].as_str().map(str::to_owned)
}

/// Longest wait for what must come within a second on a machine that does nothing else.
const PATIENCE: Duration = Duration::from_secs(10);

/// Publishes through one server what both must serve; how long after its answer the other did.
fn publish_through(one: &Process, other: &Process, operator: &str, input: &Value) -> Duration {
    let (code, version) = (input["code"].as_str().expect("a code"), input["version"].as_str().expect("a version"));
    assert_ne!(newest(&other.client, code).as_deref(), Some(version), "before it is published");
    let payload = publish(&one.client, operator, input);
    let acknowledged = Instant::now();
    assert_eq!(codes(&payload), Vec::<&str>::new(), "{payload}");
    assert_eq!(newest(&one.client, code).as_deref(), Some(version), "who publishes serves it at once");
    while newest(&other.client, code).as_deref() != Some(version) {
        assert!(acknowledged.elapsed() < PATIENCE, "the other server has not heard of {code} {version}");
        std::thread::sleep(Duration::from_millis(10));
    }
    acknowledged.elapsed()
}

/// Two servers on one database; each publishes what the other must serve, and judges by what the other has published.
fn check(name: &str, database: &str) {
    let process = |number: u8| {
        let folder = scratch(&format!("{name}-{number}"));
        Process::start_on(folder, Path::new(database).as_os_str())
    };
    let (one, other) = (process(1), process(2));
    let operator = token(Path::new(database), &["--operator"], &[]);
    let code = format!("heard-{name}");
    let mut late = Vec::new();
    for (number, through_one) in [("1.0.0", true), ("1.1.0", false), ("1.2.0", true), ("1.3.0", false)] {
        let outcomes: Vec<String> = (0..=number.as_bytes()[2] - b'0').map(|place| format!("Listen {place}")).collect();
        let outcomes: Vec<&str> = outcomes.iter().map(String::as_str).collect();
        let (from, to) = if through_one { (&one, &other) } else { (&other, &one) };
        late.push(publish_through(from, to, &operator, &draft(&code, number, &outcomes)));
    }
    // One may have come while something else held the machine; not most of them.
    late.sort();
    assert!(late[2] < Duration::from_secs(1), "heard of after {late:?}");
    // What one has published the other will not publish again.
    let again = publish(&other.client, &operator, &draft(&code, "1.2.0", &["Listen 0", "Listen 1", "Listen 2"]));
    assert!(codes(&again).contains(&"VERSION_IDENTICAL"), "{again}");
    for round in 0..10 {
        race(&one, &other, &operator, &format!("raced-{name}-{round}"));
    }
    repeat(&one, &other, &operator, &format!("repeated-{name}"));
}

/// What ten publications at a time are told, every second of them through the other server.
fn at_once(one: &Process, other: &Process, operator: &str, input: impl Fn(usize) -> Value + Sync) -> Vec<Value> {
    let together = Barrier::new(10);
    let publication = |number: usize| {
        let client = if number.is_multiple_of(2) { &one.client } else { &other.client };
        together.wait();
        publish(client, operator, &input(number))
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..10).map(|number| scope.spawn(move || publication(number))).collect();
        all.into_iter().map(|one| one.join().expect("answered")).collect()
    })
}

/// How many entries of the log are of that version.
fn logged(client: &Client, code: &str) -> usize {
    let query = "query($after: Int!) { auditEntries(first: 100, after: $after) { entries { sequence subject } } }";
    let (mut after, mut found) = (json!(0), 0);
    loop {
        let page = client.data(query, json!({ "after": after }));
        let entries = page["auditEntries"]["entries"].as_array().expect("entries").clone();
        let Some(last) = entries.last() else { return found };
        after = last["sequence"].clone();
        let subject = format!("course-version:{code}@1.0.0");
        found += entries.iter().filter(|entry| entry["subject"] == subject.as_str()).count();
    }
}

/// Publishes one version with other content through both servers at a time: one wins, every other is told, and both serve what won.
fn race(one: &Process, other: &Process, operator: &str, code: &str) {
    let outcome = |number: usize| format!("Listen {number}");
    let told = at_once(one, other, operator, |number| draft(code, "1.0.0", &[outcome(number).as_str()]));
    let won: Vec<usize> = (0..told.len()).filter(|number| !told[*number]["receipt"].is_null()).collect();
    let [won] = won.as_slice() else { panic!("{} won: {told:?}", won.len()) };
    for (number, payload) in told.iter().enumerate().filter(|(number, _)| number != won) {
        assert!(codes(payload).contains(&"VERSION_THERE"), "{number}: {payload}");
    }
    let begun = Instant::now();
    for client in [&one.client, &other.client] {
        while newest(client, code).is_none() && begun.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(10));
        }
        let query = "query($code: String!) { courseVersion(course: $code, version: \"1.0.0\") { outcomes } }";
        let served = client.data(query, json!({ "code": code }));
        assert_eq!(served["courseVersion"]["outcomes"], json!([outcome(*won)]), "what is served is what won");
        assert_eq!(logged(client, code), 1, "the log has what won, once");
    }
}

/// Sends one request with its key through both servers at a time: one answer, one effect.
fn repeat(one: &Process, other: &Process, operator: &str, code: &str) {
    let mut input = draft(code, "1.0.0", &["Listen"]);
    input["idempotencyKey"] = code.into();
    let told = at_once(one, other, operator, |_| input.clone());
    assert!(told[0]["receipt"]["auditSequence"].is_number(), "{}", told[0]);
    assert!(told.iter().all(|payload| *payload == told[0]), "{told:?}");
    assert_eq!(logged(&one.client, code), 1);
}

#[test]
fn what_one_process_publishes_another_serves_within_a_second_on_sqlite() {
    let folder = scratch("two-processes");
    check("two-processes", folder.join("registry.db").to_str().expect("a path"));
    std::fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn what_one_process_publishes_another_serves_within_a_second_on_postgresql() {
    let Some(database) = postgres() else { return };
    check("two-processes-postgres", &database.url());
}

/// A database of a test's own on the PostgreSQL of this run, so that a run finds nothing of another. It is removed with the
/// value.
pub(crate) struct Database {
    server: String,
    name: String,
}

/// Such a database; `None` where there is no PostgreSQL.
pub(crate) fn postgres() -> Option<Database> {
    let server = std::env::var("REGISTRY_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
    let Some(server) = server else {
        assert!(std::env::var_os("CI").is_none(), "REGISTRY_TEST_POSTGRES is not set (see tests/postgres.sh)");
        eprintln!("NOT TESTED ON POSTGRESQL: REGISTRY_TEST_POSTGRES is not set (see tests/postgres.sh)");
        return None;
    };
    let name = format!("run_{:x}", std::time::UNIX_EPOCH.elapsed().expect("now").as_nanos());
    let database = Database { server, name };
    assert!(database.psql(&format!("CREATE DATABASE {}", database.name)), "{} cannot be made", database.name);
    Some(database)
}

impl Database {
    /// Its address. That of the server ends with the database that every server has.
    pub(crate) fn url(&self) -> String {
        let (server, _) = self.server.rsplit_once('/').expect("REGISTRY_TEST_POSTGRES ends with a database");
        format!("{server}/{}", self.name)
    }

    fn psql(&self, sql: &str) -> bool {
        let ran = Command::new("psql").args([&self.server, "--quiet", "--no-psqlrc", "--command", sql]).status();
        ran.expect("psql runs; it comes with Debian's package postgresql").success()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.psql(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        let _ = std::fs::remove_file(key_of(OsStr::new(&self.url())).expect("it has a key"));
    }
}

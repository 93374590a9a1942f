//! Two programs on one database: what is published through one is served by the other within a second.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use registry_api::store::{Commit, CommitOutcome, Location, Store};
use registry_core::CatalogueParts;
use registry_core::audit::{Actor, AuditAction, AuditEvent, AuditSubject, AuditTime};
use registry_core::provider::Region;
use registry_core::publish::Delta;
use registry_core::source::Provenance;
use registry_tests::server::{Process, scratch};
use tokio::runtime::Runtime;

/// The revision that a server serves.
fn served(process: &Process) -> i64 {
    let health = process.client.send("GET", "/health", &[], b"");
    let revision = health.text.lines().find_map(|line| line.strip_prefix("revision "));
    revision.and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{}", health.text))
}

/// Publishes a region and says when that was acknowledged, and at which revision.
async fn publish(store: &Store, code: &str) -> (Instant, i64) {
    let region = Region { code: code.parse().expect("code"), title: code.to_owned(), provenance: Provenance::Invented };
    let put = CatalogueParts { regions: vec![region], ..CatalogueParts::default() };
    let delta = Delta { put, ..Delta::default() };
    let event = AuditEvent {
        at: AuditTime::new(chrono::Utc::now().naive_utc()),
        actor: Actor::Program,
        action: AuditAction::Import,
        subject: AuditSubject::Catalogue,
        provider: None,
        reason: None,
        details: "{}".to_owned(),
    };
    let expected_revision = store.revision().await.expect("revision");
    let outcome = store.commit(Commit { expected_revision, delta: &delta, event, idempotency: None }).await;
    let CommitOutcome::Committed { revision, .. } = outcome.expect("committed") else { panic!("stale") };
    (Instant::now(), revision)
}

/// Two servers and this process on one database.
fn check(name: &str, database: &str) {
    let process = |number: u8| {
        let folder = scratch(&format!("{name}-{number}"));
        Process::start_on(folder, Path::new(database).as_os_str())
    };
    let servers = [process(1), process(2)];
    let runtime = Runtime::new().expect("a runtime");
    let (store, _) = runtime.block_on(Store::open(&Location::from(database), chrono::Utc::now())).expect("opened");
    for code in ["test-north", "test-south", "test-east"] {
        let (acknowledged, revision) = runtime.block_on(publish(&store, code));
        for (server, number) in servers.iter().zip(1..) {
            while served(server) < revision {
                let late = acknowledged.elapsed();
                assert!(late < Duration::from_secs(1), "server {number} has not heard of {code} after {late:?}");
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
    runtime.block_on(store.close()).expect("closed");
}

#[test]
fn what_one_process_publishes_another_serves_within_a_second_on_sqlite() {
    let folder = scratch("two-processes");
    check("two-processes", folder.join("registry.db").to_str().expect("a path"));
    std::fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn what_one_process_publishes_another_serves_within_a_second_on_postgresql() {
    let Some((database, _turn)) = postgres() else { return };
    check("two-processes-postgres", &database);
}

/// The PostgreSQL of this run, and the turn to use it without a schema of one's own; `None` where there is none. It is
/// private to this run, and every other test keeps to a schema.
pub(crate) fn postgres() -> Option<(String, MutexGuard<'static, ()>)> {
    static TURN: Mutex<()> = Mutex::new(());
    let server = std::env::var("REGISTRY_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
    let Some(server) = server else {
        assert!(std::env::var_os("CI").is_none(), "REGISTRY_TEST_POSTGRES is not set (see tests/postgres.sh)");
        eprintln!("NOT TESTED ON POSTGRESQL: REGISTRY_TEST_POSTGRES is not set (see tests/postgres.sh)");
        return None;
    };
    Some((server, TURN.lock().unwrap_or_else(PoisonError::into_inner)))
}

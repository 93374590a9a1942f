//! A backup while somebody writes, restored: whole, and of one moment.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use registry_api::ops::backup::{RestoreError, back_up, restore};
use registry_api::store::{Commit, CommitOutcome, Location, Store};
use registry_core::CatalogueParts;
use registry_core::audit::{Actor, AuditAction, AuditEvent, AuditSubject, AuditTime};
use registry_core::provider::Region;
use registry_core::publish::Delta;
use registry_core::source::Provenance;
use registry_tests::server::scratch;

fn now() -> chrono::DateTime<chrono::Utc> {
    "2027-02-01T00:00:00Z".parse().expect("time")
}

async fn open(path: &Path) -> Store {
    Store::open(path, now()).await.expect("opened").0
}

/// Publishes one region more.
async fn publish(store: &Store, number: i64) {
    let region = Region {
        code: format!("region-{number}").parse().expect("code"),
        title: format!("Region {number}"),
        provenance: Provenance::Invented,
    };
    let put = CatalogueParts { regions: vec![region], ..CatalogueParts::default() };
    let delta = Delta { put, ..Delta::default() };
    let event = AuditEvent {
        at: AuditTime::new(now().naive_utc()),
        actor: Actor::Program,
        action: AuditAction::Import,
        subject: AuditSubject::Catalogue,
        provider: None,
        reason: None,
        details: "{}".to_owned(),
    };
    let commit = Commit { expected_revision: number, delta: &delta, event, idempotency: None };
    let outcome = store.commit(commit).await.expect("committed");
    assert!(matches!(outcome, CommitOutcome::Committed { .. }), "{outcome:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_while_somebody_publishes_is_of_one_moment_and_restores() {
    let folder = scratch("backup");
    let (database, copy) = (folder.join("registry.db"), folder.join("copy.db"));
    let store = open(&database).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn({
        let (store, stop) = (store.clone(), Arc::clone(&stop));
        async move {
            let mut number = 0;
            while !stop.load(Ordering::Relaxed) {
                publish(&store, number).await;
                number += 1;
            }
            number
        }
    });
    while store.revision().await.expect("revision") < 20 {
        tokio::task::yield_now().await;
    }
    let report = back_up(&database, &copy, now()).await.expect("copied");
    stop.store(true, Ordering::Relaxed);
    let written = writer.await.expect("ran");
    assert!((20..=written).contains(&report.revision), "{report:?}, {written} written");

    let restored = folder.join("elsewhere/registry.db");
    let again = restore(&copy, &Location::from(&restored), now()).await.expect("restored");
    assert_eq!(again, report);
    let (parts, revision) = open(&restored).await.load().await.expect("read");
    assert_eq!((parts.regions.len() as i64, revision), (report.revision, report.revision));
    assert_eq!(report.audit_head.sequence as i64, report.revision, "a change and its entry are copied together");
    std::fs::remove_dir_all(folder).expect("removed");
}

#[tokio::test]
async fn a_restore_never_takes_the_place_of_a_database_and_refuses_a_copy_that_is_not_whole() {
    let folder = scratch("restore");
    let (database, copy) = (folder.join("registry.db"), folder.join("copy.db"));
    let store = open(&database).await;
    publish(&store, 0).await;
    store.close().await.expect("closed");
    back_up(&database, &copy, now()).await.expect("copied");
    let in_the_way = restore(&copy, &Location::from(&database), now()).await.expect_err("refused");
    assert!(matches!(in_the_way, RestoreError::InTheWay(_)), "{in_the_way}");
    let twice = back_up(&database, &copy, now()).await.expect_err("refused");
    assert_eq!(twice.to_string(), format!("{} is there already; give the name of a new file", copy.display()));

    let cut = folder.join("cut.db");
    let bytes = std::fs::read(&copy).expect("bytes");
    std::fs::write(&cut, &bytes[..bytes.len() / 2]).expect("written");
    let missing = folder.join("missing.db");
    for broken in [&cut, &missing] {
        let place = folder.join("new.db");
        let refused = restore(broken, &Location::from(&place), now()).await;
        assert!(refused.is_err(), "{}", broken.display());
        assert!(!place.exists() && !folder.join("new.db.restoring").exists(), "{}", broken.display());
    }
    std::fs::remove_dir_all(folder).expect("removed");
}

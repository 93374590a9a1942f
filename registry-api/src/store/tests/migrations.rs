//! A database of an older program is brought up to date with what is in it.

use registry_core::audit::Checkpoint;
use registry_core::publish::Delta;

use super::*;
use crate::store::{Commit, CommitOutcome};

/// A database as the first released program wrote it.
async fn first_release(folder: &Folder) {
    std::fs::create_dir_all(folder.0.join("data")).expect("folder");
    let url = format!("sqlite://{}?mode=rwc", folder.database().display());
    let connection = Database::connect(url).await.expect("new database");
    connection.execute_unprepared(include_str!("../fixtures/m0001.sql")).await.expect("filled");
    connection.close().await.expect("closed");
}

#[tokio::test]
async fn a_database_of_the_first_release_keeps_its_catalogue_and_can_be_published_into() {
    let folder = Folder::new();
    first_release(&folder).await;
    let (store, opened) = Store::open(&folder.database(), now()).await.expect("opened");
    assert_eq!((opened.file, opened.migrations_applied), (DatabaseFile::Found, 5));
    let (parts, revision) = store.load().await.expect("read");
    assert_eq!((parts.courses.len(), parts.offerings.len(), parts.providers.len(), revision), (1, 2, 2, 1));
    assert_eq!(store.published().await.expect("read").0, Delta::default(), "all of it was built in");
    assert_eq!(store.audit_head().await.expect("read"), Checkpoint::START);

    let delta = Delta {
        put: CatalogueParts { tags: catalogue("Listening").to_parts().tags, ..Default::default() },
        ..Default::default()
    };
    let commit = Commit { expected_revision: 1, delta: &delta, event: event(AuditAction::Import), idempotency: None };
    let outcome = store.commit(commit).await.expect("committed");
    assert_eq!(outcome, CommitOutcome::Committed { revision: 2, sequence: 1 });
    store.close().await.expect("closed");
    let (_, again) = Store::open(&folder.database(), now()).await.expect("opened again");
    assert_eq!(again.migrations_applied, 0);
}

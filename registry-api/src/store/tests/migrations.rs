//! A database of an older program is brought up to date with what is in it.

use registry_core::audit::Checkpoint;
use registry_core::publish::Delta;

use sea_orm_migration::MigratorTrait;

use super::credentials::{claim, finish, intent, noted, with_key};
use super::*;
use crate::holding::{Held, HeldFrom, HoldingId, LinkSecret, Names, Record, ShareDraft};
use crate::store::migration::Migrator;
use crate::store::{ClaimInto, ClaimOutcome, Commit, CommitOutcome, day_of};

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

/// Credentials, records and shares of a program that knew no editions: each has one document, which is what its links show.
#[tokio::test]
async fn credentials_records_and_shares_from_before_editions_are_what_they_were() {
    every_database(async |database| {
        let store = with_key(database).await;
        let rows = noted(&store, &[intent("kept", 0), intent("kept", 1), intent("kept", 2)], &[5, 6, 7]).await;
        finish(&store, &[rows[0].id, rows[1].id], "signed").await;
        let drawn = || HoldingId::generate().expect("randomness");
        let digest = || LinkSecret::generate().expect("randomness").digest();
        let record = Record { id: drawn(), created: day_of(now()), last_used: day_of(now()), rotated: None };
        let claims = [(claim(0).digest(), drawn())];
        let made = store.claim_into(ClaimInto::New(&record, &digest()), &claims, now()).await.expect("answered");
        assert_eq!(made, ClaimOutcome::Claimed);
        let file = Held {
            id: drawn(),
            document: b"from elsewhere".to_vec(),
            neutral: None,
            from: HeldFrom::File,
            added: day_of(now()),
        };
        store.add_held(&record.id, &file).await.expect("added");
        let held = store.held(&record.id).await.expect("read");
        let draft = ShareDraft {
            chosen: held.iter().map(|one| one.id.clone()).collect(),
            neutral: Default::default(),
            names: Names::Hidden,
            days: 30,
        };
        let (share, opens) = (draft.share(drawn(), now()).expect("sound"), digest());
        store.create_share(&record.id, &share, &opens).await.expect("answered").expect("made");
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let before = store.credentials(&ids).await.expect("read");

        Migrator::down(&store.connection, Some(1)).await.expect("as it was before");
        assert!(store.credentials(&ids).await.is_err(), "the column is gone");
        store.close().await.expect("closed");
        let (store, opened) = database.open_with_report().await;
        assert_eq!(opened.migrations_applied, 1);
        assert_eq!(store.credentials(&ids).await.expect("read"), before);
        assert_eq!(store.with_editions(before.clone()).await.expect("read"), before, "none has an edition");
        assert_eq!(store.held(&record.id).await.expect("read"), held);
        let shown = store.open_share(&opens, now()).await.expect("read").expect("it still opens");
        assert_eq!(shown.held, held);
        let other = store.claim(&claim(1).digest(), now()).await.expect("answered").expect("handed over");
        assert_eq!((other.credential, other.neutral), (rows[1].id, None));
        assert_eq!(store.unfinished(9, &[]).await.expect("read").len(), 1, "what was noted is still to be finished");
    })
    .await;
}

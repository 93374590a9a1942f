//! The audit log is read as it was written, and what is done to it behind the program's back is found.

use registry_core::audit::{AuditFault, verify};

use super::*;

/// A log of four entries.
async fn log(store: &Store) {
    for (title, digest) in [("One", "a"), ("Two", "b"), ("Three", "c"), ("Four", "d")] {
        seed(store, &catalogue(title), digest).await;
    }
}

#[tokio::test]
async fn every_change_has_its_entry_and_they_make_a_chain() {
    every_database(async |database| {
        let store = database.open().await;
        log(&store).await;
        let entries = store.audit_entries().await.expect("read");
        assert_eq!(entries.iter().map(|entry| entry.sequence).collect::<Vec<_>>(), [1, 2, 3, 4]);
        let head = store.audit_head().await.expect("read");
        assert_eq!(head, entries[3].checkpoint());
        assert!(verify(&entries, head).is_sound());
        assert_eq!(store.audit_after(1, 2).await.expect("read"), entries[1..3]);
        assert_eq!(store.audit_after(4, 2).await.expect("read"), []);
        assert_eq!(store.audit_after(u64::MAX, 2).await.expect("read"), []);
    })
    .await;
}

#[tokio::test]
async fn what_is_done_to_the_log_behind_the_programs_back_is_found() {
    let cases = [
        ("UPDATE audit_entry SET reason = 'none' WHERE sequence = 2", AuditFault::Altered { sequence: 2 }),
        ("DELETE FROM audit_entry WHERE sequence = 3", AuditFault::Removed { missing: 3, found: 4 }),
        ("DELETE FROM audit_entry WHERE sequence = 4", AuditFault::Cut { last: 3, expected: 4 }),
        ("UPDATE audit_entry SET sequence = 9 WHERE sequence = 1", AuditFault::Removed { missing: 1, found: 2 }),
    ];
    for (sql, fault) in cases {
        every_database(async |database| {
            let store = database.open().await;
            log(&store).await;
            let head = store.audit_head().await.expect("read");
            store.connection.execute_unprepared(sql).await.expect(sql);
            assert_eq!(verify(&store.audit_entries().await.expect("read"), head).fault, Some(fault), "{sql}");
        })
        .await;
    }
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_is_named() {
    every_database(async |database| {
        let store = database.open().await;
        log(&store).await;
        store.connection.execute_unprepared("UPDATE audit_entry SET action = 'hide' WHERE sequence = 2").await.expect("set");
        assert_eq!(
            store.audit_entries().await.expect_err("damaged").to_string(),
            "the database is damaged: in table audit_entry, column action of 2 cannot be read: \"hide\" is not an action of the audit log"
        );
    })
    .await;
}

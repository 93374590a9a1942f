//! What is only so on PostgreSQL, and hearing of changes on both.

use std::time::{Duration, Instant};

use registry_core::publish::Delta;

use super::*;
use crate::store::{Commit, Location};

/// A schema on the server, where there is one to test on.
async fn schema() -> Option<Schema> {
    match postgres_server() {
        Some(server) => Some(Schema::new(server).await),
        None => None,
    }
}

async fn refused(url: &str) -> String {
    Store::open(url, now()).await.err().unwrap_or_else(|| panic!("{url} was opened")).to_string()
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_said_without_the_password() {
    assert_eq!(
        refused("postgres://reg:hunter2@127.0.0.1:1/reg").await,
        "the database postgres://reg@127.0.0.1:1/reg cannot be reached: connection refused"
    );
    let unreadable = refused("postgres://reg:hunter2@127.0.0.1:port/reg").await;
    assert!(unreadable.starts_with("the address of the database cannot be read; write postgres://"), "{unreadable}");
    assert!(!unreadable.contains("hunter2"), "{unreadable}");
}

#[tokio::test]
async fn a_schema_of_another_program_is_refused_and_one_of_a_newer_program_left_alone() {
    let Some(schema) = schema().await else { return };
    schema.execute(&format!("CREATE TABLE {}.song (title TEXT)", schema.name)).await;
    let shown = Location::from(&schema.url()).to_string();
    assert_eq!(
        refused(&schema.url()).await,
        format!("{shown} holds the tables of another program; give the registry a database, or a schema, of its own")
    );
    schema.execute(&format!("DROP TABLE {}.song", schema.name)).await;
    let (store, opened) = Store::open(&schema.url(), now()).await.expect("opened");
    assert_eq!(opened.migrations_applied, 6);
    store
        .connection
        .execute_unprepared("INSERT INTO seaql_migrations VALUES ('m0099_people', 0)")
        .await
        .expect("newer");
    assert_eq!(
        refused(&schema.url()).await,
        format!(
            "the database {shown} was written by a newer version of the registry (it knows migration m0099_people); start that version, or another database with --database"
        )
    );
    schema.execute(&format!("DROP SCHEMA {} CASCADE", schema.name)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn programs_that_start_together_on_a_new_schema_migrate_it_once() {
    let Some(schema) = schema().await else { return };
    let opened = (0..6).map(|_| {
        let url = schema.url();
        tokio::spawn(async move { Store::open(&url, now()).await.expect("opened").1.migrations_applied })
    });
    let mut applied = Vec::new();
    for task in opened.collect::<Vec<_>>() {
        applied.push(task.await.expect("ran"));
    }
    applied.sort_unstable();
    assert_eq!(applied, [0, 0, 0, 0, 0, 6]);
    schema.execute(&format!("DROP SCHEMA {} CASCADE", schema.name)).await;
}

#[tokio::test]
async fn a_change_of_another_process_is_heard_within_a_second() {
    every_database(async |database| {
        let (store, other) = (database.open().await, database.open().await);
        let mut changes = store.changes_after(0).await;
        seed(&other, &catalogue("Listening"), "a").await;
        assert_eq!(changes.next().await.expect("heard"), 1);
        let mut late = Vec::new();
        for (revision, code) in (1..).zip(["trust", "hope", "care"]) {
            let put = CatalogueParts { tags: vec![tag(code)], ..CatalogueParts::default() };
            let delta = Delta { put, ..Delta::default() };
            let event = event(AuditAction::Import);
            let publish = async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                let commit = Commit { expected_revision: revision, delta: &delta, event, idempotency: None };
                other.commit(commit).await.expect("committed");
                Instant::now()
            };
            let hear = async { (changes.next().await.expect("heard"), Instant::now()) };
            let (published, (heard_of, heard)) = tokio::join!(publish, hear);
            assert_eq!(heard_of, revision + 1);
            late.push(heard.saturating_duration_since(published));
        }
        // One may have come while something else held the machine; not most of them.
        late.sort();
        assert!(late[1] < Duration::from_secs(1), "{late:?}");
    })
    .await;
}

/// The connection on which the server tells of changes is cut: the next change is heard all the same, and so is the one after.
#[tokio::test]
async fn a_change_is_heard_though_the_connection_that_listens_was_lost() {
    let Some(schema) = schema().await else { return };
    let (store, _) = Store::open(&schema.url(), now()).await.expect("opened");
    let mut changes = store.changes_after(0).await;
    seed(&store, &catalogue("Listening"), "a").await;
    assert_eq!(changes.next().await.expect("heard"), 1);
    // Listeners of other tests are cut off as well; they go on as this one does.
    schema
        .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()")
        .await;
    for (digest, title) in [("b", "Hearing"), ("c", "Seeing")] {
        let before = store.revision().await.expect("revision");
        seed(&store, &catalogue(title), digest).await;
        let begun = Instant::now();
        let heard = tokio::time::timeout(Duration::from_secs(5), changes.next()).await.expect("heard in time");
        assert_eq!(heard.expect("heard"), before + 1);
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    }
    // It holds a connection, for which closing would wait.
    drop(changes);
    store.close().await.expect("closed");
    schema.execute(&format!("DROP SCHEMA {} CASCADE", schema.name)).await;
}

//! Transactions that PostgreSQL undoes for the sake of another: made again, with one effect, or given up with none.

use std::time::{Duration, Instant};

use registry_core::publish::Delta;
use sea_orm::sqlx::postgres::{PgConnection, PgPoolOptions};
use sea_orm::sqlx::{self, Connection};
use sea_orm::{DbBackend, Statement};

use super::publishing::{commit, publication, request};
use super::*;
use crate::store::write::ATTEMPTS;
use crate::store::{Commit, CommitOutcome, EarlierAnswer};

/// A schema on the server, where there is one to test on.
async fn schema() -> Option<Schema> {
    match postgres_server() {
        Some(server) => Some(Schema::new(server).await),
        None => None,
    }
}

async fn seeded(schema: &Schema) -> Store {
    let (store, _) = Store::open(&schema.url(), now()).await.expect("opened");
    seed(&store, &catalogue("Listening"), "a").await;
    store
}

/// The server undoes every transaction that writes to a table, so many times, with a code of its own. How often it was tried
/// is counted by a sequence, which nothing undoes.
async fn undo(schema: &Schema, table: &str, times: u8, code: &str) {
    let name = &schema.name;
    schema.execute(&format!("CREATE SEQUENCE {name}.tried")).await;
    schema
        .execute(&format!(
            "CREATE FUNCTION {name}.undo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
               IF nextval('{name}.tried') <= {times} THEN RAISE EXCEPTION 'made by a test' USING ERRCODE = '{code}'; END IF;
               RETURN NULL;
             END $$"
        ))
        .await;
    // Deferred, it is raised where the transaction is confirmed.
    let deferred = if code == "40001" { "DEFERRABLE INITIALLY DEFERRED" } else { "" };
    schema
        .execute(&format!(
            "CREATE CONSTRAINT TRIGGER undo AFTER INSERT ON {name}.{table} {deferred}
             FOR EACH ROW EXECUTE FUNCTION {name}.undo()"
        ))
        .await;
}

async fn tried(schema: &Schema) -> i64 {
    let pool = PgPoolOptions::new().connect(&schema.url()).await.expect("connected");
    let count = sqlx::query_scalar("SELECT last_value FROM tried").fetch_one(&pool).await.expect("counted");
    pool.close().await;
    count
}

async fn state(store: &Store) -> (CatalogueParts, i64, u64) {
    let (parts, revision) = store.load().await.expect("read");
    (parts, revision, store.audit_head().await.expect("read").sequence)
}

#[tokio::test]
async fn a_commit_that_is_undone_for_another_is_made_again_and_once() {
    for (table, code) in [("audit_entry", "40P01"), ("audit_entry", "40001"), ("idempotency", "40001")] {
        let Some(schema) = schema().await else { return };
        let store = seeded(&schema).await;
        undo(&schema, table, ATTEMPTS - 1, code).await;
        let delta = publication("10.1.0");
        let answer = |revision: i64, sequence: u64| format!("{revision}, {sequence}");
        let with_key = Commit { idempotency: Some((request(1, "this"), &answer)), ..commit(1, &delta) };
        let outcome = store.commit(with_key).await.expect("made in the end");
        assert_eq!(outcome, CommitOutcome::Committed { revision: 2, sequence: 2 }, "{table} {code}");
        assert_eq!(tried(&schema).await, i64::from(ATTEMPTS), "{table} {code}");
        let judged = catalogue("Listening").with(&delta).expect("sound").to_parts();
        assert_eq!(state(&store).await, (judged, 2, 2), "one effect and one entry");
        let kept = store.earlier_answer(&request(1, "this"), event(AuditAction::Seed).at).await.expect("asked");
        assert_eq!(kept, Some(EarlierAnswer::Same("2, 2".to_owned())));
        store.close().await.expect("closed");
        schema.execute(&format!("DROP SCHEMA {} CASCADE", schema.name)).await;
    }
}

#[tokio::test]
async fn a_commit_that_is_undone_each_time_is_given_up_with_a_sentence_and_leaves_nothing() {
    let Some(schema) = schema().await else { return };
    let store = seeded(&schema).await;
    let before = state(&store).await;
    undo(&schema, "audit_entry", u8::MAX, "40001").await;
    let delta = publication("10.1.0");
    let answer = |_, _| "done".to_owned();
    let with_key = || Commit { idempotency: Some((request(1, "this"), &answer as _)), ..commit(1, &delta) };
    let refused = store.commit(with_key()).await.expect_err("undone");
    assert_eq!(
        refused.to_string(),
        "the database is busy: another process has been writing to it for too long; try again"
    );
    assert_eq!(tried(&schema).await, i64::from(ATTEMPTS), "a bounded number of times");
    assert_eq!(state(&store).await, before);
    let kept = store.earlier_answer(&request(1, "this"), event(AuditAction::Seed).at).await.expect("asked");
    assert_eq!(kept, None);
    schema.execute(&format!("DROP TRIGGER undo ON {}.audit_entry", schema.name)).await;
    let outcome = store.commit(with_key()).await.expect("the next is not held up");
    assert_eq!(outcome, CommitOutcome::Committed { revision: 2, sequence: 2 });
    store.close().await.expect("closed");
    schema.execute(&format!("DROP SCHEMA {} CASCADE", schema.name)).await;
}

/// Until somebody waits for the log, which `other` holds, as the server itself says.
async fn until_somebody_waits(other: &mut PgConnection) {
    let waits = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE relation = 'audit_entry'::regclass AND NOT granted)";
    let begun = Instant::now();
    while !sqlx::query_scalar::<_, bool>(waits).fetch_one(&mut *other).await.expect("asked") {
        assert!(begun.elapsed() < Duration::from_secs(20), "nobody waits");
        tokio::task::yield_now().await;
    }
}

/// A deadlock, and not a made-up error: another program holds the log and wants the row of state, which the commit holds while
/// it wants the log. The server undoes the commit, whose patience is the shorter.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_another_program_locks_out_is_made_again() {
    let Some(schema) = schema().await else { return };
    let store = seeded(&schema).await;
    let mut other = PgConnection::connect(&schema.url()).await.expect("connected");
    for statement in ["SET deadlock_timeout = '30s'", "BEGIN", "LOCK TABLE audit_entry IN EXCLUSIVE MODE"] {
        sqlx::query(statement).execute(&mut other).await.expect(statement);
    }
    let crossing = async {
        // The commit holds the row of state by the time it waits for the log.
        until_somebody_waits(&mut other).await;
        let held = sqlx::query("SELECT 1 FROM registry_meta FOR UPDATE").execute(&mut other).await;
        sqlx::query("ROLLBACK").execute(&mut other).await.expect("released");
        held
    };
    let delta = publication("10.1.0");
    let (outcome, held) = tokio::join!(store.commit(commit(1, &delta)), crossing);
    assert!(held.is_ok(), "the other program was undone and not the commit: {held:?}");
    assert_eq!(outcome.expect("made again"), CommitOutcome::Committed { revision: 2, sequence: 2 });
    assert_eq!(state(&store).await.2, 2);
    other.close().await.expect("closed");
    store.close().await.expect("closed");
    schema.execute(&format!("DROP SCHEMA {} CASCADE", schema.name)).await;
}

/// On a server that is set to refuse whatever was not so at the beginning of a transaction, writers who wait for one another go
/// on all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_on_a_server_set_to_serializable_wait_and_are_not_refused() {
    let Some(schema) = schema().await else { return };
    drop(seeded(&schema).await);
    let strict = format!("{}&options[default_transaction_isolation]=serializable", schema.url());
    let mut stores = Vec::new();
    for _ in 0..4 {
        stores.push(Store::open(&strict, now()).await.expect("opened").0);
    }
    let writing = stores[0].begin("looking").await.expect("begun");
    let level = Statement::from_string(DbBackend::Postgres, "SHOW transaction_isolation");
    let level = writing.transaction.query_one_raw(level).await.expect("asked").expect("a row");
    assert_eq!(level.try_get_by_index::<String>(0).expect("text"), "read committed", "whatever the server's setting");
    drop(writing);
    let tasks = (0..24_usize).map(|number| {
        let store = stores[number % stores.len()].clone();
        tokio::spawn(async move {
            let tag = Tag { code: format!("tag-{number}").parse().expect("code"), ..tag("hope") };
            let put = CatalogueParts { tags: vec![tag], ..CatalogueParts::default() };
            let delta = Delta { put, ..Delta::default() };
            let mut revision = store.revision().await.expect("revision");
            loop {
                match store.commit(commit(revision, &delta)).await.expect("answered") {
                    CommitOutcome::Stale { revision: now } => revision = now,
                    done => return done,
                }
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        let done = task.await.expect("ran");
        assert!(matches!(done, CommitOutcome::Committed { .. }), "{done:?}");
    }
    let (parts, revision, entries) = state(&stores[0]).await;
    assert_eq!((parts.tags.len(), revision, entries), (25, 25, 25));
    for store in stores {
        store.close().await.expect("closed");
    }
    schema.execute(&format!("DROP SCHEMA {} CASCADE", schema.name)).await;
}

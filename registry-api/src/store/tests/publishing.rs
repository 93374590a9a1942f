//! Publishing: one winner, one effect, and everything that belongs together written together.

use std::time::{Duration, Instant};

use registry_core::audit::{Checkpoint, TokenId, verify};
use registry_core::publish::Delta;
use sea_orm::{SqliteTransactionMode, TransactionOptions, TransactionTrait};

use super::*;
use crate::store::{
    ANSWER_DAYS, Commit, CommitOutcome, EarlierAnswer, IdempotencyKey, IdempotentRequest, InputDigest, KEY_LENGTH_MAX,
    When,
};

/// A change that publishes the next version of the course.
pub(super) fn publication(number: &str) -> Delta {
    let mut course = course("Listening");
    course.versions.push(version(number));
    Delta { put: CatalogueParts { courses: vec![course], ..CatalogueParts::default() }, ..Delta::default() }
}

pub(super) fn commit(expected_revision: i64, delta: &Delta) -> Commit<'_> {
    Commit { expected_revision, delta, event: event(AuditAction::PublishVersion), idempotency: None }
}

pub(super) fn request(token: u64, input: &str) -> IdempotentRequest {
    IdempotentRequest {
        token: TokenId::new(token),
        key: "key-1".parse().expect("key"),
        input: InputDigest::of("publish", input.as_bytes()),
    }
}

/// A store with a catalogue at revision 1.
async fn seeded(database: &TestDatabase) -> Store {
    let store = database.open().await;
    seed(&store, &catalogue("Listening"), "a").await;
    store
}

#[tokio::test]
async fn a_change_makes_the_catalogue_that_was_judged() {
    every_database(async |database| {
        let store = seeded(database).await;
        let mut delta = publication("10.1.0");
        delta.put.tags = vec![Tag { title: "Hope and trust".to_owned(), ..tag("hope") }];
        delta.remove_offerings = vec!["listening-1".parse().expect("code"), "never-there".parse().expect("code")];
        let judged = catalogue("Listening").with(&delta).expect("sound");
        let outcome = store.commit(commit(1, &delta)).await.expect("committed");
        assert_eq!(outcome, CommitOutcome::Committed { revision: 2, sequence: 2 });
        assert_eq!(store.load().await.expect("read"), (judged.to_parts(), 2));
    })
    .await;
}

#[tokio::test]
async fn a_commit_takes_few_statements_however_large_the_catalogue() {
    every_database(async |database| {
        let store = seeded(database).await;
        let delta = publication("10.1.0");
        let before = store.statements();
        store.commit(commit(1, &delta)).await.expect("committed");
        // The row of state and its update, the course, its versions, the head of the log and the new entry.
        let used = store.statements() - before;
        assert!(used <= 8, "{used} statements");
    })
    .await;
}

#[tokio::test]
async fn a_change_judged_against_an_older_catalogue_is_stale_and_leaves_nothing() {
    every_database(async |database| {
        let store = seeded(database).await;
        store.commit(commit(1, &publication("10.1.0"))).await.expect("committed");
        let before = (store.load().await.expect("read"), store.audit_head().await.expect("read"));
        let later = publication("10.2.0");
        let late = Commit { idempotency: Some((request(1, "late"), &|_, _| "late".to_owned())), ..commit(1, &later) };
        assert_eq!(store.commit(late).await.expect("answered"), CommitOutcome::Stale { revision: 2 });
        assert_eq!((store.load().await.expect("read"), store.audit_head().await.expect("read")), before);
        let answer = store.earlier_answer(&request(1, "late"), event(AuditAction::Seed).at).await.expect("asked");
        assert_eq!(answer, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_publications_of_one_version_one_wins() {
    every_database(async |database| {
        let stores = [seeded(database).await, database.open().await];
        let tasks = (0..100).map(|number| {
            let store = stores[number % 2].clone();
            tokio::spawn(async move { store.commit(commit(1, &publication("10.1.0"))).await })
        });
        let mut outcomes = Vec::new();
        for task in tasks.collect::<Vec<_>>() {
            outcomes.push(task.await.expect("ran").expect("answered"));
        }
        let won = |outcome: &&CommitOutcome| matches!(outcome, CommitOutcome::Committed { revision: 2, .. });
        let stale = |outcome: &&CommitOutcome| matches!(outcome, CommitOutcome::Stale { revision: 2 });
        assert_eq!((outcomes.iter().filter(won).count(), outcomes.iter().filter(stale).count()), (1, 99));
        assert_eq!(stores[0].audit_head().await.expect("read").sequence, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_that_judge_again_lose_nothing_and_keep_the_log_whole() {
    every_database(async |database| {
        let stores = [seeded(database).await, database.open().await];
        let tasks = (0..20).map(|number| {
            let store = stores[number % 2].clone();
            tokio::spawn(async move {
                let tag = Tag { code: format!("tag-{number}").parse().expect("code"), ..tag("hope") };
                let parts = CatalogueParts { tags: vec![tag], ..CatalogueParts::default() };
                let delta = Delta { put: parts, ..Delta::default() };
                let mut revision = store.revision().await.expect("revision");
                while let CommitOutcome::Stale { revision: now } =
                    store.commit(commit(revision, &delta)).await.expect("answered")
                {
                    revision = now;
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.expect("ran");
        }
        let (parts, revision) = stores[1].load().await.expect("read");
        assert_eq!((parts.tags.len(), revision), (21, 21));
        let entries = stores[0].audit_entries().await.expect("read");
        assert!(verify(&entries, stores[0].audit_head().await.expect("read")).is_sound());
        assert_eq!(entries.len(), 21);
    })
    .await;
}

#[tokio::test]
async fn the_same_key_has_the_same_answer_and_one_effect() {
    every_database(async |database| {
        let store = seeded(database).await;
        let delta = publication("10.1.0");
        let send = async |token, input: &str, expected_revision| {
            let answer = |_, _| format!("answer to {input}");
            store
                .commit(Commit {
                    idempotency: Some((request(token, input), &answer)),
                    ..commit(expected_revision, &delta)
                })
                .await
                .expect("answered")
        };
        assert_eq!(send(1, "this", 1).await, CommitOutcome::Committed { revision: 2, sequence: 2 });
        assert_eq!(send(1, "this", 1).await, CommitOutcome::Repeated { answer: "answer to this".to_owned() });
        assert_eq!(send(1, "that", 2).await, CommitOutcome::KeyReused);
        assert_eq!(store.audit_head().await.expect("read").sequence, 2, "neither had an effect");
        assert!(matches!(send(2, "that", 2).await, CommitOutcome::Committed { .. }), "a key belongs to its token");
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_given_again_for_thirty_days() {
    every_database(async |database| {
        let store = seeded(database).await;
        let delta = publication("10.1.0");
        let done = |revision, sequence| format!("done as {revision}, entry {sequence}");
        store
            .commit(Commit { idempotency: Some((request(1, "this"), &done)), ..commit(1, &delta) })
            .await
            .expect("committed");
        let after = |days| AuditTime::new(now().naive_utc() + chrono::TimeDelta::days(days));
        let answer =
            async |input: &str, days| store.earlier_answer(&request(1, input), after(days)).await.expect("asked");
        assert_eq!(answer("this", ANSWER_DAYS).await, Some(EarlierAnswer::Same("done as 2, entry 2".to_owned())));
        assert_eq!(answer("that", ANSWER_DAYS).await, Some(EarlierAnswer::KeyReused));
        assert_eq!(answer("this", ANSWER_DAYS + 1).await, None);
        let mut again =
            Commit { idempotency: Some((request(1, "that"), &|_, _| "new".to_owned())), ..commit(2, &delta) };
        again.event.at = after(ANSWER_DAYS + 1);
        let outcome = store.commit(again).await.expect("answered");
        assert!(matches!(outcome, CommitOutcome::Committed { .. }), "{outcome:?}");
    })
    .await;
}

#[tokio::test]
async fn a_commit_that_changes_no_entry_is_logged_and_keeps_the_revision() {
    every_database(async |database| {
        let store = seeded(database).await;
        let outcome = store.commit(commit(1, &Delta::default())).await.expect("committed");
        assert_eq!(outcome, CommitOutcome::Committed { revision: 1, sequence: 2 });
    })
    .await;
}

#[tokio::test]
async fn a_commit_that_fails_half_way_leaves_nothing() {
    every_database(async |database| {
        let store = seeded(database).await;
        let before = (store.load().await.expect("read"), store.audit_head().await.expect("read"));
        let parts = catalogue("Listening").to_parts();
        let mut loose = parts.offerings[0].clone();
        let (course, version) = ("nowhere".parse().expect("code"), "1.0.0".parse().expect("version"));
        loose.of = OfferingOf::Course { course, version };
        let parts = CatalogueParts { tags: parts.tags, offerings: vec![loose], ..CatalogueParts::default() };
        let delta = Delta { put: parts, ..Delta::default() };
        let failed = store.commit(commit(1, &delta)).await;
        assert!(matches!(failed, Err(StoreError::Fault { .. })), "{failed:?}");
        assert_eq!((store.load().await.expect("read"), store.audit_head().await.expect("read")), before);
        let after = store.commit(commit(1, &publication("10.1.0"))).await.expect("committed");
        assert!(matches!(after, CommitOutcome::Committed { .. }), "the next one is not held up");
    })
    .await;
}

#[test]
fn an_idempotency_key_is_short_and_visible() {
    for text in ["a", "018f-7c", &"k".repeat(KEY_LENGTH_MAX)] {
        assert_eq!(text.parse::<IdempotencyKey>().expect(text).to_string(), text);
    }
    for text in ["", "my key", "clé", "a\n", &"k".repeat(KEY_LENGTH_MAX + 1)] {
        assert!(text.parse::<IdempotencyKey>().is_err(), "{text:?}");
    }
}

/// Whatever statement of a commit fails, and whether the database heard of it or only its answer was lost: everything of it is
/// there or nothing, and the same request sent again ends in the same place with one effect.
#[tokio::test]
async fn wherever_a_commit_breaks_it_is_whole_or_not_there_and_the_same_key_tells() {
    every_database(async |database| {
        for when in [When::Before, When::After] {
            let store = database.open().await;
            let mut broken = 0;
            for well in 0..40 {
                let number = format!("{}.1.0", 20 + well + if when == When::After { 100 } else { 0 });
                if store.revision().await.expect("revision") == 0 {
                    seed(&store, &catalogue("Listening"), "a").await;
                }
                let revision = store.revision().await.expect("revision");
                let delta = publication(&number);
                let key = IdempotentRequest { key: number.parse().expect("key"), ..request(1, &number) };
                let answer = |revision: i64, _| format!("revision {revision}");
                let commit = || Commit { idempotency: Some((key.clone(), &answer)), ..commit(revision, &delta) };
                store.faults().plan(well, when);
                let outcome = store.commit(commit()).await;
                if store.faults().is_still_to_come() {
                    assert!(outcome.is_ok(), "{outcome:?}");
                    break;
                }
                assert!(outcome.is_err(), "statement {well} {when:?} broke unheard");
                broken += 1;
                let is_there = store.revision().await.expect("revision") > revision;
                let log = store.audit_entries().await.expect("log");
                assert!(verify(&log, Checkpoint::START).is_sound());
                assert_eq!(log.len() as i64, store.revision().await.expect("revision"), "an entry for each revision");
                match store.commit(commit()).await.expect("answered") {
                    CommitOutcome::Repeated { .. } => assert!(is_there, "{well} {when:?}"),
                    CommitOutcome::Committed { .. } => assert!(!is_there, "{well} {when:?}"),
                    other => panic!("{other:?}"),
                }
                assert_eq!(store.revision().await.expect("revision"), revision + 1);
            }
            assert!(broken >= 6, "only {broken} statements broke");
        }
    })
    .await;
}

/// Another program holds the database for longer than the database itself waits: the write is begun again and made.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_finds_the_database_busy_is_tried_again() {
    let folder = Folder::new();
    let (store, other) = (open(&folder).await, open(&folder).await);
    seed(&store, &catalogue("Listening"), "a").await;
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let held = other.connection.begin_with_options(options).await.expect("held");
    let begun = Instant::now();
    let release = async {
        // sqlx lets SQLite wait for five seconds.
        tokio::time::sleep(Duration::from_millis(5_600)).await;
        held.rollback().await.expect("released");
    };
    let delta = publication("10.1.0");
    let (outcome, ()) = tokio::join!(store.commit(commit(1, &delta)), release);
    assert_eq!(outcome.expect("committed"), CommitOutcome::Committed { revision: 2, sequence: 2 });
    assert!(begun.elapsed() >= Duration::from_millis(5_500), "{:?}", begun.elapsed());
}

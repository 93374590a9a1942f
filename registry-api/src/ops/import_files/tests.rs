//! Imports that are sent twice.

use registry_core::audit::{Actor, TokenId};
use registry_core::catalogue::CatalogueParts;
use registry_core::course::CourseKind;
use registry_core::publish::{Delta, Publisher};

use super::*;
use crate::keys::Keys;
use crate::store::tests::{catalogue, every_database, now};
use crate::store::{Commit, InputDigest};

const WALKING: &str = "invented = true\n\n[[courses]]\ncode = \"walking\"\ntitle = \"Walking\"\nkind = \"workshop\"\n\
    description = \"How to walk.\"\n\n  [[courses.versions]]\n  version = \"1.0.0\"\n  published = \"2026-07-01\"\n  \
    outcomes = []\n  volume_of_learning_hours = 3\n  assessed = false\n";

fn request(content: Content) -> ImportRequest {
    let input = InputDigest::of("importCatalogue", &content.digest());
    ImportRequest {
        by: PublishedBy { publisher: Publisher::Operator, actor: Actor::Token(TokenId::new(1)) },
        files: vec![SentFile { name: "walking.toml".to_owned(), content }],
        format: None,
        reason: None,
        idempotent: Some(IdempotentRequest { token: TokenId::new(1), key: "once".parse().expect("a key"), input }),
        dry_run: false,
        now: now(),
        today: now().date_naive(),
    }
}

fn received(state: &AppState) -> Content {
    let mut receiving = state.spool().receive().expect("a file");
    receiving.take(WALKING.as_bytes()).expect("room");
    Content::Received(receiving.whole().expect("room"))
}

/// The second has looked for an answer and found none; then the first is made, and somebody else makes of the course what the file
/// may not change any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_would_be_refused_because_it_was_made_meanwhile_has_the_answer_of_then() {
    every_database(async |database| {
        let store = database.open().await;
        let state = Arc::new(AppState::new(Snapshot::new(catalogue("Listening"), 0), store, Keys::from_bytes([3; 32])));
        let store = state.store().expect("a store");
        let turn = state.spool().turn_to_read().await;
        let asked = store.statements();
        let second = {
            let (state, request) = (Arc::clone(&state), request(received(&state)));
            tokio::spawn(async move { import_files(&state, request).await })
        };
        while store.statements() == asked {
            tokio::task::yield_now().await;
        }
        let first = import_files(&state, request(Content::Inline(WALKING.into()))).await.expect("made");
        assert!(matches!(&first, ImportOutcome::Done(receipt) if receipt.sequence.is_some()), "{first:?}");
        let (mut parts, revision) = store.load().await.expect("read");
        parts.courses.retain(|course| course.code.as_str() == "walking");
        parts.courses[0].kind = CourseKind::SkillSet;
        let put = CatalogueParts { courses: parts.courses, ..CatalogueParts::default() };
        let delta = Delta { put, ..Delta::default() };
        let event = registry_core::audit::AuditEvent {
            at: AuditTime::new(now().naive_utc()),
            actor: Actor::Program,
            action: registry_core::audit::AuditAction::Import,
            subject: registry_core::audit::AuditSubject::Catalogue,
            provider: None,
            reason: None,
            details: "{}".to_owned(),
        };
        let other = Commit { expected_revision: revision, delta: &delta, event, idempotency: None };
        store.commit(other).await.expect("committed");
        drop(turn);
        assert_eq!(second.await.expect("ran").expect("answered"), first);
        let mut without_key = request(Content::Inline(WALKING.into()));
        without_key.idempotent = None;
        let refused = import_files(&state, without_key).await.expect("answered");
        assert!(matches!(refused, ImportOutcome::Refused(_)), "{refused:?}");
    })
    .await;
}

/// However its files are sent, an import waits no longer than it has patience for, and leaves nothing of itself behind.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_waits_too_long_for_others_is_told_to_come_again_and_changes_nothing() {
    every_database(async |database| {
        let store = database.open().await;
        let state = AppState::new(Snapshot::new(catalogue("Listening"), 0), store, Keys::from_bytes([3; 32]));
        let revision = state.store().expect("a store").load().await.expect("read").1;
        let soon = || Patience(Duration::from_millis(20));
        let told = |outcome: Result<ImportOutcome, PublishError>| {
            assert!(matches!(outcome, Err(PublishError::OthersFirst)), "{outcome:?}");
        };

        let turn = state.spool().turn_to_read().await;
        told(import_within(&state, request(received(&state)), soon()).await);
        drop(turn);

        let (release, held) = std::sync::mpsc::channel::<()>();
        let other = state.importing().begin(move || held.recv().is_ok()).await.expect("begun");
        told(import_within(&state, request(Content::Inline(WALKING.into())), soon()).await);
        told(import_within(&state, request(received(&state)), soon()).await);
        release.send(()).expect("taken");
        assert_eq!(other.done().await, Ok(true));
        assert_eq!(state.store().expect("a store").load().await.expect("read").1, revision, "nothing was saved");

        let made = import_files(&state, request(received(&state))).await.expect("made");
        assert!(matches!(&made, ImportOutcome::Done(receipt) if receipt.sequence.is_some()), "{made:?}");
    })
    .await;
}

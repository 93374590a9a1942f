//! Every write, with the database undoing each of its statements in turn for the sake of another: made again and once, or given
//! up with nothing left of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::{Path, PathBuf};

use registry_core::audit::{Checkpoint, TokenId, verify};
use registry_core::credential::status::Purpose;
use sea_orm::Statement;

use super::credentials::{claim, college, intent, key, moment, says};
use super::publishing::{commit, publication, request};
use super::records::{digest, document, empty, share};
use super::*;
use crate::access::{Scope, TokenDraft, TokenSecret};
use crate::store::write::ATTEMPTS;
use crate::store::{
    ClaimInto, ClaimOffer, Commit, Finished, IntendOutcome, ListKey, PublishedIssuerList, SignedList, StatusChange,
    StatusRequest,
};

const TABLES: [&str; 14] = [
    "audit_entry",
    "course",
    "course_version",
    "credential",
    "entry",
    "held",
    "idempotency",
    "issuer_key",
    "issuer_list",
    "offering",
    "record",
    "share",
    "status_list",
    "token",
];

/// How many rows each table has, and the revision.
async fn rows(store: &Store) -> Vec<i64> {
    let counts = TABLES.iter().map(|table| format!("(SELECT count(*) FROM {table})")).collect::<Vec<_>>().join(", ");
    let backend = store.connection.get_database_backend();
    let row = store.connection.query_one_raw(Statement::from_string(backend, format!("SELECT {counts}"))).await;
    let row = row.expect("counted").expect("a row");
    let mut found: Vec<i64> = (0..TABLES.len()).map(|at| row.try_get_by_index::<i64>(at).expect("a number")).collect();
    found.push(store.revision().await.expect("revision"));
    found
}

/// Breaks one statement of each write: the one after so many others.
struct Breaker<'a> {
    store: &'a Store,
    well: u32,
    broken: BTreeSet<&'static str>,
}

impl Breaker<'_> {
    /// Makes a write that is undone each time, which must leave nothing; and then one that is undone once, which must be made.
    async fn made<T: Debug>(&mut self, what: &'static str, write: impl AsyncFn() -> Result<T, StoreError>) -> T {
        let before = rows(self.store).await;
        self.store.faults().plan_busy(self.well, ATTEMPTS);
        let given_up = write().await;
        if self.store.faults().is_still_to_come() {
            return given_up.unwrap_or_else(|error| panic!("{what}, which has no such statement: {error}"));
        }
        assert!(matches!(given_up, Err(StoreError::Busy)), "{what}, statement {}: {given_up:?}", self.well);
        assert_eq!(rows(self.store).await, before, "{what}, statement {}, left something", self.well);
        self.store.faults().plan_busy(self.well, 1);
        let made = write().await;
        assert!(!self.store.faults().is_still_to_come(), "{what}");
        self.broken.insert(what);
        made.unwrap_or_else(|error| panic!("{what}, statement {}: {error}", self.well))
    }
}

async fn catalogue_is_changed(breaker: &mut Breaker<'_>, store: &Store) {
    let built_in = catalogue("Listening");
    let seeds = || SeedMerge { digest: "a", built_in: &built_in, event: event(AuditAction::Seed) };
    let merged = breaker.made("merging seeds", async || store.merge_seeds(seeds()).await).await;
    assert_eq!(merged, MergeOutcome::Written { revision: 1 });
    let delta = publication("10.1.0");
    let answer = |revision: i64, _| format!("revision {revision}");
    let change = || Commit { idempotency: Some((request(1, "this"), &answer)), ..commit(1, &delta) };
    breaker.made("publishing", async || store.commit(change()).await).await;
    let at = event(AuditAction::Seed).at;
    let keep = async || store.keep_answer(request(2, "that"), "nothing new".to_owned(), at).await;
    assert_eq!(breaker.made("keeping an answer", keep).await, None);
}

async fn tokens_are_used(breaker: &mut Breaker<'_>, store: &Store) {
    let draft = TokenDraft { label: "token".to_owned(), provider: None, scopes: [Scope::Publish].into(), days: 30 };
    let token = draft.record(TokenId::new(1), now()).expect("sound");
    let secret = TokenSecret::generate().expect("randomness").hash();
    let create = async || store.create_token(&token, &secret, event(AuditAction::CreateToken)).await;
    breaker.made("making a token", create).await;
    assert!(breaker.made("noting a use", async || store.touch_token(&token, now()).await).await);
    let revoke = async || store.revoke_token(token.id, event(AuditAction::RevokeToken)).await;
    assert!(breaker.made("revoking a token", revoke).await);
}

async fn credentials_are_issued(breaker: &mut Breaker<'_>, store: &Store) {
    let at = moment("2027-01-01T00:00:00Z");
    let add = async || store.add_key(&key(1), at, event(AuditAction::CreateKey)).await;
    breaker.made("adding a key", add).await;
    let intents = [intent("once", 0), intent("once", 2)];
    let intend = async || {
        let mut next = 0;
        let mut draw = || {
            next += 1;
            Some(next)
        };
        store.intend(&college(), &intents, now(), &mut draw).await
    };
    let noted = breaker.made("noting credentials", intend).await;
    assert!(matches!(&noted, IntendOutcome::Noted(records) if records.len() == 2), "{noted:?}");
    let finished: Vec<Finished> =
        intents.iter().map(|intent| Finished { id: intent.id, document: b"{}".to_vec(), is_edition: false }).collect();
    let finish = async || store.finish(&key(1).key, &finished, now(), &says).await;
    breaker.made("keeping documents", finish).await;
    let credentials = [(intents[0].id, None)];
    let change = async || {
        let request = StatusRequest {
            change: StatusChange::Suspend,
            of: None,
            credentials: &credentials,
            idempotent: Some(&request(3, "status")),
            event: &|_, count| says(count),
            answer: &|_| "done".to_owned(),
            at: now(),
        };
        store.change_status(request).await.map(|_| ())
    };
    breaker.made("changing a status", change).await;
    let list = ListKey { provider: college(), number: 1, purpose: Purpose::Suspension };
    let signed = SignedList { document: b"{}".to_vec(), at: now(), signer: key(1).key.did(), changes: 1 };
    breaker.made("signing a list", async || store.keep_signed(&list, &signed).await).await;
    let issuers =
        PublishedIssuerList { version: 1, content: "x".to_owned(), signed_at: now(), document: b"{}".to_vec() };
    assert!(breaker.made("publishing issuers", async || store.publish_issuer_list(&issuers).await).await);
    let again = claim(7).digest();
    let offers = [ClaimOffer { credential: intents[1].id, claim: again, offer: 2 }];
    let offer = async || store.offer_claims_again(&offers, vec![event(AuditAction::OfferClaim)]).await;
    assert!(breaker.made("offering again", offer).await);
    let claimed = breaker.made("claiming", async || store.claim(&again, now()).await).await;
    assert!(claimed.is_some());
    let compromise = async || store.compromise_key(&key(1).key, at, event(AuditAction::CompromiseKey)).await;
    breaker.made("compromising a key", compromise).await;
}

async fn records_are_kept(breaker: &mut Breaker<'_>, store: &Store) {
    let (first, link) = (empty(), digest());
    let into = ClaimInto::New(&first, &link);
    let claims = [(claim(0).digest(), document("x").id)];
    let claim_into = async || store.claim_into(into, &claims, now()).await;
    breaker.made("claiming into a record", claim_into).await;
    let (record, before, after) = (empty(), digest(), digest());
    breaker.made("making a record", async || store.create_record(&record, &before).await).await;
    let today = record.last_used.succ_opt().expect("a day");
    breaker.made("noting a day", async || store.touch_record(&record, today).await).await;
    let held = document("one");
    breaker.made("adding a document", async || store.add_held(&record.id, &held).await).await;
    let (made, secret) = (share(&[&held], 30), digest());
    let create = async || store.create_share(&record.id, &made, &secret).await;
    breaker.made("sharing", create).await.expect("made");
    let opened = breaker.made("opening a share", async || store.open_share(&secret, now()).await).await;
    assert!(opened.is_some());
    assert_eq!(store.shares(&record.id).await.expect("read")[0].views, 1, "counted once");
    breaker.made("stopping a share", async || store.revoke_share(&record.id, &made.id, now()).await).await;
    let rotate = async || store.rotate_record(&before, &after, today).await;
    assert!(breaker.made("changing a link", rotate).await);
    assert!(breaker.made("deleting a document", async || store.delete_held(&record.id, &held.id).await).await);
    assert!(breaker.made("deleting a record", async || store.delete_record(&record.id).await).await);
    let empty = empty();
    store.create_record(&empty, &digest()).await.expect("made");
    let later = today.succ_opt().expect("a day");
    assert_eq!(breaker.made("deleting empty records", async || store.delete_empty_records(later).await).await, 1);
}

#[tokio::test]
async fn every_write_that_is_undone_for_another_is_made_again_once_or_given_up_with_nothing_left() {
    let mut of_each: BTreeMap<&str, u32> = BTreeMap::new();
    let mut outcome: Option<Vec<i64>> = None;
    for well in 0..40 {
        let found = std::cell::RefCell::new(Vec::new());
        every_database(async |database| {
            let store = database.open().await;
            let mut breaker = Breaker { store: &store, well, broken: BTreeSet::new() };
            catalogue_is_changed(&mut breaker, &store).await;
            tokens_are_used(&mut breaker, &store).await;
            credentials_are_issued(&mut breaker, &store).await;
            records_are_kept(&mut breaker, &store).await;
            let log = store.audit_entries().await.expect("read");
            assert!(verify(&log, Checkpoint::START).is_sound());
            let there = rows(&store).await;
            found.borrow_mut().push((there, breaker.broken));
            store.close().await.expect("closed");
        })
        .await;
        let found = found.into_inner();
        for (rows, broken) in &found {
            assert_eq!(rows, outcome.get_or_insert(rows.clone()), "statement {well}: another effect");
            broken.iter().for_each(|what| *of_each.entry(what).or_default() += 1);
        }
        if found.iter().all(|(_, broken)| broken.is_empty()) {
            break;
        }
        assert!(well < 39, "writes have more statements than are tried");
    }
    assert_eq!(of_each.len(), writes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store")), "{of_each:?}");
}

/// How many writes the source has: each passes through one of two functions.
fn writes(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("the source").map(|entry| entry.expect("an entry").path());
    let count = |path: PathBuf| match path.extension() {
        None if path.ends_with("tests") => 0,
        None => writes(&path),
        Some(extension) if extension == "rs" => {
            let text = std::fs::read_to_string(&path).expect("text");
            text.matches("self.write(").count() + text.matches("self.write_one(").count()
        }
        Some(_) => 0,
    };
    entries.map(count).sum()
}

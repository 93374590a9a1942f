//! Credentials are noted before they are issued, issued once, claimed once; places in lists are never given twice.

use registry_core::achievement::AchievementOf;
use registry_core::audit::AuditSubject;
use registry_core::credential::key::KeyPair;
use registry_core::credential::moment::Moment;
use registry_core::credential::status::Purpose;
use registry_core::id::ProviderCode;

use super::*;
use crate::claim::{ClaimSecret, CredentialId};
use crate::store::{
    ClaimOffer, CredentialRecord, CredentialState, FinishOutcome, Finished, IntendOutcome, Intent, KeyChange,
    KeyRecord, ListKey, RequestRow, SealedSecret, StatusAnswer, StatusChange, StatusOutcome, StatusRequest,
};

pub(super) fn college() -> ProviderCode {
    "college".parse().expect("code")
}

pub(super) fn moment(text: &str) -> Moment {
    text.parse().expect("moment")
}

pub(super) fn key(seed: u8) -> KeyRecord {
    KeyRecord {
        key: KeyPair::from_seed([seed; 32]).public(),
        provider: college(),
        secret: Some(SealedSecret("sealed".to_owned())),
        good_from: moment("2027-01-01T00:00:00Z"),
        good_until: None,
        compromised_from: None,
    }
}

pub(super) async fn with_key(database: &TestDatabase) -> Store {
    let store = database.open().await;
    let made = store.add_key(&key(1), moment("2027-01-01T00:00:00Z"), event(AuditAction::CreateKey)).await;
    assert_eq!(made.expect("kept"), KeyChange::Made);
    store
}

pub(super) fn claim(row: u32) -> ClaimSecret {
    let mut bytes = [9; 32];
    bytes[..4].copy_from_slice(&row.to_be_bytes());
    ClaimSecret::from_bytes(bytes)
}

pub(super) fn intent(request: &str, row: u32) -> Intent {
    let mut id = [7; 16];
    id[..4].copy_from_slice(&row.to_be_bytes());
    id[8..12].copy_from_slice(&request.as_bytes()[..4]);
    Intent {
        id: CredentialId::from_random(id),
        of: AchievementOf::Course {
            course: "listening".parse().expect("code"),
            version: "1.0.0".parse().expect("number"),
        },
        completed: "2027-01-20".parse().expect("date"),
        suspendable: row.is_multiple_of(2),
        sealed: format!("sealed {row}"),
        request: RequestRow { request: request.to_owned(), row, input: format!("input {row}") },
        claim: claim(row).digest(),
        edition_of: None,
    }
}

/// Notes intents with places that are drawn from these numbers, which must be enough.
pub(super) async fn noted(store: &Store, intents: &[Intent], numbers: &[u32]) -> Vec<CredentialRecord> {
    let mut numbers = numbers.iter().copied();
    match store.intend(&college(), intents, now(), &mut || numbers.next()).await.expect("noted") {
        IntendOutcome::Noted(records) => records,
        IntendOutcome::KeyReused => panic!("the key was used"),
    }
}

pub(super) fn says(count: u32) -> AuditEvent {
    AuditEvent {
        subject: AuditSubject::Provider(college()),
        details: format!("{{\"count\":{count}}}"),
        ..event(AuditAction::IssueCredentials)
    }
}

pub(super) async fn finish(store: &Store, ids: &[CredentialId], text: &str) -> FinishOutcome {
    let finished: Vec<Finished> = ids
        .iter()
        .map(|id| Finished { id: *id, document: format!("{text} {id}").into_bytes(), is_edition: false })
        .collect();
    store.finish(&key(1).key, &finished, now(), &says).await.expect("kept")
}

#[tokio::test]
async fn a_credential_is_noted_then_issued_and_the_first_document_stands() {
    every_database(async |database| {
        let store = with_key(database).await;
        let records = noted(&store, &[intent("once", 0), intent("once", 1)], &[5, 5, 6]).await;
        assert_eq!(
            records.iter().map(|record| (record.place.list, record.place.index)).collect::<Vec<_>>(),
            [(1, 5), (1, 6)]
        );
        assert_eq!(records[0].state, CredentialState::Intended("sealed 0".to_owned()));
        assert_eq!(store.unfinished(10, &[]).await.expect("read").len(), 2);
        assert_eq!(store.unfinished(10, &[college()]).await.expect("read"), []);
        let ids: Vec<CredentialId> = records.iter().map(|record| record.id).collect();
        assert_eq!(finish(&store, &ids[..1], "first").await, FinishOutcome::Issued(1));
        assert_eq!(finish(&store, &ids, "second").await, FinishOutcome::Issued(1));
        let stored = store.credentials_of_request("once").await.expect("read");
        let documents: Vec<String> = stored.iter().map(document).collect();
        assert_eq!(documents, [format!("first {}", ids[0]), format!("second {}", ids[1])]);
        assert_eq!(store.unfinished(10, &[]).await.expect("read"), []);
        let (course, number) = ("listening".parse().expect("code"), "1.0.0".parse().expect("number"));
        assert_eq!(store.issued_count(&course, &number).await.expect("read"), 2);
        let log = store.audit_entries().await.expect("read");
        let counts: Vec<&str> = log.iter().skip(1).map(|entry| entry.event.details.as_str()).collect();
        assert_eq!(counts, ["{\"count\":1}", "{\"count\":1}"], "each is counted once");
    })
    .await;
}

fn document(record: &CredentialRecord) -> String {
    match &record.state {
        CredentialState::Issued { document, .. } => String::from_utf8_lossy(document).into_owned(),
        CredentialState::Intended(_) => String::new(),
    }
}

#[tokio::test]
async fn the_same_request_notes_nothing_twice_and_goes_on_where_it_stopped() {
    every_database(async |database| {
        let store = with_key(database).await;
        let first = noted(&store, &[intent("once", 0)], &[5]).await;
        let mut again = intent("once", 0);
        again.id = CredentialId::from_random([1; 16]);
        let both = noted(&store, &[again.clone(), intent("once", 1)], &[6]).await;
        assert_eq!(both[0], first[0], "it keeps its name and its place");
        again.request.input = "another".to_owned();
        let outcome = store.intend(&college(), &[again, intent("once", 2)], now(), &mut || Some(8)).await;
        assert_eq!(outcome.expect("answered"), IntendOutcome::KeyReused);
        assert_eq!(store.credentials_of_request("once").await.expect("read").len(), 2, "nothing was noted");
    })
    .await;
}

#[tokio::test]
async fn a_place_is_never_given_twice_even_if_it_is_drawn_twice() {
    every_database(async |database| {
        let store = with_key(database).await;
        noted(&store, &[intent("once", 0), intent("once", 1)], &[5, 6]).await;
        let next = noted(&store, &[intent("next", 2), intent("next", 3)], &[5, 131_072 + 6, 6, 7, 8]).await;
        assert_eq!(next.iter().map(|record| record.place.index).collect::<Vec<_>>(), [7, 8]);
        let dry = store.intend(&college(), &[intent("then", 4)], now(), &mut || None).await;
        assert_eq!(dry.expect_err("no numbers").to_string(), "the system gives no random numbers");
        let other: ProviderCode = "other".parse().expect("code");
        let theirs = store.intend(&other, &[intent("else", 5)], now(), &mut || Some(5)).await.expect("noted");
        assert!(matches!(theirs, IntendOutcome::Noted(records) if records[0].place.index == 5), "a list of their own");
        let copy = "INSERT INTO credential SELECT 'x', provider, course, version, qualification, completed, state, intent, \
                    document, intended_at, issued_at, status_list, status_index, suspendable, revoked_at, suspended_at, \
                    reason, 'x', request_row, input, 'x', claim_offer, claimed_at FROM credential WHERE request_row = 0";
        assert!(store.connection.execute_unprepared(copy).await.is_err(), "the database itself refuses it");
    })
    .await;
}

#[tokio::test]
async fn a_full_list_is_followed_by_another() {
    every_database(async |database| {
        let store = with_key(database).await;
        noted(&store, &[intent("once", 0)], &[5]).await;
        // As if all but one of the places of the first list had been given.
        let fill = match database {
            TestDatabase::Sqlite(_) => {
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 65534) \
                 INSERT INTO credential SELECT 'n' || i, provider, course, version, qualification, completed, state, intent, \
                 document, intended_at, issued_at, status_list, 65536 + i, suspendable, revoked_at, suspended_at, reason, \
                 'n', i, input, 'n' || i, claim_offer, claimed_at, edition_of FROM credential, n"
            }
            TestDatabase::Postgres(_) => {
                "INSERT INTO credential SELECT 'n' || i, provider, course, version, qualification, completed, state, intent, \
                 document, intended_at, issued_at, status_list, 65536 + i, suspendable, revoked_at, suspended_at, reason, \
                 'n', i, input, 'n' || i, claim_offer, claimed_at, edition_of FROM credential, generate_series(1, 65534) i"
            }
        };
        store.connection.execute_unprepared(fill).await.expect("filled");
        let next = noted(&store, &[intent("next", 1), intent("next", 2)], &[70_000, 6, 6]).await;
        assert_eq!(next.iter().map(|record| (record.place.list, record.place.index)).collect::<Vec<_>>(), [(1, 6), (2, 6)]);
    })
    .await;
}

#[tokio::test]
async fn a_claim_hands_a_credential_over_once_and_can_be_offered_again() {
    every_database(async |database| {
        let store = with_key(database).await;
        let id = noted(&store, &[intent("once", 0)], &[5]).await[0].id;
        let take = async |secret: &ClaimSecret| store.claim(&secret.digest(), now()).await.expect("answered");
        assert_eq!(take(&claim(0)).await, None, "it is not issued yet");
        finish(&store, &[id], "signed").await;
        assert_eq!(take(&claim(1)).await, None, "no such claim");
        let taken = take(&claim(0)).await.expect("handed over");
        assert_eq!(
            (taken.credential, taken.provider, taken.bytes),
            (id, college(), format!("signed {id}").into_bytes())
        );
        assert_eq!(take(&claim(0)).await, None, "once");
        let offer = async |row, number| {
            let offer = ClaimOffer { credential: id, claim: claim(row).digest(), offer: number };
            store.offer_claims_again(&[offer], vec![event(AuditAction::OfferClaim)]).await.expect("answered")
        };
        assert!(!offer(2, 3).await, "another offer came between");
        assert!(offer(2, 2).await);
        assert_eq!(take(&claim(0)).await, None, "the old claim is worth nothing");
        assert_eq!(take(&claim(2)).await.map(|taken| taken.credential), Some(id));
    })
    .await;
}

#[tokio::test]
async fn a_status_changes_as_it_may_and_the_list_knows() {
    every_database(async |database| {
        use StatusChange::{Reinstate, Revoke, Suspend};
        use StatusOutcome::{AlreadySo, Changed, NotFound, NotSuspendable, RevokedForGood};
        let store = with_key(database).await;
        let ids: Vec<CredentialId> = noted(&store, &[intent("once", 0), intent("once", 1)], &[9, 4])
            .await
            .iter()
            .map(|record| record.id)
            .collect();
        let other: ProviderCode = "other".parse().expect("code");
        let cases = [
            (Suspend, None, [Changed, NotSuspendable]),
            (Suspend, None, [AlreadySo, NotSuspendable]),
            (Revoke, Some(&other), [NotFound, NotFound]),
            (Reinstate, None, [Changed, AlreadySo]),
            (Suspend, None, [Changed, NotSuspendable]),
            (Revoke, None, [Changed, Changed]),
            (Revoke, None, [AlreadySo, AlreadySo]),
            (Reinstate, None, [RevokedForGood, RevokedForGood]),
            (Suspend, None, [RevokedForGood, RevokedForGood]),
        ];
        for (at, (change, of, expected)) in cases.into_iter().enumerate() {
            let credentials: Vec<_> = ids.iter().map(|id| (*id, Some("sealed".to_owned()))).collect();
            let request = StatusRequest {
                change,
                of,
                credentials: &credentials,
                idempotent: None,
                event: &|_, count| AuditEvent { action: AuditAction::RevokeCredentials, ..says(count) },
                answer: &|_| String::new(),
                at: now(),
            };
            let answer = store.change_status(request).await.expect("answered");
            assert_eq!(answer, StatusAnswer::Done(expected.to_vec()), "{at}");
        }
        let list = |purpose| ListKey { provider: college(), number: 1, purpose };
        assert_eq!(store.set_entries(&list(Purpose::Revocation)).await.expect("read"), [4, 9]);
        assert_eq!(store.set_entries(&list(Purpose::Suspension)).await.expect("read"), [9]);
        let changes = async |purpose| store.status_list(&list(purpose)).await.expect("read").expect("there").changes;
        assert_eq!((changes(Purpose::Revocation).await, changes(Purpose::Suspension).await), (1, 3));
        assert_eq!(store.audit_head().await.expect("read").sequence, 5, "a key, and four changes");
    })
    .await;
}

#[tokio::test]
async fn a_key_that_signs_no_more_has_no_secret_and_finishes_nothing() {
    every_database(async |database| {
        let store = with_key(database).await;
        let ids: Vec<CredentialId> =
            noted(&store, &[intent("once", 0)], &[9]).await.iter().map(|record| record.id).collect();
        let at = moment("2027-02-01T00:00:00Z");
        let next = KeyRecord { good_from: at, ..key(2) };
        assert_eq!(store.add_key(&next, at, event(AuditAction::CreateKey)).await.expect("kept"), KeyChange::Made);
        assert_eq!(
            store.add_key(&next, at, event(AuditAction::CreateKey)).await.expect("answered"),
            KeyChange::Refused
        );
        assert_eq!(finish(&store, &ids, "late").await, FinishOutcome::KeyChanged);
        let keys = store.keys(Some(&college())).await.expect("read");
        assert_eq!(keys, [KeyRecord { good_until: Some(at), secret: None, ..key(1) }, next.clone()]);
        let compromise = async |from| {
            store.compromise_key(&next.key, moment(from), event(AuditAction::CompromiseKey)).await.expect("answered")
        };
        for from in ["2027-03-01T00:00:00Z", "2027-02-15T00:00:00Z", "2027-02-20T00:00:00Z"] {
            assert_eq!(compromise(from).await, KeyChange::Made);
        }
        let keys = store.keys(None).await.expect("read");
        assert_eq!((keys[1].compromised_from, keys[1].secret.clone()), (Some(moment("2027-02-15T00:00:00Z")), None));
        let unknown = KeyPair::from_seed([3; 32]).public();
        let refused = store.compromise_key(&unknown, at, event(AuditAction::CompromiseKey)).await;
        assert_eq!(refused.expect("answered"), KeyChange::Refused);
    })
    .await;
}

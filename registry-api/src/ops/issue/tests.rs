//! Issuing on both databases, with each statement failing in turn.

mod editions;
mod status;

use std::collections::BTreeSet;

use registry_core::audit::AuditAction;
use registry_core::catalogue::Catalogue;
use registry_core::credential::about::About;
use registry_core::credential::json::Json;
use registry_core::credential::status::Purpose;
use registry_core::credential::usi::UsiError;

use super::*;
use crate::keys::Keys;
use crate::made_up::earning;
use crate::ops::credential_status::ChangeStatus;
use crate::ops::keep_keys::{NewKey, add_key, generate_key};
use crate::ops::{change_status, reason_of};
use crate::snapshot::Snapshot;
use crate::store::tests::{TestDatabase, catalogue, every_database, now};
use crate::store::{IdempotentRequest, InputDigest, ListKey, StatusChange, StatusOutcome, When};

async fn state(database: &TestDatabase) -> AppState {
    state_of(database, catalogue("Listening")).await
}

/// The catalogue in which the course has a neutral title.
fn with_neutral_title() -> Catalogue {
    let mut parts = catalogue("Listening").to_parts();
    parts.courses[0].neutral_title = Some("Workshop 7".to_owned());
    Catalogue::build(parts).expect("catalogue")
}

async fn state_of(database: &TestDatabase, catalogue: Catalogue) -> AppState {
    let store = database.open().await;
    let address = "https://registry.example".parse().expect("address");
    let state = AppState::new(Snapshot::new(catalogue, 0), store, Keys::from_bytes([3; 32]));
    let state = state.at_address(Some(address));
    let pair = generate_key().expect("randomness");
    add_key(&state, &college(), &pair, NewKey::First, now()).await.expect("kept").expect("made");
    state
}

fn college() -> ProviderCode {
    "college".parse().expect("code")
}

fn award(name: &str) -> Award {
    let earned = Earned::Course("listening".parse().expect("code"), Some("1.0.0".parse().expect("number")));
    earning(earned, "2027-01-20".parse().expect("date"), Some(name))
}

fn request(key: &str, awards: Vec<Award>) -> IssueRequest {
    IssueRequest {
        by: IssuedBy { actor: Actor::Program, may_for: Some(college()) },
        provider: college(),
        awards,
        key: Some(key.parse().expect("a key")),
        dry_run: false,
        now: now(),
    }
}

async fn issued(state: &AppState, key: &str, awards: Vec<Award>) -> Vec<IssuedCredential> {
    match issue(state, request(key, awards), &mut |_, _| {}).await.expect("no fault") {
        IssueOutcome::Issued(credentials) => credentials,
        other => panic!("{other:?}"),
    }
}

async fn problems(state: &AppState, request: IssueRequest) -> Vec<(Option<usize>, String)> {
    match issue(state, request, &mut |_, _| {}).await.expect("no fault") {
        IssueOutcome::Refused(found) => found.into_iter().map(|it| (it.award, it.reason.to_string())).collect(),
        other => panic!("{other:?}"),
    }
}

/// How many credentials the audit log says were issued.
async fn logged(state: &AppState) -> u64 {
    let entries = state.store().expect("a store").audit_entries().await.expect("read");
    let count = |details: &str| serde_json::from_str::<serde_json::Value>(details).expect("JSON")["count"].as_u64();
    let issued = entries.iter().filter(|entry| entry.event.action.name() == "issue-credentials");
    issued.map(|entry| count(&entry.event.details).expect("a count")).sum()
}

/// Each statement fails in turn, before the database hears of it and after it has done it. Whatever was left is finished, at the
/// next start or when the same key is asked again; nothing is issued twice.
#[tokio::test]
async fn whichever_statement_fails_everything_is_issued_once() {
    every_database(async |database| {
        let state = state(database).await;
        let store = state.store().expect("a store");
        let mut expected = 0;
        let mut places = BTreeSet::new();
        for when in [When::Before, When::After] {
            let (mut well, mut left) = (0, 0);
            loop {
                let key = format!("{when:?}-{well}");
                let awards = || vec![award("Ada Lee"), award("Bo Chen")];
                store.faults().plan(well, when);
                let first = issue(&state, request(&key, awards()), &mut |_, _| {}).await;
                let failed = !store.faults().is_still_to_come();
                assert_eq!(first.is_err(), failed, "{key}");
                if well.is_multiple_of(2) {
                    left += finish_unfinished(&state, now()).await.expect("finished");
                    assert_eq!(store.unfinished(10, &[]).await.expect("read"), [], "{key}");
                }
                let credentials = issued(&state, &key, awards()).await;
                if let Ok(IssueOutcome::Issued(first)) = first {
                    assert_eq!(first, credentials, "{key}");
                }
                assert_eq!(issued(&state, &key, awards()).await, credentials, "{key}, once more");
                expected += 2;
                let ids: Vec<CredentialId> = credentials.iter().map(|credential| credential.id).collect();
                let records = store.credentials(&ids).await.expect("read");
                assert!(records.iter().all(|record| places.insert(record.place)), "{key}: a place was given twice");
                assert_eq!(logged(&state).await, expected, "{key}");
                if !failed {
                    assert!(well > 10, "only {well} statements were tried");
                    assert!(left >= 2, "nothing was noted before it was signed");
                    break;
                }
                well += 1;
            }
        }
        assert_eq!(places.len() as u64, expected);
        let (course, version) = ("listening".parse().expect("code"), "1.0.0".parse().expect("number"));
        assert_eq!(store.issued_count(&course, &version).await.expect("read"), expected);
    })
    .await;
}

/// More than are noted and signed at a time, and a statement of the second lot fails: the first lot is issued and stays as it is,
/// and the rest is issued when the same key is asked again, or at the next start.
#[tokio::test]
async fn many_that_were_stopped_in_the_middle_go_on_where_they_stopped() {
    every_database(async |database| {
        let state = state(database).await;
        let store = state.store().expect("a store");
        let awards = || (0..=AT_A_TIME).map(|number| award(&format!("Person {number}"))).collect::<Vec<_>>();
        let before = store.statements();
        issued(&state, "whole", awards()).await;
        let whole = u32::try_from(store.statements() - before).expect("few");
        // To keep a document is a statement; everything else is asked once for each lot.
        assert!((whole as usize) < AT_A_TIME + 60, "{whole} statements for {} credentials", awards().len());
        let mut expected = awards().len() as u64;
        for (number, back) in [4, 2, 1].into_iter().enumerate() {
            let key = format!("stopped-{back}");
            store.faults().plan(whole - back, When::Before);
            let mut done = 0;
            let first = issue(&state, request(&key, awards()), &mut |so_far, _| done = so_far).await;
            assert!(first.is_err() && !store.faults().is_still_to_come(), "{key}");
            assert_eq!(done, AT_A_TIME, "{key}: the first lot was done");
            assert_eq!(logged(&state).await, expected + done as u64, "{key}");
            if number == 0 {
                finish_unfinished(&state, now()).await.expect("finished");
            }
            let all = issued(&state, &key, awards()).await;
            expected += awards().len() as u64;
            assert_eq!((all.len() as u64, logged(&state).await), (awards().len() as u64, expected), "{key}");
            let ids: BTreeSet<CredentialId> = all.iter().map(|credential| credential.id).collect();
            let documents: BTreeSet<&[u8]> = all.iter().map(|credential| credential.document.as_slice()).collect();
            assert_eq!((ids.len(), documents.len()), (all.len(), all.len()), "{key}");
            assert_eq!(issued(&state, &key, awards()).await, all, "{key}, once more");
        }
        let (course, version) = ("listening".parse().expect("code"), "1.0.0".parse().expect("number"));
        assert_eq!(store.issued_count(&course, &version).await.expect("read"), expected);
    })
    .await;
}

#[tokio::test]
async fn what_is_issued_says_what_was_earned_and_keeps_no_more_of_the_person() {
    every_database(async |database| {
        let state = state(database).await;
        let usi = "2GF2UGXXV8";
        let awards = vec![Award { usi: Some(usi.to_owned()), suspendable: true, ..award("Ada Lee") }];
        let one = issued(&state, "a", awards).await.remove(0);
        let document = Json::read(&one.document).expect("a document");
        assert_eq!(document.text_of("id"), Some(one.id.urn().as_str()));
        let text = String::from_utf8(one.document.clone()).expect("text");
        assert!(text.contains("\"version\":\"1.0.0\"") && text.contains("Ada Lee"), "{text}");
        assert_eq!(document.each_of("credentialStatus").len(), 2);
        assert!(!text.contains(usi));
        // With another USI, or none, it is the same request: nothing that is kept depends on it.
        let without = vec![Award { usi: None, suspendable: true, ..award("Ada Lee") }];
        assert_eq!(issued(&state, "a", without).await, std::slice::from_ref(&one));
        let other = vec![award("Bo Chen")];
        let reused = issue(&state, request("a", other), &mut |_, _| {}).await.expect("answered");
        assert!(matches!(reused, IssueOutcome::KeyReused));
        let claimed = state.store().expect("a store").claim(&one.claim.digest(), now()).await.expect("answered");
        assert_eq!(claimed.expect("handed over").bytes, one.document);
        assert_eq!(one.warnings, []);
    })
    .await;
}

#[tokio::test]
async fn everything_wrong_is_said_and_then_nothing_is_issued() {
    every_database(async |database| {
        let state = state(database).await;
        let no_course = Award { earned: Earned::Course("nothing".parse().expect("code"), None), ..award("Ada Lee") };
        let wrong = vec![
            Award { usi: Some("BNGH7C75FM".to_owned()), completed: "2027-02-02".parse().expect("date"), ..award("") },
            award("Bo Chen"),
            no_course,
            Award { title: TitleShown::Neutral, ..award("Ada Lee") },
        ];
        let found = problems(&state, request("a", wrong)).await;
        let places: Vec<_> = found.iter().map(|(at, _)| *at).collect();
        assert_eq!(places, [Some(0), Some(0), Some(0), Some(2), Some(3)], "{found:?}");
        assert_eq!(found[0].1, UsiError::Check.to_string());
        assert_eq!(found[3].1, "there is no course nothing; correct the code");
        assert!(found.iter().all(|(_, said)| !said.contains("Lee") && !said.contains("BNGH")), "{found:?}");
        let mut theirs = request("a", vec![award("Ada Lee")]);
        theirs.by.may_for = Some("other".parse().expect("code"));
        let mut missing = request("a", vec![award("Ada Lee")]);
        missing.provider = "nobody".parse().expect("code");
        let answers = (problems(&state, theirs).await, problems(&state, missing).await);
        assert_eq!(
            answers.0[0].1.replace("college", "X"),
            answers.1[0].1.replace("nobody", "X"),
            "not yours is not there"
        );
        assert_eq!(logged(&state).await, 0);
        let tried = IssueRequest { dry_run: true, ..request("a", vec![award("Ada Lee"), award("Ada Lee")]) };
        let tried = issue(&state, tried, &mut |_, _| {}).await.expect("answered");
        let IssueOutcome::Tried(tried) = tried else { panic!("{tried:?}") };
        assert_eq!(tried[1].warnings, [AwardWarning::Same(1)]);
        assert_eq!(logged(&state).await, 0, "it was only tried");
    })
    .await;
}

/// Of a unit a roster says the same of everybody who ended it on one day: only their references tell them apart.
#[tokio::test]
async fn two_who_are_called_differently_are_not_one() {
    every_database(async |database| {
        let state = state(database).await;
        let of = |reference: Option<&str>| Award {
            holder_name: None,
            reference: reference.map(str::to_owned),
            ..award("Ada Lee")
        };
        let awards = [Some("C1"), Some("C2"), Some("C2"), None, Some("C3"), Some("C1")].map(of).to_vec();
        let tried = IssueRequest { dry_run: true, ..request("a", awards) };
        let tried = issue(&state, tried, &mut |_, _| {}).await.expect("answered");
        let IssueOutcome::Tried(tried) = tried else { panic!("{tried:?}") };
        let warned: Vec<_> = tried.iter().map(|award| award.warnings.as_slice()).collect();
        let same = AwardWarning::Same;
        let wanted: [&[_]; 6] = [&[], &[], &[same(2)], &[same(1)], &[same(4)], &[same(1)]];
        assert_eq!(warned, wanted);
    })
    .await;
}

#[tokio::test]
async fn issuing_late_is_warned_of_and_waits_for_a_key_and_an_address() {
    every_database(async |database| {
        let state = state(database).await;
        let late = Award { completed: "2027-01-01".parse().expect("date"), ..award("Ada Lee") };
        let one = issued(&state, "a", vec![late]).await.remove(0);
        let said: Vec<String> = one.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["it is issued 31 days after completion; providers must issue within 30"]);
        let state = state.at_address(None);
        let found = problems(&state, request("b", vec![award("Ada Lee")])).await;
        assert!(found[0].1.contains("REGISTRY_ADDRESS"), "{found:?}");
        let other = TestDatabase::Sqlite(crate::store::tests::Folder::new());
        let bare =
            AppState::new(Snapshot::new(catalogue("Listening"), 0), other.open().await, Keys::from_bytes([3; 32]));
        let found = problems(&bare, request("b", vec![award("Ada Lee")])).await;
        assert!(found[0].1.contains("registry key generate --provider college"), "{found:?}");
    })
    .await;
}

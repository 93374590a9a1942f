//! Issuing on both databases, with each statement failing in turn.

use std::collections::BTreeSet;

use registry_core::audit::AuditAction;
use registry_core::catalogue::Catalogue;
use registry_core::credential::about::About;
use registry_core::credential::json::Json;
use registry_core::credential::status::Purpose;
use registry_core::credential::usi::UsiError;

use super::*;
use crate::keys::Keys;
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
    Award {
        earned: Earned::Course("listening".parse().expect("code"), Some("1.0.0".parse().expect("number"))),
        completed: "2027-01-20".parse().expect("date"),
        holder_name: Some(name.to_owned()),
        result: None,
        title: TitleShown::Full,
        valid_until: None,
        suspendable: false,
        usi: None,
        reference: None,
    }
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

/// The same of something with a neutral title: both editions are issued or neither, each once, and one claim hands over both.
#[tokio::test]
async fn whichever_statement_fails_both_editions_are_issued_once() {
    every_database(async |database| {
        let state = state_of(database, with_neutral_title()).await;
        let store = state.store().expect("a store");
        let (mut expected, mut documents) = (0_usize, BTreeSet::new());
        for when in [When::Before, When::After] {
            for well in 0.. {
                let key = format!("{when:?}-{well}");
                let awards = || vec![award("Ada Lee"), Award { title: TitleShown::Neutral, ..award("Bo Chen") }];
                store.faults().plan(well, when);
                let first = issue(&state, request(&key, awards()), &mut |_, _| {}).await;
                let failed = !store.faults().is_still_to_come();
                assert_eq!(first.is_err(), failed, "{key}");
                if well.is_multiple_of(2) {
                    finish_unfinished(&state, now()).await.expect("finished");
                    assert_eq!(store.unfinished(10, &[]).await.expect("read"), [], "{key}");
                }
                let credentials = issued(&state, &key, awards()).await;
                assert_eq!(issued(&state, &key, awards()).await, credentials, "{key}, once more");
                expected += 2;
                assert_eq!(logged(&state).await, expected as u64, "{key}: an edition is not counted");
                let [both, alone] = credentials.as_slice() else { panic!("{credentials:?}") };
                assert_eq!(alone.neutral, None, "{key}: it was issued under the neutral title alone");
                let neutral = both.neutral.clone().expect("an edition");
                let titles = [&both.document, &neutral, &alone.document]
                    .map(|document| About::of(&Json::read(document).expect("JSON")).title.expect("a title"));
                assert_eq!(titles, ["Listening", "Workshop 7", "Workshop 7"], "{key}");
                let claimed = store.claim(&both.claim.digest(), now()).await.expect("answered").expect("handed over");
                assert_eq!((claimed.bytes, claimed.neutral.as_ref()), (both.document.clone(), Some(&neutral)), "{key}");
                documents.extend([both.document.clone(), neutral, alone.document.clone()]);
                if !failed {
                    assert!(well > 10, "only {well} statements were tried");
                    break;
                }
            }
        }
        assert_eq!(documents.len(), expected / 2 * 3, "each document has a name and a place of its own");
        let (course, version) = ("listening".parse().expect("code"), "1.0.0".parse().expect("number"));
        assert_eq!(store.issued_count(&course, &version).await.expect("read"), expected as u64);
    })
    .await;
}

/// What was noted is signed under the title it was noted with, also where the course has none any more.
#[tokio::test]
async fn an_edition_that_was_noted_is_finished_after_the_course_has_lost_its_neutral_title() {
    every_database(async |database| {
        let state = state_of(database, with_neutral_title()).await;
        let store = state.store().expect("a store");
        let begun = store.statements();
        issued(&state, "whole", vec![award("Ada Lee")]).await;
        let all = u32::try_from(store.statements() - begun).expect("few");
        // The last statements keep what was signed.
        store.faults().plan(all - 3, When::Before);
        assert!(issue(&state, request("stopped", vec![award("Bo Chen")]), &mut |_, _| {}).await.is_err());
        let noted = store.unfinished(10, &[]).await.expect("read");
        assert_eq!(noted.len(), 2);
        let bare =
            AppState::new(Snapshot::new(catalogue("Listening"), 0), database.open().await, Keys::from_bytes([3; 32]));
        let bare = bare.at_address(Some("https://registry.example".parse().expect("address")));
        assert_eq!(finish_unfinished(&bare, now()).await.expect("finished"), 1);
        assert_eq!(store.unfinished(10, &[]).await.expect("read"), []);
        let ids: Vec<CredentialId> = noted.iter().map(|record| record.id).collect();
        let titles: BTreeSet<String> = store
            .credentials(&ids)
            .await
            .expect("read")
            .into_iter()
            .map(|record| About::of(&Json::read(&document_of(record)).expect("JSON")).title.expect("a title"))
            .collect();
        assert_eq!(titles, BTreeSet::from(["Listening".to_owned(), "Workshop 7".to_owned()]));
    })
    .await;
}

/// A credential that was issued before its course had a neutral title has no edition, and the same key signs none: it could say
/// *valid* of what was revoked since.
#[tokio::test]
async fn the_same_key_signs_no_edition_of_what_was_issued_without_one() {
    every_database(async |database| {
        let bare = state(database).await;
        let store = bare.store().expect("a store");
        let awards = || vec![award("Ada Lee"), award("Bo Chen")];
        let before = issued(&bare, "early", awards()).await;
        let by = IssuedBy { actor: Actor::Program, may_for: Some(college()) };
        let wish = ChangeStatus {
            by,
            change: StatusChange::Revoke,
            credentials: vec![before[0].id],
            reason: None,
            idempotent: None,
            dry_run: false,
            now: now(),
        };
        assert_eq!(change_status(&bare, wish).await.expect("no fault").expect("answered"), [StatusOutcome::Changed]);
        let titled = Snapshot::new(with_neutral_title(), 0);
        let titled = AppState::new(titled, database.open().await, Keys::from_bytes([3; 32]));
        let titled = titled.at_address(Some("https://registry.example".parse().expect("address")));
        let told = |all: &[IssuedCredential]| -> Vec<_> {
            all.iter().map(|one| (one.id, one.document.clone(), one.neutral.clone(), one.claim.reveal())).collect()
        };
        assert_eq!(told(&issued(&titled, "early", awards()).await), told(&before), "neither has a neutral document");
        let records = before.iter().map(|one| one.id).collect::<Vec<_>>();
        let records = store.credentials(&records).await.expect("read");
        assert_eq!(store.with_editions(records).await.expect("read").len(), 2, "and no row was added");
        assert_eq!(logged(&bare).await, 2);
        // More of the same request are issued as the course is now.
        let more = [awards(), vec![award("Cy Diaz")]].concat();
        let all = issued(&titled, "early", more.clone()).await;
        assert_eq!(told(&all[..2]), told(&before));
        assert!(all[2].neutral.is_some());
        assert_eq!(told(&issued(&bare, "early", more).await), told(&all), "also where it has lost the title since");
    })
    .await;
}

/// More than one pass after a crash takes at once: a credential and its edition are in the same pass.
#[tokio::test]
async fn what_was_noted_together_is_finished_together() {
    every_database(async |database| {
        let state = state_of(database, with_neutral_title()).await;
        let store = state.store().expect("a store");
        let awards: Vec<Award> = (0..AT_A_TIME / 2 + 10).map(|number| award(&format!("Person {number}"))).collect();
        let request = request("many", awards);
        let judged = judge::judge(&state, &request).expect("sound");
        let asked = sign::Asked { credentials: "many".to_owned(), editions: "many neutral".to_owned() };
        let intents = sign::intents(&state, &judged, &asked, 0).expect("noted");
        assert!(intents.len() > AT_A_TIME);
        let mut draw = || random().ok().map(u32::from_be_bytes);
        store.intend(&college(), &intents, now(), &mut draw).await.expect("noted");
        let pass = store.unfinished(AT_A_TIME as u64, &[]).await.expect("read");
        let names: BTreeSet<CredentialId> = pass.iter().map(|record| record.id).collect();
        assert_eq!(names.len(), pass.len(), "each once");
        for intent in &intents {
            let Some(itself) = intent.edition_of else { continue };
            assert_eq!(names.contains(&intent.id), names.contains(&itself), "{itself}");
        }
        assert_eq!(finish_unfinished(&state, now()).await.expect("finished"), judged.len());
        let claimed = intents.iter().find(|intent| intent.edition_of.is_none()).expect("one");
        let claimed = store.claim(&claimed.claim, now()).await.expect("answered").expect("handed over");
        assert!(claimed.neutral.is_some());
    })
    .await;
}

#[tokio::test]
async fn what_is_done_to_a_credential_is_done_to_its_neutral_edition_whichever_is_named() {
    every_database(async |database| {
        let state = state_of(database, with_neutral_title()).await;
        let store = state.store().expect("a store");
        let suspendable = Award { suspendable: true, ..award("Ada Lee") };
        let all = issued(&state, "a", vec![suspendable.clone(), suspendable, award("Bo Chen")]).await;
        let edition = |one: &IssuedCredential| -> CredentialId {
            let neutral = Json::read(one.neutral.as_ref().expect("an edition")).expect("JSON");
            neutral.text_of("id").expect("an id").parse().expect("an id")
        };
        let change = async |change, credentials: Vec<CredentialId>| {
            let by = IssuedBy { actor: Actor::Program, may_for: Some(college()) };
            let reason = Some("a review".to_owned());
            let wish = ChangeStatus { by, change, credentials, reason, idempotent: None, dry_run: false, now: now() };
            change_status(&state, wish).await.expect("no fault").expect("answered")
        };
        let set = async |purpose| {
            let list = ListKey { provider: college(), number: 1, purpose };
            store.set_entries(&list).await.expect("read").len()
        };
        assert_eq!(change(StatusChange::Suspend, vec![all[0].id, edition(&all[0])]).await[0], StatusOutcome::Changed);
        assert_eq!(set(Purpose::Suspension).await, 2, "both editions of one credential");
        assert_eq!(change(StatusChange::Suspend, vec![edition(&all[1])]).await, [StatusOutcome::Changed]);
        assert_eq!(set(Purpose::Suspension).await, 4);
        assert_eq!(
            change(StatusChange::Reinstate, vec![edition(&all[0]), all[1].id]).await,
            [StatusOutcome::Changed; 2]
        );
        assert_eq!((set(Purpose::Suspension).await, set(Purpose::Revocation).await), (0, 0));
        assert_eq!(change(StatusChange::Revoke, vec![edition(&all[2])]).await, [StatusOutcome::Changed]);
        assert_eq!(set(Purpose::Revocation).await, 2);
        assert_eq!(change(StatusChange::Revoke, vec![all[2].id]).await, [StatusOutcome::AlreadySo]);
        let record = store.credentials(&[all[2].id]).await.expect("read").remove(0);
        assert_eq!(reason_of(&state, &record).expect("opened").as_deref(), Some("a review"), "named by its edition");
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

/// Credentials, their list, the log and the kept answer change together or not at all, whichever statement fails.
#[tokio::test]
async fn whichever_statement_fails_a_status_changes_whole_or_not_at_all() {
    every_database(async |database| {
        let state = state(database).await;
        let store = state.store().expect("a store");
        let token = "t-0000000000000001".parse().expect("a token");
        let mut changes = 0;
        for when in [When::Before, When::After] {
            for well in 0.. {
                let key = format!("{when:?}-{well}");
                let ids: Vec<CredentialId> = issued(&state, &key, vec![award("Ada Lee"), award("Bo Chen")])
                    .await
                    .iter()
                    .map(|credential| credential.id)
                    .collect();
                let wish = || ChangeStatus {
                    by: IssuedBy { actor: Actor::Token(token), may_for: Some(college()) },
                    change: StatusChange::Revoke,
                    credentials: ids.clone(),
                    reason: Some("a mistake".to_owned()),
                    idempotent: Some(IdempotentRequest {
                        token,
                        key: key.parse().expect("a key"),
                        input: InputDigest::of("revokeCredentials", key.as_bytes()),
                    }),
                    dry_run: false,
                    now: now(),
                };
                store.faults().plan(well, when);
                let first = change_status(&state, wish()).await;
                let failed = !store.faults().is_still_to_come();
                assert_eq!(first.is_err(), failed, "{key}");
                let revoked = async || {
                    let records = store.credentials(&ids).await.expect("read");
                    let list = ListKey { provider: college(), number: 1, purpose: Purpose::Revocation };
                    let list = store.status_list(&list).await.expect("read").expect("a list").changes;
                    let entries = store.audit_entries().await.expect("read");
                    let said =
                        entries.iter().filter(|entry| entry.event.action == AuditAction::RevokeCredentials).count();
                    let revoked = records.iter().filter(|record| record.revoked_at.is_some()).count();
                    (revoked, i64::try_from(said).expect("few"), list)
                };
                let after = revoked().await;
                let (none, all) = ((0, changes, changes), (2, changes + 1, changes + 1));
                assert!(after == none || after == all, "{key}: {after:?}");
                let again = change_status(&state, wish()).await.expect("no fault");
                assert_eq!(again, Some(vec![StatusOutcome::Changed; 2]), "{key}");
                assert_eq!(revoked().await, all, "{key}");
                changes += 1;
                if !failed {
                    assert!(well > 6, "only {well} statements were tried");
                    break;
                }
            }
        }
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

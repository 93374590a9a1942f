//! Editions under a neutral title: signed with the credential or not at all, and revoked with it.

use super::*;

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

//! Records, what is held in them, and shares: only who has the secret, only what was chosen, only as long as it lasts.

use chrono::TimeDelta;

use super::credentials::{claim, finish, intent, noted, with_key};
use super::*;
use crate::holding::{
    HELD_MAX, Held, HeldFrom, HoldingId, LinkDigest, LinkSecret, Names, RECORD_BYTES_MAX, Record, SHARES_MAX, Share,
    ShareDraft, ShareProblem,
};
use crate::store::{AddOutcome, ClaimInto, ClaimOffer, ClaimOutcome, RevokeOutcome, day_of};

fn id() -> HoldingId {
    HoldingId::generate().expect("randomness")
}

pub(super) fn digest() -> LinkDigest {
    LinkSecret::generate().expect("randomness").digest()
}

pub(super) fn empty() -> Record {
    Record { id: id(), created: day_of(now()), last_used: day_of(now()), rotated: None }
}

async fn record(store: &Store) -> (Record, LinkDigest) {
    let (made, digest) = (empty(), digest());
    store.create_record(&made, &digest).await.expect("made");
    (made, digest)
}

pub(super) fn document(text: &str) -> Held {
    Held { id: id(), document: text.as_bytes().to_vec(), neutral: None, from: HeldFrom::File, added: day_of(now()) }
}

async fn added(store: &Store, to: &Record, text: &str) -> Held {
    let held = document(text);
    assert_eq!(store.add_held(&to.id, &held).await.expect("answered"), AddOutcome::Added);
    held
}

pub(super) fn share(chosen: &[&Held], days: u16) -> Share {
    let chosen = chosen.iter().map(|held| held.id.clone()).collect();
    ShareDraft { chosen, neutral: Default::default(), names: Names::Hidden, days }.share(id(), now()).expect("sound")
}

async fn shared(store: &Store, of: &Record, chosen: &[&Held], days: u16) -> (Share, LinkDigest) {
    let (made, digest) = (share(chosen, days), digest());
    store.create_share(&of.id, &made, &digest).await.expect("answered").expect("made");
    (made, digest)
}

async fn texts(store: &Store, of: &Record) -> Vec<String> {
    let held = store.held(&of.id).await.expect("read");
    held.into_iter().map(|one| String::from_utf8_lossy(&one.document).into_owned()).collect()
}

#[tokio::test]
async fn a_record_is_opened_by_its_secret_alone_and_the_day_is_noted() {
    every_database(async |database| {
        let store = database.open().await;
        let (made, secret) = record(&store).await;
        assert_eq!(store.find_record(&secret).await.expect("read"), Some(made.clone()));
        assert_eq!(store.find_record(&digest()).await.expect("read"), None);
        let later = made.created + TimeDelta::days(3);
        store.touch_record(&made, later).await.expect("noted");
        store.touch_record(&made, made.created + TimeDelta::days(1)).await.expect("noted");
        let found = store.find_record(&secret).await.expect("read").expect("there");
        assert_eq!(found.last_used, later, "an earlier day does not take the place of a later one");
        assert_eq!(store.audit_head().await.expect("read").sequence, 0, "the public log says nothing of records");
    })
    .await;
}

#[tokio::test]
async fn a_changed_link_opens_and_the_one_before_does_not() {
    every_database(async |database| {
        let store = database.open().await;
        let (made, before) = record(&store).await;
        let (after, other) = (digest(), digest());
        assert!(store.rotate_record(&before, &after, made.created).await.expect("changed"));
        assert!(
            !store.rotate_record(&before, &other, made.created).await.expect("answered"),
            "it is not good any more"
        );
        assert_eq!(store.find_record(&before).await.expect("read"), None);
        assert_eq!(store.find_record(&other).await.expect("read"), None);
        let found = store.find_record(&after).await.expect("read").expect("there");
        assert_eq!(found, Record { rotated: Some(made.created), ..made });
    })
    .await;
}

#[tokio::test]
async fn a_document_is_held_once_byte_for_byte_and_others_do_not_see_or_take_it() {
    every_database(async |database| {
        let store = database.open().await;
        let (mine, _) = record(&store).await;
        let (theirs, _) = record(&store).await;
        let held = added(&store, &mine, "{\"a\": 1}\n\u{0}").await;
        let again = store.add_held(&mine.id, &document("{\"a\": 1}\n\u{0}")).await.expect("answered");
        assert_eq!(again, AddOutcome::AlreadyHeld(held.id.clone()));
        assert_eq!(store.held(&mine.id).await.expect("read"), std::slice::from_ref(&held));
        assert_eq!(store.held(&theirs.id).await.expect("read"), []);
        assert!(!store.delete_held(&theirs.id, &held.id).await.expect("answered"), "it is not in that record");
        assert_eq!(store.held(&mine.id).await.expect("read").len(), 1);
        assert!(store.delete_held(&mine.id, &held.id).await.expect("answered"));
        assert!(!store.delete_held(&mine.id, &held.id).await.expect("answered"));
        let nobody = store.add_held(&id(), &document("x")).await.expect("answered");
        assert_eq!(nobody, AddOutcome::NoRecord);
    })
    .await;
}

#[tokio::test]
async fn a_record_holds_only_so_many_documents_and_bytes() {
    every_database(async |database| {
        let store = database.open().await;
        let (many, _) = record(&store).await;
        for number in 0..HELD_MAX {
            added(&store, &many, &number.to_string()).await;
        }
        assert_eq!(store.add_held(&many.id, &document("more")).await.expect("answered"), AddOutcome::Full);
        let (large, _) = record(&store).await;
        added(&store, &large, &"x".repeat(RECORD_BYTES_MAX - 1)).await;
        added(&store, &large, "y").await;
        assert_eq!(store.add_held(&large.id, &document("z")).await.expect("answered"), AddOutcome::Full);
    })
    .await;
}

#[tokio::test]
async fn a_share_shows_what_was_chosen_and_counts_how_often_it_was_opened() {
    every_database(async |database| {
        let store = database.open().await;
        let (mine, _) = record(&store).await;
        let (one, other) = (added(&store, &mine, "one").await, added(&store, &mine, "other").await);
        let (_, secret) = shared(&store, &mine, &[&one], 7).await;
        let (both, _) = shared(&store, &mine, &[&one, &other], 1).await;
        for _ in 0..3 {
            let seen = store.open_share(&secret, now()).await.expect("read").expect("open");
            assert_eq!((seen.held, seen.names), (vec![one.clone()], Names::Hidden));
        }
        assert!(store.look_at_share(&secret, now()).await.expect("read").is_some());
        assert_eq!(store.open_share(&digest(), now()).await.expect("read"), None);
        let listed = store.shares(&mine.id).await.expect("read");
        let counts: Vec<(usize, u64)> = listed.iter().map(|share| (share.chosen.len(), share.views)).collect();
        assert_eq!(counts.iter().find(|(chosen, _)| *chosen == 1), Some(&(1, 3)), "looking for a file is not counted");
        assert_eq!(listed.iter().find(|share| share.id == both.id), Some(&both));
        let (theirs, _) = record(&store).await;
        assert_eq!(store.shares(&theirs.id).await.expect("read"), []);
    })
    .await;
}

#[tokio::test]
async fn several_shares_are_opened_together_or_none_and_counting_what_they_show_reads_nothing() {
    every_database(async |database| {
        let store = database.open().await;
        let (mine, _) = record(&store).await;
        let (one, other) = (added(&store, &mine, "one").await, added(&store, &mine, "other").await);
        let (_, first) = shared(&store, &mine, &[&one], 7).await;
        let (_, both) = shared(&store, &mine, &[&one, &other], 7).await;
        let (_, ended) = shared(&store, &mine, &[&one], 1).await;
        let later = now() + TimeDelta::days(2);
        let opened = store.open_shares(&[first, both], later).await.expect("read").expect("open");
        assert_eq!(opened.iter().map(|share| share.held.len()).collect::<Vec<_>>(), [1, 2], "in the order given");
        let wrong = store.open_shares(&[ended, first, digest(), both], later).await.expect("read");
        assert_eq!(wrong, Err(vec![0, 2]));
        assert_eq!(store.open_shares(&[], later).await.expect("read"), Ok(Vec::new()));
        let mut views: Vec<u64> = store.shares(&mine.id).await.expect("read").iter().map(|share| share.views).collect();
        views.sort_unstable();
        assert_eq!(views, [0, 1, 1], "where one shows nothing, none is opened");
        for (share, shown) in [(first, Some(1)), (both, Some(2)), (ended, None), (digest(), None)] {
            assert_eq!(store.count_shared(&share, later).await.expect("read"), shown);
        }
        assert!(store.delete_held(&mine.id, &other.id).await.expect("answered"));
        assert_eq!(store.count_shared(&both, later).await.expect("read"), Some(1));
        store.shares(&mine.id).await.expect("read").iter().for_each(|share| assert!(share.views < 2));
    })
    .await;
}

#[tokio::test]
async fn views_of_many_at_once_are_all_counted() {
    every_database(async |database| {
        let store = database.open().await;
        let (mine, _) = record(&store).await;
        let one = added(&store, &mine, "one").await;
        let (_, secret) = shared(&store, &mine, &[&one], 7).await;
        let views: Vec<_> = (0..20)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.open_share(&secret, now()).await.expect("read").is_some() })
            })
            .collect();
        for view in views {
            assert!(view.await.expect("ended"));
        }
        assert_eq!(store.shares(&mine.id).await.expect("read")[0].views, 20);
    })
    .await;
}

#[tokio::test]
async fn a_share_ends_by_itself_and_when_its_holder_stops_it() {
    every_database(async |database| {
        let store = database.open().await;
        let (mine, _) = record(&store).await;
        let (theirs, _) = record(&store).await;
        let one = added(&store, &mine, "one").await;
        let (ending, ends) = shared(&store, &mine, &[&one], 1).await;
        let (stopped, stops) = shared(&store, &mine, &[&one], 365).await;
        let end = now() + TimeDelta::days(1);
        let open = async |secret, at| store.open_share(secret, at).await.expect("read").is_some();
        assert!(open(&ends, end - TimeDelta::seconds(1)).await);
        assert!(!open(&ends, end).await && store.look_at_share(&ends, end).await.expect("read").is_none());
        assert!(open(&stops, end).await);
        let stop =
            async |of: &Record, share: &Share, at| store.revoke_share(&of.id, &share.id, at).await.expect("answered");
        assert_eq!(stop(&theirs, &stopped, end).await, RevokeOutcome::NoShare, "it is somebody else's");
        assert!(open(&stops, end).await);
        assert_eq!(stop(&mine, &stopped, end).await, RevokeOutcome::Revoked);
        assert!(!open(&stops, end).await && !open(&stops, now()).await);
        let views = store.shares(&mine.id).await.expect("read").into_iter().map(|share| share.views);
        assert_eq!(views.sum::<u64>(), 3, "what shows nothing is not counted");
        for share in [&ending, &stopped] {
            assert_eq!(stop(&mine, share, end).await, RevokeOutcome::Removed);
        }
        assert_eq!(store.shares(&mine.id).await.expect("read"), []);
    })
    .await;
}

#[tokio::test]
async fn nobody_shares_what_somebody_else_holds_and_no_more_than_so_many_links() {
    every_database(async |database| {
        let store = database.open().await;
        let (mine, _) = record(&store).await;
        let (theirs, _) = record(&store).await;
        let (one, other) = (added(&store, &mine, "one").await, added(&store, &theirs, "other").await);
        let mixed = store.create_share(&mine.id, &share(&[&one, &other], 1), &digest()).await.expect("answered");
        assert_eq!(mixed, Err(ShareProblem::NotHeld));
        assert_eq!(store.shares(&mine.id).await.expect("read"), []);
        for _ in 0..SHARES_MAX {
            shared(&store, &mine, &[&one], 1).await;
        }
        let more = store.create_share(&mine.id, &share(&[&one], 1), &digest()).await.expect("answered");
        assert_eq!(more, Err(ShareProblem::Full));
        shared(&store, &theirs, &[&other], 1).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_out_leaves_every_share_and_a_deleted_record_leaves_nothing() {
    every_database(async |database| {
        let store = database.open().await;
        let (mine, secret) = record(&store).await;
        let (one, other) = (added(&store, &mine, "one").await, added(&store, &mine, "other").await);
        let (_, alone) = shared(&store, &mine, &[&one], 7).await;
        let (_, both) = shared(&store, &mine, &[&one, &other], 7).await;
        assert!(store.delete_held(&mine.id, &one.id).await.expect("answered"));
        assert_eq!(store.open_share(&alone, now()).await.expect("read"), None, "nothing is left in it");
        assert_eq!(store.open_share(&both, now()).await.expect("read").expect("open").held, [other]);
        assert!(store.delete_record(&mine.id).await.expect("deleted"));
        assert!(!store.delete_record(&mine.id).await.expect("answered"));
        assert_eq!(store.open_share(&both, now()).await.expect("read"), None);
        assert_eq!(store.find_record(&secret).await.expect("read"), None);
        assert_eq!(store.held(&mine.id).await.expect("read"), []);
    })
    .await;
}

#[tokio::test]
async fn a_claim_is_used_once_and_offered_again_it_takes_the_credential_out_of_the_first_record() {
    every_database(async |database| {
        let store = with_key(database).await;
        let noted = noted(&store, &[intent("once", 0)], &[5]).await;
        finish(&store, &[noted[0].id], "signed").await;
        let (first, link) = (empty(), digest());
        let into = ClaimInto::New(&first, &link);
        let claimed =
            async |into, row| store.claim_into(into, &[(claim(row).digest(), id())], now()).await.expect("answered");
        assert_eq!(claimed(into, 3).await, ClaimOutcome::Nothing);
        assert_eq!(store.find_record(&link).await.expect("read"), None, "no record was made");
        assert_eq!(claimed(into, 0).await, ClaimOutcome::Claimed { missing: 0 });
        assert_eq!(texts(&store, &first).await, [format!("signed {}", noted[0].id)]);
        let held = store.held(&first.id).await.expect("read");
        assert_eq!(held[0].from, HeldFrom::Claim(noted[0].id.to_string()));
        let (second, _) = record(&store).await;
        assert_eq!(claimed(ClaimInto::Open(&second.id), 0).await, ClaimOutcome::Nothing, "it was used");
        let (_, seen) = shared(&store, &first, &[&held[0]], 7).await;
        assert!(
            store
                .offer_claims_again(
                    &[ClaimOffer { credential: noted[0].id, claim: claim(8).digest(), offer: 2 }],
                    vec![event(AuditAction::OfferClaim)]
                )
                .await
                .expect("offered")
        );
        let nobody = id();
        assert_eq!(claimed(ClaimInto::Open(&nobody), 8).await, ClaimOutcome::NoRoom, "there is no such record");
        assert_eq!(claimed(ClaimInto::Open(&second.id), 8).await, ClaimOutcome::Claimed { missing: 0 });
        assert_eq!((texts(&store, &first).await.len(), texts(&store, &second).await.len()), (0, 1));
        assert_eq!(store.open_share(&seen, now()).await.expect("read"), None);
    })
    .await;
}

#[tokio::test]
async fn the_database_holds_no_secret_of_a_record_or_a_share() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let secrets = [(); 2].map(|()| LinkSecret::generate().expect("randomness"));
    let made = empty();
    store.create_record(&made, &secrets[0].digest()).await.expect("made");
    let one = added(&store, &made, "one").await;
    store.create_share(&made.id, &share(&[&one], 1), &secrets[1].digest()).await.expect("answered").expect("made");
    store.close().await.expect("closed");
    let bytes = std::fs::read(folder.database()).expect("bytes");
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    for secret in &secrets {
        assert!(holds(&secret.digest().to_string()) && !holds(&secret.reveal()));
    }
}

#[tokio::test]
async fn an_empty_record_that_nobody_opens_goes_and_one_that_holds_something_stays() {
    every_database(async |database| {
        let store = database.open().await;
        let ((_, forgotten), (opened, kept), (full, held)) =
            (record(&store).await, record(&store).await, record(&store).await);
        added(&store, &full, "one").await;
        let later = day_of(now()) + TimeDelta::days(31);
        store.touch_record(&opened, later).await.expect("noted");
        assert_eq!(store.delete_empty_records(day_of(now())).await.expect("deleted"), 0, "nothing is old enough");
        assert_eq!(store.delete_empty_records(later).await.expect("deleted"), 1);
        assert_eq!(store.find_record(&forgotten).await.expect("read"), None);
        assert!(store.find_record(&kept).await.expect("read").is_some(), "it was opened");
        assert!(store.find_record(&held).await.expect("read").is_some(), "it holds something");
    })
    .await;
}

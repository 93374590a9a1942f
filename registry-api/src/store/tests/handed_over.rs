//! Claims of what is in the record already: the edition under the neutral title comes with it where there is room, other records are
//! left, and where there is no room nothing is used.

use super::credentials::{claim, finish, intent, key, noted, says, with_key};
use super::records::{digest, document, empty, share};
use super::*;
use crate::claim::CredentialId;
use crate::holding::{HELD_MAX, Held, HeldFrom, HoldingId, RECORD_BYTES_MAX, Record};
use crate::store::{AddOutcome, ClaimInto, ClaimOffer, ClaimOutcome, Finished};

fn id() -> HoldingId {
    HoldingId::generate().expect("randomness")
}

const FULL: &str = "the full document";
const NEUTRAL: &str = "the neutral one";

/// Issues a credential with an edition of these bytes; its claim is that of row 0.
async fn issued(store: &Store, neutral: &[u8]) -> CredentialId {
    let itself = intent("both", 0);
    let edition = crate::store::Intent { edition_of: Some(itself.id), ..intent("both neutral", 1) };
    let records = noted(store, &[itself.clone(), edition.clone()], &[5, 6]).await;
    let offers: Vec<u32> = records.iter().map(|record| record.claim_offer).collect();
    assert_eq!(offers, [1, 0], "an edition is handed over with the credential, and never offered");
    let finished = [(itself.id, FULL.as_bytes(), false), (edition.id, neutral, true)]
        .map(|(id, document, is_edition)| Finished { id, document: document.to_vec(), is_edition });
    store.finish(&key(1).key, &finished, now(), &says).await.expect("kept");
    itself.id
}

async fn made(store: &Store) -> Record {
    let made = empty();
    store.create_record(&made, &digest()).await.expect("made");
    made
}

async fn claimed(store: &Store, into: &Record, row: u32) -> ClaimOutcome {
    store.claim_into(ClaimInto::Open(&into.id), &[(claim(row).digest(), id())], now()).await.expect("answered")
}

async fn offered_again(store: &Store, credential: CredentialId, row: u32, offer: u32) {
    let offer = ClaimOffer { credential, claim: claim(row).digest(), offer };
    assert!(store.offer_claims_again(&[offer], vec![event(AuditAction::OfferClaim)]).await.expect("offered"));
}

async fn held(store: &Store, of: &Record) -> Vec<Held> {
    store.held(&of.id).await.expect("read")
}

#[tokio::test]
async fn what_was_added_as_a_file_and_is_claimed_gets_its_edition_and_leaves_other_records() {
    every_database(async |database| {
        let store = with_key(database).await;
        let credential = issued(&store, NEUTRAL.as_bytes()).await;
        let (first, second) = (made(&store).await, made(&store).await);
        assert_eq!(claimed(&store, &first, 0).await, ClaimOutcome::Claimed { missing: 0 });
        let in_first = held(&store, &first).await;
        let link = digest();
        store.create_share(&first.id, &share(&[&in_first[0]], 7), &link).await.expect("answered").expect("made");
        // The holder kept the file, and brings it into a new record before the issuer offers the credential again.
        let file = document(FULL);
        assert_eq!(store.add_held(&second.id, &file).await.expect("answered"), AddOutcome::Added);
        offered_again(&store, credential, 3, 2).await;
        assert_eq!(claimed(&store, &second, 3).await, ClaimOutcome::Claimed { missing: 0 });
        let from = HeldFrom::Claim(credential.to_string());
        let expected = Held { neutral: Some(NEUTRAL.as_bytes().to_vec()), from, ..file };
        assert_eq!(held(&store, &second).await, std::slice::from_ref(&expected), "it keeps its place");
        assert_eq!(held(&store, &first).await, [], "it left the record that was lost");
        assert_eq!(store.look_at_share(&link, now()).await.expect("read"), None, "and its links");
        // Offered once more, into the record it is in: nothing changes.
        offered_again(&store, credential, 4, 3).await;
        assert_eq!(claimed(&store, &second, 4).await, ClaimOutcome::Claimed { missing: 0 });
        assert_eq!(held(&store, &second).await, [expected]);
    })
    .await;
}

#[tokio::test]
async fn an_edition_for_which_there_is_no_room_leaves_the_claim_unused() {
    every_database(async |database| {
        let store = with_key(database).await;
        let neutral = vec![b'n'; 1_000];
        issued(&store, &neutral).await;
        let (full, roomy) = (made(&store).await, made(&store).await);
        let filling = "x".repeat(RECORD_BYTES_MAX - FULL.len() - neutral.len() + 1);
        for text in [filling.as_str(), FULL] {
            assert_eq!(store.add_held(&full.id, &document(text)).await.expect("answered"), AddOutcome::Added);
        }
        let before = held(&store, &full).await;
        assert_eq!(claimed(&store, &full, 0).await, ClaimOutcome::NoRoom, "one byte too many");
        assert_eq!(held(&store, &full).await, before, "nothing has changed");
        let gone = before.iter().find(|one| one.document.len() == filling.len()).expect("there");
        assert!(store.delete_held(&full.id, &gone.id).await.expect("answered"));
        let less = &filling[1..];
        assert_eq!(store.add_held(&full.id, &document(less)).await.expect("answered"), AddOutcome::Added);
        assert_eq!(claimed(&store, &full, 0).await, ClaimOutcome::Claimed { missing: 0 }, "just enough");
        assert_eq!(claimed(&store, &roomy, 0).await, ClaimOutcome::Nothing, "it was used");
    })
    .await;
}

/// A hundred claims in one act: where the hundredth finds no room, none of them is used and none is in the record.
#[tokio::test]
async fn a_hundred_claims_are_used_together_or_none_of_them() {
    every_database(async |database| {
        let store = with_key(database).await;
        let count = u32::try_from(HELD_MAX).expect("few");
        let intents: Vec<_> = (0..count).map(|row| intent("hundred", row)).collect();
        let numbers: Vec<u32> = (0..count).collect();
        let ids: Vec<CredentialId> = noted(&store, &intents, &numbers).await.iter().map(|record| record.id).collect();
        finish(&store, &ids, "signed").await;
        let claims: Vec<_> = (0..count).map(|row| (claim(row).digest(), id())).collect();
        let full = made(&store).await;
        let own = document("own");
        assert_eq!(store.add_held(&full.id, &own).await.expect("answered"), AddOutcome::Added);
        let into = ClaimInto::Open(&full.id);
        assert_eq!(store.claim_into(into, &claims, now()).await.expect("answered"), ClaimOutcome::NoRoom);
        assert_eq!(held(&store, &full).await, [own]);
        let records = store.credentials(&ids).await.expect("read");
        assert!(records.iter().all(|record| record.claimed_at.is_none()), "none was used");
        let (made, link) = (empty(), digest());
        let into = ClaimInto::New(&made, &link);
        let claims = [claims, vec![(claim(count).digest(), id()); 2]].concat();
        assert_eq!(
            store.claim_into(into, &claims, now()).await.expect("answered"),
            ClaimOutcome::Claimed { missing: 2 }
        );
        assert_eq!(held(&store, &made).await.len(), HELD_MAX);
        let records = store.credentials(&ids).await.expect("read");
        assert!(records.iter().all(|record| record.claimed_at.is_some()));
    })
    .await;
}

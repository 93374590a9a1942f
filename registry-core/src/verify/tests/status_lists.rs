//! Several status lists for one address: the newest of those that can be relied on is used, whichever comes first.

use super::*;

/// A list that holds from and until then, with the sample's entry set or not.
#[track_caller]
fn list(from: &str, until: &str, revoked: bool, key: &KeyPair, created: &str) -> Fact<SignedStatusList> {
    let set: &[u32] = if revoked { &[94_567] } else { &[] };
    let (valid_from, valid_until) = (moment(from), moment(until));
    let list = StatusList { valid_from, valid_until, ..status_list(LIST, Purpose::Revocation, set) };
    let document = list.sign(key, moment(created)).expect("signed");
    Fact::Known(SignedStatusList::read(&bytes(&document)).expect("status list"))
}

const MAY: &str = "2027-05-31T00:00:00Z";
const JUNE: &str = "2027-06-01T00:00:00Z";
const LATER: &str = "2027-06-08T00:00:00Z";

/// In whatever order they are given, the status check ends so.
#[track_caller]
fn status_is(lists: &[Fact<SignedStatusList>], outcome: Outcome, sentence: &str) {
    for turn in 0..lists.len() {
        let mut lists = lists.to_vec();
        lists.rotate_left(turn);
        for lists in [lists.clone(), lists.into_iter().rev().collect()] {
            let facts = Facts { status: [(LIST.to_owned(), lists)].into(), ..facts(&[]) };
            let report = verify(&bytes(&sample()), &facts, today());
            let seen = report.checks().iter().find(|one| one.check == Check::Status).expect("the check");
            assert_eq!((seen.outcome, seen.sentence.as_str()), (outcome, sentence), "{report:#?}");
        }
    }
}

const REVOKED: &str = "It was revoked by its issuer";

#[test]
fn a_later_list_that_cannot_be_relied_on_hides_nothing() {
    let revoked = list(MAY, LATER, true, &second_key(), MAY);
    let strangers = list(JUNE, LATER, false, &strangers_key(), JUNE);
    let colleges = list(JUNE, LATER, false, &KeyPair::from_seed([5; 32]), JUNE);
    let retired = list(JUNE, LATER, false, &collective_key(), JUNE);
    let not_yet = list("2027-06-02T00:00:00Z", LATER, false, &second_key(), JUNE);
    let over = list("2027-05-31T00:00:01Z", "2027-06-01T00:00:00Z", false, &second_key(), MAY);
    let changed = Fact::Unavailable("it was changed".to_owned());
    for other in [&strangers, &colleges, &retired, &not_yet, &over, &changed] {
        status_is(&[revoked.clone(), other.clone()], Outcome::Failed, REVOKED);
    }
    let all = [revoked, strangers, colleges, retired, not_yet, over, changed];
    status_is(&all, Outcome::Failed, REVOKED);
}

#[test]
fn of_lists_that_can_be_relied_on_the_newest_stands() {
    let older = list(MAY, LATER, false, &second_key(), MAY);
    let newer = list("2027-05-31T00:00:01Z", LATER, true, &second_key(), "2027-05-31T00:00:01Z");
    status_is(&[older.clone(), newer], Outcome::Failed, REVOKED);
    // They hold from one moment; the one that was signed later is the newer, and of two of one second the one that
    // says revoked is believed.
    let signed_later = list(MAY, LATER, true, &second_key(), "2027-05-31T00:00:01Z");
    status_is(&[older.clone(), signed_later], Outcome::Failed, REVOKED);
    status_is(&[older, list(MAY, LATER, true, &second_key(), MAY)], Outcome::Failed, REVOKED);
}

#[test]
fn where_none_can_be_relied_on_the_nearest_says_why() {
    let ended = list(MAY, "2027-06-01T00:00:00Z", false, &second_key(), MAY);
    let strangers = list(JUNE, LATER, false, &strangers_key(), JUNE);
    let changed = Fact::Unavailable("it was changed".to_owned());
    let sentence = "The status list was good until 1 June 2027, 00:00:00 UTC; get a newer one";
    status_is(&[ended, strangers.clone(), changed.clone()], Outcome::CouldNotCheck, sentence);
    let sentence = format!("The status list was signed by {}, who is not the issuer", strangers_key().public());
    status_is(&[strangers, changed.clone()], Outcome::CouldNotCheck, &sentence);
    let sentence = "The status list https://registry.example/status/collective/1 could not be read: it was changed";
    status_is(&[changed], Outcome::CouldNotCheck, sentence);
}

#[test]
fn what_is_wrong_with_both_lists_is_said_once() {
    let entry = |list: &str, purpose| StatusEntry { list: list.to_owned(), index: 5, purpose };
    let status = vec![entry(LIST, Purpose::Revocation), entry(SUSPENSIONS, Purpose::Suspension)];
    let both = Issuance { status, ..issuance() };
    let mut facts = facts(&[]);
    for (list, purpose) in [(LIST, Purpose::Revocation), (SUSPENSIONS, Purpose::Suspension)] {
        let signed = signed_status(&status_list(list, purpose, &[]), &strangers_key());
        facts.status.insert(list.to_owned(), vec![Fact::Known(signed)]);
    }
    let sentence = format!("The status list was signed by {}, who is not the issuer", strangers_key().public());
    leaves_open(&issued(&both), &facts, today(), Check::Status, &sentence);
}

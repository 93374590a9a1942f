//! Whether a credential was revoked or suspended.

use super::facts::{Fact, Facts};
use super::report::{Check, Outcome, Report};
use crate::credential::json::Json;
use crate::credential::moment::Moment;
use crate::credential::proof::Signed;
use crate::credential::status::{Purpose, SignedStatusList, StatusList};
use crate::words::shortened;

/// The most entries one credential has.
const ENTRIES_MAX: usize = 8;

/// Looks up every entry. One that is set makes the check fail, whatever the others say; one that cannot be read leaves
/// it open.
pub(super) fn check(report: &mut Report, document: &Json, signed: &Signed, facts: &Facts, at: Moment) {
    let entries = document.each_of("credentialStatus");
    if entries.is_empty() {
        return report.say(Check::Status, Outcome::Passed, "it names no status list, so it cannot be revoked");
    }
    if entries.len() > ENTRIES_MAX {
        let sentence = format!("it has {} status entries; at most {ENTRIES_MAX} are read", entries.len());
        return report.say(Check::Status, Outcome::CouldNotCheck, sentence);
    }
    let found: Vec<(Outcome, String)> = entries.iter().map(|entry| look_up(entry, signed, facts, at)).collect();
    let worst = [Outcome::Failed, Outcome::CouldNotCheck, Outcome::Passed];
    let worst = worst.into_iter().find(|worst| found.iter().any(|(outcome, _)| outcome == worst));
    let worst = worst.unwrap_or(Outcome::CouldNotCheck);
    let mut sentences: Vec<String> = Vec::new();
    for (_, sentence) in found.into_iter().filter(|(outcome, _)| *outcome == worst) {
        // What is wrong with the lists for both purposes is one thing.
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    report.say(Check::Status, worst, sentences.join("; "));
}

fn look_up(entry: &Json, signed: &Signed, facts: &Facts, at: Moment) -> (Outcome, String) {
    match entry_read(entry, signed, facts, at) {
        Ok((Purpose::Revocation, true, _)) => (Outcome::Failed, "it was revoked by its issuer".to_owned()),
        Ok((Purpose::Suspension, true, _)) => (Outcome::Failed, "it is suspended by its issuer".to_owned()),
        Ok((purpose, false, until)) => {
            let word = if purpose == Purpose::Revocation { "revoked" } else { "suspended" };
            (Outcome::Passed, format!("it was not {word}; the list that says so is good until {}", until.in_words()))
        }
        Err(sentence) => (Outcome::CouldNotCheck, sentence),
    }
}

/// An address whole, so that the list can be got from it, unless it is longer than any of ours.
fn whole(address: &str) -> String {
    const CHARACTERS_MAX: usize = 200;
    if address.chars().count() <= CHARACTERS_MAX { address.to_owned() } else { shortened(address) }
}

/// What the entry is for, whether it is set, and until when that is known.
fn entry_read(entry: &Json, signed: &Signed, facts: &Facts, at: Moment) -> Result<(Purpose, bool, Moment), String> {
    let text = |key: &str| entry.text_of(key).unwrap_or_default();
    if !entry.has("type", "BitstringStatusListEntry") {
        return Err(format!("its status is of the sort \"{}\", which is not read here", shortened(text("type"))));
    }
    let purpose = Purpose::named(text("statusPurpose"))
        .ok_or_else(|| format!("its status is for \"{}\", which is not read here", shortened(text("statusPurpose"))))?;
    let address = text("statusListCredential");
    let index = index(text("statusListIndex"));
    let list = newest(&Place { address, purpose, index }, signed, facts, at)?;
    let index = index.ok_or("its place in the status list is not a number")?;
    let set = list.bits.get(index).ok_or_else(|| format!("the status list has no entry {index}"))?;
    Ok((purpose, set, list.valid_until))
}

/// Where an entry says its status stands; its index is `None` where that is not a number.
struct Place<'a> {
    address: &'a str,
    purpose: Purpose,
    index: Option<u32>,
}

/// The newest of the lists given for the address that can be relied on: what somebody else signed, or what is not good
/// today, hides no other. Of two that are equally new, one in which the entry is set. Where there is none, why the one
/// that is nearest to being relied on is not.
fn newest<'a>(place: &Place<'_>, signed: &Signed, facts: &'a Facts, at: Moment) -> Result<&'a StatusList, String> {
    let address = place.address;
    let given = facts.status.get(address).map_or(&[][..], Vec::as_slice);
    let mut found: Option<(_, &StatusList)> = None;
    let mut why_not: Option<(u8, String)> = None;
    for fact in given {
        let relied_on = match fact {
            Fact::Known(list) => relied_on(list, place, signed, facts, at),
            Fact::Unavailable(why) => Err((0, format!("the status list {} could not be read: {why}", whole(address)))),
        };
        match relied_on {
            Ok((age, list)) if found.is_none_or(|(newest, _)| newest < age) => found = Some((age, list)),
            Ok(_) => {}
            Err(why) if why_not.as_ref().is_none_or(|nearest| *nearest < why) => why_not = Some(why),
            Err(_) => {}
        }
    }
    let not_given = || format!("the status list {} was not given; it is at that address", whole(address));
    found.map(|(_, list)| list).ok_or_else(|| why_not.map_or_else(not_given, |(_, why)| why))
}

/// How new a list is: from when it holds, when it was signed, and whether the entry is set.
type Age = (Moment, Moment, bool);

/// The list where it can be relied on; otherwise why not, and how much of it is as it should be.
fn relied_on<'a>(
    given: &'a SignedStatusList,
    place: &Place<'_>,
    signed: &Signed,
    facts: &Facts,
    at: Moment,
) -> Result<(Age, &'a StatusList), (u8, String)> {
    let SignedStatusList { list, signed: by } = given;
    let Place { address, purpose, index } = *place;
    if list.id != address {
        return Err((1, format!("the status list given for {} is {}", shortened(address), shortened(&list.id))));
    }
    if let Err(why) = speaks_for(by, signed, facts, at) {
        return Err((2, format!("the status list was signed by {}, {why}", by.key)));
    }
    if list.purpose != purpose {
        let sentence = format!("the status list is for {} and the entry for {}", list.purpose.name(), purpose.name());
        return Err((3, sentence));
    }
    if by.created > at || at < list.valid_from {
        let from = list.valid_from.max(by.created).in_words();
        return Err((4, format!("the status list is good only from {from}")));
    }
    if at >= list.valid_until {
        return Err((5, format!("the status list was good until {}; get a newer one", list.valid_until.in_words())));
    }
    let is_set = index.and_then(|index| list.bits.get(index)).unwrap_or(false);
    Ok(((list.valid_from, by.created, is_set), list))
}

/// Whether whoever signed the list may speak of the credential: the same key, or another of the same provider, since after a
/// rotation the list is signed with the new key, also for what the key before signed when it was in other hands. Where the
/// list of issuers has the key, it must have been good: somebody who stole it could otherwise say that nothing is revoked.
/// A thief can also put an earlier day into a list. So of a key that is known to have been in other hands no list is believed,
/// whatever day it has: lists live for days, and the provider's next key has signed others.
fn speaks_for(list: &Signed, credential: &Signed, facts: &Facts, at: Moment) -> Result<(), &'static str> {
    use crate::credential::issuers::KeyStanding::{Compromised, Good, NotListed, Retired};
    const OTHER: Result<(), &str> = Err("who is not the issuer");
    let alone = if list.key == credential.key { Ok(()) } else { OTHER };
    let Ok(issuers) = facts.issuer_list(at) else { return alone };
    let stolen = issuers.list.listed(&list.key).and_then(|(_, listed)| listed.compromised_from);
    if stolen.is_some_and(|from| from <= at) {
        return Err("whose key is known to have been in other hands; get a newer list");
    }
    let standing = |signed: &Signed| issuers.list.standing(&signed.key, signed.created);
    match (standing(list), standing(credential)) {
        (NotListed, _) => alone,
        (Good(one), Good(other) | Compromised(other, _) | Retired(other, _)) if one.provider == other.provider => {
            Ok(())
        }
        (Good(_), _) => alone,
        _ => Err("whose key was not good then"),
    }
}

/// Digits alone, without a sign or noughts before them: one spelling for each place.
fn index(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|index: &u32| plain && index.to_string() == text)
}

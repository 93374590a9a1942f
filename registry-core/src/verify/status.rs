//! Whether a credential was revoked or suspended.

use super::facts::{Fact, Facts};
use super::report::{Check, Outcome, Report};
use crate::credential::json::Json;
use crate::credential::moment::Moment;
use crate::credential::proof::Signed;
use crate::credential::status::{Purpose, SignedStatusList};
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
    let sentences: Vec<String> =
        found.into_iter().filter(|(outcome, _)| *outcome == worst).map(|(_, sentence)| sentence).collect();
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
    let SignedStatusList { list, signed: by } = match facts.status.get(address) {
        Some(Fact::Known(list)) => list,
        Some(Fact::Unavailable(why)) => {
            return Err(format!("the status list {} could not be read: {why}", whole(address)));
        }
        None => return Err(format!("the status list {} was not given; it is at that address", whole(address))),
    };
    if list.id != address {
        return Err(format!("the status list given for {} is {}", shortened(address), shortened(&list.id)));
    }
    if let Err(why) = speaks_for(by, signed, facts, at) {
        return Err(format!("the status list was signed by {}, {why}", by.key));
    }
    if list.purpose != purpose {
        return Err(format!("the status list is for {} and the entry for {}", list.purpose.name(), purpose.name()));
    }
    if by.created > at || at < list.valid_from {
        return Err(format!("the status list is good only from {}", list.valid_from.max(by.created).in_words()));
    }
    if at >= list.valid_until {
        return Err(format!("the status list was good until {}; get a newer one", list.valid_until.in_words()));
    }
    let index = index(text("statusListIndex")).ok_or("its place in the status list is not a number")?;
    let set = list.bits.get(index).ok_or_else(|| format!("the status list has no entry {index}"))?;
    Ok((purpose, set, list.valid_until))
}

/// Whether whoever signed the list may speak of the credential: the same key, or another of the same provider, since after a
/// rotation the list is signed with the new key. Where the list of issuers has the key, it must have been good: somebody
/// who stole it could otherwise say that nothing is revoked.
fn speaks_for(list: &Signed, credential: &Signed, facts: &Facts, at: Moment) -> Result<(), &'static str> {
    use crate::credential::issuers::KeyStanding::{Good, NotListed};
    const OTHER: Result<(), &str> = Err("who is not the issuer");
    let alone = if list.key == credential.key { Ok(()) } else { OTHER };
    let Fact::Known(issuers) = &facts.issuers else { return alone };
    if at < issuers.list.valid_from || at >= issuers.list.valid_until {
        return alone;
    }
    let standing = |signed: &Signed| issuers.list.standing(&signed.key, signed.created);
    match (standing(list), standing(credential)) {
        (NotListed, _) => alone,
        (Good(one), Good(other)) if one.provider == other.provider => Ok(()),
        (Good(_), _) => alone,
        _ => Err("whose key was not good then"),
    }
}

/// Digits alone, without a sign or noughts before them: one spelling for each place.
fn index(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|index: &u32| plain && index.to_string() == text)
}

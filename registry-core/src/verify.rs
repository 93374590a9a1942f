//! Is this credential what it says it is? One pure function, [`verify`], and a report of what it looked at.
//!
//! Everything a verifier needs is in the document and in the [`Facts`]; nothing is fetched, so whoever is verified is not
//! told. Each check *passed*, *failed*, *could not be made* or *was not run*, and the verdict follows by [`verdict`]
//! alone. "Could not check" is never "no", and never "yes".

mod facts;
mod form;
mod remaining;
mod report;
mod requirements;
mod status;
mod structure;

use crate::credential::about::{About, identifier};
use crate::credential::badge;
use crate::credential::issuers::{KeyStanding, SignedIssuerList};
use crate::credential::json::Json;
use crate::credential::moment::Moment;
use crate::credential::proof::{Cryptosuite, ProofProblem, Signed, signed_by};
use crate::credential::status::issuer_of;
use crate::words::shortened;

pub use facts::{Fact, Facts, KnownVersions};
pub use remaining::{Remaining, StillToLearn, WhatRemains};
pub use report::{Check, Checked, Outcome, Report, Shown, Verdict, verdict};
pub use requirements::{LeftOut, RequirementsMet, requirements_met};

/// Verifies a credential: a JSON document, or a PNG or SVG into which one was baked.
///
/// The same document, facts and moment always give the same report.
pub fn verify(file: &[u8], facts: &Facts, at: Moment) -> Report {
    let mut report = Report::default();
    let document = match structure::document(file) {
        Ok(document) => document,
        Err((outcome, sentence)) => return report.ended(Check::Structure, outcome, sentence),
    };
    report.say(Check::Structure, Outcome::Passed, "it is a verifiable credential in JSON");
    let (outcome, sentence) = form::check(&document);
    report.say(Check::Schema, outcome, sentence);
    let signed = match proof(&document) {
        Ok(signed) => signed,
        Err((outcome, sentence)) => return report.ended(Check::Proof, outcome, sentence),
    };
    report.say(Check::Proof, Outcome::Passed, format!("it is as {} signed it", signed.key));
    let issuer = issuer(&mut report, &document, &signed, facts, at);
    dates(&mut report, &document, &signed, at);
    status::check(&mut report, &document, &signed, facts, at);
    course_version(&mut report, &document, facts, issuer.is_some());
    report.shown = Some(shown(&document, &signed, issuer));
    report
}

/// Who signed it; and it must be whom it names as its issuer.
fn proof(document: &Json) -> Result<Signed, (Outcome, String)> {
    let outcome = |problem: &ProofProblem| {
        if problem.is_inconclusive() { Outcome::CouldNotCheck } else { Outcome::Failed }
    };
    let signed =
        signed_by(document, Cryptosuite::Statements).map_err(|problem| (outcome(&problem), problem.to_string()))?;
    let named = issuer_of(document).unwrap_or_default();
    if named != signed.key.did() {
        let sentence = format!("it names {} as its issuer and was signed by {}", shortened(named), signed.key);
        return Err((Outcome::Failed, sentence));
    }
    Ok(signed)
}

/// Whether the registry lists the key for that issuer at the time of signing; the provider's code and name, if so.
fn issuer<'a>(
    report: &mut Report,
    document: &Json,
    signed: &Signed,
    facts: &'a Facts,
    at: Moment,
) -> Option<(&'a str, &'a str)> {
    let SignedIssuerList { list, signed: by } = match facts.issuer_list(at) {
        Ok(given) => given,
        Err(why) => {
            report.say(Check::Issuer, Outcome::CouldNotCheck, why);
            return None;
        }
    };
    let claimed = claimed_provider(document);
    let (outcome, sentence) = match list.standing(&signed.key, signed.created) {
        KeyStanding::Good(issuer) if claimed.is_none_or(|code| code == issuer.provider.as_str()) => {
            let not_compared = match facts.registry_key {
                Some(_) => String::new(),
                None => format!(
                    "; the list that says so was signed by {}, which was not compared with the registry's key",
                    by.key
                ),
            };
            let when = signed.created.in_words();
            let sentence = format!("the key was {}'s when it was signed ({when}){not_compared}", issuer.title);
            report.say(Check::Issuer, Outcome::Passed, sentence);
            return Some((issuer.provider.as_str(), &issuer.title));
        }
        KeyStanding::Good(issuer) => (
            Outcome::Failed,
            format!(
                "it says it is from the provider {} and the key is {}'s",
                shortened(claimed.unwrap_or("")),
                issuer.title
            ),
        ),
        KeyStanding::NotListed => match claimed.and_then(|code| list.issuer(code)) {
            Some(issuer) => {
                (Outcome::Failed, format!("it says it is from {} and the key is none of theirs", issuer.title))
            }
            None => (Outcome::CouldNotCheck, "the registry does not know whose key this is".to_owned()),
        },
        KeyStanding::NotYet(issuer, from) => (
            Outcome::Failed,
            format!(
                "{}'s key was not good before {}; it was signed {}",
                issuer.title,
                from.in_words(),
                signed.created.in_words()
            ),
        ),
        KeyStanding::Retired(issuer, until) => (
            Outcome::Failed,
            format!(
                "{} retired the key {}; it was signed {}",
                issuer.title,
                until.in_words(),
                signed.created.in_words()
            ),
        ),
        KeyStanding::Compromised(issuer, from) => (
            Outcome::Failed,
            format!(
                "from {} on somebody else may have had {}'s key; it was signed {}",
                from.in_words(),
                issuer.title,
                signed.created.in_words()
            ),
        ),
    };
    report.say(Check::Issuer, outcome, sentence);
    None
}

/// The provider that a document says it is from.
fn claimed_provider(document: &Json) -> Option<&str> {
    identifier(document.get("issuer")?, badge::PROVIDER_CODE)
}

fn moment(document: &Json, key: &str) -> Option<Moment> {
    document.text_of(key).and_then(|text| text.parse().ok())
}

fn dates(report: &mut Report, document: &Json, signed: &Signed, at: Moment) {
    let (from, until) = (moment(document, "validFrom"), moment(document, "validUntil"));
    let mut wrong = Vec::new();
    if signed.created > at {
        wrong.push(format!("it was signed {}, which is yet to come", signed.created.in_words()));
    }
    match from {
        Some(from) if at < from => wrong.push(format!("it is good only from {}", from.in_words())),
        Some(_) => {}
        None => wrong.push("it does not say from when it is good".to_owned()),
    }
    if document.get("validUntil").is_some() {
        match until {
            Some(until) if at >= until => wrong.push(format!("it was good until {}", until.in_words())),
            Some(_) => {}
            None => wrong.push("it does not say readably until when it is good".to_owned()),
        }
    }
    if wrong.is_empty() {
        let until =
            until.map_or("it has no end date".to_owned(), |until| format!("it is good until {}", until.in_words()));
        report.say(Check::Dates, Outcome::Passed, until);
    } else {
        report.say(Check::Dates, Outcome::Failed, wrong.join("; "));
    }
}

/// Whether the registry knows the version of the course. It says which text somebody learned by, and nothing about
/// whether the credential is genuine, so it never fails.
fn course_version(report: &mut Report, document: &Json, facts: &Facts, listed: bool) {
    let achievement = document.get("credentialSubject").and_then(|subject| subject.get("achievement"));
    let code = achievement.and_then(|achievement| identifier(achievement, badge::COURSE_CODE));
    let version = achievement.and_then(|achievement| achievement.text_of("version"));
    let (Some(code), true) = (code, listed) else {
        let sentence =
            if listed { "it does not name a course of the registry" } else { "the check of its issuer did not pass" };
        return report.say(Check::CourseVersion, Outcome::NotRun, sentence);
    };
    let (outcome, sentence) = match &facts.versions {
        Fact::Unavailable(why) => (Outcome::CouldNotCheck, format!("the catalogue could not be read: {why}")),
        Fact::Known(known) => known.find(code, version),
    };
    report.say(Check::CourseVersion, outcome, sentence);
}

/// What a reader wants to see beside the verdict.
fn shown(document: &Json, signed: &Signed, issuer: Option<(&str, &str)>) -> Shown {
    Shown {
        about: About::of(document),
        issuer: issuer.map(|(_, title)| title.to_owned()),
        provider: issuer.map(|(code, _)| code.to_owned()),
        key: signed.key.did(),
        signed: signed.created,
    }
}

#[cfg(test)]
mod tests;

//! A whole record as one document: a `ClrCredential` of the *Comprehensive Learner Record Standard* 2.0 (1EdTech).
//!
//! It is **not signed**. The credentials in it are, each by its own issuer, and a reader verifies them one by one. A
//! signature of the registry over the whole would say that they are one person's and that there are no others, and the
//! registry knows neither: the holder put the record together.

use super::contexts::{CREDENTIALS, OPEN_BADGES};
use super::json::Json;
use super::moment::Moment;

/// The context of CLR 2.0.
pub const CLR: &str = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";

/// What a record says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClrParts {
    /// The record's own address, such as `urn:uuid:…`; random, so that two copies do not show that they are one person's.
    pub id: String,
    /// The address that stands for the holder in this one record; random.
    pub holder: String,
    /// Where the record was put together: an address of the registry, and its name.
    pub registry: String,
    /// The registry's name.
    pub registry_name: String,
    /// When.
    pub at: Moment,
}

/// The record, with the credentials in the order given, each whole and with its own proof. The standard's schema wants at
/// least one.
///
/// The same parts and credentials always give the same document.
///
/// ```
/// use registry_core::credential::clr::{ClrParts, clr};
/// use registry_core::credential::json::Json;
///
/// let parts = ClrParts {
///     id: "urn:uuid:00000000-0000-4000-8000-000000000001".to_owned(),
///     holder: "urn:uuid:00000000-0000-4000-8000-000000000002".to_owned(),
///     registry: "https://registry.example".to_owned(),
///     registry_name: "Training registry".to_owned(),
///     at: "2027-02-01T00:00:00Z".parse().expect("a moment"),
/// };
/// let record = clr(&parts, &[Json::object([("id", Json::text("urn:x"))])]);
/// assert!(record.has("type", "ClrCredential") && record.get("proof").is_none());
/// ```
pub fn clr(parts: &ClrParts, credentials: &[Json]) -> Json {
    let registry = Json::object([
        ("id", Json::text(&parts.registry)),
        ("type", Json::texts(["Profile"])),
        ("name", Json::text(&parts.registry_name)),
    ]);
    let subject = Json::object([
        ("id", Json::text(&parts.holder)),
        ("type", Json::texts(["ClrSubject"])),
        ("verifiableCredential", Json::List(credentials.to_vec())),
    ]);
    Json::object([
        ("@context", Json::texts([CREDENTIALS, CLR, OPEN_BADGES])),
        ("id", Json::text(&parts.id)),
        ("type", Json::texts(["VerifiableCredential", "ClrCredential"])),
        ("name", Json::text("Learner record")),
        (
            "description",
            Json::text("Put together by its holder and not signed. Verify each credential in it by itself."),
        ),
        ("partial", Json::Bool(true)),
        ("issuer", registry),
        ("validFrom", Json::text(parts.at.to_string())),
        ("credentialSubject", subject),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::sample::{bytes, facts, issuance, issued, today};
    use crate::verify::{Outcome, Verdict, verify};

    fn parts() -> ClrParts {
        ClrParts {
            id: "urn:uuid:00000000-0000-4000-8000-000000000011".to_owned(),
            holder: "urn:uuid:00000000-0000-4000-8000-000000000012".to_owned(),
            registry: "https://registry.example".to_owned(),
            registry_name: "Training registry".to_owned(),
            at: today(),
        }
    }

    #[test]
    fn each_credential_can_be_taken_out_and_still_verifies() {
        let record = clr(&parts(), &[issued(&issuance()), issued(&issuance())]);
        let record = Json::read(&bytes(&record)).expect("JSON");
        let within = record.get("credentialSubject").expect("a subject").each_of("verifiableCredential");
        assert_eq!(within.len(), 2);
        for one in within {
            assert_eq!(verify(&bytes(one), &facts(&[]), today()).verdict(), Verdict::Valid);
        }
    }

    /// What CLR 2.0 says a record must have, in our words: every member of a `ClrCredential` and a `ClrSubject` that is not optional,
    /// and of what sort. The credentials within are held against the form of badges.
    fn missing_of_clr(record: &Json) -> Vec<&'static str> {
        let subject = record.get("credentialSubject");
        let within = subject.map(|subject| subject.each_of("verifiableCredential")).unwrap_or_default();
        let contexts = record.each_of("@context");
        let context = |at: usize, start: &str| {
            contexts.get(at).and_then(Json::as_text).is_some_and(|one| one.starts_with(start) && one.ends_with(".json"))
        };
        let moment = |one: &Json, key: &str| one.text_of(key).is_some_and(|text| text.parse::<Moment>().is_ok());
        let profile = |one: &Json| {
            let issuer = one.get("issuer");
            issuer.is_some_and(|issuer| {
                issuer.as_text().is_some() || issuer.text_of("id").is_some() && issuer.has("type", "Profile")
            })
        };
        let is_credential = |one: &Json| {
            one.has("type", "VerifiableCredential")
                && one.each_of("@context").first().and_then(Json::as_text) == Some(CREDENTIALS)
                && profile(one)
                && moment(one, "validFrom")
                && one.get("credentialSubject").is_some()
        };
        [
            (
                "the contexts, in order",
                contexts.first().and_then(Json::as_text) == Some(CREDENTIALS)
                    && context(1, "https://purl.imsglobal.org/spec/clr/v2p0/context")
                    && context(2, "https://purl.imsglobal.org/spec/ob/v3p0/context"),
            ),
            ("both types", record.has("type", "VerifiableCredential") && record.has("type", "ClrCredential")),
            ("id", record.text_of("id").is_some_and(|id| id.contains(':'))),
            ("name", record.text_of("name").is_some_and(|name| !name.is_empty())),
            ("issuer", profile(record)),
            ("validFrom", moment(record, "validFrom")),
            ("the type of the subject", subject.is_some_and(|subject| subject.has("type", "ClrSubject"))),
            ("credentials", !within.is_empty() && within.iter().all(is_credential)),
        ]
        .into_iter()
        .filter_map(|(what, is_there)| (!is_there).then_some(what))
        .collect()
    }

    #[test]
    fn a_record_has_every_member_that_clr_asks_for() {
        let record = clr(&parts(), &[issued(&issuance()), issued(&issuance())]);
        assert_eq!(missing_of_clr(&record), [""; 0]);
        let subject = record.get("credentialSubject").expect("a subject");
        let with_subject = |subject: Json| record.clone().with("credentialSubject", subject);
        for (changed, missing) in [
            (record.clone().without("@context"), "the contexts, in order"),
            (record.clone().with("@context", Json::texts([CLR, CREDENTIALS, OPEN_BADGES])), "the contexts, in order"),
            (record.clone().with("type", Json::texts(["VerifiableCredential"])), "both types"),
            (record.clone().without("id"), "id"),
            (record.clone().without("name"), "name"),
            (record.clone().without("issuer"), "issuer"),
            (record.clone().with("validFrom", Json::text("2027-02-01")), "validFrom"),
            (with_subject(subject.clone().without("type")), "the type of the subject"),
            (with_subject(subject.clone().without("verifiableCredential")), "credentials"),
            (clr(&parts(), &[]), "credentials"),
            (clr(&parts(), &[issued(&issuance()).without("validFrom")]), "credentials"),
        ] {
            assert_eq!(missing_of_clr(&changed), [missing], "{changed}");
        }
    }

    #[test]
    fn a_record_is_never_valid_as_a_whole_because_nobody_signed_it() {
        let report = verify(&bytes(&clr(&parts(), &[issued(&issuance())])), &facts(&[]), today());
        assert_ne!(report.verdict(), Verdict::Valid);
        assert_ne!(report.outcome(crate::verify::Check::Proof), Outcome::Passed);
    }
}

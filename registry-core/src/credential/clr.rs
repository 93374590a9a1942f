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

    #[test]
    fn a_record_is_never_valid_as_a_whole_because_nobody_signed_it() {
        let report = verify(&bytes(&clr(&parts(), &[issued(&issuance())])), &facts(&[]), today());
        assert_ne!(report.verdict(), Verdict::Valid);
        assert_ne!(report.outcome(crate::verify::Check::Proof), Outcome::Passed);
    }
}

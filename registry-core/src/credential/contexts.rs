//! The JSON-LD contexts that documents may name, embedded. Nothing is ever fetched.
//!
//! Sources and licences: `schema/contexts/NOTICE.md`.

/// Verifiable Credentials 2.0.
pub const CREDENTIALS: &str = "https://www.w3.org/ns/credentials/v2";
/// Open Badges 3.0.3.
pub const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
/// The extensions of Open Badges: the type of its JSON Schema.
pub const OPEN_BADGES_EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
/// Open Badges 3.0.2, which others still issue.
pub const OPEN_BADGES_3_0_2: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json";
/// Data integrity proofs; Verifiable Credentials 2.0 holds the same terms.
pub const DATA_INTEGRITY: &str = "https://w3id.org/security/data-integrity/v2";

/// Every context, by its address.
pub const CONTEXTS: [(&str, &str); 5] = [
    (CREDENTIALS, include_str!("../../../schema/contexts/credentials-v2.json")),
    (OPEN_BADGES, include_str!("../../../schema/contexts/open-badges-3.0.3.json")),
    (OPEN_BADGES_EXTENSIONS, include_str!("../../../schema/contexts/open-badges-extensions.json")),
    (OPEN_BADGES_3_0_2, include_str!("../../../schema/contexts/open-badges-3.0.2.json")),
    (DATA_INTEGRITY, include_str!("../../../schema/contexts/data-integrity-v2.json")),
];

/// The text of a context, where it is one of [`CONTEXTS`].
pub fn context(address: &str) -> Option<&'static str> {
    CONTEXTS.iter().find(|(known, _)| *known == address).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::json::Json;

    #[test]
    fn every_context_is_a_context() {
        for (address, text) in CONTEXTS {
            let read = Json::read(text.as_bytes()).expect(address);
            assert!(read.get("@context").is_some_and(|context| context.members().is_some()), "{address}");
        }
        assert_eq!(context("https://example.org/context"), None);
    }
}

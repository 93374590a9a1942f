//! What a credential is called in the registry, and the secret with which the person it is about claims it.
//!
//! A claim secret is 256 bits, made from the registry's secret, the credential and the number of the offer, so that whoever
//! issues can be given the same link again and it is kept nowhere. The database has its SHA-256 alone.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use registry_core::words::shortened;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::access::NoRandomness;

/// The name of a credential in the registry: random, and the last part of the document's own `id`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CredentialId(Uuid);

/// A text that names no credential.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not the id of a credential, such as 6f1d3a52-0c7e-4b7e-9a51-3f1f0f6c2b11")]
pub struct NotACredentialId(String);

impl CredentialId {
    /// Of 16 random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(Builder::from_random_bytes(bytes).into_uuid())
    }

    /// A new one, of the system's randomness.
    ///
    /// # Errors
    /// A system that gives none.
    pub fn generate() -> Result<Self, NoRandomness> {
        Ok(Self::from_random(random()?))
    }

    /// The `id` of its document: `urn:uuid:…`.
    pub fn urn(self) -> String {
        format!("urn:uuid:{}", self.0)
    }
}

/// Random bytes of the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}

impl fmt::Display for CredentialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for CredentialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CredentialId({self})")
    }
}

impl FromStr for CredentialId {
    type Err = NotACredentialId;

    /// Reads the id, or the `id` of the document.
    ///
    /// # Errors
    /// `"7"`, capitals, braces.
    fn from_str(text: &str) -> Result<Self, NotACredentialId> {
        let bare = text.strip_prefix("urn:uuid:").unwrap_or(text);
        let read = Uuid::try_parse(bare).ok().map(Self).filter(|id| id.to_string() == bare);
        read.ok_or_else(|| NotACredentialId(shortened(text)))
    }
}

/// The secret with which a credential is claimed, once. Nothing but [`reveal`](Self::reveal) shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct ClaimSecret([u8; 32]);

/// A text that is no claim secret. It is not repeated: it may be one with a character too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a claim; it is the 43 characters after the # of a claim link")]
pub struct NotAClaim;

impl ClaimSecret {
    /// Of 32 bytes that nobody can guess.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its text: 43 characters of base64url.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is kept of it.
    pub fn digest(&self) -> ClaimDigest {
        ClaimDigest(Sha256::digest(self.0).into())
    }
}

impl fmt::Debug for ClaimSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClaimSecret(…)")
    }
}

impl FromStr for ClaimSecret {
    type Err = NotAClaim;

    /// # Errors
    /// `"secret"`, 42 characters, padding.
    fn from_str(text: &str) -> Result<Self, NotAClaim> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotAClaim)?;
        bytes.try_into().map(Self).map_err(|_| NotAClaim)
    }
}

/// The SHA-256 of a claim secret. It finds the credential, and claims nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimDigest([u8; 32]);

impl fmt::Display for ClaimDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_is_named_as_its_document_is() {
        let id = CredentialId::from_random([7; 16]);
        assert_eq!(id.urn(), "urn:uuid:07070707-0707-4707-8707-070707070707");
        assert_eq!(id.urn().parse(), Ok(id));
        assert_eq!(id.to_string().parse(), Ok(id));
        for wrong in ["", "7", "{07070707-0707-4707-8707-070707070707}", "07070707070747078707070707070707"] {
            assert!(wrong.parse::<CredentialId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_claim_is_never_shown_by_accident() {
        let secret = ClaimSecret::from_bytes([7; 32]);
        assert_eq!(format!("{secret:?}"), "ClaimSecret(…)");
        let text = secret.reveal();
        assert_eq!((text.len(), text.parse::<ClaimSecret>()), (43, Ok(secret)));
        for wrong in ["", &text[1..], &format!("{text}="), &format!("{text}A")] {
            let error = wrong.parse::<ClaimSecret>().expect_err(wrong).to_string();
            assert_eq!(error, "this is not a claim; it is the 43 characters after the # of a claim link");
        }
    }
}

//! Data integrity proofs: signing a document, and finding out who signed one.
//!
//! Credentials and status lists carry `eddsa-rdfc-2022`, which signs what the document *states* ([`statements`]) in its
//! canonical form. The registry's list of issuers carries `eddsa-jcs-2022`, which signs the JSON itself (RFC 8785); its
//! words are ours and no JSON-LD context has them. In both, what is signed is the SHA-256 of the proof's own settings
//! and then the SHA-256 of the document (*Data Integrity EdDSA Cryptosuites 1.0*, *eddsa-rdfc-2022* and *eddsa-jcs-2022*).

use sha2::{Digest, Sha256};

use super::canonical::{CanonicalProblem, canonical};
use super::json::Json;
use super::key::{KeyPair, PublicKey};
use super::moment::Moment;
use super::multibase;
use super::statements::{StatementProblem, statements};
use crate::words::{joined, shortened};

/// How a document becomes the bytes that are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cryptosuite {
    /// What it states, in canonical form: `eddsa-rdfc-2022`.
    Statements,
    /// Its JSON, in canonical form: `eddsa-jcs-2022`.
    JsonText,
}

impl Cryptosuite {
    /// The name proofs have for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Statements => "eddsa-rdfc-2022",
            Self::JsonText => "eddsa-jcs-2022",
        }
    }
}

/// Who signed a document, and when they say they did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    /// The key that signed.
    pub key: PublicKey,
    /// The moment named in the proof, which the signature covers.
    pub created: Moment,
}

/// Why a document's signature does not hold, or cannot be looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofProblem {
    /// No `proof`.
    #[error("it has no proof, so nobody has signed it")]
    Missing,
    /// Two proofs, which the standard allows.
    #[error("it has {0} proofs; documents with one are read")]
    Many(usize),
    /// A proof of another type or suite, which is not read here.
    #[error("its proof is of the sort \"{found}\"; {expected} is read")]
    OtherSuite {
        /// What it names.
        found: String,
        /// What is read.
        expected: &'static str,
    },
    /// A proof made for something else, such as logging in.
    #[error("its proof was made for \"{0}\", not as an assertion")]
    Purpose(String),
    /// A key that is not a `did:key` of Ed25519, so it would have to be fetched.
    #[error("its proof names the key \"{0}\", which is not an Ed25519 did:key and would have to be fetched")]
    Key(String),
    /// A proof that does not say when it was made, or not readably.
    #[error("its proof does not say when it was made")]
    Created,
    /// A proof that says until when it holds, which credentials say themselves.
    #[error("its proof has {0}, which is not read here")]
    Settings(String),
    /// What the document, or the proof, states cannot be said.
    #[error("{}", joined_statements(.0))]
    Statements(Vec<StatementProblem>),
    /// No canonical form within bounds.
    #[error(transparent)]
    Canonical(#[from] CanonicalProblem),
    /// The signature is not one of this document by this key.
    #[error(
        "its signature does not hold: what it says was changed after it was signed, or its key is not the one that signed"
    )]
    Signature,
}

/// The most problems of one document that are said; it can have as many as it has members.
const PROBLEMS_SAID_MAX: usize = 20;

fn joined_statements(problems: &[StatementProblem]) -> String {
    let mut words: Vec<String> = problems.iter().take(PROBLEMS_SAID_MAX).map(ToString::to_string).collect();
    if let Some(more @ 1..) = problems.len().checked_sub(PROBLEMS_SAID_MAX) {
        words.push(format!("{more} more"));
    }
    joined(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

impl From<Vec<StatementProblem>> for ProofProblem {
    fn from(problems: Vec<StatementProblem>) -> Self {
        Self::Statements(problems)
    }
}

impl ProofProblem {
    /// Whether nothing is known to be wrong: this program could not look. Anything else is a failure.
    pub fn is_inconclusive(&self) -> bool {
        match self {
            Self::Many(_) | Self::OtherSuite { .. } | Self::Key(_) | Self::Settings(_) | Self::Canonical(_) => true,
            Self::Statements(problems) => problems.iter().all(|problem| {
                matches!(
                    problem,
                    StatementProblem::UnknownContext(_)
                        | StatementProblem::ManyContexts(_)
                        | StatementProblem::JsonValue(_)
                )
            }),
            Self::Missing | Self::Purpose(_) | Self::Created | Self::Signature => false,
        }
    }
}

/// Signs a document: it gets one proof, in a list. An earlier proof is replaced.
///
/// # Errors
/// Whatever would not be signed: `{"hobby": "chess"}` where no context defines it ([`ProofProblem::Statements`]).
pub fn sign(document: Json, key: &KeyPair, created: Moment, suite: Cryptosuite) -> Result<Json, ProofProblem> {
    let document = document.without("proof");
    let settings = Json::object([
        ("type", Json::text("DataIntegrityProof")),
        ("cryptosuite", Json::text(suite.name())),
        ("created", Json::text(created.to_string())),
        ("verificationMethod", Json::text(key.public().verification_method())),
        ("proofPurpose", Json::text("assertionMethod")),
    ]);
    let message = message(&document, &settings, suite)?;
    let value = multibase::base58(&key.sign(&message));
    let proof = settings.with("proofValue", Json::Text(value));
    Ok(document.with("proof", Json::List(vec![proof])))
}

/// Who signed a document.
///
/// # Errors
/// No proof, or two; one of another suite; a key that would have to be fetched; anything that is not signed; a
/// signature that does not hold.
pub fn signed_by(document: &Json, suite: Cryptosuite) -> Result<Signed, ProofProblem> {
    let proof = match document.each_of("proof") {
        [] => return Err(ProofProblem::Missing),
        [one] => one,
        many => return Err(ProofProblem::Many(many.len())),
    };
    let signed = settings(proof, suite)?;
    let value = proof.text_of("proofValue").and_then(multibase::from_base58).ok_or(ProofProblem::Signature)?;
    let message = message(&document.clone().without("proof"), &proof.clone().without("proofValue"), suite)?;
    if signed.key.verifies(&message, &value) { Ok(signed) } else { Err(ProofProblem::Signature) }
}

/// What a proof says of itself.
fn settings(proof: &Json, suite: Cryptosuite) -> Result<Signed, ProofProblem> {
    const READ: [&str; 7] =
        ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue", "id"];
    let members = proof.members().ok_or(ProofProblem::Missing)?;
    let text = |key| proof.text_of(key).unwrap_or_default();
    if text("type") != "DataIntegrityProof" || text("cryptosuite") != suite.name() {
        let found = if text("cryptosuite").is_empty() { text("type") } else { text("cryptosuite") };
        return Err(ProofProblem::OtherSuite { found: shortened(found), expected: suite.name() });
    }
    if let Some(other) = members.keys().find(|key| !READ.contains(&key.as_str())) {
        return Err(ProofProblem::Settings(format!("\"{}\"", shortened(other))));
    }
    if text("proofPurpose") != "assertionMethod" {
        return Err(ProofProblem::Purpose(shortened(text("proofPurpose"))));
    }
    let method = text("verificationMethod");
    let key = PublicKey::from_verification_method(method).map_err(|_| ProofProblem::Key(shortened(method)))?;
    let created = text("created").parse().map_err(|_| ProofProblem::Created)?;
    Ok(Signed { key, created })
}

/// The 64 bytes that are signed.
fn message(document: &Json, settings: &Json, suite: Cryptosuite) -> Result<Vec<u8>, ProofProblem> {
    let settings = match document.get("@context") {
        Some(context) => settings.clone().with("@context", context.clone()),
        None => settings.clone(),
    };
    let mut message = Vec::with_capacity(64);
    for part in [&settings, document] {
        message.extend_from_slice(&match suite {
            Cryptosuite::Statements => Sha256::digest(canonical(statements(part)?)?),
            Cryptosuite::JsonText => Sha256::digest(part.to_string()),
        });
    }
    Ok(message)
}

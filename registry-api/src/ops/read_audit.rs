//! Reads the audit log, and signs its head.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use registry_core::audit::{AuditEntry, AuditHash, Checkpoint};
use registry_core::id::ProviderCode;
use sha2::{Digest, Sha256};

use crate::keys::Keys;
use crate::state::AppState;
use crate::store::StoreError;

/// The name under which the registry signs, the first line of its checkpoints.
pub const ORIGIN: &str = "registry.audit/1";

/// The kind of signature in a signed note: Ed25519 (C2SP signed-note).
const ED25519: u8 = 1;

/// The head of the log, signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHead {
    /// The number and the hash of the newest entry.
    pub checkpoint: Checkpoint,
    /// The signed note (C2SP): origin, number, hash in base64, an empty line, the signature.
    pub note: String,
    /// The public key that verifies it, as signed notes write one: `name+id+key`.
    pub verifier_key: String,
}

/// The head of the log, signed with the registry's key.
///
/// # Errors
/// A database that fails. `None`: there is no database.
pub async fn audit_head(state: &AppState) -> Result<Option<SignedHead>, StoreError> {
    let Some(store) = state.store() else { return Ok(None) };
    Ok(Some(sign(store.audit_head().await?, state.keys())))
}

/// The entries after a number, at most so many, in order.
///
/// # Errors
/// A row that cannot be read; a database that fails.
pub async fn audit_after(state: &AppState, sequence: u64, most: u64) -> Result<Vec<AuditEntry>, StoreError> {
    match state.store() {
        Some(store) => store.audit_after(sequence, most).await,
        None => Ok(Vec::new()),
    }
}

/// The newest entries of all, at most so many, the newest first.
///
/// # Errors
/// A row that cannot be read; a database that fails.
pub async fn audit_newest(state: &AppState, most: u64) -> Result<Vec<AuditEntry>, StoreError> {
    let Some(store) = state.store() else { return Ok(Vec::new()) };
    let head = store.audit_head().await?;
    let mut entries = store.audit_after(head.sequence.saturating_sub(most), most).await?;
    entries.reverse();
    Ok(entries)
}

/// The newest entries about one provider, at most so many, the newest first.
///
/// # Errors
/// A row that cannot be read; a database that fails.
pub async fn audit_of(state: &AppState, provider: &ProviderCode, most: u64) -> Result<Vec<AuditEntry>, StoreError> {
    match state.store() {
        Some(store) => store.audit_of(provider, most).await,
        None => Ok(Vec::new()),
    }
}

/// Why a text is not a checkpoint of this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The text is none that `/audit/checkpoint` gives.
    #[error("this is no checkpoint of an audit log; give the text as /audit/checkpoint gave it")]
    NotANote,
    /// The key is none that `auditHead` gives.
    #[error("the key is not one that verifies checkpoints; give the verifierKey of auditHead")]
    NotAKey,
    /// Another key signed it, or the text was changed.
    #[error(
        "the signature of the checkpoint is not that of this key: the text was changed, or another registry signed it"
    )]
    NotSigned,
}

/// The checkpoint of a signed note, where that key signed it.
///
/// # Errors
/// A text that is no note, a key that is none, a signature of another key.
pub fn read_note(note: &str, verifier_key: &str) -> Result<Checkpoint, NoteError> {
    let (text, signature) = note.split_once("\n\n").ok_or(NoteError::NotANote)?;
    let text = format!("{text}\n");
    let mut lines = text.lines();
    let (origin, number, hash) = (lines.next(), lines.next(), lines.next());
    let number = number.and_then(|number| number.parse().ok()).filter(|_| origin == Some(ORIGIN));
    let hash = hash.and_then(|hash| STANDARD.decode(hash).ok()).and_then(|hash| hash.try_into().ok());
    let (Some(sequence), Some(hash), None) = (number, hash, lines.next()) else { return Err(NoteError::NotANote) };
    let key = verifier_key.trim().splitn(3, '+').nth(2).and_then(|key| STANDARD.decode(key).ok());
    let key = key.and_then(|key| <[u8; 33]>::try_from(key).ok()).filter(|key| key[0] == ED25519);
    let key = key.ok_or(NoteError::NotAKey)?;
    let [_, public @ ..] = key;
    let public = VerifyingKey::from_bytes(&public).map_err(|_| NoteError::NotAKey)?;
    let id = key_id(&key);
    let signed = signature.lines().filter_map(|line| line.strip_prefix(&format!("\u{2014} {ORIGIN} "))).any(|line| {
        let bytes = STANDARD.decode(line).unwrap_or_default();
        let Some((first, rest)) = bytes.split_first_chunk::<4>() else { return false };
        let signature = Signature::from_slice(rest);
        *first == id && signature.is_ok_and(|signature| public.verify_strict(text.as_bytes(), &signature).is_ok())
    });
    if signed { Ok(Checkpoint { sequence, hash: AuditHash::new(hash) }) } else { Err(NoteError::NotSigned) }
}

fn sign(checkpoint: Checkpoint, keys: &Keys) -> SignedHead {
    let key = SigningKey::from_bytes(&keys.signing());
    let public = key.verifying_key();
    let mut named = vec![ED25519];
    named.extend_from_slice(public.as_bytes());
    let id = key_id(&named);
    let hash = STANDARD.encode(checkpoint.hash.bytes());
    let text = format!("{ORIGIN}\n{}\n{hash}\n", checkpoint.sequence);
    let mut signature = id.to_vec();
    signature.extend_from_slice(&key.sign(text.as_bytes()).to_bytes());
    let note = format!("{text}\n\u{2014} {ORIGIN} {}\n", STANDARD.encode(signature));
    let id = u32::from_be_bytes(id);
    SignedHead { checkpoint, note, verifier_key: format!("{ORIGIN}+{id:08x}+{}", STANDARD.encode(named)) }
}

/// The first four bytes of SHA-256 over name, a line feed, and the key with its kind.
fn key_id(key: &[u8]) -> [u8; 4] {
    let mut state = Sha256::new();
    state.update(ORIGIN.as_bytes());
    state.update(b"\n");
    state.update(key);
    let [a, b, c, d, ..] = <[u8; 32]>::from(state.finalize());
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(secret: u8) -> SignedHead {
        sign(Checkpoint { sequence: 7, hash: AuditHash::new([9; 32]) }, &Keys::from_bytes([secret; 32]))
    }

    #[test]
    fn a_signed_head_reads_back_with_its_key() {
        let head = head(3);
        assert!(head.note.starts_with(
            "registry.audit/1\n7\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n\n\u{2014} registry.audit/1 "
        ));
        assert_eq!(read_note(&head.note, &head.verifier_key), Ok(head.checkpoint));
    }

    #[test]
    fn a_note_of_another_key_and_a_changed_one_are_refused() {
        let (ours, other) = (head(3), head(4));
        assert_eq!(read_note(&ours.note, &other.verifier_key), Err(NoteError::NotSigned));
        assert_eq!(read_note(&ours.note.replacen('7', "8", 1), &ours.verifier_key), Err(NoteError::NotSigned));
        assert_eq!(read_note(&ours.note, "registry.audit/1+00000000+AAAA"), Err(NoteError::NotAKey));
        for text in ["", "x", "registry.audit/1\n7\n\n", &ours.note.replacen("audit", "other", 1)] {
            assert_eq!(read_note(text, &ours.verifier_key), Err(NoteError::NotANote), "{text}");
        }
    }
}

//! What is kept in the database and must be read by this registry alone: providers' secret keys, what is still to be signed,
//! reasons. XChaCha20-Poly1305 under a random nonce; each is bound to what it is of, so that none can be put in another's place.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::access::NoRandomness;
use crate::claim::random;
use crate::keys::Keys;

const NONCE_BYTES: usize = 24;

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// The secret key of a provider, of its `did:key`.
    Key,
    /// What is to be signed, of a credential.
    Intent,
    /// Why a status was changed, of a credential.
    Reason,
}

impl Kept {
    fn bound_to(self, of: &str) -> String {
        let what = match self {
            Self::Key => "key",
            Self::Intent => "intent",
            Self::Reason => "reason",
        };
        format!("registry kept 1 {what} {of}")
    }
}

/// Something kept that cannot be opened: it was sealed with another key file, or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "what was sealed in the database cannot be opened with this key file; start the registry with the key file that belongs to the database"
)]
pub struct NotOurs;

/// Seals something that belongs to `of`.
///
/// # Errors
/// A system without random numbers.
pub(crate) fn seal(keys: &Keys, what: Kept, of: &str, plain: &[u8]) -> Result<String, NoRandomness> {
    let nonce: [u8; NONCE_BYTES] = random()?;
    let bound = what.bound_to(of);
    let payload = Payload { msg: plain, aad: bound.as_bytes() };
    let sealed = XChaCha20Poly1305::new((&*keys.keeping()).into())
        .encrypt(&XNonce::from(nonce), payload)
        .expect("XChaCha20-Poly1305 seals up to 256 GiB");
    Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
}

/// Opens what [`seal`] made of the same.
///
/// # Errors
/// Another key file; one bit changed; something that belongs to something else.
pub(crate) fn open(keys: &Keys, what: Kept, of: &str, sealed: &str) -> Result<Zeroizing<Vec<u8>>, NotOurs> {
    let whole = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| NotOurs)?;
    let (nonce, sealed) = whole.split_at_checked(NONCE_BYTES).ok_or(NotOurs)?;
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| NotOurs)?;
    let bound = what.bound_to(of);
    let payload = Payload { msg: sealed, aad: bound.as_bytes() };
    let opened = XChaCha20Poly1305::new((&*keys.keeping()).into()).decrypt(&XNonce::from(nonce), payload);
    opened.map(Zeroizing::new).map_err(|_| NotOurs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_opens_for_what_it_is_of_and_nothing_else() {
        let keys = Keys::from_bytes([1; 32]);
        let sealed = seal(&keys, Kept::Intent, "one", b"Ada").expect("sealed");
        assert_eq!(open(&keys, Kept::Intent, "one", &sealed).as_deref().map(Vec::as_slice), Ok(b"Ada".as_slice()));
        assert_eq!(open(&keys, Kept::Reason, "one", &sealed), Err(NotOurs));
        assert_eq!(open(&keys, Kept::Intent, "two", &sealed), Err(NotOurs));
        assert_eq!(open(&Keys::from_bytes([2; 32]), Kept::Intent, "one", &sealed), Err(NotOurs));
        assert_ne!(seal(&keys, Kept::Intent, "one", b"Ada").expect("sealed"), sealed, "each has its own nonce");
        for wrong in ["", "A", &sealed[1..], &sealed[..sealed.len() - 1]] {
            assert_eq!(open(&keys, Kept::Intent, "one", wrong), Err(NotOurs), "{wrong}");
        }
    }
}

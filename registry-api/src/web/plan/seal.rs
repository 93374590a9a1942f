//! Answers in an address, sealed so that nobody but this registry reads or makes them.
//!
//! XChaCha20-Poly1305 over the bytes, padded so that their length says little. The nonce is made from key and bytes:
//! the same answers have the same address, and two answers never share a nonce but by an accident of SHA-256.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

use crate::keys::Keys;

/// The longest sealed text that is read: far more than the longest answers make.
const SEALED_LENGTH_MAX: usize = 8 * 1024;

const NONCE_BYTES: usize = 24;

/// Bytes are filled up to a multiple of this.
const PAD_TO: usize = 64;

/// What is sealed, and in which form: another form has another name, so that an old address is refused and not misread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Sealed {
    /// The answers of somebody who plans.
    Plan,
    /// The draft of a new version.
    Draft,
}

impl Sealed {
    const fn name(self) -> &'static [u8] {
        match self {
            Self::Plan => b"registry plan 1",
            Self::Draft => b"registry draft 1",
        }
    }
}

/// Seals and opens answers with one key.
pub(in crate::web) struct Seal {
    what: &'static [u8],
    cipher: XChaCha20Poly1305,
    nonce_key: [u8; 32],
}

impl Seal {
    pub(in crate::web) fn new(keys: &Keys, sealed: Sealed) -> Self {
        let key = keys.sealing();
        let mut nonce_key = Sha256::new();
        nonce_key.update(b"nonce");
        // Two texts of different kinds never share a nonce, though they share a key.
        nonce_key.update(sealed.name());
        nonce_key.update(key.as_ref());
        Self {
            what: sealed.name(),
            cipher: XChaCha20Poly1305::new((&*key).into()),
            nonce_key: nonce_key.finalize().into(),
        }
    }

    /// Seals a text that does not end in a space. `None` only for a text too long to be sealed.
    pub(in crate::web) fn seal(&self, text: &str) -> Option<String> {
        let mut plain = text.as_bytes().to_vec();
        plain.resize(plain.len().next_multiple_of(PAD_TO), b' ');
        let digest = Sha256::new().chain_update(self.nonce_key).chain_update(&plain).finalize();
        let nonce: [u8; NONCE_BYTES] = digest[..NONCE_BYTES].try_into().ok()?;
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), Payload { msg: &plain, aad: self.what }).ok()?;
        let whole = URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat());
        (whole.len() <= SEALED_LENGTH_MAX).then_some(whole)
    }

    /// Opens what [`seal`](Self::seal) made with the same key; `None` for anything else.
    pub(in crate::web) fn open(&self, sealed: &str) -> Option<String> {
        if sealed.len() > SEALED_LENGTH_MAX {
            return None;
        }
        let whole = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = whole.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let plain = self.cipher.decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: self.what }).ok()?;
        let mut text = String::from_utf8(plain).ok()?;
        text.truncate(text.trim_end_matches(' ').len());
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(secret: u8) -> Seal {
        Seal::new(&Keys::from_bytes([secret; 32]), Sealed::Plan)
    }

    #[test]
    fn what_is_sealed_opens_again_and_alike_answers_have_one_address() {
        for text in ["", "{}", "{\"d\":\"2027-02-01\",\"h\":[\"CHC43515\"]}", &"é".repeat(500)] {
            let sealed = seal(1).seal(text).expect("sealed");
            assert_eq!(seal(1).open(&sealed).as_deref(), Some(text));
            assert_eq!(seal(1).seal(text), Some(sealed));
        }
    }

    #[test]
    fn a_sealed_text_shows_neither_what_is_in_it_nor_how_much() {
        let (short, long) = (seal(1).seal("{\"g\":1}").expect("short"), seal(1).seal(&"x".repeat(60)).expect("long"));
        assert_eq!(short.len(), long.len());
        let hidden = seal(1).seal("advocate-advocate-advocate").expect("sealed");
        let bytes = URL_SAFE_NO_PAD.decode(hidden).expect("text");
        assert!(!bytes.windows(4).any(|window| window == b"advo"));
    }

    #[test]
    fn any_change_of_a_sealed_text_is_refused_and_so_is_another_key() {
        let sealed = seal(1).seal("{\"d\":\"2027-02-01\"}").expect("sealed");
        assert_eq!(seal(2).open(&sealed), None);
        let of_draft = Seal::new(&Keys::from_bytes([1; 32]), Sealed::Draft);
        assert_eq!(of_draft.open(&sealed), None);
        assert_ne!(of_draft.seal("{\"d\":\"2027-02-01\"}"), Some(sealed.clone()));
        let bytes = URL_SAFE_NO_PAD.decode(&sealed).expect("bytes");
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(seal(1).open(&URL_SAFE_NO_PAD.encode(changed)), None, "bit {bit}");
        }
        for other in ["", "a", "%%%", &sealed[1..], &sealed[..sealed.len() - 1], &"A".repeat(9_000)] {
            assert_eq!(seal(1).open(other), None, "{other}");
        }
        assert_eq!(seal(1).seal(&"x".repeat(7_000)), None);
    }
}

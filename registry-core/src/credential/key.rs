//! Ed25519 keys, and the `did:key` that names each.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use zeroize::{Zeroize, Zeroizing};

use super::multibase;
use crate::words::shortened;

/// The bytes before an Ed25519 public key: multicodec `ed25519-pub`, 0xed as a varint.
const PUBLIC: [u8; 2] = [0xed, 0x01];
/// The bytes before an Ed25519 secret key: multicodec `ed25519-priv`, 0x1300 as a varint.
const SECRET: [u8; 2] = [0x80, 0x26];

/// Why a text is not a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// `"did:web:example.org"`, `"did:key:zDn…"` (another sort of key).
    #[error("\"{0}\" is not the did:key of an Ed25519 key; such a key begins with did:key:z6Mk")]
    NotADid(String),
    /// A text that is no secret key. The text is not repeated.
    #[error("this is not an Ed25519 secret key; such a key begins with z3u2 and has 48 characters")]
    NotASecret,
    /// A point of the curve for which signatures prove nothing.
    #[error("\"{0}\" is a key for which a signature proves nothing")]
    Weak(String),
}

/// A public key, and the name of whoever holds its secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// The key as text, `z6Mk…`.
    pub fn multibase(&self) -> String {
        multibase::base58(&[&PUBLIC[..], self.0.as_bytes()].concat())
    }

    /// Whoever holds its secret: `did:key:z6Mk…`.
    pub fn did(&self) -> String {
        format!("did:key:{}", self.multibase())
    }

    /// The key as proofs name it: `did:key:z6Mk…#z6Mk…`.
    pub fn verification_method(&self) -> String {
        let key = self.multibase();
        format!("did:key:{key}#{key}")
    }

    /// Reads `did:key:z6Mk…#z6Mk…`.
    ///
    /// # Errors
    /// A text without `#`; a key after it that is not the one before it.
    pub fn from_verification_method(text: &str) -> Result<Self, KeyError> {
        let key: Self = text.split('#').next().unwrap_or(text).parse()?;
        if key.verification_method() == text { Ok(key) } else { Err(KeyError::NotADid(shortened(text))) }
    }

    /// Whether these 64 bytes are its signature of `message`. Of the signatures that mathematics allows only the one
    /// strict form counts, so that a signature cannot be changed into another.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.0.verify_strict(message, &signature).is_ok())
    }
}

impl FromStr for PublicKey {
    type Err = KeyError;

    /// Reads `did:key:z6Mk…`.
    ///
    /// # Errors
    /// `"did:web:example.org"`; `"did:key:zDn…"`; a key of which a signature proves nothing.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let refused = || KeyError::NotADid(shortened(text));
        let bytes = text.strip_prefix("did:key:").and_then(multibase::from_base58).ok_or_else(refused)?;
        let key = bytes.strip_prefix(&PUBLIC).and_then(|key| key.try_into().ok()).ok_or_else(refused)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| refused())?;
        if key.is_weak() {
            return Err(KeyError::Weak(shortened(text)));
        }
        let key = PublicKey(key);
        if key.did() == text { Ok(key) } else { Err(refused()) }
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.did())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

/// A secret key with its public one. The secret is wiped from memory when it is dropped and is never shown.
pub struct KeyPair(SigningKey);

impl KeyPair {
    /// The key pair of 32 random bytes, which the caller draws and which are wiped here.
    pub fn from_seed(mut seed: [u8; 32]) -> Self {
        let pair = Self(SigningKey::from_bytes(&seed));
        seed.zeroize();
        pair
    }

    /// Reads a secret key, `z3u2…`.
    ///
    /// # Errors
    /// A public key; 31 bytes; another base.
    pub fn from_secret(text: &str) -> Result<Self, KeyError> {
        let bytes = Zeroizing::new(multibase::from_base58(text).ok_or(KeyError::NotASecret)?);
        let seed = bytes.strip_prefix(&SECRET).and_then(|seed| seed.try_into().ok());
        seed.map(Self::from_seed).ok_or(KeyError::NotASecret)
    }

    /// The secret key as text, `z3u2…`, to be kept where nobody else reads it.
    pub fn secret(&self) -> Zeroizing<String> {
        let bytes = Zeroizing::new([&SECRET[..], self.0.as_bytes()].concat());
        Zeroizing::new(multibase::base58(&bytes))
    }

    /// The public key.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The signature of a message, 64 bytes; the same message always has the same.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPair({}, secret not shown)", self.public())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key pair of the test vectors of *Data Integrity EdDSA Cryptosuites 1.0*, appendix B.
    const SECRET_TEXT: &str = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq";
    const PUBLIC_TEXT: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

    #[test]
    fn keys_are_read_and_written_as_the_standard_has_them() {
        let pair = KeyPair::from_secret(SECRET_TEXT).expect("secret");
        assert_eq!(pair.public().multibase(), PUBLIC_TEXT);
        assert_eq!(pair.secret().as_str(), SECRET_TEXT);
        let method = format!("did:key:{PUBLIC_TEXT}#{PUBLIC_TEXT}");
        assert_eq!(PublicKey::from_verification_method(&method), Ok(pair.public()));
        assert_eq!(format!("did:key:{PUBLIC_TEXT}").parse(), Ok(pair.public()));
    }

    #[test]
    fn a_secret_is_not_shown() {
        let pair = KeyPair::from_secret(SECRET_TEXT).expect("secret");
        let shown = format!("{pair:?} {:?}", KeyPair::from_secret(&SECRET_TEXT[1..]));
        assert!(!shown.contains(&SECRET_TEXT[4..]), "{shown}");
        let seed = format!("{:?}", pair.0.as_bytes());
        assert!(!shown.contains(&seed), "{shown}");
    }

    #[test]
    fn what_is_not_a_key_is_refused() {
        // The neutral point, under which every message has a signature.
        let mut neutral = [0; 34];
        neutral[..3].copy_from_slice(&[0xed, 0x01, 1]);
        let weak = format!("did:key:{}", multibase::base58(&neutral));
        assert!(matches!(weak.parse::<PublicKey>(), Err(KeyError::Weak(_))));
        for wrong in
            ["", "did:key:", "did:web:example.org", "did:key:zDnaegE6RR3atJtHKwTRTWHsJ3kNHqFwv7n9YjTgmU7TyfU76"]
        {
            assert!(matches!(wrong.parse::<PublicKey>(), Err(KeyError::NotADid(_))), "{wrong}");
        }
        assert!(PublicKey::from_verification_method(&format!("did:key:{PUBLIC_TEXT}")).is_err());
        assert_eq!(KeyPair::from_secret(PUBLIC_TEXT).map(|_| ()), Err(KeyError::NotASecret));
    }

    #[test]
    fn a_signature_holds_for_its_message_and_no_other() {
        let pair = KeyPair::from_seed([7; 32]);
        let signature = pair.sign(b"one");
        assert!(pair.public().verifies(b"one", &signature));
        assert!(!pair.public().verifies(b"two", &signature));
        assert!(!pair.public().verifies(b"one", &signature[..63]));
        assert!(!KeyPair::from_seed([8; 32]).public().verifies(b"one", &signature));
    }
}

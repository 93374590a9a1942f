//! The registry's one secret, and the keys that are made from it.
//!
//! An operator looks after one file. What needs a key of its own (sealing answers in links, signing the audit head, keeping providers' signing
//! keys) gets it by HKDF-SHA256 (RFC 5869) from that secret, each under its own label, so that no key tells anything of another.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::claim::{ClaimSecret, CredentialId};

/// How many bytes a secret and each key have.
const BYTES: usize = 32;

/// The secret of a registry. It is never shown.
#[derive(Clone)]
pub struct Keys {
    secret: Zeroizing<[u8; BYTES]>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

/// Whether a key file was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFile {
    /// It was made.
    Created,
    /// It was there.
    Found,
}

/// Where the secret of a registry is.
#[derive(Debug, Clone)]
pub enum KeyAt {
    /// In that file; it is made there when it is missing.
    File(PathBuf),
    /// Given by whoever started the program, and in no file.
    Given(Keys),
}

impl From<&Path> for KeyAt {
    fn from(path: &Path) -> Self {
        Self::File(path.to_path_buf())
    }
}

impl From<&PathBuf> for KeyAt {
    fn from(path: &PathBuf) -> Self {
        Self::File(path.clone())
    }
}

impl KeyAt {
    /// The secret that is there.
    ///
    /// # Errors
    /// As [`Keys::open`].
    pub fn open(&self) -> Result<(Keys, KeyFile), KeyError> {
        match self {
            Self::File(path) => Keys::open(path),
            Self::Given(keys) => Ok((keys.clone(), KeyFile::Found)),
        }
    }
}

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It is there, but cannot be read.
    #[error("the key file {} cannot be read ({reason}); change its permissions, or give another with --key-file", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// It cannot be made.
    #[error("the key file {} cannot be made ({reason}); give a place you may write to with --key-file", path.display())]
    CannotCreate {
        /// The path.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// Everybody on the machine may read it.
    #[error(
        "the key file {} may be read by everybody on this machine (mode {mode:04o}); take that away: chmod 600 {}",
        path.display(),
        path.display()
    )]
    OpenToAll {
        /// The path.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// It holds something else.
    #[error("{} is not a key file; it must hold 64 hexadecimal digits and nothing else", path.display())]
    NotAKey {
        /// The path.
        path: PathBuf,
    },
    /// The machine gives no random numbers.
    #[error("the machine gives no random numbers: {reason}")]
    NoRandomness {
        /// What the system says.
        reason: String,
    },
}

impl Keys {
    /// Reads the secret in a file, or makes a new one there, readable by its owner alone.
    ///
    /// Of two programs that make it together one does, and both read what it wrote.
    ///
    /// # Errors
    /// A file that cannot be read or made; that everybody may read (mode `0644`); that does not hold 64 hexadecimal digits.
    pub fn open(path: &Path) -> Result<(Self, KeyFile), KeyError> {
        match read(path) {
            Err(KeyError::Unreadable { .. }) if !path.exists() => {
                let keys = Self::new_random()?;
                match create(path, &keys) {
                    Ok(()) => Ok((keys, KeyFile::Created)),
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok((read(path)?, KeyFile::Found)),
                    Err(error) => Err(KeyError::CannotCreate { path: path.to_path_buf(), reason: error.to_string() }),
                }
            }
            read => Ok((read?, KeyFile::Found)),
        }
    }

    /// The secret in 64 hexadecimal digits; `None` where the text is something else.
    pub fn from_digits(text: &str) -> Option<Self> {
        secret_in(text.as_bytes()).map(|secret| Self { secret })
    }

    /// A new secret, kept nowhere: what is sealed or signed with it is worth nothing after the program ends.
    ///
    /// # Errors
    /// A machine that gives no random numbers.
    pub fn new_random() -> Result<Self, KeyError> {
        let mut secret = Zeroizing::new([0; BYTES]);
        getrandom::fill(secret.as_mut()).map_err(|error| KeyError::NoRandomness { reason: error.to_string() })?;
        Ok(Self { secret })
    }

    /// Takes a secret as it is. For tests that must give the same bytes twice.
    pub fn from_bytes(secret: [u8; BYTES]) -> Self {
        Self { secret: Zeroizing::new(secret) }
    }

    /// The key that seals answers in the links of pages.
    pub fn sealing(&self) -> Zeroizing<[u8; BYTES]> {
        self.key("registry/1/sealing")
    }

    /// The seed of the Ed25519 key that signs the head of the audit log and the list of issuers.
    pub fn signing(&self) -> Zeroizing<[u8; BYTES]> {
        self.key("registry/1/signing")
    }

    /// The key under which providers' own signing keys are kept in the database.
    pub fn keeping(&self) -> Zeroizing<[u8; BYTES]> {
        self.key("registry/1/keeping")
    }

    /// The key that seals the cookies of those who are signed in.
    pub fn sessions(&self) -> Zeroizing<[u8; BYTES]> {
        self.key("registry/1/sessions")
    }

    /// The claim of a credential's offer of that number: always the same, so that it is kept nowhere.
    pub fn claim(&self, credential: CredentialId, offer: u32) -> ClaimSecret {
        ClaimSecret::from_bytes(*self.key(&format!("registry/1/claim/{credential}/{offer}")))
    }

    /// A digest that nobody can work out, or compare with a guess, without the secret. 64 hexadecimal digits; `what` says
    /// of what, so that two sorts of text never have one digest.
    pub fn digest(&self, what: &str, text: &[u8]) -> String {
        let (digest, _) = Hkdf::<Sha256>::extract(Some(self.key(&format!("registry/1/digest/{what}")).as_ref()), text);
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn key(&self, label: &str) -> Zeroizing<[u8; BYTES]> {
        let mut key = Zeroizing::new([0; BYTES]);
        Hkdf::<Sha256>::new(None, self.secret.as_ref())
            .expand(label.as_bytes(), key.as_mut())
            .expect("32 bytes are fewer than the 8,160 that HKDF-SHA256 gives");
        key
    }
}

fn read(path: &Path) -> Result<Keys, KeyError> {
    let unreadable = |error: io::Error| KeyError::Unreadable { path: path.to_path_buf(), reason: error.to_string() };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_err(unreadable)?.permissions().mode() & 0o777;
        if mode & 0o007 != 0 {
            return Err(KeyError::OpenToAll { path: path.to_path_buf(), mode });
        }
    }
    let text = Zeroizing::new(fs::read(path).map_err(unreadable)?);
    let secret = secret_in(&text).ok_or_else(|| KeyError::NotAKey { path: path.to_path_buf() })?;
    Ok(Keys { secret })
}

/// The secret in 64 hexadecimal digits, with or without the end of a line.
fn secret_in(text: &[u8]) -> Option<Zeroizing<[u8; BYTES]>> {
    let digits = text.trim_ascii_end();
    if digits.len() != 2 * BYTES {
        return None;
    }
    let mut secret = Zeroizing::new([0; BYTES]);
    for (byte, pair) in secret.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |at: usize| char::from(pair[at]).to_digit(16);
        *byte = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
    }
    Some(secret)
}

fn create(path: &Path, keys: &Keys) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    let mut text = Zeroizing::new(String::with_capacity(2 * BYTES + 1));
    for byte in keys.secret.iter() {
        text.push_str(&format!("{byte:02x}"));
    }
    text.push('\n');
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("registry-key-{name}-{}", std::process::id()))
    }

    #[test]
    fn a_secret_is_made_once_and_read_again() {
        let path = place("made");
        let (made, first) = Keys::open(&path).expect("made");
        let (again, second) = Keys::open(&path).expect("read");
        assert_eq!((first, second), (KeyFile::Created, KeyFile::Found));
        assert_eq!(made.sealing(), again.sealing());
        assert_eq!(fs::read(&path).expect("file").len(), 65);
        fs::remove_file(&path).expect("removed");
    }

    #[test]
    fn each_key_is_another_one() {
        let keys = Keys::from_bytes([7; BYTES]);
        assert_ne!(keys.sealing(), keys.signing());
        assert_ne!(keys.signing(), keys.keeping());
        assert_ne!(keys.sealing(), keys.sessions());
        assert_ne!(keys.sealing(), Keys::from_bytes([8; BYTES]).sealing());
        assert_eq!(format!("{keys:?}"), "Keys");
        let id = CredentialId::from_random([1; 16]);
        assert_eq!(keys.claim(id, 1), Keys::from_bytes([7; BYTES]).claim(id, 1));
        assert_ne!(keys.claim(id, 1), keys.claim(id, 2));
        assert_ne!(keys.digest("a", b"x"), keys.digest("b", b"x"));
        assert_ne!(keys.digest("a", b"x"), Keys::from_bytes([8; BYTES]).digest("a", b"x"));
        assert_eq!(keys.digest("a", b"x").len(), 64);
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_everybody_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let path = place("open");
        Keys::open(&path).expect("made");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("mode");
        let refused = Keys::open(&path).expect_err("refused").to_string();
        let shown = path.display();
        assert_eq!(
            refused,
            format!(
                "the key file {shown} may be read by everybody on this machine (mode 0644); take that away: chmod 600 {shown}"
            )
        );
        fs::remove_file(&path).expect("removed");
    }

    #[test]
    fn what_is_no_key_is_refused_and_left_alone() {
        let path = place("wrong");
        for text in ["", "abc", &"g".repeat(64), &"a".repeat(63), &"a".repeat(65)] {
            fs::write(&path, text).expect("written");
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("mode");
            }
            assert!(matches!(Keys::open(&path), Err(KeyError::NotAKey { .. })), "{text}");
            assert_eq!(fs::read_to_string(&path).expect("file"), text);
        }
        fs::remove_file(&path).expect("removed");
    }
}

//! The audit log: what was changed, by which token, when and why, as a chain that nobody can edit unnoticed.
//!
//! Each entry carries the hash of the one before it, and its own hash covers everything it says. Whoever keeps the
//! number and the hash of an entry, a [`Checkpoint`], can later tell whether anything up to that entry was altered,
//! removed, inserted or put in another order: [`verify`] finds the first such place.
//!
//! No type here can hold a person: an actor is the program or the number of a token, a subject is something published.
//! The reason is free text; whoever asks for it says that it is public and is not to name anybody.

mod chain;
mod event;
mod text;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use chain::{AuditFault, AuditReport, verify};
pub use event::{Actor, AuditAction, AuditEvent, AuditSubject, AuditTime, REASON_LENGTH_MAX, TokenId};
pub use text::AuditTextError;

/// The hash of an entry: SHA-256. Written as 64 hexadecimal digits in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AuditHash([u8; 32]);

impl AuditHash {
    /// What stands before the first entry: 32 zero bytes.
    pub const NONE: Self = Self([0; 32]);

    /// The hash with these bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for AuditHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for AuditHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuditHash({self})")
    }
}

impl std::str::FromStr for AuditHash {
    type Err = AuditTextError;

    /// # Errors
    /// `"12"`, 64 digits of which one is not hexadecimal or in upper case.
    fn from_str(text: &str) -> Result<Self, AuditTextError> {
        text::bytes_of_hex(text).map(Self).ok_or_else(|| AuditTextError::new("a hash of 64 hexadecimal digits", text))
    }
}

text::as_text!(AuditHash);

/// The number and the hash of an entry; they stand for everything up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The number of the entry, counted from 1; 0 where there is none yet.
    pub sequence: u64,
    /// Its hash; [`AuditHash::NONE`] where there is none yet.
    pub hash: AuditHash,
}

impl Checkpoint {
    /// A log without entries.
    pub const START: Self = Self { sequence: 0, hash: AuditHash::NONE };

    /// The entry that says `event` and comes next after this point.
    ///
    /// ```
    /// use registry_core::audit::{Actor, AuditAction, AuditEvent, AuditSubject, Checkpoint, verify};
    ///
    /// let event = AuditEvent {
    ///     at: "2027-02-01T00:00:00.000Z".parse().expect("a time"),
    ///     actor: Actor::Program,
    ///     action: AuditAction::Seed,
    ///     subject: AuditSubject::Catalogue,
    ///     provider: None,
    ///     reason: None,
    ///     details: "{}".to_owned(),
    /// };
    /// let first = Checkpoint::START.followed_by(event.clone());
    /// let second = first.checkpoint().followed_by(event);
    /// let head = second.checkpoint();
    /// assert!(verify(&[first.clone(), second], head).is_sound());
    /// assert_eq!(verify(&[first], head).fault.expect("cut").to_string(), "the log ends at entry 1, but entry 2 was there");
    /// ```
    pub fn followed_by(self, event: AuditEvent) -> AuditEntry {
        let sequence = self.sequence.saturating_add(1);
        let hash = chain::hash(sequence, self.hash, &event);
        AuditEntry { sequence, event, previous: self.hash, hash }
    }
}

/// One entry of the log, as it is kept and exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its number: the first is 1, and none is left out.
    pub sequence: u64,
    /// What it says.
    #[serde(flatten)]
    pub event: AuditEvent,
    /// The hash of the entry before it.
    pub previous: AuditHash,
    /// The hash of this entry.
    pub hash: AuditHash,
}

impl AuditEntry {
    /// The number and the hash of this entry.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint { sequence: self.sequence, hash: self.hash }
    }
}

#[cfg(test)]
mod tests;

//! The hash of an entry, and the check of a chain.

use sha2::{Digest, Sha256};

use super::{AuditEntry, AuditEvent, AuditHash, Checkpoint};

/// What the hash of an entry begins with, so that no hash of something else is ever one of an entry.
const DOMAIN: &str = "registry audit entry 1";

/// SHA-256 over the fields of an entry. Each field is preceded by its length in bytes as eight bytes, the highest first,
/// so that no two entries make the same bytes.
pub(super) fn hash(sequence: u64, previous: AuditHash, event: &AuditEvent) -> AuditHash {
    let AuditEvent { at, actor, action, subject, provider, reason, details } = event;
    let mut state = Sha256::new();
    let mut field = |bytes: &[u8]| {
        state.update((bytes.len() as u64).to_be_bytes());
        state.update(bytes);
    };
    field(DOMAIN.as_bytes());
    field(&sequence.to_be_bytes());
    field(previous.bytes());
    field(at.to_string().as_bytes());
    field(actor.to_string().as_bytes());
    field(action.name().as_bytes());
    field(subject.to_string().as_bytes());
    // No code is empty, so an empty field says that there is no provider. A reason may be empty: its presence counts.
    field(provider.as_ref().map_or("", |code| code.as_str()).as_bytes());
    field(&[u8::from(reason.is_some())]);
    field(reason.as_deref().unwrap_or_default().as_bytes());
    field(details.as_bytes());
    AuditHash::new(state.finalize().into())
}

/// What became of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// How far the log is sound: the last entry before the fault, or the last of all.
    pub sound_to: Checkpoint,
    /// How many sound entries come after the checkpoint. Nothing vouches for those but the chain itself: whoever can
    /// write to the database could have written them.
    pub after_checkpoint: u64,
    /// The first thing that is wrong.
    pub fault: Option<AuditFault>,
}

impl AuditReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.fault.is_none()
    }
}

/// The first place at which a log is not what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuditFault {
    /// A number is left out.
    #[error("entry {missing} was removed: entry {found} comes where it should be")]
    Removed {
        /// The first number that is not there.
        missing: u64,
        /// The number in its place.
        found: u64,
    },
    /// Two entries changed places.
    #[error("the entries are in another order: entry {found} comes where entry {expected} should be")]
    Reordered {
        /// The number that should come.
        expected: u64,
        /// The number that does.
        found: u64,
    },
    /// A number comes again.
    #[error("an entry was inserted: number {found} comes again where entry {expected} should be")]
    Inserted {
        /// The number that should come.
        expected: u64,
        /// The number that does.
        found: u64,
    },
    /// What an entry says is not what its hash was made of.
    #[error("entry {sequence} was altered: its hash is not that of what it says")]
    Altered {
        /// Its number.
        sequence: u64,
    },
    /// An entry does not follow the one before it.
    #[error("entry {before} was altered: entry {sequence} was written after another", before = sequence.saturating_sub(1))]
    Unlinked {
        /// The number of the entry that does not follow.
        sequence: u64,
    },
    /// The chain is whole, but it is not the one that was vouched for.
    #[error("the log up to entry {sequence} was written anew: its hash is not the one that was kept")]
    Rewritten {
        /// The number of the checkpoint.
        sequence: u64,
    },
    /// Entries are missing from the end.
    #[error("the log ends at entry {last}, but entry {expected} was there")]
    Cut {
        /// The last entry.
        last: u64,
        /// The number of the checkpoint.
        expected: u64,
    },
}

/// Checks a whole log, from its first entry, against a checkpoint that was kept outside it.
///
/// Entries after the checkpoint may have been added since; they are checked as a chain and counted. Without a checkpoint
/// ([`Checkpoint::START`]) a log that was cut at the end, or written anew as a whole, looks sound.
pub fn verify(entries: &[AuditEntry], kept: Checkpoint) -> AuditReport {
    let mut sound_to = Checkpoint::START;
    let fault = first_fault(entries, kept, &mut sound_to);
    AuditReport { sound_to, after_checkpoint: sound_to.sequence.saturating_sub(kept.sequence), fault }
}

fn first_fault(entries: &[AuditEntry], kept: Checkpoint, sound_to: &mut Checkpoint) -> Option<AuditFault> {
    let mut left = entries;
    loop {
        if sound_to.sequence == kept.sequence && sound_to.hash != kept.hash {
            return Some(AuditFault::Rewritten { sequence: kept.sequence });
        }
        let Some((entry, later)) = left.split_first() else { break };
        if let Some(fault) = fault_of(entry, later, *sound_to) {
            return Some(fault);
        }
        *sound_to = entry.checkpoint();
        left = later;
    }
    let last = sound_to.sequence;
    (last < kept.sequence).then_some(AuditFault::Cut { last, expected: kept.sequence })
}

fn fault_of(entry: &AuditEntry, later: &[AuditEntry], before: Checkpoint) -> Option<AuditFault> {
    let (expected, found) = (before.sequence.saturating_add(1), entry.sequence);
    if found != expected {
        return Some(match found > expected {
            true if later.iter().any(|entry| entry.sequence == expected) => AuditFault::Reordered { expected, found },
            true => AuditFault::Removed { missing: expected, found },
            false => AuditFault::Inserted { expected, found },
        });
    }
    if hash(entry.sequence, entry.previous, &entry.event) != entry.hash {
        Some(AuditFault::Altered { sequence: found })
    } else if entry.previous != before.hash {
        Some(AuditFault::Unlinked { sequence: found })
    } else {
        None
    }
}

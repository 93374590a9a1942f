//! Watches the catalogue change: each publication in order, from any process, none twice and none left out.
//!
//! What is told is read from the audit log, so a watcher that is slow or comes back later goes on where it was, and nothing is
//! kept for it in memory meanwhile.

use std::collections::VecDeque;
use std::sync::Arc;

use registry_core::audit::{AuditAction, AuditEntry};
use tokio::sync::Mutex;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::load_catalogue::{LoadError, refresh_catalogue};
use super::read_audit::audit_after;
use crate::state::AppState;
use crate::store::StoreError;

/// How many entries behind the newest a watcher may begin. Who missed more reads the log first.
pub const BEHIND_MAX: u64 = 1_000;

/// Entries that are read from the database at once.
const ENTRIES_AT_ONCE: u64 = 100;

/// Entries kept in memory for all watchers of a process, so that a publication is read once and not once for each of them.
const ENTRIES_KEPT: usize = 256;

/// The newest entries of the audit log, for all watchers of a process.
#[derive(Debug, Default)]
pub struct RecentEntries(Mutex<VecDeque<AuditEntry>>);

/// Waits for changes of the catalogue.
pub struct Watch {
    state: Arc<AppState>,
    revisions: Receiver<i64>,
    /// The number of the last entry that was looked at.
    seen: u64,
    found: VecDeque<AuditEntry>,
}

/// Why a watch cannot begin or go on.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// It was to begin further back than [`BEHIND_MAX`].
    #[error(
        "entry {after} is more than {BEHIND_MAX} behind the newest, {newest}; read the entries after it with auditEntries first"
    )]
    TooFarBehind {
        /// After which entry it was to begin.
        after: u64,
        /// The newest entry.
        newest: u64,
    },
    /// It was to begin after an entry that is not there yet.
    #[error("entry {after} is not there yet: the newest is {newest}")]
    NotThereYet {
        /// After which entry it was to begin.
        after: u64,
        /// The newest entry.
        newest: u64,
    },
    /// The catalogue is only in memory, so it never changes.
    #[error("this registry has no database, so its catalogue never changes")]
    NoDatabase,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The catalogue of the database.
    #[error(transparent)]
    Load(#[from] LoadError),
}

/// Begins to watch: from now on, or after the entry of the audit log with that number.
///
/// # Errors
/// A number too far back or ahead; no database, or one that fails.
pub async fn watch_catalogue(state: &Arc<AppState>, after: Option<u64>) -> Result<Watch, WatchError> {
    let store = state.store().ok_or(WatchError::NoDatabase)?;
    // Before the head is read, so that nothing falls between.
    let revisions = state.revisions();
    let newest = store.audit_head().await?.sequence;
    let seen = after.unwrap_or(newest);
    if seen > newest {
        return Err(WatchError::NotThereYet { after: seen, newest });
    }
    if newest - seen > BEHIND_MAX {
        return Err(WatchError::TooFarBehind { after: seen, newest });
    }
    let mut watch = Watch { state: Arc::clone(state), revisions, seen, found: VecDeque::new() };
    watch.read().await?;
    Ok(watch)
}

impl Watch {
    /// The next entry that is about the catalogue, and the revision that is served now: the change is in it. `None` when the
    /// registry stops.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn next(&mut self) -> Result<Option<(AuditEntry, i64)>, WatchError> {
        loop {
            if let Some(entry) = self.found.pop_front() {
                return Ok(Some((entry, self.state.snapshot().revision())));
            }
            if self.read().await? {
                continue;
            }
            match self.revisions.recv().await {
                // Whoever missed some reads on in the log all the same.
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return Ok(None),
            }
        }
    }

    /// Reads on. True where there was something, though it may not be about the catalogue.
    async fn read(&mut self) -> Result<bool, WatchError> {
        let entries = self.state.recent_entries().after(&self.state, self.seen).await?;
        let Some(last) = entries.last() else { return Ok(false) };
        self.seen = last.sequence;
        // Another process may have published it a moment ago: whoever hears of it can ask for it at once.
        refresh_catalogue(&self.state).await?;
        self.found.extend(entries.into_iter().filter(|entry| is_of_catalogue(entry.event.action)));
        Ok(true)
    }
}

/// Whether an action changes the catalogue.
fn is_of_catalogue(action: AuditAction) -> bool {
    matches!(
        action,
        AuditAction::Seed
            | AuditAction::Import
            | AuditAction::PublishVersion
            | AuditAction::WithdrawVersion
            | AuditAction::SupersedeCourse
            | AuditAction::SetOfferings
            | AuditAction::PublishQualification
            | AuditAction::PublishCreditRules
            | AuditAction::RegisterProvider
    )
}

impl RecentEntries {
    /// At most [`ENTRIES_AT_ONCE`] entries after a number, in order; out of memory where they are there.
    async fn after(&self, state: &AppState, seen: u64) -> Result<Vec<AuditEntry>, StoreError> {
        let mut kept = self.0.lock().await;
        let last = kept.back().map(|entry| entry.sequence);
        if last.is_none_or(|last| last <= seen) {
            let more = audit_after(state, seen, ENTRIES_AT_ONCE).await?;
            // With a gap before them they would not be the newest without gaps.
            if more.first().is_some_and(|first| last.is_some_and(|last| first.sequence != last + 1)) {
                kept.clear();
            }
            kept.extend(more);
            let surplus = kept.len().saturating_sub(ENTRIES_KEPT);
            kept.drain(..surplus);
        }
        if kept.front().is_none_or(|first| first.sequence <= seen + 1) {
            let wanted = kept.iter().filter(|entry| entry.sequence > seen);
            return Ok(wanted.take(usize::try_from(ENTRIES_AT_ONCE).unwrap_or(ENTRIES_KEPT)).cloned().collect());
        }
        drop(kept);
        audit_after(state, seen, ENTRIES_AT_ONCE).await
    }
}

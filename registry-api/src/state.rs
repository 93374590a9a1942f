//! What every request shares: the snapshot of the catalogue, and the database behind it.

use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::keys::{KeyError, Keys};
use crate::snapshot::Snapshot;
use crate::store::Store;

/// The state of one process. Nothing in it matters beyond the snapshot, so several processes may share a database.
#[derive(Debug)]
pub struct AppState {
    snapshot: ArcSwap<Snapshot>,
    store: Option<Store>,
    keys: Keys,
}

impl AppState {
    /// A process with a database.
    pub fn new(snapshot: Snapshot, store: Store, keys: Keys) -> Self {
        Self { snapshot: ArcSwap::from_pointee(snapshot), store: Some(store), keys }
    }

    /// A process that serves a catalogue from memory and keeps nothing: its keys are new ones.
    ///
    /// # Errors
    /// A machine that gives no random numbers.
    pub fn in_memory(snapshot: Snapshot) -> Result<Self, KeyError> {
        Ok(Self { snapshot: ArcSwap::from_pointee(snapshot), store: None, keys: Keys::new_random()? })
    }

    /// What this registry seals and signs with.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The catalogue as it is now. Take it once for each request, so that one answer shows one state.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Puts a newer snapshot in place; requests under way keep the one they took.
    pub fn replace_snapshot(&self, snapshot: Snapshot) {
        self.snapshot.store(Arc::new(snapshot));
    }

    /// The database, unless the catalogue is only in memory.
    pub fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }
}

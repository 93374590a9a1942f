//! What every request shares: the snapshot of the catalogue, and the database behind it.

use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::sync::{Mutex, MutexGuard};

use crate::snapshot::Snapshot;
use crate::store::Store;

/// The state of one process. Nothing in it matters beyond the snapshot, so several processes may share a database.
#[derive(Debug)]
pub struct AppState {
    snapshot: ArcSwap<Snapshot>,
    store: Option<Store>,
    publishing: Mutex<()>,
}

impl AppState {
    /// A process with a database.
    pub fn new(snapshot: Snapshot, store: Store) -> Self {
        Self { snapshot: ArcSwap::from_pointee(snapshot), store: Some(store), publishing: Mutex::default() }
    }

    /// A process that serves a catalogue from memory and keeps nothing.
    pub fn in_memory(snapshot: Snapshot) -> Self {
        Self { snapshot: ArcSwap::from_pointee(snapshot), store: None, publishing: Mutex::default() }
    }

    /// The catalogue as it is now. Take it once for each request, so that one answer shows one state.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Puts a snapshot in place, unless one as new is there; requests under way keep the one they took. True where it was put.
    pub fn replace_snapshot(&self, snapshot: Snapshot) -> bool {
        let (revision, newer) = (snapshot.revision(), Arc::new(snapshot));
        let before =
            self.snapshot.rcu(|now| if now.revision() < revision { Arc::clone(&newer) } else { Arc::clone(now) });
        before.revision() < revision
    }

    /// The turn to judge a change against the catalogue and commit it: one change at a time in a process, so that those of
    /// one process are not judged in vain.
    pub async fn turn_to_publish(&self) -> MutexGuard<'_, ()> {
        self.publishing.lock().await
    }

    /// The database, unless the catalogue is only in memory.
    pub fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use registry_core::{Catalogue, CatalogueParts};

    use super::*;

    fn snapshot(revision: i64) -> Snapshot {
        Snapshot::new(Catalogue::build(CatalogueParts::default()).expect("sound"), revision)
    }

    #[test]
    fn an_older_snapshot_never_takes_the_place_of_a_newer_one() {
        let state = AppState::in_memory(snapshot(2));
        assert!(!state.replace_snapshot(snapshot(1)));
        assert!(!state.replace_snapshot(snapshot(2)));
        assert!(state.replace_snapshot(snapshot(3)));
        assert_eq!(state.snapshot().revision(), 3);
    }
}

//! What every request shares: the snapshot of the catalogue, and the database behind it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::sync::{Mutex, MutexGuard, broadcast, watch};

use crate::config::PublicAddress;
use crate::keys::{KeyError, Keys};
use crate::lane::Lane;
use crate::ops::watch_catalogue::RecentEntries;
use crate::snapshot::Snapshot;
use crate::spool::Spool;
use crate::store::Store;

/// How many revisions a slow listener may be behind before it misses one.
const REVISIONS_KEPT: usize = 64;

/// The state of one process. Nothing in it matters beyond the snapshot, so several processes may share a database.
#[derive(Debug)]
pub struct AppState {
    snapshot: ArcSwap<Snapshot>,
    store: Option<Store>,
    keys: Keys,
    address: Option<PublicAddress>,
    publishing: Mutex<()>,
    judging: Lane,
    importing: Lane,
    revisions: broadcast::Sender<i64>,
    recent_entries: RecentEntries,
    spool: Arc<Spool>,
    stopping: watch::Sender<bool>,
}

impl AppState {
    /// A process with a database.
    pub fn new(snapshot: Snapshot, store: Store, keys: Keys) -> Self {
        Self::made(snapshot, Some(store), keys)
    }

    /// A process that serves a catalogue from memory and keeps nothing: its keys are new ones.
    ///
    /// # Errors
    /// A machine that gives no random numbers.
    pub fn in_memory(snapshot: Snapshot) -> Result<Self, KeyError> {
        Ok(Self::made(snapshot, None, Keys::new_random()?))
    }

    fn made(snapshot: Snapshot, store: Option<Store>, keys: Keys) -> Self {
        let (revisions, _) = broadcast::channel(REVISIONS_KEPT);
        Self {
            snapshot: ArcSwap::from_pointee(snapshot),
            store,
            keys,
            address: None,
            publishing: Mutex::default(),
            judging: Lane::new("judging"),
            importing: Lane::new("importing"),
            revisions,
            recent_entries: RecentEntries::default(),
            spool: Arc::new(Spool::new(std::env::temp_dir())),
            stopping: watch::Sender::new(false),
        }
    }

    /// The same, known to the world under that address.
    #[must_use]
    pub fn at_address(self, address: Option<PublicAddress>) -> Self {
        Self { address, ..self }
    }

    /// The same, with files received in that folder, not in that of the system for what is temporary.
    #[must_use]
    pub fn receiving_in(self, folder: PathBuf) -> Self {
        Self { spool: Arc::new(Spool::new(folder)), ..self }
    }

    /// Where files are received.
    pub fn spool(&self) -> &Arc<Spool> {
        &self.spool
    }

    /// Where the world finds this registry, as credentials say it; none where nobody has said so.
    pub fn address(&self) -> Option<&PublicAddress> {
        self.address.as_ref()
    }

    /// What this registry seals and signs with.
    pub fn keys(&self) -> &Keys {
        &self.keys
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
        let put = before.revision() < revision;
        if put {
            // Nobody may be listening.
            let _ = self.revisions.send(revision);
        }
        put
    }

    /// Hears each revision from now on, once it is served. Whoever is slow may miss some, and is told so.
    pub fn revisions(&self) -> broadcast::Receiver<i64> {
        self.revisions.subscribe()
    }

    /// The newest entries of the audit log, read once for all who watch.
    pub fn recent_entries(&self) -> &RecentEntries {
        &self.recent_entries
    }

    /// Says that the program stops: whoever holds a connection open ends it.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Ready when the program stops.
    pub fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stopping = self.stopping.subscribe();
        async move {
            // The sender lives as long as the state; without it the program is gone as well.
            let _ = stopping.wait_for(|stopping| *stopping).await;
        }
    }

    /// Ready when all who heard [`stopped`](Self::stopped) have ended, and after two seconds in any case.
    pub async fn connections_ended(&self) {
        // Whoever is still there then is cut off.
        let _ = tokio::time::timeout(Duration::from_secs(2), self.stopping.closed()).await;
    }

    /// The turn to judge a change against the catalogue and commit it: one change at a time in a process, so that those of
    /// one process are not judged in vain.
    pub async fn turn_to_publish(&self) -> MutexGuard<'_, ()> {
        self.publishing.lock().await
    }

    /// Where changes are judged against the catalogue.
    pub(crate) fn judging(&self) -> &Lane {
        &self.judging
    }

    /// Where files that are imported are read and judged: beside other changes, which do not wait for them.
    pub(crate) fn importing(&self) -> &Lane {
        &self.importing
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
        let state = AppState::in_memory(snapshot(2)).expect("keys");
        let mut revisions = state.revisions();
        assert!(!state.replace_snapshot(snapshot(1)));
        assert!(!state.replace_snapshot(snapshot(2)));
        assert!(state.replace_snapshot(snapshot(3)));
        assert_eq!(state.snapshot().revision(), 3);
        assert_eq!((revisions.try_recv(), revisions.try_recv().is_err()), (Ok(3), true));
    }
}

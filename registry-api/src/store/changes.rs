//! Hearing that the catalogue has changed, by whatever process.

use std::time::Duration;

use super::postgres::Listener;
use super::{Store, StoreError};

/// How often the revision is asked for. A process hears within this time of what another one publishes.
pub const POLL_INTERVAL: Duration = Duration::from_millis(250);

/// Waits for new revisions of the catalogue.
pub struct Changes {
    store: Store,
    listener: Option<Listener>,
    seen: i64,
}

impl Store {
    /// Waits for revisions after `seen`.
    pub async fn changes_after(&self, seen: i64) -> Changes {
        Changes { listener: Listener::of(&self.connection).await, store: self.clone(), seen }
    }
}

impl Changes {
    /// The next revision after the last that was seen. On PostgreSQL the server says when to look; on both the revision is asked
    /// for every [`POLL_INTERVAL`], because a word of the server can be lost with a connection.
    ///
    /// # Errors
    /// A database that fails. Asking again waits again.
    pub async fn next(&mut self) -> Result<i64, StoreError> {
        loop {
            let revision = self.store.revision().await;
            match revision {
                Ok(revision) if revision > self.seen => {
                    self.seen = revision;
                    return Ok(revision);
                }
                Ok(_) => self.wait().await,
                Err(error) => {
                    tokio::time::sleep(POLL_INTERVAL).await;
                    return Err(error);
                }
            }
        }
    }

    async fn wait(&mut self) {
        let Some(listener) = &mut self.listener else { return tokio::time::sleep(POLL_INTERVAL).await };
        // Not heard within the time is as good as heard: the revision is asked for.
        if let Ok(false) = tokio::time::timeout(POLL_INTERVAL, listener.heard()).await {
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }
}

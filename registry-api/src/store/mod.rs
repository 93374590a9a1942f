//! The database, and the only place that names it.
//!
//! The catalogue is read whole ([`Store::load`]) and changed by [`Store::commit`]; what a request reads of it comes from
//! the snapshot in memory (docs/adr/0001, docs/adr/0002, docs/adr/0008).

mod audit;
mod backup;
mod catalogue_rows;
mod changes;
mod commit;
mod credential;
mod entity;
mod error;
mod issuer_key;
mod issuer_list;
mod load;
mod location;
mod migration;
mod open;
mod postgres;
mod record;
mod row;
mod seeds;
mod share;
mod sqlite;
mod status_list;
mod token;
mod watched;
mod write;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::DatabaseConnection;

pub use backup::BackupError;
pub use changes::{Changes, POLL_INTERVAL};
pub use commit::{
    ANSWER_DAYS, AnswerOf, Commit, CommitOutcome, EarlierAnswer, IdempotencyKey, IdempotencyKeyError,
    IdempotentRequest, InputDigest, KEY_LENGTH_MAX,
};
pub(crate) use credential::outcome as status_outcome;
pub use credential::{
    ClaimOffer, ClaimedDocument, CredentialPage, CredentialRecord, CredentialState, CredentialsWanted, FinishOutcome,
    Finished, IntendOutcome, Intent, ListEnd, ListPart, ListedAt, RequestRow, StatusAnswer, StatusChange, StatusNow,
    StatusOutcome, StatusPlace, StatusRequest, USED_OF_A_LIST,
};
pub use error::StoreError;
pub use issuer_key::{KeyChange, KeyRecord, SealedSecret};
pub use issuer_list::PublishedIssuerList;
pub use location::{Location, PostgresUrl};
pub(crate) use record::day_of;
pub use record::{AddOutcome, ClaimInto, ClaimOutcome};
pub use seeds::{MergeOutcome, SeedMerge};
pub use share::{RevokeOutcome, Shared};
pub(crate) use sqlite::create_private;
pub use status_list::{ListKey, ListRecord, SignedList};
pub use token::TokensOf;
#[cfg(test)]
pub(crate) use watched::When;

/// A time as tables have it: UTC, whole seconds, so that the order of texts is that of times.
fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The database of a registry, opened and migrated. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    connection: DatabaseConnection,
    location: Location,
    statements: Arc<AtomicU64>,
    writing: Arc<tokio::sync::Mutex<()>>,
    #[cfg(test)]
    faults: Arc<watched::Faults>,
}

/// What opening the database did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Whether the file was there before.
    pub file: DatabaseFile,
    /// How many migrations were applied.
    pub migrations_applied: usize,
}

/// Whether a database file was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseFile {
    /// It was made.
    Created,
    /// It was there.
    Found,
}

impl Store {
    /// Opens the database, makes its file and folder where they are missing, and applies new migrations. A path that begins
    /// with `postgres://` is a server; see [`Location`].
    ///
    /// `now` is written into a new database as the time of its making.
    ///
    /// # Errors
    /// A server that cannot be reached; a folder in the place of the file; a folder that cannot be written; a file that is not a database; a database of another
    /// program; a database that a newer program has migrated.
    pub async fn open(at: impl Into<Location>, now: DateTime<Utc>) -> Result<(Self, Opened), StoreError> {
        open::open(at.into(), now).await
    }

    /// Where the database is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// How many statements this store has sent, not counting the begin and end of transactions. For tests that hold
    /// an operation to its number of queries.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// What makes one statement of a test fail.
    #[cfg(test)]
    pub(crate) fn faults(&self) -> &watched::Faults {
        &self.faults
    }

    /// The connections, for reading.
    fn reading(&self) -> watched::Watched<DatabaseConnection> {
        watched::Watched::new(self.connection.clone(), self)
    }

    /// Closes the connections, so that the write-ahead log is folded into the database file.
    ///
    /// # Errors
    /// A database that fails while closing.
    pub async fn close(self) -> Result<(), StoreError> {
        use error::While;
        self.connection.close().await.doing("closing it")
    }
}

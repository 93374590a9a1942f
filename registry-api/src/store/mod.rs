//! The database, and the only place that names it.
//!
//! The catalogue is read whole ([`Store::load`]) and changed by [`Store::commit`]; what a request reads of it comes from
//! the snapshot in memory (docs/adr/0001, docs/adr/0002, docs/adr/0008).

mod audit;
mod catalogue_rows;
mod commit;
mod entity;
mod error;
mod load;
mod migration;
mod open;
mod row;
mod seeds;
mod token;
mod write;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use sea_orm::DatabaseConnection;

pub use commit::{
    ANSWER_DAYS, Commit, CommitOutcome, EarlierAnswer, IdempotencyKey, IdempotencyKeyError, IdempotentRequest,
    InputDigest, KEY_LENGTH_MAX,
};
pub use error::StoreError;
pub use seeds::{MergeOutcome, SeedMerge};
pub use token::TokensOf;

/// How many connections one process keeps. SQLite takes one writer at a time, and a third reader gains nothing.
const CONNECTIONS: u32 = 2;

/// The database of a registry, opened and migrated. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    connection: DatabaseConnection,
    path: PathBuf,
    statements: Arc<AtomicU64>,
    writing: Arc<tokio::sync::Mutex<()>>,
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
    /// Opens the database, makes it and its folder where they are missing, and applies new migrations.
    ///
    /// `now` is written into a new database as the time of its making.
    ///
    /// # Errors
    /// A folder in its place; a folder that cannot be written; a file that is not a database; a database of another
    /// program; a database that a newer program has migrated.
    pub async fn open(path: &Path, now: DateTime<Utc>) -> Result<(Self, Opened), StoreError> {
        open::open(path, now).await
    }

    /// Where the database is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many statements this store has sent, not counting the begin and end of transactions. For tests that hold
    /// an operation to its number of queries.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
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

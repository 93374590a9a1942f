//! The one way to write: a transaction that holds the row of `registry_meta`, so that writers take turns.

use std::time::Duration;

use registry_core::audit::{AuditEvent, Checkpoint};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    AccessMode, ActiveModelBehavior, ActiveModelTrait, ActiveValue, DatabaseConnection, DatabaseTransaction, DbBackend,
    EntityTrait, IntoActiveModel, IsolationLevel, QuerySelect, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use super::entity::registry_meta;
use super::error::While;
use super::watched::Watched;
use super::{Store, StoreError, audit, load, postgres};

/// Rows in one statement: eight columns each stay far below the 32,766 parameters SQLite takes.
pub(super) const ROWS_AT_ONCE: usize = 500;

/// How often a write is tried that finds the database busy, or that the database undoes for the sake of another.
pub(super) const ATTEMPTS: u8 = 3;

/// How long to wait between those.
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(if cfg!(test) { 10 } else { 100 });

/// A write under way. Dropped without [`commit`](Writing::commit) it leaves nothing behind.
pub(super) struct Writing {
    pub(super) transaction: Watched<DatabaseTransaction>,
    pub(super) meta: registry_meta::Model,
    doing: &'static str,
}

impl Store {
    /// Writes, once every earlier write of this process and of others has ended. `work` is given a transaction, and commits or
    /// drops it.
    ///
    /// Where the database is busy, or undoes the transaction for the sake of another's, at whatever statement, all of `work` is
    /// done again from its beginning, [`ATTEMPTS`] times in all. So it may change nothing but the transaction.
    ///
    /// # Errors
    /// What `work` refuses; [`StoreError::Busy`] after the last attempt, and then nothing is written.
    pub(super) async fn write<T, F, W>(&self, doing: &'static str, work: F) -> Result<T, StoreError>
    where
        F: Fn(Writing) -> W,
        W: Future<Output = Result<T, StoreError>>,
    {
        self.again(|| async { work(self.begin(doing).await?).await }).await
    }

    /// Writes with one statement, which is a transaction by itself and waits for no other but of its row. The same promise as
    /// [`write`](Self::write).
    ///
    /// # Errors
    /// What `work` refuses; [`StoreError::Busy`] after the last attempt.
    pub(super) async fn write_one<T, F, W>(&self, work: F) -> Result<T, StoreError>
    where
        F: Fn(Watched<DatabaseConnection>) -> W,
        W: Future<Output = Result<T, StoreError>>,
    {
        self.again(|| work(self.reading())).await
    }

    /// Does again what the database undoes for another, a few times; in the queue of writers.
    pub(super) async fn again<T, F, W>(&self, work: F) -> Result<T, StoreError>
    where
        F: Fn() -> W,
        W: Future<Output = Result<T, StoreError>>,
    {
        // Writers of one process queue here and not in the database, where they would wait by asking again.
        let _turn = self.writing.lock().await;
        let mut left = ATTEMPTS;
        loop {
            match work().await {
                Err(StoreError::Busy) if another(&mut left).await => {}
                done => return done,
            }
        }
    }

    /// Begins a transaction that holds the row of state. Nothing else in it can then conflict with another writer of the registry.
    pub(super) async fn begin(&self, doing: &'static str) -> Result<Writing, StoreError> {
        let options = match self.connection.get_database_backend() {
            // Whatever the server's own setting: who waited for the row must see what was written meanwhile, and go on.
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::ReadCommitted),
                ..TransactionOptions::default()
            },
            _ => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            },
        };
        let transaction = Watched::new(self.connection.begin_with_options(options).await.doing(doing)?, self);
        let row = registry_meta::Entity::find_by_id(registry_meta::ONLY).lock_exclusive().one(&transaction).await;
        let meta = row.doing(doing)?.ok_or_else(load::no_meta)?;
        Ok(Writing { transaction, meta, doing })
    }

    /// Begins to read one state of the database, whatever is written meanwhile.
    pub(super) async fn begin_reading(&self, doing: &'static str) -> Result<DatabaseTransaction, StoreError> {
        let options = match self.connection.get_database_backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            // A read transaction of SQLite is one state already.
            _ => TransactionOptions::default(),
        };
        self.connection.begin_with_options(options).await.doing(doing)
    }
}

/// Whether there is one more attempt; then a moment has passed.
async fn another(left: &mut u8) -> bool {
    *left = left.saturating_sub(1);
    if *left > 0 {
        tokio::time::sleep(BETWEEN_ATTEMPTS).await;
    }
    *left > 0
}

impl Writing {
    /// Adds an entry to the audit log.
    pub(super) async fn append(&self, event: AuditEvent) -> Result<Checkpoint, StoreError> {
        let entry = audit::head(&self.transaction).await?.followed_by(event);
        audit::insert(&self.transaction, &entry).await?;
        Ok(entry.checkpoint())
    }

    /// Counts the revision up, and notes the digest of the seeds where there is one.
    pub(super) async fn next_revision(&mut self, seed_digest: Option<&str>) -> Result<i64, StoreError> {
        let revision = self.meta.revision.saturating_add(1);
        let mut row = self.meta.clone().into_active_model();
        row.revision = ActiveValue::Set(revision);
        if let Some(digest) = seed_digest {
            row.seed_digest = ActiveValue::Set(digest.to_owned());
        }
        self.meta = row.update(&self.transaction).await.doing(self.doing)?;
        postgres::notify(&self.transaction, revision).await?;
        Ok(revision)
    }

    /// Writes rows, many in one statement. `on_conflict` says what becomes of a row whose key is there.
    pub(super) async fn put<A>(&self, rows: Vec<A>, on_conflict: &OnConflict) -> Result<(), StoreError>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
    {
        let mut rows = rows.into_iter();
        loop {
            let some: Vec<A> = rows.by_ref().take(ROWS_AT_ONCE).collect();
            if some.is_empty() {
                return Ok(());
            }
            let insert = A::Entity::insert_many(some).on_conflict(on_conflict.clone());
            insert.exec_without_returning(&self.transaction).await.doing(self.doing)?;
        }
    }

    /// Makes everything that was written so.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await.doing(self.doing)
    }
}

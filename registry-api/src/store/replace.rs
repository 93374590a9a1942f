//! Writing the whole catalogue: all of it, or nothing.

use registry_core::catalogue::Catalogue;
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue, DatabaseTransaction, EntityTrait, IntoActiveModel,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use super::entity::{course, course_version, entry, offering};
use super::error::While;
use super::load::meta;
use super::row;
use super::{Store, StoreError};

const DOING: &str = "writing the catalogue";

/// Rows in one statement: six columns each stay far below the 32,766 parameters SQLite takes.
const ROWS_AT_ONCE: usize = 500;

/// What became of the catalogue in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacement {
    /// It came from the same seeds already; nothing was written.
    Unchanged,
    /// It was replaced, and is now at this revision.
    Replaced {
        /// The new revision.
        revision: i64,
    },
}

impl Store {
    /// Makes the catalogue in the database this one, unless it came from the same seeds already.
    ///
    /// One immediate transaction: another process sees the old catalogue or the new one, and of two that start
    /// together one writes and the other finds nothing to do.
    ///
    /// # Errors
    /// A database that fails; then nothing has changed.
    pub async fn replace_seeds(
        &self,
        catalogue: &Catalogue,
        digest: &str,
    ) -> Result<Replacement, StoreError> {
        if meta(&self.connection).await?.seed_digest == digest {
            return Ok(Replacement::Unchanged);
        }
        let immediate = Some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions {
            sqlite_transaction_mode: immediate,
            ..TransactionOptions::default()
        };
        let transaction = self.connection.begin_with_options(options).await.doing(DOING)?;
        let before = meta(&transaction).await?;
        if before.seed_digest == digest {
            transaction.commit().await.doing(DOING)?;
            return Ok(Replacement::Unchanged);
        }
        clear(&transaction).await?;
        write(&transaction, catalogue).await?;
        let revision = before.revision + 1;
        let mut row = before.into_active_model();
        row.revision = ActiveValue::Set(revision);
        row.seed_digest = ActiveValue::Set(digest.to_owned());
        row.update(&transaction).await.doing(DOING)?;
        transaction.commit().await.doing(DOING)?;
        Ok(Replacement::Replaced { revision })
    }
}

/// Empties the tables, those that refer to others first.
async fn clear(transaction: &DatabaseTransaction) -> Result<(), StoreError> {
    offering::Entity::delete_many()
        .exec(transaction)
        .await
        .doing(DOING)?;
    course_version::Entity::delete_many()
        .exec(transaction)
        .await
        .doing(DOING)?;
    course::Entity::delete_many()
        .exec(transaction)
        .await
        .doing(DOING)?;
    entry::Entity::delete_many()
        .exec(transaction)
        .await
        .doing(DOING)?;
    Ok(())
}

async fn write(transaction: &DatabaseTransaction, catalogue: &Catalogue) -> Result<(), StoreError> {
    let parts = catalogue.to_parts();
    let mut courses = Vec::new();
    let mut versions = Vec::new();
    for value in &parts.courses {
        let (course, its_versions) = row::course_rows(value)?;
        courses.push(course);
        versions.extend(its_versions);
    }
    let offerings = parts
        .offerings
        .iter()
        .map(row::offering_row)
        .collect::<Result<Vec<_>, _>>()?;
    insert(transaction, row::entry_rows(&parts)?).await?;
    insert(transaction, courses).await?;
    insert(transaction, versions).await?;
    insert(transaction, offerings).await
}

async fn insert<A>(transaction: &DatabaseTransaction, rows: Vec<A>) -> Result<(), StoreError>
where
    A: ActiveModelTrait + ActiveModelBehavior + Send,
{
    let mut rows = rows.into_iter();
    loop {
        let some: Vec<A> = rows.by_ref().take(ROWS_AT_ONCE).collect();
        if some.is_empty() {
            return Ok(());
        }
        A::Entity::insert_many(some)
            .exec_without_returning(transaction)
            .await
            .doing(DOING)?;
    }
}

//! The audit log: entries are added by whoever writes something else, and read here.

use registry_core::audit::{AuditEntry, AuditEvent, Checkpoint};
use registry_core::id::ProviderCode;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::audit_entry::{ActiveModel, Column, Entity, Model};
use super::error::While;
use super::row::At;
use super::{Store, StoreError};

const DOING: &str = "reading the audit log";

/// Entries in one query when all are read.
const ENTRIES_AT_ONCE: u64 = 1_000;

impl Store {
    /// The number and hash of the last entry.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn audit_head(&self) -> Result<Checkpoint, StoreError> {
        head(&self.connection).await
    }

    /// At most `most` entries after the one of that number, in order.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn audit_after(&self, sequence: u64, most: u64) -> Result<Vec<AuditEntry>, StoreError> {
        after(&self.connection, sequence, most).await
    }

    /// The newest entries about a provider, at most `most`, the newest first.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn audit_of(&self, provider: &ProviderCode, most: u64) -> Result<Vec<AuditEntry>, StoreError> {
        let theirs = Entity::find().filter(Column::Provider.eq(provider.as_str()));
        let query = theirs.order_by_desc(Column::Sequence).limit(most);
        query.all(&self.connection).await.doing(DOING)?.iter().map(entry_of).collect()
    }

    /// Every entry, in order, for an export or a check.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn audit_entries(&self) -> Result<Vec<AuditEntry>, StoreError> {
        // One state of the database: entries that are taken out in between would look removed.
        let transaction = self.begin_reading(DOING).await?;
        let mut entries: Vec<AuditEntry> = Vec::new();
        loop {
            let last = entries.last().map_or(0, |entry| entry.sequence);
            let some = after(&transaction, last, ENTRIES_AT_ONCE).await?;
            if some.is_empty() {
                transaction.commit().await.doing(DOING)?;
                return Ok(entries);
            }
            entries.extend(some);
        }
    }
}

async fn after(connection: &impl ConnectionTrait, sequence: u64, most: u64) -> Result<Vec<AuditEntry>, StoreError> {
    let Ok(sequence) = i64::try_from(sequence) else { return Ok(Vec::new()) };
    let query = Entity::find().filter(Column::Sequence.gt(sequence)).order_by_asc(Column::Sequence).limit(most);
    query.all(connection).await.doing(DOING)?.iter().map(entry_of).collect()
}

pub(super) async fn head(connection: &impl ConnectionTrait) -> Result<Checkpoint, StoreError> {
    let last = Entity::find().order_by_desc(Column::Sequence).limit(1).one(connection).await.doing(DOING)?;
    last.map_or(Ok(Checkpoint::START), |row| Ok(entry_of(&row)?.checkpoint()))
}

pub(super) async fn insert(connection: &impl ConnectionTrait, entry: &AuditEntry) -> Result<(), StoreError> {
    let AuditEntry { sequence, event, previous, hash } = entry;
    let key = || sequence.to_string();
    let sequence = i64::try_from(*sequence).map_err(|error| StoreError::Unwritable {
        kind: "audit entry",
        key: key(),
        reason: error.to_string(),
    })?;
    let row = ActiveModel {
        sequence: Set(sequence),
        at: Set(event.at.to_string()),
        actor: Set(event.actor.to_string()),
        action: Set(event.action.to_string()),
        subject: Set(event.subject.to_string()),
        provider: Set(event.provider.as_ref().map(ToString::to_string)),
        reason: Set(event.reason.clone()),
        details: Set(event.details.clone()),
        previous: Set(previous.to_string()),
        hash: Set(hash.to_string()),
    };
    Entity::insert(row).exec_without_returning(connection).await.doing("writing the audit log").map(|_| ())
}

fn entry_of(row: &Model) -> Result<AuditEntry, StoreError> {
    let key = row.sequence.to_string();
    let at = At { table: "audit_entry", key: &key };
    Ok(AuditEntry {
        sequence: u64::try_from(row.sequence).map_err(|error| at.wrong("sequence", error))?,
        event: AuditEvent {
            at: at.text("at", &row.at)?,
            actor: at.text("actor", &row.actor)?,
            action: at.text("action", &row.action)?,
            subject: at.text("subject", &row.subject)?,
            provider: row.provider.as_deref().map(|code| at.text("provider", code)).transpose()?,
            reason: row.reason.clone(),
            details: row.details.clone(),
        },
        previous: at.text("previous", &row.previous)?,
        hash: at.text("hash", &row.hash)?,
    })
}

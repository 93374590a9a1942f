//! Records and the documents in them. Nothing of this goes into the audit log, which is public.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::credential::claim_in;
use super::entity::{held, record};
use super::error::While;
use super::row::At;
use super::write::Writing;
use super::{Store, StoreError, share};
use crate::claim::ClaimDigest;
use crate::holding::{HELD_MAX, Held, HeldFrom, HoldingId, LinkDigest, RECORD_BYTES_MAX, Record};

const READING: &str = "reading a record";
const WRITING: &str = "changing a record";

/// What became of a document that was to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddOutcome {
    /// It is in the record.
    Added,
    /// The same bytes were in it already, under this name.
    AlreadyHeld(HoldingId),
    /// The record holds as much as one may.
    Full,
    /// There is no such record.
    NoRecord,
}

/// Where a claimed credential goes.
#[derive(Debug, Clone, Copy)]
pub enum ClaimInto<'a> {
    /// Into a record that is made with it.
    New(&'a Record, &'a LinkDigest),
    /// Into one that is there.
    Open(&'a HoldingId),
}

/// What became of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimOutcome {
    /// What was claimed is in the record.
    Claimed {
        /// How many of the claims claimed nothing: unknown, or used before.
        missing: usize,
    },
    /// It claims nothing: unknown, or used before. These cannot be told apart.
    Nothing,
    /// The record is full, or gone. The claim was not used.
    NoRoom,
}

impl Store {
    /// Claims credentials into a record, in one write: a claim that was used is in a record. One that was claimed before, and
    /// was offered again, leaves the record it was in. Of several claims those are used that claim something.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn claim_into(
        &self,
        into: ClaimInto<'_>,
        claims: &[(ClaimDigest, HoldingId)],
        at: DateTime<Utc>,
    ) -> Result<ClaimOutcome, StoreError> {
        self.write(WRITING, |writing| async move {
            let mut taken = Vec::new();
            for (claim, id) in claims {
                taken.extend(claim_in(&writing, claim, at).await?.map(|claimed| (claimed, id.clone())));
            }
            if taken.is_empty() {
                return Ok(ClaimOutcome::Nothing);
            }
            let missing = claims.len() - taken.len();
            let to = match into {
                ClaimInto::New(made, digest) => {
                    insert(&writing, made, digest).await?;
                    &made.id
                }
                ClaimInto::Open(id) => id,
            };
            for (claimed, id) in taken {
                let from = HeldFrom::Claim(claimed.credential.to_string());
                let held = Held { id, document: claimed.bytes, neutral: claimed.neutral, from, added: day_of(at) };
                let has_room = match add(&writing.transaction, to, &held).await? {
                    AddOutcome::Added => true,
                    AddOutcome::AlreadyHeld(there) => hand_over(&writing.transaction, to, &there, &held).await?,
                    AddOutcome::Full | AddOutcome::NoRecord => false,
                };
                if !has_room {
                    return Ok(ClaimOutcome::NoRoom);
                }
            }
            writing.commit().await?;
            Ok(ClaimOutcome::Claimed { missing })
        })
        .await
    }

    /// Keeps a new record, with nothing in it.
    ///
    /// # Errors
    /// A record of that name or secret that is there already; a database that fails.
    pub async fn create_record(&self, made: &Record, digest: &LinkDigest) -> Result<(), StoreError> {
        self.write(WRITING, |writing| async move {
            insert(&writing, made, digest).await?;
            writing.commit().await
        })
        .await
    }

    /// The record that a secret opens.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn find_record(&self, digest: &LinkDigest) -> Result<Option<Record>, StoreError> {
        let row = record::Entity::find().filter(record::Column::Digest.eq(digest.to_string()));
        row.one(&self.connection).await.doing(READING)?.as_ref().map(record_of).transpose()
    }

    /// Notes the day on which a record was opened, where that is later than what is noted.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn touch_record(&self, opened: &Record, today: NaiveDate) -> Result<(), StoreError> {
        if opened.last_used >= today {
            return Ok(());
        }
        let update = record::Entity::update_many()
            .col_expr(record::Column::LastUsed, Expr::value(today.to_string()))
            .filter(record::Column::Id.eq(opened.id.as_str()))
            .filter(record::Column::LastUsed.lt(today.to_string()));
        let update = &update;
        self.write_one(|connection| async move { update.clone().exec(&connection).await.doing(WRITING).map(|_| ()) })
            .await
    }

    /// Gives a record another secret. From then on the one before opens nothing. False where the secret before was not
    /// `from` any more.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn rotate_record(
        &self,
        from: &LinkDigest,
        to: &LinkDigest,
        today: NaiveDate,
    ) -> Result<bool, StoreError> {
        self.write(WRITING, |writing| async move {
            let update = record::Entity::update_many()
                .col_expr(record::Column::Digest, Expr::value(to.to_string()))
                .col_expr(record::Column::Rotated, Expr::value(today.to_string()))
                .filter(record::Column::Digest.eq(from.to_string()));
            let changed = update.exec(&writing.transaction).await.doing(WRITING)?.rows_affected > 0;
            writing.commit().await?;
            Ok(changed)
        })
        .await
    }

    /// Takes a record away, with all documents and shares.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn delete_record(&self, gone: &HoldingId) -> Result<bool, StoreError> {
        self.write(WRITING, |writing| async move {
            // What belongs to the record goes with it.
            let delete = record::Entity::delete_by_id(gone.as_str()).exec(&writing.transaction).await;
            let deleted = delete.doing(WRITING)?.rows_affected > 0;
            writing.commit().await?;
            Ok(deleted)
        })
        .await
    }

    /// Takes away every record with nothing in it that was last opened before that day. Says how many.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn delete_empty_records(&self, before: NaiveDate) -> Result<u64, StoreError> {
        self.write(WRITING, |writing| async move {
            let holding = Query::select().column(held::Column::Record).from(held::Entity).to_owned();
            let delete = record::Entity::delete_many()
                .filter(record::Column::LastUsed.lt(before.to_string()))
                .filter(record::Column::Id.not_in_subquery(holding));
            let deleted = delete.exec(&writing.transaction).await.doing(WRITING)?.rows_affected;
            writing.commit().await?;
            Ok(deleted)
        })
        .await
    }

    /// The documents of a record, the newest last.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn held(&self, record: &HoldingId) -> Result<Vec<Held>, StoreError> {
        held_in(&self.connection, record).await
    }

    /// Adds a document to a record, unless its bytes are there or it is full. One that was issued here and is in another
    /// record leaves that record and its shares.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn add_held(&self, to: &HoldingId, added: &Held) -> Result<AddOutcome, StoreError> {
        self.write(WRITING, |writing| async move {
            let outcome = add(&writing.transaction, to, added).await?;
            writing.commit().await?;
            Ok(outcome)
        })
        .await
    }

    /// Takes a document out of a record and out of every share. A share with nothing left in it goes as well. False where the
    /// record does not hold it.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn delete_held(&self, of: &HoldingId, gone: &HoldingId) -> Result<bool, StoreError> {
        self.write(WRITING, |writing| async move {
            let delete = held::Entity::delete_many()
                .filter(held::Column::Id.eq(gone.as_str()))
                .filter(held::Column::Record.eq(of.as_str()));
            let deleted = delete.exec(&writing.transaction).await.doing(WRITING)?.rows_affected > 0;
            if deleted {
                share::delete_empty(&writing.transaction).await?;
            }
            writing.commit().await?;
            Ok(deleted)
        })
        .await
    }
}

/// The day it is where most holders are, at UTC+10.
pub(crate) fn day_of(at: DateTime<Utc>) -> NaiveDate {
    (at + TimeDelta::hours(10)).date_naive()
}

async fn insert(writing: &Writing, made: &Record, digest: &LinkDigest) -> Result<(), StoreError> {
    let row = record::ActiveModel {
        id: Set(made.id.to_string()),
        digest: Set(digest.to_string()),
        created: Set(made.created.to_string()),
        last_used: Set(made.last_used.to_string()),
        rotated: Set(made.rotated.map(|day| day.to_string())),
    };
    record::Entity::insert(row).exec_without_returning(&writing.transaction).await.doing(WRITING).map(|_| ())
}

/// Adds a document within a write.
pub(super) async fn add(
    connection: &impl ConnectionTrait,
    to: &HoldingId,
    added: &Held,
) -> Result<AddOutcome, StoreError> {
    if record::Entity::find_by_id(to.as_str()).one(connection).await.doing(READING)?.is_none() {
        return Ok(AddOutcome::NoRecord);
    }
    let there = held_in(connection, to).await?;
    if let Some(same) = there.iter().find(|one| one.document == added.document) {
        return Ok(AddOutcome::AlreadyHeld(same.id.clone()));
    }
    let bytes: usize = there.iter().map(Held::bytes).sum();
    if there.len() >= HELD_MAX || bytes + added.bytes() > RECORD_BYTES_MAX {
        return Ok(AddOutcome::Full);
    }
    let credential = match &added.from {
        HeldFrom::Claim(id) => Some(id.clone()),
        HeldFrom::File => None,
    };
    if let Some(id) = &credential {
        leave_others(connection, id, &added.id).await?;
    }
    let row = held::ActiveModel {
        id: Set(added.id.to_string()),
        record: Set(to.to_string()),
        document: Set(added.document.clone()),
        credential: Set(credential),
        added: Set(added.added.to_string()),
        neutral: Set(added.neutral.clone()),
    };
    held::Entity::insert(row).exec_without_returning(connection).await.doing(WRITING)?;
    Ok(AddOutcome::Added)
}

/// Makes a document that was in the record already, from an earlier offer or as a file, what its issuer handed over: with the
/// edition under its neutral title, where there was none, and in no other record. False where there is no room for that edition.
async fn hand_over(
    connection: &impl ConnectionTrait,
    of: &HoldingId,
    there: &HoldingId,
    claimed: &Held,
) -> Result<bool, StoreError> {
    let all = held_in(connection, of).await?;
    let has_edition = all.iter().any(|one| one.id == *there && one.neutral.is_some());
    let edition = claimed.neutral.as_ref().filter(|_| !has_edition);
    let bytes: usize = all.iter().map(Held::bytes).sum();
    if bytes + edition.map_or(0, Vec::len) > RECORD_BYTES_MAX {
        return Ok(false);
    }
    let HeldFrom::Claim(credential) = &claimed.from else { return Ok(true) };
    leave_others(connection, credential, there).await?;
    let mut update = held::Entity::update_many()
        .col_expr(held::Column::Credential, Expr::value(credential.as_str()))
        .filter(held::Column::Id.eq(there.as_str()));
    if let Some(edition) = edition {
        update = update.col_expr(held::Column::Neutral, Expr::value(edition.clone()));
    }
    update.exec(connection).await.doing(WRITING)?;
    Ok(true)
}

/// Takes a credential out of every record but for the one document that is to stay, and out of their shares.
async fn leave_others(
    connection: &impl ConnectionTrait,
    credential: &str,
    stays: &HoldingId,
) -> Result<(), StoreError> {
    let before = held::Entity::delete_many()
        .filter(held::Column::Credential.eq(credential))
        .filter(held::Column::Id.ne(stays.as_str()));
    if before.exec(connection).await.doing(WRITING)?.rows_affected > 0 {
        share::delete_empty(connection).await?;
    }
    Ok(())
}

async fn held_in(connection: &impl ConnectionTrait, record: &HoldingId) -> Result<Vec<Held>, StoreError> {
    let rows = held::Entity::find()
        .filter(held::Column::Record.eq(record.as_str()))
        .order_by_asc(held::Column::Added)
        .order_by_asc(held::Column::Id)
        .limit(HELD_MAX as u64)
        .all(connection);
    rows.await.doing(READING)?.into_iter().map(held_of).collect()
}

fn record_of(row: &record::Model) -> Result<Record, StoreError> {
    let at = At { table: "record", key: &row.id };
    Ok(Record {
        id: at.text("id", &row.id)?,
        created: at.text("created", &row.created)?,
        last_used: at.text("last_used", &row.last_used)?,
        rotated: row.rotated.as_deref().map(|day| at.text("rotated", day)).transpose()?,
    })
}

pub(super) fn held_of(row: held::Model) -> Result<Held, StoreError> {
    let at = At { table: "held", key: &row.id };
    Ok(Held {
        id: at.text("id", &row.id)?,
        added: at.text("added", &row.added)?,
        from: row.credential.map_or(HeldFrom::File, HeldFrom::Claim),
        document: row.document,
        neutral: row.neutral,
    })
}

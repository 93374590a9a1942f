//! Shares: found by the digest of their secret, counted when they are opened, stopped by their holder.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use registry_core::credential::badge::TitleShown;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::entity::{held, share, shared};
use super::error::While;
use super::record::held_of;
use super::row::At;
use super::{Store, StoreError, written};
use crate::holding::{Held, HoldingId, LinkDigest, Names, SHARES_MAX, Share, ShareProblem};

const READING: &str = "reading shares";
const WRITING: &str = "changing a share";

/// What the link of a share opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Whether names are shown.
    pub names: Names,
    /// Until when it is open.
    pub expires: DateTime<Utc>,
    /// The documents that were chosen, each under the title that was, in the order in which the holder added them.
    pub held: Vec<Held>,
}

/// What became of a share that was to be stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevokeOutcome {
    /// It is stopped, from now on.
    Revoked,
    /// It had ended already; it is off the list now.
    Removed,
    /// The record has no such share.
    NoShare,
}

impl Store {
    /// Keeps a new share of a record.
    ///
    /// # Errors
    /// A database that fails. Within: a document that the record does not hold; as many shares as a record may have.
    pub async fn create_share(
        &self,
        of: &HoldingId,
        made: &Share,
        digest: &LinkDigest,
    ) -> Result<Result<(), ShareProblem>, StoreError> {
        self.write(WRITING, |writing| async move {
            let known = share::Entity::find().filter(share::Column::Record.eq(of.as_str()));
            if known.count(&writing.transaction).await.doing(READING)? >= SHARES_MAX as u64 {
                return Ok(Err(ShareProblem::Full));
            }
            let ids: Vec<&str> = made.chosen.iter().map(HoldingId::as_str).collect();
            let own = held::Entity::find()
                .filter(held::Column::Record.eq(of.as_str()))
                .filter(held::Column::Id.is_in(ids.iter().copied()));
            if own.count(&writing.transaction).await.doing(READING)? != ids.len() as u64 {
                return Ok(Err(ShareProblem::NotHeld));
            }
            let neutral = held::Entity::find()
                .filter(held::Column::Id.is_in(made.neutral.iter().map(HoldingId::as_str)))
                .filter(held::Column::Neutral.is_not_null());
            if neutral.count(&writing.transaction).await.doing(READING)? != made.neutral.len() as u64 {
                return Ok(Err(ShareProblem::NoNeutralTitle));
            }
            let row = share::ActiveModel {
                id: Set(made.id.to_string()),
                digest: Set(digest.to_string()),
                record: Set(of.to_string()),
                names: Set(made.names == Names::Shown),
                created: Set(written(made.created)),
                expires: Set(written(made.expires)),
                revoked: Set(made.revoked.map(written)),
                views: Set(0),
            };
            share::Entity::insert(row).exec_without_returning(&writing.transaction).await.doing(WRITING)?;
            let chosen = made.chosen.iter().map(|held| shared::ActiveModel {
                share: Set(made.id.to_string()),
                held: Set(held.to_string()),
                neutral: Set(made.neutral.contains(held)),
            });
            shared::Entity::insert_many(chosen).exec_without_returning(&writing.transaction).await.doing(WRITING)?;
            writing.commit().await?;
            Ok(Ok(()))
        })
        .await
    }

    /// The shares of a record, the oldest first; those that have ended as well.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn shares(&self, of: &HoldingId) -> Result<Vec<Share>, StoreError> {
        let rows = share::Entity::find()
            .filter(share::Column::Record.eq(of.as_str()))
            .order_by_asc(share::Column::Created)
            .order_by_asc(share::Column::Id)
            .all(&self.connection);
        let rows = rows.await.doing(READING)?;
        let ids = rows.iter().map(|row| row.id.as_str());
        let chosen = shared::Entity::find().filter(shared::Column::Share.is_in(ids)).all(&self.connection);
        let mut of_each: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
        for row in chosen.await.doing(READING)? {
            of_each.entry(row.share).or_default().push((row.held, row.neutral));
        }
        rows.iter().map(|row| share_of(row, of_each.get(&row.id).map_or(&[][..], Vec::as_slice))).collect()
    }

    /// Opens a share with its secret, and counts that it was opened. Nothing where it is unknown, has ended or was stopped:
    /// these cannot be told apart.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn open_share(&self, digest: &LinkDigest, now: DateTime<Utc>) -> Result<Option<Shared>, StoreError> {
        Ok(self.open_shares(&[*digest], now).await?.ok().and_then(|mut opened| opened.pop()))
    }

    /// Opens shares, each given once, and counts that each was opened: all of them, or none where one shows nothing. Within, the
    /// places of those, from 0: unknown, ended and stopped ones cannot be told apart.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn open_shares(
        &self,
        digests: &[LinkDigest],
        now: DateTime<Utc>,
    ) -> Result<Result<Vec<Shared>, Vec<usize>>, StoreError> {
        let opened = self.again(|| self.look_at_shares(digests, now)).await?;
        if opened.is_err() || digests.is_empty() {
            return Ok(opened);
        }
        let update = share::Entity::update_many()
            .col_expr(share::Column::Views, Expr::col(share::Column::Views).add(1))
            .filter(share::Column::Digest.is_in(digests.iter().map(ToString::to_string)))
            .filter(share::Column::Revoked.is_null());
        let update = &update;
        let count = |connection| async move { update.clone().exec(&connection).await.doing(WRITING) };
        let counted = self.write_one(count).await?.rows_affected;
        if counted == digests.len() as u64 {
            return Ok(opened);
        }
        // One was stopped between the two statements: it shows nothing. The others were opened in that moment, and are counted.
        self.again(|| self.look_at_shares(digests, now)).await
    }

    async fn look_at_shares(
        &self,
        digests: &[LinkDigest],
        now: DateTime<Utc>,
    ) -> Result<Result<Vec<Shared>, Vec<usize>>, StoreError> {
        let (mut opened, mut nothing) = (Vec::with_capacity(digests.len()), Vec::new());
        for (at, digest) in digests.iter().enumerate() {
            match self.look_at_share(digest, now).await? {
                Some(found) => opened.push(found),
                None => nothing.push(at),
            }
        }
        Ok(if nothing.is_empty() { Ok(opened) } else { Err(nothing) })
    }

    /// How many documents a share shows, of which none is read. Nothing is counted.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn count_shared(&self, digest: &LinkDigest, now: DateTime<Utc>) -> Result<Option<u64>, StoreError> {
        let Some((row, _)) = self.open_row(digest, now).await? else { return Ok(None) };
        let shown = shared::Entity::find().filter(shared::Column::Share.eq(row.id.as_str()));
        let count = shown.count(&self.reading()).await.doing(READING)?;
        Ok(Some(count))
    }

    /// The row of a share that is open.
    async fn open_row(
        &self,
        digest: &LinkDigest,
        now: DateTime<Utc>,
    ) -> Result<Option<(share::Model, Share)>, StoreError> {
        let known = share::Entity::find().filter(share::Column::Digest.eq(digest.to_string()));
        let Some(row) = known.one(&self.reading()).await.doing(READING)? else { return Ok(None) };
        let found = share_of(&row, &[])?;
        Ok(found.is_open(now).then_some((row, found)))
    }

    /// What a share shows, without counting: for the files of a page that was counted.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn look_at_share(&self, digest: &LinkDigest, now: DateTime<Utc>) -> Result<Option<Shared>, StoreError> {
        let Some((row, found)) = self.open_row(digest, now).await? else { return Ok(None) };
        let reading = self.reading();
        let chosen = shared::Entity::find().filter(shared::Column::Share.eq(row.id.as_str())).all(&reading);
        let titles: BTreeMap<String, TitleShown> =
            chosen.await.doing(READING)?.into_iter().map(|one| (one.held, title(one.neutral))).collect();
        let rows = held::Entity::find()
            .filter(held::Column::Id.is_in(titles.keys().map(String::as_str)))
            .order_by_asc(held::Column::Added)
            .order_by_asc(held::Column::Id)
            .all(&reading);
        let mut held = Vec::new();
        for one in rows.await.doing(READING)? {
            let title = titles.get(&one.id).copied().unwrap_or(TitleShown::Neutral);
            held.extend(held_of(one)?.under(title));
        }
        Ok(Some(Shared { names: found.names, expires: found.expires, held }))
    }

    /// Stops a share of a record; one that has ended is taken off the list.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn revoke_share(
        &self,
        of: &HoldingId,
        id: &HoldingId,
        now: DateTime<Utc>,
    ) -> Result<RevokeOutcome, StoreError> {
        self.write(WRITING, |writing| async move {
            let row = share::Entity::find_by_id(id.as_str()).filter(share::Column::Record.eq(of.as_str()));
            let Some(row) = row.one(&writing.transaction).await.doing(READING)? else {
                return Ok(RevokeOutcome::NoShare);
            };
            let outcome = if share_of(&row, &[])?.is_open(now) {
                let update = share::Entity::update_many()
                    .col_expr(share::Column::Revoked, Expr::value(written(now)))
                    .filter(share::Column::Id.eq(id.as_str()));
                update.exec(&writing.transaction).await.doing(WRITING)?;
                RevokeOutcome::Revoked
            } else {
                share::Entity::delete_by_id(id.as_str()).exec(&writing.transaction).await.doing(WRITING)?;
                RevokeOutcome::Removed
            };
            writing.commit().await?;
            Ok(outcome)
        })
        .await
    }
}

/// Takes away shares with nothing left in them.
pub(super) async fn delete_empty(connection: &impl ConnectionTrait) -> Result<(), StoreError> {
    let chosen = Query::select().column(shared::Column::Share).from(shared::Entity).take();
    let delete = share::Entity::delete_many().filter(share::Column::Id.not_in_subquery(chosen));
    delete.exec(connection).await.doing(WRITING).map(|_| ())
}

fn title(neutral: bool) -> TitleShown {
    if neutral { TitleShown::Neutral } else { TitleShown::Full }
}

/// A share, with what was chosen for it and whether that is shown under its neutral title.
fn share_of(row: &share::Model, chosen: &[(String, bool)]) -> Result<Share, StoreError> {
    let at = At { table: "share", key: &row.id };
    let ids = |neutral_only: bool| {
        let wanted = chosen.iter().filter(move |(_, neutral)| *neutral || !neutral_only);
        wanted.map(|(id, _)| at.text("held", id))
    };
    Ok(Share {
        id: at.text("id", &row.id)?,
        names: if row.names { Names::Shown } else { Names::Hidden },
        chosen: ids(false).collect::<Result<_, StoreError>>()?,
        neutral: ids(true).collect::<Result<_, StoreError>>()?,
        created: at.text("created", &row.created)?,
        expires: at.text("expires", &row.expires)?,
        revoked: row.revoked.as_deref().map(|time| at.text("revoked", time)).transpose()?,
        views: u64::try_from(row.views).map_err(|_| at.wrong("views", "it is below nought"))?,
    })
}

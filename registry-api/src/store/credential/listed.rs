//! What a provider has issued, a page at a time: the newest first, and of one second by name.

use chrono::{DateTime, Utc};
use registry_core::id::{CourseCode, ProviderCode, QualificationCode};
use sea_orm::sea_query::{Condition, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::super::entity::credential::{Column, Entity};
use super::super::error::While;
use super::{CredentialRecord, ISSUED, READING, Store, StoreError, record_of, written};
use crate::claim::CredentialId;

/// Whether a credential is in force, as its status list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusNow {
    /// Neither revoked nor suspended. It may still have ended.
    InForce,
    /// Suspended, and not revoked.
    Suspended,
    /// Revoked for good.
    Revoked,
}

/// Which credentials are listed: those of which everything given is true.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CredentialsWanted {
    /// Of that course.
    pub course: Option<CourseCode>,
    /// Of that qualification.
    pub qualification: Option<QualificationCode>,
    /// With that status.
    pub status: Option<StatusNow>,
    /// Issued at that time or later.
    pub issued_from: Option<DateTime<Utc>>,
    /// Issued before that time.
    pub issued_before: Option<DateTime<Utc>>,
    /// Claimed by now, or not.
    pub claimed: Option<bool>,
}

/// The place of a credential in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedAt {
    /// When it was issued.
    pub issued: DateTime<Utc>,
    /// Its name.
    pub id: CredentialId,
}

/// Which part of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListPart {
    /// Only what stands behind this: older.
    pub after: Option<ListedAt>,
    /// Only what stands before this: newer.
    pub before: Option<ListedAt>,
    /// How many at most.
    pub size: u64,
    /// From which end.
    pub from: ListEnd,
}

/// An end of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListEnd {
    /// The newest.
    Newest,
    /// The oldest. What is found comes in the order of the list all the same.
    Oldest,
}

/// Part of the list, the newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct CredentialPage {
    /// The credentials.
    pub records: Vec<CredentialRecord>,
    /// Whether anything of the list stands before them.
    pub is_more_before: bool,
    /// Whether anything of the list stands behind them.
    pub is_more_after: bool,
}

impl CredentialRecord {
    /// Whether it is in force, as its status list says.
    pub fn status_now(&self) -> StatusNow {
        match (self.revoked_at, self.suspended_at) {
            (Some(_), _) => StatusNow::Revoked,
            (None, Some(_)) => StatusNow::Suspended,
            (None, None) => StatusNow::InForce,
        }
    }
}

impl Store {
    /// Part of what a provider has issued. Two statements at most, however long the list.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn credential_page(
        &self,
        provider: &ProviderCode,
        wanted: &CredentialsWanted,
        part: &ListPart,
    ) -> Result<CredentialPage, StoreError> {
        let between = [part.after.map(older_than), part.before.map(newer_than)];
        let query = between.into_iter().flatten().fold(listed(provider, wanted), QueryFilter::filter);
        let query = match part.from {
            ListEnd::Newest => query.order_by_desc(Column::IssuedAt).order_by_desc(Column::Id),
            ListEnd::Oldest => query.order_by_asc(Column::IssuedAt).order_by_asc(Column::Id),
        };
        let rows = query.limit(part.size.saturating_add(1)).all(&self.reading()).await.doing(READING)?;
        let more = rows.len() as u64 > part.size;
        let kept = usize::try_from(part.size).unwrap_or(usize::MAX);
        let mut records = rows.iter().take(kept).map(record_of).collect::<Result<Vec<_>, _>>()?;
        Ok(match part.from {
            ListEnd::Newest => {
                let beyond = part.after.map(|at| older_than(at).not());
                CredentialPage {
                    records,
                    is_more_before: self.is_any(provider, wanted, beyond).await?,
                    is_more_after: more,
                }
            }
            ListEnd::Oldest => {
                records.reverse();
                let beyond = part.before.map(|at| newer_than(at).not());
                CredentialPage {
                    records,
                    is_more_before: more,
                    is_more_after: self.is_any(provider, wanted, beyond).await?,
                }
            }
        })
    }

    /// How many credentials there are in the list.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn credential_count(
        &self,
        provider: &ProviderCode,
        wanted: &CredentialsWanted,
    ) -> Result<u64, StoreError> {
        listed(provider, wanted).count(&self.reading()).await.doing(READING)
    }

    /// Whether anything of the list is beyond a place; nothing where there is no place.
    async fn is_any(
        &self,
        provider: &ProviderCode,
        wanted: &CredentialsWanted,
        beyond: Option<Condition>,
    ) -> Result<bool, StoreError> {
        let Some(beyond) = beyond else { return Ok(false) };
        let query = listed(provider, wanted).filter(beyond).select_only().column(Column::Id).limit(1);
        Ok(query.into_tuple::<String>().one(&self.reading()).await.doing(READING)?.is_some())
    }
}

fn older_than(at: ListedAt) -> Condition {
    let (issued, id) = (written(at.issued), at.id.to_string());
    let same_second = Condition::all().add(Column::IssuedAt.eq(issued.as_str())).add(Column::Id.lt(id));
    Condition::any().add(Column::IssuedAt.lt(issued)).add(same_second)
}

fn newer_than(at: ListedAt) -> Condition {
    let (issued, id) = (written(at.issued), at.id.to_string());
    let same_second = Condition::all().add(Column::IssuedAt.eq(issued.as_str())).add(Column::Id.gt(id));
    Condition::any().add(Column::IssuedAt.gt(issued)).add(same_second)
}

fn listed(provider: &ProviderCode, wanted: &CredentialsWanted) -> Select<Entity> {
    let CredentialsWanted { course, qualification, status, issued_from, issued_before, claimed } = wanted;
    let (revoked, suspended) = (Column::RevokedAt, Column::SuspendedAt);
    let status = status.map(|status| match status {
        StatusNow::InForce => revoked.is_null().and(suspended.is_null()),
        StatusNow::Suspended => revoked.is_null().and(suspended.is_not_null()),
        StatusNow::Revoked => revoked.is_not_null(),
    });
    let claimed = claimed.map(|claimed| match claimed {
        true => Column::ClaimedAt.is_not_null(),
        false => Column::ClaimedAt.is_null(),
    });
    let conditions = [
        course.as_ref().map(|code| Column::Course.eq(code.as_str())),
        qualification.as_ref().map(|code| Column::Qualification.eq(code.as_str())),
        status,
        issued_from.map(|time| Column::IssuedAt.gte(written(time))),
        issued_before.map(|time| Column::IssuedAt.lt(written(time))),
        claimed,
    ];
    let issued = Entity::find().filter(Column::Provider.eq(provider.as_str())).filter(Column::State.eq(ISSUED));
    // An edition under a neutral title is listed with the credential of which it is one.
    let issued = issued.filter(Column::EditionOf.is_null());
    conditions.into_iter().flatten().fold(issued, QueryFilter::filter)
}

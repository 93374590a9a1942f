//! Revoking, suspending and reinstating.

use std::collections::{BTreeMap, BTreeSet};

use registry_core::audit::AuditEvent;
use registry_core::credential::status::Purpose;
use registry_core::id::ProviderCode;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::commit::{self, EarlierAnswer, IdempotentRequest};
use super::super::entity::credential::{Column, Entity};
use super::super::entity::status_list;
use super::super::error::While;
use super::super::write::{ROWS_AT_ONCE, Writing};
use super::{CredentialRecord, Store, StoreError, by_id, record_of, signed, written};
use crate::claim::CredentialId;

const CHANGING: &str = "changing the status of credentials";

/// What is done to a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusChange {
    /// Withdrawn for good.
    Revoke,
    /// Not good for now.
    Suspend,
    /// Good again after it was suspended.
    Reinstate,
}

/// What became of one credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusOutcome {
    /// It was changed.
    Changed,
    /// It was so before.
    AlreadySo,
    /// There is no such credential, or it is not theirs: the answer is the same.
    NotFound,
    /// It was issued so that it cannot be suspended.
    NotSuspendable,
    /// It was revoked, which is for good.
    RevokedForGood,
}

/// A change of the status of several credentials.
pub struct StatusRequest<'a> {
    /// What is done.
    pub change: StatusChange,
    /// Whose credentials may be changed; all where there is none.
    pub of: Option<&'a ProviderCode>,
    /// Which, each with the reason, sealed. Not an edition under a neutral title: it goes with its credential.
    pub credentials: &'a [(CredentialId, Option<String>)],
    /// The request, where it has a key.
    pub idempotent: Option<&'a IdempotentRequest>,
    /// What the audit log says of so many credentials of a provider.
    pub event: &'a (dyn Fn(&ProviderCode, u32) -> AuditEvent + Sync),
    /// What is kept as the answer to a request with a key.
    pub answer: &'a (dyn Fn(&[StatusOutcome]) -> String + Sync),
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
}

/// What became of a change of status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusAnswer {
    /// One for each credential, in order.
    Done(Vec<StatusOutcome>),
    /// The same request had this answer before; nothing was written.
    Repeated(String),
    /// The key was used for something else; nothing was written.
    KeyReused,
}

impl StatusChange {
    /// What comes of it for one credential.
    pub fn outcome(self, record: &CredentialRecord) -> StatusOutcome {
        let (revoked, suspended) = (record.revoked_at.is_some(), record.suspended_at.is_some());
        match self {
            Self::Revoke if revoked => StatusOutcome::AlreadySo,
            Self::Revoke => StatusOutcome::Changed,
            Self::Suspend | Self::Reinstate if revoked => StatusOutcome::RevokedForGood,
            Self::Suspend if !record.suspendable => StatusOutcome::NotSuspendable,
            Self::Suspend if suspended => StatusOutcome::AlreadySo,
            Self::Reinstate if !suspended => StatusOutcome::AlreadySo,
            Self::Suspend | Self::Reinstate => StatusOutcome::Changed,
        }
    }

    /// The list whose entries it changes.
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Revoke => Purpose::Revocation,
            Self::Suspend | Self::Reinstate => Purpose::Suspension,
        }
    }
}

impl Store {
    /// Changes the status of credentials, and says in the audit log how many of which provider, and never which or why.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails. Then nothing has changed, unless it failed while confirming.
    pub async fn change_status(&self, request: StatusRequest<'_>) -> Result<StatusAnswer, StoreError> {
        let request = &request;
        self.write(CHANGING, |writing| async move {
            let at = registry_core::audit::AuditTime::new(request.at.naive_utc());
            if let Some(idempotent) = request.idempotent {
                match commit::earlier(&writing.transaction, idempotent, at).await? {
                    Some(EarlierAnswer::Same(answer)) => return Ok(StatusAnswer::Repeated(answer)),
                    Some(EarlierAnswer::KeyReused) => return Ok(StatusAnswer::KeyReused),
                    None => {}
                }
            }
            let ids: Vec<CredentialId> = request.credentials.iter().map(|(id, _)| *id).collect();
            let records = by_id(&writing.transaction, &ids).await?;
            let records: BTreeMap<_, _> = records.into_iter().map(|record| (record.id, record)).collect();
            let outcomes: Vec<StatusOutcome> =
                ids.iter().map(|id| outcome(request.change, request.of, records.get(id))).collect();
            let mut lists = BTreeSet::new();
            let mut changed: BTreeMap<&ProviderCode, BTreeSet<CredentialId>> = BTreeMap::new();
            for ((id, reason), outcome) in request.credentials.iter().zip(&outcomes) {
                let Some(record) = records.get(id).filter(|_| *outcome == StatusOutcome::Changed) else { continue };
                if changed.entry(&record.provider).or_default().insert(*id) {
                    set(&writing, request, record.id, reason.clone()).await?;
                    lists.insert((&record.provider, record.place.list));
                }
            }
            let editions = editions(&writing, changed.values().flatten()).await?;
            for edition in &editions {
                set(&writing, request, edition.id, None).await?;
                lists.insert((&edition.provider, edition.place.list));
            }
            for (provider, list) in lists {
                count_up(&writing, provider, list, request.change.purpose()).await?;
            }
            for (provider, ids) in changed {
                writing.append((request.event)(provider, u32::try_from(ids.len()).unwrap_or(u32::MAX))).await?;
            }
            if let Some(idempotent) = request.idempotent {
                commit::keep(&writing, idempotent.clone(), (request.answer)(&outcomes), at).await?;
            }
            writing.commit().await?;
            Ok(StatusAnswer::Done(outcomes))
        })
        .await
    }
}

/// What comes of a change, for somebody who may change the credentials of `of`.
pub(crate) fn outcome(
    change: StatusChange,
    of: Option<&ProviderCode>,
    record: Option<&CredentialRecord>,
) -> StatusOutcome {
    let theirs = record.filter(|record| of.is_none_or(|provider| *provider == record.provider));
    theirs.map_or(StatusOutcome::NotFound, |record| change.outcome(record))
}

/// The editions of credentials under neutral titles: what is done to a credential is done to them. Why stands once, with
/// the credential.
async fn editions(
    writing: &Writing,
    of: impl Iterator<Item = &CredentialId>,
) -> Result<Vec<CredentialRecord>, StoreError> {
    let mut found = Vec::new();
    for some in of.map(ToString::to_string).collect::<Vec<_>>().chunks(ROWS_AT_ONCE) {
        let query = Entity::find().filter(Column::EditionOf.is_in(some.iter().map(String::as_str)));
        for row in query.order_by_asc(Column::Id).all(&writing.transaction).await.doing(CHANGING)? {
            found.push(record_of(&row)?);
        }
    }
    Ok(found)
}

async fn set(
    writing: &Writing,
    request: &StatusRequest<'_>,
    id: CredentialId,
    reason: Option<String>,
) -> Result<(), StoreError> {
    let now = Some(written(request.at));
    let (column, value) = match request.change {
        StatusChange::Revoke => (Column::RevokedAt, now),
        StatusChange::Suspend => (Column::SuspendedAt, now),
        StatusChange::Reinstate => (Column::SuspendedAt, None),
    };
    let update = Entity::update_many()
        .col_expr(column, Expr::value(value))
        .col_expr(Column::Reason, Expr::value(reason))
        .filter(Column::Id.eq(id.to_string()));
    update.exec(&writing.transaction).await.doing(CHANGING).map(|_| ())
}

/// Notes that the signed list no longer says what is so.
async fn count_up(writing: &Writing, provider: &ProviderCode, list: u32, purpose: Purpose) -> Result<(), StoreError> {
    let update = status_list::Entity::update_many()
        .col_expr(status_list::Column::Changes, Expr::col(status_list::Column::Changes).add(1))
        .filter(status_list::Column::Provider.eq(provider.as_str()))
        .filter(status_list::Column::Number.eq(signed(list)))
        .filter(status_list::Column::Purpose.eq(purpose.name()));
    update.exec(&writing.transaction).await.doing(CHANGING).map(|_| ())
}

//! Status lists: which entries are set, and the document that was last signed to say so.

use chrono::{DateTime, Utc};
use registry_core::credential::status::Purpose;
use registry_core::id::ProviderCode;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::credential;
use super::entity::status_list::{Column, Entity, Model};
use super::error::While;
use super::row::At;
use super::{Store, StoreError, written};

const READING: &str = "reading a status list";
const SIGNING: &str = "keeping a signed status list";

/// Which list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListKey {
    /// Whose.
    pub provider: ProviderCode,
    /// Its number, from 1.
    pub number: u32,
    /// What a set entry means.
    pub purpose: Purpose,
}

/// A list as it was last signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedList {
    /// The signed document.
    pub document: Vec<u8>,
    /// When it was signed.
    pub at: DateTime<Utc>,
    /// The `did:key` that signed it.
    pub signer: String,
    /// How many changes it has seen.
    pub changes: i64,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRecord {
    /// How often its entries have changed.
    pub changes: i64,
    /// The document; none before the first.
    pub signed: Option<SignedList>,
}

impl Store {
    /// A list; none where no credential has a place in it.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn status_list(&self, list: &ListKey) -> Result<Option<ListRecord>, StoreError> {
        let row = Entity::find_by_id(key_of(list)).one(&self.reading()).await.doing(READING)?;
        row.as_ref().map(record_of).transpose()
    }

    /// The entries of a list that are set, in order. Read after the list itself: then the entries are at least as new as its
    /// number of changes says.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn set_entries(&self, list: &ListKey) -> Result<Vec<u32>, StoreError> {
        let (provider, number, _) = key_of(list);
        let set = match list.purpose {
            Purpose::Revocation => credential::Column::RevokedAt,
            Purpose::Suspension => credential::Column::SuspendedAt,
        };
        let query = credential::Entity::find()
            .select_only()
            .column(credential::Column::StatusIndex)
            .filter(credential::Column::Provider.eq(provider))
            .filter(credential::Column::StatusList.eq(number))
            .filter(set.is_not_null())
            .order_by_asc(credential::Column::StatusIndex);
        let entries: Vec<i32> = query.into_tuple().all(&self.reading()).await.doing(READING)?;
        let at = At { table: "credential", key: "status_index" };
        entries.into_iter().map(|index| u32::try_from(index).map_err(|error| at.wrong("status_index", error))).collect()
    }

    /// Keeps a signed list, unless one is there that has seen more changes.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn keep_signed(&self, list: &ListKey, signed: &SignedList) -> Result<(), StoreError> {
        self.write(SIGNING, |writing| async move {
            let (provider, number, purpose) = key_of(list);
            let not_newer =
                Condition::any().add(Column::SignedChanges.is_null()).add(Column::SignedChanges.lte(signed.changes));
            let update = Entity::update_many()
                .col_expr(Column::SignedChanges, Expr::value(Some(signed.changes)))
                .col_expr(Column::SignedAt, Expr::value(Some(written(signed.at))))
                .col_expr(Column::Signer, Expr::value(Some(signed.signer.clone())))
                .col_expr(Column::Document, Expr::value(Some(signed.document.clone())))
                .filter(Column::Provider.eq(provider))
                .filter(Column::Number.eq(number))
                .filter(Column::Purpose.eq(purpose))
                .filter(not_newer);
            update.exec(&writing.transaction).await.doing(SIGNING)?;
            writing.commit().await
        })
        .await
    }
}

fn key_of(list: &ListKey) -> (String, i32, String) {
    let number = i32::try_from(list.number).unwrap_or(i32::MAX);
    (list.provider.to_string(), number, list.purpose.name().to_owned())
}

fn record_of(row: &Model) -> Result<ListRecord, StoreError> {
    let key = format!("{} {} {}", row.provider, row.number, row.purpose);
    let at = At { table: "status_list", key: &key };
    let signed = match (&row.document, &row.signed_at, &row.signer, row.signed_changes) {
        (Some(document), Some(signed_at), Some(signer), Some(changes)) => Some(SignedList {
            document: document.clone(),
            at: at.text("signed_at", signed_at)?,
            signer: signer.clone(),
            changes,
        }),
        (None, None, None, None) => None,
        _ => return Err(at.wrong("document", "it does not say when it was signed and by whom")),
    };
    Ok(ListRecord { changes: row.changes, signed })
}

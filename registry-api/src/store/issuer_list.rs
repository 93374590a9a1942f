//! The signed list of issuers: every version that was published.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, QueryOrder};

use super::entity::issuer_list::{ActiveModel, Column, Entity};
use super::error::While;
use super::row::At;
use super::{Store, StoreError, written};

const READING: &str = "reading the list of issuers";
const PUBLISHING: &str = "publishing the list of issuers";

/// A version of the list that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedIssuerList {
    /// Which.
    pub version: u32,
    /// The SHA-256 of what it says, apart from version and dates.
    pub content: String,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
    /// The signed document.
    pub document: Vec<u8>,
}

impl Store {
    /// The newest version; none before the first.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn issuer_list(&self) -> Result<Option<PublishedIssuerList>, StoreError> {
        let row = Entity::find().order_by_desc(Column::Version).one(&self.reading()).await.doing(READING)?;
        let Some(row) = row else { return Ok(None) };
        let key = row.version.to_string();
        let at = At { table: "issuer_list", key: &key };
        Ok(Some(PublishedIssuerList {
            version: u32::try_from(row.version).map_err(|error| at.wrong("version", error))?,
            content: row.content,
            signed_at: at.text("signed_at", &row.signed_at)?,
            document: row.document,
        }))
    }

    /// Publishes a version. False, and nothing is written, where it or a later one was published before: read that.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn publish_issuer_list(&self, list: &PublishedIssuerList) -> Result<bool, StoreError> {
        self.write(PUBLISHING, |writing| async move {
            let newest =
                Entity::find().order_by_desc(Column::Version).one(&writing.transaction).await.doing(PUBLISHING)?;
            let version = i32::try_from(list.version).unwrap_or(i32::MAX);
            if newest.is_some_and(|newest| newest.version >= version) {
                return Ok(false);
            }
            let row = ActiveModel {
                version: Set(version),
                content: Set(list.content.clone()),
                signed_at: Set(written(list.signed_at)),
                document: Set(list.document.clone()),
            };
            Entity::insert(row).exec_without_returning(&writing.transaction).await.doing(PUBLISHING)?;
            writing.commit().await?;
            Ok(true)
        })
        .await
    }
}

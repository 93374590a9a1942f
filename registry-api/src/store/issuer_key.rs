//! Keys of providers: made, retired by the next one, compromised. A secret is sealed, and is erased once its key signs no more.

use registry_core::audit::AuditEvent;
use registry_core::credential::key::PublicKey;
use registry_core::credential::moment::Moment;
use registry_core::id::ProviderCode;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::issuer_key::{ActiveModel, Column, Entity, Model};
use super::error::While;
use super::row::At;
use super::{Store, StoreError};

const READING: &str = "looking for the keys of providers";
const ADDING: &str = "keeping the key of a provider";
const COMPROMISING: &str = "noting that a key is compromised";

/// A secret key, sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedSecret(pub String);

impl std::fmt::Debug for SealedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealedSecret(…)")
    }
}

/// A key of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The key.
    pub key: PublicKey,
    /// Whose.
    pub provider: ProviderCode,
    /// Its secret, for as long as it signs.
    pub secret: Option<SealedSecret>,
    /// From when it is good.
    pub good_from: Moment,
    /// When it was retired.
    pub good_until: Option<Moment>,
    /// From when somebody else may have held it.
    pub compromised_from: Option<Moment>,
}

/// What became of a change to keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChange {
    /// It was made.
    Made,
    /// It cannot be made: the key is there already, or is not there.
    Refused,
}

impl Store {
    /// Keeps a new key. The one that signed for the provider before is retired at `retire_at`, and its secret erased.
    /// Refused where the key is anybody's already.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn add_key(
        &self,
        key: &KeyRecord,
        retire_at: Moment,
        event: AuditEvent,
    ) -> Result<KeyChange, StoreError> {
        let event = &event;
        self.write(ADDING, |writing| async move {
            if Entity::find_by_id(key.key.did()).one(&writing.transaction).await.doing(ADDING)?.is_some() {
                return Ok(KeyChange::Refused);
            }
            let retire = Entity::update_many()
                .col_expr(Column::GoodUntil, Expr::value(retire_at.to_string()))
                .col_expr(Column::Secret, Expr::value(Option::<String>::None))
                .filter(Column::Provider.eq(key.provider.as_str()))
                .filter(Column::GoodUntil.is_null());
            retire.exec(&writing.transaction).await.doing(ADDING)?;
            Entity::insert(row_of(key)).exec_without_returning(&writing.transaction).await.doing(ADDING)?;
            writing.append(event.clone()).await?;
            writing.commit().await?;
            Ok(KeyChange::Made)
        })
        .await
    }

    /// Notes from when somebody else may have held a key: the earlier moment where one was noted before. Its secret is erased.
    /// Refused where there is no such key.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn compromise_key(
        &self,
        key: &PublicKey,
        from: Moment,
        event: AuditEvent,
    ) -> Result<KeyChange, StoreError> {
        let event = &event;
        self.write(COMPROMISING, |writing| async move {
            let row = Entity::find_by_id(key.did()).one(&writing.transaction).await.doing(COMPROMISING)?;
            let Some(record) = row.as_ref().map(record_of).transpose()? else { return Ok(KeyChange::Refused) };
            let from = record.compromised_from.map_or(from, |earlier| earlier.min(from));
            let update = Entity::update_many()
                .col_expr(Column::CompromisedFrom, Expr::value(from.to_string()))
                .col_expr(Column::Secret, Expr::value(Option::<String>::None))
                .filter(Column::Did.eq(key.did()));
            update.exec(&writing.transaction).await.doing(COMPROMISING)?;
            writing.append(event.clone()).await?;
            writing.commit().await?;
            Ok(KeyChange::Made)
        })
        .await
    }

    /// Every key, or every key of a provider, in order of provider and then of when each is good from.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn keys(&self, of: Option<&ProviderCode>) -> Result<Vec<KeyRecord>, StoreError> {
        let query = match of {
            None => Entity::find(),
            Some(provider) => Entity::find().filter(Column::Provider.eq(provider.as_str())),
        };
        let rows = query.order_by_asc(Column::Did).all(&self.reading()).await.doing(READING)?;
        let mut keys = rows.iter().map(record_of).collect::<Result<Vec<_>, _>>()?;
        keys.sort_by(|a, b| (&a.provider, a.good_from).cmp(&(&b.provider, b.good_from)));
        Ok(keys)
    }
}

fn row_of(key: &KeyRecord) -> ActiveModel {
    ActiveModel {
        did: Set(key.key.did()),
        provider: Set(key.provider.to_string()),
        secret: Set(key.secret.as_ref().map(|secret| secret.0.clone())),
        good_from: Set(key.good_from.to_string()),
        good_until: Set(key.good_until.map(|moment| moment.to_string())),
        compromised_from: Set(key.compromised_from.map(|moment| moment.to_string())),
    }
}

fn record_of(row: &Model) -> Result<KeyRecord, StoreError> {
    let at = At { table: "issuer_key", key: &row.did };
    let perhaps = |column, text: &Option<String>| text.as_deref().map(|text| at.text(column, text)).transpose();
    Ok(KeyRecord {
        key: at.text("did", &row.did)?,
        provider: at.text("provider", &row.provider)?,
        secret: row.secret.clone().map(SealedSecret),
        good_from: at.text("good_from", &row.good_from)?,
        good_until: perhaps("good_until", &row.good_until)?,
        compromised_from: perhaps("compromised_from", &row.compromised_from)?,
    })
}

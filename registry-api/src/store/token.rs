//! Tokens: made and revoked with an entry in the audit log, found by the hash of their secret.

use std::collections::BTreeSet;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use registry_core::audit::{AuditEvent, TokenId};
use registry_core::id::ProviderCode;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use super::entity::token::{ActiveModel, Column, Entity, Model};
use super::error::While;
use super::row::At;
use super::{Store, StoreError, written};
use crate::access::{Scope, TokenHash, TokenRecord};

const READING: &str = "looking for tokens";

/// Whose tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokensOf<'a> {
    /// All.
    Everybody,
    /// The operators'.
    Operators,
    /// One provider's.
    Provider(&'a ProviderCode),
}

impl Store {
    /// Keeps a new token and says so in the audit log.
    ///
    /// # Errors
    /// A token of that number or secret that is there already: draw another; a database that fails.
    pub async fn create_token(
        &self,
        token: &TokenRecord,
        hash: &TokenHash,
        event: AuditEvent,
    ) -> Result<(), StoreError> {
        let event = &event;
        self.write("making a token", |writing| async move {
            let insert = Entity::insert(row_of(token, hash)).exec_without_returning(&writing.transaction).await;
            insert.doing("making a token")?;
            writing.append(event.clone()).await?;
            writing.commit().await
        })
        .await
    }

    /// The token with that secret, whether or not it still lets anybody in.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn find_token(&self, hash: &TokenHash) -> Result<Option<TokenRecord>, StoreError> {
        let row = Entity::find().filter(Column::Hash.eq(hash.to_string())).one(&self.connection).await;
        row.doing(READING)?.as_ref().map(record_of).transpose()
    }

    /// The token of that number.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn token(&self, id: TokenId) -> Result<Option<TokenRecord>, StoreError> {
        let row = Entity::find_by_id(id.to_string()).one(&self.connection).await;
        row.doing(READING)?.as_ref().map(record_of).transpose()
    }

    /// The tokens of somebody, the oldest first; also those that are revoked or expired.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn list_tokens(&self, of: TokensOf<'_>) -> Result<Vec<TokenRecord>, StoreError> {
        let query = match of {
            TokensOf::Everybody => Entity::find(),
            TokensOf::Operators => Entity::find().filter(Column::Provider.is_null()),
            TokensOf::Provider(code) => Entity::find().filter(Column::Provider.eq(code.as_str())),
        };
        let rows = query.order_by_asc(Column::Created).order_by_asc(Column::Id).all(&self.connection).await;
        rows.doing(READING)?.iter().map(record_of).collect()
    }

    /// Revokes a token at the time of `event` and says so in the audit log. False, and nothing is written, where there is no
    /// such token or it was revoked before.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn revoke_token(&self, id: TokenId, event: AuditEvent) -> Result<bool, StoreError> {
        let (doing, event) = ("revoking a token", &event);
        self.write(doing, |writing| async move {
            let update = Entity::update_many()
                .col_expr(Column::Revoked, Expr::value(written(event.at.in_utc().and_utc())))
                .filter(Column::Id.eq(id.to_string()))
                .filter(Column::Revoked.is_null());
            if update.exec(&writing.transaction).await.doing(doing)?.rows_affected == 0 {
                return Ok(false);
            }
            writing.append(event.clone()).await?;
            writing.commit().await?;
            Ok(true)
        })
        .await
    }

    /// Notes that a token was used, to the minute; true where that was not noted yet. A request does not wait for it: it is
    /// called beside the request, in a task of its own.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn touch_token(&self, token: &TokenRecord, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let minute = now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now);
        if token.last_used.is_some_and(|last| last >= minute) {
            return Ok(false);
        }
        let earlier = Condition::any().add(Column::LastUsed.is_null()).add(Column::LastUsed.lt(written(minute)));
        let update = Entity::update_many()
            .col_expr(Column::LastUsed, Expr::value(written(minute)))
            .filter(Column::Id.eq(token.id.to_string()))
            .filter(earlier);
        let update = &update;
        self.write_one(|connection| async move {
            let updated = update.clone().exec(&connection).await.doing("noting the use of a token")?;
            Ok(updated.rows_affected > 0)
        })
        .await
    }
}

fn row_of(token: &TokenRecord, hash: &TokenHash) -> ActiveModel {
    let TokenRecord { id, label, provider, scopes, created, expires, last_used, revoked } = token;
    let scopes: Vec<&str> = scopes.iter().map(|scope| scope.name()).collect();
    ActiveModel {
        id: Set(id.to_string()),
        hash: Set(hash.to_string()),
        label: Set(label.clone()),
        provider: Set(provider.as_ref().map(ToString::to_string)),
        scopes: Set(scopes.join(" ")),
        created: Set(written(*created)),
        expires: Set(written(*expires)),
        last_used: Set(last_used.map(written)),
        revoked: Set(revoked.map(written)),
    }
}

fn record_of(row: &Model) -> Result<TokenRecord, StoreError> {
    let at = At { table: "token", key: &row.id };
    let time = |column, text: &str| at.text::<DateTime<Utc>>(column, text);
    let perhaps = |column, text: &Option<String>| text.as_deref().map(|text| time(column, text)).transpose();
    let scopes: Result<BTreeSet<Scope>, _> = row.scopes.split(' ').map(|scope| at.text("scopes", scope)).collect();
    Ok(TokenRecord {
        id: at.text("id", &row.id)?,
        label: row.label.clone(),
        provider: row.provider.as_deref().map(|code| at.text("provider", code)).transpose()?,
        scopes: scopes?,
        created: time("created", &row.created)?,
        expires: time("expires", &row.expires)?,
        last_used: perhaps("last_used", &row.last_used)?,
        revoked: perhaps("revoked", &row.revoked)?,
    })
}

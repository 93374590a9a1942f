//! Tokens, without their secrets.

use async_graphql::{Enum, Object};

use crate::access;
use crate::graphql::scalars::DateTime;

/// What a token lets its holder do.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "access::Scope")]
pub(crate) enum Scope {
    /// Publish, withdraw and supersede; set offerings and credit rules; import.
    Publish,
    /// Issue and revoke credentials.
    Issue,
    /// Make, list and revoke tokens.
    ManageTokens,
}

/// A token, without its secret.
pub(crate) struct Token(pub(crate) access::TokenRecord);

/// A token, without its secret.
#[Object]
impl Token {
    /// Its number, as the audit log has it: `t-…`. It lets nobody in.
    async fn id(&self) -> String {
        self.0.id.to_string()
    }

    /// What it is for.
    async fn label(&self) -> &str {
        &self.0.label
    }

    /// The code of the provider whose it is; null for an operator's.
    async fn provider(&self) -> Option<&str> {
        self.0.provider.as_ref().map(registry_core::id::ProviderCode::as_str)
    }

    /// What it lets its holder do.
    async fn scopes(&self) -> Vec<Scope> {
        self.0.scopes.iter().map(|scope| Scope::from(*scope)).collect()
    }

    /// When it was made.
    async fn created(&self) -> DateTime {
        self.0.created.into()
    }

    /// From when on it lets nobody in.
    async fn expires(&self) -> DateTime {
        self.0.expires.into()
    }

    /// When it was last used, to the minute; null: never.
    async fn last_used(&self) -> Option<DateTime> {
        self.0.last_used.map(Into::into)
    }

    /// When it was revoked; null: it was not.
    async fn revoked(&self) -> Option<DateTime> {
        self.0.revoked.map(Into::into)
    }
}

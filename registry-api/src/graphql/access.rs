//! Who is asking, as resolvers see it.

use std::sync::Arc;

use async_graphql::{Context, Result};
use chrono::{DateTime, Utc};
use registry_core::audit::Actor;

use super::error::{ApiError, ErrorCode};
use crate::access::{Scope, Viewer};
use crate::ops::issue::IssuedBy;
use crate::ops::publish::PublishedBy;
use crate::state::AppState;

/// The moment a request arrived: one request sees one time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now(pub(crate) DateTime<Utc>);

/// The state of the process.
pub(crate) fn state<'ctx>(context: &Context<'ctx>) -> Result<&'ctx Arc<AppState>> {
    context.data::<Arc<AppState>>()
}

/// When the request arrived.
pub(crate) fn now(context: &Context<'_>) -> Result<DateTime<Utc>> {
    Ok(context.data::<Now>()?.0)
}

/// Who is asking, if anybody is signed in.
pub(crate) fn viewer<'ctx>(context: &Context<'ctx>) -> Result<&'ctx Viewer> {
    context.data::<Viewer>()
}

/// Who is asking, when they are signed in and their token has a scope.
///
/// # Errors
/// `NOT_SIGNED_IN`, `NOT_ALLOWED`.
pub(crate) fn signed_in<'ctx>(context: &Context<'ctx>, scope: Scope) -> Result<&'ctx Viewer> {
    let viewer = viewer(context)?;
    let scopes = match viewer {
        Viewer::Anonymous => return Err(not_signed_in().into()),
        Viewer::Operator { scopes, .. } | Viewer::Provider { scopes, .. } => scopes,
    };
    if scopes.contains(&scope) {
        Ok(viewer)
    } else {
        let message = format!("This takes a token with the scope {scope}; yours does not have it.");
        Err(ApiError::new(ErrorCode::NotAllowed, message).into())
    }
}

/// Who publishes.
///
/// # Errors
/// `NOT_SIGNED_IN`, `NOT_ALLOWED`.
pub(crate) fn publisher(context: &Context<'_>) -> Result<PublishedBy> {
    match signed_in(context, Scope::Publish)? {
        Viewer::Operator { token, .. } => Ok(PublishedBy::token(*token, None)),
        Viewer::Provider { token, provider, .. } => Ok(PublishedBy::token(*token, Some(provider.clone()))),
        Viewer::Anonymous => Err(not_signed_in().into()),
    }
}

/// Who issues.
///
/// # Errors
/// `NOT_SIGNED_IN`, `NOT_ALLOWED`.
pub(crate) fn issuer(context: &Context<'_>) -> Result<IssuedBy> {
    match signed_in(context, Scope::Issue)? {
        Viewer::Provider { token, provider, .. } => {
            Ok(IssuedBy { actor: Actor::Token(*token), may_for: Some(provider.clone()) })
        }
        Viewer::Operator { token, .. } => Ok(IssuedBy { actor: Actor::Token(*token), may_for: None }),
        Viewer::Anonymous => Err(not_signed_in().into()),
    }
}

/// The one answer to everybody without a token that lets them in.
pub(crate) fn not_signed_in() -> ApiError {
    ApiError::new(ErrorCode::NotSignedIn, "This takes a token that is valid; send it as Authorization: Bearer mcr_….")
}

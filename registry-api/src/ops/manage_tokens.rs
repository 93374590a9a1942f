//! Makes, lists and revokes tokens, and finds out who is asking.

use chrono::{DateTime, Utc};
use registry_core::audit::{Actor, AuditAction, AuditEvent, AuditSubject, AuditTime, TokenId};
use registry_core::id::ProviderCode;

use crate::access::{NoRandomness, Scope, TokenDraft, TokenProblem, TokenRecord, TokenSecret, Viewer, new_token_id};
use crate::state::AppState;
use crate::store::{Store, StoreError, TokensOf};

/// Why tokens cannot be worked with.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The catalogue is only in memory.
    #[error("this registry has no database, so it has no tokens; start it with one")]
    NoDatabase,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no random numbers.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// Who is asking, with the text of a token.
///
/// A text that is no token, an unknown token, a revoked and an expired one are all [`Viewer::Anonymous`]. The use is noted, to the
/// minute, in a task of its own.
///
/// # Errors
/// A database that fails.
pub async fn find_viewer(state: &AppState, text: &str, now: DateTime<Utc>) -> Result<Viewer, TokenError> {
    let Some(store) = state.store() else { return Ok(Viewer::Anonymous) };
    let Ok(secret) = text.parse::<TokenSecret>() else { return Ok(Viewer::Anonymous) };
    let Some(record) = store.find_token(&secret.hash()).await? else { return Ok(Viewer::Anonymous) };
    let viewer = record.viewer(now);
    if viewer.token().is_some() {
        let store = store.clone();
        tokio::spawn(async move {
            if let Err(error) = store.touch_token(&record, now).await {
                tracing::warn!(%error, "the use of a token cannot be noted");
            }
        });
    }
    Ok(viewer)
}

/// Who is asking, for whom a session of their own keeps the number of a token: nobody known, where it is revoked or expired.
///
/// # Errors
/// A database that fails.
pub async fn viewer_of(state: &AppState, id: TokenId, now: DateTime<Utc>) -> Result<Viewer, TokenError> {
    let Some(store) = state.store() else { return Ok(Viewer::Anonymous) };
    Ok(store.token(id).await?.map_or(Viewer::Anonymous, |record| record.viewer(now)))
}

/// What became of a wish for a token.
#[derive(Debug)]
pub enum MakeOutcome {
    /// It was made. The secret is shown this once.
    Made(TokenRecord, TokenSecret),
    /// It cannot be made so: everything that is wrong.
    Refused(Vec<MakeProblem>),
}

/// What is wrong with a wish for a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MakeProblem {
    /// No scope, too many days, no label.
    #[error(transparent)]
    Draft(#[from] TokenProblem),
    /// A provider that is not there, or is not the maker's.
    #[error("provider {0} is not among those you may make tokens for; correct the code")]
    NotYours(ProviderCode),
    /// A scope that the maker's own token does not have.
    #[error("your own token does not have the scope {0}, so it cannot give it; leave it out")]
    ScopeNotYours(Scope),
}

/// Makes a token. `maker` is `None` on the command line of whoever runs the registry.
///
/// # Errors
/// No database; one that fails; no random numbers.
pub async fn make_token(
    state: &AppState,
    maker: Option<&Viewer>,
    draft: TokenDraft,
    now: DateTime<Utc>,
) -> Result<MakeOutcome, TokenError> {
    let store = state.store().ok_or(TokenError::NoDatabase)?;
    let mut problems = Vec::new();
    if let Some(provider) = &draft.provider {
        let theirs = maker.is_none_or(|maker| maker.may(Scope::ManageTokens, Some(provider)));
        if !theirs || state.snapshot().catalogue().provider(provider).is_none() {
            problems.push(MakeProblem::NotYours(provider.clone()));
        }
    }
    let given = |scope: &Scope| maker.is_none_or(|maker| maker.may(*scope, draft.provider.as_ref()));
    if problems.is_empty() {
        problems
            .extend(draft.scopes.iter().filter(|scope| !given(scope)).map(|scope| MakeProblem::ScopeNotYours(*scope)));
    }
    let (id, secret) = (new_token_id()?, TokenSecret::generate()?);
    let record = match draft.record(id, now) {
        Ok(record) if problems.is_empty() => record,
        Ok(_) => return Ok(MakeOutcome::Refused(problems)),
        Err(found) => {
            problems.extend(found.into_iter().map(MakeProblem::from));
            return Ok(MakeOutcome::Refused(problems));
        }
    };
    let event = event(AuditAction::CreateToken, maker, &record, now);
    store.create_token(&record, &secret.hash(), event).await?;
    Ok(MakeOutcome::Made(record, secret))
}

/// The tokens that somebody may see, the oldest first: a provider's are its own, an operator's are all.
///
/// # Errors
/// No database; one that fails.
pub async fn list_tokens(state: &AppState, viewer: Option<&Viewer>) -> Result<Vec<TokenRecord>, TokenError> {
    let store = state.store().ok_or(TokenError::NoDatabase)?;
    let of = match viewer {
        Some(Viewer::Provider { provider, .. }) => TokensOf::Provider(provider),
        _ => TokensOf::Everybody,
    };
    Ok(store.list_tokens(of).await?)
}

/// Revokes a token at once. False where there is none of that number that the viewer may revoke, or it was revoked before:
/// the answer is the same.
///
/// # Errors
/// No database; one that fails.
pub async fn revoke_token(
    state: &AppState,
    viewer: Option<&Viewer>,
    id: TokenId,
    now: DateTime<Utc>,
) -> Result<bool, TokenError> {
    let store = state.store().ok_or(TokenError::NoDatabase)?;
    let Some(record) = theirs(store, viewer, id).await? else { return Ok(false) };
    Ok(store.revoke_token(id, event(AuditAction::RevokeToken, viewer, &record, now)).await?)
}

async fn theirs(store: &Store, viewer: Option<&Viewer>, id: TokenId) -> Result<Option<TokenRecord>, StoreError> {
    let may =
        |record: &TokenRecord| viewer.is_none_or(|viewer| viewer.may(Scope::ManageTokens, record.provider.as_ref()));
    Ok(store.token(id).await?.filter(may))
}

fn event(action: AuditAction, by: Option<&Viewer>, token: &TokenRecord, now: DateTime<Utc>) -> AuditEvent {
    AuditEvent {
        at: AuditTime::new(now.naive_utc()),
        actor: by.and_then(Viewer::token).map_or(Actor::Program, Actor::Token),
        action,
        subject: AuditSubject::Token(token.id),
        provider: token.provider.clone(),
        reason: None,
        details: "{}".to_owned(),
    }
}

//! Lists what a provider has issued.

use registry_core::id::ProviderCode;

use super::issue::IssuedBy;
use crate::claim::CredentialId;
use crate::state::AppState;
use crate::store::{CredentialPage, CredentialRecord, CredentialState, CredentialsWanted, ListPart, StoreError};

/// The newest credentials of a provider, at most so many, the newest first. None without a database.
///
/// # Errors
/// A row that cannot be read; a database that fails.
pub async fn list_credentials(
    state: &AppState,
    provider: &ProviderCode,
    most: u64,
) -> Result<Vec<CredentialRecord>, StoreError> {
    match state.store() {
        Some(store) => store.credentials_of(provider, most).await,
        None => Ok(Vec::new()),
    }
}

/// Whose credentials somebody asks about: theirs, or of an operator those of any provider there is. None where it is not theirs
/// and where it is not there: the answer is the same.
pub fn listed_for(state: &AppState, by: &IssuedBy, provider: &str) -> Option<ProviderCode> {
    let code: ProviderCode = provider.parse().ok()?;
    match &by.may_for {
        Some(own) => (*own == code).then_some(code),
        None => state.snapshot().catalogue().provider(&code).is_some().then_some(code),
    }
}

/// Part of what a provider has issued, the newest first. Empty without a database.
///
/// # Errors
/// A row that cannot be read; a database that fails.
pub async fn credential_page(
    state: &AppState,
    provider: &ProviderCode,
    wanted: &CredentialsWanted,
    part: &ListPart,
) -> Result<CredentialPage, StoreError> {
    match state.store() {
        Some(store) => store.credential_page(provider, wanted, part).await,
        None => Ok(CredentialPage { records: Vec::new(), is_more_before: false, is_more_after: false }),
    }
}

/// How many credentials a provider has issued of those that are wanted.
///
/// # Errors
/// A database that fails.
pub async fn count_credentials(
    state: &AppState,
    provider: &ProviderCode,
    wanted: &CredentialsWanted,
) -> Result<u64, StoreError> {
    match state.store() {
        Some(store) => store.credential_count(provider, wanted).await,
        None => Ok(0),
    }
}

/// A credential that was issued; none where it is not there, and where it is not theirs: the answer is the same.
///
/// # Errors
/// A row that cannot be read; a database that fails.
pub async fn one_credential(
    state: &AppState,
    by: &IssuedBy,
    id: CredentialId,
) -> Result<Option<CredentialRecord>, StoreError> {
    let Some(store) = state.store() else { return Ok(None) };
    let mut found = store.credentials(&[id]).await?.into_iter().next();
    // Somebody may have been shown an edition under a neutral title, and ask by its name.
    if let Some(itself) = found.as_ref().and_then(|record| record.edition_of) {
        found = store.credentials(&[itself]).await?.into_iter().next();
    }
    let theirs = |record: &CredentialRecord| by.may_for.as_ref().is_none_or(|provider| *provider == record.provider);
    let issued = |record: &CredentialRecord| matches!(record.state, CredentialState::Issued { .. });
    Ok(found.filter(|record| theirs(record) && issued(record)))
}

//! Lists what a provider has issued.

use registry_core::id::ProviderCode;

use crate::state::AppState;
use crate::store::{CredentialRecord, StoreError};

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

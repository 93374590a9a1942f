//! The registry's signed list of issuers: a new version whenever what it says changes, or its end comes near.

use chrono::{DateTime, TimeDelta, Utc};
use registry_core::credential::issuers::{Issuer, IssuerKey, IssuerList};
use registry_core::credential::key::{KeyPair, PublicKey};
use registry_core::credential::moment::Moment;
use registry_core::credential::proof::ProofProblem;
use sha2::{Digest, Sha256};

use super::keep_keys::KeepError;
use crate::state::AppState;
use crate::store::{KeyRecord, PublishedIssuerList, StoreError};

/// How long a list may be relied on, in days.
pub const ISSUERS_VALID_DAYS: i32 = 30;

/// How old a list becomes before it is signed anew although nothing has changed: whoever fetches one can rely on it for three
/// weeks at least.
const SIGN_AGAIN_AFTER: TimeDelta = TimeDelta::days(7);

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// No database, or one that fails.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// It cannot be signed: a fault of the program.
    #[error("the list cannot be signed: {0}")]
    Proof(#[from] ProofProblem),
}

impl From<StoreError> for ListError {
    fn from(error: StoreError) -> Self {
        Self::Keep(error.into())
    }
}

/// The key with which the registry signs its list.
pub fn registry_key(state: &AppState) -> PublicKey {
    registry_pair(state).public()
}

fn registry_pair(state: &AppState) -> KeyPair {
    KeyPair::from_seed(*state.keys().signing())
}

/// The list as it is now, with its text.
///
/// # Errors
/// No database; one that fails.
pub async fn list_issuers(state: &AppState, now: DateTime<Utc>) -> Result<PublishedIssuerList, ListError> {
    let store = state.store().ok_or(KeepError::NoDatabase)?;
    // Every round that goes on is one in which another process published a version.
    loop {
        let issuers = issuers(state, store.keys(None).await?);
        let content = content(state, &issuers);
        let newest = store.issuer_list().await?;
        let fresh = |list: &PublishedIssuerList| {
            list.content == content
                && now - list.signed_at < SIGN_AGAIN_AFTER
                && list.signed_at <= now + TimeDelta::days(1)
        };
        let version = match newest {
            Some(list) if fresh(&list) => return Ok(list),
            newest => newest.map_or(1, |list| list.version.saturating_add(1)),
        };
        let at = Moment::of(now.naive_utc());
        let list = IssuerList { version, valid_from: at, valid_until: at.plus_days(ISSUERS_VALID_DAYS), issuers };
        let document = list.sign(&registry_pair(state), at)?.to_string().into_bytes();
        let list = PublishedIssuerList { version, content, signed_at: now, document };
        if store.publish_issuer_list(&list).await? {
            return Ok(list);
        }
    }
}

/// Who issues, in order of code, with the titles of the catalogue.
pub fn issuers(state: &AppState, keys: Vec<KeyRecord>) -> Vec<Issuer> {
    let snapshot = state.snapshot();
    let mut issuers: Vec<Issuer> = Vec::new();
    for key in keys {
        let listed = IssuerKey {
            key: key.key,
            good_from: key.good_from,
            good_until: key.good_until,
            compromised_from: key.compromised_from,
        };
        match issuers.last_mut().filter(|issuer| issuer.provider == key.provider) {
            Some(issuer) => issuer.keys.push(listed),
            None => {
                let title = snapshot.catalogue().provider(&key.provider);
                let title = title.map_or_else(|| key.provider.to_string(), |provider| provider.title.clone());
                issuers.push(Issuer { provider: key.provider, title, keys: vec![listed] });
            }
        }
    }
    issuers
}

/// The SHA-256 of what a list says, and of who signs it.
fn content(state: &AppState, issuers: &[Issuer]) -> String {
    let text = format!("{} {issuers:?}", registry_key(state).did());
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

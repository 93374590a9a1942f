//! Keys of providers: made or imported, rotated, noted as compromised; opened to sign.

use chrono::{DateTime, TimeDelta, Utc};
use registry_core::audit::{Actor, AuditAction, AuditEvent, AuditSubject, AuditTime};
use registry_core::credential::key::{KeyPair, PublicKey};
use registry_core::credential::moment::Moment;
use registry_core::id::ProviderCode;
use zeroize::Zeroizing;

use crate::access::NoRandomness;
use crate::claim::random;
use crate::kept::{self, Kept, NotOurs};
use crate::state::AppState;
use crate::store::{KeyChange, KeyRecord, SealedSecret, Store, StoreError};

/// How long after its successor begins a retired key still counts as good: what another process signed in the same moment,
/// by a clock that is a little ahead, stays valid. Its secret is erased at once.
const OVERLAP: TimeDelta = TimeDelta::minutes(1);

/// Why keys cannot be worked with.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The catalogue is only in memory.
    #[error("this registry has no database, so it keeps no keys and issues nothing; start it with one")]
    NoDatabase,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no random numbers.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// A secret that this registry cannot open.
    #[error(transparent)]
    NotOurs(#[from] NotOurs),
    /// A secret that was opened and is none.
    #[error("the secret key kept for {0} is damaged")]
    Damaged(ProviderCode),
}

/// What is wrong with a change to keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    /// No such provider.
    #[error("there is no provider {0}; see: registry export")]
    NoProvider(ProviderCode),
    /// It has a key that signs.
    #[error("{0} has a key that signs, {1}; to replace it: registry key rotate")]
    HasKey(ProviderCode, String),
    /// It has none to replace.
    #[error("provider {0} has no key that signs; make one: registry key generate")]
    NoKey(ProviderCode),
    /// The key was used before, by this provider or another.
    #[error("the key {0} was used before; a key is never used again")]
    UsedBefore(String),
    /// No such key.
    #[error("{0} has no key {1}; see: registry key list")]
    NotTheirs(ProviderCode, String),
    /// A moment that has not come.
    #[error("{} has not come yet; say from when the key may have been in other hands", .0.in_words())]
    InFuture(Moment),
}

/// Whether a key is the first of its provider or takes the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewKey {
    /// The provider has none that signs.
    First,
    /// It has one, which is retired.
    InPlace,
}

/// A new key pair, of the system's randomness.
///
/// # Errors
/// A system that gives none.
pub fn generate_key() -> Result<KeyPair, NoRandomness> {
    random().map(KeyPair::from_seed)
}

/// Keeps a key with which a provider signs from now on.
///
/// # Errors
/// No database; one that fails.
pub async fn add_key(
    state: &AppState,
    provider: &ProviderCode,
    pair: &KeyPair,
    new: NewKey,
    now: DateTime<Utc>,
) -> Result<Result<KeyRecord, KeyProblem>, KeepError> {
    let store = state.store().ok_or(KeepError::NoDatabase)?;
    if state.snapshot().catalogue().provider(provider).is_none() {
        return Ok(Err(KeyProblem::NoProvider(provider.clone())));
    }
    let before = current(store, provider).await?;
    match (new, before) {
        (NewKey::First, Some(key)) => return Ok(Err(KeyProblem::HasKey(provider.clone(), key.key.did()))),
        (NewKey::InPlace, None) => return Ok(Err(KeyProblem::NoKey(provider.clone()))),
        _ => {}
    }
    let key = pair.public();
    let secret = kept::seal(state.keys(), Kept::Key, &key.did(), pair.secret().as_bytes())?;
    let at = Moment::of(now.naive_utc());
    let record = KeyRecord {
        key,
        provider: provider.clone(),
        secret: Some(SealedSecret(secret)),
        good_from: at,
        good_until: None,
        compromised_from: None,
    };
    let retire_at = Moment::of((now + OVERLAP).naive_utc());
    match store.add_key(&record, retire_at, event(AuditAction::CreateKey, &record, now)).await? {
        KeyChange::Made => Ok(Ok(record)),
        KeyChange::Refused => Ok(Err(KeyProblem::UsedBefore(key.did()))),
    }
}

/// Notes that somebody else may have held a key from a moment on. It signs no more.
///
/// # Errors
/// No database; one that fails.
pub async fn compromise_key(
    state: &AppState,
    provider: &ProviderCode,
    key: Option<PublicKey>,
    from: Moment,
    now: DateTime<Utc>,
) -> Result<Result<KeyRecord, KeyProblem>, KeepError> {
    let store = state.store().ok_or(KeepError::NoDatabase)?;
    if from > Moment::of(now.naive_utc()) {
        return Ok(Err(KeyProblem::InFuture(from)));
    }
    let keys = store.keys(Some(provider)).await?;
    let found = match key {
        Some(key) => keys.into_iter().find(|record| record.key == key),
        None => keys.into_iter().find(|record| record.secret.is_some()),
    };
    let Some(record) = found else {
        return Ok(Err(match key {
            Some(key) => KeyProblem::NotTheirs(provider.clone(), key.did()),
            None => KeyProblem::NoKey(provider.clone()),
        }));
    };
    store.compromise_key(&record.key, from, event(AuditAction::CompromiseKey, &record, now)).await?;
    let keys = store.keys(Some(provider)).await?;
    Ok(Ok(keys.into_iter().find(|now| now.key == record.key).unwrap_or(record)))
}

/// Every key, or those of a provider, the oldest of each provider first.
///
/// # Errors
/// No database; one that fails.
pub async fn list_keys(state: &AppState, of: Option<&ProviderCode>) -> Result<Vec<KeyRecord>, KeepError> {
    Ok(state.store().ok_or(KeepError::NoDatabase)?.keys(of).await?)
}

/// The key with which a provider signs now; none where it has none.
///
/// # Errors
/// A database that fails; a key that was sealed by another registry.
pub(super) async fn signing_key(
    state: &AppState,
    store: &Store,
    provider: &ProviderCode,
) -> Result<Option<KeyPair>, KeepError> {
    let Some(KeyRecord { key, secret: Some(secret), .. }) = current(store, provider).await? else { return Ok(None) };
    let opened = kept::open(state.keys(), Kept::Key, &key.did(), &secret.0)?;
    let damaged = || KeepError::Damaged(provider.clone());
    let text = Zeroizing::new(String::from_utf8(opened.to_vec()).map_err(|_| damaged())?);
    let pair = KeyPair::from_secret(&text).map_err(|_| damaged())?;
    if pair.public() == key { Ok(Some(pair)) } else { Err(damaged()) }
}

async fn current(store: &Store, provider: &ProviderCode) -> Result<Option<KeyRecord>, StoreError> {
    Ok(store.keys(Some(provider)).await?.into_iter().find(|key| key.secret.is_some()))
}

fn event(action: AuditAction, key: &KeyRecord, now: DateTime<Utc>) -> AuditEvent {
    AuditEvent {
        at: AuditTime::new(now.naive_utc()),
        actor: Actor::Program,
        action,
        subject: AuditSubject::Provider(key.provider.clone()),
        provider: Some(key.provider.clone()),
        reason: None,
        details: format!("{{\"key\":\"{}\"}}", key.key.did()),
    }
}

//! Revokes, suspends and reinstates credentials, and offers one again to whoever it is about.

use chrono::{DateTime, Utc};
use registry_core::audit::AuditAction;
use registry_core::id::ProviderCode;

use super::issue::{IssuedBy, event};
use super::keep_keys::KeepError;
use crate::claim::{ClaimSecret, CredentialId};
use crate::kept::{self, Kept};
use crate::state::AppState;
use crate::store::{
    CredentialRecord, IdempotentRequest, StatusAnswer, StatusChange, StatusOutcome, StatusRequest, status_outcome,
};

/// A wish to change the status of credentials. Never written out whole: the reason may name somebody.
pub struct ChangeStatus {
    /// Who asks.
    pub by: IssuedBy,
    /// What is to be done.
    pub change: StatusChange,
    /// To which.
    pub credentials: Vec<CredentialId>,
    /// Why. It stays with the issuer: sealed in the database, in no list and no log.
    pub reason: Option<String>,
    /// The request, where it has a key.
    pub idempotent: Option<IdempotentRequest>,
    /// Whether it is only tried.
    pub dry_run: bool,
    /// When.
    pub now: DateTime<Utc>,
}

/// What became of it: one for each credential, in order; none where the key was used for something else.
pub type Changed = Option<Vec<StatusOutcome>>;

impl StatusOutcome {
    /// Every outcome.
    const ALL: [Self; 5] = [Self::Changed, Self::AlreadySo, Self::NotFound, Self::NotSuspendable, Self::RevokedForGood];

    /// Its letter in an answer that is kept.
    fn letter(self) -> char {
        match self {
            Self::Changed => 'c',
            Self::AlreadySo => 'a',
            Self::NotFound => 'n',
            Self::NotSuspendable => 's',
            Self::RevokedForGood => 'r',
        }
    }
}

/// Changes the status of credentials. What cannot be changed is said of each; the others are changed.
///
/// # Errors
/// No database; one that fails. Then nothing has changed.
pub async fn change_status(state: &AppState, wish: ChangeStatus) -> Result<Changed, KeepError> {
    let store = state.store().ok_or(KeepError::NoDatabase)?;
    let ChangeStatus { by, change, credentials, reason, idempotent, dry_run, now } = wish;
    if dry_run {
        let records = store.credentials(&credentials).await?;
        let record = |id: &CredentialId| records.iter().find(|record| record.id == *id);
        let outcome = |id| status_outcome(change, by.may_for.as_ref(), record(id));
        return Ok(Some(credentials.iter().map(outcome).collect()));
    }
    let mut sealed = Vec::with_capacity(credentials.len());
    for id in credentials {
        let seal = |reason: &String| kept::seal(state.keys(), Kept::Reason, &id.to_string(), reason.as_bytes());
        sealed.push((id, reason.as_ref().map(seal).transpose()?));
    }
    let action = match change {
        StatusChange::Revoke => AuditAction::RevokeCredentials,
        StatusChange::Suspend => AuditAction::SuspendCredentials,
        StatusChange::Reinstate => AuditAction::ReinstateCredentials,
    };
    let request = StatusRequest {
        change,
        of: by.may_for.as_ref(),
        credentials: &sealed,
        idempotent: idempotent.as_ref(),
        event: &|provider: &ProviderCode, count| event(action, provider, by.actor, count, now),
        answer: &|outcomes: &[StatusOutcome]| outcomes.iter().map(|outcome| outcome.letter()).collect(),
        at: now,
    };
    Ok(match store.change_status(request).await? {
        StatusAnswer::Done(outcomes) => Some(outcomes),
        StatusAnswer::Repeated(letters) => Some(letters.chars().filter_map(of_letter).collect()),
        StatusAnswer::KeyReused => None,
    })
}

fn of_letter(letter: char) -> Option<StatusOutcome> {
    StatusOutcome::ALL.into_iter().find(|outcome| outcome.letter() == letter)
}

/// Why the status of a credential was last changed, for its issuer alone; none where nobody said.
///
/// # Errors
/// A reason that was sealed with another key file.
pub fn reason_of(state: &AppState, record: &CredentialRecord) -> Result<Option<String>, KeepError> {
    let Some(sealed) = &record.reason else { return Ok(None) };
    let opened = kept::open(state.keys(), Kept::Reason, &record.id.to_string(), sealed)?;
    Ok(Some(String::from_utf8_lossy(&opened).into_owned()))
}

/// Offers a credential again, under a new claim: the old one claims nothing any more. None where there is no such credential, or
/// it is not theirs.
///
/// # Errors
/// No database; one that fails.
pub async fn offer_again(
    state: &AppState,
    by: &IssuedBy,
    id: CredentialId,
    now: DateTime<Utc>,
) -> Result<Option<ClaimSecret>, KeepError> {
    let store = state.store().ok_or(KeepError::NoDatabase)?;
    // Every round that goes on is one in which somebody else offered it.
    loop {
        let found = store.credentials(&[id]).await?.into_iter().next();
        let theirs = |provider: &ProviderCode| by.may_for.as_ref().is_none_or(|code| code == provider);
        let Some(record) = found.filter(|record| theirs(&record.provider)) else { return Ok(None) };
        let offer = record.claim_offer.saturating_add(1);
        let claim = state.keys().claim(id, offer);
        let said = event(AuditAction::OfferClaim, &record.provider, by.actor, 1, now);
        if store.offer_claim_again(id, &claim.digest(), offer, said).await? {
            return Ok(Some(claim));
        }
    }
}

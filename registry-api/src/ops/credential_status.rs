//! Revokes, suspends and reinstates credentials, and offers one again to whoever it is about.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use registry_core::audit::AuditAction;
use registry_core::credential::about::About;
use registry_core::credential::json::Json;
use registry_core::id::ProviderCode;

use super::issue::{IssuedBy, event};
use super::keep_keys::KeepError;
use crate::claim::{ClaimSecret, CredentialId};
use crate::kept::{self, Kept};
use crate::state::AppState;
use crate::store::{
    ClaimOffer, CredentialRecord, CredentialState, IdempotentRequest, StatusAnswer, StatusChange, StatusOutcome,
    StatusRequest, Store, status_outcome,
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
    let credentials = themselves(store, credentials).await?;
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

/// The credentials themselves: somebody may have been shown an edition under a neutral title, and name that.
async fn themselves(store: &Store, ids: Vec<CredentialId>) -> Result<Vec<CredentialId>, KeepError> {
    let records = store.credentials(&ids).await?;
    let itself = |id: &CredentialId| records.iter().find(|record| record.id == *id).map(CredentialRecord::itself);
    Ok(ids.iter().map(|id| itself(id).unwrap_or(*id)).collect())
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

/// What came of a wish to offer credentials again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offered {
    /// The new claims, one for each credential, each once, in the order given.
    Again(Vec<ClaimSecret>),
    /// Nothing was offered: those at these places, from 0, are not there or not theirs.
    NotThere(Vec<usize>),
    /// Nothing was offered: those at these places, from 0, carry another name than the first of them that carries one.
    OtherNames(Vec<usize>),
}

/// What stands behind the `#` of a link that claims these.
pub fn claim_codes(claims: &[ClaimSecret]) -> String {
    claims.iter().map(ClaimSecret::reveal).collect::<Vec<_>>().join(".")
}

/// The name that a document carries, as it is compared: nothing else that is kept of a credential tells whose it is.
fn name_in(state: &CredentialState) -> Option<String> {
    let CredentialState::Issued { document, .. } = state else { return None };
    let name = About::of(&Json::read(document).ok()?).holder_name?;
    Some(name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" "))
}

/// The places of names that differ from the first there is.
fn other_names(names: &[Option<String>]) -> Vec<usize> {
    let Some(first) = names.iter().flatten().next() else { return Vec::new() };
    let each = names.iter().enumerate();
    each.filter(|(_, name)| name.as_ref().is_some_and(|name| name != first)).map(|(at, _)| at).collect()
}

/// Offers credentials again, all or none, each under a new claim: the old ones claim nothing any more. A text that is no id is of
/// no credential. Where they carry different names nothing is offered: a link is for one person. What carries no name could be
/// anybody's, and whoever asks answers for it.
///
/// # Errors
/// No database; one that fails.
pub async fn offer_again(
    state: &AppState,
    by: &IssuedBy,
    ids: &[Option<CredentialId>],
    now: DateTime<Utc>,
) -> Result<Offered, KeepError> {
    let store = state.store().ok_or(KeepError::NoDatabase)?;
    let mut named = themselves(store, ids.iter().copied().flatten().collect()).await?.into_iter();
    let itself: Vec<Option<CredentialId>> = ids.iter().map(|id| id.and_then(|_| named.next())).collect();
    let known: Vec<CredentialId> = itself.iter().copied().flatten().collect();
    let theirs = |record: &CredentialRecord| by.may_for.as_ref().is_none_or(|code| *code == record.provider);
    // Every round that goes on is one in which somebody else offered one of them.
    loop {
        let mut found = store.credentials(&known).await?;
        found.retain(theirs);
        let there = |id: &Option<CredentialId>| found.iter().find(|record| Some(record.id) == *id);
        let missing: Vec<usize> = (0..).zip(&itself).filter(|(_, id)| there(id).is_none()).map(|(at, _)| at).collect();
        if !missing.is_empty() {
            return Ok(Offered::NotThere(missing));
        }
        let names: Vec<Option<String>> =
            itself.iter().map(|id| there(id).and_then(|record| name_in(&record.state))).collect();
        let others = other_names(&names);
        if !others.is_empty() {
            return Ok(Offered::OtherNames(others));
        }
        let (mut claims, mut offers, mut of): (Vec<_>, Vec<ClaimOffer>, BTreeMap<_, u32>) = Default::default();
        for record in itself.iter().filter_map(there) {
            if offers.iter().any(|offer| offer.credential == record.id) {
                continue;
            }
            let offer = record.claim_offer.saturating_add(1);
            let claim = state.keys().claim(record.id, offer);
            offers.push(ClaimOffer { credential: record.id, claim: claim.digest(), offer });
            claims.push(claim);
            *of.entry(&record.provider).or_default() += 1;
        }
        let said = |(provider, count)| event(AuditAction::OfferClaim, provider, by.actor, count, now);
        if store.offer_claims_again(&offers, of.into_iter().map(said).collect()).await? {
            return Ok(Offered::Again(claims));
        }
    }
}

//! From what is noted to what is signed and kept; also after a crash.

use std::collections::BTreeMap;
use std::thread;

use chrono::{DateTime, Utc};
use registry_core::achievement::{Achievement, AchievementOf};
use registry_core::audit::{Actor, AuditAction, AuditEvent, AuditSubject, AuditTime};
use registry_core::credential::badge::{self, Issuance, IssueProblem, StatusEntry, TitleShown};
use registry_core::credential::key::KeyPair;
use registry_core::credential::moment::Moment;
use registry_core::credential::status::Purpose;
use registry_core::id::ProviderCode;
use serde::{Deserialize, Serialize};

use super::super::keep_keys::{KeepError, signing_key};
use super::super::read_status::list_address;
use super::judge::Judged;
use crate::claim::CredentialId;
use crate::kept::{self, Kept};
use crate::state::AppState;
use crate::store::{
    CredentialRecord, CredentialState, FinishOutcome, Finished, Intent, ListKey, RequestRow, Store, StoreError,
};

/// How often documents are signed again because the key changed meanwhile.
const KEYS_TRIED: u8 = 3;

/// Why issuing stopped.
#[derive(Debug, thiserror::Error)]
pub enum IssueFault {
    /// No database, no randomness, a key that cannot be opened.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// What was noted cannot be read: a fault of the program.
    #[error("what was noted for credential {0} cannot be read")]
    Intent(CredentialId),
    /// What was noted is of a course, version or provider that is not in the catalogue.
    #[error("credential {0} is of something that is not in the catalogue")]
    NoAchievement(CredentialId),
    /// What was judged to be sound cannot be signed: a fault of the program.
    #[error("credential {0} cannot be signed: {1}")]
    Unsigned(CredentialId, IssueProblem),
    /// The provider has no key any more.
    #[error(
        "provider {0} has no key that signs; what is noted is finished once it has one: registry key generate --provider {0}"
    )]
    NoKey(ProviderCode),
    /// Nobody has said where the registry is.
    #[error("this registry does not know its own address; set REGISTRY_ADDRESS")]
    NoAddress,
    /// The work was stopped.
    #[error("the work on credentials was stopped: {0}")]
    Stopped(#[from] tokio::task::JoinError),
}

impl From<StoreError> for IssueFault {
    fn from(error: StoreError) -> Self {
        Self::Keep(error.into())
    }
}

/// What is to be signed, as it is kept until then.
#[derive(Serialize, Deserialize)]
struct ToSign {
    holder: String,
    name: Option<String>,
    achievement: String,
    neutral: bool,
    /// The neutral title as it was then: a course may have another, or none, when this is signed after a crash.
    #[serde(default)]
    neutral_title: Option<String>,
    result: Option<String>,
    from: String,
    until: Option<String>,
}

/// The names of a request: that of its credentials, and that of their editions under neutral titles.
pub(super) struct Asked {
    pub(super) credentials: String,
    pub(super) editions: String,
}

/// Intents to issue, under new names: the credentials, then their editions under neutral titles. The first is row `from` of
/// the request.
pub(super) fn intents(
    state: &AppState,
    judged: &[Judged],
    asked: &Asked,
    from: usize,
) -> Result<Vec<Intent>, IssueFault> {
    let (mut intents, mut editions) = (Vec::with_capacity(judged.len()), Vec::new());
    for (row, judged) in (from..).zip(judged) {
        let request = |request: &str| RequestRow {
            request: request.to_owned(),
            row: u32::try_from(row).unwrap_or(u32::MAX),
            input: judged.input.clone(),
        };
        let itself = intent(state, judged, &judged.issuance, request(&asked.credentials), None)?;
        if let Some(neutral) = &judged.neutral {
            editions.push(intent(state, judged, neutral, request(&asked.editions), Some(itself.id))?);
        }
        intents.push(itself);
    }
    intents.extend(editions);
    Ok(intents)
}

fn intent(
    state: &AppState,
    judged: &Judged,
    issuance: &Issuance,
    request: RequestRow,
    edition_of: Option<CredentialId>,
) -> Result<Intent, IssueFault> {
    let fresh = || CredentialId::generate().map_err(KeepError::from);
    let id = fresh()?;
    let to_sign = ToSign {
        holder: fresh()?.urn(),
        name: issuance.holder_name.clone(),
        achievement: issuance.achievement_id.clone(),
        neutral: issuance.title == TitleShown::Neutral,
        neutral_title: judged.achievement.neutral_title.clone(),
        result: issuance.result.clone(),
        from: issuance.valid_from.to_string(),
        until: issuance.valid_until.map(|moment| moment.to_string()),
    };
    let plain = serde_json::to_vec(&to_sign).map_err(|_| IssueFault::Intent(id))?;
    Ok(Intent {
        id,
        of: judged.achievement.of.clone(),
        completed: issuance.completed,
        suspendable: judged.suspendable,
        sealed: kept::seal(state.keys(), Kept::Intent, &id.to_string(), &plain).map_err(KeepError::from)?,
        request,
        claim: state.keys().claim(id, Intent::first_offer(edition_of)).digest(),
        edition_of,
    })
}

/// Signs what of these is only noted, keeps it, and gives them all as they are kept then, in their order.
pub(super) async fn finish(
    state: &AppState,
    store: &Store,
    provider: &ProviderCode,
    records: Vec<CredentialRecord>,
    actor: Actor,
    now: DateTime<Utc>,
) -> Result<Vec<CredentialRecord>, IssueFault> {
    let unsigned: Vec<_> =
        records.iter().filter_map(|record| to_sign(state, record).transpose()).collect::<Result<_, _>>()?;
    if unsigned.is_empty() {
        return Ok(records);
    }
    let unsigned = std::sync::Arc::new(unsigned);
    for _ in 0..KEYS_TRIED {
        let pair = signing_key(state, store, provider).await?.ok_or_else(|| IssueFault::NoKey(provider.clone()))?;
        let signer = pair.public();
        let (work, at) = (std::sync::Arc::clone(&unsigned), Moment::of(now.naive_utc()));
        let finished = tokio::task::spawn_blocking(move || sign_all(&work, &pair, at)).await??;
        let event = |count: u32| event(AuditAction::IssueCredentials, provider, actor, count, now);
        match store.finish(&signer, &finished, now, &event).await? {
            FinishOutcome::KeyChanged => {}
            FinishOutcome::Issued(_) => {
                let ids: Vec<CredentialId> = records.iter().map(|record| record.id).collect();
                let mut kept: BTreeMap<_, _> =
                    store.credentials(&ids).await?.into_iter().map(|record| (record.id, record)).collect();
                let issued = |record: &CredentialRecord| matches!(record.state, CredentialState::Issued { .. });
                let find = |id: &CredentialId| kept.remove(id).filter(issued).ok_or(IssueFault::Intent(*id));
                return ids.iter().map(find).collect();
            }
        }
    }
    Err(IssueFault::NoKey(provider.clone()))
}

/// What the audit log says: how many of which provider, and nothing of anybody.
pub(in crate::ops) fn event(
    action: AuditAction,
    provider: &ProviderCode,
    actor: Actor,
    count: u32,
    now: DateTime<Utc>,
) -> AuditEvent {
    AuditEvent {
        at: AuditTime::new(now.naive_utc()),
        actor,
        action,
        subject: AuditSubject::Provider(provider.clone()),
        provider: Some(provider.clone()),
        reason: None,
        details: format!("{{\"count\":{count}}}"),
    }
}

struct Unsigned {
    id: CredentialId,
    is_edition: bool,
    achievement: Achievement,
    issuance: Issuance,
}

/// What is to be signed of a record; nothing where it was.
fn to_sign(state: &AppState, record: &CredentialRecord) -> Result<Option<Unsigned>, IssueFault> {
    let CredentialState::Intended(sealed) = &record.state else { return Ok(None) };
    let id = record.id;
    let opened = kept::open(state.keys(), Kept::Intent, &id.to_string(), sealed).map_err(KeepError::from)?;
    let told: ToSign = serde_json::from_slice(&opened).map_err(|_| IssueFault::Intent(id))?;
    let moment = |text: &str| text.parse::<Moment>().map_err(|_| IssueFault::Intent(id));
    let purposes = if record.suspendable { &Purpose::ALL[..] } else { &Purpose::ALL[..1] };
    let entry = |purpose: &Purpose| {
        let list = ListKey { provider: record.provider.clone(), number: record.place.list, purpose: *purpose };
        let list = list_address(state, &list).ok_or(IssueFault::NoAddress)?;
        Ok(StatusEntry { list, index: record.place.index, purpose: *purpose })
    };
    let issuance = Issuance {
        id: id.urn(),
        holder: told.holder,
        holder_name: told.name,
        achievement_id: told.achievement,
        title: if told.neutral { TitleShown::Neutral } else { TitleShown::Full },
        completed: record.completed,
        result: told.result,
        valid_from: moment(&told.from)?,
        valid_until: told.until.as_deref().map(moment).transpose()?,
        status: purposes.iter().map(entry).collect::<Result<_, IssueFault>>()?,
    };
    let mut achievement = achievement(state, record).ok_or(IssueFault::NoAchievement(id))?;
    achievement.neutral_title = told.neutral_title.or(achievement.neutral_title);
    Ok(Some(Unsigned { id, is_edition: record.edition_of.is_some(), achievement, issuance }))
}

/// Published versions never change, so the achievement is what it was when it was noted.
fn achievement(state: &AppState, record: &CredentialRecord) -> Option<Achievement> {
    let snapshot = state.snapshot();
    let catalogue = snapshot.catalogue();
    let provider = catalogue.provider(&record.provider)?;
    match &record.of {
        AchievementOf::Course { course, version } => {
            let course = catalogue.course(course)?;
            let version = course.versions.iter().find(|found| found.version == *version)?;
            Some(Achievement::of_course(course, version, provider))
        }
        AchievementOf::Qualification(code) => {
            Some(Achievement::of_qualification(catalogue.qualification(code)?, provider))
        }
    }
}

/// Signs them on all processors, in their order.
fn sign_all(unsigned: &[Unsigned], pair: &KeyPair, at: Moment) -> Result<Vec<Finished>, IssueFault> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = unsigned.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let work: Vec<_> = unsigned
            .chunks(share)
            .map(|some| scope.spawn(move || some.iter().map(|one| sign(one, pair, at)).collect::<Result<Vec<_>, _>>()))
            .collect();
        let mut finished = Vec::with_capacity(unsigned.len());
        for share in work {
            match share.join() {
                Ok(signed) => finished.extend(signed?),
                Err(fault) => std::panic::resume_unwind(fault),
            }
        }
        Ok(finished)
    })
}

fn sign(one: &Unsigned, pair: &KeyPair, at: Moment) -> Result<Finished, IssueFault> {
    let issued = badge::issue(&one.achievement, &one.issuance, pair, at);
    let issued = issued.map_err(|problems| match problems.into_iter().next() {
        Some(problem) => IssueFault::Unsigned(one.id, problem),
        None => IssueFault::Intent(one.id),
    })?;
    let document = issued.document.to_string().into_bytes();
    Ok(Finished { id: one.id, document, is_edition: one.is_edition })
}

/// Finishes what an earlier run noted and did not issue. Gives how many; what cannot be finished, such as that of a provider
/// without a key, is left and said in the log, and does not stand in the way of other providers.
///
/// # Errors
/// No database; one that fails.
pub async fn finish_unfinished(state: &AppState, now: DateTime<Utc>) -> Result<usize, IssueFault> {
    let store = state.store().ok_or(KeepError::NoDatabase)?;
    let mut done = 0;
    let mut left: Vec<ProviderCode> = Vec::new();
    loop {
        let some = store.unfinished(super::AT_A_TIME as u64, &left).await?;
        let mut of: BTreeMap<ProviderCode, Vec<CredentialRecord>> = BTreeMap::new();
        for record in some {
            of.entry(record.provider.clone()).or_default().push(record);
        }
        if of.is_empty() {
            return Ok(done);
        }
        for (provider, records) in of {
            let noted = |record: &&CredentialRecord| matches!(record.state, CredentialState::Intended(_));
            let count = records.iter().filter(noted).filter(|record| record.edition_of.is_none()).count();
            match finish(state, store, &provider, records, Actor::Program, now).await {
                Ok(_) => done += count,
                Err(error @ IssueFault::Keep(KeepError::Store(_))) => return Err(error),
                Err(error) => {
                    tracing::warn!(%error, "credentials are noted and not issued");
                    left.push(provider);
                }
            }
        }
    }
}

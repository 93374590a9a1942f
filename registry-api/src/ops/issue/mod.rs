//! Issues credentials: everything is judged, then noted, then signed, then kept (docs/adr/0011).
//!
//! What is noted has a name, a place in a status list and, sealed, all that is to be signed. A crash after that is finished when
//! the program starts, or when the same key is asked again; nothing is ever issued twice under one key.

mod judge;
pub mod roster;
mod sign;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use registry_core::achievement::Achievement;
use registry_core::audit::Actor;
use registry_core::credential::badge::{IssueProblem, IssueWarning, TitleShown};
use registry_core::credential::usi::UsiError;
use registry_core::date;
use registry_core::id::{CourseCode, ProviderCode, QualificationCode};
use semver::Version;
use serde::Serialize;

use super::keep_keys::{KeepError, signing_key};
use crate::claim::{ClaimSecret, CredentialId, random};
use crate::state::AppState;
use crate::store::{CredentialRecord, CredentialState, IdempotencyKey, IntendOutcome, Store};

pub(in crate::ops) use sign::event;
pub use sign::{IssueFault, finish_unfinished};

/// How many credentials are noted, signed and kept at a time.
pub const AT_A_TIME: usize = 500;

/// What was earned, as whoever issues says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Earned {
    /// A course; without a version, the newest one that was published when it was completed.
    Course(CourseCode, Option<Version>),
    /// A whole qualification.
    Qualification(QualificationCode),
}

/// One thing that one person has earned. It is never written out whole: it holds a person's name.
#[derive(Clone, PartialEq, Eq)]
pub struct Award {
    /// What.
    pub earned: Earned,
    /// The day it was completed.
    pub completed: NaiveDate,
    /// The name of the person, where it is to be part of the credential.
    pub holder_name: Option<String>,
    /// The result of the assessment, where it says more than that it was passed.
    pub result: Option<String>,
    /// Under which title.
    pub title: TitleShown,
    /// The last day on which it holds, where it ends.
    pub valid_until: Option<NaiveDate>,
    /// Whether it can be suspended: then it has a second status entry, which the JSON Schema of 1EdTech does not allow.
    pub suspendable: bool,
    /// The person's USI: its check character is looked at, and it is neither kept nor part of anything that is.
    pub usi: Option<String>,
    /// What whoever issues calls the person: two who are called differently are not one. It is neither kept nor part of anything
    /// that is.
    pub reference: Option<String>,
}

impl std::fmt::Debug for Award {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Award({:?}, completed {}, person not shown)", self.earned, self.completed)
    }
}

/// Who issues, and with which token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedBy {
    /// Who acts.
    pub actor: Actor,
    /// For whom they may; none for an operator, who may for all.
    pub may_for: Option<ProviderCode>,
}

/// A request to issue.
#[derive(Debug)]
pub struct IssueRequest {
    /// Who asks.
    pub by: IssuedBy,
    /// In whose name.
    pub provider: ProviderCode,
    /// What.
    pub awards: Vec<Award>,
    /// The key of the request. It belongs to the provider, so that another of its tokens can finish what one began.
    pub key: Option<IdempotencyKey>,
    /// Whether it is only tried.
    pub dry_run: bool,
    /// The time of the request.
    pub now: DateTime<Utc>,
}

/// What became of a request to issue.
#[derive(Debug)]
pub enum IssueOutcome {
    /// One for each award, in order.
    Issued(Vec<IssuedCredential>),
    /// It was only tried, and can be done: what each award comes to.
    Tried(Vec<TriedAward>),
    /// Nothing was issued: everything that is wrong.
    Refused(Vec<AwardProblem>),
    /// The key was used for something else.
    KeyReused,
}

/// A credential that was issued. The document is not shown: it may name somebody.
#[derive(Clone, PartialEq)]
pub struct IssuedCredential {
    /// Its name.
    pub id: CredentialId,
    /// What it is for, and what sort of document it is.
    pub achievement: Arc<Achievement>,
    /// The signed document.
    pub document: Vec<u8>,
    /// The same under its neutral title, where it has one and was issued under the full one: another document, of which its
    /// holder may show either.
    pub neutral: Option<Vec<u8>>,
    /// With this the person claims it.
    pub claim: ClaimSecret,
    /// What to be warned of.
    pub warnings: Vec<AwardWarning>,
}

impl std::fmt::Debug for IssuedCredential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IssuedCredential({}, {} bytes, {:?})", self.id, self.document.len(), self.warnings)
    }
}

/// What an award comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct TriedAward {
    /// What it is for, and what sort of document it would be.
    pub achievement: Arc<Achievement>,
    /// What to be warned of.
    pub warnings: Vec<AwardWarning>,
}

/// What whoever issues should know, and may go on in spite of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AwardWarning {
    /// It is late.
    #[error("{0}")]
    Late(IssueWarning),
    /// Two awards are the same, the name included.
    #[error("it says the same as award {0}; if that is the same person, leave one of them out")]
    Same(usize),
}

/// Something wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwardProblem {
    /// Which award, from 0; none where it is about all of them.
    pub award: Option<usize>,
    /// What is wrong.
    pub reason: AwardFault,
}

/// What is wrong with an award.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AwardFault {
    /// A provider that is not there, or for which they may not issue: the answer is the same.
    #[error("provider {0} is not among those you may issue for; correct the code")]
    NotYours(ProviderCode),
    /// It has no key.
    #[error(
        "provider {0} has no key that signs; whoever runs the registry makes one: registry key generate --provider {0}"
    )]
    NoKey(ProviderCode),
    /// Nobody has said where the registry is.
    #[error(
        "this registry does not know its own address, which credentials name for ever; set REGISTRY_ADDRESS, such as https://registry.example.org"
    )]
    NoAddress,
    /// No awards.
    #[error("there is nothing to issue; give at least one award")]
    Nothing,
    /// No such course.
    #[error("there is no course {0}; correct the code")]
    NoCourse(CourseCode),
    /// No such version.
    #[error("course {0} has no version {1}; correct the number")]
    NoVersion(CourseCode, Version),
    /// No version was published by then.
    #[error("course {0} had no published version on {then}; say the version", then = date::in_words(*.1))]
    NoVersionThen(CourseCode, NaiveDate),
    /// A version that came later.
    #[error(
        "version {1} of {0} was published on {published}, after it was completed on {completed}; say the version that was taught",
        published = date::in_words(*.2),
        completed = date::in_words(*.3)
    )]
    VersionLater(CourseCode, Version, NaiveDate, NaiveDate),
    /// No such qualification.
    #[error("there is no qualification {0}; correct the code")]
    NoQualification(QualificationCode),
    /// Somebody else's.
    #[error("provider {0} neither publishes {1} nor has an offering of it; publish the offering first")]
    NotTaught(ProviderCode, String),
    /// A USI with a mistake. It is not repeated.
    #[error(transparent)]
    Usi(UsiError),
    /// What the document does not allow.
    #[error(transparent)]
    Document(IssueProblem),
}

impl AwardFault {
    /// The field of the award, as the API has it.
    pub fn field(&self) -> &'static str {
        match self {
            Self::NotYours(_) | Self::NoKey(_) | Self::NoAddress => "provider",
            Self::Nothing => "awards",
            Self::NoCourse(_) => "course",
            Self::NoVersion(..) | Self::NoVersionThen(..) | Self::VersionLater(..) => "version",
            Self::NoQualification(_) => "qualification",
            Self::NotTaught(..) => "course",
            Self::Usi(_) => "usi",
            Self::Document(problem) => match problem {
                IssueProblem::NoNeutralTitle(_) => "title",
                IssueProblem::NotCompleted { .. } => "completed",
                IssueProblem::EndsBefore { .. } => "validUntil",
                IssueProblem::NotAssessed(_) => "result",
                IssueProblem::Name(_) | IssueProblem::NameTurned(_) => "holderName",
                IssueProblem::StatusTwice(_) | IssueProblem::Proof(_) => "course",
            },
        }
    }
}

/// Issues, or says everything that stands against it; then nothing is issued. `progress` hears how many of how many are done.
///
/// # Errors
/// No database; one that fails. What was noted by then is finished when the same key is asked again, or at the next start.
pub async fn issue(
    state: &AppState,
    request: IssueRequest,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Result<IssueOutcome, IssueFault> {
    let store = state.store().ok_or(KeepError::NoDatabase)?;
    let judged = match judge::judge(state, &request) {
        Ok(judged) => judged,
        Err(problems) => return Ok(IssueOutcome::Refused(problems)),
    };
    if signing_key(state, store, &request.provider).await?.is_none() {
        return Ok(refused(AwardFault::NoKey(request.provider)));
    }
    if state.address().is_none() {
        return Ok(refused(AwardFault::NoAddress));
    }
    if request.dry_run {
        let tried = |judged: judge::Judged| TriedAward { achievement: judged.achievement, warnings: judged.warnings };
        return Ok(IssueOutcome::Tried(judged.into_iter().map(tried).collect()));
    }
    let name = match &request.key {
        Some(key) => key.to_string(),
        // Nobody can ask with it again.
        None => CredentialId::generate().map_err(KeepError::from)?.to_string(),
    };
    // No key has a space in it, so the two are never those of another key.
    let asked = sign::Asked {
        credentials: digest(state, &request.provider, &name),
        editions: digest(state, &request.provider, &format!("{name} neutral")),
    };
    if was_other(store, &asked.credentials, &judged).await? {
        return Ok(IssueOutcome::KeyReused);
    }
    let total = judged.len();
    let mut issued = Vec::with_capacity(total);
    for (at, some) in judged.chunks(AT_A_TIME).enumerate() {
        let intents = sign::intents(state, some, &asked, at * AT_A_TIME)?;
        let mut draw = || random().ok().map(u32::from_be_bytes);
        let records = match store.intend(&request.provider, &intents, request.now, &mut draw).await? {
            IntendOutcome::Noted(records) => records,
            IntendOutcome::KeyReused => return Ok(IssueOutcome::KeyReused),
        };
        // Also where the course has lost its neutral title since: what was noted together is kept together.
        let records = store.with_editions(records).await?;
        let records = sign::finish(state, store, &request.provider, records, request.by.actor, request.now).await?;
        let (editions, records): (Vec<_>, Vec<_>) = records.into_iter().partition(|record| record.edition_of.is_some());
        let mut neutral: BTreeMap<CredentialId, Vec<u8>> =
            editions.into_iter().map(|edition| (edition.itself(), document_of(edition))).collect();
        issued.extend(records.into_iter().zip(some).map(|(record, judged)| {
            let neutral = neutral.remove(&record.id);
            of_record(state, record, neutral, judged)
        }));
        progress(issued.len(), total);
    }
    Ok(IssueOutcome::Issued(issued))
}

/// How many credentials earlier requests with this key have issued.
///
/// # Errors
/// No database; one that fails.
pub async fn issued_before(
    state: &AppState,
    provider: &ProviderCode,
    key: &IdempotencyKey,
) -> Result<usize, IssueFault> {
    let store = state.store().ok_or(KeepError::NoDatabase)?;
    let before = store.credentials_of_request(&digest(state, provider, &key.to_string())).await?;
    Ok(before.iter().filter(|record| matches!(record.state, CredentialState::Issued { .. })).count())
}

/// What a provider's request of that name is kept under.
fn digest(state: &AppState, provider: &ProviderCode, name: &str) -> String {
    state.keys().digest("request", format!("{provider} {name}").as_bytes())
}

fn refused(reason: AwardFault) -> IssueOutcome {
    IssueOutcome::Refused(vec![AwardProblem { award: None, reason }])
}

/// Whether the key was used before for awards that are not the first of these.
async fn was_other(store: &Store, asked: &str, judged: &[judge::Judged]) -> Result<bool, IssueFault> {
    let before = store.credentials_of_request(asked).await?;
    Ok(before.iter().any(|record| {
        let now = usize::try_from(record.request.row).ok().and_then(|row| judged.get(row));
        now.is_none_or(|now| now.input != record.request.input)
    }))
}

fn of_record(
    state: &AppState,
    record: CredentialRecord,
    neutral: Option<Vec<u8>>,
    judged: &judge::Judged,
) -> IssuedCredential {
    IssuedCredential {
        id: record.id,
        achievement: Arc::clone(&judged.achievement),
        claim: state.keys().claim(record.id, record.claim_offer),
        document: document_of(record),
        neutral,
        warnings: judged.warnings.clone(),
    }
}

fn document_of(record: CredentialRecord) -> Vec<u8> {
    match record.state {
        CredentialState::Issued { document, .. } => document,
        // `finish` gives none that is not issued.
        CredentialState::Intended(_) => Vec::new(),
    }
}

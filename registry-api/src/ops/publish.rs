//! Publishes a change: judged against the whole catalogue, written with its entry in the audit log, served at once.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use registry_core::audit::{Actor, AuditAction, AuditEvent, AuditSubject, AuditTime, TokenId};
use registry_core::catalogue::Catalogue;
use registry_core::id::{CourseCode, ProviderCode};
use registry_core::publish::{
    Change, ImpactBudget, OfferingsOf, Plan, Publisher, Violation, impact, plan, standard_questions,
};
use semver::Version;
use tokio::task::spawn_blocking;

use super::keep_receipt::{Judgement, commit_with_receipt};
use super::load_catalogue::{LoadError, refresh_catalogue};
use super::receipt::{CredentialsReceipt, ImpactReceipt, Receipt};
use crate::lane::Stopped;
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::store::{CommitOutcome, EarlierAnswer, IdempotentRequest, Store, StoreError};

/// Who publishes, and with which token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedBy {
    /// Whose changes it may make.
    pub publisher: Publisher,
    /// Who acts.
    pub actor: Actor,
}

impl PublishedBy {
    /// A token of a provider, or of an operator where `provider` is none.
    pub fn token(token: TokenId, provider: Option<ProviderCode>) -> Self {
        let publisher = provider.map_or(Publisher::Operator, Publisher::Provider);
        Self { publisher, actor: Actor::Token(token) }
    }

    /// Whose it is; none for the registry's own.
    pub(super) fn provider(&self) -> Option<ProviderCode> {
        match &self.publisher {
            Publisher::Operator => None,
            Publisher::Provider(code) => Some(code.clone()),
        }
    }
}

/// A change that somebody asks for.
#[derive(Debug, Clone)]
pub struct PublishRequest {
    /// Who asks.
    pub by: PublishedBy,
    /// For what.
    pub change: Change,
    /// Why; public, in the audit log.
    pub reason: Option<String>,
    /// The key under which the answer is kept, where there is one.
    pub idempotent: Option<IdempotentRequest>,
    /// Whether the change is only tried.
    pub dry_run: bool,
    /// Whether it is worked out what the change does to others.
    pub with_impact: bool,
    /// The time of the request.
    pub now: DateTime<Utc>,
    /// The day it is where the registry is.
    pub today: NaiveDate,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq)]
pub enum PublishOutcome {
    /// It was made, or would be.
    Done(Box<Receipt>),
    /// It cannot be made: everything that is wrong.
    Refused(Vec<Violation>),
    /// The idempotency key was used for something else.
    KeyReused,
}

/// Why a change was neither made nor refused.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The catalogue is only in memory.
    #[error("this registry has no database, so nothing can be published; start it with one")]
    NoDatabase,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The catalogue of the database.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// An answer that was kept and cannot be read, or one that cannot be written.
    #[error("an answer that was kept cannot be read: {0}")]
    Answer(#[from] serde_json::Error),
    /// A file that was received and cannot be read again.
    #[error("a file that was received cannot be read: {0}")]
    Received(#[source] std::io::Error),
    /// The work on the change was stopped.
    #[error("the work on a change was stopped: {0}")]
    Stopped(#[from] tokio::task::JoinError),
    /// Other imports, which come first, take too long.
    #[error("other imports are being read; send this one again in a moment")]
    OthersFirst,
    /// The work on the change was stopped.
    #[error("a change was not judged: {0}")]
    NotJudged(#[from] Stopped),
}

/// Judges a change and makes it, unless it is only tried.
///
/// A request with a key that was answered before has that answer again. Everything else is judged against the catalogue as
/// it is when it is written: where another process has published meanwhile, it is judged again.
///
/// # Errors
/// No database; one that fails. Then nothing has changed, unless it failed while confirming: the same key tells.
pub async fn publish(state: &AppState, request: PublishRequest) -> Result<PublishOutcome, PublishError> {
    let store = state.store().ok_or(PublishError::NoDatabase)?;
    if let Some(outcome) = answered_before(store, &request).await? {
        return Ok(outcome);
    }
    let mut judged = match judge_now(state, store, &request).await? {
        Ok(judged) => judged,
        Err(violations) => return Ok(PublishOutcome::Refused(violations)),
    };
    let impact = if request.with_impact { Some(work_out_impact(store, &judged, &request).await?) } else { None };
    if request.dry_run {
        return Ok(PublishOutcome::Done(Box::new(judged.receipt(&request, impact.clone()))));
    }
    let _turn = state.turn_to_publish().await;
    loop {
        if judged.before.revision() != state.snapshot().revision() {
            match judge_now(state, store, &request).await? {
                Ok(again) => judged = again,
                // It may be refused because the same request was made meanwhile.
                Err(violations) => {
                    let before = answered_before(store, &request).await?;
                    return Ok(before.unwrap_or(PublishOutcome::Refused(violations)));
                }
            }
        }
        let receipt = judged.receipt(&request, impact.clone());
        match write(store, &judged, &request, &receipt).await? {
            CommitOutcome::Committed { revision, sequence } => {
                state.replace_snapshot(Snapshot::new(judged.plan.next, revision));
                let sequence = Some(sequence);
                return Ok(PublishOutcome::Done(Box::new(Receipt { revision, sequence, ..receipt })));
            }
            CommitOutcome::Repeated { answer } => return repeated(&answer),
            CommitOutcome::KeyReused => return Ok(PublishOutcome::KeyReused),
            // Each round that is stale is one in which another process published something.
            CommitOutcome::Stale { .. } => {
                refresh_catalogue(state).await?;
            }
        }
    }
}

/// The catalogue as a change would leave it, to be looked at before the change is made.
///
/// # Errors
/// Everything that is wrong with the change.
pub fn preview(
    at: &Catalogue,
    change: &Change,
    by: &PublishedBy,
    today: NaiveDate,
) -> Result<Catalogue, Vec<Violation>> {
    plan(at, change, &by.publisher, today).map(|plan| plan.next)
}

/// A change that was judged, and the catalogue it was judged against.
struct Judged {
    before: Arc<Snapshot>,
    plan: Plan,
}

impl Judged {
    fn receipt(&self, request: &PublishRequest, impact: Option<ImpactReceipt>) -> Receipt {
        let subject = subject_of(&request.change).to_string();
        Receipt::of(subject, &self.plan, impact, self.before.revision())
    }
}

/// Judges a change against the newest catalogue: a refusal that another process' publication would lift is none.
async fn judge_now(
    state: &AppState,
    store: &Store,
    request: &PublishRequest,
) -> Result<Result<Judged, Vec<Violation>>, PublishError> {
    loop {
        let before = state.snapshot();
        let (at, by, change, today) =
            (Arc::clone(&before), request.by.publisher.clone(), request.change.clone(), request.today);
        let judged = state.judging().run(move || plan(at.catalogue(), &change, &by, today)).await?;
        match judged {
            Ok(plan) => return Ok(Ok(Judged { before, plan })),
            Err(violations) => {
                if store.revision().await? == before.revision() || !refresh_catalogue(state).await? {
                    return Ok(Err(violations));
                }
            }
        }
    }
}

/// What the change does to others, beside the catalogue it was judged against: it says which that is.
async fn work_out_impact(
    store: &Store,
    judged: &Judged,
    request: &PublishRequest,
) -> Result<ImpactReceipt, PublishError> {
    let (before, after, today) = (Arc::clone(&judged.before), judged.plan.next.clone(), request.today);
    let work = move || {
        let questions = standard_questions(before.catalogue(), today);
        impact(before.catalogue(), &after, &questions, today, ImpactBudget::default())
    };
    let found = spawn_blocking(work).await?;
    let mut credentials = Vec::new();
    for (course, version) in versions_concerned(judged.before.catalogue(), &request.change) {
        let issued = store.issued_count(&course, &version).await?;
        credentials.push(CredentialsReceipt { course: course.to_string(), version: version.to_string(), issued });
    }
    Ok(ImpactReceipt::of(&found, credentials, judged.before.revision()))
}

/// The versions whose holders a change concerns: the one that is withdrawn; of a course that has another version or another
/// course in its place all there are.
fn versions_concerned(catalogue: &Catalogue, change: &Change) -> Vec<(CourseCode, Version)> {
    let all = |code: &CourseCode| {
        let versions = catalogue.course(code).into_iter().flat_map(|course| &course.versions);
        versions.map(|version| (code.clone(), version.version.clone())).collect()
    };
    match change {
        Change::WithdrawVersion { course, version, .. } => vec![(course.clone(), version.clone())],
        Change::PublishVersion(draft) => all(&draft.code),
        Change::SupersedeCourse { course, .. } => all(course),
        Change::SetOfferings { .. }
        | Change::PublishQualification(_)
        | Change::PublishCreditRules(_)
        | Change::RegisterProvider(_) => Vec::new(),
    }
}

async fn write(
    store: &Store,
    judged: &Judged,
    request: &PublishRequest,
    receipt: &Receipt,
) -> Result<CommitOutcome, PublishError> {
    let revision = judged.before.revision();
    let judgement = Judgement { revision, delta: &judged.plan.delta, event: event_of(request) };
    commit_with_receipt(store, judgement, receipt, request.idempotent.clone()).await
}

async fn answered_before(store: &Store, request: &PublishRequest) -> Result<Option<PublishOutcome>, PublishError> {
    let Some(idempotent) = &request.idempotent else { return Ok(None) };
    match store.earlier_answer(idempotent, AuditTime::new(request.now.naive_utc())).await? {
        None => Ok(None),
        Some(EarlierAnswer::Same(answer)) => repeated(&answer).map(Some),
        Some(EarlierAnswer::KeyReused) => Ok(Some(PublishOutcome::KeyReused)),
    }
}

fn repeated(answer: &str) -> Result<PublishOutcome, PublishError> {
    Ok(PublishOutcome::Done(Box::new(serde_json::from_str(answer)?)))
}

/// What a change is about, as the audit log names it.
fn subject_of(change: &Change) -> AuditSubject {
    match change {
        Change::PublishVersion(draft) => AuditSubject::CourseVersion(draft.code.clone(), draft.version.version.clone()),
        Change::WithdrawVersion { course, version, .. } => AuditSubject::CourseVersion(course.clone(), version.clone()),
        Change::SupersedeCourse { course, .. } | Change::SetOfferings { of: OfferingsOf::Course(course), .. } => {
            AuditSubject::Course(course.clone())
        }
        Change::SetOfferings { of: OfferingsOf::Qualification(code), .. } => AuditSubject::Qualification(code.clone()),
        Change::PublishQualification(entry) => AuditSubject::Qualification(entry.code.clone()),
        Change::PublishCreditRules(_) => AuditSubject::CreditRules,
        Change::RegisterProvider(provider) => AuditSubject::Provider(provider.code.clone()),
    }
}

fn action_of(change: &Change) -> AuditAction {
    match change {
        Change::PublishVersion(_) => AuditAction::PublishVersion,
        Change::WithdrawVersion { .. } => AuditAction::WithdrawVersion,
        Change::SupersedeCourse { .. } => AuditAction::SupersedeCourse,
        Change::SetOfferings { .. } => AuditAction::SetOfferings,
        Change::PublishQualification(_) => AuditAction::PublishQualification,
        Change::PublishCreditRules(_) => AuditAction::PublishCreditRules,
        Change::RegisterProvider(_) => AuditAction::RegisterProvider,
    }
}

fn event_of(request: &PublishRequest) -> AuditEvent {
    AuditEvent {
        at: AuditTime::new(request.now.naive_utc()),
        actor: request.by.actor,
        action: action_of(&request.change),
        subject: subject_of(&request.change),
        provider: request.by.provider(),
        reason: request.reason.clone(),
        details: "{}".to_owned(),
    }
}

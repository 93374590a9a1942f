//! Imports files that somebody sends: judged beside the whole catalogue, written with their entry in the audit log, or not at
//! all.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use registry_core::audit::AuditTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::import_catalogue::{Signed, event};
use super::keep_receipt::{Judgement, commit_with_receipt};
use super::load_catalogue::refresh_catalogue;
use super::publish::{PublishError, PublishedBy};
use crate::import::{self, Format, Import, ImportFile, ImportProblem, Imported};
use crate::snapshot::Snapshot;
use crate::spool::Spooled;
use crate::state::AppState;
use crate::store::{CommitOutcome, EarlierAnswer, IdempotentRequest, Store};

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// What it is called; its end tells the format where none is given.
    pub name: String,
    /// What is in it.
    pub content: Content,
}

/// What is in a file.
#[derive(Debug, Clone)]
pub enum Content {
    /// These bytes.
    Inline(Vec<u8>),
    /// What was received on disk.
    Received(Spooled),
}

impl Content {
    /// The SHA-256 of its bytes, however they came: a request that is sent again may bring them in another way.
    pub fn digest(&self) -> [u8; 32] {
        match self {
            Self::Inline(bytes) => Sha256::digest(bytes).into(),
            Self::Received(file) => file.digest(),
        }
    }
}

/// Files that somebody asks to import.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// Who asks.
    pub by: PublishedBy,
    /// The files.
    pub files: Vec<SentFile>,
    /// Their format; `None`: their names tell.
    pub format: Option<Format>,
    /// Why; public, in the audit log.
    pub reason: Option<String>,
    /// The key under which the answer is kept, where there is one.
    pub idempotent: Option<IdempotentRequest>,
    /// Whether the import is only tried.
    pub dry_run: bool,
    /// The time of the request.
    pub now: DateTime<Utc>,
    /// The day it is where the registry is.
    pub today: NaiveDate,
}

/// How long an import waits for others, in all: with its own work well below what a silent connection is borne for.
const OTHERS_WAIT: Duration = Duration::from_secs(20);

/// What is left of the time for which an import waits for others.
struct Patience(Duration);

impl Patience {
    /// Waits for others, as long as there is time for it.
    async fn wait<T>(&mut self, for_others: impl Future<Output = T>) -> Result<T, PublishError> {
        let from = Instant::now();
        let came = timeout(self.0, for_others).await.map_err(|_| PublishError::OthersFirst)?;
        self.0 = self.0.saturating_sub(from.elapsed());
        Ok(came)
    }
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportOutcome {
    /// It was made, or would be.
    Done(ImportReceipt),
    /// It cannot be made: everything that is wrong.
    Refused(Vec<ImportProblem>),
    /// The idempotency key was used for something else.
    KeyReused,
}

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReceipt {
    /// The revision of the catalogue with it; of a trial, and where everything was there already, the one it was judged against.
    pub revision: i64,
    /// The number of its entry in the audit log; `None` for a trial, and where everything was there already.
    pub sequence: Option<u64>,
    /// What became of the entries, by kind.
    pub kinds: Vec<KindReceipt>,
}

/// What became of the entries of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindReceipt {
    /// The kind, as sentences name it: `course`.
    pub kind: String,
    /// The codes of those that are new.
    pub new: Vec<String>,
    /// The codes of those that change.
    pub changed: Vec<String>,
    /// How many were there already, just so.
    pub unchanged: usize,
}

/// Judges files and commits what they come to, unless they are only tried. A request with a key that was answered before has
/// that answer again; an import that finds everything there writes nothing but that answer.
///
/// # Errors
/// Others before it that take too long. No database; one that fails. Then nothing has changed, unless it failed while
/// confirming: the same key tells.
pub async fn import_files(state: &AppState, request: ImportRequest) -> Result<ImportOutcome, PublishError> {
    import_within(state, request, Patience(OTHERS_WAIT)).await
}

async fn import_within(
    state: &AppState,
    mut request: ImportRequest,
    mut patience: Patience,
) -> Result<ImportOutcome, PublishError> {
    let store = state.store().ok_or(PublishError::NoDatabase)?;
    if let Some(outcome) = answered_before(store, &request).await? {
        return Ok(outcome);
    }
    // Large files are read into memory one import at a time.
    let received = request.files.iter().any(|file| matches!(file.content, Content::Received(_)));
    let _turn_to_read = match received {
        true => Some(patience.wait(state.spool().turn_to_read()).await?),
        false => None,
    };
    let files = read_whole(std::mem::take(&mut request.files)).await?;
    let mut turn = None;
    loop {
        refresh_catalogue(state).await?;
        let before = state.snapshot();
        // At first without the turn: a large file would hold everybody up. Where somebody was faster it is judged again, with
        // the turn, so that those who publish one change after another do not keep it from ever being made.
        let imported = match judge(state, &before, &files, &request, &mut patience).await? {
            Ok(imported) => imported,
            // It may be refused because the same request was made meanwhile, and something else after it.
            Err(problems) => {
                let before = answered_before(store, &request).await?;
                return Ok(before.unwrap_or(ImportOutcome::Refused(problems)));
            }
        };
        let receipt = receipt(&imported, before.revision());
        if request.dry_run {
            return Ok(ImportOutcome::Done(receipt));
        }
        if imported.delta.is_empty() {
            return unchanged(store, &request, receipt).await;
        }
        if turn.is_none() {
            turn = Some(state.turn_to_publish().await);
        }
        match write(store, &imported, &request, &receipt).await? {
            CommitOutcome::Committed { revision, sequence } => {
                state.replace_snapshot(Snapshot::new(imported.next, revision));
                return Ok(ImportOutcome::Done(ImportReceipt { revision, sequence: Some(sequence), ..receipt }));
            }
            CommitOutcome::Repeated { answer } => return repeated(&answer),
            CommitOutcome::KeyReused => return Ok(ImportOutcome::KeyReused),
            CommitOutcome::Stale { .. } => {}
        }
    }
}

async fn answered_before(store: &Store, request: &ImportRequest) -> Result<Option<ImportOutcome>, PublishError> {
    let Some(idempotent) = &request.idempotent else { return Ok(None) };
    match store.earlier_answer(idempotent, AuditTime::new(request.now.naive_utc())).await? {
        None => Ok(None),
        Some(EarlierAnswer::Same(answer)) => repeated(&answer).map(Some),
        Some(EarlierAnswer::KeyReused) => Ok(Some(ImportOutcome::KeyReused)),
    }
}

fn repeated(answer: &str) -> Result<ImportOutcome, PublishError> {
    Ok(ImportOutcome::Done(serde_json::from_str(answer)?))
}

/// A file as it is judged: its name, and what is in it.
type WholeFile = (String, Vec<u8>);

async fn read_whole(files: Vec<SentFile>) -> Result<Arc<Vec<WholeFile>>, PublishError> {
    let read = |file: SentFile| {
        let bytes = match file.content {
            Content::Inline(bytes) => bytes,
            Content::Received(file) => file.read()?,
        };
        Ok((file.name, bytes))
    };
    let work = move || files.into_iter().map(read).collect::<io::Result<Vec<_>>>();
    Ok(Arc::new(spawn_blocking(work).await?.map_err(PublishError::Received)?))
}

async fn judge(
    state: &AppState,
    before: &Arc<Snapshot>,
    files: &Arc<Vec<WholeFile>>,
    request: &ImportRequest,
    patience: &mut Patience,
) -> Result<Result<Imported, Vec<ImportProblem>>, PublishError> {
    let (before, files) = (Arc::clone(before), Arc::clone(files));
    let (format, by, today) = (request.format, request.by.publisher.clone(), request.today);
    let work = move || {
        let files: Vec<_> = files.iter().map(|(name, bytes)| ImportFile { name, bytes }).collect();
        import::read(&files, before.catalogue(), &Import { format, by, today, heard: &|_| {} })
    };
    Ok(patience.wait(state.importing().begin(work)).await??.done().await?)
}

async fn write(
    store: &Store,
    imported: &Imported,
    request: &ImportRequest,
    receipt: &ImportReceipt,
) -> Result<CommitOutcome, PublishError> {
    let signed = Signed { actor: request.by.actor, reason: request.reason.clone(), at: request.now };
    let event = event(imported, &request.by.publisher, &signed);
    let judgement = Judgement { revision: receipt.revision, delta: &imported.delta, event };
    commit_with_receipt(store, judgement, receipt, request.idempotent.clone()).await
}

/// Everything is there already: only the answer is kept, where the request has a key.
async fn unchanged(
    store: &Store,
    request: &ImportRequest,
    receipt: ImportReceipt,
) -> Result<ImportOutcome, PublishError> {
    let Some(idempotent) = request.idempotent.clone() else { return Ok(ImportOutcome::Done(receipt)) };
    let answer = serde_json::to_string(&receipt)?;
    match store.keep_answer(idempotent, answer, AuditTime::new(request.now.naive_utc())).await? {
        None => Ok(ImportOutcome::Done(receipt)),
        Some(EarlierAnswer::Same(answer)) => repeated(&answer),
        Some(EarlierAnswer::KeyReused) => Ok(ImportOutcome::KeyReused),
    }
}

fn receipt(imported: &Imported, revision: i64) -> ImportReceipt {
    let kinds = imported.fates.iter().map(|(kind, fate)| KindReceipt {
        kind: (*kind).to_owned(),
        new: fate.new.clone(),
        changed: fate.changed.clone(),
        unchanged: fate.unchanged,
    });
    ImportReceipt { revision, sequence: None, kinds: kinds.collect() }
}

#[cfg(test)]
mod tests;

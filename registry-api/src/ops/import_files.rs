//! Imports files that somebody sends: judged beside the whole catalogue, written with their entry in the audit log, or not at
//! all.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use registry_core::audit::AuditTime;
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use super::import_catalogue::{Signed, event};
use super::load_catalogue::refresh_catalogue;
use super::publish::{PublishError, PublishedBy};
use crate::import::{self, Format, Import, ImportFile, ImportProblem, Imported};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::store::{Commit, CommitOutcome, EarlierAnswer, IdempotentRequest, Store};

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// What it is called; its end tells the format where none is given.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Files that somebody asks to import.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// Who asks.
    pub by: PublishedBy,
    /// The files.
    pub files: Arc<Vec<SentFile>>,
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
/// that answer again; an import that finds everything there writes nothing, and its key is not kept.
///
/// # Errors
/// No database; one that fails. Then nothing has changed, unless it failed while confirming: the same key tells.
pub async fn import_files(state: &AppState, request: ImportRequest) -> Result<ImportOutcome, PublishError> {
    let store = state.store().ok_or(PublishError::NoDatabase)?;
    if let Some(idempotent) = &request.idempotent {
        match store.earlier_answer(idempotent, AuditTime::new(request.now.naive_utc())).await? {
            None => {}
            Some(EarlierAnswer::Same(answer)) => return repeated(&answer),
            Some(EarlierAnswer::KeyReused) => return Ok(ImportOutcome::KeyReused),
        }
    }
    loop {
        refresh_catalogue(state).await?;
        let before = state.snapshot();
        // Without the turn: a large file would hold everybody up. Whoever is faster makes it stale, and it is judged again.
        let imported = match judge(&before, &request).await? {
            Ok(imported) => imported,
            Err(problems) => return Ok(ImportOutcome::Refused(problems)),
        };
        let receipt = receipt(&imported, before.revision());
        if request.dry_run || imported.delta.is_empty() {
            return Ok(ImportOutcome::Done(receipt));
        }
        let _turn = state.turn_to_publish().await;
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

fn repeated(answer: &str) -> Result<ImportOutcome, PublishError> {
    Ok(ImportOutcome::Done(serde_json::from_str(answer)?))
}

async fn judge(
    before: &Arc<Snapshot>,
    request: &ImportRequest,
) -> Result<Result<Imported, Vec<ImportProblem>>, PublishError> {
    let (before, files) = (Arc::clone(before), Arc::clone(&request.files));
    let (format, by, today) = (request.format, request.by.publisher.clone(), request.today);
    let work = move || {
        let files: Vec<_> = files.iter().map(|file| ImportFile { name: &file.name, bytes: &file.bytes }).collect();
        import::read(&files, before.catalogue(), &Import { format, by, today, heard: &|_| {} })
    };
    Ok(spawn_blocking(work).await?)
}

async fn write(
    store: &Store,
    imported: &Imported,
    request: &ImportRequest,
    receipt: &ImportReceipt,
) -> Result<CommitOutcome, PublishError> {
    let kept = serde_json::to_value(receipt)?;
    let answer = |revision: i64, sequence: u64| {
        let mut kept = kept.clone();
        kept["revision"] = revision.into();
        kept["sequence"] = sequence.into();
        kept.to_string()
    };
    let signed = Signed { actor: request.by.actor, reason: request.reason.clone(), at: request.now };
    let commit = Commit {
        expected_revision: receipt.revision,
        delta: &imported.delta,
        event: event(imported, &request.by.publisher, &signed),
        idempotency: request.idempotent.clone().map(|request| (request, &answer as _)),
    };
    Ok(store.commit(commit).await?)
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

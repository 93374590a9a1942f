//! Imports files: judges them beside the catalogue, and commits what they come to.

use chrono::{DateTime, Utc};
use registry_core::audit::{Actor, AuditAction, AuditEvent, AuditSubject, AuditTime};
use registry_core::catalogue::Catalogue;
use registry_core::publish::Publisher;

use super::load_catalogue::LoadError;
use super::refresh_catalogue;
use crate::import::{self, Import, ImportFile, ImportProblem, Imported, Step};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::store::{Commit, CommitOutcome, StoreError};

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Everything was there already.
    Nothing {
        /// The revision of the catalogue.
        revision: i64,
    },
    /// The change was committed.
    Committed {
        /// The revision of the catalogue after it.
        revision: i64,
    },
}

/// Who imports for what reason, as the audit log has it.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Who: whoever runs the program, or a token.
    pub actor: Actor,
    /// Why, if that is said.
    pub reason: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Something in the files is to be corrected.
    #[error("the import has {} problems", .0.len())]
    Refused(Vec<ImportProblem>),
    /// The catalogue is only in memory: a fault of the program.
    #[error("there is no database to import into")]
    NoDatabase,
    /// The program or the machine.
    #[error(transparent)]
    Fault(#[from] LoadError),
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<Vec<ImportProblem>> for ImportError {
    fn from(problems: Vec<ImportProblem>) -> Self {
        Self::Refused(problems)
    }
}

/// What an import would do.
///
/// # Errors
/// Every problem, as [`import::read`] names them.
pub fn preview_import(
    files: &[ImportFile<'_>],
    catalogue: &Catalogue,
    import: &Import<'_>,
) -> Result<Imported, Vec<ImportProblem>> {
    import::read(files, catalogue, import)
}

/// Imports files: judges them beside the catalogue as it is, and commits what they come to. Where somebody else published
/// something meanwhile, they are judged again.
///
/// # Errors
/// Every problem of the files; a database that fails. Then nothing has changed.
pub async fn import_catalogue(
    state: &AppState,
    files: &[ImportFile<'_>],
    import: &Import<'_>,
    signed: &Signed,
) -> Result<(Imported, Written), ImportError> {
    let store = state.store().ok_or(ImportError::NoDatabase)?;
    let _turn = state.turn_to_publish().await;
    loop {
        refresh_catalogue(state).await?;
        let snapshot = state.snapshot();
        let revision = snapshot.revision();
        let imported = import::read(files, snapshot.catalogue(), import)?;
        drop(snapshot);
        if imported.delta.is_empty() {
            return Ok((imported, Written::Nothing { revision }));
        }
        (import.heard)(Step::Writing);
        let event = event(&imported, &import.by, signed);
        let commit = Commit { expected_revision: revision, delta: &imported.delta, event, idempotency: None };
        if let CommitOutcome::Committed { revision, .. } = store.commit(commit).await? {
            state.replace_snapshot(Snapshot::new(imported.next.clone(), revision));
            return Ok((imported, Written::Committed { revision }));
        }
    }
}

pub(super) fn event(imported: &Imported, by: &Publisher, signed: &Signed) -> AuditEvent {
    let (new, changed, _) = imported.counts();
    AuditEvent {
        at: AuditTime::new(signed.at.naive_utc()),
        actor: signed.actor,
        action: AuditAction::Import,
        subject: AuditSubject::Catalogue,
        provider: match by {
            Publisher::Operator => None,
            Publisher::Provider(provider) => Some(provider.clone()),
        },
        reason: signed.reason.clone(),
        details: format!("{{\"changed\":{changed},\"new\":{new}}}"),
    }
}

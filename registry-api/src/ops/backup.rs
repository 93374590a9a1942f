//! Copies a database that is in use, and puts a copy in the place of one that is gone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use registry_core::Catalogue;
use registry_core::audit::{AuditFault, Checkpoint, verify};
use registry_core::catalogue::CatalogueProblem;

use crate::store::{BackupError, Location, Store, StoreError, create_private};

/// What a copy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupReport {
    /// The revision of its catalogue.
    pub revision: i64,
    /// The last entry of its audit log.
    pub audit_head: Checkpoint,
}

/// Why a copy was not put in place.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// There is a database where it should be.
    #[error("there is a database at {}; stop the registry and move that file away first, or give another place with --database", .0.display())]
    InTheWay(PathBuf),
    /// The copy cannot be read or put in place.
    #[error("{} cannot be copied to {}: {reason}", from.display(), to.display())]
    CannotCopy {
        /// The copy.
        from: PathBuf,
        /// Where it should be.
        to: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The copy is no database, or was cut off.
    #[error("{} is not a whole backup; give a file that registry backup has written to its end", .0.display())]
    NotWhole(PathBuf),
    /// The copy is on a server, or its database fails.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// What it holds does not fit together.
    #[error("the catalogue of the copy has {} problems, the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Catalogue(Vec<CatalogueProblem>),
    /// Its audit log is not whole.
    #[error("the audit log of the copy is not whole: {0}")]
    AuditLog(AuditFault),
}

impl From<StoreError> for RestoreError {
    fn from(error: StoreError) -> Self {
        Self::Backup(error.into())
    }
}

/// Copies the database there into a new file, while a registry may go on using it.
///
/// # Errors
/// A server; a file that is there already; a place that cannot be written; a copy that does not read back whole, which is taken away
/// again.
pub async fn back_up(
    database: impl Into<Location>,
    to: &Path,
    now: DateTime<Utc>,
) -> Result<BackupReport, RestoreError> {
    let (store, _) = Store::open(database.into(), now).await?;
    let copied = store.back_up(to).await;
    store.close().await?;
    copied?;
    let report = checked(to, now).await;
    if report.is_err() {
        remove(to);
    }
    report
}

/// Puts a copy where no database is, once it was found whole.
///
/// # Errors
/// A database that is there; a server; a copy that is no database, or whose catalogue or audit log is not whole.
pub async fn restore(from: &Path, database: &Location, now: DateTime<Utc>) -> Result<BackupReport, RestoreError> {
    let Location::File(to) = database else { return Err(BackupError::OnAServer(database.clone()).into()) };
    if to.exists() {
        return Err(RestoreError::InTheWay(to.clone()));
    }
    let cannot_copy = |error: io::Error| RestoreError::CannotCopy {
        from: from.to_path_buf(),
        to: to.clone(),
        reason: error.to_string().to_lowercase(),
    };
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(cannot_copy)?;
    }
    // Checked beside its place, so that a copy that is not whole never stands in it. Opening it brings it up to date.
    let mut beside = to.clone().into_os_string();
    beside.push(".restoring");
    let beside = PathBuf::from(beside);
    let report = async {
        // Left by a restore that was cut short.
        remove(&beside);
        copy_private(from, &beside).map_err(cannot_copy)?;
        let report = checked(&beside, now).await.map_err(|error| not_whole(from, error))?;
        fs::File::open(&beside).and_then(|file| file.sync_all()).map_err(cannot_copy)?;
        // A link never takes the place of a file that somebody has made meanwhile, as renaming would.
        fs::hard_link(&beside, to).map_err(cannot_copy)?;
        Ok(report)
    }
    .await;
    remove(&beside);
    report
}

/// Reads everything in a copy.
async fn checked(copy: &Path, now: DateTime<Utc>) -> Result<BackupReport, RestoreError> {
    let (store, _) = Store::open(copy, now).await?;
    let (parts, revision) = store.load().await?;
    let (entries, audit_head) = (store.audit_entries().await?, store.audit_head().await?);
    store.close().await?;
    Catalogue::build(parts).map_err(RestoreError::Catalogue)?;
    match verify(&entries, audit_head).fault {
        None => Ok(BackupReport { revision, audit_head }),
        Some(fault) => Err(RestoreError::AuditLog(fault)),
    }
}

/// What is wrong with the copy is said of the file that was given, not of the one it was checked in.
fn not_whole(from: &Path, error: RestoreError) -> RestoreError {
    match error {
        RestoreError::Backup(BackupError::Store(StoreError::NotADatabase { .. })) => {
            RestoreError::NotWhole(from.to_path_buf())
        }
        // 11: SQLITE_CORRUPT; 26: SQLITE_NOTADB.
        RestoreError::Backup(BackupError::Store(StoreError::Fault { source, .. }))
            if ["(code: 11)", "(code: 26)"].iter().any(|code| source.to_string().contains(code)) =>
        {
            RestoreError::NotWhole(from.to_path_buf())
        }
        other => other,
    }
}

/// Copies a file into a new one that only its owner may read, whoever may read the old one.
fn copy_private(from: &Path, to: &Path) -> io::Result<()> {
    let mut from = fs::File::open(from)?;
    io::copy(&mut from, &mut create_private(to)?)?;
    Ok(())
}

/// Takes away a file of ours that nobody needs. Where that fails it is only in the way.
fn remove(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        let _ = fs::remove_file(name);
    }
}

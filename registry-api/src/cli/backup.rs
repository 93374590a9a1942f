//! `registry backup` and `registry restore`.

use std::path::PathBuf;

use clap::Args;

use super::{Edge, Exit, Failure};
use crate::config::{Config, Given};
use crate::ops::backup::{self, BackupReport, RestoreError};
use crate::store::{BackupError, Location};

/// Copy the database into a new file, while the registry runs
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:\n  registry backup copies/registry-monday.db")]
pub(super) struct Backup {
    /// The new file
    file: PathBuf,
    /// The database [default: data/registry.db]
    #[arg(long, value_name = "PATH")]
    database: Option<PathBuf>,
}

/// Put a copy that `registry backup` made where no database is
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:\n  registry restore copies/registry-monday.db --database data/registry.db")]
pub(super) struct Restore {
    /// The copy
    file: PathBuf,
    /// Where the database is to be [default: data/registry.db]
    #[arg(long, value_name = "PATH")]
    database: Option<PathBuf>,
}

fn location(database: Option<PathBuf>, edge: &Edge<'_>) -> Result<Location, Failure> {
    // A copy takes neither an address nor the secret, so what is wrong with one of them does not stop it.
    let (listen, key_file) = (Some(crate::config::LISTEN_DEFAULT.to_owned()), Some(PathBuf::new()));
    let given = Given { database, listen, key_file };
    Ok(Config::resolve(given, edge.environment).map_err(Failure::to_correct)?.database)
}

/// What somebody can correct, and what is a fault of the machine.
fn failure(error: RestoreError) -> Failure {
    match error {
        RestoreError::InTheWay(_)
        | RestoreError::NotWhole(_)
        | RestoreError::Backup(BackupError::OnAServer(_) | BackupError::InTheWay(_)) => Failure::to_correct(error),
        other => Failure::fault(other),
    }
}

fn holds(report: BackupReport) -> String {
    format!("revision {} of the catalogue, {} entries in the audit log", report.revision, report.audit_head.sequence)
}

impl Backup {
    pub(super) async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let location = location(self.database, edge)?;
        if let Location::File(path) = &location
            && !path.exists()
        {
            return Err(Failure::to_correct(format!("there is no database {location}; name one with --database")));
        }
        let report = backup::back_up(&location, &self.file, edge.now).await.map_err(failure)?;
        writeln!(edge.out, "{location} was copied to {}: {}.", self.file.display(), holds(report))?;
        Ok(Exit::Answered)
    }
}

impl Restore {
    pub(super) async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let location = location(self.database, edge)?;
        let report = backup::restore(&self.file, &location, edge.now).await.map_err(failure)?;
        writeln!(edge.out, "{} was restored to {location}: {}.", self.file.display(), holds(report))?;
        Ok(Exit::Answered)
    }
}

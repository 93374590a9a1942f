//! Copying a database that is in use.

use std::fs;
use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::error::While;
use super::sqlite::create_private;
use super::{Location, Store, StoreError};

/// Why a database cannot be copied.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database is on a server.
    #[error(
        "{0} is a server; make and restore backups with PostgreSQL's own pg_dump and pg_restore (see docs/HANDBOOK.md)"
    )]
    OnAServer(Location),
    /// Something is where the copy should be.
    #[error("{} is there already; give the name of a new file", .0.display())]
    InTheWay(PathBuf),
    /// The copy cannot be written.
    #[error("{} cannot be written: {reason}", path.display())]
    CannotWrite {
        /// Where the copy should be.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Writes one state of the database into a new file, while others go on reading and writing it. When this returns, the
    /// copy is on the disk.
    ///
    /// # Errors
    /// A server; a file that is there; a place that cannot be written; a database that fails.
    pub async fn back_up(&self, to: &Path) -> Result<(), BackupError> {
        if let Location::Postgres(_) = &self.location {
            return Err(BackupError::OnAServer(self.location.clone()));
        }
        let cannot_write = |reason: &dyn ToString| BackupError::CannotWrite {
            path: to.to_path_buf(),
            reason: reason.to_string().to_lowercase(),
        };
        if to.exists() {
            return Err(BackupError::InTheWay(to.to_path_buf()));
        }
        let name = to.to_str().ok_or_else(|| cannot_write(&"its name is not UTF-8"))?;
        // SQLite would say no more than that it cannot open the file.
        create_private(to).map_err(|error| cannot_write(&error))?;
        let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [name.into()]);
        if let Err(error) = self.connection.execute_raw(copy).await.doing("copying it") {
            // What is there is no backup.
            let _ = fs::remove_file(to);
            return Err(error.into());
        }
        fs::File::open(to).and_then(|file| file.sync_all()).map_err(|error| cannot_write(&error))
    }
}

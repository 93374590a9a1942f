//! What can go wrong between the registry and its database.

use std::path::PathBuf;

use sea_orm::DbErr;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The path of the database is a folder.
    #[error("the database {} is a folder; give the path of a file with --database", path.display())]
    IsAFolder {
        /// The path.
        path: PathBuf,
    },
    /// The database, or the folder for it, cannot be created.
    #[error("the database {} cannot be created ({reason}); give a place you may write to with --database", path.display())]
    CannotCreate {
        /// The path.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The database is there, but it, or the folder it is in, cannot be written.
    #[error("the database {} cannot be written ({reason}); change its permissions, or give another with --database", path.display())]
    CannotWrite {
        /// The path.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The file is something else.
    #[error("{} is not a database of the registry; give the path of one, or of a new file, with --database", path.display())]
    NotADatabase {
        /// The path.
        path: PathBuf,
    },
    /// A newer program has changed the database.
    #[error(
        "the database {} was written by a newer version of the registry (it knows migration {migration}); start that version, or another database with --database",
        path.display()
    )]
    Newer {
        /// The path.
        path: PathBuf,
        /// The first migration this program does not know.
        migration: String,
    },
    /// A row that is not what the program writes.
    #[error("the database is damaged: in table {table}, column {column} of {key} cannot be read: {reason}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The key of the row.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A value that cannot be written as data: a fault of the program.
    #[error("{kind} {key} cannot be written as data: {reason}")]
    Unwritable {
        /// What sort of entry.
        kind: &'static str,
        /// Its code.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The database failed.
    #[error("the database failed while {doing}: {source}")]
    Fault {
        /// What the store was doing.
        doing: &'static str,
        /// What the database says.
        source: DbErr,
    },
}

/// Says what was being done when the database failed.
pub(super) trait While<T> {
    /// Turns a failure of the database into one of the store.
    fn doing(self, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> While<T> for Result<T, DbErr> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Fault { doing, source })
    }
}

//! What can go wrong between the registry and its database.

use std::path::PathBuf;

use sea_orm::{DbErr, RuntimeErr};

use super::Location;

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
    /// What was given begins like the address of a server, and is none.
    #[error(
        "the address of the database cannot be read; write postgres://USER:PASSWORD@HOST:PORT/DATABASE, with % and two digits for a character such as / or @ in the password"
    )]
    NoAddress,
    /// The server is not there, or does not let the registry in.
    #[error("the database {location} cannot be reached: {reason}")]
    Unreachable {
        /// Where it should be.
        location: Location,
        /// What the server or the system says.
        reason: String,
    },
    /// Another program has its tables there.
    #[error("{location} holds the tables of another program; give the registry a database, or a schema, of its own")]
    NotOurs {
        /// Where it is.
        location: Location,
    },
    /// Another process has been writing for too long.
    #[error("the database is busy: another process has been writing to it for too long; try again")]
    Busy,
    /// A newer program has changed the database.
    #[error(
        "the database {location} was written by a newer version of the registry (it knows migration {migration}); start that version, or another database with --database"
    )]
    Newer {
        /// Where it is.
        location: Location,
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
    /// The system has no random numbers.
    #[error("the system gives no random numbers")]
    NoRandomness,
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
        self.map_err(|source| if is_busy(&source) { StoreError::Busy } else { StoreError::Fault { doing, source } })
    }
}

/// Whether another process stood in the way, so that the same may go well a moment later: locked or busy (SQLite: 5 and 6, with
/// what else is in the upper bits), a serialisation conflict, a deadlock, a lock not granted (PostgreSQL).
fn is_busy(error: &DbErr) -> bool {
    let (DbErr::Conn(inner) | DbErr::Exec(inner) | DbErr::Query(inner)) = error else { return false };
    let RuntimeErr::SqlxError(inner) = inner else { return false };
    let code = inner.as_database_error().and_then(|error| error.code()).unwrap_or_default();
    match code.parse::<u32>() {
        Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 6),
        _ => matches!(&*code, "40001" | "40P01" | "55P03"),
    }
}

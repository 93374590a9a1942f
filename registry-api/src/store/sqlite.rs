//! What is only so on SQLite: the file and its settings.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};

use super::open::OWN_TABLES;
use super::{DatabaseFile, StoreError};

/// How many connections one process keeps. SQLite takes one writer at a time, and a third reader gains nothing.
const CONNECTIONS: u32 = 2;

/// What every SQLite database begins with.
const SQLITE_HEADER: &[u8; 16] = b"SQLite format 3\0";

/// Opens a file, makes it and its folder where they are missing.
pub(super) async fn connect(path: &Path) -> Result<(DatabaseConnection, DatabaseFile), StoreError> {
    let file = prepare(path)?;
    if holds_bytes(path) && is_foreign(path).await.map_err(|error| refused(path, error))? {
        return Err(StoreError::NotADatabase { path: path.to_path_buf() });
    }
    Ok((pool(path).await?, file))
}

/// Makes the folder and the file where they are missing, and looks at a file that is there before SQLite does, so
/// that what is wrong can be said in a sentence.
fn prepare(path: &Path) -> Result<DatabaseFile, StoreError> {
    let path_buf = || path.to_path_buf();
    let cannot_create = |error: io::Error| {
        let reason = match nearest_folder(path) {
            Some(folder) => format!("{} in the folder {}", reason(&error), folder.display()),
            None => reason(&error),
        };
        StoreError::CannotCreate { path: path_buf(), reason }
    };
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(StoreError::IsAFolder { path: path_buf() }),
        Ok(_) => {
            let opened = fs::OpenOptions::new().read(true).write(true).open(path);
            let mut file =
                opened.map_err(|error| StoreError::CannotWrite { path: path_buf(), reason: reason(&error) })?;
            let mut header = Vec::with_capacity(SQLITE_HEADER.len());
            let read = file.by_ref().take(SQLITE_HEADER.len() as u64).read_to_end(&mut header);
            read.map_err(|error| StoreError::CannotWrite { path: path_buf(), reason: reason(&error) })?;
            if header.is_empty() || header == SQLITE_HEADER {
                Ok(DatabaseFile::Found)
            } else {
                Err(StoreError::NotADatabase { path: path_buf() })
            }
        }
        Err(_) => {
            if let Some(folder) = path.parent() {
                if folder.is_file() {
                    let reason = format!("{} is a file, not a folder", folder.display());
                    return Err(StoreError::CannotCreate { path: path_buf(), reason });
                }
                fs::create_dir_all(folder).map_err(cannot_create)?;
            }
            create_private(path).map_err(cannot_create)?;
            Ok(DatabaseFile::Created)
        }
    }
}

/// Makes a new file that only its owner may read and write: signed documents stand in a database, and in its copies. SQLite
/// gives the log beside a database the mode that the database has.
pub(crate) fn create_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Warns of a database that others on this machine may read. It is not changed: somebody may have meant it.
#[cfg(unix)]
pub(super) fn warn_of_wide_mode(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let Ok(metadata) = fs::metadata(path) else { return };
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        tracing::warn!(
            database = %path.display(),
            mode = format!("{mode:04o}"),
            "others on this machine may open the database, and credentials stand in it; set chmod 600"
        );
    }
}

#[cfg(not(unix))]
pub(super) fn warn_of_wide_mode(_path: &Path) {}

/// The folder of a path that is there, nearest to it, from the root on: a relative path does not say where it is.
fn nearest_folder(path: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(path).ok()?;
    whole.ancestors().skip(1).find(|folder| folder.is_dir()).map(Path::to_path_buf)
}

fn holds_bytes(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.len() > 0)
}

/// Whether another program made this database: it has tables, and none that every database of the registry has. Asked
/// before the settings, because setting the journal mode already writes.
async fn is_foreign(path: &Path) -> Result<bool, DbErr> {
    let file = path.to_path_buf();
    // Even a reader makes a log beside a database in write-ahead mode, and leaves it there, unless the database is
    // called immutable. Where a log holds changes they count, so there SQLite must read it.
    let immutable = !holds_bytes(&log_of(path));
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |_| {
        SqliteConnectOptions::new().filename(&file).read_only(true).immutable(immutable)
    });
    let connection = Database::connect(options).await?;
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await;
    connection.close().await?;
    let names: Vec<String> = rows?.iter().map(|row| row.try_get("", "name")).collect::<Result<_, _>>()?;
    Ok(!names.is_empty() && !names.iter().any(|name| OWN_TABLES.contains(&name.as_str())))
}

/// Where SQLite keeps the write-ahead log of a database: beside the file itself, not beside a link to it.
fn log_of(path: &Path) -> PathBuf {
    let mut log = OsString::from(fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf()));
    log.push("-wal");
    PathBuf::from(log)
}

/// What the system says, without its error number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

async fn pool(path: &Path) -> Result<DatabaseConnection, StoreError> {
    let file = path.to_path_buf();
    // The URL only names the driver; the path is given as a path, whatever characters it has.
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(CONNECTIONS).min_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |_| settings(&file));
    Database::connect(options).await.map_err(|error| refused(path, error))
}

fn settings(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
}

/// Tells a file that is no database, and a folder that cannot be written, from other failures.
fn refused(path: &Path, error: DbErr) -> StoreError {
    let text = error.to_string();
    let path: PathBuf = path.to_path_buf();
    // 26: SQLITE_NOTADB; 8: SQLITE_READONLY; 14: SQLITE_CANTOPEN (the log beside the file).
    if text.contains("(code: 26)") {
        StoreError::NotADatabase { path }
    } else if text.contains("readonly") || text.contains("(code: 14)") {
        StoreError::CannotWrite { path, reason: "its folder is read-only".to_owned() }
    } else {
        StoreError::Fault { doing: "opening it", source: error }
    }
}

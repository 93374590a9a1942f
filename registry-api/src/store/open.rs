//! Opening: the file, its settings, its migrations.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ActiveValue, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, EntityTrait, Statement,
};

use super::entity::registry_meta;
use super::error::While;
use super::migration;
use super::{CONNECTIONS, DatabaseFile, Opened, Store, StoreError};

/// What every SQLite database begins with.
const SQLITE_HEADER: &[u8; 16] = b"SQLite format 3\0";

/// A database of the registry has the first of these from its first migration on, and the other after it.
const OWN_TABLES: [&str; 2] = ["seaql_migrations", "registry_meta"];

pub(super) async fn open(path: &Path, now: DateTime<Utc>) -> Result<(Store, Opened), StoreError> {
    let file = prepare(path)?;
    if holds_bytes(path) && is_foreign(path).await.map_err(|error| refused(path, error))? {
        return Err(StoreError::NotADatabase { path: path.to_path_buf() });
    }
    let mut connection = connect(path).await?;
    let statements = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&statements);
    connection.set_metric_callback(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let ready = async {
        let applied = migration::migrate(&connection, path).await?;
        ensure_meta(&connection, now).await?;
        Ok(applied)
    };
    let migrations_applied = match ready.await {
        Ok(applied) => applied,
        Err(error) => {
            // Whatever is refused is left as it was: closing takes the log beside the file away. Why it is refused matters more
            // than whether closing went well.
            let _ = connection.close().await;
            return Err(error);
        }
    };
    let store = Store { connection, path: path.to_path_buf(), statements, writing: Arc::default() };
    Ok((store, Opened { file, migrations_applied }))
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
            fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(cannot_create)?;
            Ok(DatabaseFile::Created)
        }
    }
}

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

async fn connect(path: &Path) -> Result<DatabaseConnection, StoreError> {
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

/// The one row that says which state of the catalogue the database holds; made with the database.
async fn ensure_meta(connection: &DatabaseConnection, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = registry_meta::ActiveModel {
        id: ActiveValue::Set(registry_meta::ONLY),
        revision: ActiveValue::Set(0),
        seed_digest: ActiveValue::Set(String::new()),
        created: ActiveValue::Set(now.to_rfc3339_opts(SecondsFormat::Secs, true)),
    };
    let insert = registry_meta::Entity::insert(row).on_conflict_do_nothing();
    insert.exec(connection).await.doing("writing its first row").map(|_| ())
}

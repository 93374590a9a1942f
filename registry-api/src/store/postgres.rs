//! What is only so on PostgreSQL: connecting, taking turns to migrate, hearing of changes.

use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection, PgListener};
use sea_orm::sqlx::{self, ConnectOptions as _, Connection as _};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use super::error::While;
use super::location::PostgresUrl;
use super::open::OWN_TABLES;
use super::{Location, StoreError};

/// How many connections one process keeps: the server has 100 by default, for all its clients.
const CONNECTIONS: u32 = 8;

/// How long to wait for the server to answer before it counts as not there.
const PATIENCE: Duration = Duration::from_secs(10);

/// The channel on which a process says that the catalogue has changed.
const CHANNEL: &str = "registry_revision";

/// The number under which programs take turns to migrate; any that no other program of the database uses.
const MIGRATING: i64 = 0x7265_6769_7374_7279;

/// Settings of each session: somebody who holds the row of state and hangs must not stop everybody for ever.
const SETTINGS: [(&str, &str); 2] = [("lock_timeout", "20s"), ("idle_in_transaction_session_timeout", "60s")];

pub(super) async fn connect(url: &PostgresUrl) -> Result<DatabaseConnection, StoreError> {
    let settings = options(url)?;
    refuse_foreign(url, &mut reach(url).await?).await?;
    // The URL only names the driver; what was given is put in its place.
    let mut options = ConnectOptions::new("postgres://registry@localhost/registry");
    options.max_connections(CONNECTIONS).min_connections(1).acquire_timeout(PATIENCE).sqlx_logging(false);
    options.map_sqlx_postgres_opts(move |_| settings.clone());
    Database::connect(options).await.doing("opening it")
}

fn options(url: &PostgresUrl) -> Result<PgConnectOptions, StoreError> {
    let options = url.options().ok_or(StoreError::NoAddress)?;
    Ok(options.options(SETTINGS).disable_statement_logging())
}

/// A connection of its own. A pool would try again until its patience ends, and then not say why.
async fn reach(url: &PostgresUrl) -> Result<PgConnection, StoreError> {
    let unreachable = |reason: String| StoreError::Unreachable { location: Location::Postgres(url.clone()), reason };
    let options = options(url)?;
    match tokio::time::timeout(PATIENCE, options.connect()).await {
        Ok(Ok(connection)) => Ok(connection),
        Ok(Err(error)) => Err(unreachable(reason(&error))),
        Err(_) => Err(unreachable(format!("no answer within {} seconds", PATIENCE.as_secs()))),
    }
}

/// What the server or the system says, without numbers.
fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_lowercase()
        }
        other => other.to_string(),
    }
}

/// A schema in which another program has tables is left alone.
async fn refuse_foreign(url: &PostgresUrl, connection: &mut PgConnection) -> Result<(), StoreError> {
    let names = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()";
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(connection).await.map_err(looking)?;
    if names.is_empty() || names.iter().any(|name| OWN_TABLES.contains(&name.as_str())) {
        Ok(())
    } else {
        Err(StoreError::NotOurs { location: Location::Postgres(url.clone()) })
    }
}

fn looking(error: sqlx::Error) -> StoreError {
    StoreError::Fault { doing: "looking at it", source: sea_orm::DbErr::Custom(reason(&error)) }
}

/// While this is held no other program migrates the database. It ends with the connection, whatever happens.
pub(super) struct TurnToMigrate(PgConnection);

/// Waits until no other program migrates the database.
pub(super) async fn turn_to_migrate(url: &PostgresUrl) -> Result<TurnToMigrate, StoreError> {
    let mut connection = reach(url).await?;
    sqlx::query("SELECT pg_advisory_lock($1)").bind(MIGRATING).execute(&mut connection).await.map_err(looking)?;
    Ok(TurnToMigrate(connection))
}

impl TurnToMigrate {
    pub(super) async fn end(self) -> Result<(), StoreError> {
        self.0.close().await.map_err(looking)
    }
}

/// Tells other processes of a new revision, once the transaction is committed. Those on SQLite ask for it.
pub(super) async fn notify(transaction: &impl ConnectionTrait, revision: i64) -> Result<(), StoreError> {
    if transaction.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let values = [CHANNEL.into(), revision.to_string().into()];
    let notify = Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_notify($1, $2)", values);
    transaction.query_one_raw(notify).await.doing("telling of it").map(|_| ())
}

/// Hears what [`notify`] says.
pub(super) struct Listener(PgListener);

impl Listener {
    /// Of a database of PostgreSQL; none for another, or where the server takes no more connections: then the revision is
    /// asked for all the same.
    pub(super) async fn of(connection: &DatabaseConnection) -> Option<Self> {
        if connection.get_database_backend() != DbBackend::Postgres {
            return None;
        }
        let mut listener = PgListener::connect_with(connection.get_postgres_connection_pool()).await.ok()?;
        listener.listen(CHANNEL).await.ok()?;
        Some(Self(listener))
    }

    /// Ready when something was said, or the connection was lost and is there again.
    pub(super) async fn heard(&mut self) -> bool {
        self.0.try_recv().await.is_ok()
    }
}

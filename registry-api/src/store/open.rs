//! Opening a database: connecting, bringing it up to date, its first row.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ActiveValue, DatabaseConnection, EntityTrait};

use super::entity::registry_meta;
use super::error::While;
use super::{DatabaseFile, Location, Opened, Store, StoreError, migration, postgres, sqlite};

/// A database of the registry has the first of these from its first migration on, and the other after it.
pub(super) const OWN_TABLES: [&str; 2] = ["seaql_migrations", "registry_meta"];

pub(super) async fn open(location: Location, now: DateTime<Utc>) -> Result<(Store, Opened), StoreError> {
    let (mut connection, file) = match &location {
        Location::File(path) => sqlite::connect(path).await?,
        Location::Postgres(url) => (postgres::connect(url).await?, DatabaseFile::Found),
    };
    let statements = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&statements);
    connection.set_metric_callback(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let migrations_applied = match prepare(&connection, &location, now).await {
        Ok(applied) => applied,
        Err(error) => {
            // Whatever is refused is left as it was: closing takes the log beside the file away. Why it is refused matters more
            // than whether closing went well.
            let _ = connection.close().await;
            return Err(error);
        }
    };
    if let Location::File(path) = &location {
        sqlite::warn_of_wide_mode(path);
    }
    let store = Store {
        connection,
        location,
        statements,
        writing: Arc::default(),
        #[cfg(test)]
        faults: Arc::default(),
    };
    Ok((store, Opened { file, migrations_applied }))
}

/// Brings the database up to date, one program at a time where several may start together.
async fn prepare(
    connection: &DatabaseConnection,
    location: &Location,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let turn = match location {
        Location::File(_) => None,
        Location::Postgres(url) => Some(postgres::turn_to_migrate(url).await?),
    };
    let applied = migration::migrate(connection, location).await?;
    ensure_meta(connection, now).await?;
    if let Some(turn) = turn {
        turn.end().await?;
    }
    Ok(applied)
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

//! Changes to the shape of the database, oldest first, one file for each. A file that was released never changes.

mod m0001_catalogue;
mod m0002_publishing;
mod m0003_credentials;
mod m0004_records;
mod m0005_credentials_listed;
mod m0006_editions;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

use super::error::While;
use super::{Location, StoreError};

pub(super) struct Migrator;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_catalogue::Migration),
            Box::new(m0002_publishing::Migration),
            Box::new(m0003_credentials::Migration),
            Box::new(m0004_records::Migration),
            Box::new(m0005_credentials_listed::Migration),
            Box::new(m0006_editions::Migration),
        ]
    }
}

/// Applies what is missing and says how many migrations that were.
///
/// # Errors
/// A database that knows a migration this program does not.
pub(super) async fn migrate(connection: &DatabaseConnection, location: &Location) -> Result<usize, StoreError> {
    let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let applied = applied(connection).await?;
    if let Some(unknown) = applied.iter().find(|name| !known.contains(name)) {
        return Err(StoreError::Newer { location: location.clone(), migration: unknown.clone() });
    }
    let missing = known.len().saturating_sub(applied.len());
    if missing > 0 {
        Migrator::up(connection, None).await.doing("bringing it up to date")?;
    }
    Ok(missing)
}

/// Applies the next migration alone, for a database as an older program left it.
#[cfg(test)]
pub(super) async fn migrate_by_one(connection: &DatabaseConnection) -> Result<(), StoreError> {
    Migrator::up(connection, Some(1)).await.doing("bringing it up to date")
}

/// How many migrations there are.
#[cfg(test)]
pub(super) fn count() -> usize {
    Migrator::migrations().len()
}

/// The names of the migrations a database has, in order; none for a new one.
async fn applied(connection: &DatabaseConnection) -> Result<Vec<String>, StoreError> {
    let backend = connection.get_database_backend();
    let doing = "looking at its version";
    let table = match backend {
        DbBackend::Postgres => {
            "SELECT 1 FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = 'seaql_migrations'"
        }
        _ => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'",
    };
    if connection.query_one_raw(Statement::from_string(backend, table)).await.doing(doing)?.is_none() {
        return Ok(Vec::new());
    }
    let names = "SELECT version FROM seaql_migrations ORDER BY version";
    let rows = connection.query_all_raw(Statement::from_string(backend, names)).await.doing(doing)?;
    rows.iter().map(|row| row.try_get::<String>("", "version").doing(doing)).collect()
}

//! Brings up the catalogue: opens the database, migrates it, seeds it, and takes the snapshot that is served.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use registry_core::catalogue::{Catalogue, CatalogueProblem};

use crate::format::{self, Problem};
use crate::keys::{KeyError, KeyFile, Keys};
use crate::seeds;
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::store::{Opened, Replacement, Store, StoreError};

/// What starting did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartReport {
    /// Where the database is.
    pub database: PathBuf,
    /// Whether it was made, and how many migrations were applied.
    pub opened: Opened,
    /// Whether the secret was made.
    pub key: KeyFile,
    /// Whether the built-in catalogue was written.
    pub seeds: Replacement,
    /// The revision that is served.
    pub revision: i64,
    /// How many entries of each kind there are, in the plural as a sentence says it.
    pub entries: Vec<(&'static str, usize)>,
}

/// Why there is no catalogue.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file with the secret.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The built-in files: a fault of the program.
    #[error("the built-in catalogue has {} problems, the first: {}", .0.len(), first(.0))]
    BuiltIn(Vec<Problem>),
    /// The built-in entries cannot be written as data: a fault of the program.
    #[error("the built-in catalogue cannot be written as data: {0}")]
    Digest(#[from] serde_json::Error),
    /// What the database holds does not fit together.
    #[error("the catalogue in the database has {} problems, the first: {}", .0.len(), first(.0))]
    Stored(Vec<CatalogueProblem>),
}

fn first(problems: &[impl std::fmt::Display]) -> String {
    problems.first().map(ToString::to_string).unwrap_or_default()
}

/// Opens the database at `path`, migrates it, writes the built-in catalogue where it differs, and takes a snapshot.
/// The registry's secret is read from `key_file` once the database is known to be good, and made there when it is missing.
///
/// # Errors
/// A database that cannot be opened or read, or whose catalogue does not fit together.
pub async fn load_catalogue(
    path: &Path,
    key_file: &Path,
    now: DateTime<Utc>,
) -> Result<(AppState, StartReport), LoadError> {
    let (store, opened) = Store::open(path, now).await?;
    let (keys, key) = Keys::open(key_file)?;
    let built_in = read_built_in()?;
    let seeds = store.replace_seeds(&built_in, &seeds::digest(&built_in.to_parts())?).await?;
    let snapshot = take_snapshot(&store).await?;
    let (revision, entries) = (snapshot.revision(), entries(snapshot.catalogue()));
    let report = StartReport { database: path.to_path_buf(), opened, key, seeds, revision, entries };
    Ok((AppState::new(snapshot, store, keys), report))
}

/// The built-in catalogue alone, without a database, at revision 0.
///
/// # Errors
/// Files that do not fit together: a fault of the program.
pub fn built_in_catalogue() -> Result<Snapshot, LoadError> {
    Ok(Snapshot::new(read_built_in()?, 0))
}

/// The catalogue of the database at `path` as it is: nothing is seeded.
///
/// # Errors
/// A database that cannot be opened or read, or whose catalogue does not fit together.
pub async fn read_catalogue(path: &Path, now: DateTime<Utc>) -> Result<Snapshot, LoadError> {
    let (store, _) = Store::open(path, now).await?;
    let snapshot = take_snapshot(&store).await?;
    store.close().await?;
    Ok(snapshot)
}

async fn take_snapshot(store: &Store) -> Result<Snapshot, LoadError> {
    let (parts, revision) = store.load().await?;
    Ok(Snapshot::new(Catalogue::build(parts).map_err(LoadError::Stored)?, revision))
}

fn read_built_in() -> Result<Catalogue, LoadError> {
    format::read_catalogue(seeds::FILES).and_then(|read| read.build()).map_err(LoadError::BuiltIn)
}

fn entries(catalogue: &Catalogue) -> Vec<(&'static str, usize)> {
    vec![
        ("courses", catalogue.courses().len()),
        ("course versions", catalogue.courses().map(|course| course.versions.len()).sum()),
        ("offerings", catalogue.offerings().len()),
        ("qualifications", catalogue.qualifications().len()),
        ("tiers", catalogue.tiers().len()),
        ("readiness tiers", catalogue.readiness_tiers().len()),
        ("roles", catalogue.roles().len()),
        ("workforces", catalogue.workforces().len()),
        ("providers", catalogue.providers().len()),
        ("regions", catalogue.regions().len()),
        ("funding sources", catalogue.funding_sources().len()),
        ("support commitments", catalogue.support_commitments().len()),
        ("credit schemes", catalogue.credit_schemes().len()),
        ("credit rules", catalogue.credit_rules().len()),
        ("tags", catalogue.tags().len()),
        ("documents", catalogue.documents().len()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalogue_fits_together() {
        let snapshot = built_in_catalogue().expect("built-in catalogue");
        assert_eq!(snapshot.catalogue().tiers().len(), 4);
    }

    #[tokio::test]
    async fn starting_again_writes_nothing() {
        let path = std::env::temp_dir().join(format!("registry-load-{}.db", std::process::id()));
        let now = "2027-02-01T00:00:00Z".parse().expect("time");
        let key = path.with_extension("key");
        let (state, first) = load_catalogue(&path, &key, now).await.expect("first start");
        assert_eq!((first.seeds, first.revision), (Replacement::Replaced { revision: 1 }, 1));
        let built_in = built_in_catalogue().expect("built-in catalogue");
        assert_eq!(state.snapshot().catalogue().to_parts(), built_in.catalogue().to_parts());
        let (_, second) = load_catalogue(&path, &key, now).await.expect("second start");
        assert_eq!((second.seeds, second.revision), (Replacement::Unchanged, 1));
        std::fs::remove_file(key).expect("the secret");
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
    }
}

//! Brings up the catalogue: opens the database, migrates it, seeds it, and takes the snapshot that is served.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use registry_core::audit::{Actor, AuditAction, AuditEvent, AuditSubject, AuditTime};
use registry_core::catalogue::{Catalogue, CatalogueProblem};

use crate::format::{self, Problem};
use crate::keys::{KeyAt, KeyError, KeyFile};
use crate::seeds;
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::store::{Location, MergeOutcome, Opened, SeedMerge, Store, StoreError};

/// What starting did.
#[derive(Debug, Clone, PartialEq)]
pub struct StartReport {
    /// Where the database is.
    pub database: Location,
    /// Whether it was made, and how many migrations were applied.
    pub opened: Opened,
    /// Whether the secret was made.
    pub key: KeyFile,
    /// What became of the built-in catalogue.
    pub seeds: Seeding,
    /// The revision that is served.
    pub revision: i64,
    /// How many entries of each kind there are, in the plural as a sentence says it.
    pub entries: Vec<(&'static str, usize)>,
}

/// What became of the built-in catalogue.
#[derive(Debug, Clone, PartialEq)]
pub enum Seeding {
    /// It was there already; nothing was written.
    Unchanged,
    /// It was written; what was published stayed.
    Written {
        /// The revision of the catalogue since.
        revision: i64,
    },
    /// It does not fit together with what was published. The catalogue stays as it was.
    Refused(Vec<CatalogueProblem>),
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

/// Opens the database there, migrates it, writes the built-in catalogue where it differs and fits, and takes a snapshot.
/// The registry's secret is read once the database is known to be good; a file for it is made when it is missing.
///
/// # Errors
/// A database that cannot be opened or read, or whose catalogue does not fit together.
pub async fn load_catalogue(
    at: impl Into<Location>,
    key: impl Into<KeyAt>,
    now: DateTime<Utc>,
) -> Result<(AppState, StartReport), LoadError> {
    let (database, key) = (at.into(), key.into());
    let (store, opened) = Store::open(&database, now).await?;
    let (keys, key) = key.open()?;
    let built_in = read_built_in()?;
    let seeds = seed(&store, &built_in, now).await?;
    let snapshot = take_snapshot(&store).await?;
    let (revision, entries) = (snapshot.revision(), entries(snapshot.catalogue()));
    let state = AppState::new(snapshot, store, keys);
    // Beside the database there is room, and it is nobody else's; the folder of the system may be in memory.
    let state = match &database {
        Location::File(path) => state.receiving_in(path.parent().unwrap_or(Path::new("")).join(".")),
        Location::Postgres(_) => state,
    };
    let report = StartReport { database, opened, key, seeds, revision, entries };
    Ok((state, report))
}

/// Writes the built-in catalogue, unless it is there or contradicts what was published.
async fn seed(store: &Store, built_in: &Catalogue, now: DateTime<Utc>) -> Result<Seeding, LoadError> {
    let digest = seeds::digest(&built_in.to_parts())?;
    if store.seed_digest().await? == digest {
        return Ok(Seeding::Unchanged);
    }
    let event = AuditEvent {
        at: AuditTime::new(now.naive_utc()),
        actor: Actor::Program,
        action: AuditAction::Seed,
        subject: AuditSubject::Catalogue,
        provider: None,
        reason: None,
        details: format!("{{\"digest\":\"{digest}\"}}"),
    };
    Ok(match store.merge_seeds(SeedMerge { digest: &digest, built_in, event }).await? {
        MergeOutcome::Unchanged => Seeding::Unchanged,
        MergeOutcome::Written { revision } => Seeding::Written { revision },
        MergeOutcome::Refused(problems) => Seeding::Refused(problems),
    })
}

/// The built-in catalogue alone, without a database, at revision 0.
///
/// # Errors
/// Files that do not fit together: a fault of the program.
pub fn built_in_catalogue() -> Result<Snapshot, LoadError> {
    Ok(Snapshot::new(read_built_in()?, 0))
}

/// The catalogue of the database there as it is: nothing is seeded.
///
/// # Errors
/// A database that cannot be opened or read, or whose catalogue does not fit together.
pub async fn read_catalogue(at: impl Into<Location>, now: DateTime<Utc>) -> Result<Snapshot, LoadError> {
    let (store, _) = Store::open(at, now).await?;
    let snapshot = take_snapshot(&store).await?;
    store.close().await?;
    Ok(snapshot)
}

/// Serves what the database holds, where that is newer than what is served. True where it was.
///
/// # Errors
/// A database that fails, or whose catalogue does not fit together; then what is served stays.
pub async fn refresh_catalogue(state: &AppState) -> Result<bool, LoadError> {
    let Some(store) = state.store() else { return Ok(false) };
    if store.revision().await? <= state.snapshot().revision() {
        return Ok(false);
    }
    Ok(state.replace_snapshot(take_snapshot(store).await?))
}

/// Serves each new revision that any process publishes, for as long as it is polled. What fails is said in the log, and tried
/// again.
pub async fn follow_catalogue(state: Arc<AppState>) {
    let Some(store) = state.store() else { return };
    let mut changes = store.changes_after(state.snapshot().revision()).await;
    loop {
        let refreshed = match changes.next().await {
            Ok(_) => refresh_catalogue(&state).await,
            Err(error) => Err(error.into()),
        };
        match refreshed {
            Ok(true) => tracing::info!(revision = state.snapshot().revision(), "another process published"),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the catalogue cannot be brought up to date"),
        }
    }
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
    use std::path::{Path, PathBuf};

    use registry_core::catalogue::CatalogueParts;
    use registry_core::provider::Region;
    use registry_core::publish::Delta;
    use registry_core::source::{Provenance, SourceDocument};

    use super::*;
    use crate::keys::Keys;
    use crate::store::Commit;

    #[test]
    fn the_built_in_catalogue_fits_together() {
        let snapshot = built_in_catalogue().expect("built-in catalogue");
        assert_eq!(snapshot.catalogue().tiers().len(), 4);
    }

    fn now() -> DateTime<Utc> {
        "2027-02-01T00:00:00Z".parse().expect("time")
    }

    fn new_path(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("registry-load-{name}-{}.db", std::process::id()))
    }

    fn remove(path: &Path) {
        std::fs::remove_file(path.with_extension("key")).expect("the secret");
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
    }

    #[tokio::test]
    async fn starting_again_writes_nothing() {
        let (path, now) = (new_path("again"), now());
        let (state, first) = load_catalogue(&path, &path.with_extension("key"), now).await.expect("first start");
        assert_eq!((first.seeds, first.revision), (Seeding::Written { revision: 1 }, 1));
        let built_in = built_in_catalogue().expect("built-in catalogue");
        assert_eq!(state.snapshot().catalogue().to_parts(), built_in.catalogue().to_parts());
        let (_, second) = load_catalogue(&path, &path.with_extension("key"), now).await.expect("second start");
        assert_eq!((second.seeds, second.revision), (Seeding::Unchanged, 1));
        let log = state.store().expect("a database").audit_entries().await.expect("log");
        let [entry] = &log[..] else { panic!("{log:?}") };
        assert_eq!((entry.event.action, entry.event.actor), (AuditAction::Seed, Actor::Program));
        remove(&path);
    }

    #[tokio::test]
    async fn a_secret_that_is_given_is_written_into_no_file() {
        let (folder, keys) = (new_path("given").with_extension(""), Keys::from_bytes([7; 32]));
        std::fs::create_dir(&folder).expect("a folder");
        let (state, report) =
            load_catalogue(&folder.join("registry.db"), KeyAt::Given(keys.clone()), now()).await.expect("started");
        assert_eq!((state.keys().sealing(), report.key), (keys.sealing(), KeyFile::Found));
        state.store().expect("a database").clone().close().await.expect("closed");
        let there: Vec<_> =
            std::fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("an entry").file_name()).collect();
        assert_eq!(there, ["registry.db"]);
        std::fs::remove_dir_all(&folder).expect("removed");
    }

    /// An earlier built-in catalogue with one document, and a region that somebody published and that quotes it.
    async fn published_from_a_document_that_is_gone(store: &Store) {
        let document = SourceDocument {
            code: "old-plan".parse().expect("code"),
            title: "The old plan".to_owned(),
            publisher: "Nobody".to_owned(),
            year: Some(2020),
        };
        let parts = CatalogueParts { documents: vec![document], ..CatalogueParts::default() };
        let before = Catalogue::build(parts).expect("sound");
        let event = |action| AuditEvent {
            at: AuditTime::new(now().naive_utc()),
            actor: Actor::Program,
            action,
            subject: AuditSubject::Catalogue,
            provider: None,
            reason: None,
            details: "{}".to_owned(),
        };
        let merge = SeedMerge { digest: "before", built_in: &before, event: event(AuditAction::Seed) };
        store.merge_seeds(merge).await.expect("seeded");
        let region = Region {
            code: "atlantis".parse().expect("code"),
            title: "Atlantis".to_owned(),
            provenance: Provenance::document("old-plan".parse().expect("code"), "page 1", "Atlantis").expect("source"),
        };
        let put = CatalogueParts { regions: vec![region], ..CatalogueParts::default() };
        let delta = Delta { put, ..Delta::default() };
        let commit =
            Commit { expected_revision: 1, delta: &delta, event: event(AuditAction::Import), idempotency: None };
        store.commit(commit).await.expect("published");
    }

    #[tokio::test]
    async fn a_built_in_catalogue_that_does_not_fit_what_was_published_is_not_written() {
        let path = new_path("refused");
        let (store, _) = Store::open(&path, now()).await.expect("opened");
        published_from_a_document_that_is_gone(&store).await;
        store.close().await.expect("closed");
        let (state, report) = load_catalogue(&path, &path.with_extension("key"), now()).await.expect("started");
        let Seeding::Refused(problems) = &report.seeds else { panic!("{:?}", report.seeds) };
        assert_eq!(
            problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "region atlantis: source names document old-plan, which is not in the catalogue; add it or correct the code"
            ]
        );
        assert_eq!((report.revision, state.snapshot().catalogue().regions().len()), (2, 1));
        remove(&path);
    }
}

//! The store against real databases. What holds for every database is tested on each.

mod catalogue;
mod conflicts;
mod credentials;
mod credentials_listed;
mod handed_over;
mod log;
mod migrations;
mod opening;
mod postgres;
mod publishing;
mod records;
mod retries;
mod seeds;
mod tokens;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Utc};
use registry_core::audit::{Actor, AuditAction, AuditEvent, AuditSubject, AuditTime};
use registry_core::catalogue::{Catalogue, CatalogueParts};
use registry_core::course::{
    Course, CourseKind, CourseVersion, DaysFrom, Delivery, Mode, Offering, OfferingOf, PeerShare, VersionStatus,
};
use registry_core::money::Aud;
use registry_core::provider::{Provider, ProviderKind, Tag, TagKind};
use registry_core::source::Provenance;
use registry_core::volume::Hours;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};

use super::{DatabaseFile, MergeOutcome, Opened, SeedMerge, Store, StoreError};

/// A folder of one test, removed when the test ends.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("registry-store-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("folder");
        Self(path)
    }

    fn database(&self) -> PathBuf {
        self.0.join("data/registry.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A database of one test.
pub(crate) enum TestDatabase {
    Sqlite(Folder),
    Postgres(Schema),
}

/// A schema of one test on the server that `REGISTRY_TEST_POSTGRES` names, removed after it.
pub(crate) struct Schema {
    server: String,
    name: String,
}

/// The server to test on. Where there is none the tests run on SQLite alone and say so; in continuous integration that is
/// a failure.
fn postgres_server() -> Option<String> {
    let server = std::env::var("REGISTRY_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
    if server.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "REGISTRY_TEST_POSTGRES is not set: the store would not be tested on PostgreSQL (see tests/postgres.sh)"
        );
        eprintln!("NOT TESTED ON POSTGRESQL: REGISTRY_TEST_POSTGRES is not set (see tests/postgres.sh)");
    }
    server
}

impl Schema {
    async fn new(server: String) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let schema = Self { server, name };
        schema.execute(&format!("CREATE SCHEMA {}", schema.name)).await;
        schema
    }

    async fn execute(&self, sql: &str) {
        let connection = Database::connect(&self.server).await.expect("REGISTRY_TEST_POSTGRES can be reached");
        connection.execute_unprepared(sql).await.expect(sql);
        connection.close().await.expect("closed");
    }

    fn url(&self) -> String {
        format!("{}?options[search_path]={}", self.server, self.name)
    }
}

impl TestDatabase {
    pub(crate) async fn open(&self) -> Store {
        self.open_with_report().await.0
    }

    async fn open_with_report(&self) -> (Store, Opened) {
        match self {
            Self::Sqlite(folder) => Store::open(&folder.database(), now()).await.expect("open"),
            Self::Postgres(schema) => Store::open(&schema.url(), now()).await.expect("open"),
        }
    }
}

/// Runs a test on a new database of each sort.
pub(crate) async fn every_database(test: impl AsyncFn(&TestDatabase)) {
    test(&TestDatabase::Sqlite(Folder::new())).await;
    if let Some(server) = postgres_server() {
        let database = TestDatabase::Postgres(Schema::new(server).await);
        test(&database).await;
        let TestDatabase::Postgres(schema) = database else { return };
        schema.execute(&format!("DROP SCHEMA {} CASCADE", schema.name)).await;
    }
}

pub(crate) fn now() -> DateTime<Utc> {
    "2027-02-01T00:00:00Z".parse().expect("time")
}

async fn open(folder: &Folder) -> Store {
    Store::open(&folder.database(), now()).await.expect("open").0
}

async fn refusal(path: PathBuf) -> StoreError {
    Store::open(&path, now()).await.err().unwrap_or_else(|| panic!("{} was opened", path.display()))
}

fn version(number: &str) -> CourseVersion {
    CourseVersion {
        version: number.parse().expect("version"),
        published: "2026-01-01".parse().expect("date"),
        status: VersionStatus::Published,
        outcomes: vec!["Listen well".to_owned()],
        volume_of_learning: Hours::new(37.5).expect("hours"),
        assessed: true,
        credit: None,
        requisites: Vec::new(),
        sessions: Vec::new(),
    }
}

fn course(title: &str) -> Course {
    Course {
        code: "listening".parse().expect("code"),
        title: title.to_owned(),
        neutral_title: None,
        kind: CourseKind::MicroCredential,
        description: "Listening.".to_owned(),
        tiers: Vec::new(),
        roles: Vec::new(),
        perspectives: Vec::new(),
        tags: vec!["hope".parse().expect("code")],
        aqf_alignment: None,
        superseded_by: None,
        versions: vec![version("1.0.0"), version("10.0.0"), version("2.0.0")],
        publisher: None,
        provenance: Provenance::Invented,
    }
}

fn tag(code: &str) -> Tag {
    Tag {
        code: code.parse().expect("code"),
        kind: TagKind::Value,
        title: "Hope".to_owned(),
        description: "Hope.".to_owned(),
        provenance: Provenance::Invented,
    }
}

pub(crate) fn catalogue(title: &str) -> Catalogue {
    let parts = CatalogueParts {
        tags: vec![tag("hope")],
        providers: vec![Provider {
            code: "college".parse().expect("code"),
            title: "College".to_owned(),
            kind: ProviderKind::Rto,
            provenance: Provenance::Invented,
        }],
        courses: vec![course(title)],
        offerings: vec![Offering {
            code: "listening-1".parse().expect("code"),
            of: OfferingOf::Course {
                course: "listening".parse().expect("code"),
                version: "1.0.0".parse().expect("version"),
            },
            provider: "college".parse().expect("code"),
            mode: Mode::Online,
            region: None,
            delivery: Delivery::Rolling { from: "2027-01-01".parse().expect("date"), until: None, weeks: 10 },
            price: "420.00".parse::<Aud>().expect("amount"),
            price_provenance: None,
            fees: Vec::new(),
            days: 1,
            days_from: DaysFrom::Allowance,
            own_time: Hours::new(20.0).expect("hours"),
            capacity: None,
            peer: PeerShare::default(),
            rpl: None,
            provenance: Provenance::Invented,
        }],
        ..CatalogueParts::default()
    };
    Catalogue::build(parts).expect("catalogue")
}

/// What the program says of something it did.
fn event(action: AuditAction) -> AuditEvent {
    AuditEvent {
        at: AuditTime::new(now().naive_utc()),
        actor: Actor::Program,
        action,
        subject: AuditSubject::Catalogue,
        provider: None,
        reason: None,
        details: "{}".to_owned(),
    }
}

/// Makes this the built-in catalogue, beside what was published.
async fn seed(store: &Store, built_in: &Catalogue, digest: &str) -> MergeOutcome {
    let event = event(AuditAction::Seed);
    store.merge_seeds(SeedMerge { digest, built_in, event }).await.expect("merged")
}

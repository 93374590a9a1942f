//! The store against real database files in folders of their own.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Utc};
use registry_core::catalogue::{Catalogue, CatalogueParts};
use registry_core::course::{
    Course, CourseKind, CourseVersion, DaysFrom, Delivery, Mode, Offering, OfferingOf, PeerShare, VersionStatus,
};
use registry_core::money::Aud;
use registry_core::provider::{Provider, ProviderKind, Tag, TagKind};
use registry_core::source::Provenance;
use registry_core::volume::Hours;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};

use super::{DatabaseFile, Replacement, Store, StoreError};

/// A folder of one test, removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
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

fn now() -> DateTime<Utc> {
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

fn catalogue(title: &str) -> Catalogue {
    let parts = CatalogueParts {
        tags: vec![Tag {
            code: "hope".parse().expect("code"),
            kind: TagKind::Value,
            title: "Hope".to_owned(),
            description: "Hope.".to_owned(),
            provenance: Provenance::Invented,
        }],
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

#[tokio::test]
async fn a_catalogue_reads_back_as_it_was_written() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let written = catalogue("Listening");
    let replaced = store.replace_seeds(&written, "a").await.expect("written");
    assert_eq!(replaced, Replacement::Replaced { revision: 1 });
    let (parts, revision) = store.load().await.expect("read");
    assert_eq!(revision, 1);
    assert_eq!(parts, written.to_parts());
    store.close().await.expect("closed");
    let (store, opened) = Store::open(&folder.database(), now()).await.expect("opened again");
    assert_eq!((opened.file, opened.migrations_applied), (DatabaseFile::Found, 0));
    assert_eq!(store.load().await.expect("read again").0, written.to_parts());
}

#[tokio::test]
async fn the_same_seeds_write_nothing_and_others_replace_everything() {
    let folder = Folder::new();
    let store = open(&folder).await;
    store.replace_seeds(&catalogue("Listening"), "a").await.expect("written");
    let unchanged = store.replace_seeds(&catalogue("Never written"), "a").await.expect("left");
    assert_eq!(unchanged, Replacement::Unchanged);
    assert_eq!(store.load().await.expect("read").0.courses[0].title, "Listening");
    let replaced = store.replace_seeds(&catalogue("Hearing"), "b").await.expect("written");
    assert_eq!(replaced, Replacement::Replaced { revision: 2 });
    let (parts, revision) = store.load().await.expect("read");
    assert_eq!((parts.courses.len(), parts.courses[0].title.as_str(), revision), (1, "Hearing", 2));
    assert_eq!(store.revision().await.expect("revision"), 2);
}

#[tokio::test]
async fn the_whole_catalogue_is_one_query_per_table() {
    let folder = Folder::new();
    let store = open(&folder).await;
    store.replace_seeds(&catalogue("Listening"), "a").await.expect("written");
    let before = store.statements();
    store.load().await.expect("read");
    assert_eq!(store.statements() - before, 5);
}

#[tokio::test]
async fn the_database_keeps_what_it_acknowledged_and_refuses_loose_ends() {
    let folder = Folder::new();
    let store = open(&folder).await;
    for (pragma, value) in [("synchronous", 2), ("foreign_keys", 1)] {
        let row = store
            .connection
            .query_one_raw(sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, format!("PRAGMA {pragma}")));
        let found: i32 = row.await.expect(pragma).expect(pragma).try_get("", pragma).expect(pragma);
        assert_eq!(found, value, "{pragma}");
    }
    let loose = "INSERT INTO course_version VALUES ('nothing', '1.0.0', 'published', '2026-01-01', '{}')";
    assert!(store.connection.execute_unprepared(loose).await.is_err());
}

/// Breaks a database with one statement and gives the message of reading it.
async fn message_after(sql: &str) -> String {
    let folder = Folder::new();
    let store = open(&folder).await;
    store.replace_seeds(&catalogue("Listening"), "a").await.expect("written");
    store.connection.execute_unprepared(sql).await.expect(sql);
    store.load().await.expect_err(sql).to_string()
}

/// Funding sources as they were stored before they said what they pay for.
#[tokio::test]
async fn a_funding_source_of_an_older_program_pays_for_nothing() {
    let folder = Folder::new();
    let store = open(&folder).await;
    store.replace_seeds(&catalogue("Listening"), "a").await.expect("written");
    let sql = r#"INSERT INTO entry VALUES ('funding-source', 'grant', '{"code":"grant","title":"Grant","kind":"grant",
        "amount":"1500","conditions":null,"provenance":"invented"}')"#;
    store.connection.execute_unprepared(sql).await.expect(sql);
    let (parts, _) = store.load().await.expect("read");
    let [source] = &parts.funding_sources[..] else { panic!("{:?}", parts.funding_sources) };
    assert!(source.pays_for.is_empty() && source.places.is_none() && source.requires.is_empty());
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_named_by_table_column_and_key() {
    let cases = [
        (
            "UPDATE course SET title = 'Hearing'",
            "the database is damaged: in table course, column title of listening cannot be read: it is \"Hearing\", but the body says \"Listening\"",
        ),
        (
            "UPDATE course_version SET body = '{' WHERE version = '2.0.0'",
            "the database is damaged: in table course_version, column body of listening@2.0.0 cannot be read: EOF while parsing an object at line 1 column 1",
        ),
        (
            "UPDATE offering SET provider = 'other'",
            "the database is damaged: in table offering, column provider of listening-1 cannot be read: it is \"other\", but the body says \"college\"",
        ),
        (
            "UPDATE entry SET kind = 'flag' WHERE kind = 'tag'",
            "the database is damaged: in table entry, column kind of flag hope cannot be read: \"flag\" is not a kind of entry",
        ),
        (
            "DELETE FROM registry_meta",
            "the database is damaged: in table registry_meta, column id of 1 cannot be read: the row is missing",
        ),
    ];
    for (sql, message) in cases {
        assert_eq!(message_after(sql).await, message, "{sql}");
    }
}

/// Before awards said how they are made of points and how much may be recognised, and rules on what terms they hold, their
/// bodies had no such keys.
#[tokio::test]
async fn awards_and_rules_of_an_older_program_are_still_read() {
    let text = include_str!("../format/fixtures/everything.toml");
    let files = [crate::format::SourceFile { name: "everything.toml", text }];
    let written = crate::format::read_catalogue(&files).expect("readable").build().expect("sound");
    let folder = Folder::new();
    let store = open(&folder).await;
    store.replace_seeds(&written, "a").await.expect("written");
    for (kind, code, keys) in [
        (
            "qualification",
            "CHC43515",
            "'$.points_packaging', '$.recognition', '$.packaging.groups[0].least', '$.packaging.groups[0].most'",
        ),
        (
            "credit-rule",
            "suite-credit",
            "'$.basis', '$.provider', '$.from_provider', '$.valid', '$.group', '$.conditions'",
        ),
    ] {
        let sql = format!(
            "UPDATE entry SET body = json_remove(body, {keys}) \
             WHERE kind = '{kind}' AND code = '{code}' AND body <> json_remove(body, {keys})"
        );
        let changed = store.connection.execute_unprepared(&sql).await.expect("changed");
        assert_eq!(changed.rows_affected(), 1, "{kind} {code}");
    }
    assert_eq!(store.load().await.expect("read").0, written.to_parts());
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let newer = "INSERT INTO seaql_migrations VALUES ('m0099_people', 0)";
    store.connection.execute_unprepared(newer).await.expect("newer");
    store.close().await.expect("closed");
    let path = folder.database();
    assert_eq!(
        refusal(path.clone()).await.to_string(),
        format!(
            "the database {} was written by a newer version of the registry (it knows migration m0099_people); start that version, or another database with --database",
            path.display()
        )
    );
}

/// A database some other program made, still open.
async fn foreign(path: &Path, journal: &str) -> DatabaseConnection {
    let connection = Database::connect(format!("sqlite://{}?mode=rwc", path.display())).await.expect("foreign");
    let sql = format!("PRAGMA journal_mode = {journal}; CREATE TABLE song (title TEXT); INSERT INTO song VALUES ('a')");
    connection.execute_unprepared(&sql).await.expect("songs");
    connection
}

/// The names of the files in a folder, in order.
fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_not_touched() {
    for journal in ["DELETE", "WAL"] {
        let folder = Folder::new();
        let path = folder.0.join("songs? 100%.db");
        let plain = folder.0.join("songs.db");
        foreign(&plain, journal).await.close().await.expect("closed");
        std::fs::rename(&plain, &path).expect("renamed");
        let before = std::fs::read(&path).expect("bytes");
        assert_eq!(
            refusal(path.clone()).await.to_string(),
            format!(
                "{} is not a database of the registry; give the path of one, or of a new file, with --database",
                path.display()
            )
        );
        assert!(std::fs::read(&path).expect("bytes") == before, "{journal}: the file changed");
        assert_eq!(files(&folder.0), ["songs? 100%.db"], "{journal}");
    }
}

#[tokio::test]
async fn a_database_of_another_program_that_runs_is_refused_and_not_touched() {
    let folder = Folder::new();
    let path = folder.0.join("songs.db");
    let log = folder.0.join("songs.db-wal");
    let running = foreign(&path, "WAL").await;
    let before = (std::fs::read(&path).expect("bytes"), std::fs::read(&log).expect("log"));
    assert!(matches!(refusal(path.clone()).await, StoreError::NotADatabase { .. }));
    assert!((std::fs::read(&path).expect("bytes"), std::fs::read(&log).expect("log")) == before, "a file changed");
    running.close().await.expect("closed");
}

#[tokio::test]
async fn a_database_left_with_its_log_by_a_crash_opens() {
    let (folder, crashed) = (Folder::new(), Folder::new());
    let store = open(&folder).await;
    std::fs::create_dir_all(crashed.0.join("data")).expect("folder");
    for name in ["data/registry.db", "data/registry.db-wal"] {
        std::fs::copy(folder.0.join(name), crashed.0.join(name)).expect("copy");
    }
    store.close().await.expect("closed");
    let (_, opened) = Store::open(&crashed.database(), now()).await.expect("open");
    assert_eq!((opened.file, opened.migrations_applied), (DatabaseFile::Found, 0));
}

#[tokio::test]
async fn a_place_where_no_database_can_be_is_said_in_a_sentence() {
    let folder = Folder::new();
    assert!(matches!(refusal(folder.0.clone()).await, StoreError::IsAFolder { .. }));
    let text = folder.0.join("notes.txt");
    std::fs::write(&text, "not a database, and longer than a header").expect("file");
    assert_eq!(
        refusal(text.clone()).await.to_string(),
        format!(
            "{} is not a database of the registry; give the path of one, or of a new file, with --database",
            text.display()
        )
    );
    let below = text.join("registry.db");
    assert_eq!(
        refusal(below.clone()).await.to_string(),
        format!(
            "the database {} cannot be created ({} is a file, not a folder); give a place you may write to with --database",
            below.display(),
            text.display()
        )
    );
    let cut = folder.0.join("cut.db");
    std::fs::write(&cut, b"SQLite format 3\0 and then nonsense".repeat(40)).expect("file");
    assert!(matches!(refusal(cut).await, StoreError::NotADatabase { .. }));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_cannot_be_written_is_said_in_a_sentence() {
    let path = PathBuf::from("/proc/registry/registry.db");
    assert!(matches!(refusal(path).await, StoreError::CannotCreate { .. }));
}

#[tokio::test]
async fn two_programs_that_start_together_write_the_seeds_once() {
    let folder = Folder::new();
    let (one, other) = (open(&folder).await, open(&folder).await);
    let seeds = catalogue("Listening");
    let (first, second) = tokio::join!(one.replace_seeds(&seeds, "a"), other.replace_seeds(&seeds, "a"));
    let mut outcomes = [first.expect("first"), second.expect("second")];
    outcomes.sort_by_key(|outcome| *outcome == Replacement::Unchanged);
    assert_eq!(outcomes, [Replacement::Replaced { revision: 1 }, Replacement::Unchanged]);
}

//! Opening a file of SQLite: what it is, whether it may be written, what it keeps.

use super::*;

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
    let asked = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, "PRAGMA journal_mode");
    let journal = store.connection.query_one_raw(asked).await.expect("asked").expect("a row");
    assert_eq!(journal.try_get::<String>("", "journal_mode").expect("a mode"), "wal");
    let loose = "INSERT INTO course_version VALUES ('nothing', '1.0.0', 'published', '2026-01-01', '{}')";
    assert!(store.connection.execute_unprepared(loose).await.is_err());
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

/// Signed documents stand in the file, in its log and in every copy.
#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_may_open_a_database_its_log_and_its_copies() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    let folder = Folder::new();
    let store = open(&folder).await;
    let beside = folder.database().parent().expect("a folder").to_path_buf();
    for file in files(&beside) {
        assert_eq!(mode(&beside.join(&file)), 0o600, "{file}");
    }
    assert!(files(&beside).iter().any(|file| file.ends_with("-wal")), "a log stands beside it");
    store.close().await.expect("closed");
    let (copy, again) = (folder.0.join("copy.db"), folder.0.join("again.db"));
    let now = "2027-02-01T00:00:00Z".parse().expect("time");
    crate::ops::backup::back_up(folder.database().as_path(), &copy, now).await.expect("copied");
    assert_eq!(mode(&copy), 0o600);
    // An older program made copies that others could read.
    std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o644)).expect("set");
    crate::ops::backup::restore(&copy, &crate::store::Location::from(again.as_path()), now).await.expect("restored");
    assert_eq!(mode(&again), 0o600);
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

//! A database, a folder or a port that cannot be used, to the built program: one sentence, exit code 1, nothing left
//! behind.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use registry_api::ops;
use registry_tests::server::{program, scratch};

/// The user and group that own nothing.
const NOBODY: u32 = 65_534;

/// A folder that everybody may read, with a copy of the program in it.
struct Ground {
    folder: PathBuf,
    program: PathBuf,
}

impl Ground {
    fn new(name: &str) -> Self {
        let folder = scratch(name);
        allow(&folder, 0o755);
        let copy = folder.join("registry");
        fs::copy(program(), &copy).expect("a copy of the program");
        allow(&copy, 0o755);
        Self { folder, program: copy }
    }

    /// A folder in it.
    fn folder(&self, name: &str) -> PathBuf {
        let folder = self.folder.join(name);
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    /// Starts a server of that database as somebody who may write only what everybody may: root may write anything,
    /// so as root it is started as nobody. Returns the exit code and what it says on standard error.
    fn serve(&self, database: &Path, listen: &str) -> (Option<i32>, String) {
        let mut command = Command::new(&self.program);
        command.args(["serve", "--listen", listen, "--database"]).arg(database).current_dir(&self.folder);
        if fs::metadata(&self.folder).expect("the folder").uid() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        let output = command.output().expect("the program ends");
        assert!(output.stdout.is_empty(), "it has started: {}", String::from_utf8_lossy(&output.stdout));
        (output.status.code(), String::from_utf8(output.stderr).expect("text"))
    }

    /// Expects one sentence and exit code 1.
    #[track_caller]
    fn refuses(&self, database: &Path, listen: &str, sentence: &str) {
        let found = self.serve(database, listen);
        assert_eq!(found, (Some(1), format!("registry: {sentence}\n")));
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                allow(&entry.path(), 0o755);
            }
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A whole database, made by this process, without the secret beside it.
fn made(path: &Path) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let (state, _) = ops::load_catalogue::load_catalogue(path, &path.with_extension("key"), chrono::Utc::now())
            .await
            .expect("a database");
        state.store().expect("its store").clone().close().await.expect("closed");
        fs::remove_file(path.with_extension("key")).expect("the secret");
    });
}

const ANY_PORT: &str = "127.0.0.1:0";

#[test]
fn a_read_only_folder_is_named_and_nothing_is_left_in_it() {
    let ground = Ground::new("read-only");
    let folder = ground.folder("kept");
    allow(&folder, 0o555);
    for database in [folder.join("registry.db"), folder.join("data/registry.db")] {
        let sentence = format!(
            "the database {} cannot be created (permission denied in the folder {}); give a place you may write to with --database",
            database.display(),
            folder.display()
        );
        ground.refuses(&database, ANY_PORT, &sentence);
    }
    assert_eq!(names(&folder), Vec::<String>::new());
}

#[test]
fn a_relative_path_is_told_with_the_folder_it_is_in() {
    let ground = Ground::new("relative");
    allow(&ground.folder, 0o555);
    let sentence = format!(
        "the database data/registry.db cannot be created (permission denied in the folder {}); give a place you may write to with --database",
        ground.folder.display()
    );
    ground.refuses(Path::new("data/registry.db"), ANY_PORT, &sentence);
    assert_eq!(names(&ground.folder), ["registry"]);
    allow(&ground.folder, 0o755);
}

#[test]
fn a_read_only_database_is_not_touched() {
    let ground = Ground::new("read-only-file");
    let folder = ground.folder("data");
    let database = folder.join("registry.db");
    made(&database);
    let before = fs::read(&database).expect("its bytes");
    allow(&database, 0o444);
    for mode in [0o777, 0o555] {
        allow(&folder, mode);
        let sentence = format!(
            "the database {} cannot be written (permission denied); change its permissions, or give another with --database",
            database.display()
        );
        ground.refuses(&database, ANY_PORT, &sentence);
    }
    // The file may be written, but not the log beside it.
    allow(&database, 0o666);
    let sentence = format!(
        "the database {} cannot be written (its folder is read-only); change its permissions, or give another with --database",
        database.display()
    );
    ground.refuses(&database, ANY_PORT, &sentence);
    assert_eq!(fs::read(&database).expect("its bytes"), before);
    assert_eq!(names(&folder), ["registry.db"]);
}

#[test]
fn a_folder_a_text_and_a_newer_database_are_told_apart() {
    let ground = Ground::new("others");
    let folder = ground.folder("data");
    allow(&folder, 0o777);
    let sentence = format!("the database {} is a folder; give the path of a file with --database", folder.display());
    ground.refuses(&folder, ANY_PORT, &sentence);

    let text = folder.join("notes.txt");
    fs::write(&text, "milk, bread, butter").expect("a text");
    allow(&text, 0o666);
    let sentence = format!(
        "{} is not a database of the registry; give the path of one, or of a new file, with --database",
        text.display()
    );
    ground.refuses(&text, ANY_PORT, &sentence);
    assert_eq!(fs::read_to_string(&text).expect("the text"), "milk, bread, butter");

    let below = text.join("registry.db");
    let sentence = format!(
        "the database {} cannot be created ({} is a file, not a folder); give a place you may write to with --database",
        below.display(),
        text.display()
    );
    ground.refuses(&below, ANY_PORT, &sentence);
    assert_eq!(names(&folder), ["notes.txt"]);
}

#[test]
fn a_database_of_a_newer_program_is_left_as_it_is() {
    let ground = Ground::new("newer");
    let folder = ground.folder("data");
    allow(&folder, 0o777);
    let database = folder.join("registry.db");
    made(&database);
    // The name of the migration that this program knows, in the table of migrations, becomes one of the same length
    // that it does not know.
    let (known, unknown) = (b"m0001_catalogue", b"m0099_catalogue");
    let mut bytes = fs::read(&database).expect("its bytes");
    let places: Vec<_> =
        bytes.windows(known.len()).enumerate().filter(|(_, at)| at == known).map(|(at, _)| at).collect();
    assert!(!places.is_empty(), "the database names its migration");
    for at in places {
        bytes[at..at + known.len()].copy_from_slice(unknown);
    }
    fs::write(&database, &bytes).expect("a newer database");
    allow(&database, 0o666);
    let sentence = format!(
        "the database {} was written by a newer version of the registry (it knows migration m0099_catalogue); start that version, or another database with --database",
        database.display()
    );
    ground.refuses(&database, ANY_PORT, &sentence);
    assert_eq!(names(&folder), ["registry.db"]);
}

#[test]
fn a_port_in_use_is_said_before_a_database_is_made() {
    let ground = Ground::new("port");
    let folder = ground.folder("data");
    allow(&folder, 0o777);
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address");
    let (code, said) = ground.serve(&folder.join("registry.db"), &address.to_string());
    assert_eq!(code, Some(1));
    let start = format!(
        "registry: port {} of 127.0.0.1 is in use by another program; stop that program, or choose another port with --listen 127.0.0.1:",
        address.port()
    );
    assert!(said.starts_with(&start) && said.lines().count() == 1, "{said}");
    assert_eq!(names(&folder), Vec::<String>::new());
}

//! Bad input, to the built program: every message is a sentence that says what is wrong and what to do.
//!
//! The reviewed messages are in `snapshots/bad_input.txt`. To write them anew, run the test with `UPDATE_SNAPSHOTS=1`
//! and read the difference.

use std::path::Path;
use std::process::Command;

use registry_tests::seeds;
use registry_tests::server::{program, scratch};

/// A profile nothing is wrong with.
const PROFILE: &str = "[profile]\ngoal = \"tier:3\"\nearliest_start = \"2027-02-01\"\nexperience_months = 6\n\
    employment = \"employed\"\nhours_per_week = 4\n";

/// A catalogue file nothing is wrong with.
const CATALOGUE: &str = "invented = true\n\n[[courses]]\ncode = \"c\"\ntitle = \"C\"\nkind = \"micro-credential\"\n\
    description = \"About C\"\n\n  [[courses.versions]]\n  version = \"1.0.0\"\n  published = \"2027-01-01\"\n  \
    outcomes = []\n  volume_of_learning_hours = 3\n  assessed = true\n";

/// What is given, the files beside it with what is replaced in them, and the exit code.
struct Case {
    what: &'static str,
    arguments: &'static [&'static str],
    profile: &'static [(&'static str, &'static str)],
    catalogue: &'static [(&'static str, &'static str)],
    code: i32,
}

const RECOMMEND: &[&str] = &["recommend", "--profile", "me.toml"];
const CHECK: &[&str] = &["check", "catalogue.toml"];

const fn asked(what: &'static str, arguments: &'static [&'static str]) -> Case {
    Case { what, arguments, profile: &[], catalogue: &[], code: 2 }
}

const fn profiled(what: &'static str, profile: &'static [(&'static str, &'static str)]) -> Case {
    Case { profile, ..asked(what, RECOMMEND) }
}

const fn published(what: &'static str, catalogue: &'static [(&'static str, &'static str)]) -> Case {
    Case { catalogue, ..asked(what, CHECK) }
}

const CASES: &[Case] = &[
    asked("a goal that does not exist", &["recommend", "--profile", "me.toml", "--goal", "role:nobody"]),
    asked("a goal that is none", &["recommend", "--profile", "me.toml", "--goal", "nobody"]),
    asked("a course that does not exist", &["eligibility", "--profile", "me.toml", "--for", "course:suite-advocasy"]),
    asked("a tier that does not exist", &["graph", "--for", "tier:5"]),
    asked("no profile", &["recommend", "--profile", "you.toml", "--goal", "tier:3"]),
    asked("a folder for a profile", &["recommend", "--profile", ".", "--goal", "tier:3"]),
    asked("no problem file", &["plan", "none.json"]),
    asked("an address that is none", &["serve", "--listen", "127.0.0.1:99999"]),
    asked("an unknown option", &["recommend", "--profil", "me.toml"]),
    profiled(
        "an unknown code",
        &[("hours_per_week = 4", "hours_per_week = 4\nregions = [\"melbourne-metr\", \"moon\"]")],
    ),
    profiled("an impossible date", &[("2027-02-01", "2027-02-30")]),
    profiled("negative hours", &[("hours_per_week = 4", "hours_per_week = -4")]),
    profiled(
        "a profile that contradicts itself",
        &[(
            "employment = \"employed\"",
            "employment = \"not-employed\"\npartner_release = true\ndeadline = \"2026-01-01\"",
        )],
    ),
    profiled(
        "much at once, one thing held half readable",
        &[
            ("\"tier:3\"", "\"course:nowhere\""),
            ("experience_months = 6", "experience_months = \"six\""),
            (
                "hours_per_week = 4",
                "hours_per_week = 4\nheld = [{ course = \"suite-advocacy\", version = \"1.0\", completed = \"2028-01-01\" }]",
            ),
        ],
    ),
    profiled("a profile that is not TOML", &[("hours_per_week = 4", "hours_per_week = four")]),
    published("a catalogue file that is not TOML", &[("[[courses]]", "[[courses]")]),
    published("a mistyped key", &[("title", "titel")]),
    published(
        "a version refused, and what is wrong beside it",
        &[
            ("\"1.0.0\"", "\"1.0\""),
            ("assessed = true", "assessed = false\n  credit_points = \"2\"\n  credit_scheme = \"nowhere\""),
            ("volume_of_learning_hours = 3", "volume_of_learning_hours = -3"),
            ("description = \"About C\"", "description = \"About C\"\ntags = [\"value-hopes\"]"),
        ],
    ),
    published("an entry without a code", &[("code = \"c\"\n", ""), ("assessed = true", "assessed = false")]),
];

/// Runs the program with the files of a case beside it; what it says, on both streams.
fn said(folder: &Path, case: &Case) -> (Option<i32>, String) {
    let text = |base: &str, changes: &[(&str, &str)]| {
        changes.iter().fold(base.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{}: {old} is not in the file", case.what);
            text.replacen(old, new, 1)
        })
    };
    std::fs::write(folder.join("me.toml"), text(PROFILE, case.profile)).expect("a profile");
    std::fs::write(folder.join("catalogue.toml"), text(CATALOGUE, case.catalogue)).expect("a catalogue");
    let output = Command::new(program())
        .args(case.arguments)
        .current_dir(folder)
        .env_remove("REGISTRY_LISTEN")
        .env_remove("REGISTRY_DATABASE")
        .output()
        .expect("the program runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).expect("text"))
}

/// What only a programmer understands.
pub(crate) const JARGON: &[&str] = &[
    "os error",
    "while parsing",
    "panicked",
    "Some(",
    "None",
    "Err(",
    "Error {",
    "unwrap",
    "sqlx",
    "SQLITE",
    "DbErr",
    "serde",
    "::",
];

#[test]
fn bad_input_is_answered_with_a_sentence() {
    let folder = scratch("bad-input");
    let mut page = String::new();
    for case in CASES {
        let (code, said) = said(&folder, case);
        assert_eq!(code, Some(case.code), "{}: {said}", case.what);
        for word in JARGON {
            assert!(!said.contains(word), "{}: {word} is in: {said}", case.what);
        }
        page.push_str(&format!("# {}\n$ registry {}\n{said}\n", case.what, case.arguments.join(" ")));
    }
    let left: Vec<_> =
        std::fs::read_dir(&folder).expect("the folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 2, "something is left behind: {left:?}");
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    let path = seeds::root().join("tests/it/snapshots/bad_input.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &page).expect("the folder can be written");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(page, known, "UPDATE_SNAPSHOTS=1 writes the messages of today; read what changes");
}

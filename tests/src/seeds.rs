//! The seed catalogue and the invented people, read from `seeds/`.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use registry_api::format::{Profile, SourceFile, read_catalogue, read_profile};
use registry_core::catalogue::Catalogue;

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file of a folder below the root with its name from the root, in order.
///
/// # Panics
/// When the folder cannot be read.
pub fn files(folder: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(root().join(folder)).expect("the folder is there");
    let mut files: Vec<(String, String)> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (format!("{folder}/{name}"), std::fs::read_to_string(&path).expect("UTF-8"))
        })
        .collect();
    files.sort();
    files
}

/// The files of the seed catalogue.
pub fn catalogue_files() -> Vec<(String, String)> {
    [files("seeds"), files("seeds/invented")].concat()
}

/// The seed catalogue.
///
/// # Panics
/// When the seeds have a problem; all are in the message.
pub fn catalogue() -> Catalogue {
    let files = catalogue_files();
    let sources: Vec<SourceFile<'_>> = files.iter().map(|(name, text)| SourceFile { name, text }).collect();
    let shown = |problems: Vec<registry_api::format::Problem>| -> String {
        problems.iter().map(|problem| format!("{problem}\n")).collect()
    };
    read_catalogue(&sources).and_then(|read| read.build()).map_err(shown).expect("the seeds are sound")
}

/// The invented people, by the name of their file.
///
/// # Panics
/// When a profile has a problem.
pub fn people() -> Vec<(String, Profile)> {
    let today: NaiveDate = "2027-01-04".parse().expect("a date");
    let read = |(name, text): (String, String)| {
        let profile = read_profile(&SourceFile { name: &name, text: &text }, today, None).expect("a sound profile");
        let short = name.trim_start_matches("seeds/invented/people/").trim_end_matches(".toml").to_owned();
        (short, profile)
    };
    files("seeds/invented/people").into_iter().map(read).collect()
}

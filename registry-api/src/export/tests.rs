//! What is exported reads back to what it was.

use chrono::NaiveDate;
use registry_core::catalogue::{Catalogue, CatalogueParts};

use super::*;
use crate::format::{SourceFile, read_catalogue};
use crate::import::{Format, Import, ImportFile, Imported};
use crate::seeds;
use registry_core::publish::Publisher;

fn seeds() -> Catalogue {
    read_catalogue(seeds::FILES).and_then(|read| read.build()).expect("the seeds are sound")
}

/// A catalogue with every key of every entry.
fn everything() -> Catalogue {
    let text = include_str!("../format/fixtures/everything.toml");
    read_catalogue(&[SourceFile { name: "everything.toml", text }]).and_then(|read| read.build()).expect("sound")
}

fn import(files: &[(String, String)], into: &Catalogue) -> Imported {
    let files: Vec<_> = files.iter().map(|(name, text)| ImportFile { name, bytes: text.as_bytes() }).collect();
    let import = Import {
        format: None,
        by: Publisher::Operator,
        today: NaiveDate::from_ymd_opt(2027, 2, 1).expect("a day"),
        heard: &|_| {},
    };
    match crate::import::read(&files, into, &import) {
        Ok(imported) => imported,
        Err(problems) => panic!("{}", problems.iter().map(|p| format!("{p}\n")).collect::<String>()),
    }
}

fn empty() -> Catalogue {
    Catalogue::build(CatalogueParts::default()).expect("nothing is wrong with nothing")
}

fn named(files: Vec<ExportFile>) -> Vec<(String, String)> {
    files.into_iter().map(|file| (file.name, file.text)).collect()
}

/// Exports, imports into an empty catalogue, and imports over itself.
#[track_caller]
fn check(catalogue: &Catalogue, files: &[(String, String)]) {
    let back = import(files, &empty());
    assert_eq!(back.next.to_parts(), catalogue.to_parts());
    let again = import(files, catalogue);
    assert!(again.delta.is_empty(), "{:?}", again.fates);
    assert_eq!(again.counts().0 + again.counts().1, 0);
}

#[test]
fn toml_imports_back_to_the_same_catalogue_and_over_itself_changes_nothing() {
    for catalogue in [seeds(), everything()] {
        let parts = catalogue.to_parts();
        check(&catalogue, &[("all.toml".to_owned(), toml(&parts))]);
        check(&catalogue, &named(toml_files(&parts)));
    }
}

#[test]
fn json_imports_back_to_the_same_catalogue_and_over_itself_changes_nothing() {
    for catalogue in [seeds(), everything()] {
        let parts = catalogue.to_parts();
        check(&catalogue, &[("all.json".to_owned(), json(&parts).expect("data"))]);
        check(&catalogue, &named(json_files(&parts).expect("data")));
    }
}

#[test]
fn spreadsheets_import_over_themselves_and_change_nothing() {
    for catalogue in [seeds(), everything()] {
        let again = import(&named(csv_files(&catalogue.to_parts())), &catalogue);
        assert!(again.delta.is_empty(), "{:?}", again.fates);
        let all = catalogue.courses().len() + catalogue.offerings().len();
        assert_eq!((again.counts(), again.fates.contains_key("tag")), ((0, 0, all), false));
    }
}

#[test]
fn a_spreadsheet_brings_back_what_is_taken_from_its_tables() {
    let catalogue = everything();
    let files = named(csv_files(&catalogue.to_parts()));
    let mut left = catalogue.to_parts();
    left.offerings.clear();
    let back = import(&files, &Catalogue::build(left).expect("sound"));
    assert_eq!(back.next.to_parts(), catalogue.to_parts());
    assert_eq!(back.fates["offering"].new, ["certificate-rolling", "peer-support-2027"]);
    assert_eq!(Format::Csv.name(), "csv");
}

mod generated;
mod linked;

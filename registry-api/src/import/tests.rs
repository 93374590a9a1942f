//! Good files, bad files, and files that are neither.

mod broken;
mod formats;
mod soup;

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;

use super::*;
use crate::format::read_catalogue;
use crate::seeds;

/// The built-in catalogue.
fn seeds() -> Catalogue {
    read_catalogue(seeds::FILES).and_then(|read| read.build()).expect("the seeds are sound")
}

fn read_as(
    files: &[(&str, &[u8])],
    into: &Catalogue,
    format: Option<Format>,
    by: Publisher,
) -> Result<Imported, Vec<ImportProblem>> {
    let files: Vec<_> = files.iter().map(|(name, bytes)| ImportFile { name, bytes }).collect();
    let today = NaiveDate::from_ymd_opt(2027, 2, 1).expect("a day");
    read(&files, into, &Import { format, by, today, heard: &|_| {} })
}

fn provider(code: &str) -> Publisher {
    Publisher::Provider(code.parse().expect("a code"))
}

/// What is wrong, one line each.
fn lines(result: Result<Imported, Vec<ImportProblem>>) -> String {
    match result {
        Ok(imported) => format!("imported: {:?}\n", imported.counts()),
        Err(problems) => problems.iter().map(|problem| format!("{problem}\n")).collect(),
    }
}

/// What is wrong with files that an operator imports into the built-in catalogue.
fn problems(files: &[(&str, &str)]) -> String {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    lines(read_as(&files, &seeds(), None, Publisher::Operator))
}

const COURSES: &str = include_str!("../../../schema/templates/courses.csv");
const VERSIONS: &str = include_str!("../../../schema/templates/versions.csv");
const OFFERINGS: &str = include_str!("../../../schema/templates/offerings.csv");

/// A line of NAT00060: identifier, name, field of education, VET flag, hours.
fn subject(id: &str, name: &str, vet: &str, hours: &str) -> String {
    format!("{id:<12}{name:<100}120505{vet:1}{hours:4}")
}

/// A line of NAT00030: identifier, name, hours.
fn program(id: &str, name: &str, hours: &str) -> String {
    format!("{id:<10}{name:<100}{hours:4}")
}

//! Import: files in several formats become one change of the catalogue, or every problem with its place (docs/IMPORT.md).
//!
//! Reading and judging are pure: [`read`] takes bytes and a catalogue and gives a [`Delta`]; whoever calls it commits it.

pub(crate) mod columns;
mod csv;
mod format;
mod json;
mod merge;
mod nat;
mod owner;
mod problem;
mod progress;
mod register;
mod stated;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::publish::{Delta, Publisher};

pub use format::{FILE_BYTES_MAX, Format};
pub use merge::Fate;
pub use problem::{Column, ImportProblem};

use crate::format::{BUILT_IN, Draft, Problem, SourceFile, printable};

/// A file to import.
#[derive(Debug, Clone, Copy)]
pub struct ImportFile<'a> {
    /// What messages call it; its end tells the format.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// What an import would do.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The change; empty when everything is there already.
    pub delta: Delta,
    /// The catalogue after it.
    pub next: Catalogue,
    /// What becomes of the entries, by kind as sentences name it.
    pub fates: BTreeMap<&'static str, Fate>,
}

impl Imported {
    /// How many entries are new, change, and are there already.
    pub fn counts(&self) -> (usize, usize, usize) {
        let fates = || self.fates.values();
        (
            fates().map(|fate| fate.new.len()).sum(),
            fates().map(|fate| fate.changed.len()).sum(),
            fates().map(|fate| fate.unchanged).sum(),
        )
    }
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The files are being read.
    Reading {
        /// How many parts of them are.
        done: usize,
        /// Of how many.
        of: usize,
    },
    /// The catalogue that would result is being checked.
    Checking,
    /// It is being written.
    Writing,
}

/// Who imports, when, and what hears how far it is.
pub struct Import<'a> {
    /// In which format the files are; `None`: their names tell.
    pub format: Option<Format>,
    /// Who imports.
    pub by: Publisher,
    /// The day: the day of publication of what a file gives no day for.
    pub today: NaiveDate,
    /// Hears of each step as it begins.
    pub heard: &'a dyn Fn(Step),
}

/// Reads files and judges them beside a catalogue: what is new, what changes, and what the catalogue would be.
///
/// Entries are put or replaced as wholes; a course keeps the versions that the file does not have. All files are judged
/// together, and either all of them can be taken or none.
///
/// # Errors
/// Every problem, in order of file and line: a file that is not UTF-8, a file of an unknown format, files of two formats,
/// whatever the reader of that format refuses, a published version that would change, an entry of another provider,
/// and everything that would be wrong with the catalogue that results.
pub fn read(
    files: &[ImportFile<'_>],
    catalogue: &Catalogue,
    import: &Import<'_>,
) -> Result<Imported, Vec<ImportProblem>> {
    (import.heard)(Step::Reading { done: 0, of: 1 });
    if let Publisher::Provider(provider) = &import.by
        && catalogue.provider(provider).is_none()
    {
        let message =
            "there is no such provider in the catalogue; correct the code, or have the provider registered first";
        return Err(vec![ImportProblem::of_file(&format!("provider {provider}"), message)]);
    }
    read_known(files, catalogue, import).map_err(|mut problems| {
        // No file may steer the terminal it is shown on.
        problems.iter_mut().for_each(|problem| problem.message = printable(&problem.message));
        problems
    })
}

fn read_known(
    files: &[ImportFile<'_>],
    catalogue: &Catalogue,
    import: &Import<'_>,
) -> Result<Imported, Vec<ImportProblem>> {
    let texts = format::texts(files)?;
    let format = match import.format {
        Some(format) => format,
        None => Format::of_files(&texts)?,
    };
    match format {
        Format::Toml => {
            let sources: Vec<_> = texts.iter().map(|(name, text)| SourceFile { name, text }).collect();
            judge(Draft::of_files(&sources), catalogue, import, &as_it_is)
        }
        Format::Json => {
            let documents = texts.iter().map(|(name, text)| json::document(name, text));
            judge(Draft::of_documents(progress::told(documents.collect(), import.heard)), catalogue, import, &as_it_is)
        }
        Format::Csv => {
            let files: Vec<_> = texts.iter().map(|(name, text)| csv::CsvFile { name, text }).collect();
            let mut rows = csv::Rows::read(&files);
            let problems = std::mem::take(&mut rows.problems);
            let document = rows.document(texts.iter().map(|(_, text)| *text).collect());
            let draft = Draft::of_documents(progress::told(vec![document], import.heard));
            rows.forget_cells();
            let placed = |problem: Problem| of_cell(&rows, problem);
            with(problems, judge(draft, catalogue, import, &placed))
        }
        Format::Nat | Format::Register => {
            let read = if format == Format::Nat { nat::read } else { register::read };
            let (draft, problems) = read(&texts, catalogue, import.today).into_draft();
            with(problems, judge(draft, catalogue, import, &as_it_is))
        }
    }
}

/// A problem of a file whose lines are its own.
fn as_it_is(problem: Problem) -> ImportProblem {
    let file = match problem.file {
        file if file == BUILT_IN || file.is_empty() => "the catalogue".to_owned(),
        file => file,
    };
    ImportProblem { file, line: problem.line, column: None, message: problem.message }
}

/// A problem whose line is the number of a cell.
fn of_cell(rows: &csv::Rows, mut problem: Problem) -> ImportProblem {
    problem.message = csv::worded(&problem.message);
    match problem.line.and_then(|cell| rows.place(cell, &problem.message)) {
        Some((file, line, column)) => {
            ImportProblem { file: file.to_owned(), line: Some(line), column, message: problem.message }
        }
        None => ImportProblem { line: None, ..as_it_is(problem) },
    }
}

/// Adds problems that were found before.
fn with(
    mut before: Vec<ImportProblem>,
    judged: Result<Imported, Vec<ImportProblem>>,
) -> Result<Imported, Vec<ImportProblem>> {
    match judged {
        Ok(imported) if before.is_empty() => return Ok(imported),
        Ok(_) => {}
        Err(more) => before.extend(more),
    }
    before.sort();
    before.dedup();
    Err(before)
}

/// Merges a draft into the catalogue and checks what results.
fn judge(
    mut draft: Draft,
    catalogue: &Catalogue,
    import: &Import<'_>,
    placed: &dyn Fn(Problem) -> ImportProblem,
) -> Result<Imported, Vec<ImportProblem>> {
    (import.heard)(Step::Checking);
    let parts = draft.take_parts();
    let merge::Merged { delta, fates } = merge::merge(parts, &mut draft, catalogue, (&import.by, import.today));
    let next = if delta.is_empty() { Ok(catalogue.clone()) } else { catalogue.with(&delta) };
    let faults = match next {
        Ok(next) if draft.is_sound() => return Ok(Imported { delta, next, fates }),
        Ok(_) => Vec::new(),
        Err(faults) => faults,
    };
    let mut problems: Vec<_> = draft.problems(faults).into_iter().map(placed).collect();
    problems.sort();
    Err(problems)
}

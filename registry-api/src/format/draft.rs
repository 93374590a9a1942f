//! Entries that were read and are still to be judged beside a catalogue: what an import begins with.

use std::collections::BTreeMap;

use registry_core::catalogue::{CatalogueParts, CatalogueProblem, EntryRef};

use super::catalogue::{Place, ReadCatalogue};
use super::pass::{Document, Pass, pass, pass_documents};
use super::problem::Problem;
use super::reader::SourceFile;

/// Entries of some files, where each stands, and what is wrong with them so far.
pub(crate) struct Draft {
    pass: Pass,
}

impl Draft {
    /// Of files in TOML.
    pub(crate) fn of_files(files: &[SourceFile<'_>]) -> Self {
        Self { pass: pass(files) }
    }

    /// Of files in another notation.
    pub(crate) fn of_documents(documents: Vec<Document<'_>>) -> Self {
        Self { pass: pass_documents(documents) }
    }

    /// Of entries that were made elsewhere, each with the file and line it stands on.
    pub(crate) fn of_entries(
        parts: CatalogueParts,
        places: BTreeMap<EntryRef, Vec<Place>>,
        problems: Vec<Problem>,
    ) -> Self {
        let mut pass = Pass::new([]);
        pass.read = ReadCatalogue { parts, places };
        pass.problems = problems;
        Self { pass }
    }

    /// Takes the entries out. Where there are problems, something may stand in for what could not be read.
    pub(crate) fn take_parts(&mut self) -> CatalogueParts {
        std::mem::take(&mut self.pass.read.parts)
    }

    /// Reports something about an entry, on the line where it names `about`, or else on the first of its lines. What is said of
    /// something that could not be read is left out.
    pub(crate) fn report(&mut self, entry: &EntryRef, about: Option<&EntryRef>, message: impl std::fmt::Display) {
        let message = message.to_string();
        if self.pass.broken.is_unread(&message) {
            return;
        }
        let (file, line) = match self.pass.read.line_of(entry, about) {
            Some((file, line)) => (file.to_owned(), Some(line)),
            None => (String::new(), None),
        };
        self.pass.problems.push(Problem { file, line, message: format!("{entry}: {message}") });
    }

    /// Every problem: those so far, and those of the catalogue that would result. What merely follows from something
    /// that could not be read is left out.
    pub(crate) fn problems(mut self, faults: Vec<CatalogueProblem>) -> Vec<Problem> {
        let broken = &self.pass.broken;
        let own = faults.into_iter().filter(|problem| !broken.explains(problem)).collect();
        self.pass.problems.extend(self.pass.read.placed(own, |problem| broken.words(problem)));
        self.pass.problems.sort();
        self.pass.problems.dedup();
        self.pass.problems
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_sound(&self) -> bool {
        self.pass.problems.is_empty()
    }
}

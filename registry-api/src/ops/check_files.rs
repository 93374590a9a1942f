//! Checks catalogue and profile files.

use chrono::NaiveDate;
use registry_core::analysis::{VolumeNote, fee_notes, volume_notes};
use registry_core::catalogue::{CatalogueParts, EntryRef};

use crate::format::{
    Problem, ReadCatalogue, SourceFile, check_catalogue, is_profile, join_catalogue, read_catalogue, read_known_profile,
};
use crate::snapshot::Snapshot;

/// What was found in some files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// How many entries the files hold; a profile counts as one. Nothing is counted while there are problems.
    pub entries: usize,
    /// Every problem, in order of file and line.
    pub problems: Vec<Problem>,
    /// What is worth a look and refuses nothing, in order of file and line: volumes of learning that do not sit with the
    /// framework's, fees that are no less than the price. None while there are problems.
    pub notes: Vec<Problem>,
}

/// Checks files as they would be read. What catalogue files do not hold themselves is looked up in `beside`, and so
/// is what profiles name.
pub fn check_files(files: &[SourceFile<'_>], beside: &Snapshot, today: NaiveDate) -> FileReport {
    let (profiles, catalogues): (Vec<_>, Vec<_>) = files.iter().copied().partition(is_profile);
    let mut problems = Vec::new();
    if !catalogues.is_empty() {
        problems.extend(check_catalogue(&catalogues, Some(&beside.catalogue().to_parts())));
    }
    for file in &profiles {
        if let Err(found) = read_known_profile(file, today, None, beside.catalogue()) {
            problems.extend(found.of_file);
        }
    }
    problems.extend(catalogues.iter().filter(|file| holds_nothing(file)).map(nothing));
    problems.sort();
    match read_catalogue(&catalogues) {
        Ok(read) if problems.is_empty() => FileReport {
            entries: count(&read.parts) + profiles.len(),
            problems,
            notes: notes(&read, &catalogues, beside),
        },
        _ => FileReport { entries: 0, problems, notes: Vec::new() },
    }
}

/// The notes on entries that the files hold, each at the version it is about or at the first line of its entry.
fn notes(read: &ReadCatalogue, files: &[SourceFile<'_>], beside: &Snapshot) -> Vec<Problem> {
    if files.is_empty() {
        return Vec::new();
    }
    let Ok(catalogue) = join_catalogue(files, Some(&beside.catalogue().to_parts())) else { return Vec::new() };
    let placed = volume_notes(&catalogue).into_iter().filter_map(|note| {
        let entry = note.entry();
        let named = match &note {
            VolumeNote::AsLongAsAnAward { version, .. } => Some(EntryRef::new("version", version)),
            VolumeNote::OutsideRange { .. } => None,
        };
        let (file, line) = read.line_of(&entry, named.as_ref())?;
        Some(Problem { file: file.to_owned(), line: Some(line), message: format!("note: {entry}: {note}") })
    });
    let of_fees = fee_notes(&catalogue).into_iter().filter_map(|note| {
        let entry = note.entry();
        let (file, line) = read.line_of(&entry, Some(&EntryRef::new("funding source", &note.funding)))?;
        Some(Problem { file: file.to_owned(), line: Some(line), message: format!("note: {entry}: {note}") })
    });
    let mut notes: Vec<Problem> = placed.chain(of_fees).collect();
    notes.sort();
    notes
}

/// Whether nothing is wrong with a catalogue file, but it has no entry either.
fn holds_nothing(file: &SourceFile<'_>) -> bool {
    read_catalogue(&[*file]).is_ok_and(|read| count(&read.parts) == 0)
}

fn nothing(file: &SourceFile<'_>) -> Problem {
    let message = "there is nothing in this file; write entries such as [[courses]], or answers under [profile], or \
                   leave the file out";
    Problem { file: file.name.to_owned(), line: None, message: message.to_owned() }
}

/// How many entries there are in all.
fn count(parts: &CatalogueParts) -> usize {
    parts.documents.len()
        + parts.tags.len()
        + parts.regions.len()
        + parts.workforces.len()
        + parts.tiers.len()
        + parts.readiness_tiers.len()
        + parts.roles.len()
        + parts.providers.len()
        + parts.courses.len()
        + parts.qualifications.len()
        + parts.credit_schemes.len()
        + parts.credit_rules.len()
        + parts.funding_sources.len()
        + parts.support_commitments.len()
        + parts.offerings.len()
}

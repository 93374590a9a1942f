//! Says what the requisites of a catalogue come to.

use registry_core::analysis::CatalogueHealth;

use crate::format::{Problem, SourceFile, Unsound, is_profile, join_catalogue};
use crate::snapshot::Snapshot;

/// What the requisites of the catalogue come to. Worked out once for each snapshot.
pub fn analyse_catalogue(snapshot: &Snapshot) -> &CatalogueHealth {
    snapshot.health()
}

/// The catalogue of some files, at revision 0. What they do not hold themselves is taken from `beside`.
///
/// # Errors
/// Everything that is wrong with the files, as `registry check` says it; a profile among them.
pub fn join_files(files: &[SourceFile<'_>], beside: &Snapshot) -> Result<Snapshot, Unsound> {
    let profiles: Vec<Problem> = files.iter().filter(|file| is_profile(file)).map(not_a_catalogue).collect();
    if !profiles.is_empty() {
        return Err(Unsound { problems: profiles, knots: Vec::new() });
    }
    let catalogue = join_catalogue(files, Some(&beside.catalogue().to_parts()))?;
    Ok(Snapshot::new(catalogue, 0))
}

fn not_a_catalogue(file: &SourceFile<'_>) -> Problem {
    let message = "this is a profile, and only catalogues are read here; leave it out".to_owned();
    Problem { file: file.name.to_owned(), line: None, message }
}

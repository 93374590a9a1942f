//! Reads catalogue files and profile files (docs/CATALOGUE_FILES.md) into the values of `registry-core`.
//!
//! A reader never stops at the first problem: it reports every one, with its file and line. Values are refused by
//! the constructors of `registry-core`, so a file means the same here as anywhere else. Where a value is refused,
//! another stands in for it, so that the rest of the entry is checked at the same time.

mod answers;
mod catalogue;
mod claims;
mod draft;
mod enrolled;
mod entry_course;
mod entry_credit;
mod entry_description;
mod entry_offering;
mod entry_packaging;
mod entry_qualification;
mod entry_role;
mod fields;
mod named;
mod pass;
mod problem;
mod profile;
mod provenance;
mod reader;
mod requisite;
mod stand_in;
mod value;

#[cfg(test)]
mod tests;

pub(crate) use catalogue::BUILT_IN;
pub(crate) use draft::Draft;
pub(crate) use pass::{Document, Roots};
pub(crate) use reader::{Positions, printable};

pub use catalogue::{Place, ReadCatalogue, Unsound, check_catalogue, join_catalogue, read_catalogue};
pub use problem::Problem;
pub use profile::{Person, Profile, ProfileProblems, is_profile, read_known_profile, read_profile};
pub use reader::SourceFile;

/// The largest file that is read, in bytes: 8 MiB, about a hundred times the built-in catalogue.
pub const FILE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// The most entries of one list.
pub const LIST_MAX: usize = 100_000;

/// The most problems reported for one file; a person corrects a few and checks again.
pub const PROBLEMS_MAX: usize = 1_000;

/// The longest title, description or other text, in characters: two printed pages.
pub const TEXT_CHARACTERS_MAX: usize = 5_000;

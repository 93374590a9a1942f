//! Gives the catalogue out: everything in it, in order of code.

use registry_core::catalogue::CatalogueParts;

use crate::snapshot::Snapshot;

/// Everything in the catalogue, each list in order of code.
pub fn export_catalogue(snapshot: &Snapshot) -> CatalogueParts {
    snapshot.catalogue().to_parts()
}

//! Recommends pathways to a goal.

use registry_core::pathway::{self, Budget, Recommendation, Request, RequestProblem};

use crate::snapshot::Snapshot;

/// The best pathways to the goal of a request, or why there is none.
///
/// # Errors
/// A request that names what the catalogue does not have, or contradicts itself: every problem at once.
pub fn recommend(snapshot: &Snapshot, request: &Request) -> Result<Recommendation, Vec<RequestProblem>> {
    pathway::recommend(snapshot.catalogue(), request, Budget::default())
}

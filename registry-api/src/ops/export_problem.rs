//! Writes a question to the planner as a problem file.

use registry_core::pathway::{self, Budget, Request, RequestProblem};
use registry_core::solver::file::ProblemFile;

use crate::snapshot::Snapshot;

/// The problem of a request as a file: without dates and without what is held.
///
/// # Errors
/// A request that names what the catalogue does not have, or contradicts itself: every problem at once.
pub fn export_problem(
    snapshot: &Snapshot,
    request: &Request,
    budget: Budget,
) -> Result<ProblemFile, Vec<RequestProblem>> {
    pathway::export(snapshot.catalogue(), request, budget)
}

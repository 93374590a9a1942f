//! Recommends pathways to a goal.

use registry_core::pathway::{self, Budget, Recommendation, Request, RequestProblem};

use crate::snapshot::Snapshot;

/// What one question may take of a server that others share: the built-in people's hardest question is answered
/// with proof within it, and nobody's takes more than about a second.
pub const SHARED: Budget = Budget { steps: 250_000 };

/// What one question may take on a person's own machine.
pub const ALONE: Budget = Budget { steps: 1_000_000 };

/// The best pathways to the goal of a request, or why there is none.
///
/// # Errors
/// A request that names what the catalogue does not have, or contradicts itself: every problem at once.
pub fn recommend(
    snapshot: &Snapshot,
    request: &Request,
    budget: Budget,
) -> Result<Recommendation, Vec<RequestProblem>> {
    pathway::recommend(snapshot.catalogue(), request, budget)
}

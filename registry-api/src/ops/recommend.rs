//! Recommends pathways to a goal.

use std::sync::Arc;
use std::time::Instant;

use registry_core::id::CourseCode;
use registry_core::pathway::{self, Budget, Front, Pathway, Recommendation, Request, RequestProblem, WhyNot, Without};

use crate::remembered::Question;
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

/// The same, for pages that show one plan in several ways: what was answered in the last ten minutes from this snapshot is not
/// worked out again.
///
/// # Errors
/// What [`recommend`] refuses.
pub fn recommend_once(
    snapshot: &Snapshot,
    request: &Request,
    budget: Budget,
) -> Result<Arc<Recommendation>, Vec<RequestProblem>> {
    let question = Question::of(&(request, budget));
    if let Some(answer) = snapshot.remembered().answer(&question, Instant::now()) {
        return Ok(answer);
    }
    let answer = Arc::new(recommend(snapshot, request, budget)?);
    snapshot.remembered().keep(question, &answer, Instant::now());
    Ok(answer)
}

/// The pathways that trade cost against finish.
///
/// # Errors
/// What [`recommend`] refuses.
pub fn front(snapshot: &Snapshot, request: &Request, budget: Budget) -> Result<Front, Vec<RequestProblem>> {
    pathway::front(snapshot.catalogue(), request, budget)
}

/// Why a course is not in the pathways to the goal of a request.
///
/// # Errors
/// What [`recommend`] refuses, and a course that the catalogue does not have.
pub fn why_not(
    snapshot: &Snapshot,
    request: &Request,
    course: &CourseCode,
    budget: Budget,
) -> Result<WhyNot, Vec<RequestProblem>> {
    pathway::why_not(snapshot.catalogue(), request, course, budget)
}

/// What a pathway would be without each of its steps.
pub fn without_each(snapshot: &Snapshot, request: &Request, pathway: &Pathway, budget: Budget) -> Vec<Without> {
    pathway::without_each(snapshot.catalogue(), request, pathway, budget)
}

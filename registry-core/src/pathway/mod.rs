//! Pathways: from where somebody stands to what they want, within the limits of their life.

pub mod answer;
pub mod request;

pub use answer::{NoPathway, Pathway, Pathways, Recommendation, Step};
pub use request::{Goal, Limits, PeerWishes, Request, RequestProblem, Wish};

use crate::catalogue::Catalogue;

/// How many search steps a question may take. Steps, not seconds: the same question gives the same answer on
/// every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Search steps for each of the pathways looked for.
    pub steps: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: 200_000 }
    }
}

/// The best pathways to the goal, or why there is none.
///
/// # Errors
/// A request that names something the catalogue does not have, or that contradicts itself: every problem at once.
pub fn recommend(
    catalogue: &Catalogue,
    request: &Request,
    budget: Budget,
) -> Result<Recommendation, Vec<RequestProblem>> {
    let problems = request.problems(catalogue);
    if !problems.is_empty() {
        return Err(problems);
    }
    let _ = budget;
    Ok(Recommendation::NoPathway(NoPathway {
        goal: request.goal.clone(),
        goal_title: request.goal.to_string(),
        blockers: Vec::new(),
        conflict: Vec::new(),
        relaxations: Vec::new(),
        proved: false,
    }))
}

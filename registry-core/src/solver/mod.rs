//! The solver: exact answers to planning problems of whole numbers, in time and out of it.
#![expect(dead_code, reason = "problems are described here before the first search reads them")]

mod exhaustive;
pub(crate) mod expr;
pub mod file;
pub(crate) mod problem;

use problem::{Measure, Placed, Problem};

/// What a search found.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    /// The best plan found.
    pub(crate) plan: Option<Vec<Placed>>,
    /// Whether it is proved best, or that there is none.
    pub(crate) proved: bool,
    /// No plan is better at the first measure.
    pub(crate) bound: Option<i64>,
    /// How many steps were taken.
    pub(crate) steps_used: u64,
}

/// The best plan by `order`, within so many steps.
pub(crate) fn solve(problem: &Problem, order: &[Measure], steps: u64) -> Outcome {
    exhaustive::solve(problem, order, steps)
}

//! How much may be read of the awards a question is about, and what reading and searching it take of the budget.
//!
//! What counts towards an award can be combined in more ways than anybody could go through, on each of thousands of days.
//! What is read is counted, so that any question is posed in bounded time; what was left unread is said.

use super::problem::Problem;
use crate::solver::expr::Expr;

/// The most that is read for one question: parts of requirements that are written down, and combinations of rules that
/// are looked at on the way to them. The question of a person takes some thousands.
const READ_MAX: u64 = 100_000;

/// Parts that are read in the time in which a search takes a step.
const READ_PER_STEP: u64 = 64;

/// Requirements so long are looked at in the time of a step, once.
const LOOKED_AT_PER_STEP: u64 = 1_024;

/// A node looks at about as many items as there are parts, and for each at those that it meets: so many pairs in the time of
/// a step.
const PAIRS_PER_STEP: u64 = 8_192;

/// What is left to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    left: u64,
}

impl Default for Reading {
    fn default() -> Self {
        Self { left: READ_MAX }
    }
}

impl Reading {
    /// Notes that so much was read; whether there is any left.
    pub(super) fn take(&mut self, read: u64) -> bool {
        self.left = self.left.saturating_sub(read);
        !self.is_over()
    }

    /// Whether no more may be read.
    pub(super) fn is_over(&self) -> bool {
        self.left == 0
    }

    /// At most so many of `most` combinations may be looked at.
    pub(super) fn at_most(&self, most: usize) -> usize {
        usize::try_from(self.left).map_or(most, |left| left.min(most))
    }

    /// The steps of a budget that it took.
    pub(super) fn steps(&self) -> u64 {
        (READ_MAX - self.left) / READ_PER_STEP
    }
}

/// How many parts a requirement has, itself among them.
pub(super) fn size_of(expr: &Expr) -> u64 {
    match expr {
        Expr::True | Expr::Never | Expr::From(_) | Expr::Item(_) => 1,
        Expr::All(parts) | Expr::AtLeast(_, parts) => 1 + parts.iter().map(size_of).sum::<u64>(),
    }
}

/// Budget steps of one node of a search among requirements that are so long together.
pub(super) fn steps_per_node(long: u64) -> u64 {
    let pairs = long.saturating_mul(long) / PAIRS_PER_STEP;
    1 + long / LOOKED_AT_PER_STEP + pairs
}

impl Problem {
    /// What is left of a budget once the problem is posed: never less than half, so that something is found.
    pub(super) fn left_of(&self, steps: u64) -> u64 {
        steps.saturating_sub(self.posing).max(steps.div_ceil(2))
    }
}

//! Plans, how they are measured and compared, and what a search for one must keep to.

use crate::solver::expr::Day;

/// The measures of a plan, least first in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Measures {
    /// Cents paid.
    pub(crate) cost: i64,
    /// Peer shares that were wished for and are lacking.
    pub(crate) lacking: i64,
    /// The day it is finished.
    pub(crate) finish: i64,
    /// Minutes of own time in the heaviest week.
    pub(crate) heaviest: i64,
    /// How many steps.
    pub(crate) steps: i64,
    /// How often advice on the order is not followed.
    pub(crate) unadvised: i64,
}

/// The order in which measures are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Cost,
    Finish,
    Load,
}

impl Measures {
    /// The measures in the order of an objective.
    pub(crate) fn vector(&self, order: Order) -> [i64; 6] {
        let Measures { cost, lacking, finish, heaviest, steps, unadvised } = *self;
        match order {
            Order::Cost => [cost, lacking, finish, heaviest, steps, unadvised],
            Order::Finish => [finish, lacking, cost, heaviest, steps, unadvised],
            Order::Load => [heaviest, lacking, finish, cost, steps, unadvised],
        }
    }

    pub(crate) fn no_worse(&self, other: &Measures) -> bool {
        self.cost <= other.cost
            && self.lacking <= other.lacking
            && self.finish <= other.finish
            && self.heaviest <= other.heaviest
            && self.steps <= other.steps
            && self.unadvised <= other.unadvised
    }
}

/// One item, placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Placed {
    pub(crate) start: Day,
    pub(crate) end: Day,
    pub(crate) item: usize,
    pub(crate) choice: usize,
}

/// What a search found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The best plan, in order of start; `None`: none was found.
    pub(crate) plan: Option<(Measures, Vec<Placed>)>,
    /// Whether nothing better exists (or, without a plan, nothing at all).
    pub(crate) proved: bool,
}

/// What a search must keep to, beyond the problem.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// At most so much in each measure.
    pub(crate) most: Measures,
    /// Stop at the first plan.
    pub(crate) first: bool,
}

impl Bounds {
    /// No bounds.
    pub(crate) const NONE: Bounds = Bounds {
        most: Measures {
            cost: i64::MAX,
            lacking: i64::MAX,
            finish: i64::MAX,
            heaviest: i64::MAX,
            steps: i64::MAX,
            unadvised: i64::MAX,
        },
        first: false,
    };
}

//! The planning problem: items, ways of learning them, requirements, terms and limits, all of them whole numbers.
//!
//! Time is counted in *ticks*. A *term* is a run of `ticks_per_term` ticks, term 0 beginning with tick 0. Somebody's
//! calendar has terms of seven ticks, weeks and days; a study plan has terms of one tick. A prerequisite ends before
//! the tick in which its dependant starts; a corequisite starts in the same term or earlier.

use serde::{Deserialize, Serialize};

use super::expr::{Expr, Tick};

/// A planning problem that has been checked: every index is in range, items stand after all they may need, nothing
/// is negative and no sum overflows.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    /// How many ticks a term has; at least 1.
    pub(crate) ticks_per_term: Tick,
    /// Nothing starts before this tick.
    pub(crate) first: Tick,
    /// Nothing ends after this tick.
    pub(crate) last: Tick,
    /// The terms, from term 0 on. None at all: there is no time, only a choice.
    pub(crate) terms: Vec<Term>,
    /// Spans of time with limits of their own, in order, each up to the next. What starts in one counts in it.
    pub(crate) periods: Vec<Period>,
    /// What may be chosen, each after all it may need.
    pub(crate) items: Vec<Item>,
    /// What must be met in the end.
    pub(crate) goal: Expr,
    /// Sums that must be reached over what is chosen.
    pub(crate) rows: Vec<Row>,
}

/// A term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Term {
    /// The most load.
    pub(crate) most_load: u32,
    /// The least load; only levelling and problems that say so have one.
    pub(crate) least_load: u32,
    /// The most items that may be going on.
    pub(crate) most_items: u32,
    /// The fewest items that may be going on.
    pub(crate) least_items: u32,
}

/// A span of time with limits of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    /// Its first tick.
    pub(crate) first: Tick,
    /// The most cost of what starts in it.
    pub(crate) most_cost: i64,
    /// The most days of what starts in it.
    pub(crate) most_days: u32,
}

/// Something that may be chosen.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// What must be over, or hold, before it starts.
    pub(crate) before: Expr,
    /// What must have started, or hold, when it starts.
    pub(crate) beside: Expr,
    /// The ways of learning it; at least one.
    pub(crate) ways: Vec<Way>,
    /// Credit it gives, in the problem's own smallest unit.
    pub(crate) credit: i64,
}

/// One way of learning an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Way {
    /// What it costs.
    pub(crate) cost: i64,
    /// What it loads on every term it touches.
    pub(crate) load: u32,
    /// Days it takes of the period in which it starts.
    pub(crate) days: u32,
    /// How many wishes it does not fulfil.
    pub(crate) lacking: u32,
    /// When it may start.
    pub(crate) timing: Timing,
}

/// When a way may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timing {
    /// On a fixed tick, to a fixed tick, both included.
    Dated { start: Tick, end: Tick },
    /// On the first tick of any term, from tick `from` to tick `until`, for so many whole terms.
    Rolling { from: Tick, until: Tick, terms: i32 },
}

/// Σ `amount` over the chosen items ≥ `least`. Amounts may be negative: a cap is a row of negative amounts, an
/// exclusion of two items is −1 and −1 with at least −1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Items with what each adds; no item twice, none with 0.
    pub(crate) amounts: Vec<(usize, i64)>,
    /// The least sum.
    pub(crate) least: i64,
}

/// One item of a plan, placed in time. Without terms, `start` and `end` are both 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Placed {
    /// Its first tick.
    pub(crate) start: Tick,
    /// Its last tick.
    pub(crate) end: Tick,
    /// Which item, by its place in the problem.
    pub(crate) item: usize,
    /// Which of its ways.
    pub(crate) way: usize,
}

/// What plans are measured by: each the less the better, credit the more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// What it costs in all.
    Cost,
    /// The last tick of the last item.
    Finish,
    /// The hours of the heaviest term.
    HeaviestTerm,
    /// Wishes that are not fulfilled.
    Lacking,
    /// How many items.
    Items,
    /// Credit in all: the more the better.
    Credit,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Cost, Self::Finish, Self::HeaviestTerm, Self::Lacking, Self::Items, Self::Credit];

    /// Whether it says something only of a problem that has terms.
    pub fn is_of_time(self) -> bool {
        matches!(self, Self::Finish | Self::HeaviestTerm)
    }

    /// As files and the command line write it: `heaviest-term`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Finish => "finish",
            Self::HeaviestTerm => "heaviest-term",
            Self::Lacking => "lacking",
            Self::Items => "items",
            Self::Credit => "credit",
        }
    }
}

impl Problem {
    /// The first tick after `end` on which anything can end; `None`: there is none.
    pub(crate) fn next_end(&self, end: i64) -> Option<i64> {
        let ways = self.items.iter().flat_map(|item| &item.ways);
        let ticks = i64::from(self.ticks_per_term);
        let of_way = |timing: &Timing| match *timing {
            Timing::Dated { end: last, .. } => Some(i64::from(last)).filter(|&last| last > end),
            // The last tick of a term.
            Timing::Rolling { .. } => Some((end + 1).div_euclid(ticks) * ticks + ticks - 1),
        };
        ways.filter_map(|way| of_way(&way.timing)).min()
    }

    /// The term a tick is in.
    pub(crate) fn term(&self, tick: Tick) -> i32 {
        tick.div_euclid(self.ticks_per_term)
    }

    /// The first tick of a term.
    pub(crate) fn first_tick(&self, term: i32) -> Tick {
        term.saturating_mul(self.ticks_per_term)
    }

    /// The period a tick is in; `None`: there are none, or it is before the first.
    pub(crate) fn period(&self, tick: Tick) -> Option<usize> {
        self.periods.partition_point(|period| period.first <= tick).checked_sub(1)
    }
}

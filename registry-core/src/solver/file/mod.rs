//! Problem files: planning problems as data, apart from any catalogue or calendar (docs/PROBLEM_FILES.md).
//!
//! A [`ProblemFile`] is what was written, unchecked; serde reads and writes it. [`ProblemFile::posed`] checks it and
//! keeps its items in arrays of whole numbers, or names everything that is wrong with it at once; [`Posed::plan`]
//! answers it, [`Posed::plan_to`] with one goal after another in place of its own.
//!
//! ```
//! use registry_core::solver::file::{ProblemFile, Status};
//!
//! let file: ProblemFile = serde_json::from_str(
//!     r#"{
//!         "format": "registry-problem-1",
//!         "items": [
//!             { "id": "values", "cost": 120 },
//!             { "id": "advocacy", "cost": 90, "prerequisite": "values" },
//!             { "id": "both-at-once", "cost": 250 }
//!         ],
//!         "goal": { "any": ["advocacy", "both-at-once"] }
//!     }"#,
//! )?;
//! let posed = file.posed().expect("nothing is wrong with it");
//! let answer = posed.plan(&file.prefer, 10_000);
//! assert_eq!((answer.status, answer.measures.map(|measures| measures.cost)), (Status::Proved, Some(210)));
//! # Ok::<(), serde_json::Error>(())
//! ```

mod answer;
mod blocked;
pub mod bounds;
mod clock;
mod cut;
mod fault;
mod ids;
mod limit;
mod named;
mod none;
mod numbering;
mod order;
mod pose;
mod reasons;
mod requirement;
mod resolve;
mod rows;
mod together;
mod worth;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Measured, PlannedItem, Span, Status};
pub use blocked::{Blocked, Reason, Wanted};
pub use cut::Question;
pub use fault::{FileFault, FileProblem, PROBLEMS_SHOWN};
pub use limit::Limit;
pub use none::{Conflict, NoPlan, Relaxation};
pub use pose::{Drawn, Posed};
pub use reasons::{Asker, Meets};
pub use requirement::Requirement;
pub use worth::{WhyNot, Without};

pub use super::arrays::Size;
pub use super::problem::Measure;

use serde::{Deserialize, Serialize};

/// A planning problem as it is written in a file; nothing is checked but its shape.
///
/// Amounts are whole numbers, each in a unit of the writer's choice: cents or dollars, minutes or hours.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProblemFile {
    /// Which form of file this is.
    pub format: Format,
    /// What the problem is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// How many ticks a term has: 7 for weeks of days. Without it, 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticks_per_term: Option<i64>,
    /// Nothing starts before this tick; without it, tick 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_tick: Option<i64>,
    /// Nothing ends after this tick; without it, the last tick of the last term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_tick: Option<i64>,
    /// The terms, from term 0 on. None at all: there is no time, only a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<TermEntry>,
    /// Spans with limits of their own, in order, each up to the next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<PeriodEntry>,
    /// The most that all that is chosen may cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<i64>,
    /// What may be chosen.
    pub items: Vec<ItemEntry>,
    /// What must be met in the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Requirement>,
    /// Sums of credit that must be reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit: Vec<CreditEntry>,
    /// Sums of credit that must not be passed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<CapEntry>,
    /// Sets of items of which one does for any other, and at most one may be chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equivalent: Vec<Vec<String>>,
    /// What the best plan is best at: first, then among equals, and so on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefer: Vec<Measure>,
}

/// The form of a problem file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Format {
    /// The first, and the only one today.
    #[default]
    #[serde(rename = "registry-problem-1")]
    One,
}

/// A term.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermEntry {
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The most hours of what goes on in it; without it, no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<i64>,
    /// The fewest hours.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub least_hours: i64,
    /// The most items that go on in it; without it, no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_items: Option<i64>,
    /// The fewest items.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub least_items: i64,
}

/// A span of time with limits of its own. What starts in it counts in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodEntry {
    /// The term with which it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_term: Option<i64>,
    /// The tick with which it begins, instead of a term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_tick: Option<i64>,
    /// The most cost; without it, no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<i64>,
    /// The most days; without it, no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
}

/// Something that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemEntry {
    /// What requirements call it; no two items share one.
    pub id: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The course of which it is a version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<String>,
    /// Which version of that course, such as `1.2.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What it costs, when there is one way to it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cost: i64,
    /// Hours in every term it touches.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub hours: i64,
    /// Days of the period in which it starts.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub days: i64,
    /// Wishes it does not fulfil.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub lacking: i64,
    /// The terms in which it may start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Vec<i64>>,
    /// The first term in which it may start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_term: Option<i64>,
    /// The last term in which it may start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_term: Option<i64>,
    /// How many whole terms it takes; without it, one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<i64>,
    /// Its fixed first tick.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_tick: Option<i64>,
    /// Its fixed last tick.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_tick: Option<i64>,
    /// The ways to it, when there is more than one; the fields of a way then stand here alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<WayEntry>,
    /// The credit it gives.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub credit: i64,
    /// Its level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<i64>,
    /// Groups that credit and caps name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Its credit comes from elsewhere.
    #[serde(default, skip_serializing_if = "is_false")]
    pub transferred: bool,
    /// The person has it already: it meets requirements, its credit counts, and it is never chosen.
    #[serde(default, skip_serializing_if = "is_false")]
    pub held: bool,
    /// The person will not do it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub refused: bool,
    /// What must be over before it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prerequisite: Option<Requirement>,
    /// What must have started, in the same term or earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corequisite: Option<Requirement>,
    /// Items that cannot be chosen beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excludes: Vec<String>,
}

/// One of several ways to an item; the fields are those of [`ItemEntry`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayEntry {
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What it costs.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cost: i64,
    /// Hours in every term it touches.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub hours: i64,
    /// Days of the period in which it starts.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub days: i64,
    /// Wishes it does not fulfil.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub lacking: i64,
    /// The terms in which it may start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Vec<i64>>,
    /// The first term in which it may start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_term: Option<i64>,
    /// The last term in which it may start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_term: Option<i64>,
    /// How many whole terms it takes; without it, one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<i64>,
    /// Its fixed first tick.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_tick: Option<i64>,
    /// Its fixed last tick.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_tick: Option<i64>,
}

/// Which items a sum is over: those that fulfil all that is said. Nothing said: every item.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// Items of any of these groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Items of these levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<Levels>,
    /// These items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// Items whose credit is, or is not, transferred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transferred: Option<bool>,
}

/// A span of levels, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    /// The lowest; without it, none is too low.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    /// The highest; without it, none is too high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<i64>,
}

/// A sum of credit that must be reached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditEntry {
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The least sum.
    pub least: i64,
    /// Of which items.
    #[serde(default, skip_serializing_if = "is_everything")]
    pub of: Selection,
    /// Parts of them that count for no more than so much; no item in two of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counting_at_most: Vec<CountedEntry>,
}

/// A part of a sum that counts for no more than so much towards it; more may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountedEntry {
    /// The most it counts for.
    pub most: i64,
    /// Of which items.
    pub of: Selection,
}

/// A sum of credit that must not be passed: an amount, or a share of another sum.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapEntry {
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The greatest sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<i64>,
    /// The greatest share of `within`, in per cent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_percent: Option<i64>,
    /// The items of which it is a share; without it, of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Selection>,
    /// Of which items.
    #[serde(default, skip_serializing_if = "is_everything")]
    pub of: Selection,
}

impl Selection {
    /// Whether an item fulfils all that is said.
    pub(crate) fn selects(&self, item: &ItemEntry) -> bool {
        (self.groups.is_empty() || self.groups.iter().any(|group| item.groups.contains(group)))
            && (self.items.is_empty() || self.items.contains(&item.id))
            && self.selects_kind(item)
    }

    /// The same of level and transfer alone.
    pub(crate) fn selects_kind(&self, item: &ItemEntry) -> bool {
        let within = |levels: Levels, level: i64| {
            levels.from.is_none_or(|from| level >= from) && levels.to.is_none_or(|to| level <= to)
        };
        self.levels.is_none_or(|levels| item.level.is_some_and(|level| within(levels, level)))
            && self.transferred.is_none_or(|wanted| item.transferred == wanted)
    }
}

impl ItemEntry {
    /// The ways to it: those that are listed, or the single one of its own fields.
    pub(crate) fn all_ways(&self) -> std::borrow::Cow<'_, [WayEntry]> {
        if self.ways.is_empty() { vec![self.own_way()].into() } else { self.ways.as_slice().into() }
    }

    /// The way that its own fields describe.
    pub(crate) fn own_way(&self) -> WayEntry {
        WayEntry {
            title: String::new(),
            cost: self.cost,
            hours: self.hours,
            days: self.days,
            lacking: self.lacking,
            terms: self.terms.clone(),
            from_term: self.from_term,
            until_term: self.until_term,
            length: self.length,
            start_tick: self.start_tick,
            end_tick: self.end_tick,
        }
    }
}

fn is_zero(number: &i64) -> bool {
    *number == 0
}

fn is_false(flag: &bool) -> bool {
    !flag
}

fn is_everything(selection: &Selection) -> bool {
    *selection == Selection::default()
}

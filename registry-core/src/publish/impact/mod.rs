//! What a change would do to others, before it is saved.
//!
//! Three things are looked at: requisites that nobody new can meet any more; credit towards qualifications, for somebody
//! who holds everything that counts; and the best pathways of a few invented people to every tier and role, before and
//! after. What of the catalogue a question cannot reach does not bear on its answer, so only the others are answered
//! again.

mod answers;
mod credit;
mod personas;
mod reach;
mod unresolved;

use std::fmt;

use chrono::NaiveDate;

use reach::{Changed, Reached};

use crate::catalogue::{Catalogue, EntryRef};
use crate::date::in_words;
use crate::id::{CourseCode, QualificationCode};
use crate::money::Aud;
use crate::pathway::Request;
use crate::recognition::Amount;
use crate::words;

pub use personas::standard_questions;

/// A standard question: an invented person and what they want.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Who asks, in a few words: `somebody new, not employed`.
    pub persona: &'static str,
    /// What they ask. Its objectives are passed over: the least cost and the soonest finish are looked for.
    pub request: Request,
}

/// How many search steps an impact may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImpactBudget {
    /// For each pathway of each question.
    pub steps_each: u64,
    /// For all of them together. When it is used up, the questions that are left are not settled.
    pub steps_total: u64,
}

impl Default for ImpactBudget {
    fn default() -> Self {
        Self { steps_each: 50_000, steps_total: 4_000_000 }
    }
}

/// What a change would do. How many issued credentials are of the versions concerned, whoever keeps those says beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// Requisites whose course no version satisfies any more that is still taught, in order of entry.
    pub requisites: Vec<UnresolvedRequisite>,
    /// Qualifications towards which less can be credited, in order of code.
    pub credit: Vec<CreditImpact>,
    /// The questions whose answer differs or is not settled, in the order asked.
    pub pathways: Vec<PathwayImpact>,
    /// How many questions were asked.
    pub asked: usize,
    /// Of those, how many nothing in the change bears on, so that they were not answered again.
    pub untouched: usize,
    /// Of those, how many were answered again and have the same answer.
    pub unchanged: usize,
    /// Search steps taken.
    pub steps_used: u64,
}

/// A part of a requisite that nobody new can meet any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnresolvedRequisite {
    /// What asks for it.
    pub entry: EntryRef,
    /// Its title.
    pub title: String,
    /// The whole requirement, in words.
    pub requirement: String,
    /// The course that can no longer be learned in a version that would do.
    pub course: CourseCode,
    /// The versions that would do, as a range.
    pub range: String,
    /// Whether the requirement can be met in another way.
    pub other_ways: bool,
}

/// Credit towards one qualification, for somebody who holds everything that counts towards it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditImpact {
    /// Towards which.
    pub qualification: QualificationCode,
    /// Its title.
    pub title: String,
    /// Promised before.
    pub guaranteed_before: Amount,
    /// Promised after.
    pub guaranteed_after: Amount,
    /// If everything possible is granted, before.
    pub possible_before: Amount,
    /// If everything possible is granted, after.
    pub possible_after: Amount,
}

/// What becomes of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathwayImpact {
    /// Who asks.
    pub persona: &'static str,
    /// What they want, as a goal is written.
    pub goal: String,
    /// Its title.
    pub goal_title: String,
    /// What becomes of it.
    pub effect: PathwayEffect,
    /// Whether both answers are proved; otherwise they are the best found.
    pub proved: bool,
}

/// What becomes of the best pathways to a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathwayEffect {
    /// There was a pathway, and there is none.
    BecameImpossible {
        /// What the best were.
        before: BestPathways,
    },
    /// There was none, and there is one.
    BecamePossible {
        /// What the best are.
        after: BestPathways,
    },
    /// The least cost or the soonest finish is another.
    Changed {
        /// What the best were.
        before: BestPathways,
        /// What the best are.
        after: BestPathways,
    },
    /// The search stopped before it was settled.
    NotSettled,
}

/// The best of the pathways to a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BestPathways {
    /// What the cheapest costs the learner.
    pub cost: Aud,
    /// When the soonest ends; `None`: the goal is met already.
    pub finish: Option<NaiveDate>,
}

impl PathwayEffect {
    /// By how many cents the least cost rises; less than 0: falls. `None` where there is no pathway on one side.
    pub fn cents_dearer(&self) -> Option<i64> {
        let Self::Changed { before, after } = self else { return None };
        Some(after.cost.cents().saturating_sub(before.cost.cents()))
    }

    /// By how many days the soonest finish is later; less than 0: sooner. `None` where there is no pathway, or nothing to
    /// do, on one side.
    pub fn days_later(&self) -> Option<i64> {
        let Self::Changed { before, after } = self else { return None };
        Some(after.finish?.signed_duration_since(before.finish?).num_days())
    }

    /// Whether somebody is worse off: no pathway, a dearer one or a later one.
    pub fn is_worse(&self) -> bool {
        let rises = |by: Option<i64>| by.is_some_and(|by| by > 0);
        let begins = |was: &BestPathways, is: &BestPathways| was.finish.is_none() && is.finish.is_some();
        let is_barred = match self {
            Self::BecameImpossible { .. } => true,
            Self::Changed { before, after } => begins(before, after),
            Self::BecamePossible { .. } | Self::NotSettled => false,
        };
        is_barred || rises(self.cents_dearer()) || rises(self.days_later())
    }
}

impl fmt::Display for PathwayEffect {
    /// `$200 dearer: $300, not $100; 14 days later: 14 March 2027, not 28 February 2027`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BecameImpossible { before } => write!(f, "no longer possible; before, {before}"),
            Self::BecamePossible { after } => write!(f, "possible now: {after}"),
            Self::NotSettled => f.write_str("not settled: the search stopped first"),
            Self::Changed { before, after } => f.write_str(&change_in_words(before, after).join("; ")),
        }
    }
}

impl fmt::Display for BestPathways {
    /// `from $100, by 28 February 2027`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.finish {
            Some(finish) => write!(f, "from {}, by {}", self.cost, in_words(finish)),
            None => f.write_str("nothing to do"),
        }
    }
}

fn change_in_words(before: &BestPathways, after: &BestPathways) -> Vec<String> {
    let mut parts = Vec::new();
    let (more, cents) = (after.cost > before.cost, after.cost.cents().abs_diff(before.cost.cents()));
    if let Some(by) = i64::try_from(cents).ok().and_then(Aud::from_cents).filter(|by| *by > Aud::ZERO) {
        let word = if more { "dearer" } else { "cheaper" };
        parts.push(format!("{by} {word}: {}, not {}", after.cost, before.cost));
    }
    match (before.finish, after.finish) {
        (Some(was), Some(is)) if was != is => {
            let days = words::counted(is.signed_duration_since(was).num_days().unsigned_abs(), "day", "days");
            let word = if is > was { "later" } else { "sooner" };
            parts.push(format!("{days} {word}: {}, not {}", in_words(is), in_words(was)));
        }
        (None, Some(is)) => parts.push(format!("something to do now, by {}", in_words(is))),
        (Some(was), None) => parts.push(format!("nothing left to do; before, by {}", in_words(was))),
        _ => {}
    }
    parts
}

/// What a change from one catalogue to another would do to others on the day `today`. Bounded by steps; what is not settled
/// is said.
pub fn impact(
    before: &Catalogue,
    after: &Catalogue,
    questions: &[Question],
    today: NaiveDate,
    budget: ImpactBudget,
) -> Impact {
    let changed = Changed::between(before, after);
    let mut impact = Impact {
        requisites: unresolved::requisites(before, after, &changed),
        credit: credit::lost(before, after, &changed, today),
        pathways: Vec::new(),
        asked: questions.len(),
        untouched: 0,
        unchanged: 0,
        steps_used: 0,
    };
    let mut reached = Reached::default();
    for question in questions {
        if !reached.bears_on(before, after, &changed, &question.request) {
            impact.untouched += 1;
            continue;
        }
        let left = budget.steps_total.saturating_sub(impact.steps_used);
        let compared = answers::compared(before, after, question, budget.steps_each, left);
        impact.steps_used = impact.steps_used.saturating_add(compared.steps_used);
        match compared.effect {
            None => impact.unchanged += 1,
            Some(effect) => impact.pathways.push(PathwayImpact {
                persona: question.persona,
                goal: question.request.goal.to_string(),
                goal_title: compared.goal_title,
                effect,
                proved: compared.proved,
            }),
        }
    }
    impact
}

#[cfg(test)]
mod tests;

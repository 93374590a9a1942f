//! What a change would do to others, before it is saved.

use chrono::NaiveDate;

use crate::catalogue::{Catalogue, EntryRef};
use crate::id::{CourseCode, QualificationCode};
use crate::money::Aud;
use crate::pathway::Request;
use crate::recognition::Amount;

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

/// What a change would do.
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

/// The standard questions: every invented person of a small closed set, and every tier and role of the catalogue.
pub fn standard_questions(_catalogue: &Catalogue, _today: NaiveDate) -> Vec<Question> {
    Vec::new()
}

/// What a change from one catalogue to another would do to others. Bounded by steps; what is not settled is said.
pub fn impact(_before: &Catalogue, _after: &Catalogue, questions: &[Question], _budget: ImpactBudget) -> Impact {
    Impact {
        requisites: Vec::new(),
        credit: Vec::new(),
        pathways: Vec::new(),
        asked: questions.len(),
        untouched: questions.len(),
        unchanged: 0,
        steps_used: 0,
    }
}

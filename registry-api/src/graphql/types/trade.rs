//! What could be traded: cost against finish, and one course against another.

use async_graphql::{Enum, SimpleObject};
use registry_core::pathway::{answer as core, words};

use super::no_pathway::NoPathway;
use super::pathway::Objective;
use crate::graphql::scalars::{Aud, Date};
use crate::snapshot::Snapshot;

/// Every trade of cost against finish.
#[derive(SimpleObject)]
pub(crate) struct Front {
    /// Pathways of which each costs more than the one before and finishes sooner, at most 8; none of which another equals
    /// or beats in both.
    points: Vec<FrontPoint>,
    /// Whether they are all there are.
    complete: bool,
}

/// A pathway as a trade of cost against finish.
#[derive(SimpleObject)]
pub(crate) struct FrontPoint {
    /// What it is beside the least cost, in words.
    label: String,
    /// The plan in a sentence.
    summary: String,
    /// What the learner pays in all.
    cost: Aud,
    /// The last day; null when there is no step.
    finish: Option<Date>,
    /// Whether it is proved that no other is better in one and as good in the other.
    proved: bool,
}

impl Front {
    pub(crate) fn new(front: &core::Front) -> Self {
        let point = |(place, pathway): (usize, &core::Pathway)| FrontPoint {
            label: words::on_front(front, place),
            summary: words::verdict(pathway),
            cost: Aud(pathway.cost),
            finish: pathway.finish.map(Date),
            proved: pathway.proved,
        };
        Self { points: front.pathways.iter().enumerate().map(point).collect(), complete: front.complete }
    }
}

/// What a pathway would be without one of its steps. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WithoutStep {
    /// There would be none.
    Nothing,
    /// There are only pathways that leave out something advised as well.
    LessAdvised,
    /// There is another to all the same.
    Another,
    /// The search stopped before that was settled.
    NotSettled,
}

/// What a step is worth: how the best pathway without it measures beside the one that has it, as good as can be at what
/// that one is best at first.
#[derive(SimpleObject)]
pub(crate) struct StepWorth {
    /// What there is without it.
    pathway: WithoutStep,
    /// In a sentence; empty where that is not settled.
    summary: String,
    /// Cents more, or less where negative; null where there is no other pathway to all the same.
    cents_more: Option<i64>,
    /// Days later, or sooner where negative; null likewise.
    days_later: Option<i64>,
    /// Minutes more of own time in the heaviest week, or less where negative; null likewise.
    minutes_more: Option<i64>,
}

impl StepWorth {
    pub(crate) fn new(without: core::Without) -> Self {
        let (pathway, difference) = match without {
            core::Without::Nothing => (WithoutStep::Nothing, None),
            core::Without::LessAdvised => (WithoutStep::LessAdvised, None),
            core::Without::Another(difference) => (WithoutStep::Another, Some(difference)),
            core::Without::NotSettled => (WithoutStep::NotSettled, None),
        };
        Self {
            pathway,
            summary: words::without(without),
            cents_more: difference.map(|difference| difference.cents),
            days_later: difference.map(|difference| difference.days),
            minutes_more: difference.map(|difference| difference.minutes),
        }
    }
}

/// Why a course is not planned. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhyNotReason {
    /// It is held, or something held counts as it.
    Held,
    /// They are learning it now, or something that counts as it.
    UnderWay,
    /// It is planned.
    Planned,
    /// Nothing that the goal may need asks for it.
    NotAskedFor,
    /// Pathways without it are at least as good.
    OthersAreBetter,
    /// There is no pathway with it.
    Never,
}

/// Why a course is not in the pathways.
#[derive(SimpleObject)]
pub(crate) struct WhyNot<'a> {
    /// Why.
    reason: WhyNotReason,
    /// In sentences, at most a few.
    summary: Vec<String>,
    /// What the pathways that have it are best at; empty where it is not planned.
    best_at: Vec<Objective>,
    /// How the best pathway with it measures beside the best, for each objective; at most 3.
    compared: Vec<Compared>,
    /// Why there is no pathway with it; null where there is one.
    no_pathway: Option<NoPathway<'a>>,
}

/// How the best pathway with a course measures beside the best one; less where negative.
#[derive(SimpleObject)]
pub(crate) struct Compared {
    /// What both are best at.
    objective: Objective,
    /// In words.
    summary: String,
    /// Cents more.
    cents_more: i64,
    /// Days later.
    days_later: i64,
    /// Minutes more of own time in the heaviest week.
    minutes_more: i64,
    /// Whether both are proved best.
    proved: bool,
}

impl<'a> WhyNot<'a> {
    pub(crate) fn new(at: &'a Snapshot, answer: core::WhyNot) -> Self {
        let mut shown = Self {
            reason: WhyNotReason::Held,
            summary: words::why_not(&answer),
            best_at: Vec::new(),
            compared: Vec::new(),
            no_pathway: None,
        };
        match answer.why {
            core::NotPlanned::Held => {}
            core::NotPlanned::UnderWay(_) => shown.reason = WhyNotReason::UnderWay,
            core::NotPlanned::Planned(best_at) => {
                shown.reason = WhyNotReason::Planned;
                shown.best_at = super::each(&best_at);
            }
            core::NotPlanned::Instead { beside, compared } => {
                shown.reason = if beside { WhyNotReason::NotAskedFor } else { WhyNotReason::OthersAreBetter };
                shown.compared = compared.iter().map(Compared::new).collect();
            }
            core::NotPlanned::Never(none) | core::NotPlanned::NoPathway(none) => {
                shown.reason = WhyNotReason::Never;
                shown.no_pathway = Some(NoPathway { at, answer: *none });
            }
        }
        shown
    }
}

impl Compared {
    fn new(compared: &core::Compared) -> Self {
        let core::Compared { objective, difference, proved } = *compared;
        Self {
            objective: objective.into(),
            summary: words::difference(difference),
            cents_more: difference.cents,
            days_later: difference.days,
            minutes_more: difference.minutes,
            proved,
        }
    }
}

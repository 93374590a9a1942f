//! What is still to be learned for a role or tier: the planner's answer, with verified credentials as all that is held.

use chrono::NaiveDate;

use crate::catalogue::Catalogue;
use crate::eligibility::Subject;
use crate::learner_record::LearnerRecord;
use crate::pathway::answer::Objective;
use crate::pathway::{Budget, Goal, Limits, PeerWishes, Recommendation, Request, recommend};
use crate::requisite::Strength;
use crate::volume::Hours;

/// Search steps that the planner may take: the built-in roles need a few thousand.
const BUDGET: Budget = Budget { steps: 50_000 };
/// Own time in a week that the planner may use: a full week of work. Nobody's limits are known here.
const HOURS_PER_WEEK: f64 = 38.0;

/// What the planner says, asked for the whole preparation for a role, or for a tier completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remaining {
    /// What was asked for.
    pub goal: Goal,
    /// What of it is still to be learned.
    pub what: WhatRemains,
    /// What the goal requires that no training gives, such as supervision, in words. No credential says it.
    pub also_needed: Vec<String>,
}

/// What is still to be learned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhatRemains {
    /// Nothing: the pathway from these credentials to the goal has no steps.
    Nothing,
    /// There is a pathway with steps.
    Training {
        /// The steps of the cheapest pathway that was found, in order of start; at least one.
        steps: Vec<StillToLearn>,
        /// Whether no pathway costs less. False: the search ended first, and there may be a cheaper one.
        proved: bool,
    },
    /// There is no pathway, as far as the planner looked; what stands in the way, in words.
    NoPathway(Vec<String>),
}

/// A step of the pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StillToLearn {
    /// The title of the course or qualification.
    pub title: String,
    /// Required, for the goal or for another step; or advised alone.
    pub strength: Strength,
}

/// Asks the planner what remains for somebody who holds just that. No limit but a full week of work is set, since nobody's are
/// known.
pub(super) fn remaining(catalogue: &Catalogue, record: LearnerRecord, subject: &Subject, at: NaiveDate) -> Remaining {
    remaining_within(catalogue, record, subject, at, BUDGET)
}

fn remaining_within(
    catalogue: &Catalogue,
    record: LearnerRecord,
    subject: &Subject,
    at: NaiveDate,
    budget: Budget,
) -> Remaining {
    let goal = match subject {
        Subject::Course(code) => Goal::Course(code.clone()),
        Subject::Qualification(code) => Goal::Qualification(code.clone()),
        Subject::Tier(tier) => Goal::Tier(*tier),
        Subject::Role(code) => Goal::Role(code.clone()),
    };
    let request = Request {
        record,
        goal: goal.clone(),
        limits: Limits::open(at, Hours::new(HOURS_PER_WEEK).unwrap_or(Hours::ZERO)),
        wishes: PeerWishes::default(),
        objectives: vec![vec![Objective::LeastCost]],
    };
    let (what, also_needed) = match recommend(catalogue, &request, budget) {
        Ok(Recommendation::Pathways(found)) => {
            let (steps, proved) =
                found.pathways.first().map_or((&[][..], true), |pathway| (&pathway.steps, pathway.proved));
            let needed = found.also_needed.iter().filter(|one| one.strength == Strength::Required && !one.followed);
            let step = |step: &crate::pathway::Step| StillToLearn {
                title: step.title.clone(),
                strength: match step.reasons.iter().any(|reason| reason.strength == Strength::Required) {
                    true => Strength::Required,
                    false => Strength::Advised,
                },
            };
            let steps: Vec<StillToLearn> = steps.iter().map(step).collect();
            let what = if steps.is_empty() { WhatRemains::Nothing } else { WhatRemains::Training { steps, proved } };
            (what, needed.map(|one| one.requirement.clone()).collect())
        }
        Ok(Recommendation::NoPathway(none)) => {
            let mut why: Vec<String> = none.blockers.into_iter().map(|blocker| blocker.missing).collect();
            why.extend(none.conflict.iter().map(|limit| limit.words().to_owned()));
            (WhatRemains::NoPathway(why), Vec::new())
        }
        Err(problems) => (WhatRemains::NoPathway(problems.iter().map(ToString::to_string).collect()), Vec::new()),
    };
    Remaining { goal, what, also_needed }
}

//! The best pathways of one question, before and after.

use super::{BestPathways, PathwayEffect, Question};
use crate::catalogue::Catalogue;
use crate::pathway::answer::Objective;
use crate::pathway::{Budget, Recommendation, Request, recommend};

/// What became of one question.
pub(super) struct Compared {
    /// `None`: nothing.
    pub(super) effect: Option<PathwayEffect>,
    pub(super) goal_title: String,
    pub(super) proved: bool,
    pub(super) steps_used: u64,
}

/// One answer.
struct Answered {
    /// `None`: there is no pathway.
    best: Option<BestPathways>,
    title: Option<String>,
    proved: bool,
    steps_used: u64,
}

/// Answers a question on both sides, with so many steps for each pathway and so many left in all.
pub(super) fn compared(
    before: &Catalogue,
    after: &Catalogue,
    question: &Question,
    steps_each: u64,
    steps_left: u64,
) -> Compared {
    if steps_left == 0 {
        let goal_title = question.request.goal.to_string();
        return Compared { effect: Some(PathwayEffect::NotSettled), goal_title, proved: false, steps_used: 0 };
    }
    let steps = steps_each.min(steps_left);
    let (was, is) = (answered(before, &question.request, steps), answered(after, &question.request, steps));
    let goal_title = is.title.or(was.title).unwrap_or_else(|| question.request.goal.to_string());
    let proved = was.proved && is.proved;
    let none_for_sure = (was.best.is_some() || was.proved) && (is.best.is_some() || is.proved);
    let effect = match (was.best, is.best) {
        _ if !none_for_sure => Some(PathwayEffect::NotSettled),
        (Some(before), Some(after)) if before == after => None,
        (None, None) => None,
        (Some(before), Some(after)) => Some(PathwayEffect::Changed { before, after }),
        (Some(before), None) => Some(PathwayEffect::BecameImpossible { before }),
        (None, Some(after)) => Some(PathwayEffect::BecamePossible { after }),
    };
    Compared { effect, goal_title, proved, steps_used: was.steps_used.saturating_add(is.steps_used) }
}

fn answered(catalogue: &Catalogue, request: &Request, steps: u64) -> Answered {
    let objectives = vec![vec![Objective::LeastCost], vec![Objective::Soonest]];
    let request = Request { objectives, ..request.clone() };
    match recommend(catalogue, &request, Budget { steps }) {
        // What names something that is not there leads nowhere.
        Err(_) => Answered { best: None, title: None, proved: true, steps_used: 0 },
        Ok(Recommendation::NoPathway(none)) => {
            let (title, proved) = (Some(none.goal_title), none.proved);
            Answered { best: None, title, proved, steps_used: none.steps_used }
        }
        Ok(Recommendation::Pathways(found)) => {
            let cost = found.pathways.iter().map(|pathway| pathway.cost).min();
            let finish = found.pathways.iter().map(|pathway| pathway.finish).min().flatten();
            let proved = found.pathways.iter().all(|pathway| pathway.proved);
            let best = cost.map(|cost| BestPathways { cost, finish });
            Answered { best, title: Some(found.goal_title), proved, steps_used: found.steps_used }
        }
    }
}

//! Asks the planner, and what is made of its answer: pages, and files to keep.

use registry_core::pathway::{ChangeTo, NoPathway, Pathway, Pathways, Recommendation, Request, Wish};

use super::answers::{PlanAnswers, Work};
use super::question::Question;
use super::request::request;
use super::{address, answers, sealed};
use crate::beside::beside_others;
use crate::ops;
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;

/// The answers, the question they are, and what the planner says.
pub(super) struct Outcome {
    pub(super) answers: PlanAnswers,
    pub(super) request: Request,
    pub(super) found: Found,
}

/// What the planner says.
pub(super) enum Found {
    Pathways(Pathways),
    None(Box<NoPathway>),
}

impl From<&Recommendation> for Found {
    fn from(found: &Recommendation) -> Self {
        match found {
            Recommendation::Pathways(found) => Self::Pathways(found.clone()),
            Recommendation::NoPathway(none) => Self::None(Box::new(none.clone())),
        }
    }
}

/// Asks the planner what the address says.
///
/// # Errors
/// An address that is not ours, or has no goal the catalogue knows: the page to go to instead.
fn outcome(asked: &Asked<'_>) -> Result<Outcome, Answer> {
    let answers = answers(asked)?;
    let to_goal = |answers: &PlanAnswers| address(asked, Question::Goal.name(), answers).map(Answer::See);
    let Some(request) = request(&answers, asked.at.catalogue()) else {
        return Err(to_goal(&answers).unwrap_or_else(|page| page));
    };
    match beside_others(|| ops::recommend::recommend_once(asked.at, &request, ops::recommend::SHARED)) {
        Ok(found) => Ok(Outcome { answers, request, found: Found::from(&*found) }),
        // Only a goal can be unknown here: everything else is left out when it is not listed.
        Err(_) => {
            let mut answers = answers;
            answers.goal = None;
            Err(to_goal(&answers).unwrap_or_else(|page| page))
        }
    }
}

/// A pathway that was found, as a page about it has it.
pub(super) struct Shown<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) found: &'a Pathways,
    /// Which of those found, from 1.
    pub(super) number: usize,
    pub(super) pathway: &'a Pathway,
    /// The answers, as an address has them.
    pub(super) sealed: String,
}

/// The page of a pathway, or of none: what the planner says there is, with the answers as an address has them.
pub(super) fn shown(
    asked: &Asked<'_>,
    page: impl FnOnce(&Asked<'_>, Shown<'_>) -> Answer,
    none: impl FnOnce(&Asked<'_>, &Outcome, Option<&NoPathway>, String) -> Answer,
) -> Answer {
    let outcome = match outcome(asked) {
        Ok(outcome) => outcome,
        Err(page) => return page,
    };
    let sealed = match sealed(asked, &outcome.answers) {
        Ok(sealed) => sealed,
        Err(page) => return page,
    };
    match &outcome.found {
        Found::Pathways(found) => match chosen(asked, found) {
            Some((number, pathway)) => page(asked, Shown { outcome: &outcome, found, number, pathway, sealed }),
            None => none(asked, &outcome, None, sealed),
        },
        Found::None(found) => none(asked, &outcome, Some(found), sealed),
    }
}

/// A page about a pathway. Where none was found, the pathway's own page says why.
pub(super) fn of_pathway(asked: &Asked<'_>, page: impl FnOnce(&Asked<'_>, Shown<'_>) -> Answer) -> Answer {
    shown(asked, page, |_, _, _, sealed| Answer::See(format!("/plan/pathway?a={sealed}")))
}

/// The number, from 1, and the pathway that an address asks to see; the first where it names none that there is.
fn chosen<'a>(asked: &Asked<'_>, found: &'a Pathways) -> Option<(usize, &'a Pathway)> {
    let number = asked.query.one("show").parse::<usize>().ok().filter(|number| *number >= 1).unwrap_or(1);
    match found.pathways.get(number - 1) {
        Some(pathway) => Some((number, pathway)),
        None => found.pathways.first().map(|pathway| (1, pathway)),
    }
}

/// The answers with one change made, as if somebody had answered so.
pub(super) fn changed(answers: &PlanAnswers, change: &ChangeTo) -> PlanAnswers {
    let mut changed = answers.clone();
    let question = match change {
        ChangeTo::HoursPerWeek(hours) => {
            changed.hours = Some(*hours);
            Question::Hours
        }
        ChangeTo::DaysPerYear(days) => {
            changed.days = Some(*days);
            Question::Days
        }
        ChangeTo::BudgetPerYear(amount) => {
            changed.money = Some(*amount);
            Question::Money
        }
        ChangeTo::Deadline(day) => {
            changed.finish = Some(*day);
            Question::Finish
        }
        ChangeTo::Regions(regions) => {
            changed.places.get_or_insert_default().extend(regions.iter().cloned());
            Question::Place
        }
        ChangeTo::Modes(modes) => {
            changed.modes.extend(modes);
            Question::Mode
        }
        ChangeTo::PeersPreferred => {
            changed.peer_led = Wish::Prefer;
            Question::Matters
        }
        ChangeTo::EitherPerspective => {
            changed.perspective = None;
            Question::Matters
        }
        // No page asks for courses that somebody will not do.
        ChangeTo::Included(_) => return changed,
        ChangeTo::Employed => {
            (changed.work, changed.works_from) = (Some(Work::Now), None);
            Question::Work
        }
        ChangeTo::Released => {
            (changed.work, changed.works_from) = (Some(Work::Now), None);
            changed.release = Some(registry_core::learner_record::PartnerRelease::Agreed);
            changed.asked.insert(Question::Work);
            changed.not_sure.remove(&Question::Work);
            Question::Release
        }
        ChangeTo::Supervised(perspective) => {
            changed.supervision.push(*perspective);
            Question::Supervision
        }
        ChangeTo::Placed(hours) => {
            changed.placement = Some(*hours);
            Question::Placement
        }
    };
    changed.asked.insert(question);
    changed.not_sure.remove(&question);
    changed
}

#[cfg(test)]
mod tests {
    use registry_core::money::Aud;
    use registry_core::role::Perspective;
    use registry_core::volume::Hours;

    use super::*;

    #[test]
    fn a_change_of_the_answers_is_that_change_of_the_question() {
        let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
        let catalogue = snapshot.catalogue();
        let day = |text: &str| text.parse().expect("a day");
        let mut answers = PlanAnswers::new(day("2027-02-01"));
        answers.reach("tier:2".parse().expect("a goal"));
        answers.work = Some(Work::No);
        answers.money = Some(Aud::ZERO);
        answers.days = Some(0);
        answers.hours = Some(Hours::ZERO);
        answers.finish = Some(day("2027-06-01"));
        answers.places = Some(Vec::new());
        answers.modes = vec![registry_core::course::Mode::Online];
        answers.peer_led = Wish::Only;
        answers.perspective = Some(Perspective::Consumer);
        answers.asked = Question::ALL.into_iter().collect();
        let before = request(&answers, catalogue).expect("a question");
        for change in [
            ChangeTo::HoursPerWeek(Hours::from_minutes(300)),
            ChangeTo::DaysPerYear(4),
            ChangeTo::BudgetPerYear(Aud::from_cents(42_000).expect("dollars")),
            ChangeTo::Deadline(day("2028-01-01")),
            ChangeTo::Regions(vec!["gippsland".parse().expect("a code")]),
            ChangeTo::Included(Vec::new()),
            ChangeTo::Modes(vec![registry_core::course::Mode::InPerson]),
            ChangeTo::PeersPreferred,
            ChangeTo::EitherPerspective,
            ChangeTo::Employed,
            ChangeTo::Released,
            ChangeTo::Supervised(Perspective::Consumer),
            ChangeTo::Placed(Hours::from_minutes(4_800)),
        ] {
            let asked = request(&changed(&answers, &change), catalogue).expect("a question");
            assert_eq!(asked, change.of(&before).expect("nothing contradicts"), "{change:?}");
        }
    }
}

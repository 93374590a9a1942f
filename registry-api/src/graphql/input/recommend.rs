//! A whole question to the planner.

use async_graphql::InputObject;
use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::enrolment::Enrolment;
use registry_core::learner_record::Held;
use registry_core::pathway::answer as core;
use registry_core::pathway::{Goal, Limits, PeerWishes, Request, RequestProblem};
use registry_core::volume::Hours;

use super::enrolled::place_of;
use super::goal::GoalInput;
use super::learner::{
    Learner, held_field, is_unread, record_of, {Indexed, LearnerInput},
};
use super::limits::{LimitsInput, PeerWishesInput};
use super::problems::{Place, Problems};
use super::rpl::look_up_claims;
use crate::graphql::types::pathway::Objective;
use crate::graphql::types::problem::{Problem, RequestErrorCode};

/// A whole question to the planner. Nothing of it is stored.
#[derive(InputObject, Debug)]
pub(crate) struct RecommendPathwaysInput {
    /// Where the person stands on the earliest start.
    learner: LearnerInput,
    /// What they want.
    goal: GoalInput,
    /// Within which limits.
    limits: LimitsInput,
    /// What they wish of the peer share; left out: no preference.
    #[graphql(default)]
    peer_wishes: PeerWishesInput,
    /// What pathways are looked for, at most 3: each a list of at most 5 objectives of which the first counts, and each
    /// later one decides between pathways that are alike in those before it. Left out: least cost, soonest, lightest load.
    objectives: Option<Vec<Vec<Objective>>>,
}

/// The most lists of objectives that are read.
const AIMS_MAX: usize = 3;

impl RecommendPathwaysInput {
    /// Reads the question.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once, at most 50.
    pub(crate) fn read(&self, catalogue: &Catalogue, today: NaiveDate) -> Result<Request, Vec<Problem>> {
        let mut problems = Problems::default();
        let place = Place::root();
        let start = match &self.limits.earliest_start {
            Some(text) => problems.date(&place.then("limits").then("earliestStart"), text),
            None => Some(today),
        };
        let learner = self.learner.read(start, &place.then("learner"), &mut problems);
        let goal = self.goal.read(&place.then("goal"), &mut problems);
        let mut limits = self.limits.read(start.unwrap_or(today), &place.then("limits"), &mut problems);
        if start.is_none() {
            limits.deadline = None;
        }
        let asked = self.objectives.as_deref().unwrap_or(&[]);
        if asked.len() > AIMS_MAX || asked.iter().any(|aim| aim.len() > core::Objective::EVERY.len()) {
            let message = format!("objectives has too many entries; give at most {AIMS_MAX} lists of at most 5");
            problems.add(RequestErrorCode::TooMany, &place.then("objectives"), message);
        }
        let objectives = asked.iter().map(|aim| aim.iter().copied().map(core::Objective::from).collect()).collect();
        self.look_up(catalogue, &learner, goal.as_ref(), &limits, &mut problems);
        match (learner.record, goal) {
            (Some(record), Some(goal)) if problems.is_empty() => {
                let wishes = PeerWishes::from(&self.peer_wishes);
                Ok(Request { record, goal, limits, wishes, objectives })
            }
            _ => Err(problems.into_list()),
        }
    }

    /// Looks up whatever could be read, though other parts could not.
    fn look_up(
        &self,
        catalogue: &Catalogue,
        learner: &Learner,
        goal: Option<&Goal>,
        limits: &Limits,
        problems: &mut Problems,
    ) {
        look_up_claims(catalogue, &learner.claims, &Place::root().then("learner").then("rpl"), problems);
        let Some(request) = probe(learner, goal, limits.clone()) else {
            return;
        };
        for problem in request.problems(catalogue) {
            let about_goal =
                matches!(problem, RequestProblem::Unknown { field: "goal", .. } | RequestProblem::GoalExcluded { .. });
            if (goal.is_some() || !about_goal) && !follows(&problem) {
                self.place(&problem, (&learner.held, &learner.enrolled), problems);
            }
        }
    }

    /// Places a problem of the request as a whole at the value it is about.
    fn place(
        &self,
        problem: &RequestProblem,
        (held, enrolled): (Indexed<'_, Held>, Indexed<'_, Enrolment>),
        problems: &mut Problems,
    ) {
        let (root, limits) = (Place::root(), Place::root().then("limits"));
        let goal = || self.goal.code_place(&root.then("goal"));
        let listed = |name: &str, texts: &[String], code: &str| {
            let place = limits.then(name);
            texts.iter().position(|text| text == code).map_or(place.clone(), |index| place.then(index))
        };
        let (code, place) = match problem {
            RequestProblem::Unknown { field, target, .. } => {
                let place = match *field {
                    "held" => held_place(held, |held| held.code() == target.code && held_field(held) == target.kind)
                        .then("code"),
                    "enrolled" => place_of(enrolled, &target.code).then("code"),
                    "funding" => listed("funding", &self.limits.funding, &target.code),
                    "regions" => listed("regions", &self.limits.regions, &target.code),
                    "exclude" => listed("exclude", &self.limits.exclude, &target.code),
                    "rpl" => root.then("learner").then("rpl"),
                    _ => goal(),
                };
                (RequestErrorCode::UnknownCode, place)
            }
            RequestProblem::UnknownVersion { field: "rpl", .. } => {
                (RequestErrorCode::UnknownVersion, root.then("learner").then("rpl"))
            }
            RequestProblem::UnknownOutcome { .. } => (RequestErrorCode::OutOfRange, root.then("learner").then("rpl")),
            RequestProblem::UnknownVersion { field: "enrolled", course, .. } => {
                (RequestErrorCode::UnknownVersion, place_of(enrolled, course.as_str()).then("version"))
            }
            RequestProblem::EnrolledAndHeld { code } | RequestProblem::EnrolledTwice { code } => {
                (RequestErrorCode::Contradiction, place_of(enrolled, code))
            }
            RequestProblem::EnrolmentEndsBeforeStart { code, .. } => {
                (RequestErrorCode::Contradiction, place_of(enrolled, code).then("ends"))
            }
            RequestProblem::UnknownVersion { course, version, .. } => {
                let wanted = |held: &Held| matches!(held, Held::Course { course: c, version: v, .. } if c == course && v.to_string() == *version);
                (RequestErrorCode::UnknownVersion, held_place(held, wanted).then("version"))
            }
            RequestProblem::DeadlineBeforeStart { .. } => (RequestErrorCode::Contradiction, limits.then("deadline")),
            RequestProblem::TooManyHours { .. } => (RequestErrorCode::InvalidHours, limits.then("hoursPerWeek")),
            RequestProblem::GoalExcluded { .. } => (RequestErrorCode::Contradiction, goal()),
            RequestProblem::GoalChanges { .. } => (RequestErrorCode::Contradiction, limits.then("deadline")),
            RequestProblem::TakenTogether { .. } | RequestProblem::GainedByParts { .. } => {
                (RequestErrorCode::Contradiction, goal())
            }
            RequestProblem::StartOutOfRange { .. } => (RequestErrorCode::OutOfRange, limits.then("earliestStart")),
        };
        problems.add(code, &place, problem);
    }

    /// Problems that the planner itself found, which reading should have found before it.
    pub(crate) fn refused(&self, found: &[RequestProblem]) -> Vec<Problem> {
        let mut problems = Problems::default();
        for problem in found {
            self.place(problem, (&[], &[]), &mut problems);
        }
        problems.into_list()
    }
}

/// A request of what could be read, for looking codes up; its goal stands in for one that could not be read.
fn probe(learner: &Learner, goal: Option<&Goal>, limits: Limits) -> Option<Request> {
    let goal = goal.cloned().unwrap_or(Goal::Tier(registry_core::tier::Tier::One));
    let (record, wishes) = (record_of(learner)?, PeerWishes::default());
    Some(Request { record, goal, limits, wishes, objectives: Vec::new() })
}

/// Whether a problem is about a version that could not be read, which is said already.
fn follows(problem: &RequestProblem) -> bool {
    matches!(problem, RequestProblem::UnknownVersion { version, .. } if is_unread(version))
}

/// Looks up what a learner holds, where nothing else is asked for.
pub(crate) fn look_up_held(catalogue: &Catalogue, learner: &Learner, today: NaiveDate, problems: &mut Problems) {
    look_up_claims(catalogue, &learner.claims, &Place::root().then("learner").then("rpl"), problems);
    let Some(request) = probe(learner, None, Limits::open(today, Hours::ZERO)) else {
        return;
    };
    for problem in request.problems(catalogue) {
        let (code, place) = match &problem {
            RequestProblem::Unknown { field: "enrolled", target, .. } => {
                (RequestErrorCode::UnknownCode, place_of(&learner.enrolled, &target.code).then("code"))
            }
            RequestProblem::UnknownVersion { field: "enrolled", course, .. } if !follows(&problem) => {
                (RequestErrorCode::UnknownVersion, place_of(&learner.enrolled, course.as_str()).then("version"))
            }
            RequestProblem::EnrolledAndHeld { code }
            | RequestProblem::EnrolledTwice { code }
            | RequestProblem::EnrolmentEndsBeforeStart { code, .. } => {
                (RequestErrorCode::Contradiction, place_of(&learner.enrolled, code))
            }
            RequestProblem::Unknown { field: "held", target, .. } => {
                let wanted = |held: &Held| held.code() == target.code && held_field(held) == target.kind;
                (RequestErrorCode::UnknownCode, held_place(&learner.held, wanted).then("code"))
            }
            RequestProblem::UnknownVersion { course, version, .. } if !follows(&problem) => {
                let wanted = |held: &Held| matches!(held, Held::Course { course: c, version: v, .. } if c == course && v.to_string() == *version);
                (RequestErrorCode::UnknownVersion, held_place(&learner.held, wanted).then("version"))
            }
            _ => continue,
        };
        problems.add(code, &place, &problem);
    }
}

fn held_place(held: &[(usize, Held)], wanted: impl Fn(&Held) -> bool) -> Place {
    let place = Place::root().then("learner").then("held");
    let found = held.iter().find(|(_, held)| wanted(held));
    found.map_or(place.clone(), |(index, held)| place.then(index).then(held_field(held)))
}

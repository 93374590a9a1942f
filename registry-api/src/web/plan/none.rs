//! The page for no pathway: what stands in the way, and the smallest changes, each one click to try.

use askama::Template;
use registry_core::date::in_words;
use registry_core::eligibility::{Standing, Subject, requisites_of};
use registry_core::pathway::answer::Relaxation;
use registry_core::pathway::{Goal, NoPathway, words as said};
use registry_core::words::{sentence_start, source};

use super::address;
use super::answers::PlanAnswers;
use super::outcome::{Outcome, changed};
use super::pathway::earlier;
use super::question::Question;
use super::suppose::supposed;
use super::view;
use crate::beside::beside_others;
use crate::ops;
use crate::web::answer::Answer;
use crate::web::browse::requirement::Requirement;
use crate::web::endpoint::Asked;
use crate::web::head::{Head, Section};
use crate::web::start::has_invented;
use crate::web::words::{self as page_words, pathway as words, questions};

#[derive(Template)]
#[template(path = "none.html")]
struct NonePage {
    head: Head,
    sentence: String,
    notes: Vec<String>,
    earlier: Option<(String, String)>,
    /// What is missing, by what it is asked for, and who says so.
    blockers: Vec<(String, String, String)>,
    conflicts: Vec<String>,
    changes: &'static str,
    /// A change in words, and the address that tries it.
    tries: Vec<(String, String)>,
    /// Changes that help only together, and the address that tries them all.
    together: Option<(Vec<String>, String)>,
    /// Other answers that open a pathway together, and the address that tries them.
    supposed: Option<(Vec<String>, String)>,
    /// The address where another goal is chosen, where nothing was found that helps; empty otherwise.
    other_goal: String,
    possible_by: String,
    /// Where the person stands, and what the goal asks for.
    standings: Vec<(String, Requirement)>,
    sealed: String,
    invented: bool,
}

/// Why there is no pathway.
pub(super) fn page(asked: &Asked<'_>, outcome: &Outcome, none: Option<&NoPathway>, sealed: String) -> Answer {
    let catalogue = asked.at.catalogue();
    let employment = outcome.request.record.employment();
    let try_all = |changes: &[Relaxation]| {
        let answers =
            changes.iter().fold(outcome.answers.clone(), |answers: PlanAnswers, change| changed(&answers, &change.to));
        address(asked, "pathway", &answers).ok()
    };
    let in_a_sentence = |relaxation: &Relaxation| sentence_start(&relaxation.change);
    let blocker = |blocker: &registry_core::pathway::answer::Blocker| {
        let asked_by = match blocker.barred.as_slice() {
            [] => String::new(),
            [only] => page_words::asked_for_by(only),
            [from @ .., last] => page_words::asked_for_within(last, &page_words::in_turn(from)),
        };
        let who = blocker.provenance.as_ref().map_or(String::new(), |known| sentence_start(&source(catalogue, known)));
        (sentence_start(&blocker.missing), asked_by, who)
    };
    let relaxations = none.map_or(&[][..], |none| &none.relaxations);
    let tries = relaxations.iter().filter_map(|one| Some((in_a_sentence(one), try_all(std::slice::from_ref(one))?)));
    let together = none
        .filter(|none| !none.together.is_empty())
        .and_then(|none| Some((none.together.iter().map(in_a_sentence).collect(), try_all(&none.together)?)));
    let together: Option<(Vec<String>, String)> = together;
    let tries: Vec<(String, String)> = tries.collect();
    let supposed = if tries.is_empty() && together.is_none() {
        beside_others(|| supposed(asked.at, &outcome.answers))
    } else {
        None
    };
    let supposed = supposed.and_then(|(questions, answers)| {
        let answered = |question: &Question| {
            let short = questions::question(*question).short;
            questions::answered(short, &view::shown(*question, &answers, catalogue))
        };
        Some((questions.iter().map(answered).collect(), address(asked, "pathway", &answers).ok()?))
    });
    let nothing_helps = tries.is_empty() && together.is_none() && supposed.is_none();
    let conflicts = none.into_iter().flat_map(|none| {
        let first = Some(said::conflict(none, employment)).filter(|sentence| !sentence.is_empty());
        first.into_iter().chain(said::other_conflicts(none, employment))
    });
    let possible_by = none.and_then(|none| none.possible_by);
    Answer::personal(&NonePage {
        head: Head::new(Section::Plan, words::NO_TITLE),
        sentence: none.map_or(String::new(), said::no_pathway),
        notes: none.into_iter().flat_map(|none| &none.notes).map(|note| sentence_start(&format!("{note}."))).collect(),
        earlier: earlier(asked, outcome),
        blockers: none.into_iter().flat_map(|none| &none.blockers).map(blocker).collect(),
        conflicts: conflicts.collect(),
        changes: none.map_or("", said::changes),
        tries,
        together,
        supposed,
        other_goal: if nothing_helps { format!("/plan/goal?a={sealed}&from=check") } else { String::new() },
        possible_by: possible_by.map_or(String::new(), |day| page_words::possible_by(&in_words(day))),
        standings: standings(asked, outcome),
        sealed,
        invented: has_invented(asked.at),
    })
}

/// What the goal itself asks for, and whether the person has it.
fn standings(asked: &Asked<'_>, outcome: &Outcome) -> Vec<(String, Requirement)> {
    let catalogue = asked.at.catalogue();
    let record = &outcome.request.record;
    let subject = match &outcome.request.goal {
        Goal::Role(code) => Subject::Role(code.clone()),
        Goal::Tier(tier) => Subject::Tier(*tier),
        Goal::Course(code) => Subject::Course(code.clone()),
        Goal::Qualification(code) | Goal::Credit { towards: code, .. } => Subject::Qualification(code.clone()),
    };
    let answer = ops::check_eligibility(asked.at, record, &subject, record.as_at());
    let (Ok(answer), Ok(asks)) = (answer, requisites_of(catalogue, &subject)) else { return Vec::new() };
    let standing = |standing: Standing| match standing {
        Standing::Met => page_words::MET.to_owned(),
        Standing::MetFrom(day) => page_words::met_from(&in_words(day)),
        Standing::NotSaid => page_words::NOT_SAID.to_owned(),
        Standing::Missing => page_words::MISSING.to_owned(),
    };
    let each = answer.findings.iter().zip(asks);
    each.map(|(finding, asks)| (standing(finding.standing), Requirement::of(catalogue, asks))).collect()
}

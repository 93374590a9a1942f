//! Questions about a pathway: what each step is worth, and why another course is not in it.

use askama::Template;
use registry_core::id::CourseCode;
use registry_core::pathway::{Budget, words as said};
use registry_core::words::sentence_start;

use super::outcome::{Shown, of_pathway};
use crate::beside::beside_others;
use crate::ops;
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;
use crate::web::head::{Head, Section};
use crate::web::words::pathway as words;

/// What the questions of one page may take, beside the pathway itself: each is a search of its own.
const QUESTIONS: Budget = Budget { steps: 100_000 };

#[derive(Template)]
#[template(path = "why.html")]
struct WhyPage {
    head: Head,
    goal: String,
    /// Each step, and what the best pathway without it would be.
    worth: Vec<(String, String)>,
    /// Every course, and which is asked about.
    courses: Vec<(String, String, bool)>,
    /// The course that is asked about, and why it is not in the pathway.
    answer: Option<(String, Vec<String>)>,
    sealed: String,
    number: usize,
}

/// The page. Where there is no pathway, its own page says so.
pub(super) fn why(asked: &Asked<'_>) -> Answer {
    of_pathway(asked, page)
}

fn page(asked: &Asked<'_>, shown: Shown<'_>) -> Answer {
    let Shown { outcome, found, number, pathway, sealed } = shown;
    let catalogue = asked.at.catalogue();
    let course = CourseCode::new(asked.query.one("course")).ok().and_then(|code| catalogue.course(&code));
    let answer = course.and_then(|course| {
        let why = beside_others(|| ops::recommend::why_not(asked.at, &outcome.request, &course.code, QUESTIONS));
        why.ok().map(|why| (course.title.clone(), said::why_not(&why)))
    });
    // One question at a time: the page that answers about a course does not weigh the steps again.
    let worth = match answer {
        Some(_) => Vec::new(),
        None => beside_others(|| ops::recommend::without_each(asked.at, &outcome.request, pathway, QUESTIONS)),
    };
    let worth = pathway.steps.iter().zip(worth).map(|(step, without)| {
        let text = said::without(without);
        (step.title.clone(), if text.is_empty() { words::NOT_WEIGHED.to_owned() } else { sentence_start(&text) })
    });
    let mut courses: Vec<(String, String, bool)> = catalogue
        .courses()
        .map(|one| (one.title.clone(), one.code.to_string(), course.is_some_and(|asked| asked.code == one.code)))
        .collect();
    courses.sort();
    Answer::personal(&WhyPage {
        head: Head::new(Section::Plan, words::WHY),
        goal: found.goal_title.clone(),
        worth: worth.collect(),
        courses,
        answer,
        sealed,
        number,
    })
}

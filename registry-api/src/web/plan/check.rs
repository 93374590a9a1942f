//! The list of answers, each with a way to change it.

use askama::Template;

use super::question::Question;
use super::{answers, sealed, view};
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;
use crate::web::head::{Head, Section};
use crate::web::words::{self, questions};

#[derive(Template)]
#[template(path = "check.html")]
struct Check {
    head: Head,
    rows: Vec<Row>,
    go_on: String,
    back: String,
}

struct Row {
    name: &'static str,
    answer: String,
    change: String,
}

/// The list of answers. Without a goal there is nothing to plan, and the question for it comes first.
pub(super) fn check(asked: &Asked<'_>) -> Answer {
    let answers = match answers(asked) {
        Ok(answers) => answers,
        Err(page) => return page,
    };
    let sealed = match sealed(asked, &answers) {
        Ok(sealed) => format!("?a={sealed}"),
        Err(page) => return page,
    };
    if answers.goal.is_none() {
        return Answer::See(format!("/plan/goal{sealed}"));
    }
    let row = |question: Question| Row {
        name: questions::question(question).short,
        answer: view::shown(question, &answers, asked.at.catalogue()),
        change: format!("/plan/{}{sealed}&from=check", question.name()),
    };
    Answer::personal(&Check {
        head: Head::new(Section::Plan, words::CHECK),
        rows: Question::asked_of(&answers).map(row).collect(),
        go_on: format!("/plan/pathway{sealed}"),
        back: Question::ALL.last().map_or("/plan".to_owned(), |question| format!("/plan/{}{sealed}", question.name())),
    })
}

//! The page of one question: shows it, takes its answer, and goes on to the next.

use askama::Template;
use poem::http::StatusCode;
use registry_core::pathway::Goal;
use registry_core::tier::Tier;

use super::answers::PlanAnswers;
use super::controls::{Control, Wrong};
use super::credit;
use super::question::Question;
use super::read::{read, read_held, written};
use super::{address, answers, sealed, view};
use crate::web::answer::{Answer, Copies};
use crate::web::endpoint::{Asked, not_there};
use crate::web::fields::Fields;
use crate::web::head::{Head, Section};
use crate::web::message::Message;
use crate::web::words::{self, questions};

/// The field that searches among what may be held.
const SEARCH: &str = "search";

#[derive(Template)]
#[template(path = "plan_start.html")]
struct PlanStart {
    head: Head,
}

#[derive(Template)]
#[template(path = "question.html")]
struct QuestionPage {
    head: Head,
    place: String,
    title: &'static str,
    hint: String,
    why: &'static str,
    not_sure: &'static str,
    action: String,
    sealed: String,
    /// The page to go back to when the answer is given; empty: the next question.
    from: String,
    back: String,
    controls: Vec<Control>,
    wrong: Vec<Wrong>,
}

impl QuestionPage {
    /// What is wrong with a control; empty for nothing.
    fn wrong_with(&self, control: &Control) -> &str {
        self.wrong.iter().find(|wrong| wrong.control == control.name()).map_or("", |wrong| wrong.text.as_str())
    }

    /// The hint of the page where it is about this control: the first, or all where each is one of several alike.
    fn hint_of(&self, control: &Control) -> &str {
        let first = self.controls.first().is_some_and(|first| first.name() == control.name());
        if first || matches!(control, Control::Select(_) | Control::Text(_)) && control.name() != SEARCH {
            &self.hint
        } else {
            ""
        }
    }

    fn is_title(&self, legend: &str) -> bool {
        self.title == legend
    }

    /// Whether the title of the page stands in the legend of the only group.
    fn title_in_legend(&self) -> bool {
        self.controls.first().is_some_and(Control::is_group) && self.controls.len() == 1
    }
}

/// What planning is, before the first question.
pub(super) fn start(_asked: &Asked<'_>) -> Answer {
    Answer::public(&PlanStart { head: Head::new(Section::Plan, words::PLAN) })
}

/// Begins with a goal that another page names.
pub(super) fn from(asked: &Asked<'_>) -> Answer {
    let mut answers = PlanAnswers::new(asked.today);
    if let Ok(goal) = asked.query.one("goal").parse::<Goal>() {
        answers.reach(goal);
    }
    let next = match &answers.goal {
        Some(Goal::Credit { .. }) => Question::Points,
        Some(_) => Question::Held,
        None => Question::Goal,
    };
    address(asked, next.name(), &answers).map_or_else(|page| page, Answer::See)
}

/// A question, as it was answered before.
pub(super) fn show(asked: &Asked<'_>) -> Answer {
    let Some(question) = Question::named(asked.code) else { return not_there(Message::nothing_here()) };
    match answers(asked) {
        Ok(answers) => {
            let shown = written(question, &answers);
            page(asked, question, &answers, &shown, Vec::new(), StatusCode::OK)
        }
        Err(page) => page,
    }
}

/// Takes an answer; what is wrong with it is said on the same page.
pub(super) fn take(asked: &Asked<'_>) -> Answer {
    let Some(question) = Question::named(asked.code) else { return not_there(Message::nothing_here()) };
    let mut answers = match answers(asked) {
        Ok(answers) => answers,
        Err(page) => return page,
    };
    let before = answers.clone();
    if question == Question::Held {
        answers.search = asked.form.one("search").chars().take(crate::ops::find_courses::SEARCH_LENGTH_MAX).collect();
        // What was ticked stays ticked while somebody searches.
        if asked.form.has("find") {
            read_held(asked.form, &mut answers, asked.at.catalogue(), &mut Vec::new());
            let from = from_check(asked.form);
            return address(asked, question.name(), &answers)
                .map_or_else(|page| page, |address| Answer::See(format!("{address}{from}")));
        }
        answers.search.clear();
    }
    if asked.form.has("not-sure") {
        answers.forget(question);
        // Whoever is not sure even where they stand begins at the beginning.
        if question == Question::Which {
            answers.goal = Some(Goal::Tier(Tier::One));
        }
        if let (Question::Points, Some(Goal::Credit { points, towards })) = (question, &mut answers.goal) {
            *points = credit::least(asked.at.catalogue(), towards);
        }
    } else if let Err(wrong) = read(question, asked.form, &mut answers, asked.at.catalogue()) {
        return page(asked, question, &before, asked.form, wrong, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let to = next(asked, question, &answers);
    // Whoever changes one answer comes back to the list, also where the change opens a question.
    let from = if to == "check" { "" } else { from_check(asked.form) };
    address(asked, to, &answers).map_or_else(|page| page, |address| Answer::See(format!("{address}{from}")))
}

fn from_check(form: &Fields) -> &'static str {
    if form.one("from") == "check" { "&from=check" } else { "" }
}

/// The next question; from the list of answers back to it, unless the answer opens a question that was not asked.
fn next(asked: &Asked<'_>, question: Question, answers: &PlanAnswers) -> &'static str {
    if asked.form.one("from") != "check" {
        return question.after(answers).map_or("check", Question::name);
    }
    let goal_is_open = answers.goal.is_none().then_some(Question::Which);
    let open = Question::asked_of(answers).find(|other| *other > question && !answers.asked.contains(other));
    goal_is_open.or(open).map_or("check", Question::name)
}

fn page(
    asked: &Asked<'_>,
    question: Question,
    answers: &PlanAnswers,
    shown: &Fields,
    wrong: Vec<Wrong>,
    status: StatusCode,
) -> Answer {
    let sealed = match sealed(asked, answers) {
        Ok(sealed) => sealed,
        Err(page) => return page,
    };
    let from_check = asked.query.one("from") == "check" || asked.form.one("from") == "check";
    let back = match question.before(answers) {
        _ if from_check => format!("/plan/check?a={sealed}"),
        Some(before) => format!("/plan/{}?a={sealed}", before.name()),
        None => "/plan".to_owned(),
    };
    let said = questions::question(question);
    let title = view::title(question, answers);
    let number = Question::asked_of(answers).take_while(|other| *other < question).count() + 1;
    let count = Question::asked_of(answers).count();
    let shown_title = if wrong.is_empty() { title.to_owned() } else { format!("{}{title}", words::ERROR_PREFIX) };
    let page = QuestionPage {
        head: Head::new(Section::Plan, shown_title),
        place: words::place_in_questions(number, count),
        title,
        hint: view::hint(question, answers, asked.at.catalogue()),
        why: said.why,
        not_sure: said.not_sure,
        action: format!("/plan/{}", question.name()),
        from: if from_check { "check".to_owned() } else { String::new() },
        back,
        controls: view::controls(question, answers, shown, asked.at.catalogue()),
        sealed,
        wrong,
    };
    Answer::page(status, &page, Copies::Never)
}

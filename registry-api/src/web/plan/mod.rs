//! Planning: questions one a page, the list of answers, the pathway, and what of it can be kept.
//!
//! Every page takes the answers so far from its address (`?a=…`), sealed; a form sends them along, and the answer is the
//! address of the next page. So Back, reload and bookmarks work, and the server keeps nothing.

mod answers;
mod check;
mod compare;
mod controls;
pub(super) mod credit;
mod drawing;
mod form;
mod keep;
mod letter;
mod none;
mod outcome;
mod pathway;
mod question;
mod read;
mod request;
mod seal;
mod support;
mod suppose;
mod view;
mod why;

use poem::http::StatusCode;
use poem::{Route, RouteMethod};

use super::answer::Answer;
use super::endpoint::{Asked, Run};
use super::message::Message;
use super::words;

pub(super) use self::question::Question;
pub(super) use self::seal::{Seal, Sealed};

pub(super) use self::answers::HeldAnswer;
use self::answers::PlanAnswers;

/// The endpoints that pages are made into.
pub(super) struct Endpoints<'a> {
    /// A page that is read.
    pub(super) read: &'a dyn Fn(Run) -> RouteMethod,
    /// A page that plans.
    pub(super) plan: &'a dyn Fn(Run) -> RouteMethod,
    /// A page that is read, and takes a form.
    pub(super) form: &'a dyn Fn(Run, Run) -> RouteMethod,
}

/// Adds the pages.
pub(super) fn mount(route: Route, made: &Endpoints<'_>) -> Route {
    route
        .at("/plan", (made.read)(form::start))
        .at("/plan/from", (made.read)(form::from))
        .at("/plan/check", (made.read)(check::check))
        .at("/plan/pathway", (made.plan)(pathway::pathway))
        .at("/plan/compare", (made.plan)(compare::compare))
        .at("/plan/why", (made.plan)(why::why))
        .at("/plan/letter", (made.plan)(letter::letter))
        .at("/plan/plan.ics", (made.plan)(keep::calendar))
        .at("/plan/plan.txt", (made.plan)(keep::text))
        .at("/plan/plan.json", (made.plan)(keep::data))
        .at("/plan/:code", (made.form)(form::show, form::take))
}

/// Begins a plan of somebody who holds these.
pub(super) fn with_held(asked: &Asked<'_>, held: Vec<HeldAnswer>) -> Result<Answer, Answer> {
    let mut answers = PlanAnswers::new(asked.today);
    answers.hold(held);
    address(asked, Question::Goal.name(), &answers).map(Answer::See)
}

/// The answers in an address; new ones where it has none.
///
/// # Errors
/// An address that is not one of ours: the page that says so.
fn answers(asked: &Asked<'_>) -> Result<PlanAnswers, Answer> {
    let sealed = match asked.form.one("a") {
        "" => asked.query.one("a"),
        sent => sent,
    };
    if sealed.is_empty() {
        return Ok(PlanAnswers::new(asked.today));
    }
    PlanAnswers::open(&asked.web.seal, sealed).ok_or_else(|| {
        let (heading, sentences) = words::START_AGAIN;
        Message::new(heading, sentences, words::TO_PLAN).answer(StatusCode::BAD_REQUEST)
    })
}

/// The address of a page of the plan with these answers.
///
/// # Errors
/// More answers than an address holds: the page that says so.
fn address(asked: &Asked<'_>, page: &str, answers: &PlanAnswers) -> Result<String, Answer> {
    sealed(asked, answers).map(|sealed| format!("/plan/{page}?a={sealed}"))
}

/// The answers as they stand in an address.
///
/// # Errors
/// More answers than an address holds: the page that says so.
fn sealed(asked: &Asked<'_>, answers: &PlanAnswers) -> Result<String, Answer> {
    answers.seal(&asked.web.seal).ok_or_else(|| {
        let (heading, sentences) = words::TOO_MUCH;
        Message::new(heading, sentences, words::TO_PLAN).answer(StatusCode::PAYLOAD_TOO_LARGE)
    })
}

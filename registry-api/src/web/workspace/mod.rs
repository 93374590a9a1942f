//! The workspace of a provider: its courses, new versions, offerings, files, tokens, and what was done.
//!
//! Somebody signs in with a token. The cookie holds the number of that token and never its secret, and the token is looked up at
//! each page: a token that is revoked signs its holder out. Every form carries the guard of the session. What is another
//! provider's has the answer of what is not there. Nothing is stored before it is published: a draft travels sealed in the address.

mod before;
mod check;
mod draft;
mod ends;
mod home;
mod issue;
mod offerings;
mod outcome;
mod sections;
mod sheet;
mod sign_in;
mod tasks;
mod tokens;
mod upload;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use poem::http::StatusCode;
use poem::{Route, RouteMethod};
use registry_core::audit::TokenId;
use registry_core::course::Course;
use registry_core::id::{CourseCode, ProviderCode};
use registry_core::provider::Provider;
use registry_core::source::{Confidence, Provenance};

use super::Web;
use super::answer::Answer;
use super::endpoint::{Asked, Handler, Later, Visit, not_there};
use super::message::Message;
use super::session::{self, GUARD_FIELD, Session, SessionKind};
use super::words;
use crate::access::{Scope, Viewer};
use crate::ops;
use crate::ops::publish::PublishedBy;
use crate::rate::RateLimit;

use self::sheet::{Button, Field, Form};

pub(super) use self::draft::Section;
pub(super) use self::sheet::Named;

/// How often somebody may try to sign in: ten times a minute. Nobody guesses 256 bits; this spares the database.
pub(super) const ATTEMPTS: RateLimit = RateLimit { points_a_minute: 10, max_clients: 10_000 };

/// The longest form without files, in bytes: long outcomes take some thousands.
const FORM_BYTES_MAX: usize = 64 * 1024;

/// All files of one import together, in bytes: 2 MiB, some ten thousand rows. Larger ones are imported on the command line.
const UPLOAD_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Adds the pages.
pub(super) fn mount(route: Route, web: &Arc<Web>) -> Route {
    let visit = |visit: Visit| Handler::visiting(web, visit, FORM_BYTES_MAX);
    let read = |show: Visit| RouteMethod::new().get(visit(show));
    let take = |taken: Visit| RouteMethod::new().post(visit(taken));
    let form = |show: Visit, taken: Visit| RouteMethod::new().get(visit(show)).post(visit(taken));
    let upload =
        RouteMethod::new().get(visit(upload::show)).post(Handler::visiting(web, upload::take, UPLOAD_BYTES_MAX));
    let roster = RouteMethod::new().post(Handler::visiting(web, issue::roster, UPLOAD_BYTES_MAX));
    route
        .at("/workspace", read(home::home))
        .at("/workspace/sign-in", form(sign_in::show, sign_in::take))
        .at("/workspace/sign-out", take(sign_in::sign_out))
        .at("/workspace/courses/:code", read(home::course))
        .at("/workspace/new", form(tasks::new, tasks::begin))
        .at("/workspace/draft", read(tasks::tasks))
        .at("/workspace/draft/:code", form(sections::show, sections::take))
        .at("/workspace/check", form(check::show, check::take))
        .at("/workspace/withdraw/:code", form(ends::withdraw, ends::take_withdraw))
        .at("/workspace/supersede/:code", form(ends::supersede, ends::take_supersede))
        .at("/workspace/offerings/:code", form(offerings::show, offerings::take))
        .at("/workspace/import", upload)
        .at("/workspace/issue", form(issue::show, issue::take))
        .at("/workspace/issue/roster", roster)
        .at("/workspace/issue/revoke", take(issue::revoke))
        .at("/workspace/issue/offer", take(issue::offer))
        .at("/workspace/tokens", form(tokens::show, tokens::make))
        .at("/workspace/tokens/revoke", take(tokens::revoke))
        .at("/workspace/activity", read(home::activity))
}

/// Somebody who is signed in for a provider.
struct Desk<'a> {
    asked: &'a Asked<'a>,
    session: Session,
    viewer: Viewer,
    token: TokenId,
    provider: &'a Provider,
}

/// A page that may end early, as one that waits.
fn later<'a>(work: impl Future<Output = Result<Answer, Answer>> + Send + 'a) -> Later<'a> {
    Box::pin(async move { work.await.unwrap_or_else(|page| page) })
}

/// Whoever is signed in.
///
/// # Errors
/// Nobody: the way to the page where one signs in.
async fn enter<'a>(asked: &'a Asked<'a>) -> Result<Desk<'a>, Answer> {
    match session::opened(asked, SessionKind::Workspace) {
        Some(session) => desk(asked, session).await,
        None => Err(Answer::See("/workspace/sign-in".to_owned())),
    }
}

/// Whoever sent a form.
///
/// # Errors
/// Nobody who is signed in; a form without the guard of the session.
async fn enter_form<'a>(asked: &'a Asked<'a>, scope: Scope) -> Result<Desk<'a>, Answer> {
    let desk = enter(asked).await?;
    if session::guarded(asked, SessionKind::Workspace).is_none() {
        return Err(said(StatusCode::FORBIDDEN, words::workspace::GUARD));
    }
    desk.needs(scope)?;
    Ok(desk)
}

async fn desk<'a>(asked: &'a Asked<'a>, session: Session) -> Result<Desk<'a>, Answer> {
    let gone = || Answer::See("/workspace/sign-in".to_owned()).with_cookie(session::end(SessionKind::Workspace));
    let held = std::str::from_utf8(&session.held).ok().and_then(|text| text.parse().ok());
    let token: TokenId = held.ok_or_else(gone)?;
    let viewer = ops::manage_tokens::viewer_of(&asked.web.state, token, asked.now).await.map_err(fault)?;
    let Viewer::Provider { provider, .. } = &viewer else { return Err(gone()) };
    let provider = asked.at.catalogue().provider(provider).ok_or_else(gone)?;
    Ok(Desk { asked, session, token, provider, viewer })
}

impl<'a> Desk<'a> {
    fn code(&self) -> &ProviderCode {
        &self.provider.code
    }

    fn may(&self, scope: Scope) -> bool {
        self.viewer.may(scope, Some(self.code()))
    }

    /// # Errors
    /// A token without that scope: the page that says so.
    fn needs(&self, scope: Scope) -> Result<(), Answer> {
        if self.may(scope) {
            return Ok(());
        }
        let (heading, sentences) = words::workspace::SCOPE;
        let mut message = Message::new(heading, sentences, words::workspace::TO_WORKSPACE);
        message.sentences.push(words::workspace::needs(scope.name()));
        Err(message.answer(StatusCode::FORBIDDEN))
    }

    /// A course of this provider.
    ///
    /// # Errors
    /// One that is not there, or is another's: the same page.
    fn own_course(&self, code: &str) -> Result<&'a Course, Answer> {
        let code = CourseCode::new(code).ok();
        let course = code.and_then(|code| self.asked.at.catalogue().course(&code));
        course.filter(|course| course.publisher.as_ref() == Some(self.code())).ok_or_else(not_yours)
    }

    fn publishes(&self) -> PublishedBy {
        PublishedBy::token(self.token, Some(self.code().clone()))
    }

    /// Where something stands that this provider says itself.
    fn own_word(&self) -> Provenance {
        let own = Provenance::external(&self.provider.title, "as published in this registry", Confidence::High);
        own.unwrap_or_else(|_| Provenance::unsaid())
    }

    /// A form with the guard of the session.
    fn form(&self, action: impl Into<String>, fields: Vec<Field>, button: &'static str) -> Form {
        let hidden = vec![(GUARD_FIELD, self.session.guard())];
        Form { action: action.into(), hidden, fields, buttons: vec![Button::main(button)], files: false }
    }
}

/// The page for a course that is not there, or not theirs.
fn not_yours() -> Answer {
    let (heading, sentences) = words::workspace::NOT_YOURS;
    not_there(Message::new(heading, sentences, words::workspace::TO_WORKSPACE))
}

fn said(status: StatusCode, (heading, sentences): words::Said) -> Answer {
    Message::new(heading, sentences, words::workspace::TO_WORKSPACE).answer(status)
}

/// The page for a fault of ours; what it was stands in the log.
fn fault(error: impl fmt::Display) -> Answer {
    tracing::error!(%error, "a page of the workspace failed");
    said(StatusCode::INTERNAL_SERVER_ERROR, words::FAULT)
}

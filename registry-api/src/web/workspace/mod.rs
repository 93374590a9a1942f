//! The workspace of a provider: its courses, new versions, offerings, files, tokens, and what was done. Of an operator: whom to
//! act for, new providers, all tokens, all that was done.
//!
//! Somebody signs in with a token. The cookie holds the number of that token and never its secret, and the token is looked up at
//! each page: a token that is revoked signs its holder out. Every form carries the guard of the session. What is another
//! provider's has the answer of what is not there. Nothing is stored before it is published: a draft travels sealed in the address.

mod before;
mod check;
mod desk;
mod draft;
mod ends;
mod home;
mod issue;
mod notation;
mod offerings;
mod operator;
mod outcome;
mod sections;
mod sheet;
mod sign_in;
mod tables;
mod tasks;
mod tokens;
mod upload;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use poem::http::StatusCode;
use poem::{Route, RouteMethod};

use super::Web;
use super::answer::Answer;
use super::endpoint::{Handler, Later, Visit, not_there};
use super::message::Message;
use super::words;
use crate::rate::RateLimit;

use self::desk::{Desk, enter, enter_form};

pub(super) use self::draft::Section;
pub(super) use self::notation::Misread;
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
        .at("/workspace/offerings", form(offerings::ask, offerings::choose))
        .at("/workspace/offerings/:code", form(offerings::show, offerings::take))
        .at("/workspace/program-offerings/:code", form(offerings::show_program, offerings::take_program))
        .at("/workspace/import", upload)
        .at("/tables/:code", RouteMethod::new().get(Handler::new(web, tables::table)))
        .at("/workspace/issue", form(issue::show, issue::take))
        .at("/workspace/issue/roster", roster)
        .at("/workspace/issue/revoke", take(issue::revoke))
        .at("/workspace/issue/suspend", take(issue::suspend))
        .at("/workspace/issue/offer", take(issue::offer))
        .at("/workspace/tokens", form(tokens::show, tokens::make))
        .at("/workspace/tokens/revoke", take(tokens::revoke))
        .at("/workspace/activity", read(home::activity))
        .at("/workspace/registry", read(operator::home))
        .at("/workspace/registry/act", take(operator::act))
        .at("/workspace/registry/provider", form(operator::provider, operator::register))
        .at("/workspace/registry/tokens", form(tokens::show_all, tokens::make_any))
        .at("/workspace/registry/tokens/revoke", take(tokens::revoke_any))
        .at("/workspace/registry/activity", read(operator::activity))
}

/// A page that may end early, as one that waits.
fn later<'a>(work: impl Future<Output = Result<Answer, Answer>> + Send + 'a) -> Later<'a> {
    Box::pin(async move { work.await.unwrap_or_else(|page| page) })
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

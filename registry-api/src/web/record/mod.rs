//! Somebody's own record, and what others see of it.
//!
//! Secrets of links come in the body of a form and never in an address that a server sees; the one script here, `open.js`,
//! brings them from behind the `#`. While a record is open, a sealed cookie holds the digest of its secret, so changing the
//! link closes it everywhere else.

mod add;
mod card;
mod door;
mod held;
mod own;
mod qr;
mod share;
mod shared;

use std::sync::Arc;

use poem::http::StatusCode;
use poem::{Route, RouteMethod};

use super::Web;
use super::answer::{Answer, Copies};
use super::endpoint::{Asked, Handler, Visit};
use super::fields::FORM_BYTES_MAX;
use super::head::{Head, Section};
use super::message::Message;
use super::session::{self, SessionKind};
use super::words::{self, record as said};
use crate::holding::{HELD_BYTES_MAX, HoldingId, LinkDigest, Record};
use crate::ops;
use crate::ops::hold::HoldFault;

/// The largest picture that is taken, in bytes, with what the form needs around it.
const FILE_FORM_BYTES_MAX: usize = 2 * 1024 * 1024 + HELD_BYTES_MAX;

/// Adds the pages.
pub(super) fn mount(route: Route, web: &Arc<Web>) -> Route {
    let page = |visit: Visit, bytes| Handler::visiting(web, visit, bytes).filled();
    let get = |visit: Visit| RouteMethod::new().get(page(visit, FORM_BYTES_MAX));
    let post = |visit: Visit| RouteMethod::new().post(page(visit, FORM_BYTES_MAX));
    let both = |show: Visit, take: Visit, bytes| RouteMethod::new().get(page(show, bytes)).post(page(take, bytes));
    let form = |show: Visit, take: Visit| both(show, take, FORM_BYTES_MAX);
    route
        .at("/claim", form(door::claim, door::take_claim))
        .at("/record", form(own::show, door::open))
        .at("/record/new", post(door::create))
        .at("/record/close", post(door::close))
        .at("/record/link", form(own::ask_link, own::change_link))
        .at("/record/delete", form(own::ask_delete, own::delete))
        .at("/record/plan", get(own::plan))
        .at("/record/record.json", get(own::everything))
        .at("/record/clr.json", get(own::as_clr))
        .at("/record/add", both(add::ask, add::take, FILE_FORM_BYTES_MAX))
        .at("/record/share", form(share::choose, share::preview))
        .at("/record/share/make", post(share::make))
        .at("/record/share/stop", post(share::stop))
        .at("/record/held/:code", get(held::show))
        .at("/record/held/:code/credential.json", get(held::json))
        .at("/record/held/:code/neutral.json", get(held::neutral))
        .at("/record/held/:code/badge.png", get(held::png))
        .at("/record/held/:code/badge.svg", get(held::svg))
        .at("/record/held/:code/remove", form(held::ask_remove, held::remove))
        .at("/share", form(shared::door, shared::open))
        .at("/share/file", post(shared::file))
}

/// The record that is open in this browser.
struct Opened {
    record: Record,
    digest: LinkDigest,
    /// What its forms carry.
    guard: String,
}

/// The record that the cookie opens; none where there is no cookie, or it opens nothing any more.
async fn perhaps_opened(asked: &Asked<'_>) -> Result<Option<Opened>, Answer> {
    let Some(session) = session::opened(asked, SessionKind::Record) else { return Ok(None) };
    let Ok(bytes) = <[u8; 32]>::try_from(&session.held[..]) else { return Ok(None) };
    let digest = LinkDigest::from_bytes(bytes);
    let record = ops::hold::open_record(&asked.web.state, &digest, asked.now).await.map_err(fault)?;
    Ok(record.map(|record| Opened { record, digest, guard: session.guard() }))
}

/// The record that is open, or the way to open one.
async fn opened(asked: &Asked<'_>) -> Result<Opened, Answer> {
    perhaps_opened(asked)
        .await?
        .ok_or_else(|| Answer::See("/record".to_owned()).with_cookie(session::end(SessionKind::Record)))
}

/// The record whose form this is. A form without the guard of the session does nothing.
async fn guarded(asked: &Asked<'_>) -> Result<Opened, Answer> {
    if session::guarded(asked, SessionKind::Record).is_none() {
        return Err(tell(StatusCode::FORBIDDEN, said::OPEN_AGAIN));
    }
    opened(asked).await
}

/// The cookie that keeps a record open in this browser.
fn keep_open(asked: &Asked<'_>, digest: &LinkDigest, answer: Answer) -> Answer {
    match asked.web.sessions.begin(SessionKind::Record, digest.as_bytes(), asked.now) {
        Ok(Some(cookie)) => answer.with_cookie(cookie),
        Ok(None) => answer,
        Err(error) => fault(error.into()),
    }
}

/// What went wrong, in words; the reason goes into the log, which names nobody.
fn fault(error: HoldFault) -> Answer {
    if matches!(error, HoldFault::NoDatabase) {
        return tell(StatusCode::NOT_FOUND, said::NO_RECORDS);
    }
    tracing::error!(%error, "a record cannot be worked with");
    let (heading, sentences) = words::FAULT;
    Message::new(heading, sentences, words::TO_START).answer(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A page that says one thing about a record.
fn tell(status: StatusCode, (heading, sentences): words::Said) -> Answer {
    Message::new(heading, sentences, said::TO_RECORD).answer(status)
}

/// A personal page that says what was wrong.
fn refused(page: &impl askama::Template) -> Answer {
    Answer::page(StatusCode::UNPROCESSABLE_ENTITY, page, Copies::NeverFilled)
}

fn head(title: &str) -> Head {
    Head::new(Section::Record, title)
}

/// What an address names, or that nothing is there.
fn named(code: &str) -> Result<HoldingId, Answer> {
    code.parse().map_err(|_| tell(StatusCode::NOT_FOUND, said::NOT_HELD))
}

/// The whole address of a link with a secret.
fn link(asked: &Asked<'_>, page: &str, secret: &str) -> String {
    format!("{}/{page}#{secret}", asked.address())
}

/// One answer, whichever way it came about.
fn either(result: Result<Answer, Answer>) -> Answer {
    result.unwrap_or_else(|answer| answer)
}

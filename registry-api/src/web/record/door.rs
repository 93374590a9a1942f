//! The ways in: a record's own link, a claim, a record that is made empty.

use askama::Template;
use poem::http::StatusCode;

use super::{Answer, Asked, Copies, Head, Opened, either, fault, guarded, head, keep_open, link, perhaps_opened, tell};
use crate::holding::LinkSecret;
use crate::ops;
use crate::ops::hold::{Claimed, Missing};
use crate::web::assets;
use crate::web::endpoint::Later;
use crate::web::message::Message;
use crate::web::session::{self, SessionKind};
use crate::web::words::{self, record as said};

/// A page with one field, for a link or its code.
#[derive(Template)]
#[template(path = "door.html")]
pub(super) struct Door {
    head: Head,
    script: &'static str,
    what: said::Door,
    /// What was wrong with what was sent.
    wrong: &'static str,
    /// Whether a record is open that a claim can go into, and the guard of its form.
    guard: Option<String>,
}

impl Door {
    pub(super) fn answer(what: said::Door, wrong: &'static str, guard: Option<String>) -> Answer {
        let title = match wrong {
            "" => what.title.to_owned(),
            _ => format!("{}{}", words::ERROR_PREFIX, what.title),
        };
        let page = Self { head: head(&title), script: assets::open_script(), what, wrong, guard };
        // One status for everything that opens nothing, so that nobody can tell what was there.
        let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::NOT_FOUND };
        Answer::page(status, &page, Copies::Never).with_script()
    }
}

/// The link of a record, shown once.
#[derive(Template)]
#[template(path = "record_link.html")]
struct LinkPage {
    head: Head,
    heading: &'static str,
    lead: &'static str,
    /// What a claim link did not hand over; empty where it was all of it.
    missing: String,
    link: String,
}

pub(super) fn show_link(asked: &Asked<'_>, said: (&'static str, &'static str), secret: &LinkSecret) -> Answer {
    show_link_and(asked, said, secret, String::new())
}

fn show_link_and(
    asked: &Asked<'_>,
    (heading, lead): (&'static str, &'static str),
    secret: &LinkSecret,
    missing: String,
) -> Answer {
    let link = link(asked, "record", &secret.reveal());
    let page = LinkPage { head: head(said::RECORD), heading, lead, missing, link };
    keep_open(asked, &secret.digest(), Answer::held(&page))
}

/// Opens a record with its secret.
pub(super) fn open<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        let unknown = || Door::answer(said::RECORD_DOOR, said::OPENS_NOTHING, None);
        let Ok(secret) = asked.form.one("code").parse::<LinkSecret>() else { return unknown() };
        let digest = secret.digest();
        match ops::hold::open_record(&asked.web.state, &digest, asked.now).await {
            Ok(Some(_)) => keep_open(asked, &digest, Answer::See("/record".to_owned())),
            Ok(None) => unknown(),
            Err(error) => fault(error),
        }
    })
}

/// Makes a record with nothing in it.
pub(super) fn create<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        match ops::hold::create_record(&asked.web.state, asked.now).await {
            Ok(secret) => show_link(asked, said::MADE, &secret),
            Err(error) => fault(error),
        }
    })
}

/// Leaves the record.
pub(super) fn close<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        let closed = guarded(asked).await.map(|_| tell(StatusCode::OK, said::CLOSED));
        either(closed.map(|page| page.with_cookie(session::end(SessionKind::Record))))
    })
}

/// Where a claim is taken. Nothing is looked up yet: a program that only follows links uses nothing up.
pub(super) fn claim<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        let opened = perhaps_opened(asked).await;
        either(opened.map(|opened| Door::answer(said::CLAIM_DOOR, "", opened.map(|opened| opened.guard))))
    })
}

pub(super) fn take_claim<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move { either(claimed(asked).await) })
}

async fn claimed(asked: &Asked<'_>) -> Result<Answer, Answer> {
    let opened: Option<Opened> = match asked.form.one("into") {
        "open" => Some(guarded(asked).await?),
        _ => None,
    };
    let record = opened.as_ref().map(|opened| &opened.record);
    let claimed = ops::hold::claim(&asked.web.state, record, asked.form.one("code"), asked.now).await.map_err(fault)?;
    Ok(match claimed {
        Claimed::Joined(Missing { count: 0, .. }) => Answer::See("/record".to_owned()),
        Claimed::Joined(missing) => {
            Message::new(said::SOME_JOINED, &[&said::missing(missing)], said::TO_RECORD).answer(StatusCode::OK)
        }
        Claimed::Made(secret, Missing { of: 1, .. }) => show_link(asked, said::CLAIMED, &secret),
        Claimed::Made(secret, missing) => show_link_and(asked, said::SEVERAL_CLAIMED, &secret, said::missing(missing)),
        Claimed::NoRoom => tell(StatusCode::UNPROCESSABLE_ENTITY, said::FULL),
        Claimed::Nothing => {
            let guard = perhaps_opened(asked).await?.map(|opened| opened.guard);
            Door::answer(said::CLAIM_DOOR, said::CLAIMS_NOTHING, guard)
        }
    })
}

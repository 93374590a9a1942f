//! One credential of the record: what it says, whether it is valid, its files, and taking it out.

use askama::Template;
use poem::http::StatusCode;

use super::card::Card;
use super::own::Confirm;
use super::{Answer, Asked, Head, Opened, either, fault, guarded, head, named, opened, tell};
use crate::badge_picture::{badge_png, badge_svg};
use crate::ops;
use crate::ops::hold::HeldView;
use crate::web::endpoint::Later;
use crate::web::words::record as said;

#[derive(Template)]
#[template(path = "held.html")]
struct HeldPage {
    head: Head,
    id: String,
    card: Card,
    /// The title of the document that may be shown instead.
    neutral: Option<String>,
}

/// The credential that the address names, with the record it is in.
async fn found(asked: &Asked<'_>) -> Result<(Opened, HeldView), Answer> {
    let opened = opened(asked).await?;
    let id = named(asked.code)?;
    let views = ops::hold::look(&asked.web.state, asked.at, &opened.record, asked.now).await.map_err(fault)?;
    let view = views.into_iter().find(|view| view.held.id == id);
    view.map(|view| (opened, view)).ok_or_else(|| tell(StatusCode::NOT_FOUND, said::NOT_HELD))
}

/// The credential.
pub(super) fn show<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        let page = |(_, view): (Opened, HeldView)| {
            let (id, card) = (view.held.id.to_string(), Card::of(&view));
            Answer::held(&HeldPage { head: head(said::CREDENTIAL), id, card, neutral: view.neutral_title })
        };
        either(found(asked).await.map(page))
    })
}

fn file<'a>(
    asked: &'a Asked<'a>,
    kind: &'static str,
    name: &'static str,
    make: fn(&str) -> Option<Vec<u8>>,
) -> Later<'a> {
    Box::pin(async move {
        let (_, view) = match found(asked).await {
            Ok(found) => found,
            Err(answer) => return answer,
        };
        let bytes = std::str::from_utf8(&view.held.document).ok().and_then(make);
        match bytes {
            Some(bytes) => Answer::Bytes { kind, name, bytes },
            None => tell(StatusCode::UNPROCESSABLE_ENTITY, said::NO_PICTURE),
        }
    })
}

/// The signed document.
pub(super) fn json<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    file(asked, "application/json", "credential.json", |document| Some(document.as_bytes().to_vec()))
}

/// The signed document under the neutral title.
pub(super) fn neutral<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        let (_, view) = match found(asked).await {
            Ok(found) => found,
            Err(answer) => return answer,
        };
        match view.held.neutral {
            Some(bytes) => Answer::Bytes { kind: "application/json", name: "credential.json", bytes },
            None => tell(StatusCode::NOT_FOUND, said::NOT_HELD),
        }
    })
}

/// The badge with the document in it.
pub(super) fn png<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    file(asked, "image/png", "badge.png", |document| badge_png(document).ok())
}

/// The same as SVG.
pub(super) fn svg<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    file(asked, "image/svg+xml", "badge.svg", |document| badge_svg(document).ok().map(String::into_bytes))
}

/// Asks before a credential is taken out.
pub(super) fn ask_remove<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        let page = |(opened, view): (Opened, HeldView)| {
            let (id, guard) = (view.held.id.to_string(), opened.guard);
            let (action, back) = (format!("/record/held/{id}/remove"), format!("/record/held/{id}"));
            let about = super::card::title(&view);
            Answer::held(&Confirm { head: head(said::CREDENTIAL), guard, action, back, what: said::REMOVE, about })
        };
        either(found(asked).await.map(page))
    })
}

/// Takes a credential out of the record and of every link.
pub(super) fn remove<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move { either(removed(asked).await) })
}

async fn removed(asked: &Asked<'_>) -> Result<Answer, Answer> {
    let opened = guarded(asked).await?;
    let id = named(asked.code)?;
    if ops::hold::remove(&asked.web.state, &opened.record, &id).await.map_err(fault)? {
        Ok(Answer::See("/record".to_owned()))
    } else {
        Err(tell(StatusCode::NOT_FOUND, said::NOT_HELD))
    }
}

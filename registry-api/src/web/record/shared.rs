//! What somebody with the link of a share sees.

use askama::Template;

use super::card::Card;
use super::door::Door;
use super::{Answer, Asked, Head, fault, head};
use crate::filled::spaces_after;
use crate::ops;
use crate::ops::share::{Opening, SharedView};
use crate::web::endpoint::Later;
use crate::web::words::record as said;

/// The part of the page that its preview shows as well.
pub(super) struct SharedPart {
    pub(super) names: bool,
    pub(super) until: String,
    /// Each credential, and whether its file is handed out.
    pub(super) cards: Vec<(Card, bool)>,
    /// The secret of the share; none in a preview.
    pub(super) code: Option<String>,
}

#[derive(Template)]
#[template(path = "shared.html")]
struct SharedPage {
    head: Head,
    part: SharedPart,
}

/// Where the code goes in.
pub(super) fn door<'a>(_asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move { Door::answer(said::SHARE_DOOR, "", None) })
}

async fn found(asked: &Asked<'_>, opening: Opening) -> Result<SharedView, Answer> {
    let found = ops::share::open_share(&asked.web.state, asked.at, asked.form.one("code"), opening, asked.now).await;
    found.map_err(fault)?.ok_or_else(|| Door::answer(said::SHARE_DOOR, said::SHOWS_NOTHING, None))
}

/// What was shared.
pub(super) fn open<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        match found(asked, Opening::Counted).await {
            Ok(view) => {
                let part = SharedPart::of(&view, Some(asked.form.one("code").to_owned()));
                Answer::held(&SharedPage { head: head(said::SHARED), part })
            }
            Err(answer) => answer,
        }
    })
}

/// One of the signed files, where it is handed out.
pub(super) fn file<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        let view = match found(asked, Opening::ForFile).await {
            Ok(view) => view,
            Err(answer) => return answer,
        };
        let number = asked.form.one("which").parse::<usize>().ok();
        let one = number.and_then(|number| view.shown.into_iter().nth(number)).filter(|one| one.file);
        match one {
            Some(one) => {
                let mut bytes = one.view.held.document;
                // White space behind a document is no part of what was signed; how long it is tells which title it has.
                bytes.resize(bytes.len() + spaces_after(bytes.len()), b' ');
                Answer::Bytes { kind: "application/json", name: "credential.json", bytes }
            }
            None => Door::answer(said::SHARE_DOOR, said::SHOWS_NOTHING, None),
        }
    })
}

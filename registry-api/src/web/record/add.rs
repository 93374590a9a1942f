//! Adds a credential that somebody has as a file, or as text.

use askama::Template;
use registry_core::words::sentence_start;

use super::{Answer, Asked, Head, either, fault, guarded, head, opened, refused, tell};
use crate::ops;
use crate::ops::hold::FileOutcome;
use crate::web::endpoint::Later;
use crate::web::words::{self, record as said};
use poem::http::StatusCode;

#[derive(Template)]
#[template(path = "record_add.html")]
struct AddPage {
    head: Head,
    guard: String,
    wrong: String,
}

/// Asks for the file.
pub(super) fn ask<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        let page = |guard| Answer::held(&AddPage { head: head(said::ADD), guard, wrong: String::new() });
        either(opened(asked).await.map(|opened| page(opened.guard)))
    })
}

/// Takes it.
pub(super) fn take<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move { either(added(asked).await) })
}

async fn added(asked: &Asked<'_>) -> Result<Answer, Answer> {
    let opened = guarded(asked).await?;
    let text = asked.form.one("text");
    let file = asked.form.files("file").next().map(|file| file.bytes.as_slice());
    let file = file.filter(|bytes| !bytes.is_empty()).unwrap_or(text.as_bytes());
    let wrong = if file.is_empty() {
        said::NO_FILE.to_owned()
    } else {
        let (state, record) = (&asked.web.state, &opened.record);
        match ops::hold::add_file(state, asked.at, record, file, asked.now).await.map_err(fault)? {
            FileOutcome::Added(id, _) | FileOutcome::AlreadyHeld(id) => {
                return Ok(Answer::See(format!("/record/held/{id}")));
            }
            FileOutcome::NotACredential(why) => said::not_a_credential(&sentence_start(&why)),
            FileOutcome::TooLarge(_) => said::TOO_LARGE.to_owned(),
            FileOutcome::Full => return Err(tell(StatusCode::UNPROCESSABLE_ENTITY, said::FULL)),
            FileOutcome::NoRecord => return Err(tell(StatusCode::FORBIDDEN, said::OPEN_AGAIN)),
        }
    };
    let title = format!("{}{}", words::ERROR_PREFIX, said::ADD);
    Err(refused(&AddPage { head: head(&title), guard: opened.guard, wrong }))
}

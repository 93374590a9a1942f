//! Signing in with a token, and out again.

use poem::http::StatusCode;
use registry_core::audit::TokenId;

use super::desk::{Held, REGISTRY};
use super::sheet::{Button, Field, Form, Part, Sheet, Wrong};
use super::{enter, fault, later, said};
use crate::access::{TokenSecret, Viewer};
use crate::ops;
use crate::web::answer::Answer;
use crate::web::endpoint::{Asked, Later};
use crate::web::message;
use crate::web::session::{self, SessionKind};
use crate::web::words::{TO_START, workspace as words};

/// The page where somebody signs in.
pub(super) fn show<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        // An operator who has chosen no provider is signed in, too.
        match enter(asked).await {
            Ok(_) => Ok(Answer::See("/workspace".to_owned())),
            Err(Answer::See(address)) if address == REGISTRY => Ok(Answer::See(address)),
            Err(_) => Ok(sheet(Vec::new())),
        }
    })
}

fn sheet(wrong: Vec<Wrong>) -> Answer {
    let fields = vec![Field::secret(words::TOKEN)];
    let form = Form {
        action: "/workspace/sign-in".to_owned(),
        fields,
        buttons: vec![Button::main(words::SIGN_IN)],
        ..Form::default()
    };
    let sheet = Sheet::new(words::TITLE).back(TO_START.0, TO_START.1).wrong(wrong);
    let sheet = sheet.with(Part::Lead(words::SIGN_IN_LEAD.to_owned())).with(Part::Form(form));
    words::SIGN_IN_HELP
        .iter()
        .fold(sheet.heading(words::SIGN_IN_HELP_HEADING), |sheet, text| sheet.text(*text))
        .answer()
}

/// Takes a token. An unknown, a revoked and an expired one have one answer.
pub(super) fn take<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        if let Err(too_fast) = asked.web.attempts.charge(asked.client, 1, asked.now) {
            return Err(message::too_fast(too_fast.retry_after_seconds));
        }
        let refused = |text: &str| Ok(sheet(vec![Wrong::field(words::TOKEN.0, text)]));
        let sent = asked.form.one(words::TOKEN.0);
        if sent.is_empty() {
            return refused(words::TOKEN_MISSING);
        }
        if sent.parse::<TokenSecret>().is_err() {
            return refused(words::TOKEN_SHAPE);
        }
        match ops::manage_tokens::find_viewer(&asked.web.state, sent, asked.now).await.map_err(fault)? {
            Viewer::Anonymous => refused(words::TOKEN_UNKNOWN),
            Viewer::Operator { token, .. } => begin(asked, token, REGISTRY),
            Viewer::Provider { token, .. } => begin(asked, token, "/workspace"),
        }
    })
}

fn begin(asked: &Asked<'_>, token: TokenId, home: &str) -> Result<Answer, Answer> {
    let held = Held { token, acting_for: None }.bytes();
    let begun = asked.web.sessions.begin(SessionKind::Workspace, &held, asked.now).map_err(fault)?;
    let set = begun.ok_or_else(|| fault("a token's number does not fit into a cookie"))?;
    Ok(Answer::See(home.to_owned()).with_cookie(set))
}

/// Ends the session of whoever sent the form.
pub(super) fn sign_out<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        if session::guarded(asked, SessionKind::Workspace).is_none() {
            return Err(said(StatusCode::FORBIDDEN, words::GUARD));
        }
        Ok(Answer::See("/workspace/sign-in".to_owned()).with_cookie(session::end(SessionKind::Workspace)))
    })
}

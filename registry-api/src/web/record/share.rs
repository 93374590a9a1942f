//! Shares some of a record: choose, look at what the other side will see, make the link, stop it.

use askama::Template;
use chrono::{DateTime, Utc};
use poem::http::StatusCode;
use registry_core::date;

use super::card::{Card, title};
use super::qr::QrPicture;
use super::shared::SharedPart;
use super::{Answer, Asked, Head, Opened, either, fault, guarded, head, link, named, opened, refused, tell};
use crate::holding::{Names, SHARE_DAYS, ShareDraft, ShareProblem};
use crate::ops;
use crate::ops::hold::HeldView;
use crate::store::RevokeOutcome;
use crate::web::endpoint::Later;
use crate::web::words::{self, record as said};
use crate::web::zone;

#[derive(Template)]
#[template(path = "share_choose.html")]
struct ChoosePage {
    head: Head,
    guard: String,
    rows: Vec<Choice>,
    days: Vec<(u16, &'static str, bool)>,
    names: bool,
    wrong: Vec<(&'static str, &'static str)>,
}

impl ChoosePage {
    /// What is wrong with a question; empty for nothing.
    fn wrong_with(&self, name: &str) -> &'static str {
        self.wrong.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| *text)
    }
}

/// A credential that can be chosen.
struct Choice {
    id: String,
    title: String,
    verdict: &'static str,
    hint: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "share_preview.html")]
struct PreviewPage {
    head: Head,
    guard: String,
    chosen: Vec<String>,
    days: u16,
    names: &'static str,
    part: SharedPart,
    /// What the other side does not see.
    unseen: Vec<String>,
}

#[derive(Template)]
#[template(path = "share_made.html")]
struct MadePage {
    head: Head,
    link: String,
    until: String,
    qr: Option<QrPicture>,
}

/// What the form says.
fn draft(asked: &Asked<'_>) -> ShareDraft {
    ShareDraft {
        chosen: asked.form.all("held").filter_map(|id| id.parse().ok()).collect(),
        names: if asked.form.one("names") == "shown" { Names::Shown } else { Names::Hidden },
        days: asked.form.one("days").parse().unwrap_or(0),
    }
}

/// Asks what is to be shared.
pub(super) fn choose<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        let opened = match opened(asked).await {
            Ok(opened) => opened,
            Err(answer) => return answer,
        };
        match ops::hold::look(&asked.web.state, asked.at, &opened.record, asked.now).await {
            Ok(views) => {
                let nothing = ShareDraft { chosen: Vec::new(), names: Names::Hidden, days: 30 };
                Answer::personal(&choosing(opened, &views, &nothing, &[]))
            }
            Err(error) => fault(error),
        }
    })
}

fn choosing(opened: Opened, views: &[HeldView], draft: &ShareDraft, problems: &[ShareProblem]) -> ChoosePage {
    let row = |view: &HeldView| Choice {
        id: view.held.id.to_string(),
        title: title(view),
        verdict: view.report.verdict().title(),
        hint: if view.tells_who { said::FILE_TELLS } else { said::FILE_TELLS_NOT },
        chosen: draft.chosen.contains(&view.held.id),
    };
    let title =
        if problems.is_empty() { said::SHARE.to_owned() } else { format!("{}{}", words::ERROR_PREFIX, said::SHARE) };
    ChoosePage {
        head: head(&title),
        guard: opened.guard,
        rows: views.iter().map(row).collect(),
        days: SHARE_DAYS.into_iter().map(|days| (days, said::days(days), days == draft.days)).collect(),
        names: draft.names == Names::Shown,
        wrong: problems.iter().map(said::share_problem).collect(),
    }
}

async fn wrong(
    asked: &Asked<'_>,
    opened: Opened,
    draft: &ShareDraft,
    problems: &[ShareProblem],
) -> Result<Answer, Answer> {
    if problems.contains(&ShareProblem::Full) {
        return Err(tell(StatusCode::UNPROCESSABLE_ENTITY, said::TOO_MANY_LINKS));
    }
    let views = ops::hold::look(&asked.web.state, asked.at, &opened.record, asked.now).await.map_err(fault)?;
    Err(refused(&choosing(opened, &views, draft, problems)))
}

/// Shows exactly what the other side will see, before there is a link.
pub(super) fn preview<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move { either(previewed(asked).await) })
}

async fn previewed(asked: &Asked<'_>) -> Result<Answer, Answer> {
    let opened = guarded(asked).await?;
    let draft = draft(asked);
    let (state, record) = (&asked.web.state, &opened.record);
    let view = ops::share::preview_share(state, asked.at, record, draft.clone(), asked.now).await.map_err(fault)?;
    let view = match view {
        Ok(view) => view,
        Err(problems) => return wrong(asked, opened, &draft, &problems).await,
    };
    let kept_back = view.shown.iter().filter(|one| !one.file).map(|one| said::file_kept_back(&title(&one.view)));
    let mut unseen: Vec<String> = kept_back.collect();
    if draft.names == Names::Hidden {
        unseen.insert(0, said::NAME_UNSEEN.to_owned());
    }
    Ok(Answer::personal(&PreviewPage {
        head: head(said::SHARE),
        guard: opened.guard,
        chosen: draft.chosen.iter().map(ToString::to_string).collect(),
        days: draft.days,
        names: if draft.names == Names::Shown { "shown" } else { "hidden" },
        part: SharedPart::of(&view, None),
        unseen,
    }))
}

/// Makes the link, and shows it once.
pub(super) fn make<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move { either(made(asked).await) })
}

async fn made(asked: &Asked<'_>) -> Result<Answer, Answer> {
    let opened = guarded(asked).await?;
    let draft = draft(asked);
    let made = ops::share::make_share(&asked.web.state, &opened.record, draft.clone(), asked.now).await;
    let (share, secret) = match made.map_err(fault)? {
        Ok(made) => made,
        Err(problems) => return wrong(asked, opened, &draft, &problems).await,
    };
    let link = link(asked, "share", &secret.reveal());
    let until = when(share.expires);
    let qr = QrPicture::of(&link);
    Ok(Answer::personal(&MadePage { head: head(said::SHARE), link, until, qr }))
}

/// Stops a link, or takes one that has ended off the list.
pub(super) fn stop<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move { either(stopped(asked).await) })
}

async fn stopped(asked: &Asked<'_>) -> Result<Answer, Answer> {
    let opened = guarded(asked).await?;
    let id = named(asked.form.one("share"))?;
    match ops::share::stop_share(&asked.web.state, &opened.record, &id, asked.now).await.map_err(fault)? {
        RevokeOutcome::Revoked | RevokeOutcome::Removed => Ok(Answer::See("/record#links".to_owned())),
        RevokeOutcome::NoShare => Err(tell(StatusCode::NOT_FOUND, said::NOT_HELD)),
    }
}

/// The day and the time of day.
fn when(at: DateTime<Utc>) -> String {
    let at = zone::local(at);
    words::day_and_time(&date::in_words(at.date()), &at.format("%H:%M").to_string())
}

impl SharedPart {
    /// What is shown, in the form in which the page and its preview show it. `code`: the secret, for the forms that fetch files.
    pub(super) fn of(view: &ops::share::SharedView, code: Option<String>) -> Self {
        let cards = view.shown.iter().map(|one| (Card::of(&one.view), one.file)).collect();
        Self { names: view.names == Names::Shown, until: when(view.expires), cards, code }
    }
}

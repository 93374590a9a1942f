//! The record itself: what is in it, its links, and what can be done with all of it.

use askama::Template;
use registry_core::credential::badge::TitleShown;
use registry_core::date;
use serde::Serialize;
use serde_json::value::RawValue;

use super::door::{Door, show_link};
use super::{Answer, Asked, Head, Opened, card, either, fault, guarded, head, opened, perhaps_opened, tell};
use crate::holding::{HeldFrom, Names, Share};
use crate::ops;
use crate::ops::hold::HeldView;
use crate::store::day_of;
use crate::web::endpoint::Later;
use crate::web::plan::{self, HeldAnswer};
use crate::web::session::{self, SessionKind};
use crate::web::words::record as said;
use crate::web::zone;
use poem::http::StatusCode;
use registry_core::verify::Verdict;

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage {
    head: Head,
    guard: String,
    rows: Vec<Row>,
    links: Vec<LinkRow>,
}

/// A credential in the list.
struct Row {
    id: String,
    title: String,
    from: String,
    kind: &'static str,
    mark: &'static str,
    verdict: &'static str,
}

/// A link in the list.
struct LinkRow {
    id: String,
    what: String,
    open: bool,
    until: String,
    views: String,
    names: &'static str,
}

/// A question before something that cannot be taken back.
#[derive(Template)]
#[template(path = "confirm.html")]
pub(super) struct Confirm {
    pub(super) head: Head,
    pub(super) guard: String,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) what: said::Question,
    /// What it is about, where that is one thing.
    pub(super) about: String,
}

/// The record, or the door to it.
pub(super) fn show<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        match perhaps_opened(asked).await {
            Ok(Some(opened)) => either(page(asked, opened).await),
            Ok(None) => Door::answer(said::RECORD_DOOR, "", None),
            Err(answer) => answer,
        }
    })
}

async fn page(asked: &Asked<'_>, opened: Opened) -> Result<Answer, Answer> {
    let views = ops::hold::look(&asked.web.state, asked.at, &opened.record, asked.now).await.map_err(fault)?;
    let shares = ops::share::shares(&asked.web.state, &opened.record).await.map_err(fault)?;
    let links = shares.iter().map(|share| link_row(asked, share, &views)).collect();
    let rows = views.iter().map(row).collect();
    Ok(Answer::held(&RecordPage { head: head(said::RECORD), guard: opened.guard, rows, links }))
}

fn row(view: &HeldView) -> Row {
    let verdict = view.report.verdict();
    Row {
        id: view.held.id.to_string(),
        title: card::title(view),
        from: match &view.held.from {
            HeldFrom::Claim(_) => said::came_by_claim(&date::in_words(view.held.added)),
            HeldFrom::File => said::came_as_file(&date::in_words(view.held.added)),
        },
        kind: verdict.name(),
        mark: card::mark(verdict),
        verdict: verdict.title(),
    }
}

fn link_row(asked: &Asked<'_>, share: &Share, views: &[HeldView]) -> LinkRow {
    let chosen = views.iter().filter(|view| share.chosen.contains(&view.held.id));
    let title = |view: &HeldView| match share.title(&view.held.id) {
        TitleShown::Full => card::title(view),
        TitleShown::Neutral => said::under_neutral_title(&card::title(view)),
    };
    let titles: Vec<String> = chosen.map(title).collect();
    let end = share.revoked.unwrap_or(share.expires);
    let day = date::in_words(day_of(end));
    let until = match (share.is_open(asked.now), share.revoked) {
        (true, _) => said::open_until(&day),
        (false, Some(_)) => said::stopped_on(&day),
        (false, None) => said::ended_on(&day),
    };
    LinkRow {
        id: share.id.to_string(),
        what: titles.join("; "),
        open: share.is_open(asked.now),
        until,
        views: said::views(share.views),
        names: if share.names == Names::Shown { said::WITH_NAME } else { said::WITHOUT_NAME },
    }
}

/// Asks before the link of the record is changed.
pub(super) fn ask_link<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    ask(asked, "/record/link", said::CHANGE_LINK)
}

/// Asks before the record is deleted.
pub(super) fn ask_delete<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    ask(asked, "/record/delete", said::DELETE_RECORD)
}

fn ask<'a>(asked: &'a Asked<'a>, action: &'static str, what: said::Question) -> Later<'a> {
    Box::pin(async move {
        let page = |opened: Opened| {
            let (action, back) = (action.to_owned(), "/record".to_owned());
            let about = String::new();
            Answer::held(&Confirm { head: head(said::RECORD), guard: opened.guard, action, back, what, about })
        };
        either(opened(asked).await.map(page))
    })
}

/// Changes the link: the one before opens nothing from now on.
pub(super) fn change_link<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        let opened = match guarded(asked).await {
            Ok(opened) => opened,
            Err(answer) => return answer,
        };
        match ops::hold::change_link(&asked.web.state, &opened.digest, asked.now).await {
            Ok(Some(secret)) => show_link(asked, said::CHANGED, &secret),
            Ok(None) => tell(StatusCode::FORBIDDEN, said::OPEN_AGAIN),
            Err(error) => fault(error),
        }
    })
}

/// Deletes the record and everything in it.
pub(super) fn delete<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move {
        let opened = match guarded(asked).await {
            Ok(opened) => opened,
            Err(answer) => return answer,
        };
        match ops::hold::delete_record(&asked.web.state, &opened.record).await {
            Ok(()) => tell(StatusCode::OK, said::DELETED).with_cookie(session::end(SessionKind::Record)),
            Err(error) => fault(error),
        }
    })
}

/// Begins a plan with what the record holds. The answers travel in the address, as always; nothing is kept of it.
pub(super) fn plan<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move { either(begin_plan(asked).await) })
}

async fn begin_plan(asked: &Asked<'_>) -> Result<Answer, Answer> {
    let opened = opened(asked).await?;
    let views = ops::hold::look(&asked.web.state, asked.at, &opened.record, asked.now).await.map_err(fault)?;
    let usable = views.iter().filter(|view| view.report.verdict() != Verdict::NotValid);
    let held = usable.filter_map(|view| {
        let code = view.about.course.clone()?;
        let version = view.about.version.as_deref().and_then(|version| version.parse().ok());
        Some(HeldAnswer::documented(code, view.about.awarded.map(zone::day), version))
    });
    plan::with_held(asked, held.collect())
}

/// The whole record as data.
#[derive(Serialize)]
struct Everything<'a> {
    format: &'static str,
    saved: String,
    credentials: Vec<Kept<'a>>,
}

#[derive(Serialize)]
struct Kept<'a> {
    added: String,
    from: &'static str,
    credential: &'a RawValue,
    /// The same under its neutral title, where its issuer signed one.
    #[serde(skip_serializing_if = "Option::is_none")]
    neutral: Option<&'a RawValue>,
}

/// Everything in the record, each document as it was signed.
pub(super) fn everything<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move { either(save(asked).await) })
}

async fn save(asked: &Asked<'_>) -> Result<Answer, Answer> {
    let opened = opened(asked).await?;
    let views = ops::hold::look(&asked.web.state, asked.at, &opened.record, asked.now).await.map_err(fault)?;
    let credentials = views.iter().filter_map(|view| {
        let credential = serde_json::from_slice::<&RawValue>(&view.held.document).ok()?;
        let from = match view.held.from {
            HeldFrom::Claim(_) => "claim",
            HeldFrom::File => "file",
        };
        let neutral = view.held.neutral.as_deref().and_then(|neutral| serde_json::from_slice(neutral).ok());
        Some(Kept { added: view.held.added.to_string(), from, credential, neutral })
    });
    let all =
        Everything { format: "registry-record-1", saved: asked.today.to_string(), credentials: credentials.collect() };
    let bytes = serde_json::to_vec(&all).unwrap_or_default();
    Ok(Answer::Bytes { kind: "application/json", name: "record.json", bytes })
}

/// The whole record as one document that other programs read.
pub(super) fn as_clr<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    Box::pin(async move { either(save_clr(asked).await) })
}

async fn save_clr(asked: &Asked<'_>) -> Result<Answer, Answer> {
    let opened = opened(asked).await?;
    let registry = asked.web.state.address().map_or_else(|| asked.site(), ToString::to_string);
    let record = ops::hold::as_clr(&asked.web.state, &opened.record, registry, asked.now).await.map_err(fault)?;
    Ok(Answer::Bytes { kind: "application/json", name: "record-clr.json", bytes: record.to_string().into_bytes() })
}

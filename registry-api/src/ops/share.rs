//! Share: some of a record, for a while, for whoever has the link.

use chrono::{DateTime, Utc};

use super::hold::{HeldView, HoldFault, store, views};
use crate::holding::{Held, HoldingId, LinkDigest, LinkSecret, Names, Record, Share, ShareDraft, ShareProblem};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::store::RevokeOutcome;

/// What the other side sees, and what the holder sees beforehand: the same.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedView {
    /// Whether names are shown.
    pub names: Names,
    /// Until when.
    pub expires: DateTime<Utc>,
    /// The credentials.
    pub shown: Vec<SharedCredential>,
}

/// One credential as the other side sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedCredential {
    /// The credential. Where names are hidden, its name is not in it.
    pub view: HeldView,
    /// Whether the signed file is handed out. It cannot be where names are hidden and it could tell one: nothing can be taken
    /// out of what was signed.
    pub file: bool,
}

fn shared(names: Names, expires: DateTime<Utc>, views: Vec<HeldView>) -> SharedView {
    let show = |mut view: HeldView| {
        let file = names == Names::Shown || !view.tells_who;
        if names == Names::Hidden {
            hide_name(&mut view);
        }
        SharedCredential { view, file }
    };
    SharedView { names, expires, shown: views.into_iter().map(show).collect() }
}

/// Takes the name out of all that is said of a document; the document itself is not handed out where it has one.
fn hide_name(view: &mut HeldView) {
    view.about.holder_name = None;
    if let Some(shown) = &mut view.report.shown {
        shown.about.holder_name = None;
    }
}

/// What a share would show, before it is made.
///
/// # Errors
/// No database; one that fails. Within: all that is wrong with it.
pub async fn preview_share(
    state: &AppState,
    snapshot: &Snapshot,
    record: &Record,
    draft: ShareDraft,
    now: DateTime<Utc>,
) -> Result<Result<SharedView, Vec<ShareProblem>>, HoldFault> {
    let share = match draft.share(HoldingId::generate()?, now) {
        Ok(share) => share,
        Err(problems) => return Ok(Err(problems)),
    };
    let mut held = store(state)?.held(&record.id).await?;
    held.retain(|one| share.chosen.contains(&one.id));
    if held.len() != share.chosen.len() {
        return Ok(Err(vec![ShareProblem::NotHeld]));
    }
    let under_title = |one: Held| {
        let title = share.title(&one.id);
        one.under(title)
    };
    let Some(held) = held.into_iter().map(under_title).collect() else {
        return Ok(Err(vec![ShareProblem::NoNeutralTitle]));
    };
    Ok(Ok(shared(share.names, share.expires, views(state, snapshot, held, now).await?)))
}

/// Makes a share. Its secret is shown once.
///
/// # Errors
/// No database; one that fails; no random numbers. Within: all that is wrong with it.
pub async fn make_share(
    state: &AppState,
    record: &Record,
    draft: ShareDraft,
    now: DateTime<Utc>,
) -> Result<Result<(Share, LinkSecret), Vec<ShareProblem>>, HoldFault> {
    let share = match draft.share(HoldingId::generate()?, now) {
        Ok(share) => share,
        Err(problems) => return Ok(Err(problems)),
    };
    let secret = LinkSecret::generate()?;
    let made = store(state)?.create_share(&record.id, &share, &secret.digest()).await?;
    Ok(made.map(|()| (share, secret)).map_err(|problem| vec![problem]))
}

/// The shares of a record.
///
/// # Errors
/// No database; one that fails.
pub async fn shares(state: &AppState, record: &Record) -> Result<Vec<Share>, HoldFault> {
    Ok(store(state)?.shares(&record.id).await?)
}

/// Stops a share, or takes one that has ended off the list.
///
/// # Errors
/// No database; one that fails.
pub async fn stop_share(
    state: &AppState,
    record: &Record,
    id: &HoldingId,
    now: DateTime<Utc>,
) -> Result<RevokeOutcome, HoldFault> {
    Ok(store(state)?.revoke_share(&record.id, id, now).await?)
}

/// How a share is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// To be looked at: it is counted.
    Counted,
    /// Again, for a file of a page that was counted.
    ForFile,
}

/// Whether a text is the link of a share, or its code, rather than a document: so is every address, whole or not.
pub fn is_link(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("https://") || text.starts_with("http://") || text.parse::<LinkSecret>().is_ok()
}

/// How many credentials stand behind a link. Nothing is counted: it may yet turn out that there is nothing to ask of them. None
/// for a link that is not whole, is unknown, has ended or was stopped: these cannot be told apart.
///
/// # Errors
/// A database that fails.
pub async fn count_behind(state: &AppState, link: &str, now: DateTime<Utc>) -> Result<Option<usize>, HoldFault> {
    let (Ok(secret), Some(store)) = (link.parse::<LinkSecret>(), state.store()) else { return Ok(None) };
    let count = store.count_shared(&secret.digest(), now).await?;
    Ok(count.map(|count| usize::try_from(count).unwrap_or(usize::MAX)))
}

/// What shares show, each given once and then counted once: all of them, or none where one shows nothing. Within, the places of
/// those, from 0.
///
/// # Errors
/// No database; one that fails.
pub async fn open_shares(
    state: &AppState,
    snapshot: &Snapshot,
    links: &[LinkDigest],
    now: DateTime<Utc>,
) -> Result<Result<Vec<SharedView>, Vec<usize>>, HoldFault> {
    let opened = match store(state)?.open_shares(links, now).await? {
        Ok(opened) => opened,
        Err(nothing) => return Ok(Err(nothing)),
    };
    let mut seen = Vec::with_capacity(opened.len());
    for found in opened {
        seen.push(shared(found.names, found.expires, views(state, snapshot, found.held, now).await?));
    }
    Ok(Ok(seen))
}

/// What a share shows to whoever has its link. Nothing for a text that is none, an unknown share, one that has ended and one
/// that was stopped: these cannot be told apart.
///
/// # Errors
/// No database; one that fails.
pub async fn open_share(
    state: &AppState,
    snapshot: &Snapshot,
    secret: &str,
    opening: Opening,
    now: DateTime<Utc>,
) -> Result<Option<SharedView>, HoldFault> {
    let Ok(secret) = secret.parse::<LinkSecret>() else { return Ok(None) };
    let store = store(state)?;
    let found = match opening {
        Opening::Counted => store.open_share(&secret.digest(), now).await?,
        Opening::ForFile => store.look_at_share(&secret.digest(), now).await?,
    };
    match found {
        None => Ok(None),
        Some(found) => Ok(Some(shared(found.names, found.expires, views(state, snapshot, found.held, now).await?))),
    }
}

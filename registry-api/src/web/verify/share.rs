//! A link that was pasted: what its holder shares is verified, and no more is said of it than the holder shows.

use chrono::{DateTime, Utc};

use super::words;
use crate::holding::{LinkSecret, Names};
use crate::ops::Given;
use crate::ops::hold::HoldFault;
use crate::ops::share::{Opening, open_share};
use crate::snapshot::Snapshot;
use crate::state::AppState;

/// A credential that was sent or shared.
pub(super) struct Sent {
    /// The credential.
    pub(super) given: Given,
    /// Whether its holder lets a name be shown.
    pub(super) names: Names,
}

impl From<Given> for Sent {
    fn from(given: Given) -> Self {
        Self { given, names: Names::Shown }
    }
}

/// The credentials behind a share link, or behind its code; nothing where the text is neither. Opening is counted, as on
/// the holder's own page.
///
/// # Errors
/// One sentence for a link that is not whole, is unknown, has ended or was stopped: these cannot be told apart. Another
/// where the database fails.
pub(super) async fn behind_link(
    state: &AppState,
    snapshot: &Snapshot,
    text: &str,
    now: DateTime<Utc>,
) -> Result<Option<Vec<Sent>>, String> {
    let text = text.trim();
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    if !is_address && text.parse::<LinkSecret>().is_err() {
        return Ok(None);
    }
    let found = match open_share(state, snapshot, text, Opening::Counted, now).await {
        Ok(found) => found,
        Err(HoldFault::NoDatabase) => None,
        Err(error) => {
            tracing::error!(%error, "a share cannot be verified");
            return Err(words::NOT_NOW.to_owned());
        }
    };
    let view = found.ok_or(words::SHOWS_NOTHING)?;
    let names = view.names;
    let alone = view.shown.len() == 1;
    let each = view.shown.into_iter().enumerate();
    let sent = each.map(|(number, one)| Sent {
        given: Given { name: words::shared(number, alone), bytes: one.view.held.document },
        names,
    });
    Ok(Some(sent.collect()))
}

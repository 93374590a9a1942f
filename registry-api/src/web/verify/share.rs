//! A link that was pasted: what its holder shares is verified, and no more is said of it than the holder shows.

use chrono::{DateTime, Utc};

use crate::holding::Names;
use crate::ops::Given;
use crate::ops::share::BehindLink;
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::web::words::verify as words;

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

/// The credentials behind a share link, or behind its code; nothing where the text is neither.
///
/// # Errors
/// One sentence for a link that shows nothing, whatever the reason. Another where the database fails.
pub(super) async fn behind_link(
    state: &AppState,
    snapshot: &Snapshot,
    text: &str,
    now: DateTime<Utc>,
) -> Result<Option<Vec<Sent>>, String> {
    let view = match crate::ops::share::behind_link(state, snapshot, text, now).await {
        Ok(BehindLink::NoLink) => return Ok(None),
        Ok(BehindLink::Nothing) => return Err(words::SHOWS_NOTHING.to_owned()),
        Ok(BehindLink::Shows(view)) => view,
        Err(error) => {
            tracing::error!(%error, "a share cannot be verified");
            return Err(words::NOT_NOW.to_owned());
        }
    };
    let names = view.names;
    let alone = view.shown.len() == 1;
    let each = view.shown.into_iter().enumerate();
    let sent = each.map(|(number, one)| Sent {
        given: Given { name: words::shared(number, alone), bytes: one.view.held.document },
        names,
    });
    Ok(Some(sent.collect()))
}

//! What this registry has beside documents that are looked at here: its own lists. Nothing is fetched.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use registry_core::credential::json::Json;
use registry_core::credential::status::Purpose;
use registry_core::verify::{Fact, Facts};

use super::list_issuers::list_issuers;
use super::read_status::read_status;
use super::{add_status, issuers_in, verification_facts};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::store::ListKey;

/// The most status lists that are read for one page.
const LISTS_MAX: usize = 64;

/// The list of issuers, and the status lists of this registry that the documents name. What cannot be read is not there, and
/// why is in the log.
pub async fn own_facts(state: &AppState, snapshot: &Snapshot, documents: &[&Json], now: DateTime<Utc>) -> Facts {
    let issuers = match list_issuers(state, now).await {
        Ok(list) => issuers_in(&list.document, None),
        Err(error) => {
            tracing::warn!(%error, "the list of issuers cannot be read");
            Fact::Unavailable("this registry has none".to_owned())
        }
    };
    let mut status = BTreeMap::new();
    let named: BTreeSet<&str> = documents.iter().flat_map(|document| named(document)).collect();
    for address in named.into_iter().take(LISTS_MAX) {
        let Some(key) = own_list(state, address) else { continue };
        match read_status(state, &key, now).await {
            // A list of ours says which it is.
            Ok(Some(list)) => drop(add_status(&mut status, &list.document)),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "a status list cannot be read"),
        }
    }
    verification_facts(issuers, status, snapshot)
}

/// The status lists that a document names.
fn named(document: &Json) -> impl Iterator<Item = &str> {
    document.each_of("credentialStatus").iter().filter_map(|entry| entry.text_of("statusListCredential"))
}

/// Which of our lists has that address: `ADDRESS/status/PROVIDER/PURPOSE/NUMBER`.
fn own_list(state: &AppState, address: &str) -> Option<ListKey> {
    let rest = address.strip_prefix(&state.address()?.to_string())?.strip_prefix("/status/")?;
    let mut parts = rest.split('/');
    let (provider, purpose, number) = (parts.next()?, parts.next()?, parts.next()?);
    let key =
        ListKey { provider: provider.parse().ok()?, purpose: Purpose::named(purpose)?, number: number.parse().ok()? };
    parts.next().is_none().then_some(key)
}

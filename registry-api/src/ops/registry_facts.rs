//! What the registry itself knows when it verifies: its catalogue, its list of issuers, the status lists it keeps.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use registry_core::credential::baking::document_in;
use registry_core::credential::json::Json;
use registry_core::credential::status::Purpose;
use registry_core::verify::{Fact, Facts};

use super::list_issuers::{list_issuers, registry_key};
use super::read_status::{list_address, read_status};
use super::verify_credential::{add_status, facts, issuers_in};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::store::ListKey;

/// How many of the registry's status lists one set of credentials may name. What names more *could not be checked*.
const LISTS_MAX: usize = 100;

/// What a verification by the registry relies on: its list of issuers, its catalogue, and of its own status lists those
/// that the documents name. Nothing is fetched, and nothing of what is asked is noted. What cannot be read is not there,
/// and why is in the log.
pub async fn registry_facts(state: &AppState, snapshot: &Snapshot, documents: &[&Json], now: DateTime<Utc>) -> Facts {
    let issuers = match list_issuers(state, now).await {
        Ok(list) => issuers_in(&list.document, Some(&registry_key(state))),
        Err(error) => {
            tracing::warn!(%error, "the list of issuers cannot be read");
            Fact::Unavailable("this registry cannot read its own just now; try again later".to_owned())
        }
    };
    let mut status = BTreeMap::new();
    for (address, list) in named(state, documents).into_iter().take(LISTS_MAX) {
        match read_status(state, &list, now).await {
            Ok(Some(signed)) => {
                if let Err(problem) = add_status(&mut status, &signed.document) {
                    status.insert(address.to_owned(), vec![Fact::Unavailable(problem)]);
                }
            }
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%error, "a status list cannot be read");
                let said = "this registry cannot read its own just now; try again later";
                status.insert(address.to_owned(), vec![Fact::Unavailable(said.to_owned())]);
            }
        }
    }
    facts(issuers, Some(registry_key(state)), status, snapshot)
}

/// The documents in files, or in pictures; what is none is left out, and the verification says why.
pub fn documents_in(files: &[&[u8]]) -> Vec<Json> {
    files.iter().filter_map(|file| Json::read(&document_in(file).ok()?).ok()).collect()
}

/// The registry's own status lists that the documents name, by address.
fn named<'a>(state: &AppState, documents: &[&'a Json]) -> BTreeMap<&'a str, ListKey> {
    let entries = documents.iter().flat_map(|document| document.each_of("credentialStatus"));
    let addresses = entries.filter_map(|entry| entry.text_of("statusListCredential"));
    let ours = |address: &str| list_at(address).filter(|list| list_address(state, list).as_deref() == Some(address));
    addresses.filter_map(|address| ours(address).map(|list| (address, list))).collect()
}

/// The list that an address ending in `/status/PROVIDER/PURPOSE/NUMBER` means.
fn list_at(address: &str) -> Option<ListKey> {
    let (_, path) = address.rsplit_once("/status/")?;
    let mut parts = path.split('/');
    let (provider, purpose, number, end) = (parts.next()?, parts.next()?, parts.next()?, parts.next());
    let purpose = Purpose::ALL.into_iter().find(|one| one.name() == purpose)?;
    end.is_none().then_some(ListKey { provider: provider.parse().ok()?, number: number.parse().ok()?, purpose })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_ours_names_one_list() {
        let list = list_at("https://registry.example/status/harbour/revocation/3").expect("a list");
        assert_eq!((list.provider.as_str(), list.number, list.purpose), ("harbour", 3, Purpose::Revocation));
        for other in [
            "https://registry.example/status/harbour/revocation",
            "https://registry.example/status/harbour/revocation/3/4",
            "https://registry.example/status/harbour/removal/3",
            "https://registry.example/status/ /revocation/3",
            "https://registry.example/harbour/revocation/3",
        ] {
            assert_eq!(list_at(other), None, "{other}");
        }
    }
}

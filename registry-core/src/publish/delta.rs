//! What a change comes to: entries that are put, offerings that are taken away.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::catalogue::entries::shared;
use crate::catalogue::{Catalogue, CatalogueParts, CatalogueProblem};
use crate::id::OfferingCode;

/// The difference between a catalogue and the next one.
///
/// Entries are only ever added or replaced: what somebody holds must stay resolvable for ever. Offerings alone may go, because
/// nothing refers to one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Delta {
    /// Entries to put: each replaces the entry of its key, or is new. A course stands with all of its versions.
    pub put: CatalogueParts,
    /// Offerings to take away; one that is not there is passed over.
    pub remove_offerings: Vec<OfferingCode>,
}

impl Delta {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.remove_offerings.is_empty() && self.put == CatalogueParts::default()
    }
}

/// Puts entries in place of those of the same key, and the rest after them.
fn put<T, K: Ord>(into: &mut Vec<T>, entries: &[T], key: impl Fn(&T) -> K)
where
    T: Clone,
{
    if entries.is_empty() {
        return;
    }
    let keys: std::collections::BTreeSet<K> = entries.iter().map(&key).collect();
    into.retain(|entry| !keys.contains(&key(entry)));
    into.extend_from_slice(entries);
}

impl Catalogue {
    /// The catalogue after a change, checked as a whole.
    ///
    /// # Errors
    /// Every problem of the catalogue that would result, as [`Catalogue::build`] names them.
    pub fn with(&self, delta: &Delta) -> Result<Catalogue, Vec<CatalogueProblem>> {
        let mut parts = self.entries();
        let new = &delta.put;
        put(&mut parts.rest.documents, &new.documents, |e| e.code.clone());
        put(&mut parts.rest.tags, &new.tags, |e| e.code.clone());
        put(&mut parts.rest.regions, &new.regions, |e| e.code.clone());
        put(&mut parts.rest.workforces, &new.workforces, |e| e.code.clone());
        put(&mut parts.rest.tiers, &new.tiers, |e| e.tier);
        put(&mut parts.rest.readiness_tiers, &new.readiness_tiers, |e| e.readiness_tier);
        put(&mut parts.rest.roles, &new.roles, |e| e.code.clone());
        put(&mut parts.rest.providers, &new.providers, |e| e.code.clone());
        let courses: Vec<_> = new.courses.iter().cloned().map(shared).collect();
        put(&mut parts.courses, &courses, |e| e.code.clone());
        put(&mut parts.rest.qualifications, &new.qualifications, |e| e.code.clone());
        put(&mut parts.rest.credit_schemes, &new.credit_schemes, |e| e.code.clone());
        put(&mut parts.rest.credit_rules, &new.credit_rules, |e| e.code.clone());
        put(&mut parts.rest.funding_sources, &new.funding_sources, |e| e.code.clone());
        put(&mut parts.rest.support_commitments, &new.support_commitments, |e| e.code.clone());
        let gone: std::collections::BTreeSet<_> = delta.remove_offerings.iter().collect();
        parts.offerings.retain(|offering| !gone.contains(&offering.code));
        let offerings: Vec<_> = new.offerings.iter().cloned().map(Arc::new).collect();
        put(&mut parts.offerings, &offerings, |e| e.code.clone());
        Catalogue::of(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::Region;
    use crate::source::Provenance;

    fn region(code: &str, title: &str) -> Region {
        Region { code: code.parse().expect("code"), title: title.to_owned(), provenance: Provenance::Invented }
    }

    fn regions(regions: Vec<Region>) -> CatalogueParts {
        CatalogueParts { regions, ..CatalogueParts::default() }
    }

    #[test]
    fn an_entry_replaces_the_one_of_its_key_and_leaves_the_others() {
        let catalogue = Catalogue::build(regions(vec![region("perth", "Perth"), region("hobart", "Hobart")]));
        let delta = Delta {
            put: regions(vec![region("perth", "Perth and Peel"), region("darwin", "Darwin")]),
            ..Delta::default()
        };
        let after = catalogue.expect("sound").with(&delta).expect("sound");
        let titles: Vec<_> = after.regions().map(|region| region.title.as_str()).collect();
        assert_eq!(titles, ["Darwin", "Hobart", "Perth and Peel"]);
    }

    #[test]
    fn an_entry_that_stands_twice_in_a_change_is_refused() {
        let catalogue = Catalogue::build(CatalogueParts::default()).expect("sound");
        let twice = regions(vec![region("perth", "Perth"), region("perth", "Peel")]);
        let problems = catalogue.with(&Delta { put: twice, ..Delta::default() }).expect_err("twice");
        assert!(problems[0].to_string().contains("this code stands twice"), "{problems:?}");
    }

    #[test]
    fn the_empty_change_is_empty() {
        assert!(Delta::default().is_empty());
        assert!(!Delta { remove_offerings: vec!["o-1".parse().expect("code")], ..Delta::default() }.is_empty());
    }
}

//! Mutual corequisites in a problem: items that ask for one another beside them, and so begin in one week.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::ItemKey;
use super::asked::Asked;
use super::problem::{Builder, Taken};
use super::tiers::Within;
use crate::course::VersionStatus;
use crate::graph::NodeKey;
use crate::solver::expr::Expr;

impl ItemKey {
    fn node(&self) -> NodeKey {
        match self {
            Self::Course(code, _) => NodeKey::Course(code.clone()),
            Self::Qualification(code) => NodeKey::Qualification(code.clone()),
        }
    }
}

impl Builder<'_> {
    /// Whether something stands in a circle of corequisites.
    pub(super) fn is_mutual(&self, key: &ItemKey) -> bool {
        !self.catalogue.graph().mutual(&key.node()).is_empty()
    }

    /// The number of an item that stands in a circle of corequisites, once it and those it may need beside it are in the
    /// problem; `None` when it cannot be learned. Each may count on the others, as long as they can be learned.
    pub(super) fn open_together(&mut self, first: &Taken) -> Option<usize> {
        if self.choices(&first.0, first.2).is_empty() {
            self.known.insert(first.clone(), None);
            return None;
        }
        let candidates = self.may_stand_beside(first);
        // Whatever else leads back to them meanwhile is not met by them.
        self.known.extend(candidates.iter().map(|taken| (taken.clone(), None)));
        let wanted = self.that_can_be_learned(first, candidates.clone());
        self.add_together(&wanted);
        for taken in candidates.iter().filter(|taken| *taken != first && !wanted.contains(taken)) {
            self.known.remove(taken);
        }
        self.known.get(first).copied().flatten()
    }

    /// An item and those of `open` that it may need beside it, without those that something else bars. Empty where it is
    /// barred itself.
    fn that_can_be_learned(&mut self, first: &Taken, mut open: Vec<Taken>) -> Vec<Taken> {
        let mut wanted = vec![first.clone()];
        while wanted.contains(first) {
            let base = self.items.len();
            let numbered: BTreeMap<Taken, usize> = open.iter().cloned().zip(base..).collect();
            let asked: Vec<Option<Asked>> = wanted.iter().map(|taken| self.asked(taken, &numbered)).collect();
            if self.items.len() > base {
                // What else they need is in the problem now, and has taken the numbers.
                continue;
            }
            let is_barred = |asked: &Option<Asked>| {
                asked.as_ref().is_none_or(|asked| asked.before == Expr::Never || asked.beside == Expr::Never)
            };
            let barred =
                wanted.iter().zip(&asked).filter(|(_, asked)| is_barred(asked)).map(|(taken, _)| taken.clone());
            let barred: BTreeSet<Taken> = barred.collect();
            let mut named: BTreeSet<Taken> = BTreeSet::new();
            for asked in asked.iter().flatten() {
                asked.beside.visit_items(&mut |item| {
                    named.extend(item.checked_sub(base).and_then(|place| open.get(place)).cloned());
                });
            }
            let count = wanted.len();
            wanted.retain(|taken| !barred.contains(taken));
            let more = named.into_iter().filter(|taken| !wanted.contains(taken) && !barred.contains(taken));
            wanted.extend(more.collect::<Vec<_>>());
            if barred.is_empty() && wanted.len() == count {
                return wanted;
            }
            open.retain(|taken| !barred.contains(taken));
        }
        Vec::new()
    }

    /// Adds items that may all ask for one another beside them. All else they ask for is in the problem already.
    fn add_together(&mut self, wanted: &[Taken]) {
        let base = self.items.len();
        let numbered: BTreeMap<Taken, usize> = wanted.iter().cloned().zip(base..).collect();
        for (taken, index) in wanted.iter().zip(base..) {
            let Some(asked) = self.asked(taken, &numbered) else { continue };
            let choices = self.choices(&taken.0, taken.2);
            let partners = (base..base + wanted.len()).filter(|other| *other != index).collect();
            self.add(taken, asked, choices, partners);
        }
        self.known.extend(numbered.into_iter().map(|(taken, index)| (taken, Some(index))));
    }

    /// An item and all that may stand beside it in its circle of corequisites, where they are offered and not in the problem
    /// yet.
    fn may_stand_beside(&self, first: &Taken) -> Vec<Taken> {
        let graph = self.catalogue.graph();
        let mut found = vec![first.clone()];
        let own = first.0.node();
        for member in graph.mutual(&own).into_iter().chain([&own]) {
            let keys: Vec<ItemKey> = match member {
                NodeKey::Course(code) => {
                    let versions = self.catalogue.course(code).map_or(&[][..], |course| &course.versions);
                    let taught = versions.iter().filter(|version| version.status == VersionStatus::Published);
                    taught.map(|version| ItemKey::Course(code.clone(), version.version.clone())).collect()
                }
                NodeKey::Qualification(code) => vec![ItemKey::Qualification(code.clone())],
                NodeKey::Tier(_) | NodeKey::Role(_) => Vec::new(),
            };
            for key in keys.into_iter().filter(|key| self.without.as_ref() != Some(key)) {
                for means in self.means_of(&key).iter().filter(|means| !self.choices(&key, **means).is_empty()) {
                    let contexts = self.contexts.naming(&key, &Within::new());
                    let taken = contexts.into_iter().map(|within| (key.clone(), within, *means));
                    found.extend(taken.filter(|taken| taken != first && !self.known.contains_key(taken)));
                }
            }
        }
        found
    }
}

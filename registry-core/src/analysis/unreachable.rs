//! What nobody can reach, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::health::{UnmetRequirement, Unreachable, WhyNot};
use super::reach::Reach;
use super::rules::{Door, Rule, Rules};
use crate::catalogue::Catalogue;
use crate::graph::NodeKey;
use crate::requisite::{RequisiteExpr, Strength};
use crate::source::Provenance;
use crate::words;

/// Everything that cannot be reached, the most surprising first.
pub(super) fn unreachable(catalogue: &Catalogue, rules: &Rules<'_>, reach: &Reach<'_, '_>) -> Vec<Unreachable> {
    let units = units(catalogue);
    let look = Look { catalogue, rules, reach };
    let closed = (0..rules.keys.len()).filter(|node| !reach.is_open(*node));
    let mut found: Vec<Unreachable> =
        closed.map(|node| Unreachable { key: rules.keys[node].clone(), why: look.why(node, &units) }).collect();
    found.sort_by(|a, b| a.sort().cmp(&b.sort()).then_with(|| a.key.cmp(&b.key)));
    found
}

/// Every advised requisite of something published that nothing meets.
pub(super) fn unmet_advice(catalogue: &Catalogue, rules: &Rules<'_>, reach: &Reach<'_, '_>) -> Vec<UnmetRequirement> {
    let look = Look { catalogue, rules, reach };
    let mut found = Vec::new();
    for (node, key) in rules.keys.iter().enumerate() {
        for door in rules.doors[rules.doors_of(node)].iter().filter(|door| door.is_published) {
            found.extend(look.unmet(key, door).into_iter().filter(|unmet| unmet.strength == Strength::Advised));
        }
    }
    found.sort_by(|a, b| (&a.key, &a.version).cmp(&(&b.key, &b.version)));
    found
}

/// Offered qualifications by the units that their packaging lists.
fn units(catalogue: &Catalogue) -> BTreeMap<NodeKey, BTreeSet<NodeKey>> {
    let mut units: BTreeMap<NodeKey, BTreeSet<NodeKey>> = BTreeMap::new();
    for entry in catalogue.qualifications() {
        if catalogue.offerings_of_qualification(&entry.code).next().is_none() {
            continue;
        }
        for unit in entry.packaging.iter().flat_map(|packaging| &packaging.groups).flat_map(|group| &group.units) {
            let award = NodeKey::Qualification(entry.code.clone());
            units.entry(NodeKey::Course(unit.clone())).or_default().insert(award);
        }
    }
    units
}

struct Look<'r, 'a> {
    catalogue: &'r Catalogue,
    rules: &'r Rules<'a>,
    reach: &'r Reach<'r, 'a>,
}

impl<'a> Look<'_, 'a> {
    fn why(&self, node: usize, units: &BTreeMap<NodeKey, BTreeSet<NodeKey>>) -> Vec<WhyNot> {
        let key = self.rules.keys[node];
        let doors = &self.rules.doors[self.rules.doors_of(node)];
        let published = || doors.iter().filter(|door| door.is_published);
        let mut why = Vec::new();
        for door in published() {
            let barred = self.unmet(key, door).into_iter().filter(|unmet| unmet.strength == Strength::Required);
            why.extend(barred.map(WhyNot::Unmet));
        }
        let is_offered = published().any(|door| door.is_offered);
        if let Some(by) = self.successor(key).filter(|_| !is_offered) {
            why.push(WhyNot::Replaced { by });
        } else if published().next().is_none() {
            why.push(WhyNot::NotPublished);
        } else if !is_offered {
            let unit_of = units.get(key).into_iter().flatten().cloned().collect();
            why.push(WhyNot::NotOffered { unit_of });
        }
        why
    }

    fn successor(&self, key: &NodeKey) -> Option<NodeKey> {
        match key {
            NodeKey::Course(code) => {
                let next = self.catalogue.course(code)?.superseded_by.as_ref()?;
                Some(NodeKey::Course(next.course.clone()))
            }
            NodeKey::Qualification(code) => {
                let next = self.catalogue.qualification(code)?.superseded_by.as_ref()?;
                Some(NodeKey::Qualification(next.qualification.clone()))
            }
            NodeKey::Tier(_) | NodeKey::Role(_) => None,
        }
    }

    /// The requirements of a door that nothing meets, the completion of a tier first.
    fn unmet(&self, key: &NodeKey, door: &Door<'a>) -> Vec<UnmetRequirement> {
        let mut unmet = Vec::new();
        if let (Some(rule), NodeKey::Tier(tier)) = (&door.completion, key)
            && let Some(entry) = self.catalogue.tier(tier)
        {
            let provenance = &entry.completion_provenance;
            unmet.extend(self.unmet_rule(key, door, (rule, &entry.completion), (Strength::Required, provenance)));
        }
        for ask in &door.asks {
            let who = (ask.requisite.strength(), ask.requisite.provenance());
            unmet.extend(self.unmet_rule(key, door, (&ask.rule, ask.requisite.requires()), who));
        }
        unmet
    }

    fn unmet_rule(
        &self,
        key: &NodeKey,
        door: &Door<'a>,
        (rule, expression): (&Rule<'a>, &RequisiteExpr),
        (strength, provenance): (Strength, &Provenance),
    ) -> Option<UnmetRequirement> {
        if self.reach.worlds(rule) != 0 {
            return None;
        }
        let mut missing = BTreeSet::new();
        self.missing(rule, &mut missing);
        Some(UnmetRequirement {
            key: key.clone(),
            version: door.version.cloned(),
            requirement: words::expression(self.catalogue, expression),
            strength,
            missing: missing.into_iter().collect(),
            provenance: provenance.clone(),
        })
    }

    fn missing(&self, rule: &Rule<'a>, found: &mut BTreeSet<NodeKey>) {
        match rule {
            Rule::Entry { node, .. } if self.reach.worlds(rule) == 0 => {
                found.insert(self.rules.keys[*node].clone());
            }
            Rule::Entry { .. } | Rule::Gate(_) => {}
            Rule::AtLeast(_, of) => of.iter().for_each(|part| self.missing(part, found)),
        }
    }
}

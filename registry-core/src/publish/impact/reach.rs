//! What of a catalogue a question can reach, and whether any of it changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Catalogue;
use crate::course::Offering;
use crate::course::OfferingOf;
use crate::credit::{CreditExchange, CreditRule};
use crate::graph::NodeKey;
use crate::id::{CourseCode, QualificationCode};
use crate::pathway::{Goal, Request};

/// What differs between two catalogues, as far as any answer depends on it.
pub(super) struct Changed {
    /// Courses, qualifications, tiers and roles that differ themselves, in their offerings or in what counts towards them.
    pub(super) keys: BTreeSet<NodeKey>,
    /// Whether something differs that may bear on any question: funding, or the regions there are.
    everything: bool,
}

impl Changed {
    pub(super) fn between(before: &Catalogue, after: &Catalogue) -> Self {
        let mut keys = BTreeSet::new();
        let courses = differing(before.courses(), after.courses(), |entry| entry.code.clone());
        keys.extend(courses.into_iter().map(NodeKey::Course));
        let awards = differing(before.qualifications(), after.qualifications(), |entry| entry.code.clone());
        keys.extend(awards.into_iter().map(NodeKey::Qualification));
        let tiers = differing(before.tiers(), after.tiers(), |entry| entry.tier);
        keys.extend(tiers.into_iter().map(NodeKey::Tier));
        keys.extend(
            differing(before.roles(), after.roles(), |entry| entry.code.clone()).into_iter().map(NodeKey::Role),
        );
        let offerings = differing(before.offerings(), after.offerings(), |entry| entry.code.clone());
        for code in &offerings {
            keys.extend([before, after].into_iter().filter_map(|catalogue| catalogue.offering(code)).map(taught));
        }
        let rules = differing(before.credit_rules(), after.credit_rules(), |rule| rule.code.clone());
        for code in &rules {
            let towards = |catalogue: &Catalogue| catalogue.credit_rule(code).map(|rule| rule.qualification.clone());
            keys.extend([before, after].into_iter().filter_map(towards).map(NodeKey::Qualification));
        }
        let everything = !differing(before.funding_sources(), after.funding_sources(), |e| e.code.clone()).is_empty()
            || !differing(before.regions(), after.regions(), |e| e.code.clone()).is_empty();
        Self { keys, everything }
    }
}

/// The keys of the entries that are in one list alone or differ.
fn differing<'c, T: PartialEq + 'c, K: Ord>(
    before: impl Iterator<Item = &'c T>,
    after: impl Iterator<Item = &'c T>,
    key: impl Fn(&T) -> K,
) -> Vec<K> {
    let mut old: BTreeMap<K, &T> = before.map(|entry| (key(entry), entry)).collect();
    let mut found = Vec::new();
    for entry in after {
        if old.remove(&key(entry)) != Some(entry) {
            found.push(key(entry));
        }
    }
    found.extend(old.into_keys());
    found
}

fn taught(offering: &Offering) -> NodeKey {
    of(&offering.of)
}

fn of(of: &OfferingOf) -> NodeKey {
    match of {
        OfferingOf::Course { course, .. } => NodeKey::Course(course.clone()),
        OfferingOf::Qualification(code) => NodeKey::Qualification(code.clone()),
    }
}

/// What was found of goals already, so that it is found once.
#[derive(Default)]
pub(super) struct Reached {
    of_goal: BTreeMap<String, bool>,
    links: Option<[Links; 2]>,
}

impl Reached {
    /// Whether what changed bears on a question.
    pub(super) fn bears_on(
        &mut self,
        before: &Catalogue,
        after: &Catalogue,
        changed: &Changed,
        request: &Request,
    ) -> bool {
        if changed.everything {
            return true;
        }
        let under_way = |enrolment: &crate::enrolment::Enrolment| {
            [before, after].iter().any(|catalogue| {
                enrolment.teaches(catalogue).is_some_and(|learned| changed.keys.contains(&of(&learned)))
            })
        };
        if request.record.enrolled().iter().any(under_way) {
            return true;
        }
        let links = self.links.get_or_insert_with(|| [Links::of(before), Links::of(after)]);
        let goal = request.goal.to_string();
        *self.of_goal.entry(goal).or_insert_with(|| {
            let mut sides = [before, after].into_iter().zip(links.iter());
            sides.any(|(catalogue, links)| {
                let reached = links.reached(catalogue, &request.goal);
                changed.keys.iter().any(|key| reached.contains(key))
            })
        })
    }
}

/// What leads from one entry to another beside requisites: successors, in both directions, and what an award is made of.
struct Links {
    to: BTreeMap<NodeKey, BTreeSet<NodeKey>>,
}

impl Links {
    fn of(catalogue: &Catalogue) -> Self {
        let mut links = Self { to: BTreeMap::new() };
        for course in catalogue.courses() {
            if let Some(next) = &course.superseded_by {
                links.both(NodeKey::Course(course.code.clone()), NodeKey::Course(next.course.clone()));
            }
        }
        for award in catalogue.qualifications() {
            let key = NodeKey::Qualification(award.code.clone());
            if let Some(next) = &award.superseded_by {
                links.both(key.clone(), NodeKey::Qualification(next.qualification.clone()));
            }
            let courses = made_of(catalogue, &award.code);
            links.to.entry(key).or_default().extend(courses);
        }
        links
    }

    fn both(&mut self, a: NodeKey, b: NodeKey) {
        self.to.entry(a.clone()).or_default().insert(b.clone());
        self.to.entry(b).or_default().insert(a);
    }

    /// Everything that an answer about the goal may depend on.
    fn reached(&self, catalogue: &Catalogue, goal: &Goal) -> BTreeSet<NodeKey> {
        let mut found = BTreeSet::new();
        let mut open = vec![match goal {
            Goal::Role(code) => NodeKey::Role(code.clone()),
            Goal::Tier(tier) => NodeKey::Tier(*tier),
            Goal::Course(code) => NodeKey::Course(code.clone()),
            Goal::Qualification(code) | Goal::Credit { towards: code, .. } => NodeKey::Qualification(code.clone()),
        }];
        while let Some(key) = open.pop() {
            if !found.insert(key.clone()) {
                continue;
            }
            open.extend(catalogue.graph().comes_before(&key).into_iter().cloned());
            open.extend(self.to.get(&key).into_iter().flatten().cloned());
        }
        found
    }
}

/// The courses and qualifications that count towards an award: what it lists, and what its credit rules exchange.
pub(super) fn made_of(catalogue: &Catalogue, award: &QualificationCode) -> BTreeSet<NodeKey> {
    let mut found = BTreeSet::new();
    let course = |code: &CourseCode| NodeKey::Course(code.clone());
    if let Some(entry) = catalogue.qualification(award) {
        let units = entry.packaging.iter().flat_map(|packaging| &packaging.groups).flat_map(|group| &group.units);
        found.extend(units.map(course));
        found.extend(entry.points_packaging.iter().flat_map(|packaging| packaging.subjects()).map(course));
    }
    for rule in catalogue.credit_rules().filter(|rule| rule.qualification == *award) {
        found.extend(exchanged(rule));
    }
    found
}

fn exchanged(rule: &CreditRule) -> Vec<NodeKey> {
    match &rule.exchange {
        CreditExchange::Series { of, .. } => of.iter().map(|code| NodeKey::Course(code.clone())).collect(),
        CreditExchange::Block { from, .. } => vec![NodeKey::Qualification(from.clone())],
        CreditExchange::Unit { from, unit } => {
            vec![NodeKey::Course(from.clone()), NodeKey::Course(unit.clone())]
        }
    }
}

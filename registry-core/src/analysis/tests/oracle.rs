//! The same questions, answered slowly and straight from the words of the catalogue.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Catalogue;
use crate::course::{OfferingOf, VersionStatus};
use crate::graph::NodeKey;
use crate::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind};

/// How many of some parts must hold.
fn least_of(expression: &RequisiteExpr) -> usize {
    match expression {
        RequisiteExpr::All(of) => of.as_slice().len(),
        RequisiteExpr::AtLeast(of) => of.least() as usize,
        _ => 1,
    }
}

/// What is asked about reach: of which catalogue, without which entry, and what is being begun meanwhile. Of mutual
/// corequisites each may count on the others that are begun with it.
struct Study<'a> {
    catalogue: &'a Catalogue,
    without: Option<&'a NodeKey>,
    beginning: Vec<(NodeKey, usize)>,
}

impl Study<'_> {
    /// Whether an expression can be met by study. Every gate is passed.
    fn met(&mut self, expression: &RequisiteExpr) -> bool {
        match expression {
            RequisiteExpr::Gate(_) => true,
            RequisiteExpr::Tier(tier) => self.met(&self.catalogue.tier(tier).expect("tier").completion),
            RequisiteExpr::Qualification(code) => self.reached(&NodeKey::Qualification(code.clone())),
            RequisiteExpr::Course(wanted) => {
                let versions = &self.catalogue.course(&wanted.course).expect("course").versions;
                let key = NodeKey::Course(wanted.course.clone());
                let fits = |place: &usize| wanted.range.matches(&versions[*place].version);
                self.without != Some(&key) && (0..versions.len()).filter(fits).any(|place| self.begun(&key, place))
            }
            joined => joined.operands().iter().filter(|part| self.met(part)).count() >= least_of(joined),
        }
    }

    fn all_met(&mut self, requisites: &[Requisite]) -> bool {
        requisites.iter().filter(|r| r.is_required()).all(|r| self.met(r.requires()))
    }

    /// Whether a version of a course, or an award, can be begun.
    fn begun(&mut self, key: &NodeKey, place: usize) -> bool {
        if self.beginning.contains(&(key.clone(), place)) {
            return true;
        }
        let catalogue = self.catalogue;
        let (teaches, is_published) = match key {
            NodeKey::Course(code) => {
                let version = &catalogue.course(code).expect("course").versions[place];
                let of = OfferingOf::Course { course: code.clone(), version: version.version.clone() };
                (of, version.status == VersionStatus::Published)
            }
            NodeKey::Qualification(code) => (OfferingOf::Qualification(code.clone()), true),
            NodeKey::Tier(_) | NodeKey::Role(_) => return false,
        };
        self.beginning.push((key.clone(), place));
        let begun = is_published
            && catalogue.offerings().any(|offering| offering.of == teaches)
            && self.all_met(requisites_of(catalogue, key, place));
        self.beginning.pop();
        begun
    }

    fn reached(&mut self, key: &NodeKey) -> bool {
        match key {
            _ if self.without == Some(key) => false,
            NodeKey::Course(code) => {
                let count = self.catalogue.course(code).expect("course").versions.len();
                (0..count).any(|place| self.begun(key, place))
            }
            NodeKey::Qualification(_) => self.begun(key, 0),
            NodeKey::Tier(tier) => {
                let entry = self.catalogue.tier(tier).expect("tier");
                self.all_met(&entry.entry) && self.met(&entry.completion)
            }
            NodeKey::Role(code) => self.all_met(&self.catalogue.role(code).expect("role").preparation),
        }
    }
}

/// Whether something can be reached by study when nobody teaches `without`.
pub(super) fn reached(catalogue: &Catalogue, key: &NodeKey, without: Option<&NodeKey>) -> bool {
    Study { catalogue, without, beginning: Vec::new() }.reached(key)
}

/// The arrows between things that do not lead back to one another, those that do standing for one thing: the first of
/// them.
pub(super) fn without_circles(catalogue: &Catalogue) -> (Vec<(NodeKey, NodeKey)>, impl Fn(&NodeKey) -> NodeKey) {
    let pairs = after(catalogue);
    let first = move |key: &NodeKey| {
        let back = |(from, to): &&(NodeKey, NodeKey)| from == key && pairs.contains(&(to.clone(), from.clone()));
        pairs.iter().filter(back).map(|(_, to)| to.clone()).min().unwrap_or_else(|| key.clone())
    };
    let edges = catalogue.graph().edges().into_iter().map(|edge| (first(&edge.from), first(&edge.to)));
    (edges.filter(|(from, to)| from != to).collect(), first)
}

/// Everything after a node, by closing the arrows under "leads to" until nothing is new.
pub(super) fn after(catalogue: &Catalogue) -> BTreeSet<(NodeKey, NodeKey)> {
    let mut pairs: BTreeSet<_> = catalogue.graph().edges().into_iter().map(|edge| (edge.from, edge.to)).collect();
    loop {
        let mut more = pairs.clone();
        for (a, b) in &pairs {
            more.extend(pairs.iter().filter(|(from, _)| from == b).map(|(_, c)| (a.clone(), c.clone())));
        }
        if more.len() == pairs.len() {
            return pairs;
        }
        pairs = more;
    }
}

/// Every chain from `key` on, one by one, forwards or backwards: the most courses and qualifications on one.
pub(super) fn longest(edges: &[(NodeKey, NodeKey)], key: &NodeKey) -> usize {
    let own = usize::from(matches!(key, NodeKey::Course(_) | NodeKey::Qualification(_)));
    let next = edges.iter().filter(|(from, _)| from == key).map(|(_, to)| longest(edges, to));
    own + next.max().unwrap_or(0)
}

/// What one person has begun (1) or finished (2), by key and place of the version, and what they have passed.
struct World {
    state: BTreeMap<(NodeKey, usize), u8>,
    /// Twice the months, and one more when over them.
    experience: u32,
    employed: bool,
}

fn requisites_of<'a>(catalogue: &'a Catalogue, key: &NodeKey, place: usize) -> &'a [Requisite] {
    match key {
        NodeKey::Course(code) => &catalogue.course(code).expect("course").versions[place].requisites,
        NodeKey::Qualification(code) => &catalogue.qualification(code).expect("award").entry,
        NodeKey::Tier(tier) => &catalogue.tier(tier).expect("tier").entry,
        NodeKey::Role(code) => &catalogue.role(code).expect("role").preparation,
    }
}

impl World {
    fn holds(&self, catalogue: &Catalogue, expression: &RequisiteExpr, least: u8, today: bool) -> bool {
        let state = |key: NodeKey, place: usize| self.state[&(key, place)] >= least;
        match expression {
            RequisiteExpr::Gate(Gate::ExperienceAtLeast { months }) => self.experience >= u32::from(*months) * 2,
            RequisiteExpr::Gate(Gate::ExperienceOver { months }) => self.experience > u32::from(*months) * 2,
            RequisiteExpr::Gate(_) => !today || self.employed,
            RequisiteExpr::Tier(tier) => {
                self.holds(catalogue, &catalogue.tier(tier).expect("tier").completion, least, today)
            }
            RequisiteExpr::Qualification(code) => state(NodeKey::Qualification(code.clone()), 0),
            RequisiteExpr::Course(wanted) => {
                catalogue.courses().filter(|held| catalogue.course_counts_as(&held.code, &wanted.course)).any(|held| {
                    held.versions.iter().enumerate().any(|(place, version)| {
                        (held.code != wanted.course || wanted.range.matches(&version.version))
                            && state(NodeKey::Course(held.code.clone()), place)
                    })
                })
            }
            joined => {
                let parts = joined.operands().iter().filter(|part| self.holds(catalogue, part, least, today));
                parts.count() >= least_of(joined)
            }
        }
    }

    fn meets(&self, catalogue: &Catalogue, requisite: &Requisite, today: bool) -> bool {
        let least = if requisite.kind() == RequisiteKind::Prerequisite { 2 } else { 1 };
        self.holds(catalogue, requisite.requires(), least, today)
    }

    fn can_be(&self, catalogue: &Catalogue) -> bool {
        self.state.iter().filter(|(_, state)| **state > 0).all(|((key, place), _)| {
            let requisites = requisites_of(catalogue, key, *place);
            requisites.iter().filter(|r| r.is_required()).all(|r| self.meets(catalogue, r, false))
        })
    }
}

/// Everybody there can be, one by one.
pub(super) struct Everybody<'a> {
    catalogue: &'a Catalogue,
    worlds: Vec<World>,
}

impl<'a> Everybody<'a> {
    pub(super) fn of(catalogue: &'a Catalogue) -> Self {
        let mut places = Vec::new();
        for course in catalogue.courses() {
            let key = NodeKey::Course(course.code.clone());
            places.extend((0..course.versions.len()).map(|place| (key.clone(), place)));
        }
        places.extend(catalogue.qualifications().map(|entry| (NodeKey::Qualification(entry.code.clone()), 0)));
        let mut worlds = Vec::new();
        for number in 0..3usize.pow(u32::try_from(places.len()).expect("few")) {
            let digit =
                |at: usize| u8::try_from(number / 3usize.pow(u32::try_from(at).expect("few")) % 3).expect("digit");
            let state: BTreeMap<_, _> = places.iter().cloned().enumerate().map(|(at, key)| (key, digit(at))).collect();
            for experience in [0, 2, 3, 4] {
                for employed in [false, true] {
                    let world = World { state: state.clone(), experience, employed };
                    if world.can_be(catalogue) {
                        worlds.push(world);
                    }
                }
            }
        }
        Self { catalogue, worlds }
    }

    /// Whether everybody who meets the others meets this one.
    pub(super) fn implied(&self, requisite: &Requisite, others: &[&Requisite]) -> bool {
        let meets = |world: &World, of: &Requisite| world.meets(self.catalogue, of, true);
        self.worlds
            .iter()
            .filter(|world| others.iter().all(|other| meets(world, other)))
            .all(|world| meets(world, requisite))
    }

    /// The places of redundant requisites of a list, the last taken away first.
    pub(super) fn redundant(&self, requisites: &[Requisite]) -> Vec<usize> {
        let mut kept: Vec<usize> = (0..requisites.len()).collect();
        for place in (0..requisites.len()).rev() {
            let others = kept.iter().filter(|at| **at != place && requisites[**at].is_required());
            let others: Vec<&Requisite> = others.map(|at| &requisites[*at]).collect();
            if !others.is_empty() && self.implied(&requisites[place], &others) {
                kept.retain(|at| *at != place);
            }
        }
        (0..requisites.len()).filter(|place| !kept.contains(place)).collect()
    }
}

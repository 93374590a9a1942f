//! The same questions, answered slowly and straight from the words of the catalogue.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Catalogue;
use crate::course::{CourseVersion, OfferingOf, VersionStatus};
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

/// Whether an expression can be met by study when nobody teaches `without`. Every gate is passed.
fn met(catalogue: &Catalogue, expression: &RequisiteExpr, without: Option<&NodeKey>) -> bool {
    match expression {
        RequisiteExpr::Gate(_) => true,
        RequisiteExpr::Tier(tier) => met(catalogue, &catalogue.tier(tier).expect("tier").completion, without),
        RequisiteExpr::Qualification(code) => reached(catalogue, &NodeKey::Qualification(code.clone()), without),
        RequisiteExpr::Course(wanted) => {
            let course = catalogue.course(&wanted.course).expect("course");
            let key = NodeKey::Course(wanted.course.clone());
            without != Some(&key)
                && course
                    .versions
                    .iter()
                    .any(|version| wanted.range.matches(&version.version) && studied(catalogue, &key, version, without))
        }
        joined => joined.operands().iter().filter(|part| met(catalogue, part, without)).count() >= least_of(joined),
    }
}

fn all_met(catalogue: &Catalogue, requisites: &[Requisite], without: Option<&NodeKey>) -> bool {
    requisites.iter().filter(|r| r.is_required()).all(|r| met(catalogue, r.requires(), without))
}

fn studied(catalogue: &Catalogue, key: &NodeKey, version: &CourseVersion, without: Option<&NodeKey>) -> bool {
    let NodeKey::Course(code) = key else { return false };
    let teaches = OfferingOf::Course { course: code.clone(), version: version.version.clone() };
    version.status == VersionStatus::Published
        && catalogue.offerings().any(|offering| offering.of == teaches)
        && all_met(catalogue, &version.requisites, without)
}

/// Whether something can be reached by study when nobody teaches `without`.
pub(super) fn reached(catalogue: &Catalogue, key: &NodeKey, without: Option<&NodeKey>) -> bool {
    if without == Some(key) {
        return false;
    }
    match key {
        NodeKey::Course(code) => {
            let versions = &catalogue.course(code).expect("course").versions;
            versions.iter().any(|version| studied(catalogue, key, version, without))
        }
        NodeKey::Qualification(code) => {
            let teaches = OfferingOf::Qualification(code.clone());
            catalogue.offerings().any(|offering| offering.of == teaches)
                && all_met(catalogue, &catalogue.qualification(code).expect("award").entry, without)
        }
        NodeKey::Tier(tier) => {
            let entry = catalogue.tier(tier).expect("tier");
            all_met(catalogue, &entry.entry, without) && met(catalogue, &entry.completion, without)
        }
        NodeKey::Role(code) => all_met(catalogue, &catalogue.role(code).expect("role").preparation, without),
    }
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

//! A catalogue as numbered entries and rules over them, so that one question can be put to 64 worlds at once.
//!
//! Entries stand in an order in which each comes after all it may need, mutual corequisites side by side. A rule is evaluated to 64 bits, one for each
//! world: *all*, *any* and *at least* are then a few machine instructions.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use crate::catalogue::Catalogue;
use crate::course::{OfferingOf, VersionStatus};
use crate::graph::NodeKey;
use crate::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind};

/// One bit for each world.
pub(super) type Worlds = u64;

/// Every world.
pub(super) const EVERY_WORLD: Worlds = !0;

/// An expression over numbered entries.
#[derive(Debug)]
pub(super) enum Rule<'a> {
    /// One of some versions of an entry.
    Entry {
        /// The entry.
        node: usize,
        /// The doors that will do, as numbers of [`Rules::doors`].
        doors: Vec<usize>,
    },
    /// Something that is not learning.
    Gate(&'a Gate),
    /// At least so many of these.
    AtLeast(usize, Vec<Rule<'a>>),
}

impl<'a> Rule<'a> {
    /// The worlds in which the rule holds, from those of its leaves.
    pub(super) fn worlds(
        &self,
        entry: &impl Fn(usize, &[usize]) -> Worlds,
        gate: &impl Fn(&'a Gate) -> Worlds,
    ) -> Worlds {
        match self {
            Self::Entry { node, doors } => entry(*node, doors),
            Self::Gate(of) => gate(of),
            Self::AtLeast(least, of) if *least == of.len() => {
                of.iter().fold(EVERY_WORLD, |worlds, rule| worlds & rule.worlds(entry, gate))
            }
            Self::AtLeast(least, of) => {
                // Place n holds the worlds in which n of the parts looked at so far hold.
                let mut held = vec![0; least + 1];
                held[0] = EVERY_WORLD;
                for rule in of {
                    let worlds = rule.worlds(entry, gate);
                    for place in (1..=*least).rev() {
                        held[place] |= held[place - 1] & worlds;
                    }
                }
                held[*least]
            }
        }
    }

    /// Whether it holds only where every one of two parts or more does.
    pub(super) fn is_joined(&self) -> bool {
        matches!(self, Self::AtLeast(least, of) if *least == of.len() && of.len() > 1)
    }

    /// Calls `visit` with the number of every entry that is named.
    pub(super) fn visit_entries(&self, visit: &mut impl FnMut(usize)) {
        match self {
            Self::Entry { node, .. } => visit(*node),
            Self::Gate(_) => {}
            Self::AtLeast(_, of) => of.iter().for_each(|rule| rule.visit_entries(visit)),
        }
    }
}

/// A requisite and its rule.
#[derive(Debug)]
pub(super) struct Ask<'a> {
    /// The requisite as it is written.
    pub(super) requisite: &'a Requisite,
    /// What it asks for.
    pub(super) rule: Rule<'a>,
}

impl Ask<'_> {
    /// Whether it must be finished before.
    pub(super) fn is_before(&self) -> bool {
        self.requisite.kind() == RequisiteKind::Prerequisite
    }
}

/// A requisite of a door, or a part of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'r, 'a> {
    /// The requisite.
    pub(super) ask: &'r Ask<'a>,
    /// Its place among those of the door.
    pub(super) place: usize,
    /// The rule of the piece.
    pub(super) rule: &'r Rule<'a>,
    /// The piece as it is written.
    pub(super) says: &'a RequisiteExpr,
}

impl<'r, 'a> Piece<'r, 'a> {
    /// Whether it is less than the requisite.
    pub(super) fn is_part(&self) -> bool {
        let whole = &self.ask.rule;
        !std::ptr::eq(self.rule, whole)
    }

    /// Whether it is the very same piece.
    pub(super) fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self.rule, other.rule)
    }

    fn parts(self) -> impl Iterator<Item = Self> {
        let of = match self.rule {
            Rule::AtLeast(_, of) => of.as_slice(),
            Rule::Entry { .. } | Rule::Gate(_) => &[],
        };
        of.iter().zip(self.says.operands()).map(move |(rule, says)| Self { rule, says, ..self })
    }

    /// The pieces that must all hold for it to hold; itself, where it is no *all*.
    pub(super) fn taken_apart(&self) -> Vec<Self> {
        if self.rule.is_joined() { self.parts().flat_map(|part| part.taken_apart()).collect() } else { vec![*self] }
    }

    /// What within it must hold together, as one way among others; of what does not bar, itself too.
    pub(super) fn groups(&self) -> Vec<Self> {
        let own = self.rule.is_joined() && (self.is_part() || !self.ask.requisite.is_required());
        let mut groups = if own { vec![*self] } else { Vec::new() };
        for piece in self.taken_apart().into_iter().filter(|piece| !piece.rule.is_joined()) {
            groups.extend(piece.parts().flat_map(|part| part.groups()));
        }
        groups
    }
}

/// One way into an entry: a version of a course; the one way into anything else.
#[derive(Debug)]
pub(super) struct Door<'a> {
    /// Which version, of a course.
    pub(super) version: Option<&'a Version>,
    /// Every requisite of it.
    pub(super) asks: Vec<Ask<'a>>,
    /// What completes it, of a tier.
    pub(super) completion: Option<Rule<'a>>,
    /// Whether it is published. Only what is published is planned; what people hold of the others stays theirs.
    pub(super) is_published: bool,
    /// Whether an offering teaches it. Tiers and roles are not taught, and count as open.
    pub(super) is_offered: bool,
}

impl<'a> Door<'a> {
    /// Every rule that bars it.
    pub(super) fn bars(&self) -> impl Iterator<Item = &Rule<'a>> {
        self.completion.iter().chain(self.required().map(|ask| &ask.rule))
    }

    /// Its requisites, each as one piece.
    pub(super) fn wholes(&self) -> impl Iterator<Item = Piece<'_, 'a>> {
        let piece = |(place, ask)| Piece { ask, place, rule: &ask.rule, says: ask.requisite.requires() };
        self.asks.iter().enumerate().map(piece)
    }

    /// The requisites that bar it.
    pub(super) fn required(&self) -> impl Iterator<Item = &Ask<'a>> {
        self.asks.iter().filter(|ask| ask.requisite.is_required())
    }
}

/// The numbered entries of a catalogue.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    /// Each after all it may need, but for mutual corequisites.
    pub(super) keys: Vec<&'a NodeKey>,
    /// Every door, those of an entry side by side.
    pub(super) doors: Vec<Door<'a>>,
    /// The first door of each entry, and one more number for the end.
    first_door: Vec<usize>,
    /// The entries that name each entry in a rule that bars them, each once.
    pub(super) named_by: Vec<Vec<usize>>,
    /// Of each entry the first of those that it is a mutual corequisite of, or itself.
    first_of: Vec<usize>,
}

impl<'a> Rules<'a> {
    /// Numbers the entries of a catalogue and reads their rules.
    pub(super) fn of(catalogue: &'a Catalogue) -> Self {
        // A checked catalogue has no circles but those of corequisites, so there always is an order.
        let keys = catalogue.graph().order().unwrap_or_default();
        let number: BTreeMap<&NodeKey, usize> = keys.iter().enumerate().map(|(at, key)| (*key, at)).collect();
        let mut first_door = Vec::with_capacity(keys.len() + 1);
        let mut count = 0;
        for key in &keys {
            first_door.push(count);
            count += match key {
                NodeKey::Course(code) => catalogue.course(code).map_or(0, |course| course.versions.len()),
                _ => 1,
            };
        }
        first_door.push(count);
        let read = Reading { catalogue, number, first_door: &first_door };
        let doors: Vec<Door<'a>> = keys.iter().flat_map(|key| read.doors(key)).collect();
        let mut named_by = vec![Vec::new(); keys.len()];
        for node in 0..keys.len() {
            let mut named = BTreeSet::new();
            for rule in doors[first_door[node]..first_door[node + 1]].iter().flat_map(Door::bars) {
                rule.visit_entries(&mut |earlier| {
                    named.insert(earlier);
                });
            }
            for earlier in named {
                named_by[earlier].push(node);
            }
        }
        let first = |(node, key): (usize, &&NodeKey)| {
            let others = catalogue.graph().mutual(key).into_iter().filter_map(|other| read.number.get(other));
            others.copied().fold(node, usize::min)
        };
        let first_of = keys.iter().enumerate().map(first).collect();
        Self { keys, doors, first_door, named_by, first_of }
    }

    /// Some entries in order, cut into what can be looked at one after another: single entries, and mutual corequisites.
    pub(super) fn one_by_one<'n>(&self, nodes: &'n [usize]) -> impl Iterator<Item = &'n [usize]> {
        nodes.chunk_by(|one, next| self.first_of[*one] == self.first_of[*next])
    }

    /// The numbers of an entry's doors.
    pub(super) fn doors_of(&self, node: usize) -> std::ops::Range<usize> {
        self.first_door[node]..self.first_door[node + 1]
    }

    /// Some entries and everything they may need, in order.
    pub(super) fn with_all_before(&self, nodes: impl IntoIterator<Item = usize>) -> Vec<usize> {
        self.spread(nodes, |node, visit| {
            for rule in self.doors[self.doors_of(node)].iter().flat_map(Door::bars) {
                rule.visit_entries(&mut |earlier| visit(earlier));
            }
        })
    }

    /// Some entries and everything that may need them, in order.
    pub(super) fn with_all_after(&self, nodes: impl IntoIterator<Item = usize>) -> Vec<usize> {
        self.spread(nodes, |node, visit| self.named_by[node].iter().for_each(|later| visit(*later)))
    }

    fn spread(
        &self,
        nodes: impl IntoIterator<Item = usize>,
        next: impl Fn(usize, &mut dyn FnMut(usize)),
    ) -> Vec<usize> {
        let mut found: BTreeSet<usize> = nodes.into_iter().collect();
        let mut open: Vec<usize> = found.iter().copied().collect();
        while let Some(node) = open.pop() {
            next(node, &mut |other| {
                if found.insert(other) {
                    open.push(other);
                }
            });
        }
        found.into_iter().collect()
    }
}

struct Reading<'a, 'b> {
    catalogue: &'a Catalogue,
    number: BTreeMap<&'a NodeKey, usize>,
    first_door: &'b [usize],
}

impl<'a> Reading<'a, '_> {
    fn doors(&self, key: &NodeKey) -> Vec<Door<'a>> {
        let one = |requisites: &'a [Requisite], completion, is_offered| {
            vec![Door { version: None, asks: self.asks(requisites), completion, is_published: true, is_offered }]
        };
        match key {
            NodeKey::Course(code) => {
                let taught: BTreeSet<&Version> = self
                    .catalogue
                    .offerings_of_course(code)
                    .filter_map(|offering| match &offering.of {
                        OfferingOf::Course { version, .. } => Some(version),
                        OfferingOf::Qualification(_) => None,
                    })
                    .collect();
                let versions = self.catalogue.course(code).map_or(&[][..], |course| &course.versions);
                let door = |version: &'a crate::course::CourseVersion| Door {
                    version: Some(&version.version),
                    asks: self.asks(&version.requisites),
                    completion: None,
                    is_published: version.status == VersionStatus::Published,
                    is_offered: taught.contains(&version.version),
                };
                versions.iter().map(door).collect()
            }
            NodeKey::Qualification(code) => {
                let is_offered = self.catalogue.offerings_of_qualification(code).next().is_some();
                one(self.catalogue.qualification(code).map_or(&[][..], |entry| &entry.entry), None, is_offered)
            }
            NodeKey::Tier(tier) => match self.catalogue.tier(tier) {
                Some(entry) => one(&entry.entry, Some(self.rule(&entry.completion)), true),
                None => one(&[], None, true),
            },
            NodeKey::Role(code) => one(self.catalogue.role(code).map_or(&[][..], |role| &role.preparation), None, true),
        }
    }

    fn asks(&self, requisites: &'a [Requisite]) -> Vec<Ask<'a>> {
        requisites.iter().map(|requisite| Ask { requisite, rule: self.rule(requisite.requires()) }).collect()
    }

    fn rule(&self, expression: &'a RequisiteExpr) -> Rule<'a> {
        let of = || expression.operands().iter().map(|part| self.rule(part)).collect::<Vec<_>>();
        match expression {
            RequisiteExpr::All(parts) => Rule::AtLeast(parts.as_slice().len(), of()),
            RequisiteExpr::Any(_) => Rule::AtLeast(1, of()),
            RequisiteExpr::AtLeast(parts) => Rule::AtLeast(parts.least() as usize, of()),
            RequisiteExpr::Gate(gate) => Rule::Gate(gate),
            RequisiteExpr::Course(wanted) => {
                let versions = self.catalogue.course(&wanted.course).map_or(&[][..], |course| &course.versions);
                self.entry(&NodeKey::Course(wanted.course.clone()), |place| {
                    versions.get(place).is_some_and(|version| wanted.range.matches(&version.version))
                })
            }
            RequisiteExpr::Qualification(code) => self.entry(&NodeKey::Qualification(code.clone()), |_| true),
            RequisiteExpr::Tier(tier) => self.entry(&NodeKey::Tier(*tier), |_| true),
        }
    }

    fn entry(&self, key: &NodeKey, fits: impl Fn(usize) -> bool) -> Rule<'a> {
        // Every reference of a checked catalogue resolves; one that did not could never hold.
        let Some(&node) = self.number.get(key) else { return Rule::AtLeast(1, Vec::new()) };
        let doors = self.first_door[node]..self.first_door[node + 1];
        Rule::Entry { node, doors: doors.clone().filter(|door| fits(door - doors.start)).collect() }
    }
}

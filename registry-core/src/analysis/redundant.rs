//! Requisites that others of the same entry already imply, and parts of one that its other parts imply.
//!
//! A requisite is implied when nobody can meet the others and not it. To see whether somebody can, it is left unmet in
//! each way there is, one world for each way, and everything else is held as far as its own requisites allow: if the
//! others still hold in some world, that world is such a person. This is exact, with two cautions. A course that an
//! equivalent has replaced may be held through the old one, of which nothing further is supposed. And of the gates
//! only experience lasts: that a course asked for supervision says nothing of supervision today.

use std::collections::{BTreeMap, BTreeSet};

use super::health::{Implying, PlacedRequisite, RedundantRequisite};
use super::rules::{Door, EVERY_WORLD, Piece, Rule, Rules, Worlds};
use crate::catalogue::Catalogue;
use crate::course::Equivalence;
use crate::graph::NodeKey;
use crate::requisite::{Gate, Requisite, RequisiteParts};
use crate::words;

/// The most ways to leave a requisite unmet that are looked at.
const WAYS_MAX: usize = 64;

/// The most entries looked at to find what is implied, each look standing for up to 64 ways; a few seconds.
pub(super) const IMPLIED_LOOKS_MAX: usize = 20_000_000;

/// What was found, and what could not be looked at.
pub(super) struct Found {
    /// The redundant requisites, in order of their place.
    pub(super) redundant: Vec<RedundantRequisite>,
    /// How many requisites were not settled.
    pub(super) unsettled: usize,
}

/// Looks at every entry whose requisites have two parts or more. Of equals the later one is redundant. Past `looks_max`
/// looks the rest is only counted.
pub(super) fn redundant(catalogue: &Catalogue, rules: &Rules<'_>, looks_max: usize) -> Found {
    let mut held = Held::new(catalogue, rules);
    let mut found = Found { redundant: Vec::new(), unsettled: 0 };
    for (node, key) in rules.keys.iter().enumerate() {
        for door in &rules.doors[rules.doors_of(node)] {
            if door.asks.len() < 2 && !door.wholes().any(|whole| whole.rule.is_joined() || !whole.groups().is_empty()) {
                continue;
            }
            if held.looks > looks_max {
                found.unsettled += door.asks.len();
                continue;
            }
            let mut unsettled = BTreeSet::new();
            let of = held.implied(door, &mut unsettled);
            found.unsettled += unsettled.len();
            found.redundant.extend(of.iter().map(|(piece, by)| described(catalogue, key, door, piece, by)));
        }
    }
    found.redundant.sort_by(|a, b| (&a.of.key, &a.of.version).cmp(&(&b.of.key, &b.of.version)));
    found
}

fn described(
    catalogue: &Catalogue,
    key: &NodeKey,
    door: &Door<'_>,
    piece: &Piece<'_, '_>,
    by: &[Piece<'_, '_>],
) -> RedundantRequisite {
    let implying = |piece: &Piece<'_, '_>| Implying {
        requirement: words::expression(catalogue, piece.says),
        kind: piece.ask.requisite.kind(),
        provenance: piece.ask.requisite.provenance().clone(),
    };
    let whole = piece.ask.requisite;
    let alone = RequisiteParts {
        kind: whole.kind(),
        strength: whole.strength(),
        requires: piece.says.clone(),
        provenance: whole.provenance().clone(),
    };
    let of = PlacedRequisite {
        key: key.clone(),
        version: door.version.cloned(),
        requirement: words::expression(catalogue, piece.says),
        requisite: Requisite::new(alone).unwrap_or_else(|_| whole.clone()),
    };
    let part_of = piece.is_part().then(|| words::expression(catalogue, whole.requires()));
    RedundantRequisite { of, part_of, implied_by: by.iter().map(implying).collect() }
}

/// Something redundant, with what implies it.
type Implied<'r, 'a> = (Piece<'r, 'a>, Vec<Piece<'r, 'a>>);

/// What may be held in 64 worlds.
struct Held<'r, 'a> {
    rules: &'r Rules<'a>,
    /// The worlds in which what lies behind each door is finished, and begun.
    finished: Vec<Worlds>,
    begun: Vec<Worlds>,
    /// What equivalents have been replaced by each entry, directly.
    replaced: BTreeMap<usize, Vec<usize>>,
    unmet: Unmet<'a>,
    looks: usize,
}

/// Doors that stay shut in some worlds, and entries of which no equivalent is held there.
#[derive(Default)]
struct LeftOut {
    doors: BTreeMap<usize, Worlds>,
    stand_ins: BTreeMap<usize, Worlds>,
}

/// What is left out in which worlds: what is not finished, and what is not even begun.
#[derive(Default)]
struct Unmet<'a> {
    finished: LeftOut,
    begun: LeftOut,
    gates: Vec<(&'a Gate, Worlds)>,
}

impl<'r, 'a> Held<'r, 'a> {
    fn new(catalogue: &Catalogue, rules: &'r Rules<'a>) -> Self {
        let number: BTreeMap<&NodeKey, usize> = rules.keys.iter().enumerate().map(|(at, key)| (*key, at)).collect();
        let mut replaced: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (old, key) in rules.keys.iter().enumerate() {
            let next = match key {
                NodeKey::Course(code) => catalogue
                    .course(code)
                    .and_then(|entry| entry.superseded_by.as_ref())
                    .map(|next| (next.equivalence, NodeKey::Course(next.course.clone()))),
                NodeKey::Qualification(code) => catalogue
                    .qualification(code)
                    .and_then(|entry| entry.superseded_by.as_ref())
                    .map(|next| (next.equivalence, NodeKey::Qualification(next.qualification.clone()))),
                NodeKey::Tier(_) | NodeKey::Role(_) => None,
            };
            if let Some((Equivalence::Equivalent, next)) = next
                && let Some(&next) = number.get(&next)
            {
                replaced.entry(next).or_default().push(old);
            }
        }
        let doors = vec![0; rules.doors.len()];
        Self { rules, finished: doors.clone(), begun: doors, replaced, unmet: Unmet::default(), looks: 0 }
    }

    /// What is redundant of the requisites of a door, in their order, each with what implies it: whole ones that the
    /// required ones left imply; then, of those left, parts that must hold and that the others imply; then parts of what
    /// must hold only together, as one way among others or as advice, that the rest of it implies.
    ///
    /// `unsettled` gets the places of requisites with more ways to leave them unmet than are looked at.
    fn implied(&mut self, door: &'r Door<'a>, unsettled: &mut BTreeSet<usize>) -> Vec<Implied<'r, 'a>> {
        let wholes: Vec<Piece<'r, 'a>> = door.wholes().collect();
        let required = |piece: &&Piece<'r, 'a>| piece.ask.requisite.is_required();
        let mut kept: Vec<Piece<'r, 'a>> = wholes.iter().filter(required).copied().collect();
        let mut implied = self.left_out(&wholes, &mut kept, unsettled);
        let mut pieces: Vec<Piece<'r, 'a>> = kept.iter().flat_map(Piece::taken_apart).collect();
        if pieces.len() > kept.len() {
            let parts: Vec<Piece<'r, 'a>> = pieces.iter().filter(|piece| piece.is_part()).copied().collect();
            implied.extend(self.left_out(&parts, &mut pieces, unsettled));
        }
        let redundant: BTreeSet<usize> =
            implied.iter().filter(|(piece, _)| !piece.is_part()).map(|(piece, _)| piece.place).collect();
        for whole in wholes.iter().filter(|whole| !redundant.contains(&whole.place)) {
            for group in whole.groups() {
                let mut together = group.taken_apart();
                let parts = together.clone();
                implied.extend(self.left_out(&parts, &mut together, unsettled));
            }
        }
        implied.sort_by_key(|(piece, _)| piece.place);
        implied
    }

    /// Leaves out each of some pieces, the last first, that those kept imply; in their order.
    fn left_out(
        &mut self,
        tried: &[Piece<'r, 'a>],
        kept: &mut Vec<Piece<'r, 'a>>,
        unsettled: &mut BTreeSet<usize>,
    ) -> Vec<Implied<'r, 'a>> {
        let mut named = BTreeSet::new();
        kept.iter().for_each(|piece| {
            piece.rule.visit_entries(&mut |node| {
                named.insert(node);
            });
        });
        let region = self.rules.with_all_before(named);
        let mut implied = Vec::new();
        for piece in tried.iter().rev() {
            let others: Vec<Piece<'r, 'a>> = kept.iter().copied().filter(|other| !other.is(piece)).collect();
            if others.is_empty() {
                continue;
            }
            let Some(ways) = ways_unmet(self.rules, piece.rule) else {
                // What can be taken apart is looked at part by part.
                if !piece.rule.is_joined() {
                    unsettled.insert(piece.place);
                }
                continue;
            };
            self.leave_unmet(&ways, piece.ask.is_before());
            self.fill(&region);
            let asked = if ways.len() == WAYS_MAX { EVERY_WORLD } else { (1 << ways.len()) - 1 };
            let worlds: Vec<Worlds> = others.iter().map(|other| self.own(other)).collect();
            if let Some(by) = enough(asked, &worlds) {
                kept.retain(|other| !other.is(piece));
                implied.push((*piece, by.into_iter().map(|at| others[at]).collect()));
            }
        }
        implied.reverse();
        implied
    }

    /// Leaves something out in each world.
    fn leave_unmet(&mut self, ways: &[Vec<&Rule<'a>>], finished_only: bool) {
        self.unmet = Unmet::default();
        for (world, way) in ways.iter().enumerate() {
            let world = 1 << world;
            for leaf in way {
                match leaf {
                    Rule::Entry { node, doors } => {
                        let older = self.counting_as(*node);
                        let of_older = older.iter().flat_map(|old| self.rules.doors_of(*old));
                        let shut: Vec<usize> = doors.iter().copied().chain(of_older).collect();
                        let out = if finished_only { &mut self.unmet.finished } else { &mut self.unmet.begun };
                        for door in shut {
                            *out.doors.entry(door).or_default() |= world;
                        }
                        for entry in older.into_iter().chain([*node]) {
                            *out.stand_ins.entry(entry).or_default() |= world;
                        }
                    }
                    Rule::Gate(gate) => self.unmet.gates.push((gate, world)),
                    Rule::AtLeast(..) => {}
                }
            }
        }
    }

    /// What equivalents have been replaced by an entry, directly or not.
    fn counting_as(&self, node: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut open = vec![node];
        while let Some(at) = open.pop() {
            let older = self.replaced.get(&at).into_iter().flatten();
            open.extend(older.filter(|old| found.insert(**old)));
        }
        found
    }

    /// Holds as much of some entries, each after all it may need, as their own requisites allow. Mutual corequisites are
    /// taken to be held together until one shows that it cannot be.
    fn fill(&mut self, region: &[usize]) {
        let rules = self.rules;
        for together in rules.one_by_one(region) {
            for door in together.iter().filter(|_| together.len() > 1).flat_map(|node| rules.doors_of(*node)) {
                (self.begun[door], self.finished[door]) = (EVERY_WORLD, EVERY_WORLD);
            }
            let mut changed = true;
            while changed {
                changed = false;
                for node in together {
                    // All are held, whether or not an earlier one has changed.
                    changed |= self.hold(*node);
                }
                changed &= together.len() > 1;
                self.looks += together.len();
            }
        }
    }

    /// Holds as much of an entry as its requisites allow. Whether that changed.
    fn hold(&mut self, node: usize) -> bool {
        let mut changed = false;
        for door in self.rules.doors_of(node) {
            let of = &self.rules.doors[door];
            let lasting = |gate: &'a Gate| self.unmet.gate(gate, false);
            let (begun, finished) = if let Some(completion) = &of.completion {
                let begun = completion.worlds(&|node, doors| self.entry(node, doors, false), &lasting);
                (begun, completion.worlds(&|node, doors| self.entry(node, doors, true), &lasting))
            } else {
                let begun = of.required().fold(EVERY_WORLD, |worlds, ask| {
                    worlds & ask.rule.worlds(&|node, doors| self.entry(node, doors, ask.is_before()), &lasting)
                });
                let begun = begun & !self.unmet.begun.shut(door);
                (begun, begun & !self.unmet.finished.shut(door))
            };
            changed |= (self.begun[door], self.finished[door]) != (begun, finished);
            (self.begun[door], self.finished[door]) = (begun, finished);
        }
        changed
    }

    /// The worlds in which one of some doors is finished, or at least begun.
    fn entry(&self, node: usize, doors: &[usize], finished: bool) -> Worlds {
        let of = if finished { &self.finished } else { &self.begun };
        let lacking = |out: &LeftOut| out.stand_ins.get(&node).copied().unwrap_or(0);
        let stand_in = match self.replaced.contains_key(&node) {
            true if finished => !(lacking(&self.unmet.finished) | lacking(&self.unmet.begun)),
            true => !lacking(&self.unmet.begun),
            false => 0,
        };
        doors.iter().fold(stand_in, |worlds, door| worlds | of[*door])
    }

    /// The worlds in which a piece of a requisite of the entry that is looked at is met.
    fn own(&self, piece: &Piece<'r, 'a>) -> Worlds {
        let finished = piece.ask.is_before();
        piece.rule.worlds(&|node, doors| self.entry(node, doors, finished), &|gate| self.unmet.gate(gate, true))
    }
}

/// Which of some pieces, none to spare, hold together in none of the worlds asked about; `None` where all of them hold in
/// one.
fn enough(asked: Worlds, worlds: &[Worlds]) -> Option<Vec<usize>> {
    let all = |worlds: &[Worlds]| worlds.iter().fold(asked, |all, worlds| all & worlds);
    if asked == 0 || all(worlds) != 0 {
        return None;
    }
    // One that is enough alone is the plainest reason; otherwise what cannot be left out of all of them.
    let mut by: Vec<usize> = match worlds.iter().position(|worlds| asked & worlds == 0) {
        Some(alone) => vec![alone],
        None => (0..worlds.len()).collect(),
    };
    for place in (0..worlds.len()).rev() {
        let without: Vec<Worlds> = by.iter().filter(|at| **at != place).map(|at| worlds[*at]).collect();
        if by.len() > 1 && all(&without) == 0 {
            by.retain(|at| *at != place);
        }
    }
    Some(by)
}

impl LeftOut {
    fn shut(&self, door: usize) -> Worlds {
        self.doors.get(&door).copied().unwrap_or(0)
    }
}

impl Unmet<'_> {
    /// The worlds in which a gate is passed. Experience is passed by a person and stays so; other gates are looked at
    /// only beside one another, `today`.
    fn gate(&self, gate: &Gate, today: bool) -> Worlds {
        let fails = |unmet: &Gate| match (experience(gate), experience(unmet)) {
            (Some(wanted), Some(lacking)) => wanted >= lacking,
            _ => today && gate == unmet,
        };
        self.gates.iter().filter(|(unmet, _)| fails(unmet)).fold(EVERY_WORLD, |worlds, (_, out)| worlds & !out)
    }
}

/// Experience as one scale: so many months or more, then strictly more than so many, then one month more.
fn experience(gate: &Gate) -> Option<u32> {
    match gate {
        Gate::ExperienceAtLeast { months } => Some(u32::from(*months) * 2),
        Gate::ExperienceOver { months } => Some(u32::from(*months) * 2 + 1),
        _ => None,
    }
}

/// Every way to leave a rule unmet, each as the leaves that must not hold; `None` when there are more than 64.
fn ways_unmet<'r, 'a>(rules: &'r Rules<'a>, rule: &'r Rule<'a>) -> Option<Vec<Vec<&'r Rule<'a>>>> {
    let (least, of) = match rule {
        Rule::Gate(_) => return Some(vec![vec![rule]]),
        Rule::Entry { node, .. } => {
            let completion = rules.doors[rules.doors_of(*node)].first().and_then(|door| door.completion.as_ref());
            return match completion {
                Some(completion) => ways_unmet(rules, completion),
                None => Some(vec![vec![rule]]),
            };
        }
        Rule::AtLeast(least, of) => (*least, of),
    };
    let wanted = (of.len() + 1).saturating_sub(least);
    // Place n holds the ways in which n of the parts looked at so far are unmet.
    let mut ways: Vec<Vec<Vec<&'r Rule<'a>>>> = vec![Vec::new(); wanted + 1];
    ways[0].push(Vec::new());
    for (at, part) in of.iter().enumerate() {
        let of_part = ways_unmet(rules, part)?;
        let left = of.len() - at - 1;
        for place in (1..=wanted).rev() {
            let joined: Vec<_> = ways[place - 1]
                .iter()
                .flat_map(|before| of_part.iter().map(|more| [before.as_slice(), more.as_slice()].concat()))
                .collect();
            ways[place].extend(joined);
        }
        for (place, ways) in ways.iter_mut().enumerate() {
            if place + left < wanted {
                ways.clear();
            }
            if ways.len() > WAYS_MAX {
                return None;
            }
        }
    }
    ways.pop()
}

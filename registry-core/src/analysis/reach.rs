//! What can be reached by study, and what can no longer be reached without one course or qualification.
//!
//! *Reached* is meant of somebody who holds nothing yet and passes every gate: a published version with an offering,
//! whose required requisites can all be reached. Only what is published is studied, as in the planner.

use super::health::{Bottleneck, LOST_MAX};
use super::rules::{Door, EVERY_WORLD, Rule, Rules, Worlds};
use crate::graph::NodeKey;

/// The most entries looked at to find bottlenecks, each look standing for up to 64 courses taken away; a few seconds.
pub(super) const REMOVAL_LOOKS_MAX: usize = 20_000_000;

/// What can be reached, in up to 64 worlds.
pub(super) struct Reach<'r, 'a> {
    rules: &'r Rules<'a>,
    /// For each door, the worlds in which what lies behind it can be held.
    doors: Vec<Worlds>,
}

impl<'r, 'a> Reach<'r, 'a> {
    /// What can be reached in the catalogue as it is, the same in every world.
    pub(super) fn of(rules: &'r Rules<'a>) -> Self {
        let mut reach = Self { rules, doors: vec![0; rules.doors.len()] };
        let nodes: Vec<usize> = (0..rules.keys.len()).collect();
        reach.look_at(&nodes, &|_| 0);
        reach
    }

    /// Works out the doors of some entries in order. Mutual corequisites begin together: all of them can that are not
    /// barred by something else, so each is taken to be open until it shows that it is not.
    fn look_at(&mut self, nodes: &[usize], without: &impl Fn(usize) -> Worlds) {
        for together in self.rules.one_by_one(nodes) {
            for door in together.iter().filter(|_| together.len() > 1).flat_map(|node| self.rules.doors_of(*node)) {
                self.doors[door] = EVERY_WORLD;
            }
            let mut changed = true;
            while changed {
                changed = false;
                for node in together {
                    // All are looked at, whether or not an earlier one has changed.
                    changed |= self.look(*node, without(*node));
                }
                changed &= together.len() > 1;
            }
        }
    }

    /// Works out the doors of an entry from those before it; in `without` worlds nobody teaches it. Whether one changed.
    fn look(&mut self, node: usize, without: Worlds) -> bool {
        let mut changed = false;
        for door in self.rules.doors_of(node) {
            let worlds = match &self.rules.doors[door] {
                Door { completion: Some(completion), .. } => self.worlds(completion),
                open if open.is_published && open.is_offered => {
                    open.bars().fold(!without, |worlds, rule| worlds & self.worlds(rule))
                }
                _ => 0,
            };
            changed |= self.doors[door] != worlds;
            self.doors[door] = worlds;
        }
        changed
    }

    /// The worlds in which a rule can be met.
    pub(super) fn worlds(&self, rule: &Rule<'a>) -> Worlds {
        let entry = |_, doors: &[usize]| doors.iter().fold(0, |worlds, door| worlds | self.doors[*door]);
        rule.worlds(&entry, &|_| EVERY_WORLD)
    }

    /// The worlds in which an entry can be reached. Of a tier: entered and completed.
    pub(super) fn entry(&self, node: usize) -> Worlds {
        let doors = self.rules.doors_of(node);
        if let (NodeKey::Tier(_), Some(door)) = (self.rules.keys[node], self.rules.doors.get(doors.start)) {
            return door.bars().fold(EVERY_WORLD, |worlds, rule| worlds & self.worlds(rule));
        }
        doors.fold(0, |worlds, door| worlds | self.doors[door])
    }

    /// Whether an entry can be reached at all, while every world is the catalogue as it is.
    pub(super) fn is_open(&self, node: usize) -> bool {
        self.entry(node) != 0
    }
}

/// What was found by taking courses and qualifications away.
pub(super) struct Removals {
    /// Those without which something can no longer be reached: most lost first, then by key.
    pub(super) bottlenecks: Vec<Bottleneck>,
    /// How many were taken away.
    pub(super) tried: usize,
    /// How many there were to take away: reached, and needed by something that is.
    pub(super) candidates: usize,
}

/// Takes each course and qualification away in turn and sees what can no longer be reached.
///
/// Only those that something names in a rule that bars it are candidates, and only what may need a candidate is looked
/// at again. It stops between two groups of 64 candidates once more than `looks_max` entries were looked at.
pub(super) fn removals(rules: &Rules<'_>, reach: &mut Reach<'_, '_>, looks_max: usize) -> Removals {
    let teaches = |node: &usize| matches!(rules.keys[*node], NodeKey::Course(_) | NodeKey::Qualification(_));
    let candidates: Vec<usize> = (0..rules.keys.len())
        .filter(teaches)
        .filter(|node| reach.is_open(*node) && !rules.named_by[*node].is_empty())
        .collect();
    let (mut found, mut tried, mut looks) = (Vec::new(), 0, 0);
    for group in candidates.chunks(64) {
        if looks > looks_max {
            break;
        }
        let region = rules.with_all_after(group.iter().copied());
        let were_open: Vec<usize> = region.iter().copied().filter(|node| reach.is_open(*node)).collect();
        let before: Vec<Worlds> =
            region.iter().flat_map(|node| rules.doors_of(*node)).map(|door| reach.doors[door]).collect();
        reach.look_at(&region, &|node| group.iter().position(|taken| *taken == node).map_or(0, |world| 1 << world));
        let mut lost: Vec<Vec<usize>> = vec![Vec::new(); group.len()];
        for &node in &were_open {
            let mut gone = !reach.entry(node);
            while gone != 0 {
                let world = gone.trailing_zeros() as usize;
                gone &= gone - 1;
                if group.get(world).is_some_and(|taken| *taken != node) {
                    lost[world].push(node);
                }
            }
        }
        for (&node, lost) in group.iter().zip(lost).filter(|(_, lost)| !lost.is_empty()) {
            found.push(bottleneck(rules, node, &lost));
        }
        let doors = region.iter().flat_map(|node| rules.doors_of(*node));
        for (door, worlds) in doors.zip(before) {
            reach.doors[door] = worlds;
        }
        looks += region.len();
        tried += group.len();
    }
    found.sort_by(|a, b| b.lost_count.cmp(&a.lost_count).then_with(|| a.key.cmp(&b.key)));
    Removals { bottlenecks: found, tried, candidates: candidates.len() }
}

fn bottleneck(rules: &Rules<'_>, node: usize, lost: &[usize]) -> Bottleneck {
    let mut keys: Vec<NodeKey> = lost.iter().map(|node| rules.keys[*node].clone()).collect();
    keys.sort();
    keys.truncate(LOST_MAX);
    Bottleneck { key: rules.keys[node].clone(), lost_count: lost.len(), lost: keys }
}

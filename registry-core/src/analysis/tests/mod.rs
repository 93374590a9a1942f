//! What is said of small catalogues, against oracles and by name.

mod generate;
mod named;
mod oracle;

use std::collections::BTreeMap;

use self::generate::{Shape, catalogue};
use self::oracle::Everybody;
use super::*;
use crate::requisite::{Requisite, RequisiteExpr, RequisiteParts};

const SHAPE: Shape = Shape { courses: 8, replaced: 0, mutual: 0 };

/// Every other catalogue has courses that ask for one another at once.
fn shape(seed: u64, shape: Shape) -> Shape {
    Shape { mutual: 2 * (seed % 2), ..shape }
}

fn every_key(catalogue: &Catalogue) -> Vec<NodeKey> {
    catalogue.graph().nodes().map(|node| node.key.clone()).collect()
}

#[test]
fn the_catalogues_have_courses_that_ask_for_one_another() {
    let sets = |seed| catalogue(seed, shape(seed, SHAPE)).graph().mutual_sets().len();
    let with = (0..200).filter(|seed| sets(*seed) > 0).count();
    assert!((50..150).contains(&with), "{with} of 200");
}

#[test]
fn what_waits_behind_is_what_the_oracle_closes_over() {
    for seed in 0..200 {
        let catalogue = catalogue(seed, shape(seed, SHAPE));
        let pairs = oracle::after(&catalogue);
        for entry in analyse(&catalogue).entries {
            let expected = pairs.iter().filter(|(from, to)| *from == entry.key && to != from).count();
            assert_eq!(entry.waits_behind, expected, "{}, seed {seed}", entry.key);
        }
    }
}

/// More than two blocks of nodes, so that what passes from one block to another is counted too.
#[test]
fn what_waits_behind_is_counted_across_blocks() {
    for seed in 0..5 {
        let catalogue = catalogue(seed, shape(seed, Shape { courses: 150, ..SHAPE }));
        let graph = catalogue.graph();
        let counted = graph.dependant_counts(u64::MAX).expect("no circle");
        assert!(counted.is_complete);
        for (key, count) in counted.counts {
            assert_eq!(count, graph.dependants(key).len(), "{key}, seed {seed}");
        }
        let stopped = graph.dependant_counts(0).expect("no circle");
        assert!(!stopped.is_complete);
        for (key, count) in stopped.counts {
            assert!(count <= graph.dependants(key).len(), "{key}, seed {seed}");
        }
    }
}

#[test]
fn the_longest_chain_is_the_longest_of_all_chains() {
    for seed in 0..200 {
        let catalogue = catalogue(seed, shape(seed, SHAPE));
        let (edges, first) = oracle::without_circles(&catalogue);
        let back: Vec<_> = edges.iter().map(|(from, to)| (to.clone(), from.clone())).collect();
        for entry in analyse(&catalogue).entries {
            let key = first(&entry.key);
            let expected = oracle::longest(&edges, &key) + oracle::longest(&back, &key) - 1;
            assert_eq!(entry.longest_chain, expected, "{}, seed {seed}", entry.key);
        }
    }
}

#[test]
fn what_cannot_be_reached_is_what_the_oracle_cannot_reach() {
    let mut closed = 0;
    for seed in 0..400 {
        let catalogue = catalogue(seed, shape(seed, SHAPE));
        let health = analyse(&catalogue);
        let mut found: Vec<_> = health.unreachable.iter().map(|entry| entry.key.clone()).collect();
        found.sort();
        let keys = every_key(&catalogue);
        let expected: Vec<_> = keys.into_iter().filter(|key| !oracle::reached(&catalogue, key, None)).collect();
        assert_eq!(found, expected, "seed {seed}");
        closed += found.len();
        for entry in &health.unreachable {
            assert!(!entry.why.is_empty(), "{} has no reason, seed {seed}", entry.key);
        }
        for entry in &health.entries {
            assert_eq!(entry.is_reachable, !found.contains(&entry.key), "seed {seed}");
        }
    }
    assert!(closed > 400, "too few are out of reach to show anything: {closed}");
}

#[test]
fn what_is_lost_without_a_course_is_what_the_oracle_loses() {
    let mut lost = 0;
    for seed in 0..400 {
        let of = if seed % 10 == 0 { Shape { courses: 90, ..SHAPE } } else { SHAPE };
        if of.courses > 50 && seed > 20 {
            continue;
        }
        let catalogue = catalogue(seed, shape(seed, of));
        let health = analyse(&catalogue);
        assert_eq!(health.removals_tried, health.removals_possible);
        let found: BTreeMap<_, _> = health.bottlenecks.iter().map(|b| (b.key.clone(), b.lost.clone())).collect();
        let keys = every_key(&catalogue);
        let open: Vec<_> = keys.iter().filter(|key| oracle::reached(&catalogue, key, None)).collect();
        let mut expected = BTreeMap::new();
        for key in open.iter().filter(|key| is_studied(key)) {
            let gone = open.iter().filter(|other| *other != key && !oracle::reached(&catalogue, other, Some(key)));
            let gone: Vec<NodeKey> = gone.map(|key| (*key).clone()).collect();
            if !gone.is_empty() {
                lost += gone.len();
                expected.insert((*key).clone(), gone);
            }
        }
        assert_eq!(found, expected, "seed {seed}");
    }
    assert!(lost > 400, "too little is lost to show anything: {lost}");
}

/// The requisites of every list with the health that speaks of them.
fn lists(catalogue: &Catalogue) -> Vec<(NodeKey, Option<semver::Version>, Vec<Requisite>)> {
    let mut lists = Vec::new();
    for course in catalogue.courses() {
        for version in &course.versions {
            let key = NodeKey::Course(course.code.clone());
            lists.push((key, Some(version.version.clone()), version.requisites.clone()));
        }
    }
    for entry in catalogue.qualifications() {
        lists.push((NodeKey::Qualification(entry.code.clone()), None, entry.entry.clone()));
    }
    for entry in catalogue.tiers() {
        lists.push((NodeKey::Tier(entry.tier), None, entry.entry.clone()));
    }
    for entry in catalogue.roles() {
        lists.push((NodeKey::Role(entry.code.clone()), None, entry.preparation.clone()));
    }
    lists
}

#[test]
fn what_is_redundant_is_what_everybody_meets_anyway() {
    let mut count = 0;
    for seed in 0..120 {
        let catalogue = catalogue(seed, shape(seed, Shape { courses: 4, ..SHAPE }));
        let everybody = Everybody::of(&catalogue);
        let health = analyse(&catalogue);
        assert_eq!(health.redundancy_unsettled, 0);
        for (key, version, requisites) in lists(&catalogue) {
            let expected: Vec<_> = everybody.redundant(&requisites).into_iter().map(|at| &requisites[at]).collect();
            let found = health.redundant.iter().filter(|r| r.of.key == key && r.of.version == version);
            let found: Vec<_> = found.filter(|r| r.part_of.is_none()).map(|r| &r.of.requisite).collect();
            assert_eq!(found, expected, "{key} {version:?}, seed {seed}");
            count += found.len();
        }
    }
    assert!(count > 40, "too little is redundant to show anything: {count}");
}

/// A part of a requisite as a requisite of its own.
fn alone(of: &Requisite, requires: &RequisiteExpr) -> Requisite {
    let (kind, strength, provenance) = (of.kind(), of.strength(), of.provenance().clone());
    Requisite::new(RequisiteParts { kind, strength, requires: requires.clone(), provenance }).expect("a part")
}

/// What must all hold for an expression to hold.
fn that_must_hold(of: &RequisiteExpr) -> Vec<&RequisiteExpr> {
    match of {
        RequisiteExpr::All(parts) => parts.as_slice().iter().flat_map(that_must_hold).collect(),
        RequisiteExpr::AtLeast(parts) if parts.least() as usize == parts.of().len() => {
            parts.of().iter().flat_map(that_must_hold).collect()
        }
        _ => vec![of],
    }
}

/// An expression and everything inside it.
fn all_within(of: &RequisiteExpr) -> Vec<&RequisiteExpr> {
    std::iter::once(of).chain(of.operands().iter().flat_map(all_within)).collect()
}

/// Once whole requisites are left out, parts that everybody meets anyway are, the last first.
#[test]
fn parts_of_a_requisite_are_redundant_where_everybody_meets_them_anyway() {
    let mut count = 0;
    for seed in 0..200 {
        let catalogue = catalogue(seed, shape(seed, Shape { courses: 4, ..SHAPE }));
        let everybody = Everybody::of(&catalogue);
        let health = analyse(&catalogue);
        // That a tier was completed says nothing of its gates today; the oracle takes them to hold still.
        let names_tier =
            |of: &Requisite| all_within(of.requires()).iter().any(|of| matches!(of, RequisiteExpr::Tier(_)));
        for (key, version, requisites) in lists(&catalogue) {
            if requisites.iter().any(names_tier) {
                continue;
            }
            let left_out = everybody.redundant(&requisites);
            let kept = requisites.iter().enumerate().filter(|(at, r)| r.is_required() && !left_out.contains(at));
            let taken_apart = |(_, of): (usize, &Requisite)| {
                let parts = that_must_hold(of.requires());
                let is_part = parts.len() > 1;
                parts.into_iter().map(|part| (is_part, alone(of, part))).collect::<Vec<_>>()
            };
            let mut pieces: Vec<(bool, Requisite)> = kept.flat_map(taken_apart).collect();
            let mut expected = Vec::new();
            for at in (0..pieces.len()).rev().filter(|_| pieces.len() > 1).collect::<Vec<_>>() {
                let others = || pieces.iter().enumerate().filter(|(other, _)| *other != at);
                let others: Vec<&Requisite> = others().map(|(_, (_, piece))| piece).collect();
                if pieces[at].0 && !others.is_empty() && everybody.implied(&pieces[at].1, &others) {
                    expected.push(pieces.remove(at).1);
                }
            }
            let found = health.redundant.iter().filter(|r| r.of.key == key && r.of.version == version);
            let mut found: Vec<&Requisite> = found.filter(|r| r.part_of.is_some()).map(|r| &r.of.requisite).collect();
            for part in &expected {
                let place = found.iter().position(|found| *found == part);
                found.remove(place.unwrap_or_else(|| panic!("{key} {version:?}: {part:?}, seed {seed}")));
            }
            // Others are parts of one way among others, or of advice, and are implied by what stands beside them.
            for part in found {
                let of = requisites.iter().filter(|of| (of.kind(), of.strength()) == (part.kind(), part.strength()));
                let implied_in = |group: &RequisiteExpr| {
                    let mut others = that_must_hold(group);
                    let Some(place) = others.iter().position(|other| *other == part.requires()) else { return false };
                    others.remove(place);
                    let others: Vec<Requisite> = others.into_iter().map(|other| alone(part, other)).collect();
                    !others.is_empty() && everybody.implied(part, &others.iter().collect::<Vec<_>>())
                };
                let beside = of.flat_map(|of| all_within(of.requires())).any(implied_in);
                assert!(beside, "{key} {version:?}: {part:?}, seed {seed}");
            }
            count += expected.len();
        }
    }
    assert!(count > 20, "too little is redundant to show anything: {count}");
}

/// Without equivalents each reason is needed; with them the answer is careful, and what it names is redundant.
#[test]
fn what_is_said_to_imply_a_requisite_does_and_all_of_it_is_needed() {
    let mut count = 0;
    for seed in 0..120 {
        let replaced = seed % 3;
        let catalogue = catalogue(seed, shape(seed, Shape { courses: 4, replaced, ..SHAPE }));
        let (everybody, lists) = (Everybody::of(&catalogue), lists(&catalogue));
        for redundant in analyse(&catalogue).redundant {
            let of = &redundant.of;
            let list = lists.iter().find(|(key, version, _)| *key == of.key && *version == of.version).expect("list");
            let find = |by: &Implying| {
                let words = |r: &Requisite| crate::words::expression(&catalogue, r.requires());
                let bars = |r: &&Requisite| r.is_required() || redundant.part_of.is_some();
                let parts = |r| all_within(Requisite::requires(r)).into_iter().map(|part| alone(r, part));
                let same = |r: &Requisite| r.kind() == by.kind && words(r) == by.requirement;
                list.2.iter().filter(bars).flat_map(parts).find(same).expect("it stands in the list")
            };
            let by: Vec<Requisite> = redundant.implied_by.iter().map(find).collect();
            let by: Vec<&Requisite> = by.iter().collect();
            assert!(everybody.implied(&of.requisite, &by), "{} {:?}, seed {seed}", of.key, of.requirement);
            for place in (0..by.len()).filter(|_| by.len() > 1 && replaced == 0) {
                let less = [&by[..place], &by[place + 1..]].concat();
                assert!(!everybody.implied(&of.requisite, &less), "{} {:?}, seed {seed}", of.key, of.requirement);
            }
            count += 1;
        }
    }
    assert!(count > 20, "too little is redundant to show anything: {count}");
}

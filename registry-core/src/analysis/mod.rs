//! What the requisites of a whole catalogue come to: what can be reached, what everything waits for, what is said twice.
//!
//! *Reached* is meant of somebody who holds nothing yet and passes every gate, at any time: days, prices and places
//! are the planner's business. The work is bounded and the bounds are said in the answer, never the time.

mod fees;
mod health;
mod notable;
mod reach;
mod redundant;
mod rules;
mod unreachable;
mod volume;

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::{Catalogue, CatalogueParts};
use crate::credit::CreditExchange;
use crate::graph::{Knot, NodeKey, RequisiteGraph};
use crate::id::CourseCode;

pub use fees::{FeeNote, fee_notes};
pub use health::{
    Bottleneck, CatalogueHealth, EntryHealth, Implying, LOST_MAX, OutOfReach, PlacedRequisite, ProvenanceCount,
    RedundantRequisite, Succession, UnmetRequirement, UnpublishedRange, Unreachable, Unstated, WhyNot,
};
pub use volume::{VolumeNote, volume_notes};

/// The most arrows followed to count what waits behind each entry; a few seconds.
const WAITS_ARROWS_MAX: u64 = 100_000_000;

/// Looks at a whole catalogue.
///
/// Reaching, chains and the lists take time in proportion to the catalogue. What waits behind each entry, bottlenecks
/// and redundancy take more where chains are long: each has a bound, and the answer says where it was met.
///
/// ```
/// use registry_core::analysis::analyse;
/// use registry_core::{Catalogue, CatalogueParts};
///
/// let empty = Catalogue::build(CatalogueParts::default()).expect("nothing is wrong with nothing");
/// let health = analyse(&empty);
/// assert!(health.unreachable.is_empty() && health.waits_counted);
/// ```
pub fn analyse(catalogue: &Catalogue) -> CatalogueHealth {
    let graph = catalogue.graph();
    let rules = rules::Rules::of(catalogue);
    let mut reach = reach::Reach::of(&rules);
    let unreachable = unreachable::unreachable(catalogue, &rules, &reach);
    let unmet_advice = unreachable::unmet_advice(catalogue, &rules, &reach);
    let removals = reach::removals(&rules, &mut reach, reach::REMOVAL_LOOKS_MAX);
    let redundant = redundant::redundant(catalogue, &rules, redundant::IMPLIED_LOOKS_MAX);
    let (entries, waits_counted) = entries(graph, &unreachable);
    CatalogueHealth {
        isolated: isolated(catalogue),
        entries,
        waits_counted,
        unreachable,
        unmet_advice,
        bottlenecks: removals.bottlenecks,
        removals_tried: removals.tried,
        removals_possible: removals.candidates,
        redundant: redundant.redundant,
        redundancy_unsettled: redundant.unsettled,
        assumed: notable::assumed(catalogue),
        unpublished_ranges: notable::unpublished_ranges(catalogue),
        successions: notable::successions(catalogue),
        unstated: notable::unstated(catalogue),
        volumes: volume_notes(catalogue),
        provenance: notable::provenance(catalogue),
    }
}

/// Every knot of requisites of parts that are not checked yet, with all its members. A built catalogue has none;
/// mutual corequisites are no knot.
///
/// ```
/// use registry_core::CatalogueParts;
/// use registry_core::analysis::knots;
///
/// assert_eq!(knots(&CatalogueParts::default()), []);
/// ```
pub fn knots(parts: &CatalogueParts) -> Vec<Knot> {
    RequisiteGraph::of(parts).knots()
}

fn is_studied(key: &NodeKey) -> bool {
    matches!(key, NodeKey::Course(_) | NodeKey::Qualification(_))
}

fn entries(graph: &RequisiteGraph, unreachable: &[Unreachable]) -> (Vec<EntryHealth>, bool) {
    let closed: BTreeSet<&NodeKey> = unreachable.iter().map(|entry| &entry.key).collect();
    // A checked catalogue has no circles but those of corequisites, so both are there.
    let waits = graph.dependant_counts(WAITS_ARROWS_MAX);
    let chains = graph.longest_chains().unwrap_or_default();
    let (counts, complete) = waits.map_or((BTreeMap::new(), false), |waits| (waits.counts, waits.is_complete));
    let entry = |key: &NodeKey| EntryHealth {
        key: key.clone(),
        is_reachable: !closed.contains(key),
        unlocks: graph.unlocks(key).into_iter().cloned().collect(),
        waits_behind: counts.get(key).copied().unwrap_or(0),
        longest_chain: chains.get(key).copied().unwrap_or(1),
    };
    let keys = graph.nodes().map(|node| &node.key).filter(|key| is_studied(key));
    (keys.map(entry).collect(), complete)
}

fn isolated(catalogue: &Catalogue) -> Vec<NodeKey> {
    let packaging = catalogue.qualifications().filter_map(|entry| entry.packaging.as_ref());
    let mut counted: BTreeSet<&CourseCode> =
        packaging.flat_map(|packaging| &packaging.groups).flat_map(|group| &group.units).collect();
    for rule in catalogue.credit_rules() {
        match &rule.exchange {
            CreditExchange::Series { of, .. } => counted.extend(of),
            CreditExchange::Unit { from, unit } => counted.extend([from, unit]),
            CreditExchange::Block { .. } => {}
        }
    }
    let keys = catalogue.courses().filter(|course| !counted.contains(&course.code));
    keys.map(|course| NodeKey::Course(course.code.clone())).filter(|key| catalogue.graph().is_alone(key)).collect()
}

#[cfg(test)]
mod tests;

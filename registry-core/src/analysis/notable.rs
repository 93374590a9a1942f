//! What else a curator would want to see: one pass over the entries for each.

use std::collections::BTreeMap;

use semver::{Version, VersionReq};

use super::health::{PlacedRequisite, ProvenanceCount, Succession, UnpublishedRange, Unstated};
use crate::catalogue::Catalogue;
use crate::course::{Equivalence, VersionStatus};
use crate::graph::NodeKey;
use crate::requisite::{Requisite, RequisiteExpr};
use crate::source::Provenance;
use crate::words;

/// A list of requisites and where it stands.
struct Place<'a> {
    key: NodeKey,
    version: Option<&'a Version>,
    requisites: &'a [Requisite],
}

/// Every list of requisites, in order of kind, code and version.
fn places(catalogue: &Catalogue) -> impl Iterator<Item = Place<'_>> {
    let courses = catalogue.courses().flat_map(|course| {
        course.versions.iter().map(|version| Place {
            key: NodeKey::Course(course.code.clone()),
            version: Some(&version.version),
            requisites: &version.requisites,
        })
    });
    let one = |key, requisites| Place { key, version: None, requisites };
    let qualifications =
        catalogue.qualifications().map(move |entry| one(NodeKey::Qualification(entry.code.clone()), &entry.entry));
    let tiers = catalogue.tiers().map(move |entry| one(NodeKey::Tier(entry.tier), &entry.entry));
    let roles = catalogue.roles().map(move |entry| one(NodeKey::Role(entry.code.clone()), &entry.preparation));
    courses.chain(qualifications).chain(tiers).chain(roles)
}

/// Requisites that rest on nothing that could carry a required one.
pub(super) fn assumed(catalogue: &Catalogue) -> Vec<PlacedRequisite> {
    let placed = |place: &Place<'_>, requisite: &Requisite| PlacedRequisite {
        key: place.key.clone(),
        version: place.version.cloned(),
        requirement: words::expression(catalogue, requisite.requires()),
        requisite: requisite.clone(),
    };
    let mut found = Vec::new();
    for place in places(catalogue) {
        let assumed = place.requisites.iter().filter(|requisite| !requisite.provenance().carries_a_requirement());
        found.extend(assumed.map(|requisite| placed(&place, requisite)));
    }
    found
}

/// Version ranges of requisites and completions that match no published version.
pub(super) fn unpublished_ranges(catalogue: &Catalogue) -> Vec<UnpublishedRange> {
    let mut found = Vec::new();
    for place in places(catalogue) {
        for requisite in place.requisites {
            look_at_ranges(catalogue, &place, requisite.requires(), requisite.provenance(), &mut found);
        }
        if let NodeKey::Tier(tier) = &place.key
            && let Some(entry) = catalogue.tier(tier)
        {
            look_at_ranges(catalogue, &place, &entry.completion, &entry.completion_provenance, &mut found);
        }
    }
    found
}

fn look_at_ranges(
    catalogue: &Catalogue,
    place: &Place<'_>,
    expression: &RequisiteExpr,
    provenance: &Provenance,
    found: &mut Vec<UnpublishedRange>,
) {
    expression.visit_leaves(&mut |leaf| {
        let RequisiteExpr::Course(wanted) = leaf else { return };
        let versions = catalogue.course(&wanted.course).map_or(&[][..], |course| &course.versions);
        // Any version at all is no choice among versions: such a course is reported as no longer published.
        if wanted.range == VersionReq::STAR {
            return;
        }
        let matching = || versions.iter().filter(|version| wanted.range.matches(&version.version));
        if matching().all(|version| version.status != VersionStatus::Published) {
            found.push(UnpublishedRange {
                key: place.key.clone(),
                version: place.version.cloned(),
                requirement: words::expression(catalogue, leaf),
                matches: matching().map(|version| (version.version.clone(), version.status)).collect(),
                provenance: provenance.clone(),
            });
        }
    });
}

/// What has been replaced, each with the end of its chain.
pub(super) fn successions(catalogue: &Catalogue) -> Vec<Succession> {
    let mut next: BTreeMap<NodeKey, (NodeKey, Equivalence, &Provenance)> = BTreeMap::new();
    for course in catalogue.courses() {
        if let Some(successor) = &course.superseded_by {
            let by = NodeKey::Course(successor.course.clone());
            let step = (by, successor.equivalence, &successor.provenance);
            next.insert(NodeKey::Course(course.code.clone()), step);
        }
    }
    for entry in catalogue.qualifications() {
        if let Some(successor) = &entry.superseded_by {
            let by = NodeKey::Qualification(successor.qualification.clone());
            let step = (by, successor.equivalence, &successor.provenance);
            next.insert(NodeKey::Qualification(entry.code.clone()), step);
        }
    }
    // The end of each chain, how far it is, and whether every step is equivalent. Each entry is walked over once.
    let mut ends: BTreeMap<&NodeKey, (&NodeKey, usize, bool)> = BTreeMap::new();
    for start in next.keys() {
        let mut walk = Vec::new();
        let mut at = start;
        while let Some((by, ..)) = next.get(at).filter(|_| !ends.contains_key(at)) {
            walk.push(at);
            at = by;
        }
        let mut end = ends.get(at).copied().unwrap_or((at, 0, true));
        for key in walk.into_iter().rev() {
            let is_equivalent = next.get(key).is_some_and(|step| step.1 == Equivalence::Equivalent);
            end = (end.0, end.1 + 1, end.2 && is_equivalent);
            ends.insert(key, end);
        }
    }
    let succession = |(key, (by, equivalence, provenance)): (&NodeKey, &(NodeKey, Equivalence, &Provenance))| {
        let (last, steps, counts_as_last) = ends.get(key).copied().unwrap_or((by, 1, false));
        Succession {
            key: key.clone(),
            by: by.clone(),
            equivalence: *equivalence,
            last: last.clone(),
            steps,
            counts_as_last,
            provenance: (*provenance).clone(),
        }
    };
    next.iter().map(succession).collect()
}

/// Courses that say no credit or no AQF alignment.
pub(super) fn unstated(catalogue: &Catalogue) -> Vec<Unstated> {
    let one = |course: &crate::course::Course| {
        let version = course.current().or(course.versions.last());
        let credit = version.is_none_or(|version| version.credit.is_none());
        let aqf_alignment = course.aqf_alignment.is_none();
        let key = NodeKey::Course(course.code.clone());
        (credit || aqf_alignment).then_some(Unstated { key, credit, aqf_alignment })
    };
    catalogue.courses().filter_map(one).collect()
}

/// On what the entries of each kind rest, in the order in which files have the kinds; requisites last.
pub(super) fn provenance(catalogue: &Catalogue) -> Vec<ProvenanceCount> {
    let requisites = places(catalogue).flat_map(|place| place.requisites).map(Requisite::provenance);
    vec![
        count("tag", catalogue.tags().map(|entry| &entry.provenance)),
        count("region", catalogue.regions().map(|entry| &entry.provenance)),
        count("workforce", catalogue.workforces().map(|entry| &entry.provenance)),
        count("tier", catalogue.tiers().map(|entry| &entry.provenance)),
        count("readiness tier", catalogue.readiness_tiers().iter().map(|entry| &entry.provenance)),
        count("role", catalogue.roles().map(|entry| &entry.provenance)),
        count("provider", catalogue.providers().map(|entry| &entry.provenance)),
        count("course", catalogue.courses().map(|entry| &entry.provenance)),
        count("qualification", catalogue.qualifications().map(|entry| &entry.provenance)),
        count("credit scheme", catalogue.credit_schemes().map(|entry| &entry.provenance)),
        count("credit rule", catalogue.credit_rules().map(|entry| &entry.provenance)),
        count("funding source", catalogue.funding_sources().map(|entry| &entry.provenance)),
        count("support commitment", catalogue.support_commitments().map(|entry| &entry.provenance)),
        count("offering", catalogue.offerings().map(|entry| &entry.provenance)),
        count("requisite", requisites),
    ]
}

fn count<'a>(kind: &'static str, of: impl Iterator<Item = &'a Provenance>) -> ProvenanceCount {
    let mut counted = ProvenanceCount { kind, document: 0, external: 0, assumption: 0, invented: 0 };
    for provenance in of {
        *match provenance {
            Provenance::Document { .. } => &mut counted.document,
            Provenance::External { .. } => &mut counted.external,
            Provenance::Assumption { .. } => &mut counted.assumption,
            Provenance::Invented => &mut counted.invented,
        } += 1;
    }
    counted
}

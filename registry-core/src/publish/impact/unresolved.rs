//! Requisites that nobody new can meet any more.

use super::UnresolvedRequisite;
use super::reach::Changed;
use crate::catalogue::{Catalogue, EntryRef};
use crate::course::VersionStatus;
use crate::graph::NodeKey;
use crate::requisite::{CourseRequirement, Requisite, RequisiteExpr};
use crate::words;

/// What is required after a change and asks for a course in versions of which one was taught before, and none is now.
pub(super) fn requisites(before: &Catalogue, after: &Catalogue, changed: &Changed) -> Vec<UnresolvedRequisite> {
    let mut asked: Vec<(NodeKey, &RequisiteExpr)> = Vec::new();
    for course in after.courses() {
        let taught = course.versions.iter().filter(|version| version.status == VersionStatus::Published);
        for version in taught {
            push(&mut asked, &NodeKey::Course(course.code.clone()), &version.requisites);
        }
    }
    for award in after.qualifications() {
        push(&mut asked, &NodeKey::Qualification(award.code.clone()), &award.entry);
    }
    for tier in after.tiers() {
        push(&mut asked, &NodeKey::Tier(tier.tier), &tier.entry);
        asked.push((NodeKey::Tier(tier.tier), &tier.completion));
    }
    for role in after.roles() {
        push(&mut asked, &NodeKey::Role(role.code.clone()), &role.preparation);
    }
    let mut found: Vec<UnresolvedRequisite> = Vec::new();
    for (key, expression) in asked {
        expression.visit_leaves(&mut |leaf| {
            let RequisiteExpr::Course(wanted) = leaf else { return };
            let may_differ = changed.keys.contains(&NodeKey::Course(wanted.course.clone()));
            if may_differ && is_taught(before, wanted) && !is_taught(after, wanted) {
                let one = unresolved(after, &key, expression, wanted);
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        });
    }
    found.sort_by(|a, b| a.entry.cmp(&b.entry));
    found
}

fn push<'c>(asked: &mut Vec<(NodeKey, &'c RequisiteExpr)>, key: &NodeKey, requisites: &'c [Requisite]) {
    asked.extend(requisites.iter().filter(|one| one.is_required()).map(|one| (key.clone(), one.requires())));
}

/// Whether a version that would do is taught.
fn is_taught(catalogue: &Catalogue, wanted: &CourseRequirement) -> bool {
    let versions = catalogue.course(&wanted.course).into_iter().flat_map(|course| &course.versions);
    let mut fitting = versions.filter(|version| wanted.range.matches(&version.version));
    fitting.any(|version| version.status == VersionStatus::Published)
}

fn unresolved(
    after: &Catalogue,
    key: &NodeKey,
    expression: &RequisiteExpr,
    wanted: &CourseRequirement,
) -> UnresolvedRequisite {
    UnresolvedRequisite {
        entry: EntryRef::of_node(key),
        title: words::entry(after, key),
        requirement: words::expression(after, expression),
        course: wanted.course.clone(),
        range: wanted.range.to_string(),
        other_ways: is_met_without(after, expression, wanted),
    }
}

/// Whether an expression can be met without one course: by everything else that can be learned or may hold.
fn is_met_without(catalogue: &Catalogue, expression: &RequisiteExpr, without: &CourseRequirement) -> bool {
    let met = |part: &RequisiteExpr| is_met_without(catalogue, part, without);
    match expression {
        RequisiteExpr::All(parts) => parts.as_slice().iter().all(met),
        RequisiteExpr::Any(parts) => parts.as_slice().iter().any(met),
        RequisiteExpr::AtLeast(of) => of.of().iter().filter(|part| met(part)).count() >= of.least() as usize,
        RequisiteExpr::Course(wanted) => wanted != without && is_taught(catalogue, wanted),
        RequisiteExpr::Qualification(_) | RequisiteExpr::Tier(_) | RequisiteExpr::Gate(_) => true,
    }
}

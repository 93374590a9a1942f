//! Draws what comes before what.

use registry_core::eligibility::{Subject, UnknownSubject};
use registry_core::graph::{NodeKey, RequisiteGraph};

use crate::snapshot::Snapshot;

/// The requisite graph of the catalogue, or the part of it that leads to `target`.
///
/// # Errors
/// A target that the catalogue does not have: the role `advocat`, where it is called `advocate`.
pub fn draw_requisites(snapshot: &Snapshot, target: Option<&Subject>) -> Result<RequisiteGraph, UnknownSubject> {
    let graph = snapshot.catalogue().graph();
    let Some(target) = target else {
        return Ok(graph.clone());
    };
    let key = node_of(target);
    if graph.nodes().any(|node| node.key == key) {
        Ok(graph.leading_to(&[key]))
    } else {
        Err(UnknownSubject::new(snapshot.catalogue(), target))
    }
}

/// The node of the requisite graph that stands for a subject.
pub fn node_of(subject: &Subject) -> NodeKey {
    match subject {
        Subject::Course(code) => NodeKey::Course(code.clone()),
        Subject::Qualification(code) => NodeKey::Qualification(code.clone()),
        Subject::Tier(tier) => NodeKey::Tier(*tier),
        Subject::Role(code) => NodeKey::Role(code.clone()),
    }
}

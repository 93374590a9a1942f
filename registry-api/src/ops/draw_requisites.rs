//! Draws what comes before what.

use registry_core::catalogue::EntryRef;
use registry_core::eligibility::UnknownSubject;
use registry_core::graph::{NodeKey, RequisiteGraph};

use crate::snapshot::Snapshot;

/// The requisite graph of the catalogue, or the part of it that leads to `target`.
///
/// # Errors
/// A target that the catalogue does not have.
pub fn draw_requisites(
    snapshot: &Snapshot,
    target: Option<&NodeKey>,
) -> Result<RequisiteGraph, UnknownSubject> {
    let graph = snapshot.catalogue().graph();
    match target {
        None => Ok(graph.clone()),
        Some(key) if graph.nodes().any(|node| node.key == *key) => {
            Ok(graph.leading_to(std::slice::from_ref(key)))
        }
        Some(key) => Err(UnknownSubject(EntryRef::of_node(key))),
    }
}

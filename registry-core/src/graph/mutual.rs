//! Mutual corequisites: courses and qualifications that ask for one another at once, and so begin together.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::{kosaraju_scc, toposort};
use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;

use super::{NodeKey, RequisiteGraph};
use crate::requisite::{RequisiteKind, Strength};

impl NodeKey {
    /// Whether it is studied: a course or a qualification. A tier is completed and a role is taken up.
    pub(super) fn is_studied(&self) -> bool {
        matches!(self, Self::Course(_) | Self::Qualification(_))
    }
}

impl RequisiteGraph {
    /// The other members of the circle of corequisites that something stands in: each may lead to each, so those that
    /// are needed begin in one week. Empty for what stands in none.
    pub fn mutual(&self, key: &NodeKey) -> BTreeSet<&NodeKey> {
        let members = self.mutual.get(key).into_iter().flatten();
        members.filter(|member| *member != key).collect()
    }

    /// Every set of mutual corequisites, in order of its first member.
    pub fn mutual_sets(&self) -> Vec<&BTreeSet<NodeKey>> {
        let first = |(key, members): &(&NodeKey, &BTreeSet<NodeKey>)| members.first() == Some(*key);
        self.mutual.iter().filter(first).map(|(_, members)| members).collect()
    }

    pub(super) fn find_mutual(&self) -> BTreeMap<NodeKey, BTreeSet<NodeKey>> {
        let mut mutual = BTreeMap::new();
        for tangle in self.tangles().into_iter().filter(|tangle| self.is_mutual(tangle)) {
            let members: BTreeSet<NodeKey> = tangle.iter().map(|index| self.graph[*index].key.clone()).collect();
            mutual.extend(members.iter().map(|member| (member.clone(), members.clone())));
        }
        mutual
    }

    /// The largest sets of nodes that all lead to one another, each in order of kind and code.
    pub(super) fn tangles(&self) -> Vec<Vec<NodeIndex>> {
        let mut tangles = kosaraju_scc(&self.graph);
        tangles.retain(|knot| knot.len() > 1 || self.graph.contains_edge(knot[0], knot[0]));
        tangles.into_iter().map(|knot| self.in_key_order(knot.into_iter())).collect()
    }

    /// Whether a tangle can be taken together: no arrow within it bars.
    pub(super) fn is_mutual(&self, tangle: &[NodeIndex]) -> bool {
        let members: BTreeSet<NodeIndex> = tangle.iter().copied().collect();
        let mut within = tangle.iter().flat_map(|from| self.graph.edges(*from));
        !within.any(|arrow| members.contains(&arrow.target()) && self.bars(arrow))
    }

    /// Whether nobody can go round a circle that has this arrow: it is a prerequisite, or goes from something to
    /// itself, or one of its ends is not studied.
    pub(super) fn bars(&self, arrow: EdgeReference<'_, (RequisiteKind, Strength)>) -> bool {
        let studied = |end: NodeIndex| self.graph[end].key.is_studied();
        arrow.weight().0 == RequisiteKind::Prerequisite
            || arrow.source() == arrow.target()
            || !studied(arrow.source())
            || !studied(arrow.target())
    }

    pub(super) fn in_key_order(&self, nodes: impl Iterator<Item = NodeIndex>) -> Vec<NodeIndex> {
        let mut nodes: Vec<NodeIndex> = nodes.collect();
        nodes.sort_by(|a, b| self.graph[*a].key.cmp(&self.graph[*b].key));
        nodes
    }

    /// Every node in an order in which each comes after all that lead to it, mutual corequisites as one; `None` while
    /// there is a circle.
    pub(super) fn in_order(&self) -> Option<Vec<Vec<NodeIndex>>> {
        if let Ok(order) = toposort(&self.graph, None) {
            return Some(order.into_iter().map(|index| vec![index]).collect());
        }
        let is_sound = self.tangles().iter().all(|tangle| self.is_mutual(tangle));
        // The components come last first.
        let components = kosaraju_scc(&self.graph).into_iter().rev();
        is_sound.then(|| components.map(|component| self.in_key_order(component.into_iter())).collect())
    }
}

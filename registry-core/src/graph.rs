//! The requisite graph: what comes before what, on petgraph.
//!
//! An arrow goes from what comes first to what it leads to. Every alternative of an expression is an arrow, so the
//! graph shows what *may* come before; whether one is needed is the expression's business.

mod drawing;
mod reach;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use petgraph::Direction;
use petgraph::algo::{kosaraju_scc, toposort};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeRef, IntoNodeReferences};

use crate::catalogue::CatalogueParts;
use crate::id::{CourseCode, QualificationCode, RoleCode};
use crate::requisite::{Requisite, RequisiteExpr, RequisiteKind, Strength};
use crate::tier::Tier;

pub use reach::DependantCounts;

/// What a node of the graph stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKey {
    /// A course, all its versions together.
    Course(CourseCode),
    /// A qualification.
    Qualification(QualificationCode),
    /// A tier of the internship model.
    Tier(Tier),
    /// A role; nothing comes after it.
    Role(RoleCode),
}

impl NodeKey {
    /// A name that no other node has: `course:suite-supervision`.
    pub fn name(&self) -> String {
        match self {
            Self::Course(code) => format!("course:{code}"),
            Self::Qualification(code) => format!("qualification:{code}"),
            Self::Tier(tier) => format!("tier:{}", tier.number()),
            Self::Role(code) => format!("role:{code}"),
        }
    }
}

impl fmt::Display for NodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// A node with the title people know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it stands for.
    pub key: NodeKey,
    /// Its title.
    pub title: String,
}

/// An arrow from what comes first to what it leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// What comes first.
    pub from: NodeKey,
    /// What it leads to.
    pub to: NodeKey,
    /// Before, or at the same time.
    pub kind: RequisiteKind,
    /// Required or advised; the stronger where both are written.
    pub strength: Strength,
}

/// Requisites that go round in a circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// The members in order; the last leads back to the first.
    pub members: Vec<NodeKey>,
    /// Required when every arrow of the circle is; otherwise advised.
    pub strength: Strength,
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let strength = self.strength.name();
        if let [only] = self.members.as_slice() {
            return write!(f, "{strength} requisites make {only} come before itself");
        }
        let round: Vec<_> = self.members.iter().chain(self.members.first()).map(ToString::to_string).collect();
        write!(f, "{strength} requisites go round in a circle: {}", round.join(" before "))
    }
}

/// Nodes that all lead to one another: a strongly connected part of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knot {
    /// Every member, in order of kind and code.
    pub members: Vec<NodeKey>,
    /// A shortest circle among them; of required arrows alone where there is one.
    pub circle: Cycle,
}

/// The graph of all requisites of a catalogue.
///
/// ```
/// use registry_core::CatalogueParts;
/// use registry_core::graph::{NodeKey, RequisiteGraph};
/// # use registry_core::requisite::RequisiteExpr;
/// # use registry_core::source::Provenance;
/// use registry_core::tier::{Tier, TierDefinition};
///
/// # let definition = |tier: Tier, completion: Tier| TierDefinition {
/// #     tier,
/// #     title: String::new(),
/// #     target_group: String::new(),
/// #     structure: String::new(),
/// #     content: vec![],
/// #     outcome: String::new(),
/// #     entry: vec![],
/// #     completion: RequisiteExpr::Tier(completion),
/// #     completion_provenance: Provenance::Invented,
/// #     provenance: Provenance::Invented,
/// # };
/// // Suppose that each of two tiers were completed by completing the other.
/// let tiers: Vec<TierDefinition> = vec![definition(Tier::One, Tier::Two), definition(Tier::Two, Tier::One)];
/// let graph = RequisiteGraph::of(&CatalogueParts { tiers, ..CatalogueParts::default() });
/// assert!(graph.unlocks(&NodeKey::Tier(Tier::One)).contains(&NodeKey::Tier(Tier::Two)));
/// assert_eq!(graph.order(), None);
/// assert_eq!(
///     graph.cycles()[0].to_string(),
///     "required requisites go round in a circle: tier:1 before tier:2 before tier:1"
/// );
/// ```
#[derive(Debug, Clone)]
pub struct RequisiteGraph {
    graph: DiGraph<Node, (RequisiteKind, Strength)>,
    index: BTreeMap<NodeKey, NodeIndex>,
}

impl RequisiteGraph {
    /// Draws the graph. References to nothing are left out; the catalogue's checks report them.
    pub fn of(parts: &CatalogueParts) -> Self {
        let mut drawing = Self { graph: DiGraph::new(), index: BTreeMap::new() };
        for tier in &parts.tiers {
            drawing.add(NodeKey::Tier(tier.tier), format!("{}: {}", tier.tier, tier.title));
        }
        for course in &parts.courses {
            drawing.add(NodeKey::Course(course.code.clone()), course.title.clone());
        }
        for qualification in &parts.qualifications {
            drawing.add(NodeKey::Qualification(qualification.code.clone()), qualification.title.clone());
        }
        for role in &parts.roles {
            drawing.add(NodeKey::Role(role.code.clone()), role.title.clone());
        }
        let mut edges: BTreeMap<(NodeIndex, NodeIndex), (RequisiteKind, Strength)> = BTreeMap::new();
        for tier in &parts.tiers {
            let to = NodeKey::Tier(tier.tier);
            drawing.arrows(&mut edges, &to, &tier.completion, (RequisiteKind::Prerequisite, Strength::Required));
            drawing.requisites(&mut edges, &to, &tier.entry);
        }
        for course in &parts.courses {
            for version in &course.versions {
                drawing.requisites(&mut edges, &NodeKey::Course(course.code.clone()), &version.requisites);
            }
        }
        for qualification in &parts.qualifications {
            drawing.requisites(&mut edges, &NodeKey::Qualification(qualification.code.clone()), &qualification.entry);
        }
        for role in &parts.roles {
            drawing.requisites(&mut edges, &NodeKey::Role(role.code.clone()), &role.preparation);
        }
        for ((from, to), edge) in edges {
            drawing.graph.add_edge(from, to, edge);
        }
        drawing
    }

    fn add(&mut self, key: NodeKey, title: String) {
        if !self.index.contains_key(&key) {
            let index = self.graph.add_node(Node { key: key.clone(), title });
            self.index.insert(key, index);
        }
    }

    fn requisites(
        &self,
        edges: &mut BTreeMap<(NodeIndex, NodeIndex), (RequisiteKind, Strength)>,
        to: &NodeKey,
        requisites: &[Requisite],
    ) {
        for requisite in requisites {
            self.arrows(edges, to, requisite.requires(), (requisite.kind(), requisite.strength()));
        }
    }

    fn arrows(
        &self,
        edges: &mut BTreeMap<(NodeIndex, NodeIndex), (RequisiteKind, Strength)>,
        to: &NodeKey,
        expression: &RequisiteExpr,
        edge: (RequisiteKind, Strength),
    ) {
        let Some(&to) = self.index.get(to) else { return };
        expression.visit_leaves(&mut |leaf| {
            let key = match leaf {
                RequisiteExpr::Course(wanted) => NodeKey::Course(wanted.course.clone()),
                RequisiteExpr::Qualification(code) => NodeKey::Qualification(code.clone()),
                RequisiteExpr::Tier(tier) => NodeKey::Tier(*tier),
                _ => return,
            };
            if let Some(&from) = self.index.get(&key) {
                let known = edges.entry((from, to)).or_insert(edge);
                *known = (known.0.min(edge.0), known.1.min(edge.1));
            }
        });
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.graph.node_count()
    }

    /// Every node, in order of kind and code.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.index.values().map(|&index| &self.graph[index])
    }

    /// Every arrow, in order of its ends.
    pub fn edges(&self) -> Vec<Edge> {
        let key = |index: NodeIndex| self.graph[index].key.clone();
        let edge = |e: petgraph::graph::EdgeReference<'_, (RequisiteKind, Strength)>| Edge {
            from: key(e.source()),
            to: key(e.target()),
            kind: e.weight().0,
            strength: e.weight().1,
        };
        let mut edges: Vec<_> = self.graph.edge_references().map(edge).collect();
        edges.sort();
        edges
    }

    /// Every node, each after all that lead to it; `None` while there is a circle.
    pub fn order(&self) -> Option<Vec<&NodeKey>> {
        let order = toposort(&self.graph, None).ok()?;
        Some(order.into_iter().map(|index| &self.graph[index].key).collect())
    }

    /// The most nodes that come one after another, and the last of them; `None` while there is a circle, and for an
    /// empty graph.
    pub fn longest_chain(&self) -> Option<(usize, &NodeKey)> {
        let order = toposort(&self.graph, None).ok()?;
        let mut length = vec![1usize; self.graph.node_count()];
        for index in order {
            for next in self.graph.neighbors(index) {
                length[next.index()] = length[next.index()].max(length[index.index()] + 1);
            }
        }
        let last = self.graph.node_indices().max_by_key(|index| length[index.index()])?;
        Some((length[last.index()], &self.graph[last].key))
    }

    /// Everything that may come before, directly or not.
    pub fn ancestors(&self, key: &NodeKey) -> BTreeSet<&NodeKey> {
        self.reach(key, Direction::Incoming)
    }

    /// Everything it may lead to, directly or not.
    pub fn dependants(&self, key: &NodeKey) -> BTreeSet<&NodeKey> {
        self.reach(key, Direction::Outgoing)
    }

    /// What it leads to directly.
    pub fn unlocks(&self, key: &NodeKey) -> BTreeSet<&NodeKey> {
        let Some(&index) = self.index.get(key) else {
            return BTreeSet::new();
        };
        self.graph.neighbors(index).map(|next| &self.graph[next].key).collect()
    }

    /// What may come directly before it.
    pub fn comes_before(&self, key: &NodeKey) -> BTreeSet<&NodeKey> {
        let Some(&index) = self.index.get(key) else {
            return BTreeSet::new();
        };
        self.graph.neighbors_directed(index, Direction::Incoming).map(|before| &self.graph[before].key).collect()
    }

    /// Whether it stands alone: nothing leads to it, and it leads to nothing. So does what is not there.
    pub fn is_alone(&self, key: &NodeKey) -> bool {
        self.index.get(key).is_none_or(|&index| self.graph.neighbors_undirected(index).next().is_none())
    }

    fn reach(&self, key: &NodeKey, direction: Direction) -> BTreeSet<&NodeKey> {
        let mut found = BTreeSet::new();
        let mut open: Vec<NodeIndex> = self.index.get(key).copied().into_iter().collect();
        while let Some(index) = open.pop() {
            for next in self.graph.neighbors_directed(index, direction) {
                if found.insert(&self.graph[next].key) {
                    open.push(next);
                }
            }
        }
        found
    }

    /// One circle for each knot of nodes that lead to one another, in order of their first member. A knot with a
    /// circle of required arrows alone is reported with that one.
    pub fn cycles(&self) -> Vec<Cycle> {
        let mut cycles: Vec<Cycle> = self.knots().into_iter().map(|knot| knot.circle).collect();
        cycles.sort_by(|a, b| a.members.cmp(&b.members));
        cycles
    }

    /// Every knot: the largest sets of nodes that all lead to one another, in order of their first member. None while
    /// there is no circle.
    pub fn knots(&self) -> Vec<Knot> {
        let mut knots = Vec::new();
        for knot in kosaraju_scc(&self.graph) {
            let members: BTreeSet<NodeIndex> = knot.iter().copied().collect();
            let is_loop = self.graph.contains_edge(knot[0], knot[0]);
            if members.len() == 1 && !is_loop {
                continue;
            }
            let required = self.circle(&members, Strength::Required);
            let (found, strength) = match required {
                Some(found) => (found, Strength::Required),
                None => (self.circle(&members, Strength::Advised).unwrap_or(knot), Strength::Advised),
            };
            let mut keys: Vec<_> = found.iter().map(|&index| self.graph[index].key.clone()).collect();
            let first = keys.iter().enumerate().min_by_key(|(_, key)| *key).map_or(0, |(at, _)| at);
            keys.rotate_left(first);
            let mut all: Vec<_> = members.iter().map(|&index| self.graph[index].key.clone()).collect();
            all.sort();
            knots.push(Knot { members: all, circle: Cycle { members: keys, strength } });
        }
        knots.sort_by(|a, b| a.members.cmp(&b.members));
        knots
    }

    /// A circle among `members` whose arrows are at least that strong: a shortest one through the least member that
    /// has one.
    fn circle(&self, members: &BTreeSet<NodeIndex>, weakest: Strength) -> Option<Vec<NodeIndex>> {
        let mut starts: Vec<_> = members.iter().copied().collect();
        starts.sort_by(|&a, &b| self.graph[a].key.cmp(&self.graph[b].key));
        starts.into_iter().find_map(|start| self.circle_through(start, members, weakest))
    }

    fn circle_through(
        &self,
        start: NodeIndex,
        members: &BTreeSet<NodeIndex>,
        weakest: Strength,
    ) -> Option<Vec<NodeIndex>> {
        let mut came_from: BTreeMap<NodeIndex, NodeIndex> = BTreeMap::new();
        let mut level = vec![start];
        while !level.is_empty() {
            let mut next_level = Vec::new();
            for &at in &level {
                let strong = self.graph.edges(at).filter(|edge| edge.weight().1 <= weakest);
                let mut targets: Vec<_> = strong.map(|edge| edge.target()).filter(|to| members.contains(to)).collect();
                targets.sort_by(|&a, &b| self.graph[a].key.cmp(&self.graph[b].key));
                for to in targets {
                    if to == start {
                        let mut round = vec![at];
                        while let Some(&before) = came_from.get(&round[round.len() - 1]) {
                            round.push(before);
                        }
                        round.reverse();
                        return Some(round);
                    }
                    if let std::collections::btree_map::Entry::Vacant(free) = came_from.entry(to) {
                        free.insert(at);
                        next_level.push(to);
                    }
                }
            }
            level = next_level;
        }
        None
    }

    /// The part of the graph around some nodes: they and everything before them.
    pub fn leading_to(&self, keys: &[NodeKey]) -> RequisiteGraph {
        let mut wanted: BTreeSet<&NodeKey> = keys.iter().collect();
        for key in keys {
            wanted.extend(self.ancestors(key));
        }
        self.only(&wanted)
    }

    fn only(&self, wanted: &BTreeSet<&NodeKey>) -> RequisiteGraph {
        let graph =
            self.graph.filter_map(|_, node| wanted.contains(&node.key).then(|| node.clone()), |_, edge| Some(*edge));
        let index = graph.node_references().map(|(index, node)| (node.key.clone(), index)).collect();
        RequisiteGraph { graph, index }
    }
}

#[cfg(test)]
mod tests;

//! The requisite graph: what comes before what, on petgraph.
//!
//! An arrow goes from what comes first to what it leads to. Every alternative of an expression is an arrow, so the
//! graph shows what *may* come before; whether one is needed is the expression's business.

mod circle;
mod drawing;
mod mutual;
mod reach;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeRef, IntoNodeReferences};

use crate::catalogue::CatalogueParts;
use crate::course::Course;
use crate::id::{CourseCode, QualificationCode, RoleCode};
use crate::requisite::{Requisite, RequisiteExpr, RequisiteKind, Strength};
use crate::tier::Tier;

pub use circle::{Cycle, Knot};
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
    mutual: BTreeMap<NodeKey, BTreeSet<NodeKey>>,
}

impl RequisiteGraph {
    /// Draws the graph. References to nothing are left out; the catalogue's checks report them.
    pub fn of(parts: &CatalogueParts) -> Self {
        Self::with_courses(parts, parts.courses.iter())
    }

    /// The graph of `parts` with those courses in place of its own.
    pub(crate) fn with_courses<'a>(parts: &CatalogueParts, courses: impl Iterator<Item = &'a Course> + Clone) -> Self {
        let CatalogueParts { tiers, qualifications, roles, .. } = parts;
        let mut drawing = Self { graph: DiGraph::new(), index: BTreeMap::new(), mutual: BTreeMap::new() };
        for tier in tiers {
            drawing.add(NodeKey::Tier(tier.tier), format!("{}: {}", tier.tier, tier.title));
        }
        for course in courses.clone() {
            drawing.add(NodeKey::Course(course.code.clone()), course.title.clone());
        }
        for qualification in qualifications {
            drawing.add(NodeKey::Qualification(qualification.code.clone()), qualification.title.clone());
        }
        for role in roles {
            drawing.add(NodeKey::Role(role.code.clone()), role.title.clone());
        }
        let mut edges: BTreeMap<(NodeIndex, NodeIndex), (RequisiteKind, Strength)> = BTreeMap::new();
        for tier in tiers {
            let to = NodeKey::Tier(tier.tier);
            drawing.arrows(&mut edges, &to, &tier.completion, (RequisiteKind::Prerequisite, Strength::Required));
            drawing.requisites(&mut edges, &to, &tier.entry);
        }
        for course in courses {
            for version in &course.versions {
                drawing.requisites(&mut edges, &NodeKey::Course(course.code.clone()), &version.requisites);
            }
        }
        for qualification in qualifications {
            drawing.requisites(&mut edges, &NodeKey::Qualification(qualification.code.clone()), &qualification.entry);
        }
        for role in roles {
            drawing.requisites(&mut edges, &NodeKey::Role(role.code.clone()), &role.preparation);
        }
        for ((from, to), edge) in edges {
            drawing.graph.add_edge(from, to, edge);
        }
        drawing.mutual = drawing.find_mutual();
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

    /// Every node, each after all that lead to it, mutual corequisites side by side; `None` while there is a circle.
    pub fn order(&self) -> Option<Vec<&NodeKey>> {
        Some(self.in_order()?.into_iter().flatten().map(|index| &self.graph[index].key).collect())
    }

    /// The most nodes that come one after another, mutual corequisites too, and the last of them; `None` while there is a
    /// circle, and for an empty graph.
    pub fn longest_chain(&self) -> Option<(usize, &NodeKey)> {
        let order = self.in_order()?;
        let mut before = vec![0usize; self.graph.node_count()];
        let mut longest = None;
        for group in &order {
            let length = group.iter().map(|index| before[index.index()]).max().unwrap_or(0) + group.len();
            for next in group.iter().flat_map(|index| self.graph.neighbors(*index)) {
                before[next.index()] = before[next.index()].max(length);
            }
            longest = longest.max(group.last().map(|last| (length, *last)));
        }
        longest.map(|(length, last)| (length, &self.graph[last].key))
    }

    /// Everything that may come before, or beside, directly or not; never itself.
    pub fn ancestors(&self, key: &NodeKey) -> BTreeSet<&NodeKey> {
        self.reach(key, Direction::Incoming)
    }

    /// Everything it may lead to, directly or not; never itself.
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
                if self.graph[next].key != *key && found.insert(&self.graph[next].key) {
                    open.push(next);
                }
            }
        }
        found
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
        let mut part = RequisiteGraph { graph, index, mutual: BTreeMap::new() };
        part.mutual = part.find_mutual();
        part
    }
}

#[cfg(test)]
mod tests;

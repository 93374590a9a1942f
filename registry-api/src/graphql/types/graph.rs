//! The requisite graph, and what one thing leads to.

use std::collections::BTreeMap;

use async_graphql::{Enum, Object, SimpleObject, Union};
use registry_core::{graph as core, words};

use super::course::Course;
use super::found;
use super::qualification::Qualification;
use super::requisite::{RequisiteKind, Strength};
use super::role::Role;
use super::tier::Tier;
use crate::graphql::error::{ApiError, ErrorCode};
use crate::snapshot::Snapshot;

/// Most entries that `unlocks` lists.
pub(crate) const UNLOCKS_MAX: usize = 100;

/// Most nodes of a graph that is drawn: beyond it nobody can read the drawing.
pub(crate) const NODES_MAX: usize = 1_000;

/// What may come before something or after it. New members can come.
#[derive(Union)]
pub(crate) enum CatalogueEntry<'a> {
    /// A course.
    Course(Course<'a>),
    /// A qualification.
    Qualification(Qualification<'a>),
    /// A tier.
    Tier(Tier<'a>),
    /// A role.
    Role(Role<'a>),
}

impl<'a> CatalogueEntry<'a> {
    /// What a node of the graph stands for.
    pub(crate) fn new(at: &'a Snapshot, key: &core::NodeKey) -> Result<Self, ApiError> {
        let catalogue = at.catalogue();
        Ok(match key {
            core::NodeKey::Course(code) => Course { at, entry: found(catalogue.course(code), code.as_str())? }.into(),
            core::NodeKey::Qualification(code) => {
                Qualification { at, entry: found(catalogue.qualification(code), code.as_str())? }.into()
            }
            core::NodeKey::Tier(tier) => Tier { at, entry: found(catalogue.tier(tier), "tier")? }.into(),
            core::NodeKey::Role(code) => Role { at, entry: found(catalogue.role(code), code.as_str())? }.into(),
        })
    }
}

/// What a node of the requisite graph stands for. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GraphNodeKind {
    /// A course, all its versions together.
    Course,
    /// A qualification.
    Qualification,
    /// A tier of the internship model.
    Tier,
    /// A role; nothing comes after it.
    Role,
}

/// A node of the requisite graph.
#[derive(SimpleObject, Clone)]
pub(crate) struct GraphNode {
    /// A name that no other node has: `course:suite-supervision`.
    key: String,
    /// What it stands for.
    kind: GraphNodeKind,
    /// Its code, or the number of the tier.
    code: String,
    /// Its title.
    title: String,
}

impl GraphNode {
    fn new(node: &core::Node) -> Self {
        Self::titled(&node.key, node.title.clone())
    }

    /// What a key stands for, with its title.
    pub(crate) fn of(at: &Snapshot, key: &core::NodeKey) -> Self {
        Self::titled(key, words::entry(at.catalogue(), key))
    }

    fn titled(key: &core::NodeKey, title: String) -> Self {
        let (kind, code) = match key {
            core::NodeKey::Course(code) => (GraphNodeKind::Course, code.to_string()),
            core::NodeKey::Qualification(code) => (GraphNodeKind::Qualification, code.to_string()),
            core::NodeKey::Tier(tier) => (GraphNodeKind::Tier, tier.number().to_string()),
            core::NodeKey::Role(code) => (GraphNodeKind::Role, code.to_string()),
        };
        Self { key: key.name(), kind, code, title }
    }
}

/// An arrow of the requisite graph.
#[derive(SimpleObject)]
pub(crate) struct GraphEdge {
    /// The key of what comes first.
    from: String,
    /// The key of what it may lead to.
    to: String,
    /// Before, or at the same time.
    kind: RequisiteKind,
    /// Required or advised; the stronger where both are written.
    strength: Strength,
}

/// A requisite graph.
pub(crate) struct RequisiteGraph {
    graph: core::RequisiteGraph,
}

impl RequisiteGraph {
    /// The graph of everything, or of what may come before one thing and that thing itself.
    ///
    /// # Errors
    /// A graph of more than a thousand nodes.
    pub(crate) fn new(at: &Snapshot, subject: Option<core::NodeKey>) -> Result<Self, ApiError> {
        let whole = at.catalogue().graph();
        let graph = match subject {
            Some(key) => whole.leading_to(&[key]),
            None if whole.node_count() <= NODES_MAX => whole.clone(),
            None => return Err(Self::too_large()),
        };
        if graph.node_count() > NODES_MAX { Err(Self::too_large()) } else { Ok(Self { graph }) }
    }

    fn too_large() -> ApiError {
        let message =
            format!("The graph has more than {NODES_MAX} nodes: ask for the part before one thing with `for`.");
        ApiError::new(ErrorCode::OverLimit, message)
    }
}

/// What may come before what. Every alternative of an expression is an arrow, so the graph shows what *may* come
/// before; whether one is needed is the expression's business.
#[Object]
impl RequisiteGraph {
    /// Every node, in order of kind and code; at most 1,000.
    async fn nodes(&self) -> Vec<GraphNode> {
        self.graph.nodes().map(GraphNode::new).collect()
    }

    /// Every arrow, in order of its ends; at most a few for each node.
    async fn edges(&self) -> Vec<GraphEdge> {
        let edge = |edge: core::Edge| GraphEdge {
            from: edge.from.name(),
            to: edge.to.name(),
            kind: edge.kind.into(),
            strength: edge.strength.into(),
        };
        self.graph.edges().into_iter().map(edge).collect()
    }

    /// Every node, each after all that may come before it; at most 1,000.
    async fn order(&self) -> Vec<GraphNode> {
        let nodes: BTreeMap<_, _> = self.graph.nodes().map(|node| (&node.key, node)).collect();
        // A checked catalogue has no circles, so there always is an order.
        let order = self.graph.order().unwrap_or_default();
        order.into_iter().filter_map(|key| nodes.get(key)).map(|node| GraphNode::new(node)).collect()
    }

    /// The graph in DOT, for Graphviz. Advised arrows are dashed.
    async fn dot(&self) -> String {
        self.graph.to_dot()
    }

    /// The graph in Mermaid. Advised arrows are dotted.
    async fn mermaid(&self) -> String {
        self.graph.to_mermaid()
    }
}

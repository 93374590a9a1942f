//! Requisites that go round in a circle, and of which circle a knot of them is told.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::NodeIndex;
use petgraph::visit::{EdgeFiltered, EdgeRef};

use super::{NodeKey, RequisiteGraph};
use crate::requisite::{RequisiteKind, Strength};

/// Requisites that go round in a circle that nobody can enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// The members in order; the last leads back to the first.
    pub members: Vec<NodeKey>,
    /// The arrow from each member to the one after it, of the last to the first.
    pub kinds: Vec<RequisiteKind>,
    /// Required when every arrow of the circle is; otherwise advised.
    pub strength: Strength,
}

impl Cycle {
    /// What would put it right: of a circle with a single prerequisite that one, otherwise any.
    pub fn remedy(&self) -> String {
        let round = self.members.iter().zip(self.members.iter().cycle().skip(1)).zip(&self.kinds);
        let before: Vec<_> = round.filter(|(_, kind)| **kind == RequisiteKind::Prerequisite).collect();
        match before.as_slice() {
            [((from, to), _)] if self.members.len() > 1 && self.members.iter().all(NodeKey::is_studied) => {
                format!("make {from} a corequisite of {to} and no prerequisite, or take one of these requisites away")
            }
            _ => "take one of these requisites away".to_owned(),
        }
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let strength = self.strength.name();
        let word = |kind: &RequisiteKind| match kind {
            RequisiteKind::Prerequisite => "before",
            RequisiteKind::Corequisite => "beside",
        };
        if let ([only], [kind]) = (self.members.as_slice(), self.kinds.as_slice()) {
            let verb = if *kind == RequisiteKind::Prerequisite { "come" } else { "stand" };
            return write!(f, "{strength} requisites make {only} {verb} {} itself", word(kind));
        }
        write!(f, "{strength} requisites go round in a circle: ")?;
        for (member, kind) in self.members.iter().zip(&self.kinds) {
            write!(f, "{member} {} ", word(kind))?;
        }
        self.members.first().map_or(Ok(()), |first| write!(f, "{first}"))
    }
}

/// Nodes that all lead to one another, and cannot be taken together: a strongly connected part of the graph that is
/// more than [mutual corequisites](RequisiteGraph::mutual).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knot {
    /// Every member, in order of kind and code.
    pub members: Vec<NodeKey>,
    /// A shortest circle among them that nobody can enter; of required arrows alone where there is one.
    pub circle: Cycle,
}

impl RequisiteGraph {
    /// One circle for each knot of nodes that lead to one another, in order of their first member. A knot with a
    /// circle of required arrows alone is reported with that one.
    pub fn cycles(&self) -> Vec<Cycle> {
        let mut cycles: Vec<Cycle> = self.knots().into_iter().map(|knot| knot.circle).collect();
        cycles.sort_by(|a, b| a.members.cmp(&b.members));
        cycles
    }

    /// Every knot: the largest sets of nodes that all lead to one another, in order of their first member. None while
    /// there is no circle but those of corequisites.
    pub fn knots(&self) -> Vec<Knot> {
        let mut knots = Vec::new();
        for knot in self.tangles().into_iter().filter(|knot| !self.is_mutual(knot)) {
            let members: BTreeSet<NodeIndex> = knot.iter().copied().collect();
            let found = [Strength::Required, Strength::Advised]
                .into_iter()
                .find_map(|strength| Some((self.circle(&members, strength)?, strength)));
            let (mut found, strength) = found.unwrap_or((knot.clone(), Strength::Advised));
            let first = (0..found.len()).min_by_key(|at| &self.graph[found[*at]].key).unwrap_or(0);
            found.rotate_left(first);
            let kind = |(from, to): (&NodeIndex, &NodeIndex)| {
                let arrow = self.graph.find_edge(*from, *to);
                arrow.map_or(RequisiteKind::Prerequisite, |arrow| self.graph[arrow].0)
            };
            let circle = Cycle {
                members: found.iter().map(|&index| self.graph[index].key.clone()).collect(),
                kinds: found.iter().zip(found.iter().cycle().skip(1)).map(kind).collect(),
                strength,
            };
            let members = knot.iter().map(|&index| self.graph[index].key.clone()).collect();
            knots.push(Knot { members, circle });
        }
        knots.sort_by(|a, b| a.members.cmp(&b.members));
        knots
    }

    /// A circle among `members` whose arrows are at least that strong and that nobody can enter. Of the first knot of such
    /// arrows it is a shortest one that begins with an arrow that [bars](RequisiteGraph::bars) of the least member.
    fn circle(&self, members: &BTreeSet<NodeIndex>, weakest: Strength) -> Option<Vec<NodeIndex>> {
        let strong = EdgeFiltered::from_fn(&self.graph, |arrow| {
            arrow.weight().1 <= weakest && members.contains(&arrow.source()) && members.contains(&arrow.target())
        });
        let bars = |inside: &BTreeSet<NodeIndex>, from: NodeIndex| -> Vec<NodeIndex> {
            let arrows = self.graph.edges(from).filter(|arrow| arrow.weight().1 <= weakest && self.bars(*arrow));
            self.in_key_order(arrows.map(|arrow| arrow.target()).filter(|to| inside.contains(to)))
        };
        let mut starts = Vec::new();
        for knot in kosaraju_scc(&strong) {
            let inside: BTreeSet<NodeIndex> = knot.iter().copied().collect();
            let start = self.in_key_order(knot.into_iter()).into_iter().find(|from| !bars(&inside, *from).is_empty());
            starts.extend(start.map(|start| (start, inside)));
        }
        let (start, inside) = starts.into_iter().min_by_key(|(start, _)| &self.graph[*start].key)?;
        self.circle_through(start, &bars(&inside, start), &inside, weakest)
    }

    /// A shortest circle from `start` over one of `first` and back.
    fn circle_through(
        &self,
        start: NodeIndex,
        first: &[NodeIndex],
        inside: &BTreeSet<NodeIndex>,
        weakest: Strength,
    ) -> Option<Vec<NodeIndex>> {
        if first.contains(&start) {
            return Some(vec![start]);
        }
        let mut came_from: BTreeMap<NodeIndex, NodeIndex> = first.iter().map(|to| (*to, start)).collect();
        let mut level = first.to_vec();
        while !level.is_empty() {
            let mut next_level = Vec::new();
            for &at in &level {
                let strong = self.graph.edges(at).filter(|arrow| arrow.weight().1 <= weakest);
                for to in self.in_key_order(strong.map(|arrow| arrow.target()).filter(|to| inside.contains(to))) {
                    if to == start {
                        let mut round = vec![at];
                        while let Some(&before) = came_from.get(&round[round.len() - 1]) {
                            round.push(before);
                        }
                        round.reverse();
                        return Some(round);
                    }
                    if let Entry::Vacant(free) = came_from.entry(to) {
                        free.insert(at);
                        next_level.push(to);
                    }
                }
            }
            level = next_level;
        }
        None
    }
}

//! The order of items: each after all it may need, otherwise as in the file; and the circles that bar one.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::ProblemFile;
use super::fault::{FileFault, Found, Place};
use super::resolve::Asks;
use super::together::Node;

/// At most so many members of a circle are named.
const MEMBERS_SHOWN: usize = 12;

/// Which node each item of the file is in; `usize::MAX` for those that are in none.
pub(super) fn places(nodes: &[Node], items: usize) -> Vec<usize> {
    let mut place_of = vec![usize::MAX; items];
    for (place, node) in nodes.iter().enumerate() {
        node.members.iter().for_each(|member| place_of[*member] = place);
    }
    place_of
}

/// The nodes in order. Circles are problems, and their members are left out.
pub(super) fn order(
    file: &ProblemFile,
    nodes: &[Node],
    asks: &[Asks],
    place_of: &[usize],
    found: &mut Found,
) -> Vec<usize> {
    let needs = needs(nodes, asks, place_of);
    // Most files have everything after what it may need.
    if (0..nodes.len()).all(|node| needs.of(node).last().is_none_or(|last| *last < node)) {
        return (0..nodes.len()).collect();
    }
    let mut waiting: Vec<usize> = (0..nodes.len()).map(|node| needs.of(node).len()).collect();
    let needed_by = needs.turned();
    let ready = waiting.iter().enumerate().filter(|(_, count)| **count == 0);
    let mut ready: BinaryHeap<Reverse<usize>> = ready.map(|(node, _)| Reverse(node)).collect();
    let mut order = Vec::with_capacity(nodes.len());
    while let Some(Reverse(node)) = ready.pop() {
        order.push(node);
        for after in needed_by.of(node) {
            waiting[*after] -= 1;
            if waiting[*after] == 0 {
                ready.push(Reverse(*after));
            }
        }
    }
    if order.len() < nodes.len() {
        say_circles(file, nodes, &needs, &waiting, found);
    }
    order
}

/// Lists of nodes in one run of memory: a million short ones are slow to make one by one.
struct NodeLists {
    start: Vec<usize>,
    nodes: Vec<usize>,
}

impl NodeLists {
    fn of(&self, node: usize) -> &[usize] {
        &self.nodes[self.start[node]..self.start[node + 1]]
    }

    /// By node the nodes in whose lists it is, in order.
    fn turned(&self) -> Self {
        let count = self.start.len() - 1;
        let mut start = vec![0; count + 1];
        self.nodes.iter().for_each(|node| start[node + 1] += 1);
        for node in 0..count {
            start[node + 1] += start[node];
        }
        let mut next = start.clone();
        let mut nodes = vec![0; self.nodes.len()];
        for node in 0..count {
            for &other in self.of(node) {
                nodes[next[other]] = node;
                next[other] += 1;
            }
        }
        Self { start, nodes }
    }
}

/// The nodes that each node may need, each once and in order. A node is in its own list when it can need itself.
fn needs(nodes: &[Node], asks: &[Asks], place_of: &[usize]) -> NodeLists {
    let mut lists = NodeLists { start: vec![0], nodes: Vec::with_capacity(2 * nodes.len()) };
    let mut needs = Vec::new();
    for (place, node) in nodes.iter().enumerate() {
        needs.clear();
        for member in &node.members {
            asks[*member].before.visit_items(&mut |item| needs.push(place_of[item]));
            // Members are beside one another anyway.
            asks[*member].beside.visit_items(&mut |item| {
                if place_of[item] != place || node.members.len() == 1 {
                    needs.push(place_of[item]);
                }
            });
        }
        needs.retain(|other| *other != usize::MAX);
        needs.sort_unstable();
        needs.dedup();
        lists.nodes.extend_from_slice(&needs);
        lists.start.push(lists.nodes.len());
    }
    lists
}

/// One circle for every tangle of nodes that need one another.
fn say_circles(file: &ProblemFile, nodes: &[Node], needs: &NodeLists, waiting: &[usize], found: &mut Found) {
    let mut graph: DiGraph<(), (), usize> = DiGraph::default();
    nodes.iter().for_each(|_| {
        graph.add_node(());
    });
    let stuck = |node: &usize| waiting[*node] > 0;
    for node in (0..nodes.len()).filter(stuck) {
        for other in needs.of(node).iter().filter(|other| stuck(other)) {
            graph.add_edge(NodeIndex::new(node), NodeIndex::new(*other), ());
        }
    }
    let mut tangles: Vec<Vec<usize>> = kosaraju_scc(&graph)
        .into_iter()
        .map(|tangle| tangle.into_iter().map(NodeIndex::index).collect::<Vec<usize>>())
        .filter(|tangle| tangle.len() > 1 || needs.of(tangle[0]).contains(&tangle[0]))
        .collect();
    tangles.iter_mut().for_each(|tangle| tangle.sort_unstable());
    tangles.sort_unstable();
    let top = Place::File;
    let items = top.key("items");
    for tangle in tangles {
        let circle = circle(&tangle, needs);
        let ids: Vec<&str> = circle.iter().map(|node| file.items[nodes[*node].members[0]].id.as_str()).collect();
        let mut members = ids.iter().take(MEMBERS_SHOWN).copied().collect::<Vec<_>>().join(" → ");
        if ids.len() > MEMBERS_SHOWN {
            members += &format!(" → … ({} in all)", ids.len());
        }
        members += &format!(" → {}", ids[0]);
        found.push(&items.at(nodes[circle[0]].members[0]), FileFault::Circle { members });
    }
}

/// A circle through the first node of a tangle: the shortest, by breadth.
fn circle(tangle: &[usize], needs: &NodeLists) -> Vec<usize> {
    let start = tangle[0];
    let inside: BTreeSet<usize> = tangle.iter().copied().collect();
    let mut came_from = std::collections::BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for other in needs.of(node).iter().filter(|other| inside.contains(other)) {
            if *other == start {
                let mut circle = vec![node];
                while let Some(before) = came_from.get(&circle[circle.len() - 1]) {
                    circle.push(*before);
                }
                circle.reverse();
                return circle;
            }
            if !came_from.contains_key(other) {
                came_from.insert(*other, node);
                queue.push_back(*other);
            }
        }
    }
    vec![start]
}

//! Items that need one another at once are one item: corequisites that go round in a circle.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::ProblemFile;
use super::clock::NumberedWay;
use super::fault::{FileFault, Found, Place};
use super::resolve::{Asks, Names, Standing};
use crate::solver::expr::Expr;
use crate::solver::problem::{Timing, Way};

/// Ways of items that are taken together are combined up to this many.
const COMBINED_MAX: usize = 1_000;

/// One item of the problem: one of the file, or several that are always taken together.
#[derive(Debug)]
pub(super) struct Node {
    /// The items of the file, in order.
    pub(super) members: Vec<usize>,
    pub(super) ways: Vec<CombinedWay>,
}

/// A way of a node.
#[derive(Debug, Clone)]
pub(super) struct CombinedWay {
    pub(super) way: Way,
    /// For each member, which of its written ways.
    pub(super) numbers: Vec<usize>,
}

/// The items that stand in the corequisite by themselves or within *all*: without them it is not met.
fn always_beside(beside: &Expr) -> Vec<usize> {
    match beside {
        Expr::Item(item) => vec![*item],
        Expr::All(parts) => {
            let item = |part: &Expr| if let Expr::Item(item) = part { Some(*item) } else { None };
            parts.iter().filter_map(item).collect()
        }
        _ => Vec::new(),
    }
}

/// The open items, those that need one another at once put together, in the order of the file.
pub(super) fn nodes(
    file: &ProblemFile,
    names: &Names<'_>,
    asks: &[Asks],
    ways: Vec<Vec<NumberedWay>>,
    found: &mut Found,
) -> Vec<Node> {
    let leader = leaders(names, asks);
    let mut place_of = vec![usize::MAX; file.items.len()];
    let mut nodes: Vec<Node> = Vec::new();
    let top = Place::File;
    let items = top.key("items");
    for (item, ways) in ways.into_iter().enumerate() {
        if names.standing[item] != Standing::Open {
            continue;
        }
        let first = leader.as_ref().map_or(item, |leader| leader[item]);
        if first == item {
            place_of[item] = nodes.len();
            let alone = |way: NumberedWay| CombinedWay { way: way.way, numbers: vec![way.number] };
            nodes.push(Node { members: vec![item], ways: ways.into_iter().map(alone).collect() });
            continue;
        }
        let node = &mut nodes[place_of[first]];
        let could = !node.ways.is_empty() && !ways.is_empty();
        node.ways = combined(&node.ways, &ways);
        node.members.push(item);
        if could && node.ways.is_empty() {
            let members: Vec<&str> = node.members.iter().map(|member| file.items[*member].id.as_str()).collect();
            found.push(&items.at(item), FileFault::Apart { members: members.join(", ") });
        }
    }
    nodes
}

/// For each item the first of those it is always taken with; `None` when there are no such items at all.
fn leaders(names: &Names<'_>, asks: &[Asks]) -> Option<Vec<usize>> {
    let open = |item: &usize| names.standing[*item] == Standing::Open;
    let mut arrows = Vec::new();
    for (item, asked) in asks.iter().enumerate().filter(|(item, _)| open(item)) {
        arrows.extend(always_beside(&asked.beside).into_iter().filter(open).map(|other| (item, other)));
    }
    if arrows.is_empty() {
        return None;
    }
    let mut graph: DiGraph<(), (), usize> = DiGraph::with_capacity(asks.len(), arrows.len());
    asks.iter().for_each(|_| {
        graph.add_node(());
    });
    for (from, to) in arrows {
        graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
    }
    let mut leader: Vec<usize> = (0..asks.len()).collect();
    for component in kosaraju_scc(&graph) {
        let first = component.iter().map(|node| node.index()).min().unwrap_or(0);
        component.iter().for_each(|node| leader[node.index()] = first);
    }
    Some(leader)
}

/// The ways of taking two things together: at the same time, for the same time.
fn combined(of: &[CombinedWay], with: &[NumberedWay]) -> Vec<CombinedWay> {
    let mut both = Vec::new();
    for (first, second) in of.iter().flat_map(|first| with.iter().map(move |second| (first, second))) {
        if both.len() == COMBINED_MAX {
            break;
        }
        let timing = match (first.way.timing, second.way.timing) {
            (one, other) if one == other => one,
            (
                Timing::Rolling { from, until, terms },
                Timing::Rolling { from: other_from, until: other_until, terms: other_terms },
            ) if terms == other_terms && from.max(other_from) <= until.min(other_until) => {
                Timing::Rolling { from: from.max(other_from), until: until.min(other_until), terms }
            }
            _ => continue,
        };
        let way = Way {
            cost: first.way.cost + second.way.cost,
            load: first.way.load.saturating_add(second.way.load),
            days: first.way.days.saturating_add(second.way.days),
            lacking: first.way.lacking.saturating_add(second.way.lacking),
            timing,
        };
        let numbers = first.numbers.iter().copied().chain([second.number]).collect();
        both.push(CombinedWay { way, numbers });
    }
    both
}

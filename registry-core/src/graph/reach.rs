//! How much comes after each node, and the longest chain through it, for graphs of any size.

use std::collections::BTreeMap;

use petgraph::Direction;
use petgraph::algo::toposort;
use petgraph::graph::NodeIndex;

use super::{NodeKey, RequisiteGraph};

/// How many nodes come after each one, directly or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DependantCounts<'a> {
    /// The number for each node, itself not counted.
    pub counts: BTreeMap<&'a NodeKey, usize>,
    /// Whether counting came to its end; otherwise each number is the least there are.
    pub is_complete: bool,
}

/// One bit for each node of a block.
const BLOCK: usize = u64::BITS as usize;

impl RequisiteGraph {
    /// How many nodes come after each one. Counting stops between two blocks of 64 nodes once more than `arrows_max`
    /// arrows were followed. `None` while there is a circle.
    ///
    /// The nodes are taken 64 at a time, and only what leads to a block is visited for it: where chains are short the
    /// work grows with the number of nodes, and at worst with nodes × arrows / 64.
    pub fn dependant_counts(&self, arrows_max: u64) -> Option<DependantCounts<'_>> {
        let order = toposort(&self.graph, None).ok()?;
        let mut place = vec![0usize; self.graph.node_count()];
        for (at, index) in order.iter().enumerate() {
            place[index.index()] = at;
        }
        let mut counts = vec![0usize; order.len()];
        let mut after = vec![0u64; order.len()];
        let mut seen = vec![usize::MAX; order.len()];
        let (mut followed, mut is_complete) = (0u64, true);
        for (number, block) in order.chunks(BLOCK).enumerate() {
            if followed > arrows_max {
                is_complete = false;
                break;
            }
            let mut leading = self.leading_to_block(block, number, &mut seen);
            leading.sort_unstable_by_key(|index| std::cmp::Reverse(place[index.index()]));
            for &index in &leading {
                let own = place[index.index()].checked_sub(number * BLOCK).filter(|bit| *bit < BLOCK);
                let passed_on = after[index.index()] | own.map_or(0, |bit| 1 << bit);
                for before in self.graph.neighbors_directed(index, Direction::Incoming) {
                    after[before.index()] |= passed_on;
                    followed += 1;
                }
                counts[index.index()] += after[index.index()].count_ones() as usize;
                after[index.index()] = 0;
            }
        }
        let counts = self.index.iter().map(|(key, index)| (key, counts[index.index()])).collect();
        Some(DependantCounts { counts, is_complete })
    }

    /// The nodes of a block and everything that leads to them.
    fn leading_to_block(&self, block: &[NodeIndex], number: usize, seen: &mut [usize]) -> Vec<NodeIndex> {
        let mut found: Vec<NodeIndex> = block.to_vec();
        for index in block {
            seen[index.index()] = number;
        }
        let mut next = 0;
        while let Some(&index) = found.get(next) {
            next += 1;
            for before in self.graph.neighbors_directed(index, Direction::Incoming) {
                if seen[before.index()] != number {
                    seen[before.index()] = number;
                    found.push(before);
                }
            }
        }
        found
    }

    /// The most courses and qualifications that come one after another with this node among them; tiers and roles
    /// join chains and are not counted. `None` while there is a circle.
    pub fn longest_chains(&self) -> Option<BTreeMap<&NodeKey, usize>> {
        let order = toposort(&self.graph, None).ok()?;
        let counts = |index: NodeIndex| {
            usize::from(matches!(self.graph[index].key, NodeKey::Course(_) | NodeKey::Qualification(_)))
        };
        let mut before = vec![0usize; order.len()];
        for &index in &order {
            for next in self.graph.neighbors(index) {
                before[next.index()] = before[next.index()].max(before[index.index()] + counts(index));
            }
        }
        let mut after = vec![0usize; order.len()];
        for &index in order.iter().rev() {
            for earlier in self.graph.neighbors_directed(index, Direction::Incoming) {
                after[earlier.index()] = after[earlier.index()].max(after[index.index()] + counts(index));
            }
        }
        let length = |index: NodeIndex| before[index.index()] + counts(index) + after[index.index()];
        Some(self.index.iter().map(|(key, &index)| (key, length(index))).collect())
    }
}

//! How much comes after each node, and the longest chain through it, for graphs of any size.

use std::collections::BTreeMap;

use petgraph::Direction;
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
        let order = self.in_order()?;
        let mut place = vec![0usize; self.graph.node_count()];
        for (at, group) in order.iter().enumerate() {
            group.iter().for_each(|index| place[index.index()] = at);
        }
        let nodes: Vec<NodeIndex> = order.iter().flatten().copied().collect();
        let mut own = vec![0u64; nodes.len()];
        let mut counts = vec![0usize; nodes.len()];
        // For each place the nodes of the block that come after it, or stand there.
        let mut after = vec![0u64; order.len()];
        let mut seen = vec![usize::MAX; nodes.len()];
        let (mut followed, mut is_complete) = (0u64, true);
        for (number, block) in nodes.chunks(BLOCK).enumerate() {
            if followed > arrows_max {
                is_complete = false;
                break;
            }
            let mut leading = self.leading_to_block(block, number, &mut seen);
            leading.sort_unstable_by_key(|index| std::cmp::Reverse(place[index.index()]));
            for (bit, index) in block.iter().enumerate() {
                own[index.index()] = 1 << bit;
                after[place[index.index()]] |= 1 << bit;
            }
            for &index in &leading {
                let passed_on = after[place[index.index()]];
                for before in self.graph.neighbors_directed(index, Direction::Incoming) {
                    after[place[before.index()]] |= passed_on;
                    followed += 1;
                }
                counts[index.index()] += (passed_on & !own[index.index()]).count_ones() as usize;
            }
            for index in &leading {
                (after[place[index.index()]], own[index.index()]) = (0, 0);
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

    /// The most courses and qualifications that come one after another with this node among them. Mutual corequisites come
    /// at once and count as one; tiers and roles join chains and are not counted. `None` while there is a circle.
    pub fn longest_chains(&self) -> Option<BTreeMap<&NodeKey, usize>> {
        let order = self.in_order()?;
        let counts = |group: &[NodeIndex]| usize::from(group.iter().any(|index| self.graph[*index].key.is_studied()));
        let longest = |of: &[usize], group: &[NodeIndex]| group.iter().map(|at| of[at.index()]).max().unwrap_or(0);
        let mut before = vec![0usize; self.graph.node_count()];
        for group in &order {
            let length = longest(&before, group);
            group.iter().for_each(|index| before[index.index()] = length);
            for next in group.iter().flat_map(|index| self.graph.neighbors(*index)).filter(|next| !group.contains(next))
            {
                before[next.index()] = before[next.index()].max(length + counts(group));
            }
        }
        let mut after = vec![0usize; before.len()];
        let mut own = vec![0usize; before.len()];
        for group in order.iter().rev() {
            let length = longest(&after, group);
            let earlier = group.iter().flat_map(|index| self.graph.neighbors_directed(*index, Direction::Incoming));
            for earlier in earlier.filter(|earlier| !group.contains(earlier)) {
                after[earlier.index()] = after[earlier.index()].max(length + counts(group));
            }
            for index in group {
                (after[index.index()], own[index.index()]) = (length, counts(group));
            }
        }
        let length = |index: NodeIndex| before[index.index()] + own[index.index()] + after[index.index()];
        Some(self.index.iter().map(|(key, &index)| (key, length(index))).collect())
    }
}

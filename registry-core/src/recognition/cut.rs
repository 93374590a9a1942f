//! How blocks are cut to fit into the room of an award, so that they give most, and of that what is surest.
//!
//! A block is bounded by its cap on prior learning and that on recognition, one within the other; by its group or level; and
//! by what groups and levels leave of the award, where what each still asks for is kept for its own blocks. One family of
//! bounds beside another is a flow, and so are its whole millionths. What is kept for groups, what is kept for levels and the
//! cap on prior learning are three, which no flow bounds at once. So two flows leave out one each: either gives no less than
//! any cut, and where it happens to pass nothing it is best. Where both do, a third takes no advantage of what is kept for
//! levels; it is proved where it gives as much as either.

use super::flow::Network;
use super::points::Offer;
use super::room::{Room, Sums};
use crate::credit::CreditStanding;

/// How much of each block counts.
pub(super) struct Cut {
    /// With them.
    pub(super) sums: Sums,
    pub(super) amounts: Vec<i64>,
    /// No other cut gives more.
    pub(super) exact: bool,
}

/// Which bound a flow leaves out.
#[derive(Clone, Copy, PartialEq)]
enum Leaving {
    /// Blocks by prior learning pass its cap in what is kept for their level.
    CapOnPriorLearning,
    /// What is kept for one group serves any block.
    WhoseGroup,
    /// None: what is kept for a level serves no block by prior learning, so that it may give less than it could.
    Nothing,
}

/// What levels still ask for beside what is filled, in millionths.
struct Asked {
    /// Of a level alone.
    own: Vec<i64>,
    /// Of a level and those above it together, beyond what these ask for one by one.
    above: Vec<i64>,
}

impl Asked {
    fn total(&self) -> i64 {
        self.own.iter().chain(&self.above).copied().fold(0, i64::saturating_add)
    }
}

impl Room {
    /// What is credited with blocks beside what is.
    pub(super) fn with_blocks(&self, sums: &Sums, blocks: &[&Offer<'_>]) -> Cut {
        let with = |amounts: Vec<i64>| {
            let mut sums = sums.clone();
            blocks.iter().zip(&amounts).for_each(|(offer, amount)| sums.add(offer, *amount));
            Cut { sums, amounts, exact: true }
        };
        let all = with(blocks.iter().map(|offer| offer.worth).collect());
        if self.holds(&all.sums) {
            return all;
        }
        let mut no_less = Vec::new();
        for leaving in [Leaving::CapOnPriorLearning, Leaving::WhoseGroup] {
            let cut = with(self.cut(sums, blocks, leaving));
            if self.holds(&cut.sums) {
                return cut;
            }
            no_less.push(cut.sums.value());
        }
        let sound = with(self.cut(sums, blocks, Leaving::Nothing));
        Cut { exact: no_less.contains(&sound.sums.value()), ..sound }
    }

    fn cut(&self, sums: &Sums, blocks: &[&Offer<'_>], leaving: Leaving) -> Vec<i64> {
        let mut net = Network::default();
        let (start, recognised, sink) = (net.place(), net.place(), net.place());
        net.arrow(start, recognised, (self.recognised - sums.recognised).max(0), 0);
        let ends = match leaving {
            Leaving::WhoseGroup => self.levels_last(&mut net, sums, (recognised, sink)),
            _ => self.levels_first(&mut net, sums, (recognised, sink)),
        };
        let arrow = |offer: &&Offer<'_>| {
            let mut from = if offer.is_rpl { ends.rpl } else { ends.studied };
            let kept = offer.level.and_then(|level| ends.kept.get(level).copied().flatten());
            if let Some(kept) = kept.filter(|_| !offer.is_rpl || leaving == Leaving::CapOnPriorLearning) {
                let both = net.place();
                net.arrow(from, both, offer.worth, 0);
                net.arrow(kept, both, offer.worth, 0);
                from = both;
            }
            let level = offer.level.map(|level| ends.levels[level]);
            let to = level.or(offer.group.map(|group| ends.groups[group])).unwrap_or(ends.none);
            net.arrow(from, to, offer.worth, cost(offer.standing, blocks.len()))
        };
        let arrows: Vec<usize> = blocks.iter().map(arrow).collect();
        net.send(start, sink);
        arrows.into_iter().map(|arrow| net.flow(arrow)).collect()
    }

    /// Blocks come from what levels leave or keep for them, and go to their group.
    fn levels_first(&self, net: &mut Network, sums: &Sums, (recognised, sink): (usize, usize)) -> Ends {
        let (beyond, rpl, rest) = (net.place(), net.place(), net.place());
        net.arrow(recognised, beyond, self.left_by_levels(sums).max(0), 0);
        net.arrow(beyond, rpl, (self.rpl - sums.rpl).max(0), 0);
        net.arrow(rest, sink, self.left_by_groups(sums).max(0), 0);
        // What a group still asks for is kept for it; beyond that it shares in what is left of the award.
        let mut group = |(sum, (least, most)): (&i64, &(i64, i64))| {
            let node = net.place();
            let kept = (least - sum).max(0);
            net.arrow(node, sink, kept, 0);
            net.arrow(node, rest, (most - sum - kept).max(0), 0);
            node
        };
        let groups = sums.groups.iter().zip(&self.groups).map(&mut group).collect();
        let asked = self.asked(&sums.levels);
        let whole = asked.total();
        let (mut kept, mut shared) = (vec![None; self.levels.len()], None);
        for &(level, _) in &self.climb {
            if asked.above[level] > 0 {
                let node = net.place();
                net.arrow(recognised, node, asked.above[level], 0);
                if let Some(below) = shared.replace(node) {
                    net.arrow(below, node, whole, 0);
                }
            }
            if asked.own[level] > 0 || shared.is_some() {
                let own = net.place();
                net.arrow(recognised, own, asked.own[level], 0);
                if let Some(shared) = shared {
                    net.arrow(shared, own, whole, 0);
                }
                kept[level] = Some(own);
            }
        }
        let level = |(sum, (_, most)): (&i64, &(i64, i64))| {
            let node = net.place();
            net.arrow(node, rest, (most - sum).max(0), 0);
            node
        };
        let levels = sums.levels.iter().zip(&self.levels).map(level).collect();
        Ends { studied: beyond, rpl, kept, groups, levels, none: rest }
    }

    /// Blocks come from their cap, and go to their group or level, then to what levels leave or keep, then to what groups
    /// leave and keep.
    fn levels_last(&self, net: &mut Network, sums: &Sums, (recognised, sink): (usize, usize)) -> Ends {
        let (rpl, beyond, rest) = (net.place(), net.place(), net.place());
        net.arrow(recognised, rpl, (self.rpl - sums.rpl).max(0), 0);
        net.arrow(beyond, rest, self.left_by_levels(sums).max(0), 0);
        let kept = sums.groups.iter().zip(&self.groups).map(|(sum, (least, _))| (least - sum).max(0));
        let kept = kept.fold(0, i64::saturating_add);
        net.arrow(rest, sink, self.left_by_groups(sums).saturating_add(kept).max(0), 0);
        let mut into = |(sum, (_, most)): (&i64, &(i64, i64))| {
            let node = net.place();
            net.arrow(node, beyond, (most - sum).max(0), 0);
            node
        };
        let groups = sums.groups.iter().zip(&self.groups).map(&mut into).collect();
        let asked = self.asked(&sums.levels);
        let whole = asked.total();
        let (mut levels, mut shared) = (vec![beyond; self.levels.len()], None);
        for &(level, _) in &self.climb {
            let (entry, own) = (net.place(), net.place());
            let (_, most) = self.levels[level];
            net.arrow(entry, own, (most - sums.levels[level]).max(0), 0);
            net.arrow(own, beyond, most, 0);
            net.arrow(own, rest, asked.own[level], 0);
            if asked.above[level] > 0 {
                let node = net.place();
                net.arrow(node, rest, asked.above[level], 0);
                if let Some(below) = shared.replace(node) {
                    net.arrow(node, below, whole, 0);
                }
            }
            if let Some(shared) = shared {
                net.arrow(own, shared, whole, 0);
            }
            levels[level] = entry;
        }
        Ends { studied: recognised, rpl, kept: Vec::new(), groups, levels, none: beyond }
    }

    /// What levels still ask for beside what is filled, told apart. Together it is the least that fulfils them all, since each
    /// level with those above it holds the next such span whole.
    fn asked(&self, filled: &[i64]) -> Asked {
        let own = filled.iter().zip(&self.levels).map(|(sum, (least, _))| (least - sum).max(0));
        let mut asked = Asked { own: own.collect(), above: vec![0; filled.len()] };
        let (mut sum, mut kept) = (0i64, 0i64);
        for &(level, together) in self.climb.iter().rev() {
            sum = sum.saturating_add(filled[level]);
            kept = kept.saturating_add(asked.own[level]);
            asked.above[level] = (together - sum).saturating_sub(kept).max(0);
            kept = kept.saturating_add(asked.above[level]);
        }
        asked
    }
}

/// Between what blocks flow.
struct Ends {
    /// Where blocks come from that were studied, and those by prior learning.
    studied: usize,
    rpl: usize,
    /// By level, where what is kept for its blocks comes from.
    kept: Vec<Option<usize>>,
    /// Where blocks go: of each group, of each level, of neither.
    groups: Vec<usize>,
    levels: Vec<usize>,
    none: usize,
}

/// Costs by standing, so that of all largest cuts the one with most guaranteed is cheapest, then with most by application,
/// then with most that is for the provider to decide. What is worth less costs less than one of so many blocks.
fn cost(standing: CreditStanding, blocks: usize) -> i64 {
    let base = i64::try_from(blocks).unwrap_or(i64::MAX).saturating_add(1).saturating_mul(2).min(1 << 20);
    match standing {
        CreditStanding::Guaranteed => 0,
        CreditStanding::ByApplication => base * base,
        CreditStanding::Discretionary => base * base + base,
        CreditStanding::Assumption => base * base + base + 1,
    }
}

//! How much of an award there is room for, and how blocks are cut to fit into it.

use super::award::Award;
use super::flow::Network;
use super::ledger::LimitKind;
use super::points::Offer;
use crate::credit::{CreditPoints, CreditStanding};

/// How much there is room for.
pub(super) struct Room {
    pub(super) size: i64,
    /// The least and the most of each.
    groups: Vec<(i64, i64)>,
    levels: Vec<(i64, i64)>,
    pub(super) recognised: i64,
    rpl: i64,
}

/// How much is credited so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sums {
    groups: Vec<i64>,
    levels: Vec<i64>,
    pub(super) recognised: i64,
    pub(super) rpl: i64,
    /// By standing, surest first.
    pub(super) standing: [i64; 4],
}

/// How much of each block counts.
pub(super) struct Cut {
    /// With them.
    pub(super) sums: Sums,
    pub(super) amounts: Vec<i64>,
    /// No other cut gives more.
    pub(super) exact: bool,
}

impl Sums {
    pub(super) fn none(room: &Room) -> Self {
        Self { groups: vec![0; room.groups.len()], levels: vec![0; room.levels.len()], ..Self::default() }
    }

    fn add(&mut self, offer: &Offer<'_>, amount: i64) {
        if let Some(group) = offer.group {
            self.groups[group] += amount;
        }
        if let Some(level) = offer.level {
            self.levels[level] += amount;
        }
        self.recognised += if offer.is_recognition() { amount } else { 0 };
        self.rpl += if offer.is_rpl { amount } else { 0 };
        self.standing[offer.standing as usize] += amount;
    }

    pub(super) fn with(&self, offer: &Offer<'_>, amount: i64) -> Self {
        let mut sums = self.clone();
        sums.add(offer, amount);
        sums
    }

    pub(super) fn total(&self) -> i64 {
        self.standing.iter().sum()
    }

    /// What is compared: all of it first, then what is surest.
    pub(super) fn value(&self) -> [i64; 4] {
        let [guaranteed, by_application, discretionary, _] = self.standing;
        [self.total(), guaranteed, by_application, discretionary]
    }
}

impl Room {
    pub(super) fn of(award: &Award<'_>, without: &[LimitKind]) -> Self {
        let kept = |kinds: &[LimitKind]| {
            let kinds: Vec<LimitKind> = kinds.iter().copied().filter(|kind| !without.contains(kind)).collect();
            award.most(&kinds).unwrap_or(i64::MAX)
        };
        let packaging = || award.entry.points_packaging.iter();
        let bounds = |least: Option<CreditPoints>, most: Option<CreditPoints>| {
            (least.map_or(0, CreditPoints::millionths), most.map_or(i64::MAX, CreditPoints::millionths))
        };
        let groups = packaging().flat_map(|packaging| &packaging.groups).map(|group| bounds(group.least, group.most));
        let levels = packaging().flat_map(|packaging| &packaging.levels).map(|level| bounds(level.least, level.most));
        Self {
            size: award.size.unwrap_or(i64::MAX),
            groups: groups.collect(),
            levels: levels.collect(),
            recognised: kept(&[LimitKind::Recognition, LimitKind::Residency]),
            rpl: kept(&[LimitKind::Rpl]),
        }
    }

    /// Whether so much of an offer can be part of the award beside what is: what a group or a level still asks for is kept
    /// for it. One subject may be of both, so each is reckoned by itself.
    pub(super) fn fits(&self, sums: &Sums, offer: &Offer<'_>, amount: i64) -> bool {
        self.holds(&sums.with(offer, amount))
    }

    /// What is credited with blocks beside what is, cut so that they give most, and of that what is surest.
    ///
    /// A block is bounded by its cap on prior learning and that on recognition, one within the other, and by its group or
    /// level and what those leave of the award. So the cuts are a flow, and whole millionths.
    pub(super) fn with_blocks(&self, sums: &Sums, blocks: &[&Offer<'_>]) -> Cut {
        let whole: Vec<i64> = blocks.iter().map(|offer| offer.worth).collect();
        let with = |amounts: &[i64]| {
            let mut sums = sums.clone();
            blocks.iter().zip(amounts).for_each(|(offer, amount)| sums.add(offer, *amount));
            sums
        };
        let all = with(&whole);
        if self.holds(&all) {
            return Cut { sums: all, amounts: whole, exact: true };
        }
        let (amounts, exact) = self.cut(sums, blocks);
        Cut { sums: with(&amounts), amounts, exact }
    }

    /// How much of each block counts where not all of them do, and whether no other cut gives more.
    fn cut(&self, sums: &Sums, blocks: &[&Offer<'_>]) -> (Vec<i64>, bool) {
        let mut net = Network::default();
        let (start, recognised, beyond, rpl) = (net.place(), net.place(), net.place(), net.place());
        let (rest, sink) = (net.place(), net.place());
        let rpl_most = (self.rpl - sums.rpl).max(0);
        net.arrow(start, recognised, (self.recognised - sums.recognised).max(0), 0);
        net.arrow(recognised, beyond, self.left(sums, &sums.levels, &self.levels).max(0), 0);
        net.arrow(beyond, rpl, rpl_most, 0);
        net.arrow(rest, sink, self.left(sums, &sums.groups, &self.groups).max(0), 0);
        // What a group still asks for is kept for it; beyond that it shares in what is left of the award.
        let mut group = |(sum, (least, most)): (&i64, &(i64, i64))| {
            let node = net.place();
            let kept = (least.min(most) - sum).max(0);
            net.arrow(node, sink, kept, 0);
            net.arrow(node, rest, (most - sum - kept).max(0), 0);
            node
        };
        let groups: Vec<usize> = sums.groups.iter().zip(&self.groups).map(&mut group).collect();
        // What a level still asks for is kept for it, too: so much of its blocks does not take from what levels leave.
        let mut level = |(sum, (least, most)): (&i64, &(i64, i64))| {
            let (from, to) = (net.place(), net.place());
            let kept = (least.min(most) - sum).max(0);
            net.arrow(recognised, from, kept, 0);
            net.arrow(to, rest, (most - sum).max(0), 0);
            (from, to, kept)
        };
        let levels: Vec<(usize, usize, i64)> = sums.levels.iter().zip(&self.levels).map(&mut level).collect();
        let of_rpl = blocks.iter().filter(|offer| offer.is_rpl).map(|offer| offer.worth).fold(0, i64::saturating_add);
        let mut exact = true;
        let arrow = |offer: &&Offer<'_>| {
            let mut from = if offer.is_rpl { rpl } else { beyond };
            let level = offer.level.map(|level| levels[level]);
            if let Some((kept_from, _, kept)) = level.filter(|(_, _, kept)| *kept > 0) {
                // What is kept for a level and the cap on prior learning cross, and a flow does not bound both: where that
                // cap might bind, nothing is kept for what rests on prior learning.
                let bound = offer.is_rpl && rpl_most < of_rpl;
                exact &= !bound;
                let own = net.place();
                net.arrow(from, own, offer.worth, 0);
                net.arrow(kept_from, own, if bound { 0 } else { kept }, 0);
                from = own;
            }
            let to = level.map(|(_, to, _)| to).or(offer.group.map(|group| groups[group])).unwrap_or(rest);
            net.arrow(from, to, offer.worth, cost(offer.standing, blocks.len()))
        };
        let arrows: Vec<usize> = blocks.iter().map(arrow).collect();
        net.send(start, sink);
        (arrows.into_iter().map(|arrow| net.flow(arrow)).collect(), exact)
    }

    /// What is left of the award beside what is filled and what these parts of it still ask for.
    fn left(&self, sums: &Sums, filled: &[i64], parts: &[(i64, i64)]) -> i64 {
        let asked = filled.iter().zip(parts).map(|(sum, (least, _))| (least - sum).max(0));
        self.size - asked.fold(sums.total(), i64::saturating_add)
    }

    /// Whether there is room for so much.
    fn holds(&self, sums: &Sums) -> bool {
        let within = |sums: &[i64], parts: &[(i64, i64)]| sums.iter().zip(parts).all(|(sum, (_, most))| sum <= most);
        within(&sums.groups, &self.groups)
            && within(&sums.levels, &self.levels)
            && self.left(sums, &sums.groups, &self.groups) >= 0
            && self.left(sums, &sums.levels, &self.levels) >= 0
            && sums.recognised <= self.recognised
            && sums.rpl <= self.rpl
    }
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

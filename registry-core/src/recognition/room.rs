//! How much of an award there is room for, and how blocks are cut to fit into it.

use super::award::Award;
use super::flow::Network;
use super::ledger::LimitKind;
use super::points::Offer;
use crate::credit::CreditStanding;
use crate::qualification::PointsGroup;

/// How much there is room for.
pub(super) struct Room {
    pub(super) size: i64,
    groups: Vec<(i64, i64)>,
    pub(super) recognised: i64,
    rpl: i64,
}

/// How much is credited so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sums {
    groups: Vec<i64>,
    elsewhere: i64,
    pub(super) recognised: i64,
    pub(super) rpl: i64,
    /// By standing, surest first.
    pub(super) standing: [i64; 4],
}

impl Sums {
    pub(super) fn none(room: &Room) -> Self {
        Self { groups: vec![0; room.groups.len()], ..Self::default() }
    }

    fn add(&mut self, offer: &Offer<'_>, amount: i64) {
        match offer.group {
            Some(group) => self.groups[group] += amount,
            None => self.elsewhere += amount,
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
    pub(super) fn of(award: &Award<'_>, without: Option<LimitKind>) -> Self {
        let kept = |kinds: &[LimitKind]| {
            let kinds: Vec<LimitKind> = kinds.iter().copied().filter(|kind| without != Some(*kind)).collect();
            award.most(&kinds).unwrap_or(i64::MAX)
        };
        let groups = award.entry.points_packaging.iter().flat_map(|packaging| &packaging.groups);
        let bounds = |group: &PointsGroup| {
            let least = group.least.map_or(0, |least| least.millionths());
            (least, group.most.map_or(i64::MAX, |most| most.millionths()))
        };
        Self {
            size: award.size.unwrap_or(i64::MAX),
            groups: groups.map(bounds).collect(),
            recognised: kept(&[LimitKind::Recognition, LimitKind::Residency]),
            rpl: kept(&[LimitKind::Rpl]),
        }
    }

    /// Whether so much of an offer can be part of the award beside what is: what a group still asks for is kept for it.
    pub(super) fn fits(&self, sums: &Sums, offer: &Offer<'_>, amount: i64) -> bool {
        self.holds(&sums.with(offer, amount))
    }

    /// What is credited with blocks beside what is, cut so that they give most, and of that what is surest; and how much
    /// of each counts.
    ///
    /// Exact: a block is bounded by its cap on prior learning and that on recognition, one within the other, and by its
    /// group and what groups leave of the award. So the cuts are a flow, and whole millionths.
    pub(super) fn with_blocks(&self, sums: &Sums, blocks: &[&Offer<'_>]) -> (Sums, Vec<i64>) {
        let whole: Vec<i64> = blocks.iter().map(|offer| offer.worth).collect();
        let with = |amounts: &[i64]| {
            let mut sums = sums.clone();
            blocks.iter().zip(amounts).for_each(|(offer, amount)| sums.add(offer, *amount));
            sums
        };
        let all = with(&whole);
        if self.holds(&all) {
            return (all, whole);
        }
        let amounts = self.cut(sums, blocks);
        (with(&amounts), amounts)
    }

    /// How much of each block counts where not all of them do.
    fn cut(&self, sums: &Sums, blocks: &[&Offer<'_>]) -> Vec<i64> {
        let mut net = Network::default();
        let (start, recognised, rpl, rest, sink) = (net.place(), net.place(), net.place(), net.place(), net.place());
        net.arrow(start, recognised, (self.recognised - sums.recognised).max(0), 0);
        net.arrow(recognised, rpl, (self.rpl - sums.rpl).max(0), 0);
        net.arrow(rest, sink, (self.size - self.taken(sums)).max(0), 0);
        // What a group still asks for is kept for it; beyond that it shares in what is left of the award.
        let group = |(sum, (least, most)): (&i64, &(i64, i64))| {
            let node = net.place();
            let kept = (least.min(most) - sum).max(0);
            net.arrow(node, sink, kept, 0);
            net.arrow(node, rest, (most - sum - kept).max(0), 0);
            node
        };
        let groups: Vec<usize> = sums.groups.iter().zip(&self.groups).map(group).collect();
        let arrow = |offer: &&Offer<'_>| {
            let from = if offer.is_rpl { rpl } else { recognised };
            let to = offer.group.map_or(rest, |group| groups[group]);
            net.arrow(from, to, offer.worth, cost(offer.standing, blocks.len()))
        };
        let arrows: Vec<usize> = blocks.iter().map(arrow).collect();
        net.send(start, sink);
        arrows.into_iter().map(|arrow| net.flow(arrow)).collect()
    }

    /// What of the award is filled or kept for a group.
    fn taken(&self, sums: &Sums) -> i64 {
        let of = sums.groups.iter().zip(&self.groups).map(|(sum, (least, _))| *sum.max(least));
        of.fold(sums.elsewhere, i64::saturating_add)
    }

    /// Whether there is room for so much.
    fn holds(&self, sums: &Sums) -> bool {
        sums.groups.iter().zip(&self.groups).all(|(sum, (_, most))| sum <= most)
            && self.taken(sums) <= self.size
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

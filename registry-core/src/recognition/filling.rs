//! Which ways fill most places of an award of units: a flow from places through things to the grounds on which they count.

use std::collections::BTreeSet;

use super::award::{Award, WHOLE};
use super::flow::Network;
use super::ledger::LimitKind;
use super::units::{Ground, Place, Way};
use crate::credit::CreditStanding;
use crate::qualification::{GroupKind, Packaging, PackagingGroup};

/// Limits that are left out of a flow.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Without<'k> {
    Limits(&'k [LimitKind]),
    AllButGuaranteed,
    /// All limits on grounds, to see what fills most places; of that, what is bounded least.
    Grounds,
}

impl Without<'_> {
    fn cost(self, way: &Way<'_>) -> i64 {
        match (self, way.bound) {
            (Without::Grounds, Ground::Studied) => 0,
            (Without::Grounds, Ground::Credit) => 2,
            (Without::Grounds, Ground::Rpl) => 3,
            _ => cost(way.standing),
        }
    }
}

/// The ways that fill most places, of any choice of grounds.
pub(super) fn flow<'a>(
    award: &Award<'a>,
    packaging: &Packaging,
    places: &[Place<'a>],
    choices: &[Vec<Way<'a>>],
    without: Without<'_>,
) -> Vec<Way<'a>> {
    let value = |ways: &[Way<'a>]| {
        let of = |standing| ways.iter().filter(|way| way.standing == standing).count();
        let [sure, asked] = [CreditStanding::Guaranteed, CreditStanding::ByApplication].map(of);
        [ways.len(), sure, asked, of(CreditStanding::Discretionary)]
    };
    let mut best: Vec<Way<'a>> = Vec::new();
    for ways in choices {
        let found = flow_on(award, packaging, places, ways, without);
        if value(&found) > value(&best) {
            best = found;
        }
    }
    best
}

/// The ways that fill most places, each thing on one ground.
pub(super) fn flow_on<'a>(
    award: &Award<'a>,
    packaging: &Packaging,
    places: &[Place<'a>],
    ways: &[Way<'a>],
    without: Without<'_>,
) -> Vec<Way<'a>> {
    let mut filling = Filling::of(award, packaging, places, ways, without, |_| true);
    filling.fill();
    filling.used()
}

/// What could count beside all that does, by number, were some limits gone. All that counts is placed once; one more thing
/// can be placed where what is left over still reaches one of its places and its ground has room: no other way out is free.
pub(super) fn beside_what_counts<'a>(
    award: &Award<'a>,
    packaging: &Packaging,
    places: &[Place<'a>],
    choices: &[Vec<Way<'a>>],
    (chosen, gone): (&[Way<'a>], &[LimitKind]),
) -> BTreeSet<usize> {
    let mut counts = vec![false; award.items.all.len()];
    chosen.iter().for_each(|way| counts[way.item] = true);
    let mut beside = BTreeSet::new();
    for ways in choices {
        let mut filling = Filling::of(award, packaging, places, ways, Without::Limits(gone), |item| counts[item]);
        // On these grounds not all of it counts, so that one thing more would make up for that at best.
        if filling.fill() < chosen.len() {
            continue;
        }
        let reached = filling.net.reached(filling.start);
        let is_reached = |place: usize| filling.places[place].is_some_and(|node| reached[node]);
        let more = ways.iter().filter(|way| !counts[way.item] && is_reached(way.place) && filling.has_room(way.bound));
        beside.extend(more.map(|way| way.item));
    }
    beside
}

/// The network in which things fill places.
struct Filling<'w, 'a> {
    net: Network,
    start: usize,
    sink: usize,
    /// The arrows of what is recognised at all, and by prior learning.
    recognised: usize,
    rpl: usize,
    /// By place, its node.
    places: Vec<Option<usize>>,
    /// The ways, with their arrows.
    arrows: Vec<(usize, &'w Way<'a>)>,
}

impl<'w, 'a> Filling<'w, 'a> {
    /// Of all the ways, those of things that `takes` holds of; places of others are there, too.
    fn of(
        award: &Award<'a>,
        packaging: &Packaging,
        places: &[Place<'a>],
        ways: &'w [Way<'a>],
        without: Without<'_>,
        takes: impl Fn(usize) -> bool,
    ) -> Self {
        let gone: &[LimitKind] = match without {
            Without::Limits(kinds) => kinds,
            Without::AllButGuaranteed => &[],
            Without::Grounds => &[LimitKind::Recognition, LimitKind::Residency, LimitKind::Rpl],
        };
        let most = |kinds: &[LimitKind]| {
            let kept = award.limits.iter().filter(|limit| kinds.contains(&limit.kind) && !gone.contains(&limit.kind));
            kept.map(|limit| u32::try_from(limit.most / WHOLE).unwrap_or(u32::MAX)).min().unwrap_or(u32::MAX)
        };
        let mut net = Network::with_room(2 * ways.len() + 2 * packaging.groups.len() + 16);
        let (start, sink) = (net.place(), net.place());
        let from = Sources::of(&mut net, packaging, start, most(&[LimitKind::Elsewhere]));
        let (recognised, rpl) = (net.place(), net.place());
        let to = [sink, recognised, rpl];
        let recognised = net.arrow(recognised, sink, most(&[LimitKind::Recognition, LimitKind::Residency]), 0);
        let rpl = net.arrow(rpl, to[1], most(&[LimitKind::Rpl]), 0);
        let mut place_nodes: Vec<Option<usize>> = vec![None; places.len()];
        let mut item_nodes: Vec<Option<usize>> = vec![None; award.items.all.len()];
        let counts =
            |way: &&Way<'a>| without != Without::AllButGuaranteed || way.standing == CreditStanding::Guaranteed;
        let mut arrows = Vec::with_capacity(ways.len());
        for way in ways.iter().filter(counts) {
            let place = *place_nodes[way.place].get_or_insert_with(|| {
                let node = net.place();
                net.arrow(from.group(packaging, places[way.place].group), node, 1, 0);
                node
            });
            if !takes(way.item) {
                continue;
            }
            let item = *item_nodes[way.item].get_or_insert_with(|| {
                let node = net.place();
                net.arrow(node, to[way.bound as usize], 1, 0);
                node
            });
            arrows.push((net.arrow(place, item, 1, without.cost(way)), way));
        }
        Self { net, start, sink, recognised, rpl, places: place_nodes, arrows }
    }

    /// Fills most places: how many.
    fn fill(&mut self) -> usize {
        usize::try_from(self.net.send(self.start, self.sink)).unwrap_or(0)
    }

    fn used(&self) -> Vec<Way<'a>> {
        self.arrows.iter().filter(|(arrow, _)| self.net.flow(*arrow) > 0).map(|(_, way)| **way).collect()
    }

    /// Whether one more may count on a ground.
    fn has_room(&self, ground: Ground) -> bool {
        let recognised = self.net.room(self.recognised) > 0;
        match ground {
            Ground::Studied => true,
            Ground::Credit => recognised,
            Ground::Rpl => recognised && self.net.room(self.rpl) > 0,
        }
    }
}

/// Where the places of an award stand in the network: by group, and those from elsewhere.
struct Sources {
    groups: Vec<usize>,
    elsewhere: usize,
}

impl Sources {
    /// What each group still asks for is kept for it: its least has an arrow of its own, and only the rest is shared.
    /// Listed units may be core or elective, so they share in what is left of both together.
    fn of(net: &mut Network, packaging: &Packaging, start: usize, elsewhere_most: u32) -> Self {
        let kept = |of: fn(GroupKind) -> bool| -> u32 {
            let groups = packaging.groups.iter().filter(|group| of(group.kind));
            groups.filter_map(|group| group.least).map(u32::from).sum()
        };
        let (whole, shared) = (net.place(), net.place());
        net.arrow(start, whole, packaging.units(), 0);
        net.arrow(whole, shared, packaging.units().saturating_sub(kept(|_| true)), 0);
        let mut of_kind = |most: u16, of: fn(GroupKind) -> bool| {
            let node = net.place();
            net.arrow(shared, node, u32::from(most).saturating_sub(kept(of)), 0);
            node
        };
        let core = of_kind(packaging.core, |kind| kind == GroupKind::Core);
        let electives =
            of_kind(packaging.electives, |kind| matches!(kind, GroupKind::Elective | GroupKind::Specialisation));
        let elsewhere = net.place();
        net.arrow(electives, elsewhere, elsewhere_most.min(packaging.electives.into()), 0);
        let group = |group: &PackagingGroup| {
            let rest = match group.kind {
                GroupKind::Core => core,
                GroupKind::Elective | GroupKind::Specialisation => electives,
                GroupKind::Listed => shared,
            };
            let least = group.least.map_or(0, u32::from);
            let node = net.place();
            net.arrow(whole, node, least, 0);
            net.arrow(rest, node, group.most.map_or(u32::MAX, |most| u32::from(most).saturating_sub(least)), 0);
            node
        };
        let groups = packaging.groups.iter().map(group).collect();
        Self { groups, elsewhere }
    }

    fn group(&self, packaging: &Packaging, group: Option<&PackagingGroup>) -> usize {
        let index = group.and_then(|group| packaging.groups.iter().position(|other| std::ptr::eq(other, group)));
        index.map_or(self.elsewhere, |index| self.groups[index])
    }
}

/// Costs by standing, so that of all largest flows the one with most guaranteed is cheapest, then with most by
/// application, then with most that is for the provider to decide. No award has 1,024 units.
fn cost(standing: CreditStanding) -> i64 {
    match standing {
        CreditStanding::Guaranteed => 0,
        CreditStanding::ByApplication => 1 << 20,
        CreditStanding::Discretionary => (1 << 20) + (1 << 10),
        CreditStanding::Assumption => (1 << 20) + (1 << 10) + 1,
    }
}

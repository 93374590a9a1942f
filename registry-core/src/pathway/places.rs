//! The places of an award of units: how many of some can be filled beside one another, where a thing may fill several.

use std::collections::{BTreeMap, BTreeSet};

use super::award::Limit;
use super::credit::worlds;
use crate::recognition::reach::UnitsReach;
use crate::solver::expr::Expr;

/// The most places with things in common of which every set is looked at.
const TOGETHER_MAX: usize = 6;

/// By place, the things that may fill it.
type Lists = Vec<Vec<usize>>;

/// What fills the places of an award where some grounds do not count.
pub(super) struct Filled {
    /// The group of each place, and the things that may fill it.
    places: Vec<(usize, Vec<usize>)>,
    /// What it takes to have a thing.
    exprs: BTreeMap<usize, Expr>,
    /// By group, whether a thing may fill places of it and of another.
    shared: Vec<bool>,
}

impl Filled {
    /// What fills the places on grounds that are not bounded.
    pub(super) fn of(reach: &UnitsReach<'_>, world: &Lists, [exprs, again]: [&[Expr]; 2], limit: &Limit) -> Self {
        let mut filled = Self { places: Vec::new(), exprs: BTreeMap::new(), shared: Vec::new() };
        for (place, things) in reach.places.iter().zip(world) {
            let bounded = (limit.bounded)(place);
            let mut by = Vec::new();
            for &thing in things {
                let expr = match (bounded.contains(&thing), place.again.contains(&thing)) {
                    (false, _) => &exprs[thing],
                    (true, true) => &again[thing],
                    (true, false) => continue,
                };
                if *expr != Expr::Never {
                    filled.exprs.insert(thing, expr.clone());
                    by.push(thing);
                }
            }
            filled.places.push((place.group, by));
        }
        let across = groups_across(&filled.places);
        filled.shared = (0..reach.packaging.groups.len()).map(|group| across.contains(&group)).collect();
        filled
    }

    /// Whether a thing may fill places of this group and of another.
    pub(super) fn is_shared(&self, group: usize) -> bool {
        self.shared.get(group).is_some_and(|is_shared| *is_shared)
    }

    /// One part for each place of some groups that can be filled beside the others. Of places with things in common: that one
    /// of them is filled, that two are, and so on.
    pub(super) fn often(&self, groups: &[usize]) -> Vec<Expr> {
        let open = self.places.iter().filter(|(group, _)| groups.contains(group));
        let lists: Vec<&[usize]> = open.map(|(_, things)| things.as_slice()).collect();
        together(&lists).into_iter().flat_map(|places| self.filled(&places)).collect()
    }

    /// That one of some places is filled, that two are, and so on: whichever are looked at, there are things for all of them
    /// but those that may stay empty (Hall's condition).
    fn filled(&self, lists: &[&[usize]]) -> Vec<Expr> {
        let count = lists.len();
        let exprs =
            |things: &BTreeSet<usize>| things.iter().filter_map(|thing| self.exprs.get(thing).cloned()).collect();
        let mut of: Vec<Vec<Expr>> = vec![Vec::new(); count];
        for set in 1..1usize << count {
            let is_in = |place: usize| set >> place & 1 == 1;
            let things: BTreeSet<usize> =
                (0..count).filter(|place| is_in(*place)).flat_map(|place| lists[place]).copied().collect();
            // With a place that nothing else may fill more is asked for.
            let is_closed =
                (0..count).all(|place| is_in(place) || lists[place].iter().any(|thing| !things.contains(thing)));
            if !is_closed {
                continue;
            }
            let others = count - set.count_ones() as usize;
            for (empty, parts) in of.iter_mut().rev().enumerate() {
                let wanted = (count - empty).saturating_sub(others);
                parts.push(Expr::at_least(wanted, exprs(&things)));
            }
        }
        of.into_iter().map(Expr::all).collect()
    }
}

/// Every way of saying which place a thing fills, of the things of which that has to be said; and whether they are all there.
/// `None` where that cannot be looked at. `few`: whether so many groups may have things in common.
///
/// It has to be said of a thing that is recognised in one of its places and not in another, and where too much hangs together.
pub(super) fn told_apart(
    reach: &UnitsReach<'_>,
    limits: &[Limit],
    few: &impl Fn(&BTreeSet<usize>) -> bool,
) -> Option<(Vec<Lists>, bool)> {
    let lists: Lists = reach.places.iter().map(|place| place.by.clone()).collect();
    let mut within: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, list) in lists.iter().enumerate() {
        list.iter().for_each(|&thing| within.entry(thing).or_default().push(place));
    }
    within.retain(|_, places| places.len() > 1);
    let status = |thing: usize, place: usize| -> Vec<(bool, bool)> {
        let place = &reach.places[place];
        let of = |limit: &Limit| (limit.bounded)(place).contains(&thing);
        limits.iter().map(|limit| (of(limit), of(limit) && place.again.contains(&thing))).collect()
    };
    let is_mixed = |(thing, places): &(&usize, &Vec<usize>)| {
        places.iter().any(|place| status(**thing, *place) != status(**thing, places[0]))
    };
    let mut apart: BTreeSet<usize> = within.iter().filter(is_mixed).map(|(thing, _)| *thing).collect();
    let others = |apart: &BTreeSet<usize>| -> Vec<(usize, Vec<usize>)> {
        let of = |(place, list): (usize, &Vec<usize>)| {
            (reach.places[place].group, list.iter().filter(|thing| !apart.contains(thing)).copied().collect())
        };
        lists.iter().enumerate().map(of).collect()
    };
    if !few(&groups_across(&others(&apart))) {
        let crosses = |places: &Vec<usize>| {
            places.iter().any(|place| reach.places[*place].group != reach.places[places[0]].group)
        };
        apart.extend(within.iter().filter(|(_, places)| crosses(places)).map(|(thing, _)| *thing));
        if !few(&BTreeSet::new()) {
            return None;
        }
    }
    loop {
        let places = others(&apart);
        let lists: Vec<&[usize]> = places.iter().map(|(_, things)| things.as_slice()).collect();
        let most = together(&lists).into_iter().filter(|places| places.len() > TOGETHER_MAX).find_map(|places| {
            let things =
                places.iter().flat_map(|list| list.iter()).filter_map(|thing| Some((within.get(thing)?.len(), *thing)));
            things.max()
        });
        let Some((_, thing)) = most else { break };
        apart.insert(thing);
    }
    let of_apart = |list: &Vec<usize>| list.iter().filter(|thing| apart.contains(thing)).copied().collect();
    let (mut worlds, all) = worlds(&lists.iter().map(of_apart).collect::<Lists>());
    for world in &mut worlds {
        for (list, own) in world.iter_mut().zip(&lists) {
            list.extend(own.iter().filter(|thing| !apart.contains(thing)));
        }
    }
    Some((worlds, all))
}

/// Places in groups, those together that have things in common.
fn together<'l>(lists: &[&'l [usize]]) -> Vec<Vec<&'l [usize]>> {
    clusters(lists).into_iter().map(|places| places.into_iter().map(|place| lists[place]).collect()).collect()
}

/// The same by number.
fn clusters(lists: &[&[usize]]) -> Vec<Vec<usize>> {
    let mut clusters: Vec<(BTreeSet<usize>, Vec<usize>)> = Vec::new();
    for (place, list) in lists.iter().enumerate() {
        let mut things: BTreeSet<usize> = list.iter().copied().collect();
        let (joined, mut apart): (Vec<_>, Vec<_>) =
            clusters.into_iter().partition(|(known, _)| !known.is_disjoint(&things));
        let mut places = Vec::new();
        for (known, of) in joined {
            things.extend(known);
            places.extend(of);
        }
        places.push(place);
        apart.push((things, places));
        clusters = apart;
    }
    clusters.into_iter().map(|(_, places)| places).collect()
}

/// The groups whose places have things in common with those of another.
fn groups_across(places: &[(usize, Vec<usize>)]) -> BTreeSet<usize> {
    let lists: Vec<&[usize]> = places.iter().map(|(_, things)| things.as_slice()).collect();
    let of = |cluster: Vec<usize>| cluster.into_iter().map(|place| places[place].0).collect::<BTreeSet<usize>>();
    clusters(&lists).into_iter().map(of).filter(|groups| groups.len() > 1).flatten().collect()
}

//! An award by its units: what is held, what counts as one of them, and what is left to learn.

use super::credit::{WAYS_MAX, worlds};
use super::reading::{Reading, size_of};
use crate::qualification::{GroupKind, Packaging, PackagingGroup};
use crate::recognition::reach::{UnitsPlace, UnitsReach};
use crate::solver::expr::Expr;

/// The most groups with a most of their own of which every set is looked at.
const CAPPED_MAX: usize = 8;

/// All units of an award, each place filled once. The second says whether every way is there.
///
/// An award is a small tree: places in groups, groups in core and electives, and all in the whole, each with the most that
/// counts. It is full exactly when, whichever of these are counted at their most, the rest is filled often enough. Where no
/// more than so many may rest on prior learning, that is asked for each choice of the places that do.
pub(super) fn of_units(reach: &UnitsReach<'_>, exprs: &[Expr], reading: &mut Reading) -> (Expr, bool) {
    let packaging = reach.packaging;
    if reach.most < packaging.units() {
        return (Expr::Never, true);
    }
    let capped = packaging.groups.iter().filter(|group| is_capped(group)).count();
    if capped > CAPPED_MAX {
        return (Expr::Never, false);
    }
    let (choices, mut complete) = by_prior_learning(reach);
    let mut ways: Vec<Expr> = Vec::new();
    for lists in choices {
        let (worlds, all) = worlds(&lists);
        complete &= all;
        for world in &worlds {
            if reading.is_over() && !ways.is_empty() {
                return (Expr::any(ways), false);
            }
            let mut filled: Vec<Vec<Expr>> = vec![Vec::new(); packaging.groups.len()];
            for (place, things) in reach.places.iter().zip(world) {
                filled[place.group].push(Expr::any(things.iter().map(|&thing| exprs[thing].clone()).collect()));
            }
            let full = full(packaging, &filled);
            reading.take(size_of(&full));
            if full != Expr::Never && !ways.contains(&full) {
                ways.push(full);
            }
        }
    }
    complete &= ways.len() <= WAYS_MAX;
    ways.truncate(WAYS_MAX);
    (Expr::any(ways), complete)
}

/// By place, what may fill it, for each choice of the places that prior learning may fill: as many as the award lets rest on
/// it. The second says whether every choice is there.
fn by_prior_learning(reach: &UnitsReach<'_>) -> (Vec<Vec<Vec<usize>>>, bool) {
    let assessed: Vec<usize> =
        (0..reach.places.len()).filter(|place| !reach.places[*place].by_rpl.is_empty()).collect();
    let most = usize::try_from(reach.most_rpl).unwrap_or(usize::MAX).min(assessed.len());
    // By choice, the places that are chosen; each is one of the choices with one place fewer, and a place after its last.
    let mut chosen: Vec<Vec<usize>> = vec![Vec::new()];
    for size in 0..most {
        let longer = |short: &Vec<usize>| {
            let after = short.last().map_or(0, |last| last + 1);
            let still_needed = most - size - 1;
            let with = |place: usize| short.iter().copied().chain([place]).collect::<Vec<usize>>();
            (after..assessed.len() - still_needed).map(with).collect::<Vec<_>>()
        };
        chosen = chosen.iter().flat_map(longer).take(WAYS_MAX + 1).collect();
    }
    let complete = chosen.len() <= WAYS_MAX;
    chosen.truncate(WAYS_MAX);
    let lists = |chosen: Vec<usize>| {
        let may_be_assessed = |place: usize| chosen.iter().any(|chosen| assessed[*chosen] == place);
        let things = |(index, place): (usize, &UnitsPlace)| -> Vec<usize> {
            let free = may_be_assessed(index);
            place.by.iter().copied().filter(|thing| free || !place.by_rpl.contains(thing)).collect()
        };
        reach.places.iter().enumerate().map(things).collect()
    };
    (chosen.into_iter().map(lists).collect(), complete)
}

fn is_capped(group: &PackagingGroup) -> bool {
    group.most.is_some_and(|most| usize::from(most) < group.units.len())
}

/// That core and electives are full, given by group what fills its places.
fn full(packaging: &Packaging, filled: &[Vec<Expr>]) -> Expr {
    let groups: Vec<(&PackagingGroup, &Vec<Expr>)> = packaging.groups.iter().zip(filled).collect();
    let least = |(group, places): &(&PackagingGroup, &Vec<Expr>)| {
        group.least.map(|least| Expr::at_least(least.into(), (*places).clone()))
    };
    let mut parts: Vec<Expr> = groups.iter().filter_map(least).collect();
    let capped: Vec<usize> = (0..groups.len()).filter(|group| is_capped(groups[*group].0)).collect();
    for set in 0..1usize << capped.len() {
        let at_most = |group: usize| capped.iter().position(|one| *one == group).is_some_and(|bit| set >> bit & 1 == 1);
        for (core_full, electives_full) in [(false, false), (true, false), (false, true)] {
            let mut needed = i64::from(packaging.units());
            needed -= if core_full { i64::from(packaging.core) } else { 0 };
            needed -= if electives_full { i64::from(packaging.electives) } else { 0 };
            let mut open = Vec::new();
            for (index, (group, places)) in groups.iter().enumerate() {
                match group.kind {
                    GroupKind::Core if core_full => {}
                    GroupKind::Elective | GroupKind::Specialisation if electives_full => {}
                    _ if at_most(index) => needed -= i64::from(group.most.unwrap_or(0)),
                    _ => open.extend((*places).iter().cloned()),
                }
            }
            if let Ok(needed) = usize::try_from(needed) {
                parts.push(Expr::at_least(needed, open));
            }
        }
    }
    Expr::all(parts)
}

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
/// more than so many may be recognised, the others can fill the rest; and the same where no more may rest on prior learning.
/// The one limit lies within the other, and what fills places is a matroid: so each holds by itself, and nothing else need.
///
/// By thing: what it takes to have it, and to learn again what is held, which is then recognised no more.
pub(super) fn of_units(reach: &UnitsReach<'_>, [exprs, again]: [&[Expr]; 2], reading: &mut Reading) -> (Expr, bool) {
    let packaging = reach.packaging;
    let capped = packaging.groups.iter().filter(|group| is_capped(group)).count();
    if capped > CAPPED_MAX {
        return (Expr::Never, false);
    }
    let lists: Vec<Vec<usize>> = reach.places.iter().map(|place| place.by.clone()).collect();
    let (worlds, all) = worlds(&lists);
    let mut complete = all;
    let mut ways: Vec<Expr> = Vec::new();
    for world in &worlds {
        if reading.is_over() && !ways.is_empty() {
            return (Expr::any(ways), false);
        }
        let filled = |left_out: fn(&UnitsPlace) -> &[usize]| {
            let mut filled: Vec<Vec<Expr>> = vec![Vec::new(); packaging.groups.len()];
            for (place, things) in reach.places.iter().zip(world) {
                let by = |&thing: &usize| match (left_out(place).contains(&thing), place.again.contains(&thing)) {
                    (false, _) => exprs[thing].clone(),
                    (true, true) => again[thing].clone(),
                    (true, false) => Expr::Never,
                };
                filled[place.group].push(Expr::any(things.iter().map(by).collect()));
            }
            filled
        };
        let beside = |most: u32, left_out: fn(&UnitsPlace) -> &[usize]| {
            let others = usize::try_from(packaging.units().saturating_sub(most)).unwrap_or(usize::MAX);
            if others == 0 { Expr::True } else { filled_at_least(packaging, &filled(left_out), others) }
        };
        let full = Expr::all(vec![
            full(packaging, &filled(|_| &[])),
            beside(reach.most_rpl, |place| &place.by_rpl),
            beside(reach.most, |place| &place.recognised),
        ]);
        reading.take(size_of(&full));
        if full != Expr::Never && !ways.contains(&full) {
            ways.push(full);
        }
    }
    complete &= ways.len() <= WAYS_MAX;
    ways.truncate(WAYS_MAX);
    (Expr::any(ways), complete)
}

/// That so many places can be filled beside others: by the least cut of the tree, in which what each group still asks for is
/// kept for it. `filled`: by group, what fills its places.
fn filled_at_least(packaging: &Packaging, filled: &[Vec<Expr>], wanted: usize) -> Expr {
    // So many of a group count: that one place is filled, that two are, and so on.
    let up_to = |most: usize, places: &[Expr]| -> Vec<Expr> {
        if most >= places.len() {
            return places.to_vec();
        }
        (1..=most).map(|least| Expr::at_least(least, places.to_vec())).collect()
    };
    let least_of = |group: &PackagingGroup| usize::from(group.least.unwrap_or(0));
    let kept = |of: fn(GroupKind) -> bool| -> usize {
        packaging.groups.iter().filter(|group| of(group.kind)).map(least_of).sum()
    };
    let is_core = |kind| kind == GroupKind::Core;
    let is_elective = |kind| matches!(kind, GroupKind::Elective | GroupKind::Specialisation);
    let units = usize::try_from(packaging.units()).unwrap_or(usize::MAX);
    // What is cut beside what groups keep: nothing, the core, the electives, both, or all that is shared.
    let cuts =
        [(false, false, false), (true, false, false), (false, true, false), (true, true, false), (true, true, true)];
    let parts = cuts.map(|(core_cut, electives_cut, all_cut)| {
        let beyond = if all_cut {
            units.saturating_sub(kept(|_| true))
        } else {
            let core = usize::from(packaging.core).saturating_sub(kept(is_core));
            let electives = usize::from(packaging.electives).saturating_sub(kept(is_elective));
            let of = |cut: bool, most: usize| if cut { most } else { 0 };
            of(core_cut, core) + of(electives_cut, electives)
        };
        let mut open = Vec::new();
        for (group, places) in packaging.groups.iter().zip(filled) {
            let is_cut = match group.kind {
                GroupKind::Core => core_cut,
                GroupKind::Elective | GroupKind::Specialisation => electives_cut,
                GroupKind::Listed => all_cut,
            };
            let most = if is_cut { least_of(group) } else { group.most.map_or(usize::MAX, usize::from) };
            open.extend(up_to(most, places));
        }
        Expr::at_least(wanted.saturating_sub(beyond), open)
    });
    Expr::all(parts.to_vec())
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

//! An award by its units: what is held, what counts as one of them, and what is left to learn.

use super::credit::{WAYS_MAX, worlds};
use super::reading::{Reading, size_of};
use crate::qualification::{GroupKind, Packaging, PackagingGroup};
use crate::recognition::reach::UnitsReach;
use crate::solver::expr::Expr;

/// The most groups with a most of their own of which every set is looked at.
const CAPPED_MAX: usize = 8;

/// All units of an award, each place filled once. The second says whether every way is there.
///
/// An award is a small tree: places in groups, groups in core and electives, and all in the whole, each with the most that
/// counts. It is full exactly when, whichever of these are counted at their most, the rest is filled often enough.
pub(super) fn of_units(reach: &UnitsReach<'_>, exprs: &[Expr], reading: &mut Reading) -> (Expr, bool) {
    let packaging = reach.packaging;
    if reach.most < packaging.units() {
        return (Expr::Never, true);
    }
    let lists: Vec<Vec<usize>> = reach.places.iter().map(|(_, things)| things.clone()).collect();
    let (worlds, complete) = worlds(&lists);
    let capped = packaging.groups.iter().filter(|group| is_capped(group)).count();
    if capped > CAPPED_MAX {
        return (Expr::Never, false);
    }
    let mut ways: Vec<Expr> = Vec::new();
    for world in &worlds {
        if reading.is_over() && !ways.is_empty() {
            return (Expr::any(ways), false);
        }
        let mut filled: Vec<Vec<Expr>> = vec![Vec::new(); packaging.groups.len()];
        for ((group, _), things) in reach.places.iter().zip(world) {
            filled[*group].push(Expr::any(things.iter().map(|&thing| exprs[thing].clone()).collect()));
        }
        let full = full(packaging, &filled);
        reading.take(size_of(&full));
        if full != Expr::Never && !ways.contains(&full) {
            ways.push(full);
        }
    }
    ways.truncate(WAYS_MAX);
    (Expr::any(ways), complete)
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

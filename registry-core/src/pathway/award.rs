//! An award by its units: what is held, what counts as one of them, and what is left to learn.

use std::collections::BTreeSet;

use super::credit::WAYS_MAX;
use super::places::{Filled, told_apart};
use super::reading::{Reading, size_of};
use crate::qualification::{GroupKind, Packaging, PackagingGroup};
use crate::recognition::reach::{UnitsPlace, UnitsReach};
use crate::solver::expr::Expr;

/// The most groups with bounds of their own of which every set is looked at.
const BOUND_MAX: usize = 8;

/// How many of the units may be filled on some grounds, where that is bounded, and by what each place is filled on them.
pub(super) struct Limit {
    pub(super) most: u32,
    pub(super) bounded: fn(&UnitsPlace) -> &[usize],
}

/// All units of an award, each place filled once. The second says whether every way is there.
///
/// Units flow from things to the places they may fill, from places to groups, from groups to core and electives, and from
/// those to the whole, through each no more than counts and to the whole from each group no less than it asks for. On the
/// other side they come from what is recognised, and within that from prior learning, each with the most that may be. So an
/// award is full exactly when no cut is too narrow (Hoffman's condition): whichever of these are counted at their most or
/// asked for their least, the rest is filled often enough. A thing that is recognised in one of its places and not in another
/// fits no such flow: of each it is said which place it fills.
///
/// By thing: what it takes to have it, and to learn again what is held, which is then recognised no more.
pub(super) fn of_units(reach: &UnitsReach<'_>, exprs: [&[Expr]; 2], reading: &mut Reading) -> (Expr, bool) {
    let packaging = reach.packaging;
    let whole = Limit { most: 0, bounded: |_| &[] };
    let by_rpl = Limit { most: reach.most_rpl, bounded: |place| &place.by_rpl };
    let recognised = Limit { most: reach.most, bounded: |place| &place.recognised };
    let limits: Vec<Limit> =
        [whole, by_rpl, recognised].into_iter().filter(|limit| limit.most < packaging.units()).collect();
    let is_few = |shared: &BTreeSet<usize>| {
        let groups = packaging.groups.iter().enumerate();
        groups.filter(|(group, own)| is_capped(own) || shared.contains(group) && own.least.is_some()).count()
            <= BOUND_MAX
    };
    let Some((worlds, mut complete)) = told_apart(reach, &limits, &is_few) else { return (Expr::Never, false) };
    let mut ways: Vec<Vec<Expr>> = Vec::new();
    for world in &worlds {
        if reading.is_over() && !ways.is_empty() {
            complete = false;
            break;
        }
        let mut parts: Vec<Expr> = Vec::new();
        for limit in &limits {
            let filled = Filled::of(reach, world, exprs, limit);
            enough(packaging, &filled, limit.most, &mut parts);
        }
        reading.take(parts.iter().map(size_of).sum());
        if !parts.contains(&Expr::Never) {
            ways.push(parts);
        }
    }
    complete &= ways.len() <= WAYS_MAX;
    ways.truncate(WAYS_MAX);
    (any_of(ways), complete)
}

/// Any of some ways, each with all its parts: what all of them ask for is said once, and a way that asks for all that another
/// does is not needed.
fn any_of(ways: Vec<Vec<Expr>>) -> Expr {
    let mut needed: Vec<Vec<Expr>> = Vec::new();
    for way in ways {
        let asks_for = |one: &[Expr], other: &[Expr]| other.iter().all(|part| one.contains(part));
        if !needed.iter().any(|other| asks_for(&way, other)) {
            needed.retain(|other| !asks_for(other, &way));
            needed.push(way);
        }
    }
    let Some((first, rest)) = needed.split_first() else { return Expr::Never };
    let mut common: Vec<Expr> =
        first.iter().filter(|part| rest.iter().all(|way| way.contains(part))).cloned().collect();
    let own = |way: &Vec<Expr>| Expr::all(way.iter().filter(|part| !common.contains(part)).cloned().collect());
    let own = Expr::any(needed.iter().map(own).collect());
    common.push(own);
    Expr::all(common)
}

fn is_capped(group: &PackagingGroup) -> bool {
    group.most.is_some_and(|most| usize::from(most) < group.units.len())
}

/// What of the tree of an award is counted at its most, or asked for its least alone.
#[derive(Clone, Copy)]
struct Cut {
    core: bool,
    electives: bool,
    whole: bool,
}

const CUTS: [Cut; 5] = [
    Cut { core: false, electives: false, whole: false },
    Cut { core: true, electives: false, whole: false },
    Cut { core: false, electives: true, whole: false },
    Cut { core: true, electives: true, whole: false },
    Cut { core: true, electives: true, whole: true },
];

impl Cut {
    fn is_cut(self, kind: GroupKind) -> bool {
        match kind {
            GroupKind::Core => self.core,
            GroupKind::Elective | GroupKind::Specialisation => self.electives,
            GroupKind::Listed => self.whole,
        }
    }

    /// What has to come of the groups.
    fn wanted(self, packaging: &Packaging) -> i64 {
        let of = |is_cut: bool, most: u16| if is_cut { i64::from(most) } else { 0 };
        if self.whole {
            0
        } else {
            i64::from(packaging.units()) - of(self.core, packaging.core) - of(self.electives, packaging.electives)
        }
    }
}

/// That places are filled often enough beside `most` that are filled on bounded grounds.
fn enough(packaging: &Packaging, filled: &Filled, most: u32, parts: &mut Vec<Expr>) {
    for cut in CUTS {
        let mut wanted = cut.wanted(packaging) - i64::from(most);
        let mut places: Vec<Expr> = Vec::new();
        let mut others: Vec<(usize, &PackagingGroup)> = Vec::new();
        for (group, own) in packaging.groups.iter().enumerate() {
            let least = own.least.unwrap_or(0);
            match (filled.is_shared(group), cut.is_cut(own.kind)) {
                // Of groups that share nothing with others it is enough to bound what each brings.
                (false, true) if most > 0 => {
                    wanted += i64::from(least);
                    places.extend(up_to(Some(least), filled.often(&[group])));
                }
                (false, false) if most > 0 => places.extend(up_to(own.most, filled.often(&[group]))),
                // Where nothing is bounded, that each brings its least is asked for by itself.
                (false, true) if cut.whole => parts.push(Expr::at_least(least.into(), filled.often(&[group]))),
                (false, true) => {}
                _ => others.push((group, own)),
            }
        }
        let is_choice = |(_, own): &&(usize, &PackagingGroup)| match cut.is_cut(own.kind) {
            true => own.least.is_some_and(|least| least > 0),
            false => is_capped(own),
        };
        for set in 0..1usize << others.iter().filter(is_choice).count() {
            let (mut wanted, mut open, mut choices) = (wanted, Vec::new(), set);
            for other @ (group, own) in &others {
                let mut changes = false;
                if is_choice(&other) {
                    changes = choices & 1 == 1;
                    choices >>= 1;
                }
                match (cut.is_cut(own.kind), changes) {
                    (false, true) => wanted -= i64::from(own.most.unwrap_or(0)),
                    (true, true) => wanted += i64::from(own.least.unwrap_or(0)),
                    _ => {}
                }
                if changes == cut.is_cut(own.kind) {
                    open.push(*group);
                }
            }
            let filled = places.iter().cloned().chain(filled.often(&open)).collect();
            parts.push(Expr::at_least(usize::try_from(wanted).unwrap_or(0), filled));
        }
    }
    let said = std::mem::take(parts);
    for part in said {
        if part != Expr::True && !parts.contains(&part) {
            parts.push(part);
        }
    }
}

/// So many of some places count: that one is filled, that two are, and so on.
fn up_to(most: Option<u16>, places: Vec<Expr>) -> Vec<Expr> {
    match most.map(usize::from) {
        Some(most) if most < places.len() => (1..=most).map(|least| Expr::at_least(least, places.clone())).collect(),
        _ => places,
    }
}

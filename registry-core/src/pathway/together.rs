//! The fewest of some changes that work together.
//!
//! What is left unchanged in an attempt that fails holds a *conflict*: changes none of which was made, though one has to
//! be. The fewest changes that meet every conflict known are tried next; either they work, and no fewer do, or they
//! show another conflict.

/// The most conflicts that are looked for: people name ten limits at most, and few of them bar at once.
const CONFLICTS_MAX: usize = 24;

/// The fewest of `all` changes that work together, earlier ones first where there are several such sets; and the
/// conflicts that were found, of each of which at least one has to be changed.
///
/// More changes must never be worse than fewer. `None`: all together do not work, or there are more conflicts than
/// are looked for. At most 31 changes are looked at.
pub(super) fn fewest<C: Copy>(all: &[C], works: &mut impl FnMut(&[C]) -> bool) -> (Option<Vec<C>>, Vec<Vec<C>>) {
    let all = &all[..all.len().min(31)];
    let named = |set: u32| -> Vec<C> {
        all.iter().enumerate().filter(|(place, _)| set >> place & 1 == 1).map(|(_, change)| *change).collect()
    };
    let everything = (1u32 << all.len()) - 1;
    let mut works = |set: u32| works(&named(set));
    let mut conflicts: Vec<u32> = Vec::new();
    let chosen = loop {
        let Some(set) = meeting(&conflicts, everything) else { break None };
        if works(set) {
            break Some(set);
        }
        if set == everything || conflicts.len() >= CONFLICTS_MAX || !works(everything) {
            break None;
        }
        let mut conflict = everything & !set;
        for place in 0..all.len() {
            let smaller = conflict & !(1 << place);
            if smaller != conflict && !works(everything & !smaller) {
                conflict = smaller;
            }
        }
        conflicts.push(conflict);
    };
    (chosen.map(named), conflicts.into_iter().map(named).collect())
}

/// The smallest set that has something of every conflict, found by deepening: a conflict that is missed has one of its
/// members taken. Of several the one whose members stand first.
fn meeting(conflicts: &[u32], everything: u32) -> Option<u32> {
    (0..=everything.count_ones()).find_map(|most| within(conflicts, 0, most))
}

fn within(conflicts: &[u32], set: u32, most: u32) -> Option<u32> {
    let Some(missed) = conflicts.iter().find(|conflict| *conflict & set == 0) else { return Some(set) };
    if most == 0 {
        return None;
    }
    (0..32).filter(|place| missed >> place & 1 == 1).find_map(|place| within(conflicts, set | 1 << place, most - 1))
}

#[cfg(test)]
mod tests {
    use super::fewest;

    /// The fewest by trying every set, in the order of size.
    fn by_trying_all(count: usize, works: &impl Fn(u32) -> bool) -> Option<u32> {
        (0..1u32 << count).filter(|set| works(*set)).map(u32::count_ones).min()
    }

    /// Needs something of every group.
    fn check(groups: &[u32], count: usize) {
        let works = |set: u32| groups.iter().all(|group| group & set != 0);
        let all: Vec<u32> = (0..u32::try_from(count).expect("few")).collect();
        let set = |changes: &[u32]| changes.iter().map(|place| 1 << place).sum::<u32>();
        let (chosen, conflicts) = fewest(&all, &mut |changes| works(set(changes)));
        assert_eq!(chosen.map(|chosen| chosen.len()), by_trying_all(count, &works).map(|least| least as usize));
        let everything = (1u32 << count) - 1;
        for conflict in conflicts.iter().map(|conflict| set(conflict)) {
            assert!(!works(everything & !conflict), "{conflict:b} could be left as it is");
            let one_less = (0..count).map(|place| conflict & !(1 << place)).filter(|less| *less != conflict);
            one_less.for_each(|less| assert!(works(everything & !less), "{conflict:b} is more than is needed"));
        }
    }

    #[test]
    fn the_fewest_changes_are_found_and_every_conflict_is_irreducible() {
        let mut number = 88_172_645_463_325_252u64;
        let mut next = || {
            number ^= number << 13;
            number ^= number >> 7;
            number ^= number << 17;
            number
        };
        for _ in 0..400 {
            let count = 1 + (next() % 8) as usize;
            let groups: Vec<u32> =
                (0..next() % 5).map(|_| (next() as u32) & ((1 << count) - 1)).filter(|group| *group != 0).collect();
            check(&groups, count);
        }
    }

    #[test]
    fn where_all_changes_together_do_not_help_there_are_none() {
        let (chosen, conflicts) = fewest(&[1, 2, 3], &mut |_| false);
        assert_eq!((chosen, conflicts), (None, Vec::new()));
    }
}

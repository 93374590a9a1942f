//! What may be said beforehand: which item can stand in for which, and which minimums hold by themselves.

use fixedbitset::FixedBitSet;

use super::expr::Expr;
use super::problem::{Problem, Timing};

/// By item, those that had better be in its place if they could be: where one is ready and fits there and would come
/// later, the two may change places. Both are done in one term; the other is heavier, or as heavy and needed by more, or
/// has the lower number; and the item may start as late as the other, since all that needs it needs the other too.
///
/// Changing them leaves the sum of all starts, and makes the earlier term heavier (or as heavy, with more that is
/// needed, or with lower numbers): it cannot go on for ever. The caller makes sure that no minimum is in the way and
/// no period binds.
pub(super) fn stand_ins(problem: &Problem) -> Vec<FixedBitSet> {
    let count = problem.items.len();
    let brief: Vec<Option<(u32, i32)>> = problem
        .items
        .iter()
        .map(|item| match item.ways[..] {
            [way] => match way.timing {
                Timing::Rolling { terms: 1, until, .. } => Some((way.load, until)),
                Timing::Rolling { .. } | Timing::Dated { .. } => None,
            },
            _ => None,
        })
        .collect();
    let needed_by: Vec<Vec<usize>> = (0..count)
        .map(|item| {
            let needs = |other: &usize| {
                let other = &problem.items[*other];
                other.before.names(item) || other.beside.names(item)
            };
            (0..count).filter(needs).collect()
        })
        .collect();
    let covered = |item: usize, by: usize| {
        needed_by[item].iter().all(|&other| {
            let other = &problem.items[other];
            let (before, beside) = (wants(&other.before, by), wants(&other.beside, by));
            (!other.before.names(item) || (wants(&other.before, item) && before))
                && (!other.beside.names(item) || (wants(&other.beside, item) && (before || beside)))
        })
    };
    let better = |item: usize, by: usize| {
        let (Some((load, until)), Some((other, other_until))) = (brief[item], brief[by]) else { return false };
        let (one, two) = ((load, needed_by[item].len()), (other, needed_by[by].len()));
        until >= other_until && (one < two || (one == two && by < item)) && covered(item, by)
    };
    (0..count).map(|item| (0..count).filter(|&by| by != item && better(item, by)).collect()).collect()
}

/// Whether an item must be met on its own for a requirement to be.
fn wants(expr: &Expr, item: usize) -> bool {
    match expr {
        Expr::Item(other) => *other == item,
        Expr::All(parts) => parts.iter().any(|part| wants(part, item)),
        Expr::True | Expr::Never | Expr::From(_) | Expr::AtLeast(..) => false,
    }
}

/// Whether some term has a minimum that does not hold by itself because the others cannot take everything.
pub(super) fn minimums_bind(problem: &Problem, caps: &[u32]) -> bool {
    let loads = |most: bool| {
        problem.items.iter().map(move |item| {
            let loads = item.ways.iter().map(|way| i64::from(way.load));
            if most { loads.max() } else { loads.min() }.unwrap_or(0)
        })
    };
    let all: i64 = loads(false).sum();
    let heaviest = loads(true).max().unwrap_or(0).max(1);
    let room: i64 = caps.iter().map(|&cap| i64::from(cap)).sum();
    // What is over by then cannot fill the terms after the deadline.
    let after = problem.terms.iter().skip(caps.len()).any(|term| term.least_load > 0 || term.least_items > 0);
    after
        || problem.terms.iter().zip(caps).any(|(term, &cap)| {
            let left = (all - (room - i64::from(cap))).max(0);
            i64::from(term.least_load) > left || i64::from(term.least_items) > (left + heaviest - 1) / heaviest
        })
}

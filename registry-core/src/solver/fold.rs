//! A problem cut down to the items that are chosen, with what can stand for what.

use fixedbitset::FixedBitSet;

use super::expr::Expr;
use super::problem::{Item, Problem, Timing};

/// The chosen items alone, numbered anew in the same order, and their old numbers. What is not chosen is never met.
/// `None`: something chosen needs something that is not.
pub(super) fn fold(problem: &Problem, chosen: &FixedBitSet) -> Option<(Problem, Vec<usize>)> {
    let old: Vec<usize> = chosen.ones().filter(|&item| item < problem.items.len()).collect();
    let mut new = vec![None; problem.items.len()];
    old.iter().enumerate().for_each(|(number, &item)| new[item] = Some(number));
    let mut items = Vec::with_capacity(old.len());
    for &item in &old {
        let item = &problem.items[item];
        let (before, beside) = (renumber(&item.before, &new), renumber(&item.beside, &new));
        if before == Expr::Never || beside == Expr::Never {
            return None;
        }
        items.push(Item { before, beside, ways: item.ways.clone(), credit: item.credit });
    }
    let (terms, periods) = (problem.terms.clone(), problem.periods.clone());
    Some((Problem { terms, periods, items, goal: Expr::True, rows: Vec::new(), ..*problem }, old))
}

/// A problem without terms as one of a single term without limits: what is chosen is only counted.
pub(super) fn timeless(problem: &mut Problem) {
    use super::problem::Term;
    let term = Term { most_load: u32::MAX, least_load: 0, most_items: u32::MAX, least_items: 0 };
    (problem.ticks_per_term, problem.first, problem.last) = (1, 0, 0);
    (problem.terms, problem.periods) = (vec![term], Vec::new());
    for item in &mut problem.items {
        (item.before, item.beside) = (Expr::True, Expr::True);
        for way in &mut item.ways {
            (way.load, way.timing) = (0, Timing::Rolling { from: 0, until: 0, terms: 1 });
        }
    }
}

fn renumber(expr: &Expr, new: &[Option<usize>]) -> Expr {
    let parts = |parts: &[Expr]| parts.iter().map(|part| renumber(part, new)).collect();
    match expr {
        Expr::True => Expr::True,
        Expr::Never => Expr::Never,
        Expr::From(day) => Expr::From(*day),
        Expr::Item(item) => new.get(*item).copied().flatten().map_or(Expr::Never, Expr::Item),
        Expr::All(of) => Expr::all(parts(of)),
        Expr::AtLeast(least, of) => Expr::at_least(*least, parts(of)),
    }
}

/// By item, the item before it that might change places with it in any plan: the same ways, the same needs, and needed
/// by the same in the same role.
pub(super) fn twins(problem: &Problem) -> Vec<Option<usize>> {
    let items = &problem.items;
    let same = |a: usize, b: usize| {
        items[a].ways == items[b].ways
            && code(&items[a].before, None) == code(&items[b].before, None)
            && code(&items[a].beside, None) == code(&items[b].beside, None)
    };
    let unmoved = |expr: &Expr, a: usize, b: usize| {
        let concerned = expr.names(a) || expr.names(b);
        !concerned || code(expr, Some((a, b))) == code(expr, None)
    };
    let twin = |&a: &usize, b: usize| {
        same(a, b) && items.iter().all(|item| unmoved(&item.before, a, b) && unmoved(&item.beside, a, b))
    };
    (0..items.len()).map(|b| (0..b).rev().find(|a| twin(a, b))).collect()
}

/// An expression as numbers, the same for the same operands in another order; with two items exchanged.
fn code(expr: &Expr, exchange: Option<(usize, usize)>) -> Vec<i64> {
    let number = |item: usize| match exchange {
        Some((a, b)) if item == a => b,
        Some((a, b)) if item == b => a,
        _ => item,
    };
    let whole = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
    let (head, least, parts) = match expr {
        Expr::True => return vec![0],
        Expr::Never => return vec![1],
        Expr::From(day) => return vec![2, i64::from(*day)],
        Expr::Item(item) => return vec![3, whole(number(*item))],
        Expr::All(parts) => (4, parts.len(), parts),
        Expr::AtLeast(least, parts) => (5, *least, parts),
    };
    let mut codes: Vec<Vec<i64>> = parts.iter().map(|part| code(part, exchange)).collect();
    codes.sort_unstable();
    let mut all = vec![head, whole(least), whole(parts.len())];
    codes.into_iter().for_each(|code| all.extend(code));
    all
}

//! A problem under a cap on the heaviest week: what no way of learning fits into is in none of its plans.

use super::problem::{Item, Problem};
use crate::solver::expr::Expr;

impl Problem {
    /// The problem of plans that take at most so many minutes in any week; `None`: it is the same.
    ///
    /// What does not fit is asked for nowhere, nor is what needs it. Otherwise a bound would take it for something that costs
    /// nothing. Items keep their numbers.
    pub(super) fn lighter(&self, cap: u32) -> Option<Problem> {
        let is_heavy = |item: &Item| item.choices.iter().all(|choice| choice.minutes > cap);
        let out: Vec<bool> = self.items.iter().map(is_heavy).collect();
        out.contains(&true).then(|| self.lacking(out))
    }

    /// The problem of plans without those items.
    pub(super) fn lacking(&self, mut out: Vec<bool>) -> Problem {
        let mut lighter = self.clone();
        let mut known = 0;
        while known < out.iter().filter(|out| **out).count() {
            known = out.iter().filter(|out| **out).count();
            for (index, item) in lighter.items.iter_mut().enumerate() {
                (item.before, item.beside) = (without(&item.before, &out), without(&item.beside, &out));
                out[index] |= item.before == Expr::Never || item.beside == Expr::Never;
            }
        }
        for (item, _) in lighter.items.iter_mut().zip(&out).filter(|(_, out)| **out) {
            item.choices.clear();
        }
        lighter.goal = without(&lighter.goal, &out);
        for stretch in &mut lighter.stretches {
            (stretch.expr, stretch.besides) = (without(&stretch.expr, &out), without(&stretch.besides, &out));
        }
        lighter
    }
}

/// A requirement that those items can do nothing for.
fn without(expr: &Expr, out: &[bool]) -> Expr {
    let parts = |parts: &[Expr]| parts.iter().map(|part| without(part, out)).collect();
    match expr {
        Expr::Item(item) if out[*item] => Expr::Never,
        Expr::All(of) => Expr::all(parts(of)),
        Expr::AtLeast(least, of) => Expr::at_least(*least, parts(of)),
        settled => settled.clone(),
    }
}

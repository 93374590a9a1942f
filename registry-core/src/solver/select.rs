//! The best selection, without time: reduced, priced, reduced again by what the prices say, then searched.

use super::marks::Marks;
use super::price::Prices;
use super::reduce::{Fate, reduce};
use super::rows::{Model, TooLarge};
use super::search::Search;

/// What the leaf says of a selection that meets all rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// What the best plan found of just this selection weighs; `None`: none was found.
    pub(crate) weight: Option<i64>,
    /// There is no better one of just this selection.
    pub(crate) settled: bool,
}

/// Judges selections, and narrows the search for them.
pub(crate) trait Leaf {
    /// Judges the variables that are in; they meet all rows and weigh `weight` at least. Only plans that weigh less
    /// than `below` are of interest; the last one found is the best. What it does is taken from the steps.
    fn judge(&mut self, model: &Model, chosen: &[u32], weight: i64, below: i64, steps: &mut u64) -> Judgement;

    /// Marks what follows from things that are not in the rows. False: nothing that goes on from here can be a plan.
    fn narrow(&mut self, _model: &Model, _marks: &mut Marks, _steps: &mut u64) -> bool {
        true
    }

    /// Of which open variables one at least is in whatever contains a selection just refused and is not; `None`: of
    /// all.
    fn helpful(&self, _model: &Model, _marks: &Marks) -> Option<Vec<u32>> {
        None
    }
}

/// Every selection is a plan: there is no time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeless;

impl Leaf for Timeless {
    fn judge(&mut self, _: &Model, _: &[u32], weight: i64, _: i64, _: &mut u64) -> Judgement {
        Judgement { weight: Some(weight), settled: true }
    }
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selected {
    /// The variables that are in, in order; `None`: nothing was found.
    pub(crate) chosen: Option<Vec<u32>>,
    /// What they weigh.
    pub(crate) weight: i64,
    /// No selection weighs less. Without one: none weighs less than this, if there is any.
    pub(crate) bound: i64,
    /// The selection is the best, or there is none below the limit.
    pub(crate) proved: bool,
}

/// The best selection that weighs less than `limit`, without time.
///
/// # Errors
/// Sums that cannot be counted with; not of a model that could be.
pub(crate) fn select(model: &Model, limit: i64, steps: &mut u64) -> Result<Selected, TooLarge> {
    select_from(model, Marks::new(model), limit, steps)
}

/// The same, where something is settled already.
///
/// # Errors
/// Sums that cannot be counted with; not of a model that could be.
pub(crate) fn select_from(model: &Model, mut marks: Marks, limit: i64, steps: &mut u64) -> Result<Selected, TooLarge> {
    spend(steps, model.rows.entries());
    let nothing = |bound, proved| Selected { chosen: None, weight: 0, bound, proved };
    if !marks.follow(model) {
        return Ok(nothing(limit, true));
    }
    let mut stage = match reduce(model, marks)? {
        Some(reduced) => reduced,
        None => return Ok(nothing(limit, true)),
    };
    spend(steps, 4 * model.rows.entries());
    let mut prices: Option<Prices> = None;
    let mut known: Option<(i64, Vec<bool>)> = None;
    let mut bound = i64::MIN;
    loop {
        let small = stage.model;
        let upper = known.as_ref().map_or(limit, |(weight, _)| *weight);
        let mut leaf = Timeless;
        let mut search = Search::new(&small, upper, &mut leaf, steps);
        if let Some(before) = &prices {
            search.prices.take_over(before, &stage.rows);
        }
        search.shrinks = true;
        let first = prices.is_none();
        search.root(first);
        let shrink = !search.done && search.marks.depth() * 5 >= small.variables().max(1) && search.left();
        if !search.done && !shrink {
            search.deepen();
        }
        bound = bound.max(search.bound);
        let done = search.done;
        let best = search.best.take();
        let marks = search.marks.clone();
        let spent_prices = search.prices.clone();
        if let Some((weight, chosen)) = best {
            let mut small_in = vec![false; small.variables()];
            for variable in chosen {
                small_in[variable as usize] = true;
            }
            let value = |fate: &Fate| match *fate {
                Fate::In => true,
                Fate::Out => false,
                Fate::Now(now) => small_in[now as usize],
            };
            known = Some((weight, stage.fate.iter().map(value).collect()));
        }
        let next = if shrink { reduce(&small, marks)? } else { None };
        let Some(next) = next else {
            let proved = done || shrink;
            return Ok(finish(known, bound, proved, limit));
        };
        for fate in &mut stage.fate {
            if let Fate::Now(variable) = *fate {
                *fate = next.fate[variable as usize];
            }
        }
        stage = super::reduce::Reduced { model: next.model, fate: stage.fate, rows: next.rows };
        prices = Some(spent_prices);
    }
}

fn finish(known: Option<(i64, Vec<bool>)>, bound: i64, proved: bool, limit: i64) -> Selected {
    match known {
        Some((weight, chosen)) => {
            let chosen = (0..chosen.len() as u32).filter(|&variable| chosen[variable as usize]).collect();
            let bound = if proved { weight } else { bound.min(weight) };
            Selected { chosen: Some(chosen), weight, bound, proved: proved || bound == weight }
        }
        None => Selected { chosen: None, weight: 0, bound: if proved { limit } else { bound.min(limit) }, proved },
    }
}

/// Takes from the budget a pass over so many amounts.
pub(crate) fn spend(steps: &mut u64, amounts: usize) {
    *steps = steps.saturating_sub(1 + amounts as u64 / 256);
}

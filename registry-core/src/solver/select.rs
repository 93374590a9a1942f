//! The best selection, without time: priced, reduced by what the prices say, and so on with what is left, then searched.

use super::components::{Component, components};
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
    if !marks.follow(model) {
        return Ok(Found::NOTHING.selected(limit));
    }
    let mut leaf = Timeless;
    let mut search = Search::new(model, limit, &mut leaf, steps);
    search.marks = marks;
    search.shrinks = true;
    search.root(true);
    let (found, start) = taken_from(search, model.variables());
    if found.proved {
        return Ok(found.selected(limit));
    }
    Ok(go_on(model, found, start, limit, steps)?.selected(limit))
}

/// What is known of a model after a search below some limit.
#[derive(Debug)]
struct Found {
    /// The weight of the best selection found, and by variable whether it is in.
    best: Option<(i64, Vec<bool>)>,
    /// No selection below the limit weighs less.
    bound: i64,
    /// There is no better one below the limit.
    proved: bool,
}

impl Found {
    const NOTHING: Self = Self { best: None, bound: i64::MIN, proved: true };

    /// The same of the larger model in which variables had this fate.
    fn through(self, fate: &[Fate]) -> Self {
        let best = self.best.map(|(weight, inside)| {
            let value = |fate: &Fate| match *fate {
                Fate::In => true,
                Fate::Out => false,
                Fate::Now(now) => inside[now as usize],
            };
            (weight, fate.iter().map(value).collect())
        });
        Self { best, ..self }
    }

    fn selected(self, limit: i64) -> Selected {
        let Self { best, bound, proved } = self;
        match best {
            Some((weight, inside)) => {
                let chosen = (0..inside.len() as u32).filter(|&variable| inside[variable as usize]).collect();
                let bound = if proved { weight } else { bound.min(weight) };
                Selected { chosen: Some(chosen), weight, bound, proved: proved || bound == weight }
            }
            None => Selected { chosen: None, weight: 0, bound: if proved { limit } else { bound.min(limit) }, proved },
        }
    }
}

/// Prices of a larger model to begin with: by row of the smaller one, its row there, if it had one.
#[derive(Debug, Clone, Copy)]
struct Start<'a> {
    prices: &'a Prices,
    rows: &'a [Option<u32>],
}

/// The best selection of a model that has been reduced, below `limit`.
fn best_of(model: &Model, start: Option<Start<'_>>, limit: i64, steps: &mut u64) -> Result<Found, TooLarge> {
    match components(model)? {
        Some(found) => best_of_components(model, &found, start, limit, steps),
        None => best_of_whole(model, start, limit, steps),
    }
}

fn best_of_whole(model: &Model, start: Option<Start<'_>>, limit: i64, steps: &mut u64) -> Result<Found, TooLarge> {
    let mut leaf = Timeless;
    let mut search = Search::new(model, limit, &mut leaf, steps);
    if let Some(start) = start {
        search.prices.take_over(start.prices, start.rows);
    }
    search.shrinks = true;
    search.root(start.is_none());
    let shrink = !search.done && search.marks.depth() * 5 >= model.variables().max(1) && search.left();
    if !search.done && !shrink {
        search.deepen();
    }
    let (found, state) = taken_from(search, model.variables());
    if shrink { go_on(model, found, state, limit, steps) } else { Ok(found) }
}

/// What a search has come to, and what it knew at the end.
fn taken_from(search: Search<'_>, variables: usize) -> (Found, (Marks, Prices)) {
    let Search { best, bound, done: proved, marks, prices, .. } = search;
    let best = best.map(|(weight, chosen)| {
        let mut inside = vec![false; variables];
        chosen.into_iter().for_each(|variable| inside[variable as usize] = true);
        (weight, inside)
    });
    (Found { best, bound, proved }, (marks, prices))
}

/// Reduces a model by what a search has marked, and goes on with what is left.
fn go_on(
    model: &Model,
    found: Found,
    (marks, prices): (Marks, Prices),
    limit: i64,
    steps: &mut u64,
) -> Result<Found, TooLarge> {
    let Found { best, bound, .. } = found;
    spend(steps, 4 * model.rows.entries());
    let limit = best.as_ref().map_or(limit, |(weight, _)| *weight);
    let Some(next) = reduce(model, marks)? else { return Ok(Found { best, bound, proved: true }) };
    let start = Start { prices: &prices, rows: &next.rows };
    let found = best_of(&next.model, Some(start), limit, steps)?.through(&next.fate);
    Ok(Found { best: found.best.or(best), bound: bound.max(found.bound), proved: found.proved })
}

/// The best of each component; the steps that are left are shared out among those still to come.
fn best_of_components(
    model: &Model,
    components: &[Component],
    start: Option<Start<'_>>,
    limit: i64,
    steps: &mut u64,
) -> Result<Found, TooLarge> {
    let wanted = |component: &Component| component.model.weight.iter().map(|weight| weight.min(&0)).sum::<i64>();
    let mut bound = model.base + components.iter().map(wanted).sum::<i64>();
    let (mut weight, mut proved) = (model.base, true);
    let mut inside = vec![false; model.variables()];
    for (at, component) in components.iter().enumerate() {
        let others = bound - wanted(component);
        let below = if limit == i64::MAX { limit } else { limit.saturating_sub(others) };
        let rows: Vec<Option<u32>> =
            component.rows.iter().map(|&row| start.and_then(|start| start.rows[row as usize])).collect();
        let start = start.map(|start| Start { rows: &rows, ..start });
        let share = *steps / (components.len() - at) as u64;
        let mut left = share;
        let found = best_of(&component.model, start, below, &mut left)?.selected(below);
        *steps -= share - left;
        let Some(chosen) = found.chosen else {
            // Without one component there is no whole.
            let bound = if found.proved { limit } else { others.saturating_add(found.bound).max(bound) };
            return Ok(Found { best: None, bound, proved: found.proved });
        };
        chosen.into_iter().for_each(|variable| inside[component.variables[variable as usize] as usize] = true);
        (weight, bound) = (weight + found.weight, others + found.bound);
        proved &= found.proved;
    }
    Ok(Found { best: (weight < limit).then_some((weight, inside)), bound, proved })
}

/// Takes from the budget a pass over so many amounts.
pub(crate) fn spend(steps: &mut u64, amounts: usize) {
    *steps = steps.saturating_sub(1 + amounts as u64 / 256);
}

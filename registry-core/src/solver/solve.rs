//! The best plan by one measure after another.

use super::closing::{Range, least as close_in};
use super::joint::{self, Bounds, total};
use super::level::{heaviest_term, level};
use super::model::{Aim, Weight, measured, model};
use super::problem::{Measure, Placed, Problem};
use super::rows::{Model, Origin, TooLarge};
use super::schedule::{self, Limits, Scheduled, schedule};
use super::select::select;
use super::windows::{Within, horizon, windows};

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The best plan found, in order of start.
    pub(crate) plan: Option<Vec<Placed>>,
    /// Whether it is proved best, or that there is none.
    pub(crate) proved: bool,
    /// No plan measures less by the first measure; `None`: nothing is known.
    pub(crate) bound: Option<i64>,
    /// How many steps were taken.
    pub(crate) steps_used: u64,
}

/// The best plan by `order`, the first measure before the second and so on, within so many steps. The same problem with
/// the same steps has the same answer on every machine.
///
/// # Errors
/// Sums that cannot be counted with, such as two costs of `i64::MAX`.
pub(crate) fn solve(problem: &Problem, order: &[Measure], steps: u64) -> Result<Outcome, TooLarge> {
    let mut left = steps;
    let order = if order.is_empty() { &[Measure::Items][..] } else { order };
    let mut bounds = Bounds { limits: Limits::NONE, most: Vec::new() };
    let mut outcome = Outcome { plan: None, proved: true, bound: None, steps_used: 0 };
    for (place, &measure) in order.iter().enumerate() {
        let known = outcome.plan.take();
        let found = if problem.terms.is_empty() {
            choose(problem, measure, &bounds, known, &mut left)?
        } else {
            place_in_time(problem, measure, &bounds, known, &mut left)?
        };
        if place == 0 {
            outcome.bound = (found.bound > i64::MIN && found.bound < i64::MAX).then_some(found.bound);
        }
        outcome.proved &= found.proved;
        outcome.plan = found.plan;
        let Some(plan) = &outcome.plan else { break };
        limit(problem, measure, measure_of(problem, plan, measure), &mut bounds);
    }
    if let Some(plan) = &mut outcome.plan {
        plan.sort_unstable();
    }
    outcome.steps_used = steps - left;
    Ok(outcome)
}

/// What a plan measures.
pub(crate) fn measure_of(problem: &Problem, plan: &[Placed], measure: Measure) -> i64 {
    match measure {
        Measure::Finish => plan.iter().map(|placed| placed.end.into()).max().unwrap_or(i64::from(problem.first) - 1),
        Measure::HeaviestTerm => heaviest_term(problem, plan),
        _ => total(problem, plan, measure),
    }
}

/// What comes after must be no worse.
fn limit(problem: &Problem, measure: Measure, value: i64, bounds: &mut Bounds) {
    match measure {
        Measure::Finish if problem.terms.is_empty() => {}
        Measure::Finish => bounds.limits.deadline = i32::try_from(value).unwrap_or(i32::MAX),
        Measure::HeaviestTerm => bounds.limits.most_load = u32::try_from(value).unwrap_or(u32::MAX),
        Measure::Cost => bounds.limits.most_cost = value,
        Measure::Lacking => bounds.limits.most_lacking = value,
        Measure::Items | Measure::Credit => {}
    }
    if !matches!(measure, Measure::Finish | Measure::HeaviestTerm) {
        bounds.most.push((measure, value));
    }
}

struct Found {
    plan: Option<Vec<Placed>>,
    bound: i64,
    proved: bool,
}

/// The best choice, without time.
fn choose(
    problem: &Problem,
    measure: Measure,
    bounds: &Bounds,
    known: Option<Vec<Placed>>,
    steps: &mut u64,
) -> Result<Found, TooLarge> {
    let model = model(problem, &Aim { least: Weight::Of(measure), most: &bounds.most })?;
    let value = known.as_ref().map(|plan| measure_of(problem, plan, measure));
    let found = select(&model, value.unwrap_or(i64::MAX), steps)?;
    let plan = found.chosen.map(|chosen| placed(&model, &chosen)).or(known);
    let bound = if found.proved && plan.is_some() { value.unwrap_or(i64::MAX).min(found.bound) } else { found.bound };
    Ok(Found { plan, bound, proved: found.proved })
}

/// A choice as a plan in which nothing has a time.
fn placed(model: &Model, chosen: &[u32]) -> Vec<Placed> {
    let mut plan: Vec<Placed> = Vec::new();
    let mut ways: Vec<(usize, usize, i64)> = Vec::new();
    for &variable in chosen {
        match model.origin[variable as usize] {
            Origin::Item { item, way } => plan.push(Placed { start: 0, end: 0, item, way }),
            Origin::Way { item, way } => ways.push((item, way, model.weight[variable as usize])),
            Origin::Choice { .. } | Origin::Part => {}
        }
    }
    for &variable in chosen {
        if let Origin::Choice { item } = model.origin[variable as usize]
            && let Some(&(_, way, _)) = ways.iter().find(|way| way.0 == item)
        {
            plan.push(Placed { start: 0, end: 0, item, way });
        }
    }
    plan
}

/// The best plan in time.
fn place_in_time(
    problem: &Problem,
    measure: Measure,
    bounds: &Bounds,
    known: Option<Vec<Placed>>,
    steps: &mut u64,
) -> Result<Found, TooLarge> {
    if !matches!(measure, Measure::Finish | Measure::HeaviestTerm) {
        let found = joint::least(problem, measure, bounds, known, steps)?;
        return Ok(Found { plan: found.plan, bound: found.bound, proved: found.proved });
    }
    let reached = known.as_ref().map(|plan| measure_of(problem, plan, measure));
    let with = |value: i64| {
        let mut bounds = bounds.clone();
        limit(problem, measure, value, &mut bounds);
        bounds
    };
    // Sums are checked before: whether they can be counted with does not depend on the value.
    model(problem, &Aim { least: Weight::Load, most: &bounds.most })?;
    model(problem, &Aim { least: Weight::Terms, most: &bounds.most })?;
    model(problem, &Aim { least: Weight::Of(Measure::Cost), most: &bounds.most })?;
    if let Some(found) = place_all(problem, measure, bounds, &known, steps) {
        return Ok(found);
    }
    let attempt = |value: i64, steps: &mut u64| {
        let mut part = *steps;
        match joint::any(problem, &with(value), &mut part, steps) {
            Ok(found) => Scheduled { plan: found.plan, proved: found.proved },
            Err(TooLarge) => Scheduled { plan: None, proved: false },
        }
    };
    let all = all_items(problem);
    let none = fixedbitset::FixedBitSet::with_capacity(problem.items.len());
    let refuted = |value: i64| {
        let Limits { deadline, most_load, .. } = with(value).limits;
        let within = Within { possible: &all, required: &none, goal: &problem.goal, deadline, most_load };
        windows(problem, &within).is_none()
    };
    let (low, high) = match measure {
        Measure::Finish => (i64::from(problem.first) - 1, i64::from(horizon(problem, bounds.limits.deadline))),
        _ => (0, heaviest_cap(problem, bounds)),
    };
    let range = Range { low, high: reached.map_or(high, |reached| reached - 1) };
    if range.low > range.high {
        let bound = reached.unwrap_or(range.low);
        return Ok(Found { proved: known.is_some(), plan: known, bound });
    }
    let next = |value: i64| if measure == Measure::Finish { problem.next_end(value) } else { Some(value + 1) };
    let found = close_in(range, &refuted, &next, &attempt, &|plan| measure_of(problem, plan, measure), steps);
    let bound = if found.proved && found.plan.is_none() { reached.unwrap_or(i64::MAX) } else { found.bound };
    Ok(Found { plan: found.plan.or(known), bound, proved: found.proved })
}

/// The best plan in time where every plan has all items, so that there is nothing to choose; `None`: there may be.
fn place_all(
    problem: &Problem,
    measure: Measure,
    bounds: &Bounds,
    known: &Option<Vec<Placed>>,
    steps: &mut u64,
) -> Option<Found> {
    if problem.items.is_empty() {
        return None;
    }
    let (all, none) = (all_items(problem), fixedbitset::FixedBitSet::with_capacity(problem.items.len()));
    let Limits { deadline, most_load, .. } = bounds.limits;
    let within = Within { possible: &all, required: &none, goal: &problem.goal, deadline, most_load };
    let found = windows(problem, &within)?;
    if found.needed.count_ones(..) < problem.items.len() || !holds_with_all(problem, bounds) {
        return None;
    }
    let (plan, bound, proved) = match measure {
        Measure::HeaviestTerm => {
            let levelled = level(problem, &all, &bounds.limits, steps);
            (levelled.plan, i64::from(levelled.bound), levelled.proved)
        }
        _ => {
            let scheduled = schedule(problem, &all, schedule::Aim::Finish, &bounds.limits, steps);
            let bound = found.earliest_end.iter().max().map_or(i64::MIN, |&end| end.into());
            (scheduled.plan, bound, scheduled.proved)
        }
    };
    let value = |plan: &Vec<Placed>| measure_of(problem, plan, measure);
    let plan = plan.into_iter().chain(known.clone()).min_by_key(value);
    let bound = match plan.as_ref().map(value) {
        Some(reached) if proved => reached,
        Some(reached) => bound.min(reached),
        None if proved => i64::MAX,
        None => bound,
    };
    Some(Found { proved: proved || plan.as_ref().is_some_and(|plan| value(plan) <= bound), plan, bound })
}

/// Whether all items together meet what is asked apart from time.
fn holds_with_all(problem: &Problem, bounds: &Bounds) -> bool {
    let met = |row: &super::problem::Row| {
        row.amounts.iter().map(|entry| i128::from(entry.1)).sum::<i128>() >= row.least.into()
    };
    let within = |&(measure, most): &(Measure, i64)| match measure {
        Measure::Items | Measure::Credit => {
            let amount = |item| i128::from(measured(item, 0, measure));
            problem.items.iter().map(amount).sum::<i128>() <= most.into()
        }
        // Schedules keep to these.
        Measure::Cost | Measure::Lacking | Measure::Finish | Measure::HeaviestTerm => true,
    };
    problem.goal.met(&|_| true) && problem.rows.iter().all(met) && bounds.most.iter().all(within)
}

fn all_items(problem: &Problem) -> fixedbitset::FixedBitSet {
    let mut all = fixedbitset::FixedBitSet::with_capacity(problem.items.len());
    all.insert_range(..);
    all
}

/// No term can have more load than this.
fn heaviest_cap(problem: &Problem, bounds: &Bounds) -> i64 {
    let heaviest = |item: &super::problem::Item| item.ways.iter().map(|way| i64::from(way.load)).max().unwrap_or(0);
    let all = problem.items.iter().map(heaviest).fold(0, i64::saturating_add);
    let cap = problem.terms.iter().map(|term| i64::from(term.most_load)).max().unwrap_or(0);
    all.min(cap).min(bounds.limits.most_load.into())
}

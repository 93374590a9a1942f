//! The few pathways that are returned: each best at something, and different from one another.

use super::answer::Objective;
use super::plan::{Bounds, Found, Measure, Measures, Meter, Order, Placed, hours};
use super::problem::Problem;
use super::ready::stands;
use super::search::{better_than, search};
use super::solved::{Foreseen, foreseen, settle};

/// The solver gets this part of a budget on top, where the search by weeks has used its own up: a step of it is dearer.
pub(crate) const SOLVER_SHARE: u64 = 4;

/// The search by weeks is tried with this part of a budget before the solver is asked, which then has as much.
pub(crate) const TRIAL_SHARE: u64 = 64;

/// Where the solver has proved what is compared first, the search by weeks has this part of a budget for what is compared
/// after that.
pub(crate) const REST_SHARE: u64 = 4;

/// A plan, what it is best at, and whether that is proved.
#[derive(Debug)]
pub(crate) struct Alternative {
    /// What it is best at, each with what no plan measures less of; `i64::MIN`: nothing is known.
    pub(crate) best_at: Vec<(Objective, i64)>,
    pub(crate) plan: Vec<Placed>,
    pub(crate) proved: bool,
}

/// What the searches for all lists of objectives came to.
#[derive(Debug)]
pub(crate) struct Alternatives {
    pub(crate) found: Vec<Alternative>,
    /// Whether, where there is none, that is proved.
    pub(crate) proved: bool,
    /// Steps that all searches together took.
    pub(crate) used: u64,
}

/// One list of objectives, and what its search came to.
struct Searched {
    objective: Objective,
    order: Order,
    found: Found,
}

/// The best plan for each list of objectives, those that are the same plan joined.
///
/// A search that runs out of steps may find a worse plan for its objective than another search did, or none: then the
/// best of those found stands for it.
pub(crate) fn alternatives(problem: &Problem, aims: &[Vec<Objective>], steps: u64) -> Alternatives {
    let mut searches: Vec<Searched> = Vec::new();
    let mut used = problem.posing;
    let steps = problem.left_of(steps);
    for aim in aims {
        let Some(&objective) = aim.first() else { continue };
        let order = Order::of(aim);
        let mut meter = Meter::of(steps);
        let found = best(problem, &order, Bounds::NONE, &mut meter);
        let found = settle(problem, &order, found, steps / SOLVER_SHARE, &mut meter);
        used = used.saturating_add(meter.used);
        if found.proved && found.plan.is_none() {
            return Alternatives { found: Vec::new(), proved: true, used };
        }
        searches.push(Searched { objective, order, found });
    }
    Alternatives { found: joined(problem, &searches), proved: false, used }
}

/// Whether people read the same of two plans: the same steps, finished on the same day. What they wait for may differ.
fn reads_alike(problem: &Problem, one: &[Placed], other: &[Placed]) -> bool {
    let waits = |placed: &&Placed| problem.items[placed.item].comes_anyway() || problem.items[placed.item].is_award();
    let steps = |plan: &[Placed]| plan.iter().filter(|placed| !waits(placed)).copied().collect::<Vec<_>>();
    let finish = |plan: &[Placed]| plan.iter().map(|placed| placed.end).max();
    finish(one) == finish(other) && steps(one) == steps(other)
}

/// The plans of some searches, each once with all that it is best at.
fn joined(problem: &Problem, searches: &[Searched]) -> Vec<Alternative> {
    let mut alternatives: Vec<Alternative> = Vec::new();
    // For each, the search it came from, where that proved it.
    let mut sources: Vec<Option<(&Order, Measures)>> = Vec::new();
    for Searched { objective, order, found: search } in searches {
        let label = |alternative: &mut Alternative| {
            if !alternative.best_at.iter().any(|(known, _)| known == objective) {
                alternative.best_at.push((*objective, search.bound));
            }
        };
        let own = search.plan.as_ref().filter(|_| search.proved);
        // A plan that is already shown and is as good in everything compared is not shown twice in other clothes.
        let as_good = |source: &Option<(&Order, Measures)>| {
            source.zip(own).is_some_and(|((other, measures), (best, _))| {
                other.has(Measure::Credit) == order.has(Measure::Credit) && measures.vector(order) == best.vector(order)
            })
        };
        if let Some(place) = sources.iter().position(as_good) {
            label(&mut alternatives[place]);
            continue;
        }
        let plans = searches.iter().filter_map(|search| search.found.plan.as_ref());
        let least = plans.min_by_key(|(measures, _)| measures.vector(order));
        let Some((_, plan)) = own.or(least) else { break };
        let mut plan = plan.clone();
        leave_out(problem, &mut plan);
        // The search goes by weeks; people read by days.
        plan.sort_unstable();
        match alternatives.iter_mut().find(|alternative| reads_alike(problem, &alternative.plan, &plan)) {
            Some(same) => {
                label(same);
                same.proved &= search.proved;
            }
            None => {
                let best_at = vec![(*objective, search.bound)];
                alternatives.push(Alternative { best_at, plan, proved: search.proved });
                sources.push(own.map(|(measures, _)| (order, *measures)));
            }
        }
    }
    alternatives
}

/// Leaves out the steps that nothing needs. A plan of which all measures are proved has none; a search that is cut short, if
/// only once the first of them is, may have placed one for a way it did not take.
pub(crate) fn leave_out(problem: &Problem, plan: &mut Vec<Placed>) {
    let mut index = 0;
    while index < plan.len() {
        let rest = without_what_needs(problem, plan, plan[index].item);
        if problem.met_by(&rest) {
            *plan = rest;
            index = 0;
        } else {
            index += 1;
        }
    }
}

/// Leaves out what is waited for though nothing needs it. It takes nothing, so no measure tells such plans apart.
pub(crate) fn leave_out_waits(problem: &Problem, plan: &mut Vec<Placed>) {
    let mut index = 0;
    while index < plan.len() {
        let item = plan[index].item;
        let rest: Vec<Placed> = plan.iter().filter(|placed| placed.item != item).copied().collect();
        let is_needless = problem.items[item].awaits.is_some()
            && rest.iter().all(|placed| stands(problem, placed, &rest))
            && problem.met_by(&rest);
        if is_needless {
            *plan = rest;
        } else {
            index += 1;
        }
    }
}

/// A plan without an item and without what needs it there: partners need one another.
pub(crate) fn without_what_needs(problem: &Problem, plan: &[Placed], item: usize) -> Vec<Placed> {
    let mut rest: Vec<Placed> = plan.iter().filter(|placed| placed.item != item).copied().collect();
    let late = |rest: &[Placed]| rest.iter().position(|placed| !stands(problem, placed, rest));
    while let Some(place) = late(&rest) {
        rest.remove(place);
    }
    rest
}

/// The best plan within bounds in one order of measures.
///
/// Most questions are settled by the search by weeks within a small part of the budget. Where it is not, choosing is the hard
/// part, and the solver chooses by prices: what it proves of the measures that are compared first bounds the search from
/// there on.
pub(crate) fn best(problem: &Problem, order: &Order, within: Bounds, meter: &mut Meter) -> Found {
    // The solver is never asked for the most credit.
    if order.has(Measure::Credit) {
        return by_weeks(problem, order, within, None, meter);
    }
    let mut trial = Meter::of(meter.left / TRIAL_SHARE);
    let tried = by_weeks(problem, order, within, None, &mut trial);
    meter.take(trial.used);
    if tried.proved || trial.left > 0 {
        return tried;
    }
    let known = match within.is_none() {
        true => foreseen(problem, order, meter.left / TRIAL_SHARE, meter),
        false => None,
    };
    let share = if known.is_some() { REST_SHARE } else { 1 };
    let mut rest = Meter::of(meter.left / share);
    let found = by_weeks(problem, order, within, known, &mut rest);
    meter.take(rest.used);
    let bound = found.bound.max(tried.bound);
    let better = |one: &Option<(Measures, Vec<Placed>)>, other: &Option<(Measures, Vec<Placed>)>| {
        let vector = |plan: &Option<(Measures, Vec<Placed>)>| plan.as_ref().map(|(measures, _)| measures.vector(order));
        vector(one).is_some_and(|one| vector(other).is_none_or(|other| one < other))
    };
    let plan = if !found.proved && better(&tried.plan, &found.plan) { tried.plan } else { found.plan };
    Found { plan, bound, ..found }
}

/// The same by the search by weeks alone, with what is `known` of it. See [`search`](super::search) for why the heaviest week
/// is lowered from outside: what is compared before it is settled first, then it, then what is compared after it.
fn by_weeks(problem: &Problem, order: &Order, within: Bounds, known: Option<Foreseen>, meter: &mut Meter) -> Found {
    let mut bounds = within;
    let heavy_first = matches!(order.first(), Measure::Hours | Measure::Minutes);
    let is_settled = heavy_first && known.is_some();
    let mut best = match known {
        Some(Foreseen { measures, plan, .. }) if heavy_first => {
            Found { plan: Some((measures, plan)), proved: true, bound: measures.get(order.first()) }
        }
        Some(Foreseen { places, measures, plan }) => {
            order.fix(&mut bounds.most, &measures, places);
            let bound = measures.get(order.first());
            let found = better_than(Some((measures, plan)), (problem, order), bounds, meter);
            Found { bound: found.bound.max(bound), ..found }
        }
        // Where the heaviest week is compared first, any plan will do to begin with.
        None => search(problem, order, Bounds { first: within.first || heavy_first, ..bounds }, meter),
    };
    // The cap under which the best plan is known to be best.
    let week = i64::from(problem.minutes_per_week);
    let mut settled_under = (!heavy_first).then_some(week.min(within.most.heaviest));
    for (place, measure) in order.heavy() {
        let Some((measures, _)) = &best.plan else {
            return best;
        };
        order.fix(&mut bounds.most, measures, place);
        if place > 0 || !is_settled {
            let lightest = lighten(problem, (order, measure), bounds, &mut best, meter);
            best.bound = lightest.filter(|_| place == 0).unwrap_or(best.bound);
        }
        let Some((measures, _)) = &best.plan else {
            return best;
        };
        // Under a cap of exactly the lightest heaviest week, what is compared after it is best as well. Where that is the cap
        // that held before, it is known already.
        bounds.most.heaviest = cap(measure, measures.heaviest);
        let exactly = Some(week.min(bounds.most.heaviest));
        if settled_under == exactly {
            continue;
        }
        settled_under = exactly;
        let last = better_than(best.plan.take(), (problem, order), bounds, meter);
        best.proved &= last.proved;
        best.plan = last.plan;
    }
    best
}

/// Looks for a plan with a lighter heaviest week than the best has, until there is none: how heavy that of any plan is at least.
fn lighten(
    problem: &Problem,
    (order, measure): (&Order, Measure),
    bounds: Bounds,
    best: &mut Found,
    meter: &mut Meter,
) -> Option<i64> {
    loop {
        let (measures, _) = best.plan.as_ref()?;
        let least = measures.get(measure);
        let mut lower = Bounds { first: true, ..bounds };
        lower.most.heaviest = cap(measure, measures.heaviest) - if measure == Measure::Hours { 60 } else { 1 };
        let lighter = search(problem, order, lower, meter);
        best.proved &= lighter.proved;
        if lighter.plan.is_none() {
            return lighter.proved.then_some(least);
        }
        best.plan = lighter.plan;
    }
}

/// The heaviest week that is as good as one of so many minutes.
fn cap(measure: Measure, minutes: i64) -> i64 {
    if measure == Measure::Hours { hours(minutes) * 60 } else { minutes }
}

//! The few pathways that are returned: each best at something, and different from one another.

use super::answer::Objective;
use super::plan::{Bounds, Found, Measures, Order, Placed};
use super::problem::Problem;
use super::search::{ready, search};

/// A plan, what it is best at, and whether that is proved.
#[derive(Debug)]
pub(crate) struct Alternative {
    pub(crate) best_at: Vec<Objective>,
    pub(crate) plan: Vec<Placed>,
    pub(crate) proved: bool,
}

/// The best plan for each objective, those that are the same plan joined; with whether, where there is none, that is
/// proved.
///
/// A search that runs out of steps may find a worse plan for its objective than another search did, or none: then the
/// best of those found stands for it.
pub(crate) fn alternatives(problem: &Problem, steps: u64) -> (Vec<Alternative>, bool) {
    let searches = Objective::ALL.map(|objective| best(problem, order_of(objective), steps));
    let none = searches.iter().any(|found| found.proved && found.plan.is_none());
    let mut alternatives: Vec<Alternative> = Vec::new();
    for (objective, search) in Objective::ALL.into_iter().zip(&searches) {
        let plans = searches.iter().filter_map(|found| found.plan.as_ref());
        let least = plans.min_by_key(|(measures, _)| measures.vector(order_of(objective)));
        let own = search.plan.as_ref().filter(|_| search.proved);
        let Some((_, plan)) = own.or(least) else { break };
        let mut plan = plan.clone();
        if !search.proved {
            leave_out(problem, &mut plan);
        }
        // The search goes by weeks; people read by days.
        plan.sort_unstable();
        match alternatives.iter_mut().find(|alternative| alternative.plan == plan) {
            Some(same) => {
                same.best_at.push(objective);
                same.proved &= search.proved;
            }
            None => alternatives.push(Alternative { best_at: vec![objective], plan, proved: search.proved }),
        }
    }
    (alternatives, none)
}

/// Leaves out the steps that nothing needs. A proved plan has none; a search that is cut short may have placed one
/// for a way it did not take.
fn leave_out(problem: &Problem, plan: &mut Vec<Placed>) {
    let mut index = 0;
    while index < plan.len() {
        let mut rest = plan.clone();
        rest.remove(index);
        let chosen = |item| rest.iter().any(|placed| placed.item == item);
        let in_time = |placed: &Placed| ready(problem, placed.item, &rest) <= placed.start;
        if problem.goal.met(&chosen) && rest.iter().all(in_time) {
            *plan = rest;
            index = 0;
        } else {
            index += 1;
        }
    }
}

fn order_of(objective: Objective) -> Order {
    match objective {
        Objective::LeastCost => Order::Cost,
        Objective::Soonest => Order::Finish,
        Objective::LightestLoad => Order::Load,
    }
}

/// The best plan in one order of measures. See [`search`](super::search) for why the heaviest week is lowered from
/// outside.
fn best(problem: &Problem, order: Order, budget: u64) -> Found {
    let mut steps = budget;
    let mut best = search(problem, order, Bounds::NONE, &mut steps);
    let Some((mut measures, _)) = best.plan else {
        return best;
    };
    loop {
        let lower = Bounds { most: below(order, measures), first: false };
        let lighter = search(problem, order, lower, &mut steps);
        best.proved &= lighter.proved;
        match lighter.plan {
            Some(plan) => {
                measures = plan.0;
                best.plan = Some(plan);
            }
            None => break,
        }
    }
    // Under a cap of exactly the lightest heaviest week, what is compared after it is best as well.
    let mut exact = below(order, measures);
    exact.heaviest = measures.heaviest;
    let last = search(problem, order, Bounds { most: exact, first: false }, &mut steps);
    best.proved &= last.proved;
    if let Some(plan) = last.plan.filter(|(last, _)| last.vector(order) < measures.vector(order)) {
        best.plan = Some(plan);
    }
    best
}

/// No worse in what is compared before the heaviest week, and lighter.
fn below(order: Order, measures: Measures) -> Measures {
    let free = Bounds::NONE.most;
    let kept = match order {
        Order::Cost | Order::Finish => {
            Measures { cost: measures.cost, lacking: measures.lacking, finish: measures.finish, ..free }
        }
        Order::Load => free,
    };
    Measures { heaviest: measures.heaviest - 1, ..kept }
}

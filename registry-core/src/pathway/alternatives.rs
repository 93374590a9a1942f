//! The few pathways that are returned: each best at something, and different from one another.

use super::answer::Objective;
use super::problem::Problem;
use super::search::{Bounds, Found, Measures, Order, Placed, search};

/// A plan, what it is best at, and whether that is proved.
#[derive(Debug)]
pub(crate) struct Alternative {
    pub(crate) best_at: Vec<Objective>,
    pub(crate) plan: Vec<Placed>,
    pub(crate) proved: bool,
}

/// The best plan for each objective, those that are the same plan joined; with whether, where there is none, that is
/// proved.
pub(crate) fn alternatives(problem: &Problem, steps: u64) -> (Vec<Alternative>, bool) {
    let mut found: Vec<Alternative> = Vec::new();
    for objective in Objective::ALL {
        let order = match objective {
            Objective::LeastCost => Order::Cost,
            Objective::Soonest => Order::Finish,
            Objective::LightestLoad => Order::Load,
        };
        let best = best(problem, order, steps);
        let Some((_, mut plan)) = best.plan else {
            if found.is_empty() {
                return (Vec::new(), best.proved);
            }
            continue;
        };
        // The search goes by weeks; people read by days.
        plan.sort_unstable();
        match found.iter_mut().find(|alternative| alternative.plan == plan) {
            Some(same) => {
                same.best_at.push(objective);
                same.proved &= best.proved;
            }
            None => found.push(Alternative {
                best_at: vec![objective],
                plan,
                proved: best.proved,
            }),
        }
    }
    (found, true)
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
        let lower = Bounds {
            most: below(order, measures),
            first: false,
        };
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
    let last = search(
        problem,
        order,
        Bounds {
            most: exact,
            first: false,
        },
        &mut steps,
    );
    best.proved &= last.proved;
    if let Some(plan) = last
        .plan
        .filter(|(last, _)| last.vector(order) < measures.vector(order))
    {
        best.plan = Some(plan);
    }
    best
}

/// No worse in what is compared before the heaviest week, and lighter.
fn below(order: Order, measures: Measures) -> Measures {
    let free = Bounds::NONE.most;
    let kept = match order {
        Order::Cost | Order::Finish => Measures {
            cost: measures.cost,
            lacking: measures.lacking,
            finish: measures.finish,
            ..free
        },
        Order::Load => free,
    };
    Measures {
        heaviest: measures.heaviest - 1,
        ..kept
    }
}

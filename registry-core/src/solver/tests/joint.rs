use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::generate::{Numbers, requirement};
use crate::solver::expr::Expr;
use crate::solver::problem::{Measure, Placed, Problem, Row, Timing};
use crate::solver::schedule::Limits;
use crate::solver::schedule_made::{fault, small};
use crate::solver::solve::{measure_of, solve};

const ORDERS: [&[Measure]; 8] = [
    &[Measure::Cost],
    &[Measure::Finish],
    &[Measure::HeaviestTerm, Measure::Cost],
    &[Measure::Cost, Measure::Finish, Measure::HeaviestTerm],
    &[Measure::Finish, Measure::Lacking, Measure::Cost],
    &[Measure::Lacking, Measure::Cost, Measure::Items],
    &[Measure::Credit, Measure::Finish],
    &[Measure::Items, Measure::HeaviestTerm],
];

/// A small problem in time with a goal and sums to reach.
pub(super) fn made(seed: u64) -> Problem {
    let (mut problem, ..) = small(seed);
    let numbers = &mut Numbers::new(seed + 77);
    let count = problem.items.len();
    problem.goal = requirement(numbers, count, 2);
    for item in &mut problem.items {
        item.credit = numbers.between(0, 3) * 6;
    }
    if numbers.below(2) == 0 {
        let amounts = (0..count).map(|item| (item, numbers.between(1, 3))).collect();
        problem.rows.push(Row { amounts, least: numbers.between(1, 5) });
    }
    if numbers.below(3) == 0 && count > 1 {
        problem.rows.push(Row { amounts: vec![(0, -1), (1, -1)], least: -1 });
    }
    problem
}

fn wrong(problem: &Problem, plan: &[Placed]) -> Option<String> {
    let mut chosen = FixedBitSet::with_capacity(problem.items.len());
    plan.iter().for_each(|placed| chosen.insert(placed.item));
    if !problem.goal.met(&|item| chosen.contains(item)) {
        return Some("the goal is not met".to_owned());
    }
    for row in &problem.rows {
        let sum: i64 = row.amounts.iter().filter(|(item, _)| chosen.contains(*item)).map(|(_, amount)| amount).sum();
        if sum < row.least {
            return Some(format!("a sum is {sum}"));
        }
    }
    fault(problem, &chosen, &Limits::NONE, plan)
}

/// The best values by each order, of all plans there are.
fn by_trying_all(problem: &Problem) -> BTreeMap<usize, Vec<i64>> {
    let mut best = BTreeMap::new();
    every_plan(problem, &mut |plan| {
        for (number, order) in ORDERS.iter().enumerate() {
            let values: Vec<i64> = order.iter().map(|&measure| measure_of(problem, plan, measure)).collect();
            let known = best.entry(number).or_insert_with(|| values.clone());
            if values < *known {
                *known = values;
            }
        }
    });
    best
}

/// Calls `visit` with every plan there is.
pub(super) fn every_plan(problem: &Problem, visit: &mut impl FnMut(&[Placed])) {
    fn go(problem: &Problem, item: usize, plan: &mut Vec<Placed>, visit: &mut impl FnMut(&[Placed])) {
        if item == problem.items.len() {
            if wrong(problem, plan).is_none() {
                visit(plan);
            }
            return;
        }
        go(problem, item + 1, plan, visit);
        for (number, way) in problem.items[item].ways.iter().enumerate() {
            let spans: Vec<(i32, i32)> = match way.timing {
                Timing::Dated { start, end } => vec![(start, end)],
                Timing::Rolling { terms, .. } => (0..problem.terms.len() as i32)
                    .map(|term| (term * problem.ticks_per_term, (term + terms) * problem.ticks_per_term - 1))
                    .collect(),
            };
            for (start, end) in spans {
                if end <= problem.last && start >= problem.first {
                    plan.push(Placed { start, end, item, way: number });
                    go(problem, item + 1, plan, visit);
                    plan.pop();
                }
            }
        }
    }
    go(problem, 0, &mut Vec::new(), visit);
}

/// The same, with everything asked for, so that only times are to be found.
fn made_with_all(seed: u64) -> Problem {
    let mut problem = made(seed);
    problem.goal = Expr::All((0..problem.items.len()).map(Expr::Item).collect());
    problem
}

/// Compares the best plans by every order with those of trying all: how many problems have a plan.
fn compare(seeds: u64, made: impl Fn(u64) -> Problem) -> usize {
    let mut with_plans = 0;
    for seed in 0..seeds {
        let problem = made(seed);
        let best = by_trying_all(&problem);
        with_plans += usize::from(!best.is_empty());
        for (number, order) in ORDERS.iter().enumerate() {
            let found = solve(&problem, order, 2_000_000).expect("sums are small");
            assert!(found.proved, "seed {seed} {order:?}");
            let values = found.plan.as_ref().map(|plan| {
                assert_eq!(wrong(&problem, plan), None, "seed {seed} {order:?}");
                order.iter().map(|&measure| measure_of(&problem, plan, measure)).collect::<Vec<i64>>()
            });
            assert_eq!(values.as_ref(), best.get(&number), "seed {seed} {order:?} {problem:?}");
            if let Some(values) = values {
                assert_eq!(found.bound, Some(values[0]), "seed {seed} {order:?}");
            }
        }
    }
    with_plans
}

#[test]
fn the_best_plan_in_time_is_the_one_that_trying_all_finds() {
    let with_plans = compare(400, made);
    assert!(with_plans > 100, "{with_plans}");
}

#[test]
fn the_best_plan_of_all_items_is_the_one_that_trying_all_finds() {
    let with_plans = compare(400, made_with_all);
    assert!(with_plans > 40, "{with_plans}");
}

#[test]
fn few_steps_in_time_never_claim_what_is_not_so() {
    for (seed, problem) in
        (0..150).map(|seed| (seed, made(seed))).chain((0..150).map(|seed| (seed, made_with_all(seed))))
    {
        let best = by_trying_all(&problem);
        for (number, order) in ORDERS.iter().enumerate() {
            for steps in [0, 1, 10, 100, 1_000] {
                let found = solve(&problem, order, steps).expect("sums are small");
                let values = found.plan.as_ref().map(|plan| {
                    assert_eq!(wrong(&problem, plan), None, "seed {seed} {order:?} {steps}");
                    order.iter().map(|&measure| measure_of(&problem, plan, measure)).collect::<Vec<i64>>()
                });
                if found.proved {
                    assert_eq!(values.as_ref(), best.get(&number), "seed {seed} {order:?} {steps}");
                }
                if let (Some(best), Some(bound)) = (best.get(&number), found.bound) {
                    assert!(bound <= best[0], "seed {seed} {order:?} {steps}");
                }
            }
        }
    }
}

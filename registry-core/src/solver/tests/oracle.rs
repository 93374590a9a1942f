use microlp::{ComparisonOp, OptimizationDirection, Problem as Program, SolveOutcome, Variable};

use super::generate::{Shape, catalogue};
use crate::solver::model::{Aim, Weight, model};
use crate::solver::problem::Measure;
use crate::solver::rows::Model;
use crate::solver::select::select;

/// The least weight by a solver of linear programs in whole numbers.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "small whole numbers")]
fn by_program(model: &Model) -> Option<i64> {
    let mut program = Program::new(OptimizationDirection::Minimize);
    let variables: Vec<Variable> = model.weight.iter().map(|&weight| program.add_binary_var(weight as f64)).collect();
    for row in 0..model.rows.len() {
        let entries = model.rows.of(row).iter();
        let amounts: Vec<_> =
            entries.map(|&(variable, amount)| (variables[variable as usize], amount as f64)).collect();
        program.add_constraint(&amounts, ComparisonOp::Ge, model.least[row] as f64);
    }
    match program.solve() {
        Ok(SolveOutcome::Solution(found)) => Some(found.objective().round() as i64 + model.base),
        Ok(SolveOutcome::Interrupted(_)) => panic!("no limit was set"),
        Err(_) => None,
    }
}

#[test]
fn a_solver_of_linear_programs_finds_the_same_least_cost() {
    let mut with_a_plan = 0;
    for seed in 0..220 {
        let items = 30 + (seed as usize * 37) % 271;
        let problem = catalogue(seed, Shape { items, fields: 3, levels: 5 });
        let aim = Aim { least: Weight::Of(Measure::Cost), most: &[] };
        let model = model(&problem, &aim).expect("sums are small");
        let found = select(&model, i64::MAX, &mut 1_000_000).expect("sums are small");
        assert!(found.proved, "seed {seed}");
        let least = by_program(&model);
        assert_eq!(least, found.chosen.map(|_| found.weight), "seed {seed} of {items} items");
        with_a_plan += u32::from(least.is_some_and(|least| least > 0));
    }
    assert!(with_a_plan > 200, "only {with_a_plan} of 220 have a plan that costs something");
}

#[test]
fn the_same_problem_takes_the_same_steps_to_the_same_selection() {
    for seed in 0..20 {
        let problem = catalogue(seed, Shape { items: 200, fields: 4, levels: 5 });
        let once = || {
            let aim = Aim { least: Weight::Of(Measure::Cost), most: &[] };
            let mut steps = 20_000;
            let found =
                select(&model(&problem, &aim).expect("sums are small"), i64::MAX, &mut steps).expect("sums are small");
            (found, steps)
        };
        assert_eq!(once(), once());
    }
}

//! Schedules of small problems against every schedule there is.

use super::schedule_made::{best_of_all, fault, small};
use crate::solver::level::{heaviest_term, level};
use crate::solver::problem::{Placed, Problem};
use crate::solver::schedule::{Aim, Limits, schedule};
use fixedbitset::FixedBitSet;

const SEEDS: u64 = 1500;

fn sound(seed: u64, (problem, chosen, limits): &(Problem, FixedBitSet, Limits), plan: &[Placed]) {
    assert_eq!(fault(problem, chosen, limits, plan), None, "seed {seed}: {plan:?} of {problem:#?} {limits:?}");
}

#[test]
fn schedules_are_as_good_as_the_best_of_all() {
    let mut feasible = 0;
    for seed in 0..SEEDS {
        let question = small(seed);
        let (problem, chosen, limits) = &question;
        let best = best_of_all(problem, chosen, limits);
        feasible += u64::from(best.is_some());
        for aim in [Aim::First, Aim::Finish] {
            let found = schedule(problem, chosen, aim, limits, &mut 1_000_000);
            assert!(found.proved, "seed {seed}, {aim:?}");
            assert_eq!(found.plan.is_some(), best.is_some(), "seed {seed}, {aim:?}: {problem:#?} {chosen} {limits:?}");
            let (Some(plan), Some((finish, _))) = (found.plan, best) else { continue };
            sound(seed, &question, &plan);
            match aim {
                Aim::First => {}
                Aim::Finish => {
                    let end = plan.iter().map(|placed| placed.end).max().unwrap_or(0);
                    assert_eq!(end, finish, "seed {seed}: {problem:#?} {limits:?}");
                }
            }
        }
        let levelled = level(problem, chosen, limits, &mut 1_000_000);
        assert!(levelled.proved && levelled.plan.is_some() == best.is_some(), "seed {seed}: {levelled:?}");
        if let (Some(plan), Some((_, heaviest))) = (&levelled.plan, best) {
            sound(seed, &question, plan);
            assert_eq!(heaviest_term(problem, plan), heaviest, "seed {seed}: {problem:#?} {limits:?}");
            assert_eq!(i64::from(levelled.bound), heaviest, "seed {seed}: {levelled:?}");
        }
    }
    assert!((SEEDS / 3..SEEDS * 9 / 10).contains(&feasible), "{feasible} of {SEEDS} have a schedule");
}

#[test]
fn small_budgets_never_give_a_wrong_claim() {
    for seed in 0..SEEDS / 3 {
        let question = small(seed);
        let (problem, chosen, limits) = &question;
        let best = best_of_all(problem, chosen, limits);
        for steps in [0, 1, 2, 5, 10, 20, 50] {
            for aim in [Aim::First, Aim::Finish] {
                let found = schedule(problem, chosen, aim, limits, &mut steps.clone());
                if let Some(plan) = &found.plan {
                    sound(seed, &question, plan);
                }
                assert!(!found.proved || found.plan.is_some() == best.is_some(), "seed {seed}, {steps} steps, {aim:?}");
            }
            let levelled = level(problem, chosen, limits, &mut steps.clone());
            levelled.plan.iter().for_each(|plan| sound(seed, &question, plan));
            if let Some((_, heaviest)) = best {
                let reached = levelled.plan.as_ref().map_or(i64::MAX, |plan| heaviest_term(problem, plan));
                assert!(i64::from(levelled.bound) <= heaviest && heaviest <= reached, "seed {seed}, {steps} steps");
                assert!(!levelled.proved || reached == heaviest, "seed {seed}, {steps} steps");
            }
        }
    }
}

#[test]
fn the_same_question_has_the_same_answer() {
    for seed in 0..100 {
        let (problem, chosen, limits) = small(seed);
        let (mut one, mut other) = (1000, 1000);
        let first = schedule(&problem, &chosen, Aim::Finish, &limits, &mut one);
        assert_eq!(first, schedule(&problem, &chosen, Aim::Finish, &limits, &mut other));
        assert_eq!(one, other);
    }
}

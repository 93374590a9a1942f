//! Schedules at the limit: terms that can only just be packed, and levelling of whole degrees.

use fixedbitset::FixedBitSet;

use super::schedule_made::{Numbers, all_of, fault, item, problem, rolling, term};
use crate::solver::expr::Expr;
use crate::solver::level::{heaviest_term, level};
use crate::solver::problem::{Problem, Term};
use crate::solver::schedule::{Aim, Limits, schedule};

/// Terms that are all full to the last unit in a hidden plan, after which the requirements are made.
fn packed(seed: u64, terms: usize) -> Problem {
    let mut numbers = Numbers::of(seed);
    let count = 20 + numbers.below(7);
    let cap = [20, 60, 100, 2400][numbers.below(4)];
    let mut hidden: Vec<usize> = (0..count).map(|index| index % terms).collect();
    hidden.sort_unstable();
    let mut items = Vec::new();
    for term in 0..terms {
        let parts = hidden.iter().filter(|&&hidden| hidden == term).count();
        let mut left = cap;
        for part in (0..parts).rev() {
            let rest = i32::try_from(part).expect("small");
            let load = if part == 0 {
                left
            } else {
                numbers.between(1.max(left / (rest + 2) / 2), left / (rest + 1) * 3 / 2).min(left - rest)
            };
            left -= load;
            let earlier: Vec<usize> = (0..items.len()).filter(|&index| hidden[index] < term).collect();
            let mut before = Vec::new();
            if !earlier.is_empty() {
                for _ in 0..numbers.below(3) {
                    before.push(Expr::Item(earlier[numbers.below(earlier.len())]));
                }
                if numbers.one_in(6) && items.len() > 3 {
                    let other = numbers.below(items.len());
                    before.push(Expr::any(vec![Expr::Item(earlier[numbers.below(earlier.len())]), Expr::Item(other)]));
                }
            }
            items.push(item(Expr::all(before), vec![rolling(load.unsigned_abs(), 1)]));
        }
    }
    problem(vec![term(cap.unsigned_abs()); terms], items)
}

#[test]
fn terms_that_can_only_just_be_packed_are_packed() {
    let budget = 200_000;
    let (mut solved, mut asked, mut used) = (0, 0, Vec::new());
    for terms in [5, 7, 9] {
        for seed in 0..40 {
            let problem = packed(seed * 31 + terms as u64, terms);
            let chosen = all_of(&problem);
            let mut steps = budget;
            let found = schedule(&problem, &chosen, Aim::First, &Limits::NONE, &mut steps);
            asked += 1;
            used.push(budget - steps);
            match &found.plan {
                Some(plan) => {
                    assert_eq!(fault(&problem, &chosen, &Limits::NONE, plan), None);
                    solved += 1;
                }
                None => {
                    eprintln!("{terms} terms, seed {seed}: not found");
                    assert!(!found.proved, "{terms} terms, seed {seed}: said to have no schedule");
                }
            }
        }
    }
    used.sort_unstable();
    eprintln!(
        "{solved} of {asked}; median {}, 95% {}, worst {}",
        used[asked / 2],
        used[asked * 95 / 100],
        used[asked - 1]
    );
    assert!(solved * 100 >= asked * 95, "{solved} of {asked} in {budget} steps");
}

/// A degree: loads 1 to 5, requirements that follow each other.
fn degree(seed: u64, terms: usize, count: usize) -> Problem {
    let mut numbers = Numbers::of(seed);
    let mut depth = vec![0; count];
    let mut items = Vec::new();
    for index in 0..count {
        let mut before = Vec::new();
        for _ in 0..numbers.below(3) {
            let other = numbers.below(index);
            if index > 0 && depth[other] + 2 < terms {
                depth[index] = depth[index].max(depth[other] + 1);
                before.push(Expr::Item(other));
            }
        }
        items.push(item(Expr::all(before), vec![rolling(numbers.between(1, 5).unsigned_abs(), 1)]));
    }
    let limits = Term { most_load: 24, least_load: 10, most_items: 10, least_items: 2 };
    problem(vec![limits; terms], items)
}

#[test]
fn degrees_are_levelled() {
    for (terms, count) in [(8, 40), (10, 42), (12, 60)] {
        let mut used = Vec::new();
        let mut proved = 0;
        for seed in 0..20 {
            let problem = degree(seed, terms, count);
            let chosen: FixedBitSet = all_of(&problem);
            let mut steps = 1_000_000;
            let found = level(&problem, &chosen, &Limits::NONE, &mut steps);
            used.push(1_000_000 - steps);
            proved += usize::from(found.proved);
            if let Some(plan) = &found.plan {
                if !found.proved {
                    eprintln!("seed {seed} bound {} plan {}", found.bound, heaviest_term(&problem, plan));
                }
                assert_eq!(fault(&problem, &chosen, &Limits::NONE, plan), None);
                assert!(heaviest_term(&problem, plan) >= i64::from(found.bound));
            } else {
                eprintln!("{terms} terms, {count} items, seed {seed}: none, {}", found.proved);
            }
        }
        used.sort_unstable();
        eprintln!("{terms} terms, {count} items: {proved} of 20 proved; median {}, worst {}", used[10], used[19]);
    }
}

//! Prices, beside what takes longer to find the same.

use super::generate::{Numbers, Shape, catalogue};
use crate::solver::marks::Marks;
use crate::solver::model::{Aim, Weight, model};
use crate::solver::price::{Prices, Turn, summit};
use crate::solver::problem::Measure;

/// In order, one after another.
fn summit_by_order(turns: &[Turn], mut slope: i64) -> Option<(i64, i64)> {
    let mut turns = turns.to_vec();
    turns.sort_by_key(|turn| turn.at);
    for (place, turn) in turns.iter().enumerate() {
        slope -= turn.size;
        if slope <= 0 {
            let next = turns.get(place + 1).filter(|_| slope == 0);
            return Some((turn.at, next.map_or(turn.at, |next| next.at)));
        }
    }
    None
}

#[test]
fn the_summit_is_where_going_through_the_turns_in_order_finds_it() {
    let numbers = &mut Numbers::new(5);
    for _ in 0..20_000 {
        let spread = if numbers.below(2) == 0 { 4 } else { 1_000 };
        let turn = |numbers: &mut Numbers| Turn { at: numbers.between(-spread, spread), size: numbers.between(1, 3) };
        let turns: Vec<Turn> = (0..numbers.below(60)).map(|_| turn(numbers)).collect();
        let slope = numbers.between(1, 130);
        assert_eq!(summit(&mut turns.clone(), slope), summit_by_order(&turns, slope), "{turns:?} {slope}");
    }
}

#[test]
fn sweeps_never_lower_the_bound_and_know_what_remains_of_each_weight() {
    for seed in 0..20 {
        let problem = catalogue(seed, Shape { items: 120, fields: 3, levels: 5 });
        let model = model(&problem, &Aim { least: Weight::Of(Measure::Cost), most: &[] }).expect("sums are small");
        let mut marks = Marks::new(&model);
        assert!(marks.follow(&model), "seed {seed}");
        let mut prices = Prices::new(&model);
        prices.ascend(&model, &marks);
        let mut bound = prices.evaluate(&model, &marks);
        for _ in 0..4 {
            prices.sweeps(&model, &marks, 2);
            let kept = prices.bound_here(&marks);
            assert_eq!(kept, prices.evaluate(&model, &marks), "seed {seed}");
            assert!(kept >= bound, "seed {seed}: {kept} after {bound}");
            bound = kept;
        }
    }
}

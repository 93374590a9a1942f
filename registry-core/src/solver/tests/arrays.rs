use super::generate::{Numbers, Shape, catalogue, requirement, timeless, way};
use crate::solver::arrays::{Arrays, Asked};
use crate::solver::expr::Expr;
use crate::solver::problem::{Item, Measure, Problem};
use crate::solver::reach::Reach;
use crate::solver::solve::{measure_of, solve};

fn frame() -> Problem {
    timeless(vec![], Expr::True, vec![])
}

fn in_arrays(items: impl IntoIterator<Item = Item>) -> Arrays {
    let mut arrays = Arrays::with_room(0);
    for Item { before, beside, ways, credit } in items {
        arrays.push([&before, &beside], ways, credit).expect("few items");
    }
    arrays.full()
}

#[test]
fn what_is_written_is_read_again() {
    let numbers = &mut Numbers::new(1);
    let items: Vec<Item> = (0..300)
        .map(|index| Item {
            before: requirement(numbers, index, 3),
            beside: requirement(numbers, index, 1),
            ways: (0..1 + numbers.below(3)).map(|_| way(numbers.between(0, 9), 0)).collect(),
            credit: numbers.between(0, 12),
        })
        .collect();
    let arrays = in_arrays(items.clone());
    assert_eq!(arrays.len(), 300);
    for (index, item) in items.iter().enumerate() {
        assert_eq!(format!("{:?}", arrays.item(index as u32, &|other| other as usize)), format!("{item:?}"));
        let (mut named, mut visited) = (Vec::new(), Vec::new());
        item.before.visit_items(&mut |other| named.push(other));
        item.beside.visit_items(&mut |other| named.push(other));
        arrays.visit_needs(index as u32, &mut |other| visited.push(other as usize));
        assert_eq!(visited, named);
    }
}

#[test]
fn what_is_reached_has_the_same_best_plan_as_the_whole() {
    for seed in 0..30 {
        let whole = catalogue(seed, Shape { items: 300, fields: 5, levels: 5 });
        let arrays = in_arrays(whole.items.clone());
        let mut reach = Reach::of(&arrays);
        for _ in 0..2 {
            let asked = Asked { goal: &whole.goal, rows: &whole.rows, everything: false };
            let (problem, numbers) = reach.problem(&arrays, &asked, frame());
            assert!(problem.items.len() < 300 && numbers.is_sorted());
            let found = solve(&problem, &[Measure::Cost], 1_000_000).expect("sums are small");
            let best = solve(&whole, &[Measure::Cost], 1_000_000).expect("sums are small");
            let cost = |problem: &Problem, plan: &[_]| measure_of(problem, plan, Measure::Cost);
            assert_eq!(found.plan.map(|plan| cost(&problem, &plan)), best.plan.map(|plan| cost(&whole, &plan)));
        }
    }
}

#[test]
fn an_item_of_one_way_takes_less_than_64_bytes_besides_what_it_needs() {
    let item = |_| Item { before: Expr::True, beside: Expr::True, ways: vec![way(1, 0)], credit: 6 };
    let size = in_arrays((0..1000).map(item)).size();
    assert!(size.item_bytes / size.items < 64, "{size:?}");
}

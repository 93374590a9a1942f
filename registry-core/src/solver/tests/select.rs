use super::generate::small;
use crate::solver::expr::Expr;
use crate::solver::model::{Aim, Weight, measured, model};
use crate::solver::problem::{Item, Measure, Problem, Row};
use crate::solver::rows::{Model, Origin};
use crate::solver::search::Search;
use crate::solver::select::{Judgement, Leaf, Selected, select};

fn aim(least: Measure, most: &[(Measure, i64)]) -> Aim<'_> {
    Aim { least: Weight::Of(least), most }
}

/// Whether a choice of items meets everything asked: read from the problem alone.
fn allowed(problem: &Problem, chosen: &[bool]) -> bool {
    let holds = |expr: &Expr| expr.met(&|item| chosen[item]);
    let items = problem.items.iter().zip(chosen);
    let rows = problem.rows.iter().all(|row| {
        row.amounts.iter().filter(|(item, _)| chosen[*item]).map(|(_, amount)| amount).sum::<i64>() >= row.least
    });
    rows && holds(&problem.goal)
        && items.filter(|(_, chosen)| **chosen).all(|(item, _)| holds(&item.before) && holds(&item.beside))
}

fn subsets(count: usize) -> impl Iterator<Item = Vec<bool>> {
    (0u32..1 << count).map(move |bits| (0..count).map(|item| bits >> item & 1 == 1).collect())
}

fn least(problem: &Problem, measure: Measure, chosen: &[bool]) -> i64 {
    let item = |item: usize| {
        let of = &problem.items[item];
        (0..of.ways.len()).map(|way| measured(of, way, measure)).min().unwrap_or(0)
    };
    (0..chosen.len()).filter(|&at| chosen[at]).map(item).sum()
}

/// The items that are in, read from the variables.
fn items_of(problem: &Problem, model: &Model, chosen: &[u32]) -> Vec<bool> {
    let mut items = vec![false; problem.items.len()];
    for &variable in chosen {
        match model.origin[variable as usize] {
            Origin::Item { item, .. } | Origin::Choice { item } => items[item] = true,
            Origin::Way { .. } | Origin::Part => {}
        }
    }
    items
}

fn check(problem: &Problem, measure: Measure, steps: u64) -> (Option<i64>, Selected) {
    let count = problem.items.len();
    let best = subsets(count).filter(|set| allowed(problem, set)).map(|set| least(problem, measure, &set)).min();
    let aim = aim(measure, &[]);
    let model = model(problem, &aim).expect("sums are small");
    let found = select(&model, i64::MAX, &mut steps.clone()).expect("sums are small");
    if let Some(chosen) = &found.chosen {
        let set = items_of(problem, &model, chosen);
        assert!(allowed(problem, &set), "{problem:?}\n{set:?}");
        assert_eq!(least(problem, measure, &set), found.weight, "{problem:?}");
        assert!(
            found.bound <= best.expect("sums are small") && best.expect("sums are small") <= found.weight,
            "{problem:?} {found:?}"
        );
    } else if found.proved {
        assert_eq!(best, None, "{problem:?}");
    }
    if let (Some(best), false) = (best, found.proved) {
        assert!(found.bound <= best, "{problem:?} {found:?}");
    }
    (best, found)
}

#[test]
fn the_best_selection_is_the_one_that_trying_all_finds() {
    for seed in 0..3000 {
        let problem = small(seed);
        for measure in [Measure::Cost, Measure::Items, Measure::Credit] {
            let (best, found) = check(&problem, measure, 1_000_000);
            assert!(found.proved, "seed {seed}");
            assert_eq!(best, found.chosen.as_ref().map(|_| found.weight), "seed {seed} {measure:?} {problem:?}");
        }
    }
}

#[test]
fn a_small_budget_never_claims_what_is_not_so() {
    for seed in 0..600 {
        let problem = small(seed);
        for steps in [0, 1, 2, 3, 5, 10, 100] {
            check(&problem, Measure::Cost, steps);
        }
    }
}

/// Two problems side by side, which no row binds together.
fn side_by_side(one: &Problem, other: &Problem) -> Problem {
    let by = one.items.len();
    let moved = |expr: &Expr| moved(expr, by);
    let mut both = one.clone();
    both.items.extend(other.items.iter().cloned().map(|item| Item {
        before: moved(&item.before),
        beside: moved(&item.beside),
        ..item
    }));
    both.rows.extend(other.rows.iter().map(|row| Row {
        amounts: row.amounts.iter().map(|&(item, amount)| (item + by, amount)).collect(),
        least: row.least,
    }));
    both.goal = Expr::All(vec![one.goal.clone(), moved(&other.goal)]);
    both
}

fn moved(expr: &Expr, by: usize) -> Expr {
    let all = |parts: &[Expr]| parts.iter().map(|part| moved(part, by)).collect();
    match expr {
        Expr::True | Expr::Never | Expr::From(_) => expr.clone(),
        Expr::Item(item) => Expr::Item(item + by),
        Expr::All(parts) => Expr::All(all(parts)),
        Expr::AtLeast(least, parts) => Expr::AtLeast(*least, all(parts)),
    }
}

/// The least cost of a problem, by trying all.
fn least_cost(problem: &Problem) -> Option<i64> {
    let sets = subsets(problem.items.len()).filter(|set| allowed(problem, set));
    sets.map(|set| least(problem, Measure::Cost, &set)).min()
}

#[test]
fn problems_side_by_side_cost_what_they_cost_apart() {
    for seed in 0..800 {
        let (one, other) = (small(2 * seed), small(2 * seed + 1));
        let apart = least_cost(&one).zip(least_cost(&other)).map(|(one, other)| one + other);
        let both = side_by_side(&one, &other);
        let model = model(&both, &aim(Measure::Cost, &[])).expect("sums are small");
        for (limit, steps) in [i64::MAX, 0, 1, 60, 300, apart.unwrap_or(7), apart.unwrap_or(7) + 1]
            .into_iter()
            .flat_map(|limit| [1_000_000, 3, 40].map(|steps| (limit, steps)))
        {
            let found = select(&model, limit, &mut steps.clone()).expect("sums are small");
            let below = apart.filter(|least| *least < limit);
            let context = format!("seed {seed}, limit {limit}, {steps} steps: {found:?}, apart {apart:?}");
            assert!(found.proved || steps < 1_000_000, "{context}");
            if found.proved {
                assert_eq!(found.chosen.as_ref().map(|_| found.weight), below, "{context}");
            }
            if let Some(chosen) = &found.chosen {
                let set = items_of(&both, &model, chosen);
                assert!(allowed(&both, &set) && found.weight < limit, "{context}");
                assert_eq!(least(&both, Measure::Cost, &set), found.weight, "{context}");
            }
            assert!(below.is_none_or(|least| found.bound <= least), "{context}");
        }
    }
}

/// Refuses most selections, for no reason but their items.
struct Whim<'a>(&'a Problem, u64);

fn whim(seed: u64, items: &[bool]) -> bool {
    let bits = items.iter().fold(seed, |hash, &item| (hash ^ u64::from(item)).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    (bits >> 40) % 4 == 0
}

impl Leaf for Whim<'_> {
    fn judge(&mut self, model: &Model, chosen: &[u32], weight: i64, _: i64, _: &mut u64) -> Judgement {
        let taken = whim(self.1, &items_of(self.0, model, chosen));
        Judgement { weight: taken.then_some(weight), settled: true }
    }
}

#[test]
fn a_refused_selection_is_built_upon_until_one_is_taken() {
    for seed in 0..1500 {
        let problem = small(seed);
        let taken = |set: &Vec<bool>| allowed(&problem, set) && whim(seed, set);
        let best = subsets(problem.items.len()).filter(taken).map(|set| least(&problem, Measure::Cost, &set)).min();
        let model = model(&problem, &aim(Measure::Cost, &[])).expect("sums are small");
        let mut steps = 1_000_000;
        let mut leaf = Whim(&problem, seed);
        let mut search = Search::new(&model, i64::MAX, &mut leaf, &mut steps);
        search.root(true);
        if !search.done {
            search.deepen();
        }
        assert!(search.done);
        assert_eq!(search.best.as_ref().map(|best| best.0), best, "seed {seed}");
    }
}

#[test]
fn sums_that_cannot_be_counted_with_are_refused() {
    use super::generate::{timeless, way};
    use crate::solver::solve::solve;
    let item = |cost| Item { before: Expr::True, beside: Expr::True, ways: vec![way(cost, 0)], credit: i64::MAX };
    let both = Expr::All(vec![Expr::Item(0), Expr::Item(1)]);
    for amount in [i64::MAX, i64::MIN, -i64::MAX, 1 << 60] {
        let rows = vec![Row { amounts: vec![(0, amount), (1, amount)], least: amount }];
        for problem in [
            timeless(vec![item(1), item(1)], both.clone(), rows.clone()),
            timeless(vec![item(amount), item(amount)], both.clone(), vec![]),
        ] {
            assert!(solve(&problem, &[Measure::Cost], 1000).is_err(), "{amount}");
        }
    }
    let problem = timeless(vec![item(1 << 54), item(1 << 54)], both.clone(), vec![]);
    let found = solve(&problem, &[Measure::Cost], 1000).expect("sums are small");
    assert_eq!((found.bound, found.proved), (Some(1 << 55), true));
    assert!(solve(&problem, &[Measure::Credit], 1000).is_err());
    let never = timeless(vec![], Expr::AtLeast(usize::MAX, vec![Expr::True]), vec![]);
    let found = solve(&never, &[Measure::Cost], 1000).expect("sums are small");
    assert!(found.proved && found.plan.is_none());
}

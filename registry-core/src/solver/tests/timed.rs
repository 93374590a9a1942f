use std::collections::BTreeSet;

use fixedbitset::FixedBitSet;

use super::generate::Numbers;
use super::joint::{every_plan, made};
use crate::solver::expr::{Expr, Tick};
use crate::solver::marks::{Mark, Marks};
use crate::solver::model::{Aim, Weight, model, timed_model};
use crate::solver::problem::{Measure, Problem, Timing};
use crate::solver::rows::{Model, Origin};
use crate::solver::schedule_made::{all_of, item, problem, rolling, term};
use crate::solver::select::select_from;
use crate::solver::timed::{Asks, Says, Times};
use crate::solver::windows::{Windows, Within, windows};

const AIM: Aim<'_> = Aim { least: Weight::Of(Measure::Cost), most: &[] };

fn windows_of(problem: &Problem) -> Option<Windows> {
    let none = FixedBitSet::with_capacity(problem.items.len());
    let (possible, goal) = (all_of(problem), &problem.goal);
    let within = Within { possible: &possible, required: &none, goal, deadline: Tick::MAX, most_load: u32::MAX };
    windows(problem, &within)
}

/// Whether rows admit a choice of just these items.
fn admits(model: &Model, chosen: &BTreeSet<usize>) -> bool {
    let mut marks = Marks::new(model);
    if !marks.follow(model) {
        return false;
    }
    for (variable, origin) in model.origin.iter().enumerate() {
        if let Origin::Item { item, .. } = *origin {
            let mark = if chosen.contains(&item) { Mark::In } else { Mark::Out };
            if !marks.is_open(variable as u32) && marks.mark[variable] != mark {
                return false;
            }
            if marks.is_open(variable as u32) {
                marks.set(model, variable as u32, mark);
            }
        }
    }
    let found = select_from(model, marks, i64::MAX, &mut 100_000).expect("sums are small");
    assert!(found.proved);
    found.chosen.is_some()
}

/// A small problem in which chains of items with alternatives take about all the terms there are.
fn made_near_the_end(seed: u64) -> Problem {
    let numbers = &mut Numbers::new(seed + 5);
    let terms = 3 + numbers.below(2);
    let any = |numbers: &mut Numbers, below: usize| {
        let every = numbers.below(5) == 0;
        let of = (0..1 + numbers.below(3)).map(|_| Expr::Item(below - 1 - numbers.below(below.min(3)))).collect();
        if every { Expr::all(of) } else { Expr::any(of) }
    };
    let mut items = Vec::new();
    for index in 0..6 {
        let mut way = rolling(1 + numbers.below(2) as u32, 1 + i32::from(numbers.below(6) == 0));
        if numbers.below(3) == 0 {
            let (from, until) = (numbers.below(terms) as Tick, Tick::MAX);
            way.timing = Timing::Rolling { from, until, terms: 1 };
        }
        let before = if index > 0 && numbers.below(6) > 0 { any(numbers, index) } else { Expr::True };
        let mut of = item(before, vec![way]);
        if numbers.below(4) == 0 {
            of.ways.push(rolling(1, 1 + numbers.below(2) as i32));
        }
        if index > 0 && numbers.below(4) == 0 {
            of.beside = any(numbers, index);
        }
        items.push(of);
    }
    let mut problem = problem(vec![term(2 + numbers.below(3) as u32); terms], items);
    problem.goal = any(numbers, 6);
    problem
}

/// What rows of time admit of the choices of some problems.
#[derive(Debug, Default)]
struct Admitted {
    /// Choices that can be placed, all of which must be admitted.
    placed: usize,
    /// Choices that are refused though the rows of the choice alone admit them.
    refused: usize,
    milestones: usize,
}

fn compare(seeds: u64, made: impl Fn(u64) -> Problem) -> Admitted {
    let mut found = Admitted::default();
    for seed in 0..seeds {
        let problem = made(seed);
        let mut choices = BTreeSet::new();
        every_plan(&problem, &mut |plan| {
            choices.insert(plan.iter().map(|placed| placed.item).collect::<BTreeSet<usize>>());
        });
        found.placed += choices.len();
        let Some(windows) = windows_of(&problem) else {
            assert!(choices.is_empty(), "seed {seed}");
            continue;
        };
        let times = Times::of(&problem, &windows, u32::MAX);
        let timed = timed_model(&problem, &AIM, &times).expect("sums are small");
        let whole = model(&problem, &AIM).expect("sums are small");
        for subset in 0_usize..1 << problem.items.len() {
            let choice = (0..problem.items.len()).filter(|item| subset >> item & 1 == 1).collect();
            let admitted = admits(&timed, &choice);
            assert!(admitted || !choices.contains(&choice), "seed {seed} {choice:?} {problem:?}");
            found.refused += usize::from(!admitted && admits(&whole, &choice));
        }
        found.milestones += (0..problem.items.len()).map(|item| times.milestones(item).len()).sum::<usize>();
    }
    found
}

#[test]
fn rows_of_time_admit_the_items_of_every_plan() {
    let found = compare(300, made);
    assert!(found.placed > 500 && found.refused > 100, "{found:?}");
}

#[test]
fn milestones_admit_the_items_of_every_plan() {
    let found = compare(900, made_near_the_end);
    assert!(found.placed > 2_500 && found.refused > 1_000 && found.milestones > 100, "{found:?}");
}

/// Four terms, one for each item of a chain. The second last needs item 1, behind item 0, or item 3, behind item 0 or
/// item 2, which comes a term later.
fn near_the_end() -> Problem {
    let mut late = rolling(1, 1);
    late.timing = Timing::Rolling { from: 1, until: Tick::MAX, terms: 1 };
    let any = |of: &[usize]| Expr::any(of.iter().copied().map(Expr::Item).collect());
    let one = |before: Expr| item(before, vec![rolling(1, 1)]);
    let items = vec![
        one(Expr::True),
        one(any(&[0])),
        item(Expr::True, vec![late]),
        one(any(&[0, 2])),
        one(any(&[1, 3])),
        one(any(&[4])),
    ];
    let mut problem = problem(vec![term(5); 4], items);
    problem.goal = Expr::Item(5);
    problem
}

#[test]
fn what_must_come_soon_needs_what_comes_soon_enough() {
    let problem = near_the_end();
    let windows = windows_of(&problem).expect("there is a plan");
    let times = Times::of(&problem, &windows, u32::MAX);
    // Item 4 starts in term 2. Item 3 is over before only behind item 0: behind item 2 it ends in term 2.
    assert_eq!(times.says(3, Asks::Over(2)), Says::Milestone(0));
    assert_eq!(times.says(3, Asks::Over(3)), Says::Chosen);
    assert_eq!(times.says(2, Asks::Over(1)), Says::Never);
    assert_eq!(times.says(1, Asks::Over(2)), Says::Chosen);
    let timed = timed_model(&problem, &AIM, &times).expect("sums are small");
    let whole = model(&problem, &AIM).expect("sums are small");
    let choice = |items: &[usize]| items.iter().copied().collect::<BTreeSet<usize>>();
    for (items, admitted) in [(&[0, 3, 4, 5][..], true), (&[0, 1, 4, 5], true), (&[2, 3, 4, 5], false)] {
        assert_eq!(admits(&timed, &choice(items)), admitted, "{items:?}");
        assert!(admits(&whole, &choice(items)), "{items:?}");
    }
}

#[test]
fn a_milestone_may_be_reached_in_the_way_that_starts_last() {
    let from = |from: Tick| {
        let mut way = rolling(1, 1);
        way.timing = Timing::Rolling { from, until: Tick::MAX, terms: 1 };
        item(Expr::True, vec![way])
    };
    let any = Expr::any((0..3).map(Expr::Item).collect());
    let items = vec![
        from(0),
        from(1),
        from(2),
        from(0),
        item(any, vec![rolling(1, 2), rolling(1, 1)]),
        item(Expr::any(vec![Expr::Item(3), Expr::Item(4)]), vec![rolling(1, 1)]),
    ];
    let mut problem = problem(vec![term(5); 4], items);
    problem.goal = Expr::Item(5);
    let windows = windows_of(&problem).expect("there is a plan");
    let times = Times::of(&problem, &windows, u32::MAX);
    let timed = timed_model(&problem, &AIM, &times).expect("sums are small");
    // Behind item 1, item 4 is over in time in its short way alone; behind item 2, in none.
    for (first, admitted) in [(0, true), (1, true), (2, false)] {
        assert_eq!(admits(&timed, &[first, 4, 5].into_iter().collect()), admitted, "{first}");
    }
}

/// Three terms of room 4: item 0 of load 3 can only be first, item 1 of load 3 only last.
fn with_certain_items() -> Problem {
    let once = |load: u32, from: Tick, until: Tick| {
        let mut way = rolling(load, 1);
        way.timing = Timing::Rolling { from, until, terms: 1 };
        item(Expr::True, vec![way])
    };
    let items = vec![once(3, 0, 0), once(3, 2, 2), once(2, 0, Tick::MAX), once(2, 2, Tick::MAX), once(1, 0, Tick::MAX)];
    problem(vec![term(4); 3], items)
}

#[test]
fn what_is_certain_leaves_room_only_for_what_fits_beside_it() {
    let mut problem = with_certain_items();
    problem.goal = Expr::All(vec![Expr::Item(0), Expr::Item(1)]);
    let windows = windows_of(&problem).expect("there is a plan");
    // Item 2 fits between the two alone; item 3 nowhere; item 4 anywhere.
    assert_eq!((windows.earliest_start[2], windows.latest_start[2]), (1, 1));
    assert!(!windows.timely.contains(3));
    assert_eq!((windows.earliest_start[4], windows.latest_start[4]), (0, 2));
    problem.goal = Expr::All(vec![Expr::Item(0), Expr::Item(1), Expr::Item(3)]);
    assert!(windows_of(&problem).is_none());
}

//! Problems made from a seed, the validator, and the slow, obvious search over every schedule.

use fixedbitset::FixedBitSet;

use crate::solver::expr::{Expr, NEVER, Tick};
use crate::solver::problem::{Item, Period, Placed, Problem, Term, Timing, Way};
use crate::solver::schedule::Limits;

/// Numbers from a seed, the same everywhere (xorshift64*).
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn of(seed: u64) -> Self {
        let mut numbers = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..8 {
            numbers.next();
        }
        numbers
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next()).expect("small") % end.max(1)
    }

    pub(crate) fn between(&mut self, from: i32, to: i32) -> i32 {
        from + i32::try_from(self.below(usize::try_from(to - from + 1).expect("small"))).expect("small")
    }

    pub(crate) fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }
}

pub(crate) fn all_of(problem: &Problem) -> FixedBitSet {
    let mut all = FixedBitSet::with_capacity(problem.items.len());
    all.insert_range(..);
    all
}

pub(crate) fn term(most_load: u32) -> Term {
    Term { most_load, least_load: 0, most_items: u32::MAX, least_items: 0 }
}

pub(crate) fn rolling(load: u32, terms: i32) -> Way {
    let timing = Timing::Rolling { from: 0, until: Tick::MAX, terms };
    Way { cost: 0, load, days: 0, lacking: 0, timing }
}

pub(crate) fn item(before: Expr, ways: Vec<Way>) -> Item {
    Item { before, beside: Expr::True, ways, credit: 0 }
}

pub(crate) fn problem(terms: Vec<Term>, items: Vec<Item>) -> Problem {
    let last = i32::try_from(terms.len()).expect("small") - 1;
    Problem { ticks_per_term: 1, first: 0, last, terms, periods: vec![], items, goal: Expr::True, rows: vec![] }
}

/// A small problem with a little of everything.
pub(crate) fn small(seed: u64) -> (Problem, FixedBitSet, Limits) {
    let mut numbers = Numbers::of(seed);
    let ticks_per_term = if numbers.one_in(2) { 1 } else { 3 };
    let term_count = numbers.between(3, 6);
    let first = if numbers.one_in(4) { numbers.between(0, 2) } else { 0 };
    let last = term_count * ticks_per_term - 1 - if numbers.one_in(4) { numbers.between(0, 1) } else { 0 };
    let minimums = numbers.one_in(5);
    let terms = (0..term_count).map(|_| some_term(&mut numbers, minimums)).collect();
    let count = numbers.between(2, 5);
    let items = (0..usize::try_from(count).expect("small"))
        .map(|index| Item {
            before: some_expr(&mut numbers, index, last),
            beside: if numbers.one_in(4) { some_expr(&mut numbers, index, last) } else { Expr::True },
            ways: some_ways(&mut numbers, ticks_per_term, last),
            credit: 0,
        })
        .collect();
    let mut periods = Vec::new();
    if numbers.one_in(4) {
        for first in [0, numbers.between(1, last.max(1))] {
            let (most_cost, most_days) = (numbers.between(1, 8).into(), numbers.between(1, 4).unsigned_abs());
            periods.push(Period { first, most_cost, most_days });
        }
    }
    let (goal, rows) = (Expr::True, vec![]);
    let mut problem = Problem { ticks_per_term, first, last, terms, periods, items, goal, rows };
    // Alike items, now and then.
    if numbers.one_in(3) && problem.items.len() > 2 {
        problem.items[1] = problem.items[0].clone();
    }
    let mut chosen = all_of(&problem);
    if numbers.one_in(4) {
        chosen.set(numbers.below(problem.items.len()), false);
    }
    let mut limits = Limits::NONE;
    if numbers.one_in(4) {
        limits.most_cost = numbers.between(3, 9).into();
    }
    if numbers.one_in(4) {
        limits.most_lacking = numbers.between(0, 3).into();
    }
    if numbers.one_in(6) {
        limits.deadline = numbers.between(last / 2, last);
    }
    (problem, chosen, limits)
}

fn some_term(numbers: &mut Numbers, minimums: bool) -> Term {
    let most_load = numbers.between(3, 7).unsigned_abs();
    let most_items = if numbers.one_in(3) { numbers.between(1, 3).unsigned_abs() } else { u32::MAX };
    let mut least = |most: i32| if minimums && numbers.one_in(2) { numbers.between(0, most).unsigned_abs() } else { 0 };
    let least_load = least(3);
    Term { most_load, least_load, most_items, least_items: least(2).min(most_items) }
}

fn some_expr(numbers: &mut Numbers, before: usize, last: Tick) -> Expr {
    let leaf = |numbers: &mut Numbers| match numbers.below(6) {
        0 => Expr::From(numbers.between(0, last / 2)),
        _ if before == 0 => Expr::True,
        _ => Expr::Item(numbers.below(before)),
    };
    let count = numbers.below(4);
    let parts: Vec<Expr> = (0..count).map(|_| leaf(numbers)).collect();
    match numbers.below(4) {
        0 | 1 => Expr::all(parts),
        2 if !parts.is_empty() => Expr::at_least(1 + numbers.below(parts.len()), parts),
        _ => Expr::True,
    }
}

fn some_ways(numbers: &mut Numbers, ticks: Tick, last: Tick) -> Vec<Way> {
    let count = if numbers.one_in(3) { 2 } else { 1 };
    let long = numbers.one_in(2);
    let mut way = || {
        let timing = if numbers.one_in(4) {
            let start = numbers.between(0, last);
            Timing::Dated { start, end: start + numbers.between(0, if long { 2 * ticks } else { 0 }) }
        } else {
            let from = if numbers.one_in(4) { numbers.between(0, last / 2) } else { 0 };
            let until = if numbers.one_in(4) { numbers.between(last / 2, last) } else { Tick::MAX };
            Timing::Rolling { from, until, terms: if long { numbers.between(1, 2) } else { 1 } }
        };
        let (cost, load) = (numbers.between(0, 3).into(), numbers.between(0, 4).unsigned_abs());
        Way {
            cost,
            load,
            days: numbers.between(0, 2).unsigned_abs(),
            lacking: numbers.between(0, 1).unsigned_abs(),
            timing,
        }
    };
    (0..count).map(|_| way()).collect()
}

/// What is wrong with a schedule; `None`: nothing.
pub(crate) fn fault(problem: &Problem, chosen: &FixedBitSet, limits: &Limits, plan: &[Placed]) -> Option<String> {
    let mut at: Vec<Option<Placed>> = vec![None; problem.items.len()];
    for placed in plan {
        if at[placed.item].replace(*placed).is_some() || !chosen.contains(placed.item) {
            return Some(format!("{placed:?} is twice in it, or not chosen"));
        }
    }
    if chosen.ones().any(|item| at[item].is_none()) {
        return Some("something is not placed".into());
    }
    let end = |item: usize| at[item].map_or(NEVER, |placed| placed.end + 1);
    let begun = |item: usize| {
        at[item].map_or(NEVER, |placed| placed.start.div_euclid(problem.ticks_per_term) * problem.ticks_per_term)
    };
    let mut loads = vec![0_u64; problem.terms.len()];
    let mut counts = vec![0_u32; problem.terms.len()];
    let (mut cost, mut lacking) = (0, 0);
    let mut spent = vec![(0_i64, 0_u32); problem.periods.len()];
    for placed in plan {
        let item = &problem.items[placed.item];
        let way = &item.ways[placed.way];
        let on_time = match way.timing {
            Timing::Dated { start, end } => (placed.start, placed.end) == (start, end),
            Timing::Rolling { from, until, terms } => {
                placed.start % problem.ticks_per_term == 0
                    && (from..=until).contains(&placed.start)
                    && placed.end == placed.start + terms * problem.ticks_per_term - 1
            }
        };
        if !on_time || placed.start < problem.first || placed.end > problem.last.min(limits.deadline) {
            return Some(format!("{placed:?} is out of time"));
        }
        if item.before.day(&end) > placed.start || item.beside.day(&begun) > placed.start {
            return Some(format!("{placed:?} comes too early"));
        }
        for tick in
            (placed.start..=placed.end).filter(|tick| tick % problem.ticks_per_term == 0 || *tick == placed.start)
        {
            let term = usize::try_from(tick / problem.ticks_per_term).expect("small");
            loads[term] += u64::from(way.load);
            counts[term] += 1;
        }
        cost += way.cost;
        lacking += i64::from(way.lacking);
        if let Some(period) =
            (0..problem.periods.len()).rev().find(|&period| problem.periods[period].first <= placed.start)
        {
            spent[period].0 += way.cost;
            spent[period].1 += way.days;
        }
    }
    for (number, term) in problem.terms.iter().enumerate() {
        let least = loads[number] >= u64::from(term.least_load) && counts[number] >= term.least_items;
        let most =
            loads[number] <= u64::from(term.most_load.min(limits.most_load)) && counts[number] <= term.most_items;
        if !least || !most {
            return Some(format!("term {number} has {} in {}", loads[number], counts[number]));
        }
    }
    let short = |(period, spent): (&Period, &(i64, u32))| spent.0 > period.most_cost || spent.1 > period.most_days;
    if cost > limits.most_cost || lacking > limits.most_lacking || problem.periods.iter().zip(&spent).any(short) {
        return Some(format!("it costs {cost}, lacks {lacking}, spends {spent:?}"));
    }
    None
}

/// The best of every schedule there is: the earliest finish, and the least load of the heaviest term.
pub(crate) fn best_of_all(problem: &Problem, chosen: &FixedBitSet, limits: &Limits) -> Option<(Tick, i64)> {
    let items: Vec<usize> = chosen.ones().collect();
    let mut best = None;
    try_all(problem, chosen, limits, &items, &mut Vec::new(), &mut best);
    best
}

fn try_all(
    problem: &Problem,
    chosen: &FixedBitSet,
    limits: &Limits,
    items: &[usize],
    plan: &mut Vec<Placed>,
    best: &mut Option<(Tick, i64)>,
) {
    let Some((&item, rest)) = items.split_first() else {
        if fault(problem, chosen, limits, plan).is_none() {
            let finish = plan.iter().map(|placed| placed.end).max().unwrap_or(Tick::MIN);
            let heaviest = crate::solver::level::heaviest_term(problem, plan);
            let (early, light) = best.unwrap_or((Tick::MAX, i64::MAX));
            *best = Some((early.min(finish), light.min(heaviest)));
        }
        return;
    };
    for (number, way) in problem.items[item].ways.iter().enumerate() {
        for start in problem.first..=problem.last {
            let end = match way.timing {
                Timing::Dated { start: fixed, end } if fixed == start => end,
                Timing::Rolling { terms, .. } if start % problem.ticks_per_term == 0 => {
                    start + terms * problem.ticks_per_term - 1
                }
                _ => continue,
            };
            if end <= problem.last {
                plan.push(Placed { start, end, item, way: number });
                try_all(problem, chosen, limits, rest, plan, best);
                plan.pop();
            }
        }
    }
}

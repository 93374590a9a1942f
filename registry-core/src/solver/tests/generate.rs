//! Problems made up from a seed.

use crate::solver::expr::Expr;
use crate::solver::problem::{Item, Problem, Row, Timing, Way};

/// Numbers that look random and are the same everywhere.
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    /// Below `end`, which is at least 1.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }
}

pub(super) fn way(cost: i64, lacking: u32) -> Way {
    Way { cost, load: 1, days: 0, lacking, timing: Timing::Rolling { from: 0, until: 1000, terms: 1 } }
}

/// A problem without time.
pub(super) fn timeless(items: Vec<Item>, goal: Expr, rows: Vec<Row>) -> Problem {
    Problem { ticks_per_term: 1, first: 0, last: 50, terms: vec![], periods: vec![], items, goal, rows }
}

/// A requirement over the items below `end`, nested so deep.
pub(super) fn requirement(numbers: &mut Numbers, end: usize, depth: usize) -> Expr {
    if end == 0 {
        return if numbers.below(12) == 0 { Expr::Never } else { Expr::True };
    }
    let leaf = depth == 0 || numbers.below(3) == 0;
    if leaf {
        return match numbers.below(30) {
            0 => Expr::True,
            1 => Expr::Never,
            2 => Expr::From(40),
            3 => Expr::From(60),
            _ => Expr::Item(numbers.below(end)),
        };
    }
    let parts: Vec<Expr> = (0..1 + numbers.below(4)).map(|_| requirement(numbers, end, depth - 1)).collect();
    match numbers.below(4) {
        0 => Expr::All(parts),
        1 | 2 => Expr::AtLeast(1, parts),
        _ => Expr::AtLeast(1 + numbers.below(3), parts),
    }
}

/// A small problem of every kind there is, without time.
pub(super) fn small(seed: u64) -> Problem {
    let numbers = &mut Numbers::new(seed);
    let count = 2 + numbers.below(9);
    let step = [1, 1, 5, 50][numbers.below(4)];
    let items = (0..count)
        .map(|index| {
            let ways = (0..1 + numbers.below(3)).map(|_| way(numbers.between(0, 9) * step, numbers.below(3) as u32));
            let ways = ways.collect();
            let before = if numbers.below(3) == 0 { Expr::True } else { requirement(numbers, index, 2) };
            let beside = if numbers.below(4) > 0 { Expr::True } else { requirement(numbers, index, 1) };
            Item { before, beside, ways, credit: numbers.between(0, 4) * 6 }
        })
        .collect();
    let goal = requirement(numbers, count, 2);
    let rows = (0..numbers.below(4)).map(|_| row(numbers, count)).collect();
    timeless(items, goal, rows)
}

fn row(numbers: &mut Numbers, count: usize) -> Row {
    let kind = numbers.below(3);
    let mut amounts = Vec::new();
    for item in 0..count {
        let amount = match kind {
            0 => numbers.between(0, 6),
            1 => -numbers.between(0, 2),
            _ => numbers.between(-4, 6),
        };
        if amount != 0 {
            amounts.push((item, amount));
        }
    }
    let least = match kind {
        0 => numbers.between(1, 12),
        1 => -numbers.between(1, 8),
        _ => numbers.between(-3, 6),
    };
    Row { amounts, least }
}

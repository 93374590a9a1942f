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

/// What a problem like a catalogue's is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) items: usize,
    pub(super) fields: usize,
    pub(super) levels: usize,
}

/// A problem like those a catalogue of courses gives: levels and fields, requisites with alternatives mostly from the
/// level below in the same field, and a goal of capstones, credit in all and credit at the upper levels.
pub(super) fn catalogue(seed: u64, shape: Shape) -> Problem {
    let numbers = &mut Numbers::new(seed);
    let per_level = shape.items / shape.levels;
    let level = |item: usize| (item / per_level).min(shape.levels - 1);
    let mut items = Vec::with_capacity(shape.items);
    for index in 0..shape.items {
        let mut clauses = Vec::new();
        if level(index) > 0 {
            for _ in 0..1 + numbers.below(2) {
                let field = if numbers.below(5) == 0 { numbers.below(shape.fields) } else { index % shape.fields };
                let alternatives = [1, 1, 2, 2, 3, 4][numbers.below(6)];
                let down = 1 + usize::from(level(index) > 1 && numbers.below(4) == 0);
                let parts = (0..alternatives).map(|_| {
                    // Some courses are asked for more than others.
                    let among = 1 + numbers.below(per_level / shape.fields);
                    let within = numbers.below(among) * shape.fields + field;
                    Expr::Item((level(index) - down) * per_level + within)
                });
                clauses.push(Expr::any(parts.collect()));
            }
        }
        let cost = numbers.between(10, 60) * if numbers.below(6) == 0 { 25 } else { 5 };
        let ways = (0..1 + numbers.below(3)).map(|_| way(cost + 5 * numbers.between(0, 10), numbers.below(3) as u32));
        let ways = ways.collect();
        let credit = [3, 6, 6, 6, 12][numbers.below(5)];
        items.push(Item { before: Expr::all(clauses), beside: Expr::True, ways, credit });
    }
    let top = (shape.levels - 1) * per_level;
    let field = numbers.below(shape.fields);
    let near = |item: &usize, fields: usize| (item % shape.fields + shape.fields - field) % shape.fields < fields;
    let tops: Vec<Expr> = (top..shape.items).filter(|item| near(item, 1)).take(6).map(Expr::Item).collect();
    let also: Vec<Expr> = (top - per_level..top).filter(|item| near(item, 2)).take(8).map(Expr::Item).collect();
    let goal = Expr::all(vec![Expr::any(tops), Expr::at_least(2, also)]);
    let group = |from: usize, fields: usize, most: usize| -> Vec<(usize, i64)> {
        (from..shape.items)
            .filter(|item| near(item, fields))
            .take(most)
            .map(|item| (item, items[item].credit))
            .collect()
    };
    let rows = vec![
        Row { amounts: group(per_level, 2, 40), least: 6 * numbers.between(4, 8) },
        Row { amounts: group(per_level * shape.levels / 2, 2, 24), least: 6 * numbers.between(2, 4) },
    ];
    timeless(items, goal, rows)
}

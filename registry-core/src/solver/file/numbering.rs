//! Which items of a file stand where in the arrays, and the way back.

use std::ops::Range;

use super::resolve::{all, at_least};
use super::together::CombinedWay;
use crate::solver::expr::Expr;
use crate::solver::problem::Row;

/// No items of the arrays.
pub(super) const NOTHING: Range<usize> = usize::MAX..usize::MAX;

fn number(value: usize) -> u32 {
    // The arrays refuse what cannot be counted so.
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// By item of the file, its items in the arrays: none, one, or one for each price.
#[derive(Debug)]
pub(super) struct Numbering {
    of: Vec<(u32, u32)>,
    next: usize,
}

impl Numbering {
    /// So many items of a file, none of them in the arrays so far.
    pub(super) fn of(items: usize) -> Self {
        Self { of: vec![(0, 0); items], next: 0 }
    }

    /// Puts items of the file that are always taken together behind all others, so many times.
    pub(super) fn add(&mut self, members: &[usize], copies: usize) -> Range<usize> {
        let range = self.next..self.next + copies;
        members.iter().for_each(|member| self.of[*member] = (number(range.start), number(range.end)));
        self.next = range.end;
        range
    }

    fn range(&self, item: usize) -> Range<usize> {
        let (first, after) = self.of[item];
        first as usize..after as usize
    }

    /// A requirement of the file over the items of the arrays; what is itself in `own` is met.
    pub(super) fn requirement(&self, expr: &Expr, own: &Range<usize>) -> Expr {
        let parts = |parts: &[Expr]| parts.iter().map(|part| self.requirement(part, own)).collect();
        match expr {
            Expr::True | Expr::Never | Expr::From(_) => expr.clone(),
            Expr::Item(item) => match self.range(*item) {
                range if range == *own => Expr::True,
                range => at_least(1, range.map(Expr::Item).collect()),
            },
            Expr::All(of) => all(parts(of)),
            Expr::AtLeast(least, of) => at_least(*least, parts(of)),
        }
    }

    /// A sum of the file over the items of the arrays.
    pub(super) fn row(&self, row: &Row) -> Row {
        let numbered = |(item, amount): &(usize, i64)| {
            let amount = *amount;
            self.range(*item).map(move |index| (index, amount))
        };
        let mut amounts: Vec<(usize, i64)> = row.amounts.iter().flat_map(numbered).collect();
        amounts.sort_unstable_by_key(|(item, _)| *item);
        amounts.dedup_by(|later, first| {
            let same = later.0 == first.0;
            first.1 += if same { later.1 } else { 0 };
            same
        });
        amounts.retain(|(_, amount)| *amount != 0);
        Row { amounts, least: row.least }
    }
}

/// By item of the arrays, the items of the file it stands for, and for each of its ways the written way of each.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// Where the members of each item end.
    member_end: Vec<u32>,
    members: Vec<u32>,
    /// Where the ways of each item end, one number for each member in every way.
    way_end: Vec<u32>,
    ways: Vec<u32>,
}

impl Sources {
    /// Puts items behind all others, one for each list of ways.
    pub(super) fn add(&mut self, members: &[usize], copies: &[Vec<CombinedWay>]) {
        for ways in copies {
            self.members.extend(members.iter().map(|member| number(*member)));
            self.ways.extend(ways.iter().flat_map(|way| way.numbers.iter().map(|written| number(*written))));
            self.member_end.push(number(self.members.len()));
            self.way_end.push(number(self.ways.len()));
        }
    }

    /// The items of the file that an item stands for.
    pub(super) fn members(&self, item: u32) -> &[u32] {
        &self.members[run(&self.member_end, item)]
    }

    /// For each of the members, which of its written ways one of the item's ways is.
    pub(super) fn written(&self, item: u32, way: usize) -> &[u32] {
        let count = self.members(item).len();
        &self.ways[run(&self.way_end, item)][way * count..(way + 1) * count]
    }

    /// Whether two items are the same at different prices.
    pub(super) fn are_one(&self, one: u32, other: u32) -> bool {
        self.members(one) == self.members(other)
    }
}

fn run(ends: &[u32], item: u32) -> Range<usize> {
    let item = item as usize;
    let first = item.checked_sub(1).map_or(0, |before| ends[before]);
    first as usize..ends[item] as usize
}

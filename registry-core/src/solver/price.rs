//! Prices of rows, and the bound from below that they prove.
//!
//! Whatever prices ≥ 0 the rows have, no selection weighs less than Σ price · least + Σ over variables of what remains
//! of its weight when its rows have paid for it, where that is below 0 or the variable is in. Prices are whole numbers
//! of a fixed fraction of the unit of weight, so that a bound is exact and the same on every machine; only the
//! direction in which they are moved is worked out in floats.

use super::marks::{Mark, Marks};
use super::rows::Model;

/// The finest fraction of a unit prices are counted in: 2⁻²⁰.
const FINEST: u32 = 20;

/// How much of the direction of one step is kept for the next.
const KEPT: f64 = 0.92;

/// After so many steps without a better bound, steps become shorter.
const PATIENCE: u32 = 10;

/// How much shorter.
const SHORTER: f64 = 0.7;

/// How much farther prices are moved on after a sweep where that has been good.
const FARTHER: f64 = 1.5;

/// How much less far where it has not.
const NEARER: f64 = 0.5;

/// In which order rows are gone through: from what is needed to what needs it, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Forward,
    Backward,
}

/// Prices of the rows of one model, and what they say of each variable.
#[derive(Debug, Clone)]
pub(crate) struct Prices {
    /// One unit of weight is `1 << shift` units of price.
    pub(crate) shift: u32,
    cap: i64,
    price: Vec<i64>,
    /// What remains of each variable's weight when its rows have paid for it, in units of price.
    pub(crate) reduced: Vec<i64>,
    /// The best prices since [`Prices::settle`].
    best: Vec<i64>,
    best_bound: i64,
    /// What remains of each weight is worked out for the best prices.
    at_best: bool,
    short: Vec<i64>,
    /// How often, of late, prices took each variable: about what a fractional selection would have of it.
    pub(crate) share: Vec<f64>,
    turns: Vec<Turn>,
    drift: Vec<f64>,
    pace: Vec<f64>,
    /// How long the direction is.
    length: f64,
    /// How far the next step goes: 1 is about the whole way to the target.
    pub(crate) stride: f64,
    fails: u32,
    now: i64,
}

impl Prices {
    /// Prices for a model, each 0.
    pub(crate) fn new(model: &Model) -> Self {
        let rows = model.rows.len();
        let size = |amount: &i64| i128::from(*amount).abs();
        let amounts: i128 = (0..rows).flat_map(|row| model.rows.of(row)).map(|entry| size(&entry.1)).sum();
        let amounts = amounts + model.least.iter().map(size).sum::<i128>();
        let weight: i128 = model.weight.iter().chain([&model.base]).map(size).sum();
        // Every sum of prices and weights stays below 2^62: half of it for the weights, half for the prices.
        let most = (1i128 << 61) / (2 * amounts + 1);
        let heaviest: i128 = model.weight.iter().map(size).max().unwrap_or(0);
        let fits = |shift: &u32| weight << shift < 1 << 61 && heaviest << shift <= most;
        let shift = (0..=FINEST).rev().find(fits).unwrap_or(0);
        let pace = |row: usize| {
            #[expect(clippy::cast_precision_loss, reason = "only a direction is worked out in floats")]
            let square = |entry: &(u32, i64)| entry.1 as f64 * entry.1 as f64;
            1.0 / model.rows.of(row).iter().map(square).sum::<f64>().max(1.0)
        };
        Self {
            shift,
            cap: i64::try_from(most.min((weight << shift) + 1)).unwrap_or(0),
            price: vec![0; rows],
            reduced: vec![0; model.variables()],
            best: vec![0; rows],
            best_bound: i64::MIN,
            at_best: false,
            short: vec![0; rows],
            share: vec![0.0; model.variables()],
            turns: Vec::new(),
            drift: vec![0.0; rows],
            pace: (0..rows).map(pace).collect(),
            length: 0.0,
            stride: 1.0,
            fails: 0,
            now: 0,
        }
    }

    /// Raises prices from below, needs before what needs them: each open row takes what its cheapest members have
    /// left, and rows of requirements hand the weight of what is needed up to what needs it.
    pub(crate) fn ascend(&mut self, model: &Model, marks: &Marks) {
        for (variable, reduced) in self.reduced.iter_mut().enumerate() {
            *reduced = model.weight[variable] << self.shift;
        }
        let mut shares = vec![0i64; model.variables()];
        for row in 0..model.rows.len() {
            for &(variable, amount) in model.rows.of(row) {
                shares[variable as usize] += i64::from(amount > 0);
            }
        }
        for share in [true, false] {
            for row in 0..model.rows.len() {
                let open = |entry: &&(u32, i64)| entry.1 > 0 && marks.is_open(entry.0);
                let rise = |entry: &(u32, i64)| {
                    let parts = if share { shares[entry.0 as usize].max(1) } else { 1 };
                    self.reduced[entry.0 as usize].max(0) / parts / entry.1
                };
                let rise = model.rows.of(row).iter().filter(open).map(rise).min().unwrap_or(0);
                let rise = rise.min(self.cap - self.price[row]);
                if rise > 0 && (marks.at[row] < 0 || model.least[row] == 0) {
                    self.price[row] += rise;
                    for &(variable, amount) in model.rows.of(row) {
                        self.reduced[variable as usize] -= rise * amount;
                    }
                }
            }
        }
    }

    /// Sweeps there and back so many times. After each, all prices are moved on in the direction in which the sweep moved
    /// them, as far as that has been good for before, and stay there where the bound is higher. Gives how many amounts were
    /// looked at.
    pub(crate) fn sweeps(&mut self, model: &Model, marks: &Marks, times: usize) -> usize {
        self.evaluate(model, marks);
        let mut before = self.price.clone();
        let (mut after, mut remains) = (before.clone(), self.reduced.clone());
        let mut far = 1.0;
        for _ in 0..times {
            self.sweep(model, marks, Order::Forward);
            self.sweep(model, marks, Order::Backward);
            let swept = self.bound_here(marks);
            after.copy_from_slice(&self.price);
            remains.copy_from_slice(&self.reduced);
            for (price, &before) in self.price.iter_mut().zip(&before) {
                *price = moved(*price, far * precise(*price - before)).clamp(0, self.cap);
            }
            if self.evaluate(model, marks) > swept {
                far *= FARTHER;
            } else {
                far *= NEARER;
                self.price.copy_from_slice(&after);
                self.reduced.copy_from_slice(&remains);
            }
            std::mem::swap(&mut before, &mut after);
        }
        (5 * times + 1) * model.rows.entries()
    }

    /// Sets the price of each open row in turn to where, all others being equal, the bound is highest: to the middle of
    /// it, so that what is to spare is shared. Needs `reduced` as the present prices leave it, and keeps it so.
    fn sweep(&mut self, model: &Model, marks: &Marks, order: Order) {
        let rows = model.rows.len();
        for place in 0..rows {
            let row = if order == Order::Forward { place } else { rows - 1 - place };
            self.settle_row(model, marks, row);
        }
    }

    fn settle_row(&mut self, model: &Model, marks: &Marks, row: usize) {
        let price = self.price[row];
        let lowest = self.lowest_turns(model, marks, row);
        let highest = match lowest.slope {
            ..=0 => Some((-price, -price)),
            1 => lowest.highest(),
            slope => {
                self.note_turns(model, marks, row);
                summit(&mut self.turns, slope)
            }
        };
        let Some((low, high)) = highest else { return };
        let (low, high) = (low.max(-price), high.max(-price));
        let change = (low + (high - low) / 2).clamp(-price, self.cap - price);
        if change != 0 {
            self.price[row] += change;
            for &(variable, amount) in model.rows.of(row) {
                self.reduced[variable as usize] -= change * amount;
            }
        }
    }

    /// How fast the bound rises while a row's price is very low, and the first changes of that price from which on it
    /// rises more slowly. Most rows ask for one of a few, so that these say all.
    fn lowest_turns(&self, model: &Model, marks: &Marks, row: usize) -> LowestTurns {
        let mut lowest = LowestTurns { slope: -marks.at[row], first: Turn { at: i64::MAX, size: 0 }, second: i64::MAX };
        for &(variable, amount) in model.rows.of(row) {
            if marks.is_open(variable) {
                let at = turn_at(self.reduced[variable as usize], amount);
                lowest.slope -= amount.min(0);
                if at < lowest.first.at {
                    lowest.second = lowest.first.at;
                    lowest.first = Turn { at, size: amount.abs() };
                } else if at < lowest.second {
                    lowest.second = at;
                }
            }
        }
        lowest
    }

    /// Notes all changes of a row's price from which on the bound rises more slowly, each with how much more slowly.
    fn note_turns(&mut self, model: &Model, marks: &Marks, row: usize) {
        let entries = model.rows.of(row);
        self.turns.resize(entries.len(), Turn { at: 0, size: 0 });
        let mut count = 0;
        for &(variable, amount) in entries {
            self.turns[count] = Turn { at: turn_at(self.reduced[variable as usize], amount), size: amount.abs() };
            count += usize::from(marks.is_open(variable));
        }
        self.turns.truncate(count);
    }

    /// The bound that the prices prove where these marks stand, in units of price; also works out what remains of
    /// each weight.
    pub(crate) fn evaluate(&mut self, model: &Model, marks: &Marks) -> i64 {
        for (reduced, &weight) in self.reduced.iter_mut().zip(&model.weight) {
            *reduced = weight << self.shift;
        }
        for (row, &price) in self.price.iter().enumerate() {
            if price != 0 {
                for &(variable, amount) in model.rows.of(row) {
                    self.reduced[variable as usize] -= price * amount;
                }
            }
        }
        self.bound_here(marks)
    }

    /// The same where it is known what remains of each weight.
    pub(super) fn bound_here(&self, marks: &Marks) -> i64 {
        let paid: i64 = self.price.iter().zip(&marks.at).map(|(price, at)| price * at).sum();
        let remains = self.reduced.iter().zip(&marks.mark);
        let wanted: i64 = remains.map(|(&reduced, &mark)| if mark == Mark::Open { reduced.min(0) } else { 0 }).sum();
        (marks.weight << self.shift) - paid + wanted
    }

    /// Works out by how much each row falls short of what the prices take.
    fn fall_short(&mut self, model: &Model, marks: &Marks) {
        for (short, &at) in self.short.iter_mut().zip(&marks.at) {
            *short = -at;
        }
        for (variable, (&reduced, &mark)) in self.reduced.iter().zip(&marks.mark).enumerate() {
            if reduced < 0 && mark == Mark::Open {
                for &(row, amount) in model.columns.of(variable) {
                    self.short[row as usize] -= amount;
                }
            }
        }
    }

    /// Begins a run of steps at the present prices: the bound they prove.
    pub(crate) fn settle(&mut self, model: &Model, marks: &Marks) -> i64 {
        let bound = self.evaluate(model, marks);
        self.fall_short(model, marks);
        self.best.copy_from_slice(&self.price);
        self.best_bound = bound;
        self.at_best = true;
        self.now = bound;
        self.fails = 0;
        self.turn(0.0);
        bound
    }

    /// Turns the direction towards what falls short, and keeps so much of the old one.
    fn turn(&mut self, kept: f64) {
        self.length = 0.0;
        for (((drift, &short), &price), &pace) in
            self.drift.iter_mut().zip(&self.short).zip(&self.price).zip(&self.pace)
        {
            let turned = (1.0 - kept) * precise(short) + kept * *drift;
            *drift = if price == 0 { turned.max(0.0) } else { turned };
            self.length += pace * *drift * *drift;
        }
    }

    /// Sets how far the next steps go: 1 is about the whole way to the target.
    pub(crate) fn stride(&mut self, stride: f64) {
        self.stride = stride;
    }

    /// Moves the prices one step and gives the bound there. `target` is what the bound is hoped to come to.
    pub(crate) fn step(&mut self, model: &Model, marks: &Marks, target: i64) -> i64 {
        if self.length <= 0.0 {
            return self.best_bound;
        }
        let far = self.stride * precise(target.saturating_sub(self.now).max(1)) / self.length;
        for row in 0..self.price.len() {
            let drift = self.drift[row];
            if drift == 0.0 {
                continue;
            }
            let rise = far * self.pace[row] * drift;
            self.price[row] = moved(self.price[row], rise).clamp(0, self.cap);
        }
        let bound = self.evaluate(model, marks);
        self.fall_short(model, marks);
        self.now = bound;
        self.turn(KEPT);
        for ((share, &reduced), &mark) in self.share.iter_mut().zip(&self.reduced).zip(&marks.mark) {
            let taken = mark == Mark::In || (mark == Mark::Open && reduced < 0);
            *share = KEPT * *share + if taken { 1.0 - KEPT } else { 0.0 };
        }
        self.at_best = bound > self.best_bound;
        if self.at_best {
            self.best_bound = bound;
            self.best.copy_from_slice(&self.price);
            self.fails = 0;
        } else {
            self.fails += 1;
            if self.fails >= PATIENCE {
                self.stride *= SHORTER;
                self.fails = 0;
            }
        }
        bound
    }

    /// Goes back to the best prices of this run: the bound they prove.
    pub(crate) fn take_best(&mut self, model: &Model, marks: &Marks) -> i64 {
        self.price.copy_from_slice(&self.best);
        self.evaluate(model, marks)
    }

    /// The same where no mark has been set since the run began.
    pub(crate) fn take_best_here(&mut self, model: &Model, marks: &Marks) -> i64 {
        if self.at_best { self.best_bound } else { self.take_best(model, marks) }
    }

    /// Takes over prices of a larger model: by row of this one, its row there, if it had one.
    pub(crate) fn take_over(&mut self, other: &Self, rows: &[Option<u32>]) {
        for (row, before) in rows.iter().enumerate() {
            if let Some(before) = before {
                let price = other.price[*before as usize];
                let price = if self.shift >= other.shift {
                    price.saturating_mul(1 << (self.shift - other.shift))
                } else {
                    price >> (other.shift - self.shift)
                };
                self.price[row] = price.clamp(0, self.cap);
            }
        }
    }
}

/// From a change of a price `at` on, the bound rises more slowly, by `size`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) at: i64,
    pub(super) size: i64,
}

/// By how much a price must rise for nothing to remain of a variable's weight, rounded down.
fn turn_at(reduced: i64, amount: i64) -> i64 {
    // Most amounts are 1 and -1, which are their own inverse; to divide is slow.
    if amount.unsigned_abs() == 1 {
        reduced * amount
    } else if amount == 2 {
        reduced >> 1
    } else {
        reduced.div_euclid(amount)
    }
}

/// How fast a bound rises while a price is very low, and where it first rises more slowly.
#[derive(Debug, Clone, Copy)]
struct LowestTurns {
    slope: i64,
    first: Turn,
    second: i64,
}

impl LowestTurns {
    /// Between which changes of the price the bound is highest, where one turn is enough; `None`: there is none.
    fn highest(&self) -> Option<(i64, i64)> {
        let (first, second) = (self.first, self.second);
        (first.size > 0).then_some((first.at, if first.size == 1 && second < i64::MAX { second } else { first.at }))
    }
}

/// So few turns are sorted.
const FEW: usize = 8;

/// Between which changes of the price the bound is highest; `None`: it rises without end.
///
/// The turns are parted by one of them, and only the part in which the bound is highest is looked at further.
pub(super) fn summit(turns: &mut [Turn], mut slope: i64) -> Option<(i64, i64)> {
    let mut rest = turns;
    let mut after = None;
    while rest.len() > FEW {
        let pivot = middle([rest[0].at, rest[rest.len() / 2].at, rest[rest.len() - 1].at]);
        let (below, size_below) = gather(rest, |turn| turn.at < pivot);
        if size_below >= slope {
            (rest, after) = (&mut rest[..below], Some(pivot));
            continue;
        }
        slope -= size_below;
        let (same, size_of_same) = gather(&mut rest[below..], |turn| turn.at == pivot);
        let above = &mut rest[below + same..];
        if size_of_same >= slope {
            let next = if size_of_same == slope { above.iter().map(|turn| turn.at).min().or(after) } else { None };
            return Some((pivot, next.unwrap_or(pivot)));
        }
        slope -= size_of_same;
        rest = &mut rest[below + same..];
    }
    rest.sort_unstable_by_key(|turn| turn.at);
    for (place, turn) in rest.iter().enumerate() {
        slope -= turn.size;
        if slope <= 0 {
            let next = if slope == 0 { rest.get(place + 1).map(|turn| turn.at).or(after) } else { None };
            return Some((turn.at, next.unwrap_or(turn.at)));
        }
    }
    None
}

fn middle([one, two, three]: [i64; 3]) -> i64 {
    one.max(two).min(one.min(two).max(three))
}

/// Puts the turns of which something holds first: how many there are, and their size together.
fn gather(turns: &mut [Turn], holds: impl Fn(&Turn) -> bool) -> (usize, i64) {
    let (mut count, mut size) = (0, 0);
    for place in 0..turns.len() {
        if holds(&turns[place]) {
            size += turns[place].size;
            turns.swap(count, place);
            count += 1;
        }
    }
    (count, size)
}

#[expect(clippy::cast_possible_truncation, reason = "a price is rounded to whole units, and cut to its range")]
fn moved(price: i64, rise: f64) -> i64 {
    price.saturating_add(rise as i64)
}

#[expect(clippy::cast_precision_loss, reason = "only a direction is worked out in floats")]
fn precise(value: i64) -> f64 {
    value as f64
}

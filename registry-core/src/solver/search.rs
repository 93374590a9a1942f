//! The search for the best selection: branch and bound by depth, with prices for bounds.
//!
//! A node is propagated, priced for a few steps, and what the prices rule out is left out; then it branches on the
//! open row with the fewest candidates. A selection that the leaf refuses is built upon: what contains it is looked at
//! too, as far as it weighs less than the best. One step of the budget is a node, or a pass over 256 amounts.

use super::marks::{Mark, Marks};
use super::price::Prices;
use super::rows::{Model, gcd};
use super::select::{Judgement, Leaf, spend};

/// How many price steps are made before the first branch.
const FIRST_STEPS: usize = 400;

/// How often all prices are raised there and back before these.
const FIRST_SWEEPS: usize = 5;

/// How often where prices were taken over.
const NEXT_SWEEPS: usize = 2;

/// How far the first price step goes.
const FIRST_STRIDE: f64 = 0.1;

/// How the whole is priced.
struct Pace {
    /// After so many price steps that gain next to nothing no more are made.
    patience: u32,
    /// A dive is made after so many price steps.
    dive_every: usize,
    /// How many price steps are made between two of its decisions.
    dive_steps: usize,
    /// The same of the last dive.
    last_dive_steps: usize,
}

/// Where a dive costs no more than its rows.
const TIMELESS: Pace = Pace { patience: 30, dive_every: 10, dive_steps: 0, last_dive_steps: 1 };

/// Where what a dive finds has to be placed in time, which costs far more than prices.
const IN_TIME: Pace = Pace { patience: 60, dive_every: 100, dive_steps: 4, last_dive_steps: 4 };

/// How many price steps are made at a node.
const NODE_STEPS: usize = 2;

/// How far the first step at a node goes.
const NODE_STRIDE: f64 = 0.5;

struct Frame {
    variable: u32,
    then: Mark,
    depth: usize,
    bound: i64,
    refused: bool,
}

pub(crate) struct Search<'a> {
    pub(super) model: &'a Model,
    pub(crate) marks: Marks,
    pub(crate) prices: Prices,
    pub(super) leaf: &'a mut dyn Leaf,
    /// Only what weighs less is wanted.
    pub(super) upper: i64,
    divisor: i64,
    pub(crate) best: Option<(i64, Vec<u32>)>,
    frames: Vec<Frame>,
    pub(super) steps: &'a mut u64,
    /// No selection below `upper` weighs less than this.
    pub(crate) bound: i64,
    /// Everything below `upper` has been looked at.
    pub(crate) done: bool,
    /// The leaf could not settle something.
    pub(crate) unsettled: bool,
    /// No plan weighs less than this, as is known from elsewhere.
    pub(crate) floor: i64,
    /// The first plan is enough.
    pub(crate) first: bool,
    /// Stop pricing the whole when half of it is settled: the caller goes on with what is left.
    pub(crate) shrinks: bool,
    /// The leaf has refused just this selection.
    refused: bool,
}

impl<'a> Search<'a> {
    pub(crate) fn new(model: &'a Model, upper: i64, leaf: &'a mut dyn Leaf, steps: &'a mut u64) -> Self {
        let divisor = model.weight.iter().fold(0, |divisor, &weight| gcd(divisor, weight));
        Self {
            model,
            marks: Marks::new(model),
            prices: Prices::new(model),
            leaf,
            upper,
            divisor,
            best: None,
            frames: Vec::new(),
            steps,
            bound: i64::MIN,
            done: false,
            unsettled: false,
            floor: i64::MIN,
            first: false,
            shrinks: false,
            refused: false,
        }
    }

    /// Whether to go on at all.
    pub(super) fn left(&self) -> bool {
        *self.steps > 0 && self.upper > self.floor && !(self.first && self.best.is_some())
    }

    /// The largest weight below `upper` that any selection can have, in units of price. A bound above it ends the
    /// matter.
    pub(super) fn threshold(&self) -> i64 {
        if self.upper == i64::MAX {
            return i64::MAX;
        }
        let room = i128::from(self.upper) - 1 - i128::from(self.model.base);
        let divisor = i128::from(self.divisor);
        let whole = if divisor > 0 { room.div_euclid(divisor) * divisor } else { room.min(0) };
        let largest = (whole + i128::from(self.model.base)) << self.prices.shift;
        i64::try_from(largest).unwrap_or(if largest < 0 { i64::MIN } else { i64::MAX })
    }

    /// A bound in units of price as a weight: rounded up to what a selection can weigh.
    fn weight_of(&self, bound: i64) -> i64 {
        let over = bound - (self.model.base << self.prices.shift);
        let unit = self.divisor.max(1) << self.prices.shift;
        let whole = over.div_euclid(unit) + i64::from(over.rem_euclid(unit) > 0);
        whole * self.divisor.max(1) + self.model.base
    }

    /// Sets the prices of all rows in turn, so many times there and back.
    fn sweeps(&mut self, times: usize) {
        let amounts = self.prices.sweeps(self.model, &self.marks, times);
        spend(self.steps, amounts);
    }

    /// Prices the whole, with dives between, and leaves out what the prices rule out. `first`: from the start.
    pub(crate) fn root(&mut self, first: bool) {
        if !self.narrowed() {
            self.done = true;
            return;
        }
        spend(self.steps, 4 * self.model.rows.entries());
        if first {
            self.prices.ascend(self.model, &self.marks);
        }
        self.sweeps(if first { FIRST_SWEEPS } else { NEXT_SWEEPS });
        self.prices.stride(FIRST_STRIDE);
        let best = self.prices.settle(self.model, &self.marks);
        self.dive(0);
        if !self.fix(best) {
            self.done = true;
            return;
        }
        if self.shrunk(3) {
            self.bound = self.weight_of(best);
            return;
        }
        self.price_whole(best);
    }

    /// Whether so large a part of the whole is settled that the caller should go on with what is left.
    fn shrunk(&self, part: usize) -> bool {
        self.shrinks && self.marks.depth() * part >= self.model.variables()
    }

    fn price_whole(&mut self, mut best: i64) {
        let mut since = 0;
        let pace = if self.shrinks { &TIMELESS } else { &IN_TIME };
        for step in 1..=FIRST_STEPS {
            if best > self.threshold() || !self.left() {
                break;
            }
            let target = self.target(best);
            let bound = self.prices.step(self.model, &self.marks, target);
            spend(self.steps, self.model.rows.entries());
            if bound > best {
                if !self.fix(bound) {
                    self.done = true;
                    return;
                }
                since = if bound - best > (target - best) / 64 { 0 } else { since + 1 };
                best = bound;
            } else {
                since += 1;
            }
            if step % pace.dive_every == 0 {
                let stride = self.prices.stride;
                self.dive(pace.dive_steps);
                self.prices.stride(stride);
            }
            if since > pace.patience || self.shrunk(2) {
                break;
            }
        }
        self.dive(pace.last_dive_steps);
        let bound = self.prices.take_best(self.model, &self.marks);
        self.bound = self.weight_of(bound);
        if bound > self.threshold() || !self.fix(bound) {
            self.done = true;
        }
    }

    fn target(&self, best: i64) -> i64 {
        let more = best.saturating_add(best.saturating_abs() / 4 + (1 << self.prices.shift));
        let upper = i128::from(self.upper) << self.prices.shift;
        more.min(i64::try_from(upper).unwrap_or(i64::MAX)).max(best.saturating_add(1))
    }

    /// Marks what the prices rule out, and what follows. False: nothing is left here.
    fn fix(&mut self, bound: i64) -> bool {
        let threshold = self.threshold();
        if bound > threshold {
            return false;
        }
        let room = threshold.saturating_sub(bound);
        for variable in 0..self.model.variables() {
            let reduced = self.prices.reduced[variable];
            if self.marks.mark[variable] == Mark::Open && reduced.saturating_abs() > room {
                let mark = if reduced > 0 { Mark::Out } else { Mark::In };
                self.marks.set(self.model, variable as u32, mark);
            }
        }
        self.marks.follow(self.model)
    }

    /// The open row with the fewest candidates.
    fn narrowest(&self) -> Option<u32> {
        let candidates = |row: u32| {
            self.model.rows.of(row as usize).iter().filter(|entry| entry.1 > 0 && self.marks.is_open(entry.0)).count()
        };
        self.marks.open.iter().copied().min_by_key(|&row| (candidates(row), row))
    }

    /// Prices for a few steps from where they are, up to the threshold: the best bound.
    pub(super) fn climb(&mut self, price_steps: usize) -> i64 {
        let mut best = self.prices.settle(self.model, &self.marks);
        self.prices.stride(NODE_STRIDE);
        for _ in 0..price_steps {
            if best > self.threshold() {
                return best;
            }
            let target = self.target(best);
            best = best.max(self.prices.step(self.model, &self.marks, target));
            spend(self.steps, self.model.rows.entries());
        }
        self.prices.take_best_here(self.model, &self.marks)
    }

    pub(super) fn hopeless(&self) -> bool {
        let wanted = |&weight: &i64| weight < 0;
        self.marks.weight >= self.upper && !self.model.weight.iter().any(wanted)
    }

    /// What to decide next; `None`: all rows are met and nothing more is wanted.
    pub(super) fn next_variable(&self) -> Option<u32> {
        if let Some(row) = self.narrowest() {
            return self.candidate(row).map(|(_, variable)| variable);
        }
        let wanted = |&variable: &u32| self.marks.is_open(variable) && self.model.weight[variable as usize] < 0;
        (0..self.model.variables() as u32).filter(wanted).min_by_key(|&variable| self.model.weight[variable as usize])
    }

    /// Looks at everything that is left, by depth.
    pub(crate) fn deepen(&mut self) {
        let mut bound = self.bound;
        loop {
            if !self.left() {
                let open = self.frames.iter().map(|frame| frame.bound).min().unwrap_or(i64::MAX);
                self.bound = self.bound.max(open.min(bound));
                return;
            }
            if let Some((variable, mark, proved)) = self.node(bound) {
                let then = if mark == Mark::In { Mark::Out } else { Mark::In };
                let (depth, refused) = (self.marks.depth(), self.refused);
                self.frames.push(Frame { variable, then, depth, bound: proved, refused });
                bound = proved;
                self.marks.set(self.model, variable, mark);
                self.refused &= mark == Mark::Out;
                if self.follow_from(depth + 1) {
                    continue;
                }
            }
            loop {
                let Some(frame) = self.frames.pop() else {
                    self.done = !self.unsettled;
                    return;
                };
                self.marks.back(self.model, frame.depth);
                self.marks.set(self.model, frame.variable, frame.then);
                self.refused = frame.refused && frame.then == Mark::Out;
                bound = frame.bound;
                if self.follow_from(frame.depth + 1) {
                    break;
                }
            }
        }
    }

    /// Follows up, and notes when that brings something in.
    fn follow_from(&mut self, depth: usize) -> bool {
        let met = self.marks.follow(self.model);
        let came_in = |&variable: &u32| self.marks.mark[variable as usize] == Mark::In;
        if self.refused && self.marks.since(depth).iter().any(came_in) {
            self.refused = false;
        }
        met
    }

    /// Looks at one node: what to branch on, what first, and the bound there; `None`: nothing more here.
    fn node(&mut self, before: i64) -> Option<(u32, Mark, i64)> {
        spend(self.steps, 0);
        if self.hopeless() {
            return None;
        }
        let bound = self.climb(NODE_STEPS);
        if bound > self.threshold() {
            return None;
        }
        let depth = self.marks.depth();
        if !self.fix(bound) || !self.follow_from(depth) {
            return None;
        }
        // Times cost more to work out than prices, so that they come second.
        if !self.leaf.narrow(self.model, &mut self.marks, self.steps) || !self.follow_from(depth) {
            return None;
        }
        let proved = self.weight_of(bound).max(before);
        let variable = match self.next_variable() {
            Some(variable) => variable,
            None if self.judged() => return None,
            None => self.extra()?,
        };
        Some((variable, Mark::In, proved))
    }

    pub(super) fn keep(&mut self, judged: Judgement, chosen: Vec<u32>) {
        if let Some(weight) = judged.weight
            && weight < self.upper
        {
            self.upper = weight;
            self.best = Some((weight, chosen));
        }
    }

    /// Has the leaf judge what is in. True: nothing that goes on from here is of interest.
    fn judged(&mut self) -> bool {
        if self.refused {
            return false;
        }
        if self.marks.weight < self.upper {
            let (chosen, weight) = (self.marks.chosen(), self.marks.weight);
            let judged = self.leaf.judge(self.model, &chosen, weight, self.upper, self.steps);
            self.unsettled |= !judged.settled;
            self.keep(judged, chosen);
            self.refused = true;
        }
        self.marks.weight >= self.upper
    }

    /// Something more for a selection that was refused: what is cheapest by the prices.
    fn extra(&self) -> Option<u32> {
        let helpful = self.leaf.helpful(self.model, &self.marks);
        let all = || (0..self.model.variables() as u32).collect();
        let mut open: Vec<u32> = helpful.unwrap_or_else(all);
        open.retain(|&variable| self.marks.is_open(variable));
        open.into_iter().min_by_key(|&variable| (self.prices.reduced[variable as usize], variable))
    }
}

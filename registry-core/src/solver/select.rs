//! The search for the best selection: branch and bound by depth, with prices for bounds.
//!
//! A node is propagated, priced for a few steps, and what the prices rule out is left out; then it branches on the
//! open row with the fewest candidates. A selection that the leaf refuses is built upon: what contains it is looked at
//! too, as far as it weighs less than the best. One step of the budget is a node, or a pass over 256 amounts.

use super::marks::{Mark, Marks};
use super::price::{Order, Prices};
use super::reduce::{Fate, reduce};
use super::rows::{Model, TooLarge, gcd};

/// What the leaf says of a selection that meets all rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// What the best plan found of just this selection weighs; `None`: none was found.
    pub(crate) weight: Option<i64>,
    /// There is no better one of just this selection.
    pub(crate) settled: bool,
}

/// Judges selections, and narrows the search for them.
pub(crate) trait Leaf {
    /// Judges the variables that are in; they meet all rows and weigh `weight` at least. Only plans that weigh less
    /// than `below` are of interest; the last one found is the best. What it does is taken from the steps.
    fn judge(&mut self, model: &Model, chosen: &[u32], weight: i64, below: i64, steps: &mut u64) -> Judgement;

    /// Marks what follows from things that are not in the rows. False: nothing that goes on from here can be a plan.
    fn narrow(&mut self, _model: &Model, _marks: &mut Marks, _steps: &mut u64) -> bool {
        true
    }

    /// Of which open variables one at least is in whatever contains a selection just refused and is not; `None`: of
    /// all.
    fn helpful(&self, _model: &Model, _marks: &Marks) -> Option<Vec<u32>> {
        None
    }
}

/// Every selection is a plan: there is no time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeless;

impl Leaf for Timeless {
    fn judge(&mut self, _: &Model, _: &[u32], weight: i64, _: i64, _: &mut u64) -> Judgement {
        Judgement { weight: Some(weight), settled: true }
    }
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selected {
    /// The variables that are in, in order; `None`: nothing was found.
    pub(crate) chosen: Option<Vec<u32>>,
    /// What they weigh.
    pub(crate) weight: i64,
    /// No selection weighs less. Without one: none weighs less than this, if there is any.
    pub(crate) bound: i64,
    /// The selection is the best, or there is none below the limit.
    pub(crate) proved: bool,
}

/// How many price steps are made before the first branch.
const FIRST_STEPS: usize = 400;

/// How often all prices are raised there and back before these.
const FIRST_SWEEPS: usize = 8;

/// How many price steps are made at a node.
const NODE_STEPS: usize = 4;

/// How many price steps are made between two decisions of a dive.
const DIVE_STEPS: usize = 4;

/// What has this share is taken in a dive without pricing anew.
const SURE: f64 = 0.9;

/// How far the first step at a node goes.
const NODE_STRIDE: f64 = 0.1;

/// The best selection that weighs less than `limit`, without time.
///
/// # Errors
/// Sums that cannot be counted with; not of a model that could be.
pub(crate) fn select(model: &Model, limit: i64, steps: &mut u64) -> Result<Selected, TooLarge> {
    let mut marks = Marks::new(model);
    spend(steps, model.rows.entries());
    let nothing = |bound, proved| Selected { chosen: None, weight: 0, bound, proved };
    if !marks.follow(model) {
        return Ok(nothing(limit, true));
    }
    let mut stage = match reduce(model, marks)? {
        Some(reduced) => reduced,
        None => return Ok(nothing(limit, true)),
    };
    spend(steps, 4 * model.rows.entries());
    let mut prices: Option<Prices> = None;
    let mut known: Option<(i64, Vec<bool>)> = None;
    let mut bound = i64::MIN;
    loop {
        let small = stage.model;
        let upper = known.as_ref().map_or(limit, |(weight, _)| *weight);
        let mut leaf = Timeless;
        let mut search = Search::new(&small, upper, &mut leaf, steps);
        if let Some(before) = &prices {
            search.prices.take_over(before, &stage.rows);
        }
        let first = prices.is_none();
        search.root(first);
        let shrink = !search.done && search.marks.depth() * 5 >= small.variables().max(1) && search.left();
        if !search.done && !shrink {
            search.deepen();
        }
        bound = bound.max(search.bound);
        let done = search.done;
        let best = search.best.take();
        let marks = search.marks.clone();
        let spent_prices = search.prices.clone();
        if let Some((weight, chosen)) = best {
            let mut small_in = vec![false; small.variables()];
            for variable in chosen {
                small_in[variable as usize] = true;
            }
            let value = |fate: &Fate| match *fate {
                Fate::In => true,
                Fate::Out => false,
                Fate::Now(now) => small_in[now as usize],
            };
            known = Some((weight, stage.fate.iter().map(value).collect()));
        }
        let next = if shrink { reduce(&small, marks)? } else { None };
        let Some(next) = next else {
            let proved = done || shrink;
            return Ok(finish(known, bound, proved, limit));
        };
        for fate in &mut stage.fate {
            if let Fate::Now(variable) = *fate {
                *fate = next.fate[variable as usize];
            }
        }
        stage = super::reduce::Reduced { model: next.model, fate: stage.fate, rows: next.rows };
        prices = Some(spent_prices);
    }
}

fn finish(known: Option<(i64, Vec<bool>)>, bound: i64, proved: bool, limit: i64) -> Selected {
    match known {
        Some((weight, chosen)) => {
            let chosen = (0..chosen.len() as u32).filter(|&variable| chosen[variable as usize]).collect();
            let bound = if proved { weight } else { bound.min(weight) };
            Selected { chosen: Some(chosen), weight, bound, proved: proved || bound == weight }
        }
        None => Selected { chosen: None, weight: 0, bound: if proved { limit } else { bound.min(limit) }, proved },
    }
}

/// Takes from the budget a pass over so many amounts.
pub(crate) fn spend(steps: &mut u64, amounts: usize) {
    *steps = steps.saturating_sub(1 + amounts as u64 / 256);
}

struct Frame {
    variable: u32,
    then: Mark,
    depth: usize,
    bound: i64,
    refused: bool,
}

pub(crate) struct Search<'a> {
    model: &'a Model,
    pub(crate) marks: Marks,
    pub(crate) prices: Prices,
    leaf: &'a mut dyn Leaf,
    /// Only what weighs less is wanted.
    upper: i64,
    divisor: i64,
    pub(crate) best: Option<(i64, Vec<u32>)>,
    frames: Vec<Frame>,
    steps: &'a mut u64,
    /// No selection below `upper` weighs less than this.
    pub(crate) bound: i64,
    /// Everything below `upper` has been looked at.
    pub(crate) done: bool,
    /// The leaf could not settle something.
    pub(crate) unsettled: bool,
    /// The first plan is enough.
    pub(crate) first: bool,
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
            first: false,
            refused: false,
        }
    }

    /// Whether to go on at all.
    fn left(&self) -> bool {
        *self.steps > 0 && !(self.first && self.best.is_some())
    }

    /// The largest weight below `upper` that any selection can have, in units of price. A bound above it ends the
    /// matter.
    fn threshold(&self) -> i64 {
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
        self.prices.evaluate(self.model, &self.marks);
        for _ in 0..FIRST_SWEEPS {
            self.prices.sweep(self.model, &self.marks, Order::Forward);
            self.prices.sweep(self.model, &self.marks, Order::Backward);
            spend(self.steps, 4 * self.model.rows.entries());
        }
        self.prices.stride(0.1);
        let mut best = self.prices.settle(self.model, &self.marks);
        self.dive(0);
        let mut since = 0;
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
            if step % 100 == 0 {
                let stride = self.prices.stride;
                self.dive(DIVE_STEPS);
                self.prices.stride(stride);
            }
            if since > 60 {
                break;
            }
        }
        self.dive(DIVE_STEPS);
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

    /// What of an open row is most likely in the best selection, as prices go: with the share they give it.
    fn candidate(&self, row: u32) -> Option<(f64, u32)> {
        let mut best: Option<(f64, i64, u32)> = None;
        for &(variable, amount) in self.model.rows.of(row as usize) {
            if amount > 0 && self.marks.is_open(variable) {
                let share = self.prices.share[variable as usize];
                let reduced = self.prices.reduced[variable as usize] / amount;
                if best.is_none_or(|(most, least, _)| share > most || (share == most && reduced < least)) {
                    best = Some((share, reduced, variable));
                }
            }
        }
        best.map(|(share, _, variable)| (share, variable))
    }

    /// What of all open rows is most likely in.
    fn likeliest(&self) -> Option<(f64, u32)> {
        let mut best: Option<(f64, u32, u32)> = None;
        for &row in &self.marks.open {
            if let Some((share, variable)) = self.candidate(row)
                && best.is_none_or(|(most, known, _)| share > most || (share == most && row < known))
            {
                best = Some((share, row, variable));
            }
        }
        best.map(|(share, _, variable)| (share, variable))
    }

    /// Goes straight down to one selection, and keeps it if it is better. Prices follow on the way.
    fn dive(&mut self, price_steps: usize) {
        let start = self.marks.depth();
        let before = (price_steps > 0).then(|| self.prices.clone());
        loop {
            if !self.left() || self.hopeless() {
                break;
            }
            spend(self.steps, 64);
            let likely = self.likeliest();
            let Some(variable) = likely.map(|(_, variable)| variable).or_else(|| self.next_variable()) else {
                self.offer(start);
                break;
            };
            let depth = self.marks.depth();
            self.marks.set(self.model, variable, Mark::In);
            if !self.narrowed() {
                self.marks.back(self.model, depth);
                self.marks.set(self.model, variable, Mark::Out);
                if !self.narrowed() {
                    break;
                }
            }
            if price_steps > 0
                && likely.is_some_and(|(share, _)| share < SURE)
                && self.climb(price_steps) > self.threshold()
            {
                break;
            }
        }
        self.marks.back(self.model, start);
        if let Some(before) = before {
            self.prices = before;
        }
    }

    /// Follows up what is marked, also by what is not in the rows. False: there is nothing here.
    fn narrowed(&mut self) -> bool {
        self.marks.follow(self.model)
            && self.leaf.narrow(self.model, &mut self.marks, self.steps)
            && self.marks.follow(self.model)
    }

    /// Prices for a few steps from where they are, up to the threshold: the best bound.
    fn climb(&mut self, price_steps: usize) -> i64 {
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
        self.prices.take_best(self.model, &self.marks)
    }

    fn hopeless(&self) -> bool {
        let wanted = |&weight: &i64| weight < 0;
        self.marks.weight >= self.upper && !self.model.weight.iter().any(wanted)
    }

    /// What to decide next; `None`: all rows are met and nothing more is wanted.
    fn next_variable(&self) -> Option<u32> {
        if let Some(row) = self.narrowest() {
            return self.candidate(row).map(|(_, variable)| variable);
        }
        let wanted = |&variable: &u32| self.marks.is_open(variable) && self.model.weight[variable as usize] < 0;
        (0..self.model.variables() as u32).filter(wanted).min_by_key(|&variable| self.model.weight[variable as usize])
    }

    /// Leaves out what the selection does not need, and has the leaf judge it.
    fn offer(&mut self, start: usize) {
        let mut at = self.marks.at.clone();
        let mut weight = self.marks.weight;
        let mut inside: Vec<u32> = self.marks.since(start).to_vec();
        inside.retain(|&variable| self.marks.mark[variable as usize] == Mark::In);
        inside.sort_unstable_by_key(|&variable| (-self.model.weight[variable as usize], std::cmp::Reverse(variable)));
        let mut dropped = Vec::new();
        loop {
            let before = dropped.len();
            inside.retain(|&variable| {
                let column = self.model.columns.of(variable as usize);
                let needed = column.iter().any(|&(row, amount)| amount > 0 && at[row as usize] < amount);
                if needed || self.model.weight[variable as usize] < 0 {
                    return true;
                }
                for &(row, amount) in column {
                    at[row as usize] -= amount;
                }
                weight -= self.model.weight[variable as usize];
                dropped.push(variable);
                false
            });
            if dropped.len() == before {
                break;
            }
        }
        if weight >= self.upper {
            return;
        }
        let mut chosen = self.marks.chosen();
        chosen.retain(|variable| !dropped.contains(variable));
        let judged = self.leaf.judge(self.model, &chosen, weight, self.upper, self.steps);
        self.keep(judged, chosen);
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
        let depth = self.marks.depth();
        if !self.leaf.narrow(self.model, &mut self.marks, self.steps) || !self.follow_from(depth) {
            return None;
        }
        if self.hopeless() {
            return None;
        }
        if self.next_variable().is_none() && self.judged() {
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
        let came_in = |&variable: &u32| self.marks.mark[variable as usize] == Mark::In;
        if self.refused && self.marks.since(depth).iter().any(came_in) {
            self.refused = false;
        }
        let proved = self.weight_of(bound).max(before);
        let variable = match self.next_variable() {
            Some(variable) => variable,
            None if self.judged() => return None,
            None => self.extra()?,
        };
        Some((variable, Mark::In, proved))
    }

    fn keep(&mut self, judged: Judgement, chosen: Vec<u32>) {
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

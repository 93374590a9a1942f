//! Plans that teach more than is needed.
//!
//! Credit alone gains from steps that nothing needs, so it is compared among plans of whose steps none could be left out.
//! Whether one could does not depend on the dates of a plan: a plan has too many where another one, on whatever days, teaches
//! some of the same and nothing besides. Otherwise a plan would do well to wait until an easier way is over. So what a plan
//! teaches settles it, and moving its steps as early as they go takes nothing from the argument of the [search](super::search).

use super::alternatives::without_what_needs;
use super::answer::Objective;
use super::plan::{Bounds, Measure, Measures, Meter, Order, Placed};
use super::problem::{Item, Problem};
use super::search::{Search, search};

/// Whether a plan can do with less of what is taught is searched with at most this part of the steps that are left.
const LESS_SHARE: u64 = 8;

/// To pose such a question takes a step for so many items.
const ITEMS_PER_STEP: usize = 16;

/// The most sets of things taught of which it is remembered whether less will do.
const KNOWN_MAX: usize = 50_000;

/// What is taught, by the number of the first item that teaches it, in order.
pub(super) type Taught = Vec<usize>;

/// Whether a plan has too many steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needless {
    No,
    Yes,
    /// The steps ran out before that was settled.
    Unsettled,
}

impl Search<'_> {
    /// Whether what is placed is a plan with too many steps, where that matters.
    pub(super) fn is_too_much(&mut self) -> Needless {
        if !self.order.has(Measure::Credit) {
            return Needless::No;
        }
        // The plan itself without a step, as it stands, is the plainest of those that teach less.
        let is_step = |step: &&Placed| self.whole.items[step.item].awaits.is_none();
        let stands_without = |step: &Placed| {
            let rest = without_what_needs(self.whole, &self.sequence, step.item);
            self.whole.met_by(&rest)
        };
        if self.sequence.iter().filter(is_step).any(stands_without) {
            return Needless::Yes;
        }
        let steps = self.sequence.iter().filter(is_step);
        let mut taught: Taught = steps.map(|step| self.whole.taught_by(step.item)).collect();
        taught.sort_unstable();
        if let Some(known) = self.too_much.get(&taught) {
            return *known;
        }
        let found = self.less_will_do(&taught);
        if self.too_much.len() < KNOWN_MAX {
            self.too_much.insert(taught, found);
        }
        found
    }

    /// Whether some plan teaches all of it but something.
    fn less_will_do(&mut self, taught: &Taught) -> Needless {
        let mut settled = true;
        for left_out in taught {
            self.take_steps(1 + (self.whole.items.len() / ITEMS_PER_STEP) as u64);
            let rest: Taught = taught.iter().filter(|other| *other != left_out).copied().collect();
            let Some(problem) = self.whole.with_only(&rest) else { continue };
            let mut meter = Meter::of(self.left() / LESS_SHARE);
            let any = Bounds { first: true, ..Bounds::NONE };
            let found = search(&problem, &Order::of(&[Objective::LeastCost]), any, &mut meter);
            self.take_steps(meter.used);
            if found.plan.is_some() {
                return Needless::Yes;
            }
            settled &= found.proved;
        }
        if settled { Needless::No } else { Needless::Unsettled }
    }

    /// Keeps a plan of which it is not settled whether it has too many steps: it is the answer where no other is found.
    pub(super) fn keep_unsettled(&mut self) {
        self.unsettled = true;
        let better = |(known, _): &(Measures, Vec<Placed>)| known.vector(self.order) <= self.so_far.vector(self.order);
        if !self.at_least.as_ref().is_some_and(better) {
            self.at_least = Some((self.so_far, self.sequence.clone()));
        }
    }
}

impl Problem {
    /// The first item that teaches the same as an item, within whatever tiers and by whatever means.
    fn taught_by(&self, item: usize) -> usize {
        self.items[item].twins.iter().copied().fold(item, usize::min)
    }

    /// The problem of plans that teach nothing but some of these; `None`: they do not meet the goal on any day.
    fn with_only(&self, taught: &Taught) -> Option<Problem> {
        let is_there = |(number, item): (usize, &Item)| {
            item.awaits.is_some() || taught.binary_search(&self.taught_by(number)).is_ok()
        };
        let mut there: Vec<bool> = self.items.iter().enumerate().map(is_there).collect();
        // Items stand after what they may need, but for partners and awards: then once more.
        let mut fewer = true;
        while fewer {
            fewer = false;
            for (number, item) in self.items.iter().enumerate() {
                let chosen = |other: usize| there[other];
                if there[number] && !(item.before.met(&chosen) && item.beside.met(&chosen)) {
                    there[number] = false;
                    fewer = true;
                }
            }
        }
        let chosen = |item: usize| there[item];
        let met = match &self.stretches[..] {
            [] => self.goal.met(&chosen),
            stretches => stretches.iter().any(|stretch| stretch.expr.met(&chosen) && stretch.besides.met(&chosen)),
        };
        met.then(|| self.lacking(there.iter().map(|there| !there).collect()))
    }
}

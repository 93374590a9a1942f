//! Plans that teach more than is needed.
//!
//! Credit alone gains from steps that nothing needs, so it is compared among plans of whose steps none could be left out.
//! Whether one could does not depend on the dates of a plan: a plan has too many where another one, on whatever days, teaches
//! some of the same and nothing besides. Otherwise a plan would do well to wait until an easier way is over. So what a plan
//! teaches settles it, and moving its steps as early as they go takes nothing from the argument of the [search](super::search).

use std::collections::BTreeSet;

use super::answer::{ItemKey, Objective};
use super::plan::{Bounds, Measure, Meter, Order};
use super::problem::Problem;
use super::search::{Search, search};

/// Whether a plan can do with less of what is taught is searched with at most this part of the steps that are left.
const LESS_SHARE: u64 = 8;

/// The most sets of things taught of which it is remembered whether less will do.
const KNOWN_MAX: usize = 50_000;

/// What is taught, in order.
pub(super) type Taught = Vec<ItemKey>;

impl Search<'_> {
    /// Whether what is placed is a plan with too many steps, where that matters. Where it cannot be settled, it is not, and the
    /// search is not settled either.
    pub(super) fn is_too_much(&mut self) -> bool {
        if !self.order.has(Measure::Credit) {
            return false;
        }
        let items = &self.whole.items;
        let steps = self.sequence.iter().filter(|step| items[step.item].awaits.is_none());
        let mut taught: Taught = steps.map(|step| items[step.item].key.clone()).collect();
        taught.sort_unstable();
        if let Some(known) = self.too_much.get(&taught) {
            return *known;
        }
        let found = self.less_will_do(&taught);
        self.unsettled |= found.is_none();
        let is_too_much = found == Some(true);
        if self.too_much.len() < KNOWN_MAX {
            self.too_much.insert(taught, is_too_much);
        }
        is_too_much
    }

    /// Whether some plan teaches all of it but something; `None`: that is not settled.
    fn less_will_do(&mut self, taught: &Taught) -> Option<bool> {
        let mut settled = true;
        for left_out in taught {
            let rest: BTreeSet<&ItemKey> = taught.iter().filter(|key| *key != left_out).collect();
            let Some(problem) = self.whole.with_only(&rest) else { continue };
            let mut meter = Meter::of(self.left() / LESS_SHARE);
            let any = Bounds { first: true, ..Bounds::NONE };
            let found = search(&problem, &Order::of(&[Objective::LeastCost]), any, &mut meter);
            self.take_steps(meter.used);
            if found.plan.is_some() {
                return Some(true);
            }
            settled &= found.proved;
        }
        settled.then_some(false)
    }
}

impl Problem {
    /// The problem of plans that teach nothing but some of these; `None`: they do not meet the goal on any day.
    fn with_only(&self, taught: &BTreeSet<&ItemKey>) -> Option<Problem> {
        let is_taught = |item: &super::problem::Item| item.awaits.is_some() || taught.contains(&item.key);
        let mut there: Vec<bool> = self.items.iter().map(is_taught).collect();
        loop {
            let lacks = |item: usize| {
                let chosen = |other: usize| there[other];
                there[item] && !(self.items[item].before.met(&chosen) && self.items[item].beside.met(&chosen))
            };
            let Some(lacking) = (0..there.len()).find(|item| lacks(*item)) else { break };
            there[lacking] = false;
        }
        let chosen = |item: usize| there[item];
        let met = match &self.stretches[..] {
            [] => self.goal.met(&chosen),
            stretches => stretches.iter().any(|stretch| stretch.expr.met(&chosen) && stretch.besides.met(&chosen)),
        };
        met.then(|| self.lacking(there.iter().map(|there| !there).collect()))
    }
}

//! The least value for which there is a plan, closing in from below and from above.

use super::problem::Placed;
use super::schedule::Scheduled;

/// Values that are asked for, both included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub(super) low: i64,
    pub(super) high: i64,
}

/// What was found.
#[derive(Debug, Clone)]
pub(super) struct Least {
    /// No plan has less.
    pub(super) bound: i64,
    /// The plan with the least value that was found.
    pub(super) plan: Option<Vec<Placed>>,
    /// Whether no plan has less; without a plan, whether there is none in the range.
    pub(super) proved: bool,
}

/// The plan with the least value in a range, where a plan within a value is one within any greater. `refuted` says
/// cheaply that there is none within a value; `next` gives the next value a plan can have; `attempt` looks for a plan
/// within a value; `measure` gives the value of a plan.
///
/// Values are tried from the first that is not refuted upwards: what is refuted needs no search, and just above it
/// there mostly is a plan, which then is the best. Where that takes too long, a plan is looked for without a bound,
/// and the values between are halved.
pub(super) fn least(
    range: Range,
    refuted: &dyn Fn(i64) -> bool,
    next: &dyn Fn(i64) -> Option<i64>,
    attempt: &dyn Fn(i64, &mut u64) -> Scheduled,
    measure: &dyn Fn(&[Placed]) -> i64,
    steps: &mut u64,
) -> Least {
    let Range { low, high } = range;
    if low >= high || refuted(high) {
        let Scheduled { plan, proved } = attempt(high, steps);
        return Least { bound: plan.as_ref().map_or(low, |plan| measure(plan)), plan, proved };
    }
    let mut closing = Closing { low: first_not(range, refuted), high, best: None, next, attempt, measure };
    let mut share = *steps / 8;
    while closing.open() {
        // Upwards from below, with a part of the steps; then anything at all; then in the middle.
        let concluded = closing.probe(closing.low, share, steps);
        if concluded {
            continue;
        }
        if closing.best.is_none() && !closing.probe(closing.high, *steps / 2, steps) {
            break;
        }
        // One value that is left gets all the steps there are: to begin anew with more is to do the same again.
        let mut part = *steps / 3;
        while closing.low < closing.high && part > 0 {
            let (low, high) = (closing.low, closing.high);
            if !closing.probe(low + (high - low) / 2, part, steps) && !closing.probe(high, part, steps) {
                break;
            }
            part = *steps / 3;
        }
        share = *steps;
        if share == 0 {
            break;
        }
    }
    let proved = !closing.open();
    let reached = closing.best.as_deref().map_or(i64::MAX, measure);
    Least { bound: closing.low.min(reached), plan: closing.best, proved }
}

/// The first value of a range that is not refuted; the last is not.
fn first_not(range: Range, refuted: &dyn Fn(i64) -> bool) -> i64 {
    let Range { mut low, mut high } = range;
    while low < high {
        let middle = low + (high - low) / 2;
        if refuted(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// Plans are looked for from `low` to `high`: none has less, and one with more is of no use.
struct Closing<'a> {
    low: i64,
    high: i64,
    best: Option<Vec<Placed>>,
    next: &'a dyn Fn(i64) -> Option<i64>,
    attempt: &'a dyn Fn(i64, &mut u64) -> Scheduled,
    measure: &'a dyn Fn(&[Placed]) -> i64,
}

impl Closing<'_> {
    fn open(&self) -> bool {
        self.low <= self.high
    }

    /// Looks for a plan within a value, with so many steps; whether it came to a conclusion.
    fn probe(&mut self, value: i64, part: u64, steps: &mut u64) -> bool {
        let mut left = part.min(*steps);
        let given = left;
        let found = (self.attempt)(value, &mut left);
        *steps -= given - left;
        match found.plan {
            Some(plan) => {
                let reached = (self.measure)(&plan);
                self.high = reached - 1;
                // What is reached is never below what is proved.
                self.low = self.low.min(reached);
                self.best = Some(plan);
                true
            }
            None if found.proved => {
                self.low = (self.next)(value).unwrap_or(self.high + 1);
                true
            }
            None => false,
        }
    }
}

//! States from which the search has found that there is no plan.

use std::collections::BTreeMap;

/// The most states that are remembered, so that memory does not grow with the budget: some tens of megabytes.
const STATES_MAX: usize = 200_000;

/// The most ways of having come to a state that are remembered.
const SPENT_MAX: usize = 8;

/// A state: what is placed and still counts, and what has been spent to get there.
#[derive(Debug, Clone, Default)]
pub(super) struct Key {
    pub(super) state: Box<[u32]>,
    pub(super) spent: [i64; 4],
}

/// What is remembered.
#[derive(Debug, Default)]
pub(super) struct Seen {
    states: BTreeMap<Box<[u32]>, Vec<[i64; 4]>>,
}

impl Seen {
    /// Whether there is no plan from that state, as known from one in which no more was spent.
    pub(super) fn hopeless(&self, key: &Key) -> bool {
        self.states.get(&key.state).is_some_and(|known| known.iter().any(|spent| no_more(spent, &key.spent)))
    }

    /// Notes that there is no plan from a state.
    pub(super) fn add(&mut self, key: Key) {
        let full = self.states.len() >= STATES_MAX;
        if full && !self.states.contains_key(&key.state) {
            return;
        }
        let known = self.states.entry(key.state).or_default();
        known.retain(|spent| !no_more(&key.spent, spent));
        if known.len() < SPENT_MAX {
            known.push(key.spent);
        }
    }
}

fn no_more(one: &[i64; 4], other: &[i64; 4]) -> bool {
    one.iter().zip(other).all(|(one, other)| one <= other)
}

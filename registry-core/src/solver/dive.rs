//! Straight down to one selection: plans early, and a weight that all others must stay below.

use super::marks::Mark;
use super::search::Search;
use super::select::spend;

/// What has this share is taken without pricing anew.
const SURE: f64 = 0.9;

impl Search<'_> {
    /// What of an open row is most likely in the best selection, as prices go: with the share they give it.
    pub(super) fn candidate(&self, row: u32) -> Option<(f64, u32)> {
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

    /// What of all open rows is most likely in. `known` has by row what was found before, at these prices: it is so still
    /// while the variable is open.
    fn likeliest(&self, known: &mut [Option<(f64, u32)>]) -> Option<(f64, u32)> {
        let mut best: Option<(f64, u32, u32)> = None;
        for &row in &self.marks.open {
            let found = &mut known[row as usize];
            if found.is_none_or(|(_, variable)| !self.marks.is_open(variable)) {
                *found = self.candidate(row);
            }
            if let Some((share, variable)) = *found
                && best.is_none_or(|(most, known, _)| share > most || (share == most && row < known))
            {
                best = Some((share, row, variable));
            }
        }
        best.map(|(share, _, variable)| (share, variable))
    }

    /// Goes straight down to one selection, and keeps it if it is better. Prices follow on the way.
    pub(super) fn dive(&mut self, price_steps: usize) {
        let start = self.marks.depth();
        let before = (price_steps > 0).then(|| self.prices.clone());
        let mut known = vec![None; self.model.rows.len()];
        loop {
            if !self.left() || self.hopeless() {
                break;
            }
            spend(self.steps, 64);
            let likely = self.likeliest(&mut known);
            let Some(variable) = likely.map(|(_, variable)| variable).or_else(|| self.next_variable()) else {
                self.offer(start);
                break;
            };
            let depth = self.marks.depth();
            self.marks.set(self.model, variable, Mark::In);
            if !self.narrowed() {
                self.marks.back(self.model, depth);
                known.fill(None);
                self.marks.set(self.model, variable, Mark::Out);
                if !self.narrowed() {
                    break;
                }
            }
            if price_steps > 0 && likely.is_some_and(|(share, _)| share < SURE) {
                known.fill(None);
                if self.climb(price_steps) > self.threshold() {
                    break;
                }
            }
        }
        self.marks.back(self.model, start);
        if let Some(before) = before {
            self.prices = before;
        }
    }

    /// Follows up what is marked, also by what is not in the rows. False: there is nothing here.
    pub(super) fn narrowed(&mut self) -> bool {
        self.marks.follow(self.model)
            && self.leaf.narrow(self.model, &mut self.marks, self.steps)
            && self.marks.follow(self.model)
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
}

//! Which variables are in, out or open, what every row has and can still have, and what follows from it.

use super::rows::Model;

/// What is settled about a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Open,
    In,
    Out,
}

/// The marks of all variables, with a trail by which they can be taken back.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    pub(crate) mark: Vec<Mark>,
    /// The sum of what is in, less the least, by row. Below 0: the row is *open*.
    pub(crate) at: Vec<i64>,
    /// The largest sum that can still be had, less the least, by row. Below 0: it cannot be met.
    pub(crate) reach: Vec<i64>,
    /// What those that are in weigh, with the base of the model.
    pub(crate) weight: i64,
    /// Rows that are open, in no order that means anything.
    pub(crate) open: Vec<u32>,
    place: Vec<u32>,
    largest: Vec<i64>,
    trail: Vec<u32>,
    queue: Vec<u32>,
    queued: Vec<bool>,
    failed: bool,
}

const NOWHERE: u32 = u32::MAX;

impl Marks {
    /// Everything open; rows that force something wait to be looked at by [`Marks::follow`].
    pub(crate) fn new(model: &Model) -> Self {
        let rows = model.rows.len();
        let at: Vec<i64> = model.least.iter().map(|least| -least).collect();
        let of = |row: usize| model.rows.of(row).iter().map(|entry| entry.1);
        let reach: Vec<i64> = (0..rows).map(|row| at[row] + of(row).map(|amount| amount.max(0)).sum::<i64>()).collect();
        let largest = (0..rows).map(|row| of(row).map(i64::abs).max().unwrap_or(0)).collect();
        let mut marks = Self {
            mark: vec![Mark::Open; model.variables()],
            failed: reach.iter().any(|reach| *reach < 0),
            at,
            reach,
            weight: model.base,
            open: Vec::new(),
            place: vec![NOWHERE; rows],
            largest,
            trail: Vec::new(),
            queue: Vec::new(),
            queued: vec![false; rows],
        };
        for row in 0..rows {
            if marks.at[row] < 0 {
                marks.opened(row);
            }
            marks.wait(row);
        }
        marks
    }

    pub(crate) fn is_open(&self, variable: u32) -> bool {
        self.mark[variable as usize] == Mark::Open
    }

    /// How many marks have been set.
    pub(crate) fn depth(&self) -> usize {
        self.trail.len()
    }

    /// What has been marked, from that depth on.
    pub(crate) fn since(&self, depth: usize) -> &[u32] {
        &self.trail[depth..]
    }

    fn opened(&mut self, row: usize) {
        self.place[row] = self.open.len() as u32;
        self.open.push(row as u32);
    }

    fn closed(&mut self, row: usize) {
        let place = self.place[row] as usize;
        self.open.swap_remove(place);
        if let Some(moved) = self.open.get(place) {
            self.place[*moved as usize] = place as u32;
        }
        self.place[row] = NOWHERE;
    }

    fn wait(&mut self, row: usize) {
        if self.reach[row] < self.largest[row] && !self.queued[row] {
            self.queued[row] = true;
            self.queue.push(row as u32);
        }
    }

    fn add(&mut self, row: usize, amount: i64) {
        let before = self.at[row];
        self.at[row] += amount;
        if before < 0 && self.at[row] >= 0 {
            self.closed(row);
        } else if before >= 0 && self.at[row] < 0 {
            self.opened(row);
        }
    }

    /// Marks an open variable. What follows is found by [`Marks::follow`].
    pub(crate) fn set(&mut self, model: &Model, variable: u32, mark: Mark) {
        debug_assert!(self.is_open(variable) && mark != Mark::Open);
        self.mark[variable as usize] = mark;
        self.trail.push(variable);
        if mark == Mark::In {
            self.weight += model.weight[variable as usize];
        }
        for &(row, amount) in model.columns.of(variable as usize) {
            let row = row as usize;
            if mark == Mark::In {
                self.add(row, amount);
            }
            let lost = if mark == Mark::In { amount.min(0) } else { -amount.max(0) };
            if lost != 0 {
                self.reach[row] += lost;
                self.failed |= self.reach[row] < 0;
                self.wait(row);
            }
        }
    }

    /// Marks all that follows from the rows. False: some row cannot be met.
    pub(crate) fn follow(&mut self, model: &Model) -> bool {
        while let Some(row) = self.queue.pop() {
            let row = row as usize;
            self.queued[row] = false;
            if self.failed {
                continue;
            }
            for &(variable, amount) in model.rows.of(row) {
                if amount.abs() > self.reach[row] && self.is_open(variable) {
                    self.set(model, variable, if amount > 0 { Mark::In } else { Mark::Out });
                }
            }
        }
        !self.failed
    }

    /// Takes back what was marked after that depth.
    pub(crate) fn back(&mut self, model: &Model, depth: usize) {
        while let Some(row) = self.queue.pop() {
            self.queued[row as usize] = false;
        }
        while self.trail.len() > depth {
            let Some(variable) = self.trail.pop() else { break };
            let mark = self.mark[variable as usize];
            self.mark[variable as usize] = Mark::Open;
            if mark == Mark::In {
                self.weight -= model.weight[variable as usize];
            }
            for &(row, amount) in model.columns.of(variable as usize) {
                let row = row as usize;
                if mark == Mark::In {
                    self.add(row, -amount);
                }
                self.reach[row] -= if mark == Mark::In { amount.min(0) } else { -amount.max(0) };
            }
        }
        self.failed = false;
    }

    /// The variables that are in.
    pub(crate) fn chosen(&self) -> Vec<u32> {
        (0..self.mark.len() as u32).filter(|&variable| self.mark[variable as usize] == Mark::In).collect()
    }
}

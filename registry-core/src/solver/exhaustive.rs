//! A slow and obvious search: every choice of items, one after another in order of start. It stands where the solver
//! will, and is what the solver is compared with.

use super::Outcome;
use super::expr::Tick;
use super::problem::{Measure, Placed, Problem, Timing};

/// The best plan by trying all of them.
pub(crate) fn solve(problem: &Problem, order: &[Measure], steps: u64) -> Outcome {
    let mut search = Search { problem, order, steps, used: 0, plan: Vec::new(), best: None };
    search.go(0);
    let proved = search.used < steps;
    let bound = search.best.as_ref().filter(|_| proved).and_then(|(values, _)| values.first().copied());
    Outcome { plan: search.best.map(|(_, plan)| plan), proved, bound, steps_used: search.used }
}

struct Search<'a> {
    problem: &'a Problem,
    order: &'a [Measure],
    steps: u64,
    used: u64,
    plan: Vec<Placed>,
    best: Option<(Vec<i64>, Vec<Placed>)>,
}

impl Search<'_> {
    fn go(&mut self, item: usize) {
        if self.used >= self.steps {
            return;
        }
        self.used += 1;
        if item == self.problem.items.len() {
            return self.leaf();
        }
        self.go(item + 1);
        for way in 0..self.problem.items[item].ways.len() {
            for (start, end) in self.spans(item, way) {
                let placed = Placed { start, end, item, way };
                if self.ready(&placed) {
                    self.plan.push(placed);
                    self.go(item + 1);
                    self.plan.pop();
                }
            }
        }
    }

    fn spans(&self, item: usize, way: usize) -> Vec<(Tick, Tick)> {
        let problem = self.problem;
        if problem.terms.is_empty() {
            return vec![(0, 0)];
        }
        match problem.items[item].ways[way].timing {
            Timing::Dated { start, end } => vec![(start, end)],
            Timing::Rolling { from, until, terms } => {
                let starts = (0..problem.terms.len() as Tick).map(|term| problem.first_tick(term));
                let span = |start: Tick| (start, start + terms * problem.ticks_per_term - 1);
                starts.filter(|start| (from..=until).contains(start)).map(span).collect()
            }
        }
    }

    fn ready(&self, placed: &Placed) -> bool {
        let (problem, item) = (self.problem, &self.problem.items[placed.item]);
        let of = |item: usize| self.plan.iter().find(|placed| placed.item == item);
        if problem.terms.is_empty() {
            return item.before.met(&|item| of(item).is_some()) && item.beside.met(&|item| of(item).is_some());
        }
        let before = item.before.day(&|item| of(item).map_or(Tick::MAX, |placed| placed.end + 1));
        let started = |placed: &Placed| problem.first_tick(problem.term(placed.start));
        let beside = item.beside.day(&|item| of(item).map_or(Tick::MAX, started));
        placed.start >= before && placed.start >= beside
    }

    fn leaf(&mut self) {
        let problem = self.problem;
        let chosen = |item: usize| self.plan.iter().any(|placed| placed.item == item);
        let reached = |row: &super::problem::Row| {
            row.amounts.iter().filter(|(item, _)| chosen(*item)).map(|(_, amount)| amount).sum::<i64>() >= row.least
        };
        if !problem.goal.met(&chosen) || !problem.rows.iter().all(reached) || !self.fits() {
            return;
        }
        let values: Vec<i64> = self.order.iter().map(|measure| self.value(*measure)).collect();
        if self.best.as_ref().is_none_or(|(best, _)| values < *best) {
            self.best = Some((values, self.plan.clone()));
        }
    }

    fn loads(&self) -> Vec<(u32, u32)> {
        let mut loads = vec![(0, 0); self.problem.terms.len()];
        for placed in &self.plan {
            let load = self.problem.items[placed.item].ways[placed.way].load;
            for term in self.problem.term(placed.start)..=self.problem.term(placed.end) {
                if let Some(slot) = loads.get_mut(term as usize) {
                    *slot = (slot.0 + load, slot.1 + 1);
                }
            }
        }
        loads
    }

    fn fits(&self) -> bool {
        let problem = self.problem;
        let terms = problem.terms.iter().zip(self.loads()).all(|(term, (load, items))| {
            (term.least_load..=term.most_load).contains(&load) && (term.least_items..=term.most_items).contains(&items)
        });
        let periods = problem.periods.iter().enumerate().all(|(period, limits)| {
            let inside = self.plan.iter().filter(|placed| problem.period(placed.start) == Some(period));
            let ways = inside.map(|placed| &problem.items[placed.item].ways[placed.way]);
            let (cost, days) = ways.fold((0, 0), |(cost, days), way| (cost + way.cost, days + way.days));
            cost <= limits.most_cost && days <= limits.most_days
        });
        terms && periods
    }

    fn value(&self, measure: Measure) -> i64 {
        let ways = self.plan.iter().map(|placed| &self.problem.items[placed.item].ways[placed.way]);
        match measure {
            Measure::Cost => ways.map(|way| way.cost).sum(),
            Measure::Finish => self.plan.iter().map(|placed| i64::from(placed.end)).max().unwrap_or(0),
            Measure::HeaviestTerm => self.loads().iter().map(|(load, _)| i64::from(*load)).max().unwrap_or(0),
            Measure::Lacking => ways.map(|way| i64::from(way.lacking)).sum(),
            Measure::Items => self.plan.len() as i64,
            Measure::Credit => -self.plan.iter().map(|placed| self.problem.items[placed.item].credit).sum::<i64>(),
        }
    }
}

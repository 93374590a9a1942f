//! What schedules may spend: cost and wishes in all, cost and days in each period.

use super::expr::Tick;
use super::problem::{Placed, Problem, Way};
use super::schedule::Limits;

/// What may be spent, and has been.
pub(super) struct Spending {
    /// Whether any period may run short.
    pub(super) periods: bool,
    most: [i64; 2],
    /// Cost and lacking so far, and the least of both for what is not placed.
    so_far: [i64; 2],
    to_come: [i64; 2],
    paid: Vec<i64>,
    days: Vec<i64>,
}

/// The sum over all items of the least or the most that one of its ways measures.
pub(super) fn sum_of(problem: &Problem, measure: impl Fn(&Way) -> i64, most: impl Fn(i64, i64) -> i64) -> i64 {
    let of_item = |ways: &Vec<Way>| ways.iter().map(&measure).reduce(&most).unwrap_or(0);
    problem.items.iter().map(|item| of_item(&item.ways)).fold(0, i64::saturating_add)
}

impl Spending {
    pub(super) fn of(problem: &Problem, limits: &Limits) -> Self {
        let cost = sum_of(problem, |way| way.cost, i64::max);
        let days = sum_of(problem, |way| way.days.into(), i64::max);
        let lacking = sum_of(problem, |way| way.lacking.into(), i64::max);
        let short = |limit: i64, all: i64| if limit < all { limit } else { i64::MAX };
        Self {
            periods: problem.periods.iter().any(|period| period.most_cost < cost || i64::from(period.most_days) < days),
            most: [short(limits.most_cost, cost), short(limits.most_lacking, lacking)],
            so_far: [0, 0],
            to_come: [sum_of(problem, |way| way.cost, i64::min), sum_of(problem, |way| way.lacking.into(), i64::min)],
            paid: vec![0; problem.periods.len()],
            days: vec![0; problem.periods.len()],
        }
    }

    /// Whether even the least there is to spend is too much.
    pub(super) fn too_much(&self) -> bool {
        (0..2).any(|measure| self.to_come[measure] > self.most[measure])
    }

    /// Whether a way starting on that tick is within every limit.
    pub(super) fn allows(&self, problem: &Problem, item: usize, way: &Way, start: Tick) -> bool {
        let least = least_spent(problem, item);
        let spends = [way.cost, i64::from(way.lacking)];
        let within = (0..2).all(|measure| {
            self.most[measure] == i64::MAX
                || self.so_far[measure] + spends[measure] + self.to_come[measure] - least[measure] <= self.most[measure]
        });
        let in_period = || {
            problem.period(start).is_none_or(|period| {
                let limit = &problem.periods[period];
                self.paid[period].saturating_add(way.cost) <= limit.most_cost
                    && self.days[period] + i64::from(way.days) <= i64::from(limit.most_days)
            })
        };
        within && (!self.periods || in_period())
    }

    pub(super) fn spend(&mut self, problem: &Problem, placed: &Placed, sign: i64) {
        let way = &problem.items[placed.item].ways[placed.way];
        let least = least_spent(problem, placed.item);
        for (measure, spent) in [way.cost, i64::from(way.lacking)].into_iter().enumerate() {
            self.so_far[measure] += sign * spent;
            self.to_come[measure] -= sign * least[measure];
        }
        if let Some(period) = problem.period(placed.start) {
            self.paid[period] += sign * way.cost;
            self.days[period] += sign * i64::from(way.days);
        }
    }

    /// What counts against limits that may run short, at the start of a term.
    pub(super) fn state(&self, problem: &Problem, start: Tick) -> [i64; 4] {
        let limited = |measure: usize| if self.most[measure] == i64::MAX { 0 } else { self.so_far[measure] };
        let period = problem.period(start).filter(|_| self.periods);
        let in_period = |spent: &[i64]| period.map_or(0, |period| spent[period]);
        [limited(0), limited(1), in_period(&self.paid), in_period(&self.days)]
    }
}

fn least_spent(problem: &Problem, item: usize) -> [i64; 2] {
    let ways = &problem.items[item].ways;
    let least = |measure: &dyn Fn(&Way) -> i64| ways.iter().map(measure).min().unwrap_or(0);
    [least(&|way| way.cost), least(&|way| way.lacking.into())]
}

//! What every plan must at least take: bounds from below that let the search turn back early.

use super::least::{Least, Shape};
use super::mixed::{Mix, mixes};
use super::plan::{Bounds, Order, Placed};
use super::problem::{Choice, Item, Problem, Timing};
use crate::solver::expr::{Day, Expr};

/// What every plan must at least take, by item.
pub(super) struct Floor {
    /// Cents that the learner pays at least, whatever pots of funding pay.
    pub(super) cents: Least,
    /// Cents before pots of funding pay; `None`: there are none.
    pub(super) before_funding: Option<Least>,
    pub(super) days: Least,
    pub(super) lacking: Least,
    pub(super) minutes: Least,
    /// Weeks of items of which no two fit into one week.
    pub(super) alone: Least,
    pub(super) steps: Least,
    /// Time, days and money weighed against one another.
    pub(super) mixes: Vec<Mix>,
    /// The length of the shortest way of learning anything, in days.
    pub(super) shortest: Day,
    /// Minutes in each of its weeks.
    weekly: Vec<i64>,
    /// Items in every plan.
    always: Vec<usize>,
    /// The least cents and the least days of each item, least first.
    cheapest: Vec<(i64, usize)>,
    briefest: Vec<(i64, usize)>,
}

/// The weeks a choice touches.
pub(super) fn weeks(problem: &Problem, choice: &Choice) -> i64 {
    match choice.timing {
        Timing::Rolling { weeks, .. } => i64::from(weeks),
        Timing::Dated { start, end } => i64::from(problem.week(end) - problem.week(start) + 1),
        Timing::Open { .. } => 0,
    }
}

/// Of each item the least that any of its choices that fit measures; 0 where none fits.
pub(super) fn least_of(
    problem: &Problem,
    fits: &dyn Fn(&Choice) -> bool,
    measure: &dyn Fn(&Choice) -> i64,
) -> Vec<i64> {
    let least = |item: &Item| item.choices.iter().filter(|choice| fits(choice)).map(measure).min().unwrap_or(0);
    problem.items.iter().map(least).collect()
}

/// Weeks that a choice has for itself, as more than half of each is taken.
pub(super) fn alone(problem: &Problem, choice: &Choice, cap: u32) -> i64 {
    if choice.minutes > cap / 2 { weeks(problem, choice) } else { 0 }
}

impl Floor {
    pub(super) fn of(problem: &Problem, cap: u32, order: &Order, bounds: &Bounds) -> Self {
        let shape = Shape::of(problem);
        let fits = |choice: &Choice| choice.minutes <= cap;
        let weights = |measure: &dyn Fn(&Choice) -> i64| least_of(problem, &fits, measure);
        let least = |measure: &dyn Fn(&Choice) -> i64| Least::of(&shape, &weights(measure));
        // What is waited for is no step.
        let is_step = |item: &&Item| item.awaits.is_none();
        let length = |choice: &Choice| match choice.timing {
            Timing::Rolling { weeks, .. } => weeks * 7,
            Timing::Dated { start, end } => end - start + 1,
            Timing::Open { .. } => 1,
        };
        let sorted = |measure: &dyn Fn(&Choice) -> i64| {
            let weighed = weights(measure).into_iter().zip(0..);
            let mut sorted: Vec<(i64, usize)> = weighed.filter(|(_, item)| is_step(&&problem.items[*item])).collect();
            sorted.sort_unstable();
            sorted
        };
        let one_each: Vec<i64> = problem.items.iter().map(|item| i64::from(is_step(&item))).collect();
        Self {
            cents: least(&|choice| choice.least_cents),
            before_funding: (!problem.pots.is_empty()).then(|| least(&|choice| choice.cents)),
            days: least(&|choice| choice.days.into()),
            lacking: least(&|choice| choice.lacking.into()),
            minutes: least(&|choice| i64::from(choice.minutes) * weeks(problem, choice)),
            alone: least(&|choice| alone(problem, choice, cap)),
            steps: Least::of(&shape, &one_each),
            mixes: if bounds.first { Vec::new() } else { mixes(problem, cap, &shape, order, bounds) },
            shortest: problem
                .items
                .iter()
                .filter(is_step)
                .flat_map(|item| &item.choices)
                .map(length)
                .min()
                .unwrap_or(1),
            weekly: weights(&|choice| choice.minutes.into()),
            cheapest: sorted(&|choice| choice.least_cents),
            briefest: sorted(&|choice| choice.days.into()),
            always: shape.always,
        }
    }

    /// At most so many more items can be started with so much money and so many days.
    pub(super) fn most_started(&self, cents: i64, days: i64, placed: &[Option<Placed>]) -> i64 {
        started(&self.cheapest, cents, placed).min(started(&self.briefest, days, placed))
    }

    /// At most so much credit is still to come in a plan without needless steps: each of those is there for a part of the
    /// goal or of what another step needs, and of a choice no more parts than are asked for.
    pub(super) fn credit_to_come(&self, problem: &Problem, placed: &[Option<Placed>]) -> i64 {
        let mut most: Vec<i64> = vec![0; problem.items.len()];
        for (index, item) in problem.items.iter().enumerate() {
            if item.partners.first().is_some_and(|partner| *partner < index) {
                continue;
            }
            // Of partners each is there once, whichever of them asks for it.
            let group = || item.partners.iter().chain([&index]).filter(|member| placed[**member].is_none());
            let brings = group().map(|member| {
                let Item { before, beside, credit, .. } = &problem.items[*member];
                credit.saturating_add(most_of(before, &most)).saturating_add(most_of(beside, &most))
            });
            let brings = brings.fold(0i64, i64::saturating_add);
            group().for_each(|member| most[*member] = brings);
        }
        most_of(&problem.goal, &most)
    }

    /// Some week still to come is at least so heavy.
    pub(super) fn heaviest(&self, goal: &Expr, placed: &[Option<Placed>]) -> i64 {
        let open = self.always.iter().filter(|&&item| placed[item].is_none());
        open.map(|&item| self.weekly[item]).max().unwrap_or(0).max(peak(goal, &self.weekly, placed))
    }
}

/// At most so much comes from what meets a requirement and nothing besides.
fn most_of(expr: &Expr, most: &[i64]) -> i64 {
    let sum = |parts: &[i64]| parts.iter().fold(0i64, |sum, part| sum.saturating_add(*part));
    match expr {
        Expr::True | Expr::Never | Expr::From(_) => 0,
        Expr::Item(item) => most.get(*item).copied().unwrap_or(0),
        Expr::All(parts) => sum(&parts.iter().map(|part| most_of(part, most)).collect::<Vec<_>>()),
        Expr::AtLeast(count, parts) => {
            let mut values: Vec<i64> = parts.iter().map(|part| most_of(part, most)).collect();
            values.sort_unstable_by(|one, other| other.cmp(one));
            values.truncate(*count);
            sum(&values)
        }
    }
}

/// At least so heavy a week is needed to meet a requirement with what is not placed yet.
fn peak(expr: &Expr, weekly: &[i64], placed: &[Option<Placed>]) -> i64 {
    match expr {
        Expr::True | Expr::Never | Expr::From(_) => 0,
        Expr::Item(item) => {
            if placed[*item].is_some() {
                0
            } else {
                weekly[*item]
            }
        }
        Expr::All(parts) => parts.iter().map(|part| peak(part, weekly, placed)).max().unwrap_or(0),
        Expr::AtLeast(count, parts) => {
            let mut peaks: Vec<i64> = parts.iter().map(|part| peak(part, weekly, placed)).collect();
            peaks.sort_unstable();
            peaks.get(count - 1).copied().unwrap_or(0)
        }
    }
}

fn started(least_first: &[(i64, usize)], mut left: i64, placed: &[Option<Placed>]) -> i64 {
    let mut count = 0;
    for (least, _) in least_first.iter().filter(|(_, item)| placed[*item].is_none()) {
        left = left.saturating_sub(*least);
        if left < 0 {
            break;
        }
        count += 1;
    }
    count
}

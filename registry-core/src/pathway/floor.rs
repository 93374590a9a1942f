//! What every plan must at least take: bounds from below that let the search turn back early.

use std::collections::BTreeSet;

use super::plan::Placed;
use super::problem::{Choice, Item, Problem, Timing};
use crate::solver::expr::Expr;

/// What every plan must at least take, by item.
pub(super) struct Floor<'a> {
    pub(super) cents: Vec<i64>,
    /// Cents before pots of funding pay.
    pub(super) before_funding: Vec<i64>,
    pub(super) days: Vec<i64>,
    pub(super) lacking: Vec<i64>,
    pub(super) minutes: Vec<i64>,
    /// Weeks of items of which no two fit into one week.
    pub(super) alone: Vec<i64>,
    pub(super) steps: Vec<i64>,
    /// Minutes in each of its weeks.
    weekly: Vec<i64>,
    /// Items in every plan.
    always: Vec<usize>,
    /// Whether the goal names an item.
    in_goal: Vec<bool>,
    /// The parts of the goal, those that share an item together.
    groups: Vec<Vec<&'a Expr>>,
}

impl<'a> Floor<'a> {
    pub(super) fn of(problem: &'a Problem, cap: u32) -> Self {
        let least = |measure: &dyn Fn(&Choice) -> i64| -> Vec<i64> {
            let fits = |choice: &&Choice| choice.minutes <= cap;
            let least = |item: &Item| item.choices.iter().filter(fits).map(measure).min().unwrap_or(0);
            problem.items.iter().map(least).collect()
        };
        let weeks = |choice: &Choice| match choice.timing {
            Timing::Rolling { weeks, .. } => i64::from(weeks),
            Timing::Dated { start, end } => i64::from(problem.week(end) - problem.week(start) + 1),
        };
        let alone = |choice: &Choice| {
            if choice.minutes > cap / 2 { weeks(choice) } else { 0 }
        };
        let mut in_goal = vec![false; problem.items.len()];
        problem.goal.visit_items(&mut |item| in_goal[item] = true);
        Self {
            cents: least(&|choice| choice.least_cents),
            before_funding: if problem.pots.is_empty() { Vec::new() } else { least(&|choice| choice.cents) },
            days: least(&|choice| choice.days.into()),
            lacking: least(&|choice| choice.lacking.into()),
            minutes: least(&|choice| i64::from(choice.minutes) * weeks(choice)),
            alone: least(&alone),
            steps: vec![1; problem.items.len()],
            weekly: least(&|choice| choice.minutes.into()),
            groups: groups(&problem.goal),
            always: always(problem),
            in_goal,
        }
    }

    /// At least so much of a weight is still to come.
    pub(super) fn remaining(&self, weight: &[i64], placed: &[Option<Placed>]) -> i64 {
        let open = |item: &&usize| placed[**item].is_none();
        let apart: i64 =
            self.always.iter().filter(open).filter(|&&item| !self.in_goal[item]).map(|&item| weight[item]).sum();
        let always: i64 = self.always.iter().filter(open).map(|&item| weight[item]).sum();
        let group = |parts: &Vec<&Expr>| parts.iter().map(|part| least(part, weight, placed)).max().unwrap_or(0);
        (apart + self.groups.iter().map(group).sum::<i64>()).max(always)
    }

    /// At most so much credit is still to come in a plan without needless steps: each of those is there for a part of the
    /// goal or of what another step needs, and of a choice no more parts than are asked for.
    pub(super) fn credit_to_come(&self, problem: &Problem, placed: &[Option<Placed>]) -> i64 {
        let mut most: Vec<i64> = Vec::with_capacity(problem.items.len());
        for (index, item) in problem.items.iter().enumerate() {
            let needs = most_of(&item.before, &most).saturating_add(most_of(&item.beside, &most));
            most.push(if placed[index].is_some() { 0 } else { item.credit.saturating_add(needs) });
        }
        most_of(&problem.goal, &most)
    }

    /// Some week still to come is at least so heavy.
    pub(super) fn heaviest(&self, goal: &Expr, placed: &[Option<Placed>]) -> i64 {
        let open = self.always.iter().filter(|&&item| placed[item].is_none());
        open.map(|&item| self.weekly[item]).max().unwrap_or(0).max(peak(goal, &self.weekly, placed))
    }
}

/// The parts of a goal, those that share an item in one group: what groups need can be added up.
fn groups(goal: &Expr) -> Vec<Vec<&Expr>> {
    let parts: Vec<&Expr> = match goal {
        Expr::All(parts) => parts.iter().collect(),
        other => vec![other],
    };
    let mut groups: Vec<(BTreeSet<usize>, Vec<&Expr>)> = Vec::new();
    for part in parts {
        let mut items = BTreeSet::new();
        part.visit_items(&mut |item| {
            items.insert(item);
        });
        let (joined, mut apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(known, _)| !known.is_disjoint(&items));
        let mut members = vec![part];
        for (known, parts) in joined {
            items.extend(known);
            members.extend(parts);
        }
        apart.push((items, members));
        groups = apart;
    }
    groups.into_iter().map(|(_, members)| members).collect()
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

/// At least so much of a weight is needed to meet a requirement with what is not placed yet. Parts of one join are
/// added only when they are single items, which cannot overlap; of other parts the largest counts.
fn least(expr: &Expr, weight: &[i64], placed: &[Option<Placed>]) -> i64 {
    match expr {
        Expr::True | Expr::Never | Expr::From(_) => 0,
        Expr::Item(item) => {
            if placed[*item].is_some() {
                0
            } else {
                weight[*item]
            }
        }
        Expr::All(parts) => {
            let mut single = 0;
            let mut joined = 0;
            for part in parts {
                let needed = least(part, weight, placed);
                if let Expr::Item(_) = part { single += needed } else { joined = joined.max(needed) }
            }
            single.max(joined)
        }
        Expr::AtLeast(1, parts) => parts.iter().map(|part| least(part, weight, placed)).min().unwrap_or(0),
        Expr::AtLeast(count, parts) if different_items(parts) => {
            let mut needs: Vec<i64> = parts.iter().map(|part| least(part, weight, placed)).collect();
            needs.sort_unstable();
            needs.iter().take(*count).sum()
        }
        Expr::AtLeast(count, parts) => {
            let mut needs: Vec<i64> = parts.iter().map(|part| least(part, weight, placed)).collect();
            needs.sort_unstable();
            needs.get(count - 1).copied().unwrap_or(0)
        }
    }
}

fn different_items(parts: &[Expr]) -> bool {
    let single = |part: &Expr| matches!(part, Expr::Item(_));
    parts.iter().enumerate().all(|(index, part)| single(part) && !parts[..index].contains(part))
}

/// The items that are in every plan.
fn always(problem: &Problem) -> Vec<usize> {
    let count = problem.items.len();
    let mut of_item: Vec<Vec<bool>> = Vec::with_capacity(count);
    for (index, item) in problem.items.iter().enumerate() {
        let mut set = needs(&item.before, &of_item, count);
        for (flag, also) in set.iter_mut().zip(needs(&item.beside, &of_item, count)) {
            *flag |= also;
        }
        set[index] = true;
        of_item.push(set);
    }
    let set = needs(&problem.goal, &of_item, count);
    (0..count).filter(|&index| set[index]).collect()
}

fn needs(expr: &Expr, of_item: &[Vec<bool>], count: usize) -> Vec<bool> {
    match expr {
        Expr::True | Expr::Never | Expr::From(_) => vec![false; count],
        Expr::Item(item) => of_item.get(*item).cloned().unwrap_or_else(|| vec![false; count]),
        Expr::All(parts) => {
            let mut set = vec![false; count];
            for part in parts {
                for (flag, also) in set.iter_mut().zip(needs(part, of_item, count)) {
                    *flag |= also;
                }
            }
            set
        }
        Expr::AtLeast(least, parts) => {
            let sets: Vec<_> = parts.iter().map(|part| needs(part, of_item, count)).collect();
            // An item is needed when fewer than `least` parts can be met without it.
            (0..count).map(|index| sets.iter().filter(|set| !set[index]).count() < *least).collect()
        }
    }
}

//! What is at least still to come of a weight: of money, days, minutes or steps, given what is placed.

use std::collections::BTreeSet;

use super::plan::Placed;
use super::problem::{Item, Problem};
use crate::solver::expr::Expr;

/// What every plan has, whatever is weighed.
pub(super) struct Shape<'a> {
    /// Items in every plan.
    pub(super) always: Vec<usize>,
    /// Whether the goal names an item.
    in_goal: &'a [bool],
    /// The parts of the goal, those that share an item together.
    groups: Vec<Vec<&'a Expr>>,
}

impl<'a> Shape<'a> {
    pub(super) fn of(problem: &'a Problem) -> Self {
        Self { always: always(problem), in_goal: &problem.in_goal, groups: groups(&problem.goal) }
    }
}

/// A weight of every item, in a form that is quick to ask at every node.
pub(super) struct Least {
    apart: Vec<(i64, usize)>,
    always: Vec<(i64, usize)>,
    groups: Vec<Vec<Need>>,
}

impl Least {
    pub(super) fn of(shape: &Shape<'_>, weight: &[i64]) -> Self {
        let weighed = |item: &usize| (weight[*item], *item);
        let group = |parts: &Vec<&Expr>| parts.iter().map(|part| Need::of(part, weight)).collect();
        Self {
            apart: shape.always.iter().filter(|item| !shape.in_goal[**item]).map(weighed).collect(),
            always: shape.always.iter().map(weighed).collect(),
            groups: shape.groups.iter().map(group).collect(),
        }
    }

    /// At least so much is still to come.
    pub(super) fn to_come(&self, placed: &[Option<Placed>]) -> i64 {
        let sum = |items: &[(i64, usize)]| -> i64 {
            items.iter().filter(|(_, item)| placed[*item].is_none()).map(|(weight, _)| weight).sum()
        };
        let group = |needs: &Vec<Need>| needs.iter().map(|need| need.least(placed)).max().unwrap_or(0);
        (sum(&self.apart) + self.groups.iter().map(group).sum::<i64>()).max(sum(&self.always))
    }
}

/// A requirement, weighed.
enum Need {
    Nothing,
    Item(i64, usize),
    /// Parts of one join are added only when they are single items, which cannot overlap; of other parts the largest
    /// counts.
    All {
        single: Vec<(i64, usize)>,
        joined: Vec<Need>,
    },
    /// So many different items, lightest first.
    Items(usize, Vec<(i64, usize)>),
    /// So many parts that may overlap.
    AtLeast(usize, Vec<Need>),
}

impl Need {
    fn of(expr: &Expr, weight: &[i64]) -> Self {
        let needs = |parts: &[Expr]| parts.iter().map(|part| Need::of(part, weight)).collect();
        match expr {
            Expr::True | Expr::Never | Expr::From(_) => Self::Nothing,
            Expr::Item(item) => Self::Item(weight[*item], *item),
            Expr::All(parts) => {
                let (mut single, mut joined) = (Vec::new(), Vec::new());
                for part in parts {
                    match Need::of(part, weight) {
                        // One that is named twice is needed once.
                        Self::Item(weight, item) if single.contains(&(weight, item)) => {}
                        Self::Item(weight, item) => single.push((weight, item)),
                        other => joined.push(other),
                    }
                }
                Self::All { single, joined }
            }
            Expr::AtLeast(least, parts) => match different_items(parts) {
                Some(items) => {
                    let mut items: Vec<_> = items.into_iter().map(|item| (weight[item], item)).collect();
                    items.sort_unstable();
                    Self::Items(*least, items)
                }
                None => Self::AtLeast(*least, needs(parts)),
            },
        }
    }

    fn least(&self, placed: &[Option<Placed>]) -> i64 {
        let open = |entry: &&(i64, usize)| placed[entry.1].is_none();
        match self {
            Self::Nothing => 0,
            Self::Item(weight, item) => {
                if placed[*item].is_some() {
                    0
                } else {
                    *weight
                }
            }
            Self::All { single, joined } => {
                let single: i64 = single.iter().filter(open).map(|(weight, _)| weight).sum();
                joined.iter().map(|need| need.least(placed)).fold(single, i64::max)
            }
            Self::Items(least, items) => {
                let missing = least.saturating_sub(items.iter().filter(|(_, item)| placed[*item].is_some()).count());
                items.iter().filter(open).take(missing).map(|(weight, _)| weight).sum()
            }
            Self::AtLeast(1, parts) => parts.iter().map(|need| need.least(placed)).min().unwrap_or(0),
            Self::AtLeast(least, parts) => {
                let mut needs: Vec<i64> = parts.iter().map(|need| need.least(placed)).collect();
                needs.sort_unstable();
                needs.get(least - 1).copied().unwrap_or(0)
            }
        }
    }
}

/// The items of parts that are single items and all different.
fn different_items(parts: &[Expr]) -> Option<BTreeSet<usize>> {
    let mut items = BTreeSet::new();
    for part in parts {
        let Expr::Item(item) = part else { return None };
        if !items.insert(*item) {
            return None;
        }
    }
    Some(items)
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

/// The items that are in every plan.
fn always(problem: &Problem) -> Vec<usize> {
    let count = problem.items.len();
    let itself = |index: usize| (0..count).map(|other| other == index).collect();
    let mut of_item: Vec<Vec<bool>> = (0..count).map(itself).collect();
    // Partners may stand after what asks for them: their needs are known when they are looked at again.
    for _ in 0..if problem.has_partners { 2 } else { 1 } {
        for (index, Item { before, beside, .. }) in problem.items.iter().enumerate() {
            let mut set = needs(before, &of_item, count);
            for (flag, also) in set.iter_mut().zip(needs(beside, &of_item, count)) {
                *flag |= also;
            }
            set[index] = true;
            of_item[index] = set;
        }
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

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
    goal: &'a Expr,
}

impl<'a> Shape<'a> {
    pub(super) fn of(problem: &'a Problem) -> Self {
        Self { always: always(problem), in_goal: &problem.in_goal, goal: &problem.goal }
    }
}

/// A weight of every item, in a form that is quick to ask at every node.
pub(super) struct Least {
    apart: Vec<Weighed>,
    always: Vec<Weighed>,
    goal: Need,
}

impl Least {
    pub(super) fn of(shape: &Shape<'_>, weight: &[i64]) -> Self {
        let weighed = |item: &usize| (weight[*item], *item);
        Self {
            apart: shape.always.iter().filter(|item| !shape.in_goal[**item]).map(weighed).collect(),
            always: shape.always.iter().map(weighed).collect(),
            goal: Need::of(shape.goal, weight),
        }
    }

    /// At least so much is still to come.
    pub(super) fn to_come(&self, placed: &[Option<Placed>]) -> i64 {
        let to_come = sum(&self.apart, placed) + self.goal.least(placed);
        to_come.max(sum(&self.always, placed))
    }
}

/// The weight of an item, and which it is.
type Weighed = (i64, usize);

/// What the items weigh that are not placed yet.
fn sum(items: &[Weighed], placed: &[Option<Placed>]) -> i64 {
    items.iter().filter(|(_, item)| placed[*item].is_none()).map(|(weight, _)| weight).sum()
}

/// A requirement, weighed.
enum Need {
    Nothing,
    Item(i64, usize),
    /// Parts that share no item are added up.
    All(Vec<Joined>),
    /// So many different items, lightest first.
    Items(usize, Vec<Weighed>),
    /// The lightest of some parts.
    Any(Vec<Need>),
    /// So many of parts, those that share items together. What is taken of parts that share none is added up.
    AtLeast(usize, Vec<Vec<Need>>),
}

/// Parts of one join that share items. Single items are added up, which cannot overlap; of the others the largest counts.
struct Joined {
    single: Vec<Weighed>,
    joined: Vec<Need>,
}

impl Need {
    fn of(expr: &Expr, weight: &[i64]) -> Self {
        match expr {
            Expr::True | Expr::Never | Expr::From(_) => Self::Nothing,
            Expr::Item(item) => Self::Item(weight[*item], *item),
            Expr::All(parts) => Self::All(sharing(parts).iter().map(|parts| Joined::of(parts, weight)).collect()),
            Expr::AtLeast(1, parts) if different_items(parts).is_none() => {
                Self::Any(parts.iter().map(|part| Need::of(part, weight)).collect())
            }
            Expr::AtLeast(least, parts) => match different_items(parts) {
                Some(items) => {
                    let mut items: Vec<_> = items.into_iter().map(|item| (weight[item], item)).collect();
                    items.sort_unstable();
                    Self::Items(*least, items)
                }
                None => {
                    let needs = |parts: &Vec<&Expr>| parts.iter().map(|part| Need::of(part, weight)).collect();
                    Self::AtLeast(*least, sharing(parts).iter().map(needs).collect())
                }
            },
        }
    }

    fn least(&self, placed: &[Option<Placed>]) -> i64 {
        match self {
            Self::Nothing => 0,
            Self::Item(weight, item) => {
                if placed[*item].is_some() {
                    0
                } else {
                    *weight
                }
            }
            Self::All(groups) => groups.iter().map(|group| group.least(placed)).sum(),
            Self::Items(least, items) => {
                let missing = least.saturating_sub(items.iter().filter(|(_, item)| placed[*item].is_some()).count());
                let open = items.iter().filter(|(_, item)| placed[*item].is_none());
                open.take(missing).map(|(weight, _)| weight).sum()
            }
            Self::Any(parts) => parts.iter().map(|need| need.least(placed)).min().unwrap_or(0),
            Self::AtLeast(least, groups) => {
                let needs = groups.iter().map(|parts| {
                    let mut needs: Vec<i64> = parts.iter().map(|need| need.least(placed)).collect();
                    needs.sort_unstable();
                    needs
                });
                lightest(*least, needs)
            }
        }
    }
}

impl Joined {
    fn of(parts: &[&Expr], weight: &[i64]) -> Self {
        let (mut single, mut joined) = (Vec::new(), Vec::new());
        for part in parts {
            match Need::of(part, weight) {
                // One that is named twice is needed once.
                Need::Item(weight, item) if single.contains(&(weight, item)) => {}
                Need::Item(weight, item) => single.push((weight, item)),
                other => joined.push(other),
            }
        }
        Self { single, joined }
    }

    fn least(&self, placed: &[Option<Placed>]) -> i64 {
        self.joined.iter().map(|need| need.least(placed)).fold(sum(&self.single, placed), i64::max)
    }
}

/// The least that `least` parts need together, of groups that have nothing in common, each with the needs of its parts,
/// lightest first: so many parts of one group need as much as the last of them.
fn lightest(least: usize, groups: impl Iterator<Item = Vec<i64>>) -> i64 {
    // By number of parts, the least they need; `None`: there are not so many.
    let mut known: Vec<Option<i64>> = vec![None; least + 1];
    known[0] = Some(0);
    let mut apart = Vec::new();
    for needs in groups {
        if let [need] = needs[..] {
            apart.push(need);
            continue;
        }
        for count in (1..=least).rev() {
            let with = needs.iter().zip((0..count).rev()).filter_map(|(need, others)| Some(known[others]? + need));
            known[count] = with.chain(known[count]).min();
        }
    }
    apart.sort_unstable();
    let mut sum = 0;
    let mut best = known[least];
    for (need, others) in apart.iter().zip((0..least).rev()) {
        sum += need;
        best = known[others].map(|others| others + sum).into_iter().chain(best).min();
    }
    best.unwrap_or(0)
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

/// Parts in groups, those that share an item together: what groups need can be added up.
fn sharing(parts: &[Expr]) -> Vec<Vec<&Expr>> {
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

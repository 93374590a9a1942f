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
        let to_come = sum(&self.apart, placed) + self.goal.least(placed, &mut Vec::new());
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
    /// So many of parts: what is taken of parts that share no item is added up.
    AtLeast {
        least: usize,
        /// Those that share items with no other.
        apart: Vec<Need>,
        /// The others, those that share items together.
        shared: Vec<Vec<Need>>,
    },
}

/// More than any parts need together: there are not so many.
const FAR: i64 = i64::MAX / 4;

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
                    let (apart, shared): (Vec<_>, Vec<_>) =
                        sharing(parts).into_iter().partition(|parts| parts.len() == 1);
                    let needs = |parts: Vec<&Expr>| parts.into_iter().map(|part| Need::of(part, weight)).collect();
                    Self::AtLeast {
                        least: *least,
                        apart: needs(apart.concat()),
                        shared: shared.into_iter().map(needs).collect(),
                    }
                }
            },
        }
    }

    /// At least so much of it is still to come. `spare`: room to write in, left as it was.
    fn least(&self, placed: &[Option<Placed>], spare: &mut Vec<i64>) -> i64 {
        match self {
            Self::Nothing => 0,
            Self::Item(weight, item) => {
                if placed[*item].is_some() {
                    0
                } else {
                    *weight
                }
            }
            Self::All(groups) => groups.iter().map(|group| group.least(placed, spare)).sum(),
            Self::Items(least, items) => {
                let missing = least.saturating_sub(items.iter().filter(|(_, item)| placed[*item].is_some()).count());
                let open = items.iter().filter(|(_, item)| placed[*item].is_none());
                open.take(missing).map(|(weight, _)| weight).sum()
            }
            Self::Any(parts) => parts.iter().map(|need| need.least(placed, spare)).min().unwrap_or(0),
            Self::AtLeast { least, apart, shared } => {
                let from = spare.len();
                for need in apart {
                    let least = need.least(placed, spare);
                    spare.push(least);
                }
                let apart = from..spare.len();
                spare[apart.clone()].sort_unstable();
                // By number of parts of those looked at so far, the least they need.
                let known = spare.len();
                spare.push(0);
                for count in 0..*least {
                    let next = spare[apart.clone()].get(count).map_or(FAR, |need| spare[known + count] + need);
                    spare.push(next.min(FAR));
                }
                for parts in shared {
                    let needs = spare.len();
                    for need in parts {
                        let least = need.least(placed, spare);
                        spare.push(least);
                    }
                    spare[needs..].sort_unstable();
                    // So many parts of one group need as much as the last of them.
                    for count in (1..=*least).rev() {
                        let with = (0..count.min(spare.len() - needs))
                            .map(|taken| spare[known + count - 1 - taken] + spare[needs + taken]);
                        spare[known + count] = with.fold(spare[known + count], i64::min);
                    }
                    spare.truncate(needs);
                }
                let needed = spare[known + least];
                spare.truncate(from);
                if needed >= FAR { 0 } else { needed }
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

    fn least(&self, placed: &[Option<Placed>], spare: &mut Vec<i64>) -> i64 {
        self.joined.iter().map(|need| need.least(placed, spare)).fold(sum(&self.single, placed), i64::max)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ITEMS: usize = 7;

    fn requirements() -> impl Strategy<Value = Expr> {
        let leaf = prop_oneof![8 => (0..ITEMS).prop_map(Expr::Item), 1 => Just(Expr::From(9))];
        leaf.prop_recursive(3, 24, 5, |inner| {
            let parts = proptest::collection::vec(inner, 1..5);
            (0..4usize, parts).prop_map(|(least, parts)| match least {
                0 => Expr::All(parts),
                least => Expr::AtLeast(least.min(parts.len()), parts),
            })
        })
    }

    /// The lightest set of items that meets a requirement beside those that are placed, found by trying every set.
    fn lightest_set(expr: &Expr, weight: &[i64], placed: usize) -> i64 {
        let of = |set: usize| (0..ITEMS).filter(move |item| set >> item & 1 == 1);
        let sets = (0..1usize << ITEMS).filter(|set| expr.met(&|item| (set | placed) >> item & 1 == 1));
        sets.map(|set| of(set & !placed).map(|item| weight[item]).sum()).min().expect("all items meet it")
    }

    fn placed(set: usize) -> Vec<Option<Placed>> {
        let place = |item: usize| Placed { start: 1, end: 7, item, choice: 0 };
        (0..ITEMS).map(|item| (set >> item & 1 == 1).then(|| place(item))).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

        #[test]
        fn no_set_of_items_weighs_less_than_is_still_to_come(
            expr in requirements(),
            weight in proptest::collection::vec(0..9i64, ITEMS),
            set in 0..1usize << ITEMS,
        ) {
            let least = Need::of(&expr, &weight).least(&placed(set), &mut Vec::new());
            prop_assert!(least <= lightest_set(&expr, &weight, set), "{least} of {expr:?}");
        }
    }

    /// Any one of two, of three such pairs: two pairs need the two lightest, and each pair counts once.
    #[test]
    fn parts_that_share_no_item_are_added_up() {
        let pair = |one: usize| Expr::AtLeast(1, vec![Expr::Item(one), Expr::Item(one + 1)]);
        let weight = [5, 9, 3, 4, 7, 8, 0];
        let pairs = || vec![pair(0), pair(2), pair(4)];
        let least = |expr: &Expr, set: usize| Need::of(expr, &weight).least(&placed(set), &mut Vec::new());
        assert_eq!(least(&Expr::AtLeast(2, pairs()), 0), 8);
        assert_eq!(least(&Expr::AtLeast(2, pairs()), 0b0000100), 5);
        assert_eq!(least(&Expr::All(pairs()), 0), 15);
        // The first two have an item in common: one place may be all that both need.
        let shared = Expr::AtLeast(2, vec![Expr::Item(6), pair(0), Expr::All(vec![pair(0), Expr::Item(2)])]);
        assert_eq!((least(&shared, 0), lightest_set(&shared, &weight, 0)), (5, 5));
    }
}

//! Requirements as the solver sees them: over numbered items and days, with what is settled folded away.

/// A point in time, counted in the smallest unit of a problem.
pub(crate) type Tick = i32;

/// A day as the calendar of pathways counts them: days from 1 January of year 1.
pub(crate) type Day = Tick;

/// A day that never comes.
pub(crate) const NEVER: Day = Day::MAX;

/// A requirement over items and days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expr {
    /// Met.
    True,
    /// Not to be met.
    Never,
    /// Met from that day on.
    From(Day),
    /// Met once the item is.
    Item(usize),
    /// Every one.
    All(Vec<Expr>),
    /// So many of them: `AtLeast(1, …)` is *any*.
    AtLeast(usize, Vec<Expr>),
}

impl Expr {
    /// *All of*, with what is settled folded away.
    pub(crate) fn all(parts: Vec<Expr>) -> Expr {
        let mut open = Vec::new();
        for part in parts {
            match part {
                Expr::True => {}
                Expr::Never => return Expr::Never,
                Expr::All(inner) => {
                    for part in inner {
                        if !open.contains(&part) {
                            open.push(part);
                        }
                    }
                }
                other if open.contains(&other) => {}
                other => open.push(other),
            }
        }
        match open.len() {
            0 => Expr::True,
            1 => open.swap_remove(0),
            _ => Expr::All(open),
        }
    }

    /// *At least `least` of*, with what is settled folded away. Every operand counts, though it may come to the same as
    /// another: two gates that open on one day, two ranges that one version meets.
    pub(crate) fn at_least(least: usize, parts: Vec<Expr>) -> Expr {
        let met = parts.iter().filter(|part| **part == Expr::True).count();
        let missing = least.saturating_sub(met);
        let mut open: Vec<Expr> = Vec::new();
        for part in parts {
            let again = missing == 1 && open.contains(&part);
            if !matches!(part, Expr::True | Expr::Never) && !again {
                open.push(part);
            }
        }
        if missing == 0 {
            Expr::True
        } else if open.len() < missing {
            Expr::Never
        } else if open.len() == missing {
            Expr::all(open)
        } else {
            Expr::AtLeast(missing, open)
        }
    }

    /// *Any of*.
    pub(crate) fn any(parts: Vec<Expr>) -> Expr {
        Expr::at_least(1, parts)
    }

    /// The first day on which the requirement is met, given the first day on which each item meets one.
    pub(crate) fn day(&self, item: &impl Fn(usize) -> Day) -> Day {
        self.day_when(&|day| day, item)
    }

    /// The first day on which no more items are needed: days to come that meet a part are not waited for.
    pub(crate) fn last_item(&self, item: &impl Fn(usize) -> Day) -> Day {
        self.day_when(&|_| Day::MIN, item)
    }

    fn day_when(&self, from: &impl Fn(Day) -> Day, item: &impl Fn(usize) -> Day) -> Day {
        let part = |part: &Expr| part.day_when(from, item);
        match self {
            Expr::True => Day::MIN,
            Expr::Never => NEVER,
            Expr::From(day) => from(*day),
            Expr::Item(index) => item(*index),
            Expr::All(parts) => parts.iter().map(part).max().unwrap_or(Day::MIN),
            Expr::AtLeast(1, parts) => parts.iter().map(part).min().unwrap_or(NEVER),
            Expr::AtLeast(least, parts) => {
                let mut days: Vec<Day> = parts.iter().map(part).collect();
                days.sort_unstable();
                days.get(least - 1).copied().unwrap_or(NEVER)
            }
        }
    }

    /// Whether the requirement is met sooner or later, given which items are chosen.
    pub(crate) fn met(&self, chosen: &impl Fn(usize) -> bool) -> bool {
        match self {
            Expr::True | Expr::From(_) => true,
            Expr::Never => false,
            Expr::Item(index) => chosen(*index),
            Expr::All(parts) => parts.iter().all(|part| part.met(chosen)),
            Expr::AtLeast(least, parts) => parts.iter().filter(|part| part.met(chosen)).take(*least).count() == *least,
        }
    }

    /// Whether more items cannot help: it is met by those chosen, and not only by a day to come.
    pub(crate) fn settled(&self, chosen: &impl Fn(usize) -> bool) -> bool {
        match self {
            Expr::True => true,
            Expr::Never | Expr::From(_) => false,
            Expr::Item(index) => chosen(*index),
            Expr::All(parts) => parts.iter().all(|part| part.settled(chosen)),
            Expr::AtLeast(least, parts) => {
                parts.iter().filter(|part| part.settled(chosen)).take(*least).count() == *least
            }
        }
    }

    /// Calls `visit` with every item that is named, as often as it is.
    pub(crate) fn visit_items(&self, visit: &mut impl FnMut(usize)) {
        match self {
            Expr::True | Expr::Never | Expr::From(_) => {}
            Expr::Item(index) => visit(*index),
            Expr::All(parts) | Expr::AtLeast(_, parts) => parts.iter().for_each(|part| part.visit_items(visit)),
        }
    }

    /// Whether it names that item.
    pub(crate) fn names(&self, item: usize) -> bool {
        let mut found = false;
        self.visit_items(&mut |index| found |= index == item);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_settled_is_folded_away() {
        let item = Expr::Item;
        assert_eq!(Expr::all(vec![Expr::True, item(1), item(1)]), item(1));
        assert_eq!(Expr::all(vec![item(1), Expr::Never]), Expr::Never);
        let pair = Expr::all(vec![item(1), item(2)]);
        assert_eq!(Expr::all(vec![item(1), pair.clone()]), pair);
        assert_eq!(Expr::any(vec![Expr::Never, item(1)]), item(1));
        assert_eq!(Expr::any(vec![]), Expr::Never);
        assert_eq!(Expr::at_least(2, vec![Expr::True, item(1), item(2)]), Expr::AtLeast(1, vec![item(1), item(2)]));
        assert_eq!(Expr::at_least(2, vec![item(1), item(2), Expr::Never]), Expr::All(vec![item(1), item(2)]));
    }

    #[test]
    fn operands_that_come_to_the_same_all_count() {
        let (day, other) = (Expr::From(30), Expr::Item(1));
        assert_eq!(Expr::at_least(2, vec![day.clone(), day.clone()]), day);
        assert_eq!(Expr::any(vec![day.clone(), day.clone()]), day);
        let three = Expr::at_least(2, vec![day.clone(), day, other]);
        assert_eq!(three.day(&|_| 40), 30);
    }

    #[test]
    fn at_least_n_is_met_on_the_nth_earliest_day() {
        let days = [30, 10, 20];
        let expr = |least| Expr::AtLeast(least, (0..3).map(Expr::Item).collect());
        assert_eq!([1, 2, 3].map(|least| expr(least).day(&|item| days[item])), [10, 20, 30]);
    }
}

//! From a file to a problem: checked, put in order, and without what no plan can use.

use super::bounds::{COST_MAX, COST_SUM_MAX, ITEMS_MAX, LOAD_MAX, TERMS_MAX, TITLE_BYTES_MAX};
use super::clock::{self, Clock};
use super::fault::{FileFault, FileProblem, Found, Place};
use super::order::{order, places};
use super::resolve::{Asks, Names, all, at_least};
use super::rows::{self, is_met_by_all};
use super::together::{self, CombinedWay, Node};
use super::{Preference, ProblemFile};
use crate::solver::expr::Expr;
use crate::solver::problem::{Item, Period, Problem, Row};

/// A problem file that has been checked.
#[derive(Debug)]
pub struct Posed<'a> {
    pub(super) file: &'a ProblemFile,
    pub(crate) problem: Problem,
    /// Where each item of the problem comes from; several from one where it has several prices and there is a budget.
    pub(super) nodes: Vec<Node>,
}

impl ProblemFile {
    /// Checks the file and turns it into a problem.
    ///
    /// # Errors
    /// Ids that no item has, numbers below zero, requirements that go round in a circle, terms that end before they
    /// start, and the like: everything that is wrong, each with its place, in the order in which it is looked for.
    /// Circles are looked for only where all else is sound.
    pub fn posed(&self) -> Result<Posed<'_>, Vec<FileProblem>> {
        let mut found = Found::default();
        count(self, &mut found);
        found = found.checked()?;
        let clock = Clock::of(self, &mut found);
        let ways = clock::ways(self, &clock, &mut found);
        let mut names = Names::of(self, &mut found);
        let asks = names.asks(&clock, &mut found);
        let goal = names.goal(&clock, &mut found);
        let rows = rows::rows(self, &mut names, &mut found);
        self.check_rest(&ways, &mut found);
        found = found.checked()?;
        let nodes = together::nodes(self, &names, &asks, ways, &mut found);
        let place_of = places(&nodes, self.items.len());
        let order = order(self, &nodes, &asks, &place_of, &mut found);
        found.checked()?;
        let drawn = Drawn { file: self, clock, asks, goal, rows, nodes, place_of, order };
        Ok(drawn.posed())
    }

    fn check_rest(&self, ways: &[Vec<clock::NumberedWay>], found: &mut Found) {
        let top = Place::File;
        found.text(&top.key("title"), &self.title, 0, TITLE_BYTES_MAX);
        if let Some(budget) = self.budget {
            found.number(&top.key("budget"), budget, 0, COST_MAX);
        }
        if self.goal.is_none() && self.credit.is_empty() {
            found.push(&top, FileFault::NothingToReach);
        }
        let prefer = top.key("prefer");
        for (at, preference) in self.prefer.iter().enumerate() {
            if let Some(first) = self.prefer[..at].iter().position(|earlier| earlier == preference) {
                let first = prefer.at(first).to_string();
                found.push(&prefer.at(at), FileFault::Again { name: preference.name().to_owned(), first });
            }
        }
        let sum = |of: &dyn Fn(&clock::NumberedWay) -> i64| -> i128 {
            ways.iter().map(|ways| i128::from(ways.iter().map(of).max().unwrap_or(0))).sum()
        };
        for (what, sum, most) in [
            ("costs", sum(&|way| way.way.cost), COST_SUM_MAX),
            ("hours", sum(&|way| way.way.load.into()), LOAD_MAX),
            ("days", sum(&|way| way.way.days.into()), LOAD_MAX),
            ("lacking", sum(&|way| way.way.lacking.into()), LOAD_MAX),
        ] {
            if sum > i128::from(most) {
                found.push(&top.key("items"), FileFault::SumTooLarge { what, sum, most });
            }
        }
    }
}

fn count(file: &ProblemFile, found: &mut Found) {
    let top = Place::File;
    for (key, count, most) in [
        ("items", file.items.len(), ITEMS_MAX),
        ("terms", file.terms.len(), TERMS_MAX),
        ("periods", file.periods.len(), TERMS_MAX),
    ] {
        if count > most {
            found.push(&top.key(key), FileFault::TooMany { what: key, found: count, most });
        }
    }
}

/// A file that is sound, with its nodes in order.
struct Drawn<'a> {
    file: &'a ProblemFile,
    clock: Clock,
    asks: Vec<Asks>,
    goal: Expr,
    rows: Vec<Row>,
    nodes: Vec<Node>,
    place_of: Vec<usize>,
    order: Vec<usize>,
}

/// An item of the problem: a node, with some of its ways.
struct Copy {
    node: usize,
    ways: Vec<CombinedWay>,
}

impl<'a> Drawn<'a> {
    /// The problem of what some plan may use.
    fn posed(mut self) -> Posed<'a> {
        let alive = self.alive();
        let wanted = self.wanted(&alive);
        let copies = self.copies(&wanted);
        let mut numbers = vec![Vec::new(); self.nodes.len()];
        for (index, copy) in copies.iter().enumerate() {
            numbers[copy.node].push(index);
        }
        let items: Vec<Item> = copies.iter().map(|copy| self.item(copy, &numbers)).collect();
        let goal = self.numbered(&self.goal, &numbers, usize::MAX);
        let mut rows: Vec<Row> = self.rows.iter().map(|row| self.row(row, &numbers)).collect();
        let several = numbers.iter().filter(|copies| copies.len() > 1);
        rows.extend(several.map(|of| Row { amounts: of.iter().map(|index| (*index, -1)).collect(), least: -1 }));
        let mut periods = std::mem::take(&mut self.clock.periods);
        self.add_budget(&items, &mut rows, &mut periods);
        rows.retain(|row| !is_met_by_all(row));
        let problem = Problem {
            ticks_per_term: self.clock.ticks_per_term,
            first: self.clock.first,
            last: self.clock.last,
            terms: self.clock.terms,
            periods,
            items,
            goal,
            rows,
        };
        let node = |copy: Copy| Node { members: self.nodes[copy.node].members.clone(), ways: copy.ways };
        let nodes = copies.into_iter().map(node).collect();
        Posed { file: self.file, problem, nodes }
    }

    /// The items of the problem, in order: the nodes that are wanted. Where a budget must be a row, a node of several
    /// prices is there once for each.
    fn copies(&self, wanted: &[bool]) -> Vec<Copy> {
        let by_price = self.file.budget.is_some() && !self.budget_is_a_period();
        let mut copies = Vec::new();
        for &node in self.order.iter().filter(|node| wanted[**node]) {
            let mut ways = self.nodes[node].ways.clone();
            if !by_price {
                copies.push(Copy { node, ways });
                continue;
            }
            ways.sort_by_key(|combined| combined.way.cost);
            let priced = ways.chunk_by(|one, other| one.way.cost == other.way.cost);
            copies.extend(priced.map(|ways| Copy { node, ways: ways.to_vec() }));
        }
        copies
    }

    /// In time and without other periods a budget is a period; without time there are none.
    fn budget_is_a_period(&self) -> bool {
        !self.clock.terms.is_empty() && self.file.periods.is_empty()
    }

    /// Whether each node can be part of any plan, as far as its requirements alone say.
    fn alive(&self) -> Vec<bool> {
        let mut alive = vec![false; self.nodes.len()];
        for &node in &self.order {
            let meets = |item: usize| self.place_of[item] == node || self.is_in(&alive, item);
            let of_member = |member: &usize| {
                let asks = &self.asks[*member];
                asks.before.met(&meets) && asks.beside.met(&meets)
            };
            alive[node] = !self.nodes[node].ways.is_empty() && self.nodes[node].members.iter().all(of_member);
        }
        for row in self.rows.iter().filter(|row| row.least == -1 && row.amounts.len() == 2) {
            // Two that exclude one another and must be taken together are never taken.
            let (first, second) = (self.place_of[row.amounts[0].0], self.place_of[row.amounts[1].0]);
            if first == second && row.amounts.iter().all(|(_, amount)| *amount == -1) && first != usize::MAX {
                alive[first] = false;
            }
        }
        alive
    }

    fn is_in(&self, set: &[bool], item: usize) -> bool {
        set.get(self.place_of[item]).copied().unwrap_or(false)
    }

    /// The nodes that some plan may use: what the goal names, what helps any sum, and what these may need. Where more
    /// is better in itself (terms with a least load, credit as a wish) everything may help.
    fn wanted(&self, alive: &[bool]) -> Vec<bool> {
        let everything = self.clock.terms.iter().any(|term| term.least_load > 0 || term.least_items > 0)
            || self.file.prefer.contains(&Preference::Credit);
        if everything {
            return alive.to_vec();
        }
        let mut wanted = vec![false; self.nodes.len()];
        let mut pending = Vec::new();
        self.goal.visit_items(&mut |item| pending.push(self.place_of[item]));
        for row in &self.rows {
            let helps = row.amounts.iter().filter(|(_, amount)| *amount > 0);
            pending.extend(helps.map(|(item, _)| self.place_of[*item]));
        }
        while let Some(node) = pending.pop() {
            if !alive.get(node).copied().unwrap_or(false) || std::mem::replace(&mut wanted[node], true) {
                continue;
            }
            for member in &self.nodes[node].members {
                let asks = &self.asks[*member];
                asks.before.visit_items(&mut |item| pending.push(self.place_of[item]));
                asks.beside.visit_items(&mut |item| pending.push(self.place_of[item]));
            }
        }
        wanted
    }

    fn item(&self, copy: &Copy, numbers: &[Vec<usize>]) -> Item {
        let members = &self.nodes[copy.node].members;
        let asked = |of: &dyn Fn(&Asks) -> &Expr| {
            all(members.iter().map(|member| self.numbered(of(&self.asks[*member]), numbers, copy.node)).collect())
        };
        Item {
            before: asked(&|asks| &asks.before),
            beside: asked(&|asks| &asks.beside),
            ways: copy.ways.iter().map(|combined| combined.way).collect(),
            credit: members.iter().map(|member| self.file.items[*member].credit).sum(),
        }
    }

    /// A requirement over the items of the problem; what belongs to `own` is met.
    fn numbered(&self, expr: &Expr, numbers: &[Vec<usize>], own: usize) -> Expr {
        match expr {
            Expr::True | Expr::Never | Expr::From(_) => expr.clone(),
            Expr::Item(item) => match self.place_of[*item] {
                place if place == own => Expr::True,
                place => {
                    let copies = numbers.get(place).map_or(&[][..], Vec::as_slice);
                    at_least(1, copies.iter().map(|index| Expr::Item(*index)).collect())
                }
            },
            Expr::All(parts) => all(parts.iter().map(|part| self.numbered(part, numbers, own)).collect()),
            Expr::AtLeast(least, parts) => {
                at_least(*least, parts.iter().map(|part| self.numbered(part, numbers, own)).collect())
            }
        }
    }

    fn row(&self, row: &Row, numbers: &[Vec<usize>]) -> Row {
        let numbered = |(item, amount): &(usize, i64)| {
            let copies = numbers.get(self.place_of[*item]).map_or(&[][..], Vec::as_slice);
            copies.iter().map(|index| (*index, *amount)).collect::<Vec<(usize, i64)>>()
        };
        let mut amounts: Vec<(usize, i64)> = row.amounts.iter().flat_map(numbered).collect();
        amounts.sort_unstable_by_key(|(item, _)| *item);
        amounts.dedup_by(|later, first| {
            let same = later.0 == first.0;
            first.1 += if same { later.1 } else { 0 };
            same
        });
        amounts.retain(|(_, amount)| *amount != 0);
        Row { amounts, least: row.least }
    }

    fn add_budget(&self, items: &[Item], rows: &mut Vec<Row>, periods: &mut Vec<Period>) {
        let Some(budget) = self.file.budget else {
            return;
        };
        if self.budget_is_a_period() {
            periods.push(Period { first: 0, most_cost: budget, most_days: u32::MAX });
            return;
        }
        // Every item has one price here.
        let price = |item: &Item| item.ways.first().map_or(0, |way| way.cost);
        let priced = items.iter().map(price).enumerate().filter(|(_, cost)| *cost > 0);
        rows.push(Row { amounts: priced.map(|(item, cost)| (item, -cost)).collect(), least: -budget });
    }
}

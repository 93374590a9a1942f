//! From a file to arrays: checked, put in order, and without what no plan can use.

use std::ops::Range;

use super::bounds::{COST_MAX, COST_SUM_MAX, ITEMS_MAX, LOAD_MAX, TERMS_MAX, TITLE_BYTES_MAX};
use super::clock::{self, Clock};
use super::fault::{FileFault, FileProblem, Found, Place};
use super::numbering::{NOTHING, Numbering, Sources};
use super::order::{order, places};
use super::resolve::{Asks, Names, all};
use super::rows::{self, is_met_by_all};
use super::together::{self, CombinedWay, Node};
use super::{Measure, ProblemFile};
use crate::solver::arrays::{Arrays, Asked, TooMany};
use crate::solver::expr::Expr;
use crate::solver::problem::{Item, Period, Problem, Row};
use crate::solver::reach::Reach;

/// A problem file that has been checked: all its items that some plan may use, and what the file asks of them.
#[derive(Debug)]
pub struct Posed<'a> {
    pub(super) file: &'a ProblemFile,
    pub(super) names: Names<'a>,
    pub(super) clock: Clock,
    pub(super) arrays: Arrays,
    pub(super) reach: Reach,
    pub(super) numbering: Numbering,
    pub(super) sources: Sources,
    /// Times, terms and periods, without items.
    pub(super) frame: Problem,
    /// The goal of the file.
    pub(super) goal: Expr,
    /// The sums of the file.
    pub(super) rows: Vec<Row>,
    /// What the file itself asks.
    pub(super) own: Part,
}

/// What a question leads to.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) problem: Problem,
    /// By item of the problem, its number in the arrays.
    pub(super) numbers: Vec<u32>,
}

impl ProblemFile {
    /// Checks the file and turns it into a problem.
    ///
    /// # Errors
    /// Ids that no item has, numbers below zero, requirements that go round in a circle, terms that end before they
    /// start, and the like: everything that is wrong, each with its place, in the order in which it is looked for.
    /// Circles are looked for only where all else is sound.
    pub fn posed(&self) -> Result<Posed<'_>, Vec<FileProblem>> {
        self.drawn(true)?.posed()
    }

    /// As [`ProblemFile::posed`], for questions of others: the file need not say itself what is to be reached.
    ///
    /// # Errors
    /// Those of [`ProblemFile::posed`], but for a file with neither goal nor credit.
    pub fn posed_for_goals(&self) -> Result<Posed<'_>, Vec<FileProblem>> {
        self.drawn(false)?.posed()
    }

    /// The check that is the first half of [`ProblemFile::posed_for_goals`]; the second is [`Drawn::posed`].
    ///
    /// # Errors
    /// Those of [`ProblemFile::posed_for_goals`].
    pub fn drawn_for_goals(&self) -> Result<Drawn<'_>, Vec<FileProblem>> {
        self.drawn(false)
    }

    /// The file, if it is sound, with its items in order.
    pub(super) fn drawn(&self, must_ask: bool) -> Result<Drawn<'_>, Vec<FileProblem>> {
        let mut found = Found::default();
        count(self, &mut found);
        found = found.checked()?;
        let clock = Clock::of(self, &mut found);
        let ways = clock::ways(self, &clock, &mut found);
        let mut names = Names::of(self, &mut found);
        let asks = names.asks(&clock, &mut found);
        let goal = names.goal(&clock, &mut found);
        let rows = rows::rows(self, &mut names, &mut found);
        if must_ask && self.goal.is_none() && self.credit.is_empty() {
            found.push(&Place::File, FileFault::NothingToReach);
        }
        self.check_rest(&ways, &mut found);
        found = found.checked()?;
        let nodes = together::nodes(self, &names, &asks, ways, &mut found);
        let place_of = places(&nodes, self.items.len());
        let order = order(self, &nodes, &asks, &place_of, &mut found);
        found.checked()?;
        Ok(Drawn { file: self, names, clock, asks, goal, rows, nodes, place_of, order })
    }

    fn check_rest(&self, ways: &[Vec<clock::NumberedWay>], found: &mut Found) {
        let top = Place::File;
        found.text(&top.key("title"), &self.title, 0, TITLE_BYTES_MAX);
        if let Some(budget) = self.budget {
            found.number(&top.key("budget"), budget, 0, COST_MAX);
        }
        let prefer = top.key("prefer");
        for (at, preference) in self.prefer.iter().enumerate() {
            if self.terms.is_empty() && preference.is_of_time() {
                found.push(&prefer.at(at), FileFault::NoTime { key: preference.name() });
            }
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

/// A file that is sound, with its items in order, but not in arrays yet.
#[derive(Debug)]
pub struct Drawn<'a> {
    pub(super) file: &'a ProblemFile,
    pub(super) names: Names<'a>,
    pub(super) clock: Clock,
    pub(super) asks: Vec<Asks>,
    goal: Expr,
    rows: Vec<Row>,
    pub(super) nodes: Vec<Node>,
    /// Which node each item of the file is in; `usize::MAX` for those that are in none.
    pub(super) place_of: Vec<usize>,
    /// The nodes, each after all it may need.
    pub(super) order: Vec<usize>,
}

impl<'a> Drawn<'a> {
    /// Everything some plan may use, in arrays, and what the file itself asks.
    ///
    /// # Errors
    /// More ways or operands, each as often as its item has prices, than can be counted: about four thousand million.
    pub fn posed(self) -> Result<Posed<'a>, Vec<FileProblem>> {
        self.in_arrays().map_err(|TooMany { found: count }| {
            let (mut found, what) = (Found::default(), "items, ways or operands, each as often as it has prices,");
            found.push(&Place::File, FileFault::TooMany { what, found: count, most: TooMany::MOST });
            found.checked().err().unwrap_or_default()
        })
    }

    fn in_arrays(self) -> Result<Posed<'a>, TooMany> {
        let alive = self.alive();
        let mut numbering = Numbering::of(self.file.items.len());
        let mut sources = Sources::default();
        let mut arrays = Arrays::with_room(self.order.len());
        let by_price = self.file.budget.is_some() && !self.budget_is_a_period();
        for &place in self.order.iter().filter(|place| alive[**place]) {
            let node = &self.nodes[place];
            let priced = if by_price { copies(node) } else { Vec::new() };
            let copies = if by_price { &priced[..] } else { std::slice::from_ref(&node.ways) };
            let own = numbering.add(&node.members, copies.len());
            sources.add(&node.members, copies);
            let [before, beside] = self.asked(node, &numbering, &own);
            let credit = node.members.iter().map(|member| self.file.items[*member].credit).sum();
            for ways in copies {
                arrays.push([&before, &beside], ways.iter().map(|combined| combined.way), credit)?;
            }
        }
        let arrays = arrays.full();
        let goal = numbering.requirement(&self.goal, &NOTHING);
        let rows = self.rows.iter().map(|row| numbering.row(row)).collect();
        let (frame, mut reach) = (self.frame(), Reach::of(&arrays));
        let Self { file, names, clock, .. } = self;
        let own = Part { problem: frame.clone(), numbers: Vec::new() };
        let mut posed =
            Posed { file, names, clock, arrays, reach: Reach::default(), numbering, sources, frame, goal, rows, own };
        posed.own = posed.part(&mut reach, &posed.goal, file.prefer.contains(&Measure::Credit));
        posed.reach = reach;
        Ok(posed)
    }

    /// The problem without items. In time and without other periods a budget is a period.
    fn frame(&self) -> Problem {
        let mut periods = self.clock.periods.clone();
        if let Some(budget) = self.file.budget.filter(|_| self.budget_is_a_period()) {
            periods.push(Period { first: 0, most_cost: budget, most_days: u32::MAX });
        }
        Problem {
            ticks_per_term: self.clock.ticks_per_term,
            first: self.clock.first,
            last: self.clock.last,
            terms: self.clock.terms.clone(),
            periods,
            items: Vec::new(),
            goal: Expr::True,
            rows: Vec::new(),
        }
    }

    fn budget_is_a_period(&self) -> bool {
        budget_is_a_period(self.file)
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
        self.apart().for_each(|(node, _)| alive[node] = false);
        alive
    }

    /// Nodes of which two members exclude one another: they must be taken together and cannot be.
    pub(super) fn apart(&self) -> impl Iterator<Item = (usize, [usize; 2])> {
        let pairs =
            self.rows.iter().filter(|row| row.least == -1 && row.amounts.iter().all(|(_, amount)| *amount == -1));
        pairs.filter_map(|row| {
            let &[(one, _), (other, _)] = row.amounts.as_slice() else { return None };
            let node = self.place_of[one];
            (node == self.place_of[other] && node != usize::MAX).then_some((node, [one, other]))
        })
    }

    fn is_in(&self, set: &[bool], item: usize) -> bool {
        set.get(self.place_of[item]).copied().unwrap_or(false)
    }

    /// What a node asks for before and beside it, over the items of the arrays.
    fn asked(&self, node: &Node, numbering: &Numbering, own: &Range<usize>) -> [Expr; 2] {
        let of_all = |of: &dyn Fn(&Asks) -> &Expr| {
            let of_member = |member: &usize| numbering.requirement(of(&self.asks[*member]), own);
            match node.members.as_slice() {
                [member] => of_member(member),
                members => all(members.iter().map(of_member).collect()),
            }
        };
        [of_all(&|asks| &asks.before), of_all(&|asks| &asks.beside)]
    }
}

/// The ways of a node, once for each price.
fn copies(node: &Node) -> Vec<Vec<CombinedWay>> {
    let mut ways = node.ways.clone();
    ways.sort_by_key(|combined| combined.way.cost);
    ways.chunk_by(|one, other| one.way.cost == other.way.cost).map(<[CombinedWay]>::to_vec).collect()
}

/// Without time there are no periods.
fn budget_is_a_period(file: &ProblemFile) -> bool {
    !file.terms.is_empty() && file.periods.is_empty()
}

impl Posed<'_> {
    /// What a goal over the items of the arrays leads to: what it names, what helps any sum, and what these may need.
    /// Where more is better in itself (terms with a least load, credit as a wish) everything may help.
    pub(super) fn part(&self, reach: &mut Reach, goal: &Expr, everything: bool) -> Part {
        let asked = Asked { goal, rows: &self.rows, everything };
        let (problem, numbers) = reach.problem(&self.arrays, &asked, self.frame.clone());
        let mut part = Part { problem, numbers };
        self.add_prices(&mut part);
        part.problem.rows.retain(|row| !is_met_by_all(row));
        part
    }

    /// Where a budget is a row: each item at one of its prices, and all of them within the budget.
    fn add_prices(&self, part: &mut Part) {
        let Some(budget) = self.file.budget.filter(|_| !budget_is_a_period(self.file)) else {
            return;
        };
        let rows = &mut part.problem.rows;
        let mut first = 0;
        for same in part.numbers.chunk_by(|one, other| self.sources.are_one(*one, *other)) {
            let after = first + same.len();
            if same.len() > 1 {
                rows.push(Row { amounts: (first..after).map(|index| (index, -1)).collect(), least: -1 });
            }
            first = after;
        }
        let price = |item: &Item| item.ways.first().map_or(0, |way| way.cost);
        let priced = part.problem.items.iter().map(price).enumerate().filter(|(_, cost)| *cost > 0);
        rows.push(Row { amounts: priced.map(|(item, cost)| (item, -cost)).collect(), least: -budget });
    }
}

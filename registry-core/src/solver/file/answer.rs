//! The answer to a problem file.

use super::Requirement;
use super::fault::{FileProblem, Found};
use super::numbering::NOTHING;
use super::pose::{Part, Posed};
use crate::solver::arrays::Size;
use crate::solver::expr::{Expr, Tick};
use crate::solver::problem::{Measure, Placed, Problem};
use crate::solver::reach::Reach;
use crate::solver::solve::{Outcome, solve};

/// How far an answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// There is no better plan.
    Proved,
    /// A plan, the best that was found before the steps ran out.
    BestFound,
    /// There is no plan.
    None,
    /// No plan was found before the steps ran out; there may be one.
    NotProved,
}

impl Status {
    /// As data writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::BestFound => "best-found",
            Self::None => "none",
            Self::NotProved => "not-proved",
        }
    }
}

/// The answer to a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How far it goes.
    pub status: Status,
    /// Everything is met by what is held: the plan is empty.
    pub already_met: bool,
    /// What is chosen, in order of start, then of the file. Items that are taken together each stand for themselves.
    pub plan: Vec<PlannedItem>,
    /// What the plan comes to; `None` without a plan.
    pub measures: Option<Measured>,
    /// What the plan is best at first.
    pub first: Measure,
    /// No plan is better than this at the first measure; `None` when nothing is known.
    pub bound: Option<i64>,
    /// How many steps the search took.
    pub steps_used: u64,
    /// How many items, of those of the file, some plan may use; those that are always taken together count as one.
    pub items_of_use: usize,
}

/// One chosen item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedItem {
    /// Its place in the file's items, counted from 0.
    pub item: usize,
    /// Its id.
    pub id: String,
    /// Its title, or its id.
    pub title: String,
    /// Which of its ways, counted from 0.
    pub way: usize,
    /// When it is; `None` in a problem without terms.
    pub span: Option<Span>,
    /// What it costs.
    pub cost: i64,
    /// Hours in every term it touches.
    pub hours: i64,
    /// Its days.
    pub days: i64,
    /// The credit it gives.
    pub credit: i64,
}

/// When something is, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first tick.
    pub start_tick: i64,
    /// The last tick.
    pub end_tick: i64,
    /// The term of the first tick.
    pub start_term: i64,
    /// The term of the last tick.
    pub end_term: i64,
}

/// What a plan comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// Its cost.
    pub cost: i64,
    /// The last tick of its last item; 0 when it is empty or there are no terms.
    pub finish: i64,
    /// The hours of its heaviest term; 0 without terms.
    pub heaviest_term: i64,
    /// Wishes that are not fulfilled.
    pub lacking: i64,
    /// How many items; those that are always taken together count as one.
    pub items: i64,
    /// The credit of what is chosen; what is held does not count.
    pub credit: i64,
}

impl Measured {
    /// The value of one measure.
    pub fn of(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Cost => self.cost,
            Measure::Finish => self.finish,
            Measure::HeaviestTerm => self.heaviest_term,
            Measure::Lacking => self.lacking,
            Measure::Items => self.items,
            Measure::Credit => self.credit,
        }
    }
}

impl Answer {
    /// How far the plan may be from the best at the first measure, in tenths of a per cent of the bound, rounded
    /// **up**; `None` without a plan or a bound that is above 0.
    pub fn gap_permille(&self) -> Option<i64> {
        let value = i128::from(self.measures?.of(self.first));
        let bound = i128::from(self.bound.filter(|bound| *bound > 0)?);
        let away = (value - bound).abs();
        i64::try_from((away * 1000 + bound - 1) / bound).ok()
    }
}

impl Posed<'_> {
    /// Plans are compared by `order`, first by its first. Without one: cost, and then finish where there are terms.
    ///
    /// The same problem, order and steps have the same answer on every machine.
    pub fn plan(&self, order: &[Measure], steps: u64) -> Answer {
        let credit = |order: &[Measure]| order.contains(&Measure::Credit);
        if credit(order) && !credit(&self.file.prefer) {
            let part = self.part(&mut Reach::of(&self.arrays), &self.goal, true);
            return self.answer_to(&part, order, steps);
        }
        self.answer_to(&self.own, order, steps)
    }

    /// As [`Posed::plan`], to another goal than the file's own. All else that the file asks stands: its sums of credit,
    /// caps, terms and budget. Of a large file only what the goal leads to is looked at, besides the sums.
    ///
    /// # Errors
    /// Ids that no item has, `any` of nothing, time in a problem without terms, and the like: everything that is wrong
    /// with the goal, each with its place, such as `goal.all[2]`.
    pub fn plan_to(&mut self, goal: &Requirement, order: &[Measure], steps: u64) -> Result<Answer, Vec<FileProblem>> {
        let goal = self.read_goal(goal)?;
        let everything = [order, &self.file.prefer].iter().any(|order| order.contains(&Measure::Credit));
        let mut reach = std::mem::take(&mut self.reach);
        let part = self.part(&mut reach, &goal, everything);
        self.reach = reach;
        Ok(self.answer_to(&part, order, steps))
    }

    /// What [`Posed::plan_to`] would refuse of a goal, without looking for a plan.
    ///
    /// # Errors
    /// Those of [`Posed::plan_to`].
    pub fn check_goal(&mut self, goal: &Requirement) -> Result<(), Vec<FileProblem>> {
        self.read_goal(goal).map(|_| ())
    }

    fn read_goal(&mut self, goal: &Requirement) -> Result<Expr, Vec<FileProblem>> {
        let mut found = Found::default();
        let goal = self.names.other_goal(goal, &self.clock, &mut found);
        found.checked()?;
        Ok(self.numbering.requirement(&goal, &NOTHING))
    }

    /// How many items, of those of the file, some plan may use; those that are always taken together count as one.
    pub fn items_of_use(&self) -> usize {
        self.items_of(&self.own)
    }

    /// How much memory the items take that any plan may use.
    pub fn size(&self) -> Size {
        self.arrays.size()
    }

    fn items_of(&self, part: &Part) -> usize {
        // An item of several prices is there once for each, one after another.
        part.numbers.chunk_by(|one, other| self.sources.are_one(*one, *other)).count()
    }

    fn answer_to(&self, part: &Part, order: &[Measure], steps: u64) -> Answer {
        let problem = &part.problem;
        let usual: &[Measure] = match problem.terms.is_empty() {
            true => &[Measure::Cost],
            false => &[Measure::Cost, Measure::Finish],
        };
        let order = if order.is_empty() { usual } else { order };
        let already_met = is_met(problem);
        let outcome = if already_met && !order.contains(&Measure::Credit) {
            Outcome { plan: Some(Vec::new()), proved: true, bound: Some(0), steps_used: 0 }
        } else if problem.goal == Expr::Never {
            Outcome { plan: None, proved: true, bound: None, steps_used: 0 }
        } else {
            // The bounds of files keep every sum countable.
            let unsettled = Outcome { plan: None, proved: false, bound: None, steps_used: 0 };
            solve(problem, order, steps).unwrap_or(unsettled)
        };
        self.answer(part, outcome, order[0], already_met)
    }

    fn answer(&self, part: &Part, outcome: Outcome, first: Measure, already_met: bool) -> Answer {
        let status = match (&outcome.plan, outcome.proved) {
            (Some(_), true) => Status::Proved,
            (Some(_), false) => Status::BestFound,
            (None, true) => Status::None,
            (None, false) => Status::NotProved,
        };
        let measures = outcome.plan.as_ref().map(|plan| measured(&part.problem, plan));
        let mut plan: Vec<PlannedItem> =
            outcome.plan.unwrap_or_default().iter().flat_map(|placed| self.planned(part, placed)).collect();
        plan.sort_by_key(|planned| (planned.span, planned.item));
        let already_met = already_met && plan.is_empty();
        // The solver makes everything least, and credit is the more the better.
        let bound = outcome.bound.map(|bound| if first == Measure::Credit { -bound } else { bound });
        let (items_of_use, steps_used) = (self.items_of(part), outcome.steps_used);
        Answer { status, already_met, plan, measures, first, bound, steps_used, items_of_use }
    }

    fn planned(&self, part: &Part, placed: &Placed) -> Vec<PlannedItem> {
        let (problem, number) = (&part.problem, part.numbers[placed.item]);
        let span = (!problem.terms.is_empty()).then(|| Span {
            start_tick: placed.start.into(),
            end_tick: placed.end.into(),
            start_term: problem.term(placed.start).into(),
            end_term: problem.term(placed.end).into(),
        });
        let (members, written) = (self.sources.members(number), self.sources.written(number, placed.way));
        let member = |(&member, &number): (&u32, &u32)| {
            let (member, number) = (member as usize, number as usize);
            let entry = &self.file.items[member];
            let ways = entry.all_ways();
            let way = &ways[number];
            let title = [&way.title, &entry.title].into_iter().find(|title| !title.is_empty());
            PlannedItem {
                item: member,
                id: entry.id.clone(),
                title: title.unwrap_or(&entry.id).clone(),
                way: number,
                span,
                cost: way.cost,
                hours: way.hours,
                days: way.days,
                credit: entry.credit,
            }
        };
        members.iter().zip(written).map(member).collect()
    }
}

/// Whether nothing need be chosen.
fn is_met(problem: &Problem) -> bool {
    problem.goal == Expr::True
        && problem.rows.iter().all(|row| row.least <= 0)
        && problem.terms.iter().all(|term| term.least_load == 0 && term.least_items == 0)
}

fn measured(problem: &Problem, plan: &[Placed]) -> Measured {
    let ways = || plan.iter().map(|placed| &problem.items[placed.item].ways[placed.way]);
    let mut load = vec![0_i64; problem.terms.len()];
    for (placed, way) in plan.iter().zip(ways()) {
        let touched = touched(problem.term(placed.start), problem.term(placed.end));
        load.iter_mut().take(touched.end).skip(touched.start).for_each(|load| *load += i64::from(way.load));
    }
    Measured {
        cost: ways().map(|way| way.cost).sum(),
        finish: plan.iter().map(|placed| i64::from(placed.end)).max().unwrap_or(0),
        heaviest_term: load.into_iter().max().unwrap_or(0),
        lacking: ways().map(|way| i64::from(way.lacking)).sum(),
        items: i64::try_from(plan.len()).unwrap_or(i64::MAX),
        credit: plan.iter().map(|placed| problem.items[placed.item].credit).sum(),
    }
}

fn touched(first: Tick, last: Tick) -> std::ops::Range<usize> {
    usize::try_from(first).unwrap_or(0)..usize::try_from(last).map_or(0, |last| last + 1)
}

//! The search: exact branch and bound over schedules, in order of start.
//!
//! A schedule is built by placing one item after another, each no earlier than the week of the one before, each as
//! early as what is placed already allows. Some best schedule has that form for every measure that never gains from
//! waiting (cost, finish, what is lacking): take a best one, sort it by start, and move each item in turn as early as
//! it will go; nothing it leaves behind gets in the way of what comes after it, for whatever moves to an earlier week
//! or year frees a later one. The heaviest week can gain from waiting, so it is lowered from outside: search again
//! under a cap one minute below, until nothing is found.

use std::collections::BTreeMap;

use super::floor::Floor;
use super::later::Later;
use super::needless::{Needless, Taught};
use super::plan::{Bounds, Found, Measure, Measures, Meter, Order, Placed};
use super::problem::Problem;
use crate::solver::expr::{Day, NEVER};

/// The most states that are remembered; with more, memory would grow with the budget. A few tens of megabytes.
const SEEN_MAX: usize = 200_000;

/// So many nodes a search has at least, whatever they take, while its budget has as many steps.
const NODES_LEAST: u64 = 64;

/// What is placed at once: one item, or partners that ask for one another.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Move {
    /// Moves with a lesser one are tried first.
    pub(super) key: [i64; 3],
    pub(super) first: Placed,
    pub(super) beside: Vec<Placed>,
}

/// Looks for the best plan in the order of an objective, within what is left of the budget.
pub(crate) fn search(problem: &Problem, order: &Order, bounds: Bounds, meter: &mut Meter) -> Found {
    better_than(None, (problem, order), bounds, meter)
}

/// Looks for a better plan than one that is known and within the bounds; what is not better is not looked at again. Where
/// there is none, the known one is the answer.
pub(crate) fn better_than(
    known: Option<(Measures, Vec<Placed>)>,
    (problem, order): (&Problem, &Order),
    bounds: Bounds,
    meter: &mut Meter,
) -> Found {
    let lighter = u32::try_from(bounds.most.heaviest).ok().and_then(|cap| problem.lighter(cap));
    let whole = problem;
    let problem = lighter.as_ref().unwrap_or(problem);
    let mut search = Search::new((whole, problem), order, bounds, meter.left);
    search.best = known;
    search.node(0);
    if search.aged {
        search.keep_fresh();
    }
    if search.award_old && search.best.is_none() {
        search.hold_back();
    }
    meter.take(search.used);
    let complete = problem.complete && !search.unsettled;
    let bound = if complete { search.bound() } else { i64::MIN };
    let plan = search.best.take().or(search.at_least.take());
    Found { plan, proved: !search.exhausted && complete, bound }
}

pub(super) struct Search<'a> {
    /// The problem without the cap on the heaviest week.
    pub(super) whole: &'a Problem,
    pub(super) problem: &'a Problem,
    pub(super) order: &'a Order,
    pub(super) bounds: Bounds,
    pub(super) cap: u32,
    pub(super) load: Vec<u32>,
    pub(super) paid: Vec<i64>,
    pub(super) days: Vec<u32>,
    pub(super) placed: Vec<Option<Placed>>,
    pub(super) sequence: Vec<Placed>,
    pub(super) so_far: Measures,
    pub(super) seen: BTreeMap<Box<[i32]>, Measures>,
    pub(super) floor: Floor,
    /// For each plan year, what may start only then; worked out when first asked for.
    pub(super) later: Vec<Option<Later>>,
    pub(super) best: Option<(Measures, Vec<Placed>)>,
    /// Whether a plan that teaches so much has too many steps.
    pub(super) too_much: BTreeMap<Taught, Needless>,
    /// The best plan of which that is not settled.
    pub(super) at_least: Option<(Measures, Vec<Placed>)>,
    used: u64,
    /// What a node takes of it: never so much that there are only a few.
    steps_per_node: u64,
    budget: u64,
    exhausted: bool,
    /// Something placed had become too old by the time all was finished: later it might have counted.
    aged: bool,
    /// What ends before this Monday is not counted towards the goal, and what is to be counted may wait for it.
    pub(super) fresh_from: Option<Day>,
    /// Some award on the way would be gained, were its parts not too old.
    award_old: bool,
    /// What would end before this Monday may wait to end in its week.
    pub(super) held_back: Option<Day>,
    /// Something was left out of which it is not known whether it should have been.
    pub(super) unsettled: bool,
    /// What is compared first is no less than this in any plan that was not looked at.
    open: i64,
}

impl<'a> Search<'a> {
    fn new((whole, problem): (&'a Problem, &'a Problem), order: &'a Order, bounds: Bounds, budget: u64) -> Self {
        let most = u32::try_from(bounds.most.heaviest.clamp(0, i64::from(u32::MAX))).unwrap_or(u32::MAX);
        let cap = problem.minutes_per_week.min(most);
        Self {
            whole,
            problem,
            order,
            bounds,
            cap,
            load: problem.busy.load(problem.weeks()),
            paid: vec![0; problem.years.len()],
            days: problem.busy.days(problem.years.len(), problem.days_per_year),
            placed: vec![None; problem.items.len()],
            sequence: Vec::new(),
            so_far: Measures { heaviest: problem.busy.heaviest(), ..Measures::default() },
            seen: BTreeMap::new(),
            floor: Floor::of(problem, cap, order, &bounds),
            later: problem.years.iter().map(|_| None).collect(),
            best: None,
            too_much: BTreeMap::new(),
            at_least: None,
            used: 0,
            steps_per_node: problem.steps_per_node.min(budget / NODES_LEAST).max(1),
            budget,
            exhausted: false,
            aged: false,
            fresh_from: None,
            award_old: false,
            held_back: None,
            unsettled: false,
            open: i64::MAX,
        }
    }

    /// What is compared first is no less than this in any plan within the bounds. Of the heaviest week only what holds
    /// before anything is placed is known here: a plan that waits may be lighter than what this search makes of it.
    fn bound(&mut self) -> i64 {
        let known = self.best.as_ref().map_or(i64::MAX, |(best, _)| best.get(self.order.first()));
        match self.order.first() {
            measure @ (Measure::Hours | Measure::Minutes) => {
                let heaviest = self.floor.heaviest(&self.problem.goal, &self.placed);
                let heaviest = heaviest.max(self.problem.busy.heaviest());
                known.min(Measures { heaviest, ..Measures::default() }.get(measure))
            }
            _ if self.bounds.first => i64::MIN,
            _ => known.min(self.open),
        }
    }

    /// Goes on from what is placed; nothing more starts before `week`.
    pub(super) fn node(&mut self, week: i32) {
        if self.used >= self.budget {
            self.exhausted = true;
            self.leave_open(week);
            return;
        }
        self.used = self.used.saturating_add(self.steps_per_node);
        let problem = self.problem;
        let finish = self.finish();
        self.aged |= self.sequence.iter().any(|placed| !problem.counts(placed, finish));
        self.award_old |= self.award_aged();
        self.unsettled |= self.award_old;
        if self.met(finish) {
            self.keep();
            return;
        }
        let Some(least) = self.floor_measures(week) else {
            return;
        };
        if !self.may_improve(&least) || self.seen_before(week) {
            return;
        }
        let mut moves = self.moves(week);
        let at_once = self.moves_at_once(week);
        self.used = self.used.saturating_add(at_once.tried);
        moves.extend(at_once.moves);
        moves.sort_unstable();
        for next in moves {
            if self.bounds.first && (self.exhausted || self.best.is_some()) {
                return;
            }
            self.place(&next, week);
        }
        if !at_once.all {
            self.exhausted = true;
            self.leave_open(week);
        }
    }

    /// Notes what a plan measures at least that goes on from here, where the budget is used up.
    fn leave_open(&mut self, week: i32) {
        let finish = self.finish();
        let least = if self.met(finish) { Some(self.so_far) } else { self.floor_measures(week) };
        if let Some(least) = least.filter(|least| self.may_improve(least)) {
            self.open = self.open.min(least.get(self.order.first()));
        }
    }

    /// The day on which all that is placed is over; the start where nothing is.
    pub(super) fn finish(&self) -> Day {
        Day::try_from(self.so_far.finish).unwrap_or(NEVER).max(self.problem.start)
    }

    fn met(&self, finish: Day) -> bool {
        self.problem.met(finish, &|item| self.counts(item, finish), &|item| self.placed[item].is_some())
    }

    pub(super) fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// Whether an item is placed and counts on the day when all is finished.
    pub(super) fn counts(&self, item: usize, finish: Day) -> bool {
        self.placed[item].is_some_and(|placed| self.is_fresh(&placed) && self.problem.counts(&placed, finish))
    }

    fn keep(&mut self) {
        if !self.may_improve(&self.so_far) {
            return;
        }
        match self.is_too_much() {
            Needless::No => {}
            Needless::Yes => return,
            Needless::Unsettled => return self.keep_unsettled(),
        }
        self.best = Some((self.so_far, self.sequence.clone()));
        // What may still be finished in time has changed.
        self.later.iter_mut().for_each(|later| *later = None);
    }

    /// What is left of the budget.
    pub(super) fn left(&self) -> u64 {
        self.budget.saturating_sub(self.used)
    }

    /// Takes steps from the budget.
    pub(super) fn take_steps(&mut self, steps: u64) {
        self.used = self.used.saturating_add(steps);
    }

    /// Whether something that measures at least `least` is within bounds and may beat the best plan.
    pub(super) fn may_improve(&self, least: &Measures) -> bool {
        let within = least.no_worse(&self.bounds.most);
        within && self.best.as_ref().is_none_or(|(best, _)| least.vector(self.order) < best.vector(self.order))
    }

    /// Whether a state no worse than this one has been seen: the same items placed and still running, the same
    /// week, as much left of the year.
    fn seen_before(&mut self, week: i32) -> bool {
        let problem = self.problem;
        let monday = problem.week_zero + week * 7;
        let mut key = Vec::with_capacity(4 + self.placed.len());
        let year = problem.year(monday.max(problem.start));
        key.push(week);
        for year in year..(year + 2).min(self.paid.len()) {
            #[expect(clippy::cast_possible_truncation, reason = "both halves are kept")]
            key.extend([(self.paid[year] >> 32) as i32, self.paid[year] as i32]);
            key.push(i32::try_from(self.days[year]).unwrap_or(i32::MAX));
        }
        for (index, placed) in self.placed.iter().enumerate() {
            let Some(placed) = placed else { continue };
            if !problem.pots.is_empty() {
                key.extend(
                    [placed.choice, problem.year(placed.start)].map(|part| i32::try_from(part).unwrap_or(i32::MAX)),
                );
            }
            key.push(i32::try_from(index).unwrap_or(i32::MAX));
            if placed.end >= monday {
                key.push(-1);
                key.push(placed.end);
                key.push(i32::try_from(problem.items[index].choices[placed.choice].minutes).unwrap_or(i32::MAX));
            } else if let Some(end) = self.end_that_counts(placed) {
                key.extend([-2, end]);
            }
        }
        let so_far = self.so_far;
        let room = self.seen.len() < SEEN_MAX;
        match self.seen.entry(key.into_boxed_slice()) {
            std::collections::btree_map::Entry::Vacant(free) => {
                if room {
                    free.insert(so_far);
                }
                false
            }
            std::collections::btree_map::Entry::Occupied(mut known) => {
                if known.get().no_worse(&so_far) {
                    return true;
                }
                if so_far.no_worse(known.get()) {
                    known.insert(so_far);
                }
                false
            }
        }
    }

    /// Places what a move has, goes on, and takes it away again.
    fn place(&mut self, next: &Move, week: i32) {
        let before = self.so_far;
        self.put(next.first);
        next.beside.iter().for_each(|beside| self.put(*beside));

        self.node(self.problem.week(next.first.start).max(week));

        next.beside.iter().rev().for_each(|beside| self.take(beside));
        self.take(&next.first);
        self.so_far = before;
    }
}

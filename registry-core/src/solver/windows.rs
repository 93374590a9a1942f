//! When each item can start and end at all: earliest times forwards, latest times backwards, and what follows.
//!
//! Earliest times are Knuth's generalisation of Dijkstra's shortest paths to *all of* and *at least n of*; items stand
//! after all they may need, so one pass does. Latest times go back from the deadline, and only to what every plan has:
//! to all the parts of an *all of*, and to the parts of an *at least n of* of which just n are early enough. Then sums
//! of load move both (see [`super::energy`]) until nothing moves. Whatever is refused here is proved.

use fixedbitset::FixedBitSet;

use super::energy::{self, Resource};
use super::expr::{Expr, NEVER, Tick};
use super::problem::{Problem, Timing, Way};
use super::timetable;

/// How often times are worked out again after sums of load have moved them.
const ROUNDS: usize = 6;

/// What a plan may and must have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Within<'a> {
    /// The items it may have.
    pub(crate) possible: &'a FixedBitSet,
    /// The items it must have.
    pub(crate) required: &'a FixedBitSet,
    /// What it must meet in the end.
    pub(crate) goal: &'a Expr,
    /// Nothing ends after this tick.
    pub(crate) deadline: Tick,
    /// No term has more load, whatever its own cap.
    pub(crate) most_load: u32,
}

/// When each item can be. Items that cannot have [`NEVER`] as their earliest times.
#[derive(Debug, Clone)]
pub(crate) struct Windows {
    /// The first tick on which all it needs can be met.
    pub(crate) ready: Vec<Tick>,
    /// The first tick on which it can start.
    pub(crate) earliest_start: Vec<Tick>,
    /// The first tick on which it can end.
    pub(crate) earliest_end: Vec<Tick>,
    /// The last tick on which it can start; for items that not every plan has, as if nothing needed them.
    pub(crate) latest_start: Vec<Tick>,
    /// The last tick on which it can end, likewise.
    pub(crate) latest_end: Vec<Tick>,
    /// The items that can be in a plan.
    pub(crate) timely: FixedBitSet,
    /// The items that every plan has: the required, and the alternatives that alone are early enough.
    pub(crate) needed: FixedBitSet,
    /// Pairs of items of which, in every plan, the first ends before the second starts.
    pub(crate) order: Vec<(usize, usize)>,
}

/// Times that sums of load forbid.
#[derive(Debug, Clone)]
pub(super) struct Edges {
    /// Nothing starts before.
    pub(super) from: Vec<Tick>,
    /// Nothing ends after.
    pub(super) until: Vec<Tick>,
}

/// The windows of every item; `None`: it is proved that there is no plan.
pub(crate) fn windows(problem: &Problem, within: &Within<'_>) -> Option<Windows> {
    let horizon = horizon(problem, within.deadline);
    let within = Within { deadline: horizon, ..*within };
    let count = problem.items.len();
    let mut edges = Edges { from: vec![problem.first; count], until: vec![horizon; count] };
    let mut found = pass(problem, &within, &edges)?;
    let resources = energy::resources(problem, within.most_load, &found.needed, horizon);
    for _ in 0..ROUNDS {
        if !tighten(problem, &within, &resources, &found, &mut edges)? {
            break;
        }
        found = pass(problem, &within, &edges)?;
    }
    Some(found)
}

/// Moves times by sums of load; whether any moved. `None`: some sum is too great.
fn tighten(
    problem: &Problem,
    within: &Within<'_>,
    resources: &[Resource],
    found: &Windows,
    edges: &mut Edges,
) -> Option<bool> {
    let spans = energy::spans(problem, found, within.most_load)?;
    energy::check(resources, &spans, found)?;
    let certain = timetable::tighten(problem, resources, &spans, found, edges)?;
    let summed = energy::tighten(problem, resources, &spans, found, edges)?;
    Some(certain || summed)
}

/// The last tick on which anything can end.
pub(crate) fn horizon(problem: &Problem, deadline: Tick) -> Tick {
    let terms = i32::try_from(problem.terms.len()).unwrap_or(i32::MAX);
    problem.last.min(deadline).min(problem.first_tick(terms).saturating_sub(1))
}

/// The tick after an end; never stays never.
pub(crate) fn next(end: Tick) -> Tick {
    end.saturating_add(1)
}

/// The first tick of the term of a start: what starts in one term, starts at the same time for its corequisites.
pub(crate) fn term_start(problem: &Problem, start: Tick) -> Tick {
    if start == NEVER { NEVER } else { problem.first_tick(problem.term(start)) }
}

/// Whether a term takes so much load at all.
pub(crate) fn takes(problem: &Problem, term: i32, load: u32, most_load: u32) -> bool {
    let term = usize::try_from(term).ok().and_then(|term| problem.terms.get(term));
    term.is_some_and(|term| load <= term.most_load.min(most_load) && term.most_items > 0)
}

/// The earliest start and end of a way that starts no earlier than `ready` and ends by `until`.
pub(super) fn earliest_of(problem: &Problem, way: &Way, ready: Tick, until: Tick, cap: u32) -> Option<(Tick, Tick)> {
    if ready == NEVER {
        return None;
    }
    match way.timing {
        Timing::Dated { start, end } => {
            let mut terms = problem.term(start)..=problem.term(end);
            let fits = start >= ready && end <= until && terms.all(|term| takes(problem, term, way.load, cap));
            fits.then_some((start, end))
        }
        Timing::Rolling { from, until: last, terms } => {
            let mut term = problem.term(ready.max(from).saturating_add(problem.ticks_per_term - 1)).max(0);
            loop {
                let start = problem.first_tick(term);
                let end = problem.first_tick(term.saturating_add(terms)).saturating_sub(1);
                if start > last || end > until {
                    return None;
                }
                match (term..term + terms).rev().find(|&touched| !takes(problem, touched, way.load, cap)) {
                    Some(full) => term = full + 1,
                    None => return Some((start, end)),
                }
            }
        }
    }
}

/// The latest start of a way that starts from `ready` to `start_by` and ends by `until`.
pub(super) fn latest_of(
    problem: &Problem,
    way: &Way,
    (ready, start_by, until): (Tick, Tick, Tick),
    cap: u32,
) -> Option<Tick> {
    match way.timing {
        Timing::Dated { start, .. } => {
            earliest_of(problem, way, ready, until, cap).map(|_| start).filter(|&start| start <= start_by)
        }
        Timing::Rolling { from, until: last, terms } => {
            let by = problem.term(start_by.min(last));
            let mut term = by.min(problem.term(next(until)).saturating_sub(terms));
            loop {
                let start = problem.first_tick(term);
                if term < 0 || start < ready.max(from) {
                    return None;
                }
                match (term..term + terms).find(|&touched| !takes(problem, touched, way.load, cap)) {
                    Some(full) => term = full - terms,
                    None => return Some(start),
                }
            }
        }
    }
}

/// Earliest times forwards, then latest times backwards.
fn pass(problem: &Problem, within: &Within<'_>, edges: &Edges) -> Option<Windows> {
    let mut windows = forwards(problem, within, edges);
    if !within.required.ones().all(|item| windows.timely.contains(item)) {
        return None;
    }
    let count = problem.items.len();
    let mut backwards = Backwards {
        problem,
        start_by: vec![Tick::MAX; count],
        end_by: edges.until.clone(),
        windows: &mut windows,
        feasible: true,
    };
    backwards.require(within.goal, Asks::Met(within.deadline));
    for item in (0..count).rev() {
        backwards.item(item, within.most_load);
    }
    backwards.feasible.then_some(windows)
}

fn forwards(problem: &Problem, within: &Within<'_>, edges: &Edges) -> Windows {
    let count = problem.items.len();
    let mut windows = Windows {
        ready: Vec::with_capacity(count),
        earliest_start: Vec::with_capacity(count),
        earliest_end: Vec::with_capacity(count),
        latest_start: vec![Tick::MIN; count],
        latest_end: vec![Tick::MIN; count],
        timely: FixedBitSet::with_capacity(count),
        needed: within.required.clone(),
        order: Vec::new(),
    };
    windows.needed.grow(count);
    for (index, item) in problem.items.iter().enumerate() {
        let (mut start, mut end, mut ready) = (NEVER, NEVER, NEVER);
        if within.possible.contains(index) {
            let before = item.before.day(&|other| next(windows.earliest_end[other]));
            let beside = item.beside.day(&|other| term_start(problem, windows.earliest_start[other]));
            ready = before.max(beside).max(edges.from[index]);
            for way in &item.ways {
                if let Some(at) = earliest_of(problem, way, ready, edges.until[index], within.most_load) {
                    (start, end) = (start.min(at.0), end.min(at.1));
                }
            }
        }
        windows.timely.set(index, start != NEVER);
        windows.ready.push(ready);
        windows.earliest_start.push(start);
        windows.earliest_end.push(end);
    }
    windows
}

/// What is asked of a part, and by when.
#[derive(Clone, Copy)]
enum Asks {
    /// Items end by that tick; days to come are not waited for.
    Met(Tick),
    /// Items end before that tick, on which that item starts.
    Over(Tick, usize),
    /// Items start in the term of that tick or earlier.
    Begun(Tick),
}

struct Backwards<'a> {
    problem: &'a Problem,
    start_by: Vec<Tick>,
    end_by: Vec<Tick>,
    windows: &'a mut Windows,
    feasible: bool,
}

impl Backwards<'_> {
    /// The latest times of an item whose dependants all have theirs; what it needs, if every plan has it.
    fn item(&mut self, item: usize, most_load: u32) {
        if !self.windows.timely.contains(item) {
            self.feasible &= !self.windows.needed.contains(item);
            return;
        }
        let bounds = (self.windows.ready[item], self.start_by[item], self.end_by[item]);
        let problem = self.problem;
        let ways = &problem.items[item].ways;
        let latest = ways.iter().filter_map(|way| latest_of(problem, way, bounds, most_load)).max();
        let Some(latest) = latest else {
            self.feasible &= !self.windows.needed.contains(item);
            self.windows.timely.set(item, false);
            return;
        };
        self.windows.latest_start[item] = latest;
        self.windows.latest_end[item] = self.end_by[item];
        if self.windows.needed.contains(item) {
            self.require(&problem.items[item].before, Asks::Over(latest, item));
            self.require(&problem.items[item].beside, Asks::Begun(latest));
        }
    }

    fn require(&mut self, expr: &Expr, asks: Asks) {
        match expr {
            Expr::True | Expr::From(_) => {}
            Expr::Never => self.feasible = false,
            Expr::Item(item) => self.require_item(*item, asks),
            Expr::All(parts) => parts.iter().for_each(|part| self.require(part, asks)),
            Expr::AtLeast(least, parts) => {
                let timely: Vec<&Expr> = parts.iter().filter(|part| self.in_time(part, asks)).collect();
                self.feasible &= timely.len() >= *least;
                if timely.len() == *least {
                    timely.into_iter().for_each(|part| self.require(part, asks));
                }
            }
        }
    }

    fn in_time(&self, part: &Expr, asks: Asks) -> bool {
        let windows = &self.windows;
        match asks {
            Asks::Met(by) => part.last_item(&|item| windows.earliest_end[item]) <= by,
            Asks::Over(by, _) => part.day(&|item| next(windows.earliest_end[item])) <= by,
            Asks::Begun(by) => part.day(&|item| term_start(self.problem, windows.earliest_start[item])) <= by,
        }
    }

    fn require_item(&mut self, item: usize, asks: Asks) {
        self.windows.needed.insert(item);
        match asks {
            Asks::Met(by) => self.end_by[item] = self.end_by[item].min(by),
            Asks::Over(by, dependant) => {
                self.end_by[item] = self.end_by[item].min(by.saturating_sub(1));
                self.windows.order.push((item, dependant));
            }
            Asks::Begun(by) => {
                let last = self.problem.first_tick(self.problem.term(by) + 1) - 1;
                self.start_by[item] = self.start_by[item].min(last);
            }
        }
    }
}

//! The search: exact, term by term, over who starts in each.
//!
//! In each term the items that may start there are decided one after another, those that must start soonest first:
//! start (in one of its ways), or leave for later. When all are decided the next term is opened in which something new
//! can start. What is cut off, and why nothing is lost:
//!
//! - *Demands*: in every run of terms, what must be done in it has to fit (`energy`). Proved there.
//! - *Shifting*: where no term has minimums, take a plan whose starts have the least sum. If an item could start in an
//!   earlier term among everything that starts no later than it does, moving it there would leave a plan: the terms it
//!   now takes after its old start it took before, what depends on it is only helped, and its period stays the same (or
//!   periods do not bind). So that plan has no such item, and these have none either: a term in which an item of one
//!   term could still start, whatever way it is done in later; a term in which only items start that all could have
//!   started in the term of the last start. Both are judged from the state alone, not from how it was come to.
//! - *Stand-ins*: of those plans, take the one whose terms are heaviest from the first on. Then nothing in it may change
//!   places with something later that had better be there (`rules`).
//! - *Twins*: items that may change places start in the order of their numbers; changing places keeps the sum.
//! - *Seen*: a state is what is placed, what of it still runs, and what waits; where all that follows a state has been
//!   tried without a plan, the state is not entered again having spent as much. As every rule above judges by the state
//!   (or holds for all plans), what is below a state does not depend on how it was come to, nor on the order in which
//!   candidates are tried; so states stay known from one dive to the next.

use fixedbitset::FixedBitSet;

use super::energy::{self, Resource, Span};
use super::expr::{Expr, NEVER, Tick};
use super::frame::Frame;
use super::level::gcd;
use super::problem::{Placed, Problem, Timing, Way};
use super::rules::{minimums_bind, stand_ins};
use super::schedule::Limits;
use super::seen::{Key, Seen};
use super::spending::{Spending, sum_of};
use super::windows::{Windows, Within, horizon, next, term_start, windows};

/// How a dive ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Everything is placed.
    Found,
    /// There is no plan.
    Nothing,
    /// The steps ran out.
    Stopped,
}

/// What is placed so far, and all that is known of the rest.
pub(super) struct Search<'a> {
    pub(super) problem: &'a Problem,
    pub(super) windows: Windows,
    pub(super) spans: Vec<Vec<Span>>,
    pub(super) most_load: u32,
    /// By term up to the deadline, the most load, and what is loaded and going on.
    pub(super) cap: Vec<u32>,
    pub(super) load: Vec<u32>,
    running: Vec<u32>,
    /// By resource and term, what is free.
    pub(super) rooms: Vec<Vec<i64>>,
    /// By resource and term, what must be taken up to it of what is not placed.
    pub(super) demand: Vec<Vec<i64>>,
    /// By resource, item and term, what it must take up to that term.
    pub(super) least: Vec<Vec<Vec<i64>>>,
    resources: Vec<Resource>,
    pub(super) placed: Vec<Option<Placed>>,
    pub(super) unplaced: usize,
    /// The least load of all that is not placed.
    pub(super) load_left: i64,
    /// The greatest number that divides every load.
    pub(super) unit: i64,
    /// Whether every item is done in the term in which it starts.
    pub(super) flat: bool,
    /// Whether some requirement can be met in more than one way, or waits for a day.
    pub(super) alternatives: bool,
    /// By item, its place in the order in which candidates are decided.
    pub(super) rank: Vec<usize>,
    twins: Vec<Option<usize>>,
    /// By item, those that had better be in its place; none at all where places may not be changed.
    stand_ins: Vec<FixedBitSet>,
    minimums: bool,
    /// Whether every item has one way, done in one term, and no minimum or period is in the way of changing places.
    pub(super) may_swap: bool,
    spending: Spending,
}

impl<'a> Search<'a> {
    /// A search for a plan of every item of a problem; `None`: it is proved that there is none.
    pub(super) fn of(problem: &'a Problem, limits: &Limits, twins: Vec<Option<usize>>) -> Option<Self> {
        let count = problem.items.len();
        let mut all = FixedBitSet::with_capacity(count);
        all.insert_range(..);
        let deadline = horizon(problem, limits.deadline);
        let (goal, most_load) = (&Expr::True, limits.most_load);
        let windows = windows(problem, &Within { possible: &all, required: &all, goal, deadline, most_load })?;
        let spans = energy::spans(problem, &windows, most_load)?;
        let spending = Spending::of(problem, limits);
        if spending.too_much() {
            return None;
        }
        let terms = usize::try_from(problem.term(deadline) + 1).unwrap_or(0).min(problem.terms.len());
        let resources = energy::resources(problem, most_load, &all, deadline);
        let by = |resource: &Resource, item: usize, term: usize| {
            resource.least_by(item, &spans[item], i32::try_from(term).unwrap_or(i32::MAX))
        };
        let least: Vec<Vec<Vec<i64>>> = resources
            .iter()
            .map(|resource| (0..count).map(|item| (0..terms).map(|term| by(resource, item, term)).collect()).collect())
            .collect();
        let sum = |of: &Vec<Vec<i64>>| (0..terms).map(|term| of.iter().map(|item| item[term]).sum()).collect();
        let ways = || problem.items.iter().flat_map(|item| &item.ways);
        let cap: Vec<u32> = problem.terms[..terms].iter().map(|term| term.most_load.min(most_load)).collect();
        let minimums = minimums_bind(problem, &cap);
        Some(Self {
            problem,
            most_load,
            cap,
            load: vec![0; terms],
            running: vec![0; terms],
            rooms: resources.iter().map(|resource| resource.caps.clone()).collect(),
            demand: least.iter().map(sum).collect(),
            least,
            resources,
            placed: vec![None; count],
            unplaced: count,
            load_left: sum_of(problem, |way| way.load.into(), i64::min),
            unit: ways().fold(0, |unit, way| gcd(unit, way.load.into())).max(1),
            flat: ways().all(|way| energy::touched(problem, way) == 1),
            alternatives: problem.items.iter().any(|item| open_ended(&item.before) || open_ended(&item.beside)),
            rank: (0..count).collect(),
            twins,
            stand_ins: if minimums || spending.periods { vec![FixedBitSet::new(); count] } else { stand_ins(problem) },
            may_swap: !minimums && !spending.periods && problem.items.iter().all(|item| brief(&item.ways)),
            minimums,
            spending,
            windows,
            spans,
        })
    }

    /// Sets the order in which candidates are decided: those that must start soonest first, then the heaviest; in
    /// later rounds with more and more chance in it.
    pub(super) fn order(&mut self, round: u64) {
        let mut chance = round.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let noise = i64::try_from(round.min(8)).unwrap_or(0);
        let load = |item: usize| {
            let load = self.problem.items[item].ways.iter().map(|way| way.load).min().unwrap_or(0);
            i64::from(load) / self.unit
        };
        let heaviest = (0..self.placed.len()).map(load).max().unwrap_or(0).max(1);
        let mut keys: Vec<(i64, usize)> = Vec::with_capacity(self.placed.len());
        for item in 0..self.placed.len() {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let drawn = i64::try_from(chance >> 54).unwrap_or(0) * noise;
            let latest = i64::from(self.problem.term(self.windows.latest_start[item]));
            keys.push((latest * 1024 - load(item) * 1024 / heaviest + drawn, item));
        }
        keys.sort_unstable();
        // Twins are decided in the order of their numbers.
        for (place, (_, item)) in keys.into_iter().enumerate() {
            self.rank[item] = place;
        }
        for item in 0..self.twins.len() {
            if let Some(twin) = self.twins[item] {
                self.rank[item] = self.rank[item].max(self.rank[twin]);
            }
        }
    }

    /// The plan, once everything is placed.
    pub(super) fn plan(&self) -> Vec<Placed> {
        let mut plan: Vec<Placed> = self.placed.iter().flatten().copied().collect();
        plan.sort_unstable();
        plan
    }

    /// Goes down from the first term until a plan is found, everything is tried, or the steps are used up.
    pub(super) fn dive(&mut self, seen: &mut Seen, most: u64, steps: &mut u64) -> Outcome {
        let mut left = most.min(*steps);
        let budget = left;
        let outcome = self.descend(seen, &mut left);
        *steps -= budget - left;
        outcome
    }

    fn descend(&mut self, seen: &mut Seen, steps: &mut u64) -> Outcome {
        if self.unplaced == 0 {
            return if self.minimums_met() { Outcome::Found } else { Outcome::Nothing };
        }
        let first = self.problem.term(self.problem.first).max(0);
        let mut frames: Vec<Frame> =
            self.open(first, FixedBitSet::with_capacity(self.placed.len())).into_iter().collect();
        loop {
            let Some(frame) = frames.last_mut() else { return Outcome::Nothing };
            if *steps == 0 {
                self.clear();
                return Outcome::Stopped;
            }
            *steps -= 1;
            if self.unplaced == 0 {
                if self.minimums_met() {
                    return Outcome::Found;
                }
                self.retreat(&mut frames, seen);
            } else if frame.at < frame.candidates.len() {
                if !self.decide(frame) {
                    self.retreat(&mut frames, seen);
                }
            } else if let Some(next) = self.close(frame, seen) {
                frames.push(next);
            } else {
                self.retreat(&mut frames, seen);
            }
        }
    }

    /// Takes everything away again.
    pub(super) fn clear(&mut self) {
        for item in 0..self.placed.len() {
            if let Some(placed) = self.placed[item] {
                self.unplace(&placed);
            }
        }
    }

    /// Tries what is left to try of the candidate that is to be decided; `false`: nothing.
    fn decide(&mut self, frame: &mut Frame) -> bool {
        let at = frame.at;
        let item = frame.candidates[at].item;
        while let Some(&option) = frame.candidates[at].options.get(frame.tried[at]) {
            frame.tried[at] += 1;
            if !self.may_start(&option) {
                continue;
            }
            let load = self.way(&option).load;
            self.place(&option);
            if frame.start(&option, load) {
                frame.at += 1;
                frame.tried[at + 1] = 0;
                return true;
            }
            frame.unstart(&option, load);
            self.unplace(&option);
        }
        if frame.tried[at] > frame.candidates[at].options.len() {
            return false;
        }
        frame.tried[at] += 1;
        let later = self.problem.term(self.windows.latest_start[item]) > frame.term;
        if later && frame.leave(self, item) {
            frame.at += 1;
            frame.tried[at + 1] = 0;
            return true;
        }
        false
    }

    /// Goes back to the last decision.
    fn retreat(&mut self, frames: &mut Vec<Frame>, seen: &mut Seen) {
        while let Some(frame) = frames.last_mut() {
            if frame.at > 0 {
                frame.at -= 1;
                let candidate = &frame.candidates[frame.at];
                let item = candidate.item;
                if let Some(&option) = candidate.options.get(frame.tried[frame.at] - 1) {
                    let load = self.way(&option).load;
                    frame.unstart(&option, load);
                    self.unplace(&option);
                } else {
                    frame.unleave(self, item);
                }
                return;
            }
            if let Some(frame) = frames.pop() {
                seen.add(frame.key);
            }
        }
    }

    /// Opens the term after one in which all is decided; `None`: nothing can come of it.
    fn close(&self, frame: &Frame, seen: &Seen) -> Option<Frame> {
        let problem = self.problem;
        let term = frame.term;
        let late = |item: usize| self.placed[item].is_none() && problem.term(self.windows.latest_start[item]) <= term;
        if (frame.started > 0 && frame.fresh == 0) || (0..self.placed.len()).any(late) || !self.may_close(term) {
            return None;
        }
        if self.has_stand_in(frame) {
            return None;
        }
        let mut waiting = self.could_start(term)?;
        if frame.started == 0 {
            waiting.union_with(&frame.waiting);
        }
        let mut next = term + 1;
        let end = i32::try_from(self.cap.len()).unwrap_or(i32::MAX);
        let open: Vec<(usize, Tick)> =
            self.unplaced().filter(|&item| !waiting.contains(item)).map(|item| (item, self.ready(item))).collect();
        let starts = |term: i32| {
            open.iter().any(|&(item, ready)| {
                self.spans[item].iter().any(|span| {
                    span.first <= term
                        && term <= span.last
                        && self.option(item, span.way, term, ready).is_some_and(|option| self.fits(&option))
                })
            })
        };
        let last = self.unplaced().map(|item| problem.term(self.windows.latest_start[item])).min()?.min(end - 1);
        while !self.minimums && next <= last && !starts(next) {
            next += 1;
        }
        if next > last {
            return None;
        }
        if self.spending.periods && problem.period(problem.first_tick(next)) != problem.period(problem.first_tick(term))
        {
            waiting.clear();
        }
        let key = self.key(next, &waiting);
        if seen.hopeless(&key) {
            return None;
        }
        let mut opened = self.open(next, waiting)?;
        opened.key = key;
        Some(opened)
    }

    fn unplaced(&self) -> impl Iterator<Item = usize> {
        self.placed.iter().enumerate().filter(|(_, placed)| placed.is_none()).map(|(item, _)| item)
    }

    /// The items that could start in a term and do not; `None`: one of them would be done in it, so it might as well.
    fn could_start(&self, term: i32) -> Option<FixedBitSet> {
        let mut waiting = FixedBitSet::with_capacity(self.placed.len());
        if self.minimums {
            return Some(waiting);
        }
        let start = self.problem.first_tick(term);
        for item in self.unplaced() {
            let ways = &self.problem.items[item].ways;
            let ready = self.ready(item);
            let could = ways.iter().enumerate().all(|(number, way)| match way.timing {
                Timing::Dated { .. } => false,
                Timing::Rolling { until, .. } if until <= start => true,
                Timing::Rolling { .. } => {
                    let option = self.option(item, number, term, ready);
                    option.is_some_and(|option| self.fits(&option))
                }
            });
            let brief = |way: &Way| match way.timing {
                Timing::Dated { .. } => false,
                Timing::Rolling { terms, .. } => {
                    terms == 1 && (!self.spending.periods || (way.cost == 0 && way.days == 0))
                }
            };
            if could && ways.iter().all(brief) {
                return None;
            }
            waiting.set(item, could);
        }
        Some(waiting)
    }

    /// Whether something that starts in a term had better change places with something that could.
    fn has_stand_in(&self, frame: &Frame) -> bool {
        let started = frame.candidates.iter().filter_map(|candidate| self.placed[candidate.item]);
        started.into_iter().any(|placed| {
            let room = usize::try_from(frame.term).ok().map_or(0, |term| self.cap[term] - self.load[term]);
            self.stand_ins[placed.item].ones().any(|other| {
                self.placed[other].is_none()
                    && self.problem.items[other].ways[0].load - self.way(&placed).load <= room
                    && self.option(other, 0, frame.term, self.ready(other)).is_some()
            })
        })
    }

    /// When all an item needs is met by what is placed.
    pub(super) fn ready(&self, item: usize) -> Tick {
        let problem = self.problem;
        let needs = &problem.items[item];
        let before = needs.before.day(&|other| self.placed[other].map_or(NEVER, |placed| next(placed.end)));
        let beside =
            needs.beside.day(&|other| self.placed[other].map_or(NEVER, |placed| term_start(problem, placed.start)));
        before.max(beside)
    }

    /// Whether an item may start so, given all that is placed.
    fn may_start(&self, option: &Placed) -> bool {
        let after_twin = self.twins[option.item].is_none_or(|twin| {
            self.placed[twin].is_some_and(|twin| (twin.start, twin.way) <= (option.start, option.way))
        });
        after_twin && self.ready(option.item) <= option.start && self.fits(option)
    }

    /// Whether there is room, and money, for an item.
    pub(super) fn fits(&self, option: &Placed) -> bool {
        let way = self.way(option);
        let room = self.touched(option).all(|term| {
            let load = self.load.get(term).copied().and_then(|load| load.checked_add(way.load));
            load.is_some_and(|load| load <= self.cap[term]) && self.running[term] < self.problem.terms[term].most_items
        });
        room && self.spending.allows(self.problem, option.item, way, option.start)
    }

    pub(super) fn way(&self, placed: &Placed) -> &'a Way {
        &self.problem.items[placed.item].ways[placed.way]
    }

    fn touched(&self, placed: &Placed) -> std::ops::RangeInclusive<usize> {
        let index = |tick: Tick| usize::try_from(self.problem.term(tick)).unwrap_or(usize::MAX - 1);
        index(placed.start)..=index(placed.end)
    }

    fn place(&mut self, placed: &Placed) {
        self.placed[placed.item] = Some(*placed);
        self.unplaced -= 1;
        self.shift(placed, 1);
    }

    fn unplace(&mut self, placed: &Placed) {
        self.placed[placed.item] = None;
        self.unplaced += 1;
        self.shift(placed, -1);
    }

    /// Takes what an item takes, or gives it back.
    fn shift(&mut self, placed: &Placed, sign: i64) {
        let way = self.way(placed);
        for term in self.touched(placed) {
            self.load[term] = if sign > 0 { self.load[term] + way.load } else { self.load[term] - way.load };
            self.running[term] = if sign > 0 { self.running[term] + 1 } else { self.running[term] - 1 };
            for (rooms, resource) in self.rooms.iter_mut().zip(&self.resources) {
                rooms[term] -= sign * resource.weight[placed.item][placed.way];
            }
        }
        for (demand, least) in self.demand.iter_mut().zip(&self.least) {
            for (demand, least) in demand.iter_mut().zip(&least[placed.item]) {
                *demand -= sign * least;
            }
        }
        let least = self.problem.items[placed.item].ways.iter().map(|way| way.load).min().unwrap_or(0);
        self.load_left -= sign * i64::from(least);
        self.spending.spend(self.problem, placed, sign);
    }

    fn may_close(&self, term: i32) -> bool {
        usize::try_from(term).is_ok_and(|term| self.minimum_met(term))
    }

    fn minimum_met(&self, term: usize) -> bool {
        let (limits, amount) = (&self.problem.terms[term], |of: &[u32]| of.get(term).copied().unwrap_or(0));
        amount(&self.load) >= limits.least_load && amount(&self.running) >= limits.least_items
    }

    /// Whether every term has its minimum, those after the finish too.
    fn minimums_met(&self) -> bool {
        !self.minimums || (0..self.problem.terms.len()).all(|term| self.minimum_met(term))
    }

    /// The state in which a term is opened.
    fn key(&self, term: i32, waiting: &FixedBitSet) -> Key {
        let start = self.problem.first_tick(term);
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let mut state = vec![term.unsigned_abs()];
        let mut bits = vec![0_u32; self.placed.len().div_ceil(16)];
        for (item, placed) in self.placed.iter().enumerate() {
            let mark = u32::from(placed.is_some()) + 2 * u32::from(waiting.contains(item));
            bits[item / 16] |= mark << (2 * (item % 16));
        }
        state.extend(bits);
        for placed in self.placed.iter().flatten().filter(|placed| placed.end >= start) {
            state.extend([number(placed.item), number(placed.way), placed.end.unsigned_abs()]);
        }
        Key { state: state.into_boxed_slice(), spent: self.spending.state(self.problem, start) }
    }
}

/// Whether a requirement leaves open which items meet it.
fn open_ended(expr: &Expr) -> bool {
    match expr {
        Expr::True | Expr::Never | Expr::Item(_) => false,
        Expr::From(_) | Expr::AtLeast(..) => true,
        Expr::All(parts) => parts.iter().any(open_ended),
    }
}

/// Whether there is one way alone, done in one term.
fn brief(ways: &[Way]) -> bool {
    matches!(ways, [Way { timing: Timing::Rolling { terms: 1, .. }, .. }])
}

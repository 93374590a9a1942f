//! One term of the search: who may start in it, what must, and what is left to try.

use std::cmp::Reverse;

use fixedbitset::FixedBitSet;

use super::expr::{NEVER, Tick};
use super::placing::Search;
use super::problem::{Placed, Problem, Timing, Way};
use super::seen::Key;
use super::windows::{earliest_of, next, term_start};

/// The most units of load for which sums of subsets are kept.
const UNITS_MAX: i64 = 4096;

/// A term in which the search stands.
pub(super) struct Frame {
    pub(super) term: i32,
    /// What might have started in the term of the last start, and did not.
    pub(super) waiting: FixedBitSet,
    /// The state in which the term was opened.
    pub(super) key: Key,
    pub(super) candidates: Vec<Candidate>,
    /// The candidate that is to be decided.
    pub(super) at: usize,
    /// By candidate, the option to be tried next; the one after the last leaves it out.
    pub(super) tried: Vec<usize>,
    /// How many start in the term, and how many of them were not waiting.
    pub(super) started: usize,
    pub(super) fresh: usize,
    /// What had better start in the term, where all terms left are alike.
    must: Option<usize>,
    demands: Vec<Demand>,
    sums: Option<Sums>,
}

/// An item that may start in the term.
pub(super) struct Candidate {
    pub(super) item: usize,
    pub(super) options: Vec<Placed>,
}

/// So much more than must be done by the end of a term could be, if all that is undecided starts now.
struct Demand {
    resource: usize,
    by: usize,
    spare: i64,
}

/// Which loads the undecided candidates can add up to.
struct Sums {
    unit: i64,
    /// The least and the most the term must be loaded with by what starts in it, in units.
    least: i64,
    most: i64,
    /// What is loaded.
    loaded: i64,
    /// By candidate, a bit for every sum of it and those after it.
    reach: Vec<Vec<u64>>,
}

impl Frame {
    /// Notes that a candidate starts; `false`: the rest cannot fill the term as it must be.
    pub(super) fn start(&mut self, placed: &Placed, load: u32) -> bool {
        self.started += 1;
        self.fresh += usize::from(!self.waiting.contains(placed.item));
        if let Some(sums) = &mut self.sums {
            sums.loaded += i64::from(load) / sums.unit;
        }
        self.fills(self.at + 1)
    }

    pub(super) fn unstart(&mut self, placed: &Placed, load: u32) {
        self.started -= 1;
        self.fresh -= usize::from(!self.waiting.contains(placed.item));
        if let Some(sums) = &mut self.sums {
            sums.loaded -= i64::from(load) / sums.unit;
        }
    }

    /// Notes that a candidate is left out; `false`: too much is, and nothing is noted.
    pub(super) fn leave(&mut self, search: &Search<'_>, item: usize) -> bool {
        if self.must == Some(item) || !self.fills(self.at + 1) {
            return false;
        }
        for demand in &mut self.demands {
            demand.spare -= search.least[demand.resource][item][demand.by];
        }
        if self.demands.iter().any(|demand| demand.spare < 0) {
            self.unleave(search, item);
            return false;
        }
        true
    }

    pub(super) fn unleave(&mut self, search: &Search<'_>, item: usize) {
        for demand in &mut self.demands {
            demand.spare += search.least[demand.resource][item][demand.by];
        }
    }

    /// Whether candidates from a place on can load the term as it must be.
    fn fills(&self, from: usize) -> bool {
        let Some(sums) = &self.sums else { return true };
        let (least, most) = ((sums.least - sums.loaded).max(0), sums.most - sums.loaded);
        let reach = &sums.reach[from];
        (least..=most).any(|sum| {
            let word = usize::try_from(sum / 64).unwrap_or(usize::MAX);
            reach.get(word).is_some_and(|word| word >> (sum % 64) & 1 == 1)
        })
    }
}

impl Search<'_> {
    /// Opens a term; `None`: nothing can come of it.
    pub(super) fn open(&self, term: i32, waiting: FixedBitSet) -> Option<Frame> {
        let problem = self.problem;
        if self.alternatives && !self.may_all_come(term) {
            return None;
        }
        let count = problem.items.len();
        let (mut starts, mut ends) = (vec![NEVER; count], vec![NEVER; count]);
        let (mut apart, mut depending): (Vec<Candidate>, Vec<Candidate>) = (Vec::new(), Vec::new());
        for (item, needs) in problem.items.iter().enumerate() {
            if let Some(placed) = self.placed[item] {
                (starts[item], ends[item]) = (placed.start, placed.end);
                continue;
            }
            let before = needs.before.day(&|other| next(ends[other]));
            let beside = needs.beside.day(&|other| term_start(problem, starts[other]));
            let ready = before.max(beside);
            let options = self.options(item, term, ready);
            if let Some(end) = options.iter().map(|option| option.end).min() {
                starts[item] = options.iter().map(|option| option.start).min().unwrap_or(NEVER);
                ends[item] = end;
                let list = if self.ready(item) > ready { &mut depending } else { &mut apart };
                list.push(Candidate { item, options });
            }
        }
        apart.sort_by_key(|candidate| (self.rank[candidate.item], candidate.item));
        // What needs another candidate comes after all it may need: in the order of the items.
        apart.extend(depending);
        let demands = self.demands(term, &apart)?;
        let sums = self.sums(term, &apart);
        let must = self.first_of_alike(term, &apart, &waiting);
        let tried = vec![0; apart.len() + 1];
        let frame = Frame {
            term,
            waiting,
            key: Key::default(),
            candidates: apart,
            at: 0,
            tried,
            started: 0,
            fresh: 0,
            must,
            demands,
            sums,
        };
        frame.fills(0).then_some(frame)
    }

    /// The heaviest item left, where nothing tells the terms left apart: all items left could start in any of them,
    /// and all have the same caps. Then some packing of them has that item in the first term; of all such, the one
    /// that has the first term heaviest, then the second, and so on, keeps to every other rule too.
    fn first_of_alike(&self, term: i32, candidates: &[Candidate], waiting: &FixedBitSet) -> Option<usize> {
        let now = usize::try_from(term).ok()?;
        let alike = |later: usize| {
            let most_items = self.problem.terms[later].most_items;
            self.cap[later] == self.cap[now] && most_items == self.problem.terms[now].most_items
        };
        let last = i32::try_from(self.cap.len()).ok()? - 1;
        let anywhere = |candidate: &Candidate| {
            self.ready(candidate.item) <= self.problem.first_tick(term)
                && self.spans[candidate.item].iter().all(|span| span.last == last)
        };
        let free = self.may_swap
            && waiting.is_clear()
            && candidates.len() == self.unplaced
            && candidates.iter().all(anywhere)
            && (now..self.cap.len()).all(alike);
        let load = |item: usize| self.problem.items[item].ways[0].load;
        let heaviest =
            candidates.iter().map(|candidate| candidate.item).max_by_key(|&item| (load(item), Reverse(item)));
        heaviest.filter(|_| free)
    }

    /// Whether all that is not placed can come in time, were there no limits but time.
    fn may_all_come(&self, term: i32) -> bool {
        let problem = self.problem;
        let now = problem.first_tick(term);
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        for (item, needs) in problem.items.iter().enumerate() {
            if let Some(placed) = self.placed[item] {
                starts.push(placed.start);
                ends.push(placed.end);
                continue;
            }
            let before = needs.before.day(&|other: usize| next(ends[other]));
            let beside = needs.beside.day(&|other: usize| term_start(problem, starts[other]));
            let ready = before.max(beside).max(now).max(self.windows.ready[item]);
            let until = self.windows.latest_end[item];
            let ways = needs.ways.iter().filter_map(|way| earliest_of(problem, way, ready, until, self.most_load));
            let (start, end) = ways.fold((NEVER, NEVER), |(a, b), (start, end)| (a.min(start), b.min(end)));
            if start > self.windows.latest_start[item] {
                return false;
            }
            starts.push(start);
            ends.push(end);
        }
        true
    }

    /// The ways in which an item can start in a term, if all it needs is met on that tick.
    pub(super) fn options(&self, item: usize, term: i32, ready: Tick) -> Vec<Placed> {
        let spans = self.spans[item].iter().filter(|span| span.first <= term && term <= span.last);
        let mut options: Vec<Placed> = spans
            .filter_map(|span| self.option(item, span.way, term, ready))
            .filter(|option| self.fits(option))
            .collect();
        options.sort_by_key(|option| {
            let way = self.way(option);
            (option.end, way.cost, way.lacking, way.load, option.way)
        });
        options
    }

    /// An item in one way, if it can start in a term by its own times.
    pub(super) fn option(&self, item: usize, way: usize, term: i32, ready: Tick) -> Option<Placed> {
        let (start, end) = start_in(self.problem, &self.problem.items[item].ways[way], term)?;
        let windows = &self.windows;
        let free = start >= ready.max(windows.ready[item]);
        let timely = start <= windows.latest_start[item] && end <= windows.latest_end[item];
        (free && timely).then_some(Placed { start, end, item, way })
    }

    /// What must start in a term; `None`: the candidates do not reach it.
    fn demands(&self, term: i32, candidates: &[Candidate]) -> Option<Vec<Demand>> {
        let now = usize::try_from(term).ok()?;
        let mut demands = Vec::new();
        for (resource, rooms) in self.rooms.iter().enumerate() {
            let demand = &self.demand[resource];
            if now.checked_sub(1).is_some_and(|before| demand[before] > 0) {
                return None;
            }
            let mut later = 0;
            for by in now..rooms.len() {
                if by > now {
                    later += rooms[by];
                }
                let must = demand[by] - later;
                if must <= 0 {
                    continue;
                }
                let can: i64 = candidates.iter().map(|candidate| self.least[resource][candidate.item][by]).sum();
                if must > can || must > rooms[now] {
                    return None;
                }
                demands.push(Demand { resource, by, spare: can - must });
            }
        }
        Some(demands)
    }

    /// Which loads the candidates can add up to, where every item is done in the term in which it starts.
    fn sums(&self, term: i32, candidates: &[Candidate]) -> Option<Sums> {
        let now = usize::try_from(term).ok()?;
        let cap = i64::from(self.cap[now]);
        let most = (cap - i64::from(self.load[now])) / self.unit;
        if !self.flat || most > UNITS_MAX {
            return None;
        }
        let free = |term: usize| (i64::from(self.cap[term]) - i64::from(self.load[term])) / self.unit;
        let later: i64 = (now + 1..self.cap.len()).map(free).sum();
        let least_load = i64::from(self.problem.terms[now].least_load);
        let least = (self.load_left / self.unit - later).max((least_load + self.unit - 1) / self.unit);
        let words = usize::try_from(most / 64 + 1).ok()?;
        let mut reach = vec![vec![0_u64; words]; candidates.len() + 1];
        reach[candidates.len()][0] = 1;
        for (place, candidate) in candidates.iter().enumerate().rev() {
            let (with, without) = reach.split_at_mut(place + 1);
            let (with, without) = (&mut with[place], &without[0]);
            with.copy_from_slice(without);
            for option in &candidate.options {
                let load = usize::try_from(i64::from(self.way(option).load) / self.unit).ok()?;
                shifted_or(with, without, load);
            }
        }
        Some(Sums { unit: self.unit, least, most, loaded: 0, reach })
    }
}

/// When a way starts and ends if it starts in that term.
pub(super) fn start_in(problem: &Problem, way: &Way, term: i32) -> Option<(Tick, Tick)> {
    match way.timing {
        Timing::Dated { start, end } => (problem.term(start) == term).then_some((start, end)),
        Timing::Rolling { from, until, terms } => {
            let start = problem.first_tick(term);
            (from <= start && start <= until).then(|| (start, problem.first_tick(term + terms) - 1))
        }
    }
}

/// Adds to `into` the bits of `bits`, moved up by `by`.
fn shifted_or(into: &mut [u64], bits: &[u64], by: usize) {
    let (words, rest) = (by / 64, by % 64);
    for place in (words..into.len()).rev() {
        let mut word = bits[place - words] << rest;
        if rest > 0 && place > words {
            word |= bits[place - words - 1] >> (64 - rest);
        }
        into[place] |= word;
    }
}

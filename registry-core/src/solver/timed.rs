//! By when what is needed must be over, for rows to say it.
//!
//! That something is chosen does not say when it is done. Beside the variable of an item there can be some for its
//! *milestones*: 1 when the item is over by that tick. An item that starts by a tick at the latest needs what it asks
//! for to be over before; so does a milestone, whose start is bound by its end. Rows between them hold for every plan
//! in time, and they tell the prices what a choice costs near the deadline: there only what comes soon enough helps.
//! Milestones are made only where they say more than the item itself.

use super::expr::{Expr, NEVER, Tick};
use super::problem::{Problem, Timing, Way};
use super::windows::{Windows, earliest_of, latest_of, next, term_start};

/// The most milestones of a problem; what is beyond them is only chosen, as it would be without any.
const MILESTONES_MAX: usize = 4_096;

/// An item over by a tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Milestone {
    /// The last tick on which it then can end.
    pub(crate) end: Tick,
    /// The last tick on which it then can start.
    pub(crate) start: Tick,
}

/// What is asked of the items that a requirement names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asks {
    /// To be over sooner or later, and days to come by that tick.
    Met(Tick),
    /// To be over before that tick.
    Over(Tick),
    /// To have started in the term of that tick or earlier.
    Begun(Tick),
}

impl Asks {
    /// Whether a day meets what is asked.
    pub(crate) fn met_from(self, day: Tick) -> bool {
        let (Asks::Met(by) | Asks::Over(by) | Asks::Begun(by)) = self;
        day <= by
    }
}

/// What says that an item does what is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// It cannot.
    Never,
    /// That it is chosen.
    Chosen,
    /// That milestone of it, by its place.
    Milestone(usize),
}

/// The milestones of every item of a problem.
#[derive(Debug)]
pub(crate) struct Times<'a> {
    problem: &'a Problem,
    windows: &'a Windows,
    most_load: u32,
    /// By item, the last tick on which it can end.
    last: Vec<Tick>,
    /// By item, the tick by which it is over in any choice, if nothing else is in the way.
    surely: Vec<Tick>,
    /// By item, in order.
    milestones: Vec<Vec<Milestone>>,
    /// How many questions it took.
    pub(crate) asked: usize,
}

impl<'a> Times<'a> {
    /// The milestones within windows that hold for every plan, where no term has more load than `most_load`.
    pub(crate) fn of(problem: &'a Problem, windows: &'a Windows, most_load: u32) -> Self {
        let count = problem.items.len();
        let (last, surely, milestones) = (Vec::with_capacity(count), Vec::with_capacity(count), vec![vec![]; count]);
        let mut times = Self { problem, windows, most_load, last, surely, milestones, asked: 0 };
        for item in 0..count {
            let latest = times.latest(item, Tick::MAX, windows.latest_end[item]);
            times.last.push(latest.map_or(NEVER, |latest| latest.end));
            let surely = times.surely_over(item);
            times.surely.push(surely);
        }
        times.collect();
        times
    }

    /// Whether an item can be in a plan.
    pub(crate) fn timely(&self, item: usize) -> bool {
        self.windows.timely.contains(item)
    }

    /// The last tick on which an item can start.
    pub(crate) fn latest_start(&self, item: usize) -> Tick {
        self.windows.latest_start[item]
    }

    /// The milestones of an item, in order.
    pub(crate) fn milestones(&self, item: usize) -> &[Milestone] {
        &self.milestones[item]
    }

    /// What says that an item does what is asked.
    pub(crate) fn says(&self, item: usize, asks: Asks) -> Says {
        match self.bound(item, asks) {
            Bound::Never => Says::Never,
            Bound::None => Says::Chosen,
            Bound::By(milestone) => {
                let place = self.milestones[item].binary_search_by_key(&milestone.end, |known| known.end);
                place.map_or(Says::Chosen, Says::Milestone)
            }
        }
    }

    fn bound(&self, item: usize, asks: Asks) -> Bound {
        if !self.timely(item) {
            return Bound::Never;
        }
        let until = match asks {
            Asks::Met(_) => return Bound::None,
            Asks::Over(start) => start.saturating_sub(1),
            // What starts by then, ends when the longest of its ways does.
            Asks::Begun(start) => {
                let start_by = self.problem.first_tick(self.problem.term(start).saturating_add(1)).saturating_sub(1);
                match self.latest(item, start_by, self.windows.latest_end[item]) {
                    Some(latest) => latest.end,
                    None => return Bound::Never,
                }
            }
        };
        match self.latest(item, Tick::MAX, until) {
            None => Bound::Never,
            Some(latest) if latest.end >= self.surely[item].min(self.last[item]) => Bound::None,
            Some(latest) => Bound::By(latest),
        }
    }

    /// The latest an item can end, and start, if it starts and ends by then.
    fn latest(&self, item: usize, start_by: Tick, until: Tick) -> Option<Milestone> {
        if !self.timely(item) {
            return None;
        }
        let (windows, problem) = (self.windows, self.problem);
        let within =
            (windows.ready[item], start_by.min(windows.latest_start[item]), until.min(windows.latest_end[item]));
        let of_way = |way: &Way| {
            let start = latest_of(problem, way, within, self.most_load)?;
            let end = match way.timing {
                Timing::Dated { end, .. } => end,
                Timing::Rolling { terms, .. } => {
                    problem.first_tick(problem.term(start).saturating_add(terms)).saturating_sub(1)
                }
            };
            Some(Milestone { end, start })
        };
        let later = |one: Milestone, other: Milestone| Milestone {
            end: one.end.max(other.end),
            start: one.start.max(other.start),
        };
        problem.items[item].ways.iter().filter_map(of_way).reduce(later)
    }

    /// The tick by which an item can be over whatever meets its needs; never, if that may be too late.
    fn surely_over(&self, item: usize) -> Tick {
        if !self.timely(item) {
            return NEVER;
        }
        let (of, windows) = (&self.problem.items[item], self.windows);
        let before = self.latest_met(&of.before, &next);
        let beside = self.latest_met(&of.beside, &|end| term_start(self.problem, end));
        let (Some(before), Some(beside)) = (before, beside) else { return NEVER };
        let ready = windows.ready[item].max(before).max(beside);
        let until = windows.latest_end[item];
        let ends = of.ways.iter().filter_map(|way| earliest_of(self.problem, way, ready, until, self.most_load));
        ends.map(|(_, end)| end).min().unwrap_or(NEVER)
    }

    /// The last tick on which a requirement is met, of all choices that meet it; `None`: nothing can.
    fn latest_met(&self, expr: &Expr, when: &dyn Fn(Tick) -> Tick) -> Option<Tick> {
        let of = |part: &Expr| self.latest_met(part, when);
        match expr {
            Expr::True => Some(Tick::MIN),
            Expr::Never => None,
            Expr::From(day) => Some(*day),
            Expr::Item(item) => self.timely(*item).then(|| when(self.surely[*item])),
            Expr::All(parts) => parts.iter().try_fold(Tick::MIN, |latest, part| Some(latest.max(of(part)?))),
            Expr::AtLeast(_, parts) => parts.iter().filter_map(of).max(),
        }
    }

    /// Makes the milestones that are asked for: those of an item are complete once all that may need it has asked.
    fn collect(&mut self) {
        let mut made = 0;
        for item in (0..self.problem.items.len()).rev().filter(|&item| self.windows.timely.contains(item)) {
            let mut starts: Vec<Tick> = self.milestones[item].iter().map(|milestone| milestone.start).collect();
            starts.push(self.windows.latest_start[item]);
            starts.dedup();
            for start in starts {
                let problem = self.problem;
                let of = &problem.items[item];
                for (expr, asks) in [(&of.before, Asks::Over(start)), (&of.beside, Asks::Begun(start))] {
                    expr.visit_items(&mut |other| {
                        self.asked += 1;
                        if made < MILESTONES_MAX
                            && let Bound::By(milestone) = self.bound(other, asks)
                            && let known = &mut self.milestones[other]
                            && let Err(place) = known.binary_search_by_key(&milestone.end, |known| known.end)
                        {
                            known.insert(place, milestone);
                            made += 1;
                        }
                    });
                }
            }
        }
    }
}

/// By when an item must be over.
enum Bound {
    Never,
    None,
    By(Milestone),
}

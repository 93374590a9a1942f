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
use super::plan::{Bounds, Found, Measure, Measures, Meter, Order, Placed};
use super::problem::{Choice, Problem, Timing, next, week_of};
use crate::solver::expr::{Day, Expr, NEVER};

/// The most states that are remembered; with more, memory would grow with the budget. A few tens of megabytes.
const SEEN_MAX: usize = 200_000;

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
    let mut search = Search::new(problem, order, bounds, meter.left);
    search.node(0);
    meter.take(search.used);
    let bound = if problem.complete { search.bound() } else { i64::MIN };
    Found { plan: search.best, proved: !search.exhausted && problem.complete, bound }
}

pub(super) struct Search<'a> {
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
    seen: BTreeMap<Box<[i32]>, Measures>,
    pub(super) floor: Floor,
    /// For each plan year, what may start only then; worked out when first asked for.
    pub(super) later: Vec<Option<Later>>,
    pub(super) best: Option<(Measures, Vec<Placed>)>,
    used: u64,
    budget: u64,
    exhausted: bool,
    /// What is compared first is no less than this in any plan that was not looked at.
    open: i64,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, order: &'a Order, bounds: Bounds, budget: u64) -> Self {
        let most = u32::try_from(bounds.most.heaviest.clamp(0, i64::from(u32::MAX))).unwrap_or(u32::MAX);
        let cap = problem.minutes_per_week.min(most);
        Self {
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
            used: 0,
            budget,
            exhausted: false,
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
    fn node(&mut self, week: i32) {
        if self.used >= self.budget {
            self.exhausted = true;
            self.leave_open(week);
            return;
        }
        self.used += 1;
        let problem = self.problem;
        let placed = &self.placed;
        if problem.goal.met(&|item| placed[item].is_some()) {
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
            self.place(&next);
        }
        if !at_once.all {
            self.exhausted = true;
            self.leave_open(week);
        }
    }

    /// Notes what a plan measures at least that goes on from here, where the budget is used up.
    fn leave_open(&mut self, week: i32) {
        let placed = &self.placed;
        let met = self.problem.goal.met(&|item| placed[item].is_some());
        let least = if met { Some(self.so_far) } else { self.floor_measures(week) };
        if let Some(least) = least.filter(|least| self.may_improve(least)) {
            self.open = self.open.min(least.get(self.order.first()));
        }
    }

    fn keep(&mut self) {
        if !self.may_improve(&self.so_far) || (self.order.has(Measure::Credit) && self.needless()) {
            return;
        }
        self.best = Some((self.so_far, self.sequence.clone()));
        // What may still be finished in time has changed.
        self.later.iter_mut().for_each(|later| *later = None);
    }

    /// Whether some step could be left out. Credit alone gains from steps that nothing needs, so it is compared among
    /// plans without any. What is under way is no step, and is there whether a plan waits for it or not.
    fn needless(&self) -> bool {
        let items = &self.problem.items;
        let is_under_way = |item: usize| items[item].choices.iter().all(|choice| choice.offering.is_none());
        self.sequence.iter().filter(|step| !is_under_way(step.item)).any(|left_out| {
            let mut there: Vec<bool> =
                (0..items.len()).map(|item| self.placed[item].is_some() || is_under_way(item)).collect();
            there[left_out.item] = false;
            // What needs it is left out as well: partners need one another.
            let mut fewer = true;
            while fewer {
                let chosen = |item: usize| there[item];
                let needs_it = |item: usize| !items[item].before.met(&chosen) || !items[item].beside.met(&chosen);
                let next = self.sequence.iter().map(|step| step.item).find(|item| there[*item] && needs_it(*item));
                fewer = next.is_some();
                next.into_iter().for_each(|item| there[item] = false);
            }
            self.problem.goal.met(&|item| there[item])
        })
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

    /// Every item that may help, in every way it may be learned, as early as it will go.
    fn moves(&self, week: i32) -> Vec<Move> {
        let problem = self.problem;
        let wanted = self.wanted(week);
        let mut moves = Vec::new();
        for (index, item) in problem.items.iter().enumerate() {
            if !wanted[index] || self.has_twin(index) {
                continue;
            }
            let after = self.after_in_order(index, week);
            let ready = self.ready(index);
            if ready == NEVER {
                continue;
            }
            for choice in 0..item.choices.len() {
                let first = self.fit(index, choice, ready, week);
                for placed in first.into_iter().chain(self.later_years(index, choice, first, week)) {
                    if !self.twin_instead(&placed, &wanted, week)
                        && (after || problem.week(placed.start) > week)
                        && self.may_improve(&self.with(&[placed]))
                    {
                        moves.push(Move { key: self.key(&placed), first: placed, beside: Vec::new() });
                    }
                }
            }
        }
        moves
    }

    /// The items that would help to meet the goal, or what such an item needs.
    pub(super) fn wanted(&self, week: i32) -> Vec<bool> {
        let problem = self.problem;
        let mut wanted = vec![false; problem.items.len()];
        let begun = |item: usize| self.placed[item].is_some();
        // What is still going on may end too late for what comes next: another way to meet the same may end sooner.
        let monday = problem.week_zero + week * 7;
        let over = |item: usize| self.placed[item].is_some_and(|placed| placed.end < monday);
        self.mark(&problem.goal, &begun, &mut wanted);
        loop {
            let known = wanted.iter().filter(|wanted| **wanted).count();
            for index in (0..problem.items.len()).rev() {
                if wanted[index] {
                    self.mark(&problem.items[index].before, &over, &mut wanted);
                    self.mark(&problem.items[index].beside, &begun, &mut wanted);
                }
            }
            // Partners may stand after what they are needed for: then once more.
            if !problem.has_partners || known == wanted.iter().filter(|wanted| **wanted).count() {
                return wanted;
            }
        }
    }

    /// Whether the same is placed within other tiers.
    pub(super) fn has_twin(&self, item: usize) -> bool {
        self.problem.items[item].twins.iter().any(|twin| self.placed[*twin].is_some())
    }

    /// The same way as early as it goes in each later plan year, where that may cost less: a pot of funding is filled
    /// anew, or more of a pot is left for what comes first.
    fn later_years(&self, item: usize, choice: usize, first: Option<Placed>, week: i32) -> Vec<Placed> {
        let problem = self.problem;
        let Some(first) = first.filter(|_| problem.waits_for_years()) else { return Vec::new() };
        let mut later: Vec<Placed> = Vec::new();
        for begins in problem.years.iter().skip(problem.year(first.start) + 1).take_while(|day| **day <= problem.end) {
            let last = later.last().map_or(first.start, |placed| placed.start);
            later.extend(self.fit(item, choice, *begins, week).filter(|placed| placed.start > last));
        }
        later
    }

    /// In which order moves are tried.
    pub(super) fn key(&self, placed: &Placed) -> [i64; 3] {
        let item = &self.problem.items[placed.item];
        let way = &item.choices[placed.choice];
        let end = i64::from(placed.end);
        match self.order.first() {
            Measure::Finish => [end, way.least_cents, 0],
            Measure::Hours | Measure::Minutes => [way.minutes.into(), end, way.least_cents],
            Measure::Credit => [-item.credit, way.least_cents, end],
            Measure::NotLed => [way.not_led.into(), way.least_cents, end],
            _ => [way.least_cents, end, 0],
        }
    }

    /// The first day on which all an item needs is met by what is placed.
    fn ready(&self, item: usize) -> Day {
        let (problem, item) = (self.problem, &self.problem.items[item]);
        let before = item.before.day(&|other| self.placed[other].map_or(NEVER, |placed| next(placed.end)));
        let beside =
            item.beside.day(&|other| self.placed[other].map_or(NEVER, |placed| week_of(problem, placed.start)));
        before.max(beside)
    }

    /// Whether the same step may as well be taken within a tier, which counts for more.
    fn twin_instead(&self, placed: &Placed, wanted: &[bool], week: i32) -> bool {
        let items = &self.problem.items;
        let closer = |twin: &&usize| wanted[**twin] && items[**twin].tiers.len() > items[placed.item].tiers.len();
        items[placed.item].twins.iter().filter(closer).any(|twin| {
            let ready = self.ready(*twin);
            ready != NEVER
                && self.fit(*twin, placed.choice, ready, week).is_some_and(|other| other.start == placed.start)
        })
    }

    /// At least so much a plan measures that has these steps more.
    pub(super) fn with(&self, next: &[Placed]) -> Measures {
        // What is still to come may bring any credit; its bound is looked at in the node after.
        let credit = if self.order.has(Measure::Credit) { i64::MIN } else { 0 };
        next.iter().fold(Measures { credit, ..self.so_far }, |least, next| {
            let way = &self.problem.items[next.item].choices[next.choice];
            Measures {
                cost: least.cost + way.least_cents,
                lacking: least.lacking + i64::from(way.lacking),
                finish: least.finish.max(next.end.into()),
                heaviest: least.heaviest.max(way.minutes.into()),
                ..least
            }
        })
    }

    /// Whether an item may be placed in the week of what was placed last: items that start in one week are placed in
    /// order of their numbers, unless one needs another of them, so that no set is tried in every order.
    fn after_in_order(&self, index: usize, week: i32) -> bool {
        let problem = self.problem;
        let item = &problem.items[index];
        let same_week = || self.sequence.iter().rev().take_while(|placed| problem.week(placed.start) == week);
        same_week().next().is_none_or(|last| index > last.item)
            || same_week().any(|placed| item.before.names(placed.item) || item.beside.names(placed.item))
    }

    /// Marks the items that would help to meet a requirement that those items do not meet which `meets` names.
    fn mark(&self, expr: &Expr, meets: &impl Fn(usize) -> bool, wanted: &mut [bool]) {
        match expr {
            Expr::True | Expr::Never | Expr::From(_) => {}
            Expr::Item(item) => wanted[*item] |= self.placed[*item].is_none(),
            Expr::All(parts) => parts.iter().for_each(|part| self.mark(part, meets, wanted)),
            Expr::AtLeast(..) if expr.settled(meets) => {}
            Expr::AtLeast(_, parts) => parts.iter().for_each(|part| self.mark(part, meets, wanted)),
        }
    }

    /// The earliest start of an item in one way, not before `ready` and not before `week`, within every limit.
    pub(super) fn fit(&self, item: usize, choice: usize, ready: Day, week: i32) -> Option<Placed> {
        let problem = self.problem;
        let way = &problem.items[item].choices[choice];
        if way.minutes > self.cap {
            return None;
        }
        match way.timing {
            Timing::Dated { start, end } => {
                let free = start >= ready && problem.week(start) >= week;
                let fits = free && self.busy(problem.week(start), problem.week(end), way.minutes).is_none();
                let placed = Placed { start, end, item, choice };
                (fits && self.affordable(&placed, way)).then_some(placed)
            }
            Timing::Rolling { from, until, weeks } => {
                let earliest = from.max(ready);
                let mut first = week.max((earliest - problem.week_zero + 6).div_euclid(7));
                loop {
                    let start = problem.week_zero + first * 7;
                    if start > until {
                        return None;
                    }
                    if let Some(busy) = self.busy(first, first + weeks - 1, way.minutes) {
                        first = busy + 1;
                        continue;
                    }
                    let placed = Placed { start, end: start + weeks * 7 - 1, item, choice };
                    if self.affordable(&placed, way) {
                        return Some(placed);
                    } else {
                        // The year is spent: go on in the next one.
                        let next_year = *problem.years.get(problem.year(start) + 1)?;
                        first = (next_year.min(until + 7) - problem.week_zero + 6).div_euclid(7);
                    }
                }
            }
        }
    }

    /// The last week from `first` to `last` in which so many minutes more do not fit.
    pub(super) fn busy(&self, first: i32, last: i32, minutes: u32) -> Option<i32> {
        if minutes == 0 {
            return None;
        }
        let full = |week: &i32| {
            let load = usize::try_from(*week).ok().and_then(|week| self.load.get(week)).copied().unwrap_or(u32::MAX);
            load.checked_add(minutes).is_none_or(|sum| sum > self.cap)
        };
        (first..=last).rev().find(full)
    }

    fn affordable(&self, placed: &Placed, way: &Choice) -> bool {
        let year = self.problem.year(placed.start);
        let within = || self.problem.paid(self.sequence.iter().chain([placed])).is_some();
        let paid = if !self.problem.pots.is_empty() {
            within()
        } else {
            self.paid[year].checked_add(way.cents).is_some_and(|sum| sum <= self.problem.cents_per_year)
        };
        paid && self.days[year].checked_add(way.days).is_some_and(|sum| sum <= self.problem.days_per_year)
    }

    /// Places what a move has, goes on, and takes it away again.
    fn place(&mut self, next: &Move) {
        let before = self.so_far;
        self.put(next.first);
        next.beside.iter().for_each(|beside| self.put(*beside));

        self.node(self.problem.week(next.first.start));

        next.beside.iter().rev().for_each(|beside| self.take(beside));
        self.take(&next.first);
        self.so_far = before;
    }

    fn put(&mut self, next: Placed) {
        let problem = self.problem;
        let way = &problem.items[next.item].choices[next.choice];
        let (first, last) = (problem.week(next.start), problem.week(next.end));
        let year = problem.year(next.start);
        for week in first..=last {
            let load = &mut self.load[usize::try_from(week).unwrap_or(0)];
            *load += way.minutes;
            self.so_far.heaviest = self.so_far.heaviest.max(i64::from(*load));
        }
        self.paid[year] += way.cents;
        self.days[year] += way.days;
        self.so_far.cost = self.cost_with(&next, way);
        self.so_far.lacking += i64::from(way.lacking);
        self.so_far.finish = self.so_far.finish.max(i64::from(next.end));
        self.so_far.steps += 1;
        self.so_far.not_led += i64::from(way.not_led);
        if self.order.has(Measure::Credit) {
            self.so_far.credit -= problem.items[next.item].credit;
        }
        self.so_far.unadvised += self.against_advice(&next);
        self.placed[next.item] = Some(next);
        self.sequence.push(next);
    }

    /// Takes away what was placed last, but for what was measured so far.
    fn take(&mut self, last: &Placed) {
        let problem = self.problem;
        let way = &problem.items[last.item].choices[last.choice];
        let year = problem.year(last.start);
        self.sequence.pop();
        self.placed[last.item] = None;
        self.days[year] -= way.days;
        self.paid[year] -= way.cents;
        for week in problem.week(last.start)..=problem.week(last.end) {
            self.load[usize::try_from(week).unwrap_or(0)] -= way.minutes;
        }
    }

    /// What is paid with one more step.
    fn cost_with(&self, next: &Placed, way: &Choice) -> i64 {
        if self.problem.pots.is_empty() {
            return self.so_far.cost + way.cents;
        }
        let steps = || self.sequence.iter().chain([next]);
        let price = |placed: &Placed| self.problem.items[placed.item].choices[placed.choice].cents;
        let paid = self.problem.paid(steps());
        let funded: i64 = paid.map_or(0, |paid| (0..paid.by_step.len()).map(|step| paid.of(step)).sum());
        steps().map(price).sum::<i64>() - funded
    }

    /// How often placing an item now goes against advice on the order: it is advised before something that has
    /// started, or something advised before it has not ended.
    fn against_advice(&self, next: &Placed) -> i64 {
        let items = &self.problem.items;
        let later = |placed: &&Placed| items[placed.item].advised.contains(&next.item);
        let sooner = |placed: &&Placed| items[next.item].advised.contains(&placed.item) && placed.end >= next.start;
        let against = self.sequence.iter().filter(|placed| later(placed) || sooner(placed)).count();
        i64::try_from(against).unwrap_or(i64::MAX)
    }
}

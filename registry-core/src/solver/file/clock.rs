//! Time as a file gives it: terms, periods, and when each way may start.

use super::bounds::{COST_MAX, ITEMS_MAX, LOAD_MAX, TERMS_MAX, TICK_MAX, TITLE_BYTES_MAX, WAYS_MAX};
use super::fault::{FileFault, Found, Place};
use super::{PeriodEntry, ProblemFile, Requirement, WayEntry};
use crate::solver::expr::{Expr, Tick};
use crate::solver::problem::{Period, Term, Timing, Way};

/// The time of a problem, checked.
#[derive(Debug, Default)]
pub(super) struct Clock {
    pub(super) ticks_per_term: Tick,
    pub(super) first: Tick,
    pub(super) last: Tick,
    pub(super) terms: Vec<Term>,
    pub(super) periods: Vec<Period>,
}

/// A way of an item, with its place in the file's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NumberedWay {
    pub(super) way: Way,
    pub(super) number: usize,
}

/// A number that was found to be within bounds that fit.
fn small(number: i64) -> Tick {
    Tick::try_from(number).unwrap_or(Tick::MAX)
}

fn load(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Clock {
    pub(super) fn of(file: &ProblemFile, found: &mut Found) -> Self {
        let top = &Place::File;
        let most = (TICK_MAX / i64::try_from(file.terms.len().max(1)).unwrap_or(TICK_MAX)).max(1);
        let per_term = found.number(&top.key("ticks_per_term"), file.ticks_per_term.unwrap_or(1), 1, most);
        let ticks = per_term * i64::try_from(file.terms.len()).unwrap_or(0);
        let times = [("first_tick", file.first_tick), ("last_tick", file.last_tick)];
        if file.terms.is_empty() {
            for (key, _) in times.into_iter().filter(|(_, tick)| tick.is_some()) {
                found.push(&top.key(key), FileFault::NoTime { key });
            }
            if !file.periods.is_empty() {
                found.push(&top.key("periods"), FileFault::NoTime { key: "periods" });
            }
            return Self { ticks_per_term: 1, ..Self::default() };
        }
        let first = found.number(&top.key("first_tick"), file.first_tick.unwrap_or(0), 0, ticks - 1);
        let last = found.number(&top.key("last_tick"), file.last_tick.unwrap_or(ticks - 1), 0, ticks - 1);
        if last < first {
            let fault = FileFault::Backwards { first: "first_tick", after: first, second: "last_tick", found: last };
            found.push(&top.key("last_tick"), fault);
        }
        let mut clock = Self {
            ticks_per_term: small(per_term),
            first: small(first),
            last: small(last),
            terms: terms(file, found),
            periods: Vec::new(),
        };
        clock.periods = clock.read_periods(&file.periods, found);
        clock
    }

    /// How many terms there are.
    fn count(&self) -> i64 {
        i64::try_from(self.terms.len()).unwrap_or(i64::MAX)
    }

    /// The first tick of a term.
    fn tick(&self, term: i64) -> Tick {
        small(term).saturating_mul(self.ticks_per_term)
    }

    fn read_periods(&self, entries: &[PeriodEntry], found: &mut Found) -> Vec<Period> {
        let (file, mut periods) = (Place::File, Vec::<Period>::with_capacity(entries.len()));
        let all = file.key("periods");
        for (index, entry) in entries.iter().enumerate() {
            let place = all.at(index);
            let first = match (entry.from_term, entry.first_tick) {
                (Some(_), Some(_)) => {
                    found.push(&place, FileFault::Together { first: "from_term", second: "first_tick" });
                    continue;
                }
                (Some(term), None) => self.tick(found.number(&place.key("from_term"), term, 0, self.count() - 1)),
                (None, Some(tick)) => small(found.number(&place.key("first_tick"), tick, 0, TICK_MAX)),
                (None, None) => {
                    let why = "a period says when it begins";
                    found.push(&place, FileFault::Missing { key: "from_term", why });
                    continue;
                }
            };
            if let Some(before) = periods.last().filter(|before| before.first >= first) {
                let fault = FileFault::Backwards {
                    first: "the period before it",
                    after: before.first.into(),
                    second: "its first tick",
                    found: first.into(),
                };
                found.push(&place, fault);
            }
            let money = entry.money.map(|money| found.number(&place.key("money"), money, 0, COST_MAX));
            let days = entry.days.map(|days| found.number(&place.key("days"), days, 0, LOAD_MAX));
            let (most_cost, most_days) = (money.unwrap_or(i64::MAX), days.map_or(u32::MAX, load));
            periods.push(Period { first, most_cost, most_days });
        }
        periods
    }

    /// *From that term on*.
    pub(super) fn met_from_term(&self, place: &Place<'_>, term: i64, found: &mut Found) -> Expr {
        if self.terms.is_empty() {
            found.push(place, FileFault::NoTime { key: "from_term" });
            return Expr::Never;
        }
        self.from(self.tick(found.number(place, term, 0, self.count() - 1)))
    }

    /// *From that tick on*.
    pub(super) fn met_from_tick(&self, place: &Place<'_>, tick: i64, found: &mut Found) -> Expr {
        if self.terms.is_empty() {
            found.push(place, FileFault::NoTime { key: "from_tick" });
            return Expr::Never;
        }
        self.from(small(found.number(place, tick, 0, TICK_MAX)))
    }

    /// From which tick on a requirement of time is met; [`Tick::MIN`] for any other. Of a file that is sound.
    pub(super) fn tick_of(&self, requirement: &Requirement) -> Tick {
        match requirement {
            Requirement::FromTerm(term) => self.tick(*term),
            Requirement::FromTick(tick) => small(*tick),
            _ => Tick::MIN,
        }
    }

    fn from(&self, tick: Tick) -> Expr {
        match tick {
            tick if tick <= self.first => Expr::True,
            tick if tick > self.last => Expr::Never,
            tick => Expr::From(tick),
        }
    }

    /// The ways that a written way comes to: one for each run of terms in which it may start, none when it cannot
    /// start and end within the time of the problem.
    pub(super) fn ways(
        &self,
        place: &Place<'_>,
        entry: &WayEntry,
        number: usize,
        found: &mut Found,
    ) -> Vec<NumberedWay> {
        found.text(&place.key("title"), &entry.title, 0, TITLE_BYTES_MAX);
        let cost = found.number(&place.key("cost"), entry.cost, 0, COST_MAX);
        let hours = found.number(&place.key("hours"), entry.hours, 0, LOAD_MAX);
        let days = found.number(&place.key("days"), entry.days, 0, LOAD_MAX);
        let lacking = found.number(&place.key("lacking"), entry.lacking, 0, 1_000);
        let timings = self.timings(place, entry, found);
        let way = |timing| Way { cost, load: load(hours), days: load(days), lacking: load(lacking), timing };
        timings.into_iter().map(|timing| NumberedWay { way: way(timing), number }).collect()
    }

    fn timings(&self, place: &Place<'_>, entry: &WayEntry, found: &mut Found) -> Vec<Timing> {
        let keys = [
            ("terms", entry.terms.is_some()),
            ("from_term", entry.from_term.is_some()),
            ("until_term", entry.until_term.is_some()),
            ("length", entry.length.is_some()),
            ("start_tick", entry.start_tick.is_some()),
            ("end_tick", entry.end_tick.is_some()),
        ];
        let given: Vec<&'static str> = keys.iter().filter(|(_, given)| *given).map(|(key, _)| *key).collect();
        if self.terms.is_empty() {
            for &key in &given {
                found.push(&place.key(key), FileFault::NoTime { key });
            }
            return vec![Timing::Rolling { from: 0, until: 0, terms: 1 }];
        }
        let second = |lead: &str| given.iter().copied().find(|key| *key != lead && *key != "length");
        match (entry.start_tick, entry.end_tick) {
            (None, None) => match (&entry.terms, second("terms")) {
                (Some(_), Some(second)) => {
                    found.push(place, FileFault::Together { first: "terms", second });
                    Vec::new()
                }
                (Some(terms), None) => self.listed(place, terms, entry.length, found),
                (None, _) => self.span(place, entry, found),
            },
            (Some(start), Some(end)) => {
                if let Some(second) = given.iter().copied().find(|key| !key.ends_with("_tick")) {
                    found.push(place, FileFault::Together { first: "start_tick", second });
                }
                self.dated(place, start, end, found)
            }
            (Some(_), None) => {
                found.push(place, FileFault::Missing { key: "end_tick", why: "start_tick needs it" });
                Vec::new()
            }
            (None, Some(_)) => {
                found.push(place, FileFault::Missing { key: "start_tick", why: "end_tick needs it" });
                Vec::new()
            }
        }
    }

    fn dated(&self, place: &Place<'_>, start: i64, end: i64, found: &mut Found) -> Vec<Timing> {
        let start = found.number(&place.key("start_tick"), start, 0, TICK_MAX);
        let end = found.number(&place.key("end_tick"), end, 0, TICK_MAX);
        if end < start {
            let fault = FileFault::Backwards { first: "start_tick", after: start, second: "end_tick", found: end };
            found.push(&place.key("end_tick"), fault);
        }
        let (start, end) = (small(start), small(end));
        if start < self.first || end > self.last { Vec::new() } else { vec![Timing::Dated { start, end }] }
    }

    fn length(&self, place: &Place<'_>, length: Option<i64>, found: &mut Found) -> i64 {
        let most = i64::try_from(TERMS_MAX).unwrap_or(i64::MAX);
        found.number(&place.key("length"), length.unwrap_or(1), 1, most)
    }

    /// The first and the last term in which something of that length may start at all.
    fn room(&self, length: i64) -> (i64, i64) {
        let per_term = i64::from(self.ticks_per_term);
        let earliest = (i64::from(self.first) + per_term - 1).div_euclid(per_term);
        let latest = (i64::from(self.last) + 1).div_euclid(per_term) - length;
        (earliest, latest)
    }

    fn span(&self, place: &Place<'_>, entry: &WayEntry, found: &mut Found) -> Vec<Timing> {
        let length = self.length(place, entry.length, found);
        let last = self.count() - 1;
        let from = found.number(&place.key("from_term"), entry.from_term.unwrap_or(0), 0, last);
        let until = found.number(&place.key("until_term"), entry.until_term.unwrap_or(last), 0, last);
        if until < from {
            let fault = FileFault::Backwards { first: "from_term", after: from, second: "until_term", found: until };
            found.push(&place.key("until_term"), fault);
        }
        self.rolling(from, until, length).into_iter().collect()
    }

    fn rolling(&self, from: i64, until: i64, length: i64) -> Option<Timing> {
        let (earliest, latest) = self.room(length);
        let (from, until) = (from.max(earliest), until.min(latest));
        (from <= until).then(|| Timing::Rolling {
            from: self.tick(from),
            until: self.tick(until),
            terms: small(length),
        })
    }

    fn listed(&self, place: &Place<'_>, terms: &[i64], length: Option<i64>, found: &mut Found) -> Vec<Timing> {
        let length = self.length(place, length, found);
        let all = place.key("terms");
        if terms.is_empty() {
            found.push(&all, FileFault::Empty { key: "terms" });
        }
        let last = self.count() - 1;
        let mut starts = Vec::with_capacity(terms.len());
        for (index, term) in terms.iter().enumerate() {
            starts.push(found.number(&all.at(index), *term, 0, last));
        }
        starts.sort_unstable();
        starts.dedup();
        let runs = starts.chunk_by(|before, after| before + 1 == *after);
        runs.filter_map(|run| self.rolling(run[0], run[run.len() - 1], length)).collect()
    }
}

fn terms(file: &ProblemFile, found: &mut Found) -> Vec<Term> {
    let top = Place::File;
    let all = top.key("terms");
    let items_max = i64::try_from(ITEMS_MAX).unwrap_or(i64::MAX);
    let mut terms = Vec::with_capacity(file.terms.len());
    for (index, entry) in file.terms.iter().enumerate() {
        let place = all.at(index);
        found.text(&place.key("name"), &entry.name, 0, TITLE_BYTES_MAX);
        let hours = entry.hours.map(|hours| found.number(&place.key("hours"), hours, 0, LOAD_MAX));
        let least_hours = found.number(&place.key("least_hours"), entry.least_hours, 0, LOAD_MAX);
        let items = entry.most_items.map(|items| found.number(&place.key("most_items"), items, 0, items_max));
        let least_items = found.number(&place.key("least_items"), entry.least_items, 0, items_max);
        for (first, least, second, most) in
            [("least_hours", least_hours, "hours", hours), ("least_items", least_items, "most_items", items)]
        {
            if let Some(most) = most.filter(|most| *most < least) {
                found.push(&place, FileFault::LeastOverMost { first, least, second, most });
            }
        }
        terms.push(Term {
            most_load: hours.map_or(u32::MAX, load),
            least_load: load(least_hours),
            most_items: items.map_or(u32::MAX, load),
            least_items: load(least_items),
        });
    }
    terms
}

/// The ways of every item, in order.
pub(super) fn ways(file: &ProblemFile, clock: &Clock, found: &mut Found) -> Vec<Vec<NumberedWay>> {
    let top = Place::File;
    let items = top.key("items");
    let mut all = Vec::with_capacity(file.items.len());
    for (index, item) in file.items.iter().enumerate() {
        let place = items.at(index);
        if item.ways.is_empty() {
            all.push(clock.ways(&place, &item.own_way(), 0, found));
            continue;
        }
        if item.own_way() != WayEntry::default() {
            let second = "cost, hours, days, lacking or a time";
            found.push(&place, FileFault::Together { first: "ways", second });
        }
        if item.ways.len() > WAYS_MAX {
            let (most, count) = (WAYS_MAX, item.ways.len());
            found.push(&place.key("ways"), FileFault::TooMany { what: "ways", found: count, most });
        }
        let list = place.key("ways");
        let mut ways = Vec::new();
        for (number, entry) in item.ways.iter().take(WAYS_MAX).enumerate() {
            ways.extend(clock.ways(&list.at(number), entry, number, found));
        }
        all.push(ways);
    }
    all
}

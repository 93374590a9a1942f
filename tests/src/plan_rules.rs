//! The rules of a plan for a problem file, written a second time, over the file itself and nothing that was made of it.

use std::collections::BTreeMap;

use registry_core::solver::file::{Answer, ItemEntry, ProblemFile, Requirement, Selection, Span, WayEntry};
use semver::{Version, VersionReq};

/// What is wrong with the plan of an answer; empty when it keeps every rule, and when there is no plan.
pub fn broken(file: &ProblemFile, answer: &Answer) -> Vec<String> {
    if answer.measures.is_none() {
        return Vec::new();
    }
    let mut rules = Rules { file, chosen: BTreeMap::new(), ids: BTreeMap::new(), broken: Vec::new() };
    rules.ids = file.items.iter().enumerate().map(|(index, item)| (item.id.as_str(), index)).collect();
    for planned in &answer.plan {
        let way = way_of(&file.items[planned.item], planned.way);
        if rules.chosen.insert(planned.item, (planned.span, way)).is_some() {
            rules.broken.push(format!("{} is chosen twice", planned.id));
        }
    }
    rules.items();
    rules.together();
    rules.terms();
    rules.periods();
    rules.credit();
    rules.measures(answer);
    if let Some(goal) = &file.goal
        && !rules.met(goal, &|_| true, i64::MAX)
    {
        rules.broken.push("the goal is not met".to_owned());
    }
    rules.broken
}

fn way_of(item: &ItemEntry, number: usize) -> WayEntry {
    item.ways.get(number).cloned().unwrap_or_else(|| WayEntry {
        title: String::new(),
        cost: item.cost,
        hours: item.hours,
        days: item.days,
        lacking: item.lacking,
        terms: item.terms.clone(),
        from_term: item.from_term,
        until_term: item.until_term,
        length: item.length,
        start_tick: item.start_tick,
        end_tick: item.end_tick,
    })
}

struct Rules<'a> {
    file: &'a ProblemFile,
    chosen: BTreeMap<usize, (Option<Span>, WayEntry)>,
    ids: BTreeMap<&'a str, usize>,
    broken: Vec<String>,
}

impl Rules<'_> {
    fn per_term(&self) -> i64 {
        self.file.ticks_per_term.unwrap_or(1)
    }

    /// Whether a requirement is met by what is held and what is chosen and `counts`, at a tick.
    fn met(&self, requirement: &Requirement, counts: &dyn Fn(&Option<Span>) -> bool, tick: i64) -> bool {
        let item = |index: usize| {
            let held = self.file.items[index].held;
            held || self.chosen.get(&index).is_some_and(|(span, _)| counts(span))
        };
        let named = |id: &str| {
            let set = self.file.equivalent.iter().find(|set| set.iter().any(|member| member == id));
            let alone = [id.to_owned()];
            set.map_or(&alone[..], Vec::as_slice).iter().any(|member| item(self.ids[member.as_str()]))
        };
        let met = |part: &Requirement| self.met(part, counts, tick);
        match requirement {
            Requirement::Item(id) => named(id),
            Requirement::Course { course, range } => {
                let range = VersionReq::parse(range).expect("a range");
                let fits = |entry: &&ItemEntry| {
                    entry.course.as_ref() == Some(course)
                        && entry.version.as_ref().is_some_and(|v| range.matches(&Version::parse(v).expect("a version")))
                };
                self.file.items.iter().filter(fits).any(|entry| named(&entry.id))
            }
            Requirement::All(of) => of.iter().all(met),
            Requirement::Any(of) => of.iter().any(met),
            Requirement::AtLeast { least, of } => of.iter().filter(|part| met(part)).count() as i64 >= *least,
            Requirement::FromTerm(term) => tick >= term * self.per_term(),
            Requirement::FromTick(from) => tick >= *from,
            Requirement::Never(_) => false,
        }
    }

    fn items(&mut self) {
        let mut broken = Vec::new();
        for (index, (span, way)) in &self.chosen {
            let item = &self.file.items[*index];
            let mut say = |what: &str| broken.push(format!("{} {what}: {span:?}", item.id));
            if item.held || item.refused {
                say("is held or refused");
            }
            let start = span.map_or(0, |span| span.start_tick);
            if let Some(span) = span {
                if !self.may_be(span, way) {
                    say("may not be then");
                }
            } else if !self.file.terms.is_empty() {
                say("has no time");
            }
            let over = |other: &Option<Span>| other.is_none_or(|other| other.end_tick < start);
            if item.prerequisite.as_ref().is_some_and(|asked| !self.met(asked, &over, start)) {
                say("comes before its prerequisite");
            }
            let begun = |other: &Option<Span>| {
                other.is_none_or(|other| {
                    other.start_tick.div_euclid(self.per_term()) <= start.div_euclid(self.per_term())
                })
            };
            if item.corequisite.as_ref().is_some_and(|asked| !self.met(asked, &begun, start)) {
                say("comes before its corequisite");
            }
        }
        self.broken.extend(broken);
    }

    fn may_be(&self, span: &Span, way: &WayEntry) -> bool {
        let last = self.file.last_tick.unwrap_or(self.file.terms.len() as i64 * self.per_term() - 1);
        let inside = span.start_tick >= self.file.first_tick.unwrap_or(0) && span.end_tick <= last;
        let (start_term, begins) = (span.start_tick / self.per_term(), span.start_tick % self.per_term() == 0);
        let fits = match (way.start_tick, way.end_tick) {
            (Some(start), Some(end)) => (span.start_tick, span.end_tick) == (start, end),
            _ => {
                let length = way.length.unwrap_or(1) * self.per_term();
                let offered = match &way.terms {
                    Some(terms) => terms.contains(&start_term),
                    None => (way.from_term.unwrap_or(0)..=way.until_term.unwrap_or(i64::MAX)).contains(&start_term),
                };
                begins && offered && span.end_tick - span.start_tick + 1 == length
            }
        };
        inside && fits
    }

    /// Exclusions and sets of equivalent items.
    fn together(&mut self) {
        let here = |id: &String| {
            let index = self.ids[id.as_str()];
            self.chosen.contains_key(&index) || self.file.items[index].held
        };
        let mut broken = Vec::new();
        for (index, item) in self.file.items.iter().enumerate() {
            let chosen = self.chosen.contains_key(&index);
            for other in item.excludes.iter().filter(|other| here(&item.id) && here(other)) {
                if chosen || self.chosen.contains_key(&self.ids[other.as_str()]) {
                    broken.push(format!("{} and {other} exclude one another", item.id));
                }
            }
        }
        for set in &self.file.equivalent {
            let chosen = set.iter().filter(|id| self.chosen.contains_key(&self.ids[id.as_str()])).count();
            let held = set.iter().any(|id| self.file.items[self.ids[id.as_str()]].held);
            if chosen > usize::from(!held) {
                broken.push(format!("more than one of {set:?}"));
            }
        }
        self.broken.extend(broken);
    }

    fn terms(&mut self) {
        for (number, term) in self.file.terms.iter().enumerate() {
            let going_on = self.chosen.values().filter(|(span, _)| {
                span.is_some_and(|span| {
                    (span.start_tick / self.per_term()..=span.end_tick / self.per_term()).contains(&(number as i64))
                })
            });
            let (hours, count) = going_on.fold((0, 0), |(hours, count), (_, way)| (hours + way.hours, count + 1));
            let fits = (term.least_hours..=term.hours.unwrap_or(i64::MAX)).contains(&hours)
                && (term.least_items..=term.most_items.unwrap_or(i64::MAX)).contains(&count);
            if !fits {
                self.broken.push(format!("term {number} has {hours} hours and {count} items"));
            }
        }
    }

    fn periods(&mut self) {
        let firsts: Vec<i64> = self
            .file
            .periods
            .iter()
            .map(|period| period.first_tick.unwrap_or(period.from_term.unwrap_or(0) * self.per_term()))
            .collect();
        for (number, period) in self.file.periods.iter().enumerate() {
            let inside = firsts[number]..firsts.get(number + 1).copied().unwrap_or(i64::MAX);
            let starts = self.chosen.values().filter(|(span, _)| span.is_some_and(|s| inside.contains(&s.start_tick)));
            let (cost, days) = starts.fold((0, 0), |(cost, days), (_, way)| (cost + way.cost, days + way.days));
            if cost > period.money.unwrap_or(i64::MAX) || days > period.days.unwrap_or(i64::MAX) {
                self.broken.push(format!("period {number} costs {cost} and takes {days} days"));
            }
        }
        let cost: i64 = self.chosen.values().map(|(_, way)| way.cost).sum();
        if cost > self.file.budget.unwrap_or(i64::MAX) {
            self.broken.push(format!("{cost} is over the budget"));
        }
    }

    fn fits(&self, index: usize, of: &Selection) -> bool {
        let item = &self.file.items[index];
        let level = |levels: registry_core::solver::file::Levels| {
            let level = item.level;
            level.is_some_and(|l| levels.from.is_none_or(|from| l >= from) && levels.to.is_none_or(|to| l <= to))
        };
        (of.groups.is_empty() || item.groups.iter().any(|group| of.groups.contains(group)))
            && (of.items.is_empty() || of.items.contains(&item.id))
            && of.levels.is_none_or(level)
            && of.transferred.is_none_or(|wanted| item.transferred == wanted)
    }

    /// The credit of what is held or chosen, fits `of`, and fits none of `without`.
    fn sum(&self, of: &Selection, without: &[&Selection]) -> i64 {
        let items = (0..self.file.items.len()).filter(|index| {
            let there = self.file.items[*index].held || self.chosen.contains_key(index);
            there && self.fits(*index, of) && !without.iter().any(|other| self.fits(*index, other))
        });
        items.map(|index| self.file.items[index].credit).sum()
    }

    fn credit(&mut self) {
        let mut broken = Vec::new();
        for entry in &self.file.credit {
            let parts: Vec<&Selection> = entry.counting_at_most.iter().map(|part| &part.of).collect();
            let mut sum = self.sum(&entry.of, &parts);
            for part in &entry.counting_at_most {
                let outside = self.sum(&entry.of, &[&part.of]);
                sum += (self.sum(&entry.of, &[]) - outside).min(part.most);
            }
            if sum < entry.least {
                broken.push(format!("{}: {sum} of {}", entry.name, entry.least));
            }
        }
        for entry in &self.file.caps {
            let sum = self.sum(&entry.of, &[]);
            let within = self.sum(&entry.within.clone().unwrap_or_default(), &[]);
            let passed = sum > entry.most.unwrap_or(i64::MAX)
                || entry.most_percent.is_some_and(|percent| sum * 100 > within * percent);
            if passed {
                broken.push(format!("{}: {sum} of {within}", entry.name));
            }
        }
        self.broken.extend(broken);
    }

    fn measures(&mut self, answer: &Answer) {
        let Some(said) = answer.measures else {
            return;
        };
        let cost: i64 = self.chosen.values().map(|(_, way)| way.cost).sum();
        let lacking: i64 = self.chosen.values().map(|(_, way)| way.lacking).sum();
        let credit: i64 = self.chosen.keys().map(|index| self.file.items[*index].credit).sum();
        let finish = self.chosen.values().filter_map(|(span, _)| *span).map(|span| span.end_tick).max().unwrap_or(0);
        let found = (cost, lacking, credit, finish);
        if found != (said.cost, said.lacking, said.credit, said.finish) {
            self.broken.push(format!("the measures are {found:?}, not {said:?}"));
        }
    }
}

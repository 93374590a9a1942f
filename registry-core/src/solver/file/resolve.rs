//! Names of a file and what they stand for.

use std::collections::{BTreeMap, BTreeSet};

use semver::{Version, VersionReq};

use super::bounds::{ID_BYTES_MAX, NESTED_MAX, OPERANDS_MAX, TITLE_BYTES_MAX};
use super::clock::Clock;
use super::fault::{FileFault, Found, Place};
use super::ids::Ids;
use super::{ProblemFile, Requirement};
use crate::solver::expr::Expr;
use crate::words::nearest;

/// Looking for what was meant compares with every known name; in a long file only the first few are looked for.
const HINTS_MAX: usize = 20;

/// Where an item stands before anything is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It may be chosen.
    Open,
    /// The person has it.
    Held,
    /// It may not be chosen: refused, or something held takes its place or excludes it.
    Closed,
}

/// The names of a file.
#[derive(Debug)]
pub(super) struct Names<'a> {
    pub(super) file: &'a ProblemFile,
    pub(super) ids: Ids<'a>,
    /// The versions of each course, in order.
    pub(super) courses: BTreeMap<&'a str, Vec<(Version, usize)>>,
    groups: BTreeMap<&'a str, Vec<usize>>,
    /// The sets of equivalent items.
    pub(super) sets: Vec<Vec<usize>>,
    pub(super) set_of: BTreeMap<usize, usize>,
    /// Where each item stands.
    pub(super) standing: Vec<Standing>,
    /// Pairs of items that exclude one another, the lesser first.
    pub(super) excluded: BTreeSet<(usize, usize)>,
    hints: usize,
    operands: usize,
}

/// What an item asks for, over the items of the file.
#[derive(Debug)]
pub(super) struct Asks {
    pub(super) before: Expr,
    pub(super) beside: Expr,
}

impl<'a> Names<'a> {
    pub(super) fn of(file: &'a ProblemFile, found: &mut Found) -> Self {
        let mut names = Self {
            file,
            ids: Ids::of(&file.items),
            courses: BTreeMap::new(),
            groups: BTreeMap::new(),
            sets: Vec::new(),
            set_of: BTreeMap::new(),
            standing: Vec::with_capacity(file.items.len()),
            excluded: BTreeSet::new(),
            hints: 0,
            operands: 0,
        };
        for index in 0..file.items.len() {
            names.add(index, found);
        }
        for versions in names.courses.values_mut() {
            versions.sort();
        }
        names.read_equivalent(found);
        names.read_excludes(found);
        names
    }

    fn add(&mut self, index: usize, found: &mut Found) {
        let item = &self.file.items[index];
        let (top, id) = (Place::File, item.id.as_str());
        let (all, most) = (top.key("items"), ID_BYTES_MAX);
        let place = all.at(index);
        found.text(&place.key("id"), id, 1, most);
        found.text(&place.key("title"), &item.title, 0, TITLE_BYTES_MAX);
        if let Some(first) = self.ids.get(id).filter(|first| *first != index) {
            let first = all.at(first).to_string();
            found.push(&place.key("id"), FileFault::Duplicate { id: id.to_owned(), first });
        }
        for (number, group) in item.groups.iter().enumerate() {
            found.text(&place.key("groups").at(number), group, 1, most);
            let members = self.groups.entry(group).or_default();
            if members.last() == Some(&index) {
                let first = place.key("groups").to_string();
                found.push(&place.key("groups").at(number), FileFault::Again { name: group.clone(), first });
            } else {
                members.push(index);
            }
        }
        match (&item.course, &item.version) {
            (Some(course), Some(version)) => {
                found.text(&place.key("course"), course, 1, most);
                match Version::parse(version) {
                    Ok(version) => self.courses.entry(course).or_default().push((version, index)),
                    Err(error) => {
                        let (found_text, why) = (version.clone(), error.to_string());
                        let fault =
                            FileFault::Unreadable { what: "a version", found: found_text, why, example: "1.2.0" };
                        found.push(&place.key("version"), fault);
                    }
                }
            }
            (Some(_), None) => {
                found.push(&place, FileFault::Missing { key: "version", why: "course needs it" });
            }
            (None, Some(_)) => {
                found.push(&place, FileFault::Missing { key: "course", why: "version needs it" });
            }
            (None, None) => {}
        }
        if item.held && item.refused {
            found.push(&place, FileFault::HeldAndRefused { id: id.to_owned() });
        }
        self.standing.push(match (item.held, item.refused) {
            (true, _) => Standing::Held,
            (false, true) => Standing::Closed,
            (false, false) => Standing::Open,
        });
    }

    /// Counts operands against their bound. Says it once.
    fn count(&mut self, place: &Place<'_>, operands: usize, found: &mut Found) -> bool {
        let within = self.operands <= OPERANDS_MAX;
        self.operands += operands;
        if within && self.operands > OPERANDS_MAX {
            let fault = FileFault::TooMany {
                what: "operands and ids in all, counted up to here",
                found: self.operands,
                most: OPERANDS_MAX,
            };
            found.push(place, fault);
        }
        self.operands <= OPERANDS_MAX
    }

    fn hint(&mut self, word: &str, known: impl Fn(&Self) -> Option<&str>) -> String {
        let few = self.file.items.len() <= 5_000;
        if (!few && self.hints >= HINTS_MAX) || word.is_empty() {
            return String::new();
        }
        self.hints += 1;
        known(self).map_or_else(String::new, |near| format!("; did you mean {near}?"))
    }

    /// The item of an id.
    pub(super) fn item(&mut self, place: &Place<'_>, id: &str, found: &mut Found) -> Option<usize> {
        let known = self.ids.get(id);
        if known.is_none() {
            let hint = self.hint(id, |names| nearest(id, names.ids.all()));
            let name = shown(id);
            found.push(place, FileFault::Unknown { what: "the id of an item", name, hint });
        }
        known
    }

    /// The items of a group, in order.
    pub(super) fn group(&mut self, place: &Place<'_>, group: &str, found: &mut Found) -> Vec<usize> {
        if let Some(members) = self.groups.get(group) {
            return members.clone();
        }
        let hint = self.hint(group, |names| nearest(group, names.groups.keys().copied()));
        found.push(place, FileFault::Unknown { what: "a group of any item", name: shown(group), hint });
        Vec::new()
    }

    fn read_equivalent(&mut self, found: &mut Found) {
        let (file, top) = (self.file, Place::File);
        let all = top.key("equivalent");
        for (number, ids) in file.equivalent.iter().enumerate() {
            let place = all.at(number);
            if !self.count(&place, ids.len(), found) {
                return;
            }
            let mut set = Vec::with_capacity(ids.len());
            for (at, id) in ids.iter().enumerate() {
                let Some(item) = self.item(&place.at(at), id, found) else {
                    continue;
                };
                if let Some(first) = self.set_of.get(&item) {
                    let first = all.at(*first).to_string();
                    found.push(&place.at(at), FileFault::Again { name: id.clone(), first });
                } else {
                    self.set_of.insert(item, number);
                    set.push(item);
                }
            }
            if ids.is_empty() {
                found.push(&place, FileFault::Empty { key: "equivalent" });
            }
            if set.iter().any(|item| self.standing[*item] == Standing::Held) {
                set.iter().for_each(|item| self.close(*item));
            }
            self.sets.push(set);
        }
    }

    fn close(&mut self, item: usize) {
        if self.standing[item] == Standing::Open {
            self.standing[item] = Standing::Closed;
        }
    }

    fn read_excludes(&mut self, found: &mut Found) {
        let (file, top) = (self.file, Place::File);
        let all = top.key("items");
        for (index, item) in file.items.iter().enumerate().filter(|(_, item)| !item.excludes.is_empty()) {
            let place = all.at(index);
            let list = place.key("excludes");
            if !self.count(&list, item.excludes.len(), found) {
                return;
            }
            for (at, id) in item.excludes.iter().enumerate() {
                let Some(other) = self.item(&list.at(at), id, found) else {
                    continue;
                };
                if other == index {
                    found.push(&list.at(at), FileFault::Itself { id: id.clone(), key: "excludes" });
                    continue;
                }
                let held = |item: usize| file.items[item].held;
                match (held(index), held(other)) {
                    (true, false) => self.close(other),
                    (false, true) => self.close(index),
                    (true, true) => {}
                    (false, false) => {
                        self.excluded.insert((index.min(other), index.max(other)));
                    }
                }
            }
        }
    }

    /// What every item asks for.
    pub(super) fn asks(&mut self, clock: &Clock, found: &mut Found) -> Vec<Asks> {
        let (file, top) = (self.file, Place::File);
        let all = top.key("items");
        let mut asks = Vec::with_capacity(file.items.len());
        for (index, item) in file.items.iter().enumerate() {
            let place = all.at(index);
            let mut read = |key: &'static str, requirement: &Option<Requirement>| match requirement {
                None => Expr::True,
                Some(requirement) => {
                    let owner = Owner { item: Some(index), key };
                    self.expression(&place.key(key), requirement, owner, clock, 1, found)
                }
            };
            let before = read("prerequisite", &item.prerequisite);
            let beside = read("corequisite", &item.corequisite);
            asks.push(Asks { before, beside });
        }
        asks
    }

    /// What the goal asks for.
    pub(super) fn goal(&mut self, clock: &Clock, found: &mut Found) -> Expr {
        let top = Place::File;
        let owner = Owner { item: None, key: "goal" };
        match &self.file.goal {
            None => Expr::True,
            Some(goal) => self.expression(&top.key("goal"), goal, owner, clock, 1, found),
        }
    }

    /// What another goal than the file's own asks for. Operands and hints are counted anew for each.
    pub(super) fn other_goal(&mut self, goal: &Requirement, clock: &Clock, found: &mut Found) -> Expr {
        (self.operands, self.hints) = (0, 0);
        let owner = Owner { item: None, key: "goal" };
        self.expression(&Place::File.key("goal"), goal, owner, clock, 1, found)
    }

    fn expression(
        &mut self,
        place: &Place<'_>,
        requirement: &Requirement,
        owner: Owner,
        clock: &Clock,
        depth: usize,
        found: &mut Found,
    ) -> Expr {
        if depth > NESTED_MAX {
            found.push(place, FileFault::TooDeep { most: NESTED_MAX });
            return Expr::Never;
        }
        if !self.count(place, requirement.operands().len(), found) {
            return Expr::Never;
        }
        let key = match requirement {
            Requirement::All(_) => "all",
            Requirement::Any(_) => "any",
            Requirement::AtLeast { .. } => "of",
            _ => "",
        };
        let list = place.key(key);
        let mut parts = Vec::with_capacity(requirement.operands().len());
        for (at, operand) in requirement.operands().iter().enumerate() {
            parts.push(self.expression(&list.at(at), operand, owner, clock, depth + 1, found));
        }
        match requirement {
            Requirement::Item(id) => match self.item(place, id, found) {
                Some(item) if Some(item) == owner.item => {
                    found.push(place, FileFault::Itself { id: id.clone(), key: owner.key });
                    Expr::Never
                }
                Some(item) => self.met_by(item),
                None => Expr::Never,
            },
            Requirement::Course { course, range } => self.versions(place, course, range, found),
            Requirement::All(_) => all(parts),
            Requirement::Any(of) => {
                if of.is_empty() {
                    found.push(&list, FileFault::Empty { key });
                }
                at_least(1, parts)
            }
            Requirement::AtLeast { least, of } => {
                let most = i64::try_from(of.len()).unwrap_or(i64::MAX);
                // Of too many it is said how many there are.
                let highest = if *least < 1 { most.max(1) } else { i64::MAX };
                let read = found.number(&place.key("at_least"), *least, 1, highest);
                if read > most {
                    let fault =
                        FileFault::LeastOverMost { first: "at_least", least: read, second: "the length of of", most };
                    found.push(place, fault);
                }
                twice(of, &list, found);
                at_least(usize::try_from(read).unwrap_or(usize::MAX), parts)
            }
            Requirement::FromTerm(term) => clock.met_from_term(&place.key("from_term"), *term, found),
            Requirement::FromTick(tick) => clock.met_from_tick(&place.key("from_tick"), *tick, found),
            Requirement::Never(reason) => {
                found.text(&place.key("never"), reason, 1, TITLE_BYTES_MAX);
                Expr::Never
            }
        }
    }

    /// What an item's name asks for: it, or one that is equivalent.
    fn met_by(&self, item: usize) -> Expr {
        let alone = [item];
        let set = self.set(item).unwrap_or(&alone);
        if set.iter().any(|member| self.standing[*member] == Standing::Held) {
            return Expr::True;
        }
        let open = set.iter().filter(|member| self.standing[**member] == Standing::Open);
        at_least(1, open.map(|member| Expr::Item(*member)).collect())
    }

    fn versions(&mut self, place: &Place<'_>, course: &str, range: &str, found: &mut Found) -> Expr {
        let wanted = match VersionReq::parse(range) {
            Ok(wanted) => wanted,
            Err(error) => {
                let (what, why) = ("a version range", error.to_string());
                let fault = FileFault::Unreadable { what, found: shown(range), why, example: "^1.2" };
                found.push(&place.key("range"), fault);
                return Expr::Never;
            }
        };
        let Some(versions) = self.courses.get(course) else {
            let hint = self.hint(course, |names| nearest(course, names.courses.keys().copied()));
            let name = shown(course);
            found.push(&place.key("course"), FileFault::Unknown { what: "the course of any item", name, hint });
            return Expr::Never;
        };
        let fitting: Vec<usize> =
            versions.iter().rev().filter(|(version, _)| wanted.matches(version)).map(|(_, item)| *item).collect();
        if fitting.is_empty() {
            let mut known: Vec<String> = versions.iter().take(5).map(|(version, _)| version.to_string()).collect();
            known.extend((versions.len() > 5).then(|| "…".to_owned()));
            let (course, range, versions) = (shown(course), shown(range), known.join(", "));
            found.push(place, FileFault::NoVersion { course, range, versions });
        }
        let count = fitting.len();
        if !self.count(place, count, found) {
            return Expr::Never;
        }
        at_least(1, fitting.into_iter().map(|item| self.met_by(item)).collect())
    }
}

/// Whose requirement is read.
#[derive(Debug, Clone, Copy)]
struct Owner {
    item: Option<usize>,
    key: &'static str,
}

/// A name as a message shows it.
fn shown(name: &str) -> String {
    let short: String = name.chars().take(80).flat_map(char::escape_debug).collect();
    if short.is_empty() { "\"\"".to_owned() } else { short }
}

/// An id that stands twice in *at least*.
fn twice(of: &[Requirement], list: &Place<'_>, found: &mut Found) {
    let mut seen = BTreeMap::new();
    for (at, operand) in of.iter().enumerate() {
        if let Requirement::Item(id) = operand {
            if let Some(first) = seen.get(id) {
                let first = list.at(*first).to_string();
                found.push(&list.at(at), FileFault::Again { name: shown(id), first });
            } else {
                seen.insert(id, at);
            }
        }
    }
}

/// *All of*, with what is settled folded away; quick with a million parts.
pub(super) fn all(parts: Vec<Expr>) -> Expr {
    if let [Expr::True | Expr::Never | Expr::From(_) | Expr::Item(_)] = parts[..] {
        return single(parts);
    }
    let (mut open, mut named) = (Vec::new(), BTreeSet::new());
    let mut pending: Vec<Expr> = parts;
    pending.reverse();
    while let Some(part) = pending.pop() {
        match part {
            Expr::True => {}
            Expr::Never => return Expr::Never,
            Expr::All(inner) => pending.extend(inner.into_iter().rev()),
            Expr::Item(item) if !named.insert(item) => {}
            other => open.push(other),
        }
    }
    match open.len() {
        0 => Expr::True,
        1 => open.swap_remove(0),
        _ => Expr::All(open),
    }
}

/// *At least so many of*, with what is settled folded away; quick with a million parts.
pub(super) fn at_least(least: usize, parts: Vec<Expr>) -> Expr {
    if let (1, [Expr::True | Expr::Never | Expr::From(_) | Expr::Item(_)]) = (least, &parts[..]) {
        return single(parts);
    }
    let met = parts.iter().filter(|part| **part == Expr::True).count();
    let missing = least.saturating_sub(met);
    let (mut open, mut named) = (Vec::new(), BTreeSet::new());
    let mut pending: Vec<Expr> = parts;
    pending.reverse();
    while let Some(part) = pending.pop() {
        match part {
            Expr::True | Expr::Never => {}
            Expr::AtLeast(1, inner) if missing == 1 => pending.extend(inner.into_iter().rev()),
            Expr::Item(item) if missing == 1 && !named.insert(item) => {}
            other => open.push(other),
        }
    }
    if missing == 0 {
        Expr::True
    } else if open.len() < missing {
        Expr::Never
    } else if open.len() == missing {
        all(open)
    } else {
        Expr::AtLeast(missing, open)
    }
}

/// Most requirements name one item: there is nothing to fold.
fn single(mut parts: Vec<Expr>) -> Expr {
    parts.pop().unwrap_or(Expr::True)
}

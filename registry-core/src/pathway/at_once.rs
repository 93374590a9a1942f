//! Placing partners: items that ask for one another beside them, and so start in one week.
//!
//! Take the steps of a plan that start in one week, and of them the fewest that ask only for one another and for what was
//! placed before: they are a single item, or partners. So placing single items and sets of partners, each as early as it
//! will go, is enough, as it is for single items (see [`search`](super::search)).

use std::collections::{BTreeMap, BTreeSet};

use super::plan::Placed;
use super::problem::{next, week_of};
use super::search::{Move, Search};
use crate::solver::expr::{Day, NEVER};

/// The most sets of partners, and ways to take them, that are tried at one point of a search.
const TRIED_MAX: u64 = 4_096;

/// The ways to place partners at one point of a search.
#[derive(Default)]
pub(super) struct AtOnce {
    pub(super) moves: Vec<Move>,
    /// How many sets and ways were looked at.
    pub(super) tried: u64,
    /// Whether that is all of them.
    pub(super) all: bool,
}

impl Search<'_> {
    /// Every set of partners that may help, in every way, as early as it will go.
    pub(super) fn moves_at_once(&self, week: i32) -> AtOnce {
        let mut found = AtOnce { all: true, ..AtOnce::default() };
        if !self.problem.has_partners {
            return found;
        }
        let wanted = self.wanted(week);
        let is_open = |item: &usize| self.placed[*item].is_none() && !self.has_twin(*item);
        let first = (0..wanted.len()).filter(|item| wanted[*item] && !self.problem.items[*item].partners.is_empty());
        let mut open: Vec<Vec<usize>> = first.filter(is_open).map(|item| vec![item]).collect();
        let mut seen: BTreeSet<Vec<usize>> = open.iter().cloned().collect();
        while let Some(set) = open.pop() {
            if set.len() > 1 {
                self.place_at_once(&set, week, &mut found);
            }
            for more in self.asked_beside(&set).into_iter().filter(is_open) {
                let mut larger = set.clone();
                larger.push(more);
                larger.sort_unstable();
                if !seen.contains(&larger) {
                    found.tried += 1;
                    seen.insert(larger.clone());
                    open.push(larger);
                }
            }
            if found.tried >= TRIED_MAX {
                found.all = false;
                return found;
            }
        }
        found
    }

    /// The partners, without any twin, that members of a set may still need beside them.
    fn asked_beside(&self, set: &[usize]) -> BTreeSet<usize> {
        let items = &self.problem.items;
        let there = |item: usize| self.placed[item].is_some() || set.contains(&item);
        let mut asked = BTreeSet::new();
        for member in set.iter().filter(|member| !items[**member].beside.settled(&there)) {
            items[*member].beside.visit_items(&mut |item| {
                let twin = || items[item].twins.iter().any(|twin| set.contains(twin));
                if items[*member].partners.contains(&item) && !set.contains(&item) && !twin() {
                    asked.insert(item);
                }
            });
        }
        asked
    }

    /// Every way to place a set, in the first week in which it fits.
    fn place_at_once(&self, set: &[usize], week: i32, found: &mut AtOnce) {
        let ready: Vec<Day> = set.iter().map(|item| self.ready_beside(*item, set)).collect();
        if ready.contains(&NEVER) {
            return;
        }
        let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
        for item in set {
            let longer = |way: &Vec<usize>| {
                let choices = 0..self.problem.items[*item].choices.len();
                choices.map(|choice| way.iter().copied().chain([choice]).collect()).collect::<Vec<_>>()
            };
            ways = ways.iter().flat_map(longer).take(usize::try_from(TRIED_MAX).unwrap_or(usize::MAX)).collect();
        }
        for way in ways {
            found.tried += 1;
            let steps: Vec<(usize, usize, Day)> =
                set.iter().zip(&way).zip(&ready).map(|((item, choice), ready)| (*item, *choice, *ready)).collect();
            let first = self.fit_at_once(&steps, Day::MIN, week);
            let later = first.as_ref().map_or(Vec::new(), |first| self.at_once_in_later_years(&steps, first, week));
            let fresh = first.as_ref().map_or(Vec::new(), |first| self.at_once_fresh(&steps, first, week));
            for placed in first.into_iter().chain(later).chain(fresh) {
                if self.may_improve(&self.with(&placed)) {
                    let keys = placed.iter().map(|placed| self.key(placed));
                    let key = keys.fold([i64::MIN; 3], |key, other| [0, 1, 2].map(|at| key[at].max(other[at])));
                    found.moves.push(Move { key, first: placed[0], beside: placed[1..].to_vec() });
                }
            }
        }
    }

    /// The first day on which all that a member of a set needs is met by what is placed and by the set.
    fn ready_beside(&self, item: usize, set: &[usize]) -> Day {
        let (problem, item) = (self.problem, &self.problem.items[item]);
        let before = item.before.day(&|other| self.placed[other].map_or(NEVER, |placed| next(placed.end)));
        let begun = |other: usize| match self.placed[other] {
            Some(placed) => week_of(problem, placed.start),
            None if set.contains(&other) => Day::MIN,
            None => NEVER,
        };
        before.max(item.beside.day(&begun))
    }

    /// The same way as early as it goes in each later plan year, where that may cost less.
    fn at_once_in_later_years(&self, steps: &[(usize, usize, Day)], first: &[Placed], week: i32) -> Vec<Vec<Placed>> {
        let problem = self.problem;
        let mut later: Vec<Vec<Placed>> = Vec::new();
        if problem.waits_for_years() {
            let begins = problem.years.iter().skip(problem.year(first[0].start) + 1);
            for begins in begins.take_while(|day| **day <= problem.end) {
                later.extend(self.fit_at_once(steps, *begins, week));
            }
        }
        later.dedup();
        later
    }

    /// The same way as early as each of them goes that would otherwise be too old when all is finished.
    fn at_once_fresh(&self, steps: &[(usize, usize, Day)], first: &[Placed], week: i32) -> Vec<Vec<Placed>> {
        let starts: BTreeSet<Day> = first.iter().filter_map(|placed| self.fresh_start(placed)).collect();
        starts.into_iter().filter_map(|from| self.fit_at_once(steps, from, week)).collect()
    }

    /// The earliest week in which all can start, not before a day and not before `week`, within every limit.
    fn fit_at_once(&self, steps: &[(usize, usize, Day)], from: Day, week: i32) -> Option<Vec<Placed>> {
        let problem = self.problem;
        let mut week = week;
        loop {
            let placed: Option<Vec<Placed>> =
                steps.iter().map(|(item, choice, ready)| self.fit(*item, *choice, (*ready).max(from), week)).collect();
            let placed = placed?;
            let weeks = || placed.iter().map(|placed| problem.week(placed.start));
            let latest = weeks().max()?;
            if weeks().any(|week| week < latest) {
                week = latest;
            } else if self.fits_at_once(&placed) {
                return Some(placed);
            } else {
                week = latest + 1;
            }
        }
    }

    /// Whether steps that each fit alone fit together: their hours, money and days.
    fn fits_at_once(&self, placed: &[Placed]) -> bool {
        let problem = self.problem;
        let mut minutes: BTreeMap<i32, u32> = BTreeMap::new();
        let mut years: BTreeMap<usize, (i64, u32)> = BTreeMap::new();
        for step in placed {
            let way = &problem.items[step.item].choices[step.choice];
            for week in problem.week(step.start)..=problem.week(step.end) {
                let sum = minutes.entry(week).or_default();
                *sum = sum.saturating_add(way.minutes);
            }
            let (cents, days) = years.entry(problem.year(step.start)).or_default();
            (*cents, *days) = (cents.saturating_add(way.cents), days.saturating_add(way.days));
        }
        let affordable = |(year, (cents, days)): (&usize, &(i64, u32))| {
            let paid = !problem.pots.is_empty()
                || self.paid[*year].checked_add(*cents).is_some_and(|sum| sum <= problem.cents_per_year);
            paid && self.days[*year].checked_add(*days).is_some_and(|sum| sum <= problem.days_per_year)
        };
        let funded = || problem.pots.is_empty() || problem.paid(self.sequence.iter().chain(placed)).is_some();
        minutes.iter().all(|(week, minutes)| self.busy(*week, *week, *minutes).is_none())
            && years.iter().all(affordable)
            && funded()
    }
}

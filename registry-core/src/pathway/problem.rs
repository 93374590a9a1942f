//! The problem: a small structure of items, choices and days, built by walking backwards from the goal.
//!
//! Everything after works on this structure alone. What is held is folded away as met; what no offering teaches as
//! never met; a gate as met from a day on. Items stand in an order in which each comes after all it may need.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::answer::{ItemKey, Limit};
use super::expr::{Day, Expr, NEVER};
use super::request::{HORIZON_YEARS, Limits, PeerWishes, Request, Wish};
use crate::catalogue::Catalogue;
use crate::course::{DaysFrom, Delivery, Mode, Offering, VersionStatus};
use crate::credit::{CreditExchange, CreditPoints, CreditRule};
use crate::date::{add_months, monday_of, monday_on_or_after};
use crate::eligibility::{Standing, gate_from, standing_of};
use crate::id::{CourseCode, OfferingCode, QualificationCode};
use crate::learner_record::LearnerRecord;
use crate::requisite::{Requisite, RequisiteExpr, RequisiteKind};

/// The problem of one request.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The Monday of the first week; week 0 begins here.
    pub(crate) week_zero: Day,
    /// The first day on which anything may start.
    pub(crate) start: Day,
    /// The last day on which anything may end.
    pub(crate) end: Day,
    /// The first day of every plan year, and of the one after the last.
    pub(crate) years: Vec<Day>,
    /// Own time in any week, in minutes.
    pub(crate) minutes_per_week: u32,
    /// Professional-development days in any plan year.
    pub(crate) days_per_year: u32,
    /// Money in any plan year, in cents.
    pub(crate) cents_per_year: i64,
    /// What may be learned, each after all it may need.
    pub(crate) items: Vec<Item>,
    /// What must be met in the end.
    pub(crate) goal: Expr,
}

/// Something that may be learned.
#[derive(Debug)]
pub(crate) struct Item {
    /// What it is.
    pub(crate) key: ItemKey,
    /// What must be finished, or hold, before it starts.
    pub(crate) before: Expr,
    /// What must have started, or hold, when it starts.
    pub(crate) beside: Expr,
    /// What each of its required requisites comes to, with the requisite's place in the list.
    pub(crate) asks: Vec<(usize, Expr)>,
    /// Items that are advised before it.
    pub(crate) advised: Vec<usize>,
    /// The ways it may be learned, none worse than another in every way.
    pub(crate) choices: Vec<Choice>,
}

/// One way of learning an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The offering.
    pub(crate) offering: OfferingCode,
    /// When it may start.
    pub(crate) timing: Timing,
    /// What the learner pays, in cents.
    pub(crate) cents: i64,
    /// Professional-development days.
    pub(crate) days: u32,
    /// Own time in each week it touches, in minutes.
    pub(crate) minutes: u32,
    /// How many of the preferred peer shares it lacks.
    pub(crate) lacking: u32,
}

/// When a choice may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timing {
    /// On fixed days, both included.
    Dated { start: Day, end: Day },
    /// On any Monday from `from` to `until`, for so many weeks.
    Rolling { from: Day, until: Day, weeks: i32 },
}

/// The number of a day.
pub(crate) fn day_number(date: NaiveDate) -> Day {
    date.num_days_from_ce()
}

/// The day of a number; the calendar's ends where there is none.
pub(crate) fn date_of(day: Day) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(day).unwrap_or(if day < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
}

impl Problem {
    /// The week a day is in, counted from 0.
    pub(crate) fn week(&self, day: Day) -> i32 {
        (day - self.week_zero).div_euclid(7)
    }

    /// The plan year a day is in, counted from 0.
    pub(crate) fn year(&self, day: Day) -> usize {
        self.years.partition_point(|first| *first <= day).saturating_sub(1)
    }

    /// How many weeks the plan looks ahead.
    pub(crate) fn weeks(&self) -> usize {
        usize::try_from(self.week(self.end) + 1).unwrap_or(0)
    }
}

/// Builds problems from a request, with some of its limits lifted.
pub(crate) struct Builder<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) record: &'a LearnerRecord,
    limits: &'a Limits,
    wishes: PeerWishes,
    lifted: &'a [Limit],
    end: Day,
    items: Vec<Item>,
    known: BTreeMap<ItemKey, Option<usize>>,
}

impl<'a> Builder<'a> {
    /// A builder for a request without the limits `lifted`.
    pub(crate) fn new(catalogue: &'a Catalogue, request: &'a Request, lifted: &'a [Limit]) -> Self {
        let limits = &request.limits;
        let horizon = add_months(limits.earliest_start, HORIZON_YEARS * 12).unwrap_or(NaiveDate::MAX);
        let deadline = limits.deadline.filter(|_| !lifted.contains(&Limit::Deadline));
        let end = deadline.map_or(horizon, |deadline| deadline.min(horizon));
        Self {
            catalogue,
            record: &request.record,
            limits,
            wishes: request.wishes,
            lifted,
            end: day_number(end),
            items: Vec::new(),
            known: BTreeMap::new(),
        }
    }

    /// The problem of reaching the requirements `parts` together.
    pub(crate) fn finish(mut self, parts: Vec<Expr>) -> Problem {
        self.advise();
        let first = self.limits.earliest_start;
        let year = |index: u32| add_months(first, index * 12).map_or(NEVER, day_number);
        Problem {
            week_zero: day_number(monday_of(first)),
            start: day_number(first),
            end: self.end,
            years: (0..=HORIZON_YEARS).map(year).collect(),
            minutes_per_week: self.unless(Limit::HoursPerWeek, self.limits.hours_per_week.minutes(), u32::MAX),
            days_per_year: self.unless(
                Limit::DaysPerYear,
                self.limits.days_per_year.map_or(u32::MAX, u32::from),
                u32::MAX,
            ),
            cents_per_year: self.unless(
                Limit::BudgetPerYear,
                self.limits.budget_per_year.map_or(i64::MAX, |b| b.cents()),
                i64::MAX,
            ),
            items: self.items,
            goal: Expr::all(parts),
        }
    }

    fn unless<T>(&self, limit: Limit, value: T, free: T) -> T {
        if self.lifted.contains(&limit) { free } else { value }
    }

    fn imposed(&self, limit: Limit) -> bool {
        !self.lifted.contains(&limit)
    }

    /// A requirement of the catalogue over numbered items.
    pub(crate) fn expression(&mut self, expression: &RequisiteExpr) -> Expr {
        match expression {
            RequisiteExpr::All(of) => {
                let parts = of.as_slice().iter().map(|part| self.expression(part)).collect();
                Expr::all(parts)
            }
            RequisiteExpr::Any(of) => {
                let parts = of.as_slice().iter().map(|part| self.expression(part)).collect();
                Expr::any(parts)
            }
            RequisiteExpr::AtLeast(of) => {
                let parts = of.of().iter().map(|part| self.expression(part)).collect();
                Expr::at_least(of.least() as usize, parts)
            }
            RequisiteExpr::Course(wanted) => {
                if self.held(expression) {
                    return Expr::True;
                }
                let Some(course) = self.catalogue.course(&wanted.course) else {
                    return Expr::Never;
                };
                let taught = course.versions.iter().rev().filter(|version| version.status == VersionStatus::Published);
                let fitting = taught.filter(|version| wanted.range.matches(&version.version));
                let keys: Vec<_> =
                    fitting.map(|version| ItemKey::Course(wanted.course.clone(), version.version.clone())).collect();
                let items = keys.into_iter().filter_map(|key| self.item(key)).map(Expr::Item).collect();
                Expr::any(items)
            }
            RequisiteExpr::Qualification(code) => {
                if self.held(expression) {
                    return Expr::True;
                }
                self.item(ItemKey::Qualification(code.clone())).map_or(Expr::Never, Expr::Item)
            }
            RequisiteExpr::Tier(tier) => match self.catalogue.tier(tier) {
                Some(definition) => self.expression(&definition.completion),
                None => Expr::Never,
            },
            RequisiteExpr::Gate(gate) => match gate_from(self.record, gate).map(day_number) {
                None => Expr::Never,
                Some(day) if day <= day_number(self.limits.earliest_start) => Expr::True,
                Some(day) if day > self.end => Expr::Never,
                Some(day) => Expr::From(day),
            },
        }
    }

    fn held(&self, expression: &RequisiteExpr) -> bool {
        let at = self.record.as_at();
        standing_of(self.catalogue, self.record, expression, at, &mut Vec::new()) == Standing::Met
    }

    /// What each requirement among `requisites` that bars the way comes to, with its place in the list.
    pub(crate) fn required(&mut self, requisites: &[Requisite]) -> Vec<(usize, Expr)> {
        let bars = requisites.iter().enumerate().filter(|(_, requisite)| requisite.is_required());
        bars.map(|(place, requisite)| (place, self.expression(requisite.requires()))).collect()
    }

    /// The number of an item, or `None` when it cannot be learned: no offering fits, or a requirement is never met.
    fn item(&mut self, key: ItemKey) -> Option<usize> {
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        // Requisites never go round in a circle, so the entry is only read back after it is settled.
        self.known.insert(key.clone(), None);
        let requisites = requisites_of(self.catalogue, &key)?;
        let asks = self.required(requisites);
        let of_kind = |kind: RequisiteKind| {
            let parts = asks.iter().filter(|(place, _)| requisites[*place].kind() == kind);
            Expr::all(parts.map(|(_, expr)| expr.clone()).collect())
        };
        let before = of_kind(RequisiteKind::Prerequisite);
        let beside = of_kind(RequisiteKind::Corequisite);
        let choices = self.choices(&key);
        if before == Expr::Never || beside == Expr::Never || choices.is_empty() {
            return None;
        }
        let index = self.items.len();
        self.items.push(Item { key: key.clone(), before, beside, asks, advised: Vec::new(), choices });
        self.known.insert(key, Some(index));
        Some(index)
    }

    /// Notes which of the items are advised before others. Advice brings no item into the problem.
    fn advise(&mut self) {
        let number: BTreeMap<ItemKey, usize> =
            self.items.iter().enumerate().map(|(n, item)| (item.key.clone(), n)).collect();
        let catalogue = self.catalogue;
        for item in &mut self.items {
            let Some(requisites) = requisites_of(catalogue, &item.key) else {
                continue;
            };
            for requisite in requisites.iter().filter(|requisite| !requisite.is_required()) {
                requisite.requires().visit_leaves(&mut |leaf| {
                    let advised = number.iter().filter(|(key, _)| match (leaf, key) {
                        (RequisiteExpr::Course(wanted), ItemKey::Course(code, version)) => {
                            wanted.course == *code && wanted.range.matches(version)
                        }
                        (RequisiteExpr::Qualification(wanted), ItemKey::Qualification(code)) => wanted == code,
                        _ => false,
                    });
                    item.advised.extend(advised.map(|(_, index)| *index));
                });
            }
            item.advised.sort_unstable();
            item.advised.dedup();
        }
    }

    fn choices(&self, key: &ItemKey) -> Vec<Choice> {
        let fitting: Vec<Choice> =
            offerings_of(self.catalogue, key).into_iter().filter_map(|offering| self.choice(key, offering)).collect();
        let mut kept: Vec<Choice> = Vec::new();
        for (index, choice) in fitting.iter().enumerate() {
            let beaten = |(other_index, other): (usize, &Choice)| {
                other_index != index && covers(other, choice) && (!covers(choice, other) || other_index < index)
            };
            if !fitting.iter().enumerate().any(beaten) {
                kept.push(choice.clone());
            }
        }
        kept
    }

    fn choice(&self, key: &ItemKey, offering: &Offering) -> Option<Choice> {
        if !self.suits(key, offering) {
            return None;
        }
        let start = day_number(self.limits.earliest_start);
        let (timing, weeks) = match offering.delivery {
            Delivery::Dated { start: first, end: last } => {
                let (first, last) = (day_number(first), day_number(last));
                if first < start || last > self.end {
                    return None;
                }
                let week = |day: Day| (day - day_number(monday_of(self.limits.earliest_start))).div_euclid(7);
                (Timing::Dated { start: first, end: last }, week(last) - week(first) + 1)
            }
            Delivery::Rolling { from, until, weeks } => {
                let weeks = i32::from(weeks);
                let until = until.map_or(self.end, day_number).min(self.end - weeks * 7 + 1);
                let from = day_number(monday_on_or_after(from.max(self.limits.earliest_start)));
                (until >= from).then_some((Timing::Rolling { from, until, weeks }, weeks))?
            }
        };
        let days = match offering.days_from {
            DaysFrom::Allowance => u32::from(offering.days),
            DaysFrom::ReleaseAgreement => 0,
        };
        let minutes = offering.own_time.minutes_per_week(u32::try_from(weeks).unwrap_or(1));
        let cents = offering.price_with(&self.limits.funding).cents();
        let too_much = (self.imposed(Limit::HoursPerWeek) && minutes > self.limits.hours_per_week.minutes())
            || (self.imposed(Limit::DaysPerYear)
                && self.limits.days_per_year.is_some_and(|most| days > u32::from(most)))
            || (self.imposed(Limit::BudgetPerYear)
                && self.limits.budget_per_year.is_some_and(|most| cents > most.cents()));
        let lacking = [
            (self.wishes.led, offering.peer.led),
            (self.wishes.developed, offering.peer.developed),
            (self.wishes.delivered, offering.peer.delivered),
        ];
        let lacking = lacking.iter().filter(|(wish, has)| *wish == Wish::Prefer && !has).count();
        let lacking = u32::try_from(lacking).unwrap_or(0);
        (!too_much).then(|| Choice { offering: offering.code.clone(), timing, cents, days, minutes, lacking })
    }

    /// Whether an offering is within the limits of who, where and how.
    fn suits(&self, key: &ItemKey, offering: &Offering) -> bool {
        let limits = self.limits;
        let mode = !self.imposed(Limit::Modes) || limits.modes.is_empty() || limits.modes.contains(&offering.mode);
        let place = match &offering.region {
            Some(region) if offering.mode != Mode::Online && self.imposed(Limit::Regions) => {
                limits.regions.contains(region)
            }
            _ => true,
        };
        let peer = offering.peer;
        let wishes = self.wishes;
        let only = |wish: Wish, has: bool| wish != Wish::Only || has;
        let peers = !self.imposed(Limit::PeerOnly)
            || (only(wishes.led, peer.led)
                && only(wishes.developed, peer.developed)
                && only(wishes.delivered, peer.delivered));
        let course = match key {
            ItemKey::Course(code, _) => self.catalogue.course(code),
            ItemKey::Qualification(_) => None,
        };
        let perspective = match (course, limits.perspective) {
            (Some(course), Some(perspective)) if self.imposed(Limit::Perspective) => course.serves(perspective),
            _ => true,
        };
        let excluded =
            self.imposed(Limit::Exclusions) && course.is_some_and(|course| limits.exclude.contains(&course.code));
        mode && place && peers && perspective && !excluded
    }

    /// The requirement of so much credit towards a qualification, with the rules it rests on. What is held counts.
    pub(crate) fn credit(&mut self, points: CreditPoints, towards: &QualificationCode) -> Expr {
        let catalogue = self.catalogue;
        let rules: Vec<&CreditRule> = catalogue.credit_rules().filter(|rule| rule.qualification == *towards).collect();
        let mut ways = Vec::new();
        self.credit_ways(&rules, points, &mut Vec::new(), Vec::new(), &mut ways);
        Expr::any(ways)
    }

    /// Every way of reaching `missing` points with the rules left, none giving more of one rule than it needs.
    /// Two series that share a course are never added: an item counts once.
    fn credit_ways(
        &mut self,
        rules: &[&CreditRule],
        missing: CreditPoints,
        used: &mut Vec<CourseCode>,
        taken: Vec<Expr>,
        ways: &mut Vec<Expr>,
    ) {
        if missing == CreditPoints::ZERO {
            ways.push(Expr::all(taken));
            return;
        }
        let Some((rule, rest)) = rules.split_first() else {
            return;
        };
        match &rule.exchange {
            CreditExchange::Block { from, points } => {
                let mut with = taken.clone();
                with.push(self.expression(&RequisiteExpr::Qualification(from.clone())));
                self.credit_ways(rest, missing.less(*points), used, with, ways);
            }
            CreditExchange::Series { of, size, points_each_series }
                if !of.iter().any(|course| used.contains(course)) =>
            {
                let possible = u32::try_from(of.len()).unwrap_or(u32::MAX) / (*size).max(1);
                let needed = missing.parts_needed(*points_each_series).unwrap_or(0).min(possible);
                let items: Vec<Expr> =
                    of.iter().map(|code| self.expression(&RequisiteExpr::course(code.clone()))).collect();
                for series in 1..=needed {
                    let mut with = taken.clone();
                    with.push(Expr::at_least((series * size) as usize, items.clone()));
                    let before = used.len();
                    used.extend(of.iter().cloned());
                    self.credit_ways(rest, missing.less(points_each_series.times(series)), used, with, ways);
                    used.truncate(before);
                }
            }
            CreditExchange::Series { .. } => {}
        }
        self.credit_ways(rest, missing, used, taken, ways);
    }

    /// Adds what a tier asks of those who enter it to every item that completes it.
    pub(crate) fn entry(&mut self, entry: &[Requisite], completion: &Expr) -> Expr {
        let gates = Expr::all(self.required(entry).into_iter().map(|(_, expr)| expr).collect());
        if gates == Expr::Never && *completion != Expr::True {
            return Expr::Never;
        }
        let items = &mut self.items;
        completion.visit_items(&mut |index| {
            let before = std::mem::replace(&mut items[index].before, Expr::True);
            items[index].before = Expr::all(vec![before, gates.clone()]);
        });
        completion.clone()
    }
}

/// Whether the first choice is at least as good as the second in every way, whenever the second may start.
fn covers(first: &Choice, second: &Choice) -> bool {
    let no_worse = first.cents <= second.cents
        && first.days <= second.days
        && first.minutes <= second.minutes
        && first.lacking <= second.lacking;
    let as_free = match (first.timing, second.timing) {
        (
            Timing::Rolling { from, until, weeks },
            Timing::Rolling { from: other_from, until: other_until, weeks: other_weeks },
        ) => from <= other_from && until >= other_until && weeks <= other_weeks,
        (Timing::Dated { .. }, Timing::Dated { .. }) => first.timing == second.timing,
        _ => false,
    };
    no_worse && as_free
}

/// What must come before or beside an item; `None` when the catalogue does not have it.
pub(crate) fn requisites_of<'a>(catalogue: &'a Catalogue, key: &ItemKey) -> Option<&'a [Requisite]> {
    match key {
        ItemKey::Course(code, version) => {
            catalogue.course(code).and_then(|course| course.version(version)).map(|version| &version.requisites[..])
        }
        ItemKey::Qualification(code) => catalogue.qualification(code).map(|entry| &entry.entry[..]),
    }
}

/// The offerings that teach an item.
pub(crate) fn offerings_of<'a>(catalogue: &'a Catalogue, key: &ItemKey) -> Vec<&'a Offering> {
    match key {
        ItemKey::Course(code, version) => {
            let taught = |offering: &&Offering| matches!(&offering.of, crate::course::OfferingOf::Course { version: number, .. } if number == version);
            catalogue.offerings_of_course(code).filter(taught).collect()
        }
        ItemKey::Qualification(code) => catalogue.offerings_of_qualification(code).collect(),
    }
}

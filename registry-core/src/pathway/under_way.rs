//! What is under way when a plan begins: the room it takes, what it leads to, and where it does not fit the limits.

use chrono::NaiveDate;

use super::answer::{ItemKey, UnderWayStep};
use super::assessed::Means;
use super::choice::{Choice, Timing};
use super::explain::{Explain, item_title};
use super::problem::{Builder, Item, Problem, date_of, day_number};
use super::request::{HORIZON_YEARS, Limits, Request};
use super::tiers::Within;
use super::words::hours_in_words;
use crate::catalogue::Catalogue;
use crate::course::OfferingOf;
use crate::date::{add_months, in_words, monday_of};
use crate::enrolment::Enrolment;
use crate::id::QualificationCode;
use crate::qualification::Qualification;
use crate::recognition::Thing;
use crate::recognition::reach::named;
use crate::requisite::RequisiteExpr;
use crate::solver::expr::{Day, Expr};
use crate::volume::Hours;

/// Something that takes place whatever is planned, and that a plan may wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Awaited {
    /// The end of something under way.
    UnderWay,
    /// A day on which credit rules begin.
    Rules,
    /// The first day on which something under way is too old to count, so that it is learned again.
    TooOld,
    /// A day on which a gate opens that entry to an award asks for.
    Gate,
    /// The day on which the last part of an award is over, where it is gained by its parts on the way. It comes only where
    /// they are learned.
    Award,
}

/// What something under way comes to towards an award.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Going {
    /// Nothing: it is not under way.
    Not,
    /// It counts, and so is not planned.
    Counts(Expr),
    /// It is too old, and learned again in plans that meet this: only they are finished so late.
    Again(Expr),
}

impl Item {
    /// Something that a plan may wait for: it takes nothing.
    pub(super) fn awaited(what: Awaited, key: ItemKey, timing: Timing) -> Self {
        let waiting = Choice {
            offering: None,
            timing,
            cents: 0,
            least_cents: 0,
            pots: Vec::new(),
            paid_by: None,
            days: 0,
            minutes: 0,
            lacking: 0,
            not_led: 0,
        };
        Self {
            key,
            before: Expr::True,
            beside: Expr::True,
            asks: Vec::new(),
            advised: Vec::new(),
            choices: vec![waiting],
            credit: 0,
            tiers: Within::new(),
            means: Means::Any,
            twins: Vec::new(),
            partners: Vec::new(),
            awaits: Some(what),
            months: None,
        }
    }

    /// Whether it is an award that is gained by its parts.
    pub(crate) fn is_award(&self) -> bool {
        self.awaits == Some(Awaited::Award)
    }

    /// Whether it is a day that is waited for when all else is there: on which rules begin or a gate opens. The day on which
    /// study becomes too old is none: an award on the way may need it, and that asks for what is over before a week.
    pub(crate) fn is_day(&self) -> bool {
        matches!(self.awaits, Some(Awaited::Rules | Awaited::Gate))
    }

    /// Whether it is a day alone, on which nothing is learned.
    pub(crate) fn teaches_nothing(&self) -> bool {
        self.is_day() || self.awaits == Some(Awaited::TooOld)
    }

    /// Whether it takes place whatever is learned.
    pub(crate) fn comes_anyway(&self) -> bool {
        self.awaits.is_some() && !self.is_award()
    }
}

/// Something under way, as the planner sees it.
#[derive(Debug)]
pub(crate) struct UnderWay<'a> {
    enrolment: &'a Enrolment,
    key: ItemKey,
    /// From the start of the plan, or its own first day where that is later.
    from: Day,
    end: Day,
    minutes: u32,
    days: u32,
    /// Its item, once something has asked for it.
    item: Option<usize>,
}

impl<'a> UnderWay<'a> {
    /// What is under way when the plan begins. What has ended by then is held.
    pub(super) fn all(catalogue: &Catalogue, request: &'a Request) -> Vec<Self> {
        let start = request.limits.earliest_start;
        let running = request.record.enrolled().iter().filter(|enrolment| enrolment.ends() >= start);
        let read = |enrolment: &'a Enrolment| {
            let takes = enrolment.takes(catalogue);
            let first = enrolment.starts(catalogue).map_or(start, |first| first.max(start));
            Some(Self {
                enrolment,
                key: key_of(catalogue, enrolment)?,
                from: day_number(first.min(enrolment.ends())),
                end: day_number(enrolment.ends()),
                minutes: takes.hours_per_week.minutes(),
                days: takes.days.into(),
                item: None,
            })
        };
        let mut running: Vec<Self> = running.filter_map(read).collect();
        // In whatever order somebody names it.
        running.sort_by(|one, other| (one.end, &one.key).cmp(&(other.end, &other.key)));
        running
    }
}

/// The first day on which something under way is too old to count towards an award.
fn too_old_from(towards: &Qualification, enrolment: &Enrolment) -> Option<NaiveDate> {
    let years = towards.recognition.as_ref()?.study_years_max?;
    add_months(enrolment.ends(), u32::from(years) * 12)?.succ_opt()
}

/// What an enrolment leads to.
pub(super) fn key_of(catalogue: &Catalogue, enrolment: &Enrolment) -> Option<ItemKey> {
    Some(match enrolment.teaches(catalogue)? {
        OfferingOf::Course { course, version } => ItemKey::Course(course, version),
        OfferingOf::Qualification(code) => ItemKey::Qualification(code),
    })
}

/// The room that is taken by what is under way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Busy {
    /// Minutes in each week; empty: nothing is under way.
    weeks: Vec<u32>,
    /// Minutes from each week on.
    from: Vec<i64>,
    heaviest: u32,
    /// Professional-development days of the first plan year.
    days: u32,
}

impl Busy {
    pub(super) fn of(under_way: &[UnderWay<'_>], week_zero: Day, end: Day) -> Self {
        let last =
            under_way.iter().map(|one| one.end).max().map_or(-1, |last| (last.min(end) - week_zero).div_euclid(7));
        let mut weeks = vec![0u32; usize::try_from(last + 1).unwrap_or(0)];
        for one in under_way {
            let week = |day: Day| usize::try_from((day - week_zero).div_euclid(7)).unwrap_or(0);
            for load in weeks.iter_mut().take(week(one.end) + 1).skip(week(one.from)) {
                *load = load.saturating_add(one.minutes);
            }
        }
        let mut from: Vec<i64> = weeks.iter().copied().map(i64::from).collect();
        for week in (0..from.len().saturating_sub(1)).rev() {
            from[week] += from[week + 1];
        }
        let heaviest = weeks.iter().copied().max().unwrap_or(0);
        Self { weeks, from, heaviest, days: under_way.iter().map(|one| one.days).sum() }
    }

    /// Minutes in each week of a plan.
    pub(super) fn load(&self, weeks: usize) -> Vec<u32> {
        let mut load = self.weeks.clone();
        load.resize(weeks, 0);
        load
    }

    /// Days in each of so many plan years. Where more are taken than a year has, the year is full: what takes none
    /// still fits.
    pub(super) fn days(&self, years: usize, most: u32) -> Vec<u32> {
        let mut days = vec![0; years];
        if let Some(first) = days.first_mut() {
            *first = self.days.min(most);
        }
        days
    }

    /// Minutes in the heaviest week.
    pub(super) fn heaviest(&self) -> i64 {
        self.heaviest.into()
    }

    /// Minutes in the weeks from one on.
    pub(super) fn minutes_from(&self, week: i32) -> i64 {
        usize::try_from(week).ok().and_then(|week| self.from.get(week)).copied().unwrap_or(0)
    }

    /// Days of the first plan year.
    pub(super) fn days_taken(&self) -> u32 {
        self.days
    }
}

impl Problem {
    /// The minutes that a week has left beside what is under way.
    pub(crate) fn room(&self, week: usize) -> u32 {
        self.minutes_per_week.saturating_sub(self.busy.weeks.get(week).copied().unwrap_or(0))
    }

    /// The days that a plan year has left beside what is under way.
    pub(crate) fn days_left(&self, year: usize) -> u32 {
        self.days_per_year.saturating_sub(if year == 0 { self.busy.days } else { 0 })
    }
}

impl Builder<'_> {
    /// What a course or qualification comes to that something under way counts as.
    pub(super) fn under_way_as(&mut self, leaf: &RequisiteExpr) -> Expr {
        let counts = |one: &UnderWay<'_>| one.enrolment.counts_as(self.catalogue, leaf);
        let places: Vec<usize> = (0..self.under_way.len()).filter(|place| counts(&self.under_way[*place])).collect();
        Expr::any(places.into_iter().map(|place| self.under_way_item(place)).collect())
    }

    /// What something comes to that is under way, where it counts towards an award.
    ///
    /// Of several, as two versions of one course are, the first to end is enough of those that are not too old on the day
    /// on which credit counts. Where all are, it is learned again; while one is not, it never is.
    pub(super) fn under_way_towards(&mut self, thing: Thing<'_>, towards: &Qualification) -> Going {
        let is_it = |key: &ItemKey| match (key, thing) {
            (ItemKey::Course(code, _), Thing::Course(wanted)) => code == wanted,
            (ItemKey::Qualification(code), Thing::Qualification(wanted)) => code == wanted,
            _ => false,
        };
        let teaches = |enrolment: &&Enrolment| key_of(self.catalogue, enrolment).is_some_and(|key| is_it(&key));
        let all: Vec<&Enrolment> = self.record.enrolled().iter().filter(teaches).collect();
        let counted_on = self.counted_on;
        let old_from = |enrolment: &Enrolment| too_old_from(towards, enrolment);
        let is_recent = |enrolment: &Enrolment| old_from(enrolment).is_none_or(|old| counted_on < old);
        let start = self.limits.earliest_start;
        if all.is_empty() {
            return Going::Not;
        }
        // What has ended before the plan begins is held by then.
        if all.iter().any(|enrolment| enrolment.ends() < start && is_recent(enrolment)) {
            return Going::Counts(Expr::True);
        }
        if all.iter().any(|enrolment| is_recent(enrolment)) {
            let counts = |one: &UnderWay<'_>| is_it(&one.key) && is_recent(one.enrolment);
            let places = (0..self.under_way.len()).filter(|place| counts(&self.under_way[*place]));
            let places: Vec<usize> = places.collect();
            return Going::Counts(Expr::any(places.into_iter().map(|place| self.under_way_item(place)).collect()));
        }
        if !named(self.catalogue, towards, counted_on).contains(&thing) {
            return Going::Counts(Expr::Never);
        }
        let running = all.iter().filter(|enrolment| enrolment.ends() >= start);
        match running.filter_map(|enrolment| old_from(enrolment)).max() {
            Some(day) => Going::Again(self.awaited_day(Awaited::TooOld, &towards.code, day_number(day))),
            None => Going::Not,
        }
    }

    /// Waiting for a day on which what counts towards an award changes: an item that takes nothing.
    pub(super) fn awaited_day(&mut self, what: Awaited, towards: &QualificationCode, day: Day) -> Expr {
        let key = ItemKey::Qualification(towards.clone());
        let item = Item::awaited(what, key, Timing::Dated { start: day, end: day });
        let same = |other: &Item| (other.awaits, &other.key, &other.choices) == (item.awaits, &item.key, &item.choices);
        let known = self.items.iter().position(same);
        Expr::Item(known.unwrap_or_else(|| {
            self.items.push(item);
            self.items.len() - 1
        }))
    }

    /// Waiting for the end of something under way: an item that takes nothing more, since its room is taken already.
    fn under_way_item(&mut self, place: usize) -> Expr {
        let one = &self.under_way[place];
        if one.end > self.end {
            return Expr::Never;
        }
        if let Some(item) = one.item {
            return Expr::Item(item);
        }
        let timing = Timing::Dated { start: one.from, end: one.end };
        let item = Item::awaited(Awaited::UnderWay, one.key.clone(), timing);
        let index = self.items.len();
        self.items.push(item);
        self.under_way[place].item = Some(index);
        Expr::Item(index)
    }
}

impl Explain<'_> {
    /// What is under way, in order of end, with what the plan asks of it.
    pub(super) fn under_way(&self) -> Vec<UnderWayStep> {
        let start = self.request.limits.earliest_start;
        let running = self.request.record.enrolled().iter().filter(|enrolment| enrolment.ends() >= start);
        let step = |enrolment: &Enrolment| {
            let item = key_of(self.catalogue, enrolment)?;
            let items = &self.posed.problem.items;
            let waits = |placed: usize| items[placed].key == item && items[placed].awaits == Some(Awaited::UnderWay);
            let placed = self.plan.iter().find(|placed| waits(placed.item));
            let takes = enrolment.takes(self.catalogue);
            Some(UnderWayStep {
                title: self.title(&item),
                item,
                offering: enrolment.offering().cloned(),
                starts: enrolment.starts(self.catalogue).filter(|first| *first > start),
                ends: enrolment.ends(),
                weekly: takes.hours_per_week,
                days: takes.days,
                needed: placed.is_some(),
                reasons: placed.map_or(Vec::new(), |placed| self.reasons(placed)),
                unlocks: placed.map_or(Vec::new(), |placed| self.unlocks(placed)),
            })
        };
        let mut steps: Vec<UnderWayStep> = running.filter_map(step).collect();
        steps.sort_by(|one, other| (one.ends, &one.item).cmp(&(other.ends, &other.item)));
        steps
    }
}

/// Where what is under way does not fit the limits, in words. It is kept all the same: it is going on already.
pub(crate) fn clashes(catalogue: &Catalogue, request: &Request) -> Vec<String> {
    let limits = &request.limits;
    let under_way = UnderWay::all(catalogue, request);
    let week_zero = day_number(monday_of(limits.earliest_start));
    let horizon = add_months(limits.earliest_start, HORIZON_YEARS * 12).map_or(week_zero, day_number);
    let busy = Busy::of(&under_way, week_zero, horizon);
    let mut said = Vec::new();
    if let Some(week) = busy.weeks.iter().rposition(|minutes| *minutes > limits.hours_per_week.minutes()) {
        let most = hours_in_words(Hours::from_minutes(busy.heaviest));
        let last = i32::try_from(week).map_or(Day::MAX, |week| week_zero.saturating_add(week * 7 + 6));
        said.push(format!(
            "what you are doing now takes up to {most} a week, more than the {} you give; until {} nothing that takes \
             own time fits beside it",
            hours_in_words(limits.hours_per_week),
            in_words(date_of(last))
        ));
    }
    if let Some(most) = limits.days_per_year.filter(|most| busy.days > u32::from(*most)) {
        said.push(format!(
            "what you are doing now takes {} days, more than the {most} of the first year; nothing that takes days fits \
             into it",
            busy.days
        ));
    }
    for one in &under_way {
        said.extend(clash(catalogue, limits, one));
    }
    said
}

fn clash(catalogue: &Catalogue, limits: &Limits, one: &UnderWay<'_>) -> Option<String> {
    let title = item_title(catalogue, &one.key);
    let until = in_words(one.enrolment.ends());
    if let Some(deadline) = limits.deadline.filter(|deadline| one.enrolment.ends() > *deadline) {
        let deadline = in_words(deadline);
        return Some(format!("you are doing {title} until {until}, after {deadline}, by which all is to be finished"));
    }
    match &one.key {
        ItemKey::Course(code, _) if limits.exclude.contains(code) => {
            Some(format!("you are doing {title} until {until}, though it is among what you will not do"))
        }
        _ => None,
    }
}

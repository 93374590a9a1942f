//! The problem: a small structure of items, choices and days, built by walking backwards from the goal.
//!
//! Everything after works on this structure alone. What is held is folded away as met; what no offering teaches as
//! never met; a gate as met from a day on. Items stand in an order in which each comes after all it may need.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::answer::Objective;
use super::answer::{ItemKey, Limit};
use super::assessed::{Assessed, Means};
pub(crate) use super::choice::{Choice, Timing, offerings_of};
use super::counted::award_of;
use super::funding::{Pot, pots};
use super::reading::{Reading, size_of, steps_per_node};
use super::request::{HORIZON_YEARS, Limits, PeerWishes, Request};
use super::stretch::Stretch;
use super::tiers::{Contexts, Within};
use super::under_way::{Awaited, Busy, UnderWay};
use crate::catalogue::Catalogue;
use crate::date::{add_months, monday_of};
use crate::id::QualificationCode;
use crate::learner_record::LearnerRecord;
use crate::requisite::{Requisite, RequisiteExpr};
use crate::solver::expr::{Day, Expr, NEVER};

/// The problem of one request.
#[derive(Debug, Clone)]
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
    /// What is taken already by what is under way.
    pub(crate) busy: Busy,
    /// Amounts of funding that steps share; usually none.
    pub(crate) pots: Vec<Pot>,
    /// What may be learned, each after all it may need but its partners.
    pub(crate) items: Vec<Item>,
    /// Whether some items are partners.
    pub(crate) has_partners: bool,
    /// What must be met in the end.
    pub(crate) goal: Expr,
    /// Whether the goal names an item.
    pub(crate) in_goal: Vec<bool>,
    /// Whether an item is among what must count on the last day, and so may be too old by then.
    pub(crate) is_counted: Vec<bool>,
    /// The goal by stretches of days, where what meets it changes with time; otherwise none.
    pub(crate) stretches: Vec<Stretch>,
    /// Study counts for so many months towards the goal, where a plan may take longer.
    pub(crate) study_months: Option<u32>,
    /// Awards whose parts are asked for themselves, since the same counts towards them on every day; and what they are.
    pub(crate) by_parts: Vec<(QualificationCode, Expr)>,
    /// Budget steps that posing it takes.
    pub(crate) posing: u64,
    /// Budget steps that one node of a search takes: more where the requirements are long.
    pub(crate) steps_per_node: u64,
    /// Whether it has every way to the goal; `false`: there were too many, and the absence of a plan proves nothing.
    pub(crate) complete: bool,
}

/// Something that may be learned.
#[derive(Debug, Clone)]
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
    /// The credit its version states, in millionths of a point.
    pub(crate) credit: i64,
    /// The tiers it is taken within: it waits for what they ask of those who enter them, and counts for them.
    pub(crate) tiers: Within,
    /// By what means it is learned.
    pub(crate) means: Means,
    /// The same course or qualification taken within other tiers or none, or by other means; no plan has two of them.
    pub(crate) twins: Vec<usize>,
    /// Items that may ask for it beside them while it asks for them: mutual corequisites. Only these may stand after it.
    pub(crate) partners: Vec<usize>,
    /// What is waited for, where it is nothing that is learned in a step.
    pub(crate) awaits: Option<Awaited>,
    /// Of an award that is gained by its parts: study counts for so many months towards it, where a plan may take longer.
    pub(crate) months: Option<u32>,
}

impl Item {
    /// The first day on which something that ends on a day has been there before it: the next, but for an award, which is
    /// gained on the day on which its last part ends.
    pub(crate) fn free_from(&self, end: Day) -> Day {
        if self.is_award() { end } else { next(end) }
    }
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

/// Something as it is taken: within which tiers, and by what means.
pub(super) type Taken = (ItemKey, Within, Means);

/// Builds problems from a request, with some of its limits lifted.
pub(crate) struct Builder<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) record: &'a LearnerRecord,
    pub(super) limits: &'a Limits,
    pub(super) request: &'a Request,
    pub(super) pots: Vec<Pot>,
    pub(super) wishes: PeerWishes,
    lifted: &'a [Limit],
    pub(super) end: Day,
    pub(super) compares_led: bool,
    pub(super) complete: bool,
    pub(super) without: Option<ItemKey>,
    pub(super) items: Vec<Item>,
    pub(super) under_way: Vec<UnderWay<'a>>,
    /// The day on which credit counts.
    pub(super) counted_on: NaiveDate,
    /// Courses and qualifications for which recognition of prior learning is offered and bounded.
    pub(super) assessed: Assessed,
    /// Those of awards found on the way that may have been read as if it were not.
    pub(super) assessed_elsewhere: Assessed,
    /// The qualifications whose units or subjects are being read.
    pub(super) inside: Vec<QualificationCode>,
    /// Awards gained by their parts, by the tiers they are asked for within.
    pub(super) awards: BTreeMap<(QualificationCode, Within), Expr>,
    /// Those of them whose parts are asked for themselves.
    pub(super) by_parts: Vec<(QualificationCode, Expr)>,
    /// Awards that what is held makes up when the plan begins, with the last day on which a part was completed.
    pub(super) there: BTreeMap<QualificationCode, Day>,
    /// Days on which gates open that the award which is the goal waits for, with their items.
    pub(super) gates: BTreeMap<Day, usize>,
    /// What is left of what may be read of awards.
    pub(super) reading: Reading,
    pub(super) known: BTreeMap<Taken, Option<usize>>,
    /// Mutual corequisites that are being read and may be asked for, with their numbers.
    pub(super) opening: BTreeMap<Taken, usize>,
    pub(super) contexts: Contexts,
    /// The tiers whose completion is being read.
    pub(super) within: Within,
}

impl<'a> Builder<'a> {
    /// A builder for a request without the limits `lifted`.
    pub(crate) fn new(catalogue: &'a Catalogue, request: &'a Request, lifted: &'a [Limit]) -> Self {
        let limits = &request.limits;
        let after = add_months(limits.earliest_start, HORIZON_YEARS * 12).unwrap_or(NaiveDate::MAX);
        // The last day of the last plan year: what starts on the day after it belongs to no year.
        let horizon = after.pred_opt().unwrap_or(after);
        let deadline = limits.deadline.filter(|_| !lifted.contains(&Limit::Deadline));
        let end = deadline.map_or(horizon, |deadline| deadline.min(horizon));
        Self {
            catalogue,
            record: &request.record,
            limits,
            request,
            pots: pots(catalogue, request),
            wishes: request.wishes,
            lifted,
            end: day_number(end),
            compares_led: request.objectives.iter().flatten().any(|objective| *objective == Objective::MostPeerLed),
            complete: true,
            without: None,
            items: Vec::new(),
            under_way: UnderWay::all(catalogue, request),
            counted_on: limits.earliest_start,
            assessed: Assessed::towards_goal(catalogue, request),
            assessed_elsewhere: Assessed::default(),
            inside: Vec::new(),
            awards: BTreeMap::new(),
            by_parts: Vec::new(),
            there: BTreeMap::new(),
            gates: BTreeMap::new(),
            reading: Reading::default(),
            known: BTreeMap::new(),
            opening: BTreeMap::new(),
            contexts: Contexts::of(catalogue, request),
            within: Within::new(),
        }
    }

    /// The problem of reaching the requirements `parts` together.
    pub(crate) fn finish(mut self, parts: Vec<Expr>, stretches: Vec<Stretch>) -> Problem {
        self.advise();
        self.pair();
        let first = self.limits.earliest_start;
        let year = |index: u32| add_months(first, index * 12).map_or(NEVER, day_number);
        let week_zero = day_number(monday_of(first));
        let study_months = award_of(&self.request.goal).and_then(|award| self.study_months(award));
        let goal = Expr::all(parts);
        let mut in_goal = vec![false; self.items.len()];
        goal.visit_items(&mut |item| in_goal[item] = true);
        let mut is_counted = vec![false; self.items.len()];
        stretches.iter().for_each(|stretch| stretch.expr.visit_items(&mut |item| is_counted[item] = true));
        let parts = self.items.iter().flat_map(|item| [&item.before, &item.beside]);
        let of_stretches = stretches.iter().flat_map(|stretch| [&stretch.expr, &stretch.besides]);
        let long = parts.chain([&goal]).chain(of_stretches).map(size_of).sum();
        Problem {
            posing: self.reading.steps(),
            steps_per_node: steps_per_node(long),
            busy: Busy::of(&self.under_way, week_zero, self.end),
            week_zero,
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
            pots: self.pots,
            has_partners: self.items.iter().any(|item| !item.partners.is_empty()),
            items: self.items,
            by_parts: self.by_parts,
            goal,
            in_goal,
            is_counted,
            stretches,
            study_months,
            complete: self.complete,
        }
    }

    fn unless<T>(&self, limit: Limit, value: T, free: T) -> T {
        if self.lifted.contains(&limit) { free } else { value }
    }

    pub(super) fn imposed(&self, limit: Limit) -> bool {
        !self.lifted.contains(&limit)
    }
}

/// Whether learning an item meets a leaf of a requirement.
pub(crate) fn teaches(key: &ItemKey, leaf: &RequisiteExpr) -> bool {
    match (leaf, key) {
        (RequisiteExpr::Course(wanted), ItemKey::Course(code, version)) => {
            wanted.course == *code && wanted.range.matches(version)
        }
        (RequisiteExpr::Qualification(wanted), ItemKey::Qualification(code)) => wanted == code,
        _ => false,
    }
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

/// The day after an end; never stays never.
pub(crate) fn next(end: Day) -> Day {
    end.saturating_add(1)
}

/// The Monday of the week of a day: what starts that week, starts at the same time.
pub(crate) fn week_of(problem: &Problem, start: Day) -> Day {
    if start == NEVER { NEVER } else { problem.week_zero + problem.week(start) * 7 }
}

/// The earliest start, and the earliest end, of an item not before `ready`, were there no limits.
pub(crate) fn earliest(problem: &Problem, item: &Item, ready: Day, cap: u32) -> (Day, Day) {
    let mut best = (NEVER, NEVER);
    for choice in item.choices.iter().filter(|choice| choice.minutes <= cap) {
        let span = match choice.timing {
            Timing::Dated { start, end } if start >= ready => Some((start, end)),
            Timing::Dated { .. } => None,
            Timing::Open { from, until } => {
                let day = ready.max(from);
                (day <= until).then_some((day, day))
            }
            Timing::Rolling { from, until, weeks } => {
                let ready = ready.max(from);
                if ready > until {
                    None
                } else {
                    let monday = problem.week_zero + (ready - problem.week_zero + 6).div_euclid(7) * 7;
                    (monday <= until).then_some((monday, monday + weeks * 7 - 1))
                }
            }
        };
        if let Some((start, end)) = span {
            best = (best.0.min(start), best.1.min(end));
        }
    }
    best
}

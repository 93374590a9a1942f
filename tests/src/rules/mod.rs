//! The rules of a plan, written from their description alone: what may be a step, what steps may stand together, and
//! when a goal is met. Slow and obvious; nothing here calls the planner or the eligibility check.
//!
//! Own time counts per week, Monday to Sunday, spread evenly over the weeks an offering touches and rounded up to the
//! minute in each. Money and professional-development days count per plan year, from the earliest start, in the year
//! in which a step starts. A prerequisite ends before the day its dependant starts; a corequisite starts in the same
//! week or earlier, so that courses which ask for one another start in one week. Gates hold at the start of a step.

mod award;
mod credit;
mod enrolled;
mod funding;
mod goal;
mod met;
mod step;
mod together;

use chrono::{Days, Months, NaiveDate, Weekday};
use registry_core::catalogue::Catalogue;
use registry_core::course::{DaysFrom, Offering};
use registry_core::pathway::Request;
use registry_core::pathway::answer::ItemKey;
use registry_core::pathway::request::HORIZON_YEARS;
use registry_core::requisite::Requisite;

pub use self::credit::{Credited, millionths};
pub use self::met::{Counting, gate_opens, gates_only, teaches};

/// A step as the rules see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned<'a> {
    /// What is learned.
    pub item: ItemKey,
    /// In which offering.
    pub offering: &'a Offering,
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub end: NaiveDate,
}

impl Planned<'_> {
    /// Own time in each week it touches, in minutes, rounded up.
    pub fn minutes_a_week(&self) -> u32 {
        self.offering.own_time.minutes().div_ceil(weeks_touched(self.start, self.end))
    }

    /// Professional-development days that count against the yearly allowance.
    pub fn allowance_days(&self) -> u32 {
        match self.offering.days_from {
            DaysFrom::Allowance => u32::from(self.offering.days),
            DaysFrom::ReleaseAgreement => 0,
        }
    }
}

/// The rules for one request.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    catalogue: &'a Catalogue,
    request: &'a Request,
    /// What is under way and ends later is not waited for, rules that begin later neither; `None`: nothing is.
    waits_until: Option<NaiveDate>,
    /// It is looked at what advice is followed, on which no plan builds: what is under way may end when it will.
    of_advice: bool,
}

impl<'a> Rules<'a> {
    /// The rules for a request.
    pub fn new(catalogue: &'a Catalogue, request: &'a Request) -> Self {
        Self { catalogue, request, waits_until: Some(NaiveDate::MAX), of_advice: false }
    }

    /// The last day on which anything may end: the last of the tenth plan year, or the deadline if sooner.
    pub fn last_day(&self) -> NaiveDate {
        let limits = &self.request.limits;
        let horizon = limits.earliest_start + Months::new(HORIZON_YEARS * 12) - Days::new(1);
        limits.deadline.map_or(horizon, |deadline| deadline.min(horizon))
    }
}

/// The Monday of the week of a day.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon).first_day()
}

/// How many weeks, Monday to Sunday, a span of days touches.
pub fn weeks_touched(start: NaiveDate, end: NaiveDate) -> u32 {
    let weeks = (monday(end) - monday(start)).num_days() / 7 + 1;
    u32::try_from(weeks).expect("an end after the start")
}

/// The requisites of what a step teaches.
pub fn requisites<'a>(catalogue: &'a Catalogue, item: &ItemKey) -> &'a [Requisite] {
    match item {
        ItemKey::Course(code, version) => {
            catalogue.course(code).and_then(|course| course.version(version)).map_or(&[], |version| &version.requisites)
        }
        ItemKey::Qualification(code) => catalogue.qualification(code).map_or(&[], |entry| &entry.entry),
    }
}

//! The limits of a person's life, and what they wish for.

use async_graphql::{Enum, InputObject};
use chrono::NaiveDate;
use registry_core::id::{CourseCode, FundingCode, RegionCode};
use registry_core::pathway::request as core;
use registry_core::volume::Hours;

use super::problems::{Place, Problems};
use crate::graphql::scalars::{GivenAud, GivenDate};
use crate::graphql::types::offering::Mode;
use crate::graphql::types::problem::RequestErrorCode;
use crate::graphql::types::role::Perspective;

/// The most professional-development days of a year.
const DAYS_PER_YEAR_MAX: u16 = 366;

/// Most entries of a list of enum values; there are fewer values than that.
const VALUES_MAX: usize = 20;

/// The limits of a person's life.
#[derive(InputObject, Debug)]
pub(crate) struct LimitsInput {
    /// Nothing starts before this day, from 2000 to 2200; left out: today, the day it is at UTC+10.
    pub(crate) earliest_start: Option<GivenDate>,
    /// Everything is finished by this day; left out: within ten years.
    deadline: Option<GivenDate>,
    /// Own time for learning in any one week, Monday to Sunday, in hours and quarter hours, 0 to 60.
    hours_per_week: f64,
    /// Professional-development days in any plan year, free ones too, 0 to 366; left out: no limit.
    days_per_year: Option<i32>,
    /// Money in any plan year, `500.00`; left out: no limit.
    budget_per_year: Option<GivenAud>,
    /// Codes of the funding they have; at most 100.
    #[graphql(default)]
    pub(crate) funding: Vec<String>,
    /// Codes of the regions they can get to; at most 100.
    #[graphql(default)]
    pub(crate) regions: Vec<String>,
    /// How they can be taught; left out or empty: every way.
    #[graphql(default)]
    modes: Vec<Mode>,
    /// Whose perspective they work from; left out: every course is considered.
    perspective: Option<Perspective>,
    /// Codes of courses they will not do; at most 100.
    #[graphql(default)]
    pub(crate) exclude: Vec<String>,
}

impl LimitsInput {
    /// Reads the limits for a plan that begins on `start`. What cannot be read is no limit, after a problem.
    pub(crate) fn read(&self, start: NaiveDate, place: &Place, problems: &mut Problems) -> core::Limits {
        let amount = |given: &GivenAud, problems: &mut Problems| {
            problems.value(RequestErrorCode::InvalidAmount, &place.then("budgetPerYear"), given.read())
        };
        let days = |days: i32, problems: &mut Problems| {
            problems.number(&place.then("daysPerYear"), "days a year", days, DAYS_PER_YEAR_MAX)
        };
        let deadline = self.deadline.as_ref().and_then(|text| problems.date(&place.then("deadline"), text));
        let hours_per_week =
            problems.hours_per_week(&place.then("hoursPerWeek"), self.hours_per_week).unwrap_or(Hours::ZERO);
        let days_per_year = self.days_per_year.and_then(|number| days(number, problems));
        let budget_per_year = self.budget_per_year.as_ref().and_then(|given| amount(given, problems));
        if self.modes.len() > VALUES_MAX {
            let message = format_args!("the list has {} modes; at most {VALUES_MAX} are read", self.modes.len());
            problems.add(RequestErrorCode::TooMany, &place.then("modes"), message);
        }
        core::Limits {
            earliest_start: start,
            deadline,
            hours_per_week,
            days_per_year,
            budget_per_year,
            funding: problems.codes(&place.then("funding"), &self.funding, FundingCode::new),
            regions: problems.codes(&place.then("regions"), &self.regions, RegionCode::new),
            modes: self.modes.iter().take(VALUES_MAX).map(|mode| (*mode).into()).collect(),
            perspective: self.perspective.map(Into::into),
            exclude: problems.codes(&place.then("exclude"), &self.exclude, CourseCode::new),
        }
    }
}

/// How much a person minds.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "core::Wish")]
pub(crate) enum Wish {
    /// No preference.
    #[default]
    Indifferent,
    /// Preferred between pathways that are otherwise as good at what they are best at.
    Prefer,
    /// Nothing else is considered.
    Only,
}

/// What a person wishes of the peer share of their training: three separate facts.
#[derive(InputObject, Debug, Default)]
pub(crate) struct PeerWishesInput {
    /// Peers lead it.
    #[graphql(default)]
    led: Wish,
    /// Peers developed it.
    #[graphql(default)]
    developed: Wish,
    /// Peers deliver it.
    #[graphql(default)]
    delivered: Wish,
}

impl From<&PeerWishesInput> for core::PeerWishes {
    fn from(wishes: &PeerWishesInput) -> Self {
        Self { led: wishes.led.into(), developed: wishes.developed.into(), delivered: wishes.delivered.into() }
    }
}

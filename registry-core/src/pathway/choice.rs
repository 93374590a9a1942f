//! The ways an item may be learned: the offerings that fit the limits, none worse than another in every way.

use chrono::NaiveDate;

use super::answer::{ItemKey, Limit};
use super::assessed::Means;
use super::counted::award_of;
use super::funding;
use super::problem::{Builder, day_number};
use super::request::Wish;
use crate::catalogue::Catalogue;
use crate::course::{DaysFrom, Delivery, Mode, Offering, OfferingOf};
use crate::date::{monday_of, monday_on_or_after};
use crate::eligibility::gate_from;
use crate::id::{FundingCode, OfferingCode};
use crate::solver::expr::Day;

/// One way of learning an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The offering; `None`: nothing is learned, and only its end is waited for.
    pub(crate) offering: Option<OfferingCode>,
    /// When it may start.
    pub(crate) timing: Timing,
    /// What is to be paid before pots of funding pay, in cents.
    pub(crate) cents: i64,
    /// What the learner pays at least, in cents: the same where no pot pays.
    pub(crate) least_cents: i64,
    /// The pots that may pay.
    pub(crate) pots: Vec<usize>,
    /// The funding that made it less than the price.
    pub(crate) paid_by: Option<FundingCode>,
    /// Professional-development days.
    pub(crate) days: u32,
    /// Own time in each week it touches, in minutes.
    pub(crate) minutes: u32,
    /// How many of the preferred peer shares it lacks.
    pub(crate) lacking: u32,
    /// 1 where peers do not lead it and the question compares that; otherwise 0.
    pub(crate) not_led: u32,
}

/// When a choice may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timing {
    /// On fixed days, both included.
    Dated { start: Day, end: Day },
    /// On any Monday from `from` to `until`, for so many weeks.
    Rolling { from: Day, until: Day, weeks: i32 },
    /// On the first day from `from` to `until` on which what it asks for is over; it takes nothing.
    Open { from: Day, until: Day },
}

impl<'a> Builder<'a> {
    /// Every way of learning an item by some means that fits the limits, none covered by another.
    pub(super) fn choices(&self, key: &ItemKey, means: Means) -> Vec<Choice> {
        let fitting: Vec<Choice> =
            self.planned(key, means).into_iter().filter_map(|offering| self.choice(key, offering)).collect();
        let mut kept: Vec<Choice> = Vec::new();
        // What is over sooner is too old sooner.
        let ages = award_of(&self.request.goal).is_some_and(|award| self.study_months(award).is_some());
        let covers = |one: &Choice, other: &Choice| covers(one, other) && (!ages || lasts_as_long(one, other));
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
        let opens = self.opens(offering)?;
        let start = day_number(opens);
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
                let from = day_number(monday_on_or_after(from.max(opens)));
                (until >= from).then_some((Timing::Rolling { from, until, weeks }, weeks))?
            }
        };
        let days = match offering.days_from {
            DaysFrom::Allowance => u32::from(offering.days),
            DaysFrom::ReleaseAgreement => 0,
        };
        let minutes = offering.own_time.minutes_per_week(u32::try_from(weeks).unwrap_or(1));
        let (cents, paid_by, pots) = funding::price(self.catalogue, self.request, &self.pots, offering);
        let least_cents = funding::least(cents, &self.pots, &pots);
        let too_much = (self.imposed(Limit::HoursPerWeek) && minutes > self.limits.hours_per_week.minutes())
            || (self.imposed(Limit::DaysPerYear)
                && self.limits.days_per_year.is_some_and(|most| days > u32::from(most)))
            || (self.imposed(Limit::BudgetPerYear)
                && self.limits.budget_per_year.is_some_and(|most| least_cents > most.cents()));
        let lacking = [
            (self.wishes.led, offering.peer.led),
            (self.wishes.developed, offering.peer.developed),
            (self.wishes.delivered, offering.peer.delivered),
        ];
        let lacking = lacking.iter().filter(|(wish, has)| *wish == Wish::Prefer && !has).count();
        let lacking = u32::try_from(lacking).unwrap_or(0);
        let not_led = u32::from(self.compares_led && !offering.peer.led);
        let code = Some(offering.code.clone());
        (!too_much).then_some(Choice {
            offering: code,
            timing,
            cents,
            least_cents,
            pots,
            paid_by,
            days,
            minutes,
            lacking,
            not_led,
        })
    }

    /// The offerings that a plan may take of an item.
    fn planned(&self, key: &ItemKey, means: Means) -> Vec<&'a Offering> {
        let mut offerings = offerings_of(self.catalogue, key);
        offerings.retain(|offering| means.has(offering));
        offerings
    }

    /// The first day on which an offering is open to the person; `None`: it never is. Recognition of prior learning asks
    /// for experience first.
    fn opens(&self, offering: &Offering) -> Option<NaiveDate> {
        let asks = offering.rpl.iter().flat_map(|rpl| &rpl.asks);
        asks.map(|gate| gate_from(self.record, gate))
            .try_fold(self.limits.earliest_start, |day, opens| opens.map(|opens| day.max(opens)))
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
}

/// Whether the first choice is at least as good as the second in every way, whenever the second may start.
fn covers(first: &Choice, second: &Choice) -> bool {
    let no_worse = first.cents <= second.cents
        && second.pots.iter().all(|pot| first.pots.contains(pot))
        && first.days <= second.days
        && first.minutes <= second.minutes
        && first.lacking <= second.lacking
        && first.not_led <= second.not_led;
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

fn lasts_as_long(one: &Choice, other: &Choice) -> bool {
    let weeks = |choice: &Choice| match choice.timing {
        Timing::Rolling { weeks, .. } => Some(weeks),
        Timing::Dated { .. } | Timing::Open { .. } => None,
    };
    weeks(one) == weeks(other)
}

/// The offerings that teach an item.
pub(crate) fn offerings_of<'a>(catalogue: &'a Catalogue, key: &ItemKey) -> Vec<&'a Offering> {
    match key {
        ItemKey::Course(code, version) => {
            let taught = |offering: &&Offering| matches!(&offering.of, OfferingOf::Course { version: number, .. } if number == version);
            catalogue.offerings_of_course(code).filter(taught).collect()
        }
        ItemKey::Qualification(code) => catalogue.offerings_of_qualification(code).collect(),
    }
}

//! What may be a step on its own, and every way in which something may be one.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use registry_core::course::{Delivery, Mode, Offering, OfferingOf, VersionStatus};
use registry_core::pathway::Wish;
use registry_core::pathway::answer::ItemKey;

use super::met::gate_opens;
use super::{Planned, Rules, monday};

impl<'a> Rules<'a> {
    /// The day on which the last gate opens that recognition of prior learning asks for; `None`: the offering is taught, or a
    /// gate never opens.
    pub fn rpl_opens(&self, offering: &Offering) -> Option<NaiveDate> {
        let asks = &offering.rpl.as_ref()?.asks;
        let days: Option<Vec<NaiveDate>> = asks.iter().map(|gate| gate_opens(&self.request.record, gate)).collect();
        days?.into_iter().max()
    }

    /// How many of the preferred peer shares an offering lacks.
    pub fn lacking(&self, offering: &Offering) -> i64 {
        let wishes = self.request.wishes;
        let lacks = |wish: Wish, has: bool| i64::from(wish == Wish::Prefer && !has);
        lacks(wishes.led, offering.peer.led)
            + lacks(wishes.developed, offering.peer.developed)
            + lacks(wishes.delivered, offering.peer.delivered)
    }

    /// What is wrong with a step on its own: what it teaches, whom it is for, its dates, and limits that it exceeds
    /// alone.
    pub fn step_faults(&self, step: &Planned<'_>) -> Vec<String> {
        let mut faults = Vec::new();
        let offering = step.offering;
        let limits = &self.request.limits;
        let mut fault = |wrong: bool, what: &str| {
            if wrong {
                faults.push(format!("{}: {what}", offering.code));
            }
        };
        match (&offering.of, &step.item) {
            (OfferingOf::Course { course, version }, ItemKey::Course(code, number)) => {
                fault(course != code || version != number, "it teaches another version");
                let course = self.catalogue.course(code).expect("a course of the catalogue");
                let status = course.version(number).map(|version| version.status);
                fault(status != Some(VersionStatus::Published), "the version is not published");
                fault(limits.exclude.contains(code), "the course is excluded");
                let serves = limits.perspective.is_none_or(|perspective| {
                    course.perspectives.is_empty() || course.perspectives.contains(&perspective)
                });
                fault(!serves, "the course is for another perspective");
            }
            (OfferingOf::Qualification(taught), ItemKey::Qualification(code)) => {
                fault(taught != code, "it teaches another qualification");
            }
            _ => fault(true, "it teaches something else"),
        }
        fault(
            !limits.modes.is_empty() && !limits.modes.contains(&offering.mode),
            "it is taught in a way that is not wanted",
        );
        let reachable = match &offering.region {
            Some(region) if offering.mode != Mode::Online => limits.regions.contains(region),
            _ => true,
        };
        fault(!reachable, "it is out of reach");
        let only = |wish: Wish, has: bool| wish == Wish::Only && !has;
        let wishes = self.request.wishes;
        let peer = offering.peer;
        fault(
            only(wishes.led, peer.led)
                || only(wishes.developed, peer.developed)
                || only(wishes.delivered, peer.delivered),
            "it is not in peers' hands",
        );
        match offering.delivery {
            Delivery::Dated { start, end } => fault((start, end) != (step.start, step.end), "its dates are others"),
            Delivery::Rolling { from, until, weeks } => {
                fault(step.start.weekday() != Weekday::Mon, "it does not start on a Monday");
                let outside = step.start < from || until.is_some_and(|until| step.start > until);
                fault(outside, "it starts outside its window");
                let length = i64::from(weeks) * 7;
                fault((step.end - step.start).num_days() + 1 != length, "it has another length");
            }
        }
        let record = &self.request.record;
        let asked = offering.rpl.iter().flat_map(|rpl| &rpl.asks);
        let opened = |gate| gate_opens(record, gate).is_some_and(|opens| opens <= step.start);
        fault(!asked.clone().all(opened), "recognition asks for what does not hold yet");
        fault(step.start < limits.earliest_start, "it starts before the earliest start");
        fault(step.end > self.last_day(), "it ends after the last day");
        fault(step.minutes_a_week() > limits.hours_per_week.minutes(), "it takes too many hours a week");
        fault(
            limits.days_per_year.is_some_and(|most| step.allowance_days() > u32::from(most)),
            "it takes too many days",
        );
        fault(
            limits.budget_per_year.is_some_and(|most| self.least_cents(offering) > most.cents()),
            "it costs too much",
        );
        faults
    }

    /// Everything that is taught: published versions of courses, and qualifications.
    pub fn items(&self) -> Vec<ItemKey> {
        let mut items = Vec::new();
        for course in self.catalogue.courses() {
            for version in &course.versions {
                if version.status == VersionStatus::Published {
                    items.push(ItemKey::Course(course.code.clone(), version.version.clone()));
                }
            }
        }
        for entry in self.catalogue.qualifications() {
            items.push(ItemKey::Qualification(entry.code.clone()));
        }
        items
    }

    /// Every way in which an item may be a step on its own: every offering, on its dates or on every Monday.
    pub fn ways(&self, item: &ItemKey) -> Vec<Planned<'a>> {
        let mut ways = Vec::new();
        for offering in self.catalogue.offerings() {
            let taught = match (&offering.of, item) {
                (OfferingOf::Course { course, version }, ItemKey::Course(code, number)) => {
                    course == code && version == number
                }
                (OfferingOf::Qualification(taught), ItemKey::Qualification(code)) => taught == code,
                _ => false,
            };
            if !taught {
                continue;
            }
            let way = |start, end| Planned { item: item.clone(), offering, start, end };
            match offering.delivery {
                Delivery::Dated { start, end } => ways.push(way(start, end)),
                Delivery::Rolling { from, until, weeks } => {
                    let last = until.unwrap_or(self.last_day()).min(self.last_day());
                    let mut start = monday(from.max(self.request.limits.earliest_start));
                    while start <= last {
                        ways.push(way(start, start + Days::new(u64::from(weeks) * 7 - 1)));
                        start = start + Days::new(7);
                    }
                }
            }
        }
        ways.retain(|way| self.step_faults(way).is_empty());
        ways
    }
}

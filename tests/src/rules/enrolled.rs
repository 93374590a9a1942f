//! What is under way: how long it runs, what it takes, and when it counts.

use chrono::NaiveDate;
use registry_core::course::{DaysFrom, Delivery, OfferingOf};
use registry_core::enrolment::Enrolment;
use registry_core::pathway::Goal;
use registry_core::pathway::answer::ItemKey;
use registry_core::requisite::RequisiteExpr;

use super::{Counting, Planned, Rules, monday, weeks_touched};

impl<'a> Rules<'a> {
    /// The same rules for a plan that waits for nothing under way that ends after a day; `None`: for nothing at all.
    pub fn waiting_until(self, day: Option<NaiveDate>) -> Self {
        Self { waits_until: day, ..self }
    }

    /// The same rules for what is advised: what is under way is there beside a step, also where it ends after the last day. A
    /// plan that *needs* it would not be over by then.
    pub fn for_advice(self) -> Self {
        Self { of_advice: true, ..self }
    }

    /// The days a plan may wait until: each end of something under way.
    pub fn ends(&self) -> Vec<NaiveDate> {
        let mut ends: Vec<NaiveDate> = self.request.record.enrolled().iter().map(Enrolment::ends).collect();
        ends.sort_unstable();
        ends
    }

    /// The days a plan may wait until: those, the first days of rules towards the award that is the goal, or any where that is
    /// a whole award, and the days on which gates open for those who enter one.
    pub fn waits(&self) -> Vec<NaiveDate> {
        let mut waits = self.ends();
        let rules = self.catalogue.credit_rules();
        match &self.request.goal {
            Goal::Credit { towards, .. } => {
                waits.extend(rules.filter(|rule| rule.qualification == *towards).filter_map(|rule| rule.valid.from));
            }
            _ if self.has_composed() => {
                waits.extend(rules.filter_map(|rule| rule.valid.from));
                waits.extend(self.entry_opens());
            }
            _ => {}
        }
        waits.sort_unstable();
        waits
    }

    /// The days on which what a plan comes to may be counted: its last day, where it is said until when it waits; otherwise
    /// any on which its steps are over, or after waiting.
    pub(super) fn days_to_count(&self, plan: &[Planned<'_>]) -> Vec<NaiveDate> {
        let over = plan.iter().map(|step| step.end).fold(self.request.limits.earliest_start, NaiveDate::max);
        match self.waits_until {
            None => vec![over],
            Some(NaiveDate::MAX) => {
                let waits = self.waits().into_iter().filter(|day| over < *day && *day <= self.last_day());
                std::iter::once(over).chain(waits).collect()
            }
            Some(until) => vec![until.max(over)].into_iter().filter(|day| *day <= self.last_day()).collect(),
        }
    }

    /// What is learned in something under way.
    pub fn learned_in(&self, enrolment: &Enrolment) -> ItemKey {
        match enrolment {
            Enrolment::Course { course, version, .. } => ItemKey::Course(course.clone(), version.clone()),
            Enrolment::Qualification { qualification, .. } => ItemKey::Qualification(qualification.clone()),
            Enrolment::Offering { offering, .. } => {
                match &self.catalogue.offering(offering).expect("one of the catalogue").of {
                    OfferingOf::Course { course, version } => ItemKey::Course(course.clone(), version.clone()),
                    OfferingOf::Qualification(code) => ItemKey::Qualification(code.clone()),
                }
            }
        }
    }

    /// First day, where it is after the earliest start; minutes a week; allowance days.
    fn takes(&self, enrolment: &Enrolment) -> (NaiveDate, u32, u32) {
        let start = self.request.limits.earliest_start;
        match enrolment {
            Enrolment::Course { takes, .. } | Enrolment::Qualification { takes, .. } => {
                (start, takes.hours_per_week.minutes(), takes.days.into())
            }
            Enrolment::Offering { offering, .. } => {
                let offering = self.catalogue.offering(offering).expect("one of the catalogue");
                let (first, weeks) = match offering.delivery {
                    Delivery::Dated { start: first, end } => (first.max(start), weeks_touched(first, end)),
                    Delivery::Rolling { weeks, .. } => (start, weeks.into()),
                };
                let days = if offering.days_from == DaysFrom::Allowance { offering.days } else { 0 };
                (first, offering.own_time.minutes().div_ceil(weeks), days.into())
            }
        }
    }

    fn running(&self) -> impl Iterator<Item = &'a Enrolment> {
        let start = self.request.limits.earliest_start;
        self.request.record.enrolled().iter().filter(move |enrolment| enrolment.ends() >= start)
    }

    /// Own time that what is under way takes in the week of a Monday.
    pub fn taken_in(&self, week: NaiveDate) -> u32 {
        let runs = |enrolment: &&Enrolment| {
            let first = self.takes(enrolment).0.min(enrolment.ends());
            monday(first) <= week && week <= enrolment.ends()
        };
        self.running().filter(runs).map(|enrolment| self.takes(enrolment).1).sum()
    }

    /// Allowance days that it takes of the first plan year.
    pub fn days_taken(&self) -> u32 {
        self.running().map(|enrolment| self.takes(enrolment).2).sum()
    }

    /// Whether something under way stands for a leaf: then nothing else is learned for it.
    pub(super) fn stands_for<'b>(&self, leaf: &'b RequisiteExpr) -> Vec<&'a Enrolment>
    where
        'a: 'b,
    {
        let stands = |enrolment: &&Enrolment| match (self.learned_in(enrolment), leaf) {
            (ItemKey::Course(code, version), RequisiteExpr::Course(wanted)) => {
                let same = code == wanted.course;
                if same { wanted.range.matches(&version) } else { self.course_becomes(&code, &wanted.course) }
            }
            (ItemKey::Qualification(code), RequisiteExpr::Qualification(wanted)) => {
                code == *wanted || self.qualification_becomes(&code, wanted)
            }
            _ => false,
        };
        self.request.record.enrolled().iter().filter(stands).collect()
    }

    /// Whether something under way counts when a requirement is looked at.
    pub(super) fn has_come(&self, enrolment: &Enrolment, counting: Counting) -> bool {
        let ends = enrolment.ends();
        if ends < self.request.limits.earliest_start {
            return true;
        }
        let waited_for = self.waits_until.is_some_and(|until| ends <= until) && ends <= self.last_day();
        let first = self.takes(enrolment).0.min(ends);
        (waited_for || self.of_advice)
            && match counting {
                Counting::Before(day) => ends < day,
                Counting::Beside(day) => ends < day || monday(first) <= monday(day),
                Counting::On(day) => ends <= day,
                Counting::Finally => true,
            }
    }
}

//! What steps may stand together: the weeks and the plan years they fill, and what bars the way to each.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use registry_core::pathway::Goal;
use registry_core::pathway::request::HORIZON_YEARS;
use registry_core::requisite::{Requisite, RequisiteExpr};
use registry_core::tier::{Tier, TierDefinition};

use super::{Counting, Planned, Rules, monday, requisites, teaches};

impl<'a> Rules<'a> {
    /// Own time in each week, by its Monday, in minutes: what is under way and the steps.
    pub fn weeks(&self, plan: &[Planned<'_>]) -> BTreeMap<NaiveDate, u32> {
        let mut weeks = BTreeMap::new();
        let mut week = monday(self.request.limits.earliest_start);
        let last = self.ends().last().copied().map(|last| last.min(self.last_day()));
        while last.is_some_and(|last| week <= last) {
            weeks.insert(week, self.taken_in(week));
            week = week + Days::new(7);
        }
        for step in plan {
            let mut week = monday(step.start);
            while week <= step.end {
                *weeks.entry(week).or_insert(0) += step.minutes_a_week();
                week = week + Days::new(7);
            }
        }
        weeks
    }

    /// Which plan year a day is in, counted from 0.
    pub fn year(&self, day: NaiveDate) -> u32 {
        let first = self.request.limits.earliest_start;
        (1..=HORIZON_YEARS)
            .take_while(|year| first + Months::new(year * 12) <= day)
            .count()
            .try_into()
            .expect("ten years at most")
    }

    /// Money in cents, before pots of funding pay, and allowance days of each plan year in which a step starts.
    pub fn years(&self, plan: &[Planned<'_>]) -> BTreeMap<u32, (i64, u32)> {
        let mut years = BTreeMap::new();
        for step in plan {
            let year = years.entry(self.year(step.start)).or_insert((0, 0));
            year.0 += self.cents(step.offering);
            year.1 += step.allowance_days();
        }
        years
    }

    /// What is wrong with steps that stand together: two of one item, weeks too full, years too dear, requisites that
    /// are not met in time.
    pub fn together_faults(&self, plan: &[Planned<'_>]) -> Vec<String> {
        let mut faults = Vec::new();
        let limits = &self.request.limits;
        for (week, minutes) in self.weeks(plan) {
            // What is under way goes on, however much it takes.
            if minutes > self.taken_in(week) && minutes > limits.hours_per_week.minutes() {
                faults.push(format!("the week of {week} takes {minutes} minutes"));
            }
        }
        if self.too_dear(plan) {
            faults.push("a plan year costs too much".to_owned());
        }
        for (year, (_, days)) in self.years(plan) {
            let taken = if year == 0 { self.days_taken() } else { 0 };
            if days > 0 && limits.days_per_year.is_some_and(|most| days + taken > u32::from(most)) {
                faults.push(format!("plan year {year} takes {days} days"));
            }
        }
        for (index, step) in plan.iter().enumerate() {
            if plan[..index].iter().any(|other| other.item == step.item) {
                faults.push(format!("{:?} is planned twice", step.item));
            }
            for requisite in self.asked_of(step) {
                if !self.met_for(requisite, step.start, plan) {
                    let asked = requisite.requires();
                    faults.push(format!("{} starts on {} without {asked:?}", step.offering.code, step.start));
                }
            }
        }
        faults
    }

    /// A plan without a step, and without those that cannot do without it where they stand.
    pub fn without<'b>(&self, left_out: &Planned<'b>, plan: &[Planned<'b>]) -> Vec<Planned<'b>> {
        let mut rest: Vec<Planned<'b>> = plan.iter().filter(|step| *step != left_out).cloned().collect();
        let lacks = |step: &Planned<'_>, rest: &[Planned<'_>]| {
            !self.asked_of(step).iter().all(|asked| self.met_for(asked, step.start, rest))
        };
        while let Some(place) = rest.iter().position(|step| lacks(step, &rest)) {
            rest.remove(place);
        }
        rest
    }

    /// Everything that bars the way to a step: what is required for its course or qualification.
    pub fn asked_of(&self, step: &Planned<'_>) -> Vec<&'a Requisite> {
        requisites(self.catalogue, &step.item).iter().filter(|requisite| requisite.is_required()).collect()
    }

    /// What the tiers that a step counts for ask of those who enter them: of the tier that is the goal, where the goal
    /// would not be met without the step.
    pub fn entry_to(&self, step: &Planned<'_>, plan: &[Planned<'_>]) -> Vec<&'a Requisite> {
        let Goal::Tier(tier) = &self.request.goal else { return Vec::new() };
        let tier = self.catalogue.tier(tier).expect("a tier of the catalogue");
        let without: Vec<Planned<'_>> = plan.iter().filter(|other| *other != step).cloned().collect();
        let counts = !self.met(&tier.completion, &without, Counting::Finally);
        let named = {
            let mut named = false;
            tier.completion.visit_leaves(&mut |leaf| named |= teaches(&step.item, leaf));
            named
        };
        let entry = tier.entry.iter().filter(|requisite| counts && named && requisite.is_required());
        entry.collect()
    }

    /// What the tiers that a step may count for ask of those who enter them: of every tier that the goal or a course names.
    pub fn may_enter(&self, step: &Planned<'_>) -> Vec<&'a Requisite> {
        let mut named: Vec<Tier> = Vec::new();
        let of_courses = self.catalogue.courses().flat_map(|course| &course.versions);
        let mut asked: Vec<&Requisite> = of_courses.flat_map(|version| &version.requisites).collect();
        match &self.request.goal {
            Goal::Tier(tier) => named.push(*tier),
            Goal::Role(code) => asked.extend(&self.catalogue.role(code).expect("a role of the catalogue").preparation),
            _ => {}
        }
        for requisite in asked {
            requisite.requires().visit_leaves(&mut |leaf| {
                if let RequisiteExpr::Tier(tier) = leaf {
                    named.push(*tier);
                }
            });
        }
        let tiers = named.iter().filter_map(|tier| self.catalogue.tier(tier));
        let names = |tier: &&TierDefinition| {
            let mut found = false;
            tier.completion.visit_leaves(&mut |leaf| found |= teaches(&step.item, leaf));
            found
        };
        tiers.filter(names).flat_map(|tier| &tier.entry).filter(|requisite| requisite.is_required()).collect()
    }
}

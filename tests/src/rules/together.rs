//! What steps may stand together: the weeks and the plan years they fill, and what bars the way to each.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use registry_core::pathway::Goal;
use registry_core::pathway::answer::ItemKey;
use registry_core::pathway::request::HORIZON_YEARS;
use registry_core::requisite::{Requisite, RequisiteExpr, Strength};

use super::{Counting, Planned, Rules, monday, requisites, teaches};

impl<'a> Rules<'a> {
    /// Own time in each week, by its Monday, in minutes.
    pub fn weeks(&self, plan: &[Planned<'_>]) -> BTreeMap<NaiveDate, u32> {
        let mut weeks = BTreeMap::new();
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

    /// Money in cents and allowance days of each plan year in which a step starts.
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
            if minutes > limits.hours_per_week.minutes() {
                faults.push(format!("the week of {week} takes {minutes} minutes"));
            }
        }
        for (year, (cents, days)) in self.years(plan) {
            if limits.budget_per_year.is_some_and(|most| cents > most.cents()) {
                faults.push(format!("plan year {year} costs {cents} cents"));
            }
            if limits.days_per_year.is_some_and(|most| days > u32::from(most)) {
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

    /// Everything that bars the way to a step: what is required for its course or qualification, and, of a tier's own
    /// steps, what is required to enter the tier that is the goal.
    pub fn asked_of(&self, step: &Planned<'_>) -> Vec<&'a Requisite> {
        let mut asked: Vec<&Requisite> = requisites(self.catalogue, &step.item).iter().collect();
        if let Goal::Tier(tier) = &self.request.goal
            && let Some(tier) = self.catalogue.tier(tier)
            && self.still_asks_for(&tier.completion, &step.item)
        {
            asked.extend(&tier.entry);
        }
        asked.retain(|requisite| requisite.strength() == Strength::Required);
        asked
    }

    /// Whether an item would meet part of an expression that what is held does not meet.
    fn still_asks_for(&self, expression: &RequisiteExpr, item: &ItemKey) -> bool {
        if self.met(expression, &[], Counting::Before(self.request.limits.earliest_start)) {
            return false;
        }
        match expression {
            RequisiteExpr::Tier(tier) => {
                self.catalogue.tier(tier).is_some_and(|tier| self.still_asks_for(&tier.completion, item))
            }
            leaf if leaf.operands().is_empty() => teaches(item, leaf),
            joined => joined.operands().iter().any(|part| self.still_asks_for(part, item)),
        }
    }
}

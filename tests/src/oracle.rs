//! The planner's oracle: tries every plan.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use registry_core::catalogue::Catalogue;
use registry_core::pathway::Request;
use registry_core::pathway::answer::{ItemKey, Objective};

use crate::rules::{Planned, Rules};

/// What a plan measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// Cents.
    pub cost: i64,
    /// How many of the preferred peer shares are lacking.
    pub lacking: i64,
    /// The number of the last day; 0 when there is no step.
    pub finish: i64,
    /// Minutes of own time in the heaviest week.
    pub heaviest: i64,
    /// Steps that peers do not lead.
    pub not_led: i64,
    /// Millionths of credit points that the steps state.
    pub credit: i64,
    /// Whether another plan, on whatever days, teaches some of the same and nothing besides.
    pub needless: bool,
}

impl Measured {
    /// The measures in the order in which a list of objectives compares plans; less is better. First what the
    /// objectives are about, then peer shares lacking, cost, finish and the heaviest week.
    pub fn by(&self, aim: &[Objective]) -> Vec<i64> {
        let leads = aim.iter().map(|objective| match objective {
            Objective::LeastCost => self.cost,
            Objective::Soonest => self.finish,
            Objective::LightestLoad => (self.heaviest + 59) / 60,
            Objective::MostCredit => -self.credit,
            Objective::MostPeerLed => self.not_led,
        });
        leads.chain([self.lacking, self.cost, self.finish, self.heaviest]).collect()
    }
}

/// Every plan that keeps to the rules and has as much of what is advised as fits.
#[derive(Debug, Clone)]
pub struct All {
    /// What each measures.
    pub plans: Vec<Measured>,
    /// Which advised parts of the goal are planned, in order.
    pub advised: Vec<bool>,
}

impl All {
    /// The least measures for a list of objectives. Credit is compared among plans of which no step could be left out.
    pub fn best(&self, aim: &[Objective]) -> Vec<i64> {
        let credit = aim.contains(&Objective::MostCredit);
        let plans = self.plans.iter().filter(|plan| !credit || !plan.needless);
        plans.map(|plan| plan.by(aim)).min().expect("at least one plan")
    }

    /// Cost and finish of the plans that no other beats in one and equals in the other, least cost first.
    pub fn front(&self) -> Vec<(i64, i64)> {
        let mut points: Vec<(i64, i64)> = self.plans.iter().map(|plan| (plan.cost, plan.finish)).collect();
        points.sort_unstable();
        let mut front: Vec<(i64, i64)> = Vec::new();
        for point in points {
            if front.last().is_none_or(|last| point.1 < last.1) {
                front.push(point);
            }
        }
        front
    }
}

/// More plans than the oracle is willing to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

/// Every plan; `None` when there is none. Every set of items, each in every offering and on every day on which it may
/// start.
///
/// Of what is advised, one part after another is kept when there is a plan that has it and those kept before it.
///
/// # Errors
/// More than `most` plans to try.
pub fn all(catalogue: &Catalogue, request: &Request, most: usize) -> Result<Option<All>, TooMany> {
    let rules = Rules::new(catalogue, request);
    let ways: Vec<Vec<Planned<'_>>> =
        rules.items().iter().map(|item| rules.ways(item)).filter(|ways| !ways.is_empty()).collect();
    let plans = ways.iter().try_fold(1usize, |plans, ways| plans.checked_mul(ways.len() + 1));
    if plans.is_none_or(|plans| plans > most) {
        return Err(TooMany);
    }
    let mut found: Vec<Vec<Planned<'_>>> = Vec::new();
    try_all(&rules, &ways, &mut Vec::new(), &mut found);
    if found.is_empty() {
        return Ok(None);
    }
    let mut advised = Vec::new();
    for part in rules.advised() {
        let with: Vec<_> = found.iter().filter(|plan| rules.has(part, plan)).cloned().collect();
        advised.push(!with.is_empty());
        if !with.is_empty() {
            found = with;
        }
    }
    let taught: BTreeSet<Vec<&ItemKey>> = found.iter().map(|plan| taught_in(plan)).collect();
    let measured = found.iter().map(|plan| {
        let own = taught_in(plan);
        let is_less = |other: &Vec<&ItemKey>| other.len() < own.len() && other.iter().all(|key| own.contains(key));
        Measured { needless: taught.iter().any(is_less), ..measure(&rules, plan, &advised) }
    });
    let plans = measured.collect();
    Ok(Some(All { plans, advised }))
}

fn try_all<'a>(
    rules: &Rules<'a>,
    ways: &[Vec<Planned<'a>>],
    plan: &mut Vec<Planned<'a>>,
    found: &mut Vec<Vec<Planned<'a>>>,
) {
    let Some((first, rest)) = ways.split_first() else {
        if waits(rules).any(|until| keeps_to(&rules.waiting_until(until), plan)) {
            found.push(plan.clone());
        }
        return;
    };
    try_all(rules, rest, plan, found);
    for way in first {
        plan.push(way.clone());
        try_all(rules, rest, plan, found);
        plan.pop();
    }
}

/// What a plan teaches, in order.
fn taught_in<'a>(plan: &'a [Planned<'_>]) -> Vec<&'a ItemKey> {
    let mut taught: Vec<&ItemKey> = plan.iter().map(|step| &step.item).collect();
    taught.sort_unstable();
    taught
}

fn measure(rules: &Rules<'_>, plan: &[Planned<'_>], advised: &[bool]) -> Measured {
    let waits = waits_until(rules, plan, advised);
    let finish = plan.iter().map(|step| step.end).chain(waits).map(|end| i64::from(end.num_days_from_ce())).max();
    Measured {
        cost: rules.cost(plan),
        lacking: plan.iter().map(|step| rules.lacking(step.offering)).sum(),
        finish: finish.unwrap_or(0),
        heaviest: i64::from(rules.weeks(plan).into_values().max().unwrap_or(0)),
        not_led: plan.iter().map(|step| i64::from(!step.offering.peer.led)).sum(),
        credit: plan.iter().map(|step| rules.credit_stated(&step.item)).sum(),
        needless: false,
    }
}

/// The last day that a plan must wait for, on which something under way ends or a rule begins; `None`: none.
fn waits_until(rules: &Rules<'_>, plan: &[Planned<'_>], advised: &[bool]) -> Option<NaiveDate> {
    let does = |until: &Option<NaiveDate>| {
        let rules = rules.waiting_until(*until);
        let mut parts = rules.advised().into_iter().zip(advised).filter(|(_, planned)| **planned);
        keeps_to(&rules, plan) && parts.all(|(part, _)| rules.has(part, plan))
    };
    waits(rules).find(does).flatten()
}

/// Waiting for nothing, or until each of the days that a plan may wait for.
fn waits(rules: &Rules<'_>) -> impl Iterator<Item = Option<NaiveDate>> {
    std::iter::once(None).chain(rules.waits().into_iter().map(Some))
}

fn keeps_to(rules: &Rules<'_>, plan: &[Planned<'_>]) -> bool {
    rules.goal_faults(plan).is_empty() && rules.together_faults(plan).is_empty()
}

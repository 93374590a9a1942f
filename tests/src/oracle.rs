//! The planner's oracle: tries every plan.

use registry_core::catalogue::Catalogue;
use registry_core::pathway::Request;
use registry_core::pathway::answer::Objective;

use chrono::Datelike;

use crate::rules::{Planned, Rules};

/// What a plan measures, in the order in which an objective compares plans; less is better. First what the objective
/// is about, then how many of the preferred peer shares are lacking, then the other two.
pub type Measures = [i64; 4];

/// The least measures for each objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Best {
    least: [Measures; 3],
}

impl Best {
    /// The least measures for an objective.
    pub fn at(&self, objective: Objective) -> Measures {
        self.least[objective as usize]
    }
}

/// More plans than the oracle is willing to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

/// The least measures of any plan; `None` when there is no plan. Every set of items, each in every offering and on
/// every day on which it may start.
///
/// # Errors
/// More than `most` plans to try.
pub fn best(catalogue: &Catalogue, request: &Request, most: usize) -> Result<Option<Best>, TooMany> {
    let rules = Rules::new(catalogue, request);
    let ways: Vec<Vec<Planned<'_>>> =
        rules.items().iter().map(|item| rules.ways(item)).filter(|ways| !ways.is_empty()).collect();
    let plans = ways.iter().try_fold(1usize, |plans, ways| plans.checked_mul(ways.len() + 1));
    if plans.is_none_or(|plans| plans > most) {
        return Err(TooMany);
    }
    let mut best = None;
    try_all(&rules, &ways, &mut Vec::new(), &mut best);
    Ok(best)
}

fn try_all<'a>(rules: &Rules<'a>, ways: &[Vec<Planned<'a>>], plan: &mut Vec<Planned<'a>>, best: &mut Option<Best>) {
    let Some((first, rest)) = ways.split_first() else {
        if rules.goal_faults(plan).is_empty() && rules.together_faults(plan).is_empty() {
            keep(rules, plan, best);
        }
        return;
    };
    try_all(rules, rest, plan, best);
    for way in first {
        plan.push(way.clone());
        try_all(rules, rest, plan, best);
        plan.pop();
    }
}

fn keep(rules: &Rules<'_>, plan: &[Planned<'_>], best: &mut Option<Best>) {
    let cost: i64 = plan.iter().map(|step| rules.cents(step.offering)).sum();
    let lacking: i64 = plan.iter().map(|step| rules.lacking(step.offering)).sum();
    let finish = plan.iter().map(|step| i64::from(step.end.num_days_from_ce())).max();
    let finish = finish.unwrap_or(0);
    let heaviest = i64::from(rules.weeks(plan).into_values().max().unwrap_or(0));
    let measured =
        [[cost, lacking, finish, heaviest], [finish, lacking, cost, heaviest], [heaviest, lacking, finish, cost]];
    let known = best.get_or_insert(Best { least: measured });
    for (least, measured) in known.least.iter_mut().zip(measured) {
        *least = measured.min(*least);
    }
}

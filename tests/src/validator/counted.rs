//! What a pathway is said to be worth, and whether that is enough.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use registry_core::credit::{CreditExchange, CreditPoints, CreditRule};
use registry_core::id::{CreditRuleCode, QualificationCode};
use registry_core::pathway::answer::Counted;
use registry_core::pathway::{Goal, Pathway};
use registry_core::recognition::{Amount, Ledger};

use super::{Check, Faults};
use crate::rules::{Planned, millionths};

impl Check<'_> {
    /// What a pathway is said to be worth is some way of counting that gives the most, and for the award that is the goal it
    /// is said whether that is enough.
    pub(super) fn credit(&self, pathway: &Pathway, plan: &[Planned<'_>], faults: &mut Faults) {
        let start = self.request.limits.earliest_start;
        let finish = pathway.finish.map_or(start, |finish| finish.max(start));
        let in_time = self.rules.ends().into_iter().filter(|ends| *ends <= self.rules.last_day());
        let over = in_time.fold(finish, NaiveDate::max);
        let towards: BTreeSet<_> = self.catalogue.credit_rules().map(|rule| &rule.qualification).collect();
        for code in towards {
            let gained = pathway.credit.iter().filter(|gained| gained.qualification == *code);
            let said: Vec<_> = gained.map(|gained| (&gained.rule, millionths(gained.points))).collect();
            if let Some(ledger) = self.rules.ledger_on(code, plan, over) {
                let is = by_rule(&ledger);
                let sum = |given: &[(&CreditRuleCode, i64)]| given.iter().map(|(_, amount)| amount).sum::<i64>();
                // An award that is gained by the way, and that the plan does not aim at, is not shown as a block.
                if self.takes_a_block(code) {
                    faults.unless(sum(&said) <= sum(&is), &format!("the credit towards {code} is too much: {said:?}"));
                } else {
                    faults.same(&format!("the credit towards {code}"), said, is);
                }
                continue;
            }
            let is = self.rules.credited_at_the_end(code, plan, over);
            faults.unless(
                is.may_be(&said),
                &format!("the credit is said to be {said:?}, and no way of counting gives it"),
            );
            let sum = said.iter().map(|(_, amount)| amount).sum::<i64>();
            faults.same(&format!("the credit towards {code}"), sum, is.most());
        }
        match &self.request.goal {
            Goal::Credit { points, towards } => self.credit_counted(*points, towards, pathway, plan, faults),
            Goal::Qualification(code) => self.award_counted(code, pathway, plan, faults),
            Goal::Role(_) | Goal::Tier(_) | Goal::Course(_) => {}
        }
    }

    fn takes_a_block(&self, towards: &QualificationCode) -> bool {
        let is_block = |rule: &CreditRule| matches!(rule.exchange, CreditExchange::Block { .. });
        self.catalogue.credit_rules().any(|rule| rule.qualification == *towards && is_block(rule))
    }

    fn credit_counted(
        &self,
        points: CreditPoints,
        towards: &QualificationCode,
        pathway: &Pathway,
        plan: &[Planned<'_>],
        faults: &mut Faults,
    ) {
        let Some(counted) = &pathway.counted else {
            faults.unless(false, "what it comes to is not said");
            return;
        };
        self.counted_when(counted, pathway, plan, faults);
        let is = self.rules.waiting_until(Some(counted.at)).credited_at_the_end(towards, plan, counted.at).most();
        let Amount::Points(said) = counted.counted else {
            faults.unless(false, "points are counted in units");
            return;
        };
        faults.same("what counts", millionths(said), is);
        faults.unless(is >= millionths(points), "too little counts on the last day");
        faults.unless(counted.reached, "it is said that too little counts");
    }

    /// Of an award that is planned by its parts it is said what the ledger makes of it on the last day.
    fn award_counted(&self, code: &QualificationCode, pathway: &Pathway, plan: &[Planned<'_>], faults: &mut Faults) {
        let Some(counted) = &pathway.counted else { return };
        self.counted_when(counted, pathway, plan, faults);
        let Some(ledger) = self.rules.waiting_until(Some(counted.at)).ledger_on(code, plan, counted.at) else {
            faults.unless(false, "it is counted, and nobody knows its parts");
            return;
        };
        faults.same("what counts", counted.counted, ledger.guaranteed_alone);
        faults.same("what is wanted", Some(counted.wanted), ledger.size);
        faults.same("whether it is enough", counted.reached, counted.counted >= counted.wanted);
        faults.unless(counted.reached || !pathway.proved, "too little counts, and it is called proved");
    }

    fn counted_when(&self, counted: &Counted, pathway: &Pathway, plan: &[Planned<'_>], faults: &mut Faults) {
        let start = self.request.limits.earliest_start;
        faults.same("the day on which it counts", counted.at, pathway.finish.map_or(start, |finish| finish.max(start)));
        let last = plan.iter().map(|step| step.end).max();
        let waits = pathway.finish.is_some_and(|finish| last.is_none_or(|last| last < finish));
        faults.same("whether it waits when its steps are over", counted.waits_for.is_some(), waits);
    }
}

/// What each rule gives in a ledger, in order of rule.
fn by_rule(ledger: &Ledger) -> Vec<(&CreditRuleCode, i64)> {
    let points = |amount: Amount| match amount {
        Amount::Points(points) => millionths(points),
        Amount::Units(_) => 0,
    };
    let lines = ledger.lines.iter().filter_map(|line| Some((line.rule.as_ref()?, points(line.amount))));
    let mut given: Vec<_> = lines.filter(|(_, points)| *points > 0).collect();
    given.sort();
    given
}

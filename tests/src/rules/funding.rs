//! What funding pays, stated without saying which source pays for which step.
//!
//! A stated amount is a pot, for the whole plan or for each of its years. The most that pots pay for some steps is the
//! least, over all sets of pots, of what the set holds and what the steps cost that some pot outside it pays for: pots
//! in the set are emptied, and what others pay for is paid in full (the greatest flow is the least cut). A year of which
//! the learner can pay only a part needs the rest from pots, and so do all years together (Hall's condition).

use registry_core::course::{Offering, OfferingOf};
use registry_core::id::FundingCode;
use registry_core::provider::{AmountPer, FundingKind, FundingSource};

use super::{Planned, Rules, gate_opens};

/// Whether an offering states a fee for some funding that is less than its price.
fn has_fee(offering: &Offering, funding: &FundingCode) -> bool {
    offering.fees.iter().any(|fee| fee.funding == *funding && fee.price < offering.price)
}

impl<'a> Rules<'a> {
    /// The funding that pays something for an offering beside fees, whatever it pays.
    fn sources(&self, offering: &Offering) -> Vec<&'a FundingSource> {
        let limits = &self.request.limits;
        let mut sources = Vec::new();
        for source in self.catalogue.funding_sources() {
            let holds = source
                .requires
                .iter()
                .all(|gate| gate_opens(&self.request.record, gate).is_some_and(|opens| opens <= limits.earliest_start));
            let whose = source.perspectives.is_empty()
                || limits.perspective.is_none_or(|perspective| source.perspectives.contains(&perspective));
            let pays_for = &source.pays_for;
            let lists_none =
                pays_for.courses.is_empty() && pays_for.qualifications.is_empty() && pays_for.kinds.is_empty();
            let what = match &offering.of {
                OfferingOf::Course { course, .. } => {
                    let kind = self.catalogue.course(course).expect("a course of the catalogue").kind;
                    pays_for.courses.contains(course) || pays_for.kinds.contains(&kind)
                }
                OfferingOf::Qualification(code) => pays_for.qualifications.contains(code),
            };
            let by_whom = pays_for.providers.is_empty() || pays_for.providers.contains(&offering.provider);
            let covered = (what || (lists_none && !pays_for.providers.is_empty())) && by_whom;
            let has_fee = has_fee(offering, &source.code);
            if limits.funding.contains(&source.code) && holds && whose && covered && !has_fee {
                sources.push(source);
            }
        }
        sources
    }

    /// What is paid for an offering before pots pay, in cents: the least of the price and the fees; nothing, where
    /// funding makes it free.
    pub fn cents(&self, offering: &Offering) -> i64 {
        let mut least = offering.price.cents();
        for fee in &offering.fees {
            if self.request.limits.funding.contains(&fee.funding) {
                least = least.min(fee.price.cents());
            }
        }
        let free = |source: &&FundingSource| source.kind == FundingKind::FeeFree && source.amount.is_none();
        if self.sources(offering).iter().any(free) { 0 } else { least }
    }

    /// What the learner pays at least for an offering on its own.
    pub fn least_cents(&self, offering: &Offering) -> i64 {
        let pots: i64 =
            self.sources(offering).iter().filter_map(|source| source.amount).map(|amount| amount.cents()).sum();
        (self.cents(offering) - pots).max(0)
    }

    /// What the learner pays for a plan, in cents.
    pub fn cost(&self, plan: &[Planned<'_>]) -> i64 {
        let all: Vec<&Planned<'_>> = plan.iter().collect();
        self.before_pots(&all) - self.paid_from_pots(&all)
    }

    fn before_pots(&self, steps: &[&Planned<'_>]) -> i64 {
        steps.iter().map(|step| self.cents(step.offering)).sum()
    }

    /// The pots of some steps: what each holds, and which of the steps it pays for.
    fn pots(&self, steps: &[&Planned<'_>]) -> Vec<(i64, Vec<bool>)> {
        let mut pots: Vec<(i64, Vec<bool>)> = Vec::new();
        for source in self.catalogue.funding_sources() {
            let Some(amount) = source.amount else { continue };
            let pays = |step: &&&Planned<'_>| self.sources(step.offering).contains(&source);
            let years: Vec<u32> = match source.per {
                AmountPer::Person => vec![u32::MAX],
                AmountPer::Year => (0..=10).collect(),
            };
            for year in years {
                let of_year = |step: &&Planned<'_>| year == u32::MAX || self.year(step.start) == year;
                let paid: Vec<bool> = steps.iter().map(|step| pays(&step) && of_year(step)).collect();
                if paid.contains(&true) {
                    pots.push((amount.cents(), paid));
                }
            }
        }
        pots
    }

    /// The most that pots pay for some steps.
    fn paid_from_pots(&self, steps: &[&Planned<'_>]) -> i64 {
        let pots = self.pots(steps);
        let cut = |emptied: u32| {
            let is_emptied = |pot: usize| emptied & (1 << pot) != 0;
            let held: i64 = (0..pots.len()).filter(|pot| is_emptied(*pot)).map(|pot| pots[pot].0).sum();
            let paid = |step: usize| (0..pots.len()).any(|pot| !is_emptied(pot) && pots[pot].1[step]);
            let full = (0..steps.len()).filter(|step| paid(*step)).map(|step| self.cents(steps[step].offering));
            held + full.sum::<i64>()
        };
        (0..1u32 << pots.len()).map(cut).min().expect("at least the empty set")
    }

    /// The plan years, as sets of them, that cost more than the learner may pay in them.
    pub fn too_dear(&self, plan: &[Planned<'_>]) -> bool {
        let Some(most) = self.request.limits.budget_per_year else { return false };
        let mut years: Vec<u32> = plan.iter().map(|step| self.year(step.start)).collect();
        years.sort_unstable();
        years.dedup();
        let of = |year: u32| plan.iter().filter(|step| self.year(step.start) == year).collect::<Vec<_>>();
        (1..1u32 << years.len()).any(|set| {
            let chosen: Vec<u32> = (0..years.len()).filter(|at| set & (1 << at) != 0).map(|at| years[at]).collect();
            let need = |year: &u32| (self.before_pots(&of(*year)) - most.cents()).max(0);
            let steps: Vec<&Planned<'_>> = chosen.iter().flat_map(|year| of(*year)).collect();
            chosen.iter().map(need).sum::<i64>() > self.paid_from_pots(&steps)
        })
    }

    /// What is wrong with who is said to pay: sources that do not pay for it, and pots that pay more than they hold.
    pub fn paid_faults(&self, steps: &[registry_core::pathway::Step]) -> Vec<String> {
        let mut faults = Vec::new();
        for step in steps {
            let offering = self.catalogue.offering(&step.offering).expect("one of the catalogue");
            let paid: i64 = step.paid_by.iter().map(|paid| paid.amount.cents()).sum();
            if step.cost.cents() + paid != step.price.cents() {
                faults.push(format!("{}: {} and what is paid do not come to the price", step.offering, step.cost));
            }
            for by in &step.paid_by {
                let fee = has_fee(offering, &by.funding);
                let source = self.sources(offering).into_iter().find(|source| source.code == by.funding);
                if !(self.request.limits.funding.contains(&by.funding) && (fee || source.is_some())) {
                    faults.push(format!("{}: {} does not pay for it", step.offering, by.funding));
                }
            }
        }
        for source in self.catalogue.funding_sources() {
            let Some(amount) = source.amount else { continue };
            let mut paid = std::collections::BTreeMap::new();
            for step in steps {
                let offering = self.catalogue.offering(&step.offering).expect("one of the catalogue");
                let by_fee = has_fee(offering, &source.code);
                for by in step.paid_by.iter().filter(|by| by.funding == source.code && !by_fee) {
                    let year = if source.per == AmountPer::Year { self.year(step.start) } else { 0 };
                    *paid.entry(year).or_insert(0) += by.amount.cents();
                }
            }
            if paid.values().any(|paid| *paid > amount.cents()) {
                faults.push(format!("{} pays more than {amount}", source.code));
            }
        }
        faults
    }
}

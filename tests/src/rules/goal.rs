//! When a goal is met, and what can be planned for it at all.

use registry_core::credit::{CreditExchange, CreditPoints, CreditRule};
use registry_core::pathway::Goal;
use registry_core::requisite::{RequisiteExpr, Strength};

use super::{Counting, Planned, Rules, gates_only, requisites, teaches};

impl<'a> Rules<'a> {
    /// What is missing at the end.
    pub fn goal_faults(&self, plan: &[Planned<'_>]) -> Vec<String> {
        let met = |expression: &RequisiteExpr| self.met(expression, plan, Counting::Finally);
        let mut faults = Vec::new();
        match &self.request.goal {
            Goal::Role(code) => {
                let role = self.catalogue.role(code).expect("a role of the catalogue");
                for requisite in &role.preparation {
                    let left_out =
                        requisite.strength() == Strength::Advised && !self.within_reach(requisite.requires());
                    if !gates_only(requisite.requires()) && !met(requisite.requires()) && !left_out {
                        faults.push(format!("the role is left without {:?}", requisite.requires()));
                    }
                }
            }
            Goal::Tier(tier) => {
                let tier = self.catalogue.tier(tier).expect("a tier of the catalogue");
                if !met(&tier.completion) {
                    faults.push(format!("{} is not completed", tier.tier));
                }
            }
            Goal::Course(code) => {
                if !met(&RequisiteExpr::course(code.clone())) {
                    faults.push(format!("{code} is not reached"));
                }
            }
            Goal::Qualification(code) => {
                if !met(&RequisiteExpr::Qualification(code.clone())) {
                    faults.push(format!("{code} is not reached"));
                }
            }
            Goal::Credit { points, towards } => {
                let rules: Vec<&CreditRule> =
                    self.catalogue.credit_rules().filter(|rule| rule.qualification == *towards).collect();
                let most = self.most_credit(&rules, plan);
                if most < *points {
                    faults.push(format!("only {most} of {points} credit points are reached"));
                }
            }
        }
        faults
    }

    /// What one rule gives.
    pub fn credit_of(&self, rule: &CreditRule, plan: &[Planned<'_>]) -> CreditPoints {
        let met = |expression: &RequisiteExpr| self.met(expression, plan, Counting::Finally);
        match &rule.exchange {
            CreditExchange::Block { from, points } => {
                if met(&RequisiteExpr::Qualification(from.clone())) {
                    *points
                } else {
                    CreditPoints::ZERO
                }
            }
            CreditExchange::Series { of, size, points_each_series } => {
                let count = of.iter().filter(|code| met(&RequisiteExpr::course((*code).clone()))).count();
                let series = u32::try_from(count).expect("a small number") / size;
                points_each_series.times(series)
            }
        }
    }

    /// The most that any rules of which no two series share a course give together.
    fn most_credit(&self, rules: &[&CreditRule], plan: &[Planned<'_>]) -> CreditPoints {
        let Some((rule, rest)) = rules.split_first() else {
            return CreditPoints::ZERO;
        };
        let apart: Vec<&CreditRule> = rest.iter().copied().filter(|other| !share_a_course(rule, other)).collect();
        let with = self.credit_of(rule, plan) + self.most_credit(&apart, plan);
        with.max(self.most_credit(rest, plan))
    }

    /// Whether offerings that fit, each by itself, could meet an expression: what is advised is planned only then.
    pub fn within_reach(&self, expression: &RequisiteExpr) -> bool {
        let part = |part: &RequisiteExpr| self.within_reach(part);
        match expression {
            RequisiteExpr::All(of) => of.as_slice().iter().all(part),
            RequisiteExpr::Any(of) => of.as_slice().iter().any(part),
            RequisiteExpr::AtLeast(of) => {
                let near = of.of().iter().filter(|operand| part(operand)).count();
                near >= usize::try_from(of.least()).expect("a small number")
            }
            RequisiteExpr::Tier(tier) => self.catalogue.tier(tier).is_some_and(|tier| part(&tier.completion)),
            RequisiteExpr::Gate(_) => self.met(expression, &[], Counting::Finally),
            leaf => {
                self.holds(leaf)
                    || self.items().iter().any(|item| {
                        let asked = requisites(self.catalogue, item);
                        let mut required = asked.iter().filter(|requisite| requisite.is_required());
                        teaches(item, leaf)
                            && !self.ways(item).is_empty()
                            && required.all(|requisite| part(requisite.requires()))
                    })
            }
        }
    }
}

fn share_a_course(one: &CreditRule, other: &CreditRule) -> bool {
    match (&one.exchange, &other.exchange) {
        (CreditExchange::Series { of, .. }, CreditExchange::Series { of: others, .. }) => {
            of.iter().any(|course| others.contains(course))
        }
        _ => false,
    }
}

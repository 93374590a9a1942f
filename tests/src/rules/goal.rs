//! When a goal is met, and what can be planned for it at all.

use registry_core::pathway::Goal;
use registry_core::pathway::answer::ItemKey;
use registry_core::requisite::{Requisite, RequisiteExpr, Strength};

use super::{Counting, Planned, Rules, gates_only, millionths, requisites, teaches};

impl<'a> Rules<'a> {
    /// The advised parts of the goal that ask for learning, in order.
    pub fn advised(&self) -> Vec<&'a Requisite> {
        let Goal::Role(code) = &self.request.goal else { return Vec::new() };
        let role = self.catalogue.role(code).expect("a role of the catalogue");
        let advised = role.preparation.iter().filter(|requisite| requisite.strength() == Strength::Advised);
        advised.filter(|requisite| !gates_only(requisite.requires())).collect()
    }

    /// Whether a requisite is met at the end, whatever the dates of the steps.
    pub fn has(&self, requisite: &Requisite, plan: &[Planned<'_>]) -> bool {
        self.met(requisite.requires(), plan, Counting::Finally)
    }

    /// The credit that an item states, in millionths of a point.
    pub fn credit_stated(&self, item: &ItemKey) -> i64 {
        let ItemKey::Course(code, number) = item else { return 0 };
        let version = self.catalogue.course(code).and_then(|course| course.version(number));
        let stated = version.and_then(|version| version.credit.as_ref());
        stated.map_or(0, |credit| millionths(credit.points))
    }

    /// What is missing at the end of what is required.
    pub fn goal_faults(&self, plan: &[Planned<'_>]) -> Vec<String> {
        let met = |expression: &RequisiteExpr| self.met(expression, plan, Counting::Finally);
        let mut faults = Vec::new();
        match &self.request.goal {
            Goal::Role(code) => {
                let role = self.catalogue.role(code).expect("a role of the catalogue");
                for requisite in role.preparation.iter().filter(|requisite| requisite.is_required()) {
                    if !gates_only(requisite.requires()) && !met(requisite.requires()) {
                        faults.push(format!("the role is left without {:?}", requisite.requires()));
                    }
                }
            }
            Goal::Tier(tier) => {
                if !met(&RequisiteExpr::Tier(*tier)) {
                    faults.push(format!("{tier} is not completed"));
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
                let days = self.days_to_count(plan).into_iter();
                let most = days.map(|day| self.credited_for_goal(towards, plan, day).most()).max().unwrap_or(0);
                if most < millionths(*points) {
                    faults.push(format!("only {most} millionths of {points} credit points are reached"));
                }
            }
        }
        faults
    }

    /// Whether offerings that fit, each by itself, could meet an expression: what is advised is planned only then.
    pub fn within_reach(&self, expression: &RequisiteExpr) -> bool {
        self.can_begin(expression, &[])
    }

    /// The same beside items that are being begun: of those that ask for one another each counts on the others.
    fn can_begin(&self, expression: &RequisiteExpr, beside: &[ItemKey]) -> bool {
        let part = |part: &RequisiteExpr| self.can_begin(part, beside);
        match expression {
            RequisiteExpr::All(of) => of.as_slice().iter().all(part),
            RequisiteExpr::Any(of) => of.as_slice().iter().any(part),
            RequisiteExpr::AtLeast(of) => {
                let near = of.of().iter().filter(|operand| part(operand)).count();
                near >= usize::try_from(of.least()).expect("a small number")
            }
            RequisiteExpr::Tier(tier) => self.catalogue.tier(tier).is_some_and(|tier| {
                let mut required = tier.entry.iter().filter(|requisite| requisite.is_required());
                self.met(&tier.completion, &[], Counting::Finally)
                    || (required.all(|requisite| part(requisite.requires())) && part(&tier.completion))
            }),
            RequisiteExpr::Gate(_) => self.met(expression, &[], Counting::Finally),
            leaf if !self.stands_for(leaf).is_empty() => self.met(leaf, &[], Counting::Finally),
            leaf => {
                self.holds(leaf)
                    || self.items().iter().any(|item| {
                        let asked = requisites(self.catalogue, item);
                        let mut required = asked.iter().filter(|requisite| requisite.is_required());
                        let begun = [beside, std::slice::from_ref(item)].concat();
                        teaches(item, leaf)
                            && (beside.contains(item)
                                || (!self.ways(item).is_empty()
                                    && required.all(|requisite| self.can_begin(requisite.requires(), &begun))))
                    })
            }
        }
    }
}

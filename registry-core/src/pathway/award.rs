//! An award by its units: what is held, what counts as one of them, and what is left to learn.

use super::problem::Builder;
use crate::credit::{CreditExchange, CreditStanding};
use crate::graph::NodeKey;
use crate::id::{CourseCode, QualificationCode};
use crate::learner_record::Held;
use crate::qualification::{GroupKind, Packaging};
use crate::requisite::RequisiteExpr;
use crate::solver::expr::Expr;

impl Builder<'_> {
    /// What it takes to have a qualification unit by unit: all its core, its electives, and what entry asks for.
    ///
    /// Credit that is not guaranteed is not counted, units from elsewhere neither: a plan never rests on what a provider may
    /// refuse. `Never` where it
    /// cannot be planned so: it has no packaging of units, its core is not known in full or not told apart from its
    /// electives, a group has a most, or one of its units waits for the qualification itself.
    pub(super) fn by_units(&mut self, code: &QualificationCode) -> Expr {
        let catalogue = self.catalogue;
        let Some(entry) = catalogue.qualification(code) else { return Expr::Never };
        let Some(packaging) = entry.packaging.as_ref().filter(|packaging| is_known(packaging)) else {
            return Expr::Never;
        };
        let waiting = catalogue.graph().dependants(&NodeKey::Qualification(code.clone()));
        let units = || packaging.groups.iter().flat_map(|group| &group.units);
        if units().any(|unit| waiting.contains(&NodeKey::Course(unit.clone()))) {
            return Expr::Never;
        }
        let mut parts: Vec<Expr> = self.required(&entry.entry).into_iter().map(|(_, expr)| expr).collect();
        let mut electives = Vec::new();
        for group in &packaging.groups {
            let exprs: Vec<Expr> = group.units.iter().map(|unit| self.unit(code, unit)).collect();
            match group.kind {
                GroupKind::Core => parts.extend(exprs),
                GroupKind::Elective | GroupKind::Specialisation | GroupKind::Listed => {
                    parts.extend(group.least.map(|least| Expr::at_least(least.into(), exprs.clone())));
                    electives.extend(exprs);
                }
            }
        }
        parts.push(Expr::at_least(packaging.electives.into(), electives));
        Expr::all(parts)
    }

    /// A unit: held, met by something held that is guaranteed to count as it, or learned.
    fn unit(&mut self, award: &QualificationCode, unit: &CourseCode) -> Expr {
        let counts = self.catalogue.credit_rules().any(|rule| {
            let sure = rule.qualification == *award && rule.standing == CreditStanding::Guaranteed;
            let valid = rule.valid.covers(self.limits.earliest_start);
            let of = |from: &CourseCode, to: &CourseCode| to == unit && self.holds_course(from);
            sure && valid && matches!(&rule.exchange, CreditExchange::Unit { from, unit } if of(from, unit))
        });
        if counts { Expr::True } else { self.expression(&RequisiteExpr::course(unit.clone())) }
    }

    fn holds_course(&self, wanted: &CourseCode) -> bool {
        let counts = |held: &Held| match held {
            Held::Course { course, .. } => self.catalogue.course_counts_as(course, wanted),
            Held::Qualification { .. } => false,
        };
        self.record.held().iter().any(counts)
    }
}

/// Whether every core unit is known and told apart, and no group has a most.
fn is_known(packaging: &Packaging) -> bool {
    let of = |kind: GroupKind| packaging.groups.iter().filter(move |group| group.kind == kind);
    let core: usize = of(GroupKind::Core).map(|group| group.units.len()).sum();
    core == usize::from(packaging.core)
        && of(GroupKind::Listed).next().is_none()
        && packaging.groups.iter().all(|group| group.most.is_none())
}

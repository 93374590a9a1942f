//! Tiers inside a question: which courses may be taken within which tier.
//!
//! A step counts for a tier only when it starts once what the tier asks of those who enter it is met. Where that is met
//! from the start, nothing is to be done. Otherwise a course that a tier's completion names, and that something else may
//! ask for as well, becomes two items: one that waits and counts for the tier, and one that need not wait.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::ItemKey;
use super::problem::requisites_of;
use super::request::{Goal, Request};
use crate::catalogue::Catalogue;
use crate::eligibility::{Standing, standing_of};
use crate::id::{CourseCode, QualificationCode};
use crate::recognition::Thing;
use crate::recognition::reach::ever_named;
use crate::requisite::RequisiteExpr;
use crate::tier::Tier;

/// Tiers that a step is taken within.
pub(crate) type Within = BTreeSet<Tier>;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Course(CourseCode),
    Qualification(QualificationCode),
}

impl Named {
    fn of(key: &ItemKey) -> Self {
        match key {
            ItemKey::Course(code, _) => Self::Course(code.clone()),
            ItemKey::Qualification(code) => Self::Qualification(code.clone()),
        }
    }
}

/// Within which tiers a question asks for what.
#[derive(Debug, Default)]
pub(super) struct Contexts {
    closed: Within,
    of: BTreeMap<Named, BTreeSet<Within>>,
}

impl Contexts {
    /// Walks from the goal through all it may need. Only tiers whose entry is not met from the start are noted, and
    /// without any nothing is walked.
    pub(super) fn of(catalogue: &Catalogue, request: &Request) -> Self {
        let start = request.limits.earliest_start;
        let open = |expression: &RequisiteExpr| {
            standing_of(catalogue, &request.record, expression, start, &mut Vec::new()) == Standing::Met
        };
        let closed = catalogue
            .tiers()
            .filter(|tier| tier.entry.iter().any(|requisite| requisite.is_required() && !open(requisite.requires())));
        let mut contexts = Self { closed: closed.map(|tier| tier.tier).collect(), of: BTreeMap::new() };
        if !contexts.closed.is_empty() {
            for expression in asked(catalogue, request) {
                contexts.walk(catalogue, &expression, &Within::new());
            }
        }
        contexts
    }

    /// Notes a course that is learned as well as what the goal asks for.
    pub(super) fn also(&mut self, catalogue: &Catalogue, course: &CourseCode) {
        if !self.closed.is_empty() {
            self.walk(catalogue, &RequisiteExpr::course(course.clone()), &Within::new());
        }
    }

    /// Whether a tier's entry is not met from the start.
    pub(super) fn is_closed(&self, tier: Tier) -> bool {
        self.closed.contains(&tier)
    }

    /// The tiers an item may be taken within so that it counts for those it is asked for within.
    pub(super) fn naming(&self, key: &ItemKey, within: &Within) -> Vec<Within> {
        let mut found: BTreeSet<Within> = BTreeSet::from([within.clone()]);
        if let Some(known) = self.of.get(&Named::of(key)) {
            found.extend(known.iter().filter(|known| known.is_superset(within)).cloned());
        }
        found.into_iter().collect()
    }

    fn walk(&mut self, catalogue: &Catalogue, expression: &RequisiteExpr, within: &Within) {
        let (named, requisites): (_, Vec<_>) = match expression {
            RequisiteExpr::All(_) | RequisiteExpr::Any(_) | RequisiteExpr::AtLeast(_) => {
                return expression.operands().iter().for_each(|part| self.walk(catalogue, part, within));
            }
            RequisiteExpr::Tier(tier) => {
                let Some(definition) = catalogue.tier(tier) else { return };
                let mut inside = within.clone();
                if self.is_closed(*tier) {
                    inside.insert(*tier);
                }
                for requisite in definition.entry.iter().filter(|requisite| requisite.is_required()) {
                    self.walk(catalogue, requisite.requires(), &Within::new());
                }
                return self.walk(catalogue, &definition.completion, &inside);
            }
            RequisiteExpr::Gate(_) => return,
            RequisiteExpr::Course(wanted) => {
                let versions = catalogue.course(&wanted.course).map_or(&[][..], |course| &course.versions);
                (
                    Named::Course(wanted.course.clone()),
                    versions.iter().flat_map(|version| &version.requisites).collect(),
                )
            }
            RequisiteExpr::Qualification(code) => {
                let key = ItemKey::Qualification(code.clone());
                (Named::Qualification(code.clone()), requisites_of(catalogue, &key).unwrap_or(&[]).iter().collect())
            }
        };
        let first = !self.of.contains_key(&named);
        let is_new = self.of.entry(named).or_default().insert(within.clone());
        // An award may be gained by its parts, which are then asked for within the same tiers, and what entry asks for too.
        if let RequisiteExpr::Qualification(code) = expression
            && is_new
        {
            for requisite in requisites.iter().filter(|requisite| requisite.is_required()) {
                self.walk(catalogue, requisite.requires(), within);
            }
            parts(catalogue, code).iter().for_each(|part| self.walk(catalogue, part, within));
        }
        if first {
            for requisite in requisites.into_iter().filter(|requisite| requisite.is_required()) {
                self.walk(catalogue, requisite.requires(), &Within::new());
            }
        }
    }
}

/// What the goal asks for.
fn asked(catalogue: &Catalogue, request: &Request) -> Vec<RequisiteExpr> {
    match &request.goal {
        Goal::Role(code) => {
            let preparation = catalogue.role(code).map_or(&[][..], |role| &role.preparation);
            preparation.iter().map(|requisite| requisite.requires().clone()).collect()
        }
        Goal::Tier(tier) => vec![RequisiteExpr::Tier(*tier)],
        Goal::Course(code) => vec![RequisiteExpr::course(code.clone())],
        Goal::Qualification(code) => vec![RequisiteExpr::Qualification(code.clone())],
        Goal::Credit { towards, .. } => parts(catalogue, towards),
    }
}

/// What may count towards an award on any day.
fn parts(catalogue: &Catalogue, towards: &QualificationCode) -> Vec<RequisiteExpr> {
    let named = catalogue.qualification(towards).map(|entry| ever_named(catalogue, entry));
    let requirement = |thing: Thing<'_>| match thing {
        Thing::Course(code) => RequisiteExpr::course(code.clone()),
        Thing::Qualification(code) => RequisiteExpr::Qualification(code.clone()),
    };
    named.into_iter().flatten().map(requirement).collect()
}

//! Parts of an award for which recognition of prior learning is offered, where the award bounds how much is recognised.
//!
//! Which of them are taught and which assessed then matters: a plan has one of two items for each, which fall under different
//! limits.

use std::collections::BTreeSet;

use super::answer::ItemKey;
use super::counted::award_of;
use super::problem::Builder;
use super::request::Request;
use crate::catalogue::Catalogue;
use crate::course::Offering;
use crate::id::{CourseCode, QualificationCode};
use crate::qualification::Qualification;
use crate::recognition::Thing;
use crate::recognition::reach::limited;

/// By what means something is learned in a plan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Means {
    /// Whatever is offered: it does not matter which.
    #[default]
    Any,
    /// It is taught.
    Taught,
    /// What somebody has already is assessed.
    Assessed,
}

impl Means {
    pub(super) fn has(self, offering: &Offering) -> bool {
        match self {
            Self::Any => true,
            Self::Taught => offering.rpl.is_none(),
            Self::Assessed => offering.rpl.is_some(),
        }
    }
}

/// Courses and qualifications for which recognition of prior learning is offered and bounded: a plan tells those that are
/// taught from those that are assessed.
#[derive(Debug, Clone, Default)]
pub(super) struct Assessed {
    courses: BTreeSet<CourseCode>,
    qualifications: BTreeSet<QualificationCode>,
}

impl Assessed {
    /// Those of the award that is the goal.
    pub(super) fn towards_goal(catalogue: &Catalogue, request: &Request) -> Self {
        let entry = award_of(&request.goal).and_then(|code| catalogue.qualification(code));
        entry.map_or_else(Self::default, |entry| Self::towards(catalogue, entry))
    }

    /// Those of an award.
    pub(super) fn towards(catalogue: &Catalogue, entry: &Qualification) -> Self {
        let is_assessed = |offering: &Offering| offering.rpl.is_some();
        let mut apart = Self::default();
        for thing in limited(catalogue, entry) {
            match thing {
                Thing::Course(code) if catalogue.offerings_of_course(code).any(is_assessed) => {
                    apart.courses.insert(code.clone());
                }
                Thing::Qualification(code) if catalogue.offerings_of_qualification(code).any(is_assessed) => {
                    apart.qualifications.insert(code.clone());
                }
                Thing::Course(_) | Thing::Qualification(_) => {}
            }
        }
        apart
    }

    /// By what means something is learned that a plan tells apart.
    pub(super) fn means_of(&self, thing: Thing<'_>) -> &'static [Means] {
        let is_apart = match thing {
            Thing::Course(code) => self.courses.contains(code),
            Thing::Qualification(code) => self.qualifications.contains(code),
        };
        if is_apart { &[Means::Taught, Means::Assessed] } else { &[Means::Any] }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.courses.is_empty() && self.qualifications.is_empty()
    }

    /// These, and others.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.courses.extend(others.courses);
        self.qualifications.extend(others.qualifications);
        self
    }

    /// These, without others.
    pub(super) fn without(mut self, others: &Self) -> Self {
        self.courses.retain(|code| !others.courses.contains(code));
        self.qualifications.retain(|code| !others.qualifications.contains(code));
        self
    }
}

impl Builder<'_> {
    /// The means by which something is learned that a plan tells apart.
    pub(super) fn means_of(&self, key: &ItemKey) -> &'static [Means] {
        self.assessed.means_of(match key {
            ItemKey::Course(code, _) => Thing::Course(code),
            ItemKey::Qualification(code) => Thing::Qualification(code),
        })
    }
}

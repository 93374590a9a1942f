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
use crate::id::CourseCode;
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

/// Courses for which recognition of prior learning is offered and bounded.
#[derive(Debug, Clone, Default)]
pub(super) struct Assessed {
    /// A plan tells what is taught from what is assessed.
    pub(super) apart: BTreeSet<CourseCode>,
}

impl Assessed {
    /// Those of the award that is the goal.
    pub(super) fn towards_goal(catalogue: &Catalogue, request: &Request) -> Self {
        let entry = award_of(&request.goal).and_then(|code| catalogue.qualification(code));
        entry.map_or_else(Self::default, |entry| Self::towards(catalogue, entry))
    }

    /// Those of an award.
    pub(super) fn towards(catalogue: &Catalogue, entry: &Qualification) -> Self {
        let assessed = |code: &CourseCode| catalogue.offerings_of_course(code).any(|offering| offering.rpl.is_some());
        let course = |thing: Thing<'_>| match thing {
            Thing::Course(code) if assessed(code) => Some(code.clone()),
            Thing::Course(_) | Thing::Qualification(_) => None,
        };
        Self { apart: limited(catalogue, entry).into_iter().filter_map(course).collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.apart.is_empty()
    }

    /// These, and others.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.apart.extend(others.apart);
        self
    }

    /// These, without others.
    pub(super) fn without(mut self, others: &Self) -> Self {
        self.apart.retain(|code| !others.apart.contains(code));
        self
    }
}

impl Builder<'_> {
    /// The means by which something is learned that a plan tells apart.
    pub(super) fn means_of(&self, key: &ItemKey) -> &'static [Means] {
        match key {
            ItemKey::Course(code, _) if self.assessed.apart.contains(code) => &[Means::Taught, Means::Assessed],
            ItemKey::Course(..) | ItemKey::Qualification(_) => &[Means::Any],
        }
    }
}

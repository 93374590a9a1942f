//! Publishing: a change is a value, made from a draft and judged against the whole catalogue.
//!
//! [`plan`] takes a [`Change`], who asks for it and the catalogue as it is, and gives back a [`Delta`] to write with the
//! catalogue that results, or every [`Violation`] at once. [`differences`] compares two versions of a course field by
//! field and says how far the number must move; [`impact`] says, before anything is saved, what the change would do to
//! others.

mod bump;
mod change;
mod delta;
mod difference;
mod impact;
mod plan;
mod requisites;
mod violation;
mod wording;

pub use bump::{Bump, RequiredBump, is_enough, least_after, precedence};
pub use change::{Change, EarlierVersions, OfferingsOf, Publisher, VersionDraft};
pub use delta::Delta;
pub use difference::{Difference, course_differences, differences, required_bump};
pub use impact::{
    BestPathways, CreditImpact, Impact, ImpactBudget, PathwayEffect, PathwayImpact, Question, UnresolvedRequisite,
    impact, standard_questions,
};
pub use plan::{Plan, alike, changed_content, day_faults, number_faults, plan};
pub use violation::{Fault, VERSION_PART_MAX, Violation, ViolationCode, can_be_counted, read_range, read_version};

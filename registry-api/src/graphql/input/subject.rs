//! What a question is about.

use async_graphql::OneofObject;
use registry_core::eligibility::Subject;
use registry_core::id::{CourseCode, QualificationCode, RoleCode};
use registry_core::tier::Tier;

use super::problems::{Place, Problems};
use crate::graphql::types::problem::RequestErrorCode;

/// What a question is about: exactly one of these.
#[derive(OneofObject, Debug)]
pub(crate) enum SubjectInput {
    /// A course, by code; its current version is meant.
    Course(String),
    /// A qualification, by code.
    Qualification(String),
    /// A tier of the internship model, 1 to 4.
    Tier(i32),
    /// A role, by code.
    Role(String),
}

impl SubjectInput {
    /// Reads it; `None` after a problem.
    pub(crate) fn read(&self, place: &Place, problems: &mut Problems) -> Option<Subject> {
        let invalid = RequestErrorCode::InvalidCode;
        match self {
            Self::Course(code) => {
                problems.value(invalid, &place.then("course"), CourseCode::new(code)).map(Subject::Course)
            }
            Self::Qualification(code) => problems
                .value(invalid, &place.then("qualification"), QualificationCode::new(code))
                .map(Subject::Qualification),
            Self::Tier(number) => tier(*number, &place.then("tier"), problems).map(Subject::Tier),
            Self::Role(code) => problems.value(invalid, &place.then("role"), RoleCode::new(code)).map(Subject::Role),
        }
    }

    /// The field it was given in.
    pub(crate) fn field(&self) -> &'static str {
        match self {
            Self::Course(_) => "course",
            Self::Qualification(_) => "qualification",
            Self::Tier(_) => "tier",
            Self::Role(_) => "role",
        }
    }
}

/// Reads the number of a tier.
pub(crate) fn tier(number: i32, place: &Place, problems: &mut Problems) -> Option<Tier> {
    let tier = u8::try_from(number).ok().and_then(|number| Tier::new(number).ok());
    if tier.is_none() {
        let error = registry_core::tier::TierError(number.into());
        problems.add(RequestErrorCode::OutOfRange, place, format_args!("the number {error}"));
    }
    tier
}

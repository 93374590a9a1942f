//! What somebody wants to reach.

use async_graphql::{InputObject, OneofObject};
use registry_core::credit::CreditPoints;
use registry_core::id::{CourseCode, QualificationCode, RoleCode};
use registry_core::pathway::Goal;

use super::problems::{Place, Problems};
use super::subject::tier;
use crate::graphql::types::problem::RequestErrorCode;

/// What somebody wants to reach: exactly one of these.
#[derive(OneofObject, Debug)]
pub(crate) enum GoalInput {
    /// The preparation for a role, by code: all of it, the advised parts too.
    Role(String),
    /// A tier of the internship model, 1 to 4, completed.
    Tier(i32),
    /// A course, by code, in any published version.
    Course(String),
    /// A qualification, by code, held.
    Qualification(String),
    /// Credit towards a qualification.
    Credit(CreditGoalInput),
}

/// At least so much credit towards a qualification.
#[derive(InputObject, Debug)]
pub(crate) struct CreditGoalInput {
    /// How many points, as a decimal: `12.5`.
    points: String,
    /// The code of the qualification.
    towards: String,
}

impl GoalInput {
    /// Reads it; `None` after a problem.
    pub(crate) fn read(&self, place: &Place, problems: &mut Problems) -> Option<Goal> {
        let invalid = RequestErrorCode::InvalidCode;
        match self {
            Self::Role(code) => problems.value(invalid, &place.then("role"), RoleCode::new(code)).map(Goal::Role),
            Self::Tier(number) => tier(*number, &place.then("tier"), problems).map(Goal::Tier),
            Self::Course(code) => {
                problems.value(invalid, &place.then("course"), CourseCode::new(code)).map(Goal::Course)
            }
            Self::Qualification(code) => problems
                .value(invalid, &place.then("qualification"), QualificationCode::new(code))
                .map(Goal::Qualification),
            Self::Credit(CreditGoalInput { points, towards }) => {
                let place = place.then("credit");
                let read = points.parse::<CreditPoints>();
                let points = problems.value(RequestErrorCode::InvalidCreditPoints, &place.then("points"), read);
                let towards = problems.value(invalid, &place.then("towards"), QualificationCode::new(towards));
                // Points that were refused are none, so that the qualification is still looked up.
                Some(Goal::Credit { points: points.unwrap_or_default(), towards: towards? })
            }
        }
    }

    /// The place of the code, within the goal.
    pub(crate) fn code_place(&self, place: &Place) -> Place {
        match self {
            Self::Role(_) => place.then("role"),
            Self::Tier(_) => place.then("tier"),
            Self::Course(_) => place.then("course"),
            Self::Qualification(_) => place.then("qualification"),
            Self::Credit(_) => place.then("credit").then("towards"),
        }
    }
}

//! What a caller can correct in what they gave.

use async_graphql::{Enum, SimpleObject};

/// What is wrong with something given. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestErrorCode {
    /// Not a code: empty, too long, or with a character that codes don't have.
    InvalidCode,
    /// Not a date of the calendar, written YYYY-MM-DD.
    InvalidDate,
    /// Not a semantic version.
    InvalidVersion,
    /// Not a range of versions.
    InvalidRange,
    /// Not a requisite: parts that cannot be joined so, nested too deep, or required without a source.
    InvalidRequisite,
    /// Not a source: too short, or too long.
    InvalidSource,
    /// Not an amount of dollars and cents.
    InvalidAmount,
    /// Not an amount of credit points.
    InvalidCreditPoints,
    /// Not a reference to a paper: not 1 to 40 letters, digits, hyphens, full stops or underscores.
    InvalidReference,
    /// Negative hours, or not in quarter hours, or too many.
    InvalidHours,
    /// A number, or a date, outside what makes sense.
    OutOfRange,
    /// Something that another value makes necessary was left out.
    Missing,
    /// A list with more entries than are read.
    TooMany,
    /// A code that the catalogue does not have; of a share link, one that shows nothing.
    UnknownCode,
    /// A version that the course never had.
    UnknownVersion,
    /// One thing held, claimed or named twice.
    HeldTwice,
    /// Something completed after the day the question is for.
    CompletedLater,
    /// Two values that cannot both be so.
    Contradiction,
}

/// One thing to correct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: RequestErrorCode,
    pub(crate) message: String,
    pub(crate) field: Vec<String>,
}

/// One thing to correct in what was given to `recommendPathways`.
#[derive(SimpleObject)]
pub(crate) struct RecommendPathwaysError {
    /// What is wrong.
    code: RequestErrorCode,
    /// What is wrong and what to do, for people to read.
    message: String,
    /// Where: the names and indexes from inside `input` down to the value.
    field: Vec<String>,
}

impl From<Problem> for RecommendPathwaysError {
    fn from(Problem { code, message, field }: Problem) -> Self {
        Self { code, message, field }
    }
}

/// One thing to correct in what was given to `eligibility`.
#[derive(SimpleObject)]
pub(crate) struct EligibilityError {
    /// What is wrong.
    code: RequestErrorCode,
    /// What is wrong and what to do, for people to read.
    message: String,
    /// Where: the argument, then names and indexes down to the value.
    field: Vec<String>,
}

impl From<Problem> for EligibilityError {
    fn from(Problem { code, message, field }: Problem) -> Self {
        Self { code, message, field }
    }
}

/// One thing to correct in what was given to `creditTowards`, `compareQualifications`, `closestQualifications` or
/// `ladder`.
#[derive(SimpleObject)]
pub(crate) struct CreditError {
    /// What is wrong.
    code: RequestErrorCode,
    /// What is wrong and what to do, for people to read.
    message: String,
    /// Where: the names and indexes from inside `input` down to the value.
    field: Vec<String>,
}

impl From<Problem> for CreditError {
    fn from(Problem { code, message, field }: Problem) -> Self {
        Self { code, message, field }
    }
}

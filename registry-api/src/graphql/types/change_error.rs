//! What is wrong with a change, as its sender is told.

use async_graphql::{Enum, SimpleObject};
use registry_core::publish as core;

use crate::graphql::types::problem::{Problem, RequestErrorCode};

macro_rules! change_error_code {
    (given: $($(#[$given_doc:meta])* $given:ident)+; judged: $($(#[$doc:meta])* $judged:ident)+) => {
        /// What is wrong with a change. New values can come.
        #[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum ChangeErrorCode {
            $($(#[$given_doc])* $given,)+
            $($(#[$doc])* $judged,)+
        }

        impl From<RequestErrorCode> for ChangeErrorCode {
            fn from(code: RequestErrorCode) -> Self {
                match code {
                    $(RequestErrorCode::$given => Self::$given,)+
                }
            }
        }
    };
}

change_error_code! {
    given:
    /// Not a code: empty, too long, or with a character that codes don't have.
    InvalidCode
    /// Not a date of the calendar, written YYYY-MM-DD.
    InvalidDate
    /// Not a semantic version.
    InvalidVersion
    /// Not a range of versions.
    InvalidRange
    /// Not a requisite: parts that cannot be joined so, nested too deep, or required without a source.
    InvalidRequisite
    /// Not a source: too short, or too long.
    InvalidSource
    /// Not an amount of dollars and cents.
    InvalidAmount
    /// Not an amount of credit points.
    InvalidCreditPoints
    /// Not a reference to a paper.
    InvalidReference
    /// Negative hours, or not in quarter hours, or too many.
    InvalidHours
    /// A number, a date or a character outside what makes sense.
    OutOfRange
    /// Something that must be given was left out.
    Missing
    /// A list with more entries, or a text with more characters, than are read.
    TooMany
    /// A code that the catalogue does not have.
    UnknownCode
    /// A version that the course never had.
    UnknownVersion
    /// One thing named twice.
    HeldTwice
    /// Something completed later than makes sense.
    CompletedLater
    /// Two values that cannot both be so.
    Contradiction;
    judged:
    /// Not there, or not yours: the answer is the same.
    NotFound
    /// The code cannot be used; choose another.
    CodeTaken
    /// Only the operator of the registry may do that.
    OperatorOnly
    /// A number that other published content has.
    VersionThere
    /// The same version is published already.
    VersionIdentical
    /// A number before one that is published.
    VersionOutOfOrder
    /// A number that does not move far enough.
    BumpTooSmall
    /// A day before that of an earlier version.
    DateOutOfOrder
    /// A day that has not come yet.
    DateInFuture
    /// It names something that the catalogue does not have.
    UnknownReference
    /// A range that no published version is in.
    RangeMatchesNothing
    /// A course that asks for itself.
    RequiresItself
    /// Requisites that go round in a circle.
    RequisiteCycle
    /// Fewer hours than such a course has.
    VolumeTooSmall
    /// A micro-credential that is not assessed.
    NotAssessed
    /// Published content that would become another.
    ContentChanged
    /// Withdrawn already.
    WithdrawnAlready
    /// Superseded already.
    SupersededAlready
    /// Only who published the other course may say that it is equivalent.
    EquivalenceNotYours
    /// Nothing would change.
    NothingToChange
    /// A text that is missing.
    TextMissing
    /// Two parts that do not belong together.
    Mismatch
    /// The catalogue that would result does not fit together.
    DoesNotFit
    /// The idempotency key is not one: 1 to 128 visible ASCII characters.
    InvalidKey
    /// The idempotency key was used for another request.
    KeyReused
    /// Something in a file that cannot be taken: the message says what, and where that is not given beside it, in which line.
    Unreadable
}

impl From<core::ViolationCode> for ChangeErrorCode {
    fn from(code: core::ViolationCode) -> Self {
        use registry_core::publish::ViolationCode as Core;
        match code {
            Core::NotFound => Self::NotFound,
            Core::CodeTaken => Self::CodeTaken,
            Core::OperatorOnly => Self::OperatorOnly,
            Core::VersionUnreadable => Self::InvalidVersion,
            Core::RangeUnreadable => Self::InvalidRange,
            Core::VersionThere => Self::VersionThere,
            Core::VersionIdentical => Self::VersionIdentical,
            Core::VersionOutOfOrder => Self::VersionOutOfOrder,
            Core::BumpTooSmall => Self::BumpTooSmall,
            Core::DateOutOfOrder => Self::DateOutOfOrder,
            Core::DateInFuture => Self::DateInFuture,
            Core::UnknownReference => Self::UnknownReference,
            Core::RangeMatchesNothing => Self::RangeMatchesNothing,
            Core::RequiresItself => Self::RequiresItself,
            Core::RequisiteCycle => Self::RequisiteCycle,
            Core::VolumeTooSmall => Self::VolumeTooSmall,
            Core::NotAssessed => Self::NotAssessed,
            Core::ContentChanged => Self::ContentChanged,
            Core::WithdrawnAlready => Self::WithdrawnAlready,
            Core::SupersededAlready => Self::SupersededAlready,
            Core::EquivalenceNotYours => Self::EquivalenceNotYours,
            Core::NothingToChange => Self::NothingToChange,
            Core::TextMissing => Self::TextMissing,
            Core::Mismatch => Self::Mismatch,
            Core::DoesNotFit => Self::DoesNotFit,
        }
    }
}

/// One thing to correct in a change.
#[derive(SimpleObject)]
pub(crate) struct ChangeError {
    /// What is wrong.
    code: ChangeErrorCode,
    /// What is wrong and what to do, for people to read.
    message: String,
    /// Where: the names and indexes from inside `input` down to the value; empty: the change as a whole.
    field: Vec<String>,
}

impl ChangeError {
    /// One that this layer finds.
    pub(crate) fn new(code: ChangeErrorCode, message: impl ToString, field: &[&str]) -> Self {
        let field = field.iter().map(|part| (*part).to_owned()).collect();
        Self { code, message: message.to_string(), field }
    }

    /// What is wrong, in words, and where.
    pub(crate) fn into_parts(self) -> (ChangeErrorCode, String, Vec<String>) {
        (self.code, self.message, self.field)
    }
}

impl From<Problem> for ChangeError {
    fn from(Problem { code, message, field }: Problem) -> Self {
        Self { code: code.into(), message, field }
    }
}

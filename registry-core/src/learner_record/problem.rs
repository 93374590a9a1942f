//! What is wrong with a learner record, said all at once.

use chrono::NaiveDate;

use super::{EXPERIENCE_MONTHS_MAX, HELD_MAX};
use crate::enrolment::ENROLLED_MAX;
use crate::rpl::RplProblem;

/// What is wrong with a learner record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LearnerRecordProblem {
    /// 601 months or more.
    #[error("experience of {months} months is more than {EXPERIENCE_MONTHS_MAX}; give whole months")]
    TooMuchExperience {
        /// What was given.
        months: u16,
    },
    /// More than 500 things held.
    #[error("{count} things are held; at most {HELD_MAX} are read")]
    TooManyHeld {
        /// How many.
        count: usize,
    },
    /// Something completed after the day the record is for.
    #[error(
        "{code} was completed on {completed}, after {as_at}, the day this is said for; correct one of the two dates"
    )]
    CompletedLater {
        /// What.
        code: String,
        /// When.
        completed: NaiveDate,
        /// The record's day.
        as_at: NaiveDate,
    },
    /// One thing held twice.
    #[error("{code} is held twice; give it once")]
    HeldTwice {
        /// What, with its version.
        code: String,
    },
    /// More than 20 things under way at a time.
    #[error("{count} things are under way; at most {ENROLLED_MAX} are read")]
    TooManyEnrolled {
        /// How many.
        count: usize,
    },
    /// Something under way that ended before the day the record is for.
    #[error("{code} ended on {ends}, before {as_at}, the day this is said for; if it was completed, it is held")]
    EnrolmentEnded {
        /// What.
        code: String,
        /// Its last day.
        ends: NaiveDate,
        /// The record's day.
        as_at: NaiveDate,
    },
    /// A release agreement without an employer.
    #[error(
        "a partner organisation has agreed to release somebody who is not employed; correct employment or partner_release"
    )]
    ReleaseWithoutEmployer,
    /// Work that "starts" on or before the record's day.
    #[error("work starts on {from}, which is not after {as_at}; say \"employed\" instead")]
    StartsInThePast {
        /// The first day of work.
        from: NaiveDate,
        /// The record's day.
        as_at: NaiveDate,
    },
    /// A claim of prior learning that cannot be as it is said.
    #[error(transparent)]
    Rpl(#[from] RplProblem),
}

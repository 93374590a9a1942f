//! Recognition of prior learning: what somebody claims to have learned at work, with what shows it.
//!
//! A claim names evidence by what sort it is, by hours and days, and by an opaque reference of the person's own. There is
//! no free text, so that nothing about anybody's health can stand in it.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use semver::Version;
use serde::{Deserialize, Serialize};

use crate::course::CourseVersion;
use crate::id::{CourseCode, QualificationCode, RoleCode};
use crate::requisite::Gate;
use crate::volume::Hours;
use crate::words::shortened;

/// The most claims one record has.
pub const CLAIMS_MAX: usize = 100;

/// The most pieces of evidence one claim names.
pub const EVIDENCE_MAX: usize = 30;

/// The most characters of a reference.
pub const REFERENCE_LENGTH_MAX: usize = 40;

/// A provider's offer to assess what somebody has already, instead of teaching it. Its price, weeks and hours are those
/// of the assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RplOffer {
    /// What must hold on the day it starts: experience, employment, a placement. All of it.
    pub asks: Vec<Gate>,
}

/// A claim that somebody already has what a course teaches, or what a whole qualification asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RplClaim {
    /// What is claimed.
    pub of: Claimed,
    /// How far it has come.
    pub status: RplStatus,
    /// What shows it.
    pub evidence: Vec<Evidence>,
}

/// What somebody claims to have already.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claimed {
    /// A course or unit.
    Course {
        /// Which.
        course: CourseCode,
        /// The version whose outcomes are claimed.
        version: Version,
    },
    /// A whole qualification.
    Qualification(QualificationCode),
}

impl Claimed {
    /// The code of the course or qualification.
    pub fn code(&self) -> &str {
        match self {
            Self::Course { course, .. } => course.as_str(),
            Self::Qualification(code) => code.as_str(),
        }
    }

    /// Whether both are of one course or one qualification, in whatever version.
    pub fn is_same(&self, other: &Self) -> bool {
        let kind = |claimed: &Self| matches!(claimed, Self::Qualification(_));
        kind(self) == kind(other) && self.code() == other.code()
    }
}

impl fmt::Display for Claimed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// How far a claim has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RplStatus {
    /// The person means to claim.
    Planned,
    /// The claim was made.
    Claimed {
        /// The day.
        on: NaiveDate,
    },
    /// The provider has granted it: from then on it counts as held.
    Granted {
        /// The day.
        on: NaiveDate,
    },
    /// The provider has refused it.
    Refused {
        /// The day.
        on: NaiveDate,
    },
}

impl RplStatus {
    /// The day it came to this, if it has begun.
    pub fn on(self) -> Option<NaiveDate> {
        match self {
            Self::Planned => None,
            Self::Claimed { on } | Self::Granted { on } | Self::Refused { on } => Some(on),
        }
    }

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Claimed { .. } => "claimed",
            Self::Granted { .. } => "granted",
            Self::Refused { .. } => "refused",
        }
    }
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// Which outcomes of the version it is for, counted from 1; empty: all of them.
    pub outcomes: Vec<u16>,
}

/// What a piece of evidence is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// Work that was done.
    Work {
        /// In which role.
        role: Option<RoleCode>,
        /// How many hours in all.
        hours: Hours,
        /// The first day.
        from: NaiveDate,
        /// The last day, or the day this is said for.
        until: NaiveDate,
    },
    /// What a supervisor has written.
    SupervisorStatement {
        /// When.
        on: NaiveDate,
        /// The person's own name for the paper.
        reference: Reference,
    },
    /// Something made at work: a plan, a training session, a report.
    Artefact {
        /// The person's own name for it.
        reference: Reference,
    },
}

impl EvidenceKind {
    /// The last day it speaks of; `None`: it has no date.
    pub fn last_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Work { until, .. } => Some(*until),
            Self::SupervisorStatement { on, .. } => Some(*on),
            Self::Artefact { .. } => None,
        }
    }
}

/// A person's own name for a paper: 1–40 ASCII letters, digits, hyphens, full stops and underscores. Too little to tell
/// a story in, on purpose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// A text that is not a reference: `""`, `"statement of Kim"`, 41 characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is not a reference; write 1 to {REFERENCE_LENGTH_MAX} letters, digits, hyphens, full stops or underscores, such as \"statement-2026-03\", and nothing about health"
)]
pub struct ReferenceError(String);

impl Reference {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reference {
    type Err = ReferenceError;

    /// Reads a reference.
    ///
    /// # Errors
    /// `""`, `"statement of Kim"`, 41 characters.
    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        let fits = (1..=REFERENCE_LENGTH_MAX).contains(&text.len()) && text.bytes().all(plain);
        if fits { Ok(Self(text.to_owned())) } else { Err(ReferenceError(shortened(text))) }
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceError;
    fn try_from(text: String) -> Result<Self, ReferenceError> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> String {
        reference.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is wrong with a claim.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RplProblem {
    /// More than 100 claims.
    #[error("there are {count} claims; at most {CLAIMS_MAX} are read")]
    TooManyClaims {
        /// How many.
        count: usize,
    },
    /// More than 30 pieces of evidence.
    #[error("the claim of {of} names {count} pieces of evidence; at most {EVIDENCE_MAX} are read")]
    TooMuchEvidence {
        /// Of what.
        of: Claimed,
        /// How many.
        count: usize,
    },
    /// One course or qualification claimed twice.
    #[error("{of} is claimed twice; give one claim with all its evidence")]
    ClaimedTwice {
        /// What.
        of: Claimed,
    },
    /// A claim for what is held.
    #[error("{of} is held and claimed; take the claim away")]
    HeldAndClaimed {
        /// What.
        of: Claimed,
    },
    /// Something after the day the record is for.
    #[error("{what} of the claim of {of} is on {day}, after {as_at}, the day this is said for; correct one of the two")]
    Later {
        /// Of what.
        of: Claimed,
        /// What: "the answer", "evidence".
        what: &'static str,
        /// When.
        day: NaiveDate,
        /// The record's day.
        as_at: NaiveDate,
    },
    /// Work that ends before it begins.
    #[error("work shown for the claim of {of} ends on {until}, before it begins on {from}")]
    EndsBeforeStart {
        /// Of what.
        of: Claimed,
        /// First day.
        from: NaiveDate,
        /// Last day.
        until: NaiveDate,
    },
    /// Evidence for outcomes of a qualification.
    #[error(
        "evidence of the claim of {of} is for outcome {outcome}, and a qualification has none here; leave the outcomes out, and it is for all of it"
    )]
    OutcomesOfQualification {
        /// Of what.
        of: Claimed,
        /// The first outcome that is named.
        outcome: u16,
    },
}

impl RplProblem {
    /// What the claim is of that it is about; `None`: it is about all claims together.
    pub fn claimed(&self) -> Option<&Claimed> {
        match self {
            Self::TooManyClaims { .. } => None,
            Self::TooMuchEvidence { of, .. }
            | Self::ClaimedTwice { of }
            | Self::HeldAndClaimed { of }
            | Self::Later { of, .. }
            | Self::OutcomesOfQualification { of, .. }
            | Self::EndsBeforeStart { of, .. } => Some(of),
        }
    }
}

impl RplClaim {
    /// The outcomes of the version that no evidence is for, counted from 1.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use registry_core::course::{CourseVersion, VersionStatus};
    /// use registry_core::rpl::{Claimed, Evidence, EvidenceKind, RplClaim, RplStatus};
    /// use registry_core::volume::Hours;
    /// use semver::Version;
    ///
    /// let version = CourseVersion {
    ///     version: Version::new(1, 0, 0),
    ///     published: NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day"),
    ///     status: VersionStatus::Published,
    ///     outcomes: vec!["Supports a peer".to_owned(), "Keeps boundaries".to_owned()],
    ///     volume_of_learning: Hours::new(40.0).expect("hours"),
    ///     assessed: true,
    ///     credit: None,
    ///     requisites: vec![],
    ///     sessions: vec![],
    /// };
    /// let claim = RplClaim {
    ///     of: Claimed::Course { course: "CHCPWK001".parse().expect("a code"), version: Version::new(1, 0, 0) },
    ///     status: RplStatus::Planned,
    ///     evidence: vec![Evidence {
    ///         kind: EvidenceKind::Artefact { reference: "session-plan".parse().expect("a reference") },
    ///         outcomes: vec![1],
    ///     }],
    /// };
    /// assert_eq!(claim.outcomes_without_evidence(&version), [2]);
    /// ```
    pub fn outcomes_without_evidence(&self, version: &CourseVersion) -> Vec<u16> {
        let outcomes = u16::try_from(version.outcomes.len()).unwrap_or(u16::MAX);
        let shown = |outcome: &u16| {
            self.evidence.iter().any(|piece| piece.outcomes.is_empty() || piece.outcomes.contains(outcome))
        };
        (1..=outcomes).filter(|outcome| !shown(outcome)).collect()
    }

    /// What is wrong with the claim of a record of that day.
    pub(crate) fn problems(&self, as_at: NaiveDate) -> Vec<RplProblem> {
        let mut problems = Vec::new();
        let of = &self.of;
        let mut later = |what, day: Option<NaiveDate>| {
            if let Some(day) = day.filter(|day| *day > as_at) {
                problems.push(RplProblem::Later { of: of.clone(), what, day, as_at });
            }
        };
        later("the answer", self.status.on());
        for piece in &self.evidence {
            later("evidence", piece.kind.last_day());
        }
        for piece in &self.evidence {
            if let EvidenceKind::Work { from, until, .. } = piece.kind
                && until < from
            {
                problems.push(RplProblem::EndsBeforeStart { of: of.clone(), from, until });
            }
        }
        let outcomes = || self.evidence.iter().flat_map(|piece| &piece.outcomes);
        if let (Claimed::Qualification(_), Some(outcome)) = (of, outcomes().next()) {
            problems.push(RplProblem::OutcomesOfQualification { of: of.clone(), outcome: *outcome });
        }
        if self.evidence.len() > EVIDENCE_MAX {
            let count = self.evidence.len();
            problems.push(RplProblem::TooMuchEvidence { of: of.clone(), count });
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_too_short_to_tell_a_story() {
        assert!("statement-2026-03".parse::<Reference>().is_ok());
        for text in ["", "statement of Kim", "a/b", &"a".repeat(41)] {
            let error = text.parse::<Reference>().expect_err(text);
            assert!(error.to_string().contains("is not a reference; write 1 to 40 letters"), "{error}");
        }
    }

    #[test]
    fn evidence_from_the_future_and_work_that_ends_before_it_begins_are_named_together() {
        let day = |text: &str| text.parse::<NaiveDate>().expect(text);
        let work = |from: &str, until: &str| Evidence {
            kind: EvidenceKind::Work { role: None, hours: Hours::ZERO, from: day(from), until: day(until) },
            outcomes: vec![],
        };
        let claim = RplClaim {
            of: Claimed::Course {
                course: CourseCode::new("CHCPWK001").expect("a code"),
                version: Version::new(1, 0, 0),
            },
            status: RplStatus::Claimed { on: day("2027-03-01") },
            evidence: vec![work("2026-01-01", "2027-02-02"), work("2026-05-01", "2026-04-01")],
        };
        let messages: Vec<_> = claim.problems(day("2027-02-01")).iter().map(ToString::to_string).collect();
        assert_eq!(
            messages,
            [
                "the answer of the claim of CHCPWK001 is on 2027-03-01, after 2027-02-01, the day this is said for; correct one of the two",
                "evidence of the claim of CHCPWK001 is on 2027-02-02, after 2027-02-01, the day this is said for; correct one of the two",
                "work shown for the claim of CHCPWK001 ends on 2026-04-01, before it begins on 2026-05-01",
            ]
        );
    }

    #[test]
    fn evidence_for_a_whole_qualification_names_no_outcomes() {
        let reference = "portfolio".parse().expect("a reference");
        let claim = |outcomes| RplClaim {
            of: Claimed::Qualification(QualificationCode::new("CHC43515").expect("a code")),
            status: RplStatus::Planned,
            evidence: vec![Evidence { kind: EvidenceKind::Artefact { reference }, outcomes }],
        };
        let problems = claim(vec![2]).problems("2027-02-01".parse().expect("a day"));
        let messages: Vec<_> = problems.iter().map(ToString::to_string).collect();
        let said = "evidence of the claim of CHC43515 is for outcome 2, and a qualification has none here; leave the outcomes out, and it is for all of it";
        assert_eq!(messages, [said]);
    }
}

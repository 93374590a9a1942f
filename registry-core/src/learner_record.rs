//! What one person holds and where they stand: the input of eligibility and planning.
//!
//! It names nobody, and there is no field for diagnosis, treatment or lived experience: none is ever asked for.

mod problem;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use semver::Version;
use serde::{Deserialize, Serialize};

use crate::date::{add_months, next_day};
use crate::enrolment::{ENROLLED_MAX, Enrolment};
use crate::id::{CourseCode, QualificationCode};
use crate::role::Perspective;
use crate::rpl::{CLAIMS_MAX, Claimed, RplClaim, RplProblem, RplStatus};
use crate::volume::Hours;

pub use problem::LearnerRecordProblem;

/// The most months of experience: fifty years.
pub const EXPERIENCE_MONTHS_MAX: u16 = 600;

/// The most things one record holds.
pub const HELD_MAX: usize = 500;

/// What one person holds, and when they got it; how long they have worked; what their work allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnerRecord {
    parts: LearnerRecordParts,
    /// What is held, granted claims included.
    held: Vec<Held>,
}

/// What a [`LearnerRecord`] is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnerRecordParts {
    /// The day for which the rest is said.
    pub as_at: NaiveDate,
    /// What has been completed.
    pub held: Vec<Held>,
    /// What is being learned now.
    #[serde(default)]
    pub enrolled: Vec<Enrolment>,
    /// Whole months worked as a consumer worker by `as_at`, 0–600.
    pub experience_months: u16,
    /// Whether that time is growing.
    pub employment: Employment,
    /// Whether the employer is a partner organisation that has agreed to release the worker.
    pub partner_release: PartnerRelease,
    /// The perspectives of the supervision they have; empty: none.
    pub supervision: Vec<Perspective>,
    /// Placement or work they can secure.
    pub placement: Hours,
    /// Recognition of prior learning: what they mean to claim, have claimed, were granted or refused.
    #[serde(default)]
    pub rpl: Vec<RplClaim>,
    /// The answers that were not given. What stands for such an answer is the least it may be: none, or no.
    #[serde(default)]
    pub not_said: BTreeSet<LearnerAnswer>,
}

/// An answer about where somebody stands, which may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LearnerAnswer {
    /// [`LearnerRecordParts::experience_months`].
    Experience,
    /// [`LearnerRecordParts::employment`].
    Employment,
    /// [`LearnerRecordParts::partner_release`].
    PartnerRelease,
    /// [`LearnerRecordParts::supervision`].
    Supervision,
    /// [`LearnerRecordParts::placement`].
    Placement,
}

impl LearnerAnswer {
    /// All of them, in the order in which they are asked for.
    pub const ALL: [Self; 5] =
        [Self::Experience, Self::Employment, Self::PartnerRelease, Self::Supervision, Self::Placement];

    /// Its name in profile files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Experience => "experience_months",
            Self::Employment => "employment",
            Self::PartnerRelease => "partner_release",
            Self::Supervision => "supervision",
            Self::Placement => "placement_hours",
        }
    }

    /// What it answers, in words to the person.
    pub fn words(self) -> &'static str {
        match self {
            Self::Experience => "how many months you have worked as a consumer worker",
            Self::Employment => "whether you work as a consumer worker",
            Self::PartnerRelease => "whether your employer is a partner organisation and agrees to release you",
            Self::Supervision => "from whose perspective you have supervision",
            Self::Placement => "how many hours of placement, or work, you can secure",
        }
    }
}

impl LearnerRecordParts {
    /// The record of somebody who holds nothing and does not work yet, and says so.
    pub fn empty(as_at: NaiveDate) -> Self {
        Self {
            as_at,
            held: Vec::new(),
            enrolled: Vec::new(),
            experience_months: 0,
            employment: Employment::NotEmployed,
            partner_release: PartnerRelease::NotAgreed,
            supervision: Vec::new(),
            placement: Hours::ZERO,
            rpl: Vec::new(),
            not_said: BTreeSet::new(),
        }
    }
}

/// One thing a person has completed. A version, once earned, stays theirs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Held {
    /// A version of a course.
    Course {
        /// Which course.
        course: CourseCode,
        /// Which version.
        version: Version,
        /// The day it was completed.
        completed: NaiveDate,
    },
    /// A qualification.
    Qualification {
        /// Which one.
        qualification: QualificationCode,
        /// The day it was completed.
        completed: NaiveDate,
    },
}

impl Held {
    /// The day it was completed.
    pub fn completed(&self) -> NaiveDate {
        match self {
            Self::Course { completed, .. } | Self::Qualification { completed, .. } => *completed,
        }
    }

    /// Its code.
    pub fn code(&self) -> &str {
        match self {
            Self::Course { course, .. } => course.as_str(),
            Self::Qualification { qualification, .. } => qualification.as_str(),
        }
    }
}

/// Whether somebody works as a consumer worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Employment {
    /// Yes; months of experience grow.
    Employed,
    /// From a known day on.
    Starting {
        /// The first day of work.
        from: NaiveDate,
    },
    /// No, and no start is known.
    NotEmployed,
}

/// Whether the employer releases the worker for training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartnerRelease {
    /// The employer is a partner organisation and has agreed.
    Agreed,
    /// No such agreement.
    NotAgreed,
}

impl LearnerRecord {
    /// Builds a record.
    ///
    /// # Errors
    /// All problems at once: over 600 months; something completed after `as_at`, or held twice; something under way that
    /// ended before it; a release agreement while not employed; work that starts in the past.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use registry_core::learner_record::Employment;
    /// use registry_core::{LearnerRecord, LearnerRecordParts};
    ///
    /// let today = NaiveDate::from_ymd_opt(2027, 2, 1).expect("a day");
    /// let parts = LearnerRecordParts {
    ///     experience_months: 6,
    ///     employment: Employment::Employed,
    ///     ..LearnerRecordParts::empty(today)
    /// };
    /// let record = LearnerRecord::new(parts).expect("nothing contradicts");
    /// assert_eq!(record.experience_over_from(12), NaiveDate::from_ymd_opt(2027, 8, 2));
    /// ```
    pub fn new(parts: LearnerRecordParts) -> Result<Self, Vec<LearnerRecordProblem>> {
        let mut problems = Vec::new();
        let as_at = parts.as_at;
        if parts.experience_months > EXPERIENCE_MONTHS_MAX {
            problems.push(LearnerRecordProblem::TooMuchExperience { months: parts.experience_months });
        }
        if parts.held.len() > HELD_MAX {
            problems.push(LearnerRecordProblem::TooManyHeld { count: parts.held.len() });
        }
        let mut seen = BTreeSet::new();
        for held in &parts.held {
            if held.completed() > as_at {
                let (code, completed) = (held.code().to_owned(), held.completed());
                problems.push(LearnerRecordProblem::CompletedLater { code, completed, as_at });
            }
            let name = match held {
                Held::Course { course, version, .. } => format!("{course} {version}"),
                Held::Qualification { qualification, .. } => qualification.to_string(),
            };
            if !seen.insert(name.clone()) {
                problems.push(LearnerRecordProblem::HeldTwice { code: name });
            }
        }
        if parts.enrolled.len() > ENROLLED_MAX {
            problems.push(LearnerRecordProblem::TooManyEnrolled { count: parts.enrolled.len() });
        }
        for enrolment in parts.enrolled.iter().filter(|enrolment| enrolment.ends() < as_at) {
            let (code, ends) = (enrolment.code().to_owned(), enrolment.ends());
            problems.push(LearnerRecordProblem::EnrolmentEnded { code, ends, as_at });
        }
        if parts.employment == Employment::NotEmployed && parts.partner_release == PartnerRelease::Agreed {
            problems.push(LearnerRecordProblem::ReleaseWithoutEmployer);
        }
        if let Employment::Starting { from } = parts.employment
            && from <= as_at
        {
            problems.push(LearnerRecordProblem::StartsInThePast { from, as_at });
        }
        problems.extend(claim_problems(&parts).into_iter().map(LearnerRecordProblem::Rpl));
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut held = parts.held.clone();
        held.extend(parts.rpl.iter().filter_map(granted));
        Ok(Self { parts, held })
    }

    /// The day for which the record is said.
    pub fn as_at(&self) -> NaiveDate {
        self.parts.as_at
    }

    /// What has been completed, and what a provider has recognised: a granted claim counts as held.
    pub fn held(&self) -> &[Held] {
        &self.held
    }

    /// What has been completed by study, without what was recognised.
    pub fn studied(&self) -> &[Held] {
        &self.parts.held
    }

    /// The claims of prior learning.
    pub fn rpl(&self) -> &[RplClaim] {
        &self.parts.rpl
    }

    /// What is being learned now.
    pub fn enrolled(&self) -> &[Enrolment] {
        &self.parts.enrolled
    }

    /// Whole months worked by [`as_at`](Self::as_at).
    pub fn experience_months(&self) -> u16 {
        self.parts.experience_months
    }

    /// Whether the person works as a consumer worker.
    pub fn employment(&self) -> Employment {
        self.parts.employment
    }

    /// Whether the employer releases the worker.
    pub fn partner_release(&self) -> PartnerRelease {
        self.parts.partner_release
    }

    /// The perspectives of the supervision they have.
    pub fn supervision(&self) -> &[Perspective] {
        &self.parts.supervision
    }

    /// Placement or work they can secure.
    pub fn placement(&self) -> Hours {
        self.parts.placement
    }

    /// Whether an answer was not given.
    pub fn has_not_said(&self, answer: LearnerAnswer) -> bool {
        self.parts.not_said.contains(&answer)
    }

    /// The parts, to change one and build again.
    pub fn to_parts(&self) -> LearnerRecordParts {
        self.parts.clone()
    }

    /// From which day the person has worked `months` months or more; `None`: never, as things stand.
    ///
    /// Months worked count from `as_at`, or from the first day of work, and every further month is a calendar month
    /// ([`add_months`]). Today's experience is whole months, so the day is never too early.
    pub fn experience_from(&self, months: u16) -> Option<NaiveDate> {
        let missing = u32::from(months.saturating_sub(self.parts.experience_months));
        if missing == 0 {
            return Some(self.parts.as_at);
        }
        match self.parts.employment {
            Employment::Employed => add_months(self.parts.as_at, missing),
            Employment::Starting { from } => add_months(from, missing),
            Employment::NotEmployed => None,
        }
    }

    /// From which day the person has worked strictly *more* than `months` months: the day after they are full.
    /// At exactly twelve months, "over one year" does not hold yet.
    pub fn experience_over_from(&self, months: u16) -> Option<NaiveDate> {
        if self.parts.experience_months > months {
            return Some(self.parts.as_at);
        }
        match self.parts.employment {
            Employment::NotEmployed => None,
            Employment::Starting { from } if self.parts.experience_months == months => Some(next_day(from)),
            Employment::Employed | Employment::Starting { .. } => self.experience_from(months).map(next_day),
        }
    }
}

/// What a granted claim counts as.
fn granted(claim: &RplClaim) -> Option<Held> {
    let RplStatus::Granted { on } = claim.status else { return None };
    Some(match claim.of.clone() {
        Claimed::Course { course, version } => Held::Course { course, version, completed: on },
        Claimed::Qualification(qualification) => Held::Qualification { qualification, completed: on },
    })
}

fn claim_problems(parts: &LearnerRecordParts) -> Vec<RplProblem> {
    let mut problems: Vec<RplProblem> = parts.rpl.iter().flat_map(|claim| claim.problems(parts.as_at)).collect();
    if parts.rpl.len() > CLAIMS_MAX {
        problems.push(RplProblem::TooManyClaims { count: parts.rpl.len() });
    }
    for (index, claim) in parts.rpl.iter().enumerate() {
        if parts.rpl[..index].iter().any(|earlier| earlier.of.is_same(&claim.of)) {
            problems.push(RplProblem::ClaimedTwice { of: claim.of.clone() });
        }
        let is_held = |held: &Held| match (held, &claim.of) {
            (Held::Course { course, .. }, Claimed::Course { course: claimed, .. }) => course == claimed,
            (Held::Qualification { qualification, .. }, Claimed::Qualification(claimed)) => qualification == claimed,
            _ => false,
        };
        if parts.held.iter().any(is_held) {
            problems.push(RplProblem::HeldAndClaimed { of: claim.of.clone() });
        }
    }
    problems
}

#[cfg(test)]
mod tests;

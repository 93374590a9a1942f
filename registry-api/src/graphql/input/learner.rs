//! Where somebody stands.

use std::collections::BTreeSet;

use async_graphql::{Enum, InputObject, OneofObject};
use chrono::NaiveDate;
use registry_core::enrolment::Enrolment;
use registry_core::id::{CourseCode, QualificationCode};
use registry_core::learner_record as core;
use registry_core::learner_record::LearnerRecordProblem as RecordProblem;
use registry_core::rpl::RplClaim;
use registry_core::volume::Hours;
use semver::{Prerelease, Version};

use super::enrolled::{self, EnrolledInput};
use super::problems::{Place, Problems};
use super::rpl::{self, RplClaimInput};
use crate::graphql::scalars::GivenDate;
use crate::graphql::types::problem::RequestErrorCode;
use crate::graphql::types::role::Perspective;

/// Most entries of a list of enum values; there are fewer values than that.
const VALUES_MAX: usize = 20;

/// What one person holds and where they stand. Nothing of it is stored, and it names nobody.
#[derive(InputObject, Debug)]
pub(crate) struct LearnerInput {
    /// What has been completed; at most 500.
    #[graphql(default)]
    held: Vec<HeldInput>,
    /// What is being learned now; at most 20. It takes time until it ends, counts as held from the day after, and is
    /// never planned again.
    #[graphql(default)]
    enrolled: Vec<EnrolledInput>,
    /// Whole months worked as a consumer worker by the day the question is for, 0 to 600. Left out: not said.
    experience_months: Option<i32>,
    /// Whether the person works as a consumer worker, so that the months grow. Left out: not said.
    employment: Option<Employment>,
    /// The first day of work; with `employment: STARTING`, and only then.
    employment_from: Option<GivenDate>,
    /// Whether the employer is a partner organisation that has agreed to release the worker. Left out: not said.
    partner_release: Option<bool>,
    /// The perspectives of the supervision they have; empty: none. Left out: not said.
    supervision: Option<Vec<Perspective>>,
    /// Hours of placement or work they can secure, in quarter hours, 0 to 4,800. Left out: not said.
    placement_hours: Option<f64>,
    /// Claims of prior learning; at most 100. A granted one counts as held.
    #[graphql(default)]
    rpl: Vec<RplClaimInput>,
}

/// Whether somebody works as a consumer worker.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Employment {
    /// Yes; months of experience grow.
    Employed,
    /// From a known day on: `employmentFrom`.
    Starting,
    /// No, and no start is known.
    NotEmployed,
}

/// One thing a person has completed: exactly one of these.
#[derive(OneofObject, Debug)]
pub(crate) enum HeldInput {
    /// A version of a course.
    Course(HeldCourseInput),
    /// A qualification.
    Qualification(HeldQualificationInput),
}

/// A version of a course that a person has completed. It stays theirs when the version is replaced.
#[derive(InputObject, Debug)]
pub(crate) struct HeldCourseInput {
    /// The code of the course.
    code: String,
    /// The number of the version, `1.0.0`.
    version: String,
    /// The day it was completed.
    completed: GivenDate,
}

/// A qualification that a person has completed.
#[derive(InputObject, Debug)]
pub(crate) struct HeldQualificationInput {
    /// Its code.
    code: String,
    /// The day it was completed.
    completed: GivenDate,
}

/// A learner as far as they could be read.
#[derive(Debug)]
pub(crate) struct Learner {
    /// The record; `None` after a problem.
    pub(crate) record: Option<core::LearnerRecord>,
    /// What is held, each with its index in what was given. For a version that could not be read there is one that no
    /// course has; it and a day that could not be read contradict nothing.
    pub(crate) held: Vec<(usize, core::Held)>,
    /// What is under way and could be read, each with its index in what was given.
    pub(crate) enrolled: Vec<(usize, Enrolment)>,
    /// The claims of prior learning, in the same way.
    pub(crate) claims: Vec<(usize, RplClaim)>,
}

/// Things that could be read, each with its index in what was given.
pub(super) type Indexed<'a, T> = &'a [(usize, T)];

/// Stands for the version of the thing at an index of `held`, when it could not be read: another for each index.
/// Claims have indexes of their own, after those.
pub(crate) fn unread_version(index: usize) -> Version {
    let pre = Prerelease::new(UNREAD).unwrap_or_default();
    Version { pre, ..Version::new(0, 0, index as u64) }
}

/// The pre-release of versions that stand in. Nothing that is read has it: it is longer than any version may be.
const UNREAD: &str = "unread-unread-unread-unread-unread-unread-unread-unread-unread-unread";

/// Whether a version stands in for one that could not be read.
pub(crate) fn is_unread(version: &str) -> bool {
    version.ends_with(UNREAD)
}

impl HeldInput {
    /// Reads one thing held; `None` when its code cannot be read.
    fn read(&self, index: usize, place: &Place, problems: &mut Problems) -> Option<core::Held> {
        let invalid = RequestErrorCode::InvalidCode;
        match self {
            Self::Course(given) => {
                let place = place.then("course");
                let course = problems.value(invalid, &place.then("code"), CourseCode::new(&given.code));
                let version = problems.version(&place.then("version"), &given.version);
                let completed = problems.date(&place.then("completed"), &given.completed);
                let version = version.unwrap_or_else(|| unread_version(index));
                Some(core::Held::Course { course: course?, version, completed: completed.unwrap_or(NaiveDate::MIN) })
            }
            Self::Qualification(given) => {
                let place = place.then("qualification");
                let code = problems.value(invalid, &place.then("code"), QualificationCode::new(&given.code));
                let completed = problems.date(&place.then("completed"), &given.completed);
                Some(core::Held::Qualification { qualification: code?, completed: completed.unwrap_or(NaiveDate::MIN) })
            }
        }
    }
}

/// The field a held thing was given in.
pub(crate) fn held_field(held: &core::Held) -> &'static str {
    match held {
        core::Held::Course { .. } => "course",
        core::Held::Qualification { .. } => "qualification",
    }
}

impl LearnerInput {
    /// Reads the record as it stands on a day. Without a day (it could not be read), dates are not compared with it.
    pub(crate) fn read(&self, as_at: Option<NaiveDate>, place: &Place, problems: &mut Problems) -> Learner {
        let held = self.held(&place.then("held"), problems);
        let claims = rpl::claims(&self.rpl, core::HELD_MAX, &place.then("rpl"), problems);
        let enrolled = enrolled::read(&self.enrolled, &place.then("enrolled"), problems);
        let months = problems.number(
            &place.then("experienceMonths"),
            "experience in months",
            self.experience_months.unwrap_or(0),
            core::EXPERIENCE_MONTHS_MAX,
        );
        let employment = self.employment(place, problems);
        let placement = problems.hours(&place.then("placementHours"), self.placement_hours.unwrap_or(0.0));
        let supervision = self.supervision.as_deref().unwrap_or_default();
        if supervision.len() > VALUES_MAX {
            let message =
                format_args!("the list has {} perspectives; at most {VALUES_MAX} are read", supervision.len());
            problems.add(RequestErrorCode::TooMany, &place.then("supervision"), message);
        }
        let released = self.partner_release.unwrap_or(false);
        let release = if released { core::PartnerRelease::Agreed } else { core::PartnerRelease::NotAgreed };
        let parts = core::LearnerRecordParts {
            as_at: as_at.unwrap_or(NaiveDate::MAX),
            held: held.iter().map(|(_, held)| held.clone()).collect(),
            // Without a day nothing is known to be over.
            enrolled: enrolled.iter().map(|(_, one)| one.clone()).filter(|_| as_at.is_some()).collect(),
            experience_months: months.unwrap_or(0),
            employment: employment.unwrap_or(core::Employment::Employed),
            partner_release: release,
            supervision: supervision.iter().take(VALUES_MAX).map(|perspective| (*perspective).into()).collect(),
            placement: placement.unwrap_or(Hours::ZERO),
            rpl: claims.iter().map(|(_, claim)| claim.clone()).collect(),
            not_said: self.not_said(),
        };
        let record = match core::LearnerRecord::new(parts) {
            Ok(record) => Some(record),
            Err(found) => {
                for problem in &found {
                    match problem {
                        RecordProblem::Rpl(problem) => {
                            rpl::claim_problem(problem, &claims, as_at.is_some(), &place.then("rpl"), problems);
                        }
                        problem => record_problem(problem, (&held, &enrolled), as_at.is_some(), place, problems),
                    }
                }
                None
            }
        };
        Learner { record, held, enrolled, claims }
    }

    fn not_said(&self) -> BTreeSet<core::LearnerAnswer> {
        let said = |answer: &core::LearnerAnswer| match answer {
            core::LearnerAnswer::Experience => self.experience_months.is_some(),
            core::LearnerAnswer::Employment => self.employment.is_some() || self.employment_from.is_some(),
            core::LearnerAnswer::PartnerRelease => self.partner_release.is_some(),
            core::LearnerAnswer::Supervision => self.supervision.is_some(),
            core::LearnerAnswer::Placement => self.placement_hours.is_some(),
        };
        core::LearnerAnswer::ALL.into_iter().filter(|answer| !said(answer)).collect()
    }

    fn held(&self, place: &Place, problems: &mut Problems) -> Vec<(usize, core::Held)> {
        let count = self.held.len();
        if count > core::HELD_MAX {
            let message = format_args!("the list has {count} things held; at most {} are read", core::HELD_MAX);
            problems.add(RequestErrorCode::TooMany, place, message);
            return Vec::new();
        }
        let one = |(index, given): (usize, &HeldInput)| Some((index, given.read(index, &place.then(index), problems)?));
        self.held.iter().enumerate().filter_map(one).collect()
    }

    fn employment(&self, place: &Place, problems: &mut Problems) -> Option<core::Employment> {
        let place = place.then("employmentFrom");
        match (self.employment.unwrap_or(Employment::NotEmployed), &self.employment_from) {
            (Employment::Employed, None) => Some(core::Employment::Employed),
            (Employment::NotEmployed, None) => Some(core::Employment::NotEmployed),
            (Employment::Starting, Some(text)) => {
                problems.date(&place, text).map(|from| core::Employment::Starting { from })
            }
            (Employment::Starting, None) => {
                problems.add(
                    RequestErrorCode::Missing,
                    &place,
                    "give the first day of work, since employment is STARTING",
                );
                None
            }
            (Employment::Employed | Employment::NotEmployed, Some(_)) => {
                let message = "leave the first day of work out, unless employment is STARTING";
                problems.add(RequestErrorCode::Contradiction, &place, message);
                None
            }
        }
    }
}

/// Places a problem of the record as a whole at the value it is about.
fn record_problem(
    problem: &RecordProblem,
    (held, enrolled): (Indexed<'_, core::Held>, Indexed<'_, Enrolment>),
    dated: bool,
    place: &Place,
    problems: &mut Problems,
) {
    let held_place = |wanted: &dyn Fn(&core::Held) -> bool, nth: usize| {
        let found = held.iter().filter(|(_, held)| wanted(held)).nth(nth);
        let place = place.then("held");
        found.map_or(place.clone(), |(index, held)| place.then(index).then(held_field(held)))
    };
    let (code, place, message) = match problem {
        // Said already, with the number that was given.
        RecordProblem::TooMuchExperience { .. }
        | RecordProblem::TooManyHeld { .. }
        | RecordProblem::TooManyEnrolled { .. } => return,
        // Placed by what reads claims.
        RecordProblem::Rpl(_) => return,
        RecordProblem::CompletedLater { .. } | RecordProblem::StartsInThePast { .. } if !dated => return,
        RecordProblem::CompletedLater { code, completed, as_at } => {
            let wanted = |held: &core::Held| held.code() == code && held.completed() == *completed;
            let message = format!(
                "the completion of {code} on {completed} is after {as_at}, the day this is said for; correct one of \
                 the two dates"
            );
            (RequestErrorCode::CompletedLater, held_place(&wanted, 0).then("completed"), message)
        }
        RecordProblem::HeldTwice { code } => {
            let wanted = |held: &core::Held| name(held) == *code;
            (RequestErrorCode::HeldTwice, held_place(&wanted, 1), format!("the list has {code} twice; give it once"))
        }
        RecordProblem::EnrolmentEnded { code, ends, as_at } => {
            let message = format!(
                "the enrolment in {code} ended on {ends}, before {as_at}, the day this is said for; if it was completed, \
                 it is held"
            );
            (RequestErrorCode::Contradiction, enrolled::place_of(enrolled, code).then("ends"), message)
        }
        RecordProblem::ReleaseWithoutEmployer => {
            let message = "a partner organisation has agreed to release somebody who is not employed; correct \
                           employment or partnerRelease";
            (RequestErrorCode::Contradiction, place.then("partnerRelease"), message.to_owned())
        }
        RecordProblem::StartsInThePast { from, as_at } => {
            let message = format!("work starts on {from}, which is not after {as_at}; say EMPLOYED instead");
            (RequestErrorCode::Contradiction, place.then("employmentFrom"), message)
        }
    };
    problems.add(code, &place, message);
}

fn name(held: &core::Held) -> String {
    match held {
        core::Held::Course { course, version, .. } => format!("{course} {version}"),
        core::Held::Qualification { qualification, .. } => qualification.to_string(),
    }
}

/// Everything held, each thing once, and under way, as a record that has no other problem: for looking the codes up.
pub(crate) fn record_of(learner: &Learner) -> Option<core::LearnerRecord> {
    let mut seen = BTreeSet::new();
    let once = learner.held.iter().filter(|(_, held)| seen.insert(name(held)));
    // As at the calendar's first day nothing under way has ended; the days of completion mean nothing.
    let held = once.map(|(_, held)| completed(held, NaiveDate::MIN)).collect();
    let enrolled = learner.enrolled.iter().map(|(_, enrolment)| enrolment.clone()).collect();
    let parts = core::LearnerRecordParts { held, enrolled, ..core::LearnerRecordParts::empty(NaiveDate::MIN) };
    core::LearnerRecord::new(parts).ok()
}

fn completed(held: &core::Held, completed: NaiveDate) -> core::Held {
    match held.clone() {
        core::Held::Course { course, version, .. } => core::Held::Course { course, version, completed },
        core::Held::Qualification { qualification, .. } => core::Held::Qualification { qualification, completed },
    }
}

//! Claims of prior learning: what somebody has learned at work, with what shows it.

use async_graphql::{Enum, InputObject, OneofObject};
use chrono::NaiveDate;
use registry_core::catalogue::{Catalogue, EntryRef};
use registry_core::id::{CourseCode, QualificationCode, RoleCode};
use registry_core::pathway::RequestProblem;
use registry_core::rpl as core;
use registry_core::volume::Hours;
use registry_core::words::nearest;
use semver::Version;

use super::learner::{is_unread, unread_version};
use super::problems::{Place, Problems};
use crate::graphql::scalars::GivenDate;
use crate::graphql::types::problem::RequestErrorCode;

/// A claim that somebody already has what a course teaches, or what a whole qualification asks for: either `course` and
/// `version`, or `qualification`. It holds no free text, and nothing about health.
#[derive(InputObject, Debug)]
pub(crate) struct RplClaimInput {
    /// The code of the course or unit.
    course: Option<String>,
    /// The number of the version whose outcomes are claimed, `1.0.0`.
    version: Option<String>,
    /// The code of the qualification. Evidence for it names no outcomes.
    qualification: Option<String>,
    /// How far the claim has come.
    status: RplStatus,
    /// The day it came to this; left out while it is only planned, and only then.
    on: Option<GivenDate>,
    /// What shows it; at most 30.
    #[graphql(default)]
    evidence: Vec<EvidenceInput>,
}

/// How far a claim of prior learning has come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RplStatus {
    /// The person means to claim.
    Planned,
    /// The claim was made.
    Claimed,
    /// The provider has granted it; from that day on it counts as held.
    Granted,
    /// The provider has refused it.
    Refused,
}

/// One piece of evidence: exactly one of these.
#[derive(OneofObject, Debug)]
pub(crate) enum EvidenceInput {
    /// Work that was done.
    Work(WorkInput),
    /// What a supervisor has written.
    SupervisorStatement(SupervisorStatementInput),
    /// Something made at work: a plan, a training session, a report.
    Artefact(ArtefactInput),
}

/// Work that was done.
#[derive(InputObject, Debug)]
pub(crate) struct WorkInput {
    /// The code of the role; left out: another.
    role: Option<String>,
    /// How many hours in all, in quarter hours, 0 to 4,800.
    hours: f64,
    /// The first day.
    from: GivenDate,
    /// The last day, or the day this is said for.
    until: GivenDate,
    /// Which outcomes of the version it is for, counted from 1, at most 100; empty: all of them.
    #[graphql(default)]
    outcomes: Vec<i32>,
}

/// What a supervisor has written.
#[derive(InputObject, Debug)]
pub(crate) struct SupervisorStatementInput {
    /// The day it was written.
    on: GivenDate,
    /// The person's own name for the paper: 1 to 40 letters, digits, hyphens, full stops or underscores.
    reference: String,
    /// Which outcomes of the version it is for, counted from 1, at most 100; empty: all of them.
    #[graphql(default)]
    outcomes: Vec<i32>,
}

/// Something made at work.
#[derive(InputObject, Debug)]
pub(crate) struct ArtefactInput {
    /// The person's own name for it: 1 to 40 letters, digits, hyphens, full stops or underscores.
    reference: String,
    /// Which outcomes of the version it is for, counted from 1, at most 100; empty: all of them.
    #[graphql(default)]
    outcomes: Vec<i32>,
}

/// The most outcomes that one piece of evidence names.
const OUTCOMES_MAX: usize = 100;

/// Reads claims, each with its index in what was given; those whose code cannot be read are left out. A version that
/// could not be read is one that no course has, and `first_index` tells it from those of things held.
pub(crate) fn claims(
    given: &[RplClaimInput],
    first_index: usize,
    place: &Place,
    problems: &mut Problems,
) -> Vec<(usize, core::RplClaim)> {
    if given.len() > core::CLAIMS_MAX {
        let message = format_args!("the list has {} claims; at most {} are read", given.len(), core::CLAIMS_MAX);
        problems.add(RequestErrorCode::TooMany, place, message);
        return Vec::new();
    }
    let one = |(index, claim): (usize, &RplClaimInput)| {
        Some((index, claim.read(first_index + index, &place.then(index), problems)?))
    };
    given.iter().enumerate().filter_map(one).collect()
}

impl RplClaimInput {
    fn read(&self, index: usize, place: &Place, problems: &mut Problems) -> Option<core::RplClaim> {
        let of = self.claimed(index, place, problems);
        let status = self.status(&place.then("on"), problems);
        let mut evidence = Vec::new();
        let place = place.then("evidence");
        if self.evidence.len() > core::EVIDENCE_MAX {
            let message = format_args!(
                "the claim names {} pieces of evidence; at most {} are read",
                self.evidence.len(),
                core::EVIDENCE_MAX
            );
            problems.add(RequestErrorCode::TooMany, &place, message);
        } else {
            let read = |(index, piece): (usize, &EvidenceInput)| piece.read(&place.then(index), problems);
            evidence.extend(self.evidence.iter().enumerate().filter_map(read));
        }
        Some(core::RplClaim { of: of?, status, evidence })
    }

    /// What is claimed: exactly one thing.
    fn claimed(&self, index: usize, place: &Place, problems: &mut Problems) -> Option<core::Claimed> {
        match (&self.course, &self.version, &self.qualification) {
            (None, None, Some(code)) => {
                let place = place.then("qualification");
                let code = problems.value(RequestErrorCode::InvalidCode, &place, QualificationCode::new(code));
                code.map(core::Claimed::Qualification)
            }
            (Some(course), Some(version), None) => {
                let course =
                    problems.value(RequestErrorCode::InvalidCode, &place.then("course"), CourseCode::new(course));
                let version = problems.version(&place.then("version"), version);
                let version = version.unwrap_or_else(|| unread_version(index));
                course.map(|course| core::Claimed::Course { course, version })
            }
            _ => {
                let message = "a claim is of a course in a version, or of a qualification; give course and version, or \
                               qualification alone";
                problems.add(RequestErrorCode::Contradiction, place, message);
                None
            }
        }
    }

    /// The status; a day that is missing or could not be read contradicts nothing.
    fn status(&self, place: &Place, problems: &mut Problems) -> core::RplStatus {
        let on = match (self.status, &self.on) {
            (RplStatus::Planned, Some(_)) => {
                let message = "leave the day out while a claim is only planned, or say how far it has come";
                problems.add(RequestErrorCode::Contradiction, place, message);
                None
            }
            (RplStatus::Planned, None) => None,
            (_, Some(day)) => problems.date(place, day),
            (_, None) => {
                problems.add(RequestErrorCode::Missing, place, "give the day, since the claim is more than planned");
                None
            }
        };
        let on = on.unwrap_or(NaiveDate::MIN);
        match self.status {
            RplStatus::Planned => core::RplStatus::Planned,
            RplStatus::Claimed => core::RplStatus::Claimed { on },
            RplStatus::Granted => core::RplStatus::Granted { on },
            RplStatus::Refused => core::RplStatus::Refused { on },
        }
    }
}

impl EvidenceInput {
    /// Reads one piece; `None` after a problem.
    fn read(&self, place: &Place, problems: &mut Problems) -> Option<core::Evidence> {
        let reference = |text: &str, place: &Place, problems: &mut Problems| {
            problems.value::<core::Reference, _>(RequestErrorCode::InvalidReference, place, text.parse())
        };
        let (kind, given, place) = match self {
            Self::Work(work) => {
                let place = place.then("work");
                let role = work.role.as_ref().map(|code| {
                    problems.value(RequestErrorCode::InvalidCode, &place.then("role"), RoleCode::new(code))
                });
                let hours: Option<Hours> = problems.hours(&place.then("hours"), work.hours);
                let from = problems.date(&place.then("from"), &work.from);
                let until = problems.date(&place.then("until"), &work.until);
                let kind = match (hours, from, until) {
                    (Some(hours), Some(from), Some(until)) => {
                        Some(core::EvidenceKind::Work { role: role.flatten(), hours, from, until })
                    }
                    _ => None,
                };
                (kind, &work.outcomes, place)
            }
            Self::SupervisorStatement(statement) => {
                let place = place.then("supervisorStatement");
                let on = problems.date(&place.then("on"), &statement.on);
                let reference = reference(&statement.reference, &place.then("reference"), problems);
                let kind = on.zip(reference);
                let kind = kind.map(|(on, reference)| core::EvidenceKind::SupervisorStatement { on, reference });
                (kind, &statement.outcomes, place)
            }
            Self::Artefact(artefact) => {
                let place = place.then("artefact");
                let reference = reference(&artefact.reference, &place.then("reference"), problems);
                (reference.map(|reference| core::EvidenceKind::Artefact { reference }), &artefact.outcomes, place)
            }
        };
        let outcomes = outcomes(given, &place.then("outcomes"), problems);
        Some(core::Evidence { kind: kind?, outcomes })
    }
}

fn outcomes(given: &[i32], place: &Place, problems: &mut Problems) -> Vec<u16> {
    if given.len() > OUTCOMES_MAX {
        let message = format_args!("the list has {} outcomes; at most {OUTCOMES_MAX} are read", given.len());
        problems.add(RequestErrorCode::TooMany, place, message);
        return Vec::new();
    }
    let one = |(index, number): (usize, &i32)| {
        let read = u16::try_from(*number).ok().filter(|number| *number > 0);
        if read.is_none() {
            let message = format_args!("outcomes are counted from 1, and {number} is none of them");
            problems.add(RequestErrorCode::OutOfRange, &place.then(index), message);
        }
        read
    };
    given.iter().enumerate().filter_map(one).collect()
}

/// Places a problem of a record's claims at the claim it is about.
pub(crate) fn claim_problem(
    problem: &core::RplProblem,
    claims: &[(usize, core::RplClaim)],
    dated: bool,
    place: &Place,
    problems: &mut Problems,
) {
    let at = |of: &core::Claimed, nth: usize| {
        let found = claims.iter().filter(|(_, claim)| claim.of.is_same(of)).nth(nth);
        found.map_or(place.clone(), |(index, _)| place.then(index))
    };
    let kind = match problem.claimed() {
        Some(core::Claimed::Qualification(_)) => "qualification",
        Some(core::Claimed::Course { .. }) | None => "course",
    };
    let (code, place, message) = match problem {
        // Said already, with the number that was given.
        core::RplProblem::TooManyClaims { .. } | core::RplProblem::TooMuchEvidence { .. } => return,
        core::RplProblem::Later { .. } if !dated => return,
        core::RplProblem::ClaimedTwice { of } => {
            let message = format!("the list claims {of} twice; give one claim with all its evidence");
            (RequestErrorCode::HeldTwice, at(of, 1).then(kind), message)
        }
        core::RplProblem::HeldAndClaimed { of } => {
            let message = format!("the {kind} {of} is held and claimed; take the claim away");
            (RequestErrorCode::Contradiction, at(of, 0).then(kind), message)
        }
        core::RplProblem::Later { of, .. } => (RequestErrorCode::CompletedLater, at(of, 0), problem.to_string()),
        core::RplProblem::EndsBeforeStart { of, .. } | core::RplProblem::OutcomesOfQualification { of, .. } => {
            (RequestErrorCode::Contradiction, at(of, 0).then("evidence"), problem.to_string())
        }
    };
    problems.add(code, &place, message);
}

/// Looks up what claims name: courses, versions, their outcomes, roles.
pub(crate) fn look_up_claims(
    catalogue: &Catalogue,
    claims: &[(usize, core::RplClaim)],
    place: &Place,
    problems: &mut Problems,
) {
    for (index, claim) in claims {
        let place = place.then(index);
        match &claim.of {
            core::Claimed::Course { course, version } => {
                look_up_course(catalogue, (course, version), claim, &place, problems);
            }
            core::Claimed::Qualification(code) if catalogue.qualification(code).is_none() => {
                let known = catalogue.qualifications().map(|entry| entry.code.as_str());
                let problem = unknown("qualification", code.as_str(), known);
                problems.add(RequestErrorCode::UnknownCode, &place.then("qualification"), problem);
            }
            core::Claimed::Qualification(_) => {}
        }
        for (nth, piece) in claim.evidence.iter().enumerate() {
            if let core::EvidenceKind::Work { role: Some(role), .. } = &piece.kind
                && catalogue.role(role).is_none()
            {
                let known = catalogue.roles().map(|entry| entry.code.as_str());
                let place = place.then("evidence").then(nth).then("work").then("role");
                problems.add(RequestErrorCode::UnknownCode, &place, unknown("role", role.as_str(), known));
            }
        }
    }
}

fn look_up_course(
    catalogue: &Catalogue,
    (code, number): (&CourseCode, &Version),
    claim: &core::RplClaim,
    place: &Place,
    problems: &mut Problems,
) {
    let Some(course) = catalogue.course(code) else {
        let known = catalogue.courses().map(|entry| entry.code.as_str());
        let problem = unknown("course", code.as_str(), known);
        return problems.add(RequestErrorCode::UnknownCode, &place.then("course"), problem);
    };
    let version = number.to_string();
    let Some(known) = course.version(number) else {
        if !is_unread(&version) {
            let versions: Vec<_> = course.versions.iter().map(|known| known.version.to_string()).collect();
            let versions = versions.join(", ");
            let message = format_args!("a claim names version {version} of {code}, whose versions are {versions}");
            problems.add(RequestErrorCode::UnknownVersion, &place.then("version"), message);
        }
        return;
    };
    let outcomes = known.outcomes.len();
    for (nth, piece) in claim.evidence.iter().enumerate() {
        if let Some(beyond) = piece.outcomes.iter().find(|outcome| usize::from(**outcome) > outcomes) {
            let message = format_args!(
                "evidence is for outcome {beyond}, and version {version} of {code} has {outcomes}; correct the number"
            );
            problems.add(RequestErrorCode::OutOfRange, &place.then("evidence").then(nth), message);
        }
    }
}

fn unknown<'a>(kind: &'static str, code: &str, known: impl Iterator<Item = &'a str>) -> RequestProblem {
    let hint =
        nearest(code, known).map_or_else(|| "; correct the code".to_owned(), |near| format!("; did you mean {near}?"));
    RequestProblem::Unknown { field: "rpl", target: EntryRef::new(kind, code), hint }
}

//! Requisites of a draft.

use async_graphql::{InputObject, OneofObject};
use registry_core::id::{CourseCode, QualificationCode};
use registry_core::publish::read_range;
use registry_core::requisite as core;
use registry_core::requisite::{CourseRequirement, Gate, RequisiteExpr, RequisiteParts};

use super::source::{OwnWord, SourceInput};
use super::{ENTRIES_MAX, Place, Problems, TEXT_MAX, text, within};
use crate::graphql::input::subject::tier;
use crate::graphql::types::problem::RequestErrorCode;
use crate::graphql::types::requisite::{RequisiteKind, Strength};
use crate::graphql::types::role::Perspective;

/// What must come before, or beside, a course.
#[derive(InputObject, Debug)]
pub(crate) struct RequisiteInput {
    /// Before it, or at the same time.
    kind: RequisiteKind,
    /// Required or advised.
    strength: Strength,
    /// What is asked for.
    requires: RequisiteExpressionInput,
    /// Who asks for it; left out: the publisher.
    source: Option<SourceInput>,
}

/// What a requisite asks for: exactly one of these, nested at most 8 deep.
#[derive(OneofObject, Debug)]
pub(crate) enum RequisiteExpressionInput {
    /// Every one of 1 to 64.
    All(Vec<RequisiteExpressionInput>),
    /// At least one of 1 to 64.
    Any(Vec<RequisiteExpressionInput>),
    /// At least so many.
    AtLeast(Box<AtLeastInput>),
    /// A course, in a version of a range.
    Course(CourseRequirementInput),
    /// A qualification, by code.
    Qualification(String),
    /// A tier of the internship model, 1 to 4, completed.
    Tier(i32),
    /// Strictly more than so many whole months worked as a consumer worker.
    ExperienceOverMonths(i32),
    /// So many whole months worked as a consumer worker, or more.
    ExperienceAtLeastMonths(i32),
    /// Employed as a consumer worker; only `true` makes sense.
    Employed(bool),
    /// The employer is a partner organisation and has agreed to release the worker; only `true` makes sense.
    PartnerRelease(bool),
    /// Has supervision.
    Supervision(SupervisionInput),
    /// Can secure a placement, or work, of so many hours.
    PlacementHours(f64),
    /// Something the person confirms to the provider when they enrol, in words. It never bars a pathway.
    Attested(String),
}

/// At least so many of some.
#[derive(InputObject, Debug)]
pub(crate) struct AtLeastInput {
    /// How many, from 1 to the number of parts.
    least: i32,
    /// Of which, 1 to 64.
    of: Vec<RequisiteExpressionInput>,
}

/// A course in a version of a range.
#[derive(InputObject, Debug)]
pub(crate) struct CourseRequirementInput {
    /// The course, by code.
    code: String,
    /// Which of its versions will do, as Cargo writes ranges: `^1.2`; `*` for any.
    #[graphql(default_with = "\"*\".to_owned()")]
    range: String,
}

/// Supervision.
#[derive(InputObject, Debug)]
pub(crate) struct SupervisionInput {
    /// From a supervisor of this perspective; left out: of any.
    perspective: Option<Perspective>,
}

/// The requisites of a draft, each that could be read.
pub(super) fn requisites(
    given: &[RequisiteInput],
    own: &OwnWord,
    place: &Place,
    problems: &mut Problems,
) -> Vec<core::Requisite> {
    if !within(problems, place, given.len()) {
        return Vec::new();
    }
    given.iter().enumerate().filter_map(|(index, one)| one.read(own, &place.then(index), problems)).collect()
}

impl RequisiteInput {
    fn read(&self, own: &OwnWord, place: &Place, problems: &mut Problems) -> Option<core::Requisite> {
        let provenance = own.or(self.source.as_ref(), &place.then("source"), problems);
        let requires = self.requires.read(&place.then("requires"), problems)?;
        let parts = RequisiteParts { kind: self.kind.into(), strength: self.strength.into(), requires, provenance };
        problems.value(RequestErrorCode::InvalidRequisite, place, core::Requisite::new(parts))
    }
}

impl RequisiteExpressionInput {
    fn read(&self, place: &Place, problems: &mut Problems) -> Option<RequisiteExpr> {
        let joined = |problems: &mut Problems, place: &Place, read| {
            problems.value(RequestErrorCode::InvalidRequisite, place, read)
        };
        match self {
            Self::All(of) => {
                let place = place.then("all");
                let operands = operands(of, &place, problems)?;
                joined(problems, &place, RequisiteExpr::all(operands))
            }
            Self::Any(of) => {
                let place = place.then("any");
                let operands = operands(of, &place, problems)?;
                joined(problems, &place, RequisiteExpr::any(operands))
            }
            Self::AtLeast(given) => {
                let place = place.then("atLeast");
                let operands = operands(&given.of, &place.then("of"), problems)?;
                let least = u32::try_from(given.least).unwrap_or(0);
                joined(problems, &place, RequisiteExpr::at_least(least, operands))
            }
            Self::Course(given) => given.read(&place.then("course"), problems).map(RequisiteExpr::Course),
            Self::Qualification(code) => {
                let place = place.then("qualification");
                let code = problems.value(RequestErrorCode::InvalidCode, &place, QualificationCode::new(code));
                code.map(RequisiteExpr::Qualification)
            }
            Self::Tier(number) => tier(*number, &place.then("tier"), problems).map(RequisiteExpr::Tier),
            gate => gate.gate(place, problems).map(RequisiteExpr::Gate),
        }
    }

    /// The gate it is, if it is one.
    fn gate(&self, place: &Place, problems: &mut Problems) -> Option<Gate> {
        match self {
            Self::ExperienceOverMonths(months) => {
                let months = months_of(*months, &place.then("experienceOverMonths"), problems)?;
                Some(Gate::ExperienceOver { months })
            }
            Self::ExperienceAtLeastMonths(months) => {
                let months = months_of(*months, &place.then("experienceAtLeastMonths"), problems)?;
                Some(Gate::ExperienceAtLeast { months })
            }
            Self::Employed(yes) => truth(*yes, &place.then("employed"), problems).then_some(Gate::Employed),
            Self::PartnerRelease(yes) => {
                truth(*yes, &place.then("partnerRelease"), problems).then_some(Gate::PartnerRelease)
            }
            Self::Supervision(given) => Some(Gate::Supervision { perspective: given.perspective.map(Into::into) }),
            Self::PlacementHours(hours) => {
                problems.hours(&place.then("placementHours"), *hours).map(|hours| Gate::Placement { hours })
            }
            Self::Attested(statement) => {
                let statement = text(problems, &place.then("attested"), statement, TEXT_MAX);
                Some(Gate::Attested { statement })
            }
            Self::All(_)
            | Self::Any(_)
            | Self::AtLeast(_)
            | Self::Course(_)
            | Self::Qualification(_)
            | Self::Tier(_) => None,
        }
    }
}

impl CourseRequirementInput {
    fn read(&self, place: &Place, problems: &mut Problems) -> Option<CourseRequirement> {
        let course = problems.value(RequestErrorCode::InvalidCode, &place.then("code"), CourseCode::new(&self.code));
        let range = read_range(&self.range, &[]);
        let range = problems.value(RequestErrorCode::InvalidRange, &place.then("range"), range);
        Some(CourseRequirement { course: course?, range: range? })
    }
}

/// The parts that could be read; `None` when one could not, so that nothing else is said of what joins them.
fn operands(given: &[RequisiteExpressionInput], place: &Place, problems: &mut Problems) -> Option<Vec<RequisiteExpr>> {
    let read: Vec<_> =
        given.iter().take(ENTRIES_MAX).enumerate().map(|(index, one)| one.read(&place.then(index), problems)).collect();
    read.into_iter().collect()
}

/// The longest experience that is asked for, in months: fifty years.
const MONTHS_MAX: u16 = 600;

fn months_of(months: i32, place: &Place, problems: &mut Problems) -> Option<u16> {
    problems.number(place, "an experience in months", months, MONTHS_MAX)
}

/// Whether a flag is set; one that is not set asks for nothing, which is a problem.
fn truth(yes: bool, place: &Place, problems: &mut Problems) -> bool {
    if !yes {
        problems.add(RequestErrorCode::InvalidRequisite, place, "false asks for nothing; write true, or leave it out");
    }
    yes
}

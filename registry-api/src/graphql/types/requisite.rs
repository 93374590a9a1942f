//! Requisites as a tree, and in words beside it.

use async_graphql::{Enum, Object, SimpleObject, Union};
use registry_core::{requisite as core, words};

use super::course::Course;
use super::found;
use super::qualification::Qualification;
use super::role::Perspective;
use super::source::Provenance;
use super::tier::Tier;
use crate::graphql::scalars::VersionRange;
use crate::snapshot::Snapshot;

/// Before, or at the same time.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::RequisiteKind")]
pub(crate) enum RequisiteKind {
    /// Finished before this starts.
    Prerequisite,
    /// Finished before this starts, or started in the same week as this or earlier.
    Corequisite,
}

/// Whether a requisite bars the way or only points it.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::Strength")]
pub(crate) enum Strength {
    /// Nobody starts without it.
    Required,
    /// Recommended; it orders a pathway that has both, and never bars one.
    Advised,
}

/// One requirement, and who says so.
#[derive(Clone, Copy)]
pub(crate) struct Requisite<'a> {
    at: &'a Snapshot,
    entry: &'a core::Requisite,
}

impl<'a> Requisite<'a> {
    /// Shows a list of requisites.
    pub(crate) fn all(at: &'a Snapshot, entries: &'a [core::Requisite]) -> Vec<Self> {
        entries.iter().map(|entry| Self { at, entry }).collect()
    }
}

/// One requirement of a course, qualification, tier or role, and who says so.
#[Object]
impl<'a> Requisite<'a> {
    /// Before, or at the same time.
    async fn kind(&self) -> RequisiteKind {
        self.entry.kind().into()
    }

    /// Required or advised.
    async fn strength(&self) -> Strength {
        self.entry.strength().into()
    }

    /// What is asked for, as a tree at most 8 deep.
    async fn requires(&self) -> RequisiteExpression<'a> {
        RequisiteExpression::new(self.at, self.entry.requires())
    }

    /// What is asked for, in words.
    async fn words(&self) -> String {
        words::expression(self.at.catalogue(), self.entry.requires())
    }

    /// Who asks for it.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, self.entry.provenance())
    }
}

/// What is asked for: a join of expressions, something held, or a gate. New members can come.
#[derive(Union)]
pub(crate) enum RequisiteExpression<'a> {
    /// Every one.
    AllOf(AllOf<'a>),
    /// At least one.
    AnyOf(AnyOf<'a>),
    /// At least so many.
    AtLeast(AtLeast<'a>),
    /// A course.
    Course(CourseRequirement<'a>),
    /// A qualification.
    Qualification(QualificationRequirement<'a>),
    /// A tier.
    Tier(TierRequirement<'a>),
    /// Something that is not learning.
    Gate(GateRequirement<'a>),
}

impl<'a> RequisiteExpression<'a> {
    pub(crate) fn new(at: &'a Snapshot, entry: &'a core::RequisiteExpr) -> Self {
        match entry {
            core::RequisiteExpr::All(of) => Self::AllOf(AllOf(Operands { at, of: of.as_slice() })),
            core::RequisiteExpr::Any(of) => Self::AnyOf(AnyOf(Operands { at, of: of.as_slice() })),
            core::RequisiteExpr::AtLeast(of) => {
                Self::AtLeast(AtLeast { least: of.least(), of: Operands { at, of: of.of() } })
            }
            core::RequisiteExpr::Course(wanted) => Self::Course(CourseRequirement { at, wanted }),
            core::RequisiteExpr::Qualification(code) => Self::Qualification(QualificationRequirement { at, code }),
            core::RequisiteExpr::Tier(tier) => Self::Tier(TierRequirement { at, tier: *tier }),
            core::RequisiteExpr::Gate(gate) => Self::Gate(GateRequirement::new(gate)),
        }
    }
}

/// The parts of a join.
#[derive(Clone, Copy)]
struct Operands<'a> {
    at: &'a Snapshot,
    of: &'a [core::RequisiteExpr],
}

impl<'a> Operands<'a> {
    fn list(self) -> Vec<RequisiteExpression<'a>> {
        self.of.iter().map(|entry| RequisiteExpression::new(self.at, entry)).collect()
    }
}

/// Every one of its parts is asked for.
pub(crate) struct AllOf<'a>(Operands<'a>);

/// Every one of its parts is asked for.
#[Object]
impl<'a> AllOf<'a> {
    /// The parts, 1 to 64.
    async fn of(&self) -> Vec<RequisiteExpression<'a>> {
        self.0.list()
    }
}

/// At least one of its parts is asked for.
pub(crate) struct AnyOf<'a>(Operands<'a>);

/// At least one of its parts is asked for.
#[Object]
impl<'a> AnyOf<'a> {
    /// The parts, 1 to 64.
    async fn of(&self) -> Vec<RequisiteExpression<'a>> {
        self.0.list()
    }
}

/// At least so many of its parts are asked for.
pub(crate) struct AtLeast<'a> {
    least: u32,
    of: Operands<'a>,
}

/// At least so many of its parts are asked for.
#[Object]
impl<'a> AtLeast<'a> {
    /// How many, from 1 to the number of parts.
    async fn least(&self) -> u32 {
        self.least
    }

    /// The parts, 1 to 64.
    async fn of(&self) -> Vec<RequisiteExpression<'a>> {
        self.of.list()
    }
}

/// A course is asked for, in a version of a range.
pub(crate) struct CourseRequirement<'a> {
    at: &'a Snapshot,
    wanted: &'a core::CourseRequirement,
}

/// A course is asked for, in a version of a range.
#[Object]
impl<'a> CourseRequirement<'a> {
    /// Which course.
    async fn course(&self) -> async_graphql::Result<Course<'a>> {
        let entry = found(self.at.catalogue().course(&self.wanted.course), self.wanted.course.as_str())?;
        Ok(Course { at: self.at, entry })
    }

    /// Which of its versions will do; `*`: any.
    async fn version(&self) -> VersionRange {
        VersionRange(self.wanted.range.clone())
    }
}

/// A qualification is asked for.
pub(crate) struct QualificationRequirement<'a> {
    at: &'a Snapshot,
    code: &'a registry_core::id::QualificationCode,
}

/// A qualification is asked for.
#[Object]
impl<'a> QualificationRequirement<'a> {
    /// Which one.
    async fn qualification(&self) -> async_graphql::Result<Qualification<'a>> {
        let entry = found(self.at.catalogue().qualification(self.code), self.code.as_str())?;
        Ok(Qualification { at: self.at, entry })
    }
}

/// A tier of the internship model is asked for, completed.
pub(crate) struct TierRequirement<'a> {
    at: &'a Snapshot,
    tier: registry_core::tier::Tier,
}

/// A tier of the internship model is asked for, completed.
#[Object]
impl<'a> TierRequirement<'a> {
    /// Which one.
    async fn tier(&self) -> async_graphql::Result<Tier<'a>> {
        let entry = found(self.at.catalogue().tier(&self.tier), "tier")?;
        Ok(Tier { at: self.at, entry })
    }
}

/// What a gate asks for. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GateKind {
    /// Strictly more than `months` months worked: at exactly twelve, "over one year" does not hold yet.
    ExperienceOver,
    /// `months` months worked, or more.
    ExperienceAtLeast,
    /// Employed as a consumer worker.
    Employed,
    /// The employer is a partner organisation and has agreed to release the worker.
    PartnerRelease,
    /// Has supervision, of `perspective` where one is given.
    Supervision,
    /// Can secure a placement, or work, of `hours` hours; somebody employed as a consumer worker does such work.
    Placement,
    /// The person confirms `statement` to the provider. The registry neither asks nor stores it; it bars nothing.
    Attested,
}

/// Something is asked for that is not learning.
#[derive(SimpleObject)]
pub(crate) struct GateRequirement<'a> {
    /// What it asks for; it says which of the other fields are given.
    kind: GateKind,
    /// Whole months worked as a consumer worker; null unless `kind` is one of the two of experience.
    months: Option<u16>,
    /// Hours of placement or work, in quarter hours; null unless `kind` is `PLACEMENT`.
    hours: Option<f64>,
    /// The supervisor's perspective; null unless `kind` is `SUPERVISION` and not every perspective will do.
    perspective: Option<Perspective>,
    /// What the person confirms; null unless `kind` is `ATTESTED`.
    statement: Option<&'a str>,
    /// The gate in words.
    words: String,
}

impl<'a> GateRequirement<'a> {
    fn new(gate: &'a core::Gate) -> Self {
        let bare = |kind| {
            let words = words::gate(gate);
            Self { kind, months: None, hours: None, perspective: None, statement: None, words }
        };
        match gate {
            core::Gate::ExperienceOver { months } => Self { months: Some(*months), ..bare(GateKind::ExperienceOver) },
            core::Gate::ExperienceAtLeast { months } => {
                Self { months: Some(*months), ..bare(GateKind::ExperienceAtLeast) }
            }
            core::Gate::Employed => bare(GateKind::Employed),
            core::Gate::PartnerRelease => bare(GateKind::PartnerRelease),
            core::Gate::Supervision { perspective } => {
                Self { perspective: perspective.map(Perspective::from), ..bare(GateKind::Supervision) }
            }
            core::Gate::Placement { hours } => Self { hours: Some(hours.as_f64()), ..bare(GateKind::Placement) },
            core::Gate::Attested { statement } => Self { statement: Some(statement), ..bare(GateKind::Attested) },
        }
    }
}

//! Requisites: what must be held, or must hold, before something may be studied.

use semver::VersionReq;
use serde::{Deserialize, Serialize};

use crate::id::{CourseCode, QualificationCode};
use crate::role::Perspective;
use crate::source::Provenance;
use crate::tier::Tier;
use crate::volume::Hours;

/// The most operands one expression joins.
pub const OPERANDS_MAX: usize = 64;

/// The deepest nesting of expressions; real rules nest two or three deep.
pub const DEPTH_MAX: usize = 8;

/// One requirement of a course, qualification, tier or role, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RequisiteParts", into = "RequisiteParts")]
pub struct Requisite {
    parts: RequisiteParts,
}

/// What a [`Requisite`] is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequisiteParts {
    /// Before, or at the same time.
    pub kind: RequisiteKind,
    /// Required or advised.
    pub strength: Strength,
    /// What is asked for.
    pub requires: RequisiteExpr,
    /// Who asks for it.
    pub provenance: Provenance,
}

/// Before, or at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequisiteKind {
    /// Finished before this starts.
    Prerequisite,
    /// Finished before this starts, or started in the same week as this or earlier.
    Corequisite,
}

impl RequisiteKind {
    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prerequisite => "prerequisite",
            Self::Corequisite => "corequisite",
        }
    }
}

/// Whether a requisite bars the way or only points it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// Nobody starts without it.
    Required,
    /// Recommended; it orders a pathway that has both, and never bars one.
    Advised,
}

impl Strength {
    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Advised => "advised",
        }
    }
}

/// Why a requisite cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequisiteError {
    /// A required requisite that rests on an assumption, an invention or an unverified page.
    #[error(
        "a required requisite rests on \"{provenance}\"; quote a source of medium or high confidence, or make it advised"
    )]
    RequiredWithoutSource {
        /// What it rests on.
        provenance: String,
    },
    /// `all` or `any` of nothing, or of more than 64.
    #[error("an expression joins {count} parts; it needs 1 to {OPERANDS_MAX}")]
    OperandCount {
        /// How many were given.
        count: usize,
    },
    /// `at_least = 0`, or more than there are.
    #[error("\"at least {least} of {count}\" cannot be; the number must be from 1 to {count}")]
    LeastOutOfRange {
        /// The number asked for.
        least: i64,
        /// How many there are.
        count: usize,
    },
    /// An expression nested more than eight deep.
    #[error("an expression is nested {depth} deep; at most {DEPTH_MAX} is allowed")]
    TooDeep {
        /// How deep it is.
        depth: usize,
    },
}

impl Requisite {
    /// Builds a requisite.
    ///
    /// # Errors
    /// Strength *required* on an assumption; an expression nested more than eight deep.
    pub fn new(parts: RequisiteParts) -> Result<Self, RequisiteError> {
        let depth = parts.requires.depth();
        if depth > DEPTH_MAX {
            return Err(RequisiteError::TooDeep { depth });
        }
        if parts.strength == Strength::Required && !parts.provenance.carries_a_requirement() {
            return Err(RequisiteError::RequiredWithoutSource { provenance: parts.provenance.to_string() });
        }
        Ok(Self { parts })
    }

    /// Before, or at the same time.
    pub fn kind(&self) -> RequisiteKind {
        self.parts.kind
    }

    /// Required or advised.
    pub fn strength(&self) -> Strength {
        self.parts.strength
    }

    /// Whether it bars the way.
    pub fn is_required(&self) -> bool {
        self.parts.strength == Strength::Required
    }

    /// What is asked for.
    pub fn requires(&self) -> &RequisiteExpr {
        &self.parts.requires
    }

    /// Who asks for it.
    pub fn provenance(&self) -> &Provenance {
        &self.parts.provenance
    }
}

impl TryFrom<RequisiteParts> for Requisite {
    type Error = RequisiteError;
    fn try_from(parts: RequisiteParts) -> Result<Self, RequisiteError> {
        Self::new(parts)
    }
}

impl From<Requisite> for RequisiteParts {
    fn from(requisite: Requisite) -> RequisiteParts {
        requisite.parts
    }
}

/// An expression over what a person holds and the gates they have passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequisiteExpr {
    /// Every one.
    All(Operands),
    /// At least one.
    Any(Operands),
    /// At least so many.
    AtLeast(AtLeast),
    /// A course, in a version of a range.
    Course(CourseRequirement),
    /// A qualification.
    Qualification(QualificationCode),
    /// A tier of the internship model, completed.
    Tier(Tier),
    /// Something that is not learning.
    Gate(Gate),
}

/// The parts an expression joins, 1–64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<RequisiteExpr>", into = "Vec<RequisiteExpr>")]
pub struct Operands(Vec<RequisiteExpr>);

/// At least `least` of the operands, 1 ≤ `least` ≤ their number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "AtLeastParts", into = "AtLeastParts")]
pub struct AtLeast {
    least: u32,
    of: Operands,
}

#[derive(Clone, Serialize, Deserialize)]
struct AtLeastParts {
    least: u32,
    of: Vec<RequisiteExpr>,
}

/// A course in a version of a range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseRequirement {
    /// Which course.
    pub course: CourseCode,
    /// Which of its versions will do; `*` for any.
    pub range: VersionReq,
}

/// Something that must hold and is not learning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// Strictly more than so many months worked: at exactly twelve months, "over one year" does not hold yet.
    ExperienceOver {
        /// Whole months.
        months: u16,
    },
    /// So many months worked, or more.
    ExperienceAtLeast {
        /// Whole months.
        months: u16,
    },
    /// Employed as a consumer worker.
    Employed,
    /// The employer is a partner organisation and has agreed to release the worker.
    PartnerRelease,
    /// Has supervision.
    Supervision {
        /// From a supervisor of this perspective; `None`: of any.
        perspective: Option<Perspective>,
    },
    /// Can secure a placement, or work, of so many hours.
    Placement {
        /// How many hours.
        hours: Hours,
    },
    /// Something the person confirms to the provider when they enrol. The registry neither asks nor stores it, so
    /// it never bars a pathway.
    Attested {
        /// What they confirm, in words.
        statement: String,
    },
}

impl Operands {
    /// Joins 1–64 expressions.
    ///
    /// # Errors
    /// None, or more than 64.
    pub fn new(operands: Vec<RequisiteExpr>) -> Result<Self, RequisiteError> {
        match operands.len() {
            1..=OPERANDS_MAX => Ok(Self(operands)),
            count => Err(RequisiteError::OperandCount { count }),
        }
    }

    /// The expressions in the order they were written.
    pub fn as_slice(&self) -> &[RequisiteExpr] {
        &self.0
    }
}

impl TryFrom<Vec<RequisiteExpr>> for Operands {
    type Error = RequisiteError;
    fn try_from(operands: Vec<RequisiteExpr>) -> Result<Self, RequisiteError> {
        Self::new(operands)
    }
}

impl From<Operands> for Vec<RequisiteExpr> {
    fn from(operands: Operands) -> Self {
        operands.0
    }
}

impl AtLeast {
    /// How many are needed.
    pub fn least(&self) -> u32 {
        self.least
    }

    /// Of which.
    pub fn of(&self) -> &[RequisiteExpr] {
        self.of.as_slice()
    }
}

impl TryFrom<AtLeastParts> for AtLeast {
    type Error = RequisiteError;
    fn try_from(parts: AtLeastParts) -> Result<Self, RequisiteError> {
        let of = Operands::new(parts.of)?;
        let count = of.0.len();
        if parts.least == 0 || parts.least as usize > count {
            return Err(RequisiteError::LeastOutOfRange { least: parts.least.into(), count });
        }
        Ok(Self { least: parts.least, of })
    }
}

impl From<AtLeast> for AtLeastParts {
    fn from(at_least: AtLeast) -> Self {
        Self { least: at_least.least, of: at_least.of.0 }
    }
}

impl RequisiteExpr {
    /// Every one of 1–64 expressions.
    ///
    /// # Errors
    /// None, or more than 64.
    pub fn all(operands: Vec<RequisiteExpr>) -> Result<Self, RequisiteError> {
        Operands::new(operands).map(Self::All)
    }

    /// At least one of 1–64 expressions.
    ///
    /// # Errors
    /// None, or more than 64.
    pub fn any(operands: Vec<RequisiteExpr>) -> Result<Self, RequisiteError> {
        Operands::new(operands).map(Self::Any)
    }

    /// At least `least` of 1–64 expressions.
    ///
    /// # Errors
    /// None or more than 64; `least` of 0, or more than there are.
    pub fn at_least(least: u32, of: Vec<RequisiteExpr>) -> Result<Self, RequisiteError> {
        AtLeast::try_from(AtLeastParts { least, of }).map(Self::AtLeast)
    }

    /// A course in any version.
    pub fn course(course: CourseCode) -> Self {
        Self::Course(CourseRequirement { course, range: VersionReq::STAR })
    }

    /// How deep the expression is nested; a leaf is 1.
    pub fn depth(&self) -> usize {
        1 + self.operands().iter().map(RequisiteExpr::depth).max().unwrap_or(0)
    }

    /// The parts of a joined expression; none for a leaf.
    pub fn operands(&self) -> &[RequisiteExpr] {
        match self {
            Self::All(operands) | Self::Any(operands) => operands.as_slice(),
            Self::AtLeast(at_least) => at_least.of(),
            Self::Course(_) | Self::Qualification(_) | Self::Tier(_) | Self::Gate(_) => &[],
        }
    }

    /// Calls `visit` with every leaf, left to right.
    pub fn visit_leaves<'a>(&'a self, visit: &mut impl FnMut(&'a RequisiteExpr)) {
        if self.operands().is_empty() {
            visit(self);
        }
        for operand in self.operands() {
            operand.visit_leaves(visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf() -> RequisiteExpr {
        RequisiteExpr::Tier(Tier::One)
    }

    #[test]
    fn a_required_requisite_needs_a_source() {
        let parts = |strength| RequisiteParts {
            kind: RequisiteKind::Prerequisite,
            strength,
            requires: leaf(),
            provenance: Provenance::assumption("seems likely").expect("note"),
        };
        assert!(Requisite::new(parts(Strength::Advised)).is_ok());
        let error = Requisite::new(parts(Strength::Required)).expect_err("assumed");
        assert_eq!(
            error.to_string(),
            "a required requisite rests on \"assumption: seems likely\"; quote a source of medium or high confidence, or make it advised"
        );
    }

    #[test]
    fn joins_of_nothing_and_impossible_counts_are_refused() {
        assert_eq!(RequisiteExpr::all(vec![]), Err(RequisiteError::OperandCount { count: 0 }));
        assert_eq!(RequisiteExpr::any(vec![leaf(); 65]), Err(RequisiteError::OperandCount { count: 65 }));
        assert!(RequisiteExpr::at_least(2, vec![leaf(); 2]).is_ok());
        for least in [0, 3] {
            let error = RequisiteExpr::at_least(least, vec![leaf(); 2]);
            assert_eq!(error, Err(RequisiteError::LeastOutOfRange { least: least.into(), count: 2 }));
        }
    }

    #[test]
    fn a_requisite_reads_back_from_its_data_form() {
        let requisite = Requisite::new(RequisiteParts {
            kind: RequisiteKind::Corequisite,
            strength: Strength::Advised,
            requires: RequisiteExpr::at_least(1, vec![leaf(), RequisiteExpr::Gate(Gate::Employed)])
                .expect("expression"),
            provenance: Provenance::Invented,
        })
        .expect("requisite");
        let json = serde_json::to_string(&requisite).expect("data");
        assert_eq!(serde_json::from_str::<Requisite>(&json).expect("read back"), requisite);
    }
}

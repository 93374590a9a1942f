//! Expressions: what a requisite asks for, joined by *all*, *any* and *at least*.

use semver::VersionReq;
use serde::{Deserialize, Serialize};

use super::{OPERANDS_MAX, RequisiteError};
use crate::id::{CourseCode, QualificationCode};
use crate::role::Perspective;
use crate::tier::Tier;
use crate::volume::Hours;

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
    /// Can secure a placement, or work, of so many hours. Somebody employed as a consumer worker does such work, so
    /// it holds from the day of employment, whatever placement they can secure besides.
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

//! Requisites: what must be held, or must hold, before something may be studied.

mod expression;

use serde::{Deserialize, Serialize};

use crate::source::Provenance;

pub use expression::{AtLeast, CourseRequirement, Gate, Operands, RequisiteExpr};

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
    /// Both kinds.
    pub const ALL: [RequisiteKind; 2] = [Self::Prerequisite, Self::Corequisite];

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
    /// Both, the stronger first.
    pub const ALL: [Strength; 2] = [Self::Required, Self::Advised];

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
    ///
    /// ```
    /// use registry_core::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
    /// use registry_core::source::Provenance;
    ///
    /// let assumed = |strength| RequisiteParts {
    ///     kind: RequisiteKind::Prerequisite,
    ///     strength,
    ///     requires: RequisiteExpr::Gate(Gate::Employed),
    ///     provenance: Provenance::assumption("it seems likely").expect("a note"),
    /// };
    /// assert!(Requisite::new(assumed(Strength::Advised)).is_ok());
    /// assert!(Requisite::new(assumed(Strength::Required)).is_err());
    /// ```
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tier::Tier;

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

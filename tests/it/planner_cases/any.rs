//! A small question of any kind: about roles, tiers, courses and awards that are taught, about credit, or about a whole award.

use proptest::prelude::*;

use super::{AwardCase, Case, Question, award_case, case, credit_case};

/// A question, and what it is about.
#[derive(Debug, Clone)]
pub(crate) enum AnyCase {
    Of(Case),
    Award(AwardCase),
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A role, a tier, a course, or an award that is taught whole.
    Training,
    /// Credit towards an award.
    Credit,
    /// A whole award that may be planned by its parts, or what comes after it.
    Award,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Training, Self::Credit, Self::Award];
}

/// Any small question: of seven, three as they come, two about credit of somebody who is learning something already, and two
/// about a whole award.
pub(crate) fn any_case() -> impl Strategy<Value = AnyCase> {
    prop_oneof![
        3 => case().prop_map(AnyCase::Of).boxed(),
        2 => credit_case().prop_map(AnyCase::Of).boxed(),
        2 => award_case().prop_map(AnyCase::Award).boxed(),
    ]
}

impl AnyCase {
    /// What the case stands for.
    pub(crate) fn question(&self) -> Question {
        match self {
            Self::Of(case) => case.question(),
            Self::Award(case) => case.question(),
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Of(case) if matches!(case.goal, 7 | 8 | 13 | 14) => Kind::Credit,
            Self::Of(_) => Kind::Training,
            Self::Award(_) => Kind::Award,
        }
    }

    /// The courses, the person and the limits.
    pub(crate) fn base(&self) -> &Case {
        match self {
            Self::Of(case) => case,
            Self::Award(case) => &case.base,
        }
    }

    pub(crate) fn base_mut(&mut self) -> &mut Case {
        match self {
            Self::Of(case) => case,
            Self::Award(case) => &mut case.base,
        }
    }

    /// Whether an award that is gained by its parts counts as a block towards another, for which study becomes too old.
    pub(crate) fn block_ages(&self) -> bool {
        match self {
            Self::Of(_) => false,
            Self::Award(case) => case.block_ages(),
        }
    }
}

//! The rules under which what a person holds counts towards a qualification.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::CreditPoints;
use crate::id::{CourseCode, CreditRuleCode, ProviderCode, QualificationCode};
use crate::qualification::SubjectLevel;
use crate::source::Provenance;

/// A rule under which what a person holds counts towards a qualification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditRule {
    /// Its code.
    pub code: CreditRuleCode,
    /// The qualification the credit is towards.
    pub qualification: QualificationCode,
    /// What is exchanged for what.
    pub exchange: CreditExchange,
    /// On what ground the credit is given.
    #[serde(default)]
    pub basis: CreditBasis,
    /// How sure the credit is.
    pub standing: CreditStanding,
    /// Who gives the credit; `None`: the rule names nobody.
    #[serde(default)]
    pub provider: Option<ProviderCode>,
    /// Where what is held was learned, when the rule holds only for that; a condition that is shown, since nothing
    /// here says where something was earned.
    #[serde(default)]
    pub from_provider: Option<ProviderCode>,
    /// When the rule can be used.
    #[serde(default)]
    pub valid: Validity,
    /// The group of the award's packaging that the credit fills; `None`: any part of it.
    #[serde(default)]
    pub group: Option<String>,
    /// The level of subjects that the credit is of, where the award counts by level; `None`: of none, and then it fills
    /// no level's least and no level's most.
    #[serde(default)]
    pub level: Option<SubjectLevel>,
    /// What else it depends on, where the source says so.
    #[serde(default)]
    pub conditions: Option<String>,
    /// Who says so.
    pub provenance: Provenance,
}

impl CreditRule {
    /// A rule of credit transfer without conditions: by anybody, from anywhere, at any time, towards any part.
    pub fn new(
        code: CreditRuleCode,
        qualification: QualificationCode,
        exchange: CreditExchange,
        standing: CreditStanding,
        provenance: Provenance,
    ) -> Self {
        Self {
            code,
            qualification,
            exchange,
            basis: CreditBasis::CreditTransfer,
            standing,
            provider: None,
            from_provider: None,
            valid: Validity::default(),
            group: None,
            level: None,
            conditions: None,
            provenance,
        }
    }

    /// Which form of credit it gives.
    ///
    /// *Block* credit is towards whole stages, *specified* credit towards particular components, *unspecified* credit
    /// towards elective ones (UniSC Credit Transfer Procedures, after the AQF).
    pub fn form(&self) -> CreditForm {
        match &self.exchange {
            CreditExchange::Block { .. } => CreditForm::Block,
            CreditExchange::Unit { .. } => CreditForm::Specified,
            CreditExchange::Series { .. } if self.group.is_some() => CreditForm::Specified,
            CreditExchange::Series { .. } => CreditForm::Unspecified,
        }
    }
}

/// What a credit rule exchanges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditExchange {
    /// Every `size` of the courses in `of` are worth `points_each_series`; incomplete series are worth nothing.
    Series {
        /// The courses that count, each once.
        of: Vec<CourseCode>,
        /// How many make a series, at least 1.
        size: u32,
        /// What one whole series is worth.
        points_each_series: CreditPoints,
    },
    /// Holding the qualification `from` is worth `points`, once.
    Block {
        /// What must be held.
        from: QualificationCode,
        /// What it is worth.
        points: CreditPoints,
    },
    /// Holding the course `from` counts as the unit `unit` of the award.
    Unit {
        /// What must be held.
        from: CourseCode,
        /// What it counts as.
        unit: CourseCode,
    },
}

/// The forms of credit (AQF, *Credit Transfer: An Explanation*: "any form of credit: block, specified or unspecified").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditForm {
    /// Towards a whole stage of the award.
    Block,
    /// Towards particular components.
    Specified,
    /// Towards elective components.
    Unspecified,
}

impl CreditForm {
    /// Every form.
    pub const ALL: [CreditForm; 3] = [Self::Block, Self::Specified, Self::Unspecified];

    /// The name as files and data write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Specified => "specified",
            Self::Unspecified => "unspecified",
        }
    }
}

/// On what ground credit is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditBasis {
    /// For formal study whose content and outcomes are equivalent (AQF).
    #[default]
    CreditTransfer,
    /// Progression from a completed qualification to another in a defined pathway (AQF).
    Articulation,
    /// Recognition of prior learning: what was learned elsewhere, also at work, is assessed.
    Rpl,
}

impl CreditBasis {
    /// Every basis.
    pub const ALL: [CreditBasis; 3] = [Self::CreditTransfer, Self::Articulation, Self::Rpl];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CreditTransfer => "credit-transfer",
            Self::Articulation => "articulation",
            Self::Rpl => "rpl",
        }
    }

    /// The name as a sentence says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::CreditTransfer => "credit transfer",
            Self::Articulation => "articulation",
            Self::Rpl => "recognition of prior learning",
        }
    }
}

/// How sure the credit of a rule is. Credit of different standing is never added together without saying so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditStanding {
    /// The provider has promised it.
    Guaranteed,
    /// Given when asked for and the conditions hold.
    ByApplication,
    /// The provider decides case by case.
    Discretionary,
    /// Nobody has said it; it is assumed here.
    Assumption,
}

impl CreditStanding {
    /// Every standing, surest first.
    pub const ALL: [CreditStanding; 4] = [Self::Guaranteed, Self::ByApplication, Self::Discretionary, Self::Assumption];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Guaranteed => "guaranteed",
            Self::ByApplication => "by-application",
            Self::Discretionary => "discretionary",
            Self::Assumption => "assumption",
        }
    }

    /// The name as a sentence says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Guaranteed => "guaranteed",
            Self::ByApplication => "by application",
            Self::Discretionary => "for the provider to decide",
            Self::Assumption => "our assumption",
        }
    }

    /// On what it depends, as the rest of a sentence that names an amount: `12.5 points: if the provider decides so`.
    pub fn condition(self) -> &'static str {
        match self {
            Self::Guaranteed => "guaranteed",
            Self::ByApplication => "if you apply and meet the conditions",
            Self::Discretionary => "if the provider decides so",
            Self::Assumption => "our assumption, which no provider has confirmed",
        }
    }

    /// The same in a sentence of its own, for a rule that stands alone, where no amount precedes it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Guaranteed => "The provider promises it.",
            Self::ByApplication => "You apply for it, and get it if you meet the conditions.",
            Self::Discretionary => "The provider decides each time.",
            Self::Assumption => "It is our assumption, which no provider has confirmed.",
        }
    }
}

/// When a rule can be used, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Validity {
    /// The first day; `None`: no first day is known.
    pub from: Option<NaiveDate>,
    /// The last day; `None`: no end is known.
    pub until: Option<NaiveDate>,
}

impl Validity {
    /// Whether it covers a day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

impl fmt::Display for Validity {
    /// `from 2026-01-01`, `until 2026-12-31`, `from 2026-01-01 until 2026-12-31`, `at any time`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.until) {
            (None, None) => f.write_str("at any time"),
            (Some(from), None) => write!(f, "from {from}"),
            (None, Some(until)) => write!(f, "until {until}"),
            (Some(from), Some(until)) => write!(f, "from {from} until {until}"),
        }
    }
}

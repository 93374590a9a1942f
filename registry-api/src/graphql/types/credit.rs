//! Credit schemes and the rules under which credit is given.

use async_graphql::{ComplexObject, Enum, Object, SimpleObject, Union};
use registry_core::credit as core;

use super::course::Course;
use super::found;
use super::ledger_line::provider;
use super::provider::Provider;
use super::qualification::Qualification;
use super::source::{Provenance, is_invented};
use crate::graphql::scalars::{CreditPoints, Date};
use crate::snapshot::Snapshot;

/// How sure the credit of a rule is. Credit of different standing is never added together without saying so.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::CreditStanding")]
pub(crate) enum CreditStanding {
    /// The provider has promised it.
    Guaranteed,
    /// Given when asked for and the conditions hold.
    ByApplication,
    /// The provider decides case by case.
    Discretionary,
    /// Nobody has said it; it is assumed here.
    Assumption,
}

/// On what ground credit is given.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::CreditBasis")]
pub(crate) enum CreditBasis {
    /// For formal study whose content and outcomes are equivalent.
    CreditTransfer,
    /// Progression from a completed qualification to another in a defined pathway.
    Articulation,
    /// Recognition of prior learning: what was learned elsewhere, also at work, is assessed.
    Rpl,
}

/// The forms of credit.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::CreditForm")]
pub(crate) enum CreditForm {
    /// Towards a whole stage of the award.
    Block,
    /// Towards particular components.
    Specified,
    /// Towards elective components.
    Unspecified,
}

/// How one university or group of them counts credit.
#[derive(SimpleObject)]
pub(crate) struct CreditScheme<'a> {
    /// Its code.
    code: &'a str,
    /// What it is called.
    title: &'a str,
    /// Points in one year of full-time study.
    points_per_year: CreditPoints,
    /// Where the number comes from.
    provenance: Provenance<'a>,
    /// Whether it is made up to show how the registry works.
    invented: bool,
}

impl<'a> CreditScheme<'a> {
    pub(crate) fn new(at: &'a Snapshot, entry: &'a core::CreditScheme) -> Self {
        Self {
            code: entry.code.as_str(),
            title: &entry.title,
            points_per_year: entry.points_per_year.into(),
            provenance: Provenance::new(at, &entry.provenance),
            invented: is_invented(&entry.provenance),
        }
    }
}

/// A rule under which what a person holds counts towards a qualification.
#[derive(Clone, Copy)]
pub(crate) struct CreditRule<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) entry: &'a core::CreditRule,
}

/// A rule under which what a person holds counts towards a qualification. Giving credit is the provider's decision.
#[Object]
impl<'a> CreditRule<'a> {
    /// Its code.
    async fn code(&self) -> &'a str {
        self.entry.code.as_str()
    }

    /// The qualification the credit is towards.
    async fn qualification(&self) -> async_graphql::Result<Qualification<'a>> {
        let code = &self.entry.qualification;
        Ok(Qualification { at: self.at, entry: found(self.at.catalogue().qualification(code), code.as_str())? })
    }

    /// What is exchanged for what.
    async fn exchange(&self) -> CreditExchange<'a> {
        let at = self.at;
        match &self.entry.exchange {
            core::CreditExchange::Series { of, size, points_each_series } => {
                SeriesExchange { at, courses: of, size: *size, points_each_series: (*points_each_series).into() }.into()
            }
            core::CreditExchange::Block { from, points } => {
                BlockExchange { at, qualification: from, points: (*points).into() }.into()
            }
            core::CreditExchange::Unit { from, unit } => UnitExchange { at, held: from, counts_as: unit }.into(),
        }
    }

    /// On what ground the credit is given.
    async fn basis(&self) -> CreditBasis {
        self.entry.basis.into()
    }

    /// Which form of credit it gives.
    async fn form(&self) -> CreditForm {
        self.entry.form().into()
    }

    /// How sure the credit is.
    async fn standing(&self) -> CreditStanding {
        self.entry.standing.into()
    }

    /// Who gives the credit; null when the rule names nobody.
    async fn provider(&self) -> async_graphql::Result<Option<Provider<'a>>> {
        provider(self.at, self.entry.provider.as_ref())
    }

    /// Where what is held has to have been learned; null when anywhere.
    #[graphql(name = "fromProvider")]
    async fn source_provider(&self) -> async_graphql::Result<Option<Provider<'a>>> {
        provider(self.at, self.entry.from_provider.as_ref())
    }

    /// The first day on which the rule holds; null when none is known.
    async fn valid_from(&self) -> Option<Date> {
        self.entry.valid.from.map(Date)
    }

    /// The last day on which the rule holds; null when none is known.
    async fn valid_until(&self) -> Option<Date> {
        self.entry.valid.until.map(Date)
    }

    /// The code of the group of the award's packaging that the credit fills; null when any part of it.
    async fn group(&self) -> Option<&'a str> {
        self.entry.group.as_deref()
    }

    /// The level of subjects that the credit is of, 1 to 9; null when of none. It is no AQF level.
    async fn level(&self) -> Option<u8> {
        self.entry.level.map(registry_core::qualification::SubjectLevel::get)
    }

    /// What else it depends on; null when nothing is stated.
    async fn conditions(&self) -> Option<&'a str> {
        self.entry.conditions.as_deref()
    }

    /// Who says so.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.entry.provenance)
    }

    /// Whether it is made up to show how the registry works.
    async fn invented(&self) -> bool {
        is_invented(&self.entry.provenance)
    }
}

/// What a credit rule exchanges. New members can come.
#[derive(Union)]
pub(crate) enum CreditExchange<'a> {
    /// Series of courses for points.
    Series(SeriesExchange<'a>),
    /// A whole qualification for points.
    Block(BlockExchange<'a>),
    /// One course for a unit of the award.
    Unit(UnitExchange<'a>),
}

/// Every so many of some courses are worth some points; incomplete series are worth nothing.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct SeriesExchange<'a> {
    #[graphql(skip)]
    at: &'a Snapshot,
    #[graphql(skip)]
    courses: &'a [registry_core::id::CourseCode],
    /// How many make a series, at least 1.
    size: u32,
    /// What one whole series is worth.
    points_each_series: CreditPoints,
}

#[ComplexObject]
impl<'a> SeriesExchange<'a> {
    /// The courses that count, each once; at most a few dozen.
    async fn of(&self) -> async_graphql::Result<Vec<Course<'a>>> {
        let course = |code: &registry_core::id::CourseCode| {
            Ok(Course { at: self.at, entry: found(self.at.catalogue().course(code), code.as_str())? })
        };
        self.courses.iter().map(course).collect()
    }
}

/// Holding a qualification is worth some points, once.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct BlockExchange<'a> {
    #[graphql(skip)]
    at: &'a Snapshot,
    #[graphql(skip)]
    qualification: &'a registry_core::id::QualificationCode,
    /// What it is worth.
    points: CreditPoints,
}

#[ComplexObject]
impl<'a> BlockExchange<'a> {
    /// What must be held.
    async fn from(&self) -> async_graphql::Result<Qualification<'a>> {
        let code = self.qualification;
        Ok(Qualification { at: self.at, entry: found(self.at.catalogue().qualification(code), code.as_str())? })
    }
}

/// Holding a course counts as a unit of the award.
pub(crate) struct UnitExchange<'a> {
    at: &'a Snapshot,
    held: &'a registry_core::id::CourseCode,
    counts_as: &'a registry_core::id::CourseCode,
}

/// Holding a course counts as a unit of the award.
#[Object]
impl<'a> UnitExchange<'a> {
    /// What must be held.
    async fn from(&self) -> async_graphql::Result<Course<'a>> {
        Ok(Course { at: self.at, entry: found(self.at.catalogue().course(self.held), self.held.as_str())? })
    }

    /// What it counts as.
    async fn unit(&self) -> async_graphql::Result<Course<'a>> {
        Ok(Course { at: self.at, entry: found(self.at.catalogue().course(self.counts_as), self.counts_as.as_str())? })
    }
}

//! Packaging rules of qualifications: in units, in credit points, and how much may be recognised.

use async_graphql::{ComplexObject, Enum, Object, SimpleObject};
use registry_core::qualification as core;

use super::course::Course;
use super::found;
use super::source::Provenance;
use crate::graphql::scalars::CreditPoints;
use crate::snapshot::Snapshot;

/// What a group of units is for.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::GroupKind")]
pub(crate) enum GroupKind {
    /// All must be taken.
    Core,
    /// Some may be chosen.
    Elective,
    /// Electives; taking all of them names a specialisation.
    Specialisation,
    /// On the register's list, but whether core or elective is not known here.
    Listed,
}

/// How many units a national qualification takes, and from where.
pub(crate) struct Packaging<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) entry: &'a core::Packaging,
}

/// How many units a national qualification takes, and from where.
#[Object]
impl<'a> Packaging<'a> {
    /// Units in all.
    async fn units(&self) -> u32 {
        self.entry.units()
    }

    /// Core units.
    async fn core(&self) -> u16 {
        self.entry.core
    }

    /// Elective units.
    async fn electives(&self) -> u16 {
        self.entry.electives
    }

    /// At least so many electives from the listed ones; null when no least is stated.
    async fn electives_listed_min(&self) -> Option<u16> {
        self.entry.electives_listed_min
    }

    /// At most so many electives from elsewhere; null when no most is stated.
    async fn electives_elsewhere_max(&self) -> Option<u16> {
        self.entry.electives_elsewhere_max
    }

    /// At least so many hours of work; null when none are stated.
    async fn work_hours_min(&self) -> Option<f64> {
        self.entry.work_hours_min.map(registry_core::volume::Hours::as_f64)
    }

    /// Named groups of units; at most a dozen.
    async fn groups(&self) -> Vec<PackagingGroup<'a>> {
        let group = |of: &'a core::PackagingGroup| PackagingGroup {
            at: self.at,
            of,
            code: &of.code,
            title: &of.title,
            kind: of.kind.into(),
            least: of.least,
            most: of.most,
        };
        self.entry.groups.iter().map(group).collect()
    }

    /// Where the rules stand.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.entry.provenance)
    }
}

/// A named group of units.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct PackagingGroup<'a> {
    #[graphql(skip)]
    at: &'a Snapshot,
    #[graphql(skip)]
    of: &'a core::PackagingGroup,
    /// Its code within the qualification.
    code: &'a str,
    /// Its title.
    title: &'a str,
    /// What the group is for.
    kind: GroupKind,
    /// At least so many units of it; null when no least is stated.
    least: Option<u16>,
    /// At most so many units of it; null when no most is stated.
    most: Option<u16>,
}

#[ComplexObject]
impl<'a> PackagingGroup<'a> {
    /// The units known to be in it, at most a few dozen; the register's list may be longer.
    async fn units(&self) -> async_graphql::Result<Vec<Course<'a>>> {
        let unit = |code: &registry_core::id::CourseCode| {
            Ok(Course { at: self.at, entry: found(self.at.catalogue().course(code), code.as_str())? })
        };
        self.of.units.iter().map(unit).collect()
    }
}

/// What an award that is counted in credit points is made of.
pub(crate) struct PointsPackaging<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) entry: &'a core::PointsPackaging,
}

/// What an award that is counted in credit points is made of.
#[Object]
impl<'a> PointsPackaging<'a> {
    /// What one standard subject is worth, in the scheme of the award.
    async fn subject_points(&self) -> CreditPoints {
        self.entry.subject_points.into()
    }

    /// Named groups of subjects; at most a dozen.
    async fn groups(&self) -> Vec<PointsGroup<'a>> {
        let group = |of: &'a core::PointsGroup| PointsGroup {
            at: self.at,
            of,
            code: &of.code,
            title: &of.title,
            least: of.least.map(CreditPoints::from),
            most: of.most.map(CreditPoints::from),
        };
        self.entry.groups.iter().map(group).collect()
    }

    /// How many points of which level of subjects, lowest first; at most 9. A level that is not named is free.
    async fn levels(&self) -> Vec<PointsLevel<'a>> {
        let level = |of: &'a core::PointsLevel| PointsLevel {
            at: self.at,
            of,
            level: of.level.get(),
            least: of.least.map(CreditPoints::from),
            most: of.most.map(CreditPoints::from),
            least_and_above: of.least_and_above.map(CreditPoints::from),
        };
        self.entry.levels.iter().map(level).collect()
    }

    /// Where the rules stand.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.entry.provenance)
    }
}

/// How many points an award takes of subjects of one level.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct PointsLevel<'a> {
    #[graphql(skip)]
    at: &'a Snapshot,
    #[graphql(skip)]
    of: &'a core::PointsLevel,
    /// The level, 1 to 9, as universities number their subjects. It is no AQF level.
    level: u8,
    /// At least so many points of it; null when no least is stated.
    least: Option<CreditPoints>,
    /// At most so many points of it; null when no most is stated.
    most: Option<CreditPoints>,
    /// At least so many points of it and of every level above it that the award names, together; null when none is
    /// stated.
    least_and_above: Option<CreditPoints>,
}

#[ComplexObject]
impl<'a> PointsLevel<'a> {
    /// The subjects known to be of it, at most a few dozen.
    async fn subjects(&self) -> async_graphql::Result<Vec<Course<'a>>> {
        let subject = |code: &registry_core::id::CourseCode| {
            Ok(Course { at: self.at, entry: found(self.at.catalogue().course(code), code.as_str())? })
        };
        self.of.subjects.iter().map(subject).collect()
    }
}

/// A named group of subjects, such as a major.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct PointsGroup<'a> {
    #[graphql(skip)]
    at: &'a Snapshot,
    #[graphql(skip)]
    of: &'a core::PointsGroup,
    /// Its code within the qualification.
    code: &'a str,
    /// Its title.
    title: &'a str,
    /// At least so many points of it; null when no least is stated.
    least: Option<CreditPoints>,
    /// At most so many points of it; null when no most is stated.
    most: Option<CreditPoints>,
}

#[ComplexObject]
impl<'a> PointsGroup<'a> {
    /// The subjects known to be in it, at most a few dozen.
    async fn subjects(&self) -> async_graphql::Result<Vec<Course<'a>>> {
        let subject = |code: &registry_core::id::CourseCode| {
            Ok(Course { at: self.at, entry: found(self.at.catalogue().course(code), code.as_str())? })
        };
        self.of.subjects.iter().map(subject).collect()
    }
}

/// How much of an award may be recognised instead of studied with the provider that awards it.
#[derive(SimpleObject)]
pub(crate) struct RecognitionLimits<'a> {
    /// At most so many per cent of the award by credit and recognition of prior learning together; null when not stated.
    most_percent: Option<u8>,
    /// At most so many per cent of the award by recognition of prior learning; null when not stated.
    rpl_most_percent: Option<u8>,
    /// At least so many per cent of the award studied with the provider that awards it; null when not stated.
    residency_least_percent: Option<u8>,
    /// Study completed longer ago than so many years counts for nothing; null when not stated.
    study_years_max: Option<u8>,
    /// Who says so.
    provenance: Provenance<'a>,
}

impl<'a> RecognitionLimits<'a> {
    pub(crate) fn new(at: &'a Snapshot, of: &'a core::RecognitionLimits) -> Self {
        let percent = |share: Option<registry_core::credit::Percent>| share.map(registry_core::credit::Percent::get);
        Self {
            most_percent: percent(of.most),
            rpl_most_percent: percent(of.rpl_most),
            residency_least_percent: percent(of.residency_least),
            study_years_max: of.study_years_max,
            provenance: Provenance::new(at, &of.provenance),
        }
    }
}

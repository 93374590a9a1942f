//! Packaging rules of national qualifications.

use async_graphql::{ComplexObject, Enum, Object, SimpleObject};
use registry_core::qualification as core;

use super::course::Course;
use super::found;
use super::source::Provenance;
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

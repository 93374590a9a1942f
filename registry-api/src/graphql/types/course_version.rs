//! Versions of courses.

use async_graphql::{Enum, ID, Object, SimpleObject};
use registry_core::course as core;

use super::course::Course;
use super::credit::CreditScheme;
use super::found;
use super::requisite::Requisite;
use crate::graphql::error::ApiError;
use crate::graphql::ids;
use crate::graphql::scalars::{CreditPoints, Date, Decimal, SemVer};
use crate::snapshot::{IdKind, Snapshot};

/// Whether a version is taught.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::VersionStatus")]
pub(crate) enum VersionStatus {
    /// Taught.
    Published,
    /// Replaced by a newer version; what people hold of it stays theirs.
    Superseded,
    /// No longer offered; what people hold of it stays theirs.
    Withdrawn,
}

/// A version of a course.
#[derive(Clone, Copy)]
pub(crate) struct CourseVersion<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) course: &'a core::Course,
    pub(crate) entry: &'a core::CourseVersion,
}

/// The published text of a course, under a semantic version. Once published it never changes.
#[Object]
impl<'a> CourseVersion<'a> {
    /// Its opaque identifier; the same in every installation.
    pub(crate) async fn id(&self) -> ID {
        ids::id(IdKind::CourseVersion, &ids::version_key(self.course.code.as_str(), &self.entry.version))
    }

    /// Its number.
    async fn version(&self) -> SemVer {
        SemVer(self.entry.version.clone())
    }

    /// The course it is a version of.
    async fn course(&self) -> Course<'a> {
        Course { at: self.at, entry: self.course }
    }

    /// The day it was published.
    async fn published(&self) -> Date {
        Date(self.entry.published)
    }

    /// Whether it is still taught.
    async fn status(&self) -> VersionStatus {
        self.entry.status.into()
    }

    /// What a person can do afterwards; at most a few dozen.
    async fn outcomes(&self) -> &'a [String] {
        &self.entry.outcomes
    }

    /// How long the whole learning takes, assessment included, in hours and quarter hours.
    async fn volume_of_learning_hours(&self) -> f64 {
        self.entry.volume_of_learning.as_f64()
    }

    /// Whether the learning is assessed; attendance alone is not.
    async fn assessed(&self) -> bool {
        self.entry.assessed
    }

    /// What it is worth; null when nobody has said.
    async fn credit(&self) -> async_graphql::Result<Option<Credit<'a>>> {
        Ok(Credit::new(self.at, self.entry.credit.as_ref())?)
    }

    /// What must come before or beside it; at most a few dozen.
    async fn requisites(&self) -> Vec<Requisite<'a>> {
        Requisite::all(self.at, &self.entry.requisites)
    }

    /// The named sessions of an internship or series, in order; at most a few dozen, often empty.
    async fn sessions(&self) -> &'a [String] {
        &self.entry.sessions
    }
}

/// Points in a scheme.
#[derive(SimpleObject)]
pub(crate) struct Credit<'a> {
    /// How many.
    points: CreditPoints,
    /// In which scheme.
    scheme: CreditScheme<'a>,
    /// The share of a full-time year, by which schemes compare; null when the division has no exact decimal.
    eftsl: Option<Decimal>,
}

impl<'a> Credit<'a> {
    pub(crate) fn new(at: &'a Snapshot, credit: Option<&'a core::Credit>) -> Result<Option<Self>, ApiError> {
        let Some(credit) = credit else { return Ok(None) };
        let scheme = found(at.catalogue().credit_scheme(&credit.scheme), credit.scheme.as_str())?;
        let eftsl = scheme.eftsl(credit.points).map(Decimal);
        Ok(Some(Self { points: credit.points.into(), scheme: CreditScheme::new(at, scheme), eftsl }))
    }
}

//! Courses.

use async_graphql::{ComplexObject, Enum, ID, Object, SimpleObject};
use registry_core::course as core;
use registry_core::graph::NodeKey;

use super::course_version::CourseVersion;
use super::graph::{CatalogueEntry, UNLOCKS_MAX};
use super::offering::{Offering, OfferingConnection};
use super::requisite::Requisite;
use super::role::{Perspective, Role};
use super::source::{Provenance, is_invented};
use super::tag::Tag;
use super::tier::Tier;
use super::{each, found};
use crate::graphql::cursors::{Connection, Listing, Row, Window};
use crate::graphql::ids;
use crate::snapshot::{IdKind, Snapshot};

/// What sort of learning a course is. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::CourseKind")]
pub(crate) enum CourseKind {
    /// A day or so, attended.
    Workshop,
    /// A year of sessions beside work.
    Internship,
    /// Further training for people who work.
    ProfessionalDevelopment,
    /// Guided reflection on practice, with others.
    ReflectivePractice,
    /// Certified, assessed learning of at least one hour, less than an award (National Microcredentials Framework).
    MicroCredential,
    /// A named set of units of competency.
    SkillSet,
    /// A unit of a national training package.
    UnitOfCompetency,
    /// A subject of a higher-education award.
    Subject,
}

/// Whether a superseded thing counts as its successor.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::Equivalence")]
pub(crate) enum Equivalence {
    /// It does.
    Equivalent,
    /// It does not.
    NotEquivalent,
    /// Nobody has said; so it does not, but the provider may be asked.
    NotStated,
}

/// A course.
#[derive(Clone, Copy)]
pub(crate) struct Course<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) entry: &'a core::Course,
}

/// The enduring thing a provider teaches, under one code, in one or more versions.
#[Object]
impl<'a> Course<'a> {
    /// Its opaque identifier; the same in every installation.
    pub(crate) async fn id(&self) -> ID {
        ids::id(IdKind::Course, self.entry.code.as_str())
    }

    /// Its code: ours or national.
    async fn code(&self) -> &'a str {
        self.entry.code.as_str()
    }

    /// Its title.
    async fn title(&self) -> &'a str {
        &self.entry.title
    }

    /// A title that does not disclose lived experience; null when the provider has none.
    async fn neutral_title(&self) -> Option<&'a str> {
        self.entry.neutral_title.as_deref()
    }

    /// What sort of learning it is.
    async fn kind(&self) -> CourseKind {
        self.entry.kind.into()
    }

    /// What it is, in a sentence or two.
    async fn description(&self) -> &'a str {
        &self.entry.description
    }

    /// The tiers of the internship model it belongs to; at most 4.
    async fn tiers(&self) -> async_graphql::Result<Vec<Tier<'a>>> {
        let tier = |tier| Ok(Tier { at: self.at, entry: found(self.at.catalogue().tier(tier), "tier")? });
        self.entry.tiers.iter().map(tier).collect()
    }

    /// The roles it serves; at most a few dozen.
    async fn roles(&self) -> async_graphql::Result<Vec<Role<'a>>> {
        let role = |code: &registry_core::id::RoleCode| {
            Ok(Role { at: self.at, entry: found(self.at.catalogue().role(code), code.as_str())? })
        };
        self.entry.roles.iter().map(role).collect()
    }

    /// Whose perspective it is for, at most 2; empty: everyone's.
    async fn perspectives(&self) -> Vec<Perspective> {
        each(&self.entry.perspectives)
    }

    /// Values, topics, content; at most a few dozen.
    async fn tags(&self) -> async_graphql::Result<Vec<Tag<'a>>> {
        let tag = |code: &registry_core::id::TagCode| {
            Ok(Tag::new(self.at, found(self.at.catalogue().tag(code), code.as_str())?))
        };
        self.entry.tags.iter().map(tag).collect()
    }

    /// The level it is aligned to; null when nobody has aligned it. Alignment is not award.
    async fn aqf_alignment(&self) -> Option<AqfAlignment<'a>> {
        let alignment = self.entry.aqf_alignment.as_ref()?;
        Some(AqfAlignment { level: alignment.level.get(), basis: &alignment.basis })
    }

    /// Its versions, oldest first.
    async fn versions(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<Connection<'a, CourseVersion<'a>>> {
        let row =
            |(rank, entry): (u32, &'a core::CourseVersion)| Row { rank, code: entry.version.to_string().into(), entry };
        let rows = (0..).zip(&self.entry.versions).map(row).collect();
        let listing = Listing::new(format!("versions of {}", self.entry.code), rows);
        let (at, course) = (self.at, self.entry);
        let window = Window::new(first, after, last, before)?;
        Ok(listing.page(&window, |entry| CourseVersion { at, course, entry })?)
    }

    /// The newest published version; null when none is published any more.
    async fn current_version(&self) -> Option<CourseVersion<'a>> {
        let entry = self.entry.current()?;
        Some(CourseVersion { at: self.at, course: self.entry, entry })
    }

    /// What must come before or beside the current version; at most a few dozen, empty when no version is published.
    async fn requisites(&self) -> Vec<Requisite<'a>> {
        Requisite::all(self.at, self.entry.current().map_or(&[], |version| &version.requisites))
    }

    /// What it may lead to directly, by kind and code: the first 100; `requisiteGraph` has all.
    async fn unlocks(&self) -> async_graphql::Result<Vec<CatalogueEntry<'a>>> {
        let key = NodeKey::Course(self.entry.code.clone());
        let unlocked = self.at.catalogue().graph().unlocks(&key);
        unlocked.into_iter().take(UNLOCKS_MAX).map(|key| Ok(CatalogueEntry::new(self.at, key)?)).collect()
    }

    /// How, when and by whom it is taught, all versions together, in order of code.
    async fn offerings(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<OfferingConnection<'a>> {
        let name = format!("offerings of course {}", self.entry.code);
        let offerings = self.at.catalogue().offerings_of_course(&self.entry.code);
        Offering::page(self.at, name, offerings, &Window::new(first, after, last, before)?)
    }

    /// What has replaced it; null while nothing has.
    async fn superseded_by(&self) -> Option<CourseSuccessor<'a>> {
        let of = self.entry.superseded_by.as_ref()?;
        Some(CourseSuccessor { at: self.at, of, equivalence: of.equivalence.into() })
    }

    /// Where the course is described.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.entry.provenance)
    }

    /// Whether it is made up to show how the registry works.
    async fn invented(&self) -> bool {
        is_invented(&self.entry.provenance)
    }
}

/// The level of the Australian Qualifications Framework a course is aligned to.
#[derive(SimpleObject)]
pub(crate) struct AqfAlignment<'a> {
    /// The level, 1 to 10.
    level: u8,
    /// On what basis, in words.
    basis: &'a str,
}

/// What has replaced a course.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct CourseSuccessor<'a> {
    #[graphql(skip)]
    at: &'a Snapshot,
    #[graphql(skip)]
    of: &'a core::CourseSuccessor,
    /// Whether holding the old one counts as holding it.
    equivalence: Equivalence,
}

#[ComplexObject]
impl<'a> CourseSuccessor<'a> {
    /// The successor.
    async fn course(&self) -> async_graphql::Result<Course<'a>> {
        let entry = found(self.at.catalogue().course(&self.of.course), self.of.course.as_str())?;
        Ok(Course { at: self.at, entry })
    }

    /// Who says so.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.of.provenance)
    }
}

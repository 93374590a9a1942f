//! Reading the whole catalogue: one query per table, in one read transaction.

use std::collections::BTreeMap;

use registry_core::catalogue::CatalogueParts;
use registry_core::course::Course;
use registry_core::publish::Delta;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use super::entity::{course, course_version, entry, offering, registry_meta};
use super::error::While;
use super::row::{self, Origin};
use super::{Store, StoreError};

const DOING: &str = "reading the catalogue";

/// Every row of the catalogue, apart by where it came from.
#[derive(Default)]
struct Rows {
    built_in: CatalogueParts,
    published: CatalogueParts,
    removed: Vec<registry_core::id::OfferingCode>,
}

impl Rows {
    fn of(&mut self, origin: Origin) -> &mut CatalogueParts {
        match origin {
            Origin::BuiltIn => &mut self.built_in,
            Origin::Published | Origin::Removed => &mut self.published,
        }
    }
}

impl Store {
    /// Everything there is, in order of code, and the revision at which it was read.
    ///
    /// # Errors
    /// A row that cannot be read, by table, column and key; a database that fails.
    pub async fn load(&self) -> Result<(CatalogueParts, i64), StoreError> {
        let (Rows { mut built_in, published, .. }, revision) = self.rows().await?;
        built_in.extend(published);
        in_order(&mut built_in);
        Ok((built_in, revision))
    }

    /// What was published, as a change to the built-in catalogue, and the revision at which it was read.
    ///
    /// # Errors
    /// A row that cannot be read, by table, column and key; a database that fails.
    pub async fn published(&self) -> Result<(Delta, i64), StoreError> {
        let (Rows { published, removed, .. }, revision) = self.rows().await?;
        Ok((Delta { put: published, remove_offerings: removed }, revision))
    }

    async fn rows(&self) -> Result<(Rows, i64), StoreError> {
        let transaction = self.begin_reading(DOING).await?;
        let revision = meta(&transaction).await?.revision;
        let rows = rows(&transaction).await?;
        transaction.commit().await.doing(DOING)?;
        Ok((rows, revision))
    }

    /// The revision of the catalogue: it grows with every change.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn revision(&self) -> Result<i64, StoreError> {
        Ok(meta(&self.connection).await?.revision)
    }

    /// The digest of the built-in catalogue that was last written; empty for a new database.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn seed_digest(&self) -> Result<String, StoreError> {
        Ok(meta(&self.connection).await?.seed_digest)
    }
}

/// What was published, as the transaction of a write sees it.
pub(super) async fn published_in(connection: &impl ConnectionTrait) -> Result<Delta, StoreError> {
    let Rows { published, removed, .. } = rows(connection).await?;
    Ok(Delta { put: published, remove_offerings: removed })
}

async fn rows(connection: &impl ConnectionTrait) -> Result<Rows, StoreError> {
    let mut rows = Rows::default();
    let entries = entry::Entity::find().order_by_asc(entry::Column::Kind).order_by_asc(entry::Column::Code);
    for entry in entries.all(connection).await.doing(DOING)? {
        let origin = Origin::of("entry", &format!("{} {}", entry.kind, entry.code), &entry.origin)?;
        row::take_entry(rows.of(origin), &entry)?;
    }
    for (origin, course) in courses(connection).await? {
        rows.of(origin).courses.push(course);
    }
    let offerings = offering::Entity::find().order_by_asc(offering::Column::Code).all(connection).await;
    for stored in offerings.doing(DOING)? {
        let offering = row::offering_of(&stored)?;
        match Origin::of("offering", &stored.code, &stored.origin)? {
            Origin::Removed => rows.removed.push(offering.code),
            origin => rows.of(origin).offerings.push(offering),
        }
    }
    Ok(rows)
}

/// Puts the entries of each kind in order of code, whatever order the database has for text.
fn in_order(parts: &mut CatalogueParts) {
    parts.documents.sort_by(|a, b| a.code.cmp(&b.code));
    parts.tags.sort_by(|a, b| a.code.cmp(&b.code));
    parts.regions.sort_by(|a, b| a.code.cmp(&b.code));
    parts.workforces.sort_by(|a, b| a.code.cmp(&b.code));
    parts.tiers.sort_by_key(|entry| entry.tier);
    parts.readiness_tiers.sort_by_key(|entry| entry.readiness_tier);
    parts.roles.sort_by(|a, b| a.code.cmp(&b.code));
    parts.providers.sort_by(|a, b| a.code.cmp(&b.code));
    parts.courses.sort_by(|a, b| a.code.cmp(&b.code));
    parts.qualifications.sort_by(|a, b| a.code.cmp(&b.code));
    parts.credit_schemes.sort_by(|a, b| a.code.cmp(&b.code));
    parts.credit_rules.sort_by(|a, b| a.code.cmp(&b.code));
    parts.funding_sources.sort_by(|a, b| a.code.cmp(&b.code));
    parts.support_commitments.sort_by(|a, b| a.code.cmp(&b.code));
    parts.offerings.sort_by(|a, b| a.code.cmp(&b.code));
}

async fn courses(connection: &impl ConnectionTrait) -> Result<Vec<(Origin, Course)>, StoreError> {
    let rows = course::Entity::find().order_by_asc(course::Column::Code).all(connection).await.doing(DOING)?;
    let mut courses = Vec::with_capacity(rows.len());
    for row in &rows {
        courses.push((Origin::of("course", &row.code, &row.origin)?, row::course_of(row)?));
    }
    let at: BTreeMap<String, usize> = rows.into_iter().enumerate().map(|(at, row)| (row.code, at)).collect();
    for version in course_version::Entity::find().all(connection).await.doing(DOING)? {
        let value = row::version_of(&version)?;
        let course = at.get(&version.course).and_then(|&at| courses.get_mut(at));
        let (_, course) = course.ok_or_else(|| StoreError::Inconsistent {
            table: "course_version",
            column: "course",
            key: format!("{}@{}", version.course, version.version),
            reason: "there is no such course".to_owned(),
        })?;
        course.versions.push(value);
    }
    for (_, course) in &mut courses {
        course.versions.sort_by(|a, b| a.version.cmp(&b.version));
    }
    Ok(courses)
}

/// The row that says which state of the catalogue this is.
pub(super) async fn meta(connection: &impl ConnectionTrait) -> Result<registry_meta::Model, StoreError> {
    let row = registry_meta::Entity::find_by_id(registry_meta::ONLY).one(connection).await.doing(DOING)?;
    row.ok_or_else(no_meta)
}

pub(super) fn no_meta() -> StoreError {
    StoreError::Inconsistent {
        table: "registry_meta",
        column: "id",
        key: registry_meta::ONLY.to_string(),
        reason: "the row is missing".to_owned(),
    }
}

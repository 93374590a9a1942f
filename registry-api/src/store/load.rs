//! Reading the whole catalogue: one query per table, in one read transaction.

use std::collections::BTreeMap;

use registry_core::catalogue::CatalogueParts;
use registry_core::course::Course;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, TransactionTrait};

use super::entity::{course, course_version, entry, offering, registry_meta};
use super::error::While;
use super::row;
use super::{Store, StoreError};

const DOING: &str = "reading the catalogue";

impl Store {
    /// Everything published, in order of code, and the revision at which it was read.
    ///
    /// # Errors
    /// A row that cannot be read, by table, column and key; a database that fails.
    pub async fn load(&self) -> Result<(CatalogueParts, i64), StoreError> {
        let transaction = self.connection.begin().await.doing(DOING)?;
        let revision = meta(&transaction).await?.revision;
        let mut parts = CatalogueParts::default();
        for entry in entry::Entity::find()
            .order_by_asc(entry::Column::Kind)
            .order_by_asc(entry::Column::Code)
            .all(&transaction)
            .await
            .doing(DOING)?
        {
            row::take_entry(&mut parts, &entry)?;
        }
        parts.courses = courses(&transaction).await?;
        let offerings = offering::Entity::find()
            .order_by_asc(offering::Column::Code)
            .all(&transaction)
            .await;
        parts.offerings = offerings
            .doing(DOING)?
            .iter()
            .map(row::offering_of)
            .collect::<Result<_, _>>()?;
        transaction.commit().await.doing(DOING)?;
        Ok((parts, revision))
    }

    /// The revision of the catalogue: it grows with every change.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn revision(&self) -> Result<i64, StoreError> {
        Ok(meta(&self.connection).await?.revision)
    }
}

async fn courses(connection: &impl ConnectionTrait) -> Result<Vec<Course>, StoreError> {
    let rows = course::Entity::find()
        .order_by_asc(course::Column::Code)
        .all(connection)
        .await
        .doing(DOING)?;
    let mut courses = rows.iter().map(row::course_of).collect::<Result<Vec<_>, _>>()?;
    let at: BTreeMap<String, usize> = rows
        .into_iter()
        .enumerate()
        .map(|(at, row)| (row.code, at))
        .collect();
    for version in course_version::Entity::find()
        .all(connection)
        .await
        .doing(DOING)?
    {
        let value = row::version_of(&version)?;
        let course = at.get(&version.course).and_then(|&at| courses.get_mut(at));
        let course = course.ok_or_else(|| StoreError::Inconsistent {
            table: "course_version",
            column: "course",
            key: format!("{}@{}", version.course, version.version),
            reason: "there is no such course".to_owned(),
        })?;
        course.versions.push(value);
    }
    for course in &mut courses {
        course.versions.sort_by(|a, b| a.version.cmp(&b.version));
    }
    Ok(courses)
}

/// The row that says which state of the catalogue this is.
pub(super) async fn meta(connection: &impl ConnectionTrait) -> Result<registry_meta::Model, StoreError> {
    let row = registry_meta::Entity::find_by_id(registry_meta::ONLY)
        .one(connection)
        .await
        .doing(DOING)?;
    row.ok_or_else(|| StoreError::Inconsistent {
        table: "registry_meta",
        column: "id",
        key: registry_meta::ONLY.to_string(),
        reason: "the row is missing".to_owned(),
    })
}

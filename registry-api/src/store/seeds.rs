//! A new built-in catalogue in the place of the old one; what was published stays.

use std::collections::BTreeSet;

use registry_core::audit::AuditEvent;
use registry_core::catalogue::{Catalogue, CatalogueParts, CatalogueProblem};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

use super::entity::{course, course_version, entry, offering};
use super::error::While;
use super::row::{self, Origin};
use super::write::{ROWS_AT_ONCE, Writing};
use super::{Store, StoreError, catalogue_rows, load};

const DOING: &str = "writing the built-in catalogue";

/// A new built-in catalogue.
#[derive(Debug, Clone)]
pub struct SeedMerge<'a> {
    /// The fingerprint of the built-in catalogue.
    pub digest: &'a str,
    /// The built-in catalogue alone.
    pub built_in: &'a Catalogue,
    /// What the audit log says of it.
    pub event: AuditEvent,
}

/// What became of a built-in catalogue.
#[derive(Debug, Clone, PartialEq)]
pub enum MergeOutcome {
    /// The same is there already; nothing was written.
    Unchanged,
    /// It was written.
    Written {
        /// The revision of the catalogue now.
        revision: i64,
    },
    /// It does not fit together with what was published; nothing was written.
    Refused(Vec<CatalogueProblem>),
}

impl Store {
    /// Puts a built-in catalogue in the place of the one before: rows that nobody published are put, replaced and taken away;
    /// a row that somebody published stays as it is.
    ///
    /// One transaction: another process sees the old catalogue or the new one, and of two that start together one writes
    /// and the other finds nothing to do.
    ///
    /// # Errors
    /// A database that fails; then nothing has changed.
    pub async fn merge_seeds(&self, merge: SeedMerge<'_>) -> Result<MergeOutcome, StoreError> {
        let merge = &merge;
        self.write(DOING, |mut writing| async move {
            if writing.meta.seed_digest == merge.digest {
                return Ok(MergeOutcome::Unchanged);
            }
            // Worked out here, where nobody can publish in between and no caller can leave out what was published.
            let published = load::published_in(&writing.transaction).await?;
            let parts = match merge.built_in.with(&published) {
                Ok(merged) => merged.to_parts(),
                Err(problems) => return Ok(MergeOutcome::Refused(problems)),
            };
            catalogue_rows::put(&writing, &parts, Origin::BuiltIn).await?;
            take_away(&writing, merge.built_in, &parts).await?;
            let revision = writing.next_revision(Some(merge.digest)).await?;
            writing.append(merge.event.clone()).await?;
            writing.commit().await?;
            Ok(MergeOutcome::Written { revision })
        })
        .await
    }
}

/// Takes away what the last built-in catalogue had and this one has not, those rows first that refer to others.
async fn take_away(writing: &Writing, built_in: &Catalogue, merged: &CatalogueParts) -> Result<(), StoreError> {
    let transaction = &writing.transaction;
    let stays: BTreeSet<&str> = merged.offerings.iter().map(|offering| offering.code.as_str()).collect();
    let built_in: BTreeSet<&str> = built_in.offerings().map(|offering| offering.code.as_str()).collect();
    let rows: Vec<(String, String)> = offering::Entity::find()
        .select_only()
        .columns([offering::Column::Code, offering::Column::Origin])
        .filter(offering::Column::Origin.ne(Origin::Published.name()))
        .into_tuple()
        .all(transaction)
        .await
        .doing(DOING)?;
    // The row of an offering that was taken away is needed as long as the built-in files have that offering.
    let gone = rows.into_iter().filter(|(code, origin)| {
        let needed = if origin == Origin::Removed.name() { &built_in } else { &stays };
        !needed.contains(code.as_str())
    });
    for some in gone.map(|(code, _)| code).collect::<Vec<_>>().chunks(ROWS_AT_ONCE) {
        let delete = offering::Entity::delete_many().filter(offering::Column::Code.is_in(some));
        delete.exec(transaction).await.doing(DOING)?;
    }

    let stays: BTreeSet<(String, String)> = merged
        .courses
        .iter()
        .flat_map(|course| course.versions.iter().map(|version| (course.code.to_string(), version.version.to_string())))
        .collect();
    let gone = versions(writing).await?.into_iter().filter(|key| !stays.contains(key));
    delete_pairs::<course_version::Entity>(
        writing,
        gone.collect(),
        (course_version::Column::Course, course_version::Column::Version),
    )
    .await?;

    let stays: BTreeSet<&str> = merged.courses.iter().map(|course| course.code.as_str()).collect();
    let codes: Vec<String> = course::Entity::find()
        .select_only()
        .column(course::Column::Code)
        .filter(course::Column::Origin.eq(Origin::BuiltIn.name()))
        .into_tuple()
        .all(transaction)
        .await
        .doing(DOING)?;
    let gone: Vec<String> = codes.into_iter().filter(|code| !stays.contains(code.as_str())).collect();
    for some in gone.chunks(ROWS_AT_ONCE) {
        let delete = course::Entity::delete_many().filter(course::Column::Code.is_in(some));
        delete.exec(transaction).await.doing(DOING)?;
    }

    let stays = row::entry_keys(merged);
    let keys: Vec<(String, String)> = entry::Entity::find()
        .select_only()
        .columns([entry::Column::Kind, entry::Column::Code])
        .filter(entry::Column::Origin.eq(Origin::BuiltIn.name()))
        .into_tuple()
        .all(transaction)
        .await
        .doing(DOING)?;
    let gone = keys.into_iter().filter(|(kind, code)| !stays.contains(&(kind.as_str(), code.clone())));
    delete_pairs::<entry::Entity>(writing, gone.collect(), (entry::Column::Kind, entry::Column::Code)).await
}

/// The keys of every version there is.
async fn versions(writing: &Writing) -> Result<Vec<(String, String)>, StoreError> {
    let query = course_version::Entity::find()
        .select_only()
        .columns([course_version::Column::Course, course_version::Column::Version]);
    query.into_tuple().all(&writing.transaction).await.doing(DOING)
}

async fn delete_pairs<E: EntityTrait>(
    writing: &Writing,
    keys: Vec<(String, String)>,
    (first, second): (E::Column, E::Column),
) -> Result<(), StoreError> {
    for some in keys.chunks(ROWS_AT_ONCE) {
        let any = some.iter().fold(Condition::any(), |any, (a, b)| {
            any.add(Condition::all().add(first.eq(a.as_str())).add(second.eq(b.as_str())))
        });
        E::delete_many().filter(any).exec(&writing.transaction).await.doing(DOING)?;
    }
    Ok(())
}

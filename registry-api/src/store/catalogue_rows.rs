//! The rows of a catalogue as they are put: which take the place of what is there, and which are left.

use registry_core::catalogue::CatalogueParts;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityName, EntityTrait, Iden, Iterable, PrimaryKeyToColumn};

use super::StoreError;
use super::entity::{course, course_version, entry, offering};
use super::row::{self, Origin};
use super::write::{ROWS_AT_ONCE, Writing};

/// Puts every entry of the parts, those first that others refer to. A row that is the same already is left alone.
pub(super) async fn put(writing: &Writing, parts: &CatalogueParts, origin: Origin) -> Result<(), StoreError> {
    writing.put(row::entry_rows(parts, origin)?, &in_place::<entry::Entity>(Some(origin))).await?;
    // Some at a time: the text of a hundred thousand courses is never held at once.
    for some in parts.courses.chunks(ROWS_AT_ONCE) {
        let rows = some.iter().map(|value| row::course_rows(value, origin));
        let (courses, versions): (Vec<_>, Vec<_>) = rows.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
        writing.put(courses, &in_place::<course::Entity>(Some(origin))).await?;
        let versions = versions.into_iter().flatten().collect();
        writing.put(versions, &in_place::<course_version::Entity>(None)).await?;
    }
    for some in parts.offerings.chunks(ROWS_AT_ONCE) {
        let rows = some.iter().map(|value| row::offering_row(value, origin)).collect::<Result<Vec<_>, _>>()?;
        writing.put(rows, &in_place::<offering::Entity>(Some(origin))).await?;
    }
    Ok(())
}

/// What becomes of a row whose key is there already: a built-in row takes the place of a built-in one that differs, a
/// published row that of any. Without an origin the body alone decides.
fn in_place<E>(origin: Option<Origin>) -> OnConflict
where
    E: EntityTrait + EntityName,
    E::Column: ColumnTrait + Iden,
{
    let keys: Vec<String> = E::PrimaryKey::iter().map(|key| key.into_column().to_string()).collect();
    let others = E::Column::iter().filter(|column| !keys.contains(&column.to_string()));
    let table = E::default().table_name().to_owned();
    let stored = |column: &'static str| Expr::col((table.clone(), column));
    let body_differs = stored("body").ne(Expr::col(("excluded", "body")));
    let condition = match origin {
        None => Condition::all().add(body_differs),
        Some(Origin::BuiltIn) => Condition::all().add(stored("origin").eq(Origin::BuiltIn.name())).add(body_differs),
        Some(origin) => Condition::any().add(stored("origin").ne(origin.name())).add(body_differs),
    };
    let mut clause = OnConflict::columns(E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column));
    clause.update_columns(others);
    clause.action_cond_where(condition);
    clause
}

//! The fields of the query type.

mod courses;
mod lists;
pub(crate) mod plans;

use std::sync::Arc;

use async_graphql::{Context, MergedObject};
use chrono::NaiveDate;

use self::courses::CourseQuery;
use self::lists::ListQuery;
use self::plans::PlanQuery;
use crate::snapshot::Snapshot;

/// The day on which a request is made, in the registry's own time zone. The handler gives it with every request, so
/// that a test can be on any day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today(pub NaiveDate);

/// Everything that can be read: the published catalogue, and what follows from it for one learner. Nothing here needs
/// an account, and nothing that is asked is stored.
#[derive(MergedObject, Default)]
pub struct Query(CourseQuery, ListQuery, PlanQuery);

/// The catalogue as of one revision: the same for the whole request.
fn snapshot<'a>(context: &Context<'a>) -> async_graphql::Result<&'a Snapshot> {
    Ok(context.data::<Arc<Snapshot>>()?.as_ref())
}

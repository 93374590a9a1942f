//! A small schema with everything the guard has to count, for its tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_graphql::{Context, EmptySubscription, InputObject, Object, Result, Schema, SchemaBuilder, SimpleObject};

use super::error::{ApiError, ErrorCode};
use super::guard::Guard;
use super::guard::cost_model::CostModel;
use crate::rate::{RateLimit, RateLimitStatus};

pub(crate) type FakeSchema = Schema<Query, Mutation, EmptySubscription>;

/// How many mutations have run.
#[derive(Debug, Default, Clone)]
pub(crate) struct Runs(pub(crate) Arc<AtomicU32>);

pub(crate) struct Query;

#[Object]
impl Query {
    async fn hello(&self) -> &str {
        "hello"
    }

    async fn course(&self, _code: Option<String>) -> Option<Course> {
        Some(Course)
    }

    async fn courses(&self, first: Option<i32>, last: Option<i32>) -> CourseConnection {
        CourseConnection { items: first.or(last).unwrap_or(20) }
    }

    async fn matching(&self, filter: Filter) -> bool {
        filter.and.is_some() || filter.level.is_some()
    }

    async fn panics(&self) -> Option<bool> {
        let nothing = std::hint::black_box(None::<bool>);
        Some(nothing.expect("secret of the house"))
    }

    async fn database(&self) -> Result<Option<bool>> {
        Err("UNIQUE constraint failed: learner.email jane@example.org")?
    }

    async fn database_or_nothing(&self) -> Result<bool> {
        Err("no such table: learner")?
    }

    async fn learner(&self) -> Result<Option<bool>> {
        Err(ApiError::new(ErrorCode::NotSignedIn, "Sign in to read a learner record."))?
    }

    async fn charged(&self, context: &Context<'_>) -> Result<u64> {
        Ok(context.data::<RateLimitStatus>()?.cost)
    }
}

pub(crate) struct Mutation;

#[Object]
impl Mutation {
    async fn publish(&self, context: &Context<'_>) -> Result<Published> {
        context.data::<Runs>()?.0.fetch_add(1, Ordering::SeqCst);
        Ok(Published { course: Course })
    }
}

#[derive(SimpleObject)]
pub(crate) struct Published {
    course: Course,
}

#[derive(InputObject)]
pub(crate) struct Filter {
    level: Option<i32>,
    and: Option<Vec<Filter>>,
}

#[derive(Clone, Copy)]
pub(crate) struct Course;

#[Object]
impl Course {
    async fn title(&self, max_length: Option<i32>) -> String {
        format!("Listening {}", max_length.unwrap_or(1))
    }

    async fn broken(&self) -> Result<String> {
        Err("disk I/O error")?
    }

    async fn broken_or_nothing(&self) -> Result<Option<String>> {
        Err("disk I/O error")?
    }

    async fn tags(&self) -> Vec<String> {
        vec!["peer".into()]
    }

    async fn next(&self) -> Course {
        Course
    }

    async fn requisites(&self, first: Option<i32>) -> CourseConnection {
        CourseConnection { items: first.unwrap_or(20) }
    }
}

pub(crate) struct CourseConnection {
    items: i32,
}

#[Object]
impl CourseConnection {
    async fn total_count(&self) -> i32 {
        self.items
    }

    async fn nodes(&self) -> Vec<Course> {
        (0..self.items).map(|_| Course).collect()
    }
}

fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query, Mutation, EmptySubscription)
}

pub(crate) fn schema(runs: &Runs) -> FakeSchema {
    builder().data(runs.clone()).finish()
}

pub(crate) fn model() -> CostModel {
    CostModel::from_sdl(&builder().finish().sdl()).unwrap()
}

pub(crate) fn guard(rate: Option<RateLimit>) -> Guard {
    Guard::new(model(), rate).unwrap()
}

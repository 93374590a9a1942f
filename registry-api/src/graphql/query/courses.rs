//! Courses, qualifications and providers: lists, and lookups by code, version and identifier.

use std::borrow::Cow;

use async_graphql::{Context, ID, Object, Result};
use registry_core::course as core;
use registry_core::id::{CourseCode, ProviderCode, QualificationCode};

use super::snapshot;
use crate::graphql::cursors::{Connection, Listing, Row, Window};
use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::ids;
use crate::graphql::input::course_filter::CourseFilter;
use crate::graphql::types::course::Course;
use crate::graphql::types::course_version::CourseVersion;
use crate::graphql::types::node::Node;
use crate::graphql::types::provider::Provider;
use crate::graphql::types::qualification::Qualification;
use crate::ops::find_courses::{SEARCH_LENGTH_MAX, Search, search_courses};
use crate::snapshot::{IdKind, Snapshot};

/// Courses, qualifications and providers.
#[derive(Default)]
pub(super) struct CourseQuery;

#[Object]
impl CourseQuery {
    /// Courses in order of code or, when they are searched, of how well they match, then of code.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn courses<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which courses; left out: all.")] filter: Option<CourseFilter>,
        #[graphql(
            desc = "Words that must all stand in title, neutral title, code, tags, outcomes or description; at most 100 characters. Case and accents don't matter; a beginning is enough, and one typing mistake is forgiven in words of five letters or more."
        )]
        search: Option<String>,
    ) -> Result<Connection<'ctx, Course<'ctx>>> {
        let at = snapshot(context)?;
        let window = Window::new(first, after, last, before)?;
        let listing = match search.as_deref().map(Search::read).transpose().map_err(|_| too_long())?.flatten() {
            Some(search) => found(at, &search),
            None => Listing::by_code("courses", at.catalogue().courses().map(|entry| (entry.code.as_str(), entry))),
        };
        let listing = match filter {
            Some(filter) => {
                let filter = filter.read()?;
                listing.keep(move |course| filter.keeps(at, course))
            }
            None => listing,
        };
        Ok(listing.page(&window, |entry| Course { at, entry })?)
    }

    /// The course with that identifier; null when there is none.
    async fn course<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "A course's identifier.")] id: ID,
    ) -> Result<Option<Course<'ctx>>> {
        let at = snapshot(context)?;
        let Some(key) = ids::key(at, IdKind::Course, &id)? else {
            return Ok(None);
        };
        Ok(by_code(at, key))
    }

    /// The course with that code; null when there is none.
    async fn course_by_code<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "A course's code.")] code: String,
    ) -> Result<Option<Course<'ctx>>> {
        Ok(by_code(snapshot(context)?, &code))
    }

    /// A version of a course; null when there is none.
    async fn course_version<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "The course's code.")] course: String,
        #[graphql(desc = "The version's number, `1.0.0`.")] version: String,
    ) -> Result<Option<CourseVersion<'ctx>>> {
        let Some(Course { at, entry: course }) = by_code(snapshot(context)?, &course) else {
            return Ok(None);
        };
        let entry = course.versions.iter().find(|entry| entry.version.to_string() == version);
        Ok(entry.map(|entry| CourseVersion { at, course, entry }))
    }

    /// Qualifications in order of code.
    async fn qualifications<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<'ctx, Qualification<'ctx>>> {
        let at = snapshot(context)?;
        let entries = at.catalogue().qualifications().map(|entry| (entry.code.as_str(), entry));
        let window = Window::new(first, after, last, before)?;
        Ok(Listing::by_code("qualifications", entries).page(&window, |entry| Qualification { at, entry })?)
    }

    /// The qualification with that code; null when there is none.
    async fn qualification<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "A qualification's code.")] code: String,
    ) -> Result<Option<Qualification<'ctx>>> {
        let at = snapshot(context)?;
        let entry = QualificationCode::new(&code).ok().and_then(|code| at.catalogue().qualification(&code));
        Ok(entry.map(|entry| Qualification { at, entry }))
    }

    /// Providers in order of code.
    async fn providers<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<'ctx, Provider<'ctx>>> {
        let at = snapshot(context)?;
        let entries = at.catalogue().providers().map(|entry| (entry.code.as_str(), entry));
        let window = Window::new(first, after, last, before)?;
        Ok(Listing::by_code("providers", entries).page(&window, |entry| Provider { at, entry })?)
    }

    /// The provider with that code; null when there is none.
    async fn provider<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "A provider's code.")] code: String,
    ) -> Result<Option<Provider<'ctx>>> {
        let at = snapshot(context)?;
        let entry = ProviderCode::new(&code).ok().and_then(|code| at.catalogue().provider(&code));
        Ok(entry.map(|entry| Provider { at, entry }))
    }

    /// Whatever has that identifier; null when nothing has.
    async fn node<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "An identifier of a course, a version of a course or a provider.")] id: ID,
    ) -> Result<Option<Node<'ctx>>> {
        let at = snapshot(context)?;
        let (kind, uuid) = ids::read(&id)?;
        let node = at.key(kind, uuid).map(|key| Node::new(at, kind, key)).transpose()?;
        Ok(node)
    }
}

fn by_code<'a>(at: &'a Snapshot, code: &str) -> Option<Course<'a>> {
    let entry = at.catalogue().course(&CourseCode::new(code).ok()?)?;
    Some(Course { at, entry })
}

/// The courses that match, best first, then in order of code.
fn found<'a>(at: &'a Snapshot, search: &Search) -> Listing<'a, core::Course> {
    let row = |(rank, entry): (u32, &'a core::Course)| Row { rank, code: Cow::Borrowed(entry.code.as_str()), entry };
    Listing::new("courses found", search_courses(at, search).into_iter().map(row).collect())
}

fn too_long() -> ApiError {
    ApiError::new(ErrorCode::OverLimit, format!("A search text has at most {SEARCH_LENGTH_MAX} characters."))
}

//! Things that can be asked for by identifier alone.

use async_graphql::{ID, Interface};
use registry_core::id::{CourseCode, ProviderCode};

use super::course::Course;
use super::course_version::CourseVersion;
use super::found;
use super::provider::Provider;
use crate::graphql::error::ApiError;
use crate::snapshot::{IdKind, Snapshot};

/// Something with an opaque identifier.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Its opaque identifier; the same in every installation."))]
pub(crate) enum Node<'a> {
    /// A course.
    Course(Course<'a>),
    /// A version of a course.
    CourseVersion(CourseVersion<'a>),
    /// A provider.
    Provider(Provider<'a>),
}

impl<'a> Node<'a> {
    /// What a natural key of the snapshot stands for.
    pub(crate) fn new(at: &'a Snapshot, kind: IdKind, key: &str) -> Result<Self, ApiError> {
        let unreadable = |_| ApiError::internal(format_args!("the snapshot keeps an unreadable key: {key}"));
        let course = |code: &str| -> Result<Course<'a>, ApiError> {
            let entry = found(at.catalogue().course(&CourseCode::new(code).map_err(unreadable)?), code)?;
            Ok(Course { at, entry })
        };
        Ok(match kind {
            IdKind::Course => course(key)?.into(),
            IdKind::CourseVersion => {
                let (code, number) = key.split_once('@').unwrap_or((key, ""));
                let course = course(code)?.entry;
                let entry = course.versions.iter().find(|version| version.version.to_string() == number);
                CourseVersion { at, course, entry: found(entry, key)? }.into()
            }
            IdKind::Provider => {
                let code = ProviderCode::new(key).map_err(unreadable)?;
                Provider { at, entry: found(at.catalogue().provider(&code), key)? }.into()
            }
        })
    }
}

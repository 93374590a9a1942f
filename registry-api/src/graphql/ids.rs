//! Opaque identifiers: `course_` and 32 hexadecimal digits. The prefix says the type and nothing else.

use async_graphql::ID;
use uuid::Uuid;

use super::error::{ApiError, ErrorCode};
use crate::snapshot::{IdKind, Snapshot};

const KINDS: [IdKind; 3] = [IdKind::Course, IdKind::CourseVersion, IdKind::Provider];

/// The identifier of the thing with that natural key.
pub(crate) fn id(kind: IdKind, key: &str) -> ID {
    ID(format!("{}_{}", kind.prefix(), kind.id(key).simple()))
}

/// The natural key of a version: `code@1.0.0`.
pub(crate) fn version_key(course: &str, version: &semver::Version) -> String {
    format!("{course}@{version}")
}

/// Which type an identifier is of, and its number.
///
/// # Errors
/// [`ErrorCode::BadQuery`] for `"7"` and `"course_x"`, which no query of ours has answered.
pub(crate) fn read(id: &ID) -> Result<(IdKind, Uuid), ApiError> {
    let unreadable =
        || ApiError::new(ErrorCode::BadQuery, "An id is not one of this registry; use ids as they were answered.");
    let (prefix, digits) = id.split_once('_').ok_or_else(unreadable)?;
    let kind = KINDS.into_iter().find(|kind| kind.prefix() == prefix).ok_or_else(unreadable)?;
    let plain = digits.len() == 32 && digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let uuid = plain.then(|| Uuid::try_parse(digits).ok()).flatten().ok_or_else(unreadable)?;
    Ok((kind, uuid))
}

/// The natural key behind an identifier of one type; `None` when the catalogue has no such thing.
///
/// # Errors
/// [`ErrorCode::WrongId`] for an identifier of another type.
pub(crate) fn key<'a>(snapshot: &'a Snapshot, kind: IdKind, id: &ID) -> Result<Option<&'a str>, ApiError> {
    let (found, uuid) = read(id)?;
    if found == kind {
        return Ok(snapshot.key(kind, uuid));
    }
    let message = format!("An id of a {} was given where one of a {} is needed.", found.prefix(), kind.prefix());
    Err(ApiError::new(ErrorCode::WrongId, message))
}

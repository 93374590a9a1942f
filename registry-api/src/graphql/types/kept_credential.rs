//! A credential as its issuer sees it.

use async_graphql::connection::{CursorType, OpaqueCursor};
use async_graphql::{Enum, Object, Result};
use registry_core::achievement::AchievementOf;
use registry_core::date;

use crate::graphql::error::ApiError;
use crate::graphql::scalars::{Date, DateTime, SemVer};
use crate::ops::reason_of;
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::store::{CredentialRecord, CredentialState};

/// Whether a credential is in force, as its status list says.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "crate::store::StatusNow")]
pub(crate) enum CredentialStatus {
    /// Neither revoked nor suspended. It may still have ended.
    InForce,
    /// Not good for now.
    Suspended,
    /// Withdrawn for good.
    Revoked,
}

/// A credential that was issued, as its issuer sees it. Who holds it is not kept.
pub(crate) struct Credential<'a> {
    pub(crate) state: &'a AppState,
    pub(crate) at: &'a Snapshot,
    pub(crate) record: CredentialRecord,
}

impl Credential<'_> {
    /// The name of the list in cursors.
    pub(crate) const LIST: &'static str = "credentials";

    /// Its place in the list.
    pub(crate) fn cursor(&self) -> String {
        let issued = self.issued().map(|at| at.to_rfc3339()).unwrap_or_default();
        OpaqueCursor((Self::LIST.to_owned(), issued, self.record.id.to_string())).encode_cursor()
    }

    fn issued(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        match &self.record.state {
            CredentialState::Issued { at, .. } => Some(*at),
            CredentialState::Intended(_) => None,
        }
    }
}

/// A credential that was issued, as its issuer sees it. Who holds it is not kept.
#[Object]
impl Credential<'_> {
    /// Its name in the registry; the `id` of its document ends with it.
    async fn id(&self) -> String {
        self.record.id.to_string()
    }

    /// The provider that issued it, by code.
    async fn provider(&self) -> &str {
        self.record.provider.as_str()
    }

    /// The course, by code; null for a qualification.
    async fn course(&self) -> Option<&str> {
        match &self.record.of {
            AchievementOf::Course { course, .. } => Some(course.as_str()),
            AchievementOf::Qualification(_) => None,
        }
    }

    /// The version of the course; null for a qualification.
    async fn version(&self) -> Option<SemVer> {
        match &self.record.of {
            AchievementOf::Course { version, .. } => Some(version.clone().into()),
            AchievementOf::Qualification(_) => None,
        }
    }

    /// The qualification, by code; null for a course.
    async fn qualification(&self) -> Option<&str> {
        match &self.record.of {
            AchievementOf::Course { .. } => None,
            AchievementOf::Qualification(code) => Some(code.as_str()),
        }
    }

    /// The full title in the catalogue, whichever title the document carries; null where the catalogue does not have it.
    async fn title(&self) -> Option<&str> {
        let catalogue = self.at.catalogue();
        match &self.record.of {
            AchievementOf::Course { course, .. } => catalogue.course(course).map(|course| course.title.as_str()),
            AchievementOf::Qualification(code) => catalogue.qualification(code).map(|entry| entry.title.as_str()),
        }
    }

    /// The day it was completed.
    async fn completed(&self) -> Date {
        self.record.completed.into()
    }

    /// When it was issued.
    async fn issued_at(&self) -> Option<DateTime> {
        self.issued().map(Into::into)
    }

    /// Whether it is in force.
    async fn status(&self) -> CredentialStatus {
        self.record.status_now().into()
    }

    /// Its status in words, with the day: `Revoked on 3 March 2027`.
    async fn status_words(&self) -> String {
        let on = |what: &str, at: chrono::DateTime<chrono::Utc>| {
            format!("{what} {}", date::in_words(super::super::query::Today::at(at).0))
        };
        match (self.record.revoked_at, self.record.suspended_at) {
            (Some(at), _) => on("Revoked on", at),
            (None, Some(at)) => on("Suspended since", at),
            (None, None) => "In force".to_owned(),
        }
    }

    /// When it was revoked; null where it was not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.record.revoked_at.map(Into::into)
    }

    /// Since when it is suspended; null where it is not.
    async fn suspended_at(&self) -> Option<DateTime> {
        self.record.suspended_at.map(Into::into)
    }

    /// Why its status was last changed, as it was given; null where nobody said. It is sealed, and shown to its issuer alone.
    async fn reason(&self) -> Result<Option<String>> {
        Ok(reason_of(self.state, &self.record).map_err(ApiError::internal)?)
    }

    /// Whether it can be suspended.
    async fn suspendable(&self) -> bool {
        self.record.suspendable
    }

    /// Whether its last claim link was used.
    async fn claimed(&self) -> bool {
        self.record.claimed_at.is_some()
    }

    /// The signed document as it was handed out, as JSON text. It may name somebody.
    async fn document(&self) -> String {
        match &self.record.state {
            CredentialState::Issued { document, .. } => String::from_utf8_lossy(document).into_owned(),
            CredentialState::Intended(_) => String::new(),
        }
    }
}

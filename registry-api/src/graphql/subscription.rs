//! What can be subscribed to.

use async_graphql::futures_util::stream::{self, Stream};
use async_graphql::{Context, Object, Result, Subscription as SubscriptionRoot};
use registry_core::audit::{self, AuditSubject};

use super::access::state;
use super::error::{ApiError, ErrorCode};
use super::query::AuditEntry;
use super::scalars::SemVer;
use crate::ops::watch_catalogue::{Watch, WatchError, watch_catalogue};

/// A change of the catalogue.
pub(crate) struct CatalogueChange {
    entry: audit::AuditEntry,
    revision: i64,
}

/// A change of the catalogue: what, which version, by whom. What it names can be asked for as soon as this is heard.
#[Object]
impl CatalogueChange {
    /// Its entry in the audit log: what was done, when, by whom, why. Its `sequence` is where to go on with `after`.
    async fn entry(&self) -> AuditEntry {
        AuditEntry(self.entry.clone())
    }

    /// The revision of the catalogue that is served now; the change is in it.
    async fn catalogue_revision(&self) -> i64 {
        self.revision
    }

    /// The code of the course that changed; null where the change is about something else.
    async fn course_code(&self) -> Option<&str> {
        match &self.entry.event.subject {
            AuditSubject::Course(code) | AuditSubject::CourseVersion(code, _) => Some(code.as_str()),
            _ => None,
        }
    }

    /// Which version of it was published or withdrawn; null where the change is not about one version.
    async fn version(&self) -> Option<SemVer> {
        match &self.entry.event.subject {
            AuditSubject::CourseVersion(_, version) => Some(version.clone().into()),
            _ => None,
        }
    }
}

/// What can be subscribed to, at `/graphql/subscriptions` over WebSocket in the protocol `graphql-transport-ws`.
#[derive(Default)]
pub struct Subscription;

/// What can be subscribed to, at `/graphql/subscriptions` over WebSocket in the protocol `graphql-transport-ws`.
#[SubscriptionRoot]
impl Subscription {
    /// Each change of the catalogue from now on, from whatever process, in order, once. Public.
    async fn catalogue_changed(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "Begin after the entry of the audit log with this number, at most 1,000 before the newest; so nothing is missed between two connections."
        )]
        after: Option<u64>,
    ) -> Result<impl Stream<Item = Result<CatalogueChange>> + use<>> {
        let watch = watch_catalogue(state(context)?, after).await.map_err(told)?;
        Ok(stream::unfold(Some(watch), next))
    }
}

/// The next change; after a failure there is none.
async fn next(watch: Option<Watch>) -> Option<(Result<CatalogueChange>, Option<Watch>)> {
    let mut watch = watch?;
    match watch.next().await {
        Ok(Some((entry, revision))) => Some((Ok(CatalogueChange { entry, revision }), Some(watch))),
        Ok(None) => None,
        Err(error) => Some((Err(told(error).into()), None)),
    }
}

fn told(error: WatchError) -> ApiError {
    match error {
        WatchError::TooFarBehind { .. } | WatchError::NotThereYet { .. } | WatchError::NoDatabase => {
            let message = registry_core::words::sentence_start(&error.to_string());
            ApiError::new(ErrorCode::BadQuery, format!("{message}."))
        }
        WatchError::Store(_) | WatchError::Load(_) => ApiError::internal(error),
    }
}

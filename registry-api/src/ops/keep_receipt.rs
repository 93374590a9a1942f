//! Writes a change together with its receipt: whoever sends the request again with its key has the same one.

use registry_core::audit::AuditEvent;
use registry_core::publish::Delta;
use serde::Serialize;

use super::publish::PublishError;
use crate::store::{Commit, CommitOutcome, IdempotentRequest, Store};

/// A change that was judged, and is to be written.
pub(super) struct Judgement<'a> {
    /// The revision it was judged against.
    pub(super) revision: i64,
    /// The change.
    pub(super) delta: &'a Delta,
    /// What the audit log says of it.
    pub(super) event: AuditEvent,
}

/// Commits a change. The receipt that is kept says the `revision` and the `sequence` of the commit, which only that knows.
pub(super) async fn commit_with_receipt(
    store: &Store,
    judgement: Judgement<'_>,
    receipt: &(impl Serialize + Sync),
    idempotent: Option<IdempotentRequest>,
) -> Result<CommitOutcome, PublishError> {
    let kept = serde_json::to_value(receipt)?;
    let answer = |revision: i64, sequence: u64| {
        let mut kept = kept.clone();
        kept["revision"] = revision.into();
        kept["sequence"] = sequence.into();
        kept.to_string()
    };
    let Judgement { revision, delta, event } = judgement;
    let idempotency = idempotent.map(|request| (request, &answer as _));
    Ok(store.commit(Commit { expected_revision: revision, delta, event, idempotency }).await?)
}

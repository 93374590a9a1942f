//! The audit log, and who is asking.

use async_graphql::{Context, Object, Result, SimpleObject};
use registry_core::audit as core;
use registry_core::id::CourseCode;
use registry_core::publish::differences;

use super::snapshot;
use crate::access::{self, Viewer};
use crate::graphql::access::{signed_in, state, viewer};
use crate::graphql::error::ApiError;
use crate::graphql::scalars::DateTime;
use crate::graphql::types::receipt::VersionDifference;
use crate::graphql::types::token::Token;
use crate::ops::manage_tokens::list_tokens;
use crate::ops::read_audit::{audit_after, audit_head};

/// Most entries of the audit log in one answer.
const ENTRIES_MAX: i32 = 100;

/// What was changed, when and by which token. Nothing about a person is in it.
pub(crate) struct AuditEntry(pub(crate) core::AuditEntry);

/// What was changed, when and by which token. Nothing about a person is in it.
#[Object]
impl AuditEntry {
    /// Its number, counted from 1 without gaps.
    async fn sequence(&self) -> u64 {
        self.0.sequence
    }

    /// When.
    async fn at(&self) -> DateTime {
        self.0.event.at.in_utc().and_utc().into()
    }

    /// Who: the number of a token, `t-…`, or `program`.
    async fn actor(&self) -> String {
        self.0.event.actor.to_string()
    }

    /// What was done: `publish-version`. New actions can come.
    async fn action(&self) -> &'static str {
        self.0.event.action.name()
    }

    /// To what, by kind and code: `course-version:suite-advocacy@1.1.0`.
    async fn subject(&self) -> String {
        self.0.event.subject.to_string()
    }

    /// The code of the provider that did it, or whose token it is about; null: the registry.
    async fn provider(&self) -> Option<&str> {
        self.0.event.provider.as_ref().map(registry_core::id::ProviderCode::as_str)
    }

    /// Why, as it was given; null where it was not.
    async fn reason(&self) -> Option<&str> {
        self.0.event.reason.as_deref()
    }

    /// The hash of the entry before it, 64 hexadecimal digits.
    async fn previous_hash(&self) -> String {
        self.0.previous.to_string()
    }

    /// Its own hash, 64 hexadecimal digits.
    async fn hash(&self) -> String {
        self.0.hash.to_string()
    }
}

/// Some entries of the audit log.
#[derive(SimpleObject)]
pub(crate) struct AuditPage {
    /// The entries, oldest first; at most 100.
    entries: Vec<AuditEntry>,
    /// The number after which to go on; null: these are the last.
    next: Option<u64>,
}

/// The head of the audit log, signed.
#[derive(SimpleObject)]
pub(crate) struct AuditHead {
    /// The number of the newest entry; 0: there is none.
    sequence: u64,
    /// Its hash, 64 hexadecimal digits.
    hash: String,
    /// The signed note (C2SP): keep it, and nobody can change the log up to here without your noticing.
    note: String,
    /// The public key that verifies the note, as signed notes write one.
    verifier_key: String,
}

/// Who is asking.
#[derive(SimpleObject)]
pub(crate) struct SignedIn {
    /// The token that was shown.
    token: Option<Token>,
}

/// The audit log, tokens, and what differs between versions.
#[derive(Default)]
pub(super) struct AuditQuery;

#[Object]
impl AuditQuery {
    /// The audit log, in order. Public.
    async fn audit_entries(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only entries after this number.", default)] after: u64,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
    ) -> Result<AuditPage> {
        let most = u64::try_from(first.clamp(1, ENTRIES_MAX)).unwrap_or(1);
        let entries = audit_after(state(context)?, after, most).await.map_err(ApiError::internal)?;
        let whole = u64::try_from(entries.len()).is_ok_and(|count| count == most);
        let next = entries.last().map(|entry| entry.sequence).filter(|_| whole);
        Ok(AuditPage { entries: entries.into_iter().map(AuditEntry).collect(), next })
    }

    /// The head of the audit log, signed. Public; also at `/audit/checkpoint`. Null where the registry has no database.
    async fn audit_head(&self, context: &Context<'_>) -> Result<Option<AuditHead>> {
        let head = audit_head(state(context)?).await.map_err(ApiError::internal)?;
        Ok(head.map(|head| AuditHead {
            sequence: head.checkpoint.sequence,
            hash: head.checkpoint.hash.to_string(),
            note: head.note,
            verifier_key: head.verifier_key,
        }))
    }

    /// Who is asking; null where no token was sent.
    async fn viewer(&self, context: &Context<'_>) -> Result<Option<SignedIn>> {
        let who = viewer(context)?;
        let Some(id) = who.token() else { return Ok(None) };
        let tokens = list_tokens(state(context)?, Some(who)).await.map_err(ApiError::internal)?;
        let token = tokens.into_iter().find(|token| token.id == id).map(Token);
        Ok(Some(SignedIn { token }))
    }

    /// The tokens of the provider that asks; of an operator everybody's. The oldest first, at most 200; those that are revoked or
    /// expired too. Takes the scope `manage-tokens`.
    async fn tokens(&self, context: &Context<'_>) -> Result<Vec<Token>> {
        let viewer: &Viewer = signed_in(context, access::Scope::ManageTokens)?;
        let tokens = list_tokens(state(context)?, Some(viewer)).await.map_err(ApiError::internal)?;
        Ok(tokens.into_iter().take(200).map(Token).collect())
    }

    /// How two versions of a course differ, field by field, with the bump each difference requires. Null where there is no such
    /// course or version. At most 200.
    async fn course_version_diff(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The course, by code.")] course: String,
        #[graphql(desc = "The older version.")] from: String,
        #[graphql(desc = "The newer version.")] to: String,
    ) -> Result<Option<Vec<VersionDifference>>> {
        let catalogue = snapshot(context)?.catalogue();
        let version = |text: &str| text.parse::<semver::Version>().ok();
        let found = CourseCode::new(&course)
            .ok()
            .and_then(|code| catalogue.course(&code))
            .zip(version(&from).zip(version(&to)));
        let Some((course, (from, to))) = found else { return Ok(None) };
        let Some((old, new)) = course.version(&from).zip(course.version(&to)) else { return Ok(None) };
        Ok(Some(differences(catalogue, old, new).iter().take(200).map(|one| VersionDifference(one.into())).collect()))
    }
}

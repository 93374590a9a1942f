//! Publishing: a change, its entry in the audit log and its answer are written together, or nothing is.

use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;
use registry_core::audit::{AuditEvent, AuditTime, TokenId};
use registry_core::id::OfferingCode;
use registry_core::publish::Delta;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};

use super::entity::{idempotency, offering};
use super::error::While;
use super::row::Origin;
use super::write::{ROWS_AT_ONCE, Writing};
use super::{Store, StoreError, catalogue_rows};

const DOING: &str = "publishing";

/// How long an answer is given again, in days.
pub const ANSWER_DAYS: i64 = 30;

/// The longest idempotency key, in characters.
pub const KEY_LENGTH_MAX: usize = 128;

/// A change to the catalogue that was judged, with what is written beside it.
#[derive(Clone)]
pub struct Commit<'a> {
    /// The revision of the catalogue it was judged against.
    pub expected_revision: i64,
    /// The change. The catalogue of that revision [with](registry_core::Catalogue::with) it is sound: whoever commits has
    /// made sure of it.
    pub delta: &'a Delta,
    /// What the audit log says of it.
    pub event: AuditEvent,
    /// The request it answers, where that has a key, and the answer, which may say what only the commit knows.
    pub idempotency: Option<(IdempotentRequest, AnswerOf<'a>)>,
}

/// The answer to a request, given the revision of the catalogue and the number of the entry in the audit log.
pub type AnswerOf<'a> = &'a (dyn Fn(i64, u64) -> String + Sync);

/// What became of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommitOutcome {
    /// It was written.
    Committed {
        /// The revision of the catalogue now: one more than before, or the same where the change was empty.
        revision: i64,
        /// The number of its entry in the audit log.
        sequence: u64,
    },
    /// The catalogue has changed since it was judged; nothing was written. Judge again, against this revision.
    Stale {
        /// The revision of the catalogue now.
        revision: i64,
    },
    /// The same request was answered before; nothing was written.
    Repeated {
        /// The answer of then.
        answer: String,
    },
    /// The key was used before, for something else; nothing was written.
    KeyReused,
}

/// A request that has the same answer and one effect, however often it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotentRequest {
    /// Whose it is: another token may use the same key.
    pub token: TokenId,
    /// The key.
    pub key: IdempotencyKey,
    /// What was asked for.
    pub input: InputDigest,
}

/// What was answered to a request with the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EarlierAnswer {
    /// This request had this answer.
    Same(String),
    /// The key was used for something else.
    KeyReused,
}

/// The name a client gives a request: 1 to [`KEY_LENGTH_MAX`] visible ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdempotencyKey(String);

/// Why a text is not an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an idempotency key has 1 to {KEY_LENGTH_MAX} visible ASCII characters and no spaces; a UUID will do")]
pub struct IdempotencyKeyError;

impl FromStr for IdempotencyKey {
    type Err = IdempotencyKeyError;

    /// # Errors
    /// `""`, `"my key"`, `"clé"`, 129 characters.
    fn from_str(text: &str) -> Result<Self, IdempotencyKeyError> {
        let fits = (1..=KEY_LENGTH_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(text.to_owned())) } else { Err(IdempotencyKeyError) }
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The SHA-256 of what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InputDigest([u8; 32]);

impl InputDigest {
    /// Of a request: what it asks for, and its input in a form that is always the same.
    pub fn of(request: &str, input: &[u8]) -> Self {
        let mut state = Sha256::new();
        state.update((request.len() as u64).to_be_bytes());
        state.update(request.as_bytes());
        state.update(input);
        Self(state.finalize().into())
    }
}

impl fmt::Display for InputDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Store {
    /// Writes a change to the catalogue, its entry in the audit log and its answer, unless the catalogue has changed since the
    /// change was judged, or the same request was answered before.
    ///
    /// One transaction, and writers take turns: of two changes judged against one revision the second is stale.
    ///
    /// # Errors
    /// A database that is [busy](StoreError::Busy) each time, or fails; then nothing has changed, unless it failed while
    /// confirming, when nobody can know. Whoever sends the same key again finds out.
    pub async fn commit(&self, commit: Commit<'_>) -> Result<CommitOutcome, StoreError> {
        let commit = &commit;
        self.write(DOING, |writing| write(writing, commit.clone())).await
    }

    /// Keeps the answer to a request that changed nothing, unless one with its key was answered before.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn keep_answer(
        &self,
        request: IdempotentRequest,
        answer: String,
        now: AuditTime,
    ) -> Result<Option<EarlierAnswer>, StoreError> {
        let (request, answer) = (&request, &answer);
        self.write(DOING, |writing| async move {
            let before = earlier(&writing.transaction, request, now).await?;
            if before.is_none() {
                keep(&writing, request.clone(), answer.clone(), now).await?;
                writing.commit().await?;
            }
            Ok(before)
        })
        .await
    }

    /// What was answered to a request with this key in the last [`ANSWER_DAYS`] days before `now`. Asked before anything is
    /// judged: by now the change may be refused because it was made.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn earlier_answer(
        &self,
        request: &IdempotentRequest,
        now: AuditTime,
    ) -> Result<Option<EarlierAnswer>, StoreError> {
        earlier(&self.connection, request, now).await
    }
}

/// One attempt at a commit.
async fn write(mut writing: Writing, commit: Commit<'_>) -> Result<CommitOutcome, StoreError> {
    let Commit { expected_revision, delta, event, idempotency } = commit;
    if let Some((request, _)) = &idempotency {
        match earlier(&writing.transaction, request, event.at).await? {
            Some(EarlierAnswer::Same(answer)) => return Ok(CommitOutcome::Repeated { answer }),
            Some(EarlierAnswer::KeyReused) => return Ok(CommitOutcome::KeyReused),
            None => {}
        }
    }
    let mut revision = writing.meta.revision;
    if revision != expected_revision {
        return Ok(CommitOutcome::Stale { revision });
    }
    if !delta.is_empty() {
        remove_offerings(&writing, &delta.remove_offerings).await?;
        catalogue_rows::put(&writing, &delta.put, Origin::Published).await?;
        revision = writing.next_revision(None).await?;
    }
    let at = event.at;
    let sequence = writing.append(event).await?.sequence;
    if let Some((request, answer)) = idempotency {
        keep(&writing, request, answer(revision, sequence), at).await?;
    }
    writing.commit().await?;
    Ok(CommitOutcome::Committed { revision, sequence })
}

/// Answers given before this are forgotten. Times are text of one form, so their order is that of the text.
fn forgotten_before(now: AuditTime) -> String {
    AuditTime::new(now.in_utc() - TimeDelta::days(ANSWER_DAYS)).to_string()
}

pub(super) async fn earlier(
    connection: &impl ConnectionTrait,
    request: &IdempotentRequest,
    now: AuditTime,
) -> Result<Option<EarlierAnswer>, StoreError> {
    let key = (request.token.to_string(), request.key.to_string());
    let row = idempotency::Entity::find_by_id(key).one(connection).await.doing("looking for an earlier answer")?;
    Ok(row.filter(|row| row.at >= forgotten_before(now)).map(|row| {
        if row.input == request.input.to_string() { EarlierAnswer::Same(row.answer) } else { EarlierAnswer::KeyReused }
    }))
}

/// Keeps an answer, and forgets old ones.
pub(super) async fn keep(
    writing: &Writing,
    request: IdempotentRequest,
    answer: String,
    now: AuditTime,
) -> Result<(), StoreError> {
    let old = idempotency::Column::At.lt(forgotten_before(now));
    idempotency::Entity::delete_many().filter(old).exec(&writing.transaction).await.doing(DOING)?;
    let row = idempotency::ActiveModel {
        token: Set(request.token.to_string()),
        key: Set(request.key.to_string()),
        input: Set(request.input.to_string()),
        answer: Set(answer),
        at: Set(now.to_string()),
    };
    let insert = idempotency::Entity::insert(row).exec_without_returning(&writing.transaction).await;
    insert.doing(DOING).map(|_| ())
}

async fn remove_offerings(writing: &Writing, codes: &[OfferingCode]) -> Result<(), StoreError> {
    for some in codes.chunks(ROWS_AT_ONCE) {
        let update = offering::Entity::update_many()
            .col_expr(offering::Column::Origin, Expr::value(Origin::Removed.name()))
            .filter(offering::Column::Code.is_in(some.iter().map(OfferingCode::as_str)));
        update.exec(&writing.transaction).await.doing(DOING)?;
    }
    Ok(())
}

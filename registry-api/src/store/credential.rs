//! Credentials: meant first, with a place in a status list, then finished with the signed document.
//!
//! What is not yet signed is kept sealed. Once it is signed, what is kept of the person is what the document itself says.

mod claimed;
mod listed;
mod place;
mod standing;

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use registry_core::achievement::AchievementOf;
use registry_core::audit::AuditEvent;
use registry_core::credential::key::PublicKey;
use registry_core::id::{CourseCode, ProviderCode};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use semver::Version;

use super::entity::credential::{ActiveModel, Column, Entity, Model};
use super::entity::issuer_key;
use super::error::While;
use super::row::At;
use super::write::{ROWS_AT_ONCE, Writing};
use super::{Store, StoreError, written};
use crate::claim::{ClaimDigest, CredentialId};

pub(super) use claimed::claim_in;
pub use claimed::{ClaimOffer, ClaimedDocument};
pub use listed::{CredentialPage, CredentialsWanted, ListEnd, ListPart, ListedAt, StatusNow};
pub use place::{StatusPlace, USED_OF_A_LIST};
pub(crate) use standing::outcome;
pub use standing::{StatusAnswer, StatusChange, StatusOutcome, StatusRequest};

const INTENDED: &str = "intended";
const ISSUED: &str = "issued";
const READING: &str = "looking for credentials";
const INTENDING: &str = "noting what is to be issued";

/// A credential as the registry keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct CredentialRecord {
    /// Its name.
    pub id: CredentialId,
    /// Who issues it.
    pub provider: ProviderCode,
    /// What was earned.
    pub of: AchievementOf,
    /// On which day.
    pub completed: NaiveDate,
    /// How far it is.
    pub state: CredentialState,
    /// Where its status is.
    pub place: StatusPlace,
    /// Whether it can be suspended.
    pub suspendable: bool,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Since when it is suspended.
    pub suspended_at: Option<DateTime<Utc>>,
    /// Why its status was last changed, sealed.
    pub reason: Option<String>,
    /// Which request asked for it.
    pub request: RequestRow,
    /// How often a claim was offered: 1 from the first. Of an edition 0, since it is handed over with the credential itself; rows
    /// from before that was so have 1, and nothing reads it.
    pub claim_offer: u32,
    /// When the last offer was taken.
    pub claimed_at: Option<DateTime<Utc>>,
    /// The credential of which this is the edition under the neutral title; none for the credential itself.
    pub edition_of: Option<CredentialId>,
}

impl CredentialRecord {
    /// The credential itself: of an edition, that of which it is one.
    pub fn itself(&self) -> CredentialId {
        self.edition_of.unwrap_or(self.id)
    }
}

/// How far a credential is. Neither what is sealed nor the document is shown.
#[derive(Clone, PartialEq)]
pub enum CredentialState {
    /// It is to be issued; what is to be signed, sealed.
    Intended(String),
    /// It was issued.
    Issued {
        /// The signed document.
        document: Vec<u8>,
        /// When.
        at: DateTime<Utc>,
    },
}

impl std::fmt::Debug for CredentialState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Intended(_) => f.write_str("Intended(…)"),
            Self::Issued { document, at } => write!(f, "Issued({} bytes, {at})", document.len()),
        }
    }
}

/// The request that asks for a credential, as digests that tell nothing without the registry's secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// The request.
    pub request: String,
    /// Which of the credentials it asks for, from 0.
    pub row: u32,
    /// What it asks for.
    pub input: String,
}

/// A credential that is to be issued.
#[derive(Debug, Clone, PartialEq)]
pub struct Intent {
    /// Its name, drawn at random.
    pub id: CredentialId,
    /// What was earned.
    pub of: AchievementOf,
    /// On which day.
    pub completed: NaiveDate,
    /// Whether it can be suspended.
    pub suspendable: bool,
    /// What is to be signed, sealed.
    pub sealed: String,
    /// The request.
    pub request: RequestRow,
    /// The claim that will be offered; of an edition, one that never is.
    pub claim: ClaimDigest,
    /// The intent of which this is the edition under the neutral title. It stands among those given, before this.
    pub edition_of: Option<CredentialId>,
}

impl Intent {
    /// The number of the offer under whose claim a credential is noted: the first, 1. An edition is noted, as 0, under a claim that is never offered,
    /// since it is handed over with the credential itself.
    pub fn first_offer(edition_of: Option<CredentialId>) -> u32 {
        u32::from(edition_of.is_none())
    }
}

/// What became of intents.
#[derive(Debug, Clone, PartialEq)]
pub enum IntendOutcome {
    /// They are noted, or were before: one for each, in order. Of a credential that was noted before without an edition there is
    /// none now either.
    Noted(Vec<CredentialRecord>),
    /// The same request asked for something else before; nothing was noted.
    KeyReused,
}

/// A document that was signed.
#[derive(Clone, PartialEq, Eq)]
pub struct Finished {
    /// Which credential it is.
    pub id: CredentialId,
    /// The signed document.
    pub document: Vec<u8>,
    /// Whether it is the edition of another under a neutral title, which the log does not count.
    pub is_edition: bool,
}

/// What became of signed documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinishOutcome {
    /// So many are issued that were not before. The others were finished by somebody else, whose document stands.
    Issued(u32),
    /// The key signs no more; nothing was written. Sign with the new one.
    KeyChanged,
}

impl Store {
    /// Notes credentials that are to be issued, each with a place in a status list. Those that the same request noted before are
    /// given as they are. `draw` gives random numbers.
    ///
    /// # Errors
    /// No random numbers; a row that cannot be read; a database that fails.
    pub async fn intend(
        &self,
        provider: &ProviderCode,
        intents: &[Intent],
        at: DateTime<Utc>,
        draw: &mut (dyn FnMut() -> Option<u32> + Send),
    ) -> Result<IntendOutcome, StoreError> {
        let draw = &Mutex::new(draw);
        self.write(INTENDING, |writing| async move {
            let noted = noted_before(&writing, intents).await?;
            let before = |intent: &Intent| noted.iter().find(|record| is_same_row(&record.request, &intent.request));
            if intents
                .iter()
                .any(|intent| before(intent).is_some_and(|record| record.request.input != intent.request.input))
            {
                return Ok(IntendOutcome::KeyReused);
            }
            // A credential that was noted without an edition keeps none: it may have been revoked since, and the edition would not be.
            let noted_alone = |intent: &Intent| {
                let itself = intent.edition_of.and_then(|id| intents.iter().find(|other| other.id == id));
                itself.and_then(&before).is_some()
            };
            let new: Vec<&Intent> =
                intents.iter().filter(|intent| before(intent).is_none() && !noted_alone(intent)).collect();
            let places = place::draw(&writing, provider, new.len(), &mut || draw_next(draw)).await?;
            let rows = new.iter().zip(places).map(|(intent, place)| row_of(provider, intent, place, at));
            for some in rows.collect::<Vec<_>>().chunks(ROWS_AT_ONCE) {
                Entity::insert_many(some.to_vec())
                    .exec_without_returning(&writing.transaction)
                    .await
                    .doing(INTENDING)?;
            }
            let records = noted_before(&writing, intents).await?;
            writing.commit().await?;
            Ok(IntendOutcome::Noted(records))
        })
        .await
    }

    /// Keeps signed documents and says so in the audit log. One that is issued already keeps the document it has, so that no
    /// credential ever has two. `event` says what the log says of so many.
    ///
    /// # Errors
    /// A database that fails; then nothing is issued, unless it failed while confirming.
    pub async fn finish(
        &self,
        signer: &PublicKey,
        finished: &[Finished],
        at: DateTime<Utc>,
        event: &(dyn Fn(u32) -> AuditEvent + Sync),
    ) -> Result<FinishOutcome, StoreError> {
        let doing = "keeping signed credentials";
        self.write(doing, |writing| async move {
            let key = issuer_key::Entity::find_by_id(signer.did()).one(&writing.transaction).await.doing(doing)?;
            if key.is_none_or(|key| key.secret.is_none()) {
                return Ok(FinishOutcome::KeyChanged);
            }
            let mut issued = 0;
            for Finished { id, document, is_edition } in finished {
                let update = Entity::update_many()
                    .col_expr(Column::State, Expr::value(ISSUED))
                    .col_expr(Column::Document, Expr::value(document.clone()))
                    .col_expr(Column::IssuedAt, Expr::value(written(at)))
                    .col_expr(Column::Intent, Expr::value(Option::<String>::None))
                    .filter(Column::Id.eq(id.to_string()))
                    .filter(Column::State.eq(INTENDED));
                let done = update.exec(&writing.transaction).await.doing(doing)?.rows_affected;
                issued += u32::from(done == 1 && !is_edition);
            }
            if issued > 0 {
                writing.append(event(issued)).await?;
            }
            writing.commit().await?;
            Ok(FinishOutcome::Issued(issued))
        })
        .await
    }

    /// The credentials of those names, in order of name; fewer where some are not there.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn credentials(&self, ids: &[CredentialId]) -> Result<Vec<CredentialRecord>, StoreError> {
        by_id(&self.reading(), ids).await
    }

    /// What a request has asked for so far, in order.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn credentials_of_request(&self, request: &str) -> Result<Vec<CredentialRecord>, StoreError> {
        let query = Entity::find().filter(Column::Request.eq(request)).order_by_asc(Column::RequestRow);
        query.all(&self.reading()).await.doing(READING)?.iter().map(record_of).collect()
    }

    /// The newest credentials that a provider has issued, at most `most`, the newest first.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn credentials_of(
        &self,
        provider: &ProviderCode,
        most: u64,
    ) -> Result<Vec<CredentialRecord>, StoreError> {
        let theirs = Entity::find().filter(Column::Provider.eq(provider.as_str())).filter(Column::State.ne(INTENDED));
        let theirs = theirs.filter(Column::EditionOf.is_null());
        let query = theirs.order_by_desc(Column::IssuedAt).order_by_desc(Column::Id).limit(most);
        query.all(&self.reading()).await.doing(READING)?.iter().map(record_of).collect()
    }

    /// At most `most` that are noted and not issued, the oldest first, but for those of some providers: after a crash, what is to
    /// be finished. With each stands what is to be signed together with it, which can make them twice as many.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn unfinished(&self, most: u64, except: &[ProviderCode]) -> Result<Vec<CredentialRecord>, StoreError> {
        let others = Column::Provider.is_not_in(except.iter().map(ProviderCode::as_str));
        let query = Entity::find().filter(Column::State.eq(INTENDED)).filter(others);
        let query = query.order_by_asc(Column::IntendedAt).order_by_asc(Column::Id).limit(most);
        let found = query.all(&self.reading()).await.doing(READING)?.iter().map(record_of).collect::<Result<_, _>>()?;
        self.with_editions(found).await
    }

    /// These, then the editions of them that are not among them, and that of which one among them is the edition.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails.
    pub async fn with_editions(&self, mut records: Vec<CredentialRecord>) -> Result<Vec<CredentialRecord>, StoreError> {
        let there: BTreeSet<CredentialId> = records.iter().map(|record| record.id).collect();
        let whole: BTreeSet<CredentialId> = records.iter().filter_map(|record| record.edition_of).collect();
        let missing: Vec<CredentialId> = whole.difference(&there).copied().collect();
        let mut more = by_id(&self.reading(), &missing).await?;
        let alone = there.difference(&whole).map(ToString::to_string).collect::<Vec<_>>();
        for some in alone.chunks(ROWS_AT_ONCE) {
            let query = Entity::find().filter(Column::EditionOf.is_in(some.iter().map(String::as_str)));
            for row in query.order_by_asc(Column::Id).all(&self.reading()).await.doing(READING)? {
                more.push(record_of(&row)?);
            }
        }
        records.extend(more);
        Ok(records)
    }

    /// How many credentials were issued for a version of a course and not revoked.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn issued_count(&self, course: &CourseCode, version: &Version) -> Result<u64, StoreError> {
        let query = Entity::find()
            .filter(Column::Course.eq(course.as_str()))
            .filter(Column::Version.eq(version.to_string()))
            .filter(Column::State.eq(ISSUED))
            .filter(Column::EditionOf.is_null())
            .filter(Column::RevokedAt.is_null());
        query.count(&self.reading()).await.doing(READING)
    }
}

/// The next number; the source is behind a lock, since an attempt that is undone draws others.
fn draw_next(draw: &Mutex<&mut (dyn FnMut() -> Option<u32> + Send)>) -> Option<u32> {
    (draw.lock().unwrap_or_else(PoisonError::into_inner))()
}

fn is_same_row(a: &RequestRow, b: &RequestRow) -> bool {
    a.request == b.request && a.row == b.row
}

/// What was noted of these intents, in their order.
async fn noted_before(writing: &Writing, intents: &[Intent]) -> Result<Vec<CredentialRecord>, StoreError> {
    let mut records = Vec::with_capacity(intents.len());
    for some in intents.chunk_by(|a, b| a.request.request == b.request.request) {
        for some in some.chunks(ROWS_AT_ONCE) {
            let rows = some.iter().map(|intent| signed(intent.request.row));
            let query = Entity::find()
                .filter(Column::Request.eq(some[0].request.request.as_str()))
                .filter(Column::RequestRow.is_in(rows))
                .order_by_asc(Column::RequestRow);
            for row in query.all(&writing.transaction).await.doing(INTENDING)? {
                records.push(record_of(&row)?);
            }
        }
    }
    Ok(records)
}

async fn by_id(connection: &impl ConnectionTrait, ids: &[CredentialId]) -> Result<Vec<CredentialRecord>, StoreError> {
    let mut records = Vec::with_capacity(ids.len());
    for some in ids.chunks(ROWS_AT_ONCE) {
        let query = Entity::find().filter(Column::Id.is_in(some.iter().map(ToString::to_string)));
        for row in query.all(connection).await.doing(READING)? {
            records.push(record_of(&row)?);
        }
    }
    records.sort_by_key(|record| record.id);
    Ok(records)
}

/// A number as the database has it: all of ours are far below 2³¹.
fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn row_of(provider: &ProviderCode, intent: &Intent, place: StatusPlace, at: DateTime<Utc>) -> ActiveModel {
    let (course, version, qualification) = match &intent.of {
        AchievementOf::Course { course, version } => (Some(course.to_string()), Some(version.to_string()), None),
        AchievementOf::Qualification(code) => (None, None, Some(code.to_string())),
    };
    ActiveModel {
        id: Set(intent.id.to_string()),
        provider: Set(provider.to_string()),
        course: Set(course),
        version: Set(version),
        qualification: Set(qualification),
        completed: Set(intent.completed.to_string()),
        state: Set(INTENDED.to_owned()),
        intent: Set(Some(intent.sealed.clone())),
        document: Set(None),
        intended_at: Set(written(at)),
        issued_at: Set(None),
        status_list: Set(signed(place.list)),
        status_index: Set(signed(place.index)),
        suspendable: Set(intent.suspendable),
        revoked_at: Set(None),
        suspended_at: Set(None),
        reason: Set(None),
        request: Set(intent.request.request.clone()),
        request_row: Set(signed(intent.request.row)),
        input: Set(intent.request.input.clone()),
        claim_digest: Set(intent.claim.to_string()),
        claim_offer: Set(signed(Intent::first_offer(intent.edition_of))),
        claimed_at: Set(None),
        edition_of: Set(intent.edition_of.map(|id| id.to_string())),
    }
}

fn record_of(row: &Model) -> Result<CredentialRecord, StoreError> {
    let at = At { table: "credential", key: &row.id };
    let time = |column, text: &Option<String>| text.as_deref().map(|text| at.text(column, text)).transpose();
    let count = |column, number: i32| u32::try_from(number).map_err(|error| at.wrong(column, error));
    let of = match (&row.course, &row.version, &row.qualification) {
        (Some(course), Some(version), None) => {
            AchievementOf::Course { course: at.text("course", course)?, version: at.text("version", version)? }
        }
        (None, None, Some(code)) => AchievementOf::Qualification(at.text("qualification", code)?),
        _ => return Err(at.wrong("course", "it is of neither a version of a course nor a qualification")),
    };
    let state = match (row.state.as_str(), &row.intent, &row.document, &row.issued_at) {
        (INTENDED, Some(sealed), None, None) => CredentialState::Intended(sealed.clone()),
        (ISSUED, None, Some(document), Some(issued)) => {
            CredentialState::Issued { document: document.clone(), at: at.text("issued_at", issued)? }
        }
        (other, ..) => return Err(at.wrong("state", format!("\"{other}\" does not fit what else is there"))),
    };
    Ok(CredentialRecord {
        id: at.text("id", &row.id)?,
        provider: at.text("provider", &row.provider)?,
        of,
        completed: at.text("completed", &row.completed)?,
        state,
        place: StatusPlace {
            list: count("status_list", row.status_list)?,
            index: count("status_index", row.status_index)?,
        },
        suspendable: row.suspendable,
        revoked_at: time("revoked_at", &row.revoked_at)?,
        suspended_at: time("suspended_at", &row.suspended_at)?,
        reason: row.reason.clone(),
        request: RequestRow {
            request: row.request.clone(),
            row: count("request_row", row.request_row)?,
            input: row.input.clone(),
        },
        claim_offer: count("claim_offer", row.claim_offer)?,
        claimed_at: time("claimed_at", &row.claimed_at)?,
        edition_of: row.edition_of.as_deref().map(|id| at.text("edition_of", id)).transpose()?,
    })
}

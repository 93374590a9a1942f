//! Hold: records that whoever has their secret opens, and what is in them.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use registry_core::credential::about::About;
use registry_core::credential::baking::document_in;
use registry_core::credential::clr::{ClrParts, clr};
use registry_core::credential::json::Json;
use registry_core::credential::moment::Moment;
use registry_core::credential::person::tells_who;
use registry_core::verify::{Check, Outcome, Report, Verdict, verify};

use super::registry_facts::registry_facts;
use crate::access::NoRandomness;
use crate::claim::{ClaimSecret, CredentialId};
use crate::holding::{EMPTY_DAYS, HELD_BYTES_MAX, HELD_MAX, Held, HeldFrom, HoldingId, LinkDigest, LinkSecret, Record};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::store::{AddOutcome, ClaimInto, ClaimOutcome, Store, StoreError, day_of};

/// Why records cannot be worked with. Nothing in it tells whose.
#[derive(Debug, thiserror::Error)]
pub enum HoldFault {
    /// The catalogue is only in memory.
    #[error("this registry has no database, so it keeps no records; start it with one")]
    NoDatabase,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no random numbers.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// A verification did not end: a fault of the program.
    #[error("a verification did not end")]
    Unverified,
}

/// A document as a page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldView {
    /// The document and where it came from.
    pub held: Held,
    /// What it says.
    pub about: About,
    /// What verifying it found, just now.
    pub report: Report,
    /// Whether the file could tell who it is about.
    pub tells_who: bool,
    /// The title of the document that may be shown in its place, where its issuer signed one under a neutral title.
    pub neutral_title: Option<String>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum FileOutcome {
    /// It is in the record, and this is what verifying it found.
    Added(HoldingId, Verdict),
    /// It was in the record already.
    AlreadyHeld(HoldingId),
    /// It is no credential; a sentence says why.
    NotACredential(String),
    /// It is larger than is kept, in bytes.
    TooLarge(usize),
    /// The record is full.
    Full,
    /// The record is gone.
    NoRecord,
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq)]
pub enum Claimed {
    /// What was claimed is in the record that was open.
    Joined(Missing),
    /// It is in a new record, whose secret is shown once.
    Made(LinkSecret, Missing),
    /// It claims nothing: mistyped, unknown, or used. These cannot be told apart.
    Nothing,
    /// The record that was open has no room; the claim was not used.
    NoRoom,
}

/// What a link named and did not hand over, since it was claimed before or offered again since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// How many credentials.
    pub count: usize,
    /// Of so many that the link names.
    pub of: usize,
}

pub(in crate::ops) fn store(state: &AppState) -> Result<&Store, HoldFault> {
    state.store().ok_or(HoldFault::NoDatabase)
}

/// Makes a record with nothing in it. Its secret is shown once.
///
/// # Errors
/// No database; one that fails; no random numbers.
pub async fn create_record(state: &AppState, now: DateTime<Utc>) -> Result<LinkSecret, HoldFault> {
    let (record, secret) = new_record(now)?;
    store(state)?.create_record(&record, &secret.digest()).await?;
    Ok(secret)
}

fn new_record(now: DateTime<Utc>) -> Result<(Record, LinkSecret), HoldFault> {
    let today = day_of(now);
    let record = Record { id: HoldingId::generate()?, created: today, last_used: today, rotated: None };
    Ok((record, LinkSecret::generate()?))
}

/// The record that a secret opens, by its digest. The day is noted.
///
/// # Errors
/// No database; one that fails.
pub async fn open_record(
    state: &AppState,
    digest: &LinkDigest,
    now: DateTime<Utc>,
) -> Result<Option<Record>, HoldFault> {
    let store = store(state)?;
    let record = store.find_record(digest).await?;
    if let Some(record) = &record {
        store.touch_record(record, day_of(now)).await?;
    }
    Ok(record)
}

/// Gives a record another secret; none where the one before is not good any more.
///
/// # Errors
/// No database; one that fails; no random numbers.
pub async fn change_link(
    state: &AppState,
    before: &LinkDigest,
    now: DateTime<Utc>,
) -> Result<Option<LinkSecret>, HoldFault> {
    let secret = LinkSecret::generate()?;
    let changed = store(state)?.rotate_record(before, &secret.digest(), day_of(now)).await?;
    Ok(changed.then_some(secret))
}

/// Claims what a link offers, into the record that is open or into a new one: one credential, or those of several codes with
/// dots between them.
///
/// # Errors
/// No database; one that fails; no random numbers.
pub async fn claim(
    state: &AppState,
    into: Option<&Record>,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<Claimed, HoldFault> {
    let secret = secret.trim();
    let codes = secret.rsplit_once('#').map_or(secret, |(_, codes)| codes);
    if codes.split('.').count() > HELD_MAX {
        return Ok(Claimed::Nothing);
    }
    // A code that stands twice is one claim.
    let mut seen = BTreeSet::new();
    let codes = codes.split('.').filter(|code| seen.insert(*code));
    let Ok(claims) = codes.map(str::parse::<ClaimSecret>).collect::<Result<Vec<_>, _>>() else {
        return Ok(Claimed::Nothing);
    };
    let store = store(state)?;
    let named = |claim: &ClaimSecret| Ok((claim.digest(), HoldingId::generate()?));
    let claims = claims.iter().map(named).collect::<Result<Vec<_>, NoRandomness>>()?;
    let (made, link) = new_record(now)?;
    let digest = link.digest();
    let target = into.map_or(ClaimInto::New(&made, &digest), |record| ClaimInto::Open(&record.id));
    Ok(match store.claim_into(target, &claims, now).await? {
        ClaimOutcome::Claimed { missing } => {
            let missing = Missing { count: missing, of: claims.len() };
            if into.is_some() { Claimed::Joined(missing) } else { Claimed::Made(link, missing) }
        }
        ClaimOutcome::Nothing => Claimed::Nothing,
        ClaimOutcome::NoRoom => Claimed::NoRoom,
    })
}

/// Adds a file that the holder has: any Open Badges 3.0 credential, as JSON or in a picture. Of a picture only the document is
/// kept. Its verdict does not matter: somebody may hold what cannot be checked today.
///
/// # Errors
/// No database; one that fails; no random numbers.
pub async fn add_file(
    state: &AppState,
    snapshot: &Snapshot,
    record: &Record,
    file: &[u8],
    now: DateTime<Utc>,
) -> Result<FileOutcome, HoldFault> {
    let document = match document_in(file) {
        Ok(document) if document.len() > HELD_BYTES_MAX => return Ok(FileOutcome::TooLarge(document.len())),
        Ok(document) => document.into_owned(),
        Err(problem) => return Ok(FileOutcome::NotACredential(problem.to_string())),
    };
    let held = Held { id: HoldingId::generate()?, document, neutral: None, from: HeldFrom::File, added: day_of(now) };
    let views = views(state, snapshot, vec![held], now).await?;
    let Some(view) = views.into_iter().next() else { return Ok(FileOutcome::NoRecord) };
    let form = [Check::Structure, Check::Schema].into_iter().find(|one| view.report.outcome(*one) != Outcome::Passed);
    if let Some(wrong) = form {
        let said = view.report.checks().iter().find(|one| one.check == wrong);
        return Ok(FileOutcome::NotACredential(said.map_or_else(String::new, |one| one.sentence.clone())));
    }
    Ok(match store(state)?.add_held(&record.id, &view.held).await? {
        AddOutcome::Added => FileOutcome::Added(view.held.id, view.report.verdict()),
        AddOutcome::AlreadyHeld(id) => FileOutcome::AlreadyHeld(id),
        AddOutcome::Full => FileOutcome::Full,
        AddOutcome::NoRecord => FileOutcome::NoRecord,
    })
}

/// Everything in a record, each document verified.
///
/// # Errors
/// No database; one that fails.
pub async fn look(
    state: &AppState,
    snapshot: &Snapshot,
    record: &Record,
    now: DateTime<Utc>,
) -> Result<Vec<HeldView>, HoldFault> {
    let held = store(state)?.held(&record.id).await?;
    views(state, snapshot, held, now).await
}

/// Verifies documents and reads what they say, off the threads that answer requests.
pub(in crate::ops) async fn views(
    state: &AppState,
    snapshot: &Snapshot,
    held: Vec<Held>,
    now: DateTime<Utc>,
) -> Result<Vec<HeldView>, HoldFault> {
    let read = held.into_iter().map(|one| {
        let document = Json::read(&one.document).unwrap_or(Json::Null);
        (one, document)
    });
    let read: Vec<(Held, Json)> = read.collect();
    let documents: Vec<&Json> = read.iter().map(|(_, document)| document).collect();
    let facts = registry_facts(state, snapshot, &documents, now).await;
    let at = Moment::of(now.naive_utc());
    let work = move || {
        let view = |(held, document): (Held, Json)| HeldView {
            about: About::of(&document),
            report: verify(&held.document, &facts, at),
            tells_who: tells_who(&document),
            neutral_title: held.neutral.as_deref().and_then(|neutral| About::of(&Json::read(neutral).ok()?).title),
            held,
        };
        read.into_iter().map(view).collect()
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| HoldFault::Unverified)
}

/// A record as one document of CLR 2.0, of the registry at `registry`. Each credential in it keeps its issuer's proof; the whole has
/// none. What stands for the holder is new each time, so two copies do not show that they are one person's.
///
/// # Errors
/// No database; one that fails; no random numbers.
pub async fn as_clr(
    state: &AppState,
    record: &Record,
    registry: String,
    now: DateTime<Utc>,
) -> Result<Json, HoldFault> {
    let held = store(state)?.held(&record.id).await?;
    let documents: Vec<Json> = held.iter().filter_map(|one| Json::read(&one.document).ok()).collect();
    let parts = ClrParts {
        id: CredentialId::generate()?.urn(),
        holder: CredentialId::generate()?.urn(),
        registry,
        registry_name: "Training registry".to_owned(),
        at: Moment::of(now.naive_utc()),
    };
    Ok(clr(&parts, &documents))
}

/// Takes a document out of a record and out of everything that is shared. False where the record does not hold it.
///
/// # Errors
/// No database; one that fails.
pub async fn remove(state: &AppState, record: &Record, held: &HoldingId) -> Result<bool, HoldFault> {
    Ok(store(state)?.delete_held(&record.id, held).await?)
}

/// Takes a record away with everything in it.
///
/// # Errors
/// No database; one that fails.
pub async fn delete_record(state: &AppState, record: &Record) -> Result<(), HoldFault> {
    store(state)?.delete_record(&record.id).await?;
    Ok(())
}

/// Takes away the records with nothing in them that nobody opened for [`EMPTY_DAYS`] days. Says how many; none without a database.
///
/// # Errors
/// A database that fails.
pub async fn drop_empty_records(state: &AppState, now: DateTime<Utc>) -> Result<u64, HoldFault> {
    let Some(store) = state.store() else { return Ok(0) };
    let before = day_of(now) - TimeDelta::days(EMPTY_DAYS.into());
    Ok(store.delete_empty_records(before).await?)
}

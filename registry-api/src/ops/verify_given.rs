//! Verifies what somebody was given: files, and what stands behind share links.
//!
//! Everything that can be wrong with a question is looked at before a link is opened, because its holder sees how often it was.

use std::convert::Infallible;

use chrono::{DateTime, Utc};
use registry_core::credential::moment::Moment;
use registry_core::verify::Report;

use super::hold::HoldFault;
use super::registry_facts::{documents_in, registry_facts};
use super::share::{count_behind, open_shares};
use super::verify_credential::verify_credentials;
use crate::beside::beside_others;
use crate::holding::{LinkDigest, LinkSecret, Names};
use crate::snapshot::Snapshot;
use crate::state::AppState;

/// Something that is to be verified.
pub enum GivenToVerify {
    /// A document, or a picture with one inside.
    File(Vec<u8>),
    /// A share link, or its code.
    Link(String),
}

/// What was found out about one credential.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundOut {
    /// Which of those given it is, or is behind, from 0.
    pub of: usize,
    /// Whether its holder lets a name be shown.
    pub names: Names,
    /// The report, without a name that may not be shown.
    pub report: Report,
}

/// Links that show nothing: their places among what was given, from 0. Why cannot be told.
pub type ShowNothing = Vec<usize>;

/// How many credentials there are to verify, those behind links included. Nothing is opened.
///
/// # Errors
/// A database that fails. Within: links that show nothing.
pub async fn count_given(
    state: &AppState,
    given: &[GivenToVerify],
    now: DateTime<Utc>,
) -> Result<Result<usize, ShowNothing>, HoldFault> {
    let (mut count, mut nothing) = (0, Vec::new());
    for (at, one) in given.iter().enumerate() {
        match one {
            GivenToVerify::File(_) => count += 1,
            GivenToVerify::Link(link) => match count_behind(state, link, now).await? {
                Some(behind) => count += behind,
                None => nothing.push(at),
            },
        }
    }
    Ok(if nothing.is_empty() { Ok(count) } else { Err(nothing) })
}

/// Verifies everything, in its order. A link is opened once, which is counted, however often it was given; no link is while one of
/// them shows nothing.
///
/// # Errors
/// A database that fails. Within: links that show nothing, which have ended since they were counted.
pub async fn verify_given(
    state: &AppState,
    snapshot: &Snapshot,
    given: Vec<GivenToVerify>,
    now: DateTime<Utc>,
) -> Result<Result<Vec<FoundOut>, ShowNothing>, HoldFault> {
    let (mut files, mut links, mut unreadable) = (Vec::new(), Links::default(), Vec::new());
    for (of, one) in given.into_iter().enumerate() {
        match one {
            GivenToVerify::File(bytes) => files.push((of, bytes)),
            GivenToVerify::Link(link) => match link.parse::<LinkSecret>() {
                Ok(secret) => links.add(of, secret.digest()),
                Err(_) => unreadable.push(of),
            },
        }
    }
    if !unreadable.is_empty() {
        return Ok(Err(unreadable));
    }
    let mut found = match links.open(state, snapshot, now).await? {
        Ok(found) => found,
        Err(nothing) => return Ok(Err(nothing)),
    };
    found.extend(verify_files(state, snapshot, &files, now).await);
    // Stable: what is behind one link keeps its order.
    found.sort_by_key(|one| one.of);
    Ok(Ok(found))
}

/// Links, each once, and the places among what was given at which each stands.
#[derive(Default)]
struct Links(Vec<(LinkDigest, Vec<usize>)>);

impl Links {
    fn add(&mut self, of: usize, link: LinkDigest) {
        match self.0.iter_mut().find(|(known, _)| *known == link) {
            Some((_, places)) => places.push(of),
            None => self.0.push((link, vec![of])),
        }
    }

    /// What they show, for each place.
    async fn open(
        self,
        state: &AppState,
        snapshot: &Snapshot,
        now: DateTime<Utc>,
    ) -> Result<Result<Vec<FoundOut>, ShowNothing>, HoldFault> {
        if self.0.is_empty() {
            return Ok(Ok(Vec::new()));
        }
        let (links, places): (Vec<LinkDigest>, Vec<Vec<usize>>) = self.0.into_iter().unzip();
        let views = match open_shares(state, snapshot, &links, now).await? {
            Ok(views) => views,
            Err(nothing) => {
                let places = nothing.into_iter().filter_map(|at| places.get(at));
                let mut places: ShowNothing = places.flatten().copied().collect();
                places.sort_unstable();
                return Ok(Err(places));
            }
        };
        let mut found = Vec::new();
        for (view, places) in views.into_iter().zip(places) {
            for of in places {
                let shown = view.shown.iter();
                found.extend(shown.map(|one| FoundOut { of, names: view.names, report: one.view.report.clone() }));
            }
        }
        Ok(Ok(found))
    }
}

async fn verify_files(
    state: &AppState,
    snapshot: &Snapshot,
    files: &[(usize, Vec<u8>)],
    now: DateTime<Utc>,
) -> Vec<FoundOut> {
    if files.is_empty() {
        return Vec::new();
    }
    let each: Vec<&[u8]> = files.iter().map(|(_, bytes)| bytes.as_slice()).collect();
    let read = documents_in(&each);
    let facts = registry_facts(state, snapshot, &read.iter().collect::<Vec<_>>(), now).await;
    let read = |number: usize| Ok::<_, Infallible>(each[number].to_vec());
    let reports = beside_others(|| verify_credentials(each.len(), read, &facts, Moment::of(now.naive_utc())));
    let found = |((of, _), report): (&(usize, Vec<u8>), Result<Report, Infallible>)| FoundOut {
        of: *of,
        names: Names::Shown,
        report: report.unwrap_or_else(|never| match never {}),
    };
    files.iter().zip(reports).map(found).collect()
}

//! Tries and makes changes, and says what they come to.

use registry_core::audit::REASON_LENGTH_MAX;
use registry_core::date::in_words;
use registry_core::money::Aud;
use registry_core::publish::Change;
use uuid::Uuid;

use super::desk::Seat;
use super::sheet::{Part, Table};
use super::{Desk, fault, said};
use crate::ops;
use crate::ops::publish::{PublishOutcome, PublishRequest, PublishedBy};
use crate::ops::receipt::{BestReceipt, ImpactReceipt, PathwayReceipt, Receipt};
use crate::store::{IdempotencyKey, IdempotentRequest, InputDigest};
use crate::web::answer::Answer;
use crate::web::browse::Link;
use crate::web::words::workspace as words;

/// The name of the field that holds the idempotency key of a form.
pub(super) const KEY_FIELD: &str = "key";

/// What a change is tried for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    /// How it differs.
    Differences,
    /// What it does to others, too: some hundred milliseconds of planning.
    Impact,
}

/// A key for a form that is shown.
pub(super) fn new_key() -> String {
    let mut bytes = [0; 16];
    // Without random numbers two forms may have one key; then the second is told so, and nothing is lost.
    let _ = getrandom::fill(&mut bytes);
    Uuid::from_bytes(bytes).to_string()
}

/// Tries a change.
///
/// # Errors
/// A database that fails: the page that says so.
pub(super) async fn try_out(desk: &Desk<'_>, change: Change, tried: Tried) -> Result<PublishOutcome, Answer> {
    let request = PublishRequest {
        by: desk.publishes(),
        change,
        reason: None,
        idempotent: None,
        dry_run: true,
        with_impact: tried == Tried::Impact,
        now: desk.asked.now,
        today: desk.asked.today,
    };
    ops::publish(&desk.asked.web.state, request).await.map_err(fault)
}

/// Makes a change, under the key that the form carries.
///
/// # Errors
/// A reason that is too long; a database that fails: the page that says so.
pub(super) async fn make(desk: &Desk<'_>, change: Change, reason: Option<String>) -> Result<PublishOutcome, Answer> {
    make_by(&desk.seat, desk.publishes(), change, reason).await
}

/// Makes a change as somebody in particular.
///
/// # Errors
/// As [`make`].
pub(super) async fn make_by(
    seat: &Seat<'_>,
    by: PublishedBy,
    change: Change,
    reason: Option<String>,
) -> Result<PublishOutcome, Answer> {
    let asked = seat.asked;
    let reason = reason.filter(|reason| !reason.is_empty());
    if reason.as_ref().is_some_and(|reason| reason.chars().count() > REASON_LENGTH_MAX) {
        return Err(said(poem::http::StatusCode::UNPROCESSABLE_ENTITY, words::REASON_TOO_LONG));
    }
    let input = serde_json::to_vec(&(&by.publisher, &change, &reason)).map_err(fault)?;
    let key = asked.form.one(KEY_FIELD).parse::<IdempotencyKey>().ok();
    let idempotent =
        key.map(|key| IdempotentRequest { token: seat.held.token, key, input: InputDigest::of("workspace", &input) });
    let request = PublishRequest {
        by,
        change,
        reason,
        idempotent,
        dry_run: false,
        with_impact: false,
        now: asked.now,
        today: asked.today,
    };
    ops::publish(&asked.web.state, request).await.map_err(fault)
}

/// What was written.
pub(super) fn receipt(receipt: &Receipt) -> Part {
    let entry = receipt.sequence.map_or_else(|| words::NOTHING_WRITTEN.to_owned(), |number| number.to_string());
    Part::Facts(vec![
        (words::SUBJECT, receipt.subject.parse().map_or_else(|_| receipt.subject.clone(), |one| words::subject(&one))),
        (words::REVISION, receipt.revision.to_string()),
        (words::AUDIT_ENTRY, entry),
    ])
}

/// The differences, the number they need, and what the change does to others.
pub(super) fn parts(receipt: &Receipt) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(bump) = &receipt.bump {
        parts.push(Part::Heading(words::DIFFERENCES.to_owned()));
        parts.push(Part::Text(words::bump(&bump.bump, &bump.compared_with, &bump.least)));
        if receipt.differences.is_empty() {
            parts.push(Part::Text(words::NO_DIFFERENCE.to_owned()));
        } else {
            let rows = receipt.differences.iter().map(|one| {
                let cells = [
                    words::field(&one.field),
                    words::sentence(&one.sentence),
                    one.before.clone().unwrap_or_else(|| words::NOTHING.to_owned()),
                    one.after.clone().unwrap_or_else(|| words::NOTHING.to_owned()),
                    words::step(&one.bump).to_owned(),
                ];
                cells.into_iter().map(Link::only).collect()
            });
            let (caption, columns) = (words::compared_with(&bump.compared_with), words::DIFFERENCE_COLUMNS.to_vec());
            parts.push(Part::Table(Table { caption, columns, rows: rows.collect() }));
        }
    }
    if let Some(impact) = &receipt.impact {
        parts.push(Part::Heading(words::IMPACT.to_owned()));
        parts.extend(of_impact(impact));
    }
    parts
}

fn of_impact(impact: &ImpactReceipt) -> Vec<Part> {
    let mut all = Vec::new();
    all.extend(impact.requisites.iter().map(words::requisite));
    all.extend(impact.credit.iter().map(words::credit));
    all.extend(impact.pathways.iter().map(pathway));
    let held =
        impact.credentials.iter().filter(|one| one.issued > 0).map(words::held).map(Link::only).collect::<Vec<_>>();
    let mut parts = Vec::new();
    if all.is_empty() {
        parts.push(Part::Text(words::NO_IMPACT.to_owned()));
    } else {
        parts.push(Part::List(all.into_iter().map(Link::only).collect()));
    }
    if !held.is_empty() {
        parts.push(Part::List(held));
    }
    parts.push(Part::Text(words::asked(impact.asked, impact.untouched, impact.unchanged)));
    parts
}

fn pathway(one: &PathwayReceipt) -> String {
    words::pathway(one, one.before.as_ref().map(best), one.after.as_ref().map(best))
}

fn best(best: &BestReceipt) -> String {
    let cost = Aud::from_cents(best.cost_cents).map_or_else(String::new, |cost| cost.to_string());
    match best.finish {
        Some(finish) => words::cost_and_finish(&cost, &in_words(finish)),
        None => words::MET_ALREADY.to_owned(),
    }
}

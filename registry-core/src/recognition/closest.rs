//! Which awards a record is nearest to.

use chrono::NaiveDate;

use super::award;
use super::items::Items;
use super::ledger::{Amount, Ledger};
use crate::catalogue::Catalogue;
use crate::learner_record::LearnerRecord;
use crate::qualification::Currency;

/// An award and how near it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closest {
    /// What counts towards it, and what is left.
    pub ledger: Ledger,
    /// The share of it that may be credited if everything is granted, in thousandths, rounded **down**; `None`: its size
    /// is not stated.
    pub credited_permille: Option<u32>,
}

/// The awards towards which something of the record counts, nearest first: by the share that is credited if everything
/// is granted, the largest first; then by the hours that are left, the fewest first; then by code. Awards without a stated size come
/// last. Those that are held, and those that something newer has replaced, are left out.
pub fn closest(catalogue: &Catalogue, record: &LearnerRecord, at: NaiveDate) -> Vec<Closest> {
    let items = Items::of(catalogue, record, at);
    let current = catalogue.qualifications().filter(|entry| entry.currency == Currency::Current);
    let ledgers = current.map(|entry| award::ledger(catalogue, &items, entry, at));
    let mut found: Vec<Closest> = ledgers
        .filter(|ledger| !ledger.held && !ledger.lines.is_empty())
        .map(|ledger| Closest { credited_permille: permille(&ledger), ledger })
        .collect();
    found.sort_by_cached_key(|found| {
        let hours = found.ledger.remaining.hours.map_or(u32::MAX, |hours| hours.minutes());
        (std::cmp::Reverse(found.credited_permille), hours, found.ledger.qualification.clone())
    });
    found
}

fn permille(ledger: &Ledger) -> Option<u32> {
    let size = millionths(ledger.size?);
    let credited = millionths(ledger.totals.if_all_granted);
    (size > 0).then(|| u32::try_from(credited.saturating_mul(1_000) / size).unwrap_or(u32::MAX))
}

fn millionths(amount: Amount) -> i64 {
    match amount {
        Amount::Points(points) => points.millionths(),
        Amount::Units(units) => i64::from(units) * award::WHOLE,
    }
}

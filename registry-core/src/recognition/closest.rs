//! Which awards a record is nearest to.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::award;
use super::items::Items;
use super::ladder::heights_from;
use super::ledger::{Amount, Ledger};
use crate::catalogue::Catalogue;
use crate::learner_record::LearnerRecord;
use crate::qualification::Currency;

/// Every award that is not held, nearest first, and how many are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// The awards.
    pub awards: Vec<Closest>,
    /// How many awards are left out since they are held.
    pub held: usize,
    /// How many are left out since something newer has replaced them.
    pub replaced: usize,
}

/// An award and how near it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closest {
    /// What counts towards it, and what is left.
    pub ledger: Ledger,
    /// The share of it that may be credited if everything is granted, in thousandths, rounded **down**; `None`: its size
    /// is not stated.
    pub credited_permille: Option<u32>,
    /// How many rungs of the ladder it is above what the record has, a lowest rung that is not held counted; 0: it is such a
    /// lowest rung; `None`: no rungs lead to it.
    pub rungs: Option<u32>,
}

/// All current awards, nearest first. First those towards which something of the record counts: by the share that is
/// credited if everything is granted, the largest first, and last those whose size is not stated. Then those towards which
/// nothing counts yet: by the rungs of the ladder, the fewest first, and last those that no rungs lead to. What is alike so
/// far stands by the hours that are left, the fewest first, and then by code.
pub fn closest(catalogue: &Catalogue, record: &LearnerRecord, at: NaiveDate) -> Nearest {
    let items = Items::of(catalogue, record, at);
    let heights = heights_from(catalogue, &items);
    let (current, replaced): (Vec<_>, Vec<_>) =
        catalogue.qualifications().partition(|entry| entry.currency == Currency::Current);
    let ledgers = current.into_iter().map(|entry| award::ledger(catalogue, &items, entry, at));
    let (held, open): (Vec<Ledger>, Vec<Ledger>) = ledgers.partition(|ledger| ledger.held);
    let mut awards: Vec<Closest> = open
        .into_iter()
        .map(|ledger| Closest {
            credited_permille: permille(&ledger),
            rungs: heights.get(&ledger.qualification).copied(),
            ledger,
        })
        .collect();
    awards.sort_by_cached_key(|found| {
        let nothing = found.ledger.lines.is_empty();
        // No stated size is `None`, which stands below any share, and so after it.
        let share = Reverse(found.credited_permille.filter(|_| !nothing));
        let rungs = found.rungs.filter(|_| nothing).unwrap_or(u32::MAX);
        let hours = found.ledger.remaining.hours.map_or(u32::MAX, |hours| hours.minutes());
        (nothing, share, rungs, hours, found.ledger.qualification.clone())
    });
    Nearest { awards, held: held.len(), replaced: replaced.len() }
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

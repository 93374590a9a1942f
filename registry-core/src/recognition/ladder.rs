//! The ladder: the rungs above what somebody holds, each with its entry, its credit and what is left.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::NaiveDate;

use super::award;
use super::items::{Items, Thing};
use super::ledger::Ledger;
use crate::catalogue::Catalogue;
use crate::eligibility::{Eligibility, Subject, eligibility};
use crate::id::QualificationCode;
use crate::learner_record::LearnerRecord;
use crate::qualification::Currency;
use crate::source::Provenance;

/// One rung of the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// Which qualification.
    pub qualification: QualificationCode,
    /// How many rungs up it is: 0 is held, or where somebody starts who holds none.
    pub height: u32,
    /// From which rungs it is reached, and who says that they lead to it; empty on the lowest.
    pub from: Vec<(QualificationCode, Provenance)>,
    /// What entry asks for, and how the record stands to it on the day.
    pub entry: Eligibility,
    /// What counts towards it, and what is left.
    pub ledger: Ledger,
}

/// Every rung that can be reached from what is held, lowest first, then in order of level and code. Somebody who holds
/// no qualification of a ladder begins at its lowest rungs: those that nothing leads to.
pub fn ladder(catalogue: &Catalogue, record: &LearnerRecord, at: NaiveDate) -> Vec<Rung> {
    let items = Items::of(catalogue, record, at);
    let heights = heights(catalogue, &starts(catalogue, &items));
    let mut rungs: Vec<Rung> =
        heights.iter().filter_map(|(code, &height)| rung(catalogue, record, &items, at, code, height)).collect();
    rungs.sort_by_cached_key(|rung| {
        let level = catalogue.qualification(&rung.qualification).map(|entry| entry.aqf_type.level());
        (rung.height, level, rung.qualification.clone())
    });
    let reached: BTreeSet<QualificationCode> = heights.into_keys().collect();
    for rung in &mut rungs {
        rung.from.retain(|(code, _)| reached.contains(code));
    }
    rungs
}

/// Where the climb begins.
fn starts(catalogue: &Catalogue, items: &Items<'_>) -> BTreeSet<QualificationCode> {
    let held = items.all.iter().filter(|item| !item.is_open());
    let held: BTreeSet<QualificationCode> = held
        .filter_map(|item| match item.thing {
            Thing::Qualification(code) => catalogue.qualification(code).map(|entry| entry.code.clone()),
            Thing::Course(_) => None,
        })
        .collect();
    if !held.is_empty() {
        return held;
    }
    let led_to: BTreeSet<&QualificationCode> =
        catalogue.qualifications().flat_map(|entry| &entry.leads_to).map(|rung| &rung.qualification).collect();
    let current = catalogue.qualifications().filter(|entry| entry.currency == Currency::Current);
    let lowest = current.filter(|entry| !entry.leads_to.is_empty() && !led_to.contains(&entry.code));
    lowest.map(|entry| entry.code.clone()).collect()
}

/// The fewest rungs to each that can be reached. What is held leads on as its equivalent successor does, too.
fn heights(catalogue: &Catalogue, starts: &BTreeSet<QualificationCode>) -> BTreeMap<QualificationCode, u32> {
    let mut heights: BTreeMap<QualificationCode, u32> = starts.iter().map(|code| (code.clone(), 0)).collect();
    let mut waiting: VecDeque<QualificationCode> = starts.iter().cloned().collect();
    while let Some(code) = waiting.pop_front() {
        let height = heights.get(&code).copied().unwrap_or(0);
        let Some(entry) = catalogue.qualification(&code) else { continue };
        let next = entry.leads_to.iter().map(|rung| (&rung.qualification, height + 1));
        let same = entry.superseded_by.iter().filter(|next| next.equivalence == crate::course::Equivalence::Equivalent);
        for (reached, height) in next.chain(same.map(|next| (&next.qualification, height))) {
            if !heights.contains_key(reached) {
                heights.insert(reached.clone(), height);
                waiting.push_back(reached.clone());
            }
        }
    }
    heights
}

fn rung(
    catalogue: &Catalogue,
    record: &LearnerRecord,
    items: &Items<'_>,
    at: NaiveDate,
    code: &QualificationCode,
    height: u32,
) -> Option<Rung> {
    let entry = catalogue.qualification(code)?;
    let from = catalogue.qualifications().flat_map(|below| {
        let leads = below.leads_to.iter().filter(|rung| rung.qualification == *code);
        leads.map(|rung| (below.code.clone(), rung.provenance.clone()))
    });
    Some(Rung {
        qualification: code.clone(),
        height,
        from: if height == 0 { Vec::new() } else { from.collect() },
        entry: eligibility(catalogue, record, &Subject::Qualification(code.clone()), at).ok()?,
        ledger: award::ledger(catalogue, items, entry, at),
    })
}

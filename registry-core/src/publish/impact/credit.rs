//! Credit that is lost towards qualifications.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::CreditImpact;
use super::reach::{Changed, made_of};
use crate::catalogue::Catalogue;
use crate::graph::NodeKey;
use crate::id::QualificationCode;
use crate::learner_record::{HELD_MAX, Held, LearnerRecord, LearnerRecordParts};
use crate::recognition::{Totals, ledger};

/// The qualifications towards which less can be credited than before, in order of code. What counts is what the ledger
/// gives somebody who holds everything that counts before or after, in its newest version, completed on `today`.
pub(super) fn lost(before: &Catalogue, after: &Catalogue, changed: &Changed, today: NaiveDate) -> Vec<CreditImpact> {
    let mut found = Vec::new();
    for award in after.qualifications() {
        let code = &award.code;
        if before.qualification(code).is_none() {
            continue;
        }
        let counts: BTreeSet<NodeKey> = made_of(before, code).into_iter().chain(made_of(after, code)).collect();
        let own = NodeKey::Qualification(code.clone());
        if !changed.keys.contains(&own) && counts.is_disjoint(&changed.keys) {
            continue;
        }
        let totals = |catalogue: &Catalogue| totals(catalogue, &counts, code, today);
        let (Some(was), Some(is)) = (totals(before), totals(after)) else { continue };
        if is.guaranteed < was.guaranteed || is.if_all_granted < was.if_all_granted {
            found.push(CreditImpact {
                qualification: code.clone(),
                title: award.title.clone(),
                guaranteed_before: was.guaranteed,
                guaranteed_after: is.guaranteed,
                possible_before: was.if_all_granted,
                possible_after: is.if_all_granted,
            });
        }
    }
    found
}

/// What everything that counts is worth.
fn totals(
    catalogue: &Catalogue,
    counts: &BTreeSet<NodeKey>,
    award: &QualificationCode,
    today: NaiveDate,
) -> Option<Totals> {
    let held = counts.iter().filter_map(|key| match key {
        NodeKey::Course(code) => {
            let version = catalogue.course(code)?.versions.last()?.version.clone();
            Some(Held::Course { course: code.clone(), version, completed: today })
        }
        NodeKey::Qualification(code) => {
            catalogue.qualification(code)?;
            Some(Held::Qualification { qualification: code.clone(), completed: today })
        }
        NodeKey::Tier(_) | NodeKey::Role(_) => None,
    });
    let held = held.take(HELD_MAX).collect();
    let record = LearnerRecord::new(LearnerRecordParts { held, ..LearnerRecordParts::empty(today) }).ok()?;
    ledger(catalogue, &record, award, today).ok().map(|ledger| ledger.totals)
}

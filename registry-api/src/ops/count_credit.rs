//! Counts what somebody holds towards qualifications.

use chrono::NaiveDate;
use registry_core::eligibility::{Eligibility, Subject, UnknownSubject, eligibility};
use registry_core::id::QualificationCode;
use registry_core::learner_record::LearnerRecord;
use registry_core::recognition::{self, Ledger, Nearest, Rung, Unshown};

use crate::snapshot::Snapshot;

/// The most qualifications that are compared at once.
pub const COMPARED_MAX: usize = 10;

/// One of several qualifications that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What counts towards it, and what is left.
    pub ledger: Ledger,
    /// What entry asks for, and how the record stands to it on the day.
    pub entry: Eligibility,
}

/// What a record is worth towards one qualification on the day `at`.
///
/// # Errors
/// A qualification that the catalogue does not have.
pub fn count_credit(
    snapshot: &Snapshot,
    record: &LearnerRecord,
    towards: &QualificationCode,
    at: NaiveDate,
) -> Result<Ledger, UnknownSubject> {
    recognition::ledger(snapshot.catalogue(), record, towards, at)
}

/// The claims of a record that nobody has answered, and what of each no evidence is for.
pub fn claims_without_evidence(snapshot: &Snapshot, record: &LearnerRecord) -> Vec<Unshown> {
    recognition::claims_without_evidence(snapshot.catalogue(), record)
}

/// The awards that a record does not hold, nearest first.
pub fn closest(snapshot: &Snapshot, record: &LearnerRecord, at: NaiveDate) -> Nearest {
    recognition::closest(snapshot.catalogue(), record, at)
}

/// The rungs that a record leads to, lowest first.
pub fn ladder(snapshot: &Snapshot, record: &LearnerRecord, at: NaiveDate) -> Vec<Rung> {
    recognition::ladder(snapshot.catalogue(), record, at)
}

/// The ledgers of several qualifications side by side, in the order given, each with its entry.
///
/// # Errors
/// Every qualification that the catalogue does not have, each with its place in what was given.
pub fn compare(
    snapshot: &Snapshot,
    record: &LearnerRecord,
    qualifications: &[QualificationCode],
    at: NaiveDate,
) -> Result<Vec<Comparison>, Vec<(usize, UnknownSubject)>> {
    let (mut entries, mut unknown) = (Vec::new(), Vec::new());
    for (index, code) in qualifications.iter().enumerate() {
        match eligibility(snapshot.catalogue(), record, &Subject::Qualification(code.clone()), at) {
            Ok(entry) => entries.push(entry),
            Err(error) => unknown.push((index, error)),
        }
    }
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let ledgers = recognition::ledgers(snapshot.catalogue(), record, qualifications, at);
    let ledgers = ledgers.map_err(|error| vec![(0, error)])?;
    Ok(ledgers.into_iter().zip(entries).map(|(ledger, entry)| Comparison { ledger, entry }).collect())
}

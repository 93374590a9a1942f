//! Says whether a person may start something.

use chrono::NaiveDate;
use registry_core::eligibility::{self, Eligibility, Subject, UnknownSubject};
use registry_core::learner_record::LearnerRecord;

use crate::snapshot::Snapshot;

/// Whether the person may start `subject` on the day `at`: yes, not yet, or no, with a finding for each requisite.
///
/// # Errors
/// A subject that the catalogue does not have.
pub fn check_eligibility(
    snapshot: &Snapshot,
    record: &LearnerRecord,
    subject: &Subject,
    at: NaiveDate,
) -> Result<Eligibility, UnknownSubject> {
    eligibility::eligibility(snapshot.catalogue(), record, subject, at)
}

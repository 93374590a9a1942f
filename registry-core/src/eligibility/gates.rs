//! From which day a gate holds for a person.

use chrono::NaiveDate;

use crate::learner_record::{Employment, LearnerAnswer, LearnerRecord, PartnerRelease};
use crate::requisite::Gate;
use crate::words;

use super::{NOT_SAID, Standing, is_missing};

/// From which day a gate holds, as things stand; the answer for `at` is whether that day has come.
pub fn gate_standing(record: &LearnerRecord, gate: &Gate, at: NaiveDate, notes: &mut Vec<String>) -> Standing {
    let not_said = not_said(record, gate);
    let standing = match gate_from(record, gate) {
        Some(from) if from <= at => Standing::Met,
        Some(from) => Standing::MetFrom(from),
        None if !not_said.is_empty() => Standing::NotSaid,
        None => Standing::Missing,
    };
    match (standing, gate) {
        (Standing::Met, Gate::Attested { statement }) => notes.push(format!(
            "you confirm this to the provider yourself, and the registry neither asks nor keeps it: {statement}"
        )),
        (Standing::Met, _) => {}
        (Standing::MetFrom(from), _) => {
            notes.push(format!("{} holds from {}", words::gate(gate), crate::date::in_words(from)));
        }
        (Standing::NotSaid, _) => {}
        (Standing::Missing, _) => notes.push(is_missing(&words::gate(gate))),
    }
    if matches!(standing, Standing::MetFrom(_) | Standing::NotSaid) {
        let note = |answer: LearnerAnswer| format!("{NOT_SAID}{}; tell it with {}", answer.words(), answer.name());
        notes.extend(not_said.into_iter().map(note));
    }
    standing
}

/// The answers that were not given and with which a gate might hold, or hold sooner.
fn not_said(record: &LearnerRecord, gate: &Gate) -> Vec<LearnerAnswer> {
    let asked: &[LearnerAnswer] = match gate {
        Gate::ExperienceOver { .. } | Gate::ExperienceAtLeast { .. } => {
            &[LearnerAnswer::Experience, LearnerAnswer::Employment]
        }
        Gate::Employed => &[LearnerAnswer::Employment],
        Gate::PartnerRelease => &[LearnerAnswer::Employment, LearnerAnswer::PartnerRelease],
        Gate::Supervision { .. } => &[LearnerAnswer::Supervision],
        Gate::Placement { .. } => &[LearnerAnswer::Employment, LearnerAnswer::Placement],
        Gate::Attested { .. } => &[],
    };
    let says = |answer| !record.has_not_said(answer);
    let no_release = says(LearnerAnswer::PartnerRelease) && record.partner_release() == PartnerRelease::NotAgreed;
    let no_work = says(LearnerAnswer::Employment) && record.employment() == Employment::NotEmployed;
    // Both are needed: one that is ruled out leaves nothing to ask.
    if *gate == Gate::PartnerRelease && (no_release || no_work) {
        return Vec::new();
    }
    asked.iter().copied().filter(|answer| record.has_not_said(*answer)).collect()
}

/// The first day on which a gate holds; `None`: never, as things stand. A gate that holds already holds from
/// the day the record is said for.
pub fn gate_from(record: &LearnerRecord, gate: &Gate) -> Option<NaiveDate> {
    let now = record.as_at();
    let employed_from = match record.employment() {
        Employment::Employed => Some(now),
        Employment::Starting { from } => Some(from),
        Employment::NotEmployed => None,
    };
    match gate {
        Gate::ExperienceOver { months } => record.experience_over_from(*months),
        Gate::ExperienceAtLeast { months } => record.experience_from(*months),
        Gate::Employed => employed_from,
        Gate::PartnerRelease if record.partner_release() == PartnerRelease::Agreed => employed_from,
        Gate::PartnerRelease => None,
        Gate::Supervision { perspective: None } => (!record.supervision().is_empty()).then_some(now),
        Gate::Supervision { perspective: Some(wanted) } => record.supervision().contains(wanted).then_some(now),
        Gate::Placement { hours } if record.placement() >= *hours => Some(now),
        // The work of a consumer worker is such work.
        Gate::Placement { .. } => employed_from,
        Gate::Attested { .. } => Some(now),
    }
}

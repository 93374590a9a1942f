//! May this person start this, and if not, from when, or what is missing?

use async_graphql::{Enum, Object, SimpleObject};
use chrono::NaiveDate;
use registry_core::eligibility as core;
use registry_core::learner_record::LearnerAnswer;

use super::problem::EligibilityError;
use super::requisite::{RequisiteKind, Strength};
use super::source::Provenance;
use crate::graphql::scalars::Date;
use crate::snapshot::Snapshot;

/// The answer of `eligibility`: a verdict, or what to correct first.
#[derive(SimpleObject)]
pub(crate) struct EligibilityPayload<'a> {
    /// The verdict; null when something must be corrected first.
    pub(crate) eligibility: Option<Eligibility<'a>>,
    /// Everything that must be corrected, at most 50; empty when there is a verdict.
    pub(crate) user_errors: Vec<EligibilityError>,
}

/// Yes, not yet, no, or not to be told yet. All four are answers.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Everything required is met.
    Yes,
    /// Everything required will be met from a known day on, if the person keeps working.
    NotYet,
    /// Whether everything required is met rests on answers that were not given; the notes say which.
    NotSaid,
    /// Something required is missing, and time alone does not bring it.
    No,
}

/// Whether a person may start something.
pub(crate) struct Eligibility<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) on: NaiveDate,
    pub(crate) answer: core::Eligibility,
}

/// Whether a person may start something, with a finding for every requisite.
#[Object]
impl Eligibility<'_> {
    /// Yes, not yet, no, or not to be told yet.
    async fn verdict(&self) -> Verdict {
        match self.answer.verdict {
            core::Verdict::Yes => Verdict::Yes,
            core::Verdict::NotYet { .. } => Verdict::NotYet,
            core::Verdict::NotSaid => Verdict::NotSaid,
            core::Verdict::No => Verdict::No,
        }
    }

    /// The first day on which everything required is met; null unless the verdict is `NOT_YET`.
    async fn from(&self) -> Option<Date> {
        match self.answer.verdict {
            core::Verdict::NotYet { from } => Some(Date(from)),
            core::Verdict::Yes | core::Verdict::NotSaid | core::Verdict::No => None,
        }
    }

    /// The day the verdict is for.
    async fn on(&self) -> Date {
        Date(self.on)
    }

    /// What was found for each requisite, in the order in which they are written; at most a few dozen.
    async fn findings(&self) -> Vec<Finding<'_>> {
        self.answer.findings.iter().map(|finding| Finding::new(self.at, finding)).collect()
    }
}

/// Whether a requirement is met.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is.
    Met,
    /// It will be, from a known day on.
    MetFrom,
    /// It rests on an answer that was not given; the notes say which.
    NotSaid,
    /// It is not, and time alone does not change that.
    Missing,
}

/// What was found for one requisite.
#[derive(SimpleObject)]
pub(crate) struct Finding<'a> {
    /// What it asks for, in words.
    requirement: &'a str,
    /// Before, or at the same time.
    kind: RequisiteKind,
    /// Required or advised; an advised one never changes the verdict.
    strength: Strength,
    /// Whether it is met.
    standing: Standing,
    /// From which day it is met; null unless `standing` is `MET_FROM`.
    from: Option<Date>,
    /// Why it stands so: what is missing, what was nearly right; at most a few for each part of the requisite.
    notes: Vec<String>,
    /// Who asks for it.
    provenance: Provenance<'a>,
}

impl<'a> Finding<'a> {
    fn new(at: &'a Snapshot, finding: &'a core::Finding) -> Self {
        let (standing, from) = match finding.standing {
            core::Standing::Met => (Standing::Met, None),
            core::Standing::MetFrom(from) => (Standing::MetFrom, Some(Date(from))),
            core::Standing::NotSaid => (Standing::NotSaid, None),
            core::Standing::Missing => (Standing::Missing, None),
        };
        Self {
            requirement: &finding.requirement,
            kind: finding.kind.into(),
            strength: finding.strength.into(),
            standing,
            from,
            notes: finding.notes.iter().map(|note| with_our_name(note)).collect(),
            provenance: Provenance::new(at, &finding.provenance),
        }
    }
}

/// A note with the name of the answer it asks for as this interface has it, where it asks for one.
fn with_our_name(note: &str) -> String {
    let asked = |answer: &LearnerAnswer| note.starts_with(core::NOT_SAID) && note.ends_with(answer.name());
    match LearnerAnswer::ALL.into_iter().find(asked) {
        Some(answer) => format!("{}{}", note.strip_suffix(answer.name()).unwrap_or(note), field_of(answer)),
        None => note.to_owned(),
    }
}

fn field_of(answer: LearnerAnswer) -> &'static str {
    match answer {
        LearnerAnswer::Experience => "experienceMonths",
        LearnerAnswer::Employment => "employment",
        LearnerAnswer::PartnerRelease => "partnerRelease",
        LearnerAnswer::Supervision => "supervision",
        LearnerAnswer::Placement => "placementHours",
    }
}

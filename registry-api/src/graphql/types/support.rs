//! What stands beside courses: funding and support.

use async_graphql::{Enum, SimpleObject};
use registry_core::provider as core;
use registry_core::words;

use super::course::CourseKind;
use super::role::Perspective;
use super::source::{Provenance, is_invented};
use crate::graphql::scalars::Aud;
use crate::snapshot::Snapshot;

/// Sorts of funding. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::FundingKind")]
pub(crate) enum FundingKind {
    /// Awarded to a person.
    Scholarship,
    /// Paid training on the job.
    Traineeship,
    /// Paid time to study.
    StudyLeave,
    /// A sum to spend on development of one's own choosing.
    Brokerage,
    /// A course that costs those entitled nothing.
    FeeFree,
    /// Paid by the employer.
    Employer,
    /// Given to an organisation.
    Grant,
}

/// For what an amount of funding is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::AmountPer")]
pub(crate) enum AmountPer {
    /// Once for a person.
    Person,
    /// Again in each plan year.
    Year,
}

/// What a funding source pays for: any of some courses, qualifications and kinds of course, and of those only what
/// certain providers teach, where any is named. Providers alone: everything they teach.
#[derive(SimpleObject)]
pub(crate) struct PaysFor<'a> {
    /// Codes of courses; at most a few dozen.
    courses: Vec<&'a str>,
    /// Codes of qualifications; at most a few dozen.
    qualifications: Vec<&'a str>,
    /// Kinds of course, at most 8.
    kinds: Vec<CourseKind>,
    /// Codes of the providers; at most a few dozen; empty: whoever teaches it.
    providers: Vec<&'a str>,
}

impl<'a> PaysFor<'a> {
    fn new(pays_for: &'a core::PaysFor) -> Self {
        Self {
            courses: pays_for.courses.iter().map(|code| code.as_str()).collect(),
            qualifications: pays_for.qualifications.iter().map(|code| code.as_str()).collect(),
            kinds: super::each(&pays_for.kinds),
            providers: pays_for.providers.iter().map(|code| code.as_str()).collect(),
        }
    }
}

/// Money or time that somebody else gives.
#[derive(SimpleObject)]
pub(crate) struct FundingSource<'a> {
    /// Its code.
    code: &'a str,
    /// Its name.
    title: &'a str,
    /// What sort it is.
    kind: FundingKind,
    /// How much; null when it is not stated.
    amount: Option<Aud>,
    /// For what the amount is.
    per: AmountPer,
    /// What it pays for, beside the fees that offerings state; null: nothing.
    pays_for: Option<PaysFor<'a>>,
    /// How many places it has; null when that is not stated. Whether any is left the registry cannot know.
    places: Option<u32>,
    /// What must hold when a plan begins so that it pays, in words; at most a few.
    requires: Vec<String>,
    /// The perspectives of those it is for, at most 2; empty: everyone's.
    perspectives: Vec<Perspective>,
    /// On what conditions, in words; null when they are not stated.
    conditions: Option<&'a str>,
    /// Where it is described.
    provenance: Provenance<'a>,
    /// Whether it is made up to show how the registry works.
    invented: bool,
}

impl<'a> FundingSource<'a> {
    pub(crate) fn new(at: &'a Snapshot, entry: &'a core::FundingSource) -> Self {
        Self {
            code: entry.code.as_str(),
            title: &entry.title,
            kind: entry.kind.into(),
            amount: entry.amount.map(Aud),
            per: entry.per.into(),
            pays_for: (!entry.pays_for.is_empty()).then(|| PaysFor::new(&entry.pays_for)),
            places: entry.places,
            requires: entry.requires.iter().map(words::gate).collect(),
            perspectives: super::each(&entry.perspectives),
            conditions: entry.conditions.as_deref(),
            provenance: Provenance::new(at, &entry.provenance),
            invented: is_invented(&entry.provenance),
        }
    }
}

/// Sorts of support. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::SupportKind")]
pub(crate) enum SupportKind {
    /// Supervision, of the worker's own discipline.
    Supervision,
    /// Reflective practice.
    ReflectivePractice,
    /// A network or community of practice.
    Network,
    /// A mentor.
    Mentoring,
    /// Induction.
    Induction,
}

/// Support beside courses that a person can ask for.
#[derive(SimpleObject)]
pub(crate) struct SupportCommitment<'a> {
    /// Its code.
    code: &'a str,
    /// Its name.
    title: &'a str,
    /// What sort it is.
    kind: SupportKind,
    /// What it is.
    description: &'a str,
    /// How often, in words; null when it is not stated.
    frequency: Option<&'a str>,
    /// The numbers of the tiers it goes with, at most 4; empty: every one.
    tiers: Vec<u8>,
    /// Where it is described.
    provenance: Provenance<'a>,
    /// Whether it is made up to show how the registry works.
    invented: bool,
}

impl<'a> SupportCommitment<'a> {
    pub(crate) fn new(at: &'a Snapshot, entry: &'a core::SupportCommitment) -> Self {
        Self {
            code: entry.code.as_str(),
            title: &entry.title,
            kind: entry.kind.into(),
            description: &entry.description,
            frequency: entry.frequency.as_deref(),
            tiers: entry.tiers.iter().map(|tier| tier.number()).collect(),
            provenance: Provenance::new(at, &entry.provenance),
            invented: is_invented(&entry.provenance),
        }
    }
}

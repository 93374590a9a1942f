//! Providers, and what stands beside courses: funding, support, tags, regions.

use serde::{Deserialize, Serialize};

use crate::id::{FundingCode, ProviderCode, RegionCode, SupportCode, TagCode};
use crate::money::Aud;
use crate::source::Provenance;
use crate::tier::Tier;

/// An organisation that teaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// Its code.
    pub code: ProviderCode,
    /// Its name.
    pub title: String,
    /// What sort of organisation it is.
    pub kind: ProviderKind,
    /// Where it is described; [`Provenance::Invented`] for those that do not exist.
    pub provenance: Provenance,
}

/// Sorts of organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProviderKind {
    /// A Registered Training Organisation.
    Rto,
    /// A university.
    University,
    /// Led by consumers (not only *directed* at them).
    ConsumerLed,
    /// A peak body.
    Peak,
    /// A government body.
    Government,
    /// A mental-health service.
    Service,
}

impl ProviderKind {
    /// Every kind.
    pub const ALL: [ProviderKind; 6] =
        [Self::Rto, Self::University, Self::ConsumerLed, Self::Peak, Self::Government, Self::Service];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rto => "rto",
            Self::University => "university",
            Self::ConsumerLed => "consumer-led",
            Self::Peak => "peak",
            Self::Government => "government",
            Self::Service => "service",
        }
    }
}

/// A label on courses: a value, a topic, content that must be included, a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Its code.
    pub code: TagCode,
    /// What sort of label it is.
    pub kind: TagKind,
    /// Its name.
    pub title: String,
    /// What it means.
    pub description: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// Sorts of label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TagKind {
    /// One of the nine values of consumer work.
    Value,
    /// Content that training must include.
    InclusiveContent,
    /// A subject.
    Topic,
    /// A named framework of practice.
    Framework,
}

impl TagKind {
    /// Every kind.
    pub const ALL: [TagKind; 4] = [Self::Value, Self::InclusiveContent, Self::Topic, Self::Framework];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::InclusiveContent => "inclusive-content",
            Self::Topic => "topic",
            Self::Framework => "framework",
        }
    }
}

/// A place to get to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Its code.
    pub code: RegionCode,
    /// Its name.
    pub title: String,
    /// Where it is described. Regions stored before they had a source are read as [`unsaid`](Provenance::unsaid).
    #[serde(default = "Provenance::unsaid")]
    pub provenance: Provenance,
}

/// Money or time somebody else gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundingSource {
    /// Its code.
    pub code: FundingCode,
    /// Its name.
    pub title: String,
    /// What sort it is.
    pub kind: FundingKind,
    /// How much, where it is stated.
    pub amount: Option<Aud>,
    /// On what conditions, where they are stated.
    pub conditions: Option<String>,
    /// Where it is described.
    pub provenance: Provenance,
}

/// Sorts of funding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FundingKind {
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

impl FundingKind {
    /// Every kind.
    pub const ALL: [FundingKind; 7] = [
        Self::Scholarship,
        Self::Traineeship,
        Self::StudyLeave,
        Self::Brokerage,
        Self::FeeFree,
        Self::Employer,
        Self::Grant,
    ];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scholarship => "scholarship",
            Self::Traineeship => "traineeship",
            Self::StudyLeave => "study-leave",
            Self::Brokerage => "brokerage",
            Self::FeeFree => "fee-free",
            Self::Employer => "employer",
            Self::Grant => "grant",
        }
    }
}

/// Support beside courses that a person can ask for. Never wellbeing content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportCommitment {
    /// Its code.
    pub code: SupportCode,
    /// Its name.
    pub title: String,
    /// What sort it is.
    pub kind: SupportKind,
    /// What it is.
    pub description: String,
    /// How often, in words, where it is stated.
    pub frequency: Option<String>,
    /// The tiers it goes with; empty: every one.
    pub tiers: Vec<Tier>,
    /// Where it is described.
    pub provenance: Provenance,
}

/// Sorts of support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SupportKind {
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

impl SupportKind {
    /// Every kind.
    pub const ALL: [SupportKind; 5] =
        [Self::Supervision, Self::ReflectivePractice, Self::Network, Self::Mentoring, Self::Induction];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Supervision => "supervision",
            Self::ReflectivePractice => "reflective-practice",
            Self::Network => "network",
            Self::Mentoring => "mentoring",
            Self::Induction => "induction",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_stored_without_a_source_says_that_nobody_gave_one() {
        let stored = r#"{"code": "perth", "title": "Perth"}"#;
        let read: Region = serde_json::from_str(stored).expect("a region");
        assert_eq!(read.provenance.to_string(), Provenance::unsaid().to_string());
        assert!(!read.provenance.carries_a_requirement());
    }
}

//! Providers, and what stands beside courses: funding, support, tags, regions.

use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::course::{CourseKind, Offering, OfferingOf};
use crate::id::{CourseCode, FundingCode, ProviderCode, QualificationCode, RegionCode, SupportCode, TagCode};
use crate::money::Aud;
use crate::requisite::Gate;
use crate::role::Perspective;
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
    /// For what the amount is: a person's whole pathway, or each of its years.
    #[serde(default)]
    pub per: AmountPer,
    /// What it pays for, beside the fees that offerings state; empty: nothing.
    #[serde(default)]
    pub pays_for: PaysFor,
    /// How many places it has, where that is stated. Whether any is left nobody here can know.
    #[serde(default)]
    pub places: Option<u32>,
    /// What must hold when a plan begins so that it pays.
    #[serde(default)]
    pub requires: Vec<Gate>,
    /// The perspectives of those it is for; empty: everyone's.
    #[serde(default)]
    pub perspectives: Vec<Perspective>,
    /// On what conditions, where they are stated.
    pub conditions: Option<String>,
    /// Where it is described.
    pub provenance: Provenance,
}

/// For what an amount of funding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AmountPer {
    /// Once for a person.
    #[default]
    Person,
    /// Again in each plan year, for the steps that start in it.
    Year,
}

impl AmountPer {
    /// Both.
    pub const ALL: [AmountPer; 2] = [Self::Person, Self::Year];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Year => "year",
        }
    }
}

/// What a funding source pays for: any of some courses, qualifications and kinds of course, and of those only what
/// certain providers teach, where any is named. Providers alone: everything they teach.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PaysFor {
    /// Courses.
    pub courses: Vec<CourseCode>,
    /// Qualifications.
    pub qualifications: Vec<QualificationCode>,
    /// Kinds of course.
    pub kinds: Vec<CourseKind>,
    /// Only what these teach; empty: whoever teaches it.
    pub providers: Vec<ProviderCode>,
}

impl PaysFor {
    /// Whether it is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.courses.is_empty() && self.qualifications.is_empty() && self.kinds.is_empty() && self.providers.is_empty()
    }
}

/// How much a funding source pays of the price of what it pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pays {
    /// All of it.
    All,
    /// All of it, up to an amount that everything it pays for shares.
    UpTo(Aud, AmountPer),
    /// Nobody has said how much. A plan counts on nothing; the person may ask.
    NotStated,
}

impl FundingSource {
    /// How much it pays: a stated amount; without one, all where it makes courses free, and otherwise nobody knows.
    pub fn pays(&self) -> Pays {
        match (self.amount, self.kind) {
            (Some(amount), _) => Pays::UpTo(amount, self.per),
            (None, FundingKind::FeeFree) => Pays::All,
            (None, _) => Pays::NotStated,
        }
    }

    /// Whether it pays towards an offering. Where the offering states a fee for it that is less than the price, that fee is
    /// all it does; one that is not is no help, and nobody has to take it.
    pub fn covers(&self, catalogue: &Catalogue, offering: &Offering) -> bool {
        let PaysFor { courses, qualifications, kinds, providers } = &self.pays_for;
        let anything = courses.is_empty() && qualifications.is_empty() && kinds.is_empty();
        let named = match &offering.of {
            OfferingOf::Course { course, .. } => {
                courses.contains(course) || catalogue.course(course).is_some_and(|course| kinds.contains(&course.kind))
            }
            OfferingOf::Qualification(code) => qualifications.contains(code),
        };
        let taught = providers.contains(&offering.provider);
        let paid = if anything { taught } else { named && (providers.is_empty() || taught) };
        paid && !offering.fees.iter().any(|fee| fee.funding == self.code && fee.price < offering.price)
    }
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

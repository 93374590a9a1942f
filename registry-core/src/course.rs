//! Courses, their versions, and the offerings in which they are taught.

use chrono::NaiveDate;
use semver::Version;
use serde::{Deserialize, Serialize};

use crate::aqf::AqfLevel;
use crate::credit::CreditPoints;
use crate::id::{
    CourseCode, CreditSchemeCode, FundingCode, OfferingCode, ProviderCode, QualificationCode, RegionCode, RoleCode,
    TagCode,
};
use crate::money::Aud;
use crate::requisite::Requisite;
use crate::role::Perspective;
use crate::rpl::RplOffer;
use crate::source::Provenance;
use crate::tier::Tier;
use crate::volume::Hours;

/// The most weeks one delivery takes: five years of 52 weeks, more than any award taught here needs.
pub const DELIVERY_WEEKS_MAX: u16 = 260;

/// What sort of learning a course is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CourseKind {
    /// A day or so, attended.
    Workshop,
    /// A year of sessions beside work.
    Internship,
    /// Further training for people who work.
    ProfessionalDevelopment,
    /// Guided reflection on practice, with others.
    ReflectivePractice,
    /// Certified, *assessed* learning of at least one hour, less than an award (National Microcredentials Framework).
    MicroCredential,
    /// A named set of units of competency.
    SkillSet,
    /// A unit of a national training package.
    UnitOfCompetency,
    /// A subject of a higher-education award.
    Subject,
}

impl CourseKind {
    /// Every kind.
    pub const ALL: [CourseKind; 8] = [
        Self::Workshop,
        Self::Internship,
        Self::ProfessionalDevelopment,
        Self::ReflectivePractice,
        Self::MicroCredential,
        Self::SkillSet,
        Self::UnitOfCompetency,
        Self::Subject,
    ];

    /// The name as files write it: `micro-credential`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Workshop => "workshop",
            Self::Internship => "internship",
            Self::ProfessionalDevelopment => "professional-development",
            Self::ReflectivePractice => "reflective-practice",
            Self::MicroCredential => "micro-credential",
            Self::SkillSet => "skill-set",
            Self::UnitOfCompetency => "unit-of-competency",
            Self::Subject => "subject",
        }
    }
}

/// The enduring thing a provider teaches, under one code, in one or more versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Its code.
    pub code: CourseCode,
    /// Its title.
    pub title: String,
    /// A title that does not disclose lived experience, where the provider has one.
    pub neutral_title: Option<String>,
    /// What sort of learning it is.
    pub kind: CourseKind,
    /// What it is, in a sentence or two.
    pub description: String,
    /// The tiers of the internship model it belongs to.
    pub tiers: Vec<Tier>,
    /// The roles it serves.
    pub roles: Vec<RoleCode>,
    /// Whose perspective it is for; empty: everyone's.
    pub perspectives: Vec<Perspective>,
    /// Values, topics, content.
    pub tags: Vec<TagCode>,
    /// The level it is aligned to.
    pub aqf_alignment: Option<AqfAlignment>,
    /// What has replaced it.
    pub superseded_by: Option<CourseSuccessor>,
    /// Its versions, oldest first; at least one.
    pub versions: Vec<CourseVersion>,
    /// The provider whose course it is and who may change it; `None`: the registry itself looks after it.
    #[serde(default)]
    pub publisher: Option<ProviderCode>,
    /// Where the course is described.
    pub provenance: Provenance,
}

impl Course {
    /// The newest published version, if any is published.
    pub fn current(&self) -> Option<&CourseVersion> {
        self.versions.iter().rev().find(|version| version.status == VersionStatus::Published)
    }

    /// The version of that number.
    pub fn version(&self, number: &Version) -> Option<&CourseVersion> {
        self.versions.iter().find(|version| version.version == *number)
    }

    /// Whether a worker of that perspective is among those it is for.
    pub fn serves(&self, perspective: Perspective) -> bool {
        self.perspectives.is_empty() || self.perspectives.contains(&perspective)
    }
}

/// The level a course is aligned to, and on what basis. Alignment is not award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AqfAlignment {
    /// The level.
    pub level: AqfLevel,
    /// On what basis, in words.
    pub basis: String,
}

/// What has replaced a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseSuccessor {
    /// The successor.
    pub course: CourseCode,
    /// Whether holding the old one counts as holding it.
    pub equivalence: Equivalence,
    /// Who says so.
    pub provenance: Provenance,
}

/// Whether a superseded thing counts as its successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Equivalence {
    /// It does.
    Equivalent,
    /// It does not.
    NotEquivalent,
    /// Nobody has said; so it does not, but the provider may be asked.
    NotStated,
}

impl Equivalence {
    /// Every answer to the question.
    pub const ALL: [Equivalence; 3] = [Self::Equivalent, Self::NotEquivalent, Self::NotStated];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::NotEquivalent => "not-equivalent",
            Self::NotStated => "not-stated",
        }
    }
}

/// The published text of a course: a semantic version that never changes once it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseVersion {
    /// Its number.
    pub version: Version,
    /// The day it was published.
    pub published: NaiveDate,
    /// Whether it is still taught.
    pub status: VersionStatus,
    /// What a person can do afterwards.
    pub outcomes: Vec<String>,
    /// How long the whole learning takes, assessment included.
    pub volume_of_learning: Hours,
    /// Whether the learning is assessed; attendance alone is not.
    pub assessed: bool,
    /// What it is worth, where somebody has said.
    pub credit: Option<Credit>,
    /// What must come before or beside it.
    pub requisites: Vec<Requisite>,
    /// The named sessions of an internship or series.
    pub sessions: Vec<String>,
}

/// Points in a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// How many.
    pub points: CreditPoints,
    /// In which scheme.
    pub scheme: CreditSchemeCode,
}

/// Whether a version is taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VersionStatus {
    /// Taught.
    Published,
    /// Replaced by a newer version; what people hold of it stays theirs.
    Superseded,
    /// No longer offered; what people hold of it stays theirs.
    Withdrawn,
}

impl VersionStatus {
    /// Every status, in the order in which a version passes through them.
    pub const ALL: [VersionStatus; 3] = [Self::Published, Self::Superseded, Self::Withdrawn];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One way and time in which a course version, or a whole qualification, is taught.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offering {
    /// Its code.
    pub code: OfferingCode,
    /// What is taught.
    pub of: OfferingOf,
    /// By whom.
    pub provider: ProviderCode,
    /// How.
    pub mode: Mode,
    /// Where; `None` only when it is online.
    pub region: Option<RegionCode>,
    /// When.
    pub delivery: Delivery,
    /// What a person without funding pays.
    pub price: Aud,
    /// Where the price comes from, when that is another place than the offering: an invented offering may cost what a
    /// document says. `None`: [`provenance`](Self::provenance) stands for the price as well.
    #[serde(default)]
    pub price_provenance: Option<Provenance>,
    /// What a person with some funding pays instead.
    pub fees: Vec<Fee>,
    /// Working days away from work.
    pub days: u16,
    /// Who grants those days.
    pub days_from: DaysFrom,
    /// The person's own time over the whole delivery, spread evenly over its weeks.
    pub own_time: Hours,
    /// How many places there are, where it is known.
    pub capacity: Option<u32>,
    /// What of it is in peers' hands.
    pub peer: PeerShare,
    /// Where nothing is taught: recognition of prior learning, in which what somebody has already is assessed.
    #[serde(default)]
    pub rpl: Option<RplOffer>,
    /// Where the offering is described.
    pub provenance: Provenance,
}

impl Offering {
    /// What a person with that funding pays: the least of the price and the fees their funding opens.
    pub fn price_with(&self, funding: &[FundingCode]) -> Aud {
        let fees = self.fees.iter().filter(|fee| funding.contains(&fee.funding)).map(|fee| fee.price);
        fees.chain([self.price]).min().unwrap_or(self.price)
    }
}

/// What an offering teaches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfferingOf {
    /// A version of a course.
    Course {
        /// Which course.
        course: CourseCode,
        /// Which version.
        version: Version,
    },
    /// A whole qualification as one programme.
    Qualification(QualificationCode),
}

/// How an offering is taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// From anywhere.
    Online,
    /// In a room.
    InPerson,
    /// Partly in a room.
    Blended,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Mode; 3] = [Self::Online, Self::InPerson, Self::Blended];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::InPerson => "in-person",
            Self::Blended => "blended",
        }
    }

    /// The name as a sentence says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::InPerson => "in person",
            Self::Blended => "partly online",
        }
    }
}

/// When an offering runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    /// On fixed dates, both included.
    Dated {
        /// First day.
        start: NaiveDate,
        /// Last day.
        end: NaiveDate,
    },
    /// Starting on any Monday.
    Rolling {
        /// The first day on which it may start.
        from: NaiveDate,
        /// The last day on which it may start; `None`: no end is known.
        until: Option<NaiveDate>,
        /// How many weeks it takes, 1 to [`DELIVERY_WEEKS_MAX`].
        weeks: u16,
    },
}

/// Who grants the days away from work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DaysFrom {
    /// They count against the yearly professional-development days, free ones too.
    Allowance,
    /// The partner organisation's release agreement covers them.
    ReleaseAgreement,
}

/// What a person with one funding source pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// Which funding.
    pub funding: FundingCode,
    /// What is left to pay.
    pub price: Aud,
}

/// What of an offering is in peers' hands: three separate facts (*NMHC roundtable*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct PeerShare {
    /// Peers lead it.
    pub led: bool,
    /// Peers developed it.
    pub developed: bool,
    /// Peers deliver it.
    pub delivered: bool,
}

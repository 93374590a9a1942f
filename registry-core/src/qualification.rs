//! Qualifications: AQF awards, their packaging, and what they lead to.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::aqf::AqfType;
use crate::course::{Credit, Equivalence};
use crate::credit::{CreditPoints, Percent};
use crate::id::{CourseCode, ProviderCode, QualificationCode};
use crate::requisite::Requisite;
use crate::source::Provenance;
use crate::volume::Hours;

/// An award of the Australian Qualifications Framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qualification {
    /// Its code.
    pub code: QualificationCode,
    /// Its title.
    pub title: String,
    /// Which sort of award it is; the level follows from it.
    pub aqf_type: AqfType,
    /// The hours a plan reckons with, where they are known.
    pub volume_of_learning: Option<Hours>,
    /// Whether those hours are our assumption, within the range of the award's AQF type, and not what
    /// [`provenance`](Self::provenance) says.
    #[serde(default)]
    pub volume_of_learning_assumed: bool,
    /// Whether it is still the current release.
    pub currency: Currency,
    /// What has replaced it.
    pub superseded_by: Option<QualificationSuccessor>,
    /// What entry asks for.
    pub entry: Vec<Requisite>,
    /// Its size in credit points.
    pub credit: Option<Credit>,
    /// The next rungs of the ladder.
    pub leads_to: Vec<LadderRung>,
    /// What it is made of, in units.
    pub packaging: Option<Packaging>,
    /// What it is made of, in credit points.
    #[serde(default)]
    pub points_packaging: Option<PointsPackaging>,
    /// How much of it may be recognised instead of studied.
    #[serde(default)]
    pub recognition: Option<RecognitionLimits>,
    /// The provider who looks after this entry and may change it; `None`: the registry itself does.
    #[serde(default)]
    pub publisher: Option<ProviderCode>,
    /// Where it is described.
    pub provenance: Provenance,
}

/// Whether a qualification is the current release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Currency {
    /// It is.
    Current,
    /// A newer one has replaced it.
    Superseded,
}

impl Currency {
    /// Both.
    pub const ALL: [Currency; 2] = [Self::Current, Self::Superseded];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Superseded => "superseded",
        }
    }
}

/// What has replaced a qualification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualificationSuccessor {
    /// The successor.
    pub qualification: QualificationCode,
    /// Whether holding the old one counts as holding it.
    pub equivalence: Equivalence,
    /// Who says so.
    pub provenance: Provenance,
}

/// A next rung, and who says that it is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LadderRung {
    /// The next qualification.
    pub qualification: QualificationCode,
    /// A course on the way there: a rung of its own. `None`: there is none between.
    #[serde(default)]
    pub through: Option<CourseCode>,
    /// Who says so.
    pub provenance: Provenance,
}

/// Packaging rules of a national qualification: how many units, and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packaging {
    /// Core units.
    pub core: u16,
    /// Elective units.
    pub electives: u16,
    /// At least so many electives from the listed ones.
    pub electives_listed_min: Option<u16>,
    /// At most so many electives from elsewhere.
    pub electives_elsewhere_max: Option<u16>,
    /// At least so many hours of work.
    pub work_hours_min: Option<Hours>,
    /// Named groups of units.
    pub groups: Vec<PackagingGroup>,
    /// Where the rules stand.
    pub provenance: Provenance,
}

impl Packaging {
    /// How many units the award takes.
    pub fn units(&self) -> u32 {
        u32::from(self.core) + u32::from(self.electives)
    }

    /// How many core units are known and told apart from electives.
    pub fn core_units_known(&self) -> u32 {
        let core = self.groups.iter().filter(|group| group.kind == GroupKind::Core);
        u32::try_from(core.map(|group| group.units.len()).sum::<usize>()).unwrap_or(u32::MAX)
    }
}

/// A named group of units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackagingGroup {
    /// Its code within the qualification.
    pub code: String,
    /// Its title.
    pub title: String,
    /// What the group is for.
    pub kind: GroupKind,
    /// At least so many units of it.
    #[serde(default)]
    pub least: Option<u16>,
    /// At most so many units of it.
    #[serde(default)]
    pub most: Option<u16>,
    /// The units known to be in it; the register's list may be longer.
    pub units: Vec<CourseCode>,
}

/// What a group of units is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupKind {
    /// All must be taken.
    Core,
    /// Some may be chosen.
    Elective,
    /// Electives; taking all of them names a specialisation.
    Specialisation,
    /// On the register's list, but whether core or elective is not known here.
    Listed,
}

impl GroupKind {
    /// Every kind.
    pub const ALL: [GroupKind; 4] = [Self::Core, Self::Elective, Self::Specialisation, Self::Listed];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Elective => "elective",
            Self::Specialisation => "specialisation",
            Self::Listed => "listed",
        }
    }
}

/// Packaging rules of an award that is counted in credit points: subjects, and how many points of which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsPackaging {
    /// What one standard subject is worth, in the scheme of the award.
    pub subject_points: CreditPoints,
    /// Named groups of subjects, such as a major, which make up the award together. No subject is in two.
    pub groups: Vec<PointsGroup>,
    /// How many points of which level, lowest first; a level that is not named is free. No subject is at two.
    #[serde(default)]
    pub levels: Vec<PointsLevel>,
    /// Where the rules stand.
    pub provenance: Provenance,
}

impl PointsPackaging {
    /// The subjects that it names, by group and then those that stand at a level alone: each once.
    pub fn subjects(&self) -> impl Iterator<Item = &CourseCode> {
        let in_group = |subject: &&CourseCode| self.groups.iter().any(|group| group.subjects.contains(subject));
        let of_groups = self.groups.iter().flat_map(|group| &group.subjects);
        of_groups.chain(self.levels.iter().flat_map(|level| &level.subjects).filter(move |subject| !in_group(subject)))
    }

    /// The place among [`levels`](Self::levels) of the level that a subject stands at.
    pub fn level_of(&self, subject: &CourseCode) -> Option<usize> {
        self.levels.iter().position(|level| level.subjects.contains(subject))
    }
}

/// The level of a subject, 1–9, as universities number them: 1 is the first year of a bachelor degree. It is no AQF level.
///
/// ```
/// use registry_core::qualification::SubjectLevel;
///
/// assert_eq!(SubjectLevel::new(3).expect("a level").to_string(), "level 3");
/// assert_eq!(SubjectLevel::new(0).expect_err("none").to_string(), "0 is not the level of a subject; write 1 to 9");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct SubjectLevel(u8);

/// A number that is not the level of a subject: `0`, `10`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not the level of a subject; write 1 to 9")]
pub struct SubjectLevelError(i64);

impl SubjectLevel {
    /// Reads a level.
    ///
    /// # Errors
    /// `0`, `10`.
    pub fn new(level: i64) -> Result<Self, SubjectLevelError> {
        match u8::try_from(level) {
            Ok(level @ 1..=9) => Ok(Self(level)),
            _ => Err(SubjectLevelError(level)),
        }
    }

    /// The number, 1–9.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<i64> for SubjectLevel {
    type Error = SubjectLevelError;
    fn try_from(level: i64) -> Result<Self, SubjectLevelError> {
        Self::new(level)
    }
}

impl From<SubjectLevel> for i64 {
    fn from(level: SubjectLevel) -> i64 {
        level.0.into()
    }
}

impl fmt::Display for SubjectLevel {
    /// `level 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "level {}", self.0)
    }
}

/// How many points an award takes of subjects of one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsLevel {
    /// Which level.
    pub level: SubjectLevel,
    /// At least so many points of it.
    pub least: Option<CreditPoints>,
    /// At most so many points of it.
    pub most: Option<CreditPoints>,
    /// At least so many points of it and of every level above it that the award names, together: "at least 180 points at
    /// 200 and 300 level".
    #[serde(default)]
    pub least_and_above: Option<CreditPoints>,
    /// The subjects known to be of it.
    pub subjects: Vec<CourseCode>,
}

/// A named group of subjects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsGroup {
    /// Its code within the qualification.
    pub code: String,
    /// Its title.
    pub title: String,
    /// At least so many points of it.
    pub least: Option<CreditPoints>,
    /// At most so many points of it.
    pub most: Option<CreditPoints>,
    /// The subjects known to be in it.
    pub subjects: Vec<CourseCode>,
}

/// How much of an award may be recognised instead of studied with the provider that awards it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecognitionLimits {
    /// At most so much of the award by credit and recognition of prior learning together.
    pub most: Option<Percent>,
    /// At most so much of the award by recognition of prior learning.
    pub rpl_most: Option<Percent>,
    /// At least so much of the award studied with the provider that awards it (residency).
    pub residency_least: Option<Percent>,
    /// Study that was completed longer ago than so many years counts for nothing.
    pub study_years_max: Option<u8>,
    /// Who says so.
    pub provenance: Provenance,
}

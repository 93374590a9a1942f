//! What can be earned: a course version or a qualification, as a credential shows it.

use semver::Version;

use crate::aqf::{AqfLevel, AqfType};
use crate::course::{Course, CourseKind, CourseVersion, Credit};
use crate::id::{CourseCode, ProviderCode, QualificationCode};
use crate::provider::Provider;
use crate::qualification::Qualification;
use crate::volume::Hours;

/// What sort of document a credential for it is.
///
/// Source: *AQF Qualifications Issuance Policy* (AQF, second edition, January 2013): a testamur and a record of results
/// for a whole qualification, a statement of attainment for units of one, and a clear difference between documents of
/// the AQF and others. So whoever earns something that is not part of a qualification gets no document called like one
/// of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// Assessed learning of its own, not part of a qualification.
    MicroCredential,
    /// Learning that was completed, and assessed, and is neither of those.
    Completion,
    /// Learning that was attended and not assessed.
    Attendance,
    /// A whole qualification.
    Testamur,
    /// Results in subjects of a higher-education award.
    RecordOfResults,
    /// Units of competency, or a skill set made of them.
    StatementOfAttainment,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [DocumentKind; 6] = [
        Self::MicroCredential,
        Self::Completion,
        Self::Attendance,
        Self::Testamur,
        Self::RecordOfResults,
        Self::StatementOfAttainment,
    ];

    /// As a person reads it: `Statement of attainment`.
    pub fn title(self) -> &'static str {
        match self {
            Self::MicroCredential => "Micro-credential",
            Self::Completion => "Certificate of completion",
            Self::Attendance => "Certificate of attendance",
            Self::Testamur => "Testamur",
            Self::RecordOfResults => "Record of results",
            Self::StatementOfAttainment => "Statement of attainment",
        }
    }

    /// `achievementType` of Open Badges 3.0: one of its own words, or `ext:` and ours where it has none.
    pub fn achievement_type(self) -> &'static str {
        match self {
            Self::MicroCredential => "MicroCredential",
            Self::Completion => "CertificateOfCompletion",
            Self::Attendance => "ext:CertificateOfAttendance",
            Self::Testamur => "ext:Testamur",
            Self::RecordOfResults => "ext:RecordOfResults",
            Self::StatementOfAttainment => "ext:StatementOfAttainment",
        }
    }

    /// For a course of that kind.
    pub fn of_course(kind: CourseKind, assessed: bool) -> Self {
        match kind {
            CourseKind::UnitOfCompetency | CourseKind::SkillSet => Self::StatementOfAttainment,
            CourseKind::Subject => Self::RecordOfResults,
            _ if !assessed => Self::Attendance,
            CourseKind::MicroCredential => Self::MicroCredential,
            _ => Self::Completion,
        }
    }
}

/// What was earned, exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AchievementOf {
    /// One version of a course.
    Course {
        /// Which course.
        course: CourseCode,
        /// Which version.
        version: Version,
    },
    /// A whole qualification.
    Qualification(QualificationCode),
}

/// How it stands to the levels of the AQF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AqfStanding {
    /// Aligned to a level, on a basis in words; not awarded at it.
    Aligned(AqfLevel, String),
    /// An award of the framework.
    Awarded(AqfType),
}

/// What can be earned from one provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Achievement {
    /// What exactly.
    pub of: AchievementOf,
    /// Its title.
    pub title: String,
    /// A title that does not disclose lived experience, where the provider has one.
    pub neutral_title: Option<String>,
    /// What it is, in a sentence or two.
    pub description: String,
    /// What a person can do who has it.
    pub outcomes: Vec<String>,
    /// What sort of document says so.
    pub document: DocumentKind,
    /// Whether it was assessed.
    pub assessed: bool,
    /// How long the whole learning takes.
    pub volume_of_learning: Option<Hours>,
    /// What it is worth.
    pub credit: Option<Credit>,
    /// How it stands to the AQF.
    pub aqf: Option<AqfStanding>,
    /// From whom.
    pub provider: ProviderCode,
    /// Their name.
    pub provider_title: String,
}

impl Achievement {
    /// A version of a course, as this provider teaches it.
    pub fn of_course(course: &Course, version: &CourseVersion, provider: &Provider) -> Self {
        Self {
            of: AchievementOf::Course { course: course.code.clone(), version: version.version.clone() },
            title: course.title.clone(),
            neutral_title: course.neutral_title.clone(),
            description: course.description.clone(),
            outcomes: version.outcomes.clone(),
            document: DocumentKind::of_course(course.kind, version.assessed),
            assessed: version.assessed,
            volume_of_learning: Some(version.volume_of_learning),
            credit: version.credit.clone(),
            aqf: course
                .aqf_alignment
                .as_ref()
                .map(|alignment| AqfStanding::Aligned(alignment.level, alignment.basis.clone())),
            provider: provider.code.clone(),
            provider_title: provider.title.clone(),
        }
    }

    /// A whole qualification, from this provider.
    pub fn of_qualification(qualification: &Qualification, provider: &Provider) -> Self {
        Self {
            of: AchievementOf::Qualification(qualification.code.clone()),
            title: qualification.title.clone(),
            neutral_title: None,
            description: format!("{} ({})", qualification.title, qualification.code),
            outcomes: Vec::new(),
            document: DocumentKind::Testamur,
            assessed: true,
            volume_of_learning: qualification.volume_of_learning,
            credit: qualification.credit.clone(),
            aqf: Some(AqfStanding::Awarded(qualification.aqf_type)),
            provider: provider.code.clone(),
            provider_title: provider.title.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parts_of_a_qualification_have_the_documents_of_one() {
        let kinds = |assessed| CourseKind::ALL.map(|kind| DocumentKind::of_course(kind, assessed));
        use DocumentKind::{Attendance, Completion, MicroCredential, RecordOfResults, StatementOfAttainment};
        let formal = [StatementOfAttainment, StatementOfAttainment, RecordOfResults];
        assert_eq!(kinds(true)[..5], [Completion, Completion, Completion, Completion, MicroCredential]);
        assert_eq!(kinds(true)[5..], formal);
        assert_eq!(kinds(false)[..5], [Attendance; 5]);
        assert_eq!(kinds(false)[5..], formal);
    }
}

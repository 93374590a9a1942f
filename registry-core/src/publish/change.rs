//! What somebody asks to change, before anything is judged.

use semver::Version;
use serde::Serialize;

use crate::course::{AqfAlignment, Course, CourseKind, CourseSuccessor, CourseVersion, Offering, VersionStatus};
use crate::credit::CreditRule;
use crate::id::{CourseCode, ProviderCode, QualificationCode, RoleCode, TagCode};
use crate::provider::Provider;
use crate::qualification::Qualification;
use crate::role::Perspective;
use crate::source::Provenance;
use crate::tier::Tier;

/// Who asks for a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Publisher {
    /// The registry itself; it may change everything.
    Operator,
    /// A provider; it may change what is its own.
    Provider(ProviderCode),
}

/// One change to a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Change {
    /// A new version of a course, with what is said of the course itself; of a new code, a new course.
    PublishVersion(Box<VersionDraft>),
    /// A version is no longer taught. What people hold of it stays theirs.
    WithdrawVersion {
        /// Which course.
        course: CourseCode,
        /// Which of its versions.
        version: Version,
        /// Why, in a sentence; it is kept in the audit log.
        reason: String,
    },
    /// Another course takes the place of one.
    SupersedeCourse {
        /// The course that is replaced.
        course: CourseCode,
        /// By which, and whether holding the old one counts as holding it.
        by: CourseSuccessor,
    },
    /// All offerings that one provider has of one course or qualification, in place of those it had.
    SetOfferings {
        /// Of what.
        of: OfferingsOf,
        /// Whose.
        provider: ProviderCode,
        /// Every one there is to be; empty: none.
        offerings: Vec<Offering>,
    },
    /// A qualification, new or in place of what was said of it.
    PublishQualification(Box<Qualification>),
    /// Credit rules, each new or in place of the one of its code.
    PublishCreditRules(Vec<CreditRule>),
    /// A new provider.
    RegisterProvider(Provider),
}

/// Of what offerings are set: a course in any of its versions, or a whole qualification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum OfferingsOf {
    /// Of a course.
    Course(CourseCode),
    /// Of a qualification.
    Qualification(QualificationCode),
}

/// A course as its publisher describes it now, with one new version. Fields as of [`Course`]; its other versions and its
/// successor stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are those of a course")]
pub struct VersionDraft {
    pub code: CourseCode,
    pub title: String,
    pub neutral_title: Option<String>,
    pub kind: CourseKind,
    pub description: String,
    pub tiers: Vec<Tier>,
    pub roles: Vec<RoleCode>,
    pub perspectives: Vec<Perspective>,
    pub tags: Vec<TagCode>,
    pub aqf_alignment: Option<AqfAlignment>,
    pub provenance: Provenance,
    /// Whose course it is. `None`: as before, and of a new course whoever publishes it.
    pub publisher: Option<ProviderCode>,
    /// The new version. Its status is passed over: a new version is published.
    pub version: CourseVersion,
    /// What becomes of the versions that are taught now.
    pub earlier: EarlierVersions,
}

/// What becomes of the published versions of a course when another is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum EarlierVersions {
    /// They are taught as before, until they are withdrawn.
    #[default]
    StayPublished,
    /// The new one replaces them: they become [`VersionStatus::Superseded`].
    AreSuperseded,
}

impl VersionDraft {
    /// The draft that says of a course what the catalogue says, with that new version.
    pub fn of(course: &Course, version: CourseVersion) -> Self {
        let Course { code, title, neutral_title, kind, description, tiers, roles, .. } = course.clone();
        let Course { perspectives, tags, aqf_alignment, publisher, provenance, .. } = course.clone();
        let earlier = EarlierVersions::default();
        Self {
            code,
            title,
            neutral_title,
            kind,
            description,
            tiers,
            roles,
            perspectives,
            tags,
            aqf_alignment,
            provenance,
            publisher,
            version,
            earlier,
        }
    }

    /// The course after the change: the versions of `before`, the new one in place or behind them, as `publisher`'s.
    pub(super) fn applied_to(&self, before: Option<&Course>, publisher: Option<ProviderCode>) -> Course {
        let mut versions = before.map_or_else(Vec::new, |course| course.versions.clone());
        if self.earlier == EarlierVersions::AreSuperseded {
            for version in versions.iter_mut().filter(|version| version.status == VersionStatus::Published) {
                version.status = VersionStatus::Superseded;
            }
        }
        versions.push(CourseVersion { status: VersionStatus::Published, ..self.version.clone() });
        let draft = self.clone();
        Course {
            code: draft.code,
            title: draft.title,
            neutral_title: draft.neutral_title,
            kind: draft.kind,
            description: draft.description,
            tiers: draft.tiers,
            roles: draft.roles,
            perspectives: draft.perspectives,
            tags: draft.tags,
            aqf_alignment: draft.aqf_alignment,
            superseded_by: before.and_then(|course| course.superseded_by.clone()),
            versions,
            publisher,
            provenance: draft.provenance,
        }
    }
}

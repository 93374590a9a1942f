//! A version of a course, as its publisher gives it.

use async_graphql::InputObject;
use chrono::NaiveDate;
use registry_core::aqf::AqfLevel;
use registry_core::course as core;
use registry_core::course::VersionStatus;
use registry_core::credit::CreditPoints;
use registry_core::id::{CourseCode, CreditSchemeCode, ProviderCode, RoleCode, TagCode};
use registry_core::publish::{EarlierVersions, VersionDraft};
use registry_core::volume::Hours;

use super::requisite::{RequisiteInput, requisites};
use super::source::{OwnWord, SourceInput};
use super::{Place, Problems, TEXT_MAX, TITLE_MAX, text, texts};
use crate::graphql::input::subject::tier;
use crate::graphql::scalars::GivenDate;
use crate::graphql::types::course::CourseKind;
use crate::graphql::types::problem::RequestErrorCode;
use crate::graphql::types::role::Perspective;

/// A course as its publisher describes it now, with one new version.
#[derive(InputObject, Debug)]
pub(crate) struct VersionFields {
    /// The code of the course; a new code makes a new course.
    pub(crate) code: String,
    /// Its title, at most 200 characters.
    title: String,
    /// A title that does not disclose lived experience.
    neutral_title: Option<String>,
    /// What sort of learning it is.
    kind: CourseKind,
    /// What it is, in a sentence or two; at most 2,000 characters.
    description: String,
    /// The tiers of the internship model it belongs to, 1 to 4.
    #[graphql(default)]
    tiers: Vec<i32>,
    /// Codes of the roles it serves; at most 100.
    #[graphql(default)]
    roles: Vec<String>,
    /// Whose perspective it is for; empty: everyone's.
    #[graphql(default)]
    perspectives: Vec<Perspective>,
    /// Codes of its tags; at most 100.
    #[graphql(default)]
    tags: Vec<String>,
    /// The level it is aligned to.
    aqf_alignment: Option<AqfAlignmentInput>,
    /// The number of the new version, `1.2.0`.
    version: String,
    /// The day it is published; left out: today, the day it is at UTC+10.
    published: Option<GivenDate>,
    /// What a person can do afterwards; at most 100.
    outcomes: Vec<String>,
    /// How long the whole learning takes, assessment included, in hours and quarter hours.
    volume_of_learning_hours: f64,
    /// Whether the learning is assessed; attendance alone is not.
    assessed: bool,
    /// What it is worth, where that is settled.
    credit: Option<CreditInput>,
    /// What must come before or beside it; at most 100.
    #[graphql(default)]
    requisites: Vec<RequisiteInput>,
    /// The named sessions of an internship or series; at most 100.
    #[graphql(default)]
    sessions: Vec<String>,
    /// Whether the versions that are taught now are no longer taught from this one on.
    #[graphql(default)]
    replaces_earlier: bool,
    /// Where it is described; left out: in this registry, by its publisher.
    source: Option<SourceInput>,
    /// Whose course it is, by code; only an operator says so. Left out: as before, and of a new course whoever publishes it.
    pub(crate) publisher: Option<String>,
}

/// The level a course is aligned to. Alignment is not award.
#[derive(InputObject, Debug)]
pub(crate) struct AqfAlignmentInput {
    /// The level, 1 to 10.
    level: i32,
    /// On what basis, in words.
    basis: String,
}

/// Credit points in a scheme.
#[derive(InputObject, Debug)]
pub(crate) struct CreditInput {
    /// How many, as a decimal: `3.125`.
    points: String,
    /// The code of the scheme.
    scheme: String,
}

impl VersionFields {
    /// Reads the draft; `None` where something could not be read.
    pub(crate) fn read(&self, own: &OwnWord, today: NaiveDate, problems: &mut Problems) -> Option<VersionDraft> {
        let at = |field: &str| Place::root().then(field);
        let code = problems.value(RequestErrorCode::InvalidCode, &at("code"), CourseCode::new(&self.code));
        let publisher = self
            .publisher
            .as_deref()
            .map(|code| problems.value(RequestErrorCode::InvalidCode, &at("publisher"), ProviderCode::new(code)));
        let neutral = self.neutral_title.as_deref();
        let tiers = self.tiers.iter().take(4).enumerate();
        let tiers = tiers.filter_map(|(index, number)| tier(*number, &at("tiers").then(index), problems)).collect();
        let roles = problems.codes(&at("roles"), &self.roles, RoleCode::new);
        let tags = problems.codes(&at("tags"), &self.tags, TagCode::new);
        let alignment = self.aqf_alignment.as_ref().map(|given| given.read(&at("aqfAlignment"), problems));
        let title = text(problems, &at("title"), &self.title, TITLE_MAX);
        let neutral_title = neutral.map(|given| text(problems, &at("neutralTitle"), given, TITLE_MAX));
        let description = text(problems, &at("description"), &self.description, TEXT_MAX);
        let provenance = own.or(self.source.as_ref(), &at("source"), problems);
        let version = self.version(own, today, problems);
        Some(VersionDraft {
            code: code?,
            title,
            neutral_title,
            kind: self.kind.into(),
            description,
            tiers,
            roles,
            perspectives: self.perspectives.iter().take(8).map(|one| (*one).into()).collect(),
            tags,
            aqf_alignment: alignment.flatten(),
            provenance,
            publisher: publisher.flatten(),
            version: version?,
            earlier: match self.replaces_earlier {
                true => EarlierVersions::AreSuperseded,
                false => EarlierVersions::StayPublished,
            },
        })
    }

    fn version(&self, own: &OwnWord, today: NaiveDate, problems: &mut Problems) -> Option<core::CourseVersion> {
        let at = |field: &str| Place::root().then(field);
        let version = problems.version(&at("version"), &self.version);
        let published = match &self.published {
            Some(given) => problems.date(&at("published"), given),
            None => Some(today),
        };
        let volume = problems.hours(&at("volumeOfLearningHours"), self.volume_of_learning_hours);
        let credit = self.credit.as_ref().map(|given| given.read(&at("credit"), problems));
        Some(core::CourseVersion {
            outcomes: texts(problems, &at("outcomes"), &self.outcomes),
            volume_of_learning: volume.unwrap_or(Hours::ZERO),
            assessed: self.assessed,
            credit: credit.flatten(),
            requisites: requisites(&self.requisites, own, &at("requisites"), problems),
            sessions: texts(problems, &at("sessions"), &self.sessions),
            status: VersionStatus::Published,
            version: version?,
            published: published?,
        })
    }
}

impl AqfAlignmentInput {
    fn read(&self, place: &Place, problems: &mut Problems) -> Option<core::AqfAlignment> {
        let level = u8::try_from(self.level).ok().and_then(|level| AqfLevel::new(level).ok());
        if level.is_none() {
            let message = format_args!("there is no AQF level {}; levels are 1 to 10", self.level);
            problems.add(RequestErrorCode::OutOfRange, &place.then("level"), message);
        }
        let basis = text(problems, &place.then("basis"), &self.basis, TEXT_MAX);
        Some(core::AqfAlignment { level: level?, basis })
    }
}

impl CreditInput {
    fn read(&self, place: &Place, problems: &mut Problems) -> Option<core::Credit> {
        let points = self.points.parse::<CreditPoints>();
        let points = problems.value(RequestErrorCode::InvalidCreditPoints, &place.then("points"), points);
        let scheme = CreditSchemeCode::new(&self.scheme);
        let scheme = problems.value(RequestErrorCode::InvalidCode, &place.then("scheme"), scheme);
        Some(core::Credit { points: points?, scheme: scheme? })
    }
}

//! A draft of a new version: what is to be different, and nothing else.
//!
//! It travels sealed in the address (ADR 0013), so Back, reload and bookmarks work and nothing is stored. It opens only for the
//! provider it was made for. What it does not say is as the course has it now.

use chrono::NaiveDate;
use poem::http::StatusCode;
use registry_core::catalogue::Catalogue;
use registry_core::course::{AqfAlignment, Course, CourseKind, CourseVersion, Credit, VersionStatus};
use registry_core::id::{CourseCode, ProviderCode, RoleCode, TagCode};
use registry_core::publish::{EarlierVersions, VersionDraft};
use registry_core::requisite::Requisite;
use registry_core::role::Perspective;
use registry_core::source::Provenance;
use registry_core::tier::Tier;
use registry_core::volume::Hours;
use semver::Version;
use serde::{Deserialize, Serialize};

use super::{Desk, not_yours, said};
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;
use crate::web::words::workspace as words;

/// The name of the field and of the part of an address that hold a draft.
pub(super) const DRAFT_FIELD: &str = "d";

/// What somebody changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    provider: ProviderCode,
    pub(super) code: CourseCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) about: Option<About>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) learning: Option<Learning>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) outcomes: Option<Outcomes>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) level: Option<Level>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) before: Option<Vec<Requisite>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) audience: Option<Audience>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) tags: Option<Vec<TagCode>>,
}

/// What the course is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) title: String,
    pub(super) neutral_title: Option<String>,
    pub(super) description: String,
    pub(super) kind: CourseKind,
}

/// How long it takes, and whether it is assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Learning {
    pub(super) minutes: u32,
    pub(super) assessed: bool,
}

/// What a person can do afterwards, and the sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outcomes {
    pub(super) outcomes: Vec<String>,
    pub(super) sessions: Vec<String>,
}

/// Level and credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Level {
    pub(super) aqf: Option<AqfAlignment>,
    pub(super) credit: Option<Credit>,
}

/// Whom it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Audience {
    pub(super) tiers: Vec<Tier>,
    pub(super) roles: Vec<RoleCode>,
    pub(super) perspectives: Vec<Perspective>,
}

/// A task of a new version: a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Section {
    About,
    Learning,
    Outcomes,
    Level,
    Before,
    Audience,
    Tags,
}

impl Section {
    pub(super) const ALL: [Self; 7] =
        [Self::About, Self::Learning, Self::Outcomes, Self::Level, Self::Before, Self::Audience, Self::Tags];

    /// Its name in addresses.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Learning => "learning",
            Self::Outcomes => "outcomes",
            Self::Level => "level",
            Self::Before => "before",
            Self::Audience => "audience",
            Self::Tags => "tags",
        }
    }

    /// Whether a new course must say it.
    pub(super) const fn is_needed(self) -> bool {
        matches!(self, Self::About | Self::Learning | Self::Outcomes)
    }

    /// The task where a field of a change is put right.
    pub(super) fn of_field(field: &[String]) -> Option<Self> {
        let names: Vec<&str> = field.iter().map(String::as_str).collect();
        let name = match names[..] {
            ["version", within, ..] => within,
            [name, ..] => name,
            [] => return None,
        };
        match name {
            "title" | "neutral_title" | "description" | "kind" => Some(Self::About),
            "volume_of_learning" | "assessed" => Some(Self::Learning),
            "outcomes" | "sessions" => Some(Self::Outcomes),
            "aqf_alignment" | "credit" => Some(Self::Level),
            "requisites" => Some(Self::Before),
            "tiers" | "roles" | "perspectives" => Some(Self::Audience),
            "tags" => Some(Self::Tags),
            _ => None,
        }
    }
}

impl Draft {
    /// A draft of a course in which nothing is different yet.
    pub(super) fn of(provider: &ProviderCode, code: &CourseCode) -> Self {
        Self {
            provider: provider.clone(),
            code: code.clone(),
            about: None,
            learning: None,
            outcomes: None,
            level: None,
            before: None,
            audience: None,
            tags: None,
        }
    }

    /// The draft that a form or an address holds, where it is of the provider that is signed in.
    ///
    /// # Errors
    /// Another provider's, a broken one, none: the same page.
    pub(super) fn sent(desk: &Desk<'_>) -> Result<Self, Answer> {
        let asked = desk.asked;
        let sealed = match asked.form.one(DRAFT_FIELD) {
            "" => asked.query.one(DRAFT_FIELD),
            sent => sent,
        };
        let text = asked.web.drafts.open(sealed);
        let draft: Option<Self> = text.and_then(|text| serde_json::from_str(&text).ok());
        let draft = draft.filter(|draft| draft.provider == *desk.code());
        let draft = draft.ok_or_else(|| said(StatusCode::BAD_REQUEST, words::DRAFT_CLOSED))?;
        // The course may have come to be another's since.
        match asked.at.catalogue().course(&draft.code) {
            Some(course) if course.publisher.as_ref() != Some(desk.code()) => Err(not_yours()),
            _ => Ok(draft),
        }
    }

    /// The draft, sealed.
    ///
    /// # Errors
    /// More than an address holds: the page that says so.
    pub(super) fn sealed(&self, asked: &Asked<'_>) -> Result<String, Answer> {
        let text = serde_json::to_string(self).ok().and_then(|text| asked.web.drafts.seal(&text));
        text.ok_or_else(|| said(StatusCode::PAYLOAD_TOO_LARGE, words::DRAFT_TOO_LONG))
    }

    /// The address of a page with this draft.
    ///
    /// # Errors
    /// As [`sealed`](Self::sealed).
    pub(super) fn address(&self, asked: &Asked<'_>, page: &str) -> Result<String, Answer> {
        Ok(format!("/workspace/{page}?{DRAFT_FIELD}={}", self.sealed(asked)?))
    }

    /// Whether a task was done here.
    pub(super) fn says(&self, section: Section) -> bool {
        match section {
            Section::About => self.about.is_some(),
            Section::Learning => self.learning.is_some(),
            Section::Outcomes => self.outcomes.is_some(),
            Section::Level => self.level.is_some(),
            Section::Before => self.before.is_some(),
            Section::Audience => self.audience.is_some(),
            Section::Tags => self.tags.is_some(),
        }
    }

    /// Forgets what is as the course has it now, so that the address stays short and the list of tasks true.
    pub(super) fn settle(&mut self, catalogue: &Catalogue) {
        if self.base(catalogue).is_none() {
            return;
        }
        let now = Self::of(&self.provider, &self.code).so_far(catalogue);
        self.about.take_if(|about| Some(&*about) == now.about.as_ref());
        self.learning.take_if(|learning| Some(&*learning) == now.learning.as_ref());
        self.outcomes.take_if(|outcomes| Some(&*outcomes) == now.outcomes.as_ref());
        self.level.take_if(|level| *level == now.level);
        self.before.take_if(|before| *before == now.before);
        self.audience.take_if(|audience| *audience == now.audience);
        self.tags.take_if(|tags| *tags == now.tags);
    }

    /// The tasks that a new course still needs.
    pub(super) fn missing(&self, catalogue: &Catalogue) -> Vec<Section> {
        let is_new = catalogue.course(&self.code).is_none();
        let open = |section: &Section| is_new && section.is_needed() && !self.says(*section);
        Section::ALL.into_iter().filter(open).collect()
    }

    /// What the catalogue says of the course now, and of its newest version.
    fn base<'a>(&self, catalogue: &'a Catalogue) -> Option<(&'a Course, &'a CourseVersion)> {
        let course = catalogue.course(&self.code)?;
        Some((course, course.current().or(course.versions.last())?))
    }

    /// The title, as it is here or in the catalogue.
    pub(super) fn title(&self, catalogue: &Catalogue) -> String {
        let here = self.about.as_ref().map(|about| about.title.clone());
        here.or_else(|| self.base(catalogue).map(|(course, _)| course.title.clone()))
            .unwrap_or_else(|| self.code.to_string())
    }

    /// What the version will say, so far.
    pub(super) fn so_far(&self, catalogue: &Catalogue) -> SoFar {
        let base = self.base(catalogue);
        let course = base.map(|(course, _)| course);
        let version = base.map(|(_, version)| version);
        SoFar {
            about: self.about.clone().or_else(|| {
                course.map(|course| About {
                    title: course.title.clone(),
                    neutral_title: course.neutral_title.clone(),
                    description: course.description.clone(),
                    kind: course.kind,
                })
            }),
            learning: self.learning.or_else(|| {
                version.map(|one| Learning { minutes: one.volume_of_learning.minutes(), assessed: one.assessed })
            }),
            outcomes: self.outcomes.clone().or_else(|| {
                version.map(|one| Outcomes { outcomes: one.outcomes.clone(), sessions: one.sessions.clone() })
            }),
            level: self.level.clone().unwrap_or_else(|| Level {
                aqf: course.and_then(|course| course.aqf_alignment.clone()),
                credit: version.and_then(|version| version.credit.clone()),
            }),
            before: self
                .before
                .clone()
                .unwrap_or_else(|| version.map(|one| one.requisites.clone()).unwrap_or_default()),
            audience: self.audience.clone().unwrap_or_else(|| Audience {
                tiers: course.map(|course| course.tiers.clone()).unwrap_or_default(),
                roles: course.map(|course| course.roles.clone()).unwrap_or_default(),
                perspectives: course.map(|course| course.perspectives.clone()).unwrap_or_default(),
            }),
            tags: self.tags.clone().unwrap_or_else(|| course.map(|course| course.tags.clone()).unwrap_or_default()),
        }
    }

    /// The draft as publishing takes it, under a number; `None` where a new course does not say enough.
    pub(super) fn to_publish(&self, catalogue: &Catalogue, numbered: Numbered) -> Option<VersionDraft> {
        let SoFar { about, learning, outcomes, level, before, audience, tags } = self.so_far(catalogue);
        let (about, learning, outcomes) = (about?, learning?, outcomes?);
        let version = CourseVersion {
            version: numbered.version,
            published: numbered.today,
            status: VersionStatus::Published,
            outcomes: outcomes.outcomes,
            volume_of_learning: Hours::from_minutes(learning.minutes),
            assessed: learning.assessed,
            credit: level.credit,
            requisites: before,
            sessions: outcomes.sessions,
        };
        let base = self.base(catalogue).map(|(course, _)| course);
        Some(VersionDraft {
            code: self.code.clone(),
            title: about.title,
            neutral_title: about.neutral_title,
            kind: about.kind,
            description: about.description,
            tiers: audience.tiers,
            roles: audience.roles,
            perspectives: audience.perspectives,
            tags,
            aqf_alignment: level.aqf,
            provenance: base.map_or(numbered.own, |course| course.provenance.clone()),
            publisher: None,
            version,
            earlier: numbered.earlier,
        })
    }

    /// The number after the newest one that is always far enough, and 1.0.0 for a new course.
    pub(super) fn far_enough(&self, catalogue: &Catalogue) -> Version {
        let newest =
            catalogue.course(&self.code).and_then(|course| course.versions.iter().map(|one| &one.version).max());
        newest.map_or(Version::new(1, 0, 0), |newest| Version::new(newest.major.saturating_add(1), 0, 0))
    }
}

/// What the version will say. What a new course must say and does not yet is not there.
pub(super) struct SoFar {
    pub(super) about: Option<About>,
    pub(super) learning: Option<Learning>,
    pub(super) outcomes: Option<Outcomes>,
    pub(super) level: Level,
    pub(super) before: Vec<Requisite>,
    pub(super) audience: Audience,
    pub(super) tags: Vec<TagCode>,
}

/// Under which number, on which day, and on whose word a version is published.
pub(super) struct Numbered {
    pub(super) version: Version,
    pub(super) today: NaiveDate,
    pub(super) own: Provenance,
    pub(super) earlier: EarlierVersions,
}

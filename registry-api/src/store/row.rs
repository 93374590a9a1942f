//! Between rows and core values, totally: a row that does not parse is an error that names it, never skipped.

use std::collections::BTreeSet;

use registry_core::catalogue::CatalogueParts;
use registry_core::course::{Course, CourseVersion, Offering, OfferingOf};
use registry_core::credit::{CreditRule, CreditScheme};
use registry_core::provider::{FundingSource, Provider, Region, SupportCommitment, Tag};
use registry_core::qualification::Qualification;
use registry_core::role::{Role, Workforce};
use registry_core::source::SourceDocument;
use registry_core::tier::{ReadinessTierDefinition, TierDefinition};
use sea_orm::ActiveValue::Set;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;
use super::entity::{course, course_version, entry, offering};

/// Where a row came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The files that are part of the program. Those of a newer program take its place.
    BuiltIn,
    /// Somebody published it; nothing but publishing takes its place.
    Published,
    /// An offering that somebody took away. Its row stays, so that the built-in files do not bring it back.
    Removed,
}

impl Origin {
    /// As the column has it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::BuiltIn => "built-in",
            Self::Published => "published",
            Self::Removed => "removed",
        }
    }

    /// What a column says; only offerings can be removed.
    pub(super) fn of(table: &'static str, key: &str, column: &str) -> Result<Self, StoreError> {
        match column {
            "built-in" => Ok(Self::BuiltIn),
            "published" => Ok(Self::Published),
            "removed" if table == "offering" => Ok(Self::Removed),
            other => Err(At { table, key }.wrong("origin", format!("\"{other}\" is not where a row comes from"))),
        }
    }
}

/// Which row is being read.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) table: &'static str,
    pub(super) key: &'a str,
}

impl At<'_> {
    pub(super) fn wrong(self, column: &'static str, reason: impl ToString) -> StoreError {
        let Self { table, key } = self;
        StoreError::Inconsistent { table, column, key: key.to_owned(), reason: reason.to_string() }
    }

    fn body<T: DeserializeOwned>(self, body: &str) -> Result<T, StoreError> {
        serde_json::from_str(body).map_err(|error| self.wrong("body", error))
    }

    /// A column whose text is a value.
    pub(super) fn text<T: std::str::FromStr<Err: ToString>>(
        self,
        column: &'static str,
        text: &str,
    ) -> Result<T, StoreError> {
        text.parse().map_err(|error: T::Err| self.wrong(column, error))
    }

    /// A column that repeats something of the body must say the same.
    fn same(self, column: &'static str, stored: &str, body: &str) -> Result<(), StoreError> {
        if stored == body {
            Ok(())
        } else {
            Err(self.wrong(column, format!("it is \"{stored}\", but the body says \"{body}\"")))
        }
    }
}

fn body(kind: &'static str, key: &str, value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Unwritable {
        kind,
        key: key.to_owned(),
        reason: error.to_string(),
    })
}

macro_rules! entries {
    ($($kind:literal $field:ident: $type:ty, $value:ident => $code:expr;)+) => {
        /// Every entry that lives in the table `entry`.
        pub(super) fn entry_rows(
            parts: &CatalogueParts,
            origin: Origin,
        ) -> Result<Vec<entry::ActiveModel>, StoreError> {
            let mut rows = Vec::new();
            $(for $value in &parts.$field {
                let code: String = $code.to_string();
                let body = body($kind, &code, $value)?;
                rows.push(entry::ActiveModel {
                    kind: Set($kind.to_owned()),
                    code: Set(code),
                    body: Set(body),
                    origin: Set(origin.name().to_owned()),
                });
            })+
            Ok(rows)
        }

        /// The keys, kind and code, of every entry that lives in the table `entry`.
        pub(super) fn entry_keys(parts: &CatalogueParts) -> BTreeSet<(&'static str, String)> {
            let mut keys = BTreeSet::new();
            $(for $value in &parts.$field {
                keys.insert(($kind, $code.to_string()));
            })+
            keys
        }

        /// Adds a row of the table `entry` to the parts.
        pub(super) fn take_entry(parts: &mut CatalogueParts, row: &entry::Model) -> Result<(), StoreError> {
            let key = format!("{} {}", row.kind, row.code);
            let at = At { table: "entry", key: &key };
            match row.kind.as_str() {
                $($kind => {
                    let $value: $type = at.body(&row.body)?;
                    at.same("code", &row.code, &$code.to_string())?;
                    parts.$field.push($value);
                })+
                other => return Err(at.wrong("kind", format!("\"{other}\" is not a kind of entry"))),
            }
            Ok(())
        }
    };
}

entries! {
    "document" documents: SourceDocument, value => value.code;
    "tag" tags: Tag, value => value.code;
    "region" regions: Region, value => value.code;
    "workforce" workforces: Workforce, value => value.code;
    "tier" tiers: TierDefinition, value => value.tier.number();
    "readiness-tier" readiness_tiers: ReadinessTierDefinition, value => value.readiness_tier.number();
    "role" roles: Role, value => value.code;
    "provider" providers: Provider, value => value.code;
    "qualification" qualifications: Qualification, value => value.code;
    "credit-scheme" credit_schemes: CreditScheme, value => value.code;
    "credit-rule" credit_rules: CreditRule, value => value.code;
    "funding-source" funding_sources: FundingSource, value => value.code;
    "support-commitment" support_commitments: SupportCommitment, value => value.code;
}

/// A course and its versions.
pub(super) fn course_rows(
    value: &Course,
    origin: Origin,
) -> Result<(course::ActiveModel, Vec<course_version::ActiveModel>), StoreError> {
    let bare = Course { versions: Vec::new(), ..value.clone() };
    let row = course::ActiveModel {
        code: Set(value.code.to_string()),
        title: Set(value.title.clone()),
        kind: Set(value.kind.name().to_owned()),
        body: Set(body("course", value.code.as_str(), &bare)?),
        origin: Set(origin.name().to_owned()),
    };
    let version = |version: &CourseVersion| {
        Ok(course_version::ActiveModel {
            course: Set(value.code.to_string()),
            version: Set(version.version.to_string()),
            status: Set(version.status.name().to_owned()),
            published: Set(version.published.to_string()),
            body: Set(body("course version", value.code.as_str(), version)?),
        })
    };
    let versions: Result<Vec<_>, StoreError> = value.versions.iter().map(version).collect();
    Ok((row, versions?))
}

/// The course of a row, still without versions.
pub(super) fn course_of(row: &course::Model) -> Result<Course, StoreError> {
    let at = At { table: "course", key: &row.code };
    let value: Course = at.body(&row.body)?;
    at.same("code", &row.code, value.code.as_str())?;
    at.same("title", &row.title, &value.title)?;
    at.same("kind", &row.kind, value.kind.name())?;
    if value.versions.is_empty() {
        Ok(value)
    } else {
        Err(at.wrong("body", "it holds versions, which have a table of their own"))
    }
}

/// The version of a row.
pub(super) fn version_of(row: &course_version::Model) -> Result<CourseVersion, StoreError> {
    let key = format!("{}@{}", row.course, row.version);
    let at = At { table: "course_version", key: &key };
    let value: CourseVersion = at.body(&row.body)?;
    at.same("version", &row.version, &value.version.to_string())?;
    at.same("status", &row.status, value.status.name())?;
    at.same("published", &row.published, &value.published.to_string())?;
    Ok(value)
}

/// An offering.
pub(super) fn offering_row(value: &Offering, origin: Origin) -> Result<offering::ActiveModel, StoreError> {
    let (course, version, qualification) = subject(&value.of);
    Ok(offering::ActiveModel {
        code: Set(value.code.to_string()),
        course: Set(course),
        version: Set(version),
        qualification: Set(qualification),
        provider: Set(value.provider.to_string()),
        body: Set(body("offering", value.code.as_str(), value)?),
        origin: Set(origin.name().to_owned()),
    })
}

/// The offering of a row.
pub(super) fn offering_of(row: &offering::Model) -> Result<Offering, StoreError> {
    let at = At { table: "offering", key: &row.code };
    let value: Offering = at.body(&row.body)?;
    let (course, version, qualification) = subject(&value.of);
    let shown = |column: &Option<String>| column.clone().unwrap_or_default();
    at.same("code", &row.code, value.code.as_str())?;
    at.same("course", &shown(&row.course), &shown(&course))?;
    at.same("version", &shown(&row.version), &shown(&version))?;
    at.same("qualification", &shown(&row.qualification), &shown(&qualification))?;
    at.same("provider", &row.provider, value.provider.as_str())?;
    Ok(value)
}

/// What an offering teaches, as columns: course and version, or qualification.
fn subject(of: &OfferingOf) -> (Option<String>, Option<String>, Option<String>) {
    match of {
        OfferingOf::Course { course, version } => (Some(course.to_string()), Some(version.to_string()), None),
        OfferingOf::Qualification(code) => (None, None, Some(code.to_string())),
    }
}

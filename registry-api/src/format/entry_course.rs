//! Courses and their versions.

use registry_core::aqf::{AqfLevel, AqfLevelError};
use registry_core::course::{
    AqfAlignment, Course, CourseKind, CourseSuccessor, CourseVersion, Credit, Equivalence, VersionStatus,
};

use super::fields::Fields;
use super::provenance::provenance;
use super::reader::Reader;
use super::requisite::{perspective, requisites, tier};
use super::value::{Value, choice, code, credit_points, date, flag, hours, list, numbered, set, text, version};

pub(super) fn course(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Course> {
    let code_read = f.required(r, "code", code);
    let title = f.required(r, "title", text);
    let neutral_title = f.optional(r, "neutral_title", text);
    let kind = f.required(r, "kind", choice(&CourseKind::ALL, CourseKind::name));
    let description = f.required(r, "description", text);
    let tiers = f.or_default(r, "tiers", set(tier));
    let roles = f.or_default(r, "roles", set(code));
    let perspectives = f.or_default(r, "perspectives", set(perspective));
    let tags = f.or_default(r, "tags", set(code));
    let aqf_alignment = f.optional(r, "aqf_alignment", alignment);
    let superseded_by = f.optional(r, "superseded_by", successor);
    let versions = f.or_default(r, "versions", list(course_version));
    let provenance = provenance(r, f);
    Some(Course {
        code: code_read?,
        title: title?,
        neutral_title: neutral_title?,
        kind: kind?,
        description: description?,
        tiers: tiers?,
        roles: roles?,
        perspectives: perspectives?,
        tags: tags?,
        aqf_alignment: aqf_alignment?,
        superseded_by: superseded_by?,
        versions: versions?,
        provenance: provenance?,
    })
}

fn alignment(r: &mut Reader<'_>, value: Value<'_>) -> Option<AqfAlignment> {
    let mut f = Fields::of(r, &value)?;
    let level = f.required(r, "level", numbered(AqfLevel::new, AqfLevelError));
    let basis = f.required(r, "basis", text);
    f.finish(r);
    Some(AqfAlignment { level: level?, basis: basis? })
}

fn successor(r: &mut Reader<'_>, value: Value<'_>) -> Option<CourseSuccessor> {
    let mut f = Fields::of(r, &value)?;
    let course = f.required(r, "course", code);
    let equivalence = f.required(r, "equivalence", choice(&Equivalence::ALL, Equivalence::name));
    let provenance = provenance(r, &mut f);
    f.finish(r);
    Some(CourseSuccessor { course: course?, equivalence: equivalence?, provenance: provenance? })
}

fn course_version(r: &mut Reader<'_>, value: Value<'_>) -> Option<CourseVersion> {
    let mut f = Fields::of(r, &value)?;
    let version = f.required(r, "version", version);
    let published = f.required(r, "published", date);
    let status = f.optional(r, "status", choice(&VersionStatus::ALL, VersionStatus::name));
    let outcomes = f.required(r, "outcomes", list(text));
    let volume_of_learning = f.required(r, "volume_of_learning_hours", hours);
    let assessed = f.required(r, "assessed", flag);
    let credit = credit(r, &mut f);
    let requisites = f.or_default(r, "requisites", requisites);
    let sessions = f.or_default(r, "sessions", list(text));
    f.finish(r);
    Some(CourseVersion {
        version: version?,
        published: published?,
        status: status?.unwrap_or(VersionStatus::Published),
        outcomes: outcomes?,
        volume_of_learning: volume_of_learning?,
        assessed: assessed?,
        credit: credit?,
        requisites: requisites?,
        sessions: sessions?,
    })
}

/// Reads `credit_points` and `credit_scheme`: both or neither.
pub(super) fn credit(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Option<Credit>> {
    let points = f.optional(r, "credit_points", credit_points);
    let scheme = f.optional(r, "credit_scheme", code);
    match (points?, scheme?) {
        (Some(points), Some(scheme)) => Some(Some(Credit { points, scheme })),
        (None, None) => Some(None),
        (Some(_), None) => f.report(r, "credit_scheme is missing beside credit_points; say in which scheme they count"),
        (None, Some(_)) => {
            f.report(r, "credit_points is missing beside credit_scheme; say how many, or take the scheme away")
        }
    }
}

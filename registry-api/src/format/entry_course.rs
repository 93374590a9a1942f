//! Courses and their versions.

use chrono::NaiveDate;
use registry_core::aqf::{AqfLevel, AqfLevelError};
use registry_core::catalogue::EntryRef;
use registry_core::course::{
    AqfAlignment, Course, CourseKind, CourseSuccessor, CourseVersion, Credit, Equivalence, VersionStatus,
};
use registry_core::volume::Hours;

use super::fields::Fields;
use super::provenance::provenance;
use super::reader::Reader;
use super::requisite::{perspective, requisites, tier};
use super::stand_in::{self, Lost};
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
    let publisher = f.optional(r, "publisher", code);
    let provenance = provenance(r, f);
    Some(Course {
        code: code_read.or_else(|| r.own_code())?,
        title: title.unwrap_or_else(stand_in::text),
        neutral_title: neutral_title.flatten(),
        // Any but a micro-credential, of which more is asked.
        kind: kind.unwrap_or(CourseKind::Workshop),
        description: description.unwrap_or_else(stand_in::text),
        tiers: tiers.unwrap_or_default(),
        roles: roles.unwrap_or_default(),
        perspectives: perspectives.unwrap_or_default(),
        tags: tags.unwrap_or_default(),
        aqf_alignment: aqf_alignment.flatten(),
        superseded_by: superseded_by.flatten(),
        versions: versions.unwrap_or_else(|| vec![unread_version(r)]),
        publisher: publisher.flatten(),
        provenance,
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
    Some(CourseSuccessor { course: course?, equivalence: equivalence.unwrap_or(Equivalence::NotStated), provenance })
}

fn course_version(r: &mut Reader<'_>, value: Value<'_>) -> Option<CourseVersion> {
    let Some(mut f) = Fields::of(r, &value) else {
        return Some(unread_version(r));
    };
    let version_line = f.line_of(r, "version");
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
    let unread = unread_version(r);
    if version.is_none() {
        r.mention(EntryRef::new("version", &unread.version), version_line);
        r.call(format_args!("version {}", unread.version), &value.path);
    }
    Some(CourseVersion {
        version: version.unwrap_or(unread.version),
        published: published.unwrap_or(unread.published),
        status: status.flatten().unwrap_or(unread.status),
        outcomes: outcomes.unwrap_or_default(),
        volume_of_learning: volume_of_learning.unwrap_or(unread.volume_of_learning),
        assessed: assessed.unwrap_or(unread.assessed),
        credit,
        requisites: requisites.unwrap_or_default(),
        sessions: sessions.unwrap_or_default(),
    })
}

/// Stands for a version of which nothing can be read: nothing is wrong with it.
fn unread_version(r: &mut Reader<'_>) -> CourseVersion {
    CourseVersion {
        version: r.stand_ins.version(),
        published: NaiveDate::default(),
        status: VersionStatus::Published,
        outcomes: Vec::new(),
        volume_of_learning: Hours::from_minutes(60),
        assessed: true,
        credit: None,
        requisites: Vec::new(),
        sessions: Vec::new(),
    }
}

/// Reads `credit_points` and `credit_scheme`: both or neither.
pub(super) fn credit(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Credit> {
    let given = (f.has("credit_points"), f.has("credit_scheme"));
    let points = f.optional(r, "credit_points", credit_points).flatten();
    let scheme = f.optional(r, "credit_scheme", code).flatten();
    match given {
        (false, false) => return None,
        (true, false) => f.refuse(r, "credit_scheme is missing beside credit_points; say in which scheme they count"),
        (false, true) => {
            f.refuse(r, "credit_points is missing beside credit_scheme; say how many, or take the scheme away");
        }
        (true, true) => {}
    }
    if points.is_none() {
        r.lose(Lost::Size);
    }
    let scheme = scheme.or_else(|| r.stand_ins.code())?;
    Some(Credit { points: points.unwrap_or_else(stand_in::points_max), scheme })
}

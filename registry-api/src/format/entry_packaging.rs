//! What a qualification is made of, in units or in points, and how much of it may be recognised.

use std::collections::BTreeSet;
use std::fmt::Display;

use registry_core::catalogue::EntryRef;
use registry_core::credit::CreditPoints;
use registry_core::id::CourseCode;
use registry_core::qualification::{
    GroupKind, Packaging, PackagingGroup, PointsGroup, PointsLevel, PointsPackaging, RecognitionLimits, SubjectLevel,
};
use registry_core::words::counted;

use super::fields::Fields;
use super::provenance::provenance;
use super::reader::Reader;
use super::stand_in::{self, Lost};
use super::value::{Value, choice, code, credit_points, hours, items, percent, raw_text, set, text, whole};

/// The most units a packaging counts; the largest national qualification has under forty.
const UNITS_MAX: i64 = 200;

/// The most years that study may be old: longer than anybody studies and works.
const STUDY_YEARS_MAX: i64 = 50;

/// What [`recognition`] may limit.
const LIMITS: &str = "most_percent, rpl_most_percent, residency_least_percent or study_years_max";

pub(super) fn packaging(r: &mut Reader<'_>, value: Value<'_>) -> Option<Packaging> {
    mention(r, &value, "packaging");
    let mut f = Fields::of(r, &value)?;
    let core = f.required(r, "core", whole(0, UNITS_MAX));
    let electives = f.required(r, "electives", whole(0, UNITS_MAX));
    total_units(r, &mut f, core, electives);
    let electives_listed_min = f.optional(r, "electives_listed_min", whole(0, UNITS_MAX));
    let electives_elsewhere_max = f.optional(r, "electives_elsewhere_max", whole(0, UNITS_MAX));
    let work_hours_min = f.optional(r, "work_hours_min", hours);
    let groups = f.or_default(r, "groups", |r, value| groups(r, &value, group));
    let provenance = provenance(r, &mut f);
    f.finish(r);
    lost_unless(r, groups.is_some(), Lost::Groups);
    // The numbers are held against one another, so none stands beside one that is not known.
    let known = electives.is_some() && electives_listed_min.is_some() && electives_elsewhere_max.is_some();
    Some(Packaging {
        core: core.unwrap_or(u16::MAX),
        electives: electives.unwrap_or(u16::MAX),
        electives_listed_min: electives_listed_min.flatten().filter(|_| known),
        electives_elsewhere_max: electives_elsewhere_max.flatten().filter(|_| known),
        work_hours_min: work_hours_min.flatten(),
        groups: groups.unwrap_or_default(),
        provenance,
    })
}

/// Reads `units`, the total that a register states beside its parts: it is not kept, since it is their sum.
fn total_units(r: &mut Reader<'_>, f: &mut Fields<'_>, core: Option<u16>, electives: Option<u16>) {
    let line = f.line_of(r, "units");
    let total: Option<u16> = f.optional(r, "units", whole(0, 2 * UNITS_MAX)).flatten();
    if let (Some(core), Some(electives), Some(total)) = (core, electives, total)
        && u32::from(core) + u32::from(electives) != u32::from(total)
    {
        let electives_said = counted(electives.into(), "elective", "electives");
        let sum = u32::from(core) + u32::from(electives);
        let message =
            format!("packaging: {core} core + {electives_said} = {sum}, the award needs {total}; correct one of them");
        r.report(line, message);
    }
}

fn group(r: &mut Reader<'_>, value: Value<'_>) -> Option<PackagingGroup> {
    let mut f = Fields::of(r, &value)?;
    let code = own_group_code(r, &mut f, &value)?;
    let title = f.required(r, "title", text);
    let kind = f.required(r, "kind", choice(&GroupKind::ALL, GroupKind::name));
    let least = f.optional(r, "least", whole(0, UNITS_MAX));
    let most = f.optional(r, "most", whole(0, UNITS_MAX));
    let units = members(r, &mut f, "units");
    f.finish(r);
    lost_unless(r, kind.is_some(), Lost::Kinds);
    Some(PackagingGroup {
        code,
        title: title.unwrap_or_else(stand_in::text),
        kind: kind.unwrap_or(GroupKind::Elective),
        least: least.flatten(),
        most: most.flatten(),
        units,
    })
}

/// Reads the packaging of an award of that size.
pub(super) fn points_packaging(
    size: Option<CreditPoints>,
) -> impl Fn(&mut Reader<'_>, Value<'_>) -> Option<PointsPackaging> {
    move |r, value| {
        mention(r, &value, "points_packaging");
        let mut f = Fields::of(r, &value)?;
        let subject_points = f.required(r, "subject_points", credit_points);
        let groups = f.or_default(r, "groups", |r, value| groups(r, &value, points_group));
        let levels = f.or_default(r, "levels", |r, value| items(r, &value, points_level));
        let provenance = provenance(r, &mut f);
        f.finish(r);
        lost_unless(r, groups.is_some() && levels.is_some(), Lost::Groups);
        let mut levels = levels.unwrap_or_default();
        levels.sort_by_key(|level| level.level);
        // One subject as large as the award is a whole number of them.
        let subject_points = subject_points.or(size).unwrap_or_else(stand_in::points_max);
        Some(PointsPackaging { subject_points, groups: groups.unwrap_or_default(), levels, provenance })
    }
}

fn points_group(r: &mut Reader<'_>, value: Value<'_>) -> Option<PointsGroup> {
    let mut f = Fields::of(r, &value)?;
    let code = own_group_code(r, &mut f, &value)?;
    let title = f.required(r, "title", text);
    let least = f.optional(r, "least", credit_points);
    let most = f.optional(r, "most", credit_points);
    let subjects = members(r, &mut f, "subjects");
    f.finish(r);
    let title = title.unwrap_or_else(stand_in::text);
    Some(PointsGroup { code, title, least: least.flatten(), most: most.flatten(), subjects })
}

fn points_level(r: &mut Reader<'_>, value: Value<'_>) -> Option<PointsLevel> {
    let mut f = Fields::of(r, &value)?;
    let level = f.required(r, "level", subject_level);
    let least = f.optional(r, "least", credit_points);
    let most = f.optional(r, "most", credit_points);
    let least_and_above = f.optional(r, "least_and_above", credit_points);
    let subjects = members(r, &mut f, "subjects");
    f.finish(r);
    lost_unless(r, level.is_some(), Lost::Groups);
    let level = level?;
    let line = value.line(r);
    r.mention_or_again(("level", "level again"), &level.get().to_string(), line);
    let (least, most, least_and_above) = (least.flatten(), most.flatten(), least_and_above.flatten());
    Some(PointsLevel { level, least, most, least_and_above, subjects })
}

/// The level of a subject.
pub(super) fn subject_level(r: &mut Reader<'_>, value: Value<'_>) -> Option<SubjectLevel> {
    let number: i64 = whole(1, 9)(r, value)?;
    SubjectLevel::new(number).ok()
}

pub(super) fn recognition(r: &mut Reader<'_>, value: Value<'_>) -> Option<RecognitionLimits> {
    mention(r, &value, "recognition");
    let mut f = Fields::of(r, &value)?;
    let given = ["most_percent", "rpl_most_percent", "residency_least_percent", "study_years_max"];
    if !given.iter().any(|key| f.has(key)) {
        value.refuse::<()>(r, format_args!("it sets no limit; write {LIMITS}, or take the table away"));
    }
    let most = f.optional(r, "most_percent", percent);
    let rpl_most = f.optional(r, "rpl_most_percent", percent);
    let residency_least = f.optional(r, "residency_least_percent", percent);
    let study_years_max = f.optional(r, "study_years_max", whole(1, STUDY_YEARS_MAX));
    let provenance = provenance(r, &mut f);
    f.finish(r);
    Some(RecognitionLimits {
        most: most.flatten(),
        rpl_most: rpl_most.flatten(),
        residency_least: residency_least.flatten(),
        study_years_max: study_years_max.flatten(),
        provenance,
    })
}

/// A group's code is written like any other, but names nothing outside its qualification.
pub(super) fn group_code(r: &mut Reader<'_>, value: Value<'_>) -> Option<String> {
    let text = raw_text(r, value.clone())?;
    CourseCode::new(text).map_or_else(|error| value.refuse(r, error), |code| Some(code.into()))
}

/// Reads groups. One whose code another has is kept beside its problem, since what it holds is looked at too.
fn groups<T: Group>(
    r: &mut Reader<'_>,
    value: &Value<'_>,
    read: impl Fn(&mut Reader<'_>, Value<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let mut seen = BTreeSet::new();
    items(r, value, |r, value| {
        let group = read(r, value.clone());
        lost_unless(r, group.is_some(), Lost::Groups);
        let group = group?;
        let code = group.code().to_owned();
        let line = value.line(r);
        r.mention(EntryRef::new("group", &code), line);
        if !seen.insert(code.clone()) {
            value.refuse::<()>(r, format_args!("a group {code} stands before this one; give one of them another code"));
        }
        Some(group)
    })
}

trait Group {
    fn code(&self) -> &str;
}

impl Group for PackagingGroup {
    fn code(&self) -> &str {
        &self.code
    }
}

impl Group for PointsGroup {
    fn code(&self) -> &str {
        &self.code
    }
}

/// The code of a group, or what stands for it; messages then call the group by its place.
fn own_group_code(r: &mut Reader<'_>, f: &mut Fields<'_>, value: &Value<'_>) -> Option<String> {
    if let Some(code) = f.required(r, "code", group_code) {
        return Some(code);
    }
    r.lose(Lost::Groups);
    let unread: CourseCode = r.stand_ins.code()?;
    r.call(format_args!("group {unread}"), &value.path);
    Some(unread.into())
}

/// The units or subjects of a group; what is lost of them may be what a credit rule names.
fn members(r: &mut Reader<'_>, f: &mut Fields<'_>, key: &'static str) -> Vec<CourseCode> {
    let mut written = 0;
    let read = f.or_default(r, key, |r, value| {
        written = value.get().as_array().map_or(0, |list| list.len());
        set(code)(r, value)
    });
    lost_unless(r, read.as_ref().is_some_and(|read| read.len() == written), Lost::Groups);
    read.unwrap_or_default()
}

fn lost_unless(r: &mut Reader<'_>, is_read: bool, what: Lost) {
    if !is_read {
        r.lose(what);
    }
}

/// Remembers where a key stands, for problems of what is below it as a whole.
pub(super) fn mention(r: &mut Reader<'_>, value: &Value<'_>, key: impl Display) {
    let line = value.line(r);
    r.mention(EntryRef::new("key", key), line);
}

//! What somebody is learning now, as profile files write it.

use chrono::NaiveDate;
use registry_core::catalogue::EntryRef;
use registry_core::enrolment::{Enrolment, Takes};

use super::fields::Fields;
use super::reader::Reader;
use super::value::{Value, code, date, hours_taken_per_week, version, whole};

/// The most professional-development days that are still to come.
const DAYS_MAX: i64 = 366;

/// A thing under way, and where it is said.
pub(super) struct ReadEnrolled {
    pub(super) enrolment: Enrolment,
    pub(super) line: u32,
    /// `enrolled#2`.
    pub(super) path: String,
}

/// Reads one thing under way. For a day that was refused stands one that contradicts nothing.
pub(super) fn enrolled(r: &mut Reader<'_>, value: Value<'_>) -> Option<ReadEnrolled> {
    let line = value.line(r);
    let mut f = Fields::of(r, &value)?;
    let enrolment = match (f.has("offering"), f.has("course"), f.has("qualification")) {
        (true, false, false) => {
            let offering = f.required(r, "offering", code);
            let ends = ends(r, &mut f);
            Enrolment::Offering { offering: offering.or_else(|| r.stand_ins.code())?, ends }
        }
        (false, true, false) => {
            let course = f.required(r, "course", code);
            let version = f.required(r, "version", version);
            let (ends, takes) = (ends(r, &mut f), takes(r, &mut f));
            let course = course.or_else(|| r.stand_ins.code())?;
            let version = version.unwrap_or_else(|| r.stand_ins.version());
            r.mention(EntryRef::new("enrolled version", format!("{course} {version}")), line);
            Enrolment::Course { course, version, ends, takes }
        }
        (false, false, true) => {
            let qualification = f.required(r, "qualification", code);
            let (ends, takes) = (ends(r, &mut f), takes(r, &mut f));
            Enrolment::Qualification { qualification: qualification.or_else(|| r.stand_ins.code())?, ends, takes }
        }
        (false, false, false) => {
            return value.refuse(r, "it names nothing; add offering, course or qualification");
        }
        _ => {
            return value.refuse(r, "it names more than one of offering, course and qualification; make several of it");
        }
    };
    r.mention_or_again(("enrolled", "enrolled again"), enrolment.code(), line);
    f.finish(r);
    Some(ReadEnrolled { enrolment, line, path: value.path })
}

fn ends(r: &mut Reader<'_>, f: &mut Fields<'_>) -> NaiveDate {
    f.required(r, "ends", date).unwrap_or(NaiveDate::MAX)
}

fn takes(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Takes {
    Takes {
        hours_per_week: f.required(r, "hours_per_week", hours_taken_per_week).unwrap_or_default(),
        days: f.or_default(r, "days", whole(0, DAYS_MAX)).unwrap_or_default(),
    }
}

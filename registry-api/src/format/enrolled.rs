//! What somebody is learning now, as profile files write it.

use std::cell::RefCell;

use chrono::NaiveDate;
use registry_core::catalogue::EntryRef;
use registry_core::enrolment::{Enrolment, Takes};

use super::fields::Fields;
use super::named::unread_version;
use super::reader::Reader;
use super::value::{Value, code, date, hours_per_week, version, whole};

/// The most professional-development days that are still to come.
const DAYS_MAX: i64 = 366;

/// Reads one thing under way; what it names goes into `things` as soon as its code can be read.
pub(super) fn enrolled(
    r: &mut Reader<'_>,
    value: Value<'_>,
    things: &RefCell<Vec<Enrolment>>,
) -> Option<(Enrolment, u32)> {
    let line = value.line(r);
    let before = things.borrow().len();
    let mut f = Fields::of(r, &value)?;
    let read = match (f.has("offering"), f.has("course"), f.has("qualification")) {
        (true, false, false) => {
            let offering = f.required(r, "offering", code);
            let ends = f.required(r, "ends", date);
            if let Some(offering) = offering.clone() {
                let ends = ends.unwrap_or(NaiveDate::MAX);
                things.borrow_mut().push(Enrolment::Offering { offering, ends });
            }
            offering.zip(ends).map(|(offering, ends)| Enrolment::Offering { offering, ends })
        }
        (false, true, false) => {
            let course = f.required(r, "course", code);
            let version = f.required(r, "version", version);
            let ends = f.required(r, "ends", date);
            let takes = takes(r, &mut f);
            if let Some(course) = course.clone() {
                let version = version.clone().unwrap_or_else(unread_version);
                let (ends, takes) = (ends.unwrap_or(NaiveDate::MAX), Takes::default());
                things.borrow_mut().push(Enrolment::Course { course, version, ends, takes });
            }
            let named = course.zip(version).zip(ends).zip(takes);
            named.map(|(((course, version), ends), takes)| Enrolment::Course { course, version, ends, takes })
        }
        (false, false, true) => {
            let qualification = f.required(r, "qualification", code);
            let ends = f.required(r, "ends", date);
            let takes = takes(r, &mut f);
            if let Some(qualification) = qualification.clone() {
                let (ends, takes) = (ends.unwrap_or(NaiveDate::MAX), Takes::default());
                things.borrow_mut().push(Enrolment::Qualification { qualification, ends, takes });
            }
            let named = qualification.zip(ends).zip(takes);
            named.map(|((qualification, ends), takes)| Enrolment::Qualification { qualification, ends, takes })
        }
        (false, false, false) => {
            return value.refuse(r, "it names nothing; add offering, course or qualification");
        }
        _ => {
            return value.refuse(r, "it names more than one of offering, course and qualification; make several of it");
        }
    };
    if let Some(last) = things.borrow().get(before) {
        r.mention(EntryRef::new("enrolled", last.code()), line);
    }
    f.finish(r);
    Some((read?, line))
}

fn takes(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Takes> {
    let hours = f.required(r, "hours_per_week", hours_per_week);
    let days = f.or_default(r, "days", whole(0, DAYS_MAX));
    Some(Takes { hours_per_week: hours?, days: days? })
}

//! What somebody is learning now.

use async_graphql::{InputObject, OneofObject};
use chrono::NaiveDate;
use registry_core::enrolment as core;
use registry_core::id::{CourseCode, OfferingCode, QualificationCode};

use super::learner::unread_version;
use super::problems::{Place, Problems};
use crate::graphql::scalars::GivenDate;
use crate::graphql::types::problem::RequestErrorCode;

/// The most professional-development days that are still to come.
const DAYS_MAX: u16 = 366;

/// One thing a person is learning now: exactly one of these. What they paid for it counts nowhere.
#[derive(OneofObject, Debug)]
pub(crate) enum EnrolledInput {
    /// In an offering of the catalogue, which says how much time it takes.
    Offering(EnrolledOfferingInput),
    /// A version of a course, in a delivery that the catalogue does not have.
    Course(EnrolledCourseInput),
    /// A qualification, in a delivery that the catalogue does not have.
    Qualification(EnrolledQualificationInput),
}

/// An offering of the catalogue that a person is enrolled in.
#[derive(InputObject, Debug)]
pub(crate) struct EnrolledOfferingInput {
    /// Its code.
    code: String,
    /// The last day.
    ends: GivenDate,
}

/// A version of a course that a person is enrolled in.
#[derive(InputObject, Debug)]
pub(crate) struct EnrolledCourseInput {
    /// The code of the course.
    code: String,
    /// The number of the version, `1.0.0`.
    version: String,
    /// The last day.
    ends: GivenDate,
    /// Own time it takes in each week until then, in hours and quarter hours.
    hours_per_week: f64,
    /// Professional-development days still to come, 0 to 366; they count in the first plan year.
    #[graphql(default)]
    days: i32,
}

/// A qualification that a person is enrolled in.
#[derive(InputObject, Debug)]
pub(crate) struct EnrolledQualificationInput {
    /// Its code.
    code: String,
    /// The last day.
    ends: GivenDate,
    /// Own time it takes in each week until then, in hours and quarter hours.
    hours_per_week: f64,
    /// Professional-development days still to come, 0 to 366; they count in the first plan year.
    #[graphql(default)]
    days: i32,
}

impl EnrolledInput {
    /// Reads one thing under way; `None` when its code cannot be read. Beside it, what could not be read contradicts
    /// nothing.
    fn read(&self, index: usize, place: &Place, problems: &mut Problems) -> Option<core::Enrolment> {
        let invalid = RequestErrorCode::InvalidCode;
        match self {
            Self::Offering(given) => {
                let place = place.then("offering");
                let offering = problems.value(invalid, &place.then("code"), OfferingCode::new(&given.code));
                let ends = ends(&given.ends, &place, problems);
                Some(core::Enrolment::Offering { offering: offering?, ends })
            }
            Self::Course(given) => {
                let place = place.then("course");
                let course = problems.value(invalid, &place.then("code"), CourseCode::new(&given.code));
                let version = problems.version(&place.then("version"), &given.version);
                let version = version.unwrap_or_else(|| unread_version(index));
                let ends = ends(&given.ends, &place, problems);
                let takes = takes(given.hours_per_week, given.days, &place, problems);
                Some(core::Enrolment::Course { course: course?, version, ends, takes })
            }
            Self::Qualification(given) => {
                let place = place.then("qualification");
                let code = problems.value(invalid, &place.then("code"), QualificationCode::new(&given.code));
                let ends = ends(&given.ends, &place, problems);
                let takes = takes(given.hours_per_week, given.days, &place, problems);
                Some(core::Enrolment::Qualification { qualification: code?, ends, takes })
            }
        }
    }
}

fn ends(given: &GivenDate, place: &Place, problems: &mut Problems) -> NaiveDate {
    problems.date(&place.then("ends"), given).unwrap_or(NaiveDate::MAX)
}

fn takes(hours_per_week: f64, days: i32, place: &Place, problems: &mut Problems) -> core::Takes {
    let hours = problems.hours_per_week(&place.then("hoursPerWeek"), hours_per_week);
    let days = problems.number(&place.then("days"), "professional-development days", days, DAYS_MAX);
    core::Takes { hours_per_week: hours.unwrap_or_default(), days: days.unwrap_or(0) }
}

/// What is under way as far as it could be read, each with its index in what was given.
pub(super) fn read(given: &[EnrolledInput], place: &Place, problems: &mut Problems) -> Vec<(usize, core::Enrolment)> {
    let count = given.len();
    if count > core::ENROLLED_MAX {
        let message = format_args!("the list has {count} things under way; at most {} are read", core::ENROLLED_MAX);
        problems.add(RequestErrorCode::TooMany, place, message);
        return Vec::new();
    }
    let one = |(index, given): (usize, &EnrolledInput)| Some((index, given.read(index, &place.then(index), problems)?));
    given.iter().enumerate().filter_map(one).collect()
}

/// The place of the last thing under way that has a code.
pub(super) fn place_of(enrolled: &[(usize, core::Enrolment)], code: &str) -> Place {
    let place = Place::root().then("learner").then("enrolled");
    let found = enrolled.iter().rev().find(|(_, enrolment)| enrolment.code() == code);
    found.map_or(place.clone(), |(index, enrolment)| place.then(index).then(field(enrolment)))
}

/// The field that something under way was given in.
fn field(enrolment: &core::Enrolment) -> &'static str {
    match enrolment {
        core::Enrolment::Offering { .. } => "offering",
        core::Enrolment::Course { .. } => "course",
        core::Enrolment::Qualification { .. } => "qualification",
    }
}

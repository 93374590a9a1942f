//! What has offerings: a course, or a qualification as one program.

use registry_core::catalogue::Catalogue;
use registry_core::course::{Course, Offering, OfferingOf};
use registry_core::id::{CourseCode, QualificationCode};
use registry_core::publish::OfferingsOf;
use registry_core::qualification::Qualification;

use crate::web::answer::Answer;
use crate::web::links;
use crate::web::workspace::{Desk, not_yours};

/// Which of both an address names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Course,
    Qualification,
}

/// A course or a qualification of anybody: who teaches it need not be its publisher.
#[derive(Clone, Copy)]
pub(in crate::web::workspace) enum Taught<'a> {
    Course(&'a Course),
    Qualification(&'a Qualification),
}

impl<'a> Taught<'a> {
    /// What has that code: a course before a qualification.
    pub(super) fn named(catalogue: &'a Catalogue, code: &str) -> Option<Self> {
        let course = CourseCode::new(code).ok().and_then(|code| catalogue.course(&code)).map(Self::Course);
        let qualification = || QualificationCode::new(code).ok().and_then(|code| catalogue.qualification(&code));
        course.or_else(|| qualification().map(Self::Qualification))
    }

    /// What the address names.
    ///
    /// # Errors
    /// What is not there: the page that says so.
    pub(super) fn at(desk: &Desk<'a>, sort: Sort) -> Result<Self, Answer> {
        let (catalogue, code) = (desk.asked.at.catalogue(), desk.asked.code);
        let found = match sort {
            Sort::Course => CourseCode::new(code).ok().and_then(|code| catalogue.course(&code)).map(Self::Course),
            Sort::Qualification => {
                let found = QualificationCode::new(code).ok().and_then(|code| catalogue.qualification(&code));
                found.map(Self::Qualification)
            }
        };
        found.ok_or_else(not_yours)
    }

    pub(in crate::web::workspace) fn title(&self) -> &'a str {
        match self {
            Self::Course(course) => &course.title,
            Self::Qualification(qualification) => &qualification.title,
        }
    }

    /// Where a provider sets its offerings.
    pub(in crate::web::workspace) fn address(&self) -> String {
        match self {
            Self::Course(course) => format!("/workspace/offerings/{}", course.code),
            Self::Qualification(qualification) => format!("/workspace/program-offerings/{}", qualification.code),
        }
    }

    /// The page that everybody sees.
    pub(in crate::web::workspace) fn page(&self) -> String {
        match self {
            Self::Course(course) => links::course(&course.code),
            Self::Qualification(qualification) => links::qualification(&qualification.code),
        }
    }

    pub(super) fn set(&self) -> OfferingsOf {
        match self {
            Self::Course(course) => OfferingsOf::Course(course.code.clone()),
            Self::Qualification(qualification) => OfferingsOf::Qualification(qualification.code.clone()),
        }
    }

    /// What the provider offers of it.
    pub(in crate::web::workspace) fn offered(&self, desk: &Desk<'a>) -> Vec<&'a Offering> {
        let catalogue = desk.asked.at.catalogue();
        let own = |offering: &&Offering| offering.provider == *desk.code();
        match self {
            Self::Course(course) => catalogue.offerings_of_course(&course.code).filter(own).collect(),
            Self::Qualification(one) => catalogue.offerings_of_qualification(&one.code).filter(own).collect(),
        }
    }

    /// What an offering of that version is of; `None` where there is no such version. A qualification has none to choose.
    pub(super) fn of(&self, version: &str) -> Option<OfferingOf> {
        match self {
            Self::Course(course) => {
                let version = course.versions.iter().find(|one| one.version.to_string() == version)?;
                Some(OfferingOf::Course { course: course.code.clone(), version: version.version.clone() })
            }
            Self::Qualification(qualification) => Some(OfferingOf::Qualification(qualification.code.clone())),
        }
    }
}

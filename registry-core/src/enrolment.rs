//! What somebody is learning now, and until when.
//!
//! It takes their time while it runs. From the day after its end it counts as held, and it is never planned again.

use chrono::NaiveDate;
use semver::Version;
use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::course::{DaysFrom, Delivery, OfferingOf};
use crate::date::monday_of;
use crate::id::{CourseCode, OfferingCode, QualificationCode};
use crate::requisite::RequisiteExpr;
use crate::volume::Hours;

/// The most things one person is enrolled in at a time.
pub const ENROLLED_MAX: usize = 20;

/// Something a person is learning now. What they paid for it is paid and counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Enrolment {
    /// An offering of the catalogue, which says how much time it takes.
    Offering {
        /// Which offering.
        offering: OfferingCode,
        /// The last day.
        ends: NaiveDate,
    },
    /// A version of a course, in a delivery that the catalogue does not have.
    Course {
        /// Which course.
        course: CourseCode,
        /// Which version.
        version: Version,
        /// The last day.
        ends: NaiveDate,
        /// What it takes until then.
        takes: Takes,
    },
    /// A qualification, in a delivery that the catalogue does not have.
    Qualification {
        /// Which one.
        qualification: QualificationCode,
        /// The last day.
        ends: NaiveDate,
        /// What it takes until then.
        takes: Takes,
    },
}

/// What something that somebody is enrolled in takes until it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Takes {
    /// Own time in each week, Monday to Sunday, that it touches.
    pub hours_per_week: Hours,
    /// Professional-development days still to come.
    pub days: u16,
}

impl Enrolment {
    /// The last day.
    pub fn ends(&self) -> NaiveDate {
        match self {
            Self::Offering { ends, .. } | Self::Course { ends, .. } | Self::Qualification { ends, .. } => *ends,
        }
    }

    /// The code that was given: of the offering, the course or the qualification.
    pub fn code(&self) -> &str {
        match self {
            Self::Offering { offering, .. } => offering.as_str(),
            Self::Course { course, .. } => course.as_str(),
            Self::Qualification { qualification, .. } => qualification.as_str(),
        }
    }

    /// The offering, where one of the catalogue was given.
    pub fn offering(&self) -> Option<&OfferingCode> {
        match self {
            Self::Offering { offering, .. } => Some(offering),
            Self::Course { .. } | Self::Qualification { .. } => None,
        }
    }

    /// What is taught; `None`: the catalogue does not have the offering.
    pub fn teaches(&self, catalogue: &Catalogue) -> Option<OfferingOf> {
        match self {
            Self::Offering { offering, .. } => catalogue.offering(offering).map(|offering| offering.of.clone()),
            Self::Course { course, version, .. } => {
                Some(OfferingOf::Course { course: course.clone(), version: version.clone() })
            }
            Self::Qualification { qualification, .. } => Some(OfferingOf::Qualification(qualification.clone())),
        }
    }

    /// The first day, where the catalogue says it: of an offering with fixed dates.
    pub fn starts(&self, catalogue: &Catalogue) -> Option<NaiveDate> {
        match catalogue.offering(self.offering()?)?.delivery {
            Delivery::Dated { start, .. } => Some(start),
            Delivery::Rolling { .. } => None,
        }
    }

    /// What it takes until it ends. Of an offering: its own time spread evenly over the weeks it touches, rounded up to
    /// the minute; and all its professional-development days, since nobody knows how many of them are over.
    pub fn takes(&self, catalogue: &Catalogue) -> Takes {
        let offering = match self {
            Self::Offering { offering, .. } => catalogue.offering(offering),
            Self::Course { takes, .. } | Self::Qualification { takes, .. } => return *takes,
        };
        let Some(offering) = offering else { return Takes::default() };
        let weeks = match offering.delivery {
            Delivery::Dated { start, end } => (monday_of(end) - monday_of(start)).num_days() / 7 + 1,
            Delivery::Rolling { weeks, .. } => weeks.into(),
        };
        let weeks = u32::try_from(weeks).unwrap_or(1).max(1);
        Takes {
            hours_per_week: Hours::from_minutes(offering.own_time.minutes_per_week(weeks)),
            days: match offering.days_from {
                DaysFrom::Allowance => offering.days,
                DaysFrom::ReleaseAgreement => 0,
            },
        }
    }

    /// Whether it counts, once it has ended, as what a requirement asks for: it is that, or equivalents up to that
    /// replaced it. Of an expression that joins others: no.
    pub fn counts_as(&self, catalogue: &Catalogue, wanted: &RequisiteExpr) -> bool {
        match (self.teaches(catalogue), wanted) {
            (Some(OfferingOf::Course { course, version }), RequisiteExpr::Course(wanted)) => {
                if course == wanted.course {
                    wanted.range.matches(&version)
                } else {
                    catalogue.course_counts_as(&course, &wanted.course)
                }
            }
            (Some(OfferingOf::Qualification(code)), RequisiteExpr::Qualification(wanted)) => {
                catalogue.qualification_counts_as(&code, wanted)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Offering;
    use crate::sample::{any_version, build, course, day, hours, in_range, parts, read, replaced, weekly};

    fn enrolment(offering: &str) -> Enrolment {
        Enrolment::Offering { offering: read(offering), ends: day("2027-04-01") }
    }

    #[test]
    fn an_offering_takes_what_it_takes_of_anybody() {
        let mut all = parts(vec![course("a", vec![])]);
        let dated = Delivery::Dated { start: day("2027-02-03"), end: day("2027-02-10") };
        let free = |delivery| Offering { own_time: hours(7), days: 3, delivery, ..weekly("a") };
        all.offerings = vec![
            free(dated),
            Offering { code: read("b"), days_from: DaysFrom::ReleaseAgreement, ..free(dated) },
            Offering { code: read("c"), ..free(Delivery::Rolling { from: day("2027-01-01"), until: None, weeks: 4 }) },
        ];
        let catalogue = build(all);
        let takes = |code: &str| {
            let takes = enrolment(code).takes(&catalogue);
            (takes.hours_per_week.minutes(), takes.days)
        };
        assert_eq!([takes("a"), takes("b"), takes("c"), takes("none")], [(210, 3), (210, 0), (105, 3), (0, 0)]);
        assert_eq!(enrolment("a").starts(&catalogue), Some(day("2027-02-03")));
        assert_eq!(enrolment("c").starts(&catalogue), None);
    }

    #[test]
    fn it_counts_as_itself_and_as_what_replaced_it() {
        let old = replaced(course("old", vec![]), "new", crate::course::Equivalence::Equivalent);
        let catalogue = build(parts(vec![old, course("new", vec![]), course("other", vec![])]));
        let counts = |wanted: RequisiteExpr| enrolment("old").counts_as(&catalogue, &wanted);
        assert!(counts(any_version("old")) && counts(any_version("new")) && counts(in_range("old", "^1")));
        assert!(!counts(any_version("other")));
        let two = RequisiteExpr::all(vec![any_version("old")]).expect("one");
        assert!(!counts(two));
    }
}

//! Volumes of learning beside the framework's own.

use std::fmt;

use semver::Version;

use crate::aqf::{AqfLevel, AqfType, HOURS_PER_YEAR};
use crate::catalogue::{Catalogue, EntryRef};
use crate::course::{Course, VersionStatus};
use crate::id::{CourseCode, QualificationCode};
use crate::qualification::Qualification;
use crate::volume::Hours;

/// A volume of learning that does not sit with the framework's, shown with its arithmetic. It is a note and never a
/// problem: the range is the usual one, and for degrees it comes from pages of medium confidence
/// ([`AqfType::volume_of_learning_hours`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VolumeNote {
    /// A qualification of less or more than is usual for such an award.
    OutsideRange {
        /// Which.
        qualification: QualificationCode,
        /// Its volume of learning.
        hours: Hours,
        /// Which sort of award it is.
        aqf_type: AqfType,
    },
    /// A course that is as long as a whole award of the level it is aligned to. A micro-credential is "less than an AQF
    /// award qualification" (National Microcredentials Framework, 2021).
    AsLongAsAnAward {
        /// Which.
        course: CourseCode,
        /// In which version.
        version: Version,
        /// Its volume of learning.
        hours: Hours,
        /// The shortest award of the level.
        shortest: AqfType,
    },
}

impl VolumeNote {
    /// The entry it is about.
    pub fn entry(&self) -> EntryRef {
        match self {
            Self::OutsideRange { qualification, .. } => EntryRef::new("qualification", qualification),
            Self::AsLongAsAnAward { course, .. } => EntryRef::new("course", course),
        }
    }
}

impl fmt::Display for VolumeNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutsideRange { hours, aqf_type, .. } => {
                let (least, most) = aqf_type.volume_of_learning_hours();
                let beyond = if hours.minutes() < least * 60 { "less" } else { "more" };
                let usual = if least == most { in_years(least) } else { span(least, most) };
                let title = aqf_type.title();
                write!(f, "its volume of learning is {hours}, {beyond} than the usual {usual} of award type {title}")
            }
            Self::AsLongAsAnAward { version, hours, shortest, .. } => {
                let (level, title) = (shortest.level(), shortest.title());
                let least = in_years(shortest.volume_of_learning_hours().0);
                write!(
                    f,
                    "version {version} takes {hours}, no less than the shortest award of {level}, to which it is aligned: {title}, {least}"
                )
            }
        }
    }
}

/// `600 h (0.5 years of 1200 h)`.
fn in_years(hours: u32) -> String {
    format!("{hours} h ({} of {HOURS_PER_YEAR} h)", years(hours))
}

/// `600 to 1200 h (0.5 to 1 year of 1200 h)`.
fn span(least: u32, most: u32) -> String {
    let first = years(least);
    let first = first.split(' ').next().unwrap_or_default();
    format!("{least} to {most} h ({first} to {} of {HOURS_PER_YEAR} h)", years(most))
}

/// Hours as years in tenths, rounded **down**; the framework counts in half years.
fn years(hours: u32) -> String {
    let tenths = hours * 10 / HOURS_PER_YEAR;
    match (tenths / 10, tenths % 10) {
        (1, 0) => "1 year".to_owned(),
        (whole, 0) => format!("{whole} years"),
        (whole, part) => format!("{whole}.{part} years"),
    }
}

/// The volumes of learning that do not sit with the framework's: qualifications in order of code, then published
/// versions of courses in order of code and version.
///
/// ```
/// use registry_core::analysis::volume_notes;
/// use registry_core::{Catalogue, CatalogueParts};
///
/// let empty = Catalogue::build(CatalogueParts::default()).expect("nothing is wrong with nothing");
/// assert_eq!(volume_notes(&empty), []);
/// ```
pub fn volume_notes(catalogue: &Catalogue) -> Vec<VolumeNote> {
    let awards = catalogue.qualifications().filter_map(of_award);
    awards.chain(catalogue.courses().flat_map(of_course)).collect()
}

fn of_award(entry: &Qualification) -> Option<VolumeNote> {
    let hours = entry.volume_of_learning?;
    let (least, most) = entry.aqf_type.volume_of_learning_hours();
    let usual = least * 60..=most * 60;
    (!usual.contains(&hours.minutes())).then(|| VolumeNote::OutsideRange {
        qualification: entry.code.clone(),
        hours,
        aqf_type: entry.aqf_type,
    })
}

fn of_course(entry: &Course) -> Vec<VolumeNote> {
    let level = entry.aqf_alignment.as_ref().map(|alignment| alignment.level);
    let Some(shortest) = level.and_then(shortest_of) else { return Vec::new() };
    let least = shortest.volume_of_learning_hours().0 * 60;
    let published = entry.versions.iter().filter(|version| version.status == VersionStatus::Published);
    let long = published.filter(|version| version.volume_of_learning.minutes() >= least);
    let note = long.map(|version| VolumeNote::AsLongAsAnAward {
        course: entry.code.clone(),
        version: version.version.clone(),
        hours: version.volume_of_learning,
        shortest,
    });
    note.collect()
}

/// The shortest award of a level, the first of several.
fn shortest_of(level: AqfLevel) -> Option<AqfType> {
    let of_level = AqfType::ALL.into_iter().filter(|award| award.level() == level);
    of_level.min_by_key(|award| award.volume_of_learning_hours().0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::AqfAlignment;
    use crate::sample::{build, course, parts, qualification};

    fn hours(hours: u32) -> Hours {
        Hours::from_minutes(hours * 60)
    }

    fn said(award: AqfType, volume: u32) -> Vec<String> {
        let mut all = parts(vec![]);
        let entry = qualification("award", vec![]);
        all.qualifications = vec![Qualification { aqf_type: award, volume_of_learning: Some(hours(volume)), ..entry }];
        volume_notes(&build(all)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_award_outside_its_range_is_noted_with_the_range() {
        assert_eq!(said(AqfType::CertificateIv, 600), Vec::<String>::new());
        assert_eq!(said(AqfType::CertificateIv, 2_400), Vec::<String>::new());
        assert_eq!(
            said(AqfType::CertificateIv, 599),
            [
                "its volume of learning is 599 h, less than the usual 600 to 2400 h (0.5 to 2 years of 1200 h) of award type Certificate IV"
            ]
        );
        assert_eq!(
            said(AqfType::AssociateDegree, 2_401),
            [
                "its volume of learning is 2401 h, more than the usual 2400 h (2 years of 1200 h) of award type Associate Degree"
            ]
        );
    }

    #[test]
    fn a_course_as_long_as_an_award_of_its_level_is_noted() {
        for (volume, noted) in [(599, false), (600, true)] {
            let mut all = parts(vec![course("long", vec![])]);
            let level = AqfLevel::new(8).expect("a level");
            all.courses[0].aqf_alignment = Some(AqfAlignment { level, basis: "Graduate study".to_owned() });
            all.courses[0].versions[0].volume_of_learning = hours(volume);
            let notes = volume_notes(&build(all));
            assert_eq!(notes.len(), usize::from(noted), "{volume}");
            if let [note] = notes.as_slice() {
                assert_eq!(note.entry(), EntryRef::new("course", "long"));
                assert_eq!(
                    note.to_string(),
                    "version 1.0.0 takes 600 h, no less than the shortest award of AQF level 8, to which it is aligned: Graduate Certificate, 600 h (0.5 years of 1200 h)"
                );
            }
        }
    }

    #[test]
    fn every_level_with_an_award_has_a_shortest_one() {
        let shortest = |level| shortest_of(AqfLevel::new(level).expect("a level"));
        assert_eq!(shortest(6), Some(AqfType::AdvancedDiploma));
        assert_eq!(shortest(8), Some(AqfType::GraduateCertificate));
        assert!((1..=10).all(|level| shortest(level).is_some()));
    }
}

//! Awards of points that tests about credit share: of subjects worth ten points each, in a scheme of their own.

use crate::catalogue::CatalogueParts;
use crate::course::{Course, Credit};
use crate::credit::{CreditExchange, CreditRule, CreditScheme, CreditStanding, Percent};
use crate::qualification::{PointsGroup, PointsPackaging, Qualification, RecognitionLimits};
use crate::sample::{parts, qualification, read, source};

/// An award of so many points; what it is made of is not said.
pub(super) fn of_points(code: &str, size: &str) -> Qualification {
    Qualification { credit: Some(Credit { points: read(size), scheme: read("s") }), ..qualification(code, vec![]) }
}

/// An award of so many points, of subjects worth ten points each.
pub(super) fn award(code: &str, subjects: &[&str], size: &str) -> Qualification {
    let group = PointsGroup {
        code: "own".to_owned(),
        title: "Own".to_owned(),
        least: None,
        most: None,
        subjects: subjects.iter().map(|code| read(code)).collect(),
    };
    let groups = if subjects.is_empty() { vec![] } else { vec![group] };
    let packaging = PointsPackaging { subject_points: read("10"), groups, levels: vec![], provenance: source() };
    Qualification { points_packaging: Some(packaging), ..of_points(code, size) }
}

fn limits() -> RecognitionLimits {
    RecognitionLimits { most: None, rpl_most: None, residency_least: None, study_years_max: None, provenance: source() }
}

/// Study counts for a year towards an award.
pub(super) fn for_a_year(award: Qualification) -> Qualification {
    Qualification { recognition: Some(RecognitionLimits { study_years_max: Some(1), ..limits() }), ..award }
}

/// Nothing of an award is recognised for what was learned at work.
pub(super) fn without_prior_learning(award: Qualification) -> Qualification {
    let none = Some(Percent::new(0).expect("a share"));
    Qualification { recognition: Some(RecognitionLimits { rpl_most: none, ..limits() }), ..award }
}

/// A rule that guarantees its credit.
pub(super) fn rule(code: &str, towards: &str, exchange: CreditExchange) -> CreditRule {
    CreditRule::new(read(code), read(towards), exchange, CreditStanding::Guaranteed, source())
}

/// Ten points for one of some courses.
pub(super) fn for_one_of(code: &str, towards: &str, of: &[&str]) -> CreditRule {
    let of = of.iter().map(|code| read(code)).collect();
    rule(code, towards, CreditExchange::Series { of, size: 1, points_each_series: read("10") })
}

/// Ten points for one course.
pub(super) fn for_course(code: &str, towards: &str, from: &str) -> CreditRule {
    for_one_of(code, towards, &[from])
}

/// A catalogue of courses and awards.
pub(super) fn catalogue_of(courses: Vec<Course>, awards: Vec<Qualification>) -> CatalogueParts {
    let scheme =
        CreditScheme { code: read("s"), title: "S".to_owned(), points_per_year: read("100"), provenance: source() };
    CatalogueParts { credit_schemes: vec![scheme], qualifications: awards, ..parts(courses) }
}

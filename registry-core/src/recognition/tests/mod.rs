//! Real cases, each with its source, and the ledger against trying every assignment.

mod blocks;
mod claims;
mod grounds;
mod levels;
mod limits;
mod oracle;
mod real;
mod reported;
mod rungs;
mod studied;
mod subjects;
mod told;

use super::*;
use crate::course::{Course, CourseKind, Credit};
use crate::credit::{CreditExchange, CreditPoints, CreditRule, CreditScheme, CreditStanding};
use crate::learner_record::{Employment, Held};
use crate::qualification::{GroupKind, Packaging, PackagingGroup, Qualification};
use crate::sample::{build, course, day, held, learner, parts, qualification, read, source};

/// The day on which everything is asked.
const TODAY: &str = "2027-02-01";

fn points(text: &str) -> Amount {
    Amount::Points(read(text))
}

fn scheme(code: &str, points_per_year: &str) -> CreditScheme {
    CreditScheme {
        code: read(code),
        title: code.to_owned(),
        points_per_year: read(points_per_year),
        provenance: source(),
    }
}

/// An award of so many points of a scheme.
fn award_of(code: &str, points: &str, scheme: &str) -> Qualification {
    let credit = Some(Credit { points: read(points), scheme: read(scheme) });
    Qualification { credit, ..qualification(code, vec![]) }
}

fn rule(code: &str, towards: &str, exchange: CreditExchange, standing: CreditStanding) -> CreditRule {
    CreditRule::new(read(code), read(towards), exchange, standing, source())
}

fn series(of: &[String], size: u32, points_each_series: &str) -> CreditExchange {
    let of = of.iter().map(|code| read(code)).collect();
    CreditExchange::Series { of, size, points_each_series: read::<CreditPoints>(points_each_series) }
}

fn names(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|index| format!("{prefix}{index}")).collect()
}

/// Units of competency.
fn units(codes: &[String]) -> Vec<Course> {
    codes.iter().map(|code| Course { kind: CourseKind::UnitOfCompetency, ..course(code, vec![]) }).collect()
}

fn group(title: &str, kind: GroupKind, units: &[String]) -> PackagingGroup {
    PackagingGroup {
        code: title.to_lowercase().replace(' ', "-"),
        title: title.to_owned(),
        kind,
        least: None,
        most: None,
        units: units.iter().map(|code| read(code)).collect(),
    }
}

/// The Certificate IV in Mental Health Peer Work: "15 units = 8 core + 7 elective (>=5 listed, <=2 from anywhere
/// relevant)" (training.gov.au, CHC43515 release 2), with made-up names for the units the register lists.
fn certificate(groups: Vec<PackagingGroup>) -> Qualification {
    let packaging = Packaging {
        core: 8,
        electives: 7,
        electives_listed_min: Some(5),
        electives_elsewhere_max: Some(2),
        work_hours_min: Some(crate::sample::hours(80)),
        groups,
        provenance: source(),
    };
    Qualification { packaging: Some(packaging), ..qualification("CHC43515", vec![]) }
}

fn holds(codes: &[String]) -> Vec<Held> {
    codes.iter().map(|code| held(code, "1.0.0")).collect()
}

/// The ledger of somebody who holds courses.
#[track_caller]
fn counted(all: crate::CatalogueParts, towards: &str, codes: &[String]) -> (Catalogue, Ledger) {
    let catalogue = build(all);
    let record = learner(12, Employment::Employed, holds(codes));
    let ledger = ledger(&catalogue, &record, &read(towards), day(TODAY)).expect("a qualification");
    (catalogue, ledger)
}

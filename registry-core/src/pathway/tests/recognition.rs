//! Recognition in a pathway: experience that is assessed instead of a course, and an award finished unit by unit.

use super::*;
use crate::course::{Course, CourseKind, Delivery, Offering, OfferingOf};
use crate::credit::{CreditExchange, CreditRule, CreditStanding};
use crate::learner_record::{Employment, Held};
use crate::qualification::{GroupKind, Packaging, PackagingGroup, Qualification};
use crate::requisite::Gate;
use crate::rpl::RplOffer;
use crate::sample::{course, day, held, learner, parts, qualification, read, request, source, weekly};

/// A course taught for $100, and assessed for $40 of those who have worked for more than a year.
fn assessed() -> CatalogueParts {
    let mut all = parts(vec![course("a", vec![])]);
    let rpl = Some(RplOffer { asks: vec![Gate::ExperienceOver { months: 12 }] });
    all.offerings.push(Offering { code: read("a-rpl"), price: read("40"), rpl, ..weekly("a") });
    all
}

fn asked(months: u16, employment: Employment) -> Request {
    Request { record: learner(months, employment, vec![]), ..request("course:a") }
}

#[test]
fn experience_counts_without_a_filler_course_where_it_is_assessed() {
    let found = pathways(assessed(), &asked(13, Employment::NotEmployed));
    let step = &found.pathways[0].steps[0];
    assert_eq!((step.offering.as_str(), step.cost, step.by_rpl), ("a-rpl", read("40"), true));
    assert_eq!(step.start, day("2027-02-01"));
}

#[test]
fn assessment_waits_until_the_experience_is_there() {
    let found = pathways(assessed(), &asked(6, Employment::Employed));
    let cheapest = &found.pathways[0].steps[0];
    // Twelve months are full on 1 August 2027, so the gate holds from the 2nd, a Monday.
    assert_eq!((cheapest.offering.as_str(), cheapest.start), ("a-rpl", day("2027-08-02")));
    let wait = cheapest.waits_for.as_ref().expect("a wait");
    assert_eq!(
        (wait.gate.as_str(), wait.from),
        ("more than 12 months of experience as a consumer worker", day("2027-08-02"))
    );
    assert_eq!(found.pathways[1].steps[0].offering.as_str(), "a", "the soonest is taught");
}

#[test]
fn without_the_experience_the_course_is_taught() {
    let found = pathways(assessed(), &asked(6, Employment::NotEmployed));
    assert_eq!(found.pathways.len(), 1);
    assert_eq!(found.pathways[0].steps[0].offering.as_str(), "a");
}

/// An award of two core units and one elective of two, taught whole for $1,000; each unit costs $100.
fn award(electives: &[&str]) -> CatalogueParts {
    let unit = |code: &str| Course { kind: CourseKind::UnitOfCompetency, ..course(code, vec![]) };
    let mut all = parts(["u1", "u2", "e1", "e2", "other"].map(unit).to_vec());
    let group = |code: &str, kind, units: &[&str]| PackagingGroup {
        code: code.to_owned(),
        title: code.to_owned(),
        kind,
        least: None,
        most: None,
        units: units.iter().map(|unit| read(unit)).collect(),
    };
    let packaging = Packaging {
        core: 2,
        electives: 1,
        electives_listed_min: Some(1),
        electives_elsewhere_max: None,
        work_hours_min: None,
        groups: vec![group("core", GroupKind::Core, &["u1", "u2"]), group("electives", GroupKind::Elective, electives)],
        provenance: source(),
    };
    all.qualifications = vec![Qualification { packaging: Some(packaging), ..qualification("q", vec![]) }];
    let of = OfferingOf::Qualification(read("q"));
    let delivery = Delivery::Rolling { from: day("2027-01-01"), until: None, weeks: 2 };
    all.offerings.push(Offering { code: read("whole"), of, price: read("1000"), delivery, ..weekly("u1") });
    all
}

/// The offerings of the cheapest pathway to the award of somebody who holds courses.
fn cheapest(all: CatalogueParts, codes: &[&str]) -> Vec<String> {
    let held: Vec<Held> = codes.iter().map(|code| held(code, "1.0.0")).collect();
    let asked = Request { record: learner(0, Employment::NotEmployed, held), ..request("qualification:q") };
    let found = pathways(all, &asked);
    found.pathways[0].steps.iter().map(|step| step.offering.to_string()).collect()
}

#[test]
fn an_award_is_finished_with_the_units_that_are_left() {
    assert_eq!(cheapest(award(&["e1", "e2"]), &["u1", "e2"]), ["u2"]);
    assert_eq!(cheapest(award(&["e1", "e2"]), &["u1", "u2", "e1"]), Vec::<String>::new(), "nothing is left");
    assert_eq!(cheapest(award(&["e1", "e2"]), &[]).len(), 3, "three units cost less than the whole");
}

#[test]
fn a_guaranteed_unit_rule_counts_in_a_plan_and_a_possible_one_does_not() {
    for (standing, left) in [(CreditStanding::Guaranteed, 2), (CreditStanding::ByApplication, 3)] {
        let mut all = award(&["e1", "e2"]);
        let exchange = CreditExchange::Unit { from: read("other"), unit: read("u1") };
        all.credit_rules = vec![CreditRule::new(read("r"), read("q"), exchange, standing, source())];
        assert_eq!(cheapest(all, &["other"]).len(), left, "{standing:?}");
    }
}

#[test]
fn an_award_whose_core_is_not_known_is_taught_whole() {
    let mut all = award(&["e1", "e2"]);
    for packaging in all.qualifications.iter_mut().filter_map(|entry| entry.packaging.as_mut()) {
        packaging.core = 3;
    }
    assert_eq!(cheapest(all, &["u1", "u2"]), ["whole"]);
}

//! Recognition in a pathway: experience that is assessed instead of a course, and an award finished unit by unit.

use super::*;
use crate::course::{Course, CourseKind, Delivery, Equivalence, Offering, OfferingOf};
use crate::credit::{CreditExchange, CreditRule, CreditStanding, Percent};
use crate::learner_record::{Employment, Held, LearnerRecordParts};
use crate::provider::Provider;
use crate::qualification::{GroupKind, Packaging, PackagingGroup, Qualification, RecognitionLimits};
use crate::requisite::Gate;
use crate::rpl::{Claimed, RplClaim, RplOffer, RplStatus};
use crate::sample::{course, day, held, learner, parts, qualification, read, replaced, request, source, weekly};

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

/// Somebody to whom courses were granted for prior learning.
fn granted(codes: &[&str]) -> crate::LearnerRecord {
    let claim = |code: &&str| RplClaim {
        of: Claimed::Course { course: read(code), version: read("1.0.0") },
        status: RplStatus::Granted { on: day("2026-06-01") },
        evidence: Vec::new(),
    };
    let empty = LearnerRecordParts::empty(day("2027-02-01"));
    let parts = LearnerRecordParts { rpl: codes.iter().map(claim).collect(), ..empty };
    crate::LearnerRecord::new(parts).expect("a record")
}

/// A series of so many courses, for ten points.
fn series(code: &str, size: u32, of: &[&str]) -> CreditRule {
    let of = of.iter().map(|code| read(code)).collect();
    let exchange = CreditExchange::Series { of, size, points_each_series: read("10") };
    CreditRule::new(read(code), read("q"), exchange, CreditStanding::Guaranteed, source())
}

/// `old` counts as `a`, which may be studied as well: what is granted fills its place where nothing surer does.
#[test]
fn what_was_granted_fills_a_place_that_study_could_fill() {
    let old = replaced(course("old", vec![]), "a", Equivalence::Equivalent);
    let mut all = parts(vec![old, course("a", vec![]), course("b", vec![])]);
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = vec![series("r", 2, &["a", "b"])];
    let asked = Request { record: granted(&["old"]), ..request("credit:10@q") };
    let found = pathways(all, &asked);
    let pathway = &found.pathways[0];
    assert_eq!((steps(pathway).len(), pathway.steps[0].item.code(), pathway.proved), (1, "b", true));
    assert!(pathway.counted.as_ref().is_some_and(|counted| counted.reached));
}

/// Two courses count as `a`, and `b` was granted: three places, of which the two of the series are never three.
#[test]
fn a_place_is_filled_once_whatever_grounds_its_rule_knows() {
    let old = replaced(course("old", vec![]), "a", Equivalence::Equivalent);
    let mut all = parts(vec![old, course("a", vec![]), course("b", vec![]), course("c", vec![])]);
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = vec![series("r", 1, &["a", "b"]), series("s", 1, &["b"])];
    let asked = |points: u32| Request { record: granted(&["b"]), ..request(&format!("credit:{points}@q")) };
    let found = pathways(all.clone(), &asked(20));
    assert!(found.pathways[0].counted.as_ref().is_some_and(|counted| counted.reached));
    assert!(no_pathway(all, &asked(30)).proved);
}

/// Half of three units is one: of two that were granted the other is studied, or another elective.
#[test]
fn no_more_of_an_award_rests_on_prior_learning_than_it_lets() {
    let mut all = award(&["e1", "e2"]);
    all.offerings.iter_mut().filter(|offering| offering.code.as_str() == "e2").for_each(|e2| e2.price = read("30"));
    let asked = Request { record: granted(&["u1", "e1"]), ..request("qualification:q") };
    for (most, left) in [(None, vec!["u2"]), (Some(50), vec!["u2", "e2"]), (Some(10), vec!["whole"])] {
        let limits = |most| RecognitionLimits {
            most: None,
            rpl_most: Some(Percent::new(most).expect("a share")),
            residency_least: None,
            study_years_max: None,
            provenance: source(),
        };
        all.qualifications[0].recognition = most.map(limits);
        let found = pathways(all.clone(), &asked);
        let mut steps: Vec<&str> = found.pathways[0].steps.iter().map(|step| step.offering.as_str()).collect();
        steps.sort_by_key(|step| std::cmp::Reverse(*step));
        assert_eq!((steps, found.pathways[0].proved), (left, true), "{most:?}");
    }
}

/// Limits of the award on recognition, and the least that is studied with the provider.
fn limited_to(mut all: CatalogueParts, most: Option<i64>, residency_least: Option<i64>) -> CatalogueParts {
    let percent = |share: i64| Percent::new(share).expect("a share");
    all.qualifications[0].recognition = Some(RecognitionLimits {
        most: most.map(percent),
        rpl_most: None,
        residency_least: residency_least.map(percent),
        study_years_max: None,
        provenance: source(),
    });
    all
}

/// What a plan teaches in an award is studied there, so a limit on recognition bounds what is held alone. A third of three
/// units is one: of two that are held one counts, and the other is studied again where that is cheaper than the whole award.
#[test]
fn units_that_a_plan_teaches_fall_under_no_limit_on_recognition() {
    for (most, residency) in [(Some(50), None), (None, Some(50)), (Some(0), None), (None, Some(100))] {
        let mut all = limited_to(award(&["e1", "e2"]), most, residency);
        assert_eq!(cheapest(all.clone(), &[]).len(), 3, "{most:?} {residency:?}");
        let rpl = Some(RplOffer { asks: vec![] });
        all.offerings.push(Offering { code: read("u1-rpl"), price: read("5"), rpl, ..weekly("u1") });
        assert_eq!(cheapest(all, &[]).len(), 3, "{most:?} {residency:?} beside prior learning");
    }
    let a_third = || limited_to(award(&["e1", "e2"]), Some(34), None);
    assert_eq!(cheapest(a_third(), &["u1"]).len(), 2);
    // Who holds both is not barred from what is open to whoever holds nothing.
    let mut nobody_else = a_third();
    nobody_else.offerings.retain(|offering| offering.code.as_str() != "whole");
    assert_eq!(cheapest(nobody_else, &["u1", "u2"]).len(), 2);
    let again = cheapest(a_third(), &["u1", "u2"]);
    assert!(again.len() == 2 && again.iter().filter(|step| step.starts_with('u')).count() == 1, "{again:?}");
    let both = learner(0, Employment::NotEmployed, ["u1", "u2"].map(|unit| held(unit, "1.0.0")).to_vec());
    let notes = pathways(a_third(), &Request { record: both, ..request("qualification:q") }).notes;
    let why = "and it does not count here or is not enough, so it is learned again";
    assert_eq!(notes.iter().filter(|note| note.ends_with(why)).count(), 1, "{notes:?}");
    let record = learner(0, Employment::NotEmployed, vec![held("u1", "1.0.0")]);
    let found = pathways(a_third(), &Request { record, ..request("qualification:q") });
    let counted = found.pathways[0].counted.as_ref().expect("an award is the goal");
    assert!(counted.reached, "{counted:?}");
    assert_eq!(counted.counted, counted.wanted);
}

/// Of three units at $100 two of the core are assessed for $5 each: as many are as the award lets count, and no more. What
/// nobody teaches is assessed first.
#[test]
fn prior_learning_is_recognised_in_a_plan_as_far_as_the_award_lets() {
    let limits = |[most, rpl_most, residency_least]: [Option<i64>; 3]| {
        let mut all = limited_to(award(&["e1", "e2"]), most, residency_least);
        let recognition = all.qualifications[0].recognition.as_mut().expect("limits");
        recognition.rpl_most = rpl_most.map(|most| Percent::new(most).expect("a share"));
        for unit in ["u1", "u2"] {
            let (code, rpl) = (read(&format!("{unit}-rpl")), Some(RplOffer { asks: vec![] }));
            all.offerings.push(Offering { code, price: read("5"), rpl, ..weekly(unit) });
        }
        all
    };
    let assessed = |all: &CatalogueParts| {
        let found = pathways(all.clone(), &request("qualification:q"));
        assert_eq!((found.unweighed.len(), found.pathways[0].proved), (0, true));
        assert!(found.pathways[0].counted.as_ref().is_some_and(|counted| counted.reached));
        let steps = found.pathways[0].steps.iter().filter(|step| step.by_rpl);
        let mut steps: Vec<String> = steps.map(|step| step.offering.to_string()).collect();
        steps.sort_unstable();
        steps
    };
    // A third of three units, rounded down, is none; 34 % are one, 67 % two.
    for (share, count) in [(0, 0), (33, 0), (34, 1), (67, 2), (100, 2)] {
        assert_eq!(assessed(&limits([Some(share), None, None])).len(), count, "{share}");
        assert_eq!(assessed(&limits([None, Some(share), None])).len(), count, "{share} by prior learning");
        assert_eq!(assessed(&limits([None, None, Some(100 - share)])).len(), count, "{share} not studied there");
    }
    let mut not_taught = limits([None, Some(34), None]);
    not_taught.offerings.retain(|offering| offering.code.as_str() != "u2");
    assert_eq!(assessed(&not_taught), ["u2-rpl"]);
}

/// Of three units the two of the core are taught, and no elective is.
#[test]
fn an_award_that_nobody_offers_is_blocked_by_what_its_parts_come_to() {
    let mut all = award(&["e1", "e2"]);
    all.offerings.retain(|offering| !["whole", "e1", "e2"].contains(&offering.code.as_str()));
    let why = no_pathway(all, &request("qualification:q"));
    let missing: Vec<&str> = why.blockers.iter().map(|blocker| blocker.missing.as_str()).collect();
    let expected = "nobody offers it in this catalogue; its units or subjects and the rules towards it come to 2 units of 3 units, guaranteed";
    assert!(missing.len() == 1 && missing[0].ends_with(expected), "{missing:?}");
}

/// Each of three units is taught by one provider, who awards what nobody else has taught too much of.
#[test]
fn an_award_whose_units_are_studied_with_several_providers_says_so_where_none_of_them_may_award_it() {
    let apart = |residency: Option<i64>, by: [&str; 3]| {
        let mut all = limited_to(award(&["e1"]), None, residency);
        all.offerings.iter_mut().zip(by).for_each(|(offering, provider)| offering.provider = read(provider));
        for (code, title) in [("second", "Second"), ("third", "Third")] {
            all.providers.push(Provider { code: read(code), title: title.to_owned(), ..all.providers[0].clone() });
        }
        let found = pathways(all, &request("qualification:q"));
        let counted = found.pathways[0].counted.clone().expect("an award is the goal");
        assert!(counted.reached, "{counted:?}");
        (counted.studied_apart.join(", "), words::counted_at_the_end(&counted))
    };
    let none = String::new();
    assert_eq!(apart(Some(50), ["second"; 3]).0, none);
    // Half of three units, rounded up, is two.
    assert_eq!(apart(Some(50), ["p", "p", "second"]).0, none);
    assert_eq!(apart(Some(50), ["p", "third", "second"]).0, "Provider, Second, Third");
    assert_eq!(apart(None, ["p", "third", "second"]).0, none);
    let (titles, said) = apart(Some(80), ["p", "p", "second"]);
    assert_eq!(titles, "Provider, Second");
    let asked = "You study its units with Provider and Second, and neither teaches as much of it as the award asks to be \
                 studied with the provider that awards it. Ask first who will award it.";
    assert!(said.ends_with(asked), "{said}");
}

//! What changes to the built-in catalogue would do to others.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use registry_core::course::{OfferingOf, VersionStatus};
use registry_core::graph::NodeKey;
use registry_core::money::Aud;
use registry_core::pathway::{Budget, Recommendation, recommend};
use registry_core::publish::{Impact, ImpactBudget, PathwayEffect, Question, impact, standard_questions};
use registry_core::requisite::Strength;
use registry_core::{Catalogue, CatalogueParts};
use registry_tests::seeds;
use registry_tests::validator::violations;

fn today() -> NaiveDate {
    "2027-02-01".parse().expect("a day")
}

/// The impact of a change to the course that most entries require directly.
fn of(change: impl FnOnce(&mut CatalogueParts, &str)) -> Impact {
    let before = seeds::catalogue();
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for edge in before.graph().edges() {
        if let (NodeKey::Course(code), Strength::Required) = (&edge.from, edge.strength) {
            *asked.entry(code.to_string()).or_default() += 1;
        }
    }
    let (needed, _) = asked.iter().max_by_key(|(_, count)| **count).expect("something is required");
    let mut parts = before.to_parts();
    change(&mut parts, needed);
    let after = Catalogue::build(parts).expect("sound");
    impact(&before, &after, &standard_questions(&before, today()), today(), ImpactBudget::default())
}

#[test]
fn a_dearer_course_is_settled_for_every_standard_question() {
    let found = of(|parts, code| {
        for offering in &mut parts.offerings {
            let is_of = matches!(&offering.of, OfferingOf::Course { course, .. } if course.as_str() == code);
            if is_of {
                offering.price = Aud::from_cents(offering.price.cents() + 10_000).expect("an amount");
            }
        }
    });
    assert_eq!(found.asked, found.untouched + found.unchanged + found.pathways.len());
    assert!(found.untouched > 0 && !found.pathways.is_empty(), "{found:?}");
    // Well within the budget, so that a catalogue may grow before questions are left unsettled.
    assert!(found.steps_used <= ImpactBudget::default().steps_total / 4, "{}", found.steps_used);
    assert!(found.pathways.iter().all(|one| one.effect != PathwayEffect::NotSettled), "{:?}", found.pathways);
    assert!(found.pathways.iter().all(|one| one.effect.cents_dearer().is_none_or(|cents| cents >= 0)));
}

#[test]
fn a_withdrawn_course_is_missed_by_those_who_need_it() {
    let found = of(|parts, code| {
        for course in parts.courses.iter_mut().filter(|course| course.code.as_str() == code) {
            course.versions.iter_mut().for_each(|version| version.status = VersionStatus::Withdrawn);
        }
    });
    assert!(!found.requisites.is_empty());
    let is_no_better = |effect: &PathwayEffect| match effect {
        PathwayEffect::BecamePossible { .. } => false,
        PathwayEffect::Changed { before, after } => after.cost >= before.cost && after.finish >= before.finish,
        PathwayEffect::BecameImpossible { .. } | PathwayEffect::NotSettled => true,
    };
    assert!(
        found.pathways.iter().filter(|one| one.proved).all(|one| is_no_better(&one.effect)),
        "{:?}",
        found.pathways
    );
}

/// One change to a catalogue, of those a publication may make, by small numbers; nothing where there is nothing of the sort.
fn change(parts: &mut CatalogueParts, what: u8, which: usize, other: usize) {
    fn at<T>(list: &mut [T], place: usize) -> Option<&mut T> {
        let place = place % list.len().max(1);
        list.get_mut(place)
    }
    let from = parts.courses.get(other % parts.courses.len().max(1)).cloned();
    match what {
        0 | 1 => {
            if let Some(offering) = at(&mut parts.offerings, which) {
                offering.price = Aud::from_cents(offering.price.cents() + 5_000).expect("an amount");
            }
        }
        2 => {
            if !parts.offerings.is_empty() {
                parts.offerings.remove(which % parts.offerings.len());
            }
        }
        3 => {
            if let Some(course) = at(&mut parts.courses, which) {
                course.versions.iter_mut().for_each(|version| version.status = VersionStatus::Withdrawn);
            }
        }
        4 => {
            let requisites = from.and_then(|course| Some(course.versions.last()?.requisites.clone()));
            let last = at(&mut parts.courses, which).and_then(|course| course.versions.last_mut());
            if let Some((version, requisites)) = last.zip(requisites) {
                version.requisites = requisites;
            }
        }
        5 => {
            if let Some(course) = at(&mut parts.courses, which) {
                course.superseded_by = None;
            }
        }
        6 => {
            if !parts.credit_rules.is_empty() {
                parts.credit_rules.remove(which % parts.credit_rules.len());
            }
        }
        7 => {
            if let Some(tier) = at(&mut parts.tiers, which) {
                tier.entry = Vec::new();
            }
        }
        8 => {
            if let Some(role) = at(&mut parts.roles, which) {
                role.preparation = from.map(|course| course.versions[0].requisites.clone()).unwrap_or_default();
            }
        }
        _ => {
            if let Some(course) = at(&mut parts.courses, which) {
                course.perspectives = from.map(|course| course.perspectives).unwrap_or_default();
            }
        }
    }
}

/// Small catalogues and questions at random, and a random change to each: a question that is passed over has the same
/// answer before and after, whole.
#[test]
fn a_question_that_is_passed_over_has_the_same_answer_whatever_changes() {
    let mut runner = TestRunner::deterministic();
    let strategy = (crate::planner_cases::case(), 0u8..10, 0usize..40, 0usize..40);
    let (mut asked, mut passed_over) = (0, 0);
    for _ in 0..3_000 {
        let (case, what, which, other) = strategy.new_tree(&mut runner).expect("a case").current();
        let asked_of = case.question();
        let (before, request) = (asked_of.catalogue(), asked_of.request);
        let mut parts = before.to_parts();
        change(&mut parts, what, which, other);
        let Ok(after) = Catalogue::build(parts) else { continue };
        if before.to_parts() == after.to_parts() {
            continue;
        }
        asked += 1;
        let question = Question { persona: "somebody", request };
        let nothing_spent = ImpactBudget { steps_each: 0, steps_total: 0 };
        let found = impact(&before, &after, std::slice::from_ref(&question), today(), nothing_spent);
        if found.untouched == 0 {
            continue;
        }
        passed_over += 1;
        let of = |catalogue: &Catalogue| {
            let found = recommend(catalogue, &question.request, Budget { steps: 20_000 });
            if let Ok(found) = &found {
                assert_eq!(violations(catalogue, &question.request, found), Vec::<String>::new());
            }
            found
        };
        let answer = |catalogue: &Catalogue| match of(catalogue) {
            Ok(Recommendation::Pathways(mut found)) => {
                // Credit towards awards is shown beside a pathway; it is no part of what is compared.
                found.pathways.iter_mut().for_each(|pathway| pathway.credit.clear());
                // Nor is what it took to read the question.
                found.steps_used = 0;
                format!("{found:?}")
            }
            Ok(Recommendation::NoPathway(mut why)) => {
                why.steps_used = 0;
                format!("{why:?}")
            }
            Err(problems) => format!("{problems:?}"),
        };
        assert_eq!(answer(&before), answer(&after), "change {what} {which} {other} of {case:?}");
    }
    assert!(asked > 1_000 && passed_over > 100, "{passed_over} of {asked} were passed over");
}

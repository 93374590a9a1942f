//! What changes to the built-in catalogue would do to others.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use registry_core::course::{OfferingOf, VersionStatus};
use registry_core::graph::NodeKey;
use registry_core::money::Aud;
use registry_core::publish::{Impact, ImpactBudget, PathwayEffect, impact, standard_questions};
use registry_core::requisite::Strength;
use registry_core::{Catalogue, CatalogueParts};
use registry_tests::seeds;

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

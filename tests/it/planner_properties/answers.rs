//! What is answered is right: it keeps to the rules, no plan is better, and the question alone decides.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use registry_core::LearnerRecord;
use registry_core::catalogue::Catalogue;
use registry_core::course::Offering;
use registry_core::credit::CreditExchange;
use registry_core::pathway::answer::{Absence, Objective};
use registry_core::pathway::{Bound, Pathway, Recommendation, Request};
use registry_core::provider::FundingSource;
use registry_core::role::Role;
use registry_core::tier::{Tier, TierDefinition};
use registry_tests::oracle::{self, All, Measured};
use registry_tests::rendering::rendering;
use registry_tests::rules::Rules;

use super::{PLANS_MAX, answer, best_at, check, check_any};
use crate::planner_cases::Question;

/// What a pathway measures, in the order of a list of objectives.
fn measures(rules: &Rules<'_>, catalogue: &Catalogue, pathway: &Pathway, aim: &[Objective]) -> Vec<i64> {
    let offerings: Vec<&Offering> =
        pathway.steps.iter().map(|step| catalogue.offering(&step.offering).expect("one of the catalogue")).collect();
    let measured = Measured {
        cost: pathway.cost.cents(),
        lacking: offerings.iter().map(|offering| rules.lacking(offering)).sum(),
        finish: pathway.finish.map_or(0, |day| i64::from(chrono::Datelike::num_days_from_ce(&day))),
        heaviest: i64::from(pathway.heaviest_week.minutes()),
        not_led: offerings.iter().map(|offering| i64::from(!offering.peer.led)).sum(),
        credit: pathway.steps.iter().map(|step| rules.credit_stated(&step.item)).sum(),
        needless: false,
    };
    measured.by(aim)
}

/// A bound as the oracle measures what it is about.
fn measured(bound: Bound) -> i64 {
    match bound {
        Bound::Cost(least) => least.cents(),
        Bound::Finish(soonest) => i64::from(chrono::Datelike::num_days_from_ce(&soonest)),
        Bound::HeaviestWeek(count) | Bound::NotLed(count) => i64::from(count),
        Bound::Credit(most) => {
            let points: f64 = most.to_string().parse().expect("a number");
            -((points * 1_000_000.0).round() as i64)
        }
    }
}

/// No plan is better than a bound. A plan without steps has no finish.
fn no_plan_beats(bounds: &[Bound], request: &Request, all: &All, shown: &str) -> Result<(), TestCaseError> {
    for bound in bounds {
        let aim = request.aims().into_iter().find(|aim| aim.first() == Some(&bound.objective()));
        let Some(aim) = aim else {
            return Err(TestCaseError::fail(format!("nobody asked for {bound:?}")));
        };
        let best = all.best(&aim)[0];
        let met = bound.objective() == Objective::Soonest && best == 0;
        prop_assert!(met || measured(*bound) <= best, "{bound:?}, and a plan has {best}\n{shown}");
    }
    Ok(())
}

pub(super) fn same_as_the_oracle(
    request: &Request,
    catalogue: &Catalogue,
    answer: &Recommendation,
    all: Option<&All>,
) -> Result<(), TestCaseError> {
    let rules = Rules::new(catalogue, request);
    let shown = || format!("{request:#?}\n{}", rendering(answer));
    let (found, all) = match (answer, all) {
        (Recommendation::NoPathway(none), all) => {
            prop_assert!(!none.proved || all.is_none(), "there is a plan\n{}", shown());
            prop_assert!(!none.proved || none.bounds.is_empty(), "bounds of nothing\n{}", shown());
            return all.map_or(Ok(()), |all| no_plan_beats(&none.bounds, request, all, &shown()));
        }
        (Recommendation::Pathways(_), None) => {
            prop_assert!(false, "there is no plan\n{}", shown());
            return Ok(());
        }
        (Recommendation::Pathways(found), Some(all)) => (found, all),
    };
    let absent = |absence: Absence| found.also_needed.iter().filter(move |part| part.absence == Some(absence)).count();
    let settled = absent(Absence::NotSettled) == 0;
    if settled {
        let left_out = all.advised.iter().filter(|planned| !**planned).count();
        let said = absent(Absence::DoesNotFit) + absent(Absence::NoOffering);
        prop_assert!(said == left_out, "{:?} of what is advised fits\n{}", all.advised, shown());
    }
    for pathway in &found.pathways {
        no_plan_beats(&pathway.bounds, request, all, &shown())?;
        let objectives: Vec<Objective> = pathway.bounds.iter().map(|bound| bound.objective()).collect();
        let closed = pathway.bounds.iter().all(|bound| bound.gap(pathway).is_closed());
        prop_assert!(!pathway.proved || closed, "proved, with a gap\n{}", shown());
        let complete = pathway.steps.is_empty() || objectives == pathway.best_at;
        prop_assert!(!pathway.proved || complete, "proved, without a bound\n{}", shown());
    }
    for aim in request.aims() {
        let Some(pathway) = best_at(answer, aim[0]) else {
            continue;
        };
        let measured = measures(&rules, catalogue, pathway, &aim);
        let least = all.best(&aim);
        prop_assert!(!settled || measured >= least, "{aim:?}: better than the oracle\n{}", shown());
        prop_assert!(!pathway.proved || measured == least, "{aim:?}: {measured:?}, not {least:?}\n{}", shown());
    }
    Ok(())
}

/// With all the steps it may take, a small question is settled: each pathway is the best there is, and that there is none is
/// known.
pub(super) fn settled(answer: &Recommendation) -> Result<(), TestCaseError> {
    prop_assert!(is_proved(answer), "not proved\n{}", rendering(answer));
    Ok(())
}

pub(super) fn is_proved(answer: &Recommendation) -> bool {
    match answer {
        Recommendation::Pathways(found) => found.pathways.iter().all(|pathway| pathway.proved),
        Recommendation::NoPathway(none) => none.proved,
    }
}

/// Every answer keeps to the rules, and what it says of itself is true.
#[test]
fn every_answer_keeps_to_the_rules() {
    let seen = check_any(|case, seen| {
        let question = case.question();
        let found = answer(&question.catalogue(), &question.request);
        seen.add(case, matches!(found, Recommendation::Pathways(_)));
        Ok(())
    });
    seen.assert_each("pathways", 30);
}

/// Each pathway is the best there is at what it is best at, to the last of the measures that people are told; and
/// there is no pathway only when no plan at all keeps to the rules.
#[test]
fn no_plan_is_better_than_the_best_pathway() {
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let Ok(all) = oracle::all(&catalogue, &question.request, PLANS_MAX) else {
            return Ok(());
        };
        let answer = answer(&catalogue, &question.request);
        settled(&answer)?;
        same_as_the_oracle(&question.request, &catalogue, &answer, all.as_ref())
    });
}

/// Everything that is written in some order, the other way round: the catalogue's entries, and what the person told. The order
/// in which a role asks for things stays: advice is followed in it.
fn turned(question: &Question) -> Question {
    let Question { mut parts, mut request } = question.clone();
    parts.courses.reverse();
    parts.courses.iter_mut().for_each(|course| course.versions.reverse());
    parts.offerings.reverse();
    parts.offerings.iter_mut().for_each(|offering| offering.fees.reverse());
    parts.qualifications.reverse();
    parts.credit_rules.reverse();
    parts.roles.reverse();
    parts.tiers.reverse();
    parts.funding_sources.reverse();
    parts.regions.reverse();
    parts.documents.reverse();
    let limits = &mut request.limits;
    limits.funding.reverse();
    limits.regions.reverse();
    limits.modes.reverse();
    limits.exclude.reverse();
    let mut record = request.record.to_parts();
    record.held.reverse();
    record.enrolled.reverse();
    record.supervision.reverse();
    request.record = LearnerRecord::new(record).expect("a sound record");
    Question { parts, request }
}

/// What stands in the entries of a catalogue where its order says nothing, the other way round: units, subjects and groups of
/// awards, the courses of a series, and what funding pays for.
fn turned_within(question: &Question) -> Question {
    let mut question = question.clone();
    for award in &mut question.parts.qualifications {
        if let Some(packaging) = &mut award.packaging {
            packaging.groups.iter_mut().for_each(|group| group.units.reverse());
            packaging.groups.reverse();
        }
        if let Some(packaging) = &mut award.points_packaging {
            packaging.groups.iter_mut().for_each(|group| group.subjects.reverse());
            packaging.groups.reverse();
        }
    }
    for rule in &mut question.parts.credit_rules {
        if let CreditExchange::Series { of, .. } = &mut rule.exchange {
            of.reverse();
        }
    }
    for source in &mut question.parts.funding_sources {
        source.pays_for.courses.reverse();
    }
    question
}

/// How good an answer is: of each pathway what it is best at, what it measures, and whether that is proved; or which limits
/// conflict and what would help.
fn worth(answer: &Recommendation) -> String {
    match answer {
        Recommendation::Pathways(found) => {
            let measured = |pathway: &Pathway| {
                (pathway.best_at.clone(), pathway.cost, pathway.finish, pathway.heaviest_week, pathway.proved)
            };
            format!("{:?}", found.pathways.iter().map(measured).collect::<Vec<_>>())
        }
        Recommendation::NoPathway(none) => {
            format!(
                "{:?}",
                (none.proved, none.blockers.is_empty(), &none.conflict, &none.relaxations, none.possible_by)
            )
        }
    }
}

/// The question in a catalogue that has a second role, a second tier and more funding, so that
/// there is something to turn.
fn with_more_entries(mut question: Question) -> Question {
    let parts = &mut question.parts;
    let role = Role { code: "role-2".parse().expect("a code"), ..parts.roles[0].clone() };
    let tier = TierDefinition { tier: Tier::Two, ..parts.tiers[0].clone() };
    let funding = FundingSource { code: "funding-2".parse().expect("a code"), ..parts.funding_sources[0].clone() };
    parts.roles.push(role);
    parts.tiers.push(tier);
    parts.funding_sources.push(funding);
    question
}

/// The same question gets the same answer to the byte, in whatever order the catalogue was written and the person told
/// what they hold, what is under way and what they can do. In whatever order the parts of an award stand, it is as good: they
/// are looked at in their order, so of plans that measure the same it may be another.
#[test]
fn the_answer_depends_on_the_question_alone() {
    let seen = check_any(|case, seen| {
        let question = with_more_entries(case.question());
        let first = answer(&question.catalogue(), &question.request);
        let again = answer(&question.catalogue(), &question.request);
        prop_assert_eq!(format!("{first:?}"), format!("{again:?}"));
        let turned = turned(&question);
        let other = answer(&turned.catalogue(), &turned.request);
        prop_assert_eq!(format!("{first:?}"), format!("{other:?}"));
        prop_assert_eq!(rendering(&first), rendering(&other));
        let within = turned_within(&question);
        let other = answer(&within.catalogue(), &within.request);
        prop_assert_eq!(worth(&first), worth(&other));
        let several = |pathway: &Pathway| pathway.steps.len() > 1;
        seen.add(case, matches!(&first, Recommendation::Pathways(found) if found.pathways.iter().any(several)));
        Ok(())
    });
    seen.assert_each("several steps in any order", 8);
}

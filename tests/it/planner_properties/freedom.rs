//! Whoever may do more, or holds more, is never worse off.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use registry_core::catalogue::Catalogue;
use registry_core::money::Aud;
use registry_core::pathway::answer::{Limit, Objective};
use registry_core::pathway::{Pathway, Recommendation};
use registry_core::requisite::{Requisite, RequisiteExpr, RequisiteParts};
use registry_core::volume::Hours;
use registry_tests::rendering::rendering;
use registry_tests::rules::gates_only;

use super::{answer, best_at, check_of, lift, without_advice};
use crate::planner_cases::{OfferingCase, any_case};

fn no_worse(before: &Recommendation, after: &Recommendation) -> Result<(), TestCaseError> {
    for objective in Objective::EVERY {
        let Some(before) = best_at(before, objective) else {
            continue;
        };
        let Some(after) = best_at(after, objective) else {
            return Err(TestCaseError::fail(format!("nothing is {objective:?} any more")));
        };
        let compared = match objective {
            Objective::LeastCost => (before.cost.cents(), after.cost.cents()),
            Objective::Soonest => {
                let day = |pathway: &Pathway| pathway.finish.map(|day| chrono::Datelike::num_days_from_ce(&day));
                (day(before).map_or(0, i64::from), day(after).map_or(0, i64::from))
            }
            Objective::LightestLoad => {
                let hours = |pathway: &Pathway| i64::from(pathway.heaviest_week.minutes().div_ceil(60));
                (hours(before), hours(after))
            }
            Objective::MostPeerLed => {
                let not_led = |pathway: &Pathway| pathway.steps.iter().filter(|step| !step.peer.led).count();
                (not_led(before) as i64, not_led(after) as i64)
            }
            // Credit is compared among plans of which no step could be left out; a shorter way makes longer ones needless.
            Objective::MostCredit => continue,
        };
        prop_assert!(compared.1 <= compared.0, "{objective:?}: {compared:?}");
    }
    Ok(())
}

/// One more offering, more money, more hours, more days, more time, more funding or more places to get to: nothing
/// gets worse, and a pathway never turns into none.
#[test]
fn more_freedom_never_makes_anything_worse() {
    check_of(&any_case(), |case| {
        let case = without_advice(case);
        let question = case.question();
        let catalogue = question.catalogue();
        let before = answer(&catalogue, &question.request);
        let mut more = question.parts.clone();
        let course = usize::from(case.goal) % case.courses.len();
        let extra = OfferingCase { late: false, ..case.courses[0].offerings[0].clone() };
        more.offerings.push(case.offering(course, 90, &extra));
        let more = Catalogue::build(more).expect("a sound catalogue");
        no_worse(&before, &answer(&more, &question.request))?;
        for limit in [Limit::HoursPerWeek, Limit::DaysPerYear, Limit::BudgetPerYear, Limit::Deadline, Limit::Regions] {
            let mut freer = question.request.clone();
            let limits = &mut freer.limits;
            match limit {
                Limit::HoursPerWeek => {
                    limits.hours_per_week = Hours::from_minutes(limits.hours_per_week.minutes() + 45)
                }
                Limit::DaysPerYear => limits.days_per_year = limits.days_per_year.map(|days| days + 1),
                Limit::BudgetPerYear => {
                    limits.budget_per_year =
                        limits.budget_per_year.and_then(|budget| Aud::from_cents(budget.cents() + 5_000));
                }
                Limit::Deadline => {
                    limits.deadline = limits.deadline.map(|day| day + chrono::Days::new(10));
                }
                _ => lift(&mut freer, &catalogue, limit),
            }
            no_worse(&before, &answer(&catalogue, &freer))?;
        }
        Ok(())
    });
}

/// Whoever holds more pays no more.
#[test]
fn holding_more_never_makes_a_pathway_dearer() {
    check_of(&any_case(), |case| {
        let case = without_advice(case);
        let question = case.question();
        let catalogue = question.catalogue();
        let before = answer(&catalogue, &question.request);
        let under_way = |index: usize| {
            let all = case.courses.len() + 1;
            case.person.enrolled.iter().any(|enrolled| usize::from(enrolled.of) % all == index)
        };
        // What is held instead of being under way is too old sooner.
        for index in (0..case.courses.len()).filter(|index| !under_way(*index)) {
            let mut richer = case.clone();
            richer.person.held.push((u8::try_from(index).expect("0 to 4"), true));
            no_worse(&before, &answer(&catalogue, &richer.question().request))?;
        }
        Ok(())
    });
}

/// One more course that nothing names changes nothing, to the byte. One that may stand for anything that is asked for makes
/// nothing worse; nor does a further version of every course that is taught as the last one is.
#[test]
fn more_courses_never_make_anything_worse() {
    check_of(&any_case(), |case| {
        let case = without_advice(case);
        let question = case.question();
        let before = answer(&question.catalogue(), &question.request);
        let mut parts = question.parts.clone();
        let (extra, taught) = case.extra_course();
        parts.courses.push(extra.clone());
        parts.offerings.push(taught);
        let beside = Catalogue::build(parts.clone()).expect("a sound catalogue");
        prop_assert_eq!(rendering(&before), rendering(&answer(&beside, &question.request)));

        let either = |asked: &RequisiteExpr| {
            let extra = RequisiteExpr::course(extra.code.clone());
            RequisiteExpr::any(vec![asked.clone(), extra]).expect("two ways")
        };
        for role in &mut parts.roles {
            for asked in role.preparation.iter_mut().filter(|asked| !gates_only(asked.requires())) {
                *asked = Requisite::new(RequisiteParts {
                    kind: asked.kind(),
                    strength: asked.strength(),
                    requires: either(asked.requires()),
                    provenance: asked.provenance().clone(),
                })
                .expect("a sound requisite");
            }
        }
        for tier in &mut parts.tiers {
            tier.completion = either(&tier.completion);
        }
        let instead = Catalogue::build(parts).expect("a sound catalogue");
        no_worse(&before, &answer(&instead, &question.request))
    });
}

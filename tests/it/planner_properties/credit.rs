//! Credit as a goal, with something under way, rules that begin and end, and study that becomes too old.

use std::cell::Cell;

use proptest::prelude::*;
use registry_core::pathway::answer::LastWait;
use registry_core::pathway::{Pathway, Recommendation};
use registry_tests::oracle;
use registry_tests::rendering::rendering;
use registry_tests::validator::violations;

use super::answers::{same_as_the_oracle, settled};
use super::{PLANS_MAX, answer, check_of};
use crate::planner_cases::credit_case;

/// On the last day of each pathway there is as much credit as was asked for; no plan is better by what it is best at, where
/// one may wait for the end of what is under way, for a rule to begin, or for study not to be too old at the end; and that is
/// proved.
#[test]
fn credit_is_complete_on_the_last_day_of_the_best_pathway() {
    let count = || Cell::new(0u32);
    let (waits, rules, within, ended) = (count(), count(), count(), count());
    let add = |counter: &Cell<u32>, yes: bool| counter.set(counter.get() + u32::from(yes));
    check_of(&credit_case(), |case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let Ok(all) = oracle::all(&catalogue, &question.request, PLANS_MAX) else {
            return Ok(());
        };
        let answer = answer(&catalogue, &question.request);
        let shown = || rendering(&answer);
        let wrong = violations(&catalogue, &question.request, &answer);
        prop_assert!(wrong.is_empty(), "{wrong:#?}\n{}", shown());
        settled(&answer)?;
        same_as_the_oracle(&question.request, &catalogue, &answer, all.as_ref())?;
        let found = match &answer {
            Recommendation::NoPathway(_) => return Ok(()),
            Recommendation::Pathways(found) => &found.pathways,
        };
        let counted = || found.iter().filter_map(|pathway| pathway.counted.as_ref());
        prop_assert!(counted().all(|counted| counted.reached), "{}", shown());
        let with_steps = || found.iter().filter(|pathway| !pathway.steps.is_empty());
        let wait = |pathway: &Pathway| pathway.counted.as_ref().and_then(|counted| counted.waits_for.clone());
        add(&waits, with_steps().any(|pathway| matches!(wait(pathway), Some(LastWait::UnderWay { .. }))));
        add(&rules, counted().any(|counted| counted.waits_for == Some(LastWait::Rules)));
        let needed = |pathway: &Pathway| pathway.under_way.iter().any(|step| step.needed);
        add(&within, with_steps().any(|pathway| needed(pathway) && wait(pathway).is_none()));
        add(&ended, with_steps().any(|pathway| pathway.under_way.is_empty()));
        Ok(())
    });
    let seen = [waits, rules, within, ended].map(|count| count.get());
    assert!(seen.iter().all(|count| *count > 2), "waits, for rules, not at the end, ended before: {seen:?}");
}

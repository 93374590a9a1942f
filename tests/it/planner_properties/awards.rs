//! Whole awards by their parts, beside an oracle that tries every plan and asks the ledger on every day.

use std::cell::Cell;

use proptest::prelude::*;
use registry_core::pathway::answer::ItemKey;
use registry_core::pathway::{Pathway, Recommendation};
use registry_tests::oracle;
use registry_tests::rendering::rendering;

use super::answers::{same_as_the_oracle, settled};
use super::{answer, check_of};
use crate::planner_cases::award_case;

/// The most plans the oracle tries for one question: each asks the ledger on many days.
const PLANS_MAX: usize = 500;

/// An award is gained on the first day on which its parts are complete by the rules of that day and its entry holds, taught
/// whole or by its parts, with another award inside it or before it: no plan is better than the best pathway to it, or to what
/// comes after it; and where there is none there is no plan.
#[test]
fn no_plan_to_a_whole_award_is_better_than_the_best_pathway() {
    let count = || Cell::new(0u32);
    let (several, none, waits, after, open) = (count(), count(), count(), count(), count());
    let add = |counter: &Cell<u32>, yes: bool| counter.set(counter.get() + u32::from(yes));
    check_of(&award_case(), |case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let Ok(all) = oracle::all(&catalogue, &question.request, PLANS_MAX) else {
            return Ok(());
        };
        let answer = answer(&catalogue, &question.request);
        same_as_the_oracle(&question.request, &catalogue, &answer, all.as_ref())?;
        add(&open, settled(&answer).is_err());
        match &answer {
            Recommendation::NoPathway(_) => add(&none, true),
            Recommendation::Pathways(found) => {
                let by_parts =
                    |pathway: &Pathway| pathway.steps.iter().all(|step| matches!(step.item, ItemKey::Course(..)));
                let of_parts = || found.pathways.iter().filter(|pathway| by_parts(pathway));
                add(&several, of_parts().any(|pathway| pathway.steps.len() > 1));
                let last = |pathway: &Pathway| pathway.steps.iter().map(|step| step.end).max();
                add(&waits, of_parts().any(|pathway| !pathway.steps.is_empty() && last(pathway) < pathway.finish));
                add(&after, case.goes_on && of_parts().any(|pathway| pathway.steps.len() > 1));
                prop_assert!(
                    of_parts().all(|pathway| pathway.counted.as_ref().is_none_or(|counted| counted.reached)),
                    "{}",
                    rendering(&answer)
                );
            }
        }
        Ok(())
    });
    let seen = [several, none, waits, after].map(|count| count.get());
    assert!(seen.iter().all(|count| *count > 0), "several steps, none, waits, after it: {seen:?}");
    assert!(open.get() * 10 < seen.iter().sum::<u32>(), "{} not proved, of {seen:?}", open.get());
}

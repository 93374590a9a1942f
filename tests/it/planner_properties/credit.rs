//! Credit as a goal, with something under way, rules that begin and end, and study that becomes too old.

use chrono::Days;
use proptest::prelude::*;
use registry_core::pathway::answer::LastWait;
use registry_core::pathway::{Pathway, Recommendation};
use registry_tests::oracle;
use registry_tests::rendering::rendering;

use super::answers::{same_as_the_oracle, settled};
use super::{Count, PLANS_MAX, answer, assert_seen, case_count, check_of};
use crate::planner_cases::{aging_case, credit_case};

/// On the last day of each pathway there is as much credit as was asked for; no plan is better by what it is best at, where
/// one may wait for the end of what is under way, for a rule to begin, or for study not to be too old at the end; and that is
/// proved.
#[test]
fn credit_is_complete_on_the_last_day_of_the_best_pathway() {
    let count = Count::default;
    let (waits, rules, within, ended) = (count(), count(), count(), count());
    let add = |counter: &Count, yes: bool| counter.add(yes);
    check_of(&credit_case(), |case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let Ok(all) = oracle::all(&catalogue, &question.request, PLANS_MAX) else {
            return Ok(());
        };
        let answer = answer(&catalogue, &question.request);
        let shown = || rendering(&answer);
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
    let kinds = [
        ("a wait for what is under way at the end", &waits, 5),
        ("for rules", &rules, 10),
        ("not at the end", &within, 10),
        ("ended before", &ended, 10),
    ];
    assert_seen("credit", case_count(), &kinds);
}

/// Study counts for a year, and something is taught only when more than a year is over: what is taught all along is learned as
/// late as it must be to count at the end, where a plan takes both, and no plan is better.
#[test]
fn what_is_studied_over_more_than_a_year_still_counts_at_the_end() {
    let count = Count::default;
    let (compared, long, later) = (count(), count(), count());
    check_of(&aging_case(), |case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let Ok(all) = oracle::all(&catalogue, &question.request, PLANS_MAX / 6) else {
            return Ok(());
        };
        let answer = answer(&catalogue, &question.request);
        settled(&answer)?;
        same_as_the_oracle(&question.request, &catalogue, &answer, all.as_ref())?;
        compared.add(true);
        let Recommendation::Pathways(found) = &answer else { return Ok(()) };
        let first = question.request.limits.earliest_start;
        let year = Days::new(365);
        let is_long = |pathway: &&Pathway| pathway.finish.is_some_and(|finish| finish > first + year);
        long.add(found.pathways.iter().any(|pathway| is_long(&pathway)));
        // It could have started in the first weeks, and what was learned so early would not count any more.
        let ends = |pathway: &Pathway| pathway.steps.iter().map(|step| step.end).max();
        let waits = |pathway: &Pathway| {
            let of_all_along = pathway.steps.iter().find(|step| step.offering.as_str() == "offering-0-0");
            of_all_along.is_some_and(|step| step.start > first + Days::new(60) && ends(pathway) > Some(step.end))
        };
        later.add(found.pathways.iter().filter(is_long).any(waits));
        Ok(())
    });
    let kinds = [("compared", &compared, 500), ("more than a year", &long, 100), ("started later", &later, 20)];
    assert_seen("study that ages", case_count(), &kinds);
}

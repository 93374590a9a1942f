//! Whole awards by their parts, beside an oracle that tries every plan and asks the ledger on every day.

use proptest::prelude::*;
use registry_core::catalogue::Catalogue;
use registry_core::credit::CreditExchange;
use registry_core::pathway::answer::ItemKey;
use registry_core::pathway::{Pathway, Recommendation};
use registry_core::requisite::RequisiteExpr;
use registry_core::tier::Tier;
use registry_tests::oracle;
use registry_tests::rendering::rendering;
use registry_tests::rules::requisites;

use super::answers::{is_proved, same_as_the_oracle};
use super::{Count, answer, assert_few, assert_seen, check_of};
use crate::planner_cases::award_case;

/// The most plans the oracle tries for one question: each asks the ledger on many days.
const PLANS_MAX: usize = 500;

fn by_parts(pathway: &Pathway) -> bool {
    pathway.steps.iter().all(|step| matches!(step.item, ItemKey::Course(..)))
}

/// Whether what was learned for an award inside counts as a block.
fn has_block(catalogue: &Catalogue, pathway: &Pathway) -> bool {
    let is_block = |rule| {
        let rule = catalogue.credit_rules().find(|entry| entry.code == rule);
        rule.is_some_and(|rule| matches!(rule.exchange, CreditExchange::Block { .. }))
    };
    pathway.credit.iter().any(|gained| is_block(gained.rule.clone()))
}

/// Whether a step is learned that asks for a tier.
fn has_tier(catalogue: &Catalogue, pathway: &Pathway) -> bool {
    let asks = |item: &ItemKey| {
        requisites(catalogue, item).iter().any(|asked| *asked.requires() == RequisiteExpr::Tier(Tier::One))
    };
    pathway.steps.iter().any(|step| asks(&step.item))
}

/// An award is gained on the first day on which its parts are complete by the rules of that day and its entry holds, taught
/// whole or by its parts, some of them assessed, with another award inside it or before it, with what its parts ask for, with
/// amounts of funding and courses that the person will not do: no plan is better than the best pathway to it, or to what comes
/// after it; and where there is none there is no plan.
///
/// It is proved but for a few, of which study becomes too old in an award on the way.
#[test]
fn no_plan_to_a_whole_award_is_better_than_the_best_pathway() {
    let count = Count::default;
    let (compared, open, missed) = (count(), count(), count());
    let kinds = [
        ("several steps", 100),
        ("none", 100),
        ("a wait at the end", 5),
        ("what comes after", 20),
        ("assessed", 10),
        ("an amount of funding", 20),
        ("taken together", 5),
        ("a block", 10),
        ("a tier", 3),
        ("a course excluded", 5),
        ("a conflict", 10),
        ("assessed towards an award of points that limits it", 3),
    ];
    let seen = kinds.map(|_| count());
    check_of(&award_case(), |case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let Ok(all) = oracle::all(&catalogue, &question.request, PLANS_MAX) else {
            return Ok(());
        };
        let answer = answer(&catalogue, &question.request);
        same_as_the_oracle(&question.request, &catalogue, &answer, all.as_ref())?;
        compared.add(true);
        let found = match &answer {
            Recommendation::NoPathway(none) => {
                seen[1].add(true);
                seen[10].add(!none.conflict.is_empty());
                open.add(!none.proved);
                missed.add(all.is_some());
                return Ok(());
            }
            Recommendation::Pathways(found) => found,
        };
        open.add(!is_proved(&answer));
        let of_parts = || found.pathways.iter().filter(|pathway| by_parts(pathway));
        let steps = || of_parts().flat_map(|pathway| &pathway.steps);
        let last = |pathway: &Pathway| pathway.steps.iter().map(|step| step.end).max();
        let several = of_parts().any(|pathway| pathway.steps.len() > 1);
        let of_funding = |code| catalogue.funding_source(code).is_some_and(|source| source.amount.is_some());
        seen[0].add(several);
        seen[2].add(of_parts().any(|pathway| !pathway.steps.is_empty() && last(pathway) < pathway.finish));
        seen[3].add(case.goes_on && several);
        seen[4].add(steps().any(|step| step.by_rpl));
        seen[5].add(steps().flat_map(|step| &step.paid_by).any(|paid| of_funding(&paid.funding)));
        seen[6].add(steps().any(|step| !step.together_with.is_empty()));
        seen[7].add(of_parts().any(|pathway| has_block(&catalogue, pathway)));
        seen[8].add(of_parts().any(|pathway| has_tier(&catalogue, pathway)));
        seen[9].add(several && !question.request.limits.exclude.is_empty());
        seen[11].add(case.is_of_points_and_limits_recognition() && steps().any(|step| step.by_rpl));
        let enough = |pathway: &Pathway| pathway.counted.as_ref().is_none_or(|counted| counted.reached);
        prop_assert!(of_parts().all(enough), "{}", rendering(&answer));
        Ok(())
    });
    let compared = compared.get();
    let kinds = kinds.iter().zip(&seen).map(|((what, thousandths), count)| (*what, count, *thousandths));
    assert_seen("whole awards", compared, &kinds.collect::<Vec<_>>());
    let few = [("not proved", &open, 20), ("said to have no plan, unproved, where there is one", &missed, 5)];
    assert_few("whole awards", compared, &few);
}

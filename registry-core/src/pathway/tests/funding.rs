//! Funding with an amount, which steps share.

use super::*;
use crate::LearnerRecord;
use crate::learner_record::{Employment, LearnerRecordParts};
use crate::money::Aud;
use crate::pathway::answer::Place;
use crate::provider::{AmountPer, FundingKind, FundingSource, PaysFor};
use crate::requisite::{Gate, RequisiteExpr};
use crate::role::Perspective;
use crate::sample::{any_version, before, course, parts, read, request, role, source};

/// A source that pays for course `a` and course `b`.
fn funding(amount: Option<&str>, kind: FundingKind) -> FundingSource {
    FundingSource {
        code: read("grant"),
        title: "Grant".to_owned(),
        kind,
        amount: amount.map(read),
        per: AmountPer::Person,
        pays_for: PaysFor { courses: vec![read("a"), read("b")], ..PaysFor::default() },
        places: None,
        requires: Vec::new(),
        perspectives: Vec::new(),
        conditions: None,
        provenance: source(),
    }
}

/// A role that asks for `a`, `b` and `c`, each $100; and somebody who has the funding.
fn three(funding: FundingSource) -> (CatalogueParts, Request) {
    let mut all = parts(vec![course("a", vec![]), course("b", vec![]), course("c", vec![])]);
    let of = ["a", "b", "c"].map(any_version).to_vec();
    all.roles = vec![role("r", vec![before(RequisiteExpr::all(of).expect("three"))])];
    all.funding_sources = vec![funding];
    let mut asked = request("role:r");
    asked.limits.funding = vec![read("grant")];
    (all, asked)
}

#[track_caller]
fn least_cost((all, asked): (CatalogueParts, Request)) -> Pathway {
    let found = pathways(all, &asked);
    assert!(found.pathways[0].proved);
    found.pathways[0].clone()
}

#[test]
fn an_amount_is_shared_by_all_that_it_pays_for() {
    let found = least_cost(three(funding(Some("150"), FundingKind::Scholarship)));
    assert_eq!(found.cost, read("150"));
    let paid: Aud = found.steps.iter().flat_map(|step| &step.paid_by).map(|paid| paid.amount).sum();
    assert_eq!(paid, read("150"));
    assert_eq!(found.years[0].cost, read("150"));
}

#[test]
fn only_who_has_it_and_only_what_it_names_is_paid() {
    let (all, mut asked) = three(funding(Some("1000"), FundingKind::Scholarship));
    assert_eq!(least_cost((all.clone(), asked.clone())).cost, read("100"));
    asked.limits.funding.clear();
    assert_eq!(least_cost((all.clone(), asked)).cost, read("300"));
    let mut nothing = funding(Some("1000"), FundingKind::Scholarship);
    nothing.pays_for = PaysFor::default();
    assert_eq!(least_cost(three(nothing)).cost, read("300"));
}

#[test]
fn what_makes_courses_free_pays_all_and_what_states_no_amount_is_asked_about() {
    assert_eq!(least_cost(three(funding(None, FundingKind::FeeFree))).cost, read("100"));
    let found = least_cost(three(funding(None, FundingKind::Brokerage)));
    assert_eq!(found.cost, read("300"));
    let said = "Grant may pay for Course A and Course B. How much is not stated, so nothing is counted; ask.";
    assert_eq!(found.to_ask.iter().map(words::to_ask).collect::<Vec<_>>(), [said]);
}

#[test]
fn nobody_is_asked_to_pay_for_what_is_free() {
    let (mut all, asked) = three(funding(None, FundingKind::Brokerage));
    all.offerings[0].price = Aud::ZERO;
    let found = least_cost((all, asked));
    let asked: Vec<_> = found.to_ask.iter().map(|ask| ask.steps.clone()).collect();
    assert_eq!(asked, [["Course B".to_owned()]]);
}

#[test]
fn an_amount_of_a_year_may_be_worth_waiting_for() {
    let yearly = FundingSource { per: AmountPer::Year, ..funding(Some("100"), FundingKind::Grant) };
    let (all, asked) = three(yearly);
    let found = pathways(all, &asked);
    let [cheap, soon] = &found.pathways[..] else { panic!("{found:?}") };
    assert_eq!((cheap.cost, cheap.years.len(), cheap.proved), (read("100"), 2, true));
    assert_eq!((soon.cost, soon.years.len(), soon.proved), (read("200"), 1, true));
}

#[test]
fn funding_goes_where_a_years_money_is_short() {
    let (mut all, mut asked) = three(funding(Some("100"), FundingKind::Grant));
    all.offerings.iter_mut().for_each(|offering| {
        offering.delivery =
            crate::course::Delivery::Rolling { from: read("2027-01-01"), until: Some(read("2027-06-30")), weeks: 1 }
    });
    asked.limits.budget_per_year = Some(read("200"));
    assert_eq!(least_cost((all.clone(), asked.clone())).cost, read("200"));
    asked.limits.budget_per_year = Some(read("199"));
    assert_eq!(no_pathway(all, &asked).conflict, [answer::Limit::BudgetPerYear]);
}

#[test]
fn few_places_are_said_with_what_it_costs_without() {
    let few = FundingSource { places: Some(6), ..funding(Some("150"), FundingKind::Scholarship) };
    let (mut all, asked) = three(few);
    all.offerings[2].capacity = Some(4);
    let found = least_cost((all, asked));
    assert_eq!(found.competitive[0].of, Place::Funding { funding: read("grant"), more: read("150") });
    let said: Vec<String> = found.competitive.iter().map(words::competitive).collect();
    assert_eq!(
        said,
        ["Grant has 6 places; ask early. Without it this plan costs $150 more.", "Course C has 4 places; ask early.",]
    );
}

#[test]
fn conditions_that_do_not_hold_count_for_nothing_and_are_said() {
    let employed = || FundingSource {
        requires: vec![Gate::Employed],
        perspectives: vec![Perspective::Consumer],
        ..funding(Some("150"), FundingKind::Scholarship)
    };
    let (all, mut asked) = three(employed());
    let found = pathways(all.clone(), &asked);
    assert_eq!(found.pathways[0].cost, read("300"));
    let said = "Grant asks for employment as a consumer worker when the plan begins, so nothing is counted on it";
    assert_eq!(found.notes, [said]);
    let working = LearnerRecordParts { employment: Employment::Employed, ..asked.record.to_parts() };
    asked.record = LearnerRecord::new(working).expect("record");
    assert_eq!(least_cost((all.clone(), asked.clone())).cost, read("150"));
    asked.limits.perspective = Some(Perspective::FamilyCarer);
    assert_eq!(pathways(all, &asked).pathways[0].cost, read("300"));
}

/// A fee that is no less than the price helps nobody: the source pays what it has of the price, as where no fee is stated.
#[test]
fn a_fee_that_is_no_less_than_the_price_takes_nothing_from_what_a_source_pays() {
    for fee in ["100", "120"] {
        let (mut all, mut asked) = three(funding(Some("1000"), FundingKind::Scholarship));
        all.offerings[0].fees = vec![crate::course::Fee { funding: read("grant"), price: read(fee) }];
        // For `c` it does not pay.
        asked.limits.budget_per_year = Some(read("100"));
        let found = least_cost((all, asked));
        assert_eq!(found.cost, read("100"));
        let paid = found.steps.iter().find(|step| step.item.code() == "a").expect("a").paid_by.clone();
        assert_eq!((paid.len(), paid[0].amount), (1, read("100")));
    }
}

#[test]
fn a_fee_that_an_offering_states_is_all_that_a_source_does_there() {
    let (mut all, asked) = three(funding(Some("1000"), FundingKind::Scholarship));
    all.offerings[0].fees = vec![crate::course::Fee { funding: read("grant"), price: read("40") }];
    let found = least_cost((all, asked));
    assert_eq!(found.cost, read("140"));
    let paid = found.steps.iter().find(|step| step.item.code() == "a").expect("a").paid_by.clone();
    assert_eq!((paid.len(), paid[0].amount), (1, read("60")));
}

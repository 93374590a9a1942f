//! What a pathway relies on others for: as its page says it, and as a letter does, which tells nothing of who writes it.

use registry_core::catalogue::Catalogue;
use registry_core::id::FundingCode;
use registry_core::learner_record::Employment;
use registry_core::pathway::answer::{Advice, AskFunding, Competitive, Place};
use registry_core::pathway::{Pathway, words as said};
use registry_core::provider::FundingKind;
use registry_core::requisite::RequisiteExpr;
use registry_core::words::{expression, joined, sentence_start};

use super::keep::neutral_title;
use crate::snapshot::Snapshot;
use crate::web::words::pathway as words;

/// What to ask others for, on the page of a pathway: supervision and the like, days, money.
pub(super) fn support(
    catalogue: &Catalogue,
    pathway: &Pathway,
    also_needed: &[Advice],
    employment: Employment,
) -> Vec<String> {
    let mut asks: Vec<String> = missing(also_needed)
        .flat_map(each_needed)
        .map(|needed| sentence_start(&expression(catalogue, needed)))
        .collect();
    asks.extend(words::days_to_ask(pathway, employment).iter().map(|ask| sentence_start(ask)));
    for step in &pathway.steps {
        asks.extend(
            step.paid_by.iter().map(|paid| words::paid_for(&paid.amount.to_string(), &step.title, &paid.title)),
        );
    }
    asks.extend(pathway.competitive.iter().map(said::competitive));
    asks.extend(pathway.to_ask.iter().map(said::to_ask));
    asks
}

/// The same as a letter to an employer asks for it. Each title is the neutral one, where there is one; no name of a source of
/// funding is told, for it may say whom the funding is for.
pub(super) fn letter_asks(
    at: &Snapshot,
    pathway: &Pathway,
    also_needed: &[Advice],
    employment: Employment,
) -> Vec<String> {
    let mut asks = words::each_once(missing(also_needed).flat_map(words::asked_of_employer));
    asks.extend(words::days_to_ask(pathway, employment));
    for step in &pathway.steps {
        let title = neutral_title(at, step);
        let ask = |amount: String, from| match from {
            From::Employer => words::money_of_employer(&amount, title),
            From::Others => words::money_of_others(&amount, title),
        };
        asks.extend(step.paid_by.iter().map(|paid| ask(paid.amount.to_string(), from(at.catalogue(), &paid.funding))));
    }
    asks.extend(pathway.competitive.iter().map(|few| few_places(at, pathway, few)));
    asks.extend(pathway.to_ask.iter().map(|ask| unstated(at, pathway, ask)));
    asks.iter().map(|ask| sentence_start(ask)).collect()
}

/// What the goal asks for that no training gives, that is not there yet, and of which an employer gives something.
fn missing(also_needed: &[Advice]) -> impl Iterator<Item = &RequisiteExpr> {
    let missing = also_needed.iter().filter_map(|advice| advice.missing.as_ref());
    missing.filter(|missing| !words::asked_of_employer(missing).is_empty())
}

/// The parts that are needed together; a choice is one.
fn each_needed(missing: &RequisiteExpr) -> Vec<&RequisiteExpr> {
    match missing {
        RequisiteExpr::All(all) => all.as_slice().iter().flat_map(each_needed).collect(),
        other => vec![other],
    }
}

/// Whose money it is.
enum From {
    Employer,
    Others,
}

fn from(catalogue: &Catalogue, funding: &FundingCode) -> From {
    match catalogue.funding_source(funding).map(|source| source.kind) {
        Some(FundingKind::Employer) => From::Employer,
        _ => From::Others,
    }
}

fn few_places(at: &Snapshot, pathway: &Pathway, few: &Competitive) -> String {
    match &few.of {
        Place::Funding { .. } => words::FUNDING_HAS_FEW_PLACES.to_owned(),
        Place::Offering(code) => {
            let step = pathway.steps.iter().find(|step| step.offering == *code);
            words::offering_has_few_places(step.map_or(&few.title, |step| neutral_title(at, step)), few.places)
        }
    }
}

fn unstated(at: &Snapshot, pathway: &Pathway, ask: &AskFunding) -> String {
    let steps = pathway.steps.iter().filter(|step| ask.steps.contains(&step.title));
    let titles: Vec<&str> = steps.map(|step| neutral_title(at, step)).collect();
    match from(at.catalogue(), &ask.funding) {
        From::Employer => words::money_of_employer_unstated(&joined(&titles)),
        From::Others => words::money_of_others_unstated(&joined(&titles)),
    }
}

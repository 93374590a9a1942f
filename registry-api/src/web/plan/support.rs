//! What a pathway relies on others for: as its page says it, and as a letter does, which tells nothing of who writes it.

use registry_core::catalogue::Catalogue;
use registry_core::id::FundingCode;
use registry_core::learner_record::Employment;
use registry_core::pathway::answer::{Absence, Advice, AskFunding, Competitive, Place};
use registry_core::pathway::{Pathway, words as said};
use registry_core::provider::FundingKind;
use registry_core::words::{joined, sentence_start};

use super::keep::neutral_title;
use crate::snapshot::Snapshot;
use crate::web::words::pathway as words;

/// What to ask others for, on the page of a pathway: supervision and the like, days, money.
pub(super) fn support(pathway: &Pathway, also_needed: &[Advice], employment: Employment) -> Vec<String> {
    let mut asks: Vec<String> = missing(also_needed).map(|advice| sentence_start(&advice.requirement)).collect();
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
    let of_letter = missing(also_needed).flat_map(asked_of_employer);
    let mut asks: Vec<String> = Vec::new();
    for ask in of_letter {
        if !asks.contains(&ask) {
            asks.push(ask);
        }
    }
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

/// What the goal asks for that no training gives, and that is not there yet.
fn missing(also_needed: &[Advice]) -> impl Iterator<Item = &Advice> {
    let is_missing = |advice: &&Advice| !advice.followed && advice.absence == Some(Absence::NoTraining);
    also_needed.iter().filter(is_missing).filter(|advice| !asked_of_employer(advice).is_empty())
}

/// What of it an employer gives.
fn asked_of_employer(advice: &Advice) -> Vec<String> {
    advice.gates.iter().filter_map(words::asked_of_employer).collect()
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

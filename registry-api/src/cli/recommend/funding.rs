//! What funding pays, and where places are few, as data and in words.

use registry_core::money::Aud;
use registry_core::pathway::answer::{AskFunding, Competitive, PaidBy, Place};
use registry_core::pathway::{Pathway, Step, words};
use serde::Serialize;

use crate::cli::page::Page;

#[derive(Debug, Serialize)]
pub(super) struct PaidByData<'a> {
    funding: &'a str,
    amount: Aud,
}

impl<'a> PaidByData<'a> {
    pub(super) fn of(paid: &'a PaidBy) -> Self {
        Self { funding: paid.funding.as_str(), amount: paid.amount }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct CompetitiveData<'a> {
    funding: Option<&'a str>,
    offering: Option<&'a str>,
    places: u32,
    more: Option<Aud>,
}

impl<'a> CompetitiveData<'a> {
    pub(super) fn of(competitive: &'a Competitive) -> Self {
        let (funding, offering, more) = match &competitive.of {
            Place::Funding { funding, more } => (Some(funding.as_str()), None, Some(*more)),
            Place::Offering(offering) => (None, Some(offering.as_str()), None),
        };
        Self { funding, offering, places: competitive.places, more }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct AskFundingData<'a> {
    funding: &'a str,
    steps: &'a [String],
}

impl<'a> AskFundingData<'a> {
    pub(super) fn of(ask: &'a AskFunding) -> Self {
        Self { funding: ask.funding.as_str(), steps: &ask.steps }
    }
}

/// What a step costs the learner, the full price, and who pays the difference.
pub(super) fn cost(step: &Step) -> String {
    let paid: Vec<String> = step.paid_by.iter().map(|paid| format!("{} pays {}", paid.title, paid.amount)).collect();
    match (step.price == step.cost, paid.is_empty()) {
        (true, _) => words::money(step.cost),
        (false, true) => format!("{} (the full price is {})", words::money(step.cost), step.price),
        (false, false) => format!("{} (of {}; {})", words::money(step.cost), step.price, paid.join("; ")),
    }
}

/// What is worth asking about early.
pub(super) fn write(page: &mut Page, pathway: &Pathway) {
    if pathway.competitive.is_empty() && pathway.to_ask.is_empty() {
        return;
    }
    page.heading("Ask early");
    for competitive in &pathway.competitive {
        page.hanging("   - ", &words::competitive(competitive));
    }
    for ask in &pathway.to_ask {
        page.hanging("   - ", &words::to_ask(ask));
    }
}

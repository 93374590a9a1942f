//! What funding pays for a pathway, and where places are few.

use async_graphql::SimpleObject;
use registry_core::pathway::{answer as core, words};

use super::found;
use super::support::FundingSource;
use crate::graphql::error::ApiError;
use crate::graphql::scalars::Aud;
use crate::snapshot::Snapshot;

/// What one funding source pays for a step.
#[derive(SimpleObject)]
pub(crate) struct PaidBy<'a> {
    /// Which source.
    funding: FundingSource<'a>,
    /// How much.
    amount: Aud,
}

impl<'a> PaidBy<'a> {
    pub(crate) fn new(at: &'a Snapshot, paid: &'a core::PaidBy) -> Result<Self, ApiError> {
        let source = found(at.catalogue().funding_source(&paid.funding), paid.funding.as_str())?;
        Ok(Self { funding: FundingSource::new(at, source), amount: Aud(paid.amount) })
    }
}

/// Something a pathway relies on of which there are few places. Whether any is left the registry cannot know.
#[derive(SimpleObject)]
pub(crate) struct Competitive<'a> {
    /// In a sentence or two.
    summary: String,
    /// How many places.
    places: u32,
    /// The code of the funding source; null when it is an offering.
    funding: Option<&'a str>,
    /// The code of the offering; null when it is funding.
    offering: Option<&'a str>,
    /// How much more the same steps cost without the funding; null when it is an offering.
    more: Option<Aud>,
}

impl<'a> Competitive<'a> {
    pub(crate) fn new(competitive: &'a core::Competitive) -> Self {
        let (funding, offering, more) = match &competitive.of {
            core::Place::Funding { funding, more } => (Some(funding.as_str()), None, Some(Aud(*more))),
            core::Place::Offering(offering) => (None, Some(offering.as_str()), None),
        };
        Self { summary: words::competitive(competitive), places: competitive.places, funding, offering, more }
    }
}

/// Funding that may pay for some steps, though nobody has said how much.
#[derive(SimpleObject)]
pub(crate) struct AskFunding<'a> {
    /// In a sentence or two.
    summary: String,
    /// The code of the funding source.
    funding: &'a str,
    /// The titles of the steps it may pay for; at most as many as there are steps.
    steps: &'a [String],
}

impl<'a> AskFunding<'a> {
    pub(crate) fn new(ask: &'a core::AskFunding) -> Self {
        Self { summary: words::to_ask(ask), funding: ask.funding.as_str(), steps: &ask.steps }
    }
}

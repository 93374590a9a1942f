//! The four tiers of the internship model, and the two of organisations.

use async_graphql::{Object, SimpleObject};
use registry_core::tier as core;
use registry_core::words;

use super::requisite::{Requisite, RequisiteExpression};
use super::source::{Provenance, is_invented};
use crate::snapshot::Snapshot;

/// One of the four tiers of the internship model (*Leading the Change*, Figure 6).
#[derive(Clone, Copy)]
pub(crate) struct Tier<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) entry: &'a core::TierDefinition,
}

/// One of the four tiers of the internship model (*Leading the Change*, Figure 6). A tier is for a career stage; none
/// requires another.
#[Object]
impl<'a> Tier<'a> {
    /// Its number, 1 to 4.
    async fn number(&self) -> u8 {
        self.entry.tier.number()
    }

    /// Its title.
    async fn title(&self) -> &'a str {
        &self.entry.title
    }

    /// Whom it is for.
    async fn target_group(&self) -> &'a str {
        &self.entry.target_group
    }

    /// How it is built.
    async fn structure(&self) -> &'a str {
        &self.entry.structure
    }

    /// What it covers, in the document's order; at most a dozen.
    async fn content(&self) -> &'a [String] {
        &self.entry.content
    }

    /// What a person has afterwards.
    async fn outcome(&self) -> &'a str {
        &self.entry.outcome
    }

    /// Whom it is for, as requisites; at most a dozen.
    async fn entry(&self) -> Vec<Requisite<'a>> {
        Requisite::all(self.at, &self.entry.entry)
    }

    /// What completing it is.
    async fn completion(&self) -> RequisiteExpression<'a> {
        RequisiteExpression::new(self.at, &self.entry.completion)
    }

    /// What completing it is, in words.
    async fn completion_words(&self) -> String {
        words::expression(self.at.catalogue(), &self.entry.completion)
    }

    /// Who says that this completes it.
    async fn completion_provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.entry.completion_provenance)
    }

    /// Where the tier is described.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.entry.provenance)
    }

    /// Whether it is made up to show how the registry works.
    async fn invented(&self) -> bool {
        is_invented(&self.entry.provenance)
    }
}

/// One of the two tiers of readiness of *organisations*. Not a tier of the internship model.
#[derive(SimpleObject)]
pub(crate) struct ReadinessTier<'a> {
    /// Its number, 1 or 2.
    number: u8,
    /// Its title.
    title: &'a str,
    /// What it is.
    description: &'a str,
    /// Where it is described.
    provenance: Provenance<'a>,
    /// Whether it is made up to show how the registry works.
    invented: bool,
}

impl<'a> ReadinessTier<'a> {
    pub(crate) fn new(at: &'a Snapshot, entry: &'a core::ReadinessTierDefinition) -> Self {
        Self {
            number: entry.readiness_tier.number(),
            title: &entry.title,
            description: &entry.description,
            provenance: Provenance::new(at, &entry.provenance),
            invented: is_invented(&entry.provenance),
        }
    }
}

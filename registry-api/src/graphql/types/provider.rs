//! Providers.

use async_graphql::{Enum, ID, Object};
use registry_core::provider as core;

use super::offering::{Offering, OfferingConnection};
use super::source::{Provenance, is_invented};
use crate::graphql::cursors::Window;
use crate::graphql::ids;
use crate::snapshot::{IdKind, Snapshot};

/// Sorts of organisation. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::ProviderKind")]
pub(crate) enum ProviderKind {
    /// A Registered Training Organisation.
    Rto,
    /// A university.
    University,
    /// Led by consumers, not only directed at them.
    ConsumerLed,
    /// A peak body.
    Peak,
    /// A government body.
    Government,
    /// A mental-health service.
    Service,
}

/// An organisation that teaches.
#[derive(Clone, Copy)]
pub(crate) struct Provider<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) entry: &'a core::Provider,
}

/// An organisation that teaches.
#[Object]
impl<'a> Provider<'a> {
    /// Its opaque identifier; the same in every installation.
    pub(crate) async fn id(&self) -> ID {
        ids::id(IdKind::Provider, self.entry.code.as_str())
    }

    /// Its code.
    async fn code(&self) -> &'a str {
        self.entry.code.as_str()
    }

    /// Its name.
    async fn title(&self) -> &'a str {
        &self.entry.title
    }

    /// What sort of organisation it is.
    async fn kind(&self) -> ProviderKind {
        self.entry.kind.into()
    }

    /// What it teaches, in order of code.
    async fn offerings(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<OfferingConnection<'a>> {
        let name = format!("offerings by {}", self.entry.code);
        let offerings = self.at.catalogue().offerings().filter(|offering| offering.provider == self.entry.code);
        Offering::page(self.at, name, offerings, &Window::new(first, after, last, before)?)
    }

    /// Where it is described.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.entry.provenance)
    }

    /// Whether it is made up to show how the registry works.
    async fn invented(&self) -> bool {
        is_invented(&self.entry.provenance)
    }
}

//! Who may change what by importing it (docs/adr/0008).

use registry_core::course::{Course, Offering};
use registry_core::credit::{CreditRule, CreditScheme};
use registry_core::id::ProviderCode;
use registry_core::provider::{FundingSource, Provider, Region, SupportCommitment, Tag};
use registry_core::publish::Publisher;
use registry_core::qualification::Qualification;
use registry_core::role::{Role, Workforce};
use registry_core::source::SourceDocument;
use registry_core::tier::{ReadinessTierDefinition, TierDefinition};

/// An entry that may belong to a provider.
pub(super) trait Owned {
    /// Whose it is; `None` is the registry's own.
    fn owner(&self) -> Option<&ProviderCode> {
        None
    }

    /// Makes an entry that names nobody the importer's, where it can be.
    fn claim(&mut self, _by: &Publisher) {}

    /// Puts what has no order of its own into the order in which the catalogue keeps it.
    fn settle(&mut self) {}
}

impl Owned for SourceDocument {}
impl Owned for Tag {}
impl Owned for Region {}
impl Owned for Workforce {}
impl Owned for TierDefinition {}
impl Owned for ReadinessTierDefinition {}
impl Owned for Role {}
impl Owned for Provider {}
impl Owned for CreditScheme {}
impl Owned for FundingSource {}
impl Owned for SupportCommitment {}

impl Owned for Course {
    fn owner(&self) -> Option<&ProviderCode> {
        self.publisher.as_ref()
    }

    fn claim(&mut self, by: &Publisher) {
        claim(&mut self.publisher, by);
    }

    fn settle(&mut self) {
        self.versions.sort_by(|a, b| a.version.cmp(&b.version));
    }
}

impl Owned for Qualification {
    fn owner(&self) -> Option<&ProviderCode> {
        self.publisher.as_ref()
    }

    fn claim(&mut self, by: &Publisher) {
        claim(&mut self.publisher, by);
    }
}

/// What names nobody is whose it is who imports it.
fn claim(publisher: &mut Option<ProviderCode>, by: &Publisher) {
    if let (None, Publisher::Provider(provider)) = (&publisher, by) {
        *publisher = Some(provider.clone());
    }
}

impl Owned for CreditRule {
    fn owner(&self) -> Option<&ProviderCode> {
        self.provider.as_ref()
    }
}

impl Owned for Offering {
    fn owner(&self) -> Option<&ProviderCode> {
        Some(&self.provider)
    }
}

/// Why the importer may not put this entry, in place of that one where there is one; `None` when it may.
pub(super) fn refusal<T: Owned>(by: &Publisher, new: &T, old: Option<&T>) -> Option<String> {
    let Publisher::Provider(provider) = by else { return None };
    let is_own = |entry: &T| entry.owner() == Some(provider);
    if old.is_some_and(|old| !is_own(old)) {
        // Whose it is instead is nobody else's business, nor whether a provider has it at all.
        return Some(format!(
            "this code cannot be used by provider {provider}; leave the entry out, or give it another code"
        ));
    }
    match new.owner() {
        Some(owner) if owner == provider => None,
        Some(owner) => Some(format!(
            "it names provider {owner}, but provider {provider} imports it; leave the entry out, or correct the provider"
        )),
        None => Some(format!(
            "only whoever runs the registry may change such an entry, and provider {provider} imports it; leave it out, or ask them to import it"
        )),
    }
}

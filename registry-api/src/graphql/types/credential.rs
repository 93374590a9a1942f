//! Credentials that were issued, and who issues.

use async_graphql::{Enum, SimpleObject};
use registry_core::credential::issuers as core;

use crate::graphql::scalars::DateTime;
use crate::store::StatusOutcome;

/// A credential that was issued. The claim is for whoever it is about: hand it over, and keep it nowhere.
#[derive(SimpleObject)]
pub(crate) struct IssuedCredential {
    /// Its name in the registry; the `id` of its document ends with it.
    pub(crate) id: String,
    /// The signed document, an Open Badges 3.0 credential, as JSON text.
    pub(crate) document: String,
    /// The same under the neutral title, where the course has one and it was issued under the full one: another document, with an
    /// `id` and a status entry of its own. Whoever holds the credential may show either; what is done to the status is done to both.
    pub(crate) neutral_document: Option<String>,
    /// The secret with which the person claims it, once: 43 characters.
    pub(crate) claim: String,
    /// The link that claims it. What is secret stands after the `#`, which no server sees.
    pub(crate) claim_link: String,
}

/// One thing that was to be issued, and what it came to.
#[derive(SimpleObject)]
pub(crate) struct IssueResult {
    /// Which award it is, counted from 1; of a file, the line.
    pub(crate) row: u64,
    /// What the file calls the person; null where it calls them nothing. It is kept nowhere.
    pub(crate) reference: Option<String>,
    /// The title of what was earned.
    pub(crate) title: String,
    /// The version of the course; null for a qualification.
    pub(crate) version: Option<String>,
    /// What sort of document it is: `Statement of attainment`.
    pub(crate) document_kind: String,
    /// The credential; null where it was only tried.
    pub(crate) credential: Option<IssuedCredential>,
    /// What to be warned of, for people to read. At most 2.
    pub(crate) warnings: Vec<String>,
}

/// A line of a file of which nothing is issued.
#[derive(SimpleObject)]
pub(crate) struct PassedOverLine {
    /// The line, from 1.
    pub(crate) line: u64,
    /// Why, for people to read.
    pub(crate) reason: &'static str,
}

/// What became of one credential whose status was to change.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "StatusOutcome")]
pub(crate) enum StatusChangeOutcome {
    /// It was changed, or would be.
    Changed,
    /// It was so before.
    AlreadySo,
    /// Not there, or not yours: the answer is the same.
    NotFound,
    /// It was issued so that it cannot be suspended; it can be revoked.
    NotSuspendable,
    /// It was revoked, which is for good.
    RevokedForGood,
}

/// What became of one credential.
#[derive(SimpleObject)]
pub(crate) struct StatusResult {
    /// The credential, as it was given.
    pub(crate) id: String,
    /// What became of it.
    pub(crate) outcome: StatusChangeOutcome,
}

/// A provider that issues.
#[derive(SimpleObject)]
pub(crate) struct Issuer {
    /// The provider, by code.
    pub(crate) provider: String,
    /// Its name.
    pub(crate) name: String,
    /// Its keys, the oldest first, retired ones too. At most 100.
    pub(crate) keys: Vec<IssuerKey>,
}

/// A key, and when what it signs is to be believed.
#[derive(SimpleObject)]
pub(crate) struct IssuerKey {
    /// The key: `did:key:z6Mk…`.
    key: String,
    /// From when it is good.
    good_from: DateTime,
    /// When it was retired; what it signed before stays valid. Null while it signs.
    good_until: Option<DateTime>,
    /// From when somebody else may have held it; what it signed from then on is not valid.
    compromised_from: Option<DateTime>,
}

/// Some of the providers that issue, and the signed list of all of them.
#[derive(SimpleObject)]
pub(crate) struct IssuerPage {
    /// The issuers, in order of code; at most 20.
    pub(crate) issuers: Vec<Issuer>,
    /// The code after which to go on; null: these are the last.
    pub(crate) next: Option<String>,
    /// The version of the signed list; it counts up with every change.
    pub(crate) version: u32,
    /// The whole signed list, as `/issuers` gives it, as JSON text.
    pub(crate) signed: String,
    /// The registry's own key, `did:key:z6Mk…`, which signs the list.
    pub(crate) registry_key: String,
}

/// The most keys of an issuer, as the signed list has it.
const KEYS_MAX: usize = 100;

impl From<core::Issuer> for Issuer {
    fn from(issuer: core::Issuer) -> Self {
        Self {
            provider: issuer.provider.to_string(),
            name: issuer.title,
            keys: issuer.keys.iter().take(KEYS_MAX).map(IssuerKey::from).collect(),
        }
    }
}

impl From<&core::IssuerKey> for IssuerKey {
    fn from(key: &core::IssuerKey) -> Self {
        Self {
            key: key.key.did(),
            good_from: key.good_from.in_utc().and_utc().into(),
            good_until: key.good_until.map(|moment| moment.in_utc().and_utc().into()),
            compromised_from: key.compromised_from.map(|moment| moment.in_utc().and_utc().into()),
        }
    }
}

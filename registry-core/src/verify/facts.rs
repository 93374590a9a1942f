//! What a verifier has beside the document.

use std::collections::BTreeMap;

use semver::Version;

use super::report::Outcome;
use crate::catalogue::Catalogue;
use crate::credential::issuers::SignedIssuerList;
use crate::credential::key::PublicKey;
use crate::credential::moment::Moment;
use crate::credential::status::SignedStatusList;
use crate::words::shortened;

/// Something a verifier has, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact<T> {
    /// It is there.
    Known(T),
    /// It is not, for this reason: `no list was given`.
    Unavailable(String),
}

/// What a verifier has beside the document. Nothing is fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The registry's list of issuers.
    pub issuers: Fact<SignedIssuerList>,
    /// The registry's key, as the verifier knows it from elsewhere. Without it whoever signed the list of issuers is believed, and
    /// the check of the issuer names them and says so.
    pub registry_key: Option<PublicKey>,
    /// Status lists, by the address at which they are served: each one that was given for it, or why it could not be
    /// read, in any order. The newest that can be relied on is used. What is not here was not given.
    pub status: BTreeMap<String, Vec<Fact<SignedStatusList>>>,
    /// Which versions of which courses the registry has published.
    pub versions: Fact<KnownVersions>,
}

impl Facts {
    /// Nothing at all: a document alone.
    pub fn none() -> Self {
        Self {
            issuers: Fact::Unavailable("none was given".to_owned()),
            registry_key: None,
            status: BTreeMap::new(),
            versions: Fact::Unavailable("none was given".to_owned()),
        }
    }
}

impl Facts {
    /// The list of issuers, where it can be relied on at that moment.
    ///
    /// # Errors
    /// Why it cannot: it is not there, another than the registry signed it, it is too old or not good yet.
    pub(super) fn issuer_list(&self, at: Moment) -> Result<&SignedIssuerList, String> {
        let given = match &self.issuers {
            Fact::Known(given) => given,
            Fact::Unavailable(why) => return Err(format!("the registry's list of issuers is not at hand: {why}")),
        };
        let (list, signer) = (&given.list, &given.signed.key);
        if self.registry_key.as_ref().is_some_and(|registry| registry != signer) {
            return Err(format!("the list of issuers was signed by {signer}, which is not the registry's key"));
        }
        if at < list.valid_from || at >= list.valid_until {
            return Err(format!(
                "the registry's list of issuers (version {}) is good from {} until {}; get a newer one",
                list.version,
                list.valid_from.in_words(),
                list.valid_until.in_words()
            ));
        }
        Ok(given)
    }
}

/// The versions of courses, and the qualifications, that a catalogue has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownVersions(BTreeMap<String, Vec<Version>>);

impl KnownVersions {
    /// Those of a catalogue, withdrawn ones too.
    pub fn of(catalogue: &Catalogue) -> Self {
        let courses = catalogue.courses().map(|course| {
            (course.code.as_str().to_owned(), course.versions.iter().map(|one| one.version.clone()).collect())
        });
        let awards = catalogue.qualifications().map(|award| (award.code.as_str().to_owned(), Vec::new()));
        Self(courses.chain(awards).collect())
    }

    pub(super) fn find(&self, code: &str, version: Option<&str>) -> (Outcome, String) {
        let code_shown = shortened(code);
        match (self.0.get(code), version) {
            (None, _) => (Outcome::CouldNotCheck, format!("the catalogue has no course or qualification {code_shown}")),
            (Some(_), None) => (Outcome::Passed, format!("it is for {code_shown}")),
            (Some(known), Some(version)) if known.iter().any(|one| one.to_string() == version) => {
                (Outcome::Passed, format!("it is for version {version} of {code_shown}"))
            }
            (Some(_), Some(version)) => (
                Outcome::CouldNotCheck,
                format!("the catalogue has {code_shown} and not its version {}", shortened(version)),
            ),
        }
    }
}

impl FromIterator<(String, Vec<Version>)> for KnownVersions {
    /// Codes with their versions; a qualification has none.
    fn from_iter<I: IntoIterator<Item = (String, Vec<Version>)>>(known: I) -> Self {
        Self(known.into_iter().collect())
    }
}

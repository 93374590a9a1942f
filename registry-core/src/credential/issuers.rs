//! The registry's list of issuers: whose key is whose, and when it was good. Signed by the registry, so that a verifier
//! who holds the list can answer without asking anybody.

use super::json::{Json, JsonProblem};
use super::key::{KeyError, KeyPair, PublicKey};
use super::moment::Moment;
use super::proof::{Cryptosuite, ProofProblem, Signed, sign, signed_by};
use crate::id::ProviderCode;
use crate::words::{joined, shortened};

/// The type of the document.
const TYPE: &str = "RegistryIssuerList";
/// The most issuers in a list, and the most keys of one.
const ISSUERS_MAX: usize = 5_000;
const KEYS_MAX: usize = 100;

/// The list of issuers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerList {
    /// Counts up with every list the registry publishes.
    pub version: u32,
    /// From when it holds.
    pub valid_from: Moment,
    /// Until when a verifier may rely on it.
    pub valid_until: Moment,
    /// The issuers, in order of code.
    pub issuers: Vec<Issuer>,
}

/// A provider that issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// The provider.
    pub provider: ProviderCode,
    /// Its name.
    pub title: String,
    /// Its keys, retired ones too.
    pub keys: Vec<IssuerKey>,
}

/// A key, and when what it signs is to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssuerKey {
    /// The key.
    pub key: PublicKey,
    /// From when it is good.
    pub good_from: Moment,
    /// The moment at which it was retired; what it signed before keeps verifying.
    pub good_until: Option<Moment>,
    /// The moment from which somebody else may have held it; what it signed from then on is not believed.
    pub compromised_from: Option<Moment>,
}

/// How a key stood when something was signed with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyStanding<'a> {
    /// It was good, and this issuer's.
    Good(&'a Issuer),
    /// It is on no issuer's list.
    NotListed,
    /// It was not yet good.
    NotYet(&'a Issuer, Moment),
    /// It had been retired.
    Retired(&'a Issuer, Moment),
    /// It had been compromised.
    Compromised(&'a Issuer, Moment),
}

/// Why there is no list in a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssuerListProblem {
    /// Not a document.
    #[error(transparent)]
    Json(#[from] JsonProblem),
    /// Not signed, or changed since.
    #[error(transparent)]
    Proof(#[from] ProofProblem),
    /// A document of another sort or form; everything that is wrong with it.
    #[error("it is not a list of issuers: {}", joined(&.0.iter().map(String::as_str).collect::<Vec<_>>()))]
    Form(Vec<String>),
}

impl IssuerList {
    /// A key that is listed, and whose it is. Of two issuers with one key, which a registry never publishes, the first.
    pub fn listed(&self, key: &PublicKey) -> Option<(&Issuer, &IssuerKey)> {
        self.issuers
            .iter()
            .find_map(|issuer| issuer.keys.iter().find(|listed| listed.key == *key).map(|listed| (issuer, listed)))
    }

    /// How a key stood at a moment.
    pub fn standing(&self, key: &PublicKey, at: Moment) -> KeyStanding<'_> {
        let Some((issuer, listed)) = self.listed(key) else { return KeyStanding::NotListed };
        match *listed {
            IssuerKey { compromised_from: Some(from), .. } if at >= from => KeyStanding::Compromised(issuer, from),
            IssuerKey { good_from, .. } if at < good_from => KeyStanding::NotYet(issuer, good_from),
            IssuerKey { good_until: Some(until), .. } if at >= until => KeyStanding::Retired(issuer, until),
            _ => KeyStanding::Good(issuer),
        }
    }

    /// The issuer of that code.
    pub fn issuer(&self, provider: &str) -> Option<&Issuer> {
        self.issuers.iter().find(|issuer| issuer.provider.as_str() == provider)
    }

    /// The signed document. The key is the registry's own.
    ///
    /// # Errors
    /// None today; signing JSON leaves nothing out.
    pub fn sign(&self, key: &KeyPair, created: Moment) -> Result<Json, ProofProblem> {
        let document = Json::object([
            ("type", Json::text(TYPE)),
            ("version", Json::Number(self.version.into())),
            ("validFrom", Json::text(self.valid_from.to_string())),
            ("validUntil", Json::text(self.valid_until.to_string())),
            ("issuers", Json::List(self.issuers.iter().map(Issuer::written).collect())),
        ]);
        sign(document, key, created, Cryptosuite::JsonText)
    }
}

impl Issuer {
    fn written(&self) -> Json {
        Json::object([
            ("provider", Json::text(self.provider.as_str())),
            ("name", Json::text(&self.title)),
            ("keys", Json::List(self.keys.iter().map(IssuerKey::written).collect())),
        ])
    }
}

impl IssuerKey {
    fn written(&self) -> Json {
        let mut key =
            Json::object([("key", Json::text(self.key.did())), ("goodFrom", Json::text(self.good_from.to_string()))]);
        for (name, moment) in [("goodUntil", self.good_until), ("compromisedFrom", self.compromised_from)] {
            if let Some(moment) = moment {
                key = key.with(name, Json::text(moment.to_string()));
            }
        }
        key
    }
}

/// A list whose signature was found to hold, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIssuerList {
    /// What it says.
    pub list: IssuerList,
    /// The registry's key.
    pub signed: Signed,
}

impl SignedIssuerList {
    /// Reads a signed list. Nothing but what is named here may stand in it.
    ///
    /// # Errors
    /// One bit changed; a key that is none; a word that is not known.
    pub fn read(bytes: &[u8]) -> Result<Self, IssuerListProblem> {
        let document = Json::read(bytes)?;
        if document.text_of("type") != Some(TYPE) {
            return Err(IssuerListProblem::Form(vec![format!("its type is not {TYPE}")]));
        }
        let signed = signed_by(&document, Cryptosuite::JsonText)?;
        let mut form = Form { problems: Vec::new() };
        form.known(&document, "the list", &["type", "version", "validFrom", "validUntil", "issuers", "proof"]);
        let list = form.list(&document);
        match list {
            Some(list) if form.problems.is_empty() => Ok(Self { list, signed }),
            _ => Err(IssuerListProblem::Form(form.problems)),
        }
    }
}

/// What is wrong with the form so far.
struct Form {
    problems: Vec<String>,
}

impl Form {
    fn wrong<T>(&mut self, problem: String) -> Option<T> {
        self.problems.push(problem);
        None
    }

    fn known(&mut self, json: &Json, what: &str, keys: &[&str]) {
        let members = json.members().into_iter().flatten();
        let strange = members.map(|(key, _)| key).filter(|key| !keys.contains(&key.as_str()));
        self.problems.extend(strange.map(|key| format!("\"{}\" is not known in {what}", shortened(key))));
    }

    fn moment(&mut self, json: &Json, key: &str) -> Option<Moment> {
        let text = json.text_of(key).unwrap_or_default();
        text.parse().ok().or_else(|| self.wrong(format!("\"{key}\" is not a moment such as 2027-02-01T00:00:00Z")))
    }

    fn moment_or_none(&mut self, json: &Json, key: &str) -> Option<Moment> {
        json.get(key).and_then(|_| self.moment(json, key))
    }

    fn list(&mut self, document: &Json) -> Option<IssuerList> {
        let version = match document.get("version") {
            Some(Json::Number(number)) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
            _ => None,
        };
        let version = version.or_else(|| self.wrong("\"version\" is not a whole number".to_owned()));
        let (valid_from, valid_until) = (self.moment(document, "validFrom"), self.moment(document, "validUntil"));
        let given = document.each_of("issuers");
        if given.len() > ISSUERS_MAX {
            return self.wrong(format!("it has {} issuers; at most {ISSUERS_MAX} are read", given.len()));
        }
        let issuers = given.iter().filter_map(|issuer| self.issuer(issuer)).collect();
        Some(IssuerList { version: version?, valid_from: valid_from?, valid_until: valid_until?, issuers })
    }

    fn issuer(&mut self, json: &Json) -> Option<Issuer> {
        self.known(json, "an issuer", &["provider", "name", "keys"]);
        let provider = match ProviderCode::new(json.text_of("provider").unwrap_or_default()) {
            Ok(code) => Some(code),
            Err(error) => self.wrong(error.to_string()),
        };
        let title = json.text_of("name").map(str::to_owned);
        let title = title.or_else(|| self.wrong("an issuer has no name".to_owned()));
        let given = json.each_of("keys");
        if given.len() > KEYS_MAX {
            return self.wrong(format!("an issuer has {} keys; at most {KEYS_MAX} are read", given.len()));
        }
        let keys = given.iter().filter_map(|key| self.key(key)).collect();
        Some(Issuer { provider: provider?, title: title?, keys })
    }

    fn key(&mut self, json: &Json) -> Option<IssuerKey> {
        self.known(json, "a key", &["key", "goodFrom", "goodUntil", "compromisedFrom"]);
        let key = match json.text_of("key").unwrap_or_default().parse() {
            Ok(key) => Some(key),
            Err(error) => self.wrong(KeyError::to_string(&error)),
        };
        let good_from = self.moment(json, "goodFrom");
        let good_until = self.moment_or_none(json, "goodUntil");
        let compromised_from = self.moment_or_none(json, "compromisedFrom");
        Some(IssuerKey { key: key?, good_from: good_from?, good_until, compromised_from })
    }
}

//! Invented credentials: the keys, lists and documents that tests, benches and other people's verifiers look at.

use std::collections::BTreeMap;

use registry_core::achievement::{Achievement, DocumentKind};
use registry_core::catalogue::Catalogue;
use registry_core::course::OfferingOf;
use registry_core::credential::badge::{Issuance, StatusEntry, TitleShown, issue};
use registry_core::credential::issuers::{Issuer, IssuerKey, IssuerList, SignedIssuerList};
use registry_core::credential::json::Json;
use registry_core::credential::key::KeyPair;
use registry_core::credential::moment::Moment;
use registry_core::credential::status::{Purpose, SignedStatusList, StatusBits, StatusList};
use registry_core::id::ProviderCode;
use registry_core::provider::Provider;
use registry_core::verify::{Fact, Facts, KnownVersions};

/// The entry that is set in both lists.
pub const SET: u32 = 77_777;

/// A moment, written 2027-02-01T00:00:00Z.
///
/// # Panics
/// When it is none.
pub fn moment(text: &str) -> Moment {
    text.parse().expect("a moment")
}

/// The registry's own key.
pub fn registry_key() -> KeyPair {
    KeyPair::from_seed([1; 32])
}

/// The key of a provider: its code is the seed, with noughts behind it.
pub fn provider_key(provider: &ProviderCode) -> KeyPair {
    let mut seed = [0; 32];
    for (byte, letter) in seed.iter_mut().zip(provider.as_str().bytes()) {
        *byte = letter;
    }
    KeyPair::from_seed(seed)
}

/// When everything was signed.
pub fn signing() -> Moment {
    moment("2027-02-01T09:00:00Z")
}

/// When it is looked at.
pub fn today() -> Moment {
    moment("2027-02-20T00:00:00Z")
}

/// What one credential of the corpus is about.
#[derive(Debug, Clone)]
pub struct Made {
    /// What it is called.
    pub name: String,
    /// The signed document.
    pub document: Json,
}

/// An issuance of the corpus, by number: each number has addresses of its own.
pub fn issuance(number: usize) -> Issuance {
    let id = |kind: usize| format!("urn:uuid:{kind:08x}-0000-4000-8000-{number:012x}");
    Issuance {
        id: id(1),
        holder: id(2),
        holder_name: None,
        achievement_id: id(3),
        title: TitleShown::Full,
        completed: moment("2027-01-20T00:00:00Z").day(),
        result: None,
        valid_from: signing(),
        valid_until: None,
        status: Vec::new(),
    }
}

/// An entry of a provider's status list.
pub fn entry(provider: &ProviderCode, purpose: Purpose, index: u32) -> StatusEntry {
    StatusEntry { list: format!("https://registry.example/status/{provider}/{}", purpose.name()), index, purpose }
}

/// Every achievement of a catalogue that an offering gives, with the provider of the first such offering.
pub fn achievements(catalogue: &Catalogue) -> Vec<Achievement> {
    let mut found = BTreeMap::new();
    for offering in catalogue.offerings() {
        let Some(provider) = catalogue.provider(&offering.provider) else { continue };
        let (key, achievement) = match &offering.of {
            OfferingOf::Course { course, version } => {
                let Some(course) = catalogue.course(course) else { continue };
                let Some(version) = course.version(version) else { continue };
                (format!("{}-{}", course.code, version.version), Achievement::of_course(course, version, provider))
            }
            OfferingOf::Qualification(code) => {
                let Some(award) = catalogue.qualification(code) else { continue };
                (code.to_string(), Achievement::of_qualification(award, provider))
            }
        };
        found.entry(key).or_insert(achievement);
    }
    found.into_values().collect()
}

/// One credential for every achievement, each with another of the things a credential may have; and one of each sort of
/// document, with all of them.
///
/// # Panics
/// When one cannot be issued.
pub fn corpus(catalogue: &Catalogue) -> Vec<Made> {
    let mut made = Vec::new();
    for (number, achievement) in achievements(catalogue).into_iter().enumerate() {
        let mut issuance = issuance(number);
        issuance.holder_name = (number % 3 == 0).then(|| "Zoë \"Zed\" O’Invented\u{1f33b}\t\\ ".to_owned());
        issuance.valid_until = (number % 4 == 1).then(|| signing().plus_days(700));
        issuance.result = (achievement.assessed && number % 5 == 2).then(|| "Distinction".to_owned());
        issuance.status = match number % 4 {
            0 => vec![],
            1 | 2 => vec![entry(
                &achievement.provider,
                Purpose::Revocation,
                1_000 + u32::try_from(number).unwrap_or_default(),
            )],
            _ => vec![
                entry(&achievement.provider, Purpose::Revocation, 5),
                entry(&achievement.provider, Purpose::Suspension, 6),
            ],
        };
        if achievement.neutral_title.is_some() && number % 2 == 0 {
            issuance.title = TitleShown::Neutral;
        }
        made.push(one(&format!("{number:03}"), &achievement, &issuance));
    }
    made.extend(DocumentKind::ALL.into_iter().enumerate().map(|(number, kind)| everything(catalogue, number, kind)));
    made
}

/// A credential of that sort with everything that one may have.
fn everything(catalogue: &Catalogue, number: usize, kind: DocumentKind) -> Made {
    let achievement = Achievement { document: kind, assessed: true, ..micro_credential(catalogue) };
    let mut issuance = issuance(1_000 + number);
    issuance.holder_name = Some("Zoë Invented".to_owned());
    issuance.valid_until = Some(signing().plus_days(700));
    issuance.result = Some("Distinction".to_owned());
    issuance.status = vec![entry(&achievement.provider, Purpose::Revocation, 7)];
    one(&format!("all-{kind:?}"), &achievement, &issuance)
}

/// One credential.
///
/// # Panics
/// When it cannot be issued.
pub fn one(name: &str, achievement: &Achievement, issuance: &Issuance) -> Made {
    let issued = issue(achievement, issuance, &provider_key(&achievement.provider), signing()).expect("issued");
    Made { name: name.to_owned(), document: issued.document }
}

/// An achievement with everything that one may have, worth an eighth of a subject.
///
/// # Panics
/// When the built-in catalogue has no micro-credential that is worth something.
pub fn micro_credential(catalogue: &Catalogue) -> Achievement {
    let all = achievements(catalogue).into_iter();
    let mut fitting = all.filter(|one| one.document == DocumentKind::MicroCredential && one.credit.is_some());
    fitting.next().expect("a micro-credential")
}

/// The registry's list: every provider with its key.
///
/// # Panics
/// Never, with these values.
pub fn issuer_list(catalogue: &Catalogue) -> Json {
    let issuer = |provider: &Provider| Issuer {
        provider: provider.code.clone(),
        title: provider.title.clone(),
        keys: vec![IssuerKey {
            key: provider_key(&provider.code).public(),
            good_from: moment("2027-01-01T00:00:00Z"),
            good_until: None,
            compromised_from: None,
        }],
    };
    let list = IssuerList {
        version: 1,
        valid_from: moment("2027-01-01T00:00:00Z"),
        valid_until: moment("2027-12-31T00:00:00Z"),
        issuers: catalogue.providers().map(issuer).collect(),
    };
    list.sign(&registry_key(), signing()).expect("signed")
}

/// A provider's status list, with [`SET`] set.
///
/// # Panics
/// Never, with these values.
pub fn status_list(provider: &ProviderCode, purpose: Purpose) -> Json {
    let mut bits = StatusBits::new(0);
    assert!(bits.put(SET, true));
    let list = StatusList {
        id: entry(provider, purpose, 0).list,
        purpose,
        valid_from: moment("2027-01-01T00:00:00Z"),
        valid_until: moment("2027-12-31T00:00:00Z"),
        bits,
    };
    list.sign(&provider_key(provider), signing()).expect("signed")
}

/// Both status lists of every provider.
pub fn status_lists(catalogue: &Catalogue) -> Vec<Json> {
    catalogue.providers().flat_map(|one| Purpose::ALL.map(|purpose| status_list(&one.code, purpose))).collect()
}

/// A document as the bytes of a file.
pub fn bytes(document: &Json) -> Vec<u8> {
    document.to_string().into_bytes()
}

/// Everything known.
///
/// # Panics
/// When one of our own lists cannot be read.
pub fn facts(catalogue: &Catalogue) -> Facts {
    let lists = status_lists(catalogue).into_iter().map(|document| {
        let list = SignedStatusList::read(&bytes(&document)).expect("status list");
        (list.list.id.clone(), vec![Fact::Known(list)])
    });
    Facts {
        registry_key: Some(registry_key().public()),
        issuers: Fact::Known(SignedIssuerList::read(&bytes(&issuer_list(catalogue))).expect("issuer list")),
        status: lists.collect(),
        versions: Fact::Known(KnownVersions::of(catalogue)),
    }
}

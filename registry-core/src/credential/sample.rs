//! Invented keys, providers and credentials for tests.

use crate::achievement::{Achievement, AchievementOf, AqfStanding, DocumentKind};
use crate::aqf::AqfLevel;
use crate::course::Credit;
use crate::credential::badge::{Issuance, StatusEntry, TitleShown, issue};
use crate::credential::issuers::{Issuer, IssuerKey, IssuerList, SignedIssuerList};
use crate::credential::json::Json;
use crate::credential::key::KeyPair;
use crate::credential::moment::Moment;
use crate::credential::status::{Purpose, SignedStatusList, StatusBits, StatusList};
use crate::sample::{day, hours, read};
use crate::verify::{Fact, Facts, KnownVersions};

pub(crate) const LIST: &str = "https://registry.example/status/collective/1";
pub(crate) const SUSPENSIONS: &str = "https://registry.example/status/collective/2";

pub(crate) fn moment(text: &str) -> Moment {
    read(text)
}

pub(crate) fn registry_key() -> KeyPair {
    KeyPair::from_seed([1; 32])
}

pub(crate) fn collective_key() -> KeyPair {
    KeyPair::from_seed([2; 32])
}

/// The key the collective has after the first.
pub(crate) fn second_key() -> KeyPair {
    KeyPair::from_seed([4; 32])
}

/// A key that is on no list.
pub(crate) fn strangers_key() -> KeyPair {
    KeyPair::from_seed([3; 32])
}

/// A micro-credential worth an eighth of a subject.
pub(crate) fn achievement() -> Achievement {
    Achievement {
        of: AchievementOf::Course { course: read("peer-support"), version: read("1.2.0") },
        title: "Supporting peers who self-harm".to_owned(),
        neutral_title: Some("Supporting people, part two".to_owned()),
        description: "How to stand by somebody.".to_owned(),
        outcomes: vec!["Listens without judging.".to_owned()],
        document: DocumentKind::MicroCredential,
        assessed: true,
        volume_of_learning: Some(hours(37)),
        credit: Some(Credit { points: read("3.125"), scheme: read("melbourne") }),
        aqf: Some(AqfStanding::Aligned(AqfLevel::new(8).expect("level"), "Agreed with the university.".to_owned())),
        provider: read("collective"),
        provider_title: "The Collective".to_owned(),
    }
}

pub(crate) fn issuance() -> Issuance {
    Issuance {
        id: "urn:uuid:00000000-0000-4000-8000-000000000001".to_owned(),
        holder: "urn:uuid:00000000-0000-4000-8000-000000000002".to_owned(),
        holder_name: Some("Alex Invented".to_owned()),
        achievement_id: "https://registry.example/achievements/collective/peer-support/1.2.0".to_owned(),
        title: TitleShown::Full,
        completed: day("2027-01-20"),
        result: None,
        valid_from: moment("2027-02-01T00:00:00Z"),
        valid_until: Some(moment("2029-02-01T00:00:00Z")),
        status: vec![StatusEntry { list: LIST.to_owned(), index: 94_567, purpose: Purpose::Revocation }],
    }
}

/// When the sample credential was signed.
pub(crate) fn signing() -> Moment {
    moment("2027-02-01T09:00:00Z")
}

/// When it is looked at.
pub(crate) fn today() -> Moment {
    moment("2027-06-01T00:00:00Z")
}

#[track_caller]
pub(crate) fn issued(issuance: &Issuance) -> Json {
    issue(&achievement(), issuance, &collective_key(), signing()).expect("issued").document
}

pub(crate) fn bytes(document: &Json) -> Vec<u8> {
    document.to_string().into_bytes()
}

pub(crate) fn issuer_list() -> IssuerList {
    let key = |pair: KeyPair, from: &str, until: Option<&str>| IssuerKey {
        key: pair.public(),
        good_from: moment(from),
        good_until: until.map(moment),
        compromised_from: None,
    };
    IssuerList {
        version: 7,
        valid_from: moment("2027-05-01T00:00:00Z"),
        valid_until: moment("2027-07-01T00:00:00Z"),
        issuers: vec![
            Issuer {
                provider: read("collective"),
                title: "The Collective".to_owned(),
                keys: vec![
                    key(collective_key(), "2027-01-01T00:00:00Z", Some("2027-03-01T00:00:00Z")),
                    key(second_key(), "2027-03-01T00:00:00Z", None),
                ],
            },
            Issuer {
                provider: read("college"),
                title: "The College".to_owned(),
                keys: vec![key(KeyPair::from_seed([5; 32]), "2027-01-01T00:00:00Z", None)],
            },
        ],
    }
}

#[track_caller]
pub(crate) fn signed_issuers(list: &IssuerList) -> SignedIssuerList {
    let document = list.sign(&registry_key(), list.valid_from).expect("signed");
    SignedIssuerList::read(&bytes(&document)).expect("issuer list")
}

pub(crate) fn status_list(id: &str, purpose: Purpose, set: &[u32]) -> StatusList {
    let mut bits = StatusBits::new(0);
    for index in set {
        assert!(bits.put(*index, true), "{index}");
    }
    StatusList {
        id: id.to_owned(),
        purpose,
        valid_from: moment("2027-05-31T00:00:00Z"),
        valid_until: moment("2027-06-07T00:00:00Z"),
        bits,
    }
}

#[track_caller]
pub(crate) fn signed_status(list: &StatusList, key: &KeyPair) -> SignedStatusList {
    let document = list.sign(key, list.valid_from).expect("signed");
    SignedStatusList::read(&bytes(&document)).expect("status list")
}

/// Everything known, nothing revoked; status lists are signed with the key the collective has now.
pub(crate) fn facts(revoked: &[u32]) -> Facts {
    let list = |id: &str, purpose, set: &[u32]| {
        (id.to_owned(), vec![Fact::Known(signed_status(&status_list(id, purpose, set), &second_key()))])
    };
    Facts {
        registry_key: Some(registry_key().public()),
        issuers: Fact::Known(signed_issuers(&issuer_list())),
        status: [list(LIST, Purpose::Revocation, revoked), list(SUSPENSIONS, Purpose::Suspension, &[])].into(),
        versions: Fact::Known(KnownVersions::from_iter([("peer-support".to_owned(), vec![read("1.2.0")])])),
    }
}

use crate::credential::issuers::{IssuerListProblem, KeyStanding, SignedIssuerList};
use crate::credential::json::Json;
use crate::credential::multibase;
use crate::credential::proof::{Cryptosuite, ProofProblem, sign};
use crate::credential::sample::{
    LIST, bytes, collective_key, issuer_list, moment, registry_key, second_key, signed_issuers, signing, status_list,
    strangers_key,
};
use crate::credential::status::{
    Purpose, STATUS_ENTRIES_MAX, STATUS_ENTRIES_MIN, SignedStatusList, StatusBits, StatusListProblem,
};

#[test]
fn entries_are_read_as_they_were_written() {
    let mut bits = StatusBits::new(0);
    assert_eq!(bits.entries(), STATUS_ENTRIES_MIN);
    for index in [0, 7, 8, 77_777, STATUS_ENTRIES_MIN - 1] {
        assert!(bits.put(index, true));
    }
    let read = StatusBits::decode(&bits.encode()).expect("bits");
    let set: Vec<u32> = (0..read.entries()).filter(|index| read.get(*index) == Some(true)).collect();
    assert_eq!(set, [0, 7, 8, 77_777, STATUS_ENTRIES_MIN - 1]);
    assert!(bits.put(8, false));
    assert_eq!((bits.get(8), bits.get(STATUS_ENTRIES_MIN)), (Some(false), None));
    assert!(!bits.put(STATUS_ENTRIES_MIN, true));
    assert_eq!(StatusBits::new(u32::MAX).entries(), STATUS_ENTRIES_MAX);
}

/// The list of the examples of *Bitstring Status List 1.0*: 131,072 entries, none set. Its first entry is the leftmost
/// bit.
#[test]
fn entries_of_the_standard_are_read() {
    let example = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";
    let bits = StatusBits::decode(example).expect("bits");
    assert_eq!(bits, StatusBits::new(0));
    let mut first = StatusBits::new(0);
    assert!(first.put(0, true));
    assert!(format!("{first:?}").contains("1 of 131072"));
}

#[track_caller]
fn refused(bytes: &[u8], why: &str) {
    let problem = StatusBits::decode(&multibase::base64url(bytes)).expect_err(why);
    assert_eq!(problem.to_string(), format!("its entries cannot be read: {why}"));
}

#[test]
fn entries_that_are_damaged_too_few_or_too_many_are_refused() {
    let good = multibase::from_base64url(&StatusBits::new(0).encode()).expect("bytes");
    let gzip = |length: usize| {
        let plain = vec![0; length];
        let mut out = good[..10].to_vec();
        out.extend(miniz_oxide::deflate::compress_to_vec(&plain, 9));
        out.extend(crc32fast::hash(&plain).to_le_bytes());
        out.extend(u32::try_from(length).expect("length").to_le_bytes());
        out
    };
    assert!(StatusBits::decode(&multibase::base64url(&gzip(16_384))).is_ok());
    refused(&gzip(16_383), "there are fewer than 131072, too few to hide which one is looked up");
    // A bomb: a few kilobytes that say what they are, and the same that lie about it.
    let bomb = gzip(200 * 1_048_576);
    assert!(bomb.len() < 300_000);
    refused(&bomb, "there are more than 8388608");
    let mut liar = bomb.clone();
    let end = liar.len() - 4;
    liar[end..].copy_from_slice(&16_384_u32.to_le_bytes());
    refused(&liar, "their compression is damaged");
    for cut in [&good[..good.len() - 1], &good[..20], &[&good[..], b"x"].concat()] {
        assert!(StatusBits::decode(&multibase::base64url(cut)).is_err(), "{}", cut.len());
    }
    refused(&good[1..], "they are not compressed with gzip");
    refused(b"", "they are not compressed with gzip");
    let mut flipped = good.clone();
    let check = flipped.len() - 8;
    flipped[check] ^= 1;
    refused(&flipped, "their compression is damaged");
    assert!(StatusBits::decode("H4sI").is_err());
}

#[test]
fn a_status_list_names_whoever_signed_it() {
    let list = status_list(LIST, Purpose::Revocation, &[5]);
    let document = list.sign(&second_key(), signing()).expect("signed");
    let read = SignedStatusList::read(&bytes(&document)).expect("list");
    assert_eq!((read.list, read.signed.key), (list, second_key().public()));
    let renamed = document.with("issuer", Json::text(strangers_key().public().did()));
    let renamed = sign(renamed, &second_key(), signing(), Cryptosuite::Statements).expect("signed");
    assert!(matches!(SignedStatusList::read(&bytes(&renamed)), Err(StatusListProblem::Issuer { .. })));
}

#[test]
fn a_list_of_issuers_is_read_as_it_was_written() {
    let mut list = issuer_list();
    list.issuers[0].keys[0].compromised_from = Some(moment("2027-02-10T00:00:00Z"));
    let read = signed_issuers(&list);
    assert_eq!((read.list, read.signed.key), (list, registry_key().public()));
}

#[test]
fn a_key_is_good_from_one_moment_until_another() {
    let list = issuer_list();
    let key = collective_key().public();
    let good = |at: &str| matches!(list.standing(&key, moment(at)), KeyStanding::Good(_));
    assert!(!good("2026-12-31T23:59:59Z") && good("2027-01-01T00:00:00Z"));
    assert!(good("2027-02-28T23:59:59Z") && !good("2027-03-01T00:00:00Z"));
    assert_eq!(list.standing(&strangers_key().public(), signing()), KeyStanding::NotListed);
}

#[test]
fn everything_that_is_wrong_with_the_form_of_a_list_of_issuers_is_said_at_once() {
    let key =
        Json::object([("key", Json::text("did:web:x")), ("goodFrom", Json::text("today")), ("owner", Json::Null)]);
    let issuer = Json::object([("provider", Json::text("a b")), ("keys", Json::List(vec![key]))]);
    let document = Json::object([
        ("type", Json::text("RegistryIssuerList")),
        ("version", Json::text("7")),
        ("validFrom", Json::text("2027-01-01T00:00:00Z")),
        ("issuers", Json::List(vec![issuer])),
    ]);
    let signed = sign(document.clone(), &registry_key(), signing(), Cryptosuite::JsonText).expect("signed");
    let Err(IssuerListProblem::Form(problems)) = SignedIssuerList::read(&bytes(&signed)) else { panic!("{signed}") };
    assert_eq!(problems.len(), 7, "{problems:#?}");
    let unsigned = SignedIssuerList::read(&bytes(&document));
    assert_eq!(unsigned, Err(IssuerListProblem::Proof(ProofProblem::Missing)));
}

//! What this program cannot read: nothing is known to be wrong with it, so it is never *Not valid*.

use super::*;
use crate::credential::baking::{PICTURE_BYTES_MAX, into_png, into_svg};
use crate::credential::contexts;
use crate::credential::json::{DOCUMENT_BYTES_MAX, DOCUMENT_DEPTH_MAX, DOCUMENT_VALUES_MAX};

/// The smallest PNG: one grey dot.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";
/// `{"alg":"EdDSA"}`, `{}`, and three bytes.
const TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.e30.c2ln";
const TOKEN_SENTENCE: &str =
    "It is a signed token (a JWT), which is not read here; this registry reads a JSON document with its proof inside";

/// One check ended so, and the verdict follows.
#[track_caller]
fn ends(file: &[u8], check: Check, outcome: Outcome, sentence: &str) {
    let report = verify(file, &facts(&[]), today());
    let found = report.checks().iter().find(|one| one.check == check).map(|one| (one.outcome, one.sentence.as_str()));
    assert_eq!(found, Some((outcome, sentence)), "{report:#?}");
    let verdict = if outcome == Outcome::Failed { Verdict::NotValid } else { Verdict::CouldNotCheck };
    assert_eq!(report.verdict(), verdict, "{report:#?}");
}

#[track_caller]
fn is_not_read(file: &[u8], sentence: &str) {
    ends(file, Check::Structure, Outcome::CouldNotCheck, sentence);
}

#[test]
fn a_token_is_named_wherever_it_stands() {
    for token in [TOKEN.to_owned(), format!("\n {TOKEN}\n"), format!("{TOKEN}~WyJ4Il0~"), format!("\u{feff}{TOKEN}")] {
        is_not_read(token.as_bytes(), TOKEN_SENTENCE);
    }
    is_not_read(&into_png(PNG, TOKEN).expect("PNG"), TOKEN_SENTENCE);
    is_not_read(into_svg("<svg></svg>", TOKEN).expect("SVG").as_bytes(), TOKEN_SENTENCE);
    let attribute = format!("<svg><openbadges:credential verify=\"{TOKEN}\"></openbadges:credential></svg>");
    is_not_read(attribute.as_bytes(), TOKEN_SENTENCE);
    let enveloped = Json::object([
        ("@context", Json::text(contexts::CREDENTIALS)),
        ("type", Json::text("EnvelopedVerifiableCredential")),
        ("id", Json::text(format!("data:application/vc+jwt,{TOKEN}"))),
    ]);
    is_not_read(&bytes(&enveloped), TOKEN_SENTENCE);
    // Three words with full stops between them are no token.
    let sentence = "It is not JSON: expected value at line 1 column 1";
    ends(b"www.example.org", Check::Structure, Outcome::Failed, sentence);
}

#[test]
fn an_older_badge_is_named() {
    let older = |version: &str, kind: &str| {
        bytes(&Json::object([
            ("@context", Json::text(format!("https://w3id.org/openbadges/v{version}"))),
            ("type", Json::text(kind)),
            ("id", Json::text("https://example.org/assertions/1")),
        ]))
    };
    let sentence = |version| format!("It is an Open Badges {version} assertion; this registry reads Open Badges 3.0");
    is_not_read(&older("2", "Assertion"), &sentence("2.0"));
    is_not_read(&older("1", "Assertion"), &sentence("1.1"));
    let other = "It is not a verifiable credential: its type does not say so";
    ends(&older("2", "BadgeClass"), Check::Structure, Outcome::Failed, other);
    let svg = b"<svg><openbadges:assertion verify=\"https://example.org/1\"/></svg>";
    let picture = "The picture holds a badge of Open Badges 2.0 or before; this registry reads Open Badges 3.0";
    is_not_read(svg, picture);
    for kind in [b"iTXt", b"tEXt"] {
        let mut chunk = kind.to_vec();
        chunk.extend_from_slice(b"openbadges\0\0\0\0\0https://example.org/1");
        let length = u32::try_from(chunk.len() - 4).expect("a length").to_be_bytes();
        let check = crc32fast::hash(&chunk).to_be_bytes();
        let (head, end) = PNG.split_at(PNG.len() - 12);
        is_not_read(&[head, &length, &chunk, &check, end].concat(), picture);
    }
}

#[test]
fn what_is_beyond_a_bound_was_not_looked_at() {
    let long = " ".repeat(DOCUMENT_BYTES_MAX + 1);
    is_not_read(long.as_bytes(), "It has 1048577 bytes; at most 1048576 are read");
    is_not_read("[".repeat(DOCUMENT_DEPTH_MAX + 1).as_bytes(), "It is nested more than 32 levels deep");
    let many = format!("[{}0]", "0,".repeat(DOCUMENT_VALUES_MAX));
    is_not_read(many.as_bytes(), "It holds more than 20000 values");
    let sentence = "The number 9007199254740993 is larger than every reader reads alike; at most 9007199254740991";
    is_not_read(b"9007199254740993", sentence);
    let picture = [PNG, &vec![0; PICTURE_BYTES_MAX]].concat();
    is_not_read(&picture, "The picture has 8388675 bytes; at most 8388608 are read");
    // These are wrong, however they are read.
    let sentence = "\"a\" stands twice in one object, so two readers may read two different things";
    ends(b"{\"a\":1,\"a\":2}", Check::Structure, Outcome::Failed, sentence);
    ends(PNG, Check::Structure, Outcome::Failed, "There is no credential in the picture");
    let bare = b"<?xml version=\"1.0\"?>\n<!-- a badge --><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    ends(bare, Check::Structure, Outcome::Failed, "There is no credential in the picture");
    let page = "It is a web page or other mark-up, and neither a document nor a picture; save the credential itself, and give that file";
    for text in ["<!DOCTYPE html>\n<html><body><svg/></body></html>", "<html>", "<"] {
        ends(text.as_bytes(), Check::Structure, Outcome::Failed, page);
    }
}

#[test]
fn two_proofs_are_not_read() {
    let other = issued(&Issuance { id: "urn:uuid:00000000-0000-4000-8000-000000000003".to_owned(), ..issuance() });
    let two = [sample().each_of("proof"), other.each_of("proof")].concat();
    let sentence = "It has 2 proofs; documents with one are read";
    ends(&bytes(&sample().with("proof", Json::List(two))), Check::Proof, Outcome::CouldNotCheck, sentence);
}

#[test]
fn a_name_by_language_is_not_read_and_not_wrong() {
    let german = || {
        Json::object([
            ("@value", Json::text("Abzeichen")),
            ("@language", Json::text("de")),
            ("@direction", Json::text("ltr")),
        ])
    };
    let sentence =
        "Its name is given by language, which the W3C allows and Open Badges 3.0 does not; it is not read here";
    let signed = sample().without("proof").with("name", german().without("@direction"));
    ends(&bytes(&resigned(signed, &collective_key())), Check::Schema, Outcome::CouldNotCheck, sentence);
    let unread = sample().each_of("proof")[0].clone().with("cryptosuite", Json::text("ecdsa-rdfc-2019"));
    for name in [german(), Json::List(vec![german(), german().without("@language")])] {
        let document = sample().with("name", name).with("proof", unread.clone());
        ends(&bytes(&document), Check::Schema, Outcome::CouldNotCheck, sentence);
    }
    // What is known to be wrong is said first, and decides.
    let wrong = sample().with("name", german()).with("awardedDate", Json::text("soon"));
    let report = verify(&bytes(&wrong), &facts(&[]), today());
    let schema = &report.checks()[1];
    assert_eq!((schema.outcome, report.verdict()), (Outcome::Failed, Verdict::NotValid), "{report:#?}");
    assert!(schema.sentence.starts_with("Its awardedDate is not"), "{schema:?}");
    for other in
        [Json::object([]), german().with("x", Json::Null), german().with("@value", Json::Null), Json::List(vec![])]
    {
        let report = verify(&bytes(&sample().with("name", other)), &facts(&[]), today());
        assert_eq!(report.outcome(Check::Schema), Outcome::Failed, "{report:#?}");
    }
}

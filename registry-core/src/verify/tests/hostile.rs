//! Documents made to do harm: whatever one holds, what is said of it stays short.

use super::*;
use crate::credential::json::DOCUMENT_BYTES_MAX;

/// The longest sentence of a report, in characters.
const SENTENCE_CHARACTERS_MAX: usize = 4_000;

/// A document's report, once every sentence of it was found to be short.
#[track_caller]
fn short(what: &str, file: &[u8], facts: &Facts) -> Report {
    assert!(file.len() <= DOCUMENT_BYTES_MAX, "{what}: {} bytes are not looked at", file.len());
    let report = verify(file, facts, today());
    for one in report.checks() {
        let length = one.sentence.chars().count();
        assert!(length <= SENTENCE_CHARACTERS_MAX, "{what}: {:?} says {length} characters", one.check);
    }
    report
}

/// An object of so many members that nothing knows, each with a key that long.
fn many(members: usize, long: usize) -> Json {
    let key = |number: usize| (format!("{number}{}", "𝄞".repeat(long)), Json::Number(1.into()));
    Json::Object((0..members).map(key).collect())
}

/// That value within so many organisations.
fn deep(levels: usize, value: &Json) -> Json {
    (0..levels).fold(Json::object([("image", value.clone())]), |inner, _| Json::object([("parentOrg", inner)]))
}

#[test]
fn no_document_makes_a_long_sentence_of_its_form_or_signature() {
    let hostile = [
        ("many keys", sample().with("issuer", deep(27, &many(19_800, 0)))),
        ("many long keys", sample().with("issuer", deep(27, &many(1_000, 80)))),
        ("one very long key", many(1, 200_000)),
        ("a very long key", sample().with("evidence", many(1, 200_000))),
        (
            "many undefined words",
            Json::Object([sample(), many(3_000, 60)].iter().flat_map(Json::members).flat_map(Clone::clone).collect()),
        ),
        (
            "many wrong identifiers",
            sample().with("issuer", Json::object([("otherIdentifier", Json::List(vec![many(30, 40); 30]))])),
        ),
        (
            "many wrong values",
            sample().with("evidence", Json::List((0..5_000).map(|one| Json::Number(one.into())).collect())),
        ),
        (
            "many contexts",
            sample().with("@context", Json::List((0..9).map(|_| Json::text("x".repeat(99_000))).collect())),
        ),
        (
            "long contexts",
            sample().with(
                "@context",
                Json::List([sample().each_of("@context"), &[Json::text("𝄞".repeat(9_000))]].concat()),
            ),
        ),
        ("another first context", sample().with("@context", Json::text("x".repeat(900_000)))),
        ("a long type", sample().with("type", Json::texts(["VerifiableCredential".to_owned(), "x".repeat(900_000)]))),
        ("a long issuer", sample().with("issuer", Json::text("x".repeat(900_000)))),
        ("many proofs", sample().with("proof", Json::List(vec![many(10, 10); 500]))),
    ];
    for (what, document) in hostile {
        let report = short(what, &bytes(&document), &facts(&[]));
        assert_ne!(report.verdict(), Verdict::Valid, "{what}: {report:#?}");
    }
    let of_proof = sample().each_of("proof")[0].clone();
    for key in ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue", "other"] {
        let proof = of_proof.clone().with(key, Json::text("x".repeat(900_000)));
        let report = short(key, &bytes(&sample().with("proof", proof)), &facts(&[]));
        assert_ne!(report.outcome(Check::Proof), Outcome::Passed, "{key}: {report:#?}");
    }
    let long = "x".repeat(900_000);
    for text in [
        format!("{{\"{long}\":1,\"{long}\":2}}").replacen(&long, &long[..400_000], 2),
        format!("{{\"{long}\":}}"),
        format!("\"{long}"),
        long.clone(),
        format!("1{}", "0".repeat(300)),
        format!("{}.5", "1".repeat(900_000)),
    ] {
        let report = short(&text[..20], text.as_bytes(), &facts(&[]));
        assert_eq!(report.checks().len(), Check::ALL.len());
    }
}

#[test]
fn no_signed_document_makes_a_long_sentence_of_its_issuer_dates_or_status() {
    let long = |text: &str| Json::text(format!("{text}{}", "x".repeat(50_000)));
    let issuer = sample().get("issuer").cloned().expect("issuer");
    let code = |kind: &str| {
        Json::List(vec![Json::object([
            ("type", Json::text("IdentifierEntry")),
            ("identifierType", Json::text(kind)),
            ("identifier", long("")),
        ])])
    };
    let entry = |number: usize| {
        Json::object([
            ("type", Json::text("BitstringStatusListEntry")),
            ("statusPurpose", if number == 0 { long("") } else { Json::text("revocation") }),
            ("statusListIndex", long("1")),
            (
                "statusListCredential",
                if number == 1 { long("urn:x:") } else { Json::text(format!("urn:x:{number}{}", "x".repeat(190))) },
            ),
        ])
    };
    let mut subject = sample().get("credentialSubject").cloned().expect("subject");
    let achievement = subject.get("achievement").cloned().expect("achievement");
    let achievement = achievement.with("version", long("")).with("otherIdentifier", code(badge::COURSE_CODE));
    subject = subject.with("achievement", achievement);
    let document = sample().without("proof").with("credentialSubject", subject);
    let document = document.with("validFrom", long("")).with("validUntil", long(""));
    let document = document.with("credentialStatus", Json::List((0..8).map(entry).collect()));
    let listed = resigned(document.clone(), &collective_key());
    let report = short("a listed issuer", &bytes(&listed), &facts(&[]));
    let seen = |check| (check, report.outcome(check));
    use Outcome::{CouldNotCheck, Failed, Passed};
    let checks = [Check::Issuer, Check::Dates, Check::Status, Check::CourseVersion].map(seen);
    let expected = [Passed, Failed, CouldNotCheck, CouldNotCheck];
    assert_eq!(checks.map(|(_, outcome)| outcome), expected, "{report:#?}");
    let other = document.with("issuer", issuer.with("otherIdentifier", code(badge::PROVIDER_CODE)));
    let report = short("another provider", &bytes(&resigned(other, &collective_key())), &facts(&[]));
    assert_eq!(report.outcome(Check::Issuer), Failed, "{report:#?}");
}

#[test]
fn what_is_wrong_in_many_places_is_said_up_to_a_number_and_that_there_is_more() {
    let wrong = sample().with("issuer", deep(27, &many(40, 80)));
    let report = short("many", &bytes(&wrong), &facts(&[]));
    let sentence = &report.checks()[1].sentence;
    assert_eq!(sentence.matches("; ").count(), 20, "{sentence}");
    assert!(sentence.ends_with("; and there is more"), "{sentence}");
    assert!(sentence.contains("its issuer.parentOrg … parentOrg.image.0𝄞"), "{sentence}");
    let undefined = Json::Object((0..25).map(|one| (format!("word{one:02}"), Json::text("x"))).collect());
    let members = [sample(), undefined].iter().flat_map(Json::members).flat_map(Clone::clone).collect();
    let report = short("undefined", &bytes(&Json::Object(members)), &facts(&[]));
    let sentence = &report.checks()[2].sentence;
    assert!(sentence.ends_with("no context defines \"word19\", so it is not signed and 5 more"), "{sentence}");
}

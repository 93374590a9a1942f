use crate::achievement::{Achievement, AqfStanding, DocumentKind};
use crate::aqf::AqfType;
use crate::credential::badge::{Issuance, IssueProblem, IssueWarning, StatusEntry, TitleShown, issue, problems};
use crate::credential::json::Json;
use crate::credential::sample::{LIST, SUSPENSIONS, achievement, collective_key, issuance, issued, moment, signing};
use crate::credential::statements::StatementProblem;
use crate::credential::status::Purpose;
use crate::credential::{proof::ProofProblem, usi::Usi};
use crate::sample::{day, read};

fn at<'a>(document: &'a Json, path: &str) -> &'a Json {
    path.split('.').fold(document, |json, key| match key.parse::<usize>() {
        Ok(index) => &json.each()[index],
        Err(_) => json.get(key).unwrap_or_else(|| panic!("{path}: no {key} in {json}")),
    })
}

#[track_caller]
fn says(document: &Json, path: &str, text: &str) {
    assert_eq!(at(document, path).as_text(), Some(text), "{path}");
}

#[test]
fn a_credential_says_exactly_what_was_earned() {
    let document = issued(&issuance());
    says(&document, "name", "Micro-credential: Supporting peers who self-harm");
    says(&document, "credentialSubject.achievement.version", "1.2.0");
    says(&document, "credentialSubject.achievement.achievementType", "MicroCredential");
    says(&document, "credentialSubject.achievement.otherIdentifier.0.identifier", "peer-support");
    says(&document, "issuer.otherIdentifier.0.identifier", "collective");
    assert_eq!(at(&document, "credentialSubject.creditsEarned").to_string(), "3.125");
    // What floats cannot be trusted with stands there as text.
    says(&document, "credentialSubject.achievement.alignment.1.targetCode", "3.125");
    let alignment = "Aligned to this level, not awarded at it. Agreed with the university.";
    says(&document, "credentialSubject.achievement.alignment.0.targetDescription", alignment);
    says(&document, "credentialStatus.statusListIndex", "94567");
    assert!(document.get("proof").is_some_and(|proof| matches!(proof, Json::List(proofs) if proofs.len() == 1)));
    assert!(matches!(document.get("credentialStatus"), Some(Json::Object(_))), "one status is an object, not a list");
}

#[test]
fn the_same_credential_is_always_the_same_bytes() {
    assert_eq!(issued(&issuance()).to_string(), issued(&issuance()).to_string());
}

#[test]
fn a_qualification_is_a_testamur_and_a_unit_a_statement_of_attainment() {
    let titled = |document, aqf| {
        let achievement = Achievement { document, aqf, ..achievement() };
        let issued = issue(&achievement, &issuance(), &collective_key(), signing()).expect("issued");
        at(&issued.document, "name").to_string()
    };
    let award = Some(AqfStanding::Awarded(AqfType::CertificateIv));
    assert_eq!(titled(DocumentKind::Testamur, award), "\"Testamur: Supporting peers who self-harm\"");
    let unit = titled(DocumentKind::StatementOfAttainment, None);
    assert_eq!(unit, "\"Statement of attainment: Supporting peers who self-harm\"");
}

#[test]
fn control_characters_are_not_signed() {
    let with = Issuance { holder_name: Some(" Alex\t\u{7}Invented\u{85}\n".to_owned()), ..issuance() };
    says(&issued(&with), "credentialSubject.identifier.0.identityHash", "Alex Invented");
}

#[test]
fn an_issuer_is_warned_past_thirty_days() {
    let issued = |completed| {
        let issuance = Issuance { completed: day(completed), ..issuance() };
        issue(&achievement(), &issuance, &collective_key(), signing()).expect("issued").warnings
    };
    assert_eq!(issued("2027-01-02"), []);
    assert_eq!(issued("2027-01-01"), [IssueWarning::Late { days: 31 }]);
    let said = issued("2027-01-01")[0].to_string();
    assert_eq!(said, "it is issued 31 days after completion; providers must issue within 30");
}

#[test]
fn everything_that_bars_issuing_is_said_at_once() {
    let entry = |list: &str| StatusEntry { list: list.to_owned(), index: 1, purpose: Purpose::Revocation };
    let wrong = Issuance {
        id: "seven".to_owned(),
        title: TitleShown::Neutral,
        completed: day("2027-02-02"),
        result: Some("Distinction".to_owned()),
        valid_until: Some(moment("2027-02-01T00:00:00Z")),
        holder_name: Some("\t".to_owned()),
        status: vec![entry(LIST), entry(SUSPENSIONS)],
        ..issuance()
    };
    let attended = Achievement { assessed: false, neutral_title: None, ..achievement() };
    let problems = issue(&attended, &wrong, &collective_key(), signing()).expect_err("problems");
    let until = moment("2027-02-01T00:00:00Z");
    assert_eq!(
        problems,
        [
            IssueProblem::NoNeutralTitle("Supporting peers who self-harm".to_owned()),
            IssueProblem::NotCompleted { completed: day("2027-02-02"), issued: day("2027-02-01") },
            IssueProblem::EndsBefore { from: until, until },
            IssueProblem::NotAssessed("Distinction".to_owned()),
            IssueProblem::Name(0),
            IssueProblem::StatusTwice("revocation"),
            IssueProblem::Proof(ProofProblem::Statements(vec![StatementProblem::NotWhole("seven".to_owned())])),
        ]
    );
}

/// In the afternoon of UTC it is the next day where the registry is, and that is the day its people know.
#[test]
fn days_are_said_as_they_are_where_the_registry_is() {
    let now = moment("2026-11-26T21:00:00Z");
    let wrong = Issuance {
        completed: day("2026-11-28"),
        valid_from: now,
        valid_until: Some(moment("2026-11-02T00:00:00Z")),
        ..issuance()
    };
    let said: Vec<_> = problems(&achievement(), &wrong, now).iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "the learning was completed on 28 November 2026 and is issued on 27 November 2026; issue it once it is completed",
            "its last day, 1 November 2026, is over when it begins, on 27 November 2026; give a later day",
        ]
    );
}

#[test]
fn a_name_shows_something_and_turns_nothing_around() {
    let found = |name: &str| {
        let one = Issuance { holder_name: Some(name.to_owned()), ..issuance() };
        problems(&achievement(), &one, signing())
    };
    assert_eq!(found("\u{200B}"), [IssueProblem::Name(0)]);
    assert_eq!(found("Ada \u{202E}eeL"), [IssueProblem::NameTurned('\u{202E}')]);
    assert_eq!(found("\u{05E9}\u{05E8}\u{05D4} Lee"), []);
}

/// A USI is checked where it is given and goes no further: the type that holds it can be neither written nor compared
/// with a document, and no argument of issuing takes one.
#[test]
fn no_usi_is_in_a_credential() {
    let usi: Usi = read("BNGH7C75FN");
    let shown = format!("{usi:?}");
    assert!(!shown.contains("BNGH") && !issued(&issuance()).to_string().contains("BNGH7C75FN"));
}

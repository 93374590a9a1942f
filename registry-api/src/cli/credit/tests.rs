//! The pages and the data, on a small catalogue made by hand and on the built-in one.

use chrono::NaiveDate;
use registry_core::learner_record::{Held, LearnerRecord, LearnerRecordParts};
use registry_core::rpl::{Claimed, RplClaim, RplStatus};
use registry_core::source::Provenance;
use serde_json::Value;

use super::fixture::snapshot;
use super::text::Asked;
use super::{data, text};
use crate::cli::Exit;
use crate::cli::page::WIDTH;
use crate::cli::tests::{file, ran};
use crate::ops::count_credit::{self, count_credit as count_one};

/// The day on which everything is asked.
fn today() -> NaiveDate {
    "2027-02-01".parse().expect("a day")
}

fn course(code: &str) -> Held {
    let (course, version) = (code.parse().expect(code), "1.0.0".parse().expect("a version"));
    Held::Course { course, version, completed: "2026-06-01".parse().expect("a day") }
}

fn claim(code: &str, status: RplStatus) -> RplClaim {
    let (course, version) = (code.parse().expect(code), "1.0.0".parse().expect("a version"));
    RplClaim { of: Claimed::Course { course, version }, status, evidence: Vec::new() }
}

fn record(held: Vec<Held>, rpl: Vec<RplClaim>) -> LearnerRecord {
    LearnerRecord::new(LearnerRecordParts { held, rpl, ..LearnerRecordParts::empty(today()) }).expect("a record")
}

/// Four units, one of them recognised, one replaced and not equivalent, two claims that are not granted.
fn units() -> LearnerRecord {
    let on = "2027-01-10".parse().expect("a day");
    record(
        ["CHCPWK001", "CHCPWK004", "CHCOLD001", "first-aid"].map(course).into(),
        vec![
            claim("CHCPWK002", RplStatus::Granted { on }),
            claim("CHCPWK003", RplStatus::Claimed { on }),
            claim("CHCMHS001", RplStatus::Refused { on }),
        ],
    )
}

/// Nine of the suite, and the diploma.
fn suite() -> LearnerRecord {
    let mut held: Vec<Held> = (1..=9).map(|number| course(&format!("suite-{number}"))).collect();
    let (qualification, completed) = ("CHC53315".parse().expect("a code"), "2020-06-01".parse().expect("a day"));
    held.push(Held::Qualification { qualification, completed });
    record(held, Vec::new())
}

/// Compares a page with its reviewed file, or writes the file when `UPDATE_SNAPSHOTS` is set.
#[track_caller]
fn reviewed(name: &str, page: &str) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/it/snapshots/credit");
    let path = std::path::Path::new(folder).join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, page).expect("the folder can be written");
    }
    assert!(page.lines().all(|line| line.chars().count() <= WIDTH), "{name} is wider than a page:\n{page}");
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(known == page, "{name} differs; UPDATE_SNAPSHOTS=1 writes it anew, read what changes:\n{page}");
}

fn towards(code: &str, record: &LearnerRecord) -> String {
    let at = snapshot();
    let asked = Asked { catalogue: at.catalogue(), name: None, at: today() };
    let ledger = count_one(&at, record, &code.parse().expect(code), today()).expect("an award");
    text::ledger(asked, &ledger, &count_credit::claims_without_evidence(&at, record))
}

#[test]
fn a_ledger_of_units_reads_aloud() {
    reviewed("made-up-units", &towards("CHC43515", &units()));
}

#[test]
fn a_ledger_of_points_with_limits_reads_aloud() {
    reviewed("made-up-points", &towards("graduate-certificate", &suite()));
}

#[test]
fn a_block_towards_a_degree_of_unknown_size_reads_aloud() {
    reviewed("made-up-block", &towards("degree", &suite()));
}

#[test]
fn an_award_that_is_held_and_one_that_nothing_counts_towards_are_said_at_once() {
    let held = towards("CHC53315", &suite());
    assert!(held.contains("You hold Diploma of Mental Health. There is nothing left to do for it.\n"), "{held}");
    assert!(!held.contains("Ask before you enrol"), "{held}");
    let nothing = towards("graduate-certificate", &record(vec![course("first-aid")], Vec::new()));
    let said = "Nothing in this record counts towards Graduate Certificate yet. Left to do: 50\npoints.\n";
    assert!(nothing.contains(said), "{nothing}");
    assert!(nothing.contains("   - First aid: no rule of this award names it.\n"), "{nothing}");
}

#[test]
fn closest_ladder_and_comparison_read_aloud() {
    let at = snapshot();
    let asked = Asked { catalogue: at.catalogue(), name: Some("Kim (invented)"), at: today() };
    reviewed("made-up-closest", &text::closest(asked, &count_credit::closest(&at, &units(), today())));
    reviewed("made-up-ladder", &text::ladder(asked, &count_credit::ladder(&at, &suite(), today())));
    let codes = ["graduate-certificate", "degree", "CHC53315"].map(|code| code.parse().expect(code));
    let compared = count_credit::compare(&at, &suite(), &codes, today()).expect("awards");
    reviewed("made-up-comparison", &text::compared(asked, &compared));
}

#[test]
fn the_nearest_award_stands_first() {
    let at = snapshot();
    let suite = (1..=8).map(|number| course(&format!("suite-{number}")));
    let held = suite.chain(["CHCPWK001", "CHCPWK004"].map(course)).collect();
    let found = count_credit::closest(&at, &record(held, Vec::new()), today());
    let page = text::closest(Asked { catalogue: at.catalogue(), name: None, at: today() }, &found);
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not in {page}"));
    assert!(place("1. Graduate Certificate") < place("2. Certificate IV in Mental Health Peer Work"), "{page}");
}

/// What is read aloud is in sentences of at most 25 words, and says no "of" twice.
#[test]
fn no_sentence_of_a_ledger_is_longer_than_a_breath() {
    use registry_core::recognition::words;
    let at = snapshot();
    let catalogue = at.catalogue();
    for record in [units(), suite()] {
        for code in ["CHC43515", "graduate-certificate", "degree"] {
            let ledger = count_one(&at, &record, &code.parse().expect(code), today()).expect("an award");
            let mut said = vec![words::verdict(catalogue, &ledger)];
            said.extend(ledger.lines.iter().map(|line| words::line(catalogue, line)));
            said.extend(ledger.not_counted.iter().map(words::not_counted));
            said.extend(ledger.limits.iter().map(|limit| words::limit(&ledger, limit)));
            said.extend(words::remaining(&ledger));
            said.extend(ledger.report.iter().map(|line| words::report_line(catalogue, line)));
            for sentence in said.iter().flat_map(|text| text.split(". ")) {
                let count = sentence.split_whitespace().count();
                assert!(count <= 25, "{count} words: {sentence}");
                assert!(!sentence.contains("of of"), "{sentence}");
            }
        }
    }
}

/// Every field of an answer, however deep, by its name.
fn fields(data: &Value) -> Vec<String> {
    match data {
        Value::Object(object) => {
            object.iter().flat_map(|(name, value)| [vec![name.clone()], fields(value)].concat()).collect()
        }
        Value::Array(values) => values.iter().flat_map(fields).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_data_has_the_fields_that_are_documented() {
    let at = snapshot();
    let catalogue = at.catalogue();
    let of = |code: &str, record: &LearnerRecord| {
        let ledger = count_one(&at, record, &code.parse().expect(code), today()).expect("an award");
        data::ledger(catalogue, &ledger, &count_credit::claims_without_evidence(&at, record))
    };
    let codes = ["degree"].map(|code| code.parse().expect(code));
    let compared = count_credit::compare(&at, &suite(), &codes, today()).expect("awards");
    let answers = [
        of("CHC43515", &units()),
        of("graduate-certificate", &suite()),
        data::closest(catalogue, &count_credit::closest(&at, &suite(), today())),
        data::ladder(catalogue, &count_credit::ladder(&at, &suite(), today())),
        data::compared(catalogue, &compared),
    ];
    let documented = include_str!("../../../../docs/COMMAND_LINE.md");
    let (_, documented) = documented.split_once("## What `credit --json` writes").expect("the section");
    for answer in answers {
        let data: Value = serde_json::from_str(&answer.expect("data")).expect("JSON");
        for name in fields(&data) {
            assert!(documented.contains(&format!("`{name}`")), "{name} is not in docs/COMMAND_LINE.md");
        }
    }
}

#[test]
fn the_data_keeps_each_standing_apart_and_is_exact() {
    let at = snapshot();
    let code = "graduate-certificate".parse().expect("a code");
    let ledger = count_one(&at, &suite(), &code, today()).expect("an award");
    let data = data::ledger(at.catalogue(), &ledger, &[]).expect("data");
    let data: Value = serde_json::from_str(&data).expect("JSON");
    let ledger = &data["ledger"];
    assert_eq!((&data["answer"], &ledger["measure"]), (&"credit".into(), &"points".into()));
    assert_eq!((&ledger["totals"]["guaranteed"], &ledger["totals"]["discretionary"]), (&"0".into(), &"25".into()));
    assert_eq!(ledger["report"][0]["eftsl"]["thousandths"], 250);
    let reasons = ledger["not_counted"].as_array().expect("a list").iter().map(|not| &not["reason"]);
    assert_eq!(reasons.collect::<Vec<_>>(), ["no-rule", "series-incomplete"]);
}

/// What a provider reports: a line for each basis, source provider and standing, in thousandths of a year (TCSI E560, E561
/// and E566), as data.
#[test]
fn the_data_has_a_line_for_each_basis_and_source_provider_in_thousandths() {
    let at = crate::made_up::reported(&Provenance::Invented);
    let held = ["a", "b", "c", "d"].map(|code| Held::Qualification {
        qualification: code.parse().expect(code),
        completed: "2026-06-01".parse().expect("a day"),
    });
    let ledger = count_one(&at, &record(held.into(), Vec::new()), &"degree".parse().expect("a code"), today());
    let data = data::ledger(at.catalogue(), &ledger.expect("an award"), &[]).expect("data");
    let data: Value = serde_json::from_str(&data).expect("JSON");
    let line = |basis: &str, from: Option<&str>, standing: &str, points: &str, (thousandths, rounded): (u32, bool)| {
        serde_json::json!({ "basis": basis, "from_provider": from, "standing": standing, "points": points,
            "eftsl": { "thousandths": thousandths, "rounded": rounded } })
    };
    let mut report = data["ledger"]["report"].clone();
    for line in report.as_array_mut().expect("a list") {
        let words = line.as_object_mut().and_then(|line| line.remove("words"));
        assert!(words.is_some_and(|words| words.is_string()));
    }
    assert_eq!(
        report,
        serde_json::json!([
            line("credit-transfer", Some("tafe"), "guaranteed", "45", (375, false)),
            line("rpl", None, "guaranteed", "7.5", (62, true)),
            line("credit-transfer", Some("tafe"), "by-application", "30", (250, false)),
        ])
    );
}

/// A claim says which outcomes nothing shows yet, on the page and as data.
#[tokio::test]
async fn a_claim_says_which_outcomes_have_no_evidence_yet() {
    let profile = file(
        "credit-claims.toml",
        "[profile]\nexperience_months = 30\nemployment = \"employed\"\nhours_per_week = 4\nearliest_start = \
         \"2027-02-01\"\nrpl = [{ course = \"suite-peer-support\", version = \"1.0.0\", status = \
         \"planned\", evidence = [{ kind = \"artefact\", reference = \"session-plan\", outcomes = [1] }] }]\n",
    );
    let line = ["credit", "--profile", &profile, "--towards", "graduate-certificate"];
    let page = ran(&line).await;
    assert_eq!(page.err, "");
    assert!(page.out.contains("Your claims of prior learning"), "{}", page.out);
    assert!(page.out.contains("Peer support: planned. No evidence yet for outcomes 2,"), "{}", page.out);
    let data = ran(&[&line[..], &["--json"]].concat()).await;
    let data: Value = serde_json::from_str(&data.out).expect("JSON");
    let claim = &data["claims"][0];
    assert_eq!((&claim["code"], &claim["status"]), (&"suite-peer-support".into(), &"planned".into()));
    assert_eq!(claim["without_evidence"][0]["number"], 2);
    assert_eq!(claim["no_evidence"], false);
}

#[tokio::test]
async fn the_exit_code_says_whether_anything_counts() {
    let nobody = file(
        "credit-nobody.toml",
        "[profile]\nexperience_months = 0\nemployment = \"not-employed\"\nhours_per_week = 4\n",
    );
    let one = file(
        "credit-one.toml",
        "[profile]\nexperience_months = 0\nemployment = \"not-employed\"\nhours_per_week = 4\nearliest_start = \
         \"2027-02-01\"\nheld = [{ qualification = \"CHC53315\", completed = \"2026-06-01\" }]\n",
    );
    for (profile, question, exit) in [
        (&nobody, vec!["--towards", "CHC53315"], Exit::AnsweredNo),
        (&nobody, vec!["--closest"], Exit::AnsweredNo),
        (&one, vec!["--towards", "CHC53315"], Exit::Answered),
        (&one, vec!["--closest", "--json"], Exit::Answered),
        (&one, vec!["--ladder"], Exit::Answered),
        (&one, vec!["--compare", "CHC43515, CHC53315"], Exit::Answered),
    ] {
        let line = [vec!["credit", "--profile", profile], question].concat();
        let ran = ran(&line).await;
        assert_eq!((ran.exit, ran.err.as_str()), (exit, ""), "{line:?}");
        assert!(!ran.out.is_empty(), "{line:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_said_with_what_to_do() {
    let profile = file(
        "credit-asks.toml",
        "[profile]\nexperience_months = 0\nemployment = \"not-employed\"\nhours_per_week = 4\n",
    );
    let eleven = (1..=11).map(|number| format!("a{number}")).collect::<Vec<_>>().join(",");
    for (question, said) in [
        (
            vec!["--towards", "CHC43516"],
            "--towards names qualification CHC43516, which is not in the catalogue; did you mean CHC43515?\n",
        ),
        (
            vec!["--compare", "CHC43516,nothing-like-it"],
            "--compare names qualification CHC43516, which is not in the catalogue; did you mean CHC43515?\n\
             --compare names qualification nothing-like-it, which is not in the catalogue; correct the code\n",
        ),
        (vec!["--compare", "CHC43515,CHC43515"], "--compare: CHC43515 is in the list twice; give it once\n"),
        (vec!["--compare", &eleven], "--compare: the list has 11 codes; at most 10 are compared\n"),
    ] {
        let line = [vec!["credit", "--profile", &profile], question].concat();
        let ran = ran(&line).await;
        assert_eq!((ran.exit, ran.err.as_str(), ran.out.as_str()), (Exit::ToCorrect, said, ""), "{line:?}");
    }
    let ran = ran(&["credit", "--profile", &profile]).await;
    assert_eq!(ran.exit, Exit::ToCorrect);
    assert!(ran.err.contains("--towards <QUALIFICATION>"), "{}", ran.err);
}

//! Claims of prior learning in profile files.

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;

use super::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, 1).expect("a day")
}

/// Breaks the fixture and expects these problems, each from the line on which its first text stands on.
#[track_caller]
fn check(old: &str, new: &str, problems: &[(&str, &str)]) {
    let text = PERSON.replacen(old, new, 1);
    assert_ne!(text, PERSON, "{old} is not in the fixture");
    let catalogue = Catalogue::build(everything()).expect("sound");
    let found = read_known_profile(&file(&text), today(), None, &catalogue).expect_err("broken").of_file;
    let line = |at: &str| text.lines().position(|line| line.contains(at)).expect(at) + 1;
    let wanted: Vec<_> = problems.iter().map(|(at, problem)| format!("a.toml:{}: {problem}", line(at))).collect();
    // What only the catalogue shows is said without the entry, which there is but one of.
    let found: Vec<_> = lines(&found).iter().map(|problem| problem.replacen("profile: ", "", 1)).collect();
    assert_eq!(found, wanted, "{old} -> {new}");
}

#[test]
fn a_claim_names_what_the_catalogue_has() {
    let claim = "{ course = \"suite-super";
    check(
        "course = \"suite-supervision\"",
        "course = \"suite-supervison\"",
        &[(
            claim,
            "rpl names suite-supervison, a course that is not in the catalogue; did you mean suite-supervision?",
        )],
    );
    check(
        "\"suite-supervision\", version = \"1.0.0\"",
        "\"suite-supervision\", version = \"2.0.0\"",
        &[(claim, "rpl names version 2.0.0 of suite-supervision, whose versions are 1.0.0")],
    );
    check(
        "role = \"peer-support-worker\"",
        "role = \"peer-worker\"",
        &[("peer-worker", "rpl names peer-worker, a role that is not in the catalogue; correct the code")],
    );
    check(
        "\"statement-2026-11\", outcomes = [1]",
        "\"statement-2026-11\", outcomes = [1, 2]",
        &[("[1, 2]", "rpl names outcome 2 of suite-supervision 1.0.0, which has 1 outcome; correct the number")],
    );
    check(
        "{ course = \"workshop-values\", version = \"1.0.0\", status = \"planned\" }",
        "{ course = \"workshop-values\", version = \"1.0.0\", status = \"planned\", evidence = [{ kind = \"artefact\", reference = \"a\", outcomes = [1] }] }",
        &[(
            "reference = \"a\"",
            "rpl names outcome 1 of workshop-values 1.0.0, which has no outcomes; correct the number",
        )],
    );
}

#[test]
fn a_claim_may_be_of_a_whole_qualification() {
    let planned = "{ course = \"workshop-values\", version = \"1.0.0\", status = \"planned\" }";
    check(
        planned,
        "{ qualification = \"GC-MHX\", status = \"planned\" }",
        &[("GC-MHX", "rpl names GC-MHX, a qualification that is not in the catalogue; did you mean GC-MH?")],
    );
    check(
        planned,
        "{ qualification = \"GC-MH\", version = \"1.0.0\", status = \"planned\" }",
        &[(
            "GC-MH\", version",
            "rpl#2.course or version stands beside qualification; claim one of the two, and the other in a claim of its own",
        )],
    );
    check(
        planned,
        "{ qualification = \"GC-MH\", status = \"planned\", evidence = [{ kind = \"artefact\", reference = \"a\", outcomes = [3] }] }",
        &[(
            "outcomes = [3]",
            "evidence of the claim of GC-MH is for outcome 3, and a qualification has none here; leave the outcomes out, and it is for all of it",
        )],
    );
}

#[test]
fn a_granted_claim_is_looked_up_once() {
    check(
        "\"suite-supervision\", version = \"1.0.0\", status = \"claimed\"",
        "\"suite-supervision\", version = \"2.0.0\", status = \"granted\"",
        &[("granted", "rpl names version 2.0.0 of suite-supervision, whose versions are 1.0.0")],
    );
}

#[test]
fn the_days_of_a_claim_agree_with_its_status_and_with_one_another() {
    let claim = "{ course = \"suite-supervision\"";
    check(
        "status = \"claimed\", on = \"2026-12-01\"",
        "status = \"claimed\"",
        &[(claim, "rpl#1.on is missing beside status = \"claimed\"; add the day")],
    );
    check(
        "status = \"claimed\"",
        "status = \"planned\"",
        &[(claim, "rpl#1.on stands beside status = \"planned\"; take the day away, or say what happened on it")],
    );
    check(
        "on = \"2026-12-01\"",
        "on = \"2027-12-01\"",
        &[(
            claim,
            "the answer of the claim of suite-supervision is on 2027-12-01, after 2027-02-01, the day this is said for; correct one of the two",
        )],
    );
    check(
        "on = \"2026-11-30\"",
        "on = \"2027-11-30\"",
        &[(
            "2027-11-30",
            "evidence of the claim of suite-supervision is on 2027-11-30, after 2027-02-01, the day this is said for; correct one of the two",
        )],
    );
    check(
        "until = \"2026-11-27\"",
        "until = \"2024-11-27\"",
        &[(
            "2024-11-27",
            "work shown for the claim of suite-supervision ends on 2024-11-27, before it begins on 2025-01-06",
        )],
    );
}

#[test]
fn one_course_is_claimed_once_and_not_held_too() {
    check(
        "{ course = \"workshop-values\", version = \"1.0.0\", status",
        "{ course = \"suite-supervision\", version = \"1.0.0\", status",
        &[("status = \"planned\"", "suite-supervision is claimed twice; give one claim with all its evidence")],
    );
    check(
        "{ course = \"workshop-values\", version = \"1.0.0\", status",
        "{ course = \"suite-peer-support\", version = \"1.1.0\", status",
        &[("status = \"planned\"", "suite-peer-support is held and claimed; take the claim away")],
    );
}

#[test]
fn evidence_is_one_of_three_kinds_and_tells_no_story() {
    check(
        "kind = \"artefact\"",
        "kind = \"letter\"",
        &[(
            "letter",
            "rpl#1.evidence#3.kind is \"letter\"; write one of \"work\", \"supervisor-statement\", \"artefact\"",
        )],
    );
    check(
        "reference = \"session-plan\"",
        "reference = \"plan for Kim\"",
        &[(
            "plan for Kim",
            "rpl#1.evidence#3.reference: \"plan for Kim\" is not a reference; write 1 to 40 letters, digits, hyphens, full stops or underscores, such as \"statement-2026-03\", and nothing about health",
        )],
    );
    check(
        "reference = \"session-plan\"",
        "reference = \"session-plan\", diagnosis = \"none\"",
        &[("diagnosis", "rpl#1.evidence#3.diagnosis is not a key here; take it away")],
    );
    check("hours = 400, ", "", &[("kind = \"work\"", "rpl#1.evidence#1.hours is missing; add it")]);
    check(
        "outcomes = [1] },\n    { kind = \"supervisor",
        "outcomes = [0, 1, 1] },\n    { kind = \"supervisor",
        &[
            ("[0, 1, 1]", "rpl#1.evidence#1.outcomes#1 is 0; write a whole number from 1 to 1000"),
            ("[0, 1, 1]", "rpl#1.evidence#1.outcomes#3: this stands twice in the list; write it once"),
        ],
    );
}

/// The planner looks claims up itself, whoever reads them, and a granted one not as something held.
#[test]
fn a_request_looks_its_claims_up_and_finds_their_lines() {
    let text = PERSON.replacen(
        "\"suite-supervision\", version = \"1.0.0\", status = \"claimed\"",
        "\"suite-supervision\", version = \"2.0.0\", status = \"granted\"",
        1,
    );
    let profile = read_profile(&file(&text), today(), None).expect("readable");
    let catalogue = Catalogue::build(everything()).expect("sound");
    let found: Vec<_> = profile.request.problems(&catalogue);
    let said: Vec<_> = found.iter().map(|problem| (profile.locate(problem), problem.to_string())).collect();
    let line = text.lines().position(|line| line.contains("granted")).and_then(|at| u32::try_from(at + 1).ok());
    let problem = "rpl names version 2.0.0 of suite-supervision, whose versions are 1.0.0".to_owned();
    assert_eq!(said, [(line, problem)]);
}

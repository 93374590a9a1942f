//! Profile files.

use chrono::NaiveDate;
use registry_core::catalogue::{Catalogue, EntryRef};
use registry_core::enrolment::Enrolment;
use registry_core::learner_record::{Employment, PartnerRelease};
use registry_core::pathway::request::{Goal, Limits, Request, RequestProblem, Wish};
use registry_core::rpl::{EvidenceKind, RplStatus};
use registry_core::source::Provenance;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

fn read(text: &str) -> Result<Profile, Vec<Problem>> {
    read_profile(&file(text), day("2027-01-01"), None)
}

/// Replaces the first `old` of the fixture by `new` and expects exactly these problems, each from its line on.
#[track_caller]
fn check(old: &str, new: &str, problems: &[&str]) {
    let text = PERSON.replacen(old, new, 1);
    assert_ne!(text, PERSON, "{old} is not in the fixture");
    let found = lines(&read(&text).expect_err("broken"));
    let wanted: Vec<_> = problems.iter().map(|problem| format!("a.toml:{problem}")).collect();
    assert_eq!(found, wanted, "{old} -> {new}");
}

#[test]
fn every_answer_of_the_fixture_is_read() {
    let profile = read(PERSON).expect("sound");
    assert!(profile.invented);
    let person = profile.person.as_ref().expect("a person");
    assert_eq!(person.name, "Amira");
    assert!(matches!(person.provenance, Provenance::Document { .. }));
    let Request { record, goal, limits, wishes, objectives } = &profile.request;
    assert!(objectives.is_empty());
    assert_eq!(goal.to_string(), "tier:3");
    assert_eq!(record.as_at(), day("2027-02-01"));
    assert_eq!(record.experience_months(), 6);
    assert_eq!(record.employment(), Employment::Starting { from: day("2027-06-01") });
    assert_eq!(record.partner_release(), PartnerRelease::Agreed);
    assert_eq!((record.supervision().len(), record.held().len()), (1, 2));
    assert_eq!(record.placement().minutes(), 80 * 60);
    let enrolled: Vec<_> = record.enrolled().iter().map(|one| (one.code(), one.ends().to_string())).collect();
    let named = |code, ends: &str| (code, ends.to_owned());
    assert_eq!(
        enrolled,
        [
            named("peer-support-2027", "2027-03-05"),
            named("suite-supervision", "2027-06-30"),
            named("GC-MH", "2028-11-30")
        ]
    );
    let Enrolment::Course { takes, .. } = &record.enrolled()[1] else { panic!("a course") };
    assert_eq!((takes.hours_per_week.minutes(), takes.days), (90, 1));
    assert_eq!(limits.earliest_start, day("2027-02-01"));
    assert_eq!(limits.deadline, Some(day("2029-12-31")));
    assert_eq!(limits.hours_per_week.minutes(), 330);
    assert_eq!(limits.days_per_year, Some(3));
    assert_eq!(limits.budget_per_year.map(|budget| budget.cents()), Some(50_000));
    assert_eq!((limits.funding.len(), limits.regions.len(), limits.modes.len(), limits.exclude.len()), (1, 1, 2, 1));
    assert!(limits.perspective.is_some());
    let [claimed, planned] = record.rpl() else { panic!("two claims") };
    assert_eq!((claimed.status, planned.status), (RplStatus::Claimed { on: day("2026-12-01") }, RplStatus::Planned));
    let [work, statement, artefact] = claimed.evidence.as_slice() else { panic!("three pieces") };
    let EvidenceKind::Work { role, hours, from, until } = &work.kind else { panic!("work") };
    assert_eq!(role.as_ref().map(|role| role.as_str()), Some("peer-support-worker"));
    assert_eq!((hours.minutes(), *from, *until), (400 * 60, day("2025-01-06"), day("2026-11-27")));
    assert_eq!((statement.kind.last_day(), artefact.kind.last_day()), (Some(day("2026-11-30")), None));
    assert_eq!((&work.outcomes, artefact.outcomes.len()), (&vec![1], 0));
    assert_eq!((wishes.led, wishes.developed, wishes.delivered), (Wish::Prefer, Wish::Only, Wish::Prefer));
}

#[test]
fn the_least_profile_starts_today_with_no_limit_but_hours() {
    let least =
        "[profile]\ngoal = \"tier:1\"\nexperience_months = 0\nemployment = \"not-employed\"\nhours_per_week = 4\n";
    let profile = read(least).expect("sound");
    assert_eq!(profile.request.limits.earliest_start, day("2027-01-01"));
    assert_eq!(profile.request.record.as_at(), day("2027-01-01"));
    assert_eq!(profile.request.limits, Limits::open(day("2027-01-01"), profile.request.limits.hours_per_week));
    assert!(!profile.invented && profile.person.is_none());
}

#[test]
fn a_goal_of_the_command_line_stands_for_the_files() {
    let given: Goal = "role:advocate".parse().expect("a goal");
    let profile = read_profile(&file(PERSON), day("2027-01-01"), Some(given.clone())).expect("sound");
    assert_eq!(profile.request.goal, given);
    assert_eq!(profile.lines.get("goal"), None);
    assert_eq!(profile.lines.get("deadline"), Some(&12));
    let without = PERSON.replace("goal = \"tier:3\"\n", "");
    assert!(read_profile(&file(&without), day("2027-01-01"), Some(given)).is_ok());
}

#[test]
fn problems_of_the_request_are_found_on_their_lines() {
    let text = PERSON
        .replace("suite-peer-support\", version = \"1.0.0", "suite-peer-support\", version = \"9.0.0")
        .replace("[\"melbourne-metro\"]", "[\n  \"melbourne-metro\",\n  \"perth\",\n]")
        .replace("tier:3", "tier:4");
    let catalogue = Catalogue::build(everything()).expect("sound");
    let profile = read(&text).expect("readable");
    let problems = profile.request.problems(&catalogue);
    let found: Vec<_> = problems.iter().map(|problem| (profile.locate(problem), problem.to_string())).collect();
    let line = |wanted: &str| text.lines().position(|line| line.contains(wanted)).map(|at| at as u32 + 1);
    assert_eq!(
        found,
        [
            (line("tier:4"), "goal names 4, a tier that is not in the catalogue; correct the code".to_owned()),
            (
                line("9.0.0"),
                "held names version 9.0.0 of suite-peer-support, whose versions are 1.0.0, 1.1.0".to_owned()
            ),
            (line("perth"), "regions names perth, a region that is not in the catalogue; correct the code".to_owned()),
        ]
    );
    let unsaid =
        RequestProblem::Unknown { field: "supervision", target: EntryRef::new("course", "x"), hint: String::new() };
    assert_eq!(profile.locate(&unsaid), line("supervision ="));
}

/// Replaces texts of the fixture and expects exactly these problems of it and the catalogue.
#[track_caller]
fn check_known(changes: &[(&str, &str)], problems: &[&str]) {
    let mut text = PERSON.to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "{old} is not in the fixture");
        text = text.replacen(old, new, 1);
    }
    let catalogue = Catalogue::build(everything()).expect("sound");
    let refused = read_known_profile(&file(&text), day("2027-01-01"), None, &catalogue).expect_err("broken");
    let wanted: Vec<_> = problems.iter().map(|problem| format!("a.toml:{problem}")).collect();
    assert_eq!(lines(&refused.of_file), wanted, "{changes:?}");
}

#[test]
fn what_is_wrong_with_something_under_way_is_found_on_its_line() {
    check_known(
        &[("offering = \"peer-support-2027\"", "offering = \"peer-support-2028\"")],
        &[
            "43: enrolled names peer-support-2028, an offering that is not in the catalogue; did you mean peer-support-2027?",
        ],
    );
    check_known(
        &[("ends = \"2027-06-30\"", "ends = \"2027-01-31\"")],
        &[
            "44: profile: suite-supervision ended on 2027-01-31, before 2027-02-01, the day this is said for; if it was completed, it is held",
        ],
    );
    check_known(
        &[("ends = \"2027-03-05\"", "ends = \"2027-02-15\"")],
        &["43: peer-support-2027 starts on 2027-03-01, after 2027-02-15, the day it is said to end; correct the day"],
    );
    check_known(
        &[("version = \"1.0.0\", completed", "version = \"1.1.0\", completed")],
        &["43: peer-support-2027 is both held and under way; take it off one of the two"],
    );
    check_known(
        &[("qualification = \"GC-MH\"", "qualification = \"GC-MH\", offering = \"peer-support-2027\"")],
        &["45: profile: enrolled#3: it names more than one of offering, course and qualification; make several of it"],
    );
}

#[test]
fn one_thing_under_way_twice_is_refused_where_it_stands_again() {
    check_known(
        &[("qualification = \"GC-MH\"", "course = \"suite-peer-support\", version = \"1.1.0\"")],
        &["45: suite-peer-support is under way twice; give it once"],
    );
    check_known(
        &[("qualification = \"GC-MH\"", "course = \"suite-supervision\", version = \"1.0.0\"")],
        &["45: suite-supervision is under way twice; give it once"],
    );
}

#[test]
fn what_is_under_way_takes_no_more_hours_than_a_week_has_for_learning() {
    check_known(
        &[("hours_per_week = 1.5, days", "hours_per_week = 60.5, days")],
        &[
            "44: profile: enrolled#2.hours_per_week: 60.5 h a week is more than 60 h; give the hours of own time for learning",
        ],
    );
}

#[test]
fn contradictions_are_reported_together() {
    let text = "[profile]\ngoal = \"course:a\"\nearliest_start = \"2027-02-01\"\ndeadline = \"2027-01-01\"\n\
        experience_months = 601\nemployment = \"starting\"\npartner_release = true\nhours_per_week = -2\n\
        days_per_year = 400\nheld = [{ qualification = \"A\", completed = \"2028-01-01\" }]\nage = 40\n";
    assert_eq!(
        lines(&read(text).expect_err("broken")),
        [
            "a.toml:4: profile: the deadline 2027-01-01 is before the earliest start 2027-02-01; correct one of the two",
            "a.toml:5: profile: experience_months is 601; write a whole number from 0 to 600",
            "a.toml:6: profile: employment is \"starting\" but employment_from is missing; add the first day of work",
            "a.toml:8: profile: hours_per_week: -2 hours is negative; it must be 0 or more",
            "a.toml:9: profile: days_per_year is 400; write a whole number from 0 to 366",
            "a.toml:10: profile: A was completed on 2028-01-01, after 2027-02-01, the day this is said for; correct one of the two dates",
            "a.toml:11: profile: age is not a key here; take it away",
        ]
    );
}

#[test]
fn a_start_outside_the_calendar_of_plans_is_refused_on_its_line() {
    let text = "[profile]\ngoal = \"tier:1\"\nearliest_start = \"1999-12-31\"\nexperience_months = 0\n\
        employment = \"not-employed\"\nhours_per_week = 61\n";
    assert_eq!(
        lines(&read(text).expect_err("broken")),
        [
            "a.toml:3: profile: the earliest start 1999-12-31 is outside 2000-01-01 to 2200-12-31",
            "a.toml:6: profile: 61 h a week is more than 60 h; give the hours of own time for learning",
        ]
    );
}

#[test]
fn a_profile_and_a_catalogue_file_are_told_apart() {
    assert!(is_profile(&file(PERSON)));
    assert!(!is_profile(&file(EVERYTHING)));
    let problems = lines(&check_catalogue(&[file(PERSON)], None));
    assert_eq!(
        problems,
        ["a.toml:4: person is not a key here; take it away", "a.toml:9: profile is not a key here; take it away"]
    );
}

#[test]
fn broken_answers_are_all_named_with_their_line() {
    check(
        "goal = \"tier:3\"\n",
        "",
        &[r#"9: profile: goal is missing; add one such as goal = "tier:3", or give one on the command line"#],
    );
    check(
        r#"goal = "tier:3""#,
        r#"goal = "job:advocate""#,
        &[
            r#"10: profile: goal: "job:advocate" is not a goal; write role:CODE, tier:1, course:CODE, qualification:CODE or credit:POINTS@QUALIFICATION"#,
        ],
    );
    check(
        r#"deadline = "2029-12-31""#,
        r#"deadline = "2026-12-31""#,
        &["12: profile: the deadline 2026-12-31 is before the earliest start 2027-02-01; correct one of the two"],
    );
    check(
        r#"deadline = "2029-12-31""#,
        r#"deadline = "2027-02-30""#,
        &[r#"12: profile: deadline is "2027-02-30"; write a day of the calendar such as "2027-02-01""#],
    );
    check(
        r#"employment = "starting""#,
        r#"employment = "employed""#,
        &[
            r#"15: profile: employment_from is 2027-06-01 but employment is "employed"; write "starting" or take the day away"#,
        ],
    );
    check(
        "employment_from = \"2027-06-01\"\n",
        "",
        &[r#"14: profile: employment is "starting" but employment_from is missing; add the first day of work"#],
    );
    check(
        r#"employment_from = "2027-06-01""#,
        r#"employment_from = "2027-01-01""#,
        &[r#"15: profile: work starts on 2027-01-01, which is not after 2027-02-01; say "employed" instead"#],
    );
    check(
        "employment = \"starting\"\nemployment_from = \"2027-06-01\"",
        r#"employment = "not-employed""#,
        &[
            "15: profile: a partner organisation has agreed to release somebody who is not employed; correct employment or partner_release",
        ],
    );
    check(
        "hours_per_week = 5.5",
        "hours_per_week = -1",
        &["19: profile: hours_per_week: -1 hours is negative; it must be 0 or more"],
    );
    check(
        "hours_per_week = 5.5",
        "hours_per_week = 61",
        &["19: profile: 61 h a week is more than 60 h; give the hours of own time for learning"],
    );
    check("hours_per_week = 5.5\n", "", &["9: profile: hours_per_week is missing; add it"]);
    check(
        "experience_months = 6",
        "experience_months = 6.5",
        &["13: profile: experience_months is 6.5; write a whole number from 0 to 600"],
    );
    check(
        "experience_months = 6",
        "experience_months = 601",
        &["13: profile: experience_months is 601; write a whole number from 0 to 600"],
    );
    check(
        r#"goal = "tier:3""#,
        r#"goal = "course:workshop-values""#,
        &["29: profile: the goal is workshop-values, which is also excluded; take it off one of the two"],
    );
    check(
        r#"completed = "2024-05-01""#,
        r#"completed = "2028-05-01""#,
        &[
            "31: profile: suite-peer-support was completed on 2028-05-01, after 2027-02-01, the day this is said for; correct one of the two dates",
        ],
    );
    check(
        r#"{ qualification = "CHC43515", completed = "2023-11-30" }"#,
        r#"{ course = "suite-peer-support", version = "1.0.0", completed = "2023-11-30" }"#,
        &["32: profile: suite-peer-support 1.0.0 is held twice; give it once"],
    );
    check(
        r#"{ qualification = "CHC43515", completed = "2023-11-30" }"#,
        r#"{ completed = "2023-11-30" }"#,
        &["32: profile: held#2: it names neither a course nor a qualification; add one of the two"],
    );
    check(
        r#"peer_led = "prefer""#,
        r#"peer_led = "always""#,
        &[r#"26: profile: peer_led is "always"; write one of "prefer", "only""#],
    );
    check(
        r#"modes = ["online", "in-person"]"#,
        r#"modes = ["online", "online"]"#,
        &["24: profile: modes#2: this stands twice in the list; write it once"],
    );
    check(
        r#"perspective = "consumer""#,
        r#"diagnosis = "none of your business""#,
        &["25: profile: diagnosis is not a key here; take it away"],
    );
    check(
        r#"budget_per_year = "500.00""#,
        "budget_per_year = 500",
        &[r#"21: profile: budget_per_year is 500; write dollars and cents in quotes such as "420.00""#],
    );
    check(
        "invented = true\n",
        "",
        &["3: person: nobody real is described in a file; take the table away, or begin the file with invented = true"],
    );
    check(
        "[profile]",
        "[profil]",
        &["1: profile is missing; add it", r#"9: profil is not a key here; did you mean "profile"?"#],
    );
    check(
        "days_per_year = 3",
        "days_per_year = ",
        &["20: this is not TOML: string values must be quoted, expected literal string"],
    );
    check(
        "placement_hours = 80\nhours_per_week = 5.5",
        "placement_hours = -3\nhours_per_week = 5.1\ndeadline = \"2020-01-01\"",
        &[
            "18: profile: placement_hours: -3 hours is negative; it must be 0 or more",
            "19: profile: hours_per_week: 5.1 hours is not a whole number of quarter hours; write 5 or 5.25",
            "20: deadline stands twice in one table; take one of the two away",
        ],
    );
}

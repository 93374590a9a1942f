//! Who may start what, and from when.

use super::*;
use crate::course::Equivalence;
use crate::learner_record::{Employment, LearnerAnswer, LearnerRecordParts, PartnerRelease};
use crate::requisite::Gate;
use crate::role::Perspective;
use crate::sample::{
    advised, any_version, before, beside, build, course, day, held, hours, in_range, learner, parts, qualification,
    read, replaced, role, tier, version,
};

/// Asks on 1 February 2027 whether somebody may start a course with these requisites, beside courses `a`, `b` and
/// `c`, and expects the verdict and then each finding: its standing and its notes.
#[track_caller]
fn check(requisites: Vec<Requisite>, record: &LearnerRecord, wanted: &[&str]) {
    assert_eq!(answer(requisites, record, day("2027-02-01")), wanted);
}

#[track_caller]
fn answer(requisites: Vec<Requisite>, record: &LearnerRecord, at: NaiveDate) -> Vec<String> {
    let mut a = course("a", vec![]);
    a.versions.push(version("2.0.0"));
    let old = replaced(course("old", vec![]), "b", Equivalence::Equivalent);
    let mut all = parts(vec![
        a,
        course("b", vec![]),
        course("c", vec![]),
        old,
        replaced(course("far", vec![]), "b", Equivalence::NotEquivalent),
        replaced(course("near", vec![]), "b", Equivalence::NotStated),
        course("wanted", requisites),
    ]);
    all.tiers = vec![tier(Tier::One, vec![], any_version("c"))];
    all.qualifications = vec![qualification("q", vec![])];
    let found = eligibility(&build(all), record, &Subject::Course(read("wanted")), at).expect("known");
    let verdict = match found.verdict {
        Verdict::Yes => "yes".to_owned(),
        Verdict::NotYet { from } => format!("not yet: {from}"),
        Verdict::NotSaid => "not said".to_owned(),
        Verdict::No => "no".to_owned(),
    };
    let finding = |finding: &Finding| {
        let standing = match finding.standing {
            Standing::Met => "met".to_owned(),
            Standing::MetFrom(from) => format!("from {from}"),
            Standing::NotSaid => "not said".to_owned(),
            Standing::Missing => "missing".to_owned(),
        };
        [vec![standing], finding.notes.clone()].concat().join("; ")
    };
    [verdict].into_iter().chain(found.findings.iter().map(finding)).collect()
}

fn nobody() -> LearnerRecord {
    learner(0, Employment::NotEmployed, vec![])
}

fn holds(things: &[(&str, &str)]) -> LearnerRecord {
    learner(0, Employment::NotEmployed, things.iter().map(|(code, number)| held(code, number)).collect())
}

/// Somebody with one more answer than [`nobody`].
fn with(change: impl FnOnce(&mut LearnerRecordParts)) -> LearnerRecord {
    let mut parts = nobody().to_parts();
    change(&mut parts);
    LearnerRecord::new(parts).expect("record")
}

fn gate(gate: Gate) -> Vec<Requisite> {
    vec![before(RequisiteExpr::Gate(gate))]
}

#[test]
fn nothing_asked_for_is_a_yes() {
    check(vec![], &nobody(), &["yes"]);
}

#[test]
fn what_is_required_decides_and_what_is_advised_does_not() {
    check(vec![before(any_version("b"))], &nobody(), &["no", "missing; Course B is missing"]);
    check(vec![before(any_version("b"))], &holds(&[("b", "1.0.0")]), &["yes", "met"]);
    check(vec![advised(any_version("b"))], &nobody(), &["yes", "missing; Course B is missing"]);
}

#[test]
fn a_version_counts_when_the_range_asks_for_it() {
    let second = || vec![before(in_range("a", "^2"))];
    check(second(), &holds(&[("a", "2.0.0")]), &["yes", "met"]);
    check(
        second(),
        &holds(&[("a", "1.0.0")]),
        &[
            "no",
            "missing; you hold Course A in version 1.0.0; version ^2 is asked for; Course A (version ^2) is missing",
        ],
    );
    check(second(), &holds(&[("a", "1.0.0"), ("a", "2.0.0")]), &["yes", "met"]);
    check(vec![before(any_version("a"))], &holds(&[("a", "1.0.0")]), &["yes", "met"]);
}

#[test]
fn a_superseded_course_counts_only_when_it_is_equivalent() {
    let b = || vec![before(any_version("b"))];
    check(b(), &holds(&[("old", "1.0.0")]), &["yes", "met; you hold Course OLD, which counts as Course B"]);
    check(
        b(),
        &holds(&[("far", "1.0.0")]),
        &[
            "no",
            "missing; you hold Course FAR, replaced by Course B, but the two are not equivalent, so it does not count; Course B is missing",
        ],
    );
    check(
        b(),
        &holds(&[("near", "1.0.0")]),
        &[
            "no",
            "missing; you hold Course NEAR, replaced by Course B, but nobody has said that the two are equivalent; ask the provider whether it counts; Course B is missing",
        ],
    );
}

/// The old counts as the new; the new is another thing, and whoever asks for the old says whether it will do.
#[test]
fn what_replaced_something_does_not_count_as_it() {
    check(
        vec![before(any_version("old"))],
        &holds(&[("b", "1.0.0")]),
        &[
            "no",
            "missing; you hold Course B, which replaced Course OLD; that does not meet this by itself, so ask the provider \
             whether it is accepted; Course OLD is missing",
        ],
    );
}

#[test]
fn all_any_and_at_least_join_their_parts() {
    let over_a_year = || RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 });
    let of = || vec![any_version("a"), any_version("b"), over_a_year()];
    let record = learner(6, Employment::Employed, vec![held("a", "1.0.0")]);
    let later = "more than 12 months of experience as a consumer worker holds from 2 August 2027";
    for (expression, verdict, standing) in [
        (RequisiteExpr::all(of()), "no", format!("missing; Course B is missing; {later}")),
        (RequisiteExpr::any(of()), "yes", "met".to_owned()),
        (RequisiteExpr::at_least(1, of()), "yes", "met".to_owned()),
        (
            RequisiteExpr::at_least(2, of()),
            "not yet: 2027-08-02",
            format!("from 2027-08-02; Course B is missing; {later}"),
        ),
        (RequisiteExpr::at_least(3, of()), "no", format!("missing; Course B is missing; {later}")),
    ] {
        check(vec![before(expression.expect("expression"))], &record, &[verdict, &standing]);
    }
}

#[test]
fn the_latest_of_several_requisites_decides_from_when() {
    let requisites = vec![
        before(RequisiteExpr::Gate(Gate::ExperienceAtLeast { months: 8 })),
        before(RequisiteExpr::Gate(Gate::ExperienceAtLeast { months: 9 })),
        before(RequisiteExpr::Gate(Gate::Employed)),
    ];
    let record = learner(6, Employment::Employed, vec![]);
    let found = answer(requisites, &record, day("2027-02-01"));
    assert_eq!(found[0], "not yet: 2027-05-01");
}

#[test]
fn at_exactly_twelve_and_sixty_months_over_does_not_hold_yet() {
    for (months, asked, over, at_least) in [
        (12, 12, "not yet: 2027-02-02", "yes"),
        (13, 12, "yes", "yes"),
        (11, 12, "not yet: 2027-03-02", "not yet: 2027-03-01"),
        (60, 60, "not yet: 2027-02-02", "yes"),
        (61, 60, "yes", "yes"),
        (0, 60, "not yet: 2032-02-02", "not yet: 2032-02-01"),
    ] {
        let record = learner(months, Employment::Employed, vec![]);
        let verdict = |asks: Gate| answer(gate(asks), &record, day("2027-02-01")).swap_remove(0);
        assert_eq!(verdict(Gate::ExperienceOver { months: asked }), over, "{months} months");
        assert_eq!(verdict(Gate::ExperienceAtLeast { months: asked }), at_least, "{months} months");
    }
}

#[test]
fn experience_that_does_not_grow_never_gets_there() {
    let record = learner(12, Employment::NotEmployed, vec![]);
    check(
        gate(Gate::ExperienceOver { months: 12 }),
        &record,
        &["no", "missing; more than 12 months of experience as a consumer worker is missing"],
    );
}

#[test]
fn each_gate_holds_for_those_who_have_passed_it() {
    let employed = || learner(0, Employment::Employed, vec![]);
    let starting = || learner(0, Employment::Starting { from: day("2027-06-01") }, vec![]);
    let released = || {
        with(|parts| {
            parts.employment = Employment::Starting { from: day("2027-06-01") };
            parts.partner_release = PartnerRelease::Agreed;
        })
    };
    let supervised = || with(|parts| parts.supervision = vec![Perspective::Consumer]);
    let placed = || with(|parts| parts.placement = hours(80));
    let by = |perspective| Gate::Supervision { perspective };
    for (asked, record, verdict) in [
        (Gate::Employed, employed(), "yes"),
        (Gate::Employed, starting(), "not yet: 2027-06-01"),
        (Gate::Employed, nobody(), "no"),
        (Gate::PartnerRelease, released(), "not yet: 2027-06-01"),
        (Gate::PartnerRelease, employed(), "no"),
        (by(None), supervised(), "yes"),
        (by(None), nobody(), "no"),
        (by(Some(Perspective::Consumer)), supervised(), "yes"),
        (by(Some(Perspective::FamilyCarer)), supervised(), "no"),
        (Gate::Placement { hours: hours(80) }, placed(), "yes"),
        (Gate::Placement { hours: hours(81) }, placed(), "no"),
        (Gate::Placement { hours: hours(160) }, employed(), "yes"),
        (Gate::Placement { hours: hours(160) }, starting(), "not yet: 2027-06-01"),
    ] {
        let found = answer(gate(asked.clone()), &record, day("2027-02-01"));
        assert_eq!(found[0], verdict, "{asked:?}");
    }
}

/// Somebody who did not give some answers.
fn silent(about: &[LearnerAnswer], change: impl FnOnce(&mut LearnerRecordParts)) -> LearnerRecord {
    with(|parts| {
        parts.not_said = about.iter().copied().collect();
        change(parts);
    })
}

#[test]
fn an_answer_that_was_not_given_is_neither_yes_nor_no() {
    use LearnerAnswer::{Employment as Work, Experience, PartnerRelease as Release, Placement, Supervision};
    let placement = || Gate::Placement { hours: hours(80) };
    let over = || Gate::ExperienceOver { months: 12 };
    let employed = |parts: &mut LearnerRecordParts| parts.employment = Employment::Employed;
    let some = |parts: &mut LearnerRecordParts| parts.placement = hours(40);
    let none = |_: &mut LearnerRecordParts| {};
    for (asked, record, verdict) in [
        (placement(), silent(&[Placement], none), "not said"),
        (placement(), silent(&[Work], some), "not said"),
        (placement(), silent(&[Experience], some), "no"),
        (placement(), silent(&[Placement], employed), "yes"),
        (Gate::Employed, silent(&[Work], none), "not said"),
        (Gate::Employed, silent(&[Experience, Placement], none), "no"),
        (Gate::PartnerRelease, silent(&[Release], employed), "not said"),
        (Gate::PartnerRelease, silent(&[Release, Work], none), "not said"),
        (Gate::PartnerRelease, silent(&[Release], none), "no"),
        (Gate::PartnerRelease, silent(&[Work], none), "no"),
        (Gate::Supervision { perspective: None }, silent(&[Supervision], none), "not said"),
        (over(), silent(&[Experience], none), "not said"),
        (over(), silent(&[Work], none), "not said"),
        (over(), silent(&[Placement], none), "no"),
        (over(), silent(&[Experience], employed), "not yet: 2028-02-02"),
    ] {
        let found = answer(gate(asked.clone()), &record, day("2027-02-01"));
        assert_eq!(found[0], verdict, "{asked:?}");
    }
}

#[test]
fn what_is_not_said_is_asked_for_by_the_name_of_the_answer() {
    let asked = "not said: how many hours of placement, or work, you can secure; tell it with placement_hours";
    let placement = || gate(Gate::Placement { hours: hours(80) });
    let record = silent(&[LearnerAnswer::Placement], |_| {});
    check(placement(), &record, &["not said", &format!("not said; {asked}")]);
    let some = with(|parts| parts.placement = hours(40));
    check(placement(), &some, &["no", "missing; a placement, or work, of 80 hours is missing"]);
    let months = "not said: how many months you have worked as a consumer worker; tell it with experience_months";
    let holds = "more than 12 months of experience as a consumer worker holds from 2 February 2028";
    let record = silent(&[LearnerAnswer::Experience], |parts| parts.employment = Employment::Employed);
    let found = answer(gate(Gate::ExperienceOver { months: 12 }), &record, day("2027-02-01"));
    assert_eq!(found[1], format!("from 2028-02-02; {holds}; {months}"));
}

#[test]
fn what_is_missing_for_certain_is_no_whatever_was_not_said() {
    let record = silent(&[LearnerAnswer::Placement], |_| {});
    let placement = || RequisiteExpr::Gate(Gate::Placement { hours: hours(80) });
    let joined = |join: fn(Vec<RequisiteExpr>) -> Result<RequisiteExpr, crate::requisite::RequisiteError>| {
        let expression = join(vec![any_version("b"), placement()]).expect("expression");
        answer(vec![before(expression)], &record, day("2027-02-01")).swap_remove(0)
    };
    assert_eq!((joined(RequisiteExpr::all), joined(RequisiteExpr::any)), ("no".to_owned(), "not said".to_owned()));
}

#[test]
fn what_several_alternatives_miss_is_said_once() {
    let all = |other: &str| RequisiteExpr::all(vec![any_version("b"), any_version(other)]).expect("expression");
    let either = RequisiteExpr::any(vec![all("a"), all("c")]).expect("expression");
    let missing = "missing; Course B is missing; Course A is missing; Course C is missing";
    check(vec![before(either)], &nobody(), &["no", missing]);
}

#[test]
fn what_a_person_attests_is_said_and_never_bars() {
    let statement = "you have lived experience".to_owned();
    check(
        gate(Gate::Attested { statement }),
        &nobody(),
        &[
            "yes",
            "met; you confirm this to the provider yourself, and the registry neither asks nor keeps it: you have lived experience",
        ],
    );
}

#[test]
fn learning_that_is_a_corequisite_may_be_studied_at_the_same_time() {
    check(vec![beside(any_version("b"))], &nobody(), &["yes", "missing; Course B is missing"]);
    check(vec![beside(RequisiteExpr::Tier(Tier::One))], &nobody(), &["yes", "missing; Course C is missing"]);
    check(vec![beside(RequisiteExpr::Qualification(read("q")))], &nobody(), &["yes", "missing; Award Q is missing"]);
}

#[test]
fn corequisites_that_ask_for_one_another_are_started_together() {
    let catalogue = build(parts(vec![
        course("a", vec![beside(RequisiteExpr::any(vec![any_version("b"), any_version("c")]).expect("expression"))]),
        course("b", vec![beside(any_version("a"))]),
        course("c", vec![]),
    ]));
    let notes = |of: &str, record: &LearnerRecord| {
        let found = eligibility(&catalogue, record, &Subject::Course(read(of)), day("2027-02-01")).expect("known");
        assert_eq!(found.verdict, Verdict::Yes);
        found.findings[0].notes.clone()
    };
    let together = |title: &str| format!("you may start it together with {title}, which asks for it as well");
    assert_eq!(notes("b", &nobody()), [together("Course A")]);
    assert_eq!(notes("a", &nobody()), [together("Course B"), "Course C is missing".to_owned()]);
    assert_eq!(notes("b", &holds(&[("a", "1.0.0")])), [""; 0]);
}

#[test]
fn a_gate_that_is_a_corequisite_bars_while_it_does_not_hold() {
    let supervision = || RequisiteExpr::Gate(Gate::Supervision { perspective: None });
    let missing = "missing; regular supervision is missing";
    check(vec![beside(supervision())], &nobody(), &["no", missing]);
    check(vec![beside(supervision())], &with(|parts| parts.supervision = vec![Perspective::Consumer]), &["yes", "met"]);
    let starting = learner(0, Employment::Starting { from: day("2027-06-01") }, vec![]);
    let employed = vec![beside(RequisiteExpr::Gate(Gate::Employed))];
    assert_eq!(answer(employed, &starting, day("2027-02-01"))[0], "not yet: 2027-06-01");
    let both = |join: fn(Vec<RequisiteExpr>) -> Result<RequisiteExpr, crate::requisite::RequisiteError>| {
        let expression = join(vec![any_version("b"), supervision()]).expect("expression");
        answer(vec![beside(expression)], &nobody(), day("2027-02-01")).swap_remove(0)
    };
    assert_eq!((both(RequisiteExpr::all), both(RequisiteExpr::any)), ("no".to_owned(), "yes".to_owned()));
}

#[test]
fn what_is_completed_later_does_not_count_before() {
    let record = holds(&[("b", "1.0.0")]);
    let b = || vec![before(any_version("b"))];
    assert_eq!(answer(b(), &record, day("2026-05-31"))[0], "no");
    assert_eq!(answer(b(), &record, day("2026-06-01"))[0], "yes");
}

#[test]
fn the_calendars_ends_are_days_like_others() {
    let record = learner(6, Employment::Employed, vec![held("b", "1.0.0")]);
    let requisites =
        || vec![before(any_version("b")), before(RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 }))];
    assert_eq!(answer(requisites(), &record, NaiveDate::MIN)[0], "no");
    assert_eq!(answer(requisites(), &record, NaiveDate::MAX)[0], "yes");
    let last = LearnerRecordParts { employment: Employment::Employed, ..LearnerRecordParts::empty(NaiveDate::MAX) };
    let last = LearnerRecord::new(last).expect("record");
    assert_eq!(answer(gate(Gate::ExperienceAtLeast { months: u16::MAX }), &last, NaiveDate::MAX)[0], "no");
}

#[test]
fn tiers_qualifications_and_roles_are_subjects_too() {
    let needs = || vec![before(any_version("a"))];
    let mut all = parts(vec![course("a", vec![])]);
    all.tiers = vec![tier(Tier::Two, needs(), any_version("a"))];
    all.qualifications = vec![qualification("q", needs())];
    all.roles = vec![role("r", needs())];
    let catalogue = build(all);
    for subject in [Subject::Tier(Tier::Two), Subject::Qualification(read("q")), Subject::Role(read("r"))] {
        let verdict = |record: &LearnerRecord| {
            eligibility(&catalogue, record, &subject, day("2027-02-01")).expect("known").verdict
        };
        assert_eq!(verdict(&nobody()), Verdict::No);
        assert_eq!(verdict(&holds(&[("a", "1.0.0")])), Verdict::Yes);
    }
    for (subject, message) in [
        (Subject::Course(read("xyz")), "course xyz is not in the catalogue; correct the code"),
        (Subject::Tier(Tier::Four), "tier 4 is not in the catalogue; correct the code"),
        (Subject::Role(read("role-of-r")), "role role-of-r is not in the catalogue; correct the code"),
        (Subject::Role(read("R")), "role R is not in the catalogue; did you mean r?"),
    ] {
        let error = eligibility(&catalogue, &nobody(), &subject, day("2027-02-01")).expect_err("unknown");
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn what_is_under_way_counts_from_the_day_after_its_end() {
    let enrolled = |course: &str| Enrolment::Course {
        course: read(course),
        version: read("1.0.0"),
        ends: day("2027-03-10"),
        takes: crate::enrolment::Takes::default(),
    };
    let parts = LearnerRecordParts { enrolled: vec![enrolled("old")], ..LearnerRecordParts::empty(day("2027-02-01")) };
    let record = LearnerRecord::new(parts).expect("record");
    let asked = || vec![before(any_version("b"))];
    let waits = "you are doing Course B now, until 10 March 2027";
    assert_eq!(answer(asked(), &record, day("2027-02-01"))[0], "not yet: 2027-03-11");
    assert!(answer(asked(), &record, day("2027-03-10"))[1].contains(waits));
    assert_eq!(answer(asked(), &record, day("2027-03-11"))[0], "yes");
}

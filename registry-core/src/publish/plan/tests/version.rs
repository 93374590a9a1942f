//! Versions: published, judged and withdrawn.

use super::*;
use crate::publish::plan::version::put;

#[test]
fn a_version_is_published_beside_the_earlier_ones_or_in_their_place() {
    let made =
        judged(&next("a", "1.0.1", |draft| draft.title = "Course A, again".to_owned()), &provider_p()).expect("sound");
    let a = made.next.course(&read("a")).expect("there");
    assert_eq!((a.title.as_str(), a.versions.len()), ("Course A, again", 2));
    assert_eq!(a.versions[0].status, VersionStatus::Published);
    let bump = made.bump.expect("compared");
    assert_eq!((bump.bump, bump.compared_with, bump.least), (Bump::Patch, read("1.0.0"), read("1.0.1")));
    assert_eq!(made.differences.iter().map(|one| one.field).collect::<Vec<_>>(), ["title"]);
    assert_eq!(made.delta.put.courses.len(), 1);

    let replaces = next("a", "1.0.1", |draft| draft.earlier = EarlierVersions::AreSuperseded);
    let made = judged(&replaces, &provider_p()).expect("sound");
    assert_eq!(made.next.course(&read("a")).expect("there").versions[0].status, VersionStatus::Superseded);
}

#[test]
fn a_new_code_is_a_new_course_of_whoever_publishes_it() {
    let draft = |publisher: Option<&str>| {
        let publisher = publisher.map(read);
        Change::PublishVersion(Box::new(VersionDraft {
            publisher,
            ..VersionDraft::of(&course("new", vec![]), version("0.1.0"))
        }))
    };
    let publisher = |change: &Change, by: &Publisher| {
        let made = judged(change, by).expect("sound");
        assert_eq!(made.bump, None);
        made.next.course(&read("new")).expect("there").publisher.as_ref().map(ToString::to_string)
    };
    assert_eq!(publisher(&draft(None), &provider_p()).as_deref(), Some("p"));
    assert_eq!(publisher(&draft(None), &Publisher::Operator), None);
    assert_eq!(publisher(&draft(Some("other")), &Publisher::Operator).as_deref(), Some("other"));
    refused(
        &draft(Some("other")),
        &[(
            Code::OperatorOnly,
            "publisher",
            "only the operator of the registry may publish in the name of another provider",
        )],
    );
}

#[test]
fn what_is_somebody_elses_and_what_is_not_there_have_the_same_answer() {
    let withdraw = |code: &str| Change::WithdrawVersion {
        course: read(code),
        version: read("1.0.0"),
        reason: "No longer taught.".to_owned(),
    };
    for code in ["c", "n", "nothing"] {
        let text = format!("course {code} is not among what you may change; correct the code");
        refused(&withdraw(code), &[(Code::NotFound, "course", &text)]);
        let by = CourseSuccessor { course: read("a"), equivalence: Equivalence::NotEquivalent, provenance: source() };
        refused(&Change::SupersedeCourse { course: read(code), by }, &[(Code::NotFound, "course", &text)]);
    }
    for code in ["other", "nobody"] {
        let change =
            Change::SetOfferings { of: OfferingsOf::Course(read("a")), provider: read(code), offerings: vec![] };
        let text = format!("provider {code} is not among what you may change; correct the code");
        refused(&change, &[(Code::NotFound, "provider", &text)]);
    }
    for code in ["c", "n"] {
        let text = format!("the code {code} cannot be used for a course; choose another");
        refused(&next(code, "2.0.0", |draft| draft.publisher = None), &[(Code::CodeTaken, "code", &text)]);
    }
    let mut award = qualification("q", vec![]);
    award.title = "Mine".to_owned();
    refused(
        &Change::PublishQualification(Box::new(award)),
        &[(Code::CodeTaken, "code", "the code q cannot be used for a qualification; choose another")],
    );
}

#[test]
fn a_number_that_is_there_is_not_published_twice() {
    refused(
        &next("a", "1.0.0", |_| {}),
        &[(
            Code::VersionIdentical,
            "version.version",
            "course a 1.0.0 is published already, word for word the same; there is nothing to publish",
        )],
    );
    refused(
        &next("a", "1.0.0+again", |draft| draft.version.assessed = false),
        &[(
            Code::VersionThere,
            "version.version",
            "course a 1.0.0+again is published already, with other content, and what is published never changes; call this one 2.0.0 or later",
        )],
    );
    refused(
        &next("a", "0.9.0", |_| {}),
        &[(
            Code::VersionOutOfOrder,
            "version.version",
            "0.9.0 comes before 1.0.0, the newest version of a; call this one 1.0.1 or later",
        )],
    );
}

#[test]
fn a_step_that_is_too_small_says_why() {
    refused(
        &next("a", "1.0.1", |draft| draft.version.outcomes = vec!["Listen".to_owned()]),
        &[(
            Code::BumpTooSmall,
            "version.version",
            "1.0.1 is too small a step from 1.0.0: this is a minor change, so the number must be 1.1.0 or later; the outcome \"Listen\" is new",
        )],
    );
    let harder = next("a", "1.1.0", |draft| {
        draft.version.requisites = vec![before(any_version("n"))];
        draft.version.assessed = false;
        draft.version.outcomes = vec!["Listen".to_owned()];
    });
    refused(
        &harder,
        &[(
            Code::BumpTooSmall,
            "version.version",
            "1.1.0 is too small a step from 1.0.0: this is a major change, so the number must be 2.0.0 or later; it is no longer assessed and it asks for \"Course N\" now; somebody with nothing could start it and no longer can",
        )],
    );
}

#[test]
fn a_day_is_neither_in_the_future_nor_before_the_version_before() {
    refused(
        &next("a", "1.0.1", |draft| draft.version.published = day("2027-02-02")),
        &[(
            Code::DateInFuture,
            "version.published",
            "2027-02-02 is in the future; today is 2027-02-01, and a version is published on the day it is published",
        )],
    );
    refused(
        &next("a", "1.0.1", |draft| draft.version.published = day("2025-12-31")),
        &[(
            Code::DateOutOfOrder,
            "version.published",
            "1.0.1 is said to be published on 2025-12-31, before 1.0.0, which was published on 2026-01-01",
        )],
    );
}

#[test]
fn every_requisite_is_judged_in_its_place() {
    refused(
        &next(
            "a",
            "2.0.0",
            requires(vec![
                before(any_version("n")),
                before(any_version("cc")),
                before(in_range("n", "^3")),
                before(RequisiteExpr::Qualification(read("qq"))),
                before(any_version("a")),
            ]),
        ),
        &[
            (
                Code::UnknownReference,
                "version.requisites.1.requires.course.code",
                "it asks for course cc, which is not in the catalogue; did you mean c?",
            ),
            (
                Code::RangeMatchesNothing,
                "version.requisites.2.requires.course.range",
                "it asks for n ^3, but its versions are 1.0.0; widen the range",
            ),
            (
                Code::UnknownReference,
                "version.requisites.3.requires.qualification",
                "it asks for qualification qq, which is not in the catalogue; did you mean q?",
            ),
            (
                Code::RequiresItself,
                "version.requisites.4.requires.course.code",
                "course a would have to come before itself; take this requisite away",
            ),
        ],
    );
}

#[test]
fn a_circle_across_providers_names_its_members_and_whom_to_ask() {
    let change = next("a", "2.0.0", requires(vec![before(any_version("n")), before(any_version("c"))]));
    refused(
        &change,
        &[(
            Code::RequisiteCycle,
            "version.requisites.1",
            "requisites would go round in a circle: Course A (a) before Course B (b) before Course C (c) before Course A (a); take this requisite away, or ask Other College to open it",
        )],
    );
}

#[test]
fn the_rules_of_the_catalogue_are_said_in_their_place() {
    let change = next("a", "2.0.0", |draft| {
        draft.kind = CourseKind::MicroCredential;
        draft.title = " ".to_owned();
        draft.roles = vec![read("x")];
        draft.version.assessed = false;
        draft.version.volume_of_learning = Hours::from_minutes(30);
        draft.version.credit = Some(crate::course::Credit { points: read("1"), scheme: read("x") });
        draft.provenance = Provenance::document(read("x"), "page 1", "words").expect("source");
    });
    let gone = |text: &str| format!("course a: {text}, which is not in the catalogue; add it or correct the code");
    refused(
        &change,
        &[
            (Code::TextMissing, "title", "course a: title is empty; write it"),
            (Code::UnknownReference, "provenance", &gone("source names document x")),
            (Code::UnknownReference, "roles", &gone("roles names role x")),
            (
                Code::NotAssessed,
                "version.assessed",
                "course a: version 2.0.0 of this micro-credential is not assessed; attendance alone is a workshop (National Microcredentials Framework)",
            ),
            (
                Code::VolumeTooSmall,
                "version.volume_of_learning",
                "course a: version 2.0.0 takes 0.5 h; the least is 1 h",
            ),
            (Code::UnknownReference, "version.credit.scheme", &gone("credit_scheme names credit scheme x")),
        ],
    );
}

#[test]
fn everything_is_said_at_once() {
    let change = next("a", "1.0.0", |draft| {
        draft.publisher = Some(read("other"));
        draft.version.published = day("2027-03-01");
        draft.version.requisites = vec![before(any_version("zz"))];
    });
    let codes: Vec<Code> = judged(&change, &provider_p()).expect_err("refused").iter().map(Violation::code).collect();
    assert_eq!(codes, [Code::DateInFuture, Code::UnknownReference, Code::OperatorOnly, Code::VersionThere]);
}

#[test]
fn a_version_is_withdrawn_once_and_stays_in_the_catalogue() {
    let withdraw = |number: &str, reason: &str| Change::WithdrawVersion {
        course: read("a"),
        version: read(number),
        reason: reason.to_owned(),
    };
    let made = judged(&withdraw("1.0.0", "Replaced."), &provider_p()).expect("sound");
    assert_eq!(made.next.course(&read("a")).expect("there").versions[0].status, VersionStatus::Withdrawn);
    let again = plan(&made.next, &withdraw("1.0.0", "Replaced."), &provider_p(), day("2027-02-01")).expect_err("twice");
    assert_eq!(again[0].to_string(), "course a 1.0.0 is withdrawn already; there is nothing to withdraw");
    assert_eq!((again[0].code(), again.len()), (Code::WithdrawnAlready, 1));
    refused(
        &withdraw("7.0.0", " "),
        &[
            (Code::TextMissing, "reason", "the reason for withdrawing is missing; write it in a sentence"),
            (Code::NotFound, "version", "course a has no version 7.0.0; its versions are 1.0.0"),
        ],
    );
}

#[test]
fn numbers_and_ranges_that_cannot_be_read_are_said_in_their_place() {
    let refused = crate::publish::read_range("1 or 2", &["version", "requisites", "0"]).expect_err("no range");
    assert_eq!(
        refused.to_string(),
        "\"1 or 2\" is not a range of versions; write one such as ^1.2, or * for any version"
    );
    assert_eq!((refused.code(), refused.field.join(".")), (Code::RangeUnreadable, "version.requisites.0".to_owned()));
    for text in ["", "1", "1.0", "v1.0.0", "1.0.0 "] {
        let refused = crate::publish::read_version(text, &["version"]).expect_err(text);
        let sentence = format!("\"{text}\" is not a version number; write three whole numbers such as 1.0.0");
        assert_eq!((refused.code(), refused.to_string()), (Code::VersionUnreadable, sentence));
    }
}

#[test]
fn a_circle_within_ones_own_courses_asks_nobody_else() {
    let change = next("a", "2.0.0", requires(vec![before(any_version("b"))]));
    refused(
        &change,
        &[(
            Code::RequisiteCycle,
            "version.requisites.0",
            "requisites would go round in a circle: Course A (a) before Course B (b) before Course A (a); take this requisite away",
        )],
    );
}

/// However a change was made, what is published stays: this is what an import is held to.
#[test]
fn published_content_never_changes() {
    let catalogue = catalogue();
    let before = catalogue.course(&read("a")).expect("there");
    let changed = |change: &dyn Fn(&mut Course)| {
        let mut after = before.clone();
        change(&mut after);
        let found = changed_content(&catalogue, &put(after));
        found.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(changed(&|_| {}), "");
    assert_eq!(changed(&|course| course.versions[0].status = VersionStatus::Withdrawn), "");
    assert_eq!(
        changed(&|course| course.versions[0].sessions.push("More".to_owned())),
        "course a 1.0.0 is published, and its sessions would change; what is published never changes"
    );
    assert_eq!(
        changed(&|course| course.versions[0] = version("2.0.0")),
        "course a 1.0.0 is published and would be gone; withdraw it, and what people hold of it stays theirs"
    );
    let withdrawn = {
        let mut parts = catalogue.to_parts();
        parts.courses[0].versions[0].status = VersionStatus::Withdrawn;
        build(parts)
    };
    let found = changed_content(&withdrawn, &put(before.clone()));
    assert_eq!(found[0].to_string(), "course a 1.0.0 is withdrawn and would be published again; publish a new version");
}

/// A pre-release is compared with the last version that is none, and so is what it becomes.
#[test]
fn a_pre_release_does_not_hide_what_changed_since_the_last_release() {
    let draft = next("a", "1.1.0-rc.1", |draft| draft.version.outcomes = vec!["Listen".to_owned()]);
    let made = judged(&draft, &provider_p()).expect("far enough");
    let after = made.next.course(&read("a")).expect("there");
    let text = CourseVersion { version: read("1.1.0"), assessed: false, ..after.versions[1].clone() };
    let release = Change::PublishVersion(Box::new(VersionDraft::of(after, text)));
    let found = plan(&made.next, &release, &provider_p(), day("2027-02-01")).expect_err("too small");
    assert_eq!(
        found[0].to_string(),
        "1.1.0 is too small a step from 1.0.0: this is a major change, so the number must be 2.0.0 or later; it is no longer assessed"
    );
}

#[test]
fn a_new_code_that_only_capitals_tell_from_another_is_refused() {
    let draft = |code: &str| {
        let course = course(code, vec![]);
        Change::PublishVersion(Box::new(VersionDraft::of(&course, version("0.1.0"))))
    };
    let said = "the code A differs from a in capitals alone, and people would take one for the other; choose another";
    refused(&draft("A"), &[(Code::CodeTaken, "code", said)]);
    let change = Change::RegisterProvider(provider("OTHER", "Another College"));
    let said =
        "the code OTHER differs from other in capitals alone, and people would take one for the other; choose another";
    refused_to(&Publisher::Operator, &change, &[(Code::CodeTaken, "code", said)]);
}

#[test]
fn a_number_after_which_none_could_follow_is_refused() {
    let said = "\"1000000.0.0\" is too large a version number; each of its three numbers is at most 999999";
    refused(&next("a", "1000000.0.0", |_| {}), &[(Code::VersionUnreadable, "version.version", said)]);
    let read = |text: &str| crate::publish::read_version(text, &["version"]);
    assert_eq!(read("1000000.0.0").expect_err("too large").to_string(), said);
    assert!(read("999999.999999.999999").is_ok());
    let end = "18446744073709551615.18446744073709551615.18446744073709551615";
    assert_eq!(read(end).expect_err("the end").code(), Code::VersionUnreadable);
}

//! Which difference requires which bump, and that the bump of all of them is the least that will do.

use proptest::prelude::*;

use super::*;
use crate::course::{AqfAlignment, CourseKind};
use crate::publish::bump::is_enough;
use crate::role::Perspective;
use crate::sample::{any_version, before, build, course, hours, parts, read, role, tier, version};
use crate::source::Provenance;
use crate::tier::Tier;

pub(super) fn catalogue() -> Catalogue {
    let mut all = parts(vec![course("a", vec![]), course("b", vec![])]);
    all.tiers = vec![tier(Tier::One, vec![], any_version("a")), tier(Tier::Two, vec![], any_version("a"))];
    all.roles = vec![role("r", vec![]), role("s", vec![])];
    build(all)
}

/// A version with something in every field.
fn full() -> CourseVersion {
    CourseVersion {
        outcomes: ["Listen", "Be alongside"].map(str::to_owned).to_vec(),
        volume_of_learning: hours(10),
        assessed: true,
        credit: Some(Credit { points: read("5"), scheme: read("points") }),
        requisites: vec![before(any_version("a"))],
        sessions: ["Beginnings", "Practice"].map(str::to_owned).to_vec(),
        ..version("1.2.0")
    }
}

/// A course with something in every field.
fn whole() -> Course {
    let mut whole = course("x", vec![]);
    whole.neutral_title = Some("Practice".to_owned());
    whole.tiers = vec![Tier::One];
    whole.roles = vec![read("r")];
    whole.tags = vec![read("hope")];
    whole.aqf_alignment = Some(AqfAlignment { level: AqfLevel::new(5).expect("level"), basis: "By us.".to_owned() });
    whole
}

#[track_caller]
fn check(change: impl FnOnce(&mut CourseVersion), expected: &[(Bump, &str)]) {
    let mut new = full();
    change(&mut new);
    let found = differences(&catalogue(), &full(), &new);
    let found: Vec<_> = found.iter().map(|one| (one.bump, one.sentence.as_str())).collect();
    assert_eq!(found, expected);
}

#[track_caller]
fn check_course(change: impl FnOnce(&mut Course), expected: &[(Bump, &str)]) {
    let mut new = whole();
    change(&mut new);
    let found = course_differences(&catalogue(), &whole(), &new);
    let found: Vec<_> = found.iter().map(|one| (one.bump, one.sentence.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn outcomes_that_go_or_change_are_major_new_ones_minor_and_letters_patch() {
    check(|_| {}, &[]);
    check(
        |new| new.outcomes = vec!["listen.".to_owned(), "Plan".to_owned()],
        &[
            (Bump::Major, "the outcome \"Be alongside\" is gone or says something else"),
            (Bump::Minor, "the outcome \"Plan\" is new"),
            (Bump::Patch, "the outcome \"Listen\" is written differently"),
        ],
    );
    check(|new| new.outcomes.reverse(), &[(Bump::Patch, "the outcomes stand in another order")]);
}

#[test]
fn less_for_the_holder_is_major_and_more_is_minor() {
    check(|new| new.volume_of_learning = hours(9), &[(Bump::Major, "fewer hours of learning: 9 h, not 10 h")]);
    check(|new| new.volume_of_learning = hours(11), &[(Bump::Minor, "more hours of learning: 11 h, not 10 h")]);
    check(|new| new.assessed = false, &[(Bump::Major, "it is no longer assessed")]);
    let credit = |points: &str, scheme: &str| Some(Credit { points: read(points), scheme: read(scheme) });
    check(|new| new.credit = None, &[(Bump::Major, "it is no longer worth 5 points (points)")]);
    check(
        |new| new.credit = credit("4", "points"),
        &[(Bump::Major, "less credit: 4 points (points), not 5 points (points)")],
    );
    check(
        |new| new.credit = credit("6", "points"),
        &[(Bump::Minor, "more credit: 6 points (points), not 5 points (points)")],
    );
    check(
        |new| new.credit = credit("9", "other"),
        &[(Bump::Major, "its credit is counted in another scheme: 9 points (other), not 5 points (points)")],
    );
    let unassessed = CourseVersion { assessed: false, credit: None, ..full() };
    let found = differences(&catalogue(), &unassessed, &full());
    let found: Vec<_> = found.iter().map(|one| (one.bump, one.sentence.as_str())).collect();
    assert_eq!(found, [(Bump::Minor, "it is assessed now"), (Bump::Minor, "it is worth 5 points (points) now")]);
}

#[test]
fn sessions_may_come_and_go_and_days_and_status_say_nothing() {
    check(
        |new| new.sessions = vec!["beginnings".to_owned(), "Closing".to_owned()],
        &[
            (Bump::Minor, "the session \"Practice\" is gone or has another name"),
            (Bump::Minor, "the session \"Closing\" is new"),
            (Bump::Patch, "the session \"Beginnings\" is written differently"),
        ],
    );
    check(
        |new| {
            new.published = crate::sample::day("2027-01-01");
            new.status = crate::course::VersionStatus::Withdrawn;
        },
        &[],
    );
}

#[test]
fn what_is_said_of_a_course_is_words_unless_somebody_counts_on_it() {
    check_course(|_| {}, &[]);
    check_course(
        |new| {
            new.title = "Another".to_owned();
            new.neutral_title = None;
            new.description = "Another".to_owned();
            new.tags = vec![read("care")];
            new.provenance = Provenance::Invented;
        },
        &[
            (Bump::Patch, "the title is written differently"),
            (Bump::Patch, "the neutral title is gone"),
            (Bump::Patch, "the description is written differently"),
            (Bump::Patch, "the tag \"hope\" is gone"),
            (Bump::Patch, "the tag \"care\" is new"),
            (Bump::Patch, "its source is another"),
        ],
    );
    check_course(
        |new| {
            new.kind = CourseKind::SkillSet;
            new.tiers = vec![Tier::Two];
            new.roles = vec![read("r"), read("s")];
            new.perspectives = vec![Perspective::Consumer];
        },
        &[
            (Bump::Major, "it is a skill-set, no longer a workshop"),
            (Bump::Major, "it is no longer for Tier 1: Stage 1"),
            (Bump::Minor, "it is for Tier 2: Stage 2, too"),
            (Bump::Minor, "it is for Role S, too"),
            (Bump::Major, "it is no longer for workers of the family and carer perspective"),
        ],
    );
}

#[test]
fn another_alignment_is_major_and_another_basis_words() {
    let aligned = |level, basis: &str| {
        Some(AqfAlignment { level: AqfLevel::new(level).expect("level"), basis: basis.to_owned() })
    };
    check_course(
        |new| new.aqf_alignment = aligned(6, "By us."),
        &[(Bump::Major, "it is aligned to AQF level 6, not AQF level 5")],
    );
    check_course(|new| new.aqf_alignment = None, &[(Bump::Major, "it is no longer aligned to AQF level 5")]);
    check_course(
        |new| new.aqf_alignment = aligned(5, "By them."),
        &[(Bump::Patch, "the basis of its AQF alignment is another")],
    );
}

/// One change to one field, by number. Fields are numbered as [`FIELDS`] has them.
fn apply(field: usize, how: u8, new: &mut CourseVersion) {
    match (field, how % 3) {
        (0, 0) => new.outcomes.push("Plan".to_owned()),
        (0, 1) => new.outcomes = vec!["listen".to_owned(), "Be alongside".to_owned()],
        (0, _) => new.outcomes = vec!["Listen".to_owned()],
        (1, 0) => new.volume_of_learning = hours(20),
        (1, _) => new.volume_of_learning = hours(5),
        (2, _) => new.assessed = false,
        (3, 0) => new.credit = None,
        (3, 1) => new.credit = Some(Credit { points: read("7"), scheme: read("points") }),
        (3, _) => new.credit = Some(Credit { points: read("3"), scheme: read("points") }),
        (4, 0) => new.requisites.clear(),
        (4, 1) => new.requisites.push(before(any_version("b"))),
        (4, _) => new.requisites.push(before(any_version("a"))),
        (_, 0) => new.sessions.push("Closing".to_owned()),
        (_, 1) => new.sessions.reverse(),
        (_, _) => new.sessions.clear(),
    }
}

const FIELDS: [&str; 6] = ["outcomes", "volume_of_learning", "assessed", "credit", "requisites", "sessions"];

/// Takes one field back to what it was.
fn undo(field: &str, old: &CourseVersion, new: &mut CourseVersion) {
    match field {
        "outcomes" => new.outcomes.clone_from(&old.outcomes),
        "volume_of_learning" => new.volume_of_learning = old.volume_of_learning,
        "assessed" => new.assessed = old.assessed,
        "credit" => new.credit.clone_from(&old.credit),
        "requisites" => new.requisites.clone_from(&old.requisites),
        _ => new.sessions.clone_from(&old.sessions),
    }
}

proptest! {
    /// The bump is *minimal*: it is what some difference requires, every number that is less is refused for that reason
    /// alone, and taking back the fields that require it lowers it, unless it is the least there is.
    #[test]
    fn the_bump_is_the_least_that_the_differences_require(changes in proptest::collection::vec((0usize..6, 0u8..3), 1..6)) {
        let (old, mut new) = (full(), full());
        for (field, how) in changes {
            apply(field, how, &mut new);
        }
        let found = differences(&catalogue(), &old, &new);
        let bump = required_bump(&found);
        prop_assert!(found.is_empty() || found.iter().any(|one| one.bump == bump));
        prop_assert!(found.iter().all(|one| one.bump <= bump && FIELDS.contains(&one.field)));
        let least = RequiredBump::from(&old, &found).least;
        prop_assert!(is_enough(&old.version, &least, bump));
        let smaller = Bump::ALL.into_iter().filter(|other| *other < bump);
        for other in smaller {
            prop_assert!(!is_enough(&old.version, &least_after(&old.version, other), bump));
        }
        for one in found.iter().filter(|one| one.bump == bump && bump > Bump::Patch) {
            undo(one.field, &old, &mut new);
        }
        let after = required_bump(&differences(&catalogue(), &old, &new));
        prop_assert!(after < bump || bump == Bump::Patch, "{after:?} {bump:?}");
    }

    /// The bump is *monotone*: a difference more, in a field that was as before, never lowers it.
    #[test]
    fn one_more_difference_never_lowers_the_bump(
        changes in proptest::collection::vec((0usize..5, 0u8..3), 0..5),
        (field, how) in (0usize..6, 0u8..3),
    ) {
        let (old, mut new) = (full(), full());
        for (one, how) in changes.into_iter().filter(|(one, _)| *one != field) {
            apply(one, how, &mut new);
        }
        let fewer = required_bump(&differences(&catalogue(), &old, &new));
        apply(field, how, &mut new);
        let more = required_bump(&differences(&catalogue(), &old, &new));
        prop_assert!(more >= fewer, "{more:?} {fewer:?}");
    }
}

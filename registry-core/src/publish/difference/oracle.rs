//! The bump by its definition alone, and what is worked out field by field held against it.
//!
//! The definition asks nothing of fields. It lists everything that anybody has of a course: each person who can start it, and each
//! thing that whoever completed it can say of themselves. *Major*: something on the list is gone. *Minor*: nothing is gone and
//! something is new. *Patch*: the list is the same. How it is taught (sessions), and what is advised, nobody can lose; there any change
//! is minor.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use semver::Version;

use super::tests::catalogue;
use super::*;
use crate::course::{AqfAlignment, CourseKind};
use crate::publish::bump::is_enough;
use crate::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind};
use crate::role::Perspective;
use crate::sample::{advised, any_version, before, beside, course, hours, in_range, read, version};
use crate::tier::Tier;

/// A course with one version: what is published.
#[derive(Debug, Clone)]
struct Text {
    course: Course,
    version: CourseVersion,
}

/// How many different people there are: each thing they may have, or not.
const PEOPLE: u16 = 1 << 11;

/// The versions of `a` that people hold. Each range that is drawn admits others of them.
const OF_A: [&str; 3] = ["1.0.0", "1.2.0", "2.0.0"];

/// Somebody, as the places of what they have: `a` in each of those versions and `b`, from before; the same beside; work, a year of it,
/// two years.
fn can_start(somebody: u16, of_a: &[Version; 3], requisites: &[Requisite]) -> bool {
    let has = |place: usize| somebody >> place & 1 == 1;
    let at_hand = |place: usize, beside: bool| has(place) || (beside && has(4 + place));
    requisites.iter().filter(|one| one.is_required()).all(|one| {
        let beside = one.kind() == RequisiteKind::Corequisite;
        fn meets(expression: &RequisiteExpr, leaf: &dyn Fn(&RequisiteExpr) -> bool) -> bool {
            let met = expression.operands().iter().filter(|part| meets(part, leaf)).count();
            match expression {
                RequisiteExpr::All(parts) => met == parts.as_slice().len(),
                RequisiteExpr::Any(_) => met >= 1,
                RequisiteExpr::AtLeast(some) => met >= some.least() as usize,
                leaf_of => leaf(leaf_of),
            }
        }
        meets(one.requires(), &|leaf| match leaf {
            RequisiteExpr::Course(wanted) if wanted.course.as_str() == "a" => {
                (0..3).any(|place| at_hand(place, beside) && wanted.range.matches(&of_a[place]))
            }
            RequisiteExpr::Course(wanted) if wanted.course.as_str() == "b" => at_hand(3, beside),
            RequisiteExpr::Gate(Gate::Employed) => has(8),
            RequisiteExpr::Gate(Gate::ExperienceAtLeast { months: 12 }) => has(9) || has(10),
            RequisiteExpr::Gate(Gate::ExperienceAtLeast { months: 24 }) => has(10),
            other => panic!("{other:?} is not drawn"),
        })
    })
}

/// What a text says: the first writing of the same in the lists it is drawn from. No rule is asked, only those who wrote the lists.
fn said(text: &str) -> &'static str {
    let mut all = OUTCOMES.iter().chain(&LOOKALIKES).chain(&SESSIONS);
    all.find(|writings| writings.contains(&text)).expect("it was drawn")[0]
}

/// Everything that anybody has of it: who can start it, and what is said of whoever completed it.
fn had(text: &Text) -> (BTreeSet<u16>, BTreeSet<String>) {
    let Text { course, version } = text;
    let of_a = OF_A.map(read);
    let can_start = (0..PEOPLE).filter(|somebody| can_start(*somebody, &of_a, &version.requisites)).collect();
    let mut had = BTreeSet::new();
    had.extend(version.outcomes.iter().map(|outcome| format!("can {}", said(outcome))));
    had.extend((1..=version.volume_of_learning.minutes()).map(|minute| format!("{minute} minutes of learning")));
    had.extend(version.assessed.then(|| "was assessed".to_owned()));
    if let Some(credit) = &version.credit {
        let points =
            (1..=20).filter(|points| read::<crate::credit::CreditPoints>(&points.to_string()) <= credit.points);
        had.extend(points.map(|points| format!("{points} points of {}", credit.scheme)));
    }
    had.insert(format!("completed a {}", course.kind.name()));
    had.extend(course.aqf_alignment.iter().map(|alignment| format!("at {}", alignment.level)));
    had.extend(course.tiers.iter().map(|tier| format!("for tier {}", tier.number())));
    had.extend(course.roles.iter().map(|role| format!("for role {role}")));
    let everybody = course.perspectives.is_empty();
    let perspectives = Perspective::ALL.into_iter().filter(|one| everybody || course.perspectives.contains(one));
    had.extend(perspectives.map(|perspective| format!("for {}", perspective.name())));
    (can_start, had)
}

/// What nobody can lose, and yet is more than words: how it is taught, what is advised.
fn more_than_words(text: &Text) -> (BTreeSet<String>, BTreeSet<String>) {
    let advice = text.version.requisites.iter().filter(|one| !one.is_required());
    let advice = advice.map(|one| format!("{:?} {:?}", one.kind(), one.requires())).collect();
    (text.version.sessions.iter().map(|session| said(session).to_owned()).collect(), advice)
}

/// The bump by its definition.
fn defined(old: &Text, new: &Text) -> Bump {
    let (before, after) = (had(old), had(new));
    if !before.0.is_subset(&after.0) || !before.1.is_subset(&after.1) {
        Bump::Major
    } else if before != after || more_than_words(old) != more_than_words(new) {
        Bump::Minor
    } else {
        Bump::Patch
    }
}

/// The bump as it is required of whoever publishes.
fn required(old: &Text, new: &Text) -> Bump {
    let catalogue = catalogue();
    let mut found = differences(&catalogue, &old.version, &new.version);
    found.extend(course_differences(&catalogue, &old.course, &new.course));
    required_bump(&found)
}

fn expression() -> impl Strategy<Value = RequisiteExpr> {
    let gate = |gate| RequisiteExpr::Gate(gate);
    let leaf = prop_oneof![
        prop_oneof![Just("*"), Just("^1"), Just("^1.2")].prop_map(|range| in_range("a", range)),
        Just(any_version("b")),
        prop_oneof![Just(12u16), Just(24)].prop_map(move |months| gate(Gate::ExperienceAtLeast { months })),
        Just(gate(Gate::Employed)),
    ];
    leaf.prop_recursive(2, 5, 3, |inner| {
        (proptest::collection::vec(inner, 1..=3), 0u32..3).prop_map(|(parts, how)| {
            let of = match how {
                0 => RequisiteExpr::all(parts),
                1 => RequisiteExpr::any(parts),
                _ => RequisiteExpr::at_least(2.min(parts.len() as u32), parts),
            };
            of.expect("parts")
        })
    })
}

fn requisites() -> impl Strategy<Value = Vec<Requisite>> {
    let one = (expression(), 0u8..4).prop_map(|(requires, how)| match how {
        0 => beside(requires),
        1 => advised(requires),
        _ => before(requires),
    });
    proptest::collection::vec(one, 0..=2)
}

/// A few of these, in some order, each in one of its writings.
fn some_of(of: [[&'static str; 2]; 4]) -> impl Strategy<Value = Vec<String>> {
    proptest::sample::subsequence(vec![0usize, 1, 2, 3], 0..=3)
        .prop_shuffle()
        .prop_flat_map(|places| (Just(places), proptest::collection::vec(0usize..2, 3)))
        .prop_map(move |(places, how)| places.iter().zip(how).map(|(place, how)| of[*place][how].to_owned()).collect())
}

static OUTCOMES: [[&str; 2]; 4] =
    [["Listen", "listen."], ["Be alongside", "Be, alongside"], ["Plan", "PLAN"], ["Plan well", "Plan  well"]];
/// Texts that are nearly the same, and say something else.
static LOOKALIKES: [[&str; 2]; 4] = [
    ["Bealongside", "BEALONGSIDE."],
    ["Co-design 1.5 hours", "co design, 1.5 hours"],
    ["Codesign 1.5 hours", "codesign  1.5 hours!"],
    ["Co-design 15 hours", "(co-design) 15 hours"],
];
static SESSIONS: [[&str; 2]; 4] =
    [["Beginnings", "beginnings"], ["Practice", "Practice."], ["A visit", "a visit"], ["Visit", "visit."]];

/// Outcomes, often of those that are nearly the same.
fn outcomes() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![some_of(OUTCOMES), some_of(LOOKALIKES), some_of([OUTCOMES[1], LOOKALIKES[0], OUTCOMES[2], OUTCOMES[3]])]
}

fn a_version() -> impl Strategy<Value = CourseVersion> {
    let credit = proptest::option::of((1u8..5, prop_oneof![Just("points"), Just("other")]));
    (outcomes(), 1u32..4, proptest::bool::ANY, credit, requisites(), some_of(SESSIONS)).prop_map(
        |(outcomes, long, assessed, credit, requisites, sessions)| CourseVersion {
            outcomes,
            volume_of_learning: hours(long),
            assessed,
            credit: credit.map(|(points, scheme)| Credit { points: read(&points.to_string()), scheme: read(scheme) }),
            requisites,
            sessions,
            ..version("1.2.0")
        },
    )
}

fn a_text() -> impl Strategy<Value = Text> {
    let words = prop_oneof![Just("Practice"), Just("practice"), Just("Another")];
    let perspectives = proptest::sample::subsequence(Perspective::ALL.to_vec(), 0..=Perspective::ALL.len());
    let kind = prop_oneof![4 => Just(CourseKind::Workshop), 1 => Just(CourseKind::SkillSet)];
    let roles = proptest::sample::subsequence(vec!["r", "s"], 0..=2);
    let tiers = proptest::sample::subsequence(vec![Tier::One, Tier::Two], 0..=2);
    let level = proptest::option::of((5u8..7, prop_oneof![Just("By us."), Just("By them.")]));
    (a_version(), words, perspectives, kind, roles, tiers, level).prop_map(
        |(version, title, perspectives, kind, roles, tiers, level)| Text {
            version,
            course: Course {
                title: title.to_owned(),
                perspectives,
                kind,
                roles: roles.into_iter().map(read).collect(),
                tiers,
                aqf_alignment: level.map(|(level, basis)| AqfAlignment {
                    level: AqfLevel::new(level).expect("a level"),
                    basis: basis.to_owned(),
                }),
                ..course("x", vec![])
            },
        },
    )
}

/// The first with some parts of the second: two texts drawn apart differ almost everywhere, and nearly always by a loss.
fn mixed(first: &Text, second: &Text, taken: u16) -> Text {
    let mut mixed = first.clone();
    let takes = |place: u16| taken >> place & 1 == 1;
    let (to, from) = (&mut mixed.version, &second.version);
    if takes(0) {
        to.outcomes.clone_from(&from.outcomes);
    }
    if takes(1) {
        to.volume_of_learning = from.volume_of_learning;
    }
    if takes(2) {
        to.assessed = from.assessed;
    }
    if takes(3) {
        to.credit.clone_from(&from.credit);
    }
    if takes(4) {
        to.requisites.clone_from(&from.requisites);
    }
    if takes(5) {
        to.sessions.clone_from(&from.sessions);
    }
    let (to, from) = (&mut mixed.course, &second.course);
    if takes(6) {
        to.title.clone_from(&from.title);
    }
    if takes(7) {
        to.perspectives.clone_from(&from.perspectives);
    }
    if takes(8) {
        to.kind = from.kind;
    }
    if takes(9) {
        to.roles.clone_from(&from.roles);
    }
    if takes(10) {
        to.tiers.clone_from(&from.tiers);
    }
    if takes(11) {
        to.aqf_alignment.clone_from(&from.aqf_alignment);
    }
    mixed
}

/// Which parts are taken: the outcomes, another, a few, or any.
fn taken() -> impl Strategy<Value = u16> {
    prop_oneof![1 => Just(1), 3 => (0u32..12).prop_map(|place| 1 << place), 2 => (0u16..4096, 0u16..4096).prop_map(|(a, b)| a & b), 1 => 0u16..4096]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// What is required is what the definition says: never less, so that nobody loses unannounced, and never more, so that it is
    /// *minimal*. And the least number that is named is the least that is enough.
    #[test]
    fn the_required_bump_is_the_one_of_the_definition(first in a_text(), second in a_text(), taken in taken()) {
        let second = mixed(&first, &second, taken);
        for (old, new) in [(&first, &second), (&second, &first)] {
            let bump = required(old, new);
            prop_assert_eq!(bump, defined(old, new), "{:?}\n{:?}", old, new);
            let least = least_after(&old.version.version, bump);
            prop_assert!(is_enough(&old.version.version, &least, bump));
            for smaller in Bump::ALL.into_iter().filter(|smaller| *smaller < bump) {
                prop_assert!(!is_enough(&old.version.version, &least_after(&old.version.version, smaller), bump));
            }
        }
    }

    /// It is *monotone*: where more parts differ, no less is required; and a change cut into two steps requires in one of them what it
    /// requires in one piece, so nothing is hidden in small steps.
    #[test]
    fn more_differences_require_no_less_and_two_steps_hide_nothing(
        first in a_text(), second in a_text(), fewer in taken(), more in taken(),
    ) {
        let (some, all) = (mixed(&first, &second, fewer), mixed(&first, &second, fewer | more));
        prop_assert!(required(&first, &all) >= required(&first, &some), "{:?}\n{:?}\n{:?}", first, some, all);
        let in_two = required(&first, &some).max(required(&some, &all));
        prop_assert!(in_two >= required(&first, &all), "{:?}\n{:?}\n{:?}", first, some, all);
    }
}

/// The draws are of use: each bump comes up often, and so does an outcome in whose place comes one that only looks the same.
#[test]
fn each_bump_is_drawn_often_and_so_are_texts_that_are_nearly_the_same() {
    let joined = |text: &String| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut count, mut nearly) = ([0_u32; 3], 0);
    for _ in 0..400 {
        let drawn = (a_text(), a_text(), taken()).new_tree(&mut runner).expect("a case").current();
        let (old, new) = (&drawn.0, mixed(&drawn.0, &drawn.1, drawn.2));
        count[Bump::ALL.iter().position(|bump| *bump == defined(old, &new)).expect("one")] += 1;
        let another = |was: &String| {
            let mut there = new.version.outcomes.iter();
            there.any(|is| joined(is) == joined(was) && said(is) != said(was))
        };
        nearly += u32::from(old.version.outcomes.iter().any(another));
    }
    assert!(count.iter().all(|count| *count >= 40), "{count:?}");
    assert!(nearly >= 5, "{nearly}");
}

//! Comparing requisites, and the same by trying every person there can be.

use proptest::prelude::*;
use semver::{Version, VersionReq};

use super::*;
use crate::course::Equivalence;
use crate::publish::bump::Bump;
use crate::requisite::{CourseRequirement, Gate, RequisiteExpr, RequisiteParts, Strength};
use crate::role::Perspective;
use crate::sample::{
    any_version, before, beside, build, course, hours, in_range, parts, qualification, read, replaced, source, tier,
    version,
};
use crate::tier::Tier;

/// Courses `a` (1.0.0, 1.1.0, 2.0.0), `b` and `c`, which is replaced by the equivalent `b`; an award `q`; a tier.
fn catalogue() -> Catalogue {
    let mut a = course("a", vec![]);
    a.versions.extend([version("1.1.0"), version("2.0.0")]);
    let c = replaced(course("c", vec![]), "b", Equivalence::Equivalent);
    let mut all = parts(vec![a, course("b", vec![]), c]);
    for code in "defghijklmnop".chars() {
        all.courses.push(course(&code.to_string(), vec![]));
    }
    all.qualifications = vec![qualification("q", vec![])];
    all.tiers = vec![tier(Tier::One, vec![], any_version("b"))];
    build(all)
}

fn all(parts: Vec<RequisiteExpr>) -> RequisiteExpr {
    RequisiteExpr::all(parts).expect("parts")
}

fn any(parts: Vec<RequisiteExpr>) -> RequisiteExpr {
    RequisiteExpr::any(parts).expect("parts")
}

fn gate(gate: Gate) -> RequisiteExpr {
    RequisiteExpr::Gate(gate)
}

/// Expects exactly these differences, each with its bump.
#[track_caller]
fn check(old: &[Requisite], new: &[Requisite], expected: &[(Bump, &str)]) {
    let found = differences(&catalogue(), old, new);
    let found: Vec<(Bump, &str)> = found.iter().map(|one| (one.bump, one.sentence.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_is_asked_for_besides_is_harder_and_what_is_not_any_more_is_easier() {
    let (a, b) = (before(any_version("a")), before(any_version("b")));
    check(std::slice::from_ref(&a), std::slice::from_ref(&a), &[]);
    check(
        std::slice::from_ref(&a),
        &[a.clone(), b.clone()],
        &[(Bump::Major, "it asks for \"Course B\" now; somebody with Course A could start it and no longer can")],
    );
    check(
        &[],
        std::slice::from_ref(&b),
        &[(Bump::Major, "it asks for \"Course B\" now; somebody with nothing could start it and no longer can")],
    );
    check(&[a.clone(), b], &[a], &[(Bump::Minor, "it no longer insists on \"Course B\"")]);
}

#[test]
fn another_way_in_is_easier_and_one_less_is_harder() {
    let (one, two) = (before(any_version("a")), before(any(vec![any_version("a"), any_version("b")])));
    check(
        std::slice::from_ref(&one),
        std::slice::from_ref(&two),
        &[(Bump::Minor, "it no longer insists on \"Course A\"")],
    );
    check(
        &[two],
        &[one],
        &[(Bump::Major, "it asks for \"Course A\" now; somebody with Course B could start it and no longer can")],
    );
}

#[test]
fn the_same_in_another_form_is_a_matter_of_words() {
    let (a, b) = (any_version("a"), any_version("b"));
    let together = [before(all(vec![a.clone(), b.clone()]))];
    let apart = [before(b.clone()), before(a.clone())];
    let words = "its requisites are written differently and ask for the same";
    check(&together, &apart, &[(Bump::Patch, words)]);
    let counted = [before(RequisiteExpr::at_least(2, vec![a, b]).expect("two"))];
    check(&together, &counted, &[(Bump::Patch, words)]);
}

#[test]
fn ranges_are_compared_by_the_versions_they_admit() {
    check(
        &[before(in_range("a", "^1"))],
        &[before(in_range("a", "^2"))],
        &[
            (
                Bump::Major,
                "it asks for \"Course A (version ^2)\" now; somebody with Course A (version 1.0.0) could start it and no longer can",
            ),
            (Bump::Minor, "it no longer insists on \"Course A (version ^1)\""),
        ],
    );
    check(
        &[before(in_range("a", "^1"))],
        &[before(in_range("a", ">=1"))],
        &[(Bump::Minor, "it no longer insists on \"Course A (version ^1)\"")],
    );
    check(
        &[before(in_range("a", "^1"))],
        &[before(in_range("a", ">=1.0.0, <2.0.0"))],
        &[(Bump::Patch, "its requisites are written differently and ask for the same")],
    );
    // Version 1.2.0 does not exist yet; who will hold it counts, too.
    check(
        &[before(in_range("a", "^1"))],
        &[before(in_range("a", ">=1.0, <1.2"))],
        &[(
            Bump::Major,
            "it asks for \"Course A (version >=1.0, <1.2)\" now; somebody with Course A (version 1.2.0) could start it and no longer can",
        )],
    );
}

#[test]
fn a_corequisite_asks_for_less_than_a_prerequisite_and_a_gate_for_the_same() {
    let a = any_version("a");
    check(&[before(a.clone())], &[beside(a.clone())], &[(Bump::Minor, "it no longer insists on \"Course A\"")]);
    check(
        &[beside(a.clone())],
        &[before(a)],
        &[(
            Bump::Major,
            "it asks for \"Course A\" now; somebody with Course A beside it could start it and no longer can",
        )],
    );
    check(
        &[before(gate(Gate::Employed))],
        &[beside(gate(Gate::Employed))],
        &[(Bump::Patch, "its requisites are written differently and ask for the same")],
    );
}

#[test]
fn gates_imply_one_another_as_life_has_it() {
    let over = |months| before(gate(Gate::ExperienceOver { months }));
    let least = |months| before(gate(Gate::ExperienceAtLeast { months }));
    let placement = |count| before(gate(Gate::Placement { hours: hours(count) }));
    let supervised = |perspective| before(gate(Gate::Supervision { perspective }));
    for (old, new, is_harder) in [
        (over(12), least(12), false),
        (least(12), over(12), true),
        (least(13), over(12), false),
        (over(12), least(13), true),
        (placement(120), placement(80), false),
        (placement(80), placement(120), true),
        (before(gate(Gate::Employed)), placement(120), false),
        (placement(120), before(gate(Gate::Employed)), true),
        (supervised(Some(Perspective::Consumer)), supervised(None), false),
        (supervised(None), supervised(Some(Perspective::Consumer)), true),
    ] {
        let found = differences(&catalogue(), std::slice::from_ref(&old), std::slice::from_ref(&new));
        assert_eq!(found.iter().any(|one| one.bump == Bump::Major), is_harder, "{old:?} {new:?}");
    }
}

#[test]
fn what_counts_as_something_is_enough_for_it() {
    let (b, c) = ([before(any_version("b"))], [before(any_version("c"))]);
    check(&c, &b, &[(Bump::Minor, "it no longer insists on \"Course C\"")]);
    check(
        &b,
        &c,
        &[(Bump::Major, "it asks for \"Course C\" now; somebody with Course B could start it and no longer can")],
    );
}

#[test]
fn advice_is_never_harder_and_a_source_is_a_matter_of_words() {
    let advised = crate::sample::advised(any_version("a"));
    check(&[], std::slice::from_ref(&advised), &[(Bump::Minor, "it advises \"Course A\" now")]);
    check(&[advised], &[], &[(Bump::Minor, "it no longer advises \"Course A\"")]);
    let parts = |place: &str| RequisiteParts {
        kind: RequisiteKind::Prerequisite,
        strength: Strength::Required,
        requires: any_version("a"),
        provenance: crate::source::Provenance::external("example.org", place, crate::source::Confidence::High)
            .expect("source"),
    };
    let from = |place: &str| [Requisite::new(parts(place)).expect("requisite")];
    check(&from("page 1"), &from("page 2"), &[(Bump::Patch, "the source of the requisite \"Course A\" is another")]);
}

/// More than twelve things: what is written plainly is seen, and what is not is major, and says so.
#[test]
fn with_too_much_to_try_what_is_not_seen_is_major() {
    let many =
        |codes: &str| -> Vec<RequisiteExpr> { codes.chars().map(|code| any_version(&code.to_string())).collect() };
    let (all_of, more) = (all(many("abdefghijklmno")), all(many("abdefghijklmnop")));
    check(
        &[before(more.clone())],
        &[before(all_of.clone())],
        &[(Bump::Minor, &format!("it no longer insists on \"{}\"", shown(&words::expression(&catalogue(), &more))))],
    );
    let least = |count, codes: &str| before(RequisiteExpr::at_least(count, many(codes)).expect("enough"));
    let found = differences(&catalogue(), &[least(9, "abdefghijklmno")], &[least(8, "abdefghijklmn")]);
    assert_eq!(found.iter().map(|one| one.bump).max(), Some(Bump::Minor), "{found:?}");
    let found = differences(&catalogue(), &[before(all_of)], &[least(13, "abdefghijklmno")]);
    assert_eq!(found[0].bump, Bump::Major);
    assert!(
        found[0].sentence.ends_with("that is too involved to tell whether the old requisites implied it"),
        "{found:?}"
    );
}

/// Requisites that share nothing with a new one do not make it too involved.
#[test]
fn what_has_nothing_to_do_with_it_is_left_out() {
    let codes = "abdefghijklmn";
    let old: Vec<Requisite> = codes.chars().map(|code| before(any_version(&code.to_string()))).collect();
    let mut new = old.clone();
    new.push(before(any(vec![any_version("a"), any_version("o")])));
    let words = "its requisites are written differently and ask for the same";
    check(&old, &new, &[(Bump::Patch, words)]);
    new.pop();
    new.push(before(any_version("p")));
    check(
        &old,
        &new,
        &[(
            Bump::Major,
            "it asks for \"Course P\" now; somebody with everything else it asked for could start it and no longer can",
        )],
    );
}

/// Somebody: what they held before, what they can learn beside, what gates they pass.
struct Somebody {
    before: u32,
    beside: u32,
    award: bool,
    award_beside: bool,
    /// 0: none; 1: twelve months; 2: over twelve; 3: twenty-four.
    experience: u32,
    employed: bool,
    placement: bool,
}

/// One version for every way in which the ranges below admit one; those of `a` that do not exist may yet be published.
const VERSIONS: [(&str, &str); 7] =
    [("a", "0.9.0"), ("a", "1.0.0"), ("a", "1.1.0"), ("a", "2.0.0"), ("a", "3.0.0"), ("b", "1.0.0"), ("c", "1.0.0")];

impl Somebody {
    /// Everybody: each thing that is learned is held before, learned beside, or neither.
    fn every() -> impl Iterator<Item = Somebody> {
        let ways = 3u32.pow(8);
        (0..ways << 4).map(move |number| {
            let (learned, rest) = (number % ways, number / ways);
            let state = |place: u32| learned / 3u32.pow(place) % 3;
            let set =
                |wanted: u32| (0..7).filter(|place| state(*place) == wanted).fold(0, |set, place| set | 1 << place);
            Somebody {
                before: set(1),
                beside: set(2),
                award: state(7) == 1,
                award_beside: state(7) == 2,
                experience: rest & 3,
                employed: rest >> 2 & 1 == 1,
                placement: rest >> 3 & 1 == 1,
            }
        })
    }

    fn has(&self, wanted: &CourseRequirement, kind: RequisiteKind) -> bool {
        let set = if kind == RequisiteKind::Corequisite { self.before | self.beside } else { self.before };
        VERSIONS.iter().enumerate().filter(|(place, _)| set & (1 << place) != 0).any(|(_, (code, number))| {
            let number: Version = read(number);
            (*code == wanted.course.as_str() && wanted.range.matches(&number))
                || (*code == "c" && wanted.course.as_str() == "b")
        })
    }

    fn meets(&self, expression: &RequisiteExpr, kind: RequisiteKind) -> bool {
        match expression {
            RequisiteExpr::All(parts) => parts.as_slice().iter().all(|part| self.meets(part, kind)),
            RequisiteExpr::Any(parts) => parts.as_slice().iter().any(|part| self.meets(part, kind)),
            RequisiteExpr::AtLeast(of) => {
                of.of().iter().filter(|part| self.meets(part, kind)).count() >= of.least() as usize
            }
            RequisiteExpr::Course(wanted) => self.has(wanted, kind),
            RequisiteExpr::Qualification(_) => self.award || (self.award_beside && kind == RequisiteKind::Corequisite),
            RequisiteExpr::Tier(_) => false,
            RequisiteExpr::Gate(gate) => match gate {
                Gate::ExperienceOver { months } => match self.experience {
                    3 => *months < 24,
                    2 => *months <= 12,
                    1 => *months < 12,
                    _ => false,
                },
                Gate::ExperienceAtLeast { months } => match self.experience {
                    3 => *months <= 24,
                    1 | 2 => *months <= 12,
                    _ => *months == 0,
                },
                Gate::Employed => self.employed,
                Gate::Placement { .. } => self.placement || self.employed,
                Gate::PartnerRelease | Gate::Supervision { .. } | Gate::Attested { .. } => false,
            },
        }
    }

    fn meets_all(&self, requisites: &[Requisite]) -> bool {
        requisites.iter().all(|one| self.meets(one.requires(), one.kind()))
    }
}

fn expression() -> impl Strategy<Value = RequisiteExpr> {
    let ranges = prop_oneof![Just("*"), Just("^1"), Just("^2"), Just(">=1.1"), Just("~1.0")];
    let leaf = prop_oneof![
        3 => ranges.prop_map(|range| RequisiteExpr::Course(CourseRequirement {
            course: read("a"),
            range: read::<VersionReq>(range),
        })),
        2 => prop_oneof![Just("b"), Just("c")].prop_map(any_version),
        1 => Just(RequisiteExpr::Qualification(read("q"))),
        1 => prop_oneof![Just(12u16), Just(24)].prop_map(|months| gate(Gate::ExperienceAtLeast { months })),
        1 => Just(gate(Gate::ExperienceOver { months: 12 })),
        1 => Just(gate(Gate::Employed)),
        1 => Just(gate(Gate::Placement { hours: hours(80) })),
    ];
    leaf.prop_recursive(2, 5, 3, |inner| {
        let parts = proptest::collection::vec(inner, 1..=3);
        (parts, 0u32..3).prop_map(|(parts, how)| match how {
            0 => all(parts),
            1 => any(parts),
            _ => {
                let least = u32::try_from(parts.len()).expect("few").min(2);
                RequisiteExpr::at_least(least, parts).expect("enough")
            }
        })
    })
}

fn requisites() -> impl Strategy<Value = Vec<Requisite>> {
    let one = (expression(), proptest::bool::ANY).prop_map(|(requires, is_before)| {
        let kind = if is_before { RequisiteKind::Prerequisite } else { RequisiteKind::Corequisite };
        let parts = RequisiteParts { kind, strength: Strength::Required, requires, provenance: source() };
        Requisite::new(parts).expect("requisite")
    });
    proptest::collection::vec(one, 0..=2)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// A requisite is harder when some person met the old ones and does not meet the new ones, easier the other way round,
    /// and nothing but words differs when neither is so.
    #[test]
    fn what_is_said_of_requisites_is_so_of_every_person(old in requisites(), new in requisites()) {
        let found = differences(&catalogue(), &old, &new);
        let is = |bump| found.iter().any(|one| one.bump == bump);
        let (mut harder, mut easier) = (false, false);
        for somebody in Somebody::every() {
            let (was, now) = (somebody.meets_all(&old), somebody.meets_all(&new));
            harder |= was && !now;
            easier |= now && !was;
        }
        // Where there was too much to try, major stands for not knowing.
        let is_decided = !found.iter().any(|one| one.sentence.contains("too involved"));
        prop_assert!(is(Bump::Major) || !harder, "harder: {found:?}");
        if is_decided {
            prop_assert_eq!(is(Bump::Major), harder, "{:?}", &found);
            prop_assert_eq!(is(Bump::Minor), easier, "{:?}", &found);
        }
    }
}

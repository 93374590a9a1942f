//! Small catalogues, each made for one thing that is said.

use crate::analysis::{WhyNot, analyse, knots};
use crate::aqf::AqfLevel;
use crate::catalogue::CatalogueParts;
use crate::course::{AqfAlignment, CourseVersion, Equivalence, OfferingOf, VersionStatus};
use crate::qualification::{GroupKind, Packaging, PackagingGroup};
use crate::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
use crate::sample::{
    advised, any_version, before, beside, build, course, in_range, parts, qualification, read, replaced, role, source,
    tier, version, weekly,
};
use crate::source::Provenance;
use crate::tier::Tier;

fn gate(gate: Gate) -> RequisiteExpr {
    RequisiteExpr::Gate(gate)
}

fn experience(months: u16) -> RequisiteExpr {
    gate(Gate::ExperienceAtLeast { months })
}

fn any(codes: &[&str]) -> RequisiteExpr {
    RequisiteExpr::any(codes.iter().map(|code| any_version(code)).collect()).expect("expression")
}

/// The redundant requisites of the courses: `course: requirement, by requirement + requirement`.
#[track_caller]
fn redundant(courses: Vec<crate::course::Course>, expected: &[&str]) {
    let health = analyse(&build(parts(courses)));
    let shown = health.redundant.iter().map(|found| {
        let by: Vec<_> = found.implied_by.iter().map(|by| by.requirement.as_str()).collect();
        format!("{}: {}, by {}", found.of.key, found.of.requirement, by.join(" + "))
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected);
}

/// What is out of reach, and why, in short.
#[track_caller]
fn unreachable(parts: CatalogueParts, expected: &[&str]) {
    let health = analyse(&build(parts));
    let why = |why: &WhyNot| match why {
        WhyNot::Unmet(unmet) => {
            let missing: Vec<_> = unmet.missing.iter().map(ToString::to_string).collect();
            format!("{} needs {} and lacks {}", unmet.key, unmet.requirement, missing.join(", "))
        }
        WhyNot::NotOffered { unit_of } if unit_of.is_empty() => "nobody offers it".to_owned(),
        WhyNot::NotOffered { unit_of } => format!("only within {}", unit_of[0]),
        WhyNot::NotPublished => "not published".to_owned(),
        WhyNot::Replaced { by } => format!("replaced by {by}"),
    };
    let shown = health.unreachable.iter().map(|entry| {
        let why: Vec<_> = entry.why.iter().map(why).collect();
        format!("{}: {}", entry.key, why.join("; "))
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected);
}

#[test]
fn what_a_required_course_requires_itself_is_redundant() {
    let chain = || vec![course("a", vec![]), course("b", vec![before(any_version("a"))])];
    let with = |requisites| [chain(), vec![course("c", requisites)]].concat();
    redundant(with(vec![before(any_version("b"))]), &[]);
    let both = vec![before(any_version("a")), before(any_version("b"))];
    redundant(with(both), &["course:c: Course A, by Course B"]);
    redundant(with(vec![advised(any_version("a")), before(any_version("b"))]), &["course:c: Course A, by Course B"]);
    redundant(with(vec![before(any_version("a")), advised(any_version("b"))]), &[]);
}

/// Of what must all hold, a part that another part asks for itself could be left out, wherever it stands; one way among
/// others could not, and neither could one of which some must hold.
#[test]
fn a_part_of_a_requisite_is_redundant_as_a_requisite_of_its_own_would_be() {
    let with = |requisites| {
        vec![
            course("a", vec![]),
            course("b", vec![before(any_version("a"))]),
            course("d", vec![]),
            course("c", requisites),
        ]
    };
    let (all, least) = (
        |of: &[&str]| RequisiteExpr::all(of.iter().map(|code| any_version(code)).collect()).expect("expression"),
        |least, of: &[&str]| {
            RequisiteExpr::at_least(least, of.iter().map(|code| any_version(code)).collect()).expect("expression")
        },
    );
    redundant(with(vec![before(all(&["a", "b"]))]), &["course:c: Course A, by Course B"]);
    redundant(with(vec![before(least(2, &["a", "b"]))]), &["course:c: Course A, by Course B"]);
    redundant(with(vec![before(all(&["a", "d"])), before(any_version("b"))]), &["course:c: Course A, by Course B"]);
    redundant(with(vec![advised(all(&["a", "b"]))]), &["course:c: Course A, by Course B"]);
    let either = RequisiteExpr::any(vec![all(&["a", "b"]), any_version("d")]).expect("expression");
    redundant(with(vec![before(either)]), &["course:c: Course A, by Course B"]);
    redundant(with(vec![before(any(&["a", "b"]))]), &[]);
    redundant(with(vec![before(least(2, &["a", "b", "d"]))]), &[]);
    let health = analyse(&build(parts(with(vec![before(all(&["a", "b"]))]))));
    assert_eq!(health.redundant[0].part_of.as_deref(), Some("all of: Course A; Course B"));
}

#[test]
fn one_way_without_it_is_enough_for_a_requisite_to_be_needed() {
    let mut two_versions = course("b", vec![before(any_version("a"))]);
    two_versions.versions.push(version("2.0.0"));
    let asks = |range| vec![before(any_version("a")), before(in_range("b", range))];
    redundant(vec![course("a", vec![]), two_versions.clone(), course("c", asks("*"))], &[]);
    redundant(
        vec![course("a", vec![]), two_versions, course("c", asks("^1"))],
        &["course:c: Course A, by Course B (version ^1)"],
    );
    let either = vec![before(any_version("a")), before(any(&["b", "d"]))];
    let needs_a = || vec![before(any_version("a"))];
    redundant(vec![course("a", vec![]), course("b", needs_a()), course("d", vec![]), course("e", either.clone())], &[]);
    redundant(
        vec![course("a", vec![]), course("b", needs_a()), course("d", needs_a()), course("e", either)],
        &["course:e: Course A, by any of: Course B; Course D"],
    );
}

#[test]
fn two_requisites_can_imply_a_third_together() {
    let two_of_three = RequisiteExpr::at_least(2, vec![any_version("a"), any_version("b"), any_version("c")]);
    let asks = vec![before(any_version("a")), before(any_version("b")), before(two_of_three.expect("expression"))];
    redundant(
        vec![course("a", vec![]), course("b", vec![]), course("c", vec![]), course("d", asks)],
        &["course:d: at least 2 of: Course A; Course B; Course C, by Course A + Course B"],
    );
}

/// A course taken beside `c` may have begun what it is itself taken beside, and not finished it.
#[test]
fn what_is_only_taken_beside_is_not_finished_before() {
    let courses = |kind: fn(RequisiteExpr) -> Requisite| {
        vec![
            course("a", vec![]),
            course("b", vec![beside(any_version("a"))]),
            course("c", vec![kind(any_version("a")), before(any_version("b"))]),
        ]
    };
    redundant(courses(before), &[]);
    redundant(courses(beside), &["course:c: Course A, by Course B"]);
}

#[test]
fn experience_lasts_and_supervision_does_not() {
    let supervised = || gate(Gate::Supervision { perspective: None });
    let needs = |of: RequisiteExpr| course("a", vec![before(of)]);
    let asks = |of: RequisiteExpr| course("b", vec![before(of), before(any_version("a"))]);
    redundant(
        vec![needs(experience(12)), asks(experience(6))],
        &["course:b: 6 months or more of experience as a consumer worker, by Course A"],
    );
    redundant(vec![needs(experience(6)), asks(experience(12))], &[]);
    redundant(vec![needs(supervised()), asks(supervised())], &[]);
    let over = gate(Gate::ExperienceOver { months: 12 });
    redundant(
        vec![course("a", vec![before(experience(12)), before(over)])],
        &[
            "course:a: 12 months or more of experience as a consumer worker, by more than 12 months of experience as a consumer worker",
        ],
    );
    redundant(
        vec![course("a", vec![before(supervised()), before(supervised())])],
        &["course:a: regular supervision, by regular supervision"],
    );
}

/// Whoever holds the old course holds `b`, and nothing is known of what they needed for it.
#[test]
fn an_equivalent_is_a_way_that_asks_for_nothing() {
    let courses = |equivalence| {
        vec![
            course("a", vec![]),
            course("b", vec![before(any_version("a"))]),
            course("c", vec![before(any_version("a")), before(any_version("b"))]),
            replaced(course("old", vec![]), "b", equivalence),
        ]
    };
    redundant(courses(Equivalence::Equivalent), &[]);
    redundant(courses(Equivalence::NotStated), &["course:c: Course A, by Course B"]);
}

#[test]
fn more_than_sixty_four_ways_are_not_settled() {
    let names: Vec<String> = (0..12).map(|n| format!("c{n}")).collect();
    let mut courses: Vec<_> = names.iter().map(|name| course(name, vec![])).collect();
    let six = RequisiteExpr::at_least(6, names.iter().map(|name| any_version(name)).collect()).expect("expression");
    courses.push(course("z", vec![before(six), before(any_version("c0"))]));
    let health = analyse(&build(parts(courses)));
    assert_eq!((health.redundant.len(), health.redundancy_unsettled), (0, 1));
}

#[test]
fn what_nobody_offers_bars_all_that_needs_it_and_each_says_why() {
    let mut all = parts(vec![
        course("a", vec![]),
        course("b", vec![before(any_version("a"))]),
        course("c", vec![before(any(&["a", "d"]))]),
        course("d", vec![advised(any_version("a"))]),
    ]);
    all.offerings.retain(|offering| offering.code.as_str() != "a");
    all.tiers = vec![tier(Tier::One, vec![], any_version("b"))];
    all.roles = vec![role("r", vec![before(RequisiteExpr::Tier(Tier::One))])];
    unreachable(
        all.clone(),
        &[
            "course:b: course:b needs Course A and lacks course:a",
            "tier:1: tier:1 needs Course B and lacks course:b",
            "role:r: role:r needs Tier 1: Stage 1 and lacks tier:1",
            "course:a: nobody offers it",
        ],
    );
    let advice = analyse(&build(all)).unmet_advice;
    let shown: Vec<_> = advice.iter().map(|unmet| format!("{} {}", unmet.key, unmet.requirement)).collect();
    assert_eq!(shown, ["course:d Course A"]);
}

#[test]
fn units_of_an_offered_award_and_what_is_replaced_are_told_apart() {
    let mut all = parts(vec![
        course("unit", vec![]),
        replaced(course("old", vec![]), "new", Equivalence::Equivalent),
        course("new", vec![]),
        course("gone", vec![]),
    ]);
    all.offerings.retain(|offering| offering.code.as_str() == "new");
    all.courses[3].versions[0].status = VersionStatus::Withdrawn;
    let mut award = qualification("q", vec![]);
    let group = |units| PackagingGroup {
        code: "A".to_owned(),
        title: "A".to_owned(),
        kind: GroupKind::Core,
        least: None,
        most: None,
        units,
    };
    award.packaging = Some(Packaging {
        core: 1,
        electives: 0,
        electives_listed_min: None,
        electives_elsewhere_max: None,
        work_hours_min: None,
        groups: vec![group(vec![read("unit")])],
        provenance: source(),
    });
    all.qualifications = vec![award];
    let mut taught = weekly("q");
    taught.of = OfferingOf::Qualification(read("q"));
    all.offerings.push(taught);
    assert_eq!(analyse(&build(all.clone())).isolated.len(), 3, "a unit of an award does not stand alone");
    unreachable(
        all,
        &[
            "course:unit: only within qualification:q",
            "course:gone: not published",
            "course:old: replaced by course:new",
        ],
    );
}

#[test]
fn a_bottleneck_is_what_has_no_way_round_it() {
    let mut all = parts(vec![
        course("a", vec![]),
        course("b", vec![]),
        course("c", vec![before(any(&["a", "b"]))]),
        course("d", vec![before(any_version("c"))]),
    ]);
    all.roles = vec![role("r", vec![before(any_version("d")), advised(any_version("a"))])];
    let health = analyse(&build(all));
    let shown: Vec<_> = health.bottlenecks.iter().map(|b| format!("{} {}", b.key, b.lost_count)).collect();
    assert_eq!(shown, ["course:c 2", "course:d 1"]);
    let a = &health.entries[0];
    assert_eq!((a.key.name(), a.waits_behind, a.longest_chain), ("course:a".to_owned(), 3, 3));
    assert_eq!(a.unlocks.iter().map(ToString::to_string).collect::<Vec<_>>(), ["course:c", "role:r"]);
}

#[test]
fn removals_stop_at_their_bound_and_say_so() {
    let names: Vec<String> = (0..100).map(|n| format!("c{n:03}")).collect();
    let step =
        |at: usize| course(&names[at], at.checked_sub(1).map(|n| before(any_version(&names[n]))).into_iter().collect());
    let catalogue = build(parts((0..names.len()).map(step).collect()));
    let rules = crate::analysis::rules::Rules::of(&catalogue);
    let mut reach = crate::analysis::reach::Reach::of(&rules);
    let found = crate::analysis::reach::removals(&rules, &mut reach, 10);
    assert_eq!((found.tried, found.candidates, found.bottlenecks.len()), (64, 99, 64));
    let whole = crate::analysis::reach::removals(&rules, &mut reach, 1_000);
    assert_eq!((whole.tried, whole.bottlenecks[0].lost_count), (99, 99));
    assert!((0..rules.keys.len()).all(|node| reach.is_open(node)), "everything is put back");
    let none = crate::analysis::redundant::redundant(&catalogue, &rules, 0);
    assert_eq!((none.redundant.len(), none.unsettled), (0, 0));
}

#[test]
fn what_else_is_worth_a_look_is_listed() {
    let assumed = Requisite::new(RequisiteParts {
        kind: RequisiteKind::Prerequisite,
        strength: Strength::Advised,
        requires: any_version("a"),
        provenance: Provenance::assumption("it seems a help").expect("note"),
    });
    let mut all = parts(vec![
        replaced(course("a", vec![]), "b", Equivalence::Equivalent),
        replaced(course("b", vec![assumed.expect("requisite")]), "c", Equivalence::NotStated),
        course("c", vec![before(in_range("a", "^1"))]),
        course("lonely", vec![before(gate(Gate::Employed))]),
    ]);
    all.courses[0].versions[0].status = VersionStatus::Withdrawn;
    all.courses[0].versions.push(CourseVersion { ..version("2.0.0") });
    all.courses[1].aqf_alignment =
        Some(AqfAlignment { level: AqfLevel::new(8).expect("level"), basis: "said".to_owned() });
    let health = analyse(&build(all));
    assert_eq!(health.isolated.iter().map(ToString::to_string).collect::<Vec<_>>(), ["course:lonely"]);
    assert_eq!(health.assumed.len(), 1);
    let range = &health.unpublished_ranges[0];
    assert_eq!((range.key.name(), range.requirement.as_str()), ("course:c".to_owned(), "Course A (version ^1)"));
    assert_eq!(range.matches, [(read("1.0.0"), VersionStatus::Withdrawn)]);
    let chains: Vec<_> =
        health.successions.iter().map(|s| (s.key.name(), s.last.name(), s.steps, s.counts_as_last)).collect();
    let name = |code: &str| format!("course:{code}");
    assert_eq!(chains, [(name("a"), name("c"), 2, false), (name("b"), name("c"), 1, false)]);
    let unstated: Vec<_> = health.unstated.iter().map(|course| (course.credit, course.aqf_alignment)).collect();
    assert_eq!(unstated, [(true, true), (true, false), (true, true), (true, true)]);
    let requisites = health.provenance.last().expect("requisites");
    assert_eq!((requisites.kind, requisites.external, requisites.assumption), ("requisite", 2, 1));
}

#[test]
fn a_knot_has_all_its_members_and_a_shortest_circle() {
    let unsound = parts(vec![
        course("a", vec![before(any_version("c"))]),
        course("b", vec![before(any_version("a"))]),
        course("c", vec![before(any_version("a")), advised(any_version("b"))]),
        course("d", vec![before(any_version("c"))]),
    ]);
    let found = knots(&unsound);
    let names = |keys: &[crate::graph::NodeKey]| keys.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(found.len(), 1);
    assert_eq!(names(&found[0].members), ["course:a", "course:b", "course:c"]);
    assert_eq!(names(&found[0].circle.members), ["course:a", "course:c"]);
    assert_eq!(knots(&parts(vec![course("a", vec![])])), []);
}

//! What a catalogue refuses, and what it joins.

mod credit;

use super::*;
use crate::course::{CourseKind, Credit, Delivery, Fee, Mode};
use crate::credit::{CreditExchange, CreditStanding, Percent};
use crate::money::Aud;
use crate::qualification::{
    GroupKind, LadderRung, Packaging, PackagingGroup, PointsGroup, PointsLevel, PointsPackaging,
    QualificationSuccessor, RecognitionLimits, SubjectLevel,
};
use crate::requisite::RequisiteExpr;
use crate::sample::{
    advised, any_version, before, beside, build, course, day, hours, in_range, parts, qualification, read, replaced,
    role, source, tier, version, weekly,
};
use crate::source::Provenance;
use crate::volume::Hours;

/// A sound catalogue: courses `a` and `b`, which needs `a`; an award `q` of 50 points with credit for the two.
fn sound() -> CatalogueParts {
    let needs_a = vec![before(any_version("a"))];
    let mut parts = parts(vec![course("a", vec![]), course("b", needs_a.clone())]);
    parts.tiers = vec![tier(Tier::One, vec![], any_version("a"))];
    parts.roles = vec![role("r", needs_a)];
    parts.credit_schemes = vec![CreditScheme {
        code: read("points"),
        title: "Points".to_owned(),
        points_per_year: read("100"),
        provenance: source(),
    }];
    let mut award = qualification("q", vec![]);
    award.credit = Some(Credit { points: read("50"), scheme: read("points") });
    parts.qualifications = vec![award];
    parts.credit_rules = vec![CreditRule::new(
        read("series"),
        read("q"),
        series(&["a", "b"], 2, "12.5"),
        CreditStanding::Discretionary,
        source(),
    )];
    parts
}

fn series(of: &[&str], size: u32, points: &str) -> CreditExchange {
    CreditExchange::Series { of: of.iter().map(|code| read(code)).collect(), size, points_each_series: read(points) }
}

/// Changes the sound catalogue and expects exactly these problems.
#[track_caller]
fn check(change: impl FnOnce(&mut CatalogueParts), problems: &[&str]) {
    let mut parts = sound();
    change(&mut parts);
    let found: Vec<String> = match Catalogue::build(parts) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(found, problems);
}

#[test]
fn a_sound_catalogue_gives_back_its_parts() {
    check(|_| {}, &[]);
    let catalogue = build(sound());
    assert_eq!(catalogue.to_parts(), sound());
    assert_eq!(catalogue.offerings_of_course(&read("b")).map(|o| o.code.as_str()).collect::<Vec<_>>(), ["b"]);
    assert_eq!(build(catalogue.to_parts()).to_parts(), catalogue.to_parts());
}

#[test]
fn a_code_stands_once_within_its_kind() {
    check(
        |parts| parts.courses.push(course("a", vec![])),
        &["course a: this code stands twice; give one of the two another code"],
    );
    check(|parts| parts.roles.push(role("a", vec![])), &[]);
}

#[test]
fn every_reference_must_resolve() {
    let add = "which is not in the catalogue; add it or correct the code";
    let gone = |text: &str| format!("{text}, {add}");
    check(
        |parts| {
            let a = &mut parts.courses[0];
            a.roles = vec![read("x")];
            a.tags = vec![read("x")];
            a.publisher = Some(read("x"));
            a.provenance = Provenance::document(read("x"), "page 1", "words").expect("source");
            a.versions[0].credit = Some(Credit { points: read("1"), scheme: read("x") });
            a.versions[0].requisites = vec![
                before(any_version("x")),
                before(RequisiteExpr::Qualification(read("x"))),
                advised(RequisiteExpr::Tier(Tier::Four)),
            ];
            parts.courses[1].superseded_by = replaced(course("b", vec![]), "x", Equivalence::NotStated).superseded_by;
        },
        &[
            &gone("course a: source names document x"),
            &gone("course a: roles names role x"),
            &gone("course a: tags names tag x"),
            &gone("course a: publisher names provider x"),
            &gone("course a: credit_scheme names credit scheme x"),
            &gone("course a: requisites names course x"),
            &gone("course a: requisites names qualification x"),
            &gone("course a: requisites names tier 4"),
            &gone("course b: superseded_by names course x"),
        ]
        .map(String::as_str),
    );
    check(
        |parts| {
            parts.roles[0].workforces = vec![read("x")];
            let q = &mut parts.qualifications[0];
            q.leads_to = vec![LadderRung { qualification: read("x"), through: None, provenance: source() }];
            q.publisher = Some(read("x"));
            parts.credit_rules[0].exchange = CreditExchange::Block { from: read("x"), points: read("1") };
            let offering = &mut parts.offerings[0];
            offering.provider = read("x");
            offering.fees = vec![Fee { funding: read("x"), price: Aud::ZERO }];
            offering.region = Some(read("x"));
            parts.offerings[1].of = OfferingOf::Qualification(read("x"));
        },
        &[
            &gone("role r: workforces names workforce x"),
            &gone("qualification q: publisher names provider x"),
            &gone("qualification q: leads_to names qualification x"),
            &gone("credit rule series: block.from names qualification x"),
            &gone("offering a: provider names provider x"),
            &gone("offering a: fees names funding source x"),
            &gone("offering a: region names region x"),
            &gone("offering b: qualification names qualification x"),
        ]
        .map(String::as_str),
    );
}

#[test]
fn versions_are_there_once_and_are_what_others_ask_for() {
    check(
        |parts| parts.courses[1].versions.clear(),
        &[
            "course b: the course has no version; add one under [[courses.versions]]",
            "offering b: it teaches version 1.0.0 of b, whose versions are ; name one of those",
        ],
    );
    check(
        |parts| parts.courses[1].versions.push(version("1.0.0+again")),
        &["course b: version 1.0.0+again stands twice; build metadata does not make a version another one"],
    );
    check(
        |parts| {
            parts.courses[0].versions.push(version("1.2.0"));
            parts.courses[1].versions[0].requisites = vec![before(in_range("a", "^2"))];
            parts.offerings[0].of = OfferingOf::Course { course: read("a"), version: read("3.0.0") };
        },
        &[
            "course b: requisites asks for a ^2, but its versions are 1.0.0, 1.2.0; widen the range or publish such a version",
            "offering a: it teaches version 3.0.0 of a, whose versions are 1.0.0, 1.2.0; name one of those",
        ],
    );
}

#[test]
fn a_micro_credential_is_assessed_learning_of_an_hour_or_more() {
    check(
        |parts| {
            let a = &mut parts.courses[0];
            a.kind = CourseKind::MicroCredential;
            a.versions[0].assessed = false;
            a.versions[0].volume_of_learning = Hours::from_minutes(45);
        },
        &[
            "course a: version 1.0.0 of this micro-credential is not assessed; attendance alone is a workshop (National Microcredentials Framework)",
            "course a: version 1.0.0 takes 0.75 h; the least is 1 h",
        ],
    );
    check(|parts| parts.courses[0].versions[0].assessed = false, &[]);
    let micro_credential_of = |parts: &mut CatalogueParts, minutes| {
        parts.courses[0].kind = CourseKind::MicroCredential;
        parts.courses[0].versions[0].volume_of_learning = Hours::from_minutes(minutes);
    };
    check(|parts| micro_credential_of(parts, 60), &[]);
    check(|parts| micro_credential_of(parts, 57), &["course a: version 1.0.0 takes 0.95 h; the least is 1 h"]);
}

#[test]
fn requisites_that_go_round_in_a_circle_are_refused() {
    check(
        |parts| parts.courses[0].versions[0].requisites = vec![advised(any_version("b"))],
        &[
            "course a: advised requisites go round in a circle: course:a before course:b before course:a; take one of these requisites away",
        ],
    );
    check(
        |parts| parts.courses[0].versions[0].requisites = vec![before(RequisiteExpr::Tier(Tier::One))],
        &[
            "course a: required requisites go round in a circle: course:a before tier:1 before course:a; take one of these requisites away",
        ],
    );
    check(
        |parts| parts.courses[0].versions[0].requisites = vec![beside(any_version("b"))],
        &[
            "course a: required requisites go round in a circle: course:a before course:b beside course:a; make course:a a corequisite of course:b and no prerequisite, or take one of these requisites away",
        ],
    );
    check(
        |parts| parts.courses[0].versions[0].requisites = vec![beside(any_version("a"))],
        &["course a: required requisites make course:a stand beside itself; take one of these requisites away"],
    );
    // A tier is completed: it is not something that begins together with a course.
    check(
        |parts| {
            parts.tiers[0].entry = vec![beside(any_version("b"))];
            parts.courses[1].versions[0].requisites = vec![beside(RequisiteExpr::Tier(Tier::One))];
        },
        &[
            "course b: required requisites go round in a circle: course:b beside tier:1 beside course:b; take one of these requisites away",
        ],
    );
}

#[test]
fn corequisites_may_ask_for_one_another() {
    let asks = |parts: &mut CatalogueParts, of: usize, code: &str| {
        parts.courses[of].versions[0].requisites = vec![beside(any_version(code))];
    };
    check(
        |parts| {
            asks(parts, 0, "b");
            asks(parts, 1, "a");
        },
        &[],
    );
    check(
        |parts| {
            asks(parts, 0, "b");
            parts.courses[1].versions[0].requisites = vec![beside(RequisiteExpr::Qualification(read("q")))];
            parts.qualifications[0].entry = vec![beside(any_version("a"))];
        },
        &[],
    );
    // Who begins all of them at once has more to do than a week holds, and the planner more to try than it should.
    let round = |length: usize| {
        let next = |index: usize| format!("c{}", (index + 1) % length);
        (0..length).map(|index| course(&format!("c{index}"), vec![beside(any_version(&next(index)))])).collect()
    };
    assert!(Catalogue::build(parts(round(MUTUAL_MAX))).is_ok());
    let problems = Catalogue::build(parts(round(MUTUAL_MAX + 1))).expect_err("too many");
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "course c0: 9 things ask for one another as corequisites; at most 8 may, so take one of these requisites away"
        ]
    );
}

#[test]
fn successors_that_go_round_in_a_circle_are_refused_and_never_hang() {
    check(
        |parts| {
            parts.courses = vec![
                replaced(course("c", vec![]), "a", Equivalence::Equivalent),
                replaced(course("a", vec![]), "b", Equivalence::Equivalent),
                replaced(course("b", vec![]), "a", Equivalence::NotStated),
                replaced(course("d", vec![]), "d", Equivalence::Equivalent),
            ];
            let next = QualificationSuccessor {
                qualification: read("q"),
                equivalence: Equivalence::Equivalent,
                provenance: source(),
            };
            parts.qualifications[0].superseded_by = Some(next);
        },
        &[
            "course a: superseded_by goes round in a circle: a by b by a; take one of these away",
            "course d: superseded_by goes round in a circle: d by d; take one of these away",
            "qualification q: superseded_by goes round in a circle: q by q; take one of these away",
        ],
    );
}

#[test]
fn an_offering_has_a_time_a_place_and_a_price_that_can_be() {
    let dated = |start: &str, end: &str| Delivery::Dated { start: day(start), end: day(end) };
    check(
        |parts| {
            parts.offerings[0].delivery = dated("2027-03-02", "2027-03-01");
            let until = Some(day("2026-12-31"));
            parts.offerings[1].delivery = Delivery::Rolling { from: day("2027-01-01"), until, weeks: 1 };
        },
        &[
            "offering a: it ends on 2027-03-01, before it starts on 2027-03-02",
            "offering b: it ends on 2026-12-31, before it starts on 2027-01-01",
        ],
    );
    let rolling = |weeks: u16| Delivery::Rolling { from: day("2027-01-01"), until: None, weeks };
    check(
        |parts| {
            parts.offerings[0].delivery = rolling(0);
            parts.offerings[1].delivery = rolling(u16::MAX);
        },
        &["offering a: it takes 0 weeks; it must be 1 to 260", "offering b: it takes 65535 weeks; it must be 1 to 260"],
    );
    check(
        |parts| {
            parts.offerings[0].mode = Mode::InPerson;
            parts.offerings[1].mode = Mode::Blended;
        },
        &[
            "offering a: it is taught in person but names no region; say where",
            "offering b: it is taught partly online but names no region; say where",
        ],
    );
    check(
        |parts| {
            parts.offerings[0].delivery = dated("2027-03-01", "2027-03-02");
            parts.offerings[0].days = 3;
            parts.offerings[1].days = u16::MAX;
        },
        &["offering a: it takes 3 working days within 2 days", "offering b: it takes 65535 working days within 7 days"],
    );
    check(
        |parts| {
            parts.offerings[0].price = Aud::from_cents(i64::MAX).expect("amount");
            parts.offerings[0].own_time = Hours::from_minutes(u32::MAX);
            parts.offerings[1].price = Aud::MAX;
            parts.courses[1].versions[0].volume_of_learning = hours(4_801);
        },
        &[
            "course b: volume_of_learning_hours is 4801 h; at most 4800 h are allowed",
            "offering a: own_time_hours is 71582788.25 h; at most 4800 h are allowed",
            "offering a: price is $92,233,720,368,547,758.07; at most $1,000,000 is allowed",
        ],
    );
}

#[test]
fn a_title_is_never_empty() {
    check(
        |parts| {
            parts.courses[0].title = " ".to_owned();
            parts.providers[0].title.clear();
        },
        &["provider p: title is empty; write it", "course a: title is empty; write it"],
    );
}

#[test]
fn all_problems_are_reported_at_once() {
    check(
        |parts| {
            parts.courses[0].title.clear();
            parts.courses[0].versions[0].requisites = vec![before(any_version("a"))];
            parts.offerings[0].provider = read("x");
        },
        &[
            "course a: title is empty; write it",
            "offering a: provider names provider x, which is not in the catalogue; add it or correct the code",
            "course a: required requisites make course:a come before itself; take one of these requisites away",
        ],
    );
}

#[test]
fn equivalent_successors_count_step_by_step_and_others_do_not() {
    let catalogue = build(parts(vec![
        replaced(course("a", vec![]), "b", Equivalence::Equivalent),
        replaced(course("b", vec![]), "c", Equivalence::Equivalent),
        replaced(course("c", vec![]), "d", Equivalence::NotStated),
        replaced(course("d", vec![]), "e", Equivalence::NotEquivalent),
        course("e", vec![]),
    ]));
    for (held, wanted, counts) in [
        ("a", "a", true),
        ("a", "b", true),
        ("a", "c", true),
        ("b", "a", false),
        ("a", "d", false),
        ("c", "d", false),
        ("d", "e", false),
        ("x", "x", true),
        ("x", "a", false),
    ] {
        assert_eq!(catalogue.course_counts_as(&read(held), &read(wanted)), counts, "{held} as {wanted}");
    }
}

/// A long chain would make every walk along it deep: it is refused with its last member, whatever its length.
#[test]
fn a_chain_of_requisites_without_end_is_refused() {
    for length in [201usize, 50_000] {
        let name = |index: usize| format!("c{index:05}");
        let courses = (0..length).map(|index| {
            let asks = index.checked_sub(1).map(|earlier| before(any_version(&name(earlier))));
            course(&name(index), asks.into_iter().collect())
        });
        let problems = Catalogue::build(parts(courses.collect())).expect_err("too long");
        let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let last = name(length - 1);
        let expected = format!(
            "course {last}: {length} things come one after another, this one last; at most 200 may, so take requisites away"
        );
        assert_eq!(messages, [expected]);
    }
}

#[test]
fn what_counts_once_is_written_once() {
    let asks =
        |requires: RequisiteExpr| move |parts: &mut CatalogueParts| parts.roles[0].preparation = vec![before(requires)];
    let twice =
        |what: &str| format!("role r: preparation asks for {what} twice in one list of alternatives; write it once");
    let any = |of: Vec<RequisiteExpr>| RequisiteExpr::any(of).expect("expression");
    let (a, b) = (|| any_version("a"), || any_version("b"));
    check(asks(RequisiteExpr::at_least(2, vec![a(), a()]).expect("expression")), &[&twice("course a")]);
    check(asks(any(vec![in_range("a", "^1"), b(), in_range("a", "^1")])), &[&twice("course a ^1")]);
    check(asks(any(vec![a(), any(vec![a()])])), &[&twice("course a")]);
    check(asks(any(vec![b(), RequisiteExpr::all(vec![a(), a()]).expect("expression")])), &[&twice("course a")]);
    check(asks(any(vec![a(), b(), in_range("a", "^1")])), &[]);
    check(asks(any(vec![a(), RequisiteExpr::all(vec![a(), b()]).expect("expression")])), &[]);
    let rung = || LadderRung { qualification: read("q"), through: None, provenance: source() };
    check(
        |parts| parts.qualifications[0].leads_to = vec![rung(), rung(), rung()],
        &["qualification q: leads_to names qualification q twice; keep one of the two"],
    );
}

#[test]
fn an_offering_has_one_fee_for_each_funding_source() {
    let mut offered = weekly("a");
    let fee = |price: &str| Fee { funding: read("free"), price: read(price) };
    offered.fees = vec![fee("1.00"), fee("2.00")];
    let named = format!("offering {}: fees names funding source free", offered.code);
    check(
        |parts| parts.offerings = vec![offered],
        &[
            &format!("{named} twice; keep one of the two"),
            &format!("{named}, which is not in the catalogue; add it or correct the code"),
            &format!("{named}, which is not in the catalogue; add it or correct the code"),
        ],
    );
}

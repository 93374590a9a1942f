//! The ladder, and the awards that are nearest.

use super::*;
use crate::eligibility::Verdict;
use crate::qualification::LadderRung;
use crate::requisite::{Gate, RequisiteExpr};
use crate::sample::before;

fn leads(mut from: Qualification, to: &str) -> Qualification {
    from.leads_to.push(LadderRung { qualification: read(to), through: None, provenance: source() });
    from
}

/// Certificate II → Certificate IV → Diploma, and a graduate certificate that asks for a degree or at least five years
/// (Edith Cowan University).
fn rungs() -> Catalogue {
    let degree = RequisiteExpr::Qualification(read("degree"));
    let five_years = RequisiteExpr::Gate(Gate::ExperienceAtLeast { months: 60 });
    let entry = before(RequisiteExpr::any(vec![degree, five_years]).expect("two ways"));
    let mut all = parts(vec![]);
    all.qualifications = vec![
        leads(qualification("cert-ii", vec![]), "cert-iv"),
        leads(leads(qualification("cert-iv", vec![]), "diploma"), "graduate-certificate"),
        leads(qualification("diploma", vec![]), "degree"),
        leads(qualification("degree", vec![]), "graduate-certificate"),
        qualification("graduate-certificate", vec![entry]),
        qualification("elsewhere", vec![]),
    ];
    build(all)
}

fn climb(held: &[&str], months: u16) -> Vec<Rung> {
    let held = held.iter().map(|code| Held::Qualification { qualification: read(code), completed: day("2026-06-01") });
    let record = learner(months, Employment::Employed, held.collect());
    ladder(&rungs(), &record, day(TODAY))
}

#[test]
fn somebody_who_holds_nothing_begins_at_the_lowest_rung() {
    let heights: Vec<_> = climb(&[], 0).iter().map(|rung| (rung.code().as_str().to_owned(), rung.height)).collect();
    let wanted = [("cert-ii", 0), ("cert-iv", 1), ("diploma", 2), ("graduate-certificate", 2), ("degree", 3)];
    assert_eq!(heights, wanted.map(|(code, height)| (code.to_owned(), height)));
}

/// An award that leads nowhere is no way up: the ladder shows it, and where it begins besides.
#[test]
fn what_stands_on_no_ladder_does_not_hide_where_one_begins() {
    let found = climb(&["elsewhere"], 0);
    let heights: Vec<_> = found.iter().map(|rung| (rung.code().as_str().to_owned(), rung.height)).collect();
    assert_eq!(
        heights[..3],
        [("cert-ii", 0), ("elsewhere", 0), ("cert-iv", 1)].map(|(code, height)| (code.to_owned(), height))
    );
    assert_eq!(found.len(), 6);
}

/// A lowest rung that is not held has to be climbed, too.
#[test]
fn with_nothing_held_the_nearest_award_is_where_a_ladder_begins() {
    let record = learner(0, Employment::NotEmployed, vec![]);
    let nearest = closest(&rungs(), &record, day(TODAY));
    let said: Vec<_> =
        nearest.awards.iter().map(|found| (found.ledger.qualification.as_str(), words::nearness(found))).collect();
    let begins = "nothing counts yet, a ladder begins here";
    let wanted = [
        ("cert-ii", begins),
        ("cert-iv", "nothing counts yet, 2 rungs above you"),
        ("diploma", "nothing counts yet, 3 rungs above you"),
        ("graduate-certificate", "nothing counts yet, 3 rungs above you"),
        ("degree", "nothing counts yet, 4 rungs above you"),
        ("elsewhere", "nothing counts yet"),
    ];
    assert_eq!(said, wanted.map(|(code, said)| (code, said.to_owned())));
}

#[test]
fn what_is_held_is_where_the_climb_begins() {
    let found = climb(&["diploma"], 0);
    assert_eq!(found[0].code(), RungRef::Qualification(read("diploma")));
    assert!(found[0].held());
    let heights: Vec<_> = found.iter().map(|rung| rung.height).collect();
    assert_eq!(heights, [0, 1, 2]);
    assert_eq!(found[1].from.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["diploma"]);
}

#[test]
fn a_degree_or_five_years_opens_the_graduate_certificate() {
    let verdict = |held: &[&str], months| {
        let rungs = climb(held, months);
        rungs.iter().find(|rung| rung.code().as_str() == "graduate-certificate").expect("a rung").entry.verdict
    };
    assert_eq!(verdict(&["cert-iv"], 60), Verdict::Yes);
    assert_eq!(verdict(&["degree"], 0), Verdict::Yes);
    assert_eq!(verdict(&["cert-iv"], 59), Verdict::NotYet { from: day("2027-03-01") });
}

/// "Start with a Cert II [...] Can then progress through a graduated training program e.g. IPS, then Cert IV etc." (NMHC
/// roundtable, theme 4): Intentional Peer Support is a rung, and no qualification.
#[test]
fn a_course_on_the_way_is_a_rung_of_its_own() {
    let mut all = parts(vec![course("ips-core", vec![])]);
    all.qualifications = vec![
        leads(leads(qualification("cert-ii", vec![]), "cert-iv"), "aside"),
        leads(qualification("cert-iv", vec![]), "diploma"),
        qualification("diploma", vec![]),
        qualification("aside", vec![]),
    ];
    all.qualifications[0].leads_to[0].through = Some(read("ips-core"));
    all.offerings = vec![
        crate::course::Offering { price: read("480.00"), ..crate::sample::weekly("ips-core") },
        crate::course::Offering { code: read("other"), price: read("600.00"), ..crate::sample::weekly("ips-core") },
    ];
    let catalogue = build(all);
    let climb = |held: Vec<Held>| {
        let record = learner(0, Employment::Employed, held);
        ladder(&catalogue, &record, day(TODAY))
    };
    let shown = |rungs: &[Rung]| -> Vec<(String, u32, Vec<String>)> {
        let from = |rung: &Rung| rung.from.iter().map(|(code, _)| code.as_str().to_owned()).collect();
        rungs.iter().map(|rung| (rung.code().as_str().to_owned(), rung.height, from(rung))).collect()
    };
    let row =
        |code: &str, height, from: &[&str]| (code.to_owned(), height, from.iter().map(|s| (*s).to_owned()).collect());
    let from_nothing = climb(vec![]);
    assert_eq!(
        shown(&from_nothing),
        [
            row("cert-ii", 0, &[]),
            row("ips-core", 1, &["cert-ii"]),
            row("aside", 1, &["cert-ii"]),
            row("cert-iv", 2, &["ips-core"]),
            row("diploma", 3, &["cert-iv"]),
        ]
    );
    let RungOf::Course { held, hours, price, .. } = &from_nothing[1].of else { panic!("a course") };
    assert_eq!((*held, hours.map(|hours| hours.minutes())), (false, Some(240)));
    assert_eq!(*price, Some((read("480.00"), read("600.00"))));
    let holds_it = climb(vec![crate::sample::held("ips-core", "1.0.0")]);
    assert_eq!(shown(&holds_it)[..2], [row("ips-core", 0, &[]), row("cert-iv", 1, &["ips-core"])]);
    assert!(holds_it[0].held());
}

#[test]
fn the_nearest_award_is_the_one_with_the_largest_share_credited() {
    let codes = names("unit", 6);
    let mut all = parts(units(&codes));
    all.credit_schemes = vec![scheme("melbourne", "100")];
    let hours =
        |award: Qualification, hours| Qualification { volume_of_learning: Some(crate::sample::hours(hours)), ..award };
    let replaced =
        Qualification { currency: crate::qualification::Currency::Superseded, ..qualification("old", vec![]) };
    all.qualifications = vec![
        certificate(vec![group("On the list", GroupKind::Listed, &codes)]),
        award_of("small", "25", "melbourne"),
        hours(award_of("far-long", "25", "melbourne"), 1_200),
        hours(award_of("far-short", "25", "melbourne"), 600),
        qualification("of-unknown-size", vec![]),
        leads(qualification("held", vec![]), "next-rung"),
        hours(qualification("next-rung", vec![]), 3_600),
        replaced,
    ];
    all.credit_rules = vec![
        rule("some", "small", series(&codes, 2, "6.25"), CreditStanding::Discretionary),
        rule("unsized", "of-unknown-size", series(&codes, 1, "1"), CreditStanding::Guaranteed),
    ];
    let held = holds(&codes).into_iter();
    let held = held.chain([Held::Qualification { qualification: read("held"), completed: day("2026-06-01") }]);
    let record = learner(0, Employment::NotEmployed, held.collect());
    let found = closest(&build(all), &record, day(TODAY));
    let shares: Vec<_> = found
        .awards
        .iter()
        .map(|found| (found.ledger.qualification.as_str(), found.credited_permille, found.rungs))
        .collect();
    assert_eq!(
        shares,
        [
            ("small", Some(750), None),
            ("CHC43515", Some(400), None),
            ("of-unknown-size", None, None),
            ("next-rung", None, Some(1)),
            ("far-short", Some(0), None),
            ("far-long", Some(0), None),
        ],
        "what something counts towards, then what is the next rung, then what takes the fewest hours"
    );
    assert_eq!((found.held, found.replaced), (1, 1), "what is left out is counted");
}

/// Outcomes of a claim that no evidence is for are named; a claim that is answered is not asked about.
#[test]
fn a_claim_says_which_outcomes_have_no_evidence_yet() {
    use crate::rpl::{Claimed, Evidence, EvidenceKind, RplClaim, RplStatus};
    let mut units = units(&names("unit", 4));
    for unit in &mut units {
        unit.versions[0].outcomes = ["Supports a peer", "Keeps boundaries.", "Reflects"].map(str::to_owned).into();
    }
    let mut all = parts(units);
    all.qualifications = vec![certificate(vec![])];
    let claim = |of: Claimed, status, outcomes: Option<Vec<u16>>| RplClaim {
        of,
        status,
        evidence: outcomes
            .map(|outcomes| Evidence {
                kind: EvidenceKind::Artefact { reference: "session-plan".parse().expect("a reference") },
                outcomes,
            })
            .into_iter()
            .collect(),
    };
    let unit = |code: &str| Claimed::Course { course: read(code), version: read("1.0.0") };
    let on = day("2027-01-10");
    let record = LearnerRecord::new(crate::learner_record::LearnerRecordParts {
        rpl: vec![
            claim(unit("unit0"), RplStatus::Planned, Some(vec![1])),
            claim(unit("unit1"), RplStatus::Claimed { on }, Some(vec![])),
            claim(unit("unit2"), RplStatus::Planned, None),
            claim(unit("unit3"), RplStatus::Granted { on }, None),
            claim(Claimed::Qualification(read("CHC43515")), RplStatus::Planned, None),
        ],
        ..crate::learner_record::LearnerRecordParts::empty(day(TODAY))
    });
    let said: Vec<_> =
        claims_without_evidence(&build(all), &record.expect("a record")).iter().map(words::claim).collect();
    assert_eq!(
        said,
        [
            "Course UNIT0: planned. No evidence yet for outcomes 2, Keeps boundaries; 3, Reflects.",
            "Course UNIT1: claimed on 10 January 2027. Evidence is named for all of it.",
            "Course UNIT2: planned. No evidence is named yet.",
            "Award CHC43515: planned. No evidence is named yet.",
        ]
    );
}

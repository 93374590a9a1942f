//! The ladder, and the awards that are nearest.

use super::*;
use crate::eligibility::Verdict;
use crate::qualification::LadderRung;
use crate::requisite::{Gate, RequisiteExpr};
use crate::sample::before;

fn leads(mut from: Qualification, to: &str) -> Qualification {
    from.leads_to.push(LadderRung { qualification: read(to), provenance: source() });
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
    let heights: Vec<_> = climb(&[], 0).iter().map(|rung| (rung.qualification.to_string(), rung.height)).collect();
    let wanted = [("cert-ii", 0), ("cert-iv", 1), ("diploma", 2), ("graduate-certificate", 2), ("degree", 3)];
    assert_eq!(heights, wanted.map(|(code, height)| (code.to_owned(), height)));
}

#[test]
fn what_is_held_is_where_the_climb_begins() {
    let found = climb(&["diploma"], 0);
    assert_eq!(found[0].qualification, read("diploma"));
    assert!(found[0].ledger.held);
    let heights: Vec<_> = found.iter().map(|rung| rung.height).collect();
    assert_eq!(heights, [0, 1, 2]);
    assert_eq!(found[1].from.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["diploma"]);
}

#[test]
fn a_degree_or_five_years_opens_the_graduate_certificate() {
    let verdict = |held: &[&str], months| {
        let rungs = climb(held, months);
        rungs.iter().find(|rung| rung.qualification == read("graduate-certificate")).expect("a rung").entry.verdict
    };
    assert_eq!(verdict(&["cert-iv"], 60), Verdict::Yes);
    assert_eq!(verdict(&["degree"], 0), Verdict::Yes);
    assert_eq!(verdict(&["cert-iv"], 59), Verdict::NotYet { from: day("2027-03-01") });
}

#[test]
fn the_nearest_award_is_the_one_with_the_largest_share_credited() {
    let codes = names("unit", 6);
    let mut all = parts(units(&codes));
    all.credit_schemes = vec![scheme("melbourne", "100")];
    all.qualifications = vec![
        certificate(vec![group("On the list", GroupKind::Listed, &codes)]),
        award_of("small", "25", "melbourne"),
        award_of("nothing-counts", "25", "melbourne"),
    ];
    let exchange = series(&codes, 2, "6.25");
    all.credit_rules = vec![rule("some", "small", exchange, CreditStanding::Discretionary)];
    let record = learner(0, Employment::NotEmployed, holds(&codes));
    let found = closest(&build(all), &record, day(TODAY));
    let shares: Vec<_> =
        found.iter().map(|found| (found.ledger.qualification.as_str(), found.credited_permille)).collect();
    assert_eq!(shares, [("small", Some(750)), ("CHC43515", Some(400))]);
}

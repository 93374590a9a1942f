//! The lines as a provider reports them: one for each ground and source provider, in thousandths of a year.

use super::*;
use crate::credit::CreditBasis;
use crate::provider::Provider;

/// A degree of 360 points, 120 a year, and a block for each of: held, points, ground, where learned, how sure.
fn reported(blocks: &[(&str, &str, CreditBasis, Option<&str>, CreditStanding)]) -> (Catalogue, Ledger) {
    let mut all = parts(vec![]);
    all.credit_schemes = vec![scheme("federation", "120")];
    all.qualifications = vec![award_of("degree", "360", "federation")];
    for code in ["north", "south"] {
        all.providers.push(Provider { code: read(code), title: code.to_owned(), ..all.providers[0].clone() });
    }
    let mut held = Vec::new();
    for (code, gives, basis, from, standing) in blocks {
        all.qualifications.push(qualification(code, vec![]));
        let exchange = CreditExchange::Block { from: read(code), points: read(gives) };
        let mut of = rule(code, "degree", exchange, *standing);
        (of.basis, of.from_provider) = (*basis, from.map(read));
        all.credit_rules.push(of);
        held.push(Held::Qualification { qualification: read(code), completed: day("2026-06-01") });
    }
    let catalogue = build(all);
    let record = learner(0, Employment::NotEmployed, held);
    let ledger = ledger(&catalogue, &record, &read("degree"), day(TODAY)).expect("a degree");
    (catalogue, ledger)
}

#[test]
fn a_provider_reports_a_line_for_each_ground_and_source_provider() {
    let (transfer, articulation, rpl) = (CreditBasis::CreditTransfer, CreditBasis::Articulation, CreditBasis::Rpl);
    let sure = CreditStanding::Guaranteed;
    let (catalogue, ledger) = reported(&[
        ("a", "15", transfer, Some("north"), sure),
        ("b", "30", transfer, Some("north"), sure),
        ("c", "15", transfer, Some("south"), sure),
        ("d", "60", articulation, Some("north"), sure),
        ("e", "7.5", rpl, Some("south"), sure),
        ("f", "3", transfer, None, sure),
    ]);
    let lines: Vec<_> = ledger.report.iter().map(|line| words::report_line(&catalogue, line)).collect();
    assert_eq!(
        lines,
        [
            "Credit transfer: 3 points, 0.025 EFTSL (guaranteed).",
            "Credit transfer, from north: 45 points, 0.375 EFTSL (guaranteed).",
            "Credit transfer, from south: 15 points, 0.125 EFTSL (guaranteed).",
            "Articulation, from north: 60 points, 0.500 EFTSL (guaranteed).",
            "Recognition of prior learning, from south: 7.5 points, 0.062 EFTSL, rounded down (guaranteed).",
        ]
    );
    assert_eq!(ledger.totals.guaranteed, points("130.5"), "the lines come to the total");
    for line in &ledger.lines {
        let rule = line.rule.as_ref().map(|rule| rule.as_str());
        assert_eq!(rule, Some(line.items[0].code.as_str()), "every line names the rule that gives it");
    }
}

/// 0.1 of 120 points is 0.83 thousandths, and 0.14 is 1.17: line by line 0 and 1, and as one line exactly 2.
#[test]
fn a_line_is_rounded_once_and_not_part_by_part() {
    let (transfer, sure) = (CreditBasis::CreditTransfer, CreditStanding::Guaranteed);
    let (_, ledger) = reported(&[("a", "0.1", transfer, None, sure), ("b", "0.14", transfer, None, sure)]);
    let parts: Vec<_> = ledger.lines.iter().filter_map(|line| line.eftsl).map(|eftsl| eftsl.thousandths).collect();
    assert_eq!(parts, [0, 1]);
    let whole: Vec<_> = ledger.report.iter().map(|line| (line.eftsl.thousandths, line.eftsl.rounded)).collect();
    assert_eq!(whole, [(2, false)]);
}

#[test]
fn what_is_only_possible_is_never_in_a_line_with_what_is_guaranteed() {
    let transfer = CreditBasis::CreditTransfer;
    let (catalogue, ledger) = reported(&[
        ("a", "30", transfer, Some("north"), CreditStanding::Guaranteed),
        ("b", "30", transfer, Some("north"), CreditStanding::ByApplication),
        ("c", "15", transfer, Some("north"), CreditStanding::Discretionary),
    ]);
    let lines: Vec<_> = ledger.report.iter().map(|line| words::report_line(&catalogue, line)).collect();
    assert_eq!(
        lines,
        [
            "Credit transfer, from north: 30 points, 0.250 EFTSL (guaranteed).",
            "Credit transfer, from north: 30 points, 0.250 EFTSL (by application).",
            "Credit transfer, from north: 15 points, 0.125 EFTSL (for the provider to decide).",
        ]
    );
    let totals = ledger.totals;
    assert_eq!(
        (totals.guaranteed, totals.by_application, totals.discretionary),
        (points("30"), points("30"), points("15"))
    );
    assert_eq!((totals.if_all_granted, ledger.guaranteed_alone), (points("75"), points("30")));
}

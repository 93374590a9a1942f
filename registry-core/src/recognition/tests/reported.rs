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

/// The sentences of an answer that name a sum of several standings. Blocks of 101, 202, 404 and 808 points, one of each
/// standing, are so chosen that each sum of some of them is another number, and none is what is left or a limit.
#[test]
fn no_sentence_sums_what_is_guaranteed_with_what_is_possible_without_saying_so() {
    use crate::credit::Percent;
    use crate::qualification::{PointsGroup, PointsLevel, PointsPackaging, RecognitionLimits, SubjectLevel};
    let gives = [101u32, 202, 404, 808];
    let mut all = parts(vec![]);
    all.credit_schemes = vec![scheme("points", "1000")];
    let level = PointsLevel {
        level: SubjectLevel::new(1).expect("a level"),
        least: Some(read("2000")),
        most: Some(read("3500")),
        least_and_above: Some(read("2500")),
        subjects: vec![],
    };
    let major = PointsGroup {
        code: "major".to_owned(),
        title: "the major".to_owned(),
        least: Some(read("2000")),
        most: Some(read("3500")),
        subjects: vec![],
    };
    let packaging = PointsPackaging {
        subject_points: read("1000"),
        groups: vec![
            major,
            PointsGroup {
                code: "free".to_owned(),
                title: "free".to_owned(),
                least: None,
                most: None,
                subjects: vec![],
            },
        ],
        levels: vec![level],
        provenance: source(),
    };
    let percent = |share| Percent::new(share).ok();
    let recognition = RecognitionLimits {
        most: percent(90),
        rpl_most: percent(80),
        residency_least: percent(5),
        study_years_max: None,
        provenance: source(),
    };
    let award = |code: &str| Qualification {
        points_packaging: Some(packaging.clone()),
        recognition: Some(recognition.clone()),
        volume_of_learning: Some(crate::sample::hours(1_200)),
        ..award_of(code, "5000", "points")
    };
    all.qualifications = vec![award("by-group"), award("by-level")];
    let mut held = Vec::new();
    for ((points, standing), code) in gives.iter().zip(CreditStanding::ALL).zip(["a", "b", "c", "d"]) {
        all.qualifications.push(qualification(code, vec![]));
        held.push(Held::Qualification { qualification: read(code), completed: day("2026-06-01") });
        let exchange = || CreditExchange::Block { from: read(code), points: read(&points.to_string()) };
        let to = |award: &str| CreditRule {
            basis: CreditBasis::Rpl,
            ..rule(&format!("{award}-{code}"), award, exchange(), standing)
        };
        all.credit_rules.push(CreditRule { group: Some("major".to_owned()), ..to("by-group") });
        all.credit_rules.push(CreditRule { level: SubjectLevel::new(1).ok(), ..to("by-level") });
    }
    all.offerings.push(crate::course::Offering {
        of: crate::course::OfferingOf::Qualification(read("by-level")),
        price: read("9000"),
        ..crate::sample::weekly("by-level")
    });
    let catalogue = build(all);
    let record = learner(0, Employment::NotEmployed, held);
    let sums: Vec<u32> = (1u32..16)
        .filter(|set| set.count_ones() > 1)
        .map(|set| gives.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, points)| points).sum())
        .collect();
    let mut summed = 0;
    for code in ["by-group", "by-level"] {
        let ledger = ledger(&catalogue, &record, &read(code), day(TODAY)).expect("an award");
        let mut said = vec![words::verdict(&catalogue, &ledger)];
        said.extend(ledger.lines.iter().map(|line| words::line(&catalogue, line)));
        said.extend(ledger.limits.iter().map(|limit| words::limit(&ledger, limit)));
        said.extend(ledger.parts.iter().map(words::part));
        said.extend(words::remaining(&ledger));
        said.extend(ledger.report.iter().map(|line| words::report_line(&catalogue, line)));
        for sentence in said.iter().flat_map(|said| said.split(". ")) {
            let numbers =
                sentence.split(|c: char| !c.is_ascii_digit() && c != '.').map(|word| word.trim_end_matches('.'));
            let sum = numbers.filter_map(|number| number.parse().ok()).find(|number| sums.contains(number));
            let says_so = sentence.to_lowercase().contains("if all");
            assert!(sum.is_none() || says_so, "{sum:?} is summed unsaid: {sentence}");
            summed += usize::from(sum.is_some());
            let estimated = sentence.starts_with("About");
            assert!(
                !estimated || says_so || said.iter().any(|said| said.contains(sentence) && said.contains("if all"))
            );
        }
    }
    assert!(summed >= 8, "only {summed} sums are named");
}

/// Of fifteen units two are held, and then all: 100 h × 13 ÷ 15 is 86 h 40 min, and $100 × 13 ÷ 15 is $86.67.
#[test]
fn what_is_left_is_said_in_whole_hours_and_dollars_and_not_at_all_where_it_is_nothing() {
    let said = |held: usize| {
        let codes = names("unit-", 15);
        let groups = vec![group("Core", GroupKind::Core, &codes[..8]), group("More", GroupKind::Elective, &codes[8..])];
        let volume_of_learning = Some(crate::sample::hours(100));
        let mut all = parts(units(&codes));
        all.qualifications = vec![Qualification { volume_of_learning, ..certificate(groups) }];
        let of = crate::course::OfferingOf::Qualification(read("CHC43515"));
        all.offerings.push(crate::course::Offering { code: read("whole"), of, ..crate::sample::weekly(&codes[0]) });
        words::remaining(&counted(all, "CHC43515", &codes[..held]).1).join(" ")
    };
    let work = "The award also asks for at least 80 hours of work. What you have worked is not counted against that here; \
                ask the provider.";
    let expected = format!(
        "6 core units and 7 elective units. About 87 hours of learning. That is an estimate, by the share of the award that \
         is left. About $87, if the provider charges only for what is left. That is an estimate and our assumption. The \
         whole award costs $100, without funding. {work}"
    );
    assert_eq!(said(2), expected);
    assert!(said(8).starts_with("7 elective units. "), "{}", said(8));
    assert_eq!(said(15), work);
}

/// Who holds a unit that is not among those known here may hold one of the award all the same.
#[test]
fn that_not_all_units_of_an_award_are_known_is_said_with_those_that_are() {
    let codes = names("unit-", 3);
    let mut all = parts(units(&codes));
    all.qualifications = vec![certificate(vec![group("Listed", GroupKind::Listed, &codes[..2])])];
    let (_, ledger) = counted(all, "CHC43515", &codes[2..]);
    assert_eq!(ledger.remaining.known, codes[..2].iter().map(|code| read(code)).collect::<Vec<_>>());
    let said = "Of the 15 units only two are known here: unit-0 and unit-1. Another unit that you hold may be one of the \
                award, too, though here it counts as one from elsewhere; ask the provider.";
    assert!(words::remaining(&ledger).iter().any(|sentence| sentence == said), "{:?}", words::remaining(&ledger));
}

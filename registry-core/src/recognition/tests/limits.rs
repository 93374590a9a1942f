//! Caps, age and validity, and what a limit is blamed for.

use super::*;
use crate::credit::{Percent, Validity};
use crate::qualification::RecognitionLimits;

pub(super) fn limits() -> RecognitionLimits {
    RecognitionLimits { most: None, rpl_most: None, residency_least: None, study_years_max: None, provenance: source() }
}

pub(super) fn percent(percent: i64) -> Option<Percent> {
    Some(Percent::new(percent).expect("a share"))
}

pub(super) fn sixteen(recognition: RecognitionLimits) -> (crate::CatalogueParts, Vec<String>) {
    let codes = names("suite-", 16);
    let mut all = parts(codes.iter().map(|code| course(code, vec![])).collect());
    all.credit_schemes = vec![scheme("melbourne", "100")];
    let award = award_of("graduate-certificate", "50", "melbourne");
    all.qualifications = vec![Qualification { recognition: Some(recognition), ..award }];
    let exchange = series(&codes, 4, "12.5");
    all.credit_rules = vec![rule("suite", "graduate-certificate", exchange, CreditStanding::Discretionary)];
    (all, codes)
}

/// "max 50 % RPL (16 CP) into a Level 8 Graduate Certificate" (University of Southern Queensland, procedure 131190PL, as a
/// public note cites it): so 32 points in all, and in a scheme of 64 a year a subject is 64 ÷ 8 = 8. Sixteen micro-credentials
/// are four subjects of 8 = 32 points; 50 % of 32 is 16, two of them. That four make a subject there is the rule of Leading the
/// Change, section 5, and no rule of that university.
#[test]
fn the_cap_of_a_real_university_leaves_two_of_four_subjects() {
    let (mut all, codes) = sixteen(RecognitionLimits { most: percent(50), ..limits() });
    all.credit_schemes = vec![scheme("unisq", "64")];
    all.qualifications[0].credit = Some(Credit { points: read("32"), scheme: read("unisq") });
    all.credit_rules[0].exchange = series(&codes, 4, "8");
    let (_, ledger) = counted(all, "graduate-certificate", &codes);
    assert_eq!(ledger.totals.if_all_granted, points("16"));
    assert_eq!(ledger.limits[0].effect, LimitEffect::Bites);
    assert_eq!(
        words::limit(&ledger, &ledger.limits[0]),
        "At most 50 % by credit and recognition together: 50 % of 32 points is 16 points. Used: 16 points if all of it is granted. Without this limit more would count."
    );
    assert_eq!(ledger.not_counted.len(), 8);
    assert_eq!(ledger.not_counted[0].reason, Reason::LimitReached(LimitKind::Recognition));
}

/// Sixteen micro-credentials are the whole certificate "subject to the residency cap where one is set". None is published for
/// it, so the shares are made up, one on either side of a subject of 12.5 and two that are real elsewhere: half (UniSQ), and
/// a third ("max two thirds" by credit, Alphacrucis, written as 34 % studied there, since shares are whole per cents).
#[test]
fn sixteen_micro_credentials_count_as_far_as_residency_leaves_room_for_whole_subjects() {
    for (residency, most, used, effect, said) in [
        // 50 × 25 % = 12.5: exactly one subject.
        (
            75,
            "12.5",
            "12.5",
            LimitEffect::Bites,
            "At least 75 % is studied with the provider that awards it. Of 50 points that leaves 12.5 points for credit. Used: 12.5 points if all of it is granted. Without this limit more would count.",
        ),
        // 50 × 24 % = 12 < 12.5: none, since half a subject is none.
        (
            76,
            "12",
            "0",
            LimitEffect::Bites,
            "At least 76 % is studied with the provider that awards it. Of 50 points that leaves 12 points for credit. Used: 0 points. Without this limit more would count.",
        ),
        // 50 × 50 % = 25: two.
        (
            50,
            "25",
            "25",
            LimitEffect::Bites,
            "At least 50 % is studied with the provider that awards it. Of 50 points that leaves 25 points for credit. Used: 25 points if all of it is granted. Without this limit more would count.",
        ),
        // 50 × 66 % = 33: two of 12.5, and 8 points of room that no whole subject fits.
        (
            34,
            "33",
            "25",
            LimitEffect::Bites,
            "At least 34 % is studied with the provider that awards it. Of 50 points that leaves 33 points for credit. Used: 25 points if all of it is granted. Without this limit more would count.",
        ),
        (
            0,
            "50",
            "50",
            LimitEffect::LeavesRoom,
            "At least 0 % is studied with the provider that awards it. Of 50 points that leaves 50 points for credit. Used: 50 points if all of it is granted.",
        ),
    ] {
        let (all, codes) = sixteen(RecognitionLimits { residency_least: percent(residency), ..limits() });
        let (_, ledger) = counted(all, "graduate-certificate", &codes);
        let limit = &ledger.limits[0];
        assert_eq!((limit.most, limit.used, limit.effect), (points(most), points(used), effect), "{residency} %");
        assert_eq!(ledger.totals.if_all_granted, points(used), "{residency} %");
        assert_eq!(words::limit(&ledger, limit), said);
    }
}

/// A bachelor degree of 360 points: "A maximum of 180 points can be at 100 level [...] at least 75 must be from 300-level
/// courses" (Victoria University of Wellington, Bachelor of Arts requirements). No Australian handbook is at hand; the rule is
/// of the same kind. The blocks are made up.
#[test]
fn a_degree_counts_by_levels() {
    use crate::qualification::{PointsLevel, PointsPackaging, SubjectLevel};
    let level = |level, least: Option<&str>, most: Option<&str>, subjects: &[&str]| PointsLevel {
        level: SubjectLevel::new(level).expect("a level"),
        least: least.map(read),
        most: most.map(read),
        least_and_above: None,
        subjects: subjects.iter().map(|subject| read(subject)).collect(),
    };
    let mut all = parts(vec![course("first-year", vec![]), course("third-year", vec![])]);
    all.credit_schemes = vec![scheme("points", "120")];
    let packaging = PointsPackaging {
        subject_points: read("15"),
        groups: vec![],
        levels: vec![level(1, None, Some("180"), &["first-year"]), level(3, Some("75"), None, &["third-year"])],
        provenance: source(),
    };
    let degree = Qualification { points_packaging: Some(packaging), ..award_of("degree", "360", "points") };
    all.qualifications = vec![degree, qualification("diploma", vec![]), qualification("other", vec![])];
    let block = |code: &str, from: &str, gives: &str, at| {
        let exchange = CreditExchange::Block { from: read(from), points: read(gives) };
        CreditRule { level: at, ..rule(code, "degree", exchange, CreditStanding::Guaranteed) }
    };
    all.credit_rules =
        vec![block("one", "diploma", "200", SubjectLevel::new(1).ok()), block("two", "other", "200", None)];
    let catalogue = build(all);
    let at = |qualifications: &[&str], courses: &[&str]| {
        let held = qualifications
            .iter()
            .map(|code| Held::Qualification { qualification: read(code), completed: day("2026-06-01") });
        let held = held.chain(courses.iter().map(|code| crate::sample::held(code, "1.0.0"))).collect();
        let record = learner(0, Employment::NotEmployed, held);
        ledger(&catalogue, &record, &read("degree"), day(TODAY)).expect("a degree")
    };
    let counted = |ledger: &Ledger| ledger.totals.guaranteed;
    assert_eq!(counted(&at(&["diploma"], &[])), points("180"), "the most at level 1");
    // A subject of level 1 is surer of its place than what is cut: 15 + 165.
    let beside = at(&["diploma"], &["first-year"]);
    assert_eq!((counted(&beside), beside.lines.len()), (points("180"), 2));
    // Of 360 points 75 are kept for level 3: 180 + 105 = 285.
    let both = at(&["diploma", "other"], &[]);
    assert_eq!((counted(&both), both.proved), (points("285"), true));
    // A subject of level 3 fills what is kept: 285 + 15.
    let third = at(&["diploma", "other"], &["third-year"]);
    assert_eq!(counted(&third), points("300"));
    let part = third.parts.iter().find(|part| matches!(part.of, PartOf::Level(level) if level.get() == 3));
    assert_eq!(
        part.map(words::part).as_deref(),
        Some("Level 3: at least 75 points. Counted: 15 points. Still asked for: 60 points.")
    );
    let line = third.lines.iter().find(|line| line.items[0].code == "third-year").expect("a line");
    assert!(words::line(&catalogue, line).starts_with("Course THIRD-YEAR counts as itself, at level 3."));
}

#[test]
fn a_block_is_cut_to_what_the_limit_leaves_and_says_so() {
    let mut all = parts(vec![]);
    all.credit_schemes = vec![scheme("federation", "120")];
    let degree = award_of("degree", "360", "federation");
    let recognition = Some(RecognitionLimits { most: percent(25), ..limits() });
    all.qualifications = vec![Qualification { recognition, ..degree }, qualification("CHC53315", vec![])];
    let exchange = CreditExchange::Block { from: read("CHC53315"), points: read("120") };
    all.credit_rules = vec![rule("block", "degree", exchange, CreditStanding::Guaranteed)];
    let catalogue = build(all);
    let diploma = Held::Qualification { qualification: read("CHC53315"), completed: day("2026-06-01") };
    let record = learner(0, Employment::NotEmployed, vec![diploma]);
    let ledger = ledger(&catalogue, &record, &read("degree"), day(TODAY)).expect("a degree");
    assert_eq!((ledger.lines[0].amount, ledger.lines[0].uncut), (points("90"), Some(points("120"))));
    assert_eq!(ledger.lines[0].eftsl.map(|eftsl| eftsl.to_string()).as_deref(), Some("0.750 EFTSL"));
}

#[test]
fn study_counts_to_the_day_it_is_too_old() {
    let recognition = RecognitionLimits { study_years_max: Some(5), ..limits() };
    let (all, codes) = sixteen(recognition);
    let catalogue = build(all);
    let record = |completed: &str| {
        let held = codes.iter().take(4).map(|code| Held::Course {
            course: read(code),
            version: read("1.0.0"),
            completed: day(completed),
        });
        learner(0, Employment::NotEmployed, held.collect())
    };
    let at = |completed: &str| {
        ledger(&catalogue, &record(completed), &read("graduate-certificate"), day(TODAY)).expect("an award")
    };
    assert_eq!(at("2022-02-01").totals.if_all_granted, points("12.5"), "five years to the day");
    let old = at("2022-01-31");
    assert_eq!(old.totals.if_all_granted, points("0"));
    let said = "Course SUITE-0: completed more than 5 years ago. It stopped counting here on 1 February 2027.";
    assert_eq!(words::not_counted(&old.not_counted[0]), said);
}

#[test]
fn a_rule_counts_only_while_it_is_valid() {
    let (mut all, codes) = sixteen(limits());
    all.credit_rules[0].valid = Validity { from: None, until: Some(day("2027-01-31")) };
    let (_, ledger) = counted(all.clone(), "graduate-certificate", &codes[..4]);
    assert_eq!(ledger.totals.if_all_granted, points("0"));
    let reason = Reason::RuleNotValid { rule: read("suite"), valid: all.credit_rules[0].valid };
    assert_eq!(ledger.not_counted[0].reason, reason);
    let said = "Course SUITE-0: the rule that names it holds only until 31 January 2027.";
    assert_eq!(words::not_counted(&ledger.not_counted[0]), said);
    all.credit_rules[0].valid = Validity { from: None, until: Some(day("2027-02-01")) };
    let (_, ledger) = counted(all, "graduate-certificate", &codes[..4]);
    assert_eq!(ledger.totals.if_all_granted, points("12.5"));
}

/// Half by credit at most, and half studied there at least, say one thing twice: either alone would keep as much out.
#[test]
fn two_limits_that_leave_the_same_room_both_bite() {
    let (all, codes) = sixteen(RecognitionLimits { most: percent(50), residency_least: percent(50), ..limits() });
    let (_, ledger) = counted(all, "graduate-certificate", &codes);
    assert_eq!(ledger.totals.if_all_granted, points("25"));
    assert!(ledger.limits.iter().all(|limit| limit.effect == LimitEffect::Bites));
    let reasons: Vec<&Reason> = ledger.not_counted.iter().map(|not| &not.reason).collect();
    assert_eq!(reasons, [&Reason::LimitReached(LimitKind::Recognition); 8]);
    // The looser of two is not what keeps anything out.
    let (all, codes) = sixteen(RecognitionLimits { most: percent(25), residency_least: percent(50), ..limits() });
    let (_, ledger) = counted(all, "graduate-certificate", &codes);
    let effects: Vec<LimitEffect> = ledger.limits.iter().map(|limit| limit.effect).collect();
    assert_eq!(effects, [LimitEffect::Bites, LimitEffect::LeavesRoom]);
}

/// A second unit of a group that takes one is kept out by its group, though units from elsewhere are kept out by a limit.
#[test]
fn a_limit_is_blamed_only_for_what_falls_under_it() {
    let codes = names("unit", 6);
    let one = PackagingGroup { most: Some(1), ..group("One of these", GroupKind::Elective, &codes[..2]) };
    let mut all = parts(units(&codes));
    all.qualifications = vec![certificate(vec![one, group("More", GroupKind::Elective, &[])])];
    let (_, ledger) = counted(all, "CHC43515", &codes);
    let reasons: Vec<(&str, &Reason)> =
        ledger.not_counted.iter().map(|not| (not.item.code.as_str(), &not.reason)).collect();
    let elsewhere = Reason::LimitReached(LimitKind::Elsewhere);
    assert_eq!(reasons.len(), 3);
    assert!(reasons.iter().all(|(code, reason)| {
        let of_group = codes[..2].iter().any(|unit| unit == code);
        **reason == if of_group { Reason::PlaceTaken } else { elsewhere.clone() }
    }));
    assert_eq!(reasons.iter().filter(|(_, reason)| **reason == Reason::PlaceTaken).count(), 1);
}

/// Half of four units are recognised at most. Either of two units could be the one from elsewhere, were there no such limit.
#[test]
fn a_limit_is_blamed_for_whatever_could_count_without_it() {
    let codes = names("unit-", 5);
    let mut award = certificate(vec![
        group("Core", GroupKind::Core, &codes[..2]),
        group("More", GroupKind::Elective, &codes[2..3]),
    ]);
    if let Some(packaging) = &mut award.packaging {
        (packaging.core, packaging.electives) = (2, 2);
        (packaging.electives_listed_min, packaging.electives_elsewhere_max) = (Some(1), Some(1));
    }
    award.recognition = Some(RecognitionLimits { most: percent(50), ..limits() });
    let mut all = parts(units(&codes));
    all.qualifications = vec![award];
    let (_, ledger) = counted(all, "CHC43515", &codes);
    let reasons: Vec<&Reason> = ledger.not_counted.iter().map(|not| &not.reason).collect();
    assert_eq!(reasons, [&Reason::LimitReached(LimitKind::Recognition); 3]);
}

/// Three series of 20 points towards 50: two count, and the 10 that are left are less than a third.
#[test]
fn a_series_that_is_larger_than_what_is_left_says_so() {
    let codes = names("suite-", 3);
    let (mut all, _) = sixteen(limits());
    all.courses = codes.iter().map(|code| course(code, vec![])).collect();
    all.credit_rules = vec![rule("r", "graduate-certificate", series(&codes, 1, "20"), CreditStanding::Guaranteed)];
    all.offerings.clear();
    let (catalogue, ledger) = counted(all, "graduate-certificate", &codes);
    assert_eq!(ledger.guaranteed_alone, points("40"));
    let counts = words::line(&catalogue, &ledger.lines[0]);
    assert!(
        counts.starts_with("Course SUITE-0 and Course SUITE-1 count for 20 points each. That is 40 points"),
        "{counts}"
    );
    let said = words::not_counted(&ledger.not_counted[0]);
    let expected = "10 points of the award are left, and a series gives 20 points. A series is whole or nothing.";
    assert!(said.ends_with(expected), "{said}");
}

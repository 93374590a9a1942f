//! Levels of subjects as a plan sees them, which is as the ledger does.

use super::*;
use crate::pathway::{Budget, Recommendation, recommend};
use crate::qualification::{PointsLevel, PointsPackaging, SubjectLevel};
use crate::sample::request;

/// Of 45 points at most 15 at level 1, of which there are two subjects; one subject of level 3, which costs more.
fn degree() -> crate::CatalogueParts {
    let level = |level, most: Option<&str>, subjects: &[&str]| PointsLevel {
        level: SubjectLevel::new(level).expect("a level"),
        least: None,
        most: most.map(read),
        least_and_above: None,
        subjects: subjects.iter().map(|subject| read(subject)).collect(),
    };
    let mut all = parts(["first", "second", "third"].map(|code| course(code, vec![])).into());
    all.offerings[2].price = read("900");
    all.credit_schemes = vec![scheme("points", "120")];
    let packaging = PointsPackaging {
        subject_points: read("15"),
        groups: vec![],
        levels: vec![level(1, Some("15"), &["first", "second"]), level(3, None, &["third"])],
        provenance: source(),
    };
    all.qualifications =
        vec![Qualification { points_packaging: Some(packaging), ..award_of("degree", "45", "points") }];
    all
}

#[test]
fn a_plan_takes_no_more_of_a_level_than_counts() {
    let catalogue = build(degree());
    let steps = |goal: &str| match recommend(&catalogue, &request(goal), Budget::default()).expect("a sound request") {
        Recommendation::Pathways(found) => {
            let best = found.pathways.into_iter().next().expect("a pathway");
            let mut codes: Vec<String> = best.steps.iter().map(|step| step.item.code().to_string()).collect();
            codes.sort();
            Some(codes)
        }
        Recommendation::NoPathway(_) => None,
    };
    assert_eq!(steps("credit:15@degree").map(|codes| codes.len()), Some(1));
    // Two subjects of level 1 would be cheaper, and only one of them counts.
    let thirty = steps("credit:30@degree").expect("a pathway");
    assert_eq!((thirty.len(), thirty.contains(&"third".to_owned())), (2, true), "{thirty:?}");
    assert_eq!(steps("credit:45@degree"), None, "15 + 15 = 30 is all that counts");
    let record = learner(0, Employment::NotEmployed, holds(&["first", "second", "third"].map(str::to_owned)));
    let ledger = ledger(&catalogue, &record, &read("degree"), day(TODAY)).expect("a degree");
    assert_eq!(ledger.totals.if_all_granted, points("30"), "and the ledger says the same");
}

/// A degree of 360 points with three levels, and blocks towards it: of what, how much, at which level, how sure.
fn degree_by_levels(blocks: &[(&str, &str, Option<i64>, CreditStanding)]) -> (Catalogue, Ledger) {
    let level = |level: i64, [least, most, above]: [Option<&str>; 3]| PointsLevel {
        level: SubjectLevel::new(level).expect("a level"),
        least: least.map(read),
        most: most.map(read),
        least_and_above: above.map(read),
        subjects: vec![],
    };
    let mut all = parts(vec![]);
    all.credit_schemes = vec![scheme("points", "120")];
    let packaging = PointsPackaging {
        subject_points: read("15"),
        groups: vec![],
        levels: vec![
            level(1, [None, Some("180"), None]),
            level(2, [None, None, Some("180")]),
            level(3, [Some("75"), None, None]),
        ],
        provenance: source(),
    };
    all.qualifications =
        vec![Qualification { points_packaging: Some(packaging), ..award_of("degree", "360", "points") }];
    let mut held = Vec::new();
    for (from, gives, at, standing) in blocks {
        all.qualifications.push(qualification(from, vec![]));
        let exchange = CreditExchange::Block { from: read(from), points: read(gives) };
        let at = at.map(|at| SubjectLevel::new(at).expect("a level"));
        all.credit_rules.push(CreditRule { level: at, ..rule(from, "degree", exchange, *standing) });
        held.push(Held::Qualification { qualification: read(from), completed: day("2026-06-01") });
    }
    let catalogue = build(all);
    let record = learner(0, Employment::NotEmployed, held);
    let ledger = ledger(&catalogue, &record, &read("degree"), day(TODAY)).expect("a degree");
    (catalogue, ledger)
}

/// "A maximum of 180 points can be at 100 level and at least 180 points must be at 200 and 300 level; at least 75 must be from
/// 300-level courses" (Victoria University of Wellington, Bachelor of Arts requirements). The blocks are made up.
#[test]
fn at_least_so_much_of_two_levels_together_is_kept_for_them() {
    let sure = CreditStanding::Guaranteed;
    // Of 360 points 180 are kept for levels 2 and 3: a block of 240 at no level is cut to 180.
    let (_, alone) = degree_by_levels(&[("diploma", "240", None, sure)]);
    assert_eq!((alone.totals.guaranteed, alone.proved), (points("180"), true));
    let said: Vec<String> = alone.parts.iter().map(words::part).collect();
    assert_eq!(
        said,
        [
            "Level 1: at most 180 points. Counted: 0 points.",
            "Level 3: at least 75 points. Counted: 0 points. Still asked for: 75 points.",
            "Level 2 and above: at least 180 points. Counted: 0 points. Still asked for: 180 points.",
        ]
    );
    // At level 2 stand 120: 75 are still kept for level 3, and 360 − 75 − 120 = 165 are left for the other.
    let other = CreditStanding::ByApplication;
    let (_, both) = degree_by_levels(&[("diploma", "240", None, other), ("second-year", "120", Some(2), sure)]);
    assert_eq!((both.totals.guaranteed, both.totals.by_application), (points("120"), points("165")));
    assert!(both.proved);
    // At level 3 stand 150, which fill what both ask for: 360 − 150 − (180 − 150) = 180.
    let (_, third) = degree_by_levels(&[("diploma", "240", None, other), ("third-year", "150", Some(3), sure)]);
    assert_eq!((third.totals.guaranteed, third.totals.by_application), (points("150"), points("180")));
    let said = third.parts.last().map(words::part);
    assert_eq!(
        said.as_deref(),
        Some("Level 2 and above: at least 180 points. Counted: 150 points. Still asked for: 30 points.")
    );
}

/// Of 60 points at least 30 at levels 2 and 3 together: two of the four cheap subjects of level 1 are too many.
#[test]
fn a_plan_of_a_whole_award_takes_what_two_levels_ask_for_together() {
    let level = |level, above: Option<&str>, subjects: &[&str]| PointsLevel {
        level: SubjectLevel::new(level).expect("a level"),
        least: None,
        most: None,
        least_and_above: above.map(read),
        subjects: subjects.iter().map(|subject| read(subject)).collect(),
    };
    let firsts = ["first-a", "first-b", "first-c", "first-d"];
    let mut all = parts(firsts.iter().chain(&["second", "third"]).map(|code| course(code, vec![])).collect());
    for dear in [4, 5] {
        all.offerings[dear].price = read("900");
    }
    all.credit_schemes = vec![scheme("points", "120")];
    let of = |above| PointsPackaging {
        subject_points: read("15"),
        groups: vec![],
        levels: vec![level(1, None, &firsts), level(2, above, &["second"]), level(3, None, &["third"])],
        provenance: source(),
    };
    let award =
        |code: &str, above| Qualification { points_packaging: Some(of(above)), ..award_of(code, "60", "points") };
    all.qualifications = vec![award("free", None), award("bound", Some("30"))];
    let catalogue = build(all);
    let dear = |code: &str| {
        let found = recommend(&catalogue, &request(&format!("qualification:{code}")), Budget::default())
            .expect("a sound request");
        let Recommendation::Pathways(found) = found else { panic!("a pathway") };
        let steps = found.pathways[0].steps.iter().map(|step| step.item.code().to_string());
        steps.filter(|code| !code.starts_with("first")).count()
    };
    assert_eq!(dear("free"), 0);
    assert_eq!(dear("bound"), 2);
}

/// A series at a level fills it, is bounded by its most, and says so.
#[test]
fn a_series_fills_the_level_that_its_rule_names() {
    let mut all = parts(names("item", 6).iter().map(|code| course(code, vec![])).collect());
    all.credit_schemes = vec![scheme("points", "120")];
    let level = |level, least: Option<&str>, most: Option<&str>| PointsLevel {
        level: SubjectLevel::new(level).expect("a level"),
        least: least.map(read),
        most: most.map(read),
        least_and_above: None,
        subjects: vec![],
    };
    let packaging = PointsPackaging {
        subject_points: read("15"),
        groups: vec![],
        levels: vec![level(1, None, Some("37.5")), level(3, Some("15"), None)],
        provenance: source(),
    };
    all.qualifications = vec![Qualification { points_packaging: Some(packaging), ..award_of("award", "60", "points") }];
    let of = names("item", 6);
    let at = |at| CreditRule {
        level: SubjectLevel::new(at).ok(),
        ..rule("suite", "award", series(&of, 2, "15"), CreditStanding::Guaranteed)
    };
    all.credit_rules = vec![at(1)];
    let (catalogue, ledger) = counted(all.clone(), "award", &of);
    // Three series would be 45; level 1 takes at most 37.5, so two of 15 are 30.
    let CountsFor::Series { count, level, .. } = &ledger.lines[0].counts_for else { panic!("a series") };
    assert_eq!((*count, level.map(SubjectLevel::get), ledger.lines[0].amount), (2, Some(1), points("30")));
    assert!(
        words::line(&catalogue, &ledger.lines[0])
            .starts_with("Four things you hold make two whole series of two, worth 15 points each, at level 1.")
    );
    assert_eq!(words::part(&ledger.parts[0]), "Level 1: at most 37.5 points. Counted: 30 points.");
    assert_eq!(ledger.not_counted.iter().map(|not| &not.reason).collect::<Vec<_>>(), [&Reason::PlaceTaken; 2]);
    // At level 3 there is no most: all three count, and fill what it asks for.
    all.credit_rules = vec![at(3)];
    let (_, ledger) = counted(all, "award", &of);
    assert_eq!(ledger.totals.guaranteed, points("45"));
    assert_eq!(words::part(&ledger.parts[1]), "Level 3: at least 15 points. Counted: 45 points.");
}

/// A subject that was studied stands in the packaging of its award; that one may be recognised is said by the regulator of
/// higher education, and of units by that of vocational training.
#[test]
fn prior_learning_of_a_subject_cites_the_standards_of_higher_education() {
    use crate::learner_record::{LearnerRecord, LearnerRecordParts};
    use crate::rpl::{Claimed, RplClaim, RplStatus};
    use crate::source::Provenance;
    let catalogue = build(degree());
    let claim = RplClaim {
        of: Claimed::Course { course: read("third"), version: read("1.0.0") },
        status: RplStatus::Granted { on: day("2027-01-10") },
        evidence: vec![],
    };
    let held = holds(&["first".to_owned()]);
    let parts = LearnerRecordParts { held, rpl: vec![claim], ..LearnerRecordParts::empty(day(TODAY)) };
    let record = LearnerRecord::new(parts).expect("a record");
    let ledger = ledger(&catalogue, &record, &read("degree"), day(TODAY)).expect("a degree");
    let source_of = |code: &str| {
        let line = ledger.lines.iter().find(|line| line.items[0].code == code).expect("a line");
        line.provenance.clone()
    };
    assert_eq!(source_of("first"), source());
    let Provenance::External { external, place, .. } = source_of("third") else { panic!("a public source") };
    assert_eq!(external, "TEQSA");
    assert!(place.contains("Threshold Standards) 2021, section 1.2"), "{place}");
}

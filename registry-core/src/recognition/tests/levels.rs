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

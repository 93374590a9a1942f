//! What is studied as part of an award falls under no limit on recognition; what is held of it otherwise does.

use super::limits::{limits, percent, sixteen};
use super::*;
use crate::qualification::{PointsGroup, PointsPackaging, RecognitionLimits};

/// Four subjects of the award itself are studied with the provider: three quarters have to be, and nothing is recognised.
#[test]
fn subjects_of_the_award_are_studied_there_and_no_credit_to_report() {
    let codes = names("own-", 4);
    let (mut all, _) = sixteen(RecognitionLimits { residency_least: percent(75), ..limits() });
    all.courses.extend(codes.iter().map(|code| course(code, vec![])));
    let subjects = codes.iter().map(|code| read(code)).collect();
    let (code, title) = ("core".to_owned(), "Core".to_owned());
    let groups = vec![PointsGroup { code, title, least: None, most: None, subjects }];
    let packaging = PointsPackaging { subject_points: read("12.5"), groups, levels: vec![], provenance: source() };
    all.qualifications[0].points_packaging = Some(packaging);
    let (catalogue, ledger) = counted(all, "graduate-certificate", &codes);
    assert_eq!(ledger.guaranteed_alone, points("50"));
    assert_eq!(ledger.limits[0].used, points("0"));
    assert_eq!(ledger.report, []);
    let said = words::line(&catalogue, &ledger.lines[0]);
    assert!(said.ends_with("It is studied as part of the award, so it needs no credit."), "{said}");
}

/// The award lists a subject of a university whose years have 120 points: 15 of them are 12.5 of its own.
#[test]
fn a_listed_subject_of_another_provider_is_credit() {
    let (mut all, _) = sixteen(RecognitionLimits { residency_least: percent(75), ..limits() });
    let codes = names("listed-", 2);
    all.credit_schemes.push(scheme("other", "120"));
    for code in &codes {
        let mut subject = course(code, vec![]);
        subject.versions[0].credit = Some(Credit { points: read("15"), scheme: read("other") });
        all.courses.push(subject);
    }
    let subjects = codes.iter().map(|code| read(code)).collect();
    let (code, title) = ("core".to_owned(), "Core".to_owned());
    let groups = vec![PointsGroup { code, title, least: None, most: None, subjects }];
    let subject_points = read("12.5");
    let packaging = PointsPackaging { subject_points, groups, levels: vec![], provenance: source() };
    all.qualifications[0].points_packaging = Some(packaging);
    let (catalogue, ledger) = counted(all, "graduate-certificate", &codes);
    assert_eq!((ledger.guaranteed_alone, ledger.limits[0].used), (points("12.5"), points("12.5")));
    assert_eq!(ledger.report.len(), 1);
    let said = words::line(&catalogue, &ledger.lines[0]);
    assert!(said.ends_with("Specified credit by credit transfer: guaranteed."), "{said}");
}

/// Two units of a certificate of four, half of which have to be studied with the provider.
#[test]
fn units_that_are_held_are_recognised_unless_they_were_studied_with_the_provider() {
    let codes = names("unit-", 4);
    let mut award = certificate(vec![group("Core", GroupKind::Core, &codes)]);
    if let Some(packaging) = &mut award.packaging {
        (packaging.core, packaging.electives) = (4, 0);
        (packaging.electives_listed_min, packaging.electives_elsewhere_max) = (None, None);
    }
    award.recognition = Some(RecognitionLimits { residency_least: percent(50), ..limits() });
    let mut all = parts(units(&codes));
    all.qualifications = vec![award];
    let (catalogue, ledger) = counted(all, "CHC43515", &codes);
    assert_eq!(ledger.guaranteed_alone, Amount::Units(2));
    assert_eq!(words::limit(&ledger, &ledger.limits[1]), "No unit may come from elsewhere.");
    let said = words::limit(&ledger, &ledger.limits[0]);
    assert!(
        said.contains("Used: 2 units. Without this limit more would count. Your record does not say where"),
        "{said}"
    );
    let record = learner(12, Employment::Employed, holds(&codes));
    for (studied, counts) in [(&codes[..1], 3), (&codes[..2], 4), (&codes[..], 4)] {
        let studied = studied.iter().map(|code| read(code)).collect();
        let ledger = ledger_of_studied(&catalogue, &record, &studied, &read("CHC43515"), day(TODAY)).expect("an award");
        assert_eq!(ledger.guaranteed_alone, Amount::Units(counts));
        assert!(ledger.limits.iter().all(|limit| limit.used <= limit.most));
        let said = words::remaining(&ledger).join(" ");
        assert!(!said.contains(" 0 ") && !said.starts_with("0 "), "{said}");
    }
}

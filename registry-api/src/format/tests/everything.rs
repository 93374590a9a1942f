//! A file with everything is read whole, placed and written back.

use registry_core::catalogue::EntryRef;
use registry_core::course::{DaysFrom, Delivery, OfferingOf, VersionStatus};
use registry_core::credit::{CreditBasis, CreditExchange, CreditForm, CreditPoints, Percent, Validity};
use registry_core::id::ProviderCode;
use registry_core::provider::AmountPer;
use registry_core::qualification::GroupKind;
use registry_core::requisite::{Gate, RequisiteExpr};
use registry_core::source::Provenance;

use super::*;

#[test]
fn every_entry_of_the_fixture_is_read_and_builds() {
    let read = read_catalogue(&[file(EVERYTHING)]).expect("sound");
    let p = &read.parts;
    let counts = [
        p.documents.len(),
        p.tags.len(),
        p.regions.len(),
        p.workforces.len(),
        p.tiers.len(),
        p.readiness_tiers.len(),
        p.roles.len(),
        p.providers.len(),
        p.courses.len(),
        p.qualifications.len(),
        p.credit_schemes.len(),
        p.credit_rules.len(),
        p.funding_sources.len(),
        p.support_commitments.len(),
        p.offerings.len(),
    ];
    assert_eq!(counts, [2, 1, 1, 1, 2, 1, 1, 1, 3, 4, 1, 5, 2, 1, 2]);
    assert_eq!(read.places.len(), counts.iter().sum::<usize>());
    read.build().expect("it fits together");
}

#[test]
fn the_parts_read_back_from_their_data_form() {
    let parts = everything();
    let json = serde_json::to_string(&parts).expect("data");
    let back: CatalogueParts = serde_json::from_str(&json).expect("read back");
    assert_eq!(back, parts);
}

#[test]
fn an_entry_keeps_what_the_file_says() {
    let parts = everything();
    let course = &parts.courses[1];
    assert_eq!(course.code.as_str(), "suite-peer-support");
    assert_eq!(course.neutral_title.as_deref(), Some("Support practice"));
    let publishers = |of: &Option<ProviderCode>| of.as_ref().map(ToString::to_string);
    assert_eq!(
        parts.courses.iter().filter_map(|course| publishers(&course.publisher)).collect::<Vec<_>>(),
        ["example-institute"]
    );
    assert_eq!(
        parts.qualifications.iter().filter_map(|entry| publishers(&entry.publisher)).collect::<Vec<_>>(),
        ["example-institute"]
    );
    assert_eq!(course.aqf_alignment.as_ref().map(|alignment| alignment.level.get()), Some(8));
    let [old, new] = course.versions.as_slice() else { panic!("two versions") };
    assert_eq!((old.status, new.status), (VersionStatus::Superseded, VersionStatus::Published));
    assert_eq!(old.volume_of_learning.minutes(), 2_250);
    assert_eq!(old.credit.as_ref().map(|credit| credit.points.to_string()).as_deref(), Some("3.125"));
    assert_eq!(old.sessions.len(), 2);
    let RequisiteExpr::Any(any) = new.requisites[1].requires() else { panic!("any") };
    assert_eq!(any.as_slice()[0], RequisiteExpr::Gate(Gate::ExperienceAtLeast { months: 24 }));
    let assumed: Vec<bool> = parts.qualifications.iter().map(|entry| entry.volume_of_learning_assumed).collect();
    assert_eq!(assumed, [true, false, false, false]);
    assert!(matches!(parts.regions[0].provenance, Provenance::External { .. }));
    let dated = &parts.offerings[0];
    assert!(matches!(dated.price_provenance, Some(Provenance::Document { .. })), "{:?}", dated.price_provenance);
    assert_eq!(dated.days_from, DaysFrom::ReleaseAgreement);
    assert!(matches!(dated.of, OfferingOf::Course { .. }));
    assert_eq!(dated.provenance, Provenance::Invented);
    let rolling = &parts.offerings[1];
    assert!(matches!(rolling.delivery, Delivery::Rolling { weeks: 52, until: Some(_), .. }));
    assert!(matches!(rolling.provenance, Provenance::Assumption { .. }));
    assert_eq!(parts.courses[0].versions[0].published.to_string(), "2026-01-01");
    let grant = &parts.funding_sources[1];
    assert_eq!((grant.per, grant.places), (AmountPer::Year, Some(10)));
    let paid = &grant.pays_for;
    let named = (paid.courses.len(), paid.qualifications.len(), paid.kinds.len(), paid.providers.len());
    assert_eq!(named, (1, 1, 1, 1));
    assert_eq!((grant.requires.as_slice(), grant.perspectives.len()), ([Gate::Employed].as_slice(), 1));
}

#[test]
fn an_award_keeps_its_groups_its_points_and_its_limits() {
    let parts = everything();
    let [_, _, units, points] = parts.qualifications.as_slice() else { panic!("four awards") };
    let packaging = units.packaging.as_ref().expect("packaging");
    let [core, listed] = packaging.groups.as_slice() else { panic!("two groups") };
    assert_eq!((core.kind, core.least, core.most), (GroupKind::Core, None, None));
    assert_eq!((listed.kind, listed.least, listed.most), (GroupKind::Listed, Some(1), Some(2)));
    let limits = units.recognition.as_ref().expect("limits");
    assert_eq!((limits.most.map(Percent::get), limits.rpl_most, limits.study_years_max), (Some(60), None, Some(10)));
    assert_eq!(limits.provenance, Provenance::Invented);
    let packaging = points.points_packaging.as_ref().expect("packaging in points");
    assert_eq!(packaging.subject_points.to_string(), "15");
    let shown = |points: Option<CreditPoints>| points.map(|points| points.to_string());
    let [major, free] = packaging.groups.as_slice() else { panic!("two groups") };
    assert_eq!((shown(major.least).as_deref(), shown(major.most).as_deref()), (Some("30"), Some("45")));
    assert_eq!((shown(free.least).as_deref(), free.most, free.subjects.len()), (Some("15"), None, 0));
    let [one, two] = packaging.levels.as_slice() else { panic!("two levels") };
    assert_eq!((one.level.get(), shown(one.least), shown(one.most).as_deref()), (1, None, Some("45")));
    assert_eq!((shown(one.least_and_above).as_deref(), two.least_and_above), (Some("30"), None));
    assert_eq!((two.level.get(), shown(two.least).as_deref(), two.subjects.len()), (2, Some("15"), 1));
    let levels: Vec<_> = parts.credit_rules.iter().filter_map(|rule| rule.level).map(|level| level.get()).collect();
    assert_eq!(levels, [1]);
    let limits = points.recognition.as_ref().expect("limits");
    let shares = [limits.most, limits.rpl_most, limits.residency_least].map(|share| share.map(Percent::get));
    assert_eq!((shares, limits.study_years_max), ([Some(50), Some(25), Some(50)], Some(5)));
}

#[test]
fn a_credit_rule_keeps_its_terms() {
    let parts = everything();
    let [series, block, unit, major, _] = parts.credit_rules.as_slice() else { panic!("five rules") };
    assert_eq!(
        (series.basis, series.form(), series.valid),
        (CreditBasis::CreditTransfer, CreditForm::Unspecified, Validity::default())
    );
    assert_eq!((block.form(), &block.provider, &block.conditions), (CreditForm::Block, &None, &None));
    assert_eq!((unit.basis, unit.form()), (CreditBasis::Rpl, CreditForm::Specified));
    let CreditExchange::Unit { from, unit } = &unit.exchange else { panic!("a unit") };
    assert_eq!((from.as_str(), unit.as_str()), ("workshop-values", "suite-peer-support"));
    assert_eq!(
        (major.basis, major.valid.to_string().as_str()),
        (CreditBasis::Articulation, "from 2026-01-01 until 2029-12-31")
    );
    assert_eq!(major.provider, major.from_provider);
    assert_eq!(major.provider.as_ref().map(|code| code.as_str()), Some("example-institute"));
    assert_eq!(major.group.as_deref(), Some("major"));
    assert_eq!(major.conditions.as_deref(), Some("Within two years of the Certificate IV."));
}

#[test]
fn a_place_is_the_line_an_entry_begins_on() {
    let read = read_catalogue(&[file(EVERYTHING)]).expect("sound");
    for (entry, header) in [
        (EntryRef::new("document", "leading-the-change"), "[[documents]]"),
        (EntryRef::new("tier", 3), "[[tiers]]"),
        (EntryRef::new("readiness tier", 2), "[[readiness_tiers]]"),
        (EntryRef::new("course", "suite-supervision"), "[[courses]]"),
    ] {
        let [place] = read.places[&entry].as_slice() else { panic!("one place of {entry}") };
        assert_eq!(EVERYTHING.lines().nth(place.line as usize - 1), Some(header), "{entry}");
    }
}

#[test]
fn an_empty_file_is_an_empty_catalogue() {
    assert_eq!(read_catalogue(&[file("")]).expect("nothing wrong").parts, CatalogueParts::default());
}

#[test]
fn a_file_with_windows_line_ends_reads_alike() {
    let windows = EVERYTHING.replace('\n', "\r\n");
    assert_eq!(read_catalogue(&[file(&windows)]).expect("sound").parts, everything());
}

#[test]
fn an_offering_of_recognition_keeps_what_it_asks_for() {
    let asks = "rpl_asks = [{ gate = \"experience-over\", months = 24 }, { gate = \"employed\" }]";
    let text = EVERYTHING.replacen("capacity = 20", asks, 1);
    let read = read_catalogue(&[file(&text)]).expect("sound");
    let offering = read.parts.offerings.iter().find(|offering| offering.rpl.is_some()).expect("one of recognition");
    let asked = offering.rpl.as_ref().map(|rpl| rpl.asks.clone());
    assert_eq!(asked, Some(vec![Gate::ExperienceOver { months: 24 }, Gate::Employed]));
    assert!(everything().offerings.iter().all(|offering| offering.rpl.is_none()), "the rest is taught");
}

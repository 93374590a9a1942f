//! Any catalogue, however odd its texts, is exported and imported back.

use proptest::prelude::*;
use registry_core::course::{
    AqfAlignment, Course, CourseKind, CourseVersion, DaysFrom, Delivery, Mode, Offering, OfferingOf, PeerShare,
    VersionStatus,
};
use registry_core::money::Aud;
use registry_core::provider::{Provider, ProviderKind};
use registry_core::source::{Confidence, Provenance};
use registry_core::volume::Hours;

use super::*;

/// Texts that begin like formulas, with quotes, line breaks and whatever else a cell or a line could stumble over.
fn text() -> impl Strategy<Value = String> {
    "[=+@'\"a-zé,;\\\\#\\[\\]{}\\-]{1,3}[ -~\n\té“]{0,20}[a-z]".prop_map(|text| text.replace('\r', ""))
}

fn provenance() -> impl Strategy<Value = Provenance> {
    prop_oneof![
        Just(Provenance::Invented),
        "[=+a-z\"]{1,2}[ -~]{1,20}[a-z]".prop_map(|note| Provenance::assumption(&note).expect("a note")),
        "[=@a-z]{1,3}[ -~]{0,9}[a-z]"
            .prop_map(|page| Provenance::external(&page, "p. 1", Confidence::Medium).expect("a page")),
    ]
}

/// A course of that number with one to three versions.
fn course(number: usize) -> impl Strategy<Value = Course> {
    let version = (prop::collection::vec(text(), 0..4), 4..400_u32, any::<bool>(), 0..3_usize);
    let versions = prop::collection::vec(version, 1..4);
    let alignment = prop::option::of((1..=10_u8, text()));
    (text(), prop::option::of(text()), text(), alignment, versions, provenance()).prop_map(
        move |(title, neutral_title, description, alignment, versions, provenance)| Course {
            code: format!("course-{number}").parse().expect("a code"),
            title,
            neutral_title,
            kind: CourseKind::Workshop,
            description,
            tiers: Vec::new(),
            roles: Vec::new(),
            perspectives: Vec::new(),
            tags: Vec::new(),
            aqf_alignment: alignment.map(|(level, basis)| AqfAlignment {
                level: registry_core::aqf::AqfLevel::new(level).expect("a level"),
                basis,
            }),
            superseded_by: None,
            versions: (0..)
                .zip(versions)
                .map(|(minor, (outcomes, quarters, assessed, status))| CourseVersion {
                    version: semver::Version::new(1, minor, 0),
                    published: NaiveDate::from_ymd_opt(2026, 7, 1).expect("a day"),
                    status: VersionStatus::ALL[status],
                    sessions: outcomes.clone(),
                    outcomes,
                    volume_of_learning: Hours::from_minutes(quarters * 15),
                    assessed,
                    credit: None,
                    requisites: Vec::new(),
                })
                .collect(),
            publisher: None,
            provenance,
        },
    )
}

fn offering(number: usize) -> impl Strategy<Value = Offering> {
    (0..100_000_000_i64, 1..260_u16, any::<[bool; 4]>(), prop::option::of(1..1_000_u32), provenance()).prop_map(
        move |(cents, weeks, [led, developed, delivered, released], capacity, provenance)| Offering {
            code: format!("offering-{number}").parse().expect("a code"),
            of: OfferingOf::Course {
                course: format!("course-{number}").parse().expect("a code"),
                version: semver::Version::new(1, 0, 0),
            },
            provider: "provider".parse().expect("a code"),
            mode: Mode::Online,
            region: None,
            delivery: Delivery::Rolling {
                from: NaiveDate::from_ymd_opt(2027, 1, 4).expect("a day"),
                until: None,
                weeks,
            },
            price: Aud::from_cents(cents).expect("an amount"),
            price_provenance: None,
            fees: Vec::new(),
            days: weeks,
            days_from: if released { DaysFrom::ReleaseAgreement } else { DaysFrom::Allowance },
            own_time: Hours::from_minutes(u32::from(weeks) * 15),
            capacity,
            peer: PeerShare { led, developed, delivered },
            rpl: None,
            provenance,
        },
    )
}

fn catalogue() -> impl Strategy<Value = Catalogue> {
    (1..5_usize).prop_flat_map(|count| {
        let courses: Vec<_> = (0..count).map(course).collect();
        let offerings: Vec<_> = (0..count).map(offering).collect();
        (courses, offerings).prop_map(|(courses, offerings)| {
            let provider = Provider {
                code: "provider".parse().expect("a code"),
                title: "A provider".to_owned(),
                kind: ProviderKind::Rto,
                provenance: Provenance::Invented,
            };
            let parts = CatalogueParts { courses, offerings, providers: vec![provider], ..CatalogueParts::default() };
            Catalogue::build(parts).expect("sound")
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn any_catalogue_imports_back_from_toml_and_json(catalogue in catalogue()) {
        let parts = catalogue.to_parts();
        check(&catalogue, &named(toml_files(&parts)));
        check(&catalogue, &[("all.json".to_owned(), json(&parts).expect("data"))]);
    }

    #[test]
    fn any_spreadsheet_imports_back_and_no_cell_of_it_is_a_formula(catalogue in catalogue()) {
        let files = named(csv_files(&catalogue.to_parts()));
        for (name, text) in &files {
            for record in ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records() {
                let record = record.expect("rows of one length");
                let formula = record.iter().find(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
                prop_assert_eq!(formula, None, "{}", name);
            }
        }
        let mut left = catalogue.to_parts();
        left.courses.clear();
        left.offerings.clear();
        let back = import(&files, &Catalogue::build(left).expect("sound"));
        prop_assert_eq!(back.next.to_parts(), catalogue.to_parts());
        prop_assert!(import(&files, &catalogue).delta.is_empty());
    }
}

//! A catalogue of two hundred awards, and somebody who holds sixty things: what counting credit is measured on.

use std::fmt::Debug;
use std::str::FromStr;

use chrono::NaiveDate;
use registry_core::aqf::AqfType;
use registry_core::catalogue::{Catalogue, CatalogueParts};
use registry_core::course::{Course, CourseKind, CourseVersion, Credit, VersionStatus};
use registry_core::credit::{CreditBasis, CreditExchange, CreditRule, CreditScheme, CreditStanding, Percent};
use registry_core::id::CourseCode;
use registry_core::learner_record::{Held, LearnerRecord, LearnerRecordParts};
use registry_core::qualification::{
    Currency, GroupKind, Packaging, PackagingGroup, PointsGroup, PointsLevel, PointsPackaging, Qualification,
    RecognitionLimits, SubjectLevel,
};
use registry_core::source::Provenance;
use registry_core::volume::Hours;

/// Units of competency of the catalogue.
const UNITS: usize = 200;

/// Micro-credentials of the catalogue.
const ITEMS: usize = 60;

/// University subjects of the catalogue.
const SUBJECTS: usize = 60;

/// Awards: as many of units as of points.
const AWARDS: usize = 200;

/// The day on which everything is counted.
pub fn today() -> NaiveDate {
    read("2027-02-01")
}

fn read<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect(text)
}

fn course(code: &str, kind: CourseKind) -> Course {
    let version = CourseVersion {
        version: read("1.0.0"),
        published: read("2026-01-01"),
        status: VersionStatus::Published,
        outcomes: Vec::new(),
        volume_of_learning: Hours::from_minutes(2_400),
        assessed: true,
        credit: None,
        requisites: Vec::new(),
        sessions: Vec::new(),
    };
    Course {
        code: read(code),
        title: format!("Title of {code}"),
        neutral_title: None,
        kind,
        description: String::new(),
        tiers: Vec::new(),
        roles: Vec::new(),
        perspectives: Vec::new(),
        tags: Vec::new(),
        aqf_alignment: None,
        superseded_by: None,
        versions: vec![version],
        publisher: None,
        provenance: Provenance::Invented,
    }
}

/// So many codes from a place on, round and round.
fn codes(prefix: &str, from: usize, count: usize, of: usize) -> Vec<CourseCode> {
    (from..from + count).map(|number| read(&format!("{prefix}{}", number % of))).collect()
}

fn qualification(code: String, aqf_type: AqfType) -> Qualification {
    Qualification {
        title: format!("Award {code}"),
        code: read(&code),
        aqf_type,
        volume_of_learning: Some(Hours::from_minutes(72_000)),
        volume_of_learning_assumed: false,
        currency: Currency::Current,
        superseded_by: None,
        entry: Vec::new(),
        credit: None,
        leads_to: Vec::new(),
        packaging: None,
        points_packaging: None,
        recognition: None,
        publisher: None,
        provenance: Provenance::Invented,
    }
}

/// An award of fifteen units: eight of a core, seven of three lists of which each has its least and most.
fn of_units(number: usize) -> Qualification {
    let group = |code: &str, kind, from, count, bounds: Option<(u16, u16)>| PackagingGroup {
        code: code.to_owned(),
        title: code.to_owned(),
        kind,
        least: bounds.map(|(least, _)| least),
        most: bounds.map(|(_, most)| most),
        units: codes("unit", from, count, UNITS),
    };
    let from = number * 7;
    let packaging = Packaging {
        core: 8,
        electives: 7,
        electives_listed_min: Some(5),
        electives_elsewhere_max: Some(2),
        work_hours_min: None,
        groups: vec![
            group("core", GroupKind::Core, from, 8, None),
            group("a", GroupKind::Elective, from + 8, 10, Some((1, 4))),
            group("b", GroupKind::Elective, from + 18, 10, Some((0, 4))),
            group("c", GroupKind::Specialisation, from + 28, 6, None),
        ],
        provenance: Provenance::Invented,
    };
    Qualification { packaging: Some(packaging), ..qualification(format!("u{number}"), AqfType::CertificateIv) }
}

fn level_of(number: i64) -> SubjectLevel {
    SubjectLevel::new(number).expect("a level")
}

/// Two of three awards of points count by level.
fn has_levels(number: usize) -> bool {
    number % 3 != 2
}

/// At most so much of the first year, at least so much of the second and third together, and of the third alone.
fn levels(number: usize) -> Vec<PointsLevel> {
    let level = |of: i64, [least, most, above]: [Option<&str>; 3], from: usize| PointsLevel {
        level: level_of(of),
        least: least.map(read),
        most: most.map(read),
        least_and_above: above.map(read),
        subjects: codes("subject", from, 5, SUBJECTS),
    };
    vec![
        level(1, [None, Some("24"), None], number * 5),
        level(2, [None, None, Some("18")], number * 5 + 5),
        level(3, [Some("6"), Some("36"), None], number * 5 + 10),
    ]
}

/// An award of 48 to 96 points of one of three schemes, with two groups of subjects, levels for two of three, and its limits.
fn of_points(number: usize) -> Qualification {
    let percent = |share: usize| Percent::new(i64::try_from(share).expect("small")).ok();
    let group = |code: &str, from: usize, most: Option<&str>| PointsGroup {
        code: code.to_owned(),
        title: code.to_owned(),
        least: None,
        most: most.map(read),
        subjects: codes("subject", from, 6, SUBJECTS),
    };
    Qualification {
        credit: Some(Credit {
            points: read(["48", "72", "96"][number % 3]),
            scheme: read(["s100", "s120", "s64"][number % 3]),
        }),
        points_packaging: Some(PointsPackaging {
            subject_points: read("12"),
            groups: vec![
                group("first", number * 5, Some("36")),
                group("second", number * 5 + 6, Some("24")),
                PointsGroup { subjects: Vec::new(), ..group("free", 0, None) },
            ],
            levels: if has_levels(number) { levels(number) } else { Vec::new() },
            provenance: Provenance::Invented,
        }),
        recognition: Some(RecognitionLimits {
            most: percent(40 + number % 30),
            rpl_most: percent(25),
            residency_least: percent(33),
            study_years_max: Some(10),
            provenance: Provenance::Invented,
        }),
        ..qualification(format!("p{number}"), AqfType::GraduateCertificate)
    }
}

/// Two series that share courses, a series by recognition of prior learning, and two blocks; where the award has levels, one
/// of the series and one of the blocks are at one.
fn rules_of(number: usize) -> Vec<CreditRule> {
    let series = |from: usize, count, size, each: &str| CreditExchange::Series {
        of: codes("item", from, count, ITEMS),
        size,
        points_each_series: read(each),
    };
    let block = |from: usize, points: &str| CreditExchange::Block {
        from: read(&format!("u{}", from % (AWARDS / 2))),
        points: read(points),
    };
    let rule = |suffix: &str, exchange, standing| {
        let (code, towards) = (read(&format!("p{number}-{suffix}")), read(&format!("p{number}")));
        CreditRule::new(code, towards, exchange, standing, Provenance::Invented)
    };
    let at = |level: i64| has_levels(number).then(|| level_of(level));
    vec![
        rule("suite", series(number * 3, 12, 4, "12"), CreditStanding::Discretionary),
        rule("other", series(number * 3 + 6, 9, 3, "7.5"), CreditStanding::ByApplication),
        CreditRule {
            basis: CreditBasis::Rpl,
            level: at(2),
            ..rule("work", series(number * 3 + 12, 6, 2, "5"), CreditStanding::Assumption)
        },
        CreditRule {
            basis: CreditBasis::Articulation,
            ..rule("block", block(number, "24"), CreditStanding::Guaranteed)
        },
        CreditRule { level: at(1), ..rule("half", block(number + 1, "12"), CreditStanding::Guaranteed) },
    ]
}

/// The catalogue.
///
/// # Panics
/// When it is not sound, which is a fault of this file.
pub fn catalogue() -> Catalogue {
    let of = |prefix: &str, count, kind| (0..count).map(move |number| (format!("{prefix}{number}"), kind)).collect();
    let all: [Vec<(String, CourseKind)>; 3] = [
        of("unit", UNITS, CourseKind::UnitOfCompetency),
        of("item", ITEMS, CourseKind::MicroCredential),
        of("subject", SUBJECTS, CourseKind::Subject),
    ];
    let scheme = |code: &str, points_per_year: &str| CreditScheme {
        code: read(code),
        title: code.to_owned(),
        points_per_year: read(points_per_year),
        provenance: Provenance::Invented,
    };
    let half = AWARDS / 2;
    Catalogue::build(CatalogueParts {
        courses: all.concat().iter().map(|(code, kind)| course(code, *kind)).collect(),
        qualifications: (0..half).map(of_units).chain((0..half).map(of_points)).collect(),
        credit_schemes: vec![scheme("s100", "100"), scheme("s120", "120"), scheme("s64", "64")],
        credit_rules: (0..half).flat_map(rules_of).collect(),
        ..CatalogueParts::default()
    })
    .expect("a sound catalogue")
}

/// Somebody who holds thirty units, eighteen micro-credentials, eight subjects and four qualifications.
///
/// # Panics
/// When the record is not sound, which is a fault of this file.
pub fn sixty_things() -> LearnerRecord {
    let completed = read("2026-06-01");
    let course = |code: CourseCode| Held::Course { course: code, version: read("1.0.0"), completed };
    let courses = [codes("unit", 0, 30, UNITS), codes("item", 0, 18, ITEMS), codes("subject", 0, 8, SUBJECTS)];
    let mut held: Vec<Held> = courses.concat().into_iter().map(course).collect();
    held.extend((0..4).map(|number| Held::Qualification { qualification: read(&format!("u{number}")), completed }));
    LearnerRecord::new(LearnerRecordParts { held, ..LearnerRecordParts::empty(today()) }).expect("a sound record")
}

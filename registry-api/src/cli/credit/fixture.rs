//! A small catalogue made by hand: an award of units, an award of points with limits, a degree of unknown size.

use registry_core::aqf::AqfType;
use registry_core::catalogue::{Catalogue, CatalogueParts};
use registry_core::course::{
    Course, CourseKind, CourseSuccessor, CourseVersion, Credit, Delivery, Equivalence, Offering, OfferingOf,
};
use registry_core::credit::{CreditBasis, CreditExchange, CreditRule, CreditScheme, CreditStanding, Percent};
use registry_core::provider::{Provider, ProviderKind};
use registry_core::qualification::{
    GroupKind, LadderRung, Packaging, PackagingGroup, Qualification, RecognitionLimits,
};
use registry_core::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
use registry_core::source::{Confidence, Provenance};
use registry_core::volume::Hours;

use crate::made_up::{self, read};
use crate::snapshot::Snapshot;

fn page() -> Provenance {
    Provenance::external("example.org", "page 1", Confidence::High).expect("a source")
}

fn hours(hours: u32) -> Hours {
    Hours::from_minutes(hours * 60)
}

fn course(code: &str, title: &str, kind: CourseKind) -> Course {
    let version = CourseVersion { outcomes: vec!["Begins".to_owned()], ..made_up::version("1.0.0") };
    Course { versions: vec![version], ..made_up::course(code, title, kind, page()) }
}

fn courses() -> Vec<Course> {
    let mut courses: Vec<Course> = [
        ("CHCPWK001", "Apply peer work practices"),
        ("CHCPWK002", "Contribute to the improvement of services"),
        ("CHCPWK003", "Apply lived experience"),
        ("CHCPWK004", "Work effectively in consumer peer work"),
        ("CHCMHS001", "Work with people with mental health issues"),
        ("CHCMHS008", "Promote and facilitate self advocacy"),
    ]
    .map(|(code, title)| course(code, title, CourseKind::UnitOfCompetency))
    .into();
    let successor =
        CourseSuccessor { course: read("CHCMHS008"), equivalence: Equivalence::NotEquivalent, provenance: page() };
    let old = course("CHCOLD001", "Support self advocacy", CourseKind::UnitOfCompetency);
    courses.push(Course { superseded_by: Some(successor), ..old });
    courses.push(course("first-aid", "First aid", CourseKind::Workshop));
    courses.extend((1..=9).map(|number| {
        course(&format!("suite-{number}"), &format!("Suite item {number}"), CourseKind::MicroCredential)
    }));
    courses
}

fn qualification(code: &str, title: &str, aqf_type: AqfType, volume: u32) -> Qualification {
    Qualification { volume_of_learning: Some(hours(volume)), ..made_up::award(code, title, aqf_type, page()) }
}

fn group(code: &str, title: &str, kind: GroupKind, units: &[&str]) -> PackagingGroup {
    let units = units.iter().map(|unit| read(unit)).collect();
    PackagingGroup { code: code.to_owned(), title: title.to_owned(), kind, least: None, most: None, units }
}

fn certificate_iv() -> Qualification {
    let groups = vec![
        group("core", "the core", GroupKind::Core, &["CHCPWK001", "CHCPWK002", "CHCPWK003", "CHCMHS001", "CHCMHS008"]),
        group("group-a", "Consumer Peer Work", GroupKind::Specialisation, &["CHCPWK004"]),
    ];
    let packaging = Packaging {
        core: 8,
        electives: 7,
        electives_listed_min: Some(5),
        electives_elsewhere_max: Some(2),
        work_hours_min: Some(hours(80)),
        groups,
        provenance: page(),
    };
    let placement = RequisiteExpr::Gate(Gate::Placement { hours: hours(80) });
    let entry = Requisite::new(RequisiteParts {
        kind: RequisiteKind::Prerequisite,
        strength: Strength::Required,
        requires: placement,
        provenance: page(),
    });
    Qualification {
        packaging: Some(packaging),
        entry: vec![entry.expect("a requisite")],
        leads_to: vec![rung("CHC53315")],
        ..qualification("CHC43515", "Certificate IV in Mental Health Peer Work", AqfType::CertificateIv, 1_200)
    }
}

fn rung(code: &str) -> LadderRung {
    LadderRung { qualification: read(code), through: None, provenance: page() }
}

fn graduate_certificate() -> Qualification {
    let percent = |share| Some(Percent::new(share).expect("a share"));
    Qualification {
        credit: Some(Credit { points: read("50"), scheme: read("melbourne") }),
        recognition: Some(RecognitionLimits {
            most: percent(50),
            rpl_most: percent(25),
            residency_least: percent(33),
            study_years_max: Some(10),
            provenance: page(),
        }),
        ..qualification("graduate-certificate", "Graduate Certificate", AqfType::GraduateCertificate, 600)
    }
}

fn rules() -> Vec<CreditRule> {
    let suite = CreditExchange::Series {
        of: (1..=9).map(|number| read(&format!("suite-{number}"))).collect(),
        size: 4,
        points_each_series: read("12.5"),
    };
    let block = CreditExchange::Block { from: read("CHC53315"), points: read("120") };
    let rule = |code: &str, towards: &str, exchange, standing| {
        CreditRule::new(read(code), read(towards), exchange, standing, page())
    };
    vec![
        CreditRule {
            conditions: Some("Each is assessed.".to_owned()),
            ..rule("suite", "graduate-certificate", suite, CreditStanding::Discretionary)
        },
        CreditRule {
            basis: CreditBasis::Articulation,
            from_provider: Some(read("tafe")),
            ..rule("diploma", "degree", block, CreditStanding::Guaranteed)
        },
    ]
}

fn offering(code: &str, of: &str, price: &str) -> Offering {
    Offering {
        delivery: Delivery::Rolling { from: read("2027-01-01"), until: None, weeks: 40 },
        price: read(price),
        own_time: hours(600),
        ..made_up::offering(code, OfferingOf::Qualification(read(of)), "tafe", page())
    }
}

fn parts() -> CatalogueParts {
    let diploma = Qualification {
        leads_to: vec![rung("degree")],
        ..qualification("CHC53315", "Diploma of Mental Health", AqfType::Diploma, 1_800)
    };
    let degree = Qualification {
        leads_to: vec![rung("graduate-certificate")],
        ..qualification("degree", "Bachelor of Human Services", AqfType::Bachelor, 3_600)
    };
    CatalogueParts {
        providers: vec![Provider {
            code: read("tafe"),
            title: "Example TAFE".to_owned(),
            kind: ProviderKind::Rto,
            provenance: page(),
        }],
        courses: courses(),
        qualifications: vec![certificate_iv(), diploma, degree, graduate_certificate()],
        credit_schemes: vec![CreditScheme {
            code: read("melbourne"),
            title: "Melbourne".to_owned(),
            points_per_year: read("100"),
            provenance: page(),
        }],
        credit_rules: rules(),
        offerings: vec![
            offering("certificate-1", "CHC43515", "3000"),
            offering("certificate-2", "CHC43515", "4500"),
            offering("graduate-1", "graduate-certificate", "12000"),
        ],
        ..CatalogueParts::default()
    }
}

/// The catalogue as of revision 1.
pub(super) fn snapshot() -> Snapshot {
    Snapshot::new(Catalogue::build(parts()).expect("a checked catalogue"), 1)
}

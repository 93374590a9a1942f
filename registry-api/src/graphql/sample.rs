//! A small catalogue, made by hand, for the tests of the schema.

use chrono::NaiveDate;
use registry_core::aqf::{AqfLevel, AqfType};
use registry_core::catalogue::{Catalogue, CatalogueParts};
use registry_core::course::{
    AqfAlignment, Course, CourseKind, CourseVersion, Credit, Delivery, Fee, Mode, Offering, OfferingOf, PeerShare,
    VersionStatus,
};
use registry_core::credit::{CreditExchange, CreditRule, CreditScheme, CreditStanding};
use registry_core::provider::{FundingKind, FundingSource, Provider, ProviderKind, Region, Tag, TagKind};
use registry_core::qualification::Qualification;
use registry_core::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
use registry_core::role::{Perspective, Role, RoleFamily, Workforce};
use registry_core::source::{Confidence, Provenance, SourceDocument};
use registry_core::tier::{Tier, TierDefinition};
use registry_core::volume::Hours;

use crate::made_up;
use crate::snapshot::Snapshot;

/// A code, a number, an amount: anything the tests write as text.
pub(crate) fn read<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).expect(text)
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

fn quoted() -> Provenance {
    Provenance::document(read("leading"), "Figure 6", "over one year").expect("source")
}

fn outside() -> Provenance {
    Provenance::external("training.gov.au", "CHC43515", Confidence::Medium).expect("source")
}

fn requisite(kind: RequisiteKind, strength: Strength, requires: RequisiteExpr) -> Requisite {
    Requisite::new(RequisiteParts { kind, strength, requires, provenance: quoted() }).expect("requisite")
}

fn version(number: &str, status: VersionStatus) -> CourseVersion {
    CourseVersion { status, volume_of_learning: Hours::new(37.5).expect("hours"), ..made_up::version(number) }
}

fn course(code: &str, title: &str, kind: CourseKind) -> Course {
    Course {
        description: format!("About {}.", title.to_lowercase()),
        versions: vec![version("1.0.0", VersionStatus::Published)],
        ..made_up::course(code, title, kind, quoted())
    }
}

fn courses() -> Vec<Course> {
    let supervision_needs = RequisiteExpr::all(vec![
        RequisiteExpr::any(vec![
            RequisiteExpr::course(read("peer-support")),
            RequisiteExpr::at_least(1, vec![RequisiteExpr::Qualification(read("CHC43515"))]).expect("expression"),
        ])
        .expect("expression"),
        RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 }),
    ]);
    let supervision_needs = supervision_needs.expect("expression");
    vec![
        Course {
            neutral_title: Some("Supportive practice".to_owned()),
            tiers: vec![Tier::Three],
            roles: vec![read("peer-worker")],
            perspectives: vec![Perspective::Consumer],
            tags: vec![read("hope")],
            aqf_alignment: Some(AqfAlignment {
                level: AqfLevel::new(8).expect("level"),
                basis: "by the provider".to_owned(),
            }),
            versions: vec![
                version("1.0.0", VersionStatus::Superseded),
                CourseVersion {
                    outcomes: vec!["Listen to a person's story".to_owned()],
                    credit: Some(Credit { points: read("3.125"), scheme: read("melbourne") }),
                    ..version("1.1.0", VersionStatus::Published)
                },
            ],
            ..course("peer-support", "Peer support", CourseKind::MicroCredential)
        },
        Course {
            tiers: vec![Tier::Three],
            versions: vec![CourseVersion {
                requisites: vec![
                    requisite(RequisiteKind::Prerequisite, Strength::Required, supervision_needs),
                    requisite(
                        RequisiteKind::Prerequisite,
                        Strength::Advised,
                        RequisiteExpr::Gate(Gate::Supervision { perspective: Some(Perspective::Consumer) }),
                    ),
                ],
                ..version("1.0.0", VersionStatus::Published)
            }],
            ..course("supervision", "Supervision", CourseKind::MicroCredential)
        },
        Course {
            tiers: vec![Tier::One],
            perspectives: vec![Perspective::FamilyCarer],
            versions: vec![version("1.0.0", VersionStatus::Withdrawn)],
            ..course("first-steps", "First steps in Mäori contexts", CourseKind::Workshop)
        },
        Course { provenance: Provenance::Invented, ..course("writing", "Writing", CourseKind::Subject) },
    ]
}

fn offering(code: &str, course: &str, version: &str) -> Offering {
    let of = OfferingOf::Course { course: read(course), version: version.parse().expect(version) };
    Offering {
        delivery: Delivery::Dated { start: day("2027-03-01"), end: day("2027-03-05") },
        price: read("420.00"),
        fees: vec![Fee { funding: read("free"), price: read("0.00") }],
        days: 1,
        own_time: Hours::new(4.0).expect("hours"),
        capacity: Some(20),
        peer: PeerShare { led: true, developed: false, delivered: true },
        ..made_up::offering(code, of, "acme", Provenance::Invented)
    }
}

fn offerings() -> Vec<Offering> {
    vec![
        offering("peer-support-1", "peer-support", "1.1.0"),
        Offering {
            provider: read("uni"),
            mode: Mode::InPerson,
            region: Some(read("metro")),
            delivery: Delivery::Rolling { from: day("2027-01-01"), until: None, weeks: 10 },
            price: read("1250.00"),
            price_provenance: None,
            fees: Vec::new(),
            peer: PeerShare { led: false, developed: true, delivered: false },
            rpl: None,
            ..offering("supervision-1", "supervision", "1.0.0")
        },
    ]
}

fn tier(tier: Tier, entry: Vec<Requisite>, completion: RequisiteExpr) -> TierDefinition {
    TierDefinition {
        tier,
        title: format!("Title {}", tier.number()),
        target_group: "Workers".to_owned(),
        structure: "Workshops".to_owned(),
        content: vec!["Rights".to_owned()],
        outcome: "A certificate".to_owned(),
        entry,
        completion,
        completion_provenance: Provenance::assumption("all of it").expect("note"),
        provenance: quoted(),
    }
}

fn qualification(code: &str, title: &str, aqf_type: AqfType) -> Qualification {
    made_up::award(code, title, aqf_type, outside())
}

fn parts() -> CatalogueParts {
    let over_a_year = requisite(
        RequisiteKind::Prerequisite,
        Strength::Required,
        RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 }),
    );
    CatalogueParts {
        documents: vec![SourceDocument {
            code: read("leading"),
            title: "Leading the Change".to_owned(),
            publisher: "CMHL".to_owned(),
            year: Some(2020),
        }],
        tags: vec![Tag {
            code: read("hope"),
            kind: TagKind::Value,
            title: "Hope".to_owned(),
            description: "Hope.".to_owned(),
            provenance: quoted(),
        }],
        regions: vec![Region { code: read("metro"), title: "Metropolitan".to_owned(), provenance: outside() }],
        workforces: vec![Workforce { code: read("consumer"), title: "Consumer".to_owned(), provenance: quoted() }],
        tiers: vec![
            tier(Tier::One, Vec::new(), RequisiteExpr::course(read("first-steps"))),
            tier(Tier::Three, vec![over_a_year], RequisiteExpr::course(read("supervision"))),
        ],
        roles: vec![Role {
            code: read("peer-worker"),
            title: "Peer worker".to_owned(),
            description: "Is alongside people.".to_owned(),
            family: RoleFamily::PeerSupport,
            perspectives: vec![Perspective::Consumer],
            workforces: vec![read("consumer")],
            preparation: Vec::new(),
            provenance: quoted(),
        }],
        providers: [("acme", ProviderKind::ConsumerLed), ("uni", ProviderKind::University)]
            .map(|(code, kind)| Provider {
                code: read(code),
                title: code.to_uppercase(),
                kind,
                provenance: Provenance::Invented,
            })
            .into(),
        courses: courses(),
        qualifications: vec![
            qualification("CHC43515", "Certificate IV in Mental Health Peer Work", AqfType::CertificateIv),
            Qualification {
                credit: Some(Credit { points: read("50"), scheme: read("melbourne") }),
                ..qualification("gc", "Graduate Certificate", AqfType::GraduateCertificate)
            },
        ],
        credit_schemes: vec![CreditScheme {
            code: read("melbourne"),
            title: "Melbourne".to_owned(),
            points_per_year: read("100"),
            provenance: outside(),
        }],
        credit_rules: vec![CreditRule::new(
            read("suite"),
            read("gc"),
            CreditExchange::Series {
                of: vec![read("peer-support"), read("supervision")],
                size: 2,
                points_each_series: read("12.5"),
            },
            CreditStanding::Discretionary,
            quoted(),
        )],
        funding_sources: vec![FundingSource {
            code: read("free"),
            title: "Free".to_owned(),
            kind: FundingKind::FeeFree,
            amount: None,
            per: registry_core::provider::AmountPer::Person,
            pays_for: registry_core::provider::PaysFor::default(),
            places: None,
            requires: Vec::new(),
            perspectives: Vec::new(),
            conditions: None,
            provenance: outside(),
        }],
        offerings: offerings(),
        ..CatalogueParts::default()
    }
}

/// The catalogue as of revision 7.
pub(crate) fn snapshot() -> Snapshot {
    Snapshot::new(Catalogue::build(parts()).expect("a checked catalogue"), 7)
}

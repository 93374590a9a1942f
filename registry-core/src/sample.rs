//! Small catalogues for tests: everything is there that a catalogue needs, and nothing more.

use std::fmt::Debug;
use std::str::FromStr;

use chrono::NaiveDate;
use semver::Version;

use crate::aqf::AqfType;
use crate::catalogue::{Catalogue, CatalogueParts};
use crate::course::{
    Course, CourseKind, CourseSuccessor, CourseVersion, DaysFrom, Delivery, Equivalence, Mode, Offering, OfferingOf,
    PeerShare, VersionStatus,
};
use crate::learner_record::{Employment, Held, LearnerRecord, LearnerRecordParts};
use crate::pathway::{Goal, Limits, PeerWishes, Request};
use crate::provider::{Provider, ProviderKind};
use crate::qualification::{Currency, Qualification};
use crate::requisite::{CourseRequirement, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
use crate::role::{Role, RoleFamily};
use crate::source::{Confidence, Provenance};
use crate::tier::{Tier, TierDefinition};
use crate::volume::Hours;

/// Reads anything that can be read from a text.
#[track_caller]
pub(crate) fn read<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect(text)
}

/// A day, written 2027-02-01.
#[track_caller]
pub(crate) fn day(text: &str) -> NaiveDate {
    read(text)
}

/// So many hours.
pub(crate) fn hours(hours: u32) -> Hours {
    Hours::from_minutes(hours * 60)
}

/// A source on which a required requisite may rest.
pub(crate) fn source() -> Provenance {
    Provenance::external("example.org", "page 1", Confidence::High).expect("source")
}

pub(crate) fn requisite(kind: RequisiteKind, strength: Strength, requires: RequisiteExpr) -> Requisite {
    Requisite::new(RequisiteParts { kind, strength, requires, provenance: source() }).expect("requisite")
}

/// A required prerequisite.
pub(crate) fn before(requires: RequisiteExpr) -> Requisite {
    requisite(RequisiteKind::Prerequisite, Strength::Required, requires)
}

/// A required corequisite.
pub(crate) fn beside(requires: RequisiteExpr) -> Requisite {
    requisite(RequisiteKind::Corequisite, Strength::Required, requires)
}

/// An advised prerequisite.
pub(crate) fn advised(requires: RequisiteExpr) -> Requisite {
    requisite(RequisiteKind::Prerequisite, Strength::Advised, requires)
}

/// A course in any version.
pub(crate) fn any_version(code: &str) -> RequisiteExpr {
    RequisiteExpr::course(read(code))
}

/// A course in a version of a range.
pub(crate) fn in_range(code: &str, range: &str) -> RequisiteExpr {
    RequisiteExpr::Course(CourseRequirement { course: read(code), range: read(range) })
}

/// A version of 4 hours, without requisites.
pub(crate) fn version(number: &str) -> CourseVersion {
    CourseVersion {
        version: read(number),
        published: day("2026-01-01"),
        status: VersionStatus::Published,
        outcomes: Vec::new(),
        volume_of_learning: hours(4),
        assessed: true,
        credit: None,
        requisites: Vec::new(),
        sessions: Vec::new(),
    }
}

/// A workshop in version 1.0.0 that asks for `requisites`. Its title is `Course` and its code in capitals.
pub(crate) fn course(code: &str, requisites: Vec<Requisite>) -> Course {
    Course {
        code: read(code),
        title: format!("Course {}", code.to_uppercase()),
        neutral_title: None,
        kind: CourseKind::Workshop,
        description: "A workshop".to_owned(),
        tiers: Vec::new(),
        roles: Vec::new(),
        perspectives: Vec::new(),
        tags: Vec::new(),
        aqf_alignment: None,
        superseded_by: None,
        versions: vec![CourseVersion { requisites, ..version("1.0.0") }],
        publisher: None,
        provenance: source(),
    }
}

/// The course, replaced by another.
pub(crate) fn replaced(mut course: Course, by: &str, equivalence: Equivalence) -> Course {
    course.superseded_by = Some(CourseSuccessor { course: read(by), equivalence, provenance: source() });
    course
}

/// A qualification that asks for `entry`.
pub(crate) fn qualification(code: &str, entry: Vec<Requisite>) -> Qualification {
    Qualification {
        code: read(code),
        title: format!("Award {}", code.to_uppercase()),
        aqf_type: AqfType::CertificateIv,
        volume_of_learning: None,
        volume_of_learning_assumed: false,
        currency: Currency::Current,
        superseded_by: None,
        entry,
        credit: None,
        leads_to: Vec::new(),
        packaging: None,
        points_packaging: None,
        recognition: None,
        publisher: None,
        provenance: source(),
    }
}

/// A tier, completed by `completion`.
pub(crate) fn tier(tier: Tier, entry: Vec<Requisite>, completion: RequisiteExpr) -> TierDefinition {
    TierDefinition {
        tier,
        title: format!("Stage {}", tier.number()),
        target_group: String::new(),
        structure: String::new(),
        content: Vec::new(),
        outcome: String::new(),
        entry,
        completion,
        completion_provenance: source(),
        provenance: source(),
    }
}

/// A role that asks for `preparation`.
pub(crate) fn role(code: &str, preparation: Vec<Requisite>) -> Role {
    Role {
        code: read(code),
        title: format!("Role {}", code.to_uppercase()),
        description: String::new(),
        family: RoleFamily::PeerSupport,
        perspectives: Vec::new(),
        workforces: Vec::new(),
        preparation,
        provenance: source(),
    }
}

/// An online offering of version 1.0.0 of a course, under the course's code: one week from any Monday of 2027 or
/// later, $100, one day, two hours.
pub(crate) fn weekly(code: &str) -> Offering {
    Offering {
        code: read(code),
        of: OfferingOf::Course { course: read(code), version: Version::new(1, 0, 0) },
        provider: read("p"),
        mode: Mode::Online,
        region: None,
        delivery: Delivery::Rolling { from: day("2027-01-01"), until: None, weeks: 1 },
        price: read("100"),
        price_provenance: None,
        fees: Vec::new(),
        days: 1,
        days_from: DaysFrom::Allowance,
        own_time: hours(2),
        capacity: None,
        peer: PeerShare::default(),
        rpl: None,
        provenance: source(),
    }
}

/// Courses, each offered [`weekly`] by one provider.
pub(crate) fn parts(courses: Vec<Course>) -> CatalogueParts {
    CatalogueParts {
        offerings: courses.iter().map(|course| weekly(course.code.as_str())).collect(),
        courses,
        providers: vec![Provider {
            code: read("p"),
            title: "Provider".to_owned(),
            kind: ProviderKind::Rto,
            provenance: source(),
        }],
        ..CatalogueParts::default()
    }
}

/// The catalogue of sound parts.
#[track_caller]
pub(crate) fn build(parts: CatalogueParts) -> Catalogue {
    Catalogue::build(parts).expect("sound")
}

/// A course held since 2026.
pub(crate) fn held(code: &str, number: &str) -> Held {
    Held::Course { course: read(code), version: read(number), completed: day("2026-06-01") }
}

/// A learner on 1 February 2027 with so many months of experience, who holds `held`.
#[track_caller]
pub(crate) fn learner(months: u16, employment: Employment, held: Vec<Held>) -> LearnerRecord {
    let empty = LearnerRecordParts::empty(day("2027-02-01"));
    LearnerRecord::new(LearnerRecordParts { experience_months: months, employment, held, ..empty }).expect("record")
}

/// A question of somebody new, from 1 February 2027 with ten hours a week.
pub(crate) fn request(goal: &str) -> Request {
    Request {
        record: learner(0, Employment::NotEmployed, Vec::new()),
        goal: read::<Goal>(goal),
        limits: Limits::open(day("2027-02-01"), hours(10)),
        wishes: PeerWishes::default(),
        objectives: Vec::new(),
    }
}

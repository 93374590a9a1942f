//! Any bytes as two awards, what they are made of, what counts towards them, and a person: checked as a whole, counted, planned
//! whole and in part within few steps, twice alike.
#![no_main]

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use libfuzzer_sys::fuzz_target;
use registry_core::aqf::AqfType;
use registry_core::course::{CourseKind, Credit, Delivery};
use registry_core::credit::{
    CreditExchange, CreditPoints, CreditRule, CreditScheme, CreditStanding, Percent, Validity,
};
use registry_core::enrolment::{Enrolment, Takes};
use registry_core::id::{CourseCode, QualificationCode};
use registry_core::learner_record::{Employment, Held};
use registry_core::pathway::{Budget, Goal, Limits, PeerWishes};
use registry_core::qualification::{
    Currency, GroupKind, Packaging, PackagingGroup, PointsGroup, PointsLevel, PointsPackaging, Qualification,
    RecognitionLimits, SubjectLevel,
};
use registry_core::recognition::ledger;
use registry_core::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
use registry_core::rpl::RplOffer;
use registry_core::source::{Confidence, Provenance};
use registry_core::volume::Hours;
use registry_core::{Catalogue, CatalogueParts, LearnerRecord, LearnerRecordParts, Recommendation, Request, recommend};

/// Six courses, a to f, each with an offering.
static TEMPLATE: LazyLock<CatalogueParts> =
    LazyLock::new(|| serde_json::from_str(include_str!("../template.json")).expect("the template reads"));

const COURSES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const STEPS: u64 = 2_000;

/// Numbers read from bytes; when they are used up, all that follow are 0.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn below(&mut self, most: u8) -> u8 {
        self.byte() % most
    }

    fn yes(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    fn maybe<T>(&mut self, of: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.yes().then(|| of(self))
    }

    fn courses(&mut self) -> Vec<CourseCode> {
        let set = self.byte();
        (0..COURSES.len()).filter(|course| set >> course & 1 == 1).map(course).collect()
    }

    fn course(&mut self) -> CourseCode {
        course(usize::from(self.below(6)))
    }

    fn points(&mut self) -> CreditPoints {
        (u32::from(self.below(8)) * 5).to_string().parse().expect("points")
    }

    fn day(&mut self) -> NaiveDate {
        today() + Days::new(u64::from(self.byte()) * 4)
    }

    fn percent(&mut self) -> Percent {
        Percent::new(i64::from(self.below(11)) * 10).expect("a share")
    }
}

fn course(index: usize) -> CourseCode {
    COURSES[index].parse().expect("a code")
}

fn award(code: &str) -> QualificationCode {
    code.parse().expect("a code")
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 2, 1).expect("a day")
}

fn source() -> Provenance {
    Provenance::external("example.org", "page 1", Confidence::High).expect("a source")
}

fn asked(numbers: &mut Numbers<'_>, inner: bool) -> Requisite {
    let requires = match numbers.below(4) {
        0 => RequisiteExpr::Gate(Gate::ExperienceOver { months: u16::from(numbers.below(24)) }),
        1 if !inner => RequisiteExpr::Qualification(award("inner")),
        _ => RequisiteExpr::course(numbers.course()),
    };
    Requisite::new(RequisiteParts {
        kind: if numbers.yes() { RequisiteKind::Corequisite } else { RequisiteKind::Prerequisite },
        strength: Strength::Required,
        requires,
        provenance: source(),
    })
    .expect("quoted")
}

fn points_packaging(numbers: &mut Numbers<'_>) -> PointsPackaging {
    let groups = (0..numbers.below(3)).map(|group| PointsGroup {
        code: format!("g{group}"),
        title: "Group".to_owned(),
        least: numbers.maybe(Numbers::points),
        most: numbers.maybe(Numbers::points),
        subjects: numbers.courses(),
    });
    let groups = groups.collect();
    let levels = (0..numbers.below(3)).map(|level| PointsLevel {
        level: SubjectLevel::new(i64::from(level) + 1).expect("1 to 9"),
        least: numbers.maybe(Numbers::points),
        most: numbers.maybe(Numbers::points),
        least_and_above: numbers.maybe(Numbers::points),
        subjects: numbers.courses(),
    });
    PointsPackaging {
        subject_points: "10".parse().expect("points"),
        groups,
        levels: levels.collect(),
        provenance: source(),
    }
}

fn packaging(numbers: &mut Numbers<'_>) -> Packaging {
    let kinds = [GroupKind::Core, GroupKind::Elective, GroupKind::Listed];
    let groups: Vec<PackagingGroup> = kinds
        .into_iter()
        .map(|kind| PackagingGroup {
            code: kind.name().to_owned(),
            title: "Group".to_owned(),
            kind,
            least: numbers.maybe(|numbers| u16::from(numbers.below(4))),
            most: numbers.maybe(|numbers| u16::from(numbers.below(5))),
            units: numbers.courses(),
        })
        .collect();
    let core = if numbers.below(8) == 0 { 2 } else { u16::try_from(groups[0].units.len()).expect("six at most") };
    Packaging {
        core,
        electives: numbers.below(4).into(),
        electives_listed_min: numbers.maybe(|numbers| u16::from(numbers.below(3))),
        electives_elsewhere_max: numbers.maybe(|numbers| u16::from(numbers.below(3))),
        work_hours_min: None,
        groups,
        provenance: source(),
    }
}

fn qualification(numbers: &mut Numbers<'_>, code: &str) -> Qualification {
    let in_points = numbers.yes();
    let points = (numbers.below(6) + 1) * 10;
    let credit =
        || Credit { points: points.to_string().parse().expect("points"), scheme: "s".parse().expect("a code") };
    Qualification {
        code: award(code),
        title: format!("The {code} award"),
        aqf_type: AqfType::CertificateIv,
        volume_of_learning: None,
        volume_of_learning_assumed: false,
        currency: Currency::Current,
        superseded_by: None,
        entry: (0..numbers.below(3)).map(|_| asked(numbers, code == "inner")).collect(),
        credit: in_points.then(credit),
        leads_to: Vec::new(),
        packaging: (!in_points).then(|| packaging(numbers)),
        points_packaging: if in_points { Some(points_packaging(numbers)) } else { None },
        recognition: numbers.maybe(|numbers| RecognitionLimits {
            most: numbers.maybe(Numbers::percent),
            rpl_most: numbers.maybe(Numbers::percent),
            residency_least: numbers.maybe(Numbers::percent),
            study_years_max: numbers.maybe(|numbers| numbers.below(3) + 1),
            provenance: source(),
        }),
        publisher: None,
        provenance: source(),
    }
}

fn rule(numbers: &mut Numbers<'_>, index: u8) -> CreditRule {
    let towards = if numbers.below(4) == 0 { "inner" } else { "outer" };
    let exchange = match numbers.below(4) {
        0 => CreditExchange::Block { from: award("inner"), points: numbers.points() },
        1 => CreditExchange::Unit { from: numbers.course(), unit: numbers.course() },
        _ => CreditExchange::Series {
            of: numbers.courses(),
            size: u32::from(numbers.below(3)) + 1,
            points_each_series: numbers.points(),
        },
    };
    let standing = if numbers.yes() { CreditStanding::Discretionary } else { CreditStanding::Guaranteed };
    let made =
        CreditRule::new(format!("r{index}").parse().expect("a code"), award(towards), exchange, standing, source());
    let group = numbers.maybe(|numbers| format!("g{}", numbers.below(2)));
    let valid = Validity { from: numbers.maybe(Numbers::day), until: numbers.maybe(Numbers::day) };
    CreditRule { group, valid, ..made }
}

fn person(numbers: &mut Numbers<'_>) -> Option<LearnerRecord> {
    let version = || "1.0.0".parse().expect("a version");
    let held = (0..numbers.below(3)).map(|_| Held::Course {
        course: numbers.course(),
        version: version(),
        completed: today() - Days::new(u64::from(numbers.byte()) * 8),
    });
    let held = held.collect();
    let enrolled = (0..numbers.below(3)).map(|_| Enrolment::Course {
        course: numbers.course(),
        version: version(),
        ends: numbers.day(),
        takes: Takes { hours_per_week: Hours::new(1.0).expect("hours"), days: 0 },
    });
    let enrolled = enrolled.collect();
    let months = numbers.below(24).into();
    let employment = if numbers.yes() { Employment::Employed } else { Employment::NotEmployed };
    let empty = LearnerRecordParts::empty(today());
    LearnerRecord::new(LearnerRecordParts { held, enrolled, experience_months: months, employment, ..empty }).ok()
}

fn limits(numbers: &mut Numbers<'_>) -> Limits {
    let hours = Hours::new(f64::from(numbers.below(8)) + 1.0).expect("hours");
    Limits {
        deadline: numbers.maybe(Numbers::day),
        days_per_year: numbers.maybe(|numbers| u16::from(numbers.below(8))),
        budget_per_year: numbers.maybe(|numbers| (u32::from(numbers.byte()) * 4).to_string().parse().expect("dollars")),
        ..Limits::open(today(), hours)
    }
}

fuzz_target!(|bytes: &[u8]| {
    let numbers = &mut Numbers(bytes);
    let mut parts = TEMPLATE.clone();
    let of_units = numbers.yes();
    for course in parts.courses.iter_mut().filter(|_| of_units) {
        course.kind = CourseKind::UnitOfCompetency;
    }
    for course in &mut parts.courses {
        let asks = numbers.below(4) == 1;
        course.versions[0].requisites.extend(asks.then(|| asked(numbers, true)));
    }
    for offering in &mut parts.offerings {
        offering.price = (u32::from(numbers.byte()) * 2).to_string().parse().expect("dollars");
        let from = numbers.day();
        let until = numbers.maybe(|numbers| from + Days::new(numbers.byte().into()));
        offering.delivery = Delivery::Rolling { from, until, weeks: u16::from(numbers.below(20)) + 1 };
        offering.rpl = (numbers.below(8) == 0).then(|| RplOffer { asks: Vec::new() });
    }
    parts.credit_schemes = vec![CreditScheme {
        code: "s".parse().expect("a code"),
        title: "Scheme".to_owned(),
        points_per_year: "100".parse().expect("points"),
        provenance: source(),
    }];
    parts.qualifications = vec![qualification(numbers, "inner"), qualification(numbers, "outer")];
    parts.credit_rules = (0..numbers.below(6)).map(|index| rule(numbers, index)).collect();
    let Some(record) = person(numbers) else { return };
    let limits = limits(numbers);
    let towards = award("outer");
    let credit = Goal::Credit { points: numbers.points(), towards: towards.clone() };
    let Ok(catalogue) = Catalogue::build(parts) else { return };
    let counted = ledger(&catalogue, &record, &towards, today()).expect("an award of the catalogue");
    assert_eq!(Ok(counted), ledger(&catalogue, &record, &towards, today()), "the same record counts for the same");
    for goal in [Goal::Qualification(towards), Goal::Qualification(award("inner")), credit] {
        let (record, limits) = (record.clone(), limits.clone());
        let request = Request { record, goal, limits, wishes: PeerWishes::default(), objectives: Vec::new() };
        // A goal of no points, a deadline before the start: refused in words.
        let Ok(answer) = recommend(&catalogue, &request, Budget { steps: STEPS }) else { continue };
        let again = recommend(&catalogue, &request, Budget { steps: STEPS });
        assert_eq!(Ok(&answer), again.as_ref(), "the same question has the same answer");
        let Recommendation::Pathways(found) = &answer else { continue };
        for pathway in &found.pathways {
            let reached = pathway.counted.as_ref().is_none_or(|counted| counted.reached);
            assert!(reached || !pathway.proved, "what is proved is enough");
        }
    }
});

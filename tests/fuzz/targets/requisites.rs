//! Any bytes as the requisite expressions of a small catalogue: checked as a whole, judged, drawn and planned within
//! few steps, twice alike.
#![no_main]

use std::sync::LazyLock;

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use registry_core::eligibility::Subject;
use registry_core::pathway::{Budget, Limits, PeerWishes};
use registry_core::requisite::{Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
use registry_core::source::{Confidence, Provenance};
use registry_core::volume::Hours;
use registry_core::{Catalogue, CatalogueParts, LearnerRecord, LearnerRecordParts, Request, eligibility, recommend};

/// Six courses, a to f, each with an offering; their requisites are what is tried.
static TEMPLATE: LazyLock<CatalogueParts> =
    LazyLock::new(|| serde_json::from_str(include_str!("../template.json")).expect("the template reads"));

const STEPS: u64 = 2_000;

fuzz_target!(|bytes: &[u8]| {
    let Ok(expressions) = serde_json::from_slice::<Vec<RequisiteExpr>>(bytes) else { return };
    let source = Provenance::external("example.org", "page 1", Confidence::High).expect("a source");
    let mut parts = TEMPLATE.clone();
    for (course, requires) in parts.courses.iter_mut().zip(expressions) {
        let requisite = Requisite::new(RequisiteParts {
            kind: RequisiteKind::Prerequisite,
            strength: Strength::Required,
            requires,
            provenance: source.clone(),
        });
        if let Ok(requisite) = requisite {
            course.versions[0].requisites.push(requisite);
        }
    }
    let Ok(catalogue) = Catalogue::build(parts) else { return };
    let today = NaiveDate::from_ymd_opt(2027, 2, 1).expect("a day");
    let record = LearnerRecord::new(LearnerRecordParts::empty(today)).expect("nothing contradicts");
    for course in catalogue.courses() {
        let subject = Subject::Course(course.code.clone());
        eligibility(&catalogue, &record, &subject, today).expect("the course is there");
        let request = Request {
            record: record.clone(),
            goal: format!("course:{}", course.code).parse().expect("a goal"),
            limits: Limits::open(today, Hours::new(5.0).expect("hours")),
            wishes: PeerWishes::default(),
            objectives: Vec::new(),
        };
        let answer = recommend(&catalogue, &request, Budget { steps: STEPS }).expect("the request holds together");
        let again = recommend(&catalogue, &request, Budget { steps: STEPS }).expect("the request holds together");
        assert_eq!(answer, again, "the same question has the same answer");
    }
});

//! Experience grows only while somebody works, and contradictions are said at once.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

fn record(experience_months: u16, employment: Employment) -> LearnerRecord {
    let empty = LearnerRecordParts::empty(day("2027-02-01"));
    LearnerRecord::new(LearnerRecordParts { experience_months, employment, ..empty }).expect("record")
}

/// "Consumer workers who have been working for over one year" (Leading the Change, Figure 6, tier 3): strictly more, so twelve
/// months to the day are not enough, and the next day is.
#[test]
fn over_one_year_begins_the_day_after_twelve_months() {
    let employed = Employment::Employed;
    assert_eq!(record(12, employed).experience_over_from(12), Some(day("2027-02-02")));
    assert_eq!(record(13, employed).experience_over_from(12), Some(day("2027-02-01")));
    assert_eq!(record(6, employed).experience_over_from(12), Some(day("2027-08-02")));
    assert_eq!(record(12, employed).experience_from(12), Some(day("2027-02-01")));
}

#[test]
fn experience_grows_only_while_employed() {
    let starting = Employment::Starting { from: day("2027-06-01") };
    assert_eq!(record(0, starting).experience_over_from(12), Some(day("2028-06-02")));
    assert_eq!(record(12, starting).experience_over_from(12), Some(day("2027-06-02")));
    assert_eq!(record(6, Employment::NotEmployed).experience_over_from(12), None);
    assert_eq!(record(12, Employment::NotEmployed).experience_over_from(12), None);
    assert_eq!(record(13, Employment::NotEmployed).experience_over_from(12), Some(day("2027-02-01")));
}

#[test]
fn every_contradiction_is_reported_at_once() {
    let held = |completed: &str| Held::Qualification {
        qualification: QualificationCode::new("CHC43515").expect("code"),
        completed: day(completed),
    };
    let problems = LearnerRecord::new(LearnerRecordParts {
        held: vec![held("2028-01-01"), held("2026-01-01")],
        enrolled: vec![Enrolment::Offering { offering: "autumn".parse().expect("code"), ends: day("2027-01-31") }],
        experience_months: 601,
        partner_release: PartnerRelease::Agreed,
        ..LearnerRecordParts::empty(day("2027-02-01"))
    })
    .expect_err("contradictions");
    let messages: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "experience of 601 months is more than 600; give whole months",
            "CHC43515 was completed on 2028-01-01, after 2027-02-01, the day this is said for; correct one of the two dates",
            "CHC43515 is held twice; give it once",
            "autumn ended on 2027-01-31, before 2027-02-01, the day this is said for; if it was completed, it is held",
            "a partner organisation has agreed to release somebody who is not employed; correct employment or partner_release",
        ]
    );
}

//! From answers to a question for the planner.

use chrono::{Datelike, NaiveDate};
use registry_core::catalogue::Catalogue;
use registry_core::learner_record::{
    Employment, Held, LearnerAnswer, LearnerRecord, LearnerRecordParts, PartnerRelease,
};
use registry_core::pathway::answer::Objective;
use registry_core::pathway::{Limits, PeerWishes, Request};
use registry_core::volume::Hours;

use super::answers::{HeldAnswer, PlanAnswers, Work};
use super::question::Question;

/// Minutes a week for somebody who is not sure: five hours.
const MINUTES_ASSUMED: u32 = 5 * 60;

/// The pathways that one page looks for.
const AIMS_MAX: usize = 3;

/// The question that the answers are; `None` without a goal. What the catalogue no longer lists is left out, and so is
/// what contradicts the rest: answers may be older than the catalogue.
pub(super) fn request(answers: &PlanAnswers, catalogue: &Catalogue) -> Option<Request> {
    let goal = answers.goal.clone()?;
    let record = LearnerRecord::new(record(answers, catalogue)).ok()?;
    let start = answers.start.map_or(answers.on, |start| start.max(answers.on));
    let mut limits = Limits::open(start, answers.hours.unwrap_or(Hours::from_minutes(MINUTES_ASSUMED)));
    limits.deadline = answers.finish.filter(|finish| *finish > start);
    limits.days_per_year = answers.days;
    limits.budget_per_year = answers.money;
    limits.funding = answers.funding.iter().filter(|code| catalogue.funding_source(code).is_some()).cloned().collect();
    limits.regions = match &answers.places {
        Some(places) => places.iter().filter(|code| catalogue.region(code).is_some()).cloned().collect(),
        None => catalogue.regions().map(|region| region.code.clone()).collect(),
    };
    limits.modes = answers.modes.clone();
    limits.perspective = answers.perspective;
    let wishes = PeerWishes { led: answers.peer_led, ..PeerWishes::default() };
    Some(Request { record, goal, limits, wishes, objectives: objectives(answers.aim) })
}

/// What matters most first, then the usual ones.
fn objectives(aim: Option<Objective>) -> Vec<Vec<Objective>> {
    let usual = Objective::ALL.into_iter().filter(|objective| Some(*objective) != aim);
    aim.into_iter().chain(usual).take(AIMS_MAX).map(|objective| vec![objective]).collect()
}

fn record(answers: &PlanAnswers, catalogue: &Catalogue) -> LearnerRecordParts {
    let mut parts = LearnerRecordParts::empty(answers.on);
    parts.held = answers.held.iter().filter_map(|held| completed(held, answers.on, catalogue)).collect();
    parts.experience_months = answers.experience_months.unwrap_or(0);
    parts.employment = match (answers.work, answers.works_from) {
        (Some(Work::Now), _) => Employment::Employed,
        (Some(Work::Starting), Some(from)) if from > answers.on => Employment::Starting { from },
        (Some(Work::Starting), Some(_)) => Employment::Employed,
        _ => Employment::NotEmployed,
    };
    if parts.employment != Employment::NotEmployed {
        parts.partner_release = answers.release.unwrap_or(PartnerRelease::NotAgreed);
    }
    parts.supervision = answers.supervision.clone();
    parts.placement = answers.placement.unwrap_or(Hours::ZERO);
    let unsaid = [
        (LearnerAnswer::Experience, Question::Experience),
        (LearnerAnswer::Employment, Question::Work),
        (LearnerAnswer::PartnerRelease, Question::Release),
        (LearnerAnswer::Supervision, Question::Supervision),
        (LearnerAnswer::Placement, Question::Placement),
    ];
    let said = |question: &Question| answers.asked.contains(question) && !answers.not_sure.contains(question);
    parts.not_said = unsaid.iter().filter(|(_, question)| !said(question)).map(|(answer, _)| *answer).collect();
    parts
}

/// Something held: as a credential says, and otherwise on the last day of its year, of a course the newest version there
/// was by then.
fn completed(held: &HeldAnswer, on: NaiveDate, catalogue: &Catalogue) -> Option<Held> {
    let last = || held.year.and_then(|year| NaiveDate::from_ymd_opt(year.min(on.year()), 12, 31));
    let completed = held.day.or_else(last).map_or(on, |day| day.min(on));
    let course = held.code.parse().ok().filter(|code| catalogue.course(code).is_some());
    if let Some(course) = course {
        let entry = catalogue.course(&course)?;
        let documented = held.version.as_ref().and_then(|version| entry.version(version));
        let by_then = || entry.versions.iter().rfind(|version| version.published <= completed);
        let which = documented.or_else(by_then).or(entry.versions.first())?;
        return Some(Held::Course { course, version: which.version.clone(), completed });
    }
    let qualification = held.code.parse().ok().filter(|code| catalogue.qualification(code).is_some())?;
    Some(Held::Qualification { qualification, completed })
}

#[cfg(test)]
mod tests {
    use registry_core::course::CourseVersion;

    use super::*;
    use crate::ops;

    #[test]
    fn what_a_credential_says_is_held_in_that_version_and_from_that_day() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
        let mut parts = snapshot.catalogue().to_parts();
        let course =
            parts.courses.iter_mut().find(|course| course.code.as_str() == "suite-supervision").expect("there");
        let first = CourseVersion { published: day("2020-01-01"), ..course.versions[0].clone() };
        let second = CourseVersion {
            version: "2.0.0".parse().expect("a version"),
            published: day("2026-10-01"),
            ..first.clone()
        };
        course.versions = vec![first, second];
        let catalogue = Catalogue::build(parts).expect("a sound catalogue");
        let held = |answer: &HeldAnswer| match completed(answer, day("2027-02-01"), &catalogue) {
            Some(Held::Course { version, completed, .. }) => (version.to_string(), completed.to_string()),
            other => panic!("{other:?}"),
        };
        let (code, version) = ("suite-supervision".to_owned(), "1.0.0".parse().ok());
        let february = HeldAnswer::documented(code.clone(), Some(day("2026-02-10")), version);
        assert_eq!(held(&february), ("1.0.0".to_owned(), "2026-02-10".to_owned()));
        // Of what somebody only says the year is known, and the newest version of it is taken.
        assert_eq!(held(&HeldAnswer::said(&code, Some(2026))), ("2.0.0".to_owned(), "2026-12-31".to_owned()));
        let elsewhere = HeldAnswer::documented(code, Some(day("2026-02-10")), "7.0.0".parse().ok());
        assert_eq!(held(&elsewhere), ("1.0.0".to_owned(), "2026-02-10".to_owned()), "the one there was on that day");
    }
}

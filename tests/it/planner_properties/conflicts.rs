//! Where there is no pathway: the limits named are in conflict, and the changes named help.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use registry_core::LearnerRecord;
use registry_core::catalogue::Catalogue;
use registry_core::learner_record::{Employment, PartnerRelease};
use registry_core::money::Aud;
use registry_core::pathway::answer::{Limit, Relaxation};
use registry_core::pathway::{ChangeTo, Recommendation, Request};
use registry_core::role::Perspective;
use registry_core::volume::Hours;

use super::{Count, answer, assert_few, case_count, check_any, lift};
use crate::planner_cases::Kind;

fn possible(catalogue: &Catalogue, request: &Request) -> bool {
    matches!(answer(catalogue, request), Recommendation::Pathways(_))
}

fn without(request: &Request, catalogue: &Catalogue, lifted: impl Fn(Limit) -> bool) -> Request {
    let mut request = request.clone();
    for limit in Limit::ALL.into_iter().filter(|limit| lifted(*limit)) {
        lift(&mut request, catalogue, limit);
    }
    request
}

/// Where a requirement is met by nothing, lifting every limit does not help. Otherwise the limits in conflict leave no
/// pathway by themselves, and without any one of them there is one; so do the other conflicts that are named.
///
/// Of what is proved: an explanation that was cut short may name more than it needs. Few are, of awards alone.
#[test]
fn limits_in_conflict_are_all_needed_for_it() {
    let open = Count::default();
    let seen = check_any(|case, seen| {
        let question = case.question();
        let catalogue = question.catalogue();
        let request = &question.request;
        let Recommendation::NoPathway(none) = answer(&catalogue, request) else {
            return Ok(());
        };
        if !none.proved {
            prop_assert!(case.kind() == Kind::Award, "not proved: {none:#?}");
            open.add(true);
            return Ok(());
        }
        seen.add(case, !none.conflict.is_empty());
        if none.conflict.is_empty() {
            // What is not proved to conflict is not said to.
            let free = without(request, &catalogue, |_| true);
            prop_assert!(!none.all_looked_at || !possible(&catalogue, &free));
            return Ok(());
        }
        if !none.all_looked_at {
            return Ok(());
        }
        for conflict in [&none.conflict].into_iter().chain(&none.other_conflicts) {
            let alone = without(request, &catalogue, |limit| !conflict.contains(&limit));
            prop_assert!(!possible(&catalogue, &alone), "{conflict:?} do not conflict");
            for left in conflict {
                let rest = without(request, &catalogue, |limit| limit == *left || !conflict.contains(&limit));
                prop_assert!(possible(&catalogue, &rest), "{conflict:?}, even without {left:?}");
            }
        }
        Ok(())
    });
    seen.assert_each("conflicts", 8);
    assert_few("why there is no pathway", case_count(), &[("not proved", &open, 20)]);
}

/// The request of somebody who passes a gate as well, read from the words people are told.
fn passing(request: &Request, words: &str) -> Option<Request> {
    let mut parts = request.record.to_parts();
    if words.starts_with("working") {
        parts.employment = Employment::Employed;
    }
    if words.contains("partner organisation") {
        parts.partner_release = PartnerRelease::Agreed;
    } else if let Some(whose) = words.strip_prefix("having regular supervision from the ") {
        let perspective = Perspective::ALL.into_iter().find(|one| whose.starts_with(one.words()))?;
        parts.supervision.push(perspective);
    } else if let Some(hours) = words.strip_prefix("having a placement, or work, of ") {
        parts.placement = Hours::new(hours.split(' ').next()?.replace(',', "").parse().ok()?).ok()?;
    } else if !words.starts_with("working as a consumer worker") {
        return None;
    }
    Some(Request { record: LearnerRecord::new(parts).ok()?, ..request.clone() })
}

/// The request with a placement a quarter of an hour shorter than the one that was changed, where one was.
fn shorter_placement(before: &Request, after: &Request) -> Option<Request> {
    let mut parts = after.record.to_parts();
    if parts.placement == before.record.placement() {
        return None;
    }
    parts.placement = Hours::from_minutes(parts.placement.minutes().checked_sub(15)?);
    Some(Request { record: LearnerRecord::new(parts).ok()?, ..after.clone() })
}

/// The request with a change made, read from the words people are told; and, where the change is a number, with a
/// change one step smaller.
fn changed(request: &Request, catalogue: &Catalogue, relaxation: &Relaxation) -> Option<(Request, Option<Request>)> {
    let words = &relaxation.change;
    let first = words.split(' ').next()?;
    let Some(limit) = relaxation.limit else {
        let after = passing(request, words)?;
        return Some((after.clone(), shorter_placement(request, &after)));
    };
    let mut after = request.clone();
    let mut less = request.clone();
    match limit {
        Limit::HoursPerWeek => {
            let hours = Hours::new(first.parse().ok()?).ok()?;
            after.limits.hours_per_week = hours;
            less.limits.hours_per_week = Hours::from_minutes(hours.minutes() - 15);
        }
        Limit::DaysPerYear => {
            let days: u16 = first.parse().ok()?;
            after.limits.days_per_year = Some(days);
            less.limits.days_per_year = Some(days - 1);
        }
        Limit::BudgetPerYear => {
            let budget: Aud = first.trim_start_matches('$').replace(',', "").parse().ok()?;
            after.limits.budget_per_year = Some(budget);
            less.limits.budget_per_year = Aud::from_cents(budget.cents() - 100);
        }
        Limit::Deadline => {
            let text = words.strip_prefix("finishing by ")?.split(" instead").next()?;
            let day = chrono::NaiveDate::parse_from_str(text, "%d %B %Y").ok()?;
            after.limits.deadline = Some(day);
            less.limits.deadline = day.pred_opt();
        }
        Limit::Regions => {
            let titles = words.strip_prefix("being able to get to ")?;
            let named = catalogue.regions().filter(|region| titles.contains(&region.title));
            after.limits.regions.extend(named.map(|region| region.code.clone()));
            return Some((after, None));
        }
        // With more ways than are named, less of something else may do.
        Limit::Modes => {
            let ChangeTo::Modes(modes) = &relaxation.to else { return None };
            after.limits.modes.extend(modes);
            return Some((after, None));
        }
        Limit::Exclusions => {
            let ChangeTo::Included(courses) = &relaxation.to else { return None };
            after.limits.exclude.retain(|course| !courses.contains(course));
            return Some((after, None));
        }
        Limit::PeerOnly | Limit::Perspective => {
            lift(&mut after, catalogue, limit);
            return Some((after, None));
        }
    }
    Some((after, Some(less)))
}

/// Whoever changes what they are told to change has a pathway, and a smaller change would not have done, where that there is
/// none was proved.
#[test]
fn a_change_that_would_help_helps() {
    let seen = check_any(|case, seen| {
        let question = case.question();
        let catalogue = question.catalogue();
        let request = &question.request;
        let Recommendation::NoPathway(none) = answer(&catalogue, request) else {
            return Ok(());
        };
        for relaxation in &none.relaxations {
            let Some((after, less)) = changed(request, &catalogue, relaxation) else {
                return Err(TestCaseError::fail(format!("cannot be read: {relaxation:?}")));
            };
            prop_assert!(possible(&catalogue, &after), "{relaxation:?} does not help");
            let too_little = less.filter(|less| less.problems(&catalogue).is_empty());
            let enough = too_little.is_some_and(|less| possible(&catalogue, &less));
            prop_assert!(!enough || !none.proved, "{relaxation:?} is more than is needed");
        }
        seen.add(case, !none.relaxations.is_empty());
        Ok(())
    });
    seen.assert_each("changes", 10);
}

/// Where no single change is enough, whoever makes all the changes named together has a pathway; without any one of them,
/// or with a number one step smaller, there is none.
#[test]
fn changes_that_help_only_together_are_all_needed() {
    let seen = check_any(|case, seen| {
        let question = case.question();
        let catalogue = question.catalogue();
        let Recommendation::NoPathway(none) = answer(&catalogue, &question.request) else {
            return Ok(());
        };
        prop_assert!(none.relaxations.is_empty() || none.together.is_empty(), "one change is enough: {none:#?}");
        let all_but = |left_out: Option<usize>| {
            let kept = none.together.iter().enumerate().filter(|(place, _)| Some(*place) != left_out);
            kept.map(|(_, change)| change).try_fold(question.request.clone(), |request, change| {
                changed(&request, &catalogue, change).map(|(after, _)| after)
            })
        };
        for (place, change) in none.together.iter().enumerate() {
            let (Some(all), Some(rest)) = (all_but(None), all_but(Some(place))) else {
                return Err(TestCaseError::fail(format!("cannot be read: {:?}", none.together)));
            };
            prop_assert!(possible(&catalogue, &all), "{:?} do not help", none.together);
            prop_assert!(
                !none.proved || !possible(&catalogue, &rest),
                "{change:?} is not needed in {:?}",
                none.together
            );
            let less = changed(&rest, &catalogue, change).and_then(|(_, less)| less);
            let too_little = less.filter(|less| less.problems(&catalogue).is_empty());
            let enough = too_little.is_some_and(|less| possible(&catalogue, &less));
            prop_assert!(!enough || !none.proved, "{change:?} is more than is needed in {:?}", none.together);
        }
        seen.add(case, !none.together.is_empty());
        Ok(())
    });
    seen.assert_each("changes together", 5);
}

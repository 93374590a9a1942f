//! Where there is no pathway: the limits named are in conflict, and the changes named help.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use registry_core::catalogue::Catalogue;
use registry_core::money::Aud;
use registry_core::pathway::answer::{Limit, Relaxation};
use registry_core::pathway::{Recommendation, Request};
use registry_core::volume::Hours;

use super::{answer, check, lift};

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
/// pathway by themselves, and without any one of them there is one.
#[test]
fn limits_in_conflict_are_all_needed_for_it() {
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let request = &question.request;
        let Recommendation::NoPathway(none) = answer(&catalogue, request) else {
            return Ok(());
        };
        if none.conflict.is_empty() {
            prop_assert!(!possible(&catalogue, &without(request, &catalogue, |_| true)));
            return Ok(());
        }
        let conflict = &none.conflict;
        let alone = without(request, &catalogue, |limit| !conflict.contains(&limit));
        prop_assert!(!possible(&catalogue, &alone), "{conflict:?} do not conflict");
        for left in conflict {
            let rest = without(request, &catalogue, |limit| limit == *left || !conflict.contains(&limit));
            prop_assert!(possible(&catalogue, &rest), "{conflict:?}, even without {left:?}");
        }
        Ok(())
    });
}

/// The request with a change made, read from the words people are told; and, where the change is a number, with a
/// change one step smaller.
fn changed(request: &Request, catalogue: &Catalogue, relaxation: &Relaxation) -> Option<(Request, Option<Request>)> {
    let words = &relaxation.change;
    let first = words.split(' ').next()?;
    let limit = relaxation.limit?;
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
        _ => {
            lift(&mut after, catalogue, limit);
            return Some((after, None));
        }
    }
    Some((after, Some(less)))
}

/// Whoever changes what they are told to change has a pathway, and a smaller change would not have done.
#[test]
fn a_change_that_would_help_helps() {
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let request = &question.request;
        let Recommendation::NoPathway(none) = answer(&catalogue, request) else {
            return Ok(());
        };
        for relaxation in none.relaxations.iter().filter(|change| change.limit.is_some()) {
            let Some((after, less)) = changed(request, &catalogue, relaxation) else {
                return Err(TestCaseError::fail(format!("cannot be read: {relaxation:?}")));
            };
            prop_assert!(possible(&catalogue, &after), "{relaxation:?} does not help");
            let too_little = less.filter(|less| less.problems(&catalogue).is_empty());
            let enough = too_little.is_some_and(|less| possible(&catalogue, &less));
            prop_assert!(!enough, "{relaxation:?} is more than is needed");
        }
        Ok(())
    });
}

//! Properties of the planner, on small questions made at random.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use registry_core::catalogue::Catalogue;
use registry_core::money::Aud;
use registry_core::pathway::answer::{Limit, Objective, Relaxation};
use registry_core::pathway::request::HOURS_PER_WEEK_MAX;
use registry_core::pathway::{Budget, Goal, Pathway, PeerWishes, Recommendation, Request, Wish, recommend};
use registry_core::volume::Hours;
use registry_tests::oracle::{self, Best};
use registry_tests::rendering::rendering;
use registry_tests::rules::Rules;
use registry_tests::validator::violations;

use crate::planner_cases::{Case, OfferingCase, Question, case};

/// The most plans the oracle tries for one question; larger questions are left to the other properties.
const PLANS_MAX: usize = 12_000;

/// Checks a property on the same 256 questions every time, or on `PROPTEST_CASES` new ones.
fn check(property: impl Fn(&Case) -> Result<(), TestCaseError>) {
    let wide = std::env::var_os("PROPTEST_CASES").is_some();
    let config = Config { failure_persistence: None, max_shrink_iters: 4_000, ..Config::default() };
    let mut runner = if wide {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    };
    if let Err(failure) = runner.run(&case(), |case| property(&case)) {
        panic!("{failure}");
    }
}

fn answer(catalogue: &Catalogue, request: &Request) -> Recommendation {
    recommend(catalogue, request, Budget::default()).expect("a sound request")
}

fn possible(catalogue: &Catalogue, request: &Request) -> bool {
    matches!(answer(catalogue, request), Recommendation::Pathways(_))
}

fn best_at(answer: &Recommendation, objective: Objective) -> Option<&Pathway> {
    match answer {
        Recommendation::Pathways(found) => found.pathways.iter().find(|pathway| pathway.best_at.contains(&objective)),
        Recommendation::NoPathway(_) => None,
    }
}

/// What a pathway measures, in the order of an objective.
fn measures(rules: &Rules<'_>, catalogue: &Catalogue, pathway: &Pathway, objective: Objective) -> [i64; 4] {
    let cost = pathway.cost.cents();
    let finish = pathway.finish.map_or(0, |day| i64::from(chrono::Datelike::num_days_from_ce(&day)));
    let heaviest = i64::from(pathway.heaviest_week.minutes());
    let offerings = pathway.steps.iter().map(|step| catalogue.offering(&step.offering));
    let lacking = offerings.map(|offering| rules.lacking(offering.expect("one of the catalogue"))).sum();
    match objective {
        Objective::LeastCost => [cost, lacking, finish, heaviest],
        Objective::Soonest => [finish, lacking, cost, heaviest],
        Objective::LightestLoad => [heaviest, lacking, finish, cost],
    }
}

fn same_as_the_oracle(
    question: &Question,
    catalogue: &Catalogue,
    answer: &Recommendation,
    best: Option<Best>,
) -> Result<(), TestCaseError> {
    let rules = Rules::new(catalogue, &question.request);
    let shown = || format!("{:#?}\n{}", question.request, rendering(answer));
    match (answer, best) {
        (Recommendation::NoPathway(none), best) => {
            prop_assert!(!none.proved || best.is_none(), "there is a plan: {best:?}\n{}", shown());
        }
        (Recommendation::Pathways(_), None) => prop_assert!(false, "there is no plan\n{}", shown()),
        (Recommendation::Pathways(_), Some(best)) => {
            for objective in Objective::ALL {
                let Some(found) = best_at(answer, objective) else {
                    continue;
                };
                let measured = measures(&rules, catalogue, found, objective);
                let least = best.at(objective);
                prop_assert!(measured >= least, "better than the oracle\n{}", shown());
                prop_assert!(
                    !found.proved || measured == least,
                    "{objective:?}: {measured:?}, not {least:?}\n{}",
                    shown()
                );
            }
        }
    }
    Ok(())
}

/// Every answer keeps to the rules, and what it says of itself is true.
#[test]
fn every_answer_keeps_to_the_rules() {
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let answer = answer(&catalogue, &question.request);
        let wrong = violations(&catalogue, &question.request, &answer);
        prop_assert!(wrong.is_empty(), "{wrong:#?}\n{}", rendering(&answer));
        Ok(())
    });
}

/// Each pathway is the best there is at what it is best at, to the last of the measures that people are told; and
/// there is no pathway only when no plan at all keeps to the rules.
#[test]
fn no_plan_is_better_than_the_best_pathway() {
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let Ok(best) = oracle::best(&catalogue, &question.request, PLANS_MAX) else {
            return Ok(());
        };
        let answer = answer(&catalogue, &question.request);
        same_as_the_oracle(&question, &catalogue, &answer, best)
    });
}

/// The same question gets the same answer, in whatever order the catalogue was written.
#[test]
fn the_answer_depends_on_the_question_alone() {
    check(|case| {
        let question = case.question();
        let first = answer(&question.catalogue(), &question.request);
        let again = answer(&question.catalogue(), &question.request);
        prop_assert_eq!(format!("{first:?}"), format!("{again:?}"));
        let mut turned = question.clone();
        turned.parts.courses.reverse();
        for course in &mut turned.parts.courses {
            course.versions.reverse();
        }
        turned.parts.offerings.reverse();
        turned.parts.qualifications.reverse();
        turned.parts.credit_rules.reverse();
        let other = answer(&turned.catalogue(), &turned.request);
        prop_assert_eq!(format!("{first:?}"), format!("{other:?}"));
        Ok(())
    });
}

/// Advised training is planned when an offering fits; more freedom can thus ask for more. Without advice in the goal,
/// more never does.
fn without_advice(case: &Case) -> Case {
    let mut case = case.clone();
    case.preparation.iter_mut().for_each(|asked| asked.required = true);
    case
}

fn no_worse(before: &Recommendation, after: &Recommendation) -> Result<(), TestCaseError> {
    for objective in Objective::ALL {
        let Some(before) = best_at(before, objective) else {
            continue;
        };
        let Some(after) = best_at(after, objective) else {
            return Err(TestCaseError::fail(format!("nothing is {objective:?} any more")));
        };
        let compared = match objective {
            Objective::LeastCost => (before.cost.cents(), after.cost.cents()),
            Objective::Soonest => {
                let day = |pathway: &Pathway| pathway.finish.map(|day| chrono::Datelike::num_days_from_ce(&day));
                (day(before).map_or(0, i64::from), day(after).map_or(0, i64::from))
            }
            Objective::LightestLoad => (before.heaviest_week.minutes().into(), after.heaviest_week.minutes().into()),
        };
        prop_assert!(compared.1 <= compared.0, "{objective:?}: {compared:?}");
    }
    Ok(())
}

/// One more offering, more money, more hours, more days, more time, more funding or more places to get to: nothing
/// gets worse, and a pathway never turns into none.
#[test]
fn more_freedom_never_makes_anything_worse() {
    check(|case| {
        let case = without_advice(case);
        let question = case.question();
        let catalogue = question.catalogue();
        let before = answer(&catalogue, &question.request);
        let mut more = question.parts.clone();
        let course = usize::from(case.goal) % case.courses.len();
        let extra = OfferingCase { late: false, ..case.courses[0].offerings[0].clone() };
        more.offerings.push(case.offering(course, 90, &extra));
        let more = Catalogue::build(more).expect("a sound catalogue");
        no_worse(&before, &answer(&more, &question.request))?;
        for limit in [Limit::HoursPerWeek, Limit::DaysPerYear, Limit::BudgetPerYear, Limit::Deadline, Limit::Regions] {
            let mut freer = question.request.clone();
            let limits = &mut freer.limits;
            match limit {
                Limit::HoursPerWeek => {
                    limits.hours_per_week = Hours::from_minutes(limits.hours_per_week.minutes() + 45)
                }
                Limit::DaysPerYear => limits.days_per_year = limits.days_per_year.map(|days| days + 1),
                Limit::BudgetPerYear => {
                    limits.budget_per_year =
                        limits.budget_per_year.and_then(|budget| Aud::from_cents(budget.cents() + 5_000));
                }
                Limit::Deadline => {
                    limits.deadline = limits.deadline.map(|day| day + chrono::Days::new(10));
                }
                _ => lift(&mut freer, &catalogue, limit),
            }
            no_worse(&before, &answer(&catalogue, &freer))?;
        }
        Ok(())
    });
}

/// Whoever holds more pays no more.
#[test]
fn holding_more_never_makes_a_pathway_dearer() {
    check(|case| {
        let case = without_advice(case);
        let question = case.question();
        let catalogue = question.catalogue();
        let before = answer(&catalogue, &question.request);
        for index in 0..case.courses.len() {
            let mut richer = case.clone();
            richer.person.held.push((u8::try_from(index).expect("0 to 4"), true));
            no_worse(&before, &answer(&catalogue, &richer.question().request))?;
        }
        Ok(())
    });
}

/// The request without a limit, as far as a request can say so.
fn lift(request: &mut Request, catalogue: &Catalogue, limit: Limit) {
    let limits = &mut request.limits;
    let freed = |wish: Wish| {
        if wish == Wish::Only { Wish::Indifferent } else { wish }
    };
    match limit {
        Limit::HoursPerWeek => limits.hours_per_week = Hours::from_minutes(HOURS_PER_WEEK_MAX * 60),
        Limit::DaysPerYear => limits.days_per_year = None,
        Limit::BudgetPerYear => limits.budget_per_year = None,
        Limit::Deadline => limits.deadline = None,
        Limit::Regions => limits.regions = catalogue.regions().map(|region| region.code.clone()).collect(),
        Limit::Modes => limits.modes.clear(),
        Limit::Exclusions => limits.exclude.clear(),
        Limit::PeerOnly => {
            let PeerWishes { led, developed, delivered } = request.wishes;
            request.wishes = PeerWishes { led: freed(led), developed: freed(developed), delivered: freed(delivered) };
        }
        Limit::Perspective => limits.perspective = None,
    }
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
        let question = without_advice(case).question();
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
        let question = without_advice(case).question();
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

/// With a tiny budget of search steps the answer is worse, and never wrong: whatever is returned keeps to the rules,
/// and nothing is called proved that is not.
#[test]
fn a_tiny_budget_never_gives_a_wrong_answer() {
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let best = oracle::best(&catalogue, &question.request, PLANS_MAX / 4);
        for steps in [0, 1, 2, 4, 10, 30, 100] {
            let answer = recommend(&catalogue, &question.request, Budget { steps }).expect("a sound request");
            let wrong = violations(&catalogue, &question.request, &answer);
            prop_assert!(wrong.is_empty(), "{steps} steps: {wrong:#?}\n{}", rendering(&answer));
            if let Ok(best) = best {
                same_as_the_oracle(&question, &catalogue, &answer, best)?;
            }
        }
        Ok(())
    });
}

/// The questions are worth asking: many have a pathway of several steps, of which some wait, some take turns; many
/// have none; some of those for conflicting limits; few are too large for the oracle.
#[test]
fn the_questions_are_worth_asking() {
    use std::cell::Cell;
    let count = || Cell::new(0u32);
    let (several, choice, waits, late, goal_met) = (count(), count(), count(), count(), count());
    let (blocked, conflict, joint, changes, too_large, roles) = (count(), count(), count(), count(), count(), count());
    let add = |counter: &Cell<u32>, yes: bool| counter.set(counter.get() + u32::from(yes));
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let best = oracle::best(&catalogue, &question.request, PLANS_MAX);
        add(&too_large, best.is_err());
        add(&roles, matches!(question.request.goal, Goal::Role(_)));
        match answer(&catalogue, &question.request) {
            Recommendation::Pathways(found) => {
                let steps = || found.pathways.iter().flat_map(|pathway| &pathway.steps);
                add(&several, found.pathways.iter().any(|pathway| pathway.steps.len() > 1));
                add(&goal_met, steps().next().is_none());
                add(&choice, found.pathways.len() > 1);
                add(&waits, steps().any(|step| step.waits_for.is_some()));
                add(&late, found.pathways.iter().any(|pathway| pathway.years.len() > 1));
            }
            Recommendation::NoPathway(none) => {
                add(&blocked, !none.blockers.is_empty());
                add(&conflict, !none.conflict.is_empty());
                add(&joint, none.conflict.len() > 1);
                add(&changes, !none.relaxations.is_empty());
            }
        }
        Ok(())
    });
    let counted = [
        ("several steps", several, 20),
        ("a choice", choice, 8),
        ("waits", waits, 4),
        ("the second year", late, 4),
        ("goal met", goal_met, 8),
        ("blocked", blocked, 20),
        ("conflict", conflict, 20),
        ("joint conflict", joint, 4),
        ("changes", changes, 8),
    ];
    let shown: Vec<String> =
        counted.iter().map(|(what, count, least)| format!("{what}: {} (at least {least})", count.get())).collect();
    let large = too_large.get();
    for (what, count, least) in &counted {
        assert!(count.get() >= *least, "{what}: {shown:?}, {large} too large");
    }
    assert!(large < 100, "{shown:?}, {large} too large");
}

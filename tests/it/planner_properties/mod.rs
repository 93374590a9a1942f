//! Properties of the planner, on small questions made at random.

mod answers;
mod awards;
mod budget;
mod conflicts;
mod credit;
mod export;
mod freedom;
mod trade;
mod worth;

use std::cell::Cell;
use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use registry_core::catalogue::Catalogue;
use registry_core::graph::NodeKey;
use registry_core::pathway::answer::{ItemKey, Limit, Objective};
use registry_core::pathway::request::HOURS_PER_WEEK_MAX;
use registry_core::pathway::{Budget, Goal, Pathway, PeerWishes, Recommendation, Request, Step, Wish};
use registry_core::volume::Hours;
use registry_tests::oracle;
use registry_tests::validator::recommended;

use crate::planner_cases::{AnyCase, Case, Kind, any_case, case};

/// The most plans the oracle tries for one question; larger questions are left to the other properties.
const PLANS_MAX: usize = 12_000;

/// Checks a property on the same 384 questions every time, or on `PROPTEST_CASES` new ones.
fn check(property: impl Fn(&Case) -> Result<(), TestCaseError>) {
    check_of(&case(), property);
}

fn check_of<C: Debug>(cases: &impl Strategy<Value = C>, property: impl Fn(&C) -> Result<(), TestCaseError>) {
    let usual = Config::default();
    let config = Config { cases: case_count(), failure_persistence: None, max_shrink_iters: 4_000, ..usual };
    let mut runner = if is_wide() {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    };
    if let Err(failure) = runner.run(cases, |case| property(&case)) {
        panic!("{failure}");
    }
}

fn is_wide() -> bool {
    std::env::var_os("PROPTEST_CASES").is_some()
}

fn case_count() -> u32 {
    if is_wide() { Config::default().cases } else { 384 }
}

/// The least that is to be seen of what so many thousandths of all questions have. Among new questions it may be three
/// standard deviations less by chance.
fn least(all: u32, thousandths: u32) -> u32 {
    let expected = all * thousandths / 1_000;
    if is_wide() { expected.saturating_sub(3 * expected.isqrt() + 1) } else { expected.max(1) }
}

/// The most that may be seen of it: the same above.
fn most(all: u32, thousandths: u32) -> u32 {
    let expected = all * thousandths / 1_000;
    if is_wide() { expected + 3 * expected.isqrt() + 2 } else { expected }
}

/// So many of all questions as thousandths, for people to read.
fn share(of: u32, all: u32) -> String {
    let tenths = u64::from(of) * 1_000 / u64::from(all.max(1));
    format!("{of} ({}.{} %)", tenths / 10, tenths % 10)
}

/// Each was seen at least as often as so many thousandths of all questions let expect.
///
/// How often is printed; `-- --nocapture` shows it.
#[track_caller]
fn assert_seen(property: &str, all: u32, kinds: &[(&str, &Count, u32)]) {
    let shown = kinds.iter().map(|(what, count, thousandths)| {
        format!("{what} {}, at least {}", share(count.get(), all), least(all, *thousandths))
    });
    let shown = format!("{property}, of {all}: {}", shown.collect::<Vec<_>>().join("; "));
    eprintln!("{shown}");
    let enough = |(_, count, thousandths): &(&str, &Count, u32)| count.get() >= least(all, *thousandths);
    assert!(kinds.iter().all(enough), "{shown}");
}

/// Each was seen at most as often as so many thousandths of all that was compared let expect: what is not proved, or not compared.
#[track_caller]
fn assert_few(property: &str, all: u32, kinds: &[(&str, &Count, u32)]) {
    let shown = kinds.iter().map(|(what, count, thousandths)| {
        format!("{what} {}, at most {}", share(count.get(), all), most(all, *thousandths))
    });
    let shown = format!("{property}, of {all}: {}", shown.collect::<Vec<_>>().join("; "));
    eprintln!("{shown}");
    let few = |(_, count, thousandths): &(&str, &Count, u32)| count.get() <= most(all, *thousandths);
    assert!(kinds.iter().all(few), "{shown}");
}

/// How often something was seen.
#[derive(Debug, Default)]
struct Count(Cell<u32>);

impl Count {
    fn add(&self, yes: bool) {
        self.0.set(self.0.get() + u32::from(yes));
    }

    fn get(&self) -> u32 {
        self.0.get()
    }
}

/// How often a property had something to say, by what was asked: of training, of credit, of whole awards.
#[derive(Debug, Default)]
struct Seen([Count; 3]);

impl Seen {
    fn add(&self, case: &AnyCase, yes: bool) {
        let place = Kind::ALL.iter().position(|kind| *kind == case.kind()).expect("one of all");
        self.0[place].add(yes);
    }

    /// Of each kind it had at least so many thousandths of all questions.
    #[track_caller]
    fn assert_each(&self, property: &str, thousandths: u32) {
        let [training, credit, award] = &self.0;
        let kinds = [("of training", training), ("of credit", credit), ("of awards", award)];
        assert_seen(property, case_count(), &kinds.map(|(what, count)| (what, count, thousandths)));
    }
}

/// Checks a property on questions of every kind, and says of which.
fn check_any(property: impl Fn(&AnyCase, &Seen) -> Result<(), TestCaseError>) -> Seen {
    let seen = Seen::default();
    check_of(&any_case(), |case| property(case, &seen));
    seen
}

/// The answer, of which nothing is wrong.
#[track_caller]
fn answer(catalogue: &Catalogue, request: &Request) -> Recommendation {
    recommended(catalogue, request, Budget::default())
}

fn best_at(answer: &Recommendation, objective: Objective) -> Option<&Pathway> {
    match answer {
        Recommendation::Pathways(found) => found.pathways.iter().find(|pathway| pathway.best_at.contains(&objective)),
        Recommendation::NoPathway(_) => None,
    }
}

/// Advised training is planned when an offering fits; more freedom can thus ask for more. Without advice in the goal,
/// more never does.
fn without_advice(case: &AnyCase) -> AnyCase {
    let mut case = case.clone();
    case.base_mut().preparation.iter_mut().for_each(|asked| asked.required = true);
    case
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

/// Whether what a step teaches is asked for by something that it asks for itself.
fn is_mutual(catalogue: &Catalogue, step: &Step) -> bool {
    match &step.item {
        ItemKey::Course(code, _) => !catalogue.graph().mutual(&NodeKey::Course(code.clone())).is_empty(),
        ItemKey::Qualification(_) => false,
    }
}

/// The questions are worth asking: many have a pathway of several steps, of which some wait, some take turns; many
/// have none; some of those for conflicting limits; few are too large for the oracle.
#[test]
fn the_questions_are_worth_asking() {
    let count = Count::default;
    let (several, choice, waits, late, goal_met) = (count(), count(), count(), count(), count());
    let (blocked, conflict, joint, changes, too_large, roles) = (count(), count(), count(), count(), count(), count());
    let (together, others, at_once, apart) = (count(), count(), count(), count());
    let add = |counter: &Count, yes: bool| counter.add(yes);
    check(|case| {
        let question = case.question();
        let catalogue = question.catalogue();
        let best = oracle::all(&catalogue, &question.request, PLANS_MAX);
        add(&too_large, best.is_err());
        add(&roles, matches!(question.request.goal, Goal::Role(_)));
        match answer(&catalogue, &question.request) {
            Recommendation::Pathways(found) => {
                let steps = || found.pathways.iter().flat_map(|pathway| &pathway.steps);
                add(&several, found.pathways.iter().any(|pathway| pathway.steps.len() > 1));
                add(&at_once, steps().any(|step| !step.together_with.is_empty()));
                let alone = |step: &Step| step.together_with.is_empty() && is_mutual(&catalogue, step);
                add(&apart, steps().any(alone));
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
                add(&together, !none.together.is_empty());
                add(&others, !none.other_conflicts.is_empty());
            }
        }
        Ok(())
    });
    let all = case_count();
    let counted = [
        ("several steps", &several, 30),
        ("a choice", &choice, 20),
        ("waits", &waits, 8),
        ("the second year", &late, 10),
        ("goal met", &goal_met, 20),
        ("taken together", &at_once, 5),
        ("not taken together though it might be", &apart, 10),
        ("blocked", &blocked, 50),
        ("conflict", &conflict, 50),
        ("joint conflict", &joint, 10),
        ("changes", &changes, 20),
        ("changes together", &together, 20),
        ("other conflicts", &others, 20),
        ("a role", &roles, 50),
    ];
    assert_seen("the questions", all, &counted);
    assert_few("the questions", all, &[("too large for the oracle", &too_large, 50)]);
}

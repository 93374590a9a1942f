//! What a goal asks for, held against the ledger set by set.
//!
//! Whatever somebody has learned of a made-up award, each thing taught, assessed or not at all, the requirement that is posed
//! is met exactly where the ledger accepts it: for sets that no cheapest plan would take, too.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use super::made_up::{case, points_within_limits};
use super::{Case, Count, OLD, code};
use crate::pathway::assessed::Means;
use crate::pathway::goal::{Variation, pose};
use crate::pathway::problem::{Item, day_number};
use crate::sample::day;

/// So many sets of each award are asked.
const SETS: usize = 60;

/// By course, then for the other qualification: not learned, taught, assessed.
type Learned = Vec<Option<bool>>;

/// How many sets there were, and how many of them were accepted.
#[derive(Debug, Default)]
struct Asked {
    sets: Count,
    accepted: Count,
    with_both: Count,
    not_read: Count,
}

fn learned() -> impl Strategy<Value = Learned> {
    prop::collection::vec(prop_oneof![2 => Just(None), 3 => Just(Some(false)), 3 => Just(Some(true))], OLD + 2)
}

impl Case {
    /// The same, as far as it can be: what is held and counts is not learned once more.
    fn possible(&self, mut learned: Learned) -> Learned {
        for (course, means) in learned.iter_mut().enumerate() {
            let is_other = course == OLD + 1;
            let taught = is_other || self.price_of(course).is_some();
            let assessed = if is_other { self.other_assessed.is_some() } else { self.assessed.contains_key(&course) };
            let is_held =
                self.held.iter().any(|(held, ..)| *held == course) || (course == OLD && self.old_held.is_some());
            *means = means.filter(|by_rpl| !is_held && if *by_rpl { assessed } else { taught });
        }
        learned
    }

    fn agrees(&self, sets: &[Learned], asked: &Asked) -> Result<(), TestCaseError> {
        let catalogue = self.catalogue();
        let request = self.request();
        let problem = pose(&catalogue, &request, &[], &Variation::default()).problem;
        if !problem.complete {
            asked.not_read.set(asked.not_read.get() + 1);
            return Ok(());
        }
        let finish = day_number(day("2027-02-07"));
        for learned in sets.iter().map(|learned| self.possible(learned.clone())) {
            let has = |item: &Item| {
                let place = (0..=OLD).position(|course| code(course) == item.key.code());
                let place = place.or_else(|| (item.key.code() == "other").then_some(OLD + 1));
                let by_rpl = place.and_then(|place| learned[place]);
                by_rpl.is_some_and(|by_rpl| match item.means {
                    Means::Any => true,
                    Means::Taught => !by_rpl,
                    Means::Assessed => by_rpl,
                })
            };
            let there = |item: usize| has(&problem.items[item]);
            let courses = (0..=OLD).filter_map(|course| Some((course, learned[course]?)));
            let courses: BTreeMap<usize, bool> = courses.collect();
            let ledger = self.ledger(&catalogue, &courses, learned[OLD + 1]);
            let accepted = self.reaches(&ledger);
            prop_assert_eq!(problem.met(finish, &there, &there), accepted, "{:?}: {:?}", learned, ledger.totals);
            asked.sets.set(asked.sets.get() + 1);
            asked.accepted.set(asked.accepted.get() + usize::from(accepted));
            let both = accepted && courses.values().any(|by_rpl| *by_rpl) && courses.values().any(|by_rpl| !by_rpl);
            asked.with_both.set(asked.with_both.get() + usize::from(both));
        }
        Ok(())
    }
}

fn ask(cases: &impl Strategy<Value = Case>) -> Asked {
    let asked = Asked::default();
    let cases = (cases, prop::collection::vec(learned(), SETS));
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(super::CASES) };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&cases, |(case, sets)| case.agrees(&sets, &asked));
    result.unwrap_or_else(|why| panic!("{why}"));
    assert!(asked.not_read.get() * 20 <= super::CASES as usize, "{asked:?}");
    asked
}

#[test]
fn what_an_award_asks_for_is_met_exactly_where_the_ledger_accepts_it() {
    let asked = ask(&case());
    assert!(asked.accepted.get() >= 500, "{asked:?}");
}

#[test]
fn what_points_within_limits_ask_for_is_met_exactly_where_the_ledger_accepts_it() {
    let asked = ask(&points_within_limits());
    assert!(asked.accepted.get() >= 2_000 && asked.with_both.get() >= 1_000, "{asked:?}");
}

//! The made-up problems: always the same, sound, of the size that figures are given for; and what is planned for them
//! keeps every rule of the file.

use registry_core::solver::file::{ProblemFile, Status};
use registry_tests::instances::{Tightness, courses, goals, joint, levelling, sets};
use registry_tests::plan_rules::broken;

/// Answers a file, and expects a plan that keeps its rules, or none.
#[track_caller]
fn check(name: &str, file: &ProblemFile, steps: u64) -> Status {
    let posed = file.posed().unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
    let answer = posed.plan(&file.prefer, steps);
    assert_eq!(broken(file, &answer), Vec::<String>::new(), "{name}");
    answer.status
}

#[test]
fn the_same_seed_makes_the_same_file_and_another_seed_another() {
    for make in [|seed| courses(500, seed), |seed| joint(7, Tightness::Tight, seed), |seed| levelling(8, 46, seed)] {
        assert_eq!(make(3), make(3));
        assert_ne!(make(3), make(4));
    }
}

#[test]
fn about_three_hundred_courses_are_relevant_whatever_the_size() {
    for (count, seed) in [500, 560, 5_000].into_iter().flat_map(|count| (0..6).map(move |seed| (count, seed))) {
        let file = courses(count, seed);
        let relevant = file.posed().expect("sound").items_of_use();
        assert!((250..=700).contains(&relevant), "{count}, {seed}: {relevant}");
    }
}

#[test]
fn plans_for_made_up_problems_keep_every_rule() {
    for (name, file) in sets(1) {
        check(&name, &file, 20_000);
    }
}

#[test]
fn a_goal_among_many_has_the_plan_it_has_as_the_goal_of_the_file() {
    let file = courses(5_000, 0);
    let mut posed = file.posed_for_goals().expect("sound");
    for goal in goals(5_000, 12) {
        let answer = posed.plan_to(&goal, &[], 200_000).expect("a sound goal");
        let alone = ProblemFile { goal: Some(goal), ..file.clone() };
        assert_eq!(answer.status, Status::Proved);
        assert_eq!(broken(&alone, &answer), Vec::<String>::new());
        assert_eq!(answer.measures, alone.posed().expect("sound").plan(&[], 200_000).measures);
    }
}

#[test]
fn awards_that_leave_no_term_to_spare_are_settled_at_the_least_cost() {
    // By terms and seed, the least cost, as HiGHS finds it from a model of every item and term (docs/PLANNER.md).
    let least: [(usize, [i64; 8]); 3] = [
        (5, [4_740, 5_200, 5_220, 5_060, 4_340, 5_490, 3_670, 5_420]),
        (7, [6_740, 6_790, 6_980, 7_120, 6_310, 7_600, 6_770, 6_410]),
        (9, [8_930, 9_530, 10_890, 9_800, 8_350, 9_500, 10_300, 8_910]),
    ];
    for (terms, costs) in least {
        for (seed, cost) in (0..).zip(costs) {
            let file = joint(terms, Tightness::Tight, seed);
            let answer = file.posed().expect("sound").plan(&file.prefer, 1_000_000);
            let name = format!("{terms} terms, seed {seed}");
            assert_eq!(broken(&file, &answer), Vec::<String>::new(), "{name}");
            assert_eq!(answer.status, Status::Proved, "{name}");
            assert_eq!(answer.measures.map(|measures| measures.cost), Some(cost), "{name}");
        }
    }
}

/// Of the made-up curricula this one leaves the least room: 202 hours over 12 terms, of 17 each.
#[test]
fn the_tightest_curriculum_is_levelled_with_proof() {
    let file = levelling(12, 66, 9);
    let answer = file.posed().expect("sound").plan(&file.prefer, 1_000_000);
    assert_eq!(broken(&file, &answer), Vec::<String>::new());
    assert_eq!(answer.status, Status::Proved);
    assert_eq!(answer.measures.map(|measures| measures.heaviest_term), Some(17));
}

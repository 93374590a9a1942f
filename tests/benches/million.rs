//! A million courses: the file read, checked into arrays, and asked for one goal after another.
//! `cargo bench -p registry-tests --bench million`; it takes about half a minute.
//!
//! Figures and the machine they come from are in docs/BENCHMARKS.md.

use std::io::Write;
use std::time::Instant;

use divan::Bencher;
use registry_core::solver::file::{Posed, ProblemFile, Requirement, Status};
use registry_tests::instances::{courses, goals};

/// How many courses.
const COURSES: usize = 1_000_000;

/// How many goals are asked of one catalogue.
const GOALS: usize = 40;

/// How many steps each may take.
const STEPS: u64 = 1_000_000;

fn main() {
    std::io::stdout().write_all(memory_and_proofs().as_bytes()).expect("somewhere to print to");
    divan::main();
}

/// The catalogue, with the award of its own or without.
fn catalogue(award: &str) -> ProblemFile {
    let mut file = courses(COURSES, 0);
    if award == "without the award" {
        file.goal = None;
        file.credit.clear();
        file.caps.clear();
    }
    file
}

/// Bytes of a course, and of how many goals the best plan is proved: what does not depend on the machine, and the
/// middle and longest times of 40 goals, once each.
fn memory_and_proofs() -> String {
    let mut said = String::new();
    for award in ["without the award", "beside the award"] {
        let file = catalogue(award);
        let mut posed = file.posed_for_goals().expect("a sound file");
        let size = posed.size();
        let answers: Vec<(f64, Status, usize)> = goals(COURSES, GOALS)
            .iter()
            .map(|goal| {
                let began = Instant::now();
                let answer = posed.plan_to(goal, &[], STEPS).expect("a sound goal");
                (began.elapsed().as_secs_f64() * 1e3, answer.status, answer.items_of_use)
            })
            .collect();
        let proved = answers.iter().filter(|answer| matches!(answer.1, Status::Proved | Status::None)).count();
        let mut times: Vec<f64> = answers.iter().map(|answer| answer.0).collect();
        times.sort_by(f64::total_cmp);
        let of_use = answers.iter().map(|answer| answer.2).sum::<usize>() / GOALS;
        said += &format!(
            "{award}: {} courses, {} bytes each and {} of requisites; {proved} of {GOALS} goals proved, {of_use} courses \
             of use to each, median {:.2} ms, slowest {:.2} ms\n",
            size.items,
            size.item_bytes / size.items,
            size.requisite_bytes / size.items,
            times[GOALS / 2],
            times[GOALS - 1],
        );
    }
    said
}

/// The text of a file of a million courses, as serde reads it.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn reading_the_text(bencher: Bencher<'_, '_>) {
    let text = serde_json::to_string(&catalogue("beside the award")).expect("a file that can be written");
    bencher.bench_local(|| serde_json::from_str::<ProblemFile>(&text).expect("a problem file"));
}

/// What was read, checked: names looked up, numbers within bounds, no circles, everything in order.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn checking(bencher: Bencher<'_, '_>) {
    let file = catalogue("without the award");
    bencher.bench_local(|| file.drawn_for_goals().expect("a sound file"));
}

/// What has been checked, written as arrays. What was checked is taken apart within that time, too.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn building_arrays(bencher: Bencher<'_, '_>) {
    let file = catalogue("without the award");
    let drawn = || file.drawn_for_goals().expect("a sound file");
    bencher.with_inputs(drawn).bench_local_values(|drawn| drawn.posed().expect("few enough").size());
}

/// One goal after another, from the question to the plan: each sample is another goal.
#[divan::bench(args = ["without the award", "beside the award"], sample_count = 40, sample_size = 1)]
fn a_goal_among_a_million(bencher: Bencher<'_, '_>, award: &str) {
    let file = catalogue(award);
    let mut posed: Posed<'_> = file.posed_for_goals().expect("a sound file");
    let goals: Vec<Requirement> = goals(COURSES, GOALS);
    let mut next = goals.iter().cycle();
    bencher.bench_local(|| posed.plan_to(next.next().expect("a goal"), &[], STEPS).expect("a sound goal").steps_used);
}

//! Goals among a million courses: each another question to one catalogue.

use registry_core::solver::file::Requirement;

use super::Numbers;
use super::courses::{FIELD, id};

/// So many goals for a catalogue of [`courses`](super::courses), each in some field of study: a course, five choices
/// of one of four, six of fourteen, and four of ten more.
///
/// The file's own award, of the first field, is asked for besides where the file keeps its sums.
pub fn goals(courses: usize, count: usize) -> Vec<Requirement> {
    let mut numbers = Numbers::new(7);
    (0..count).map(|_| goal(&mut numbers, courses)).collect()
}

fn goal(numbers: &mut Numbers, courses: usize) -> Requirement {
    let first = numbers.below(courses / FIELD) * FIELD;
    let mut some = |count: usize, low: usize| -> Vec<Requirement> {
        numbers.some(count, first + low, first + FIELD).into_iter().map(id).collect()
    };
    let mut parts = some(1, FIELD * 2 / 3);
    for _ in 0..5 {
        parts.push(Requirement::Any(some(4, FIELD * 2 / 3)));
    }
    parts.push(Requirement::AtLeast { least: 6, of: some(14, FIELD / 6) });
    parts.push(Requirement::AtLeast { least: 4, of: some(10, FIELD / 2) });
    Requirement::All(parts)
}

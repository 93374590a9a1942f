//! Balancing a curriculum: all courses, and the heaviest term as light as can be.

use registry_core::solver::file::{ItemEntry, Measure, ProblemFile, Requirement, TermEntry};

use super::Numbers;

/// So many courses over so many terms, all of which are to be taken: loads of 1 to 5, prerequisites between them, and
/// how many a term may have. There is always a plan.
pub fn levelling(terms: usize, courses: usize, seed: u64) -> ProblemFile {
    let mut numbers = Numbers::new(seed ^ (terms as u64) << 20 ^ (courses as u64) << 30);
    let each = courses.div_ceil(terms);
    let mut items: Vec<ItemEntry> = Vec::with_capacity(courses);
    for index in 0..courses {
        // A plan that is there: course after course, term after term.
        let before = index / each * each;
        let asked = if before > 0 && numbers.percent(60) { 1 + numbers.below(2) } else { 0 };
        let of = if asked > 0 { numbers.some(asked, before.saturating_sub(3 * each), before) } else { vec![] };
        items.push(ItemEntry {
            id: format!("c{index}"),
            hours: numbers.between(1, 5),
            prerequisite: (!of.is_empty()).then(|| Requirement::All(of.into_iter().map(id).collect())),
            ..ItemEntry::default()
        });
    }
    let most = each as i64 + 2;
    let least = (courses % each).min(each.saturating_sub(2)).max(1) as i64;
    let term = TermEntry { most_items: Some(most), least_items: least, ..TermEntry::default() };
    ProblemFile {
        title: format!("{courses} courses over {terms} terms, seed {seed}"),
        terms: vec![term; terms],
        goal: Some(Requirement::All((0..courses).map(id).collect())),
        items,
        prefer: vec![Measure::HeaviestTerm],
        ..ProblemFile::default()
    }
}

fn id(index: usize) -> Requirement {
    Requirement::item(format!("c{index}"))
}

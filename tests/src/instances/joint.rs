//! Choosing and scheduling together: an award in a few terms of 200 hours.

use registry_core::solver::file::{CreditEntry, ItemEntry, Measure, ProblemFile, Requirement, Selection, TermEntry};

use super::Numbers;

/// How many courses the catalogue has.
const COURSES: usize = 240;

/// Hours of a term.
const HOURS: i64 = 200;

/// How near a problem is to having no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tightness {
    /// Two terms more than the longest chain; half of all hours are needed.
    Loose,
    /// One term more; two thirds of the hours.
    Medium,
    /// No term more; five sixths of the hours.
    Tight,
}

impl Tightness {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Loose, Self::Medium, Self::Tight];

    /// `loose`, `medium`, `tight`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loose => "loose",
            Self::Medium => "medium",
            Self::Tight => "tight",
        }
    }

    fn spare(self) -> usize {
        match self {
            Self::Loose => 2,
            Self::Medium => 1,
            Self::Tight => 0,
        }
    }

    /// Sixths of all hours that are needed.
    fn sixths(self) -> i64 {
        match self {
            Self::Loose => 3,
            Self::Medium => 4,
            Self::Tight => 5,
        }
    }
}

/// An award in so many terms, at least 3. Courses stand in as many layers as the longest chain has; each above the
/// first asks for one of the layer just below it. Some are offered in every other term alone.
pub fn joint(terms: usize, tightness: Tightness, seed: u64) -> ProblemFile {
    let mut numbers = Numbers::new(seed ^ (terms as u64) << 20 ^ (tightness.spare() as u64) << 30);
    let layers = terms - tightness.spare();
    let first_of = |layer: usize| layer * COURSES / layers;
    let mut items = Vec::with_capacity(COURSES);
    for index in 0..COURSES {
        let layer = (0..layers).rfind(|layer| first_of(*layer) <= index).unwrap_or(0);
        let chain = index == first_of(layer);
        let prerequisite = (layer > 0).then(|| {
            let mut of = numbers.some(2, first_of(layer - 1), first_of(layer));
            if chain {
                of.push(first_of(layer - 1));
            }
            Requirement::Any(of.into_iter().map(id).collect())
        });
        let parity = numbers.below(2);
        let every_other = !chain && numbers.percent(30);
        items.push(ItemEntry {
            id: format!("c{index}"),
            cost: numbers.between(10, 90) * 10,
            hours: numbers.between(4, 12) * 5,
            credit: 0,
            level: Some(layer as i64 + 1),
            groups: vec![format!("g{}", numbers.below(4))],
            terms: every_other.then(|| (parity..terms).step_by(2).map(|term| term as i64).collect()),
            prerequisite,
            ..ItemEntry::default()
        });
    }
    // Credit is the hours, so that the sum to reach says how full the terms must be.
    items.iter_mut().for_each(|item| item.credit = item.hours);
    let needed = HOURS * terms as i64 * tightness.sixths() / 6;
    let of_group = |group: usize, least: i64| CreditEntry {
        name: format!("g{group}"),
        least,
        of: Selection { groups: vec![format!("g{group}")], ..Selection::default() },
        counting_at_most: vec![],
    };
    let all = CreditEntry { name: "the award".to_owned(), least: needed, ..CreditEntry::default() };
    ProblemFile {
        title: format!("An award in {terms} terms of {HOURS} hours, {}, seed {seed}", tightness.name()),
        terms: vec![TermEntry { hours: Some(HOURS), ..TermEntry::default() }; terms],
        items,
        goal: Some(id(first_of(layers - 1))),
        credit: vec![all, of_group(0, needed / 3), of_group(1, needed / 4)],
        prefer: vec![Measure::Cost],
        ..ProblemFile::default()
    }
}

fn id(index: usize) -> Requirement {
    Requirement::item(format!("c{index}"))
}

//! A catalogue of courses in layers, and an award: a choice without time.

use registry_core::solver::file::{
    CapEntry, CountedEntry, CreditEntry, ItemEntry, Levels, ProblemFile, Requirement, Selection,
};

use super::Numbers;

/// Courses of one field of study; a catalogue has as many fields as it takes.
pub(super) const FIELD: usize = 500;

/// Layers of a field; a course asks for courses of layers below its own.
const LAYERS: usize = 6;

/// Groups of a field. The award is made of the first five.
const GROUPS: usize = 8;

/// A catalogue of so many courses and an award of its first field: sums of credit by group and level with caps, some
/// courses that are required and some choices. About 300 courses are relevant, whatever the size; 11 to 26 are chosen.
pub fn courses(count: usize, seed: u64) -> ProblemFile {
    let mut numbers = Numbers::new(seed ^ (count as u64) << 20);
    let items: Vec<ItemEntry> = (0..count).map(|index| course(&mut numbers, index, count)).collect();
    let size = FIELD.min(count);
    let high = |numbers: &mut Numbers| numbers.some(4, size * 4 / LAYERS, size);
    let mut parts: Vec<Requirement> = high(&mut numbers).into_iter().take(1).map(id).collect();
    for _ in 0..3 {
        parts.push(Requirement::Any(high(&mut numbers).into_iter().map(id).collect()));
    }
    parts.push(Requirement::AtLeast {
        least: 2,
        of: numbers.some(5, size / LAYERS, size).into_iter().map(id).collect(),
    });
    let award: Vec<String> = (0..5).map(|group| format!("f0-g{group}")).collect();
    let of_award = || Selection { groups: award.clone(), ..Selection::default() };
    let levels = |from, to| Some(Levels { from, to });
    let group = |group: &str, least| CreditEntry {
        name: group.to_owned(),
        least,
        of: Selection { groups: vec![group.to_owned()], ..Selection::default() },
        counting_at_most: vec![],
    };
    let total = CreditEntry {
        name: "the award".to_owned(),
        least: 96,
        of: of_award(),
        counting_at_most: vec![CountedEntry {
            most: 36,
            of: Selection { levels: levels(None, Some(1)), ..of_award() },
        }],
    };
    let advanced = CreditEntry {
        name: "advanced".to_owned(),
        least: 30,
        of: Selection { levels: levels(Some(4), None), ..of_award() },
        counting_at_most: vec![],
    };
    let elsewhere = Selection { transferred: Some(true), ..of_award() };
    ProblemFile {
        title: format!("An award from {count} courses, seed {seed}"),
        items,
        goal: Some(Requirement::All(parts)),
        credit: vec![total, advanced, group("f0-g0", 24), group("f0-g1", 12)],
        caps: vec![CapEntry {
            name: "from elsewhere".to_owned(),
            most_percent: Some(33),
            within: Some(of_award()),
            of: elsewhere,
            ..CapEntry::default()
        }],
        ..ProblemFile::default()
    }
}

pub(super) fn id(index: usize) -> Requirement {
    Requirement::item(format!("c{index}"))
}

fn course(numbers: &mut Numbers, index: usize, count: usize) -> ItemEntry {
    let (field, place) = (index / FIELD, index % FIELD);
    let size = FIELD.min(count - field * FIELD);
    let layer = place * LAYERS / size;
    let below = field * FIELD + (layer * size).div_ceil(LAYERS);
    ItemEntry {
        id: format!("c{index}"),
        cost: numbers.between(10, 90) * 10,
        credit: 6 * numbers.between(1, 2),
        level: Some(layer as i64 + 1),
        groups: vec![format!("f{field}-g{}", numbers.below(GROUPS))],
        transferred: numbers.percent(15),
        prerequisite: (layer > 0).then(|| requisite(numbers, field * FIELD, below)).flatten(),
        ..ItemEntry::default()
    }
}

/// A requisite on courses from `low` up to `high`, or none.
fn requisite(numbers: &mut Numbers, low: usize, high: usize) -> Option<Requirement> {
    let any = |numbers: &mut Numbers| {
        let count = 2 + numbers.below(3);
        Requirement::Any(numbers.some(count, low, high).into_iter().map(id).collect())
    };
    match numbers.below(100) {
        0..35 => None,
        // Now and then one of another field that stands before this.
        35..38 if low > 0 => Some(id(numbers.below(low))),
        35..60 => Some(id(numbers.some(1, low, high)[0])),
        60..85 => Some(any(numbers)),
        85..95 => Some(Requirement::All(vec![any(numbers), any(numbers)])),
        _ => {
            let count = 3 + numbers.below(3);
            Some(Requirement::AtLeast { least: 2, of: numbers.some(count, low, high).into_iter().map(id).collect() })
        }
    }
}

//! The part of a file that bears on one question, as a file of its own: what is looked into again and again is small,
//! however large the file.

use super::pose::Posed;
use super::{CapEntry, ItemEntry, Measure, ProblemFile, Requirement, Selection};
use crate::solver::file::bounds::CREDIT_SUM_MAX;

/// What is asked of a file.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// What must be met; `None`: the goal of the file.
    pub goal: Option<&'q Requirement>,
    /// What plans are compared by, as [`Posed::plan`] takes it.
    pub order: &'q [Measure],
    /// How many steps may be taken.
    pub steps: u64,
}

/// The part of a file that bears on a question. It has the plans that the file has; sums and caps keep their places.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) file: ProblemFile,
    /// What it takes to check it once, in steps: one for each item, way, term and operand.
    pub(super) size: u64,
}

impl Cut {
    /// The part of a file that a goal leads to; all of it where a sum or a wish is over everything. `None`: it is larger
    /// than the steps that are left, which are not taken then.
    pub(super) fn of(
        posed: &Posed<'_>,
        goal: Option<&Requirement>,
        order: &[Measure],
        steps: &mut u64,
    ) -> Option<Self> {
        let file = posed.file;
        let goal = goal.or(file.goal.as_ref());
        let whole = !file.credit.is_empty()
            || file.caps.iter().any(|cap| cap.most_percent.is_some())
            || file.terms.iter().any(|term| term.least_hours > 0 || term.least_items > 0)
            || [order, &file.prefer].iter().any(|order| order.contains(&Measure::Credit));
        let kept = if whole { vec![true; file.items.len()] } else { reached(posed, goal) };
        let items = || file.items.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(item, _)| item);
        let size = items().map(size_of_item).sum::<u64>() + file.terms.len() as u64 + goal.map_or(0, size_of);
        *steps = steps.checked_sub(size)?;
        let known = |id: &String| posed.names.ids.get(id.as_str()).is_some_and(|item| kept[item]);
        let item = |item: &ItemEntry| {
            let mut item = item.clone();
            item.excludes.retain(known);
            if item.held {
                // Nobody asks what it asks for, and that may not be in the part.
                (item.prerequisite, item.corequisite) = (None, None);
            }
            item
        };
        let mut cut = ProblemFile { goal: goal.cloned(), items: items().map(item).collect(), ..without_items(file) };
        if !whole {
            cut.caps = file.caps.iter().map(|cap| cap_over(cap, &cut.items, &known)).collect();
        }
        let left = |set: &Vec<String>| set.iter().filter(|id| known(id)).cloned().collect::<Vec<String>>();
        cut.equivalent = file.equivalent.iter().map(left).filter(|set| !set.is_empty()).collect();
        Some(Self { file: cut, size })
    }
}

fn without_items(file: &ProblemFile) -> ProblemFile {
    ProblemFile {
        format: file.format,
        title: String::new(),
        ticks_per_term: file.ticks_per_term,
        first_tick: file.first_tick,
        last_tick: file.last_tick,
        terms: file.terms.clone(),
        periods: file.periods.clone(),
        budget: file.budget,
        items: Vec::new(),
        goal: None,
        credit: file.credit.clone(),
        caps: file.caps.clone(),
        equivalent: Vec::new(),
        prefer: file.prefer.clone(),
    }
}

/// Whether each item may help to meet a goal, or is held.
fn reached(posed: &Posed<'_>, goal: Option<&Requirement>) -> Vec<bool> {
    let (file, names) = (posed.file, &posed.names);
    let mut kept = vec![false; file.items.len()];
    let mut pending = Vec::new();
    let mut reach = |item: usize, pending: &mut Vec<usize>| {
        if !kept[item] {
            kept[item] = true;
            pending.push(item);
        }
    };
    goal.into_iter().for_each(|goal| names.visit_named(goal, &mut |item| reach(item, &mut pending)));
    while let Some(item) = pending.pop() {
        let entry = &file.items[item];
        for asked in [&entry.prerequisite, &entry.corequisite].into_iter().flatten().filter(|_| !entry.held) {
            names.visit_named(asked, &mut |needed| reach(needed, &mut pending));
        }
    }
    // What is held may exclude something or fill a cap, whether it is named or not.
    kept.iter_mut().zip(&file.items).for_each(|(kept, item)| *kept |= item.held);
    kept
}

/// A cap over the items that are left; one that is over none of them bars nothing.
fn cap_over(cap: &CapEntry, items: &[ItemEntry], known: &dyn Fn(&String) -> bool) -> CapEntry {
    if !items.iter().any(|item| cap.of.selects(item)) {
        return CapEntry { most: Some(CREDIT_SUM_MAX), ..CapEntry::default() };
    }
    let in_any = |group: &String| items.iter().any(|item| item.groups.contains(group));
    let of = Selection {
        groups: cap.of.groups.iter().filter(|group| in_any(group)).cloned().collect(),
        items: cap.of.items.iter().filter(|id| known(id)).cloned().collect(),
        ..cap.of.clone()
    };
    CapEntry { of, ..cap.clone() }
}

fn size_of_item(item: &ItemEntry) -> u64 {
    let asked = [&item.prerequisite, &item.corequisite].into_iter().flatten().map(size_of).sum::<u64>();
    1 + asked + item.ways.len() as u64 + item.excludes.len() as u64
}

fn size_of(requirement: &Requirement) -> u64 {
    1 + requirement.operands().iter().map(size_of).sum::<u64>()
}

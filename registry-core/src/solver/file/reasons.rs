//! Why each item of a plan is in it: which requirements it meets.

use std::collections::BTreeSet;

use super::fault::Place;
use super::pose::Posed;
use super::{Answer, PlannedItem, Requirement};

/// At most so many reasons are named for an item.
const REASONS_MAX: usize = 10;

/// A requirement that an item of a plan meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meets {
    /// Who asks for it.
    pub asker: Asker,
    /// Where in the file it is asked for: `items[4].prerequisite.any[0]`; of another goal than the file's, in that.
    pub place: String,
    /// Of how many alternatives it is one, in the innermost list of them; 1: it is asked for by itself.
    pub one_of: usize,
}

/// Who asks for an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asker {
    /// The goal.
    Goal,
    /// An item of the plan, which it comes before; by its id.
    Prerequisite(String),
    /// An item of the plan, which it is beside; by its id.
    Corequisite(String),
    /// A sum of credit, to which it adds; counted from 0.
    Credit(usize),
    /// A term in which it goes on and that has a minimum; counted from 0.
    Minimum(usize),
}

impl Posed<'_> {
    /// For each item of an answer to `goal`, or to the file's own, what it meets: the goal first, then what other items
    /// of the plan ask for, then sums of credit and terms with a minimum; at most ten for each.
    pub fn reasons(&self, goal: Option<&Requirement>, answer: &Answer) -> Vec<Vec<Meets>> {
        let planned: Vec<usize> = answer.plan.iter().map(|planned| planned.item).collect();
        let mut reasons = Reasons { posed: self, planned: &planned, met: vec![Vec::new(); planned.len()] };
        let (file, top) = (self.file, Place::File);
        if let Some(goal) = goal.or(file.goal.as_ref()) {
            reasons.asked(&top.key("goal"), goal, &Asker::Goal, 1);
        }
        for planned in &answer.plan {
            let (entry, items) = (&file.items[planned.item], top.key("items"));
            let place = items.at(planned.item);
            if let Some(before) = &entry.prerequisite {
                reasons.asked(&place.key("prerequisite"), before, &Asker::Prerequisite(entry.id.clone()), 1);
            }
            if let Some(beside) = &entry.corequisite {
                reasons.asked(&place.key("corequisite"), beside, &Asker::Corequisite(entry.id.clone()), 1);
            }
        }
        let mut met = reasons.met;
        for (planned, met) in answer.plan.iter().zip(&mut met) {
            met.extend(self.sums_and_terms(planned));
            met.truncate(REASONS_MAX);
        }
        met
    }

    fn sums_and_terms(&self, planned: &PlannedItem) -> Vec<Meets> {
        let (file, top) = (self.file, Place::File);
        let entry = &file.items[planned.item];
        let meets = |asker, place: Place<'_>| Meets { asker, place: place.to_string(), one_of: 1 };
        let sums = file
            .credit
            .iter()
            .enumerate()
            .filter(|(_, sum)| entry.credit > 0 && sum.least > 0 && sum.of.selects(entry));
        let mut met: Vec<Meets> =
            sums.take(REASONS_MAX).map(|(sum, _)| meets(Asker::Credit(sum), top.key("credit").at(sum))).collect();
        if let Some(span) = planned.span {
            let least =
                |term: &usize| file.terms.get(*term).is_some_and(|term| term.least_hours > 0 || term.least_items > 0);
            let term = |term: i64| usize::try_from(term).ok();
            let terms = (span.start_term..=span.end_term).filter_map(term).filter(least);
            met.extend(terms.take(REASONS_MAX).map(|term| meets(Asker::Minimum(term), top.key("terms").at(term))));
        }
        met
    }
}

struct Reasons<'p> {
    posed: &'p Posed<'p>,
    /// By item of the plan, its place in the file.
    planned: &'p [usize],
    met: Vec<Vec<Meets>>,
}

impl Reasons<'_> {
    /// Gives what `asker` asks for as a reason to every item of the plan that meets it.
    fn asked(&mut self, place: &Place<'_>, requirement: &Requirement, asker: &Asker, one_of: usize) {
        let (key, one_of) = match requirement {
            Requirement::All(_) => ("all", one_of),
            Requirement::Any(of) => ("any", of.len()),
            Requirement::AtLeast { of, .. } => ("of", of.len()),
            Requirement::Item(_) | Requirement::Course { .. } => return self.leaf(place, requirement, asker, one_of),
            _ => return,
        };
        let list = place.key(key);
        for (at, operand) in requirement.operands().iter().enumerate() {
            self.asked(&list.at(at), operand, asker, one_of);
        }
    }

    fn leaf(&mut self, place: &Place<'_>, leaf: &Requirement, asker: &Asker, one_of: usize) {
        let (mut meeting, mut known) = (BTreeSet::new(), 0);
        self.posed.names.visit_meeting(leaf, &mut |item| {
            known += 1;
            meeting.insert(item);
        });
        let one_of = if known > 1 { known } else { one_of };
        for (item, met) in self.planned.iter().zip(&mut self.met) {
            if meeting.contains(item) && met.len() < REASONS_MAX {
                met.push(Meets { asker: asker.clone(), place: place.to_string(), one_of });
            }
        }
    }
}

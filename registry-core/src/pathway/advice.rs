//! Whether advice on a step is followed.
//!
//! No plan builds on advice, so it is looked at in a plan that stands: by what is held, by a gate that holds, by a step that is
//! over in time (or has begun, beside the step), and by an award that the plan gains by its parts, whether anything needs it
//! or not.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::answer::{Advice, ItemKey};
use super::credit::{Composition, composition_of};
use super::explain::Explain;
use super::gained::last_held;
use super::plan::Placed;
use super::problem::{date_of, day_number, next, teaches};
use super::under_way::key_of;
use crate::date::monday_of;
use crate::eligibility::{Standing, gate_from, standing_of};
use crate::id::QualificationCode;
use crate::qualification::Qualification;
use crate::recognition::reach::changes;
use crate::recognition::{Learned, Thing, ledger_with};
use crate::requisite::{Requisite, RequisiteExpr, RequisiteKind};
use crate::solver::expr::Day;
use crate::words;

/// When a requirement is looked at.
#[derive(Debug, Clone, Copy)]
struct When {
    /// What ends by this day is over.
    by: Day,
    /// The day on which gates have to hold.
    on: Day,
    /// What begins in this week or before is there as well.
    beside: Option<i32>,
}

/// Some steps of a plan, what is waited for left out.
type Steps<'p> = [&'p Placed];

impl Explain<'_> {
    /// Whether advice on a step is followed.
    pub(super) fn advice(&self, requisite: &Requisite, placed: &Placed) -> Advice {
        let (steps, when) = (self.steps(), self.when(requisite, placed.start));
        Advice {
            requirement: words::expression(self.catalogue, requisite.requires()),
            strength: requisite.strength(),
            followed: self.is_met(requisite.requires(), when, &steps),
            absence: None,
            missing: None,
            provenance: requisite.provenance().clone(),
        }
    }

    fn steps(&self) -> Vec<&Placed> {
        self.plan.iter().filter(|step| self.posed.problem.items[step.item].awaits.is_none()).collect()
    }

    /// When a requisite of a step that starts on a day is looked at.
    fn when(&self, requisite: &Requisite, start: Day) -> When {
        let beside = match requisite.kind() {
            RequisiteKind::Prerequisite => None,
            RequisiteKind::Corequisite => Some(self.posed.problem.week(start)),
        };
        When { by: start - 1, on: start, beside }
    }

    fn is_met(&self, expression: &RequisiteExpr, when: When, steps: &Steps<'_>) -> bool {
        let mut part = |part: &RequisiteExpr| self.is_met(part, when, steps);
        match expression {
            RequisiteExpr::All(of) => of.as_slice().iter().all(&mut part),
            RequisiteExpr::Any(of) => of.as_slice().iter().any(&mut part),
            RequisiteExpr::AtLeast(of) => of.of().iter().filter(|operand| part(operand)).count() >= of.least() as usize,
            RequisiteExpr::Tier(tier) => self.catalogue.tier(tier).is_some_and(|tier| {
                // A step counts for a tier when it starts once the tier's entry is met.
                let has_entered = |step: &&&Placed| {
                    let mut asked = tier.entry.iter().filter(|requisite| requisite.is_required());
                    asked.all(|asked| self.is_met(asked.requires(), self.when(asked, step.start), steps))
                };
                let entered: Vec<&Placed> = steps.iter().filter(has_entered).copied().collect();
                self.is_met(&tier.completion, when, &entered)
            }),
            RequisiteExpr::Gate(gate) => {
                gate_from(&self.request.record, gate).is_some_and(|from| from <= date_of(when.on))
            }
            leaf => {
                let problem = &self.posed.problem;
                let is_there = |step: &&Placed| {
                    step.end <= when.by || when.beside.is_some_and(|week| problem.week(step.start) <= week)
                };
                let there: Vec<&Placed> = steps.iter().copied().filter(is_there).collect();
                there.iter().any(|step| teaches(&problem.items[step.item].key, leaf))
                    || self.has_come(leaf, when)
                    || matches!(leaf, RequisiteExpr::Qualification(code) if self.is_gained(code, when.by, &there))
            }
        }
    }

    /// Whether a leaf is held: what is under way is held from the day after its end, and beside a step from the week in
    /// which it began.
    fn has_come(&self, leaf: &RequisiteExpr, when: When) -> bool {
        let record = &self.request.record;
        match standing_of(self.catalogue, record, leaf, record.as_at(), &mut Vec::new()) {
            Standing::Met => true,
            Standing::MetFrom(day) if day_number(day) <= next(when.by) => true,
            Standing::MetFrom(_) => when.beside.is_some_and(|_| {
                let week = monday_of(date_of(when.on));
                let begun = |starts: Option<NaiveDate>| starts.is_none_or(|starts| monday_of(starts) <= week);
                let of_leaf = record.enrolled().iter().filter(|enrolment| enrolment.counts_as(self.catalogue, leaf));
                of_leaf.map(|enrolment| enrolment.starts(self.catalogue)).any(begun)
            }),
            Standing::NotSaid | Standing::Missing => false,
        }
    }

    /// Whether an award is gained by its parts by a day, or once all of some steps are over: on one day until then all of it
    /// counted, and its entry held.
    fn is_gained(&self, code: &QualificationCode, by: Day, steps: &Steps<'_>) -> bool {
        let entry = self.catalogue.qualification(code).filter(|entry| composition_of(entry) == Composition::Known);
        let Some(entry) = entry else { return false };
        let start = self.posed.problem.start;
        if self.is_complete(entry, start, (&[], &[])) {
            return last_held(self.catalogue, &self.request.record, entry).unwrap_or(start) <= by;
        }
        let by = steps.iter().map(|step| step.end).fold(by, Day::max);
        let over = self.over_by(by, steps);
        let ends = over.iter().map(|learned| day_number(learned.completed));
        let begin = changes(self.catalogue, &self.request.record, entry).begin.into_iter().map(day_number);
        let days: BTreeSet<Day> = ends.chain(begin).chain(self.entry_opens(entry)).chain([start]).collect();
        days.into_iter().filter(|day| (start..=by).contains(day)).any(|day| {
            let then: Vec<Learned<'_>> = over.iter().filter(|one| day_number(one.completed) <= day).copied().collect();
            self.is_complete(entry, day, (steps, &then))
        })
    }

    /// The days on which gates open that entry to an award asks for.
    fn entry_opens(&self, entry: &Qualification) -> Vec<Day> {
        let mut opens = Vec::new();
        for requisite in entry.entry.iter().filter(|requisite| requisite.is_required()) {
            requisite.requires().visit_leaves(&mut |leaf| {
                if let RequisiteExpr::Gate(gate) = leaf {
                    opens.extend(gate_from(&self.request.record, gate).map(day_number));
                }
            });
        }
        opens
    }

    /// Whether all of an award counts on a day with what is learned by then, and what its entry asks for holds.
    fn is_complete(&self, entry: &Qualification, day: Day, (steps, learned): (&Steps<'_>, &[Learned<'_>])) -> bool {
        let when = When { by: day, on: day, beside: None };
        let mut asked = entry.entry.iter().filter(|requisite| requisite.is_required());
        let ledger = || ledger_with(self.catalogue, &self.request.record, learned, &entry.code, date_of(day));
        let counts = || ledger().is_some_and(|ledger| ledger.size.is_some_and(|size| ledger.guaranteed_alone >= size));
        asked.all(|asked| self.is_met(asked.requires(), when, steps)) && counts()
    }

    /// What is learned by a day: some steps, what is under way, and awards that are asked for and gained by their parts.
    fn over_by(&self, by: Day, steps: &Steps<'_>) -> Vec<Learned<'_>> {
        let problem = &self.posed.problem;
        let steps = steps.iter().filter_map(|step| {
            let item = &problem.items[step.item];
            let offering = self.catalogue.offering(item.choices[step.choice].offering.as_ref()?)?;
            Some((self.thing(&item.key)?, step.end, offering.rpl.is_some()))
        });
        let enrolled = self.request.record.enrolled().iter();
        let under_way = enrolled.filter_map(|enrolment| {
            Some((self.thing(&key_of(self.catalogue, enrolment)?)?, day_number(enrolment.ends()), false))
        });
        let gained = self.gained();
        let gained = gained.iter().filter_map(|(key, day)| Some((self.thing(key)?, day_number(*day), false)));
        let learned = steps.chain(under_way).chain(gained).filter(|(_, end, _)| *end <= by);
        learned.map(|(thing, end, by_rpl)| Learned { thing, completed: date_of(end), by_rpl }).collect()
    }

    /// What is learned in a step, as the ledger names it.
    fn thing(&self, key: &ItemKey) -> Option<Thing<'_>> {
        match key {
            ItemKey::Course(code, _) => Some(Thing::Course(&self.catalogue.course(code)?.code)),
            ItemKey::Qualification(code) => Some(Thing::Qualification(&self.catalogue.qualification(code)?.code)),
        }
    }
}

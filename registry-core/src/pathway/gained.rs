//! Awards that are asked for on the way and gained by their parts.
//!
//! Such an award is gained on the first day on which all of it counts: its parts are over and none of them is too old for
//! it, the rules they count by are in force, and its entry holds. From then on it is held, whatever becomes of the rules.
//! Rules begin and end, so there is an item for each [stretch](super::stretch) of days: it takes nothing, begins with the
//! last of the parts to begin, and ends when all of them are over. Where the same counts on every day, and nothing becomes
//! too old, the parts are asked for themselves: a bound knows more of those.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::answer::ItemKey;
use super::assessed::Assessed;
use super::counted::award_of;
use super::credit::{Composition, composition_of};
use super::plan::Placed;
use super::problem::{Builder, Item, Problem, Timing, date_of, day_number};
use super::search::Search;
use super::stretch::Stretch;
use super::under_way::Awaited;
use crate::catalogue::Catalogue;
use crate::date::add_months;
use crate::id::QualificationCode;
use crate::learner_record::{Held, LearnerRecord};
use crate::qualification::Qualification;
use crate::recognition::reach::ever_named;
use crate::recognition::{Thing, later};
use crate::solver::expr::{Day, Expr, NEVER};

impl Builder<'_> {
    /// What it takes to gain a qualification on the way by its units or subjects: all of it, and what entry asks for.
    ///
    /// Credit that is not guaranteed is not counted, units from elsewhere neither: a plan never rests on what a provider
    /// may refuse. `Never` where it cannot be planned so: it is not known what it is made of, or not in full.
    pub(super) fn by_components(&mut self, code: &QualificationCode) -> Expr {
        let known =
            |code| self.catalogue.qualification(code).filter(|entry| composition_of(entry) == Composition::Known);
        let Some(entry) = known(code) else { return Expr::Never };
        if self.inside.contains(code) {
            self.complete = false;
            return Expr::Never;
        }
        let asked = (code.clone(), self.within.clone());
        if let Some(read) = self.awards.get(&asked) {
            return read.clone();
        }
        // Its limits hold for what is recognised, and what was read before it may be assessed: then all is read once more.
        let here = Assessed::towards(self.catalogue, entry).without(&self.assessed);
        self.assessed_elsewhere = std::mem::take(&mut self.assessed_elsewhere).and(here);
        let opening = std::mem::take(&mut self.opening);
        let stretches =
            self.read_stretches(code, &mut |builder| [Expr::True, Expr::all(builder.in_full(entry).to_vec())]);
        self.opening = opening;
        let gained = self.gained(code, stretches);
        self.awards.insert(asked, gained.clone());
        gained
    }

    fn gained(&mut self, code: &QualificationCode, stretches: Vec<Stretch>) -> Expr {
        let months = self.study_months(code);
        let goal_ages = award_of(&self.request.goal).is_some_and(|award| self.study_months(award).is_some());
        if let [Stretch { from: None, until, expr, .. }] = &stretches[..]
            && *until == self.end
            && months.is_none()
            && !goal_ages
            && !waits_for_a_day(expr)
        {
            self.by_parts.push((code.clone(), self.since(code, expr)));
            return expr.clone();
        }
        // All of it is there already, and nothing is learned that would make it more recent than its parts are.
        let is_there = |stretch: &Stretch| stretch.from.is_none() && stretch.expr == Expr::True;
        if stretches.first().is_some_and(is_there) {
            self.there.extend(self.last_held(code).map(|day| (code.clone(), day)));
            self.by_parts.push((code.clone(), self.since(code, &Expr::True)));
            return Expr::True;
        }
        let start = day_number(self.limits.earliest_start);
        let mut ways = Vec::new();
        for stretch in &stretches {
            let timing = Timing::Open { from: stretch.from.unwrap_or(start), until: stretch.until };
            let item = Item::awaited(Awaited::Award, ItemKey::Qualification(code.clone()), timing);
            self.items.push(Item { before: stretch.expr.clone(), months, ..item });
            ways.push(Expr::Item(self.items.len() - 1));
        }
        let ways = Expr::any(ways);
        // The parts are asked for as well: bounds know more of them than of the award. Towards a goal for which study becomes
        // too old, the award may be recent enough where its parts are not.
        if goal_ages {
            return ways;
        }
        Expr::all(vec![ways, Expr::any(stretches.into_iter().map(|stretch| stretch.expr).collect())])
    }

    /// When an award is gained by its parts: what is complete when the plan begins was so when the last of them was.
    fn since(&self, code: &QualificationCode, parts: &Expr) -> Expr {
        let since = Some(parts).filter(|parts| **parts == Expr::True).and_then(|_| self.last_held(code));
        since.map_or_else(|| parts.clone(), Expr::From)
    }

    fn last_held(&self, code: &QualificationCode) -> Option<Day> {
        last_held(self.catalogue, self.record, self.catalogue.qualification(code)?)
    }

    /// Whether an award that is there by parts which are held is recent enough, on the day on which credit counts, for the
    /// award that is the goal.
    pub(super) fn is_recent(&self, code: &QualificationCode) -> bool {
        let months = award_of(&self.request.goal).and_then(|award| self.study_months_of(award));
        let old = |(day, months): (&Day, u32)| day_number(self.counted_on) > counts_until(*day, months);
        !self.there.get(code).zip(months).is_some_and(old)
    }

    /// A requirement that holds up the pathway: each gate in it is waited for until it opens.
    pub(super) fn held_up(&mut self, code: &QualificationCode, expr: Expr) -> Expr {
        match expr {
            Expr::From(day) => {
                let known = self.gates.get(&day).copied();
                let item = known.unwrap_or_else(|| {
                    let key = ItemKey::Qualification(code.clone());
                    self.items.push(Item::awaited(Awaited::Gate, key, Timing::Dated { start: day, end: day }));
                    self.items.len() - 1
                });
                self.gates.insert(day, item);
                Expr::Item(item)
            }
            Expr::All(parts) => Expr::all(parts.into_iter().map(|part| self.held_up(code, part)).collect()),
            Expr::AtLeast(least, parts) => {
                Expr::at_least(least, parts.into_iter().map(|part| self.held_up(code, part)).collect())
            }
            settled => settled,
        }
    }
}

/// The last day on which something that is held and that an award names was completed.
pub(super) fn last_held(catalogue: &Catalogue, record: &LearnerRecord, entry: &Qualification) -> Option<Day> {
    let named: BTreeSet<Thing<'_>> = ever_named(catalogue, entry).into_iter().collect();
    let counts = |held: &&Held| {
        let thing = match held {
            Held::Course { course, .. } => Thing::Course(course),
            Held::Qualification { qualification, .. } => Thing::Qualification(qualification),
        };
        later(catalogue, thing).any(|counted| named.contains(&counted))
    };
    record.held().iter().filter(counts).map(|held| day_number(held.completed())).max()
}

/// Whether a day to come is among what meets it.
fn waits_for_a_day(expr: &Expr) -> bool {
    match expr {
        Expr::From(_) => true,
        Expr::True | Expr::Never | Expr::Item(_) => false,
        Expr::All(parts) | Expr::AtLeast(_, parts) => parts.iter().any(waits_for_a_day),
    }
}

/// The last day on which something that was over on a day counts where study counts for so many months.
pub(super) fn counts_until(end: Day, months: u32) -> Day {
    add_months(date_of(end), months).map_or(NEVER, day_number)
}

impl Problem {
    /// The day on which an award is gained by its parts, no sooner than a day: the first on which they are over and count.
    pub(super) fn gained(&self, award: usize, first: Day, step: &impl Fn(usize) -> Option<Placed>) -> Option<Day> {
        let item = &self.items[award];
        let Some(Timing::Open { from, until }) = item.choices.first().map(|choice| choice.timing) else { return None };
        let over = |other: usize| step(other).map_or(NEVER, |placed| placed.end);
        let first = item.before.day(&over).max(first).max(from).max(self.start);
        let mut days = BTreeSet::from([first]);
        if item.months.is_some() {
            item.before.visit_items(&mut |other| {
                days.extend(step(other).map(|placed| placed.end).filter(|end| *end > first));
            });
        }
        days.into_iter().take_while(|day| *day <= until).find(|day| self.counts_on(award, *day, step))
    }

    /// Whether what an award asks for is met on a day by what is over then and not too old.
    fn counts_on(&self, award: usize, day: Day, step: &impl Fn(usize) -> Option<Placed>) -> bool {
        let item = &self.items[award];
        let Some(months) = item.months else { return true };
        let counts = |other: usize| match step(other) {
            Some(placed) if self.items[other].comes_anyway() || day <= counts_until(placed.end, months) => placed.end,
            _ => NEVER,
        };
        item.before.day(&counts) <= day
    }

    /// The awards that a plan gains by their parts, each with the day.
    pub(super) fn awards_gained(&self, plan: &[Placed]) -> Vec<(QualificationCode, NaiveDate)> {
        let items = plan.iter().filter(|placed| self.items[placed.item].is_award());
        let placed = items.filter_map(|placed| match &self.items[placed.item].key {
            ItemKey::Qualification(code) => Some((code.clone(), placed.end)),
            ItemKey::Course(..) => None,
        });
        let end = |item: usize| plan.iter().find(|placed| placed.item == item).map_or(NEVER, |placed| placed.end);
        // What is there though nothing of it is held is said to be gained at the start.
        let day = |parts: &Expr| Some(parts.day(&end)).filter(|day| *day > Day::MIN).unwrap_or(self.start);
        let parts = self.by_parts.iter().map(|(code, parts)| (code.clone(), day(parts)));
        let mut gained: Vec<(QualificationCode, Day)> = placed.chain(parts.filter(|(_, day)| *day < NEVER)).collect();
        gained.sort_unstable();
        // Of several ways in which one is gained the first counts.
        gained.dedup_by(|later, first| later.0 == first.0);
        gained.into_iter().map(|(code, day)| (code, date_of(day))).collect()
    }

    /// Whether something that is learned in a plan may become too old in it.
    pub(crate) fn ages(&self) -> bool {
        self.study_months.is_some() || self.items.iter().any(|item| item.months.is_some())
    }
}

impl Search<'_> {
    /// An award on the day on which it is gained by what is placed, as it stands in a week or after.
    pub(super) fn gain(&self, award: usize, week: i32) -> Option<Placed> {
        let problem = self.problem;
        let monday = (problem.week_zero + week * 7).max(problem.start);
        let end = problem.gained(award, monday, &|other| self.placed[other])?;
        let begun = |other: usize| match self.placed[other] {
            Some(placed) if placed.end <= end => placed.start,
            _ => NEVER,
        };
        let start = problem.items[award].before.last_item(&begun).max(monday).min(end);
        Some(Placed { start, end, item: award, choice: 0 })
    }

    /// Whether some award would be gained by what is placed, were none of it too old: begun later, it might count.
    pub(super) fn award_aged(&self) -> bool {
        let problem = self.problem;
        let step = |other: usize| self.placed[other];
        let over = |other: usize| self.placed[other].map_or(NEVER, |placed| placed.end);
        let is_open = |award: &usize| problem.items[*award].months.is_some() && self.placed[*award].is_none();
        (0..problem.items.len()).filter(is_open).any(|award| {
            let item = &problem.items[award];
            let Some(Timing::Open { from, until }) = item.choices.first().map(|choice| choice.timing) else {
                return false;
            };
            let day = item.before.day(&over).max(from).max(problem.start);
            day <= until && !problem.counts_on(award, day, &step)
        })
    }
}

//! Stretches of days in which the same counts towards the award that is the goal.
//!
//! Rules begin and end, and what was studied becomes too old. What a pathway comes to is counted on its last day, so the
//! goal is read once for each stretch. It is met where it is met by what counts in one of them, before that ends; where
//! rules begin with it, no sooner than they do. An award on the way is [gained](super::gained) in a stretch of its own.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::gained::counts_until;
use super::plan::Placed;
use super::problem::{Builder, Problem, date_of, day_number};
use super::reading::size_of;
use super::under_way::Awaited;
use crate::date::add_months;
use crate::id::QualificationCode;
use crate::recognition::reach::{Changes, changes};
use crate::solver::expr::{Day, Expr};

/// What is wanted as it is met in one stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// The first day on which it is, where rules begin on it; `None`: the first day of the plan.
    pub(crate) from: Option<Day>,
    /// The last day on which it is.
    pub(crate) until: Day,
    /// What meets it by what counts on the last day of a plan.
    pub(crate) expr: Expr,
    /// What must have been learned as well, however long ago: what entry asks for never becomes too old.
    pub(crate) besides: Expr,
}

/// What a goal comes to on a day: what is asked for however long ago, and what must count.
pub(super) type Read = [Expr; 2];

impl Stretch {
    /// All that meets it.
    pub(super) fn whole(&self) -> Expr {
        Expr::all(vec![self.besides.clone(), self.expr.clone()])
    }
}

impl<'a> Builder<'a> {
    /// What the goal comes to in each stretch towards the award, in order of time. A stretch that rules begin waits for
    /// that day.
    pub(super) fn stretches(
        &mut self,
        towards: &QualificationCode,
        goal: &mut dyn FnMut(&mut Self) -> Read,
    ) -> Vec<Stretch> {
        let mut stretches = self.read_stretches(towards, goal);
        for stretch in &mut stretches {
            if let Some(from) = stretch.from {
                let own = std::mem::replace(&mut stretch.expr, Expr::True);
                stretch.expr = Expr::all(vec![self.rules_begin(towards, from), own]);
            }
        }
        stretches
    }

    /// What something comes to in each stretch towards an award, in order of time; those in which nothing meets it are
    /// left out.
    pub(super) fn read_stretches(
        &mut self,
        towards: &QualificationCode,
        read: &mut dyn FnMut(&mut Self) -> Read,
    ) -> Vec<Stretch> {
        let first = self.limits.earliest_start;
        let last = date_of(self.end);
        let changes = match self.catalogue.qualification(towards) {
            Some(entry) => changes(self.catalogue, self.record, entry),
            None => Changes::default(),
        };
        let within = |day: &&NaiveDate| first < **day && **day <= last;
        let days: BTreeSet<NaiveDate> = changes.begin.iter().chain(&changes.end).filter(within).copied().collect();
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut known = None;
        // The last day on which rules began.
        let mut from = None;
        for day in std::iter::once(first).chain(days) {
            let is_over = self.reading.is_over();
            let found = if is_over { None } else { self.read_on(day, read) };
            if found == known && !is_over {
                continue;
            }
            // Where rules only begin, what was enough before is enough still.
            if changes.end.contains(&day) {
                close(&mut stretches, self.end, day);
            }
            if is_over {
                self.complete = false;
                // What is known of the stretches before holds until the next end, and no longer.
                if let Some(end) = changes.end.range(day..).find(|end| **end > day && **end <= last) {
                    close(&mut stretches, self.end, *end);
                }
                break;
            }
            known.clone_from(&found);
            if let Some([besides, expr]) = found {
                if changes.begin.contains(&day) && day > first {
                    from = Some(day_number(day));
                }
                // After it only ends have come, so what is enough here is enough from there on.
                stretches.push(Stretch { from, until: self.end, expr, besides });
            }
        }
        stretches
    }

    /// What something comes to by what counts on a day; `None`: nothing meets it.
    fn read_on(&mut self, day: NaiveDate, read: &mut dyn FnMut(&mut Self) -> Read) -> Option<Read> {
        let here = std::mem::replace(&mut self.counted_on, day);
        let found = read(self);
        self.counted_on = here;
        self.reading.take(found.iter().map(size_of).sum());
        Some(found).filter(|found| !found.contains(&Expr::Never))
    }

    /// Waiting for a day on which rules begin.
    fn rules_begin(&mut self, towards: &QualificationCode, day: Day) -> Expr {
        self.awaited_day(Awaited::Rules, towards, day)
    }

    /// How long study counts towards the award.
    pub(super) fn study_months_of(&self, towards: &QualificationCode) -> Option<u32> {
        let limits = self.catalogue.qualification(towards)?.recognition.as_ref()?;
        Some(u32::from(limits.study_years_max?) * 12)
    }

    /// How long study counts towards the award, where something learned in a plan may be too old before the plan ends.
    pub(super) fn study_months(&self, towards: &QualificationCode) -> Option<u32> {
        let months = self.study_months_of(towards)?;
        let old = add_months(self.limits.earliest_start, months).map(day_number);
        old.is_some_and(|old| old < self.end).then_some(months)
    }
}

/// Ends the stretches that are still open on the day before one.
fn close(stretches: &mut [Stretch], end: Day, day: NaiveDate) {
    let open = stretches.iter_mut().filter(|stretch| stretch.until == end);
    open.for_each(|stretch| stretch.until = day_number(day) - 1);
}

/// The goal as it is met in a stretch: what must count, and what must be there besides.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenGoal<'p> {
    pub(super) expr: &'p Expr,
    pub(super) besides: &'p Expr,
}

impl Problem {
    /// The goal as it is met by plans that are finished on a day.
    fn goals(&self, finish: Day) -> impl Iterator<Item = OpenGoal<'_>> {
        let whole = self.stretches.is_empty().then_some(OpenGoal { expr: &self.goal, besides: &Expr::True });
        let live = self.stretches.iter().filter(move |stretch| finish <= stretch.until);
        whole.into_iter().chain(live.map(|stretch| OpenGoal { expr: &stretch.expr, besides: &stretch.besides }))
    }

    /// Whether the goal is met in a plan that is finished on a day, given which items count then and which are there.
    pub(crate) fn met(&self, finish: Day, counts: &impl Fn(usize) -> bool, there: &impl Fn(usize) -> bool) -> bool {
        self.goals(finish).any(|goal| goal.expr.met(counts) && goal.besides.met(there))
    }

    /// Whether the goal is met by steps alone.
    pub(crate) fn met_by(&self, steps: &[Placed]) -> bool {
        let finish = steps.iter().map(|step| step.end).max().unwrap_or(self.start);
        let step = |item: usize| steps.iter().find(|step| step.item == item);
        let counts = |item: usize| step(item).is_some_and(|step| self.counts(step, finish));
        self.met(finish, &counts, &|item| step(item).is_some())
    }

    /// The goals that plans finished on a day can still meet, unless what counts and what is there settle one of them.
    pub(super) fn open_goals(
        &self,
        finish: Day,
        counts: &impl Fn(usize) -> bool,
        there: &impl Fn(usize) -> bool,
    ) -> Vec<OpenGoal<'_>> {
        let goals: Vec<OpenGoal<'_>> = self.goals(finish).collect();
        let is_settled = |goal: &OpenGoal<'_>| goal.expr.settled(counts) && goal.besides.settled(there);
        if goals.iter().any(is_settled) { Vec::new() } else { goals }
    }

    /// The first day on which the goal can be met, given the day on which each item can be over; `None`: in no stretch.
    pub(crate) fn first_met(&self, so_far: Day, over: &impl Fn(usize) -> Day) -> Option<Day> {
        if self.stretches.is_empty() {
            return Some(self.goal.last_item(over)).filter(|day| *day <= self.end);
        }
        let first = |stretch: &Stretch| {
            let day = stretch.expr.last_item(over).max(stretch.besides.last_item(over));
            (day.max(so_far) <= stretch.until).then_some(day)
        };
        self.stretches.iter().filter_map(first).min()
    }

    /// Whether what a step teaches still counts on the day when all is finished.
    pub(crate) fn counts(&self, step: &Placed, finish: Day) -> bool {
        let months = self.study_months.filter(|_| self.is_counted[step.item] && !self.items[step.item].comes_anyway());
        months.is_none_or(|months| finish <= counts_until(step.end, months))
    }
}

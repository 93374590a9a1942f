//! What may be placed next: every item that may help, in every way it may be learned.

use super::plan::{Measure, Measures, Placed};
use super::problem::week_of;
use super::search::{Move, Search};
use super::stretch::OpenGoal;
use crate::solver::expr::{Day, Expr, NEVER};

/// Whether an item meets its part of a requirement.
type Meets<'m> = dyn Fn(usize) -> bool + 'm;

impl Search<'_> {
    /// Every item that may help, in every way it may be learned, as early as it will go.
    pub(super) fn moves(&self, week: i32) -> Vec<Move> {
        let problem = self.problem;
        let wanted = self.wanted(week);
        let mut moves = Vec::new();
        for (index, item) in problem.items.iter().enumerate() {
            if !wanted[index] || self.has_twin(index) {
                continue;
            }
            let after = item.is_day() || self.after_in_order(index, week);
            let ready = self.ready(index);
            if ready == NEVER {
                continue;
            }
            for choice in 0..item.choices.len() {
                let first = self.fit(index, choice, ready, week);
                let later = self.later_years(index, choice, first, week).into_iter().chain(self.fresh(first, week));
                for placed in first.into_iter().chain(later) {
                    if !self.twin_instead(&placed, &wanted, week)
                        && (after || problem.week(placed.start) > week)
                        && self.may_improve(&self.with(&[placed]))
                    {
                        moves.push(Move { key: self.key(&placed), first: placed, beside: Vec::new() });
                    }
                }
            }
        }
        moves
    }

    /// The items that would help to meet the goal, or what such an item needs.
    pub(super) fn wanted(&self, week: i32) -> Vec<bool> {
        let problem = self.problem;
        let mut wanted = vec![false; problem.items.len()];
        let begun = |item: usize| self.placed[item].is_some();
        // What is still going on may end too late for what comes next: another way to meet the same may end sooner.
        let monday = problem.week_zero + week * 7;
        let over = |item: usize| self.placed[item].is_some_and(|placed| placed.end < monday);
        let finish = self.finish();
        let counts = |item: usize| self.counts(item, finish);
        for OpenGoal { expr, besides } in problem.open_goals(finish, &counts, &begun) {
            let counted = parts_of(expr).iter().map(|part| (part, &counts as &Meets<'_>));
            let there = parts_of(besides).iter().map(|part| (part, &begun as &Meets<'_>));
            self.mark_all(&counted.chain(there).collect::<Vec<_>>(), &mut wanted);
        }
        loop {
            let known = wanted.iter().filter(|wanted| **wanted).count();
            for index in (0..problem.items.len()).rev() {
                if wanted[index] {
                    self.mark(&problem.items[index].before, &over, &mut wanted);
                    self.mark(&problem.items[index].beside, &begun, &mut wanted);
                }
            }
            // Partners may stand after what they are needed for: then once more.
            if !problem.has_partners || known == wanted.iter().filter(|wanted| **wanted).count() {
                return wanted;
            }
        }
    }

    /// Whether the same is placed within other tiers or by other means.
    pub(super) fn has_twin(&self, item: usize) -> bool {
        self.problem.items[item].twins.iter().any(|twin| self.placed[*twin].is_some())
    }

    /// The same way as early as it goes in each later plan year, where that may cost less: a pot of funding is filled
    /// anew, or more of a pot is left for what comes first.
    fn later_years(&self, item: usize, choice: usize, first: Option<Placed>, week: i32) -> Vec<Placed> {
        let problem = self.problem;
        let steps = problem.waits_for_years() && problem.items[item].awaits.is_none();
        let Some(first) = first.filter(|_| steps) else { return Vec::new() };
        let mut later: Vec<Placed> = Vec::new();
        for begins in problem.years.iter().skip(problem.year(first.start) + 1).take_while(|day| **day <= problem.end) {
            let last = later.last().map_or(first.start, |placed| placed.start);
            later.extend(self.fit(item, choice, *begins, week).filter(|placed| placed.start > last));
        }
        later
    }

    /// In which order moves are tried.
    pub(super) fn key(&self, placed: &Placed) -> [i64; 3] {
        let item = &self.problem.items[placed.item];
        let way = &item.choices[placed.choice];
        let end = i64::from(placed.end);
        match self.order.first() {
            Measure::Finish => [end, way.least_cents, 0],
            Measure::Hours | Measure::Minutes => [way.minutes.into(), end, way.least_cents],
            Measure::Credit => [-item.credit, way.least_cents, end],
            Measure::NotLed => [way.not_led.into(), way.least_cents, end],
            _ => [way.least_cents, end, 0],
        }
    }

    /// The first day on which all an item needs is met by what is placed.
    fn ready(&self, item: usize) -> Day {
        let (problem, item) = (self.problem, &self.problem.items[item]);
        let before = item.before.day(&|other| self.placed[other].map_or(NEVER, |placed| item.free_from(placed.end)));
        let beside =
            item.beside.day(&|other| self.placed[other].map_or(NEVER, |placed| week_of(problem, placed.start)));
        before.max(beside)
    }

    /// Whether the same step may as well be taken within a tier, which counts for more.
    fn twin_instead(&self, placed: &Placed, wanted: &[bool], week: i32) -> bool {
        let items = &self.problem.items;
        let (tiers, means) = (items[placed.item].tiers.len(), items[placed.item].means);
        let closer = |twin: &&usize| {
            let twin = **twin;
            wanted[twin] && items[twin].means == means && items[twin].tiers.len() > tiers
        };
        items[placed.item].twins.iter().filter(closer).any(|twin| {
            let ready = self.ready(*twin);
            ready != NEVER
                && self.fit(*twin, placed.choice, ready, week).is_some_and(|other| other.start == placed.start)
        })
    }

    /// At least so much a plan measures that has these steps more.
    pub(super) fn with(&self, next: &[Placed]) -> Measures {
        // What is still to come may bring any credit; its bound is looked at in the node after.
        let credit = if self.order.has(Measure::Credit) { i64::MIN } else { 0 };
        next.iter().fold(Measures { credit, ..self.so_far }, |least, next| {
            let way = &self.problem.items[next.item].choices[next.choice];
            Measures {
                cost: least.cost + way.least_cents,
                lacking: least.lacking + i64::from(way.lacking),
                finish: least.finish.max(next.end.into()),
                heaviest: least.heaviest.max(way.minutes.into()),
                ..least
            }
        })
    }

    /// Whether an item may be placed in the week of what was placed last: items that start in one week are placed in
    /// order of their numbers, unless one needs another of them, so that no set is tried in every order.
    fn after_in_order(&self, index: usize, week: i32) -> bool {
        let problem = self.problem;
        let item = &problem.items[index];
        let same_week = || self.sequence.iter().rev().take_while(|placed| problem.week(placed.start) == week);
        same_week().next().is_none_or(|last| index > last.item)
            || same_week().any(|placed| item.before.names(placed.item) || item.beside.names(placed.item))
    }

    /// The same for requirements of which every one is to be met, each by what meets it. A day that takes nothing is waited
    /// for last: no set of steps is tried with it and without.
    fn mark_all(&self, parts: &[(&Expr, &Meets<'_>)], wanted: &mut [bool]) {
        let is_day = |part: &Expr| matches!(part, Expr::Item(item) if self.problem.items[*item].is_day());
        let all_else = parts.iter().all(|(part, meets)| is_day(part) || part.met(meets));
        let open = parts.iter().filter(|(part, _)| all_else || !is_day(part));
        open.for_each(|(part, meets)| self.mark(part, meets, wanted));
    }

    /// Marks the items that would help to meet a requirement that those items do not meet which `meets` names.
    fn mark(&self, expr: &Expr, meets: &Meets<'_>, wanted: &mut [bool]) {
        match expr {
            Expr::True | Expr::Never | Expr::From(_) => {}
            Expr::Item(item) => wanted[*item] |= self.placed[*item].is_none(),
            Expr::All(parts) => {
                self.mark_all(&parts.iter().map(|part| (part, meets)).collect::<Vec<_>>(), wanted);
            }
            Expr::AtLeast(..) if expr.settled(&meets) => {}
            Expr::AtLeast(_, parts) => parts.iter().for_each(|part| self.mark(part, meets, wanted)),
        }
    }
}

/// The requirements of which every one is to be met.
fn parts_of(expr: &Expr) -> &[Expr] {
    match expr {
        Expr::All(parts) => parts,
        other => std::slice::from_ref(other),
    }
}

//! The problem of a request as a problem file: what the planner solves, for others to look at or to solve.
//!
//! What is held and where somebody stands is folded away before: it is in the file only as requirements that are met,
//! or that hold from a tick on. Days are counted from the Monday of the first week, so no date is in it either.

use super::Budget;
use super::advised::settled;
use super::answer::ItemKey;
use super::goal::{self, Variation};
use super::problem::{Choice, Item, Problem, Timing};
use super::request::{Request, RequestProblem};
use crate::catalogue::Catalogue;
use crate::solver::expr::{Day, Expr};
use crate::solver::file::{Format, ItemEntry, Measure, PeriodEntry, ProblemFile, Requirement, TermEntry, WayEntry};

/// The problem of a request as a file (docs/PROBLEM_FILES.md, “A question of the registry”): terms are weeks of seven
/// days, hours are minutes of own time a week, costs are cents, periods are plan years. Of what a role
/// advises, what fits is in it, as in a recommendation; advice on the order is not. Corequisites that ask for one another
/// are taken together where they last equally long and nothing else would do for either; a file cannot say more, so
/// otherwise it only says that one starts with the other or after it, and its plans may be better than any pathway.
///
/// # Errors
/// What [`recommend`](super::recommend) refuses: a goal that is not in the catalogue, a deadline before the earliest
/// start.
pub fn export(catalogue: &Catalogue, request: &Request, budget: Budget) -> Result<ProblemFile, Vec<RequestProblem>> {
    let problems = request.problems(catalogue);
    if !problems.is_empty() {
        return Err(problems);
    }
    let posed = settled(catalogue, request, budget.steps).map_or_else(
        |_| {
            let required = Variation { left_out: goal::advised(catalogue, request), ..Variation::default() };
            goal::pose(catalogue, request, &[], &required)
        },
        |(posed, _)| posed,
    );
    Ok(file(&posed.problem))
}

fn file(problem: &Problem) -> ProblemFile {
    let week = |week: usize| TermEntry {
        hours: (problem.minutes_per_week < u32::MAX).then(|| problem.room(week).into()),
        ..TermEntry::default()
    };
    let ids: Vec<String> = problem.items.iter().map(id).collect();
    let names = Names { problem, ids: &ids, loose: loose(problem) };
    ProblemFile {
        format: Format::One,
        title: "A question of the registry".to_owned(),
        ticks_per_term: Some(7),
        first_tick: Some(names.tick(problem.start)),
        last_tick: Some(names.tick(problem.end)),
        terms: (0..problem.weeks()).map(week).collect(),
        periods: periods(problem, &names),
        items: problem.items.iter().enumerate().map(|(index, item)| names.item(index, item)).collect(),
        goal: Some(names.requirement(&names.with_partners(&problem.goal))),
        prefer: vec![Measure::Cost, Measure::Lacking, Measure::Finish, Measure::HeaviestTerm, Measure::Items],
        ..ProblemFile::default()
    }
}

/// `suite-supervision@1.0.0`, `qualification:CHC43515`; `…@tier-3` where it is taken within a tier and waits for it.
fn id(item: &Item) -> String {
    let mut id = match &item.key {
        ItemKey::Course(code, version) => format!("{code}@{version}"),
        ItemKey::Qualification(code) => format!("qualification:{code}"),
    };
    for tier in &item.tiers {
        id.push_str(&format!("@tier-{}", tier.number()));
    }
    id
}

fn periods(problem: &Problem, names: &Names<'_>) -> Vec<PeriodEntry> {
    // A file cannot say that steps share funding. Its costs are before that, and its periods limit no money then.
    let money = (problem.cents_per_year < i64::MAX && problem.pots.is_empty()).then_some(problem.cents_per_year);
    let days = |year: usize| (problem.days_per_year < u32::MAX).then(|| problem.days_left(year).into());
    if money.is_none() && days(0).is_none() {
        return Vec::new();
    }
    let years = problem.years.iter().filter(|first| **first <= problem.end).enumerate();
    years
        .map(|(year, first)| PeriodEntry {
            from_term: None,
            first_tick: Some(names.tick(*first)),
            money,
            days: days(year),
        })
        .collect()
}

/// Of each item the partners that it is never without, where a file cannot say that they start in one week: some are asked
/// for among others, or last differently. None for the rest, which the file takes together by itself.
fn loose(problem: &Problem) -> Vec<Option<Vec<usize>>> {
    let items = &problem.items;
    let named = |item: usize| match &items[item].beside {
        Expr::Item(other) => vec![*other],
        Expr::All(parts) => {
            parts.iter().filter_map(|part| if let Expr::Item(item) = part { Some(*item) } else { None }).collect()
        }
        _ => Vec::new(),
    };
    let never_without = |item: usize| {
        let mut found = vec![item];
        let mut at = 0;
        while let Some(member) = found.get(at).copied() {
            let partners = named(member).into_iter().filter(|other| items[member].partners.contains(other));
            let new: Vec<usize> = partners.filter(|other| !found.contains(other)).collect();
            found.extend(new);
            at += 1;
        }
        found.remove(0);
        found
    };
    let of = |(index, item): (usize, &Item)| {
        let together = never_without(index).len() == item.partners.len();
        let alike = item.partners.iter().all(|partner| are_alike(&item.choices, &items[*partner].choices));
        (index, !(item.partners.is_empty() || together && alike))
    };
    let is_loose: Vec<bool> = items.iter().enumerate().map(of).map(|(_, is_loose)| is_loose).collect();
    let in_loose = |index: usize| is_loose[index] || items[index].partners.iter().any(|partner| is_loose[*partner]);
    (0..items.len()).map(|index| in_loose(index).then(|| never_without(index))).collect()
}

/// Whether ways that may start in one week start on one day and last as long.
fn are_alike(some: &[Choice], others: &[Choice]) -> bool {
    let alike = |one: Timing, other: Timing| match (one, other) {
        (
            Timing::Rolling { from, until, weeks },
            Timing::Rolling { from: other_from, until: other_until, weeks: other_weeks },
        ) => weeks == other_weeks && from.max(other_from) <= until.min(other_until),
        (Timing::Dated { .. }, Timing::Dated { .. }) => one == other,
        _ => false,
    };
    some.iter().all(|one| others.iter().all(|other| alike(one.timing, other.timing)))
}

/// What the items of a problem are called in its file.
struct Names<'a> {
    problem: &'a Problem,
    ids: &'a [String],
    /// Partners whose starting together is not said, each with those that it is never without.
    loose: Vec<Option<Vec<usize>>>,
}

impl Names<'_> {
    fn tick(&self, day: Day) -> i64 {
        i64::from(day) - i64::from(self.problem.week_zero)
    }

    fn item(&self, index: usize, item: &Item) -> ItemEntry {
        let (course, version) = match &item.key {
            ItemKey::Course(code, version) => (Some(code.to_string()), Some(version.to_string())),
            ItemKey::Qualification(_) => (None, None),
        };
        let asked = |expr: &Expr| (*expr != Expr::True).then(|| self.requirement(expr));
        ItemEntry {
            id: self.ids[index].clone(),
            course,
            version,
            ways: item.choices.iter().map(|choice| self.way(choice)).collect(),
            prerequisite: asked(&item.before),
            corequisite: asked(&self.beside(index, item)),
            excludes: item.twins.iter().map(|twin| self.ids[*twin].clone()).collect(),
            ..ItemEntry::default()
        }
    }

    fn beside(&self, index: usize, item: &Item) -> Expr {
        match self.loose[index] {
            Some(_) => self.one_way(index, &item.beside),
            None => self.with_partners(&item.beside),
        }
    }

    /// What an item asks for beside it, without the partners that come after it: a circle that a file does not take together
    /// would be refused.
    fn one_way(&self, index: usize, expr: &Expr) -> Expr {
        let parts = |parts: &[Expr]| parts.iter().map(|part| self.one_way(index, part)).collect();
        match expr {
            Expr::Item(item) if *item > index => Expr::True,
            Expr::All(of) => Expr::all(parts(of)),
            Expr::AtLeast(least, of) => Expr::at_least(*least, parts(of)),
            other => other.clone(),
        }
    }

    /// A requirement that names with each item the partners it is never without, where nothing else says so.
    fn with_partners(&self, expr: &Expr) -> Expr {
        let parts = |parts: &[Expr]| parts.iter().map(|part| self.with_partners(part)).collect();
        match expr {
            Expr::Item(item) => {
                let partners = self.loose[*item].iter().flatten().chain([item]);
                Expr::all(partners.map(|member| Expr::Item(*member)).collect())
            }
            Expr::All(of) => Expr::all(parts(of)),
            Expr::AtLeast(least, of) => Expr::AtLeast(*least, parts(of)),
            other => other.clone(),
        }
    }

    fn way(&self, choice: &Choice) -> WayEntry {
        let way = WayEntry {
            cost: choice.cents,
            hours: choice.minutes.into(),
            days: choice.days.into(),
            lacking: choice.lacking.into(),
            ..WayEntry::default()
        };
        match choice.timing {
            Timing::Dated { start, end } => {
                WayEntry { start_tick: Some(self.tick(start)), end_tick: Some(self.tick(end)), ..way }
            }
            Timing::Rolling { from, until, weeks } => WayEntry {
                from_term: Some(self.problem.week(from).into()),
                until_term: Some(self.problem.week(until).into()),
                length: Some(weeks.into()),
                ..way
            },
        }
    }

    fn requirement(&self, expr: &Expr) -> Requirement {
        let parts = |parts: &[Expr]| parts.iter().map(|part| self.requirement(part)).collect();
        match expr {
            Expr::True => Requirement::All(Vec::new()),
            Expr::Never => Requirement::Never("nothing within the limits gives it".to_owned()),
            Expr::From(day) => Requirement::FromTick(self.tick(*day)),
            Expr::Item(item) => Requirement::Item(self.ids[*item].clone()),
            Expr::All(of) => Requirement::All(parts(of)),
            Expr::AtLeast(1, of) => Requirement::Any(parts(of)),
            Expr::AtLeast(least, of) => {
                Requirement::AtLeast { least: i64::try_from(*least).unwrap_or(i64::MAX), of: parts(of) }
            }
        }
    }
}

//! The problem of a request as a problem file: what the planner solves, for others to look at or to solve.
//!
//! What is held and where somebody stands is folded away before: it is in the file only as requirements that are met,
//! or that hold from a tick on. Days are counted from the Monday of the first week, so no date is in it either.

use std::collections::BTreeSet;

use super::Budget;
use super::advised::settled;
use super::answer::ItemKey;
use super::assessed::Means;
use super::explain::item_title;
use super::goal::{self, Variation};
use super::problem::{Choice, Item, Problem, Timing, date_of, day_number};
use super::request::{Request, RequestProblem};
use super::under_way::Awaited;
use crate::catalogue::Catalogue;
use crate::date::add_months;
use crate::solver::expr::{Day, Expr};
use crate::solver::file::{Format, ItemEntry, Measure, PeriodEntry, ProblemFile, Requirement, TermEntry, WayEntry};

/// The problem of a request as a file (docs/PROBLEM_FILES.md, “A question of the registry”): terms are weeks of seven
/// days, hours are minutes of own time a week, costs are cents, periods are plan years. Of what a role
/// advises, what fits is in it, as in a recommendation; advice on the order is not.
///
/// # Errors
/// What [`recommend`](super::recommend) refuses: a goal that is not in the catalogue, a deadline before the earliest
/// start. And what a file cannot say: that rules towards the goal begin or end on the way; when an award on the way is gained
/// by its parts, where that changes with time; that corequisites which ask for
/// one another start in one week, unless nothing else would do for either and they last equally long.
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
    let problems = not_in_a_file(catalogue, &posed.problem);
    if problems.is_empty() { Ok(file(&posed.problem)) } else { Err(problems) }
}

/// What of a problem a file cannot say, but for what the documents list.
fn not_in_a_file(catalogue: &Catalogue, problem: &Problem) -> Vec<RequestProblem> {
    let ends = problem.stretches.iter().map(|stretch| stretch.until).filter(|until| *until < problem.end);
    let months = problem.study_months.and_then(|months| add_months(date_of(problem.start), months)).map(day_number);
    let until = ends.chain(months).min().map(|until| RequestProblem::GoalChanges { until: date_of(until) });
    let items = &problem.items;
    // Of each set of partners the first speaks for all.
    let first = |index: &usize| items[*index].partners.iter().all(|partner| index < partner);
    let sets = (0..items.len()).filter(first).map(|index| {
        let members: Vec<usize> = std::iter::once(index).chain(items[index].partners.iter().copied()).collect();
        members
    });
    let loose = sets.filter(|members| members.iter().any(|member| !is_taken_together(problem, *member)));
    let titles =
        |members: Vec<usize>| members.iter().map(|member| item_title(catalogue, &items[*member].key)).collect();
    let pairs = loose.map(|members| RequestProblem::TakenTogether { titles: titles(members) });
    let gained: BTreeSet<String> =
        items.iter().filter(|item| item.is_award()).map(|item| item_title(catalogue, &item.key)).collect();
    let gained = (!gained.is_empty()).then(|| RequestProblem::GainedByParts { titles: gained.into_iter().collect() });
    until.into_iter().chain(gained).chain(pairs).collect()
}

fn file(problem: &Problem) -> ProblemFile {
    let week = |week: usize| TermEntry {
        hours: (problem.minutes_per_week < u32::MAX).then(|| problem.room(week).into()),
        ..TermEntry::default()
    };
    let ids: Vec<String> = problem.items.iter().map(|item| id(problem, item)).collect();
    let names = Names { problem, ids: &ids };
    ProblemFile {
        format: Format::One,
        title: "A question of the registry".to_owned(),
        ticks_per_term: Some(7),
        first_tick: Some(names.tick(problem.start)),
        last_tick: Some(names.tick(problem.end)),
        terms: (0..problem.weeks()).map(week).collect(),
        periods: periods(problem, &names),
        items: problem.items.iter().enumerate().map(|(index, item)| names.item(index, item)).collect(),
        goal: Some(names.requirement(&problem.goal)),
        prefer: vec![Measure::Cost, Measure::Lacking, Measure::Finish, Measure::HeaviestTerm, Measure::Items],
        ..ProblemFile::default()
    }
}

/// `suite-supervision@1.0.0`, `qualification:CHC43515`; `…@assessed` for recognition of prior learning, where an award bounds
/// it; `…@tier-3` where it is taken within a tier and waits for it; and
/// `rules@tick-150` for the day on which rules begin, `gate@tick-150` for one on which a gate opens.
fn id(problem: &Problem, item: &Item) -> String {
    if let (Some(what @ (Awaited::Rules | Awaited::Gate)), [Choice { timing: Timing::Dated { start, .. }, .. }]) =
        (item.awaits, &item.choices[..])
    {
        let what = if what == Awaited::Rules { "rules" } else { "gate" };
        return format!("{what}@tick-{}", start - problem.week_zero);
    }
    let mut id = match &item.key {
        ItemKey::Course(code, version) => format!("{code}@{version}"),
        ItemKey::Qualification(code) => format!("qualification:{code}"),
    };
    if item.means == Means::Assessed {
        id.push_str("@assessed");
    }
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

/// Whether an item is never without any of its partners, and all start on one day and last equally long: a file takes those
/// together. So it is with items that have none.
fn is_taken_together(problem: &Problem, index: usize) -> bool {
    let items = &problem.items;
    let named = |item: usize| match &items[item].beside {
        Expr::Item(other) => vec![*other],
        Expr::All(parts) => {
            parts.iter().filter_map(|part| if let Expr::Item(item) = part { Some(*item) } else { None }).collect()
        }
        _ => Vec::new(),
    };
    let mut never_without = vec![index];
    let mut at = 0;
    while let Some(member) = never_without.get(at).copied() {
        let partners = named(member).into_iter().filter(|other| items[member].partners.contains(other));
        let new: Vec<usize> = partners.filter(|other| !never_without.contains(other)).collect();
        never_without.extend(new);
        at += 1;
    }
    let partners = &items[index].partners;
    never_without.len() == partners.len() + 1
        && partners.iter().all(|partner| are_alike(&items[index].choices, &items[*partner].choices))
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
            corequisite: asked(&item.beside),
            excludes: item.twins.iter().map(|twin| self.ids[*twin].clone()).collect(),
            ..ItemEntry::default()
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
            // Questions with an award that is gained on the way are refused.
            Timing::Dated { start, end } | Timing::Open { from: start, until: end } => {
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
                let least = i64::try_from(*least).unwrap_or(i64::MAX);
                // An id stands once in a list; where it counts again, it is a requirement of its own.
                let again = |place: usize| of[..place].contains(&of[place]);
                let operand = |(place, part): (usize, &Expr)| {
                    let part = self.requirement(part);
                    if again(place) { Requirement::All(vec![part]) } else { part }
                };
                Requirement::AtLeast { least, of: of.iter().enumerate().map(operand).collect() }
            }
        }
    }
}

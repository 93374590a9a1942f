//! Questions that the search by weeks leaves open, put to the solver.
//!
//! The search by weeks places items in order of start and settles the questions of most people. Where hundreds of
//! courses may serve, choosing is the hard part, and the solver chooses by prices. It knows nothing of advice nor of
//! whole hours, so what it finds is held against what the search found, by every measure. It counts as proved when
//! nothing is better in what is compared first, which is what a pathway is said to be best at.

use super::plan::{Found, Measure, Measures, Meter, Order, Placed, hours};
use super::problem::{Choice, Item, Problem, Timing};
use crate::solver::expr::{Day, Expr};
use crate::solver::problem as solver;
use crate::solver::solve::solve;

/// More than any sum of prices there is, and little enough to be added up.
const NO_LIMIT: i64 = 1 << 50;

/// The solver knows no funding that steps share, no items that ask for one another, and no goal that changes with time.
fn is_understood(problem: &Problem) -> bool {
    let awards = problem.items.iter().any(Item::is_award);
    let changes = !problem.stretches.is_empty() || problem.ages() || awards;
    problem.pots.is_empty() && !problem.has_partners && !changes
}

/// A plan of which it is proved that none is better in what is compared first.
#[derive(Debug)]
pub(crate) struct Foreseen {
    /// How many measures of the order that is.
    pub(crate) places: usize,
    pub(crate) measures: Measures,
    pub(crate) plan: Vec<Placed>,
}

/// A best plan by what is compared before the heaviest week, or by the heaviest week where that comes first, where the
/// solver proves one within so many steps. `None` also where it is proved that there is no plan.
pub(crate) fn foreseen(problem: &Problem, order: &Order, steps: u64, meter: &mut Meter) -> Option<Foreseen> {
    // Credit is compared among plans without needless steps alone, and what the solver finds may have some.
    if !is_understood(problem) || order.has(Measure::Credit) {
        return None;
    }
    let (known, _) = measures(problem, order);
    let heavy = known.iter().position(|measure| *measure == solver::Measure::HeaviestTerm);
    let places = heavy.map_or(known.len(), |place| place.max(1));
    if places == 0 {
        return None;
    }
    let outcome = solve(&posed(problem), &known[..places], steps).ok()?;
    meter.take(outcome.steps_used);
    let plan = in_days(problem, &outcome.plan.filter(|_| outcome.proved)?);
    Some(Foreseen { places, measures: measured(problem, order, &plan), plan })
}

/// The better of what was found and what the solver finds within so many steps of its own.
pub(crate) fn settle(problem: &Problem, order: &Order, found: Found, steps: u64, meter: &mut Meter) -> Found {
    if found.proved || !is_understood(problem) {
        return found;
    }
    let (measures, whole) = measures(problem, order);
    // What the solver finds may have steps too many where credit is compared.
    if (measures.is_empty() || order.has(Measure::Credit)) && found.plan.is_some() {
        return found;
    }
    let Ok(outcome) = solve(&posed(problem), &measures, steps) else { return found };
    meter.take(outcome.steps_used);
    let known = outcome.bound.filter(|_| problem.complete && !measures.is_empty());
    let bound = known.and_then(|bound| bound_of(problem, order, bound)).map_or(found.bound, |own| own.max(found.bound));
    let Some(plan) = outcome.plan else {
        return Found { proved: outcome.proved && problem.complete && found.plan.is_none(), bound, ..found };
    };
    let plan = in_days(problem, &plan);
    let measured = measured(problem, order, &plan);
    let first = known.is_some_and(|_| measured.get(order.first()) <= bound);
    let proved = problem.complete && (first || (outcome.proved && whole));
    match found.plan {
        Some((known, kept)) if !proved && known.vector(order) <= measured.vector(order) => {
            Found { plan: Some((known, kept)), proved, bound }
        }
        _ => Found { plan: Some((measured, plan)), proved, bound },
    }
}

/// The solver's bound of what an order compares first, as plans measure it.
fn bound_of(problem: &Problem, order: &Order, bound: i64) -> Option<i64> {
    match order.first() {
        Measure::Cost => Some(bound),
        Measure::Finish => Some(bound.saturating_add(problem.week_zero.into())),
        Measure::Hours => Some(hours(bound)),
        _ => None,
    }
}

/// The measures of an order as far as the solver knows them, and whether that is all of them but advice. It does not
/// weigh the weeks of what is under way, which only takes room.
fn measures(problem: &Problem, order: &Order) -> (Vec<solver::Measure>, bool) {
    let mut known = Vec::new();
    for measure in order.measures() {
        known.push(match measure {
            Measure::Cost => solver::Measure::Cost,
            Measure::Lacking => solver::Measure::Lacking,
            Measure::Finish => solver::Measure::Finish,
            Measure::Minutes | Measure::Hours if problem.busy.heaviest() > 0 => return (known, false),
            Measure::Minutes => solver::Measure::HeaviestTerm,
            // The solver counts what is waited for as well.
            Measure::Steps if problem.items.iter().any(|item| item.awaits.is_some()) => return (known, false),
            Measure::Steps => solver::Measure::Items,
            Measure::Unadvised => return (known, true),
            // The lightest in minutes is among the lightest in hours; what comes after it is compared among fewer.
            Measure::Hours => {
                known.push(solver::Measure::HeaviestTerm);
                return (known, false);
            }
            // Credit is compared among plans without needless steps, which the solver does not tell apart.
            Measure::Credit | Measure::NotLed => return (known, false),
        });
    }
    (known, true)
}

/// The problem in ticks: days from the first Monday, in terms of one week.
fn posed(problem: &Problem) -> solver::Problem {
    let term = |week: usize| solver::Term {
        most_load: problem.room(week),
        least_load: 0,
        most_items: u32::MAX,
        least_items: 0,
    };
    let years = problem.years.iter().filter(|first| **first <= problem.end);
    let period = |(year, first): (usize, &Day)| solver::Period {
        first: first - problem.week_zero,
        most_cost: problem.cents_per_year.min(NO_LIMIT),
        most_days: problem.days_left(year),
    };
    solver::Problem {
        ticks_per_term: 7,
        first: problem.start - problem.week_zero,
        last: problem.end - problem.week_zero,
        terms: (0..problem.weeks()).map(term).collect(),
        periods: years.enumerate().map(period).collect(),
        items: problem.items.iter().map(|item| item_in_ticks(problem, item)).collect(),
        goal: in_ticks(problem, &problem.goal),
        rows: twins(problem),
    }
}

/// Of the same course within different tiers or by different means a plan has at most one.
fn twins(problem: &Problem) -> Vec<solver::Row> {
    let pairs = problem.items.iter().enumerate().flat_map(|(index, item)| {
        let later = item.twins.iter().filter(move |twin| **twin > index);
        later.map(move |twin| solver::Row { amounts: vec![(index, -1), (*twin, -1)], least: -1 })
    });
    pairs.collect()
}

fn item_in_ticks(problem: &Problem, item: &Item) -> solver::Item {
    let way = |choice: &Choice| solver::Way {
        cost: choice.cents,
        load: choice.minutes,
        days: choice.days,
        lacking: choice.lacking,
        timing: match choice.timing {
            // An award that is gained on the way is never put to the solver.
            Timing::Dated { start, end } | Timing::Open { from: start, until: end } => {
                solver::Timing::Dated { start: start - problem.week_zero, end: end - problem.week_zero }
            }
            Timing::Rolling { from, until, weeks } => solver::Timing::Rolling {
                from: from - problem.week_zero,
                until: until - problem.week_zero,
                terms: weeks,
            },
        },
    };
    solver::Item {
        before: in_ticks(problem, &item.before),
        beside: in_ticks(problem, &item.beside),
        ways: item.choices.iter().map(way).collect(),
        credit: 0,
    }
}

fn in_ticks(problem: &Problem, expr: &Expr) -> Expr {
    let parts = |parts: &[Expr]| parts.iter().map(|part| in_ticks(problem, part)).collect();
    match expr {
        Expr::From(day) => Expr::From(day.saturating_sub(problem.week_zero)),
        Expr::All(of) => Expr::All(parts(of)),
        Expr::AtLeast(least, of) => Expr::AtLeast(*least, parts(of)),
        settled => settled.clone(),
    }
}

fn in_days(problem: &Problem, plan: &[solver::Placed]) -> Vec<Placed> {
    let day = |placed: &solver::Placed| Placed {
        start: placed.start + problem.week_zero,
        end: placed.end + problem.week_zero,
        item: placed.item,
        choice: placed.way,
    };
    plan.iter().map(day).collect()
}

/// What a plan measures.
fn measured(problem: &Problem, order: &Order, plan: &[Placed]) -> Measures {
    let choices = || plan.iter().map(|placed| &problem.items[placed.item].choices[placed.choice]);
    let late = |before: &Placed| {
        let advised = |after: &&Placed| problem.items[after.item].advised.contains(&before.item);
        plan.iter().filter(advised).filter(|after| before.end >= after.start).count()
    };
    let credit = || plan.iter().map(|placed| problem.items[placed.item].credit).sum::<i64>();
    Measures {
        cost: choices().map(|choice| choice.cents).sum(),
        lacking: choices().map(|choice| i64::from(choice.lacking)).sum(),
        finish: plan.iter().map(|placed| i64::from(placed.end)).max().unwrap_or(0),
        heaviest: super::explain::loads(problem, plan).into_iter().max().unwrap_or(0).into(),
        steps: i64::try_from(plan.iter().filter(|placed| problem.items[placed.item].awaits.is_none()).count())
            .unwrap_or(i64::MAX),
        unadvised: i64::try_from(plan.iter().map(late).sum::<usize>()).unwrap_or(i64::MAX),
        credit: if order.has(Measure::Credit) { -credit() } else { 0 },
        not_led: choices().map(|choice| i64::from(choice.not_led)).sum(),
    }
}

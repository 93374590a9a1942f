//! Choosing and placing in time together: the search over selections, with times narrowing it at every node and an
//! exact schedule at every leaf.
//!
//! Whatever is refused here is proved: windows only leave out what no plan can have, a schedule that is not found in
//! its steps makes the result unproved, and what contains a refused selection is looked at too.

use fixedbitset::FixedBitSet;

use super::marks::{Mark, Marks};
use super::model::{Aim, Weight, measured, model, timed_model};
use super::problem::{Measure, Placed, Problem, Term};
use super::rows::{Model, Origin, TooLarge, gcd};
use super::schedule::{self, Limits, schedule};
use super::search::Search;
use super::select::{Judgement, Leaf, select_from, spend};
use super::timed::Times;
use super::windows::{Windows, Within, horizon, windows};

/// The steps of a schedule at first; each further round has eight times as many.
const FIRST_SCHEDULE: u64 = 1_500;

/// Plans are looked for first that measure no more than this part above what none measures less than.
const NEAR: i64 = 128;

/// The part of the steps that is left that one such search takes.
const NEAR_PART: u64 = 4;

/// What a search for a plan came to.
#[derive(Debug, Clone)]
pub(crate) struct Joined {
    /// The best plan found, in order of start.
    pub(crate) plan: Option<Vec<Placed>>,
    /// What it measures.
    pub(crate) value: i64,
    /// No plan measures less.
    pub(crate) bound: i64,
    /// None measures less than the plan; without one: there is none.
    pub(crate) proved: bool,
}

/// What a plan must keep to, beyond the problem.
#[derive(Debug, Clone)]
pub(crate) struct Bounds {
    /// What schedules keep to.
    pub(crate) limits: Limits,
    /// The most of measures that add up.
    pub(crate) most: Vec<(Measure, i64)>,
}

/// The plan that measures least, or any at all.
///
/// # Errors
/// Sums that cannot be counted with.
pub(crate) fn least(
    problem: &Problem,
    measure: Measure,
    bounds: &Bounds,
    known: Option<Vec<Placed>>,
    steps: &mut u64,
) -> Result<Joined, TooLarge> {
    let aim = Aim { least: Weight::Of(measure), most: &bounds.most };
    let value = known.as_ref().map_or(i64::MAX, |plan| total(problem, plan, measure));
    let first = Joined { plan: known, value, bound: i64::MIN, proved: false };
    let Some(windows) = all_windows(problem, bounds, steps) else {
        model(problem, &aim)?;
        return Ok(Joined { bound: value, proved: true, ..first });
    };
    let times = times(problem, bounds, &windows, steps);
    let model = timed_model(problem, &aim, &times)?;
    let joint = Joint { problem, measure, bounds, model: &model };
    let mut known = apart(problem, measure, bounds, &model, first, steps)?;
    joint.near(&mut known, steps);
    if known.plan.is_none() && !known.proved {
        let any = any(problem, bounds, &mut (*steps / 2), steps)?;
        if any.proved && any.plan.is_none() {
            return Ok(any);
        }
        known.value = any.plan.as_ref().map_or(i64::MAX, |plan| total(problem, plan, measure));
        known.plan = any.plan;
    }
    let mut each = FIRST_SCHEDULE;
    while !known.proved && joint.search(known.value, each, &mut known, steps) == Ended::Unsettled && *steps > 0 {
        each = each.saturating_mul(8);
    }
    known.bound = known.bound.min(known.value);
    Ok(known)
}

/// A search for the plan that measures least.
struct Joint<'a> {
    problem: &'a Problem,
    measure: Measure,
    bounds: &'a Bounds,
    model: &'a Model,
}

/// How a search came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// Everything was looked at.
    Done,
    /// Everything but schedules that ran out of their steps.
    Unsettled,
    /// The steps ran out.
    Stopped,
}

impl Joint<'_> {
    /// Looks for plans that measure little more than what none measures less than, then for some that measure twice as
    /// much more. Knowing no plan, a search for all cheaper ones rules out little; one for few rules out most.
    fn near(&self, known: &mut Joined, steps: &mut u64) {
        let divisor = self.model.weight.iter().fold(0, |divisor, &weight| gcd(divisor, weight));
        let mut reach = (known.bound.saturating_abs() / NEAR).max(divisor).max(1);
        let mut each = FIRST_SCHEDULE;
        while !known.proved && known.bound > i64::MIN && known.bound.saturating_add(reach) < known.value {
            let mut part = *steps / NEAR_PART;
            let given = part;
            let ended = self.search(known.bound.saturating_add(reach), each, known, &mut part);
            *steps -= given - part;
            match ended {
                // Where few are too many, more are.
                _ if part == 0 => return,
                Ended::Stopped => return,
                Ended::Unsettled => each = each.saturating_mul(8),
                Ended::Done => reach = reach.saturating_mul(2),
            }
        }
    }

    /// Looks at what measures less than `below`; schedules have `each` steps.
    fn search(&self, below: i64, each: u64, known: &mut Joined, steps: &mut u64) -> Ended {
        let mut leaf = InTime::new(self.problem, self.bounds, Some(self.measure), each);
        let mut search = Search::new(self.model, below, &mut leaf, steps);
        search.floor = known.bound;
        search.root(true);
        if !search.done {
            search.deepen();
        }
        let (done, unsettled, proved) = (search.done, search.unsettled, search.bound);
        let best = search.best.take().map(|(weight, _)| weight);
        let below = best.unwrap_or(below);
        known.bound = known.bound.max(if done { below } else { proved.min(below) });
        if let (Some(weight), Some(plan)) = (best, leaf.plan.take()) {
            (known.value, known.plan) = (weight, Some(plan));
        }
        known.proved = known.value <= known.bound;
        match (done, unsettled) {
            (true, _) => Ended::Done,
            (false, true) => Ended::Unsettled,
            (false, false) => Ended::Stopped,
        }
    }
}

/// The best choice apart from time: none in time measures less. Often it can be placed, and then it is the best.
fn apart(
    problem: &Problem,
    measure: Measure,
    bounds: &Bounds,
    model: &Model,
    known: Joined,
    steps: &mut u64,
) -> Result<Joined, TooLarge> {
    let mut leaf = InTime::new(problem, bounds, Some(measure), FIRST_SCHEDULE);
    let mut marks = Marks::new(model);
    let nothing = |known: Joined| Ok(Joined { bound: known.value, proved: true, ..known });
    if !marks.follow(model) || !leaf.narrow(model, &mut marks, steps) {
        return nothing(known);
    }
    let mut part = *steps / 3;
    let given = part;
    let chosen = select_from(model, marks, known.value, &mut part)?;
    *steps -= given - part;
    let Some(variables) = chosen.chosen else {
        let bound = known.bound.max(chosen.bound);
        return Ok(Joined { bound, proved: chosen.proved, ..known });
    };
    let judged = leaf.judge(model, &variables, chosen.weight, known.value, steps);
    let (plan, value) = match (leaf.plan, judged.weight) {
        (Some(plan), Some(weight)) => (Some(plan), weight),
        _ => (known.plan, known.value),
    };
    Ok(Joined { plan, value, bound: chosen.bound, proved: value <= chosen.bound })
}

/// Any plan: dives by load and by length first, for what is light and short is placed most easily.
///
/// # Errors
/// Sums that cannot be counted with.
pub(crate) fn any(problem: &Problem, bounds: &Bounds, part: &mut u64, steps: &mut u64) -> Result<Joined, TooLarge> {
    let given = *part;
    let mut each = FIRST_SCHEDULE;
    let mut weights: Vec<(Weight, i64)> =
        bounds.most.iter().map(|&(measure, most)| (Weight::Of(measure), most.saturating_add(1))).collect();
    weights.extend(capacities(problem, &bounds.limits));
    if bounds.most.is_empty() {
        weights.push((Weight::Of(Measure::Cost), i64::MAX));
    }
    let joined = |plan: Option<Vec<Placed>>, proved| Ok(Joined { plan, value: 0, bound: i64::MIN, proved });
    let before = *steps;
    let Some(windows) = all_windows(problem, bounds, steps) else {
        weights.iter().try_for_each(|&(least, _)| model(problem, &Aim { least, most: &bounds.most }).map(drop))?;
        return joined(None, true);
    };
    let times = times(problem, bounds, &windows, steps);
    *part = part.saturating_sub(before - *steps);
    let models: Vec<(Model, i64)> = weights
        .iter()
        .map(|&(least, below)| Ok((timed_model(problem, &Aim { least, most: &bounds.most }, &times)?, below)))
        .collect::<Result<_, TooLarge>>()?;
    let mut slice = given / 24;
    loop {
        for (model, below) in &models {
            let mut left = slice.min(*part);
            let before = left;
            let mut leaf = InTime::new(problem, bounds, None, each);
            let mut search = Search::new(model, *below, &mut leaf, &mut left);
            search.first = true;
            search.root(true);
            if !search.done && search.best.is_none() {
                search.deepen();
            }
            let proved = search.done;
            let found = leaf.plan.take();
            *part -= before - left;
            *steps = steps.saturating_sub(before - left);
            if found.is_some() || proved || *part == 0 {
                let proved = found.is_some() || proved;
                return joined(found, proved);
            }
        }
        slice = slice.saturating_mul(4).max(1);
        each = each.saturating_mul(8);
    }
}

/// The windows that all plans keep to; `None`: it is proved that there is none.
fn all_windows(problem: &Problem, bounds: &Bounds, steps: &mut u64) -> Option<Windows> {
    let mut possible = FixedBitSet::with_capacity(problem.items.len());
    let required = possible.clone();
    possible.insert_range(..);
    spend(steps, 16 * problem.items.len());
    let Limits { deadline, most_load, .. } = bounds.limits;
    let goal = &problem.goal;
    windows(problem, &Within { possible: &possible, required: &required, goal, deadline, most_load })
}

fn times<'a>(problem: &'a Problem, bounds: &Bounds, windows: &'a Windows, steps: &mut u64) -> Times<'a> {
    let times = Times::of(problem, windows, bounds.limits.most_load);
    spend(steps, 16 * times.asked);
    times
}

/// What every plan weighs less than: the terms up to the deadline take no more load, and no more items.
fn capacities(problem: &Problem, limits: &Limits) -> [(Weight, i64); 2] {
    let end = problem.term(horizon(problem, limits.deadline));
    let terms = problem.terms.iter().take(usize::try_from(end + 1).unwrap_or(0));
    let sum = |of: &dyn Fn(&Term) -> u32| terms.clone().map(|term| i64::from(of(term))).fold(1, i64::saturating_add);
    let load = sum(&|term| term.most_load.min(limits.most_load));
    [(Weight::Load, load), (Weight::Terms, sum(&|term| term.most_items))]
}

/// What a plan adds up to.
pub(crate) fn total(problem: &Problem, plan: &[Placed], measure: Measure) -> i64 {
    plan.iter().map(|placed| measured(&problem.items[placed.item], placed.way, measure)).fold(0, i64::saturating_add)
}

struct InTime<'a> {
    problem: &'a Problem,
    bounds: &'a Bounds,
    /// What is to be least; `None`: any plan will do.
    measure: Option<Measure>,
    /// The steps of one schedule.
    each: u64,
    plan: Option<Vec<Placed>>,
    possible: FixedBitSet,
    required: FixedBitSet,
    /// Terms ask for no minimums, so that nothing more ever helps but what something needs.
    no_minimums: bool,
}

impl<'a> InTime<'a> {
    fn new(problem: &'a Problem, bounds: &'a Bounds, measure: Option<Measure>, each: u64) -> Self {
        let none = FixedBitSet::with_capacity(problem.items.len());
        let no_minimums = problem.terms.iter().all(|term| term.least_load == 0 && term.least_items == 0);
        Self { problem, bounds, measure, each, plan: None, possible: none.clone(), required: none, no_minimums }
    }

    fn limits(&self, below: i64) -> Limits {
        let mut limits = self.bounds.limits;
        match self.measure {
            Some(Measure::Cost) => limits.most_cost = limits.most_cost.min(below),
            Some(Measure::Lacking) => limits.most_lacking = limits.most_lacking.min(below),
            _ => {}
        }
        limits
    }

    /// Whether these items, which measure `weight` at least, measure more in some of their ways.
    fn ways_differ(&self, items: &FixedBitSet, weight: i64) -> bool {
        let Some(measure @ (Measure::Cost | Measure::Lacking)) = self.measure else { return false };
        let most = |item: usize| {
            let item = &self.problem.items[item];
            (0..item.ways.len()).map(|way| measured(item, way, measure)).max().unwrap_or(0)
        };
        items.ones().map(most).fold(0, i64::saturating_add) > weight
    }

    fn place(&self, items: &FixedBitSet, most: i64, steps: &mut u64) -> schedule::Scheduled {
        let mut left = self.each.min(*steps);
        let given = left;
        let found = schedule(self.problem, items, schedule::Aim::First, &self.limits(most), &mut left);
        *steps -= given - left;
        found
    }
}

impl Leaf for InTime<'_> {
    fn judge(&mut self, model: &Model, chosen: &[u32], weight: i64, below: i64, steps: &mut u64) -> Judgement {
        let mut items = FixedBitSet::with_capacity(self.problem.items.len());
        for &variable in chosen {
            if let Origin::Item { item, .. } = model.origin[variable as usize] {
                items.insert(item);
            }
        }
        spend(steps, 64 * chosen.len());
        let by_way = self.ways_differ(&items, weight);
        let mut judged = Judgement { weight: None, settled: true };
        // In the cheapest ways first; then in any that are cheap enough, downwards.
        let mut most = if by_way { weight } else { below.saturating_sub(1) };
        loop {
            let found = self.place(&items, most, steps);
            judged.settled &= found.proved;
            let Some(plan) = found.plan else {
                if judged.weight.is_none() && most < below.saturating_sub(1) {
                    most = below - 1;
                    continue;
                }
                return judged;
            };
            let reached = if by_way {
                self.measure.map_or(weight, |measure| total(self.problem, &plan, measure))
            } else {
                weight
            };
            judged.weight = Some(reached);
            self.plan = Some(plan);
            if reached <= weight {
                judged.settled = true;
                return judged;
            }
            most = reached - 1;
        }
    }

    fn narrow(&mut self, model: &Model, marks: &mut Marks, steps: &mut u64) -> bool {
        self.possible.clear();
        self.required.clear();
        for (variable, origin) in model.origin.iter().enumerate() {
            if let Origin::Item { item, .. } = *origin {
                self.possible.set(item, marks.mark[variable] != Mark::Out);
                self.required.set(item, marks.mark[variable] == Mark::In);
            }
        }
        spend(steps, 16 * self.problem.items.len());
        let within = Within {
            possible: &self.possible,
            required: &self.required,
            goal: &self.problem.goal,
            deadline: self.bounds.limits.deadline,
            most_load: self.bounds.limits.most_load,
        };
        let Some(found) = windows(self.problem, &within) else { return false };
        for (variable, origin) in model.origin.iter().enumerate() {
            if let Origin::Item { item, .. } = *origin
                && marks.mark[variable] == Mark::Open
            {
                if !found.timely.contains(item) {
                    marks.set(model, variable as u32, Mark::Out);
                } else if found.needed.contains(item) {
                    marks.set(model, variable as u32, Mark::In);
                }
            }
        }
        true
    }

    /// A plan that contains the selection and is not one of just its items has another item. Leave out of a plan all that
    /// nothing in the selection names, and what remains is one too: it ends no later and loads no more. So where terms
    /// ask for no minimums, something that helps is named by the goal or by something that is in.
    fn helpful(&self, model: &Model, marks: &Marks) -> Option<Vec<u32>> {
        let mut named = FixedBitSet::with_capacity(self.problem.items.len());
        let mut name = |item: usize| named.insert(item);
        self.problem.goal.visit_items(&mut name);
        for (variable, origin) in model.origin.iter().enumerate() {
            if let Origin::Item { item, .. } = *origin
                && marks.mark[variable] == Mark::In
            {
                self.problem.items[item].before.visit_items(&mut name);
                self.problem.items[item].beside.visit_items(&mut name);
            }
        }
        let helps = |variable: &u32| match model.origin[*variable as usize] {
            Origin::Item { item, .. } => (named.contains(item) || !self.no_minimums) && marks.is_open(*variable),
            _ => false,
        };
        Some((0..model.variables() as u32).filter(helps).collect())
    }
}

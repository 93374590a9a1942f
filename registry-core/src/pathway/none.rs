//! Why there is no pathway: what stands in the way whatever the limits, which limits conflict, and which changes
//! would help.

use chrono::NaiveDate;

use super::advised::plan_of;
use super::answer::{Limit, NoPathway, Objective};
use super::blockers::Blockers;
use super::bound::Bound;
use super::goal::{self, Variation, advised, pose};
use super::plan::{Bounds, Found, Meter, Order};
use super::problem::date_of;
use super::relax::Changes;
use super::request::Request;
use super::search::search;
use crate::catalogue::Catalogue;
use crate::id::CourseCode;

/// Looks at one request for which no pathway was found.
pub(crate) struct Why<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) request: &'a Request,
    /// Without what the goal only advises, which is no reason why there is no pathway.
    pub(super) varied: Variation,
    /// What is left of the budget, for all attempts together.
    pub(super) meter: Meter,
    /// Whether it is proved that there is no pathway.
    proved: bool,
    /// No attempt was left open or not made since the budget had run out.
    pub(super) all_looked_at: bool,
}

/// Limits that stand in the way.
struct Barring {
    limits: Vec<Limit>,
    /// It is proved that there is no pathway under them, whatever the other limits.
    proved: bool,
}

/// What is said where the budget ran out on the way.
const NOT_ALL_LOOKED_AT: &str = "the search used up its steps before all was looked at that might stand in the way or help: \
                                 a limit may be named without need, a change may be missing, and a number may be more \
                                 than is needed";

impl<'a> Why<'a> {
    /// `proved`: whether it is proved that there is no pathway.
    /// With a course that is to be learned as well, where one is asked for.
    pub(crate) fn new(
        catalogue: &'a Catalogue,
        request: &'a Request,
        with: Option<CourseCode>,
        steps: u64,
        proved: bool,
    ) -> Self {
        let varied = Variation { left_out: advised(catalogue, request), with, ..Variation::default() };
        Self { catalogue, request, varied, meter: Meter::of(steps), proved, all_looked_at: true }
    }

    /// The explanation.
    pub(crate) fn explain(mut self) -> NoPathway {
        let free = self.attempt(self.request, &Limit::ALL);
        self.proved |= free.is_none();
        let (blockers, barring) = match free.plan {
            Some(_) => (Vec::new(), self.barring()),
            None => {
                let blockers = Blockers::of(self.catalogue, self.request, &self.varied, free.proved);
                (blockers, Barring { limits: Vec::new(), proved: false })
            }
        };
        let mut relaxations = Vec::new();
        for limit in &barring.limits {
            relaxations.extend(self.relax(*limit));
        }
        relaxations.extend(self.gates());
        let changes = if relaxations.is_empty() { self.together(free.plan.is_some()) } else { Changes::default() };
        let possible_by = self.finish_with(self.request, &[Limit::Deadline]);
        let bounds = if self.proved { Vec::new() } else { self.bounds() };
        let conflict = if barring.proved { barring.limits } else { Vec::new() };
        NoPathway {
            unweighed: super::counted::unweighed(self.catalogue, self.request),
            goal: self.request.goal.clone(),
            goal_title: goal::title(self.catalogue, &self.request.goal),
            blockers,
            other_conflicts: changes.conflicts.into_iter().filter(|other| *other != conflict).collect(),
            conflict,
            relaxations,
            together: changes.together,
            possible_by,
            notes: [
                super::under_way::clashes(self.catalogue, self.request),
                super::funding::notes(self.catalogue, self.request),
                if self.all_looked_at { Vec::new() } else { vec![NOT_ALL_LOOKED_AT.to_owned()] },
            ]
            .concat(),
            proved: self.proved,
            all_looked_at: self.all_looked_at,
            bounds,
            steps_used: self.meter.used,
        }
    }

    /// What no pathway is better than, should there be one.
    fn bounds(&self) -> Vec<Bound> {
        let start = self.request.limits.earliest_start;
        let least = least_of_required(self.catalogue, self.request, &self.request.aims());
        let known = least.into_iter().filter_map(|(objective, measure)| Bound::known(objective, measure, start));
        known.filter(|bound| !bound.says_nothing(start)).collect()
    }

    /// The day by which everything would be finished without the limits `lifted`; `None`: never, or not settled.
    fn finish_with(&mut self, request: &Request, lifted: &[Limit]) -> Option<NaiveDate> {
        if self.meter.left == 0 {
            return None;
        }
        let posed = pose(self.catalogue, request, lifted, &self.varied);
        let soonest = Order::of(&[Objective::Soonest]);
        let found = search(&posed.problem, &soonest, Bounds::NONE, &mut self.meter);
        let (measures, _) = found.plan.filter(|_| found.proved)?;
        i32::try_from(measures.finish).ok().filter(|day| *day > 0).map(date_of)
    }

    /// Looks for any plan without the limits `lifted`, within what is left of the budget.
    pub(super) fn attempt(&mut self, request: &Request, lifted: &[Limit]) -> Found {
        let (catalogue, varied) = (self.catalogue, &self.varied);
        let found = plan_of(|| pose(catalogue, request, lifted, varied), &mut self.meter);
        self.all_looked_at &= !found.is_unknown();
        found
    }

    /// Limits that together leave no pathway, none of which could be left out: each in turn is lifted for good when it is
    /// proved that there is still none without it.
    fn barring(&mut self) -> Barring {
        let mut lifted: Vec<Limit> = Vec::new();
        for limit in Limit::ALL {
            lifted.push(limit);
            let is_none = self.attempt(self.request, &lifted).is_none();
            // Where there is none under fewer limits, there is none under all of them.
            self.proved |= is_none;
            if !is_none {
                lifted.pop();
            }
        }
        let limits = Limit::ALL.into_iter().filter(|limit| !lifted.contains(limit)).collect();
        Barring { limits, proved: self.proved }
    }
}

/// For each objective, what no pathway measures less of that has all that is required, whatever of the advised it has.
///
/// What is known before anything is placed, at no cost in steps. `i64::MIN`: nothing is known.
pub(super) fn least_of_required(
    catalogue: &Catalogue,
    request: &Request,
    aims: &[Vec<Objective>],
) -> Vec<(Objective, i64)> {
    let varied = Variation { left_out: advised(catalogue, request), ..Variation::default() };
    let posed = pose(catalogue, request, &[], &varied);
    let mut least: Vec<(Objective, i64)> = Vec::new();
    for objective in aims.iter().filter_map(|aim| aim.first().copied()) {
        // Credit is compared among plans without needless steps: what is advised may add to it.
        if objective == Objective::MostCredit || least.iter().any(|(known, _)| *known == objective) {
            continue;
        }
        let found = search(&posed.problem, &Order::of(&[objective]), Bounds::NONE, &mut Meter::of(0));
        if found.bound < i64::MAX {
            least.push((objective, found.bound));
        }
    }
    least
}

/// What is known of an objective; `i64::MIN`: nothing.
pub(super) fn bound_among(least: &[(Objective, i64)], objective: Objective) -> i64 {
    least.iter().find(|(known, _)| *known == objective).map_or(i64::MIN, |(_, bound)| *bound)
}

//! Credit: the ways of reaching so much of it, and what is worth how much. Something counts once.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::answer::ItemKey;
use super::problem::Builder;
use crate::catalogue::Catalogue;
use crate::course::VersionStatus;
use crate::credit::{CreditExchange, CreditPoints, CreditRule};
use crate::id::{CourseCode, QualificationCode};
use crate::learner_record::Held;
use crate::requisite::RequisiteExpr;
use crate::solver::expr::Expr;

/// The most ways of reaching an amount of credit that are looked at. With more, what is found may not be best, and that
/// there is none is not proved; both are said.
const WAYS_MAX: usize = 256;

/// The most combinations of rules that are looked at on the way.
const LOOKED_MAX: usize = 20_000;

/// What a walk through the rules has found.
#[derive(Default)]
struct Ways {
    found: Vec<Expr>,
    looked: usize,
}

/// What is wanted of a series of courses, with what is held.
struct Series<'a> {
    of: &'a [CourseCode],
    /// Courses held that count for one of the series.
    held: BTreeSet<&'a CourseCode>,
    /// Each a largest set of courses of the series that different held ones count for.
    met_by_held: Vec<BTreeSet<usize>>,
}

impl<'a> Builder<'a> {
    /// The credit that a version states, in millionths of a point.
    pub(super) fn credit_stated(&self, key: &ItemKey) -> i64 {
        let ItemKey::Course(code, version) = key else { return 0 };
        let version = self.catalogue.course(code).and_then(|course| course.version(version));
        version.and_then(|version| version.credit.as_ref()).map_or(0, |credit| credit.points.millionths())
    }

    /// The requirement of so much credit towards a qualification. What is held counts, each thing once.
    pub(super) fn credit(&mut self, points: CreditPoints, towards: &QualificationCode) -> Expr {
        let rules = rules_towards(self.catalogue, towards, self.limits.earliest_start);
        let mut ways = Ways::default();
        self.credit_ways(&rules, points, &mut Vec::new(), Vec::new(), &mut ways);
        Expr::any(ways.found)
    }

    /// Every way of reaching `missing` points with the rules left, none giving more of one rule than it needs, up to
    /// [`WAYS_MAX`]. Two series that share a course, or a held course that counts for both, are never added.
    fn credit_ways(
        &mut self,
        rules: &[&'a CreditRule],
        missing: CreditPoints,
        used: &mut Vec<CourseCode>,
        taken: Vec<Expr>,
        ways: &mut Ways,
    ) {
        ways.looked += 1;
        if ways.found.len() >= WAYS_MAX || ways.looked > LOOKED_MAX {
            self.complete = false;
            return;
        }
        if missing == CreditPoints::ZERO {
            ways.found.push(Expr::all(taken));
            return;
        }
        let most = rules.iter().fold(missing, |missing, rule| missing.less(most_of(&rule.exchange)));
        let Some((rule, rest)) = rules.split_first().filter(|_| most == CreditPoints::ZERO) else {
            return;
        };
        match &rule.exchange {
            // It stands for a unit and not for points.
            CreditExchange::Unit { .. } => {}
            CreditExchange::Block { from, points } => {
                let from = self.expression(&RequisiteExpr::Qualification(from.clone()));
                if from != Expr::Never {
                    let mut with = taken.clone();
                    with.push(from);
                    self.credit_ways(rest, missing.less(*points), used, with, ways);
                }
            }
            CreditExchange::Series { of, size, points_each_series } => {
                let series = Series::of(self.catalogue, courses(self.record.held()), of);
                if !series.names().any(|course| used.contains(course)) {
                    let possible = u32::try_from(of.len()).unwrap_or(u32::MAX) / (*size).max(1);
                    let needed = missing.parts_needed(*points_each_series).unwrap_or(0).min(possible);
                    let before = used.len();
                    used.extend(series.names().cloned());
                    for count in 1..=needed {
                        let part = self.series((count * size) as usize, &series);
                        if part == Expr::Never {
                            break;
                        }
                        let mut with = taken.clone();
                        with.push(part);
                        self.credit_ways(rest, missing.less(points_each_series.times(count)), used, with, ways);
                    }
                    used.truncate(before);
                }
            }
        }
        self.credit_ways(rest, missing, used, taken, ways);
    }

    /// So many courses of a series: those that held ones count for, and others that are learned. A course that is held
    /// itself is not learned again.
    fn series(&mut self, count: usize, series: &Series<'_>) -> Expr {
        self.complete &= series.met_by_held.len() < WAYS_MAX;
        let mut ways = Vec::new();
        for met in &series.met_by_held {
            let mut parts = vec![Expr::True; met.len()];
            for (place, code) in series.of.iter().enumerate() {
                if !met.contains(&place) && !series.held.contains(code) {
                    parts.push(self.learning(code));
                }
            }
            ways.push(Expr::at_least(count, parts));
        }
        Expr::any(ways)
    }

    /// Learning a course in any published version, though what is held may count as it.
    fn learning(&mut self, code: &CourseCode) -> Expr {
        if let Some(under_way) = self.under_way_in(code) {
            return under_way;
        }
        let Some(course) = self.catalogue.course(code) else { return Expr::Never };
        let taught = course.versions.iter().rev().filter(|version| version.status == VersionStatus::Published);
        let keys: Vec<_> = taught.map(|version| ItemKey::Course(code.clone(), version.version.clone())).collect();
        Expr::any(keys.into_iter().flat_map(|key| self.items_for(key)).collect())
    }
}

/// The credit rules towards a qualification that hold on a day.
pub(super) fn rules_towards<'c>(
    catalogue: &'c Catalogue,
    towards: &QualificationCode,
    day: NaiveDate,
) -> Vec<&'c CreditRule> {
    catalogue.credit_rules().filter(|rule| rule.qualification == *towards && rule.valid.covers(day)).collect()
}

/// The courses among what is held.
pub(super) fn courses(held: &[Held]) -> BTreeSet<&CourseCode> {
    let courses = held.iter().filter_map(|held| match held {
        Held::Course { course, .. } => Some(course),
        Held::Qualification { .. } => None,
    });
    courses.collect()
}

/// The most that a rule gives.
pub(super) fn most_of(exchange: &CreditExchange) -> CreditPoints {
    match exchange {
        CreditExchange::Block { points, .. } => *points,
        CreditExchange::Series { of, size, points_each_series } => {
            points_each_series.times(u32::try_from(of.len()).unwrap_or(u32::MAX) / (*size).max(1))
        }
        CreditExchange::Unit { .. } => CreditPoints::ZERO,
    }
}

impl<'a> Series<'a> {
    fn of(catalogue: &Catalogue, held: BTreeSet<&'a CourseCode>, of: &'a [CourseCode]) -> Self {
        let counts = |held: &CourseCode| of.iter().any(|wanted| catalogue.course_counts_as(held, wanted));
        let held: BTreeSet<&CourseCode> = held.into_iter().filter(|held| counts(held)).collect();
        // The sets of places that the held courses so far can be counted for; each one more makes each larger or stays.
        let mut sets: BTreeSet<BTreeSet<usize>> = BTreeSet::from([BTreeSet::new()]);
        for course in &held {
            let mut larger = BTreeSet::new();
            for set in &sets {
                let free = |place: &usize| !set.contains(place) && catalogue.course_counts_as(course, &of[*place]);
                let with = (0..of.len()).filter(free).map(|place| {
                    let mut with = set.clone();
                    with.insert(place);
                    with
                });
                larger.extend(with.take(WAYS_MAX));
            }
            sets.extend(larger);
            let most = sets.iter().map(BTreeSet::len).max().unwrap_or(0);
            sets.retain(|set| set.len() == most);
            while sets.len() > WAYS_MAX {
                sets.pop_last();
            }
        }
        Self { of, held, met_by_held: sets.into_iter().collect() }
    }

    /// The courses it names and the held ones that count for it.
    fn names(&self) -> impl Iterator<Item = &'a CourseCode> {
        self.of.iter().chain(self.held.clone())
    }
}

/// How many courses of a series are met by different things held or learned.
pub(super) fn count_of_series(
    catalogue: &Catalogue,
    held: &BTreeSet<&CourseCode>,
    learned: &BTreeSet<&CourseCode>,
    of: &[CourseCode],
) -> usize {
    let learned_in: BTreeSet<usize> =
        (0..of.len()).filter(|place| learned.contains(&of[*place]) && !held.contains(&of[*place])).collect();
    let sets = Series::of(catalogue, held.clone(), of).met_by_held;
    sets.iter().map(|set| set.union(&learned_in).count()).max().unwrap_or(0)
}

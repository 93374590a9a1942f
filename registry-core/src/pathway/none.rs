//! Why there is no pathway: what stands in the way whatever the limits, which limits conflict, and which single
//! change would help.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::advised::any_plan;
use super::answer::{Blocker, ItemKey, Limit, NoPathway, Objective, Relaxation};
use super::explain::item_title;
use super::goal::{self, Posed, Variation, advised, pose};
use super::plan::{Bounds, Found, Order, Placed};
use super::problem::{Builder, Problem, date_of, day_number, offerings_of, requisites_of};
use super::request::{Goal, HOURS_PER_WEEK_MAX, Request};
use super::search::{never_ready, search};
use crate::catalogue::Catalogue;
use crate::course::VersionStatus;
use crate::credit::CreditPoints;
use crate::date::in_words;
use crate::eligibility::gate_from;
use crate::id::CourseCode;
use crate::learner_record::{Employment, LearnerRecord, LearnerRecordParts, PartnerRelease};
use crate::money::Aud;
use crate::requisite::{Gate, RequisiteExpr};
use crate::role::Perspective;
use crate::solver::expr::{Day, Expr, NEVER};
use crate::source::Provenance;
use crate::volume::Hours;
use crate::words;

/// The most blockers that are named; a person reads no more.
const BLOCKERS_MAX: usize = 12;

/// Looks at one request for which no pathway was found.
pub(crate) struct Why<'a> {
    catalogue: &'a Catalogue,
    request: &'a Request,
    /// Without what the goal only advises, which is no reason why there is no pathway.
    varied: Variation,
    /// What is left of the budget, for all attempts together.
    steps: u64,
    proved: bool,
}

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
        let varied = Variation { left_out: advised(catalogue, request), with, without: None };
        Self { catalogue, request, varied, steps, proved }
    }

    fn posed(&self, lifted: &[Limit]) -> Posed {
        pose(self.catalogue, self.request, lifted, &self.varied)
    }

    /// The explanation.
    pub(crate) fn explain(mut self) -> NoPathway {
        let free = self.attempt(self.request, &Limit::ALL);
        let (blockers, conflict) = match free.plan {
            Some(_) => (Vec::new(), self.conflict()),
            None => (Blockers::of(self.catalogue, self.request, &self.varied), Vec::new()),
        };
        let mut relaxations = Vec::new();
        for limit in &conflict {
            relaxations.extend(self.relax(*limit));
        }
        relaxations.extend(self.gates());
        let proved = self.proved;
        let possible_by = self.finish_with(self.request, &[Limit::Deadline]);
        NoPathway {
            goal: self.request.goal.clone(),
            goal_title: goal::title(self.catalogue, &self.request.goal),
            blockers,
            conflict,
            relaxations,
            possible_by,
            notes: [
                super::under_way::clashes(self.catalogue, self.request),
                super::funding::notes(self.catalogue, self.request),
            ]
            .concat(),
            proved,
        }
    }

    /// The day by which everything would be finished without the limits `lifted`; `None`: never, or not settled.
    fn finish_with(&mut self, request: &Request, lifted: &[Limit]) -> Option<NaiveDate> {
        let posed = pose(self.catalogue, request, lifted, &self.varied);
        let soonest = Order::of(&[Objective::Soonest]);
        let found = search(&posed.problem, &soonest, Bounds::NONE, &mut self.steps);
        let (measures, _) = found.plan.filter(|_| found.proved)?;
        i32::try_from(measures.finish).ok().filter(|day| *day > 0).map(date_of)
    }

    /// Looks for any plan without the limits `lifted`. A search that runs out of budget makes the answer unproved.
    fn attempt(&mut self, request: &Request, lifted: &[Limit]) -> Found {
        let found = any_plan(&pose(self.catalogue, request, lifted, &self.varied), &mut self.steps);
        self.proved &= found.proved || found.plan.is_some();
        found
    }

    /// Limits that together leave no pathway, none of which could be left out: each in turn is lifted for good when
    /// there is still none without it.
    fn conflict(&mut self) -> Vec<Limit> {
        let mut lifted: Vec<Limit> = Vec::new();
        for limit in Limit::ALL {
            lifted.push(limit);
            if self.attempt(self.request, &lifted).plan.is_some() {
                lifted.pop();
            }
        }
        Limit::ALL.into_iter().filter(|limit| !lifted.contains(limit)).collect()
    }

    /// The smallest change of one limit that makes a pathway possible while the others stay.
    fn relax(&mut self, limit: Limit) -> Option<Relaxation> {
        let found = self.attempt(self.request, &[limit]).plan?;
        let limits = &self.request.limits;
        let change = match limit {
            Limit::HoursPerWeek => {
                let quarter = |quarters: u32| Hours::from_minutes(quarters * 15);
                let now = limits.hours_per_week;
                let least = self.least(now.minutes() / 15, HOURS_PER_WEEK_MAX * 4, |request, quarters| {
                    request.limits.hours_per_week = quarter(quarters);
                })?;
                let now = if now == Hours::ZERO { "no own time".to_owned() } else { now.to_string() };
                format!("{} a week instead of {now}", quarter(least))
            }
            Limit::DaysPerYear => {
                let now = limits.days_per_year?;
                let least = self.least(now.into(), 366, |request, days| {
                    request.limits.days_per_year = Some(u16::try_from(days).unwrap_or(u16::MAX));
                })?;
                let days = super::words::days(least, self.request.record.employment());
                format!("{days} a year instead of {now}")
            }
            Limit::BudgetPerYear => {
                let now = limits.budget_per_year?;
                let dollars = |dollars: u32| Aud::from_cents(i64::from(dollars) * 100).unwrap_or(Aud::ZERO);
                let from = u32::try_from(now.cents() / 100).unwrap_or(u32::MAX);
                let least = self.least(from, 1_000_000, |request, amount| {
                    request.limits.budget_per_year = Some(dollars(amount));
                })?;
                format!("{} a year instead of {now}, or funding that pays for it", dollars(least))
            }
            Limit::Deadline => self.later()?,
            Limit::Regions => format!("being able to get to {}", self.regions(&found.1)?),
            Limit::Modes => "being taught in another way as well: online, in person or partly online".to_owned(),
            Limit::Exclusions => "taking something off the list of what you will not do".to_owned(),
            Limit::PeerOnly => "training that is not only in peers' hands".to_owned(),
            Limit::Perspective => "training that is meant for the other perspective".to_owned(),
        };
        Some(Relaxation { change, limit: Some(limit) })
    }

    /// The least value above `now` with which there is a pathway, found by halving; more never makes it worse.
    fn least(&mut self, now: u32, most: u32, set: impl Fn(&mut Request, u32)) -> Option<u32> {
        if most <= now {
            return None;
        }
        let mut request = self.request.clone();
        let mut works = |why: &mut Self, value: u32| {
            set(&mut request, value);
            why.attempt(&request, &[]).plan.is_some()
        };
        if !works(self, most) {
            return None;
        }
        let (mut low, mut high) = (now, most);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if works(self, middle) { high = middle } else { low = middle }
        }
        Some(high)
    }

    /// The day by which everything could be finished, were there time.
    fn later(&mut self) -> Option<String> {
        let deadline = self.request.limits.deadline?;
        let posed = self.posed(&[Limit::Deadline]);
        let soonest = Order::of(&[Objective::Soonest]);
        let found = search(&posed.problem, &soonest, Bounds::NONE, &mut self.steps);
        self.proved &= found.proved;
        let (measures, plan) = found.plan?;
        let end = |item| plan.iter().find(|placed| placed.item == item);
        let met = posed.problem.goal.day(&|item| end(item).map_or(NEVER, |placed| placed.end));
        let day = if i64::from(met) <= measures.finish {
            date_of(i32::try_from(measures.finish).ok()?)
        } else {
            // A gate that opens later meets the goal; something else may meet it sooner.
            let days = |day: NaiveDate| u32::try_from(day_number(day)).ok();
            let by = |day: u32| date_of(Day::try_from(day).unwrap_or(NEVER));
            let last = days(date_of(posed.problem.end))?;
            by(self.least(days(deadline)?, last, |request, day| {
                request.limits.deadline = Some(by(day));
            })?)
        };
        Some(format!("finishing by {} instead of {}", in_words(day), in_words(deadline)))
    }

    /// The regions of a plan that are out of reach.
    fn regions(&self, plan: &[Placed]) -> Option<String> {
        let posed = self.posed(&[Limit::Regions]);
        let mut titles = BTreeSet::new();
        for placed in plan {
            let offering = &posed.problem.items[placed.item].choices[placed.choice].offering;
            let Some(offering) = offering else { continue };
            let region = self.catalogue.offering(offering)?.region.clone();
            if let Some(region) = region.filter(|region| !self.request.limits.regions.contains(region)) {
                titles.insert(self.catalogue.region(&region)?.title.clone());
            }
        }
        let titles: Vec<String> = titles.into_iter().collect();
        (!titles.is_empty()).then(|| titles.join(" and "))
    }

    /// Gates that, met alone, would make a pathway possible.
    fn gates(&mut self) -> Vec<Relaxation> {
        let now = self.request.record.to_parts();
        let start = in_words(self.request.limits.earliest_start);
        let employed = LearnerRecordParts { employment: Employment::Employed, ..now.clone() };
        let released = LearnerRecordParts { partner_release: PartnerRelease::Agreed, ..employed.clone() };
        let working = now.employment == Employment::Employed;
        let mut relaxations = Vec::new();
        if !working {
            relaxations.extend(self.gate(format!("working as a consumer worker from {start}"), employed));
        }
        // Work alone may be enough; only where it is not does the employer matter.
        if relaxations.is_empty() && now.partner_release != PartnerRelease::Agreed {
            let employer = words::gate(&Gate::PartnerRelease);
            let change =
                if working { format!("having {employer}") } else { format!("working from {start}, for {employer}") };
            relaxations.extend(self.gate(change, released));
        }
        for perspective in Perspective::ALL {
            if !now.supervision.contains(&perspective) {
                let gate = Gate::Supervision { perspective: Some(perspective) };
                let mut parts = now.clone();
                parts.supervision.push(perspective);
                relaxations.extend(self.gate(format!("having {}", words::gate(&gate)), parts));
            }
        }
        let asked: Vec<Hours> = self.placements_asked().into_iter().filter(|hours| *hours > now.placement).collect();
        relaxations.extend(asked.into_iter().find_map(|hours| {
            let change = format!("having {}", words::gate(&Gate::Placement { hours }));
            self.gate(change, LearnerRecordParts { placement: hours, ..now.clone() })
        }));
        relaxations
    }

    /// A change of the record, when it makes a pathway possible within the limits as they are.
    fn gate(&mut self, change: String, parts: LearnerRecordParts) -> Option<Relaxation> {
        let record = LearnerRecord::new(parts).ok()?;
        let request = Request { record, ..self.request.clone() };
        self.attempt(&request, &[]).plan.map(|_| Relaxation { change, limit: None })
    }

    /// The placements that anything in the catalogue asks for, shortest first.
    fn placements_asked(&self) -> BTreeSet<Hours> {
        let courses =
            self.catalogue.courses().flat_map(|course| &course.versions).flat_map(|version| &version.requisites);
        let entries = self.catalogue.qualifications().flat_map(|entry| &entry.entry);
        let mut asked = BTreeSet::new();
        for requisite in courses.chain(entries) {
            requisite.requires().visit_leaves(&mut |leaf| {
                if let RequisiteExpr::Gate(Gate::Placement { hours }) = leaf {
                    asked.insert(*hours);
                }
            });
        }
        asked
    }
}

/// Walks from the goal down to the requirements that nothing meets.
struct Blockers<'a> {
    builder: Builder<'a>,
    found: Vec<Blocker>,
}

impl<'a> Blockers<'a> {
    fn of(catalogue: &'a Catalogue, request: &'a Request, varied: &Variation) -> Vec<Blocker> {
        let mut walk = Blockers { builder: Builder::new(catalogue, request, &Limit::ALL), found: Vec::new() };
        let barred = vec![goal::title(catalogue, &request.goal)];
        match &request.goal {
            Goal::Role(code) => {
                for requisite in catalogue.role(code).map_or(&[][..], |role| &role.preparation) {
                    if requisite.is_required() {
                        walk.expression(requisite.requires(), &barred, Some(requisite.provenance()));
                    }
                }
            }
            Goal::Tier(tier) => walk.expression(&RequisiteExpr::Tier(*tier), &barred, None),
            Goal::Course(code) => walk.expression(&RequisiteExpr::course(code.clone()), &barred, None),
            Goal::Qualification(code) => walk.expression(&RequisiteExpr::Qualification(code.clone()), &barred, None),
            Goal::Credit { points, towards } => {
                let missing = walk.credit(*points, towards);
                walk.note(&barred, missing, None);
            }
        }
        if let Some(code) = &varied.with {
            walk.expression(&RequisiteExpr::course(code.clone()), &[], None);
        }
        if walk.found.is_empty() {
            walk.dates(&pose(catalogue, request, &Limit::ALL, varied).problem, &barred);
        }
        walk.found
    }

    /// Where everything is offered and nothing fits: what starts, for the last time, before what it needs can be
    /// finished.
    fn dates(&mut self, problem: &Problem, barred: &[String]) {
        for item in never_ready(problem) {
            let key = &problem.items[item].key;
            let provenance = problem.items[item].asks.first().and_then(|(place, _)| {
                requisites_of(self.builder.catalogue, key)
                    .and_then(|requisites| requisites.get(*place))
                    .map(|requisite| requisite.provenance())
            });
            let title = item_title(self.builder.catalogue, key);
            let missing =
                format!("an offering of {title} that starts after what it needs: those there are start too early");
            self.note(barred, missing, provenance);
        }
    }

    fn note(&mut self, barred: &[String], missing: String, provenance: Option<&Provenance>) {
        let blocker = Blocker { barred: barred.to_vec(), missing, provenance: provenance.cloned() };
        let known =
            self.found.iter().any(|other| other.missing == blocker.missing && other.provenance == blocker.provenance);
        if !known && self.found.len() < BLOCKERS_MAX {
            self.found.push(blocker);
        }
    }

    /// Every reason why a requirement is not met; none when it can be.
    fn expression(&mut self, expression: &RequisiteExpr, barred: &[String], provenance: Option<&Provenance>) {
        if self.builder.expression(expression) != Expr::Never {
            return;
        }
        match expression {
            RequisiteExpr::All(_) | RequisiteExpr::Any(_) | RequisiteExpr::AtLeast(_) => {
                for operand in expression.operands() {
                    self.expression(operand, barred, provenance);
                }
            }
            RequisiteExpr::Tier(tier) => {
                let Some(definition) = self.builder.catalogue.tier(tier) else {
                    return;
                };
                let mut below = barred.to_vec();
                let title = words::tier(self.builder.catalogue, *tier);
                if below.last() != Some(&title) {
                    below.push(title);
                }
                for requisite in definition.entry.iter().filter(|requisite| requisite.is_required()) {
                    self.expression(requisite.requires(), &below, Some(requisite.provenance()));
                }
                self.expression(&definition.completion, &below, Some(&definition.completion_provenance));
            }
            RequisiteExpr::Gate(gate) => {
                let missing = match gate_from(self.builder.record, gate) {
                    Some(from) => format!("{}, which holds only from {}", words::gate(gate), in_words(from)),
                    None => words::gate(gate),
                };
                self.note(barred, missing, provenance);
            }
            RequisiteExpr::Course(wanted) => {
                let Some(course) = self.builder.catalogue.course(&wanted.course) else {
                    return;
                };
                let taught = course.versions.iter().filter(|version| version.status == VersionStatus::Published);
                let fitting: Vec<_> = taught.filter(|version| wanted.range.matches(&version.version)).collect();
                if fitting.is_empty() {
                    let missing = format!(
                        "{}: no published version of it",
                        words::expression(self.builder.catalogue, expression)
                    );
                    return self.note(barred, missing, provenance);
                }
                for version in fitting {
                    self.item(&ItemKey::Course(course.code.clone(), version.version.clone()), barred, provenance);
                }
            }
            RequisiteExpr::Qualification(code) => self.item(&ItemKey::Qualification(code.clone()), barred, provenance),
        }
    }

    fn item(&mut self, key: &ItemKey, barred: &[String], provenance: Option<&Provenance>) {
        let catalogue = self.builder.catalogue;
        let title = item_title(catalogue, key);
        if offerings_of(catalogue, key).is_empty() {
            return self.note(
                barred,
                format!("an offering of {title}: nobody offers it in this catalogue"),
                provenance,
            );
        }
        let mut below = barred.to_vec();
        if below.last() != Some(&title) {
            below.push(title.clone());
        }
        let before = self.found.len();
        for requisite in requisites_of(catalogue, key).unwrap_or(&[]).iter().filter(|requisite| requisite.is_required())
        {
            self.expression(requisite.requires(), &below, Some(requisite.provenance()));
        }
        let requisites = requisites_of(catalogue, key).unwrap_or(&[]);
        let barred_by_requisite = requisites
            .iter()
            .any(|requisite| requisite.is_required() && self.builder.expression(requisite.requires()) == Expr::Never);
        if self.found.len() == before && !barred_by_requisite {
            let missing = format!("an offering of {title} that starts within the ten years a plan looks ahead");
            self.note(barred, missing, provenance);
        }
    }

    /// Why so much credit cannot be reached.
    fn credit(&mut self, points: CreditPoints, towards: &crate::id::QualificationCode) -> String {
        let title = item_title(self.builder.catalogue, &ItemKey::Qualification(towards.clone()));
        let rules: Vec<_> =
            self.builder.catalogue.credit_rules().filter(|rule| rule.qualification == *towards).collect();
        if rules.is_empty() {
            return format!("a rule that gives credit towards {title}: the catalogue has none");
        }
        format!("rules and offerings that give {points} credit points towards {title}; those there are give less")
    }
}

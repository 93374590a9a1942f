//! From a plan to the answer people read: every step with its reasons, what it waits for and what it unlocks.

use super::alternatives::{Alternative, leave_out_waits, without_what_needs};
use super::answer::{AskedBy, ItemKey, Objective, PaidBy, Pathway, PlanYear, Reason, Step};
use super::bound::bounds_of;
use super::counted::EndState;
use super::funding::{self, Paid};
use super::goal::Posed;
use super::plan::Placed;
use super::problem::{Choice, Problem, date_of, requisites_of, teaches};
use super::request::Request;
use crate::catalogue::Catalogue;
use crate::course::{DaysFrom, Offering};
use crate::id::FundingCode;
use crate::money::Aud;
use crate::requisite::{Gate, Requisite, RequisiteExpr, Strength};
use crate::solver::expr::{Day, Expr};
use crate::volume::Hours;
use crate::words;

/// The pathway of a plan.
pub(crate) fn pathway(catalogue: &Catalogue, request: &Request, posed: &Posed, mut found: Alternative) -> Pathway {
    leave_out_waits(&posed.problem, &mut found.plan);
    let paid = posed.problem.paid(&found.plan).unwrap_or_default();
    let is_lightest = found.best_at.iter().any(|(objective, _)| *objective == Objective::LightestLoad);
    let explain = Explain { catalogue, request, posed, plan: &found.plan, paid: &paid, is_lightest };
    let order = reading_order(&posed.problem, &found.plan);
    let steps: Vec<Step> = order.into_iter().filter_map(|place| explain.step((place, &found.plan[place]))).collect();
    let load = loads(&posed.problem, &found.plan);
    let under_way = explain.under_way();
    let mut pathway = Pathway {
        best_at: found.best_at.iter().map(|(objective, _)| *objective).collect(),
        bounds: Vec::new(),
        cost: steps.iter().map(|step| step.cost).sum(),
        finish: finish(&posed.problem, &found.plan).map(date_of),
        heaviest_week: Hours::from_minutes(load.into_iter().max().unwrap_or(0)),
        own_time: steps.iter().map(|step| step.own_time).sum(),
        days: steps.iter().map(|step| u32::from(step.days)).sum::<u32>() + posed.problem.busy.days_taken(),
        released_days: steps.iter().map(|step| u32::from(step.released_days)).sum(),
        years: years(&posed.problem, &found.plan, &paid),
        competitive: funding::competitive(catalogue, request, &posed.problem, &steps),
        to_ask: funding::to_ask(catalogue, request, &steps),
        credit: Vec::new(),
        counted: None,
        attestations: distinct(steps.iter().flat_map(|step| &step.attestations)),
        steps,
        under_way,
        waits_for: explain.last_wait(),
        proved: found.proved,
    };
    let end = EndState::of(catalogue, request, &pathway, explain.gained());
    (pathway.credit, pathway.counted) = (end.credit(), end.counted(pathway.waits_for.clone()));
    pathway.proved &= pathway.counted.as_ref().is_none_or(|counted| counted.reached);
    pathway.bounds = bounds_of(&pathway, &found.best_at, request.limits.earliest_start);
    pathway
}

/// The order in which people read the steps of a plan: by start, and of those that start on one day, what is asked for
/// beside another before the one that asks. Partners, which ask for one another, stay as they are.
fn reading_order(problem: &Problem, plan: &[Placed]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..plan.len()).collect();
    let mut order = Vec::with_capacity(plan.len());
    let waits = |step: usize, left: &[usize]| {
        let item = &problem.items[plan[step].item];
        let asked = |other: &usize| item.beside.names(plan[*other].item) && !item.partners.contains(&plan[*other].item);
        left.iter().any(|other| *other != step && plan[*other].start == plan[step].start && asked(other))
    };
    while !left.is_empty() {
        let next = left.iter().position(|step| !waits(*step, &left)).unwrap_or(0);
        order.push(left.remove(next));
    }
    order
}

/// The last day of a plan; `None`: it has no step, and waits for nothing, not even for the end of its first day.
fn finish(problem: &Problem, plan: &[Placed]) -> Option<Day> {
    let takes_place = plan.iter().any(|placed| !problem.items[placed.item].is_award());
    plan.iter().map(|placed| placed.end).max().filter(|finish| takes_place || *finish > problem.start)
}

/// Minutes of own time in each week of a plan.
pub(crate) fn loads(problem: &Problem, plan: &[Placed]) -> Vec<u32> {
    let mut load = problem.busy.load(problem.weeks());
    for placed in plan {
        let minutes = problem.items[placed.item].choices[placed.choice].minutes;
        let week = |day| usize::try_from(problem.week(day)).unwrap_or(0);
        for week in &mut load[week(placed.start)..=week(placed.end)] {
            *week += minutes;
        }
    }
    load
}

/// What each plan year costs and takes, up to the last one in which something starts.
fn years(problem: &Problem, plan: &[Placed], paid: &Paid) -> Vec<PlanYear> {
    let starts = |placed: &&Placed| problem.items[placed.item].choices[placed.choice].offering.is_some();
    let last = plan.iter().filter(starts).map(|placed| problem.year(placed.start)).max();
    let count = last.map_or(0, |last| last + 1);
    let year = |index: usize| {
        let within = plan.iter().enumerate().filter(|(_, placed)| problem.year(placed.start) == index);
        let way = |(step, placed): (usize, &Placed)| (step, &problem.items[placed.item].choices[placed.choice]);
        let ways: Vec<(usize, &Choice)> = within.map(way).collect();
        PlanYear {
            from: date_of(problem.years[index]),
            to: date_of(problem.years[index + 1] - 1),
            cost: ways.iter().filter_map(|(step, way)| Aud::from_cents(way.cents - paid.of(*step))).sum(),
            days: ways.iter().map(|(_, way)| way.days).sum::<u32>()
                + if index == 0 { problem.busy.days_taken() } else { 0 },
        }
    };
    (0..count).map(year).collect()
}

pub(super) struct Explain<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) request: &'a Request,
    pub(super) posed: &'a Posed,
    pub(super) plan: &'a [Placed],
    paid: &'a Paid,
    /// Whether the plan is best at the lightest load.
    pub(super) is_lightest: bool,
}

impl Explain<'_> {
    pub(super) fn title(&self, key: &ItemKey) -> String {
        item_title(self.catalogue, key)
    }

    fn step(&self, (place, placed): (usize, &Placed)) -> Option<Step> {
        let problem = &self.posed.problem;
        let item = &problem.items[placed.item];
        let choice = &item.choices[placed.choice];
        let offering = self.catalogue.offering(choice.offering.as_ref()?)?;
        let provider = self.catalogue.provider(&offering.provider)?;
        let requisites = requisites_of(self.catalogue, &item.key).unwrap_or(&[]);
        let (credit, provenance) = match &item.key {
            ItemKey::Course(code, version) => {
                let course = self.catalogue.course(code)?;
                let credit = course.version(version).and_then(|version| version.credit.as_ref());
                (credit.map(|credit| credit.points), course.provenance.clone())
            }
            ItemKey::Qualification(code) => (None, self.catalogue.qualification(code)?.provenance.clone()),
        };
        let (days, released_days) = days(offering);
        Some(Step {
            item: item.key.clone(),
            title: self.title(&item.key),
            offering: offering.code.clone(),
            provider: provider.code.clone(),
            provider_title: provider.title.clone(),
            mode: offering.mode,
            region: offering.region.clone(),
            start: date_of(placed.start),
            end: date_of(placed.end),
            cost: Aud::from_cents(choice.cents - self.paid.of(place)).unwrap_or(offering.price),
            price: offering.price,
            paid_by: self.paid_by(place, choice, offering),
            price_provenance: offering.price_provenance.clone(),
            days,
            released_days,
            own_time: offering.own_time,
            weekly: Hours::from_minutes(choice.minutes),
            weeks: u32::try_from(problem.week(placed.end) - problem.week(placed.start) + 1).unwrap_or(1),
            credit,
            peer: offering.peer,
            reasons: self.reasons(placed),
            together_with: self.together_with(placed),
            unlocks: self.unlocks(placed),
            advice: requisites.iter().filter(|r| !r.is_required()).map(|r| self.advice(r, placed)).collect(),
            attestations: attestations(requisites),
            waits_for: self.wait(requisites, offering, placed),
            not_earlier: self.not_earlier(placed),
            by_rpl: offering.rpl.is_some(),
            provenance,
            offering_provenance: offering.provenance.clone(),
        })
    }

    /// What funding pays for a step: what made it less than the price, then the pots.
    fn paid_by(&self, place: usize, choice: &Choice, offering: &Offering) -> Vec<PaidBy> {
        let paid_by = |funding: &FundingCode, cents: i64| {
            let source = self.catalogue.funding_source(funding)?;
            let amount = Aud::from_cents(cents)?;
            Some(PaidBy { funding: funding.clone(), title: source.title.clone(), amount })
        };
        let less = offering.price.cents() - choice.cents;
        let first = choice.paid_by.iter().filter_map(|funding| paid_by(funding, less));
        let of_pots = self.paid.by_step.get(place).into_iter().flatten();
        let pots = &self.posed.problem.pots;
        first.chain(of_pots.filter_map(|(pot, cents)| paid_by(&pots[*pot].funding, *cents))).collect()
    }

    pub(super) fn reasons(&self, placed: &Placed) -> Vec<Reason> {
        let goal_title = super::goal::title(self.catalogue, &self.request.goal);
        let mut reasons: Vec<Reason> = Vec::new();
        for part in self.posed.parts.iter().filter(|part| self.asks_for(&part.expr, placed.item)) {
            reasons.push(Reason {
                asked_by: AskedBy::Goal { title: goal_title.clone() },
                requirement: part.requirement.clone(),
                counts_towards: part.requires.as_ref().and_then(|requires| self.counts_towards(requires, placed)),
                strength: part.strength,
                provenance: self.credit_provenance(placed).unwrap_or_else(|| part.provenance.clone()),
            });
        }
        for other in self.plan {
            let item = &self.posed.problem.items[other.item];
            let requisites = requisites_of(self.catalogue, &item.key).unwrap_or(&[]);
            for (place, _) in item.asks.iter().filter(|(_, expr)| self.asks_for(expr, placed.item)) {
                let requisite = &requisites[*place];
                reasons.push(Reason {
                    asked_by: AskedBy::Step { title: self.title(&item.key) },
                    requirement: words::expression(self.catalogue, requisite.requires()),
                    counts_towards: self.counts_towards(requisite.requires(), placed),
                    strength: Strength::Required,
                    provenance: requisite.provenance().clone(),
                });
            }
        }
        reasons
    }

    /// The award that a requirement names, which the plan gains by its parts, a step among them; `None` where the
    /// requirement names what the step teaches.
    fn counts_towards(&self, requires: &RequisiteExpr, placed: &Placed) -> Option<String> {
        let problem = &self.posed.problem;
        let key = &problem.items[placed.item].key;
        let (mut is_named, mut award) = (false, None);
        self.visit_leaves(requires, &mut |leaf| {
            is_named |= teaches(key, leaf);
            let RequisiteExpr::Qualification(code) = leaf else { return };
            let items = self.plan.iter().map(|placed| &problem.items[placed.item]).filter(|item| item.is_award());
            let placed_awards = items.filter(|item| item.key == ItemKey::Qualification(code.clone()));
            let whole = problem.by_parts.iter().filter(|(of, _)| of == code).map(|(_, parts)| parts);
            let mut parts = placed_awards.map(|item| &item.before).chain(whole);
            if award.is_none() && parts.any(|parts| self.asks_for(parts, placed.item)) {
                award = Some(self.title(&ItemKey::Qualification(code.clone())));
            }
        });
        award.filter(|_| !is_named)
    }

    /// Calls `visit` with every leaf of a requirement, and of what completes the tiers that it names.
    fn visit_leaves(&self, requires: &RequisiteExpr, visit: &mut dyn FnMut(&RequisiteExpr)) {
        requires.visit_leaves(&mut |leaf| match leaf {
            RequisiteExpr::Tier(tier) => {
                if let Some(definition) = self.catalogue.tier(tier) {
                    self.visit_leaves(&definition.completion, visit);
                }
            }
            leaf => visit(leaf),
        });
    }

    /// Whether a requirement names something, itself or as a part of an award that the plan gains.
    fn asks_for(&self, expr: &Expr, item: usize) -> bool {
        let items = &self.posed.problem.items;
        let awards =
            self.plan.iter().map(|placed| placed.item).filter(|other| items[*other].is_award() && *other != item);
        expr.names(item)
            || awards.filter(|award| expr.names(*award)).any(|award| self.asks_for(&items[award].before, item))
    }

    pub(super) fn unlocks(&self, placed: &Placed) -> Vec<String> {
        let items = &self.posed.problem.items;
        let needs = |other: &&Placed| items[other.item].asks.iter().any(|(_, expr)| self.asks_for(expr, placed.item));
        let later = |other: &&Placed| needs(other) && !self.is_together(placed, other);
        self.plan.iter().filter(later).map(|other| self.title(&items[other.item].key)).collect()
    }

    fn together_with(&self, placed: &Placed) -> Vec<String> {
        let together = self.plan.iter().filter(|other| self.is_together(placed, other));
        together.map(|other| self.title(&self.posed.problem.items[other.item].key)).collect()
    }

    /// Whether neither of two steps may be taken without the other.
    fn is_together(&self, one: &Placed, other: &Placed) -> bool {
        let problem = &self.posed.problem;
        let stands = |step: &Placed, without: &Placed| {
            without_what_needs(problem, self.plan, without.item).iter().any(|left| left.item == step.item)
        };
        let partners = &problem.items[one.item].partners;
        partners.contains(&other.item) && !stands(one, other) && !stands(other, one)
    }
}

/// The title of what a step teaches.
pub(crate) fn item_title(catalogue: &Catalogue, key: &ItemKey) -> String {
    let title = match key {
        ItemKey::Course(code, _) => catalogue.course(code).map(|course| course.title.as_str()),
        ItemKey::Qualification(code) => catalogue.qualification(code).map(|entry| entry.title.as_str()),
    };
    title.unwrap_or(key.code()).to_owned()
}

fn days(offering: &Offering) -> (u16, u16) {
    match offering.days_from {
        DaysFrom::Allowance => (offering.days, 0),
        DaysFrom::ReleaseAgreement => (0, offering.days),
    }
}

fn attestations(requisites: &[Requisite]) -> Vec<String> {
    let mut statements = Vec::new();
    for requisite in requisites {
        requisite.requires().visit_leaves(&mut |leaf| {
            if let RequisiteExpr::Gate(Gate::Attested { statement }) = leaf {
                statements.push(statement.clone());
            }
        });
    }
    distinct(&statements)
}

/// Every text once, where it first stands.
fn distinct<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for text in texts {
        if !distinct.contains(text) {
            distinct.push(text.clone());
        }
    }
    distinct
}

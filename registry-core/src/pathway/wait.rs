//! What a step waits for.

use chrono::NaiveDate;

use super::answer::{FullWeek, ItemKey, LastWait, NotEarlier, UnderWayStep, Wait};
use super::credit::rules_towards;
use super::explain::{Explain, loads};
use super::gained::counts_until;
use super::plan::Placed;
use super::problem::{Item, Timing, date_of, earliest, requisites_of, teaches};
use super::ready::ready;
use super::request::Goal;
use super::under_way::Awaited;
use crate::course::Offering;
use crate::credit::{CreditExchange, CreditRule};
use crate::eligibility::gate_from;
use crate::money::Aud;
use crate::qualification::PointsPackaging;
use crate::requisite::{Requisite, RequisiteExpr};
use crate::solver::expr::Day;
use crate::source::Provenance;
use crate::tier::TierDefinition;
use crate::volume::Hours;
use crate::words;

impl Explain<'_> {
    /// The gate a step waits for: one that opens after the earliest start, on the very day from which everything the
    /// step needs is met.
    pub(super) fn wait(&self, requisites: &[Requisite], offering: &Offering, placed: &Placed) -> Option<Wait> {
        let problem = &self.posed.problem;
        let ready = date_of(ready(problem, placed.item, &self.with_under_way()));
        let opens = self.wait_for_rpl(offering);
        if opens.as_ref().is_some_and(|wait| wait.from > ready) {
            return opens;
        }
        let item = &problem.items[placed.item];
        let tiers = item.tiers.iter().filter_map(|tier| self.catalogue.tier(tier));
        let entry = tiers.filter(|tier| self.names(tier, &item.key)).flat_map(|tier| &tier.entry);
        let mut waits: Vec<Wait> = Vec::new();
        for requisite in requisites.iter().chain(entry).filter(|requisite| requisite.is_required()) {
            requisite.requires().visit_leaves(&mut |leaf| {
                let RequisiteExpr::Gate(gate) = leaf else { return };
                let Some(from) = gate_from(&self.request.record, gate) else {
                    return;
                };
                if from > self.request.limits.earliest_start && from == ready {
                    waits.push(Wait { gate: words::gate(gate), from, provenance: requisite.provenance().clone() });
                }
            });
        }
        waits.into_iter().next().or_else(|| self.wait_for_entry(item, ready))
    }

    /// Why a step does not start earlier, where its age, a plan year or the hours of a week are the reason.
    pub(super) fn not_earlier(&self, placed: &Placed) -> Option<NotEarlier> {
        let ready = ready(&self.posed.problem, placed.item, &self.with_under_way()).max(self.posed.problem.start);
        let too_old = self.too_old(placed, ready).map(|on| NotEarlier::TooOld { on });
        too_old.or_else(|| self.year_before(placed, ready)).or_else(|| self.week_before(placed, ready))
    }

    /// What the week before a step has no room for, in which it could begin by what comes before it and its offering.
    fn week_before(&self, placed: &Placed, ready: Day) -> Option<NotEarlier> {
        let problem = &self.posed.problem;
        let way = &problem.items[placed.item].choices[placed.choice];
        let Timing::Rolling { from, .. } = way.timing else { return None };
        let monday = placed.start - 7;
        if monday < ready.max(from) {
            return None;
        }
        let week = usize::try_from(problem.week(monday)).ok()?;
        let loads = loads(problem, self.plan);
        let with_it = loads.get(week)?.saturating_add(way.minutes);
        let heaviest = loads.iter().copied().max().unwrap_or(0);
        let full = |most: u32| FullWeek {
            from: date_of(monday),
            filled_by: self.running_in(monday),
            with_it: Hours::from_minutes(with_it),
            most: Hours::from_minutes(most),
        };
        match with_it {
            minutes if minutes > problem.minutes_per_week => Some(NotEarlier::Hours(full(problem.minutes_per_week))),
            minutes if self.is_lightest && minutes > heaviest => Some(NotEarlier::Heavier(full(heaviest))),
            _ => None,
        }
    }

    /// What takes own time in a week, by title: what is under way, and steps in order of start.
    fn running_in(&self, monday: Day) -> Vec<String> {
        let problem = &self.posed.problem;
        let (first, last) = (date_of(monday), date_of(monday + 6));
        let runs = |step: &UnderWayStep| step.starts.is_none_or(|starts| starts <= last) && step.ends >= first;
        let under_way = self.under_way().into_iter().filter(|step| runs(step) && step.weekly > Hours::ZERO);
        let takes = |step: &&Placed| {
            let minutes = problem.items[step.item].choices[step.choice].minutes;
            minutes > 0 && step.start <= monday + 6 && step.end >= monday
        };
        let mut steps: Vec<&Placed> = self.plan.iter().filter(takes).collect();
        steps.sort_unstable();
        let steps = steps.into_iter().map(|step| self.title(&problem.items[step.item].key));
        under_way.map(|step| step.title).chain(steps).collect()
    }

    /// What the plan year before has no room for in a step that starts in the first week of the next, though it could.
    fn year_before(&self, placed: &Placed, ready: Day) -> Option<NotEarlier> {
        let problem = &self.posed.problem;
        let before = problem.year(placed.start).checked_sub(1)?;
        let way = &problem.items[placed.item].choices[placed.choice];
        let Timing::Rolling { from, .. } = way.timing else { return None };
        let first = problem.years[before + 1];
        if placed.start >= first + 7 || ready.max(from) + 7 > first {
            return None;
        }
        let ways = self.plan.iter().filter(|other| problem.year(other.start) == before);
        let ways = ways.map(|other| &problem.items[other.item].choices[other.choice]);
        let (cents, days) = ways.fold((way.cents, way.days), |(cents, days), way| (cents + way.cents, days + way.days));
        // What funding leaves of a year is no sum.
        if cents > problem.cents_per_year && problem.pots.is_empty() {
            let [with_it, most] =
                [cents, problem.cents_per_year].map(|cents| Aud::from_cents(cents).unwrap_or(Aud::ZERO));
            return Some(NotEarlier::Money { with_it, most });
        }
        let busy = problem.days_per_year.saturating_sub(problem.days_left(before));
        let with_it = days + busy;
        (with_it > problem.days_per_year).then_some(NotEarlier::Days { with_it, most: problem.days_per_year })
    }

    /// The day on which a step would be too old to count, were it over as early as what comes before it allows: that on
    /// which the award is complete that it counts towards. `None`: it would count still, or needs not.
    fn too_old(&self, placed: &Placed, ready: Day) -> Option<NaiveDate> {
        let problem = &self.posed.problem;
        let (_, soonest) = earliest(problem, &problem.items[placed.item], ready, u32::MAX);
        if soonest >= placed.end {
            return None;
        }
        let finish = self.plan.iter().map(|step| step.end).max()?;
        let goal = problem.study_months.filter(|_| problem.is_counted[placed.item]).map(|months| (finish, months));
        let awards = self.plan.iter().filter_map(|award| {
            let item = &problem.items[award.item];
            item.months.filter(|_| item.is_award() && item.before.names(placed.item)).map(|months| (award.end, months))
        });
        let mut complete = goal.into_iter().chain(awards);
        complete.find(|(day, months)| counts_until(soonest, *months) < *day).map(|(day, _)| date_of(day))
    }

    /// What is waited for when the last step is over.
    pub(super) fn last_wait(&self) -> Option<LastWait> {
        let items = &self.posed.problem.items;
        let finish = self.plan.iter().map(|placed| placed.end).max()?;
        let last = self.plan.iter().filter(|placed| items[placed.item].awaits.is_none()).map(|placed| placed.end).max();
        if last.is_some_and(|last| last >= finish) {
            return None;
        }
        let last: Vec<&Item> =
            self.plan.iter().filter(|placed| placed.end == finish).map(|placed| &items[placed.item]).collect();
        if let Some(item) = last.iter().find(|item| item.awaits == Some(Awaited::UnderWay)) {
            return Some(LastWait::UnderWay { title: self.title(&item.key) });
        }
        let mut held_up = last.iter().filter(|item| matches!(item.awaits, Some(Awaited::Gate | Awaited::Award)));
        if let Some(wait) = held_up.find_map(|item| self.entry_gate(&item.key, date_of(finish))) {
            return Some(LastWait::Gate { gate: wait.gate });
        }
        let is_too_old = |item: &&Item| item.awaits == Some(Awaited::TooOld);
        Some(if last.iter().all(is_too_old) { LastWait::TooOld } else { LastWait::Rules })
    }

    /// The gate that holds up an award which a step asks for, where it could start on the day after that opens.
    fn wait_for_entry(&self, item: &Item, ready: NaiveDate) -> Option<Wait> {
        let opened = ready.pred_opt().filter(|opened| *opened > self.request.limits.earliest_start)?;
        let items = &self.posed.problem.items;
        let awards = self.plan.iter().filter(|placed| items[placed.item].is_award() && item.before.names(placed.item));
        let last = awards.filter(|placed| date_of(placed.end) == opened);
        last.map(|placed| &items[placed.item].key).find_map(|award| self.entry_gate(award, opened))
    }

    /// The gate that entry to an award asks for and that opens on a day.
    fn entry_gate(&self, award: &ItemKey, day: NaiveDate) -> Option<Wait> {
        let mut found = None;
        for requisite in requisites_of(self.catalogue, award)?.iter().filter(|requisite| requisite.is_required()) {
            requisite.requires().visit_leaves(&mut |leaf| {
                let RequisiteExpr::Gate(gate) = leaf else { return };
                let opens = gate_from(&self.request.record, gate).filter(|from| found.is_none() && *from == day);
                let provenance = || requisite.provenance().clone();
                if let Some(from) = opens {
                    found = Some(Wait { gate: words::gate(gate), from, provenance: provenance() });
                }
            });
        }
        found
    }

    /// Awards that the plan gains by their parts, with the day.
    pub(super) fn gained(&self) -> Vec<(ItemKey, NaiveDate)> {
        let gained = self.posed.problem.awards_gained(self.plan).into_iter();
        gained.map(|(code, day)| (ItemKey::Qualification(code), day)).collect()
    }

    /// Who says that a step counts towards the award of which so much credit is the goal, on the last day of the plan: the
    /// rule that names it, the packaging of which it is a subject, or else the first rule that is in force.
    pub(super) fn credit_provenance(&self, placed: &Placed) -> Option<Provenance> {
        let Goal::Credit { towards, .. } = &self.request.goal else { return None };
        let finish = date_of(self.plan.iter().map(|placed| placed.end).max()?);
        let rules = rules_towards(self.catalogue, towards, finish);
        let key = &self.posed.problem.items[placed.item].key;
        let names = |rule: &&&CreditRule| match (&rule.exchange, key) {
            (CreditExchange::Series { of, .. }, ItemKey::Course(code, _)) => of.contains(code),
            (CreditExchange::Unit { from, .. }, ItemKey::Course(code, _)) => from == code,
            (CreditExchange::Block { from, .. }, ItemKey::Qualification(code)) => from == code,
            _ => false,
        };
        let entry = self.catalogue.qualification(towards)?;
        let packaging = entry.points_packaging.as_ref();
        let lists = |packaging: &&PointsPackaging| matches!(key, ItemKey::Course(code, _) if packaging.subjects().any(|subject| subject == code));
        let own = packaging.filter(lists).map(|packaging| &packaging.provenance);
        let rule = rules.iter().find(names).or_else(|| rules.first().filter(|_| own.is_none()));
        Some(rule.map(|rule| &rule.provenance).or(own).unwrap_or(&entry.provenance).clone())
    }

    /// The plan with all that is under way: it takes place, whether the plan needs it or not.
    fn with_under_way(&self) -> Vec<Placed> {
        let mut all = self.plan.to_vec();
        for (item, entry) in self.posed.problem.items.iter().enumerate() {
            let timing = entry.choices.first().map(|choice| choice.timing);
            if let (Some(Awaited::UnderWay), Some(Timing::Dated { start, end })) = (entry.awaits, timing) {
                all.push(Placed { start, end, item, choice: 0 });
            }
        }
        all
    }

    /// Whether a tier is completed by something, itself or within another tier that it names.
    fn names(&self, tier: &TierDefinition, item: &ItemKey) -> bool {
        let mut named = false;
        tier.completion.visit_leaves(&mut |leaf| {
            named |= match leaf {
                RequisiteExpr::Tier(other) if *other != tier.tier => {
                    self.catalogue.tier(other).is_some_and(|other| self.names(other, item))
                }
                leaf => teaches(item, leaf),
            };
        });
        named
    }

    /// The last gate to open of those that recognition of prior learning asks for, where one opens after the earliest
    /// start.
    fn wait_for_rpl(&self, offering: &Offering) -> Option<Wait> {
        let asks = offering.rpl.iter().flat_map(|rpl| &rpl.asks);
        let opens = asks.filter_map(|gate| gate_from(&self.request.record, gate).map(|from| (from, gate)));
        let later = opens.filter(|(from, _)| *from > self.request.limits.earliest_start);
        let (from, gate) = later.max_by_key(|(from, _)| *from)?;
        Some(Wait { gate: words::gate(gate), from, provenance: offering.provenance.clone() })
    }
}

//! Changes that would open a pathway: each alone where one is enough, otherwise the fewest that do together.

use std::collections::BTreeSet;

use super::answer::{Limit, Objective, Relaxation};
use super::change::ChangeTo;
use super::goal::pose;
use super::none::Why;
use super::plan::{Bounds, Order, Placed};
use super::problem::{date_of, day_number};
use super::request::{HOURS_PER_WEEK_MAX, Request};
use super::search::search;
use super::together::fewest;
use crate::course::{Mode, Offering};
use crate::date::in_words;
use crate::id::{CourseCode, RegionCode};
use crate::learner_record::{Employment, LearnerRecord, LearnerRecordParts, PartnerRelease};
use crate::money::Aud;
use crate::requisite::{Gate, Requisite, RequisiteExpr};
use crate::role::Perspective;
use crate::solver::expr::{Day, NEVER};
use crate::volume::Hours;
use crate::words;

/// What was found by looking for changes that help only together.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Limits that conflict.
    pub(super) conflicts: Vec<Vec<Limit>>,
    pub(super) together: Vec<Relaxation>,
}

/// One thing that could be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Limit(Limit),
    Gate(GateMet),
}

/// A gate that could be passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GateMet {
    Employed,
    /// By an employer, who is found as well where there is none.
    Released,
    Supervised(Perspective),
    Placed(Hours),
}

impl GateMet {
    /// In words, for somebody who stands as `now` and starts on a day.
    fn words(self, now: &LearnerRecordParts, start: &str) -> String {
        match self {
            Self::Employed => format!("working as a consumer worker from {start}"),
            Self::Released => {
                let employer = words::gate(&Gate::PartnerRelease);
                match now.employment {
                    Employment::Employed => format!("having {employer}"),
                    _ => format!("working from {start}, for {employer}"),
                }
            }
            Self::Supervised(perspective) => {
                format!("having {}", words::gate(&Gate::Supervision { perspective: Some(perspective) }))
            }
            Self::Placed(hours) => format!("having {}", words::gate(&Gate::Placement { hours })),
        }
    }

    /// The gate as a change of the question.
    fn to(self) -> ChangeTo {
        match self {
            Self::Employed => ChangeTo::Employed,
            Self::Released => ChangeTo::Released,
            Self::Supervised(perspective) => ChangeTo::Supervised(perspective),
            Self::Placed(hours) => ChangeTo::Placed(hours),
        }
    }
}

impl Why<'_> {
    /// The smallest change of one limit that makes a pathway possible while the others stay.
    pub(super) fn relax(&mut self, limit: Limit) -> Option<Relaxation> {
        let request = self.request;
        let found = self.attempt(request, &[limit]).plan?;
        if limit == Limit::Deadline {
            return self.later();
        }
        self.sized(&mut request.clone(), &[], limit, &found.1)
    }

    /// The smallest change of a limit with which there is a pathway without the limits `lifted`, given one without this
    /// limit too. The request is changed so.
    fn sized(&mut self, asked: &mut Request, lifted: &[Limit], limit: Limit, plan: &[Placed]) -> Option<Relaxation> {
        let limits = asked.limits.clone();
        let (change, to) = match limit {
            Limit::HoursPerWeek => {
                let quarter = |quarters: u32| Hours::from_minutes(quarters * 15);
                let now = limits.hours_per_week;
                let least =
                    self.least(asked, lifted, (now.minutes() / 15, HOURS_PER_WEEK_MAX * 4), |asked, quarters| {
                        asked.limits.hours_per_week = quarter(quarters);
                    })?;
                let [least, now] = [quarter(least), now].map(|hours| (hours, super::words::hours_in_words(hours)));
                (format!("{} a week instead of {}", least.1, now.1), ChangeTo::HoursPerWeek(least.0))
            }
            Limit::DaysPerYear => {
                let now = limits.days_per_year?;
                let least = self.least(asked, lifted, (now.into(), 366), |asked, days| {
                    asked.limits.days_per_year = Some(u16::try_from(days).unwrap_or(u16::MAX));
                })?;
                let days = super::words::days(least, asked.record.employment());
                let to = ChangeTo::DaysPerYear(u16::try_from(least).unwrap_or(u16::MAX));
                (format!("{days} a year instead of {now}"), to)
            }
            Limit::BudgetPerYear => {
                let now = limits.budget_per_year?;
                let dollars = |dollars: u32| Aud::from_cents(i64::from(dollars) * 100).unwrap_or(Aud::ZERO);
                let from = u32::try_from(now.cents() / 100).unwrap_or(u32::MAX);
                let least = self.least(asked, lifted, (from, 1_000_000), |asked, amount| {
                    asked.limits.budget_per_year = Some(dollars(amount));
                })?;
                let change = format!("{} a year instead of {now}, or funding that pays for it", dollars(least));
                (change, ChangeTo::BudgetPerYear(dollars(least)))
            }
            Limit::Deadline => {
                let deadline = limits.deadline?;
                let day = self.least_deadline(asked, lifted)?;
                finishing_by(day, deadline)
            }
            Limit::Regions => {
                let without: Vec<Limit> = lifted.iter().copied().chain([Limit::Regions]).collect();
                let regions = self.regions(asked, &without, plan);
                let titles: BTreeSet<&str> = regions
                    .iter()
                    .filter_map(|code| self.catalogue.region(code))
                    .map(|region| region.title.as_str())
                    .collect();
                if titles.is_empty() {
                    return None;
                }
                let change = format!("being able to get to {}", titles.into_iter().collect::<Vec<_>>().join(" and "));
                asked.limits.regions.extend(regions.iter().cloned());
                (change, ChangeTo::Regions(regions.into_iter().collect()))
            }
            Limit::Modes => {
                let without: Vec<Limit> = lifted.iter().copied().chain([Limit::Modes]).collect();
                let modes: BTreeSet<Mode> =
                    self.offerings(asked, &without, plan).map(|offering| offering.mode).collect();
                let others = modes.into_iter().filter(|mode| !limits.modes.contains(mode)).collect();
                let needed = self.as_few(asked, lifted, others, |asked, modes: &[Mode]| {
                    asked.limits.modes = [&limits.modes[..], modes].concat();
                });
                if needed.is_empty() {
                    return None;
                }
                let named: Vec<&str> = needed.iter().map(|mode| mode.words()).collect();
                (format!("being taught {} as well", words::joined(&named)), ChangeTo::Modes(needed))
            }
            Limit::Exclusions => {
                let needed = self.as_few(asked, lifted, limits.exclude.clone(), |asked, off: &[CourseCode]| {
                    asked.limits.exclude = limits.exclude.iter().filter(|code| !off.contains(code)).cloned().collect();
                });
                if needed.is_empty() {
                    return None;
                }
                let title = |code: &CourseCode| {
                    self.catalogue.course(code).map_or(code.to_string(), |course| course.title.clone())
                };
                let titles: Vec<String> = needed.iter().map(title).collect();
                let named: Vec<&str> = titles.iter().map(String::as_str).collect();
                let change = format!("taking {} off the list of what you will not do", words::joined(&named));
                (change, ChangeTo::Included(needed))
            }
            Limit::PeerOnly => ("training that is not only in peers' hands".to_owned(), ChangeTo::PeersPreferred),
            Limit::Perspective => {
                ("training that is meant for the other perspective".to_owned(), ChangeTo::EitherPerspective)
            }
        };
        Some(Relaxation { change, to, limit: Some(limit) })
    }

    /// The least value above the first with which there is a pathway, up to the second, found by halving; more never
    /// makes it worse. The request is set to it.
    fn least(
        &mut self,
        asked: &mut Request,
        lifted: &[Limit],
        (now, most): (u32, u32),
        set: impl Fn(&mut Request, u32),
    ) -> Option<u32> {
        if most <= now {
            return None;
        }
        let mut works = |why: &mut Self, value: u32| {
            set(asked, value);
            why.attempt(asked, lifted).plan.is_some()
        };
        if !works(self, most) {
            return None;
        }
        let (mut low, mut high) = (now, most);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if works(self, middle) { high = middle } else { low = middle }
        }
        set(asked, high);
        Some(high)
    }

    /// The first deadline after the one asked for with which there is a pathway.
    fn least_deadline(&mut self, asked: &mut Request, lifted: &[Limit]) -> Option<chrono::NaiveDate> {
        let deadline = asked.limits.deadline?;
        let days = |day: chrono::NaiveDate| u32::try_from(day_number(day)).ok();
        let by = |day: u32| date_of(Day::try_from(day).unwrap_or(NEVER));
        let last = pose(self.catalogue, asked, &[Limit::Deadline], &self.varied).problem.end;
        let range = (days(deadline)?, days(date_of(last))?);
        self.least(asked, lifted, range, |asked, day| asked.limits.deadline = Some(by(day))).map(by)
    }

    /// The day by which everything could be finished, were there time.
    fn later(&mut self) -> Option<Relaxation> {
        let deadline = self.request.limits.deadline?;
        if self.meter.left == 0 {
            return None;
        }
        let posed = pose(self.catalogue, self.request, &[Limit::Deadline], &self.varied);
        let soonest = Order::of(&[Objective::Soonest]);
        let found = search(&posed.problem, &soonest, Bounds::NONE, &mut self.meter);
        self.all_looked_at &= found.proved;
        let (measures, plan) = found.plan?;
        let end = |item| plan.iter().find(|placed| placed.item == item);
        let met = posed.problem.goal.day(&|item| end(item).map_or(NEVER, |placed| placed.end));
        let day = if i64::from(met) <= measures.finish {
            date_of(i32::try_from(measures.finish).ok()?)
        } else {
            // A gate that opens later meets the goal; something else may meet it sooner.
            self.least_deadline(&mut self.request.clone(), &[])?
        };
        let (change, to) = finishing_by(day, deadline);
        Some(Relaxation { change, to, limit: Some(Limit::Deadline) })
    }

    /// The offerings of a plan.
    fn offerings(&self, asked: &Request, lifted: &[Limit], plan: &[Placed]) -> impl Iterator<Item = &Offering> {
        let posed = pose(self.catalogue, asked, lifted, &self.varied);
        let chosen = plan.iter().map(|placed| posed.problem.items[placed.item].choices[placed.choice].offering.clone());
        let codes: Vec<_> = chosen.flatten().collect();
        let catalogue = self.catalogue;
        codes.into_iter().filter_map(move |code| catalogue.offering(&code))
    }

    /// Of values that together open a pathway, as few as do so, each left out in turn. The request is set to them.
    fn as_few<T: Clone + PartialEq>(
        &mut self,
        asked: &mut Request,
        lifted: &[Limit],
        mut needed: Vec<T>,
        set: impl Fn(&mut Request, &[T]),
    ) -> Vec<T> {
        for one in needed.clone() {
            let fewer: Vec<T> = needed.iter().filter(|other| **other != one).cloned().collect();
            set(asked, &fewer);
            if !fewer.is_empty() && self.attempt(asked, lifted).plan.is_some() {
                needed = fewer;
            }
        }
        set(asked, &needed);
        needed
    }

    /// The regions of a plan that are out of reach.
    fn regions(&self, asked: &Request, lifted: &[Limit], plan: &[Placed]) -> BTreeSet<RegionCode> {
        let regions = self.offerings(asked, lifted, plan).filter_map(|offering| offering.region.clone());
        regions.filter(|region| !asked.limits.regions.contains(region)).collect()
    }

    /// Gates that, passed alone, would make a pathway possible.
    pub(super) fn gates(&mut self) -> Vec<Relaxation> {
        let now = self.request.record.to_parts();
        let mut relaxations = Vec::new();
        if now.employment != Employment::Employed {
            relaxations.extend(self.gate(GateMet::Employed));
        }
        // Work alone may be enough; only where it is not does the employer matter.
        if relaxations.is_empty() && now.partner_release != PartnerRelease::Agreed {
            relaxations.extend(self.gate(GateMet::Released));
        }
        for perspective in Perspective::ALL {
            if !now.supervision.contains(&perspective) {
                relaxations.extend(self.gate(GateMet::Supervised(perspective)));
            }
        }
        let longer = self.longer_placements();
        relaxations.extend(longer.into_iter().find_map(|hours| self.gate(GateMet::Placed(hours))));
        relaxations
    }

    /// A gate, when passing it makes a pathway possible within the limits as they are.
    fn gate(&mut self, gate: GateMet) -> Option<Relaxation> {
        let request = self.passing(&[gate])?;
        self.attempt(&request, &[]).plan.map(|_| self.gate_in_words(gate))
    }

    fn gate_in_words(&self, gate: GateMet) -> Relaxation {
        let start = in_words(self.request.limits.earliest_start);
        Relaxation { change: gate.words(&self.request.record.to_parts(), &start), to: gate.to(), limit: None }
    }

    /// The request of somebody who passes some gates as well.
    fn passing(&self, gates: &[GateMet]) -> Option<Request> {
        let mut parts = self.request.record.to_parts();
        gates.iter().for_each(|gate| gate.to().pass(&mut parts));
        Some(Request { record: LearnerRecord::new(parts).ok()?, ..self.request.clone() })
    }

    /// The placements longer than the person's that anything in the catalogue asks for, shortest first.
    fn longer_placements(&self) -> BTreeSet<Hours> {
        let courses =
            self.catalogue.courses().flat_map(|course| &course.versions).flat_map(|version| &version.requisites);
        let entries = self.catalogue.qualifications().flat_map(|entry| &entry.entry);
        let tiers = || self.catalogue.tiers();
        let roles = self.catalogue.roles().flat_map(|role| &role.preparation);
        let requisites = courses.chain(entries).chain(tiers().flat_map(|tier| &tier.entry)).chain(roles);
        let completions = tiers().map(|tier| &tier.completion);
        let assessments = self.catalogue.offerings().flat_map(|offering| &offering.rpl).flat_map(|rpl| &rpl.asks);
        let placement = |gate: &Gate| match gate {
            Gate::Placement { hours } => Some(*hours),
            _ => None,
        };
        let mut asked: BTreeSet<Hours> = assessments.filter_map(placement).collect();
        for expression in requisites.map(Requisite::requires).chain(completions) {
            expression.visit_leaves(&mut |leaf| {
                if let RequisiteExpr::Gate(gate) = leaf {
                    asked.extend(placement(gate));
                }
            });
        }
        let now = self.request.record.to_parts().placement;
        asked.into_iter().filter(|hours| *hours > now).collect()
    }

    /// The fewest changes that together make a pathway possible, and the conflicts that were found on the way.
    ///
    /// `limits_alone`: whether there is a pathway without any limits; otherwise gates are among what may change.
    pub(super) fn together(&mut self, limits_alone: bool) -> Changes {
        let mut all: Vec<Change> = Limit::ALL.into_iter().map(Change::Limit).collect();
        if !limits_alone {
            all.extend(self.gates_not_passed().into_iter().map(Change::Gate));
        }
        let mut all_known = true;
        let mut works = |changes: &[Change]| {
            let (limits, gates) = parted(changes);
            let Some(request) = self.passing(&gates) else { return false };
            let found = self.attempt(&request, &limits);
            all_known &= !found.is_unknown();
            found.plan.is_some()
        };
        let (chosen, mut conflicts) = fewest(&all, &mut works);
        // What was found in the way is in the way only where every attempt was settled.
        conflicts.retain(|_| all_known);
        let of_limits = |conflict: Vec<Change>| -> Option<Vec<Limit>> {
            let (limits, gates) = parted(&conflict);
            gates.is_empty().then_some(limits)
        };
        let conflicts = conflicts.into_iter().filter_map(of_limits).collect();
        let together = chosen.and_then(|chosen| self.sized_together(&chosen)).unwrap_or_default();
        Changes { conflicts, together }
    }

    fn gates_not_passed(&self) -> Vec<GateMet> {
        let now = self.request.record.to_parts();
        // A placement asks less of a person than work does.
        let mut gates: Vec<GateMet> =
            self.longer_placements().last().copied().map(GateMet::Placed).into_iter().collect();
        if now.employment != Employment::Employed {
            gates.push(GateMet::Employed);
        }
        if now.partner_release != PartnerRelease::Agreed {
            gates.push(GateMet::Released);
        }
        let missing = Perspective::ALL.into_iter().filter(|perspective| !now.supervision.contains(perspective));
        gates.extend(missing.map(GateMet::Supervised));
        gates
    }

    /// Changes that work together, each changed no further than the others need. What is a number comes last, so that
    /// it is the least for the places and ways that are chosen.
    fn sized_together(&mut self, changes: &[Change]) -> Option<Vec<Relaxation>> {
        let (mut lifted, gates) = parted(changes);
        let gates = self.least_placement(gates, &lifted);
        let mut asked = self.passing(&gates)?;
        let numbers = [Limit::HoursPerWeek, Limit::DaysPerYear, Limit::BudgetPerYear, Limit::Deadline];
        let mut limits = lifted.clone();
        limits.sort_by_key(|limit| (numbers.contains(limit), *limit));
        let mut relaxations = Vec::new();
        for limit in limits {
            let plan = self.attempt(&asked, &lifted).plan?.1;
            let others: Vec<Limit> = lifted.iter().copied().filter(|other| *other != limit).collect();
            relaxations.push(self.sized(&mut asked, &others, limit, &plan)?);
            // These two are wholly given up; of all others the question now has what is needed.
            if !matches!(limit, Limit::PeerOnly | Limit::Perspective) {
                lifted = others;
            }
        }
        relaxations.sort_by_key(|relaxation| relaxation.limit);
        relaxations.extend(gates.into_iter().map(|gate| self.gate_in_words(gate)));
        Some(relaxations)
    }

    /// The gates, with the shortest placement with which there is still a pathway without the limits `lifted`.
    fn least_placement(&mut self, gates: Vec<GateMet>, lifted: &[Limit]) -> Vec<GateMet> {
        let is_placement = |gate: &GateMet| matches!(gate, GateMet::Placed(_));
        if !gates.iter().any(is_placement) {
            return gates;
        }
        let with = |hours: Hours| -> Vec<GateMet> {
            gates.iter().map(|gate| if is_placement(gate) { GateMet::Placed(hours) } else { *gate }).collect()
        };
        let enough = self.longer_placements().into_iter().map(with).find(|gates| {
            let request = self.passing(gates);
            request.is_some_and(|request| self.attempt(&request, lifted).plan.is_some())
        });
        enough.unwrap_or(gates)
    }
}

/// A later deadline, in words and as a value.
fn finishing_by(day: chrono::NaiveDate, deadline: chrono::NaiveDate) -> (String, ChangeTo) {
    (format!("finishing by {} instead of {}", in_words(day), in_words(deadline)), ChangeTo::Deadline(day))
}

/// The limits and the gates among some changes.
fn parted(changes: &[Change]) -> (Vec<Limit>, Vec<GateMet>) {
    let (mut limits, mut gates) = (Vec::new(), Vec::new());
    for change in changes {
        match change {
            Change::Limit(limit) => limits.push(*limit),
            Change::Gate(gate) => gates.push(*gate),
        }
    }
    (limits, gates)
}

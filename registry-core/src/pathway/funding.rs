//! What funding pays, where several steps share it.
//!
//! A source with a stated amount is a *pot*: for the whole pathway, or anew for each plan year. Which pot pays for which
//! step is a flow from pots to steps, and the learner pays least where the flow is greatest. A path that makes a flow
//! greater takes nothing away from a year. So the money that each year must get is found first, and the rest after it.

use super::answer::{AskFunding, Competitive, Place};
use super::choice::Choice;
use super::plan::Placed;
use super::problem::Problem;
use super::request::Request;
use crate::catalogue::Catalogue;
use crate::course::Offering;
use crate::eligibility::gate_from;
use crate::id::FundingCode;
use crate::money::Aud;
use crate::pathway::answer::Step;
use crate::provider::{AmountPer, FundingSource, Pays};
use crate::words;

/// Offerings with this many places or fewer are worth a word: a group that one team fills.
pub(crate) const FEW_PLACES_MAX: u32 = 8;

/// A stated amount that steps share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pot {
    pub(crate) funding: FundingCode,
    pub(crate) cents: i64,
    pub(crate) per: AmountPer,
}

/// The pots that a person has, in order of code. Usually none.
pub(crate) fn pots(catalogue: &Catalogue, request: &Request) -> Vec<Pot> {
    let pot = |source: &FundingSource| match source.pays() {
        Pays::UpTo(amount, per) if !source.pays_for.is_empty() => {
            Some(Pot { funding: source.code.clone(), cents: amount.cents(), per })
        }
        _ => None,
    };
    usable(catalogue, request).filter_map(pot).collect()
}

/// The funding that the person says they have and whose conditions hold, in order of code.
fn usable<'a>(catalogue: &'a Catalogue, request: &'a Request) -> impl Iterator<Item = &'a FundingSource> {
    held(catalogue, request).filter(|source| unmet(request, source).is_empty())
}

fn held<'a>(catalogue: &'a Catalogue, request: &'a Request) -> impl Iterator<Item = &'a FundingSource> {
    catalogue.funding_sources().filter(|source| request.limits.funding.contains(&source.code))
}

/// The conditions of a source that do not hold when the plan begins, in words. A perspective that was not said meets any.
fn unmet(request: &Request, source: &FundingSource) -> Vec<String> {
    let start = request.limits.earliest_start;
    let open = |gate: &&crate::requisite::Gate| gate_from(&request.record, gate).is_some_and(|from| from <= start);
    let mut unmet: Vec<String> = source.requires.iter().filter(|gate| !open(gate)).map(words::gate).collect();
    let perspectives = &source.perspectives;
    let other = |perspective| !perspectives.is_empty() && !perspectives.contains(&perspective);
    if request.limits.perspective.is_some_and(other) {
        let named: Vec<&str> = perspectives.iter().map(|perspective| perspective.words()).collect();
        unmet.push(format!("the {} perspective", words::joined(&named)));
    }
    unmet
}

/// What is to be paid for an offering before pots pay, which source made it less than the price, and the pots that may
/// pay.
pub(crate) fn price(
    catalogue: &Catalogue,
    request: &Request,
    pots: &[Pot],
    offering: &Offering,
) -> (i64, Option<FundingCode>, Vec<usize>) {
    let funding = &request.limits.funding;
    let mut least = (offering.price.cents(), None);
    for fee in offering.fees.iter().filter(|fee| funding.contains(&fee.funding)) {
        if fee.price.cents() < least.0 {
            least = (fee.price.cents(), Some(fee.funding.clone()));
        }
    }
    if least.0 == 0 || funding.is_empty() {
        return (least.0, least.1, Vec::new());
    }
    let covers = |source: &&FundingSource| source.pays() == Pays::All && source.covers(catalogue, offering);
    if let Some(source) = usable(catalogue, request).find(covers) {
        return (0, Some(source.code.clone()), Vec::new());
    }
    let pays =
        |pot: &Pot| catalogue.funding_source(&pot.funding).is_some_and(|source| source.covers(catalogue, offering));
    let paying = (0..pots.len()).filter(|pot| pays(&pots[*pot])).collect();
    (least.0, least.1, paying)
}

/// What a learner pays at least for something of which some pots may pay.
pub(crate) fn least(cents: i64, pots: &[Pot], paying: &[usize]) -> i64 {
    paying.iter().fold(cents, |left, pot| left.saturating_sub(pots[*pot].cents)).max(0)
}

/// What a step draws on.
struct Draw<'a> {
    cents: i64,
    pots: &'a [usize],
    year: usize,
}

/// What each pot pays for each step of a plan, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Paid {
    pub(crate) by_step: Vec<Vec<(usize, i64)>>,
}

impl Paid {
    /// What the pots pay for a step.
    pub(crate) fn of(&self, step: usize) -> i64 {
        self.by_step.get(step).map_or(0, |paid| paid.iter().map(|(_, cents)| cents).sum())
    }
}

impl Problem {
    fn draw(&self, placed: &Placed) -> Draw<'_> {
        let way: &Choice = &self.items[placed.item].choices[placed.choice];
        Draw { cents: way.cents, pots: &way.pots, year: self.year(placed.start) }
    }

    /// What the pots pay so that the learner pays least and no year costs more than it may; `None`: some year does.
    pub(crate) fn paid<'a>(&self, plan: impl IntoIterator<Item = &'a Placed>) -> Option<Paid> {
        let draws: Vec<Draw<'_>> = plan.into_iter().map(|placed| self.draw(placed)).collect();
        shared(&self.pots, &draws, self.cents_per_year)
    }

    /// Whether it may pay to wait for another plan year: some pot is filled anew, or a year's money is limited.
    pub(crate) fn waits_for_years(&self) -> bool {
        !self.pots.is_empty()
            && (self.cents_per_year < i64::MAX || self.pots.iter().any(|pot| pot.per == AmountPer::Year))
    }

    /// Everything that all pots hold together until the end.
    pub(crate) fn in_pots(&self) -> i64 {
        let years = i64::try_from(self.years.len()).unwrap_or(i64::MAX);
        let of = |pot: &Pot| if pot.per == AmountPer::Year { pot.cents.saturating_mul(years) } else { pot.cents };
        self.pots.iter().map(of).fold(0, i64::saturating_add)
    }
}

/// The greatest flow from pots to steps in which each year gets what it needs beyond its own money.
fn shared(pots: &[Pot], draws: &[Draw<'_>], a_year: i64) -> Option<Paid> {
    let mut buckets: Vec<(usize, Option<usize>)> = Vec::new();
    let bucket = |pot: usize, year: usize| (pot, (pots[pot].per == AmountPer::Year).then_some(year));
    for draw in draws {
        for &pot in draw.pots {
            if !buckets.contains(&bucket(pot, draw.year)) {
                buckets.push(bucket(pot, draw.year));
            }
        }
    }
    let years = draws.iter().map(|draw| draw.year).max().map_or(0, |last| last + 1);
    let mut flow = Flow::new(2 + buckets.len() + draws.len() + years);
    let (source, sink) = (0, 1);
    let (first_step, first_year) = (2 + buckets.len(), 2 + buckets.len() + draws.len());
    for (place, (pot, _)) in buckets.iter().enumerate() {
        flow.widen(source, 2 + place, pots[*pot].cents);
    }
    let mut costs = vec![0i64; years];
    for (step, draw) in draws.iter().enumerate() {
        costs[draw.year] = costs[draw.year].saturating_add(draw.cents);
        flow.widen(first_step + step, first_year + draw.year, draw.cents);
        for (place, _) in buckets
            .iter()
            .enumerate()
            .filter(|(_, known)| draw.pots.iter().any(|pot| bucket(*pot, draw.year) == **known))
        {
            flow.widen(2 + place, first_step + step, draw.cents);
        }
    }
    let needs: Vec<i64> = costs.iter().map(|cost| cost.saturating_sub(a_year).max(0)).collect();
    for (year, need) in needs.iter().enumerate() {
        flow.widen(first_year + year, sink, *need);
    }
    if flow.fill(source, sink) < needs.iter().sum() {
        return None;
    }
    for (year, need) in needs.iter().enumerate() {
        flow.widen(first_year + year, sink, costs[year] - need);
    }
    flow.fill(source, sink);
    let of_step = |step: usize| {
        let paid = buckets.iter().enumerate().map(|(place, (pot, _))| (*pot, flow.back(2 + place, first_step + step)));
        paid.filter(|(_, cents)| *cents > 0).collect()
    };
    Some(Paid { by_step: (0..draws.len()).map(of_step).collect() })
}

/// A flow of cents between a few nodes.
struct Flow {
    nodes: usize,
    /// What more may flow from one node to another.
    room: Vec<i64>,
}

impl Flow {
    fn new(nodes: usize) -> Self {
        Self { nodes, room: vec![0; nodes * nodes] }
    }

    fn widen(&mut self, from: usize, to: usize, by: i64) {
        self.room[from * self.nodes + to] += by;
    }

    /// What flows from one node to another, where nothing may flow the other way.
    fn back(&self, from: usize, to: usize) -> i64 {
        self.room[to * self.nodes + from]
    }

    /// Lets as much flow as will, by shortest paths; how much was added.
    fn fill(&mut self, source: usize, sink: usize) -> i64 {
        let mut added = 0;
        while let Some(path) = self.path(source, sink) {
            let along = || path.windows(2).map(|pair| (pair[0], pair[1]));
            let more = along().map(|(from, to)| self.room[from * self.nodes + to]).min().unwrap_or(0);
            for (from, to) in along() {
                self.widen(from, to, -more);
                self.widen(to, from, more);
            }
            added += more;
        }
        added
    }

    fn path(&self, source: usize, sink: usize) -> Option<Vec<usize>> {
        let mut came_from = vec![usize::MAX; self.nodes];
        let mut open = vec![source];
        let mut next = 0;
        while let Some(&at) = open.get(next) {
            next += 1;
            let room = &self.room[at * self.nodes..(at + 1) * self.nodes];
            for (to, (before, _)) in came_from.iter_mut().zip(room).enumerate().filter(|(_, (_, room))| **room > 0) {
                if to != source && *before == usize::MAX {
                    *before = at;
                    open.push(to);
                }
            }
            if came_from[sink] != usize::MAX {
                let mut path = vec![sink];
                while path[path.len() - 1] != source {
                    path.push(came_from[path[path.len() - 1]]);
                }
                path.reverse();
                return Some(path);
            }
        }
        None
    }
}

/// What the steps would cost with other funding, whatever a year may cost.
fn cost_with(catalogue: &Catalogue, request: &Request, problem: &Problem, steps: &[Step]) -> i64 {
    let pots = pots(catalogue, request);
    let prices: Vec<_> = steps
        .iter()
        .filter_map(|step| {
            let (cents, _, paying) = price(catalogue, request, &pots, catalogue.offering(&step.offering)?);
            Some((cents, paying, problem.year(super::problem::day_number(step.start))))
        })
        .collect();
    let draws: Vec<Draw<'_>> =
        prices.iter().map(|(cents, paying, year)| Draw { cents: *cents, pots: paying, year: *year }).collect();
    let paid = shared(&pots, &draws, i64::MAX).unwrap_or(Paid { by_step: Vec::new() });
    draws.iter().enumerate().map(|(step, draw)| draw.cents - paid.of(step)).sum()
}

/// What the steps rely on of which there are few places: funding first, then offerings.
pub(crate) fn competitive(
    catalogue: &Catalogue,
    request: &Request,
    problem: &Problem,
    steps: &[Step],
) -> Vec<Competitive> {
    let cost: i64 = steps.iter().map(|step| step.cost.cents()).sum();
    let relied_on =
        |source: &&FundingSource| steps.iter().flat_map(|step| &step.paid_by).any(|paid| paid.funding == source.code);
    let funding = held(catalogue, request).filter(relied_on).filter_map(|source| {
        let places = source.places?;
        let mut without = request.clone();
        without.limits.funding.retain(|code| *code != source.code);
        let more = Aud::from_cents(cost_with(catalogue, &without, problem, steps) - cost)?;
        let of = Place::Funding { funding: source.code.clone(), more };
        Some(Competitive { of, title: source.title.clone(), places })
    });
    let offerings = steps.iter().filter_map(|step| {
        let places = catalogue.offering(&step.offering)?.capacity.filter(|places| *places <= FEW_PLACES_MAX)?;
        Some(Competitive { of: Place::Offering(step.offering.clone()), title: step.title.clone(), places })
    });
    funding.chain(offerings).collect()
}

/// Funding that the person has and that may pay for steps, though nobody has said how much.
pub(crate) fn to_ask(catalogue: &Catalogue, request: &Request, steps: &[Step]) -> Vec<AskFunding> {
    let asked = usable(catalogue, request).filter(|source| source.pays() == Pays::NotStated);
    let ask = |source: &FundingSource| {
        let pays = |step: &&Step| {
            let offering = catalogue.offering(&step.offering);
            step.cost > Aud::ZERO && offering.is_some_and(|offering| source.covers(catalogue, offering))
        };
        let titles: Vec<String> = steps.iter().filter(pays).map(|step| step.title.clone()).collect();
        (!titles.is_empty()).then(|| AskFunding {
            funding: source.code.clone(),
            title: source.title.clone(),
            steps: titles,
        })
    };
    asked.filter_map(ask).collect()
}

/// Funding that the person has and whose conditions do not hold, in words.
pub(crate) fn notes(catalogue: &Catalogue, request: &Request) -> Vec<String> {
    let note = |source: &FundingSource| {
        let missing = unmet(request, source);
        let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
        let title = &source.title;
        (!missing.is_empty() && !source.pays_for.is_empty()).then(|| {
            format!("{title} asks for {} when the plan begins, so nothing is counted on it", words::joined(&missing))
        })
    };
    held(catalogue, request).filter_map(note).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pot(cents: i64, per: AmountPer) -> Pot {
        Pot { funding: "pot".parse().expect("code"), cents, per }
    }

    fn paid(pots: &[Pot], draws: &[(i64, &[usize], usize)], a_year: i64) -> Option<Vec<i64>> {
        let draws: Vec<Draw<'_>> = draws.iter().map(|&(cents, pots, year)| Draw { cents, pots, year }).collect();
        shared(pots, &draws, a_year).map(|paid| (0..draws.len()).map(|step| paid.of(step)).collect())
    }

    #[test]
    fn a_pot_is_shared_and_one_of_a_year_is_filled_anew() {
        let once = [pot(400, AmountPer::Person)];
        assert_eq!(paid(&once, &[(300, &[0], 0), (300, &[0], 1)], i64::MAX).expect("paid").iter().sum::<i64>(), 400);
        let yearly = [pot(400, AmountPer::Year)];
        assert_eq!(paid(&yearly, &[(300, &[0], 0), (300, &[0], 1)], i64::MAX), Some(vec![300, 300]));
        assert_eq!(paid(&yearly, &[(300, &[0], 0), (300, &[], 1)], i64::MAX), Some(vec![300, 0]));
    }

    #[test]
    fn what_pays_for_one_thing_only_pays_for_that() {
        let two = [pot(300, AmountPer::Person), pot(300, AmountPer::Person)];
        // The first step can be paid by either, the second by the first pot alone.
        assert_eq!(paid(&two, &[(300, &[0, 1], 0), (300, &[0], 0)], i64::MAX), Some(vec![300, 300]));
    }

    #[test]
    fn a_year_gets_first_what_it_cannot_pay_itself() {
        let once = [pot(300, AmountPer::Person)];
        assert_eq!(paid(&once, &[(300, &[0], 0), (400, &[0], 1)], 300), Some(vec![200, 100]));
        assert_eq!(paid(&once, &[(400, &[0], 0), (600, &[0], 1)], 300), None);
    }
}

//! Whether an answer of the planner keeps to the rules, and whether what it says of itself is true.

mod counted;

use std::collections::BTreeSet;

use chrono::{Days, Months, NaiveDate};
use registry_core::catalogue::Catalogue;
use registry_core::course::DaysFrom;
use registry_core::pathway::answer::{Absence, Advice, AskedBy, LastWait, Objective};
use registry_core::pathway::{
    Budget, Front, Goal, NoPathway, Pathway, Pathways, PeerWishes, Recommendation, Request, Step, front, recommend,
};
use registry_core::requisite::{Requisite, RequisiteExpr, Strength};
use registry_core::words;

use crate::rendering::rendering;
use crate::rules::{Planned, Rules, gate_opens, gates_only, requisites, weeks_touched};

/// The answer to a sound question, of which nothing is wrong.
///
/// # Panics
/// If something is wrong with the question or with what is answered: a fault of the planner.
#[track_caller]
pub fn recommended(catalogue: &Catalogue, request: &Request, budget: Budget) -> Recommendation {
    let answer = recommend(catalogue, request, budget).expect("a sound request");
    let wrong = violations(catalogue, request, &answer);
    assert!(wrong.is_empty(), "{wrong:#?}\n{}", rendering(&answer));
    answer
}

/// The front of a sound question, of which nothing is wrong.
///
/// # Panics
/// If something is wrong with the question or with a pathway: a fault of the planner.
#[track_caller]
pub fn traded(catalogue: &Catalogue, request: &Request, budget: Budget) -> Front {
    let found = front(catalogue, request, budget).expect("a sound request");
    let check = Check { catalogue, request, rules: Rules::new(catalogue, request) };
    let planned = match recommended(catalogue, request, budget) {
        Recommendation::Pathways(answer) => check.planned(&answer),
        Recommendation::NoPathway(none) => {
            assert!(
                !none.proved || found.pathways.is_empty(),
                "there is a front and no pathway: {:#?}",
                found.pathways
            );
            return found;
        }
    };
    let mut wrong: Vec<String> = found.pathways.iter().flat_map(|pathway| check.pathway(pathway, &planned)).collect();
    let trades = |pair: &[Pathway]| pair[0].cost < pair[1].cost && pair[0].finish > pair[1].finish;
    if !found.pathways.windows(2).all(trades) {
        wrong.push("a point of the front is no better than another in anything".to_owned());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    found
}

/// Everything that is wrong with an answer; empty when nothing is.
pub fn violations(catalogue: &Catalogue, request: &Request, answer: &Recommendation) -> Vec<String> {
    let check = Check { catalogue, request, rules: Rules::new(catalogue, request) };
    match answer {
        Recommendation::Pathways(pathways) => check.pathways(pathways),
        Recommendation::NoPathway(none) => check.none(none),
    }
}

struct Check<'a> {
    catalogue: &'a Catalogue,
    request: &'a Request,
    rules: Rules<'a>,
}

/// Notes a fault for every claim that does not hold.
struct Faults {
    of: String,
    found: Vec<String>,
}

impl Faults {
    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, said: T, is: T) {
        if said != is {
            self.found.push(format!("{}: {what} is said to be {said:?} and is {is:?}", self.of));
        }
    }

    fn unless(&mut self, holds: bool, what: &str) {
        if !holds {
            self.found.push(format!("{}: {what}", self.of));
        }
    }
}

impl<'a> Check<'a> {
    fn none(&self, none: &NoPathway) -> Vec<String> {
        let mut faults = Faults { of: "no pathway".to_owned(), found: Vec::new() };
        let explained = !none.blockers.is_empty() || !none.conflict.is_empty();
        faults.unless(explained || !none.proved || !none.all_looked_at, "neither a blocker nor a conflict is named");
        faults.unless(none.blockers.is_empty() || none.conflict.is_empty(), "both blockers and a conflict are named");
        for relaxation in &none.relaxations {
            faults.unless(!relaxation.change.is_empty(), "a change has no words");
        }
        faults.found
    }

    fn pathways(&self, answer: &Pathways) -> Vec<String> {
        let mut faults = Vec::new();
        let labels: Vec<Objective> = answer.pathways.iter().flat_map(|pathway| pathway.best_at.clone()).collect();
        let distinct: BTreeSet<Objective> = labels.iter().copied().collect();
        let mut asked: Vec<Objective> = Vec::new();
        for aim in self.request.aims() {
            if !asked.contains(&aim[0]) {
                asked.push(aim[0]);
            }
        }
        let usual = self.request.objectives.is_empty();
        if distinct != asked.iter().copied().collect() || (usual && labels.len() != 3) {
            faults.push(format!("the pathways are best at {labels:?}"));
        }
        let place = |pathway: &Pathway| asked.iter().position(|asked| pathway.best_at.first() == Some(asked));
        if usual && !answer.pathways.is_sorted_by_key(place) {
            faults.push("the pathways are out of order".to_owned());
        }
        for (index, pathway) in answer.pathways.iter().enumerate() {
            faults.extend(self.pathway(pathway, &self.planned(answer)));
            for other in &answer.pathways[..index] {
                if steps_of(other) == steps_of(pathway) {
                    faults.push("two pathways are the same".to_owned());
                }
            }
        }
        let indifferent = self.request.wishes == PeerWishes::default();
        let proved = usual && answer.pathways.iter().all(|pathway| pathway.proved);
        for one in &answer.pathways {
            let dominates = |other: &&Pathway| {
                let (one, other) = (measures(one), measures(other));
                other.0 <= one.0 && other.1 <= one.1 && other.2 <= one.2 && other != one
            };
            if indifferent && proved && answer.pathways.iter().any(|other| dominates(&other)) {
                faults.push(format!("{:?} is worse than another in every way", one.best_at));
            }
        }
        faults.extend(self.also_needed(answer));
        faults
    }

    /// What a role asks for and no pathway gives is said, and nothing else.
    fn also_needed(&self, answer: &Pathways) -> Vec<String> {
        let Goal::Role(code) = &self.request.goal else {
            return if answer.also_needed.is_empty() {
                Vec::new()
            } else {
                vec!["something else is needed for a goal that is not a role".to_owned()]
            };
        };
        let role = self.catalogue.role(code).expect("a role of the catalogue");
        let mut faults = Faults { of: "also needed".to_owned(), found: Vec::new() };
        let mut said = answer.also_needed.iter();
        for requisite in &role.preparation {
            let advised = requisite.strength() == Strength::Advised;
            let absence = if gates_only(requisite.requires()) {
                Some(Absence::NoTraining)
            } else if advised && !self.rules.within_reach(requisite.requires()) {
                Some(Absence::NoOffering)
            } else {
                None
            };
            let names = |advice: &&Advice| {
                advice.provenance == *requisite.provenance() && advice.strength == requisite.strength()
            };
            let also = said.clone().next().filter(names);
            match (absence, also.and_then(|also| also.absence)) {
                (Some(absence), said) => faults.same("why it is left out", said, Some(absence)),
                (None, Some(Absence::DoesNotFit | Absence::NotSettled)) if advised => {}
                // The next one said is about a later part that comes from the same place.
                (None, _) => continue,
            }
            said.next();
        }
        faults.unless(said.next().is_none(), "something else is needed");
        faults.found
    }

    /// The advised parts of the goal that the answer does not leave out.
    fn planned(&self, answer: &Pathways) -> Vec<&'a Requisite> {
        let mut left_out: Vec<&Advice> = answer.also_needed.iter().collect();
        left_out.retain(|advice| advice.strength == Strength::Advised && advice.absence != Some(Absence::NoTraining));
        let mut planned = Vec::new();
        for requisite in self.rules.advised() {
            let words = words::expression(self.catalogue, requisite.requires());
            let same = |advice: &&Advice| advice.requirement == words && advice.provenance == *requisite.provenance();
            match left_out.iter().position(same) {
                Some(place) => drop(left_out.remove(place)),
                None => planned.push(requisite),
            }
        }
        planned
    }

    /// What is missing of the goal and of the advised parts that are planned.
    fn goal_faults(&self, rules: &Rules<'_>, plan: &[Planned<'_>], planned: &[&Requisite]) -> Vec<String> {
        let mut faults = rules.goal_faults(plan);
        for part in planned {
            if !rules.has(part, plan) {
                faults.push(format!("the role is left without what is advised: {:?}", part.requires()));
            }
        }
        faults
    }

    fn pathway(&self, pathway: &Pathway, advised: &[&Requisite]) -> Vec<String> {
        let mut faults = Faults { of: format!("{:?}", pathway.best_at), found: Vec::new() };
        let mut plan: Vec<Planned<'a>> = Vec::new();
        for step in &pathway.steps {
            match self.catalogue.offering(&step.offering) {
                Some(offering) => {
                    plan.push(Planned { item: step.item.clone(), offering, start: step.start, end: step.end })
                }
                None => faults.unless(false, "an offering does not exist"),
            }
        }
        if plan.len() < pathway.steps.len() {
            return faults.found;
        }
        for step in &plan {
            faults.found.extend(self.rules.step_faults(step));
        }
        // What the plan is said not to build on, it does not need.
        let rules = self.rules.waiting_until(self.waited_for(pathway).into_iter().max());
        faults.found.extend(rules.together_faults(&plan));
        faults.found.extend(self.goal_faults(&rules, &plan, advised));
        self.under_way(pathway, &mut faults);
        faults.unless(plan.is_sorted_by_key(|step| step.start), "the steps are not in order of start");
        self.totals(pathway, &plan, &mut faults);
        self.credit(pathway, &plan, &mut faults);
        let confirmed: BTreeSet<&String> = pathway.steps.iter().flat_map(|step| &step.attestations).collect();
        faults.same("what is confirmed", pathway.attestations.iter().collect(), confirmed);
        faults.same("how much is confirmed", pathway.attestations.len(), confirmed_once(pathway));
        for (step, planned) in pathway.steps.iter().zip(&plan) {
            faults.found.extend(self.step(step, planned, &plan));
            // Neither stands without the other.
            let falls = |other: &Planned<'_>, without: &Planned<'_>| !rules.without(without, &plan).contains(other);
            let together = pathway.steps.iter().zip(&plan).filter(|(_, other)| *other != planned);
            let together = together.filter(|(_, other)| falls(planned, other) && falls(other, planned));
            let titles: Vec<&String> = together.map(|(other, _)| &other.title).collect();
            faults.same("what it is taken together with", step.together_with.iter().collect(), titles);
        }
        for left_out in &plan {
            let rest = rules.without(left_out, &plan);
            let useless =
                rules.together_faults(&rest).is_empty() && self.goal_faults(&rules, &rest, advised).is_empty();
            // Where the ways to an award were read in part, one that needs less may be among the others.
            let is_read = pathway.proved || !self.rules.has_composed();
            faults.unless(!useless || !is_read, &format!("{} could be left out", left_out.offering.code));
        }
        faults.found
    }

    /// The days that a pathway says it waits for: ends of what is under way, the first day of a rule, and the day on which a
    /// gate opens for those who enter an award.
    fn waited_for(&self, pathway: &Pathway) -> Vec<NaiveDate> {
        let needed = pathway.under_way.iter().filter(|step| step.needed).map(|step| step.ends);
        let waits = pathway.counted.as_ref().and_then(|counted| counted.waits_for.clone());
        let under_way = |wait: &LastWait| matches!(wait, LastWait::UnderWay { .. });
        let begins = pathway.finish.filter(|_| waits.is_some_and(|wait| !under_way(&wait)));
        let first_days = self.rules.waits().into_iter().filter(|day| Some(*day) == begins);
        needed.chain(first_days).collect()
    }

    fn totals(&self, pathway: &Pathway, plan: &[Planned<'_>], faults: &mut Faults) {
        faults.same("the cost", pathway.cost.cents(), self.rules.cost(plan));
        faults.found.extend(self.rules.paid_faults(&pathway.steps));
        let finish = plan.iter().map(|step| step.end).chain(self.waited_for(pathway)).max();
        faults.same("the finish", pathway.finish, finish);
        let heaviest = self.rules.weeks(plan).into_values().max().unwrap_or(0);
        faults.same("the heaviest week", pathway.heaviest_week.minutes(), heaviest);
        let own: u32 = plan.iter().map(|step| step.offering.own_time.minutes()).sum();
        faults.same("the own time", pathway.own_time.minutes(), own);
        let days: u32 = plan.iter().map(Planned::allowance_days).sum();
        faults.same("the days", pathway.days, days + self.rules.days_taken());
        let released = plan.iter().map(|step| u32::from(step.offering.days)).sum::<u32>() - days;
        faults.same("the released days", pathway.released_days, released);
        let spent = self.rules.years(plan);
        let count = spent.keys().max().map_or(0, |last| last + 1);
        let first = self.request.limits.earliest_start;
        let years: Vec<(NaiveDate, NaiveDate, i64, u32)> = (0..count)
            .map(|year| {
                let days = spent.get(&year).map_or(0, |(_, days)| *days);
                let within = pathway.steps.iter().filter(|step| self.rules.year(step.start) == year);
                let cents = within.map(|step| step.cost.cents()).sum();
                let days = days + if year == 0 { self.rules.days_taken() } else { 0 };
                let next = first + Months::new((year + 1) * 12);
                (first + Months::new(year * 12), next - Days::new(1), cents, days)
            })
            .collect();
        let most = self.request.limits.budget_per_year;
        let dear = pathway.years.iter().any(|year| most.is_some_and(|most| year.cost > most));
        faults.unless(!dear, "a year costs more than it may");
        let said = pathway.years.iter();
        let said = said.map(|year| (year.from, year.to, year.cost.cents(), year.days)).collect();
        faults.same("the list of years", said, years);
    }

    /// Everything that is under way is said, and why the plan builds on it.
    fn under_way(&self, pathway: &Pathway, faults: &mut Faults) {
        let start = self.request.limits.earliest_start;
        let running = self.request.record.enrolled().iter().filter(|enrolment| enrolment.ends() >= start);
        let mut is: Vec<_> = running.map(|enrolment| (enrolment.ends(), self.rules.learned_in(enrolment))).collect();
        is.sort();
        let said = pathway.under_way.iter().map(|step| (step.ends, step.item.clone())).collect();
        faults.same("what is under way", said, is);
        for step in &pathway.under_way {
            faults.unless(!step.title.is_empty(), "something under way has no title");
            faults.same("whether there is a reason", step.needed, !step.reasons.is_empty());
        }
    }

    fn step(&self, step: &Step, planned: &Planned<'_>, plan: &[Planned<'_>]) -> Vec<String> {
        let offering = planned.offering;
        let mut faults = Faults { of: offering.code.to_string(), found: Vec::new() };
        faults.same("the provider", &step.provider, &offering.provider);
        faults.same("the mode", step.mode, offering.mode);
        faults.same("the region", &step.region, &offering.region);
        faults.same("the price", step.price, offering.price);
        let released = offering.days_from == DaysFrom::ReleaseAgreement;
        let days = if released { (0, offering.days) } else { (offering.days, 0) };
        faults.same("the days", (step.days, step.released_days), days);
        faults.same("the own time", step.own_time, offering.own_time);
        faults.same("a week", step.weekly.minutes(), planned.minutes_a_week());
        faults.same("the weeks", step.weeks, weeks_touched(step.start, step.end));
        faults.same("the peer share", step.peer, offering.peer);
        faults.same("where it comes from", &step.offering_provenance, &offering.provenance);
        faults.unless(!step.title.is_empty(), "the title is empty");
        faults.unless(!step.reasons.is_empty(), "there is no reason for it");
        for reason in &step.reasons {
            faults.unless(!reason.requirement.is_empty(), "a reason has no words");
            faults.unless(!reason.provenance.to_string().is_empty(), "a reason has no source");
            if let AskedBy::Step { title } = &reason.asked_by {
                let known = step.unlocks.contains(title) || step.together_with.contains(title);
                faults.unless(known, "a step that needs it is not unlocked");
            }
        }
        let advised = requisites(self.catalogue, &step.item).iter();
        let advised = advised.filter(|requisite| !requisite.is_required());
        let rules = self.rules.for_advice();
        let followed: Vec<bool> = advised.map(|requisite| rules.met_for(requisite, step.start, plan)).collect();
        let said: Vec<bool> = step.advice.iter().map(|advice| advice.followed).collect();
        faults.same("whether advice is followed", said, followed);
        self.wait(step, planned, plan, &mut faults);
        faults.found
    }

    /// A step waits for a gate when it could not have started the day before the gate opened, but for that gate; of the
    /// gates of a tier, only where the step would not count for the tier.
    fn wait(&self, step: &Step, planned: &Planned<'_>, plan: &[Planned<'_>], faults: &mut Faults) {
        let first = self.request.limits.earliest_start;
        let own = self.rules.asked_of(planned);
        let entry = self.rules.entry_to(planned, plan);
        let before_and_after = |asked: &[&Requisite], day: NaiveDate| {
            let met = |on: NaiveDate| asked.iter().all(|requisite| self.rules.met_for(requisite, on, plan));
            !met(day - Days::new(1)) && met(day)
        };
        let with_entry: Vec<&Requisite> = own.iter().chain(&entry).copied().collect();
        match &step.waits_for {
            Some(wait) => {
                let within: Vec<&Requisite> = own.iter().copied().chain(self.rules.may_enter(planned)).collect();
                faults.unless(wait.from > first, "it waits for what held from the start");
                faults.unless(wait.from <= step.start, "it starts before what it waits for");
                // An award for which a gate opens is there on the day after.
                let waits = before_and_after(&own, wait.from)
                    || before_and_after(&own, wait.from + Days::new(1))
                    || before_and_after(&within, wait.from)
                    || self.rules.rpl_opens(planned.offering) == Some(wait.from);
                faults.unless(waits, "it does not wait for what it says");
            }
            None => {
                // A gate on which nothing hangs may open on the day on which something else is over.
                let mut opens: Vec<NaiveDate> = Vec::new();
                for requisite in &with_entry {
                    requisite.requires().visit_leaves(&mut |leaf| {
                        if let RequisiteExpr::Gate(gate) = leaf {
                            let day = gate_opens(&self.request.record, gate);
                            opens.extend(day.filter(|day| before_and_after(&[*requisite], *day)));
                        }
                    });
                }
                let waits = |day: &NaiveDate| *day > first && *day <= step.start && before_and_after(&with_entry, *day);
                faults.unless(!opens.iter().any(waits), "it does not say what it waits for");
            }
        }
    }
}

/// How many different statements the steps of a pathway ask to confirm.
fn confirmed_once(pathway: &Pathway) -> usize {
    pathway.steps.iter().flat_map(|step| &step.attestations).collect::<BTreeSet<_>>().len()
}

fn steps_of(pathway: &Pathway) -> Vec<(&str, NaiveDate)> {
    let steps = pathway.steps.iter();
    steps.map(|step| (step.offering.as_str(), step.start)).collect()
}

fn measures(pathway: &Pathway) -> (i64, Option<NaiveDate>, u32) {
    (pathway.cost.cents(), pathway.finish, pathway.heaviest_week.minutes())
}

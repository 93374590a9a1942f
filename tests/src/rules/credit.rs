//! What credit comes to, by trying every assignment.
//!
//! Each thing that is held or learned counts for one place of one rule, or for nothing: a course for a place of a series that
//! names it, or that names what it is equivalent to; a qualification for a block. A series is whole or nothing, a block may be
//! cut. Together they give no more than the size of the award and the most by recognition, rounded down.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use registry_core::credit::{CreditExchange, CreditPoints, CreditRule};
use registry_core::graph::NodeKey;
use registry_core::id::{CreditRuleCode, QualificationCode};
use registry_core::learner_record::Held;
use registry_core::pathway::answer::ItemKey;
use registry_core::qualification::Qualification;

use super::{Counting, Planned, Rules};

/// Points in millionths.
pub fn millionths(points: CreditPoints) -> i64 {
    let finest: CreditPoints = "0.000001".parse().expect("points");
    points.whole_parts(finest).into()
}

/// Every way of counting things towards an award on a day.
pub struct Credited<'a> {
    rules: Vec<&'a CreditRule>,
    room: i64,
    /// By way, by rule: how many things it is given.
    given: BTreeSet<Vec<usize>>,
}

impl Credited<'_> {
    /// The most there is, in millionths of a point.
    pub fn most(&self) -> i64 {
        self.given.iter().map(|given| self.most_of(given)).max().unwrap_or(0)
    }

    /// The most of what one way gives to each rule: any fewer of each may be used, and what blocks give beyond the room is
    /// cut.
    fn most_of(&self, given: &[usize]) -> i64 {
        let mut whole: BTreeSet<i64> = BTreeSet::from([0]);
        let mut blocks = 0;
        for (rule, things) in self.rules.iter().zip(given) {
            match &rule.exchange {
                CreditExchange::Series { size, points_each_series, .. } => {
                    let (each, times) = (millionths(*points_each_series), *things as i64 / i64::from(*size));
                    whole = whole.iter().flat_map(|sum| (0..=times).map(move |count| sum + count * each)).collect();
                    whole.retain(|sum| *sum <= self.room);
                }
                CreditExchange::Block { points, .. } => blocks += *things as i64 * millionths(*points),
                CreditExchange::Unit { .. } => {}
            }
        }
        whole.into_iter().map(|sum| (sum + blocks).min(self.room)).max().unwrap_or(0)
    }

    /// Whether rules give so much, each, in some way of counting; in millionths.
    pub fn may_be(&self, said: &[(&CreditRuleCode, i64)]) -> bool {
        let known = said.iter().all(|(rule, _)| self.rules.iter().any(|other| other.code == **rule));
        let gives = |rule: &CreditRule, things: usize| {
            let amount = said.iter().find(|(other, _)| **other == rule.code).map_or(0, |(_, amount)| *amount);
            match &rule.exchange {
                CreditExchange::Series { size, points_each_series, .. } => {
                    let each = millionths(*points_each_series);
                    amount % each == 0 && amount / each * i64::from(*size) <= things as i64
                }
                CreditExchange::Block { points, .. } => amount <= things as i64 * millionths(*points),
                CreditExchange::Unit { .. } => amount == 0,
            }
        };
        let way = |given: &Vec<usize>| self.rules.iter().zip(given).all(|(rule, things)| gives(rule, *things));
        known && said.iter().map(|(_, amount)| amount).sum::<i64>() <= self.room && self.given.iter().any(way)
    }
}

impl<'a> Rules<'a> {
    /// The rules towards an award that hold on a day.
    fn rules_on(&self, towards: &QualificationCode, day: NaiveDate) -> Vec<&'a CreditRule> {
        let holds = |rule: &&CreditRule| {
            rule.qualification == *towards
                && rule.valid.from.is_none_or(|from| from <= day)
                && rule.valid.until.is_none_or(|until| until >= day)
        };
        self.catalogue.credit_rules().filter(holds).collect()
    }

    /// Whether what is completed on a day is not too old on a later one.
    pub(super) fn still_counts(&self, towards: &QualificationCode, completed: NaiveDate, day: NaiveDate) -> bool {
        let entry = self.catalogue.qualification(towards).expect("one of the catalogue");
        let years = entry.recognition.as_ref().and_then(|limits| limits.study_years_max);
        years.is_none_or(|years| completed + Months::new(u32::from(years) * 12) >= day)
    }

    /// What is held, what is under way and counted, and what the steps teach by a day: each once, and not what is too old.
    ///
    /// Steps are planned for what rules name, so for a goal no other counts; once it is learned, it counts as what it is
    /// equivalent to as well.
    fn things(
        &self,
        towards: &QualificationCode,
        plan: &[Planned<'_>],
        day: NaiveDate,
        counts: impl Fn(&NodeKey) -> bool,
    ) -> BTreeSet<NodeKey> {
        let in_time = |completed: NaiveDate| completed <= day && self.still_counts(towards, completed, day);
        let taught = plan.iter().filter(|step| in_time(step.end));
        let mut things: BTreeSet<NodeKey> = taught.map(|step| learned(&step.item)).filter(counts).collect();
        let enrolled = self.request.record.enrolled().iter().filter(|enrolment| in_time(enrolment.ends()));
        let over = enrolled.filter(|enrolment| self.has_come(enrolment, Counting::Finally));
        things.extend(over.map(|enrolment| learned(&self.learned_in(enrolment))));
        let held = self.request.record.held().iter().filter(|held| in_time(held.completed()));
        things.extend(held.map(|held| match held {
            Held::Course { course, .. } => NodeKey::Course(course.clone()),
            Held::Qualification { qualification, .. } => NodeKey::Qualification(qualification.clone()),
        }));
        things
    }

    /// What a plan comes to for the goal, by the rules of a day.
    pub fn credited_for_goal(&self, towards: &QualificationCode, plan: &[Planned<'_>], day: NaiveDate) -> Credited<'a> {
        let rules = self.rules_on(towards, day);
        // What is under way is planned again only where it is too old on that day.
        let enrolled = self.request.record.enrolled().iter();
        let recent = enrolled.filter(|enrolment| self.still_counts(towards, enrolment.ends(), day));
        let under_way: Vec<NodeKey> = recent.map(|enrolment| learned(&self.learned_in(enrolment))).collect();
        let named =
            |thing: &NodeKey| rules.iter().any(|rule| names(rule).contains(thing)) && !under_way.contains(thing);
        self.credited(towards, &self.things(towards, plan, day, named), &rules)
    }

    /// What a plan comes to on a day by which it is finished.
    pub fn credited_at_the_end(
        &self,
        towards: &QualificationCode,
        plan: &[Planned<'_>],
        day: NaiveDate,
    ) -> Credited<'a> {
        self.credited(towards, &self.things(towards, plan, day, |_| true), &self.rules_on(towards, day))
    }

    fn credited(
        &self,
        towards: &QualificationCode,
        things: &BTreeSet<NodeKey>,
        rules: &[&'a CreditRule],
    ) -> Credited<'a> {
        let entry = self.catalogue.qualification(towards).expect("one of the catalogue");
        let mut places: Vec<(usize, NodeKey)> = Vec::new();
        for (index, rule) in rules.iter().enumerate() {
            places.extend(names(rule).into_iter().map(|name| (index, name)));
        }
        let by_thing: Vec<Vec<usize>> = things
            .iter()
            .map(|thing| (0..places.len()).filter(|place| self.counts_as(thing, &places[*place].1)).collect())
            .collect();
        let mut given = BTreeSet::new();
        let rule_of: Vec<usize> = places.iter().map(|(rule, _)| *rule).collect();
        give(&by_thing, &rule_of, &mut vec![false; places.len()], &mut vec![0; rules.len()], &mut given);
        Credited { rules: rules.to_vec(), room: room(entry), given }
    }

    fn counts_as(&self, thing: &NodeKey, wanted: &NodeKey) -> bool {
        match (thing, wanted) {
            (NodeKey::Course(thing), NodeKey::Course(wanted)) => thing == wanted || self.course_becomes(thing, wanted),
            (NodeKey::Qualification(thing), NodeKey::Qualification(wanted)) => {
                thing == wanted || self.qualification_becomes(thing, wanted)
            }
            _ => false,
        }
    }
}

fn learned(item: &ItemKey) -> NodeKey {
    match item {
        ItemKey::Course(code, _) => NodeKey::Course(code.clone()),
        ItemKey::Qualification(code) => NodeKey::Qualification(code.clone()),
    }
}

/// What a rule names: each is a place.
fn names(rule: &CreditRule) -> Vec<NodeKey> {
    match &rule.exchange {
        CreditExchange::Series { of, .. } => of.iter().cloned().map(NodeKey::Course).collect(),
        CreditExchange::Block { from, .. } => vec![NodeKey::Qualification(from.clone())],
        // It stands for a unit and not for points.
        CreditExchange::Unit { .. } => Vec::new(),
    }
}

/// The most that an award takes.
fn room(entry: &Qualification) -> i64 {
    let Some(credit) = &entry.credit else { return i64::MAX };
    let size = millionths(credit.points);
    let most = entry.recognition.as_ref().and_then(|limits| limits.most);
    most.map_or(size, |most| size * i64::from(most.get()) / 100)
}

/// Every way of giving each thing one free place it counts for, or none: how many places of each rule are filled.
fn give(
    by_thing: &[Vec<usize>],
    rule_of: &[usize],
    taken: &mut Vec<bool>,
    counts: &mut Vec<usize>,
    given: &mut BTreeSet<Vec<usize>>,
) {
    let Some((places, rest)) = by_thing.split_first() else {
        given.insert(counts.clone());
        return;
    };
    give(rest, rule_of, taken, counts, given);
    for &place in places {
        if !taken[place] {
            taken[place] = true;
            counts[rule_of[place]] += 1;
            give(rest, rule_of, taken, counts, given);
            counts[rule_of[place]] -= 1;
            taken[place] = false;
        }
    }
}

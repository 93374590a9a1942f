//! What somebody has answered so far: it travels sealed in the address and is stored nowhere.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use registry_core::course::Mode;
use registry_core::id::{FundingCode, RegionCode};
use registry_core::learner_record::{EXPERIENCE_MONTHS_MAX, PartnerRelease};
use registry_core::money::Aud;
use registry_core::pathway::answer::Objective;
use registry_core::pathway::{Goal, Wish};
use registry_core::role::Perspective;
use registry_core::volume::Hours;
use semver::Version;
use serde::{Deserialize, Serialize};

use super::question::Question;
use super::seal::Seal;

/// The sort of goal somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::web) enum GoalKind {
    Role,
    Tier,
    Course,
    Qualification,
    /// The rest of a qualification, at the least cost.
    Finish,
    /// Some credit towards a qualification.
    Credit,
}

impl GoalKind {
    pub(in crate::web) const ALL: [Self; 6] =
        [Self::Role, Self::Tier, Self::Course, Self::Qualification, Self::Finish, Self::Credit];

    pub(in crate::web) fn name(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Tier => "tier",
            Self::Course => "course",
            Self::Qualification => "qualification",
            Self::Finish => "finish",
            Self::Credit => "credit",
        }
    }

    /// The sort of a goal.
    pub(in crate::web) fn of(goal: &Goal) -> Self {
        match goal {
            Goal::Role(_) => Self::Role,
            Goal::Tier(_) => Self::Tier,
            Goal::Course(_) => Self::Course,
            Goal::Qualification(_) => Self::Qualification,
            Goal::Credit { .. } => Self::Credit,
        }
    }

    /// Whether a goal is of this sort: a qualification may be wanted at the least cost or not.
    pub(in crate::web) fn fits(self, goal: &Goal) -> bool {
        let of = Self::of(goal);
        of == self || (of, self) == (Self::Qualification, Self::Finish)
    }
}

/// Whether somebody works as a consumer worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::web) enum Work {
    Now,
    Starting,
    No,
}

impl Work {
    pub(in crate::web) const ALL: [Self; 3] = [Self::Now, Self::Starting, Self::No];

    pub(in crate::web) fn name(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Starting => "starting",
            Self::No => "no",
        }
    }
}

/// Something completed: its code, and what is known of it: the year, and from a credential the day and the version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::web) struct HeldAnswer {
    #[serde(rename = "c")]
    pub(in crate::web) code: String,
    #[serde(rename = "y", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) year: Option<i32>,
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) day: Option<NaiveDate>,
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) version: Option<Version>,
}

impl HeldAnswer {
    /// What somebody says they completed.
    pub(in crate::web) fn said(code: &str, year: Option<i32>) -> Self {
        Self { code: code.to_owned(), year, day: None, version: None }
    }

    /// What a credential says somebody completed.
    pub(in crate::web) fn documented(code: String, day: Option<NaiveDate>, version: Option<Version>) -> Self {
        Self { code, year: day.map(|day| day.year()), day, version }
    }
}

/// The answers. `None` and an empty list stand for what was not asked, not known, or has no limit; [`asked`](Self::asked)
/// and [`not_sure`](Self::not_sure) tell them apart. Names are short because they travel in an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::web) struct PlanAnswers {
    /// The day on which they were given.
    #[serde(rename = "d")]
    pub(in crate::web) on: NaiveDate,
    /// The questions that were answered, with *I'm not sure* as well.
    #[serde(rename = "q", default)]
    pub(in crate::web) asked: BTreeSet<Question>,
    /// Those answered with *I'm not sure*.
    #[serde(rename = "u", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(in crate::web) not_sure: BTreeSet<Question>,
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) kind: Option<GoalKind>,
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) goal: Option<Goal>,
    #[serde(rename = "h", default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::web) held: Vec<HeldAnswer>,
    /// What was searched for among what may be held.
    #[serde(rename = "s", default, skip_serializing_if = "String::is_empty")]
    pub(in crate::web) search: String,
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) work: Option<Work>,
    #[serde(rename = "wf", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) works_from: Option<NaiveDate>,
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) experience_months: Option<u16>,
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) release: Option<PartnerRelease>,
    #[serde(rename = "v", default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::web) supervision: Vec<Perspective>,
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) placement: Option<Hours>,
    #[serde(rename = "st", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) start: Option<NaiveDate>,
    #[serde(rename = "fi", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) finish: Option<NaiveDate>,
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) hours: Option<Hours>,
    #[serde(rename = "y", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) days: Option<u16>,
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) money: Option<Aud>,
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::web) funding: Vec<FundingCode>,
    /// Where they can get to; `None`: everywhere.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) places: Option<Vec<RegionCode>>,
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::web) modes: Vec<Mode>,
    #[serde(rename = "pl", default, skip_serializing_if = "is_indifferent")]
    pub(in crate::web) peer_led: Wish,
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none", with = "objective")]
    pub(in crate::web) aim: Option<Objective>,
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub(in crate::web) perspective: Option<Perspective>,
}

fn is_indifferent(wish: &Wish) -> bool {
    *wish == Wish::Indifferent
}

/// An objective by its name.
mod objective {
    use registry_core::pathway::answer::Objective;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(aim: &Option<Objective>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(aim.map_or("", Objective::name))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Objective>, D::Error> {
        let name = String::deserialize(from)?;
        Ok(name.parse().ok())
    }
}

impl PlanAnswers {
    /// Nothing is answered yet.
    pub(in crate::web) fn new(on: NaiveDate) -> Self {
        Self {
            on,
            asked: BTreeSet::new(),
            not_sure: BTreeSet::new(),
            kind: None,
            goal: None,
            held: Vec::new(),
            search: String::new(),
            work: None,
            works_from: None,
            experience_months: None,
            release: None,
            supervision: Vec::new(),
            placement: None,
            start: None,
            finish: None,
            hours: None,
            days: None,
            money: None,
            funding: Vec::new(),
            places: None,
            modes: Vec::new(),
            peer_led: Wish::Indifferent,
            aim: None,
            perspective: None,
        }
    }

    /// The answers in an address; `None` where it is not one of ours.
    pub(in crate::web) fn open(seal: &Seal, sealed: &str) -> Option<Self> {
        let mut answers: Self = serde_json::from_str(&seal.open(sealed)?).ok()?;
        // Addresses of before had credit as a sort of qualification.
        if let (Some(GoalKind::Qualification), Some(Goal::Credit { .. })) = (answers.kind, &answers.goal) {
            answers.kind = Some(GoalKind::Credit);
            answers.asked.insert(Question::Points);
        }
        Some(answers)
    }

    /// The answers as they stand in an address; `None` where they are more than an address holds.
    pub(in crate::web) fn seal(&self, seal: &Seal) -> Option<String> {
        seal.seal(&serde_json::to_string(self).ok()?)
    }

    /// Sets the goal, and that it was asked for. How many points of credit is still to be asked.
    pub(in crate::web) fn reach(&mut self, goal: Goal) {
        self.kind = Some(GoalKind::of(&goal));
        self.goal = Some(goal);
        self.asked.extend([Question::Goal, Question::Which]);
        self.not_sure.remove(&Question::Goal);
        self.not_sure.remove(&Question::Which);
    }

    /// Sets the sort of goal. Another sort makes the goal be asked again; to finish something is to finish it at the least
    /// cost, until somebody says that something else matters more.
    pub(in crate::web) fn choose(&mut self, kind: GoalKind) {
        if self.goal.as_ref().is_some_and(|goal| !kind.fits(goal)) {
            self.goal = None;
        }
        if !self.asked.contains(&Question::Matters) {
            self.aim = (kind == GoalKind::Finish).then_some(Objective::LeastCost);
        }
        self.kind = Some(kind);
    }

    /// Sets which goal it is. Points of credit are asked for again where they are towards another award.
    pub(in crate::web) fn aim_at(&mut self, goal: Goal) {
        if self.goal.as_ref() != Some(&goal) {
            self.asked.remove(&Question::Points);
            self.not_sure.remove(&Question::Points);
        }
        self.goal = Some(goal);
    }

    /// Adds what somebody holds; each version once, with its first day.
    pub(in crate::web) fn hold(&mut self, held: Vec<HeldAnswer>) {
        for new in held {
            let is_it = |one: &HeldAnswer| (&one.code, &one.version) == (&new.code, &new.version);
            match self.held.iter_mut().find(|one| is_it(one)) {
                Some(known) if new.day.is_some() && known.day.is_none_or(|day| new.day < Some(day)) => *known = new,
                Some(_) => {}
                None => self.held.push(new),
            }
        }
    }

    /// The codes of what is held, each once, and the year where it is known.
    pub(in crate::web) fn codes_held(&self) -> Vec<(&str, Option<i32>)> {
        let mut codes: Vec<(&str, Option<i32>)> = Vec::new();
        for held in &self.held {
            if codes.iter().all(|(code, _)| *code != held.code) {
                codes.push((&held.code, held.year));
            }
        }
        codes
    }

    /// Takes an answer back and writes that there is none: *I'm not sure*.
    pub(in crate::web) fn forget(&mut self, question: Question) {
        match question {
            Question::Goal => self.kind = None,
            Question::Which => self.goal = None,
            // How much credit is then the least there is; the goal itself stays.
            Question::Points => {}
            Question::Held => self.held.clear(),
            Question::When => self.held.iter_mut().for_each(|held| held.year = None),
            Question::Work => (self.work, self.works_from, self.release) = (None, None, None),
            Question::Starting => self.works_from = None,
            Question::Experience => self.experience_months = None,
            Question::Release => self.release = None,
            Question::Supervision => self.supervision.clear(),
            Question::Placement => self.placement = None,
            Question::Start => self.start = None,
            Question::Finish => self.finish = None,
            Question::Hours => self.hours = None,
            Question::Days => self.days = None,
            Question::Money => self.money = None,
            Question::Funding => self.funding.clear(),
            Question::Place => self.places = None,
            Question::Mode => self.modes.clear(),
            Question::Matters => (self.peer_led, self.aim, self.perspective) = (Wish::Indifferent, None, None),
        }
        self.asked.insert(question);
        self.not_sure.insert(question);
    }

    /// The same answers as of a later day: whoever works has worked longer by then.
    #[must_use]
    pub(in crate::web) fn as_of(&self, today: NaiveDate) -> Self {
        let mut later = self.clone();
        later.on = today;
        let since = match (self.work, self.works_from) {
            (Some(Work::Now), _) => Some(self.on),
            (Some(Work::Starting), Some(from)) if from <= today => Some(from),
            _ => None,
        };
        if let Some(since) = since {
            let months = whole_months(since, today);
            let worked = self.experience_months.map(|worked| worked.saturating_add(months).min(EXPERIENCE_MONTHS_MAX));
            (later.work, later.works_from, later.experience_months) = (Some(Work::Now), None, worked);
        }
        later
    }
}

/// Whole months from one day to another; 0 when the second is not later.
fn whole_months(from: NaiveDate, to: NaiveDate) -> u16 {
    let months = (to.year() - from.year()) * 12 + to.month().cast_signed() - from.month().cast_signed();
    u16::try_from(months - i32::from(to.day() < from.day())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Keys;
    use crate::web::plan::Sealed;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn answers_read_back_from_their_address() {
        let seal = Seal::new(&Keys::from_bytes([3; 32]), Sealed::Plan);
        let mut answers = PlanAnswers::new(day("2027-02-01"));
        answers.reach("role:advocate".parse().expect("a goal"));
        answers.aim = Some(Objective::Soonest);
        answers.hours = Some(Hours::from_minutes(375));
        answers.held.push(HeldAnswer::said("CHC43515", Some(2020)));
        answers.forget(Question::Money);
        let sealed = answers.seal(&seal).expect("sealed");
        assert_eq!(PlanAnswers::open(&seal, &sealed), Some(answers));
        assert!(sealed.len() < 400, "{}", sealed.len());
        let other = Seal::new(&Keys::from_bytes([4; 32]), Sealed::Plan);
        assert_eq!(PlanAnswers::open(&other, &sealed), None);
    }

    #[test]
    fn whoever_works_has_worked_longer_when_the_plan_is_made_again() {
        let mut answers = PlanAnswers::new(day("2027-01-31"));
        answers.work = Some(Work::Now);
        answers.experience_months = Some(10);
        assert_eq!(answers.as_of(day("2027-04-30")).experience_months, Some(12));
        assert_eq!(answers.as_of(day("2027-04-30")).on, day("2027-04-30"));
        answers.work = Some(Work::Starting);
        answers.works_from = Some(day("2027-03-01"));
        let later = answers.as_of(day("2027-05-01"));
        assert_eq!((later.work, later.experience_months), (Some(Work::Now), Some(12)));
        assert_eq!(answers.as_of(day("2027-02-28")).work, Some(Work::Starting));
        answers.work = Some(Work::No);
        assert_eq!(answers.as_of(day("2029-01-01")).experience_months, Some(10));
    }

    #[test]
    fn an_address_of_before_that_asks_for_credit_still_opens() {
        let seal = Seal::new(&Keys::from_bytes([3; 32]), Sealed::Plan);
        let old = r#"{"d":"2027-02-01","q":["goal","which"],"k":"qualification","g":"credit:25@graduate-certificate"}"#;
        let opened = PlanAnswers::open(&seal, &seal.seal(old).expect("short")).expect("ours");
        assert_eq!((opened.kind, opened.asked.contains(&Question::Points)), (Some(GoalKind::Credit), true));
        assert_eq!(opened.goal, Some("credit:25@graduate-certificate".parse().expect("a goal")));
        let other = r#"{"d":"2027-02-01","q":["goal","which"],"k":"qualification","g":"qualification:CHC43515"}"#;
        let opened = PlanAnswers::open(&seal, &seal.seal(other).expect("short")).expect("ours");
        assert_eq!((opened.kind, opened.asked.contains(&Question::Points)), (Some(GoalKind::Qualification), false));
    }
}

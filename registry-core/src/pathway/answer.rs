//! The answer: a few pathways, or what stands in the way.

use chrono::NaiveDate;
use semver::Version;

use crate::course::{Mode, PeerShare};
use crate::credit::{CreditPoints, CreditStanding};
use crate::id::{CourseCode, CreditRuleCode, OfferingCode, ProviderCode, QualificationCode, RegionCode};
use crate::money::Aud;
pub use crate::pathway::beside::{AskFunding, Competitive, PaidBy, Place, UnderWayStep};
use crate::pathway::bound::Bound;
pub use crate::pathway::counted::{Counted, LastWait, Unweighed, WhyUnweighed};
pub use crate::pathway::otherwise::{
    Blocker, Compared, Difference, Front, Limit, NoPathway, NotPlanned, Relaxation, WhyNot, Without,
};
use crate::pathway::request::Goal;
use crate::requisite::{RequisiteExpr, Strength};
use crate::source::Provenance;
use crate::volume::Hours;

/// The planner's answer. Both are answers; neither is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recommendation {
    /// At least one pathway.
    Pathways(Pathways),
    /// None, and why.
    NoPathway(NoPathway),
}

/// Different pathways, each best at something that was asked for, in that order: least cost, soonest, lightest load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pathways {
    /// What they lead to.
    pub goal: Goal,
    /// The goal's title.
    pub goal_title: String,
    /// The pathways. A single one without steps: the goal is met already.
    pub pathways: Vec<Pathway>,
    /// What the goal asks for and the pathways leave out: what no training gives, such as supervision, and advised
    /// training that does not fit; in the order in which the goal asks for it.
    pub also_needed: Vec<Advice>,
    /// What is held and nearly counts, or counts as something else, in words: a superseded qualification whose
    /// equivalence nobody has stated, a version that is not the one asked for; then what is under way and does not fit
    /// the limits.
    pub notes: Vec<String>,
    /// Ways to the award that is the goal which no pathway here takes, though there may be one that does.
    pub unweighed: Vec<Unweighed>,
    /// Search steps taken for the whole answer.
    pub steps_used: u64,
}

/// What a pathway is best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Objective {
    /// Costs the learner least; then soonest; then lightest.
    LeastCost,
    /// Finishes soonest; then costs least; then lightest.
    Soonest,
    /// Its heaviest week is the lightest, in whole hours of own time rounded up; then costs least; then soonest.
    LightestLoad,
    /// Its steps state the most credit points, among pathways of which no step could be left out, on whatever days; then
    /// costs least; then soonest.
    MostCredit,
    /// The fewest of its steps are not led by peers; then costs least; then soonest.
    MostPeerLed,
}

impl Objective {
    /// The three that are answered where none is asked for, in the order in which pathways are returned.
    pub const ALL: [Objective; 3] = [Self::LeastCost, Self::Soonest, Self::LightestLoad];

    /// Every objective.
    pub const EVERY: [Objective; 5] =
        [Self::LeastCost, Self::Soonest, Self::LightestLoad, Self::MostCredit, Self::MostPeerLed];

    /// The name that files and options write: `least-cost`.
    pub fn name(self) -> &'static str {
        match self {
            Self::LeastCost => "least-cost",
            Self::Soonest => "soonest",
            Self::LightestLoad => "lightest-load",
            Self::MostCredit => "most-credit",
            Self::MostPeerLed => "most-peer-led",
        }
    }

    /// The label people read.
    pub fn words(self) -> &'static str {
        match self {
            Self::LeastCost => "least cost",
            Self::Soonest => "soonest",
            Self::LightestLoad => "lightest load",
            Self::MostCredit => "most credit",
            Self::MostPeerLed => "most peer-led",
        }
    }
}

/// A text that names no objective: `"cheapest"`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not an objective; write least-cost, soonest, lightest-load, most-credit or most-peer-led")]
pub struct ObjectiveError(String);

impl std::str::FromStr for Objective {
    type Err = ObjectiveError;

    /// Reads a [name](Self::name).
    ///
    /// # Errors
    /// `"cheapest"`, `"Soonest"`.
    fn from_str(text: &str) -> Result<Self, ObjectiveError> {
        let shown = || ObjectiveError(text.chars().take(40).collect());
        Self::EVERY.into_iter().find(|objective| objective.name() == text).ok_or_else(shown)
    }
}

/// An ordered, dated plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pathway {
    /// What it is best at; at least one. Of a list of objectives, the first.
    pub best_at: Vec<Objective>,
    /// What no pathway is better than at each of these, as far as anything is known, in the same order. Where it is
    /// proved best, what it reaches itself. Empty for a pathway without steps.
    pub bounds: Vec<Bound>,
    /// The steps in order of start.
    pub steps: Vec<Step>,
    /// What the person is doing already, in order of end: what the plan builds on, and what only takes time beside it.
    pub under_way: Vec<UnderWayStep>,
    /// What the learner pays in all.
    pub cost: Aud,
    /// The last day of the last step, or of what is under way and is waited for; `None` when there is neither.
    pub finish: Option<NaiveDate>,
    /// Own time in the heaviest week, what is under way with it, rounded up to the minute.
    pub heaviest_week: Hours,
    /// Own time of the steps in all.
    pub own_time: Hours,
    /// Professional-development days in all, what is under way with it, those under a release agreement left out.
    pub days: u32,
    /// Working days that a release agreement covers.
    pub released_days: u32,
    /// What it costs and takes in each plan year.
    pub years: Vec<PlanYear>,
    /// What it relies on of which there are few places.
    pub competitive: Vec<Competitive>,
    /// Funding that may pay for some of it, though nobody has said how much; the cost counts nothing of it.
    pub to_ask: Vec<AskFunding>,
    /// What it would be worth towards qualifications, with what is held.
    pub credit: Vec<CreditGained>,
    /// What the ledger makes of the award that is the goal once all is finished; `None`: the goal is none, or it is taught
    /// whole.
    pub counted: Option<Counted>,
    /// What is waited for when the last step is over; `None`: nothing.
    pub waits_for: Option<LastWait>,
    /// What the person confirms to providers on the way, each statement once, in the order of the steps.
    pub attestations: Vec<String>,
    /// Whether it is proved best at what it is best at. `false`: the budget of search steps ran out first, and it is
    /// only the best found.
    pub proved: bool,
}

/// One year of a plan, counted from the earliest start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanYear {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Paid for the steps that start in it.
    pub cost: Aud,
    /// Professional-development days of the steps that start in it; in the first also of what is under way.
    pub days: u32,
}

/// What is learned in a step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKey {
    /// A version of a course.
    Course(CourseCode, Version),
    /// A whole qualification.
    Qualification(QualificationCode),
}

impl ItemKey {
    /// The code of the course or qualification.
    pub fn code(&self) -> &str {
        match self {
            Self::Course(code, _) => code.as_str(),
            Self::Qualification(code) => code.as_str(),
        }
    }
}

/// One step of a pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is learned.
    pub item: ItemKey,
    /// Its title.
    pub title: String,
    /// In which offering.
    pub offering: OfferingCode,
    /// By whom it is taught.
    pub provider: ProviderCode,
    /// The provider's name.
    pub provider_title: String,
    /// How.
    pub mode: Mode,
    /// Where, unless online.
    pub region: Option<RegionCode>,
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub end: NaiveDate,
    /// What the learner pays, funding taken off.
    pub cost: Aud,
    /// The full price.
    pub price: Aud,
    /// Who pays the difference.
    pub paid_by: Vec<PaidBy>,
    /// Where the price comes from, when that is another place than the offering.
    pub price_provenance: Option<Provenance>,
    /// Professional-development days.
    pub days: u16,
    /// Working days that a release agreement covers.
    pub released_days: u16,
    /// Own time in all.
    pub own_time: Hours,
    /// Own time in each of its weeks, rounded up to the minute.
    pub weekly: Hours,
    /// Weeks it touches, Monday to Sunday.
    pub weeks: u32,
    /// Credit points, where somebody has said.
    pub credit: Option<CreditPoints>,
    /// What of it is in peers' hands.
    pub peer: PeerShare,
    /// Why it is in the plan; at least one reason.
    pub reasons: Vec<Reason>,
    /// The steps it starts together with, by title: neither may be taken without the other.
    pub together_with: Vec<String>,
    /// The later steps of the plan that need it, by title.
    pub unlocks: Vec<String>,
    /// What is advised before or beside it.
    pub advice: Vec<Advice>,
    /// What the person confirms to the provider when they enrol.
    pub attestations: Vec<String>,
    /// Why it does not start earlier, where a gate is the reason.
    pub waits_for: Option<Wait>,
    /// Why it does not start earlier, where its age, a plan year or the hours of a week are the reason.
    pub not_earlier: Option<NotEarlier>,
    /// Whether nothing is taught, and what the person has already is assessed (recognition of prior learning).
    pub by_rpl: bool,
    /// Where the course or qualification is described.
    pub provenance: Provenance,
    /// Where the offering is described; invented ones say so.
    pub offering_provenance: Provenance,
}

/// Why a step is in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Who asks for it.
    pub asked_by: AskedBy,
    /// The requirement in words: `any of: Peer support; Intentional Peer Support`.
    pub requirement: String,
    /// The award that the requirement names and that the step counts towards, by title; `None` where the requirement
    /// names the step itself.
    pub counts_towards: Option<String>,
    /// Required or advised.
    pub strength: Strength,
    /// Who says so.
    pub provenance: Provenance,
}

/// What a requirement belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedBy {
    /// The goal itself.
    Goal {
        /// Its title.
        title: String,
    },
    /// A later step.
    Step {
        /// Its title.
        title: String,
    },
}

/// Something advised that does not bar the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// In words.
    pub requirement: String,
    /// Required or advised.
    pub strength: Strength,
    /// Whether the plan, or what is held, follows it.
    pub followed: bool,
    /// Why no pathway has it; `None` for advice on a step.
    pub absence: Option<Absence>,
    /// What of it is still missing, where no training gives it; `None` otherwise.
    pub missing: Option<RequisiteExpr>,
    /// Who says so.
    pub provenance: Provenance,
}

/// Why something that the goal asks for is in no pathway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Absence {
    /// No training gives it: it belongs to the work.
    NoTraining,
    /// It is advised, and no offering of it fits the limits.
    NoOffering,
    /// It is advised, and does not fit the limits together with what is required and with the advised training that is
    /// named before it.
    DoesNotFit,
    /// It is advised, and the search stopped before it was settled whether it fits.
    NotSettled,
}

impl Absence {
    /// The reason in words, as the end of a sentence; empty where nothing is left out.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoTraining => "",
            Self::NoOffering => "left out: nothing on offer fits your limits",
            Self::DoesNotFit => "left out: it does not fit your limits together with the rest",
            Self::NotSettled => "left out: the search stopped before it was settled whether it fits",
        }
    }
}

/// Why a step starts later than what comes before it and its offering allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotEarlier {
    /// Over as early as it could be, it would be too old to count on the day on which the award is complete that it counts
    /// towards.
    TooOld {
        /// That day.
        on: NaiveDate,
    },
    /// With it the plan year before would cost more than a year may.
    Money {
        /// What that year would cost.
        with_it: Aud,
        /// What a year may cost.
        most: Aud,
    },
    /// With it the plan year before would take more professional-development days than a year has.
    Days {
        /// How many that year would take.
        with_it: u32,
        /// How many a year has.
        most: u32,
    },
    /// With it the week before its own would take more hours than a week has.
    Hours(FullWeek),
    /// With it the week before its own would be heavier than the heaviest week of the pathway, which is best at the lightest
    /// load.
    Heavier(FullWeek),
}

/// A week that has no room for a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullWeek {
    /// Its Monday.
    pub from: NaiveDate,
    /// What fills it, by title: steps, and what is under way.
    pub filled_by: Vec<String>,
    /// The own time it would take with the step.
    pub with_it: Hours,
    /// The most it may take.
    pub most: Hours,
}

impl NotEarlier {
    /// The name in data: `too-old`, `money-of-year`, `days-of-year`, `hours-of-week`, `heaviest-week`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::TooOld { .. } => "too-old",
            Self::Money { .. } => "money-of-year",
            Self::Days { .. } => "days-of-year",
            Self::Hours(_) => "hours-of-week",
            Self::Heavier(_) => "heaviest-week",
        }
    }

    /// The week that has no room, where that is the reason.
    pub fn full_week(&self) -> Option<&FullWeek> {
        match self {
            Self::Hours(week) | Self::Heavier(week) => Some(week),
            Self::TooOld { .. } | Self::Money { .. } | Self::Days { .. } => None,
        }
    }
}

/// A gate that a step waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// The gate in words: `more than 12 months of experience`.
    pub gate: String,
    /// From which day it holds.
    pub from: NaiveDate,
    /// Who asks for it.
    pub provenance: Provenance,
}

impl CreditGained {
    /// Whether the pathway adds to it; otherwise what is held gives all of it today.
    pub fn is_new(&self) -> bool {
        self.points > self.today
    }
}

/// Credit that a pathway, with what is held, would be worth under one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditGained {
    /// Which rule.
    pub rule: CreditRuleCode,
    /// Towards which qualification.
    pub qualification: QualificationCode,
    /// Its title.
    pub qualification_title: String,
    /// How much.
    pub points: CreditPoints,
    /// How much of that counts without the pathway, today.
    pub today: CreditPoints,
    /// Out of how much, where the award's size is known.
    pub of: Option<CreditPoints>,
    /// How sure it is.
    pub standing: CreditStanding,
    /// Who says so.
    pub provenance: Provenance,
}

//! Why there is no pathway, and what pathways would be otherwise: dearer and sooner, without a step, with another course.

use chrono::NaiveDate;

use crate::id::CourseCode;
use crate::pathway::answer::{Objective, Pathway};
use crate::pathway::bound::Bound;
use crate::pathway::change::ChangeTo;
use crate::pathway::counted::Unweighed;
use crate::pathway::request::Goal;
use crate::source::Provenance;

/// Why there is no pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoPathway {
    /// What was asked for.
    pub goal: Goal,
    /// Its title.
    pub goal_title: String,
    /// What stands in the way whatever the limits: requirements that nothing meets. Empty when only limits do.
    pub blockers: Vec<Blocker>,
    /// Limits that conflict: together they leave no pathway, whatever the other limits. Were there no others, leaving out
    /// any one of them would open one. Empty where it is not proved that there is none.
    pub conflict: Vec<Limit>,
    /// Other limits that bar the way as well, each list a conflict of the same kind. Looked for only where no single
    /// change is enough.
    pub other_conflicts: Vec<Vec<Limit>>,
    /// Single changes each of which would make a pathway possible.
    pub relaxations: Vec<Relaxation>,
    /// Changes that open a pathway when all are made, and none of which could be left out; looked for only where no
    /// single change is enough. Each number is the least with which the others, as they stand here, open one.
    pub together: Vec<Relaxation>,
    /// The first day on which it could be finished with no change but more time; `None` where time alone does not
    /// help, or that is not settled.
    pub possible_by: Option<NaiveDate>,
    /// What is under way and does not fit the limits, and what was not looked at, in words.
    pub notes: Vec<String>,
    /// Ways to the award that is the goal which were not looked at: there may be a pathway that takes one.
    pub unweighed: Vec<Unweighed>,
    /// Whether it is proved that there is none. `false`: the budget of search steps ran out, and there may yet be a
    /// pathway.
    pub proved: bool,
    /// Whether all was looked at that might stand in the way or help. `false`: the budget ran out on the way, so that a
    /// limit may be named without need, a change may be missing and a number may be more than is needed; the notes say so.
    pub all_looked_at: bool,
    /// What no pathway is better than, should there be one; empty where it is proved that there is none.
    pub bounds: Vec<Bound>,
    /// Search steps taken, those of this explanation included.
    pub steps_used: u64,
}

/// A requirement that nothing meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// What is barred, by title, from the goal down.
    pub barred: Vec<String>,
    /// What is missing, in words.
    pub missing: String,
    /// Who asks for it.
    pub provenance: Option<Provenance>,
}

/// A limit of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// Own time per week.
    HoursPerWeek,
    /// Professional-development days per year.
    DaysPerYear,
    /// Money per year.
    BudgetPerYear,
    /// The deadline, or the ten years a plan looks ahead.
    Deadline,
    /// Where the person can get to.
    Regions,
    /// How the person can be taught.
    Modes,
    /// What the person will not do.
    Exclusions,
    /// Peer-led, peer-developed or peer-delivered only.
    PeerOnly,
    /// Whose perspective the person works from.
    Perspective,
}

impl Limit {
    /// Every limit, in the order in which they are named.
    pub const ALL: [Limit; 9] = [
        Self::HoursPerWeek,
        Self::DaysPerYear,
        Self::BudgetPerYear,
        Self::Deadline,
        Self::Regions,
        Self::Modes,
        Self::Exclusions,
        Self::PeerOnly,
        Self::Perspective,
    ];

    /// The limit as a sentence names it.
    pub fn words(self) -> &'static str {
        match self {
            Self::HoursPerWeek => "hours a week",
            Self::DaysPerYear => "days for training a year",
            Self::BudgetPerYear => "money a year",
            Self::Deadline => "the time there is",
            Self::Regions => "the places you can get to",
            Self::Modes => "how you can be taught",
            Self::Exclusions => "what you will not do",
            Self::PeerOnly => "peer training only",
            Self::Perspective => "the perspective you work from",
        }
    }
}

/// One change that would make a pathway possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaxation {
    /// The change in words: `5 hours a week instead of 2`.
    pub change: String,
    /// The change as a value.
    pub to: ChangeTo,
    /// Which limit it changes; `None` when it meets a gate instead.
    pub limit: Option<Limit>,
}

/// The trade between cost and finish: pathways of which each costs more than the one before and finishes sooner, and
/// none of which another equals or beats in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    /// The pathways, least cost first; their `best_at` is empty but for the ends.
    pub pathways: Vec<Pathway>,
    /// Whether they are all there are. `false`: there are more than are shown, or the search stopped early.
    pub complete: bool,
}

/// What a pathway would be without one of its steps, as good as can be at what it is best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    /// There is none.
    Nothing,
    /// There are only pathways that leave out something advised as well.
    LessAdvised,
    /// There is another to all the same.
    Another(Difference),
    /// The search stopped before that was settled.
    NotSettled,
}

/// How one pathway measures beside another: more, or less where negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Difference {
    /// Cents more.
    pub cents: i64,
    /// Days later.
    pub days: i64,
    /// Minutes more of own time in the heaviest week.
    pub minutes: i64,
    /// The same in quarter hours as people read them: each heaviest week is rounded **up** first, as on its pathway.
    pub quarters_shown: i64,
}

/// Why a course is not in a pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyNot {
    /// The course.
    pub course: CourseCode,
    /// Its title.
    pub title: String,
    /// Why.
    pub why: NotPlanned,
}

/// The reasons why a course is not planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotPlanned {
    /// It is held, or something held counts as it.
    Held,
    /// The person is learning it now, or something that counts as it, until that day.
    UnderWay(NaiveDate),
    /// It is in the pathways that are best at these.
    Planned(Vec<Objective>),
    /// The goal can be reached with it, at a price.
    Instead {
        /// Whether nothing that the goal may need names it: then it would be one step more.
        beside: bool,
        /// How the best pathway with it measures beside the best without, for each objective.
        compared: Vec<Compared>,
    },
    /// There is no pathway with it, and why.
    Never(Box<NoPathway>),
    /// There is no pathway without it either.
    NoPathway(Box<NoPathway>),
}

/// How the best pathway with a course measures beside the best one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// What both are best at.
    pub objective: Objective,
    /// How much more the one with the course takes.
    pub difference: Difference,
    /// Whether both are proved best.
    pub proved: bool,
}

//! The question: where somebody stands, what they want, and within which limits.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::course::Mode;
use crate::credit::{CreditPoints, CreditPointsError};
use crate::id::{CodeError, CourseCode, FundingCode, QualificationCode, RegionCode, RoleCode};
use crate::learner_record::LearnerRecord;
use crate::money::Aud;
use crate::role::Perspective;
use crate::tier::{Tier, TierError};
use crate::volume::Hours;
use crate::words::shortened;

use super::answer::Objective;
pub use super::request_problem::RequestProblem;

/// The most hours a week somebody learns in their own time.
pub const HOURS_PER_WEEK_MAX: u32 = 60;

/// How far ahead a plan looks, in years. Offerings, prices and lives change too much for longer plans to mean
/// anything, and a bound keeps every search finite.
pub const HORIZON_YEARS: u32 = 10;

/// The years in which a plan may start. Before 2000 nothing here was taught; no plan reaches 2200.
pub const START_YEARS: RangeInclusive<i32> = 2000..=2200;

/// What somebody wants to reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Goal {
    /// The preparation for a role: all of it, the advised parts too.
    Role(RoleCode),
    /// A tier of the internship model, completed.
    Tier(Tier),
    /// A course, in any published version.
    Course(CourseCode),
    /// A qualification, held.
    Qualification(QualificationCode),
    /// At least so much credit towards a qualification.
    Credit {
        /// How much.
        points: CreditPoints,
        /// Towards which qualification.
        towards: QualificationCode,
    },
}

/// Why a text is not a goal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GoalError {
    /// `"advocate"`, `"job:advocate"`.
    #[error(
        "\"{0}\" is not a goal; write role:CODE, tier:1, course:CODE, qualification:CODE or credit:POINTS@QUALIFICATION"
    )]
    Unreadable(String),
    /// `"tier:x"`.
    #[error("\"{0}\" is not a tier; tiers are written tier:1 to tier:4")]
    TierNumber(String),
    /// `"tier:5"`.
    #[error(transparent)]
    Tier(#[from] TierError),
    /// `"role:peer support"`.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// `"credit:many@CHC43515"`.
    #[error(transparent)]
    Points(#[from] CreditPointsError),
    /// `"credit:0@CHC43515"`.
    #[error("credit of 0 points is no goal; give more than 0")]
    NoCredit,
}

impl FromStr for Goal {
    type Err = GoalError;

    /// Reads `role:CODE`, `tier:1` to `tier:4`, `course:CODE`, `qualification:CODE` or `credit:POINTS@QUALIFICATION`.
    ///
    /// # Errors
    /// `"advocate"`, `"job:advocate"`, `"tier:x"`, `"tier:5"`, `"role:peer support"`, `"credit:many@CHC43515"`,
    /// `"credit:0@CHC43515"`.
    ///
    /// ```
    /// use registry_core::pathway::Goal;
    /// use registry_core::tier::Tier;
    ///
    /// assert_eq!("tier:3".parse(), Ok(Goal::Tier(Tier::Three)));
    /// assert_eq!("credit:12.5@CHC43515".parse::<Goal>().expect("a goal").to_string(), "credit:12.5@CHC43515");
    /// let error = "tier:5".parse::<Goal>().expect_err("four tiers");
    /// assert_eq!(error.to_string(), "5 is not a tier; the internship model has tiers 1 to 4");
    /// ```
    fn from_str(text: &str) -> Result<Self, GoalError> {
        let unreadable = || GoalError::Unreadable(shortened(text));
        let (kind, rest) = text.split_once(':').ok_or_else(unreadable)?;
        match kind {
            "role" => Ok(Self::Role(RoleCode::new(rest)?)),
            "tier" => {
                let number = rest.parse().map_err(|_| GoalError::TierNumber(shortened(text)))?;
                Ok(Self::Tier(Tier::new(number)?))
            }
            "course" => Ok(Self::Course(CourseCode::new(rest)?)),
            "qualification" => Ok(Self::Qualification(QualificationCode::new(rest)?)),
            "credit" => {
                let (points, towards) = rest.split_once('@').ok_or_else(unreadable)?;
                let points: CreditPoints = points.parse()?;
                if points == CreditPoints::ZERO {
                    return Err(GoalError::NoCredit);
                }
                Ok(Self::Credit { points, towards: QualificationCode::new(towards)? })
            }
            _ => Err(unreadable()),
        }
    }
}

impl TryFrom<String> for Goal {
    type Error = GoalError;
    fn try_from(text: String) -> Result<Self, GoalError> {
        text.parse()
    }
}

impl From<Goal> for String {
    fn from(goal: Goal) -> String {
        goal.to_string()
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(code) => write!(f, "role:{code}"),
            Self::Tier(tier) => write!(f, "tier:{}", tier.number()),
            Self::Course(code) => write!(f, "course:{code}"),
            Self::Qualification(code) => write!(f, "qualification:{code}"),
            Self::Credit { points, towards } => write!(f, "credit:{points}@{towards}"),
        }
    }
}

/// How much a person minds who leads, developed or delivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// No preference.
    #[default]
    Indifferent,
    /// Preferred between pathways that are otherwise as good at what they are best at.
    Prefer,
    /// Nothing else is considered.
    Only,
}

/// What a person wishes of the peer share of their training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PeerWishes {
    /// Peers lead it.
    pub led: Wish,
    /// Peers developed it.
    pub developed: Wish,
    /// Peers deliver it.
    pub delivered: Wish,
}

/// The limits of a person's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Nothing starts before this day.
    pub earliest_start: NaiveDate,
    /// Everything is finished by this day.
    pub deadline: Option<NaiveDate>,
    /// Own time in any one week, Monday to Sunday.
    pub hours_per_week: Hours,
    /// Professional-development days in any plan year, free ones too; `None`: no limit.
    pub days_per_year: Option<u16>,
    /// Money in any plan year; `None`: no limit.
    pub budget_per_year: Option<Aud>,
    /// The funding they have.
    pub funding: Vec<FundingCode>,
    /// Where they can get to.
    pub regions: Vec<RegionCode>,
    /// How they can be taught; empty: every way.
    pub modes: Vec<Mode>,
    /// Whose perspective they work from; `None`: not said, so every course is considered.
    pub perspective: Option<Perspective>,
    /// Courses they will not do.
    pub exclude: Vec<CourseCode>,
}

impl Limits {
    /// No limit but hours: from a day on, so many hours a week, everywhere and in every way.
    pub fn open(earliest_start: NaiveDate, hours_per_week: Hours) -> Self {
        Self {
            earliest_start,
            deadline: None,
            hours_per_week,
            days_per_year: None,
            budget_per_year: None,
            funding: Vec::new(),
            regions: Vec::new(),
            modes: Vec::new(),
            perspective: None,
            exclude: Vec::new(),
        }
    }
}

/// A whole question to the planner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Where the person stands.
    pub record: LearnerRecord,
    /// What they want.
    pub goal: Goal,
    /// Within which limits.
    pub limits: Limits,
    /// What they prefer.
    pub wishes: PeerWishes,
    /// What pathways are looked for: each a list of objectives of which the first counts, and each later one decides
    /// between pathways that are alike in those before it. Empty: least cost, soonest, lightest load. At most
    /// [`OBJECTIVES_MAX`] are answered.
    pub objectives: Vec<Vec<Objective>>,
}

/// The most lists of objectives that one question may have.
pub const OBJECTIVES_MAX: usize = 8;

impl Request {
    /// The lists of objectives that are answered: those asked for, without empty ones and repetitions, or the usual three.
    pub fn aims(&self) -> Vec<Vec<Objective>> {
        let mut aims: Vec<Vec<Objective>> = Vec::new();
        for aim in self.objectives.iter().filter(|aim| !aim.is_empty()) {
            if !aims.contains(aim) && aims.len() < OBJECTIVES_MAX {
                aims.push(aim.clone());
            }
        }
        if aims.is_empty() { Objective::ALL.into_iter().map(|objective| vec![objective]).collect() } else { aims }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_read_back_from_their_text() {
        for text in ["role:advocate", "tier:3", "course:CHCPWK001", "qualification:CHC43515", "credit:12.5@gc"] {
            assert_eq!(text.parse::<Goal>().expect(text).to_string(), text);
        }
    }

    #[test]
    fn a_goal_that_cannot_be_read_says_how_to_write_one() {
        let message = |text: &str| text.parse::<Goal>().expect_err(text).to_string();
        let how =
            "is not a goal; write role:CODE, tier:1, course:CODE, qualification:CODE or credit:POINTS@QUALIFICATION";
        assert_eq!(message("advocate"), format!("\"advocate\" {how}"));
        assert_eq!(message(&"x".repeat(300)), format!("\"{}…\" {how}", "x".repeat(60)));
        for text in ["tier:x", "tier:", "tier:-1", "tier:300"] {
            assert_eq!(message(text), format!("\"{text}\" is not a tier; tiers are written tier:1 to tier:4"));
        }
        assert_eq!(message("tier:5"), "5 is not a tier; the internship model has tiers 1 to 4");
        assert_eq!(message("credit:0.00@gc"), "credit of 0 points is no goal; give more than 0");
        assert_eq!(
            message("credit:many@gc"),
            "\"many\" is not an amount of credit points; write a decimal such as \"3.125\""
        );
    }
}

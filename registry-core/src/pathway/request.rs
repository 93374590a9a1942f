//! The question: where somebody stands, what they want, and within which limits.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::catalogue::{Catalogue, EntryRef};
use crate::course::Mode;
use crate::credit::{CreditPoints, CreditPointsError};
use crate::id::{CodeError, CourseCode, FundingCode, QualificationCode, RegionCode, RoleCode};
use crate::learner_record::{Held, LearnerRecord};
use crate::money::Aud;
use crate::role::Perspective;
use crate::tier::{Tier, TierError};
use crate::volume::Hours;

/// The most hours a week somebody learns in their own time.
pub const HOURS_PER_WEEK_MAX: u32 = 60;

/// How far ahead a plan looks, in years. Offerings, prices and lives change too much for longer plans to mean
/// anything, and a bound keeps every search finite.
pub const HORIZON_YEARS: u32 = 10;

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
    /// `"tier:5"`.
    #[error(transparent)]
    Tier(#[from] TierError),
    /// `"role:peer support"`.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// `"credit:many@CHC43515"`.
    #[error(transparent)]
    Points(#[from] CreditPointsError),
}

impl FromStr for Goal {
    type Err = GoalError;

    fn from_str(text: &str) -> Result<Self, GoalError> {
        let unreadable = || GoalError::Unreadable(text.chars().take(80).collect());
        let (kind, rest) = text.split_once(':').ok_or_else(unreadable)?;
        match kind {
            "role" => Ok(Self::Role(RoleCode::new(rest)?)),
            "tier" => Ok(Self::Tier(Tier::new(rest.parse().map_err(|_| unreadable())?)?)),
            "course" => Ok(Self::Course(CourseCode::new(rest)?)),
            "qualification" => Ok(Self::Qualification(QualificationCode::new(rest)?)),
            "credit" => {
                let (points, towards) = rest.split_once('@').ok_or_else(unreadable)?;
                Ok(Self::Credit { points: points.parse()?, towards: QualificationCode::new(towards)? })
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
}

/// What is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestProblem {
    /// A code that the catalogue does not have.
    #[error("{field} names {target}, which is not in the catalogue{hint}")]
    Unknown {
        /// The field it stands in.
        field: &'static str,
        /// What it names.
        target: EntryRef,
        /// `; did you mean …?` or nothing.
        hint: String,
    },
    /// A version that the course never had.
    #[error("held names version {version} of {course}, whose versions are {versions}")]
    UnknownVersion {
        /// The course.
        course: CourseCode,
        /// The version.
        version: String,
        /// The versions there are.
        versions: String,
    },
    /// A deadline before the earliest start.
    #[error("the deadline {deadline} is before the earliest start {earliest_start}; correct one of the two")]
    DeadlineBeforeStart {
        /// The deadline.
        deadline: NaiveDate,
        /// The earliest start.
        earliest_start: NaiveDate,
    },
    /// More hours than a week bears.
    #[error("{hours} a week is more than {HOURS_PER_WEEK_MAX} h; give the hours of own time for learning")]
    TooManyHours {
        /// What was given.
        hours: Hours,
    },
    /// A goal that is also excluded.
    #[error("the goal is {course}, which is also excluded; take it off one of the two")]
    GoalExcluded {
        /// The course.
        course: CourseCode,
    },
    /// A start too early or too late for the calendar.
    #[error("the earliest start {date} is outside 2000-01-01 to 2200-12-31")]
    StartOutOfRange {
        /// What was given.
        date: NaiveDate,
    },
}

impl Request {
    /// Everything that is wrong with the request, all at once; empty when it can be answered.
    pub fn problems(&self, catalogue: &Catalogue) -> Vec<RequestProblem> {
        let mut problems = Vec::new();
        let limits = &self.limits;
        let start = limits.earliest_start;
        let years = 2000..=2200;
        if !years.contains(&chrono::Datelike::year(&start)) {
            problems.push(RequestProblem::StartOutOfRange { date: start });
        }
        if let Some(deadline) = limits.deadline.filter(|deadline| *deadline < start) {
            problems.push(RequestProblem::DeadlineBeforeStart { deadline, earliest_start: start });
        }
        if limits.hours_per_week.minutes() > HOURS_PER_WEEK_MAX * 60 {
            problems.push(RequestProblem::TooManyHours { hours: limits.hours_per_week });
        }
        self.goal_problems(catalogue, &mut problems);
        self.held_problems(catalogue, &mut problems);
        for code in &limits.funding {
            if catalogue.funding_source(code).is_none() {
                let known = catalogue.funding_sources().map(|e| e.code.as_str());
                problems.push(unknown("funding", "funding source", code.as_str(), known));
            }
        }
        for code in &limits.regions {
            if catalogue.region(code).is_none() {
                let known = catalogue.regions().map(|e| e.code.as_str());
                problems.push(unknown("regions", "region", code.as_str(), known));
            }
        }
        for code in &limits.exclude {
            if catalogue.course(code).is_none() {
                problems.push(unknown(
                    "exclude",
                    "course",
                    code.as_str(),
                    catalogue.courses().map(|e| e.code.as_str()),
                ));
            }
        }
        problems
    }

    fn goal_problems(&self, catalogue: &Catalogue, problems: &mut Vec<RequestProblem>) {
        match &self.goal {
            Goal::Role(code) if catalogue.role(code).is_none() => {
                problems.push(unknown("goal", "role", code.as_str(), catalogue.roles().map(|e| e.code.as_str())));
            }
            Goal::Tier(tier) if catalogue.tier(tier).is_none() => {
                problems.push(unknown("goal", "tier", &tier.number().to_string(), std::iter::empty()));
            }
            Goal::Course(code) if catalogue.course(code).is_none() => {
                problems.push(unknown("goal", "course", code.as_str(), catalogue.courses().map(|e| e.code.as_str())));
            }
            Goal::Course(code) if self.limits.exclude.contains(code) => {
                problems.push(RequestProblem::GoalExcluded { course: code.clone() });
            }
            Goal::Qualification(code) | Goal::Credit { towards: code, .. }
                if catalogue.qualification(code).is_none() =>
            {
                let known = catalogue.qualifications().map(|e| e.code.as_str());
                problems.push(unknown("goal", "qualification", code.as_str(), known));
            }
            _ => {}
        }
    }

    fn held_problems(&self, catalogue: &Catalogue, problems: &mut Vec<RequestProblem>) {
        for held in self.record.held() {
            match held {
                Held::Qualification { qualification, .. } if catalogue.qualification(qualification).is_none() => {
                    let known = catalogue.qualifications().map(|e| e.code.as_str());
                    problems.push(unknown("held", "qualification", qualification.as_str(), known));
                }
                Held::Qualification { .. } => {}
                Held::Course { course, version, .. } => match catalogue.course(course) {
                    None => {
                        let known = catalogue.courses().map(|e| e.code.as_str());
                        problems.push(unknown("held", "course", course.as_str(), known));
                    }
                    Some(entry) if entry.version(version).is_none() => {
                        let numbers: Vec<_> = entry.versions.iter().map(|v| v.version.to_string()).collect();
                        problems.push(RequestProblem::UnknownVersion {
                            course: course.clone(),
                            version: version.to_string(),
                            versions: numbers.join(", "),
                        });
                    }
                    Some(_) => {}
                },
            }
        }
    }
}

fn unknown<'a>(
    field: &'static str,
    kind: &'static str,
    code: &str,
    known: impl Iterator<Item = &'a str>,
) -> RequestProblem {
    let hint = match nearest(code, known) {
        Some(near) => format!("; did you mean {near}?"),
        None => String::new(),
    };
    RequestProblem::Unknown { field, target: EntryRef::new(kind, code), hint }
}

/// The known code nearest to a mistyped one: at most a third of its letters changed; the first of equals.
fn nearest<'a>(code: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = code.to_ascii_lowercase();
    let far = wanted.len().div_ceil(3);
    let scored = known.map(|candidate| (edit_distance(&wanted, &candidate.to_ascii_lowercase()), candidate));
    scored.filter(|(distance, _)| *distance <= far).min().map(|(_, candidate)| candidate)
}

/// How many letters must be put in, taken out or changed to turn one text into the other.
fn edit_distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
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
        assert_eq!(message("tier:x"), format!("\"tier:x\" {how}"));
        assert_eq!(message("tier:5"), "5 is not a tier; the internship model has tiers 1 to 4");
        assert_eq!(
            message("credit:many@gc"),
            "\"many\" is not an amount of credit points; write a decimal such as \"3.125\""
        );
    }

    #[test]
    fn a_mistyped_code_is_answered_with_the_nearest() {
        let known = ["advocate", "educator", "researcher"];
        assert_eq!(nearest("advocat", known.into_iter()), Some("advocate"));
        assert_eq!(nearest("Advocate", known.into_iter()), Some("advocate"));
        assert_eq!(nearest("plumber", known.into_iter()), None);
    }
}

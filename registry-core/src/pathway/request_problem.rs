//! What can be wrong with a question to the planner.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use semver::Version;

use super::request::{Goal, HOURS_PER_WEEK_MAX, Limits, Request, START_YEARS};
use crate::catalogue::{Catalogue, EntryRef};
use crate::course::{Course, OfferingOf};
use crate::id::CourseCode;
use crate::learner_record::Held;
use crate::rpl::{Claimed, EvidenceKind, RplClaim};
use crate::volume::Hours;
use crate::words;

/// What is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestProblem {
    /// A code that the catalogue does not have.
    #[error("{field} names {}, {} {} that is not in the catalogue{hint}", target.code, article(target.kind), target.kind)]
    Unknown {
        /// The field it stands in.
        field: &'static str,
        /// What it names.
        target: EntryRef,
        /// `; did you mean …?` or nothing.
        hint: String,
    },
    /// A version that the course never had.
    #[error("{field} names version {version} of {course}, whose versions are {versions}")]
    UnknownVersion {
        /// The field it stands in: `held`, `enrolled` or `rpl`.
        field: &'static str,
        /// The course.
        course: CourseCode,
        /// The version.
        version: String,
        /// The versions there are.
        versions: String,
    },
    /// Evidence for an outcome that the version does not have.
    #[error("rpl names outcome {outcome} of {course} {version}, which has {}; correct the number", outcomes_shown(*.outcomes))]
    UnknownOutcome {
        /// The course.
        course: CourseCode,
        /// The version.
        version: Version,
        /// The outcome, counted from 1.
        outcome: u16,
        /// How many the version has.
        outcomes: usize,
    },
    /// Something that is both held and under way.
    #[error("{code} is both held and under way; take it off one of the two")]
    EnrolledAndHeld {
        /// The code under which it is under way.
        code: String,
    },
    /// One thing under way twice.
    #[error("{code} is under way twice; give it once")]
    EnrolledTwice {
        /// The code under which it is under way the second time.
        code: String,
    },
    /// An offering that is said to end before it starts.
    #[error("{code} starts on {start}, after {ends}, the day it is said to end; correct the day")]
    EnrolmentEndsBeforeStart {
        /// The offering.
        code: String,
        /// Its first day.
        start: NaiveDate,
        /// The last day that was given.
        ends: NaiveDate,
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
    /// What counts towards the goal changes before the plan has to end: refused by an export alone.
    #[error(
        "a problem file cannot say that what counts towards the goal changes after {until}; give that day or an earlier \
         one as deadline, or plan here"
    )]
    GoalChanges {
        /// The last day before it changes.
        until: NaiveDate,
    },
    /// Awards on the way of which a problem file cannot say when they are gained: refused by an export alone.
    #[error(
        "a problem file cannot say when {} is gained by its parts, as what counts towards it changes, study for it becomes \
         too old or entry to it waits for a gate; plan here", words::joined(&.titles.iter().map(String::as_str).collect::<Vec<_>>())
    )]
    GainedByParts {
        /// Their titles.
        titles: Vec<String>,
    },
    /// Courses that ask for one another in a way that a problem file cannot say: refused by an export alone.
    #[error(
        "a problem file cannot say that {} start in one week, as something else would do for one of them, or they do not \
         all start on one day and last equally long; plan here", words::joined(&.titles.iter().map(String::as_str).collect::<Vec<_>>())
    )]
    TakenTogether {
        /// Their titles.
        titles: Vec<String>,
    },
    /// A start too early or too late for the calendar.
    #[error("the earliest start {date} is outside 2000-01-01 to 2200-12-31")]
    StartOutOfRange {
        /// What was given.
        date: NaiveDate,
    },
}

impl Limits {
    /// What is wrong with the limits whatever the catalogue holds, alone and together with a goal where there is one.
    pub fn contradictions(&self, goal: Option<&Goal>) -> Vec<RequestProblem> {
        let mut problems = Vec::new();
        let start = self.earliest_start;
        if !START_YEARS.contains(&start.year()) {
            problems.push(RequestProblem::StartOutOfRange { date: start });
        }
        if let Some(deadline) = self.deadline.filter(|deadline| *deadline < start) {
            problems.push(RequestProblem::DeadlineBeforeStart { deadline, earliest_start: start });
        }
        if self.hours_per_week.minutes() > HOURS_PER_WEEK_MAX * 60 {
            problems.push(RequestProblem::TooManyHours { hours: self.hours_per_week });
        }
        if let Some(Goal::Course(course)) = goal
            && self.exclude.contains(course)
        {
            problems.push(RequestProblem::GoalExcluded { course: course.clone() });
        }
        problems
    }
}

impl Request {
    /// What is wrong with the request whatever the catalogue holds, all at once.
    pub fn contradictions(&self) -> Vec<RequestProblem> {
        self.limits.contradictions(Some(&self.goal))
    }

    /// Everything that is wrong with the request, all at once; empty when it can be answered. The
    /// [contradictions](Self::contradictions) come first, then what the catalogue does not have.
    pub fn problems(&self, catalogue: &Catalogue) -> Vec<RequestProblem> {
        let mut problems = self.contradictions();
        let limits = &self.limits;
        self.goal_problems(catalogue, &mut problems);
        self.held_problems(catalogue, &mut problems);
        self.enrolled_problems(catalogue, &mut problems);
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
        for held in self.record.studied() {
            let of = match held {
                Held::Course { course, version, .. } => {
                    OfferingOf::Course { course: course.clone(), version: version.clone() }
                }
                Held::Qualification { qualification, .. } => OfferingOf::Qualification(qualification.clone()),
            };
            problems.extend(unknown_learning("held", &of, catalogue));
        }
    }

    fn enrolled_problems(&self, catalogue: &Catalogue, problems: &mut Vec<RequestProblem>) {
        let mut seen: BTreeSet<OfferingOf> = BTreeSet::new();
        for enrolment in self.record.enrolled() {
            let code = enrolment.code().to_owned();
            let Some(of) = enrolment.teaches(catalogue) else {
                let known = catalogue.offerings().map(|e| e.code.as_str());
                problems.push(unknown("enrolled", "offering", &code, known));
                continue;
            };
            problems.extend(unknown_learning("enrolled", &of, catalogue));
            if let Some(start) = enrolment.starts(catalogue).filter(|start| *start > enrolment.ends()) {
                let (code, ends) = (code.clone(), enrolment.ends());
                problems.push(RequestProblem::EnrolmentEndsBeforeStart { code, start, ends });
            }
            let is_held = self.record.held().iter().any(|held| match (held, &of) {
                (Held::Course { course, version, .. }, OfferingOf::Course { course: code, version: number }) => {
                    course == code && version == number
                }
                (Held::Qualification { qualification, .. }, OfferingOf::Qualification(code)) => qualification == code,
                _ => false,
            });
            if is_held {
                problems.push(RequestProblem::EnrolledAndHeld { code: code.clone() });
            }
            if !seen.insert(of) {
                problems.push(RequestProblem::EnrolledTwice { code });
            }
        }
        problems.extend(self.record.rpl().iter().flat_map(|claim| RequestProblem::of_claim(claim, catalogue)));
    }
}

impl RequestProblem {
    /// What a claim of prior learning names that the catalogue does not have: its qualification, or its course, its
    /// version, an outcome of that version; a role. In the order of the claim; empty when all is there.
    pub fn of_claim(claim: &RplClaim, catalogue: &Catalogue) -> Vec<RequestProblem> {
        let (mut problems, course): (Vec<_>, _) = match &claim.of {
            Claimed::Course { course, version } => {
                (version_problem("rpl", catalogue, course, version).into_iter().collect(), Some((course, version)))
            }
            Claimed::Qualification(code) => {
                let known = catalogue.qualification(code).is_some();
                let codes = || catalogue.qualifications().map(|entry| entry.code.as_str());
                let problem = (!known).then(|| unknown("rpl", "qualification", code.as_str(), codes()));
                (problem.into_iter().collect(), None)
            }
        };
        let published = |(course, version)| catalogue.course(course).and_then(|entry| entry.version(version));
        for piece in &claim.evidence {
            if let EvidenceKind::Work { role: Some(role), .. } = &piece.kind
                && catalogue.role(role).is_none()
            {
                problems.push(unknown("rpl", "role", role.as_str(), catalogue.roles().map(|e| e.code.as_str())));
            }
            let Some((course, version)) = course else { continue };
            let Some(published) = published((course, version)) else { continue };
            let outcomes = published.outcomes.len();
            let beyond = piece.outcomes.iter().filter(|outcome| !(1..=outcomes).contains(&usize::from(**outcome)));
            problems.extend(beyond.map(|outcome| RequestProblem::UnknownOutcome {
                course: course.clone(),
                version: version.clone(),
                outcome: *outcome,
                outcomes,
            }));
        }
        problems
    }
}

/// What is wrong with a version of a course that a field names.
fn version_problem(
    field: &'static str,
    catalogue: &Catalogue,
    course: &CourseCode,
    version: &Version,
) -> Option<RequestProblem> {
    let Some(entry) = catalogue.course(course) else {
        return Some(unknown(field, "course", course.as_str(), catalogue.courses().map(|e| e.code.as_str())));
    };
    let numbers = |entry: &Course| entry.versions.iter().map(|v| v.version.to_string()).collect::<Vec<_>>().join(", ");
    entry.version(version).is_none().then(|| RequestProblem::UnknownVersion {
        field,
        course: course.clone(),
        version: version.to_string(),
        versions: numbers(entry),
    })
}

/// `no outcomes`, `1 outcome`, `3 outcomes`.
fn outcomes_shown(count: usize) -> String {
    match count {
        0 => "no outcomes".to_owned(),
        1 => "1 outcome".to_owned(),
        count => format!("{count} outcomes"),
    }
}

/// Why something that is learned is not in the catalogue.
fn unknown_learning(field: &'static str, of: &OfferingOf, catalogue: &Catalogue) -> Option<RequestProblem> {
    match of {
        OfferingOf::Qualification(code) if catalogue.qualification(code).is_none() => {
            let known = catalogue.qualifications().map(|e| e.code.as_str());
            Some(unknown(field, "qualification", code.as_str(), known))
        }
        OfferingOf::Qualification(_) => None,
        OfferingOf::Course { course, version } => match catalogue.course(course) {
            None => {
                let known = catalogue.courses().map(|e| e.code.as_str());
                Some(unknown(field, "course", course.as_str(), known))
            }
            Some(entry) if entry.version(version).is_none() => {
                let numbers: Vec<_> = entry.versions.iter().map(|v| v.version.to_string()).collect();
                Some(RequestProblem::UnknownVersion {
                    field,
                    course: course.clone(),
                    version: version.to_string(),
                    versions: numbers.join(", "),
                })
            }
            Some(_) => None,
        },
    }
}

fn unknown<'a>(
    field: &'static str,
    kind: &'static str,
    code: &str,
    known: impl Iterator<Item = &'a str>,
) -> RequestProblem {
    let hint = match words::nearest(code, known) {
        Some(near) => format!("; did you mean {near}?"),
        None => "; correct the code".to_owned(),
    };
    RequestProblem::Unknown { field, target: EntryRef::new(kind, code), hint }
}

fn article(kind: &str) -> &'static str {
    if kind.starts_with('o') { "an" } else { "a" }
}

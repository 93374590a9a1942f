//! The answers under `[profile]`, and what contradicts itself among them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use registry_core::catalogue::EntryRef;
use registry_core::course::Mode;
use registry_core::enrolment::Enrolment;
use registry_core::learner_record::{
    EXPERIENCE_MONTHS_MAX, Employment, Held, LearnerAnswer, LearnerRecord, LearnerRecordParts, LearnerRecordProblem,
    PartnerRelease,
};
use registry_core::pathway::request::{Goal, Limits, PeerWishes, Request, Wish};
use registry_core::role::Perspective;
use registry_core::volume::Hours;

use super::claims::{self, ReadClaim};
use super::enrolled::{ReadEnrolled, enrolled};
use super::fields::Fields;
use super::named::{Named, noted};
use super::profile::field_of;
use super::reader::Reader;
use super::requisite::perspective;
use super::value::{Value, aud, choice, code, date, flag, goal, hours, hours_per_week, list, set, version, whole};

const WISHES: &[Wish] = &[Wish::Prefer, Wish::Only];

/// The answers of a file. For one that was refused another stands that contradicts nothing.
pub(super) struct Answers {
    goal: Option<Goal>,
    /// `None` when it was refused.
    earliest_start: Option<NaiveDate>,
    experience_months: u16,
    employment: Employment,
    partner_release: PartnerRelease,
    supervision: Vec<Perspective>,
    placement: Hours,
    not_said: BTreeSet<LearnerAnswer>,
    held: Vec<ReadHeld>,
    rpl: Vec<ReadClaim>,
    enrolled: Vec<ReadEnrolled>,
    limits: Limits,
    wishes: PeerWishes,
}

/// A thing held, and where it is said.
struct ReadHeld {
    held: Held,
    line: u32,
    /// `held#2`.
    path: String,
}

impl Answers {
    /// Reads every answer; the goal that `named` holds already stands for the file's, `today` for a start
    /// that is left out. What is named is put into `named`, even where something beside it is refused.
    pub(super) fn read(r: &mut Reader<'_>, mut f: Fields<'_>, today: NaiveDate, named: &mut Named) -> Self {
        let given = named.goal.clone();
        let asked = match given {
            // What the file says instead does not matter, so it is not looked at.
            Some(given) => f.optional(r, "goal", |_, _| Some(())).map(|_| Some(given)),
            None => f.optional(r, "goal", goal),
        };
        let goal = match asked {
            Some(None) => {
                f.report(r, "goal is missing; add one such as goal = \"tier:3\", or give one on the command line")
            }
            asked => asked.flatten(),
        };
        let earliest_start = f.optional(r, "earliest_start", date).map(|start| start.unwrap_or(today));
        let deadline = f.optional(r, "deadline", date).flatten();
        let months = f.required(r, "experience_months", whole(0, EXPERIENCE_MONTHS_MAX.into()));
        let employment = employment(r, &mut f);
        let released = f.or_default(r, "partner_release", flag).unwrap_or_default();
        let not_said = LearnerAnswer::ALL.into_iter().filter(|answer| !f.has(answer.name())).collect();
        let answers = Self {
            goal,
            earliest_start,
            experience_months: months.unwrap_or_default(),
            employment,
            partner_release: if released { PartnerRelease::Agreed } else { PartnerRelease::NotAgreed },
            supervision: f.or_default(r, "supervision", set(perspective)).unwrap_or_default(),
            placement: f.or_default(r, "placement_hours", hours).unwrap_or_default(),
            not_said,
            held: f.or_default(r, "held", list(held)).unwrap_or_default(),
            rpl: f.or_default(r, "rpl", list(claims::claim)).unwrap_or_default(),
            enrolled: f.or_default(r, "enrolled", list(enrolled)).unwrap_or_default(),
            limits: limits(r, &mut f, (earliest_start, today), deadline),
            wishes: wishes(r, &mut f),
        };
        f.finish(r);
        named.goal.clone_from(&answers.goal);
        named.held = answers.held.iter().map(|read| read.held.clone()).collect();
        named.claims = answers.rpl.iter().map(|read| read.claim.clone()).collect();
        named.enrolled = answers.enrolled.iter().map(|read| read.enrolment.clone()).collect();
        named.limits = Some(answers.limits.clone());
        answers
    }

    /// Reports what contradicts itself, among the answers that could be read, and joins them.
    pub(super) fn check(self, r: &mut Reader<'_>, lines: &BTreeMap<&'static str, u32>) -> Option<Request> {
        let line = |field: &str| lines.get(field).copied().unwrap_or(1);
        for problem in self.limits.contradictions(self.goal.as_ref()) {
            r.report(line(field_of(&problem)), problem);
        }
        let record = self.record(r, line);
        let (limits, wishes) = (self.limits, self.wishes);
        Some(Request { record: record?, goal: self.goal?, limits, wishes, objectives: Vec::new() })
    }

    fn record(&self, r: &mut Reader<'_>, line: impl Fn(&str) -> u32) -> Option<LearnerRecord> {
        let record = LearnerRecord::new(LearnerRecordParts {
            as_at: self.earliest_start.unwrap_or(NaiveDate::MAX),
            held: self.held.iter().map(|read| read.held.clone()).collect(),
            // Without a day nothing is known to be over.
            enrolled: self.enrolled_on(self.earliest_start),
            experience_months: self.experience_months,
            employment: self.employment,
            partner_release: self.partner_release,
            supervision: self.supervision.clone(),
            placement: self.placement,
            rpl: self.rpl.iter().map(|read| read.claim.clone()).collect(),
            not_said: self.not_said.clone(),
        });
        let problems = match record {
            Ok(record) => return Some(record),
            Err(problems) => problems,
        };
        for problem in problems {
            let mut words = problem.to_string();
            let at = match &problem {
                LearnerRecordProblem::StartsInThePast { .. } if self.earliest_start.is_none() => continue,
                LearnerRecordProblem::TooMuchExperience { .. } => line("experience_months"),
                LearnerRecordProblem::TooManyHeld { .. } => line("held"),
                LearnerRecordProblem::TooManyEnrolled { .. } => line("enrolled"),
                LearnerRecordProblem::EnrolmentEnded { code, ends, .. } => {
                    let over = |read: &&ReadEnrolled| read.enrolment.code() == code && read.enrolment.ends() == *ends;
                    let over = self.enrolled.iter().find(over);
                    if let Some(over) = over.filter(|_| r.stand_ins.are_in(code)) {
                        words = words.replacen(code, &over.path, 1);
                    }
                    over.map_or_else(|| line("enrolled"), |over| over.line)
                }
                LearnerRecordProblem::CompletedLater { code, completed, .. } => {
                    let late = self.of_held(|held| held.code() == code && held.completed() == *completed);
                    if let Some(late) = late.filter(|_| r.stand_ins.are_in(code)) {
                        words = words.replacen(code, &late.path, 1);
                    }
                    late.map_or_else(|| line("held"), |late| late.line)
                }
                LearnerRecordProblem::HeldTwice { code } => {
                    self.of_held(|held| name_of(held) == *code).map_or_else(|| line("held"), |again| again.line)
                }
                LearnerRecordProblem::ReleaseWithoutEmployer => line("partner_release"),
                LearnerRecordProblem::StartsInThePast { .. } => line("employment_from"),
                LearnerRecordProblem::Rpl(problem) => match claims::place(&self.rpl, problem) {
                    Some((read, at)) => {
                        let code = read.claim.of.code();
                        if r.stand_ins.are_in(code) {
                            words = words.replacen(code, &read.path, 1);
                        }
                        at
                    }
                    None => line("rpl"),
                },
            };
            r.report(at, words);
        }
        None
    }

    /// What is under way, where it is known on which day.
    fn enrolled_on(&self, day: Option<NaiveDate>) -> Vec<Enrolment> {
        self.enrolled.iter().filter(|_| day.is_some()).map(|read| read.enrolment.clone()).collect()
    }

    /// The last thing held of which `wanted` is true.
    fn of_held(&self, wanted: impl Fn(&Held) -> bool) -> Option<&ReadHeld> {
        self.held.iter().rev().find(|read| wanted(&read.held))
    }
}

/// What [`LearnerRecordProblem::HeldTwice`] calls a thing held.
fn name_of(held: &Held) -> String {
    match held {
        Held::Course { course, version, .. } => format!("{course} {version}"),
        Held::Qualification { qualification, .. } => qualification.to_string(),
    }
}

/// Employment as files name it.
#[derive(Clone, Copy)]
enum EmploymentName {
    Employed,
    Starting,
    NotEmployed,
}

const EMPLOYMENTS: &[EmploymentName] =
    &[EmploymentName::Employed, EmploymentName::Starting, EmploymentName::NotEmployed];

fn employment_name(employment: EmploymentName) -> &'static str {
    match employment {
        EmploymentName::Employed => "employed",
        EmploymentName::Starting => "starting",
        EmploymentName::NotEmployed => "not-employed",
    }
}

/// Reads the employment. One that is refused, or contradicts its day, contradicts nothing else: it may be any.
fn employment(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Employment {
    let name = f.required(r, "employment", choice(EMPLOYMENTS, employment_name));
    let given = f.value("employment_from");
    let from = f.optional(r, "employment_from", date).flatten();
    match (name, given) {
        (None, _) | (Some(EmploymentName::Employed), None) => Employment::Employed,
        (Some(EmploymentName::NotEmployed), None) => Employment::NotEmployed,
        (Some(EmploymentName::Starting), Some(_)) => {
            from.map_or(Employment::Employed, |from| Employment::Starting { from })
        }
        (Some(EmploymentName::Starting), None) => {
            let line = f.line_of(r, "employment");
            r.report(line, "employment is \"starting\" but employment_from is missing; add the first day of work");
            Employment::Employed
        }
        (Some(other), Some(given)) => {
            let (name, line) = (employment_name(other), f.line_of(r, "employment_from"));
            let from = from.map_or_else(|| given.given(), |from| from.to_string());
            r.report(
                line,
                format!(
                    "employment_from is {from} but employment is \"{name}\"; write \"starting\" or take the day away"
                ),
            );
            Employment::Employed
        }
    }
}

/// Reads one thing held.
fn held(r: &mut Reader<'_>, value: Value<'_>) -> Option<ReadHeld> {
    let line = value.line(r);
    let mut f = Fields::of(r, &value)?;
    let held = match (f.has("course"), f.has("qualification")) {
        (true, false) => {
            let course = f.required(r, "course", code);
            let version = f.required(r, "version", version);
            let completed = f.required(r, "completed", date).unwrap_or(NaiveDate::MIN);
            let course = course.or_else(|| r.stand_ins.code())?;
            let version = version.unwrap_or_else(|| r.stand_ins.version());
            r.mention(EntryRef::new("held course", &course), line);
            r.mention(EntryRef::new("held version", format!("{course} {version}")), line);
            Held::Course { course, version, completed }
        }
        (false, true) => {
            let qualification = f.required(r, "qualification", code);
            let completed = f.required(r, "completed", date).unwrap_or(NaiveDate::MIN);
            Held::Qualification { qualification: qualification.or_else(|| r.stand_ins.code())?, completed }
        }
        (true, true) => return value.refuse(r, "it names both a course and a qualification; make two of it"),
        (false, false) => {
            return value.refuse(r, "it names neither a course nor a qualification; add one of the two");
        }
    };
    f.finish(r);
    Some(ReadHeld { held, line, path: value.path })
}

/// Reads the limits. The start is the one that was read, or refused, and the day that stands for a refused one; with
/// no start a deadline contradicts nothing.
fn limits(
    r: &mut Reader<'_>,
    f: &mut Fields<'_>,
    (start, today): (Option<NaiveDate>, NaiveDate),
    deadline: Option<NaiveDate>,
) -> Limits {
    Limits {
        earliest_start: start.unwrap_or(today),
        deadline: deadline.filter(|_| start.is_some()),
        hours_per_week: f.required(r, "hours_per_week", hours_per_week).unwrap_or_default(),
        days_per_year: f.optional(r, "days_per_year", whole(0, 366)).flatten(),
        budget_per_year: f.optional(r, "budget_per_year", aud).flatten(),
        funding: f.or_default(r, "funding", set(noted("funding"))).unwrap_or_default(),
        regions: f.or_default(r, "regions", set(noted("regions"))).unwrap_or_default(),
        modes: f.or_default(r, "modes", set(choice(&Mode::ALL, Mode::name))).unwrap_or_default(),
        perspective: f.optional(r, "perspective", perspective).flatten(),
        exclude: f.or_default(r, "exclude", set(noted("exclude"))).unwrap_or_default(),
    }
}

fn wishes(r: &mut Reader<'_>, f: &mut Fields<'_>) -> PeerWishes {
    let name = |wish: Wish| if wish == Wish::Only { "only" } else { "prefer" };
    let mut wish = |key| f.or_default(r, key, choice(WISHES, name)).unwrap_or_default();
    PeerWishes { led: wish("peer_led"), developed: wish("peer_developed"), delivered: wish("peer_delivered") }
}

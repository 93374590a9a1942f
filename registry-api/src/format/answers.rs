//! The answers under `[profile]`, and what contradicts itself among them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use registry_core::catalogue::EntryRef;
use registry_core::course::Mode;
use registry_core::enrolment::Enrolment;
use registry_core::learner_record::{
    EXPERIENCE_MONTHS_MAX, Employment, Held, LearnerRecord, LearnerRecordParts, LearnerRecordProblem, PartnerRelease,
};
use registry_core::pathway::request::{Goal, Limits, PeerWishes, Request, Wish};
use registry_core::role::Perspective;
use registry_core::volume::Hours;

use super::enrolled::enrolled;
use super::fields::Fields;
use super::named::{Named, noted, unread_version};
use super::profile::field_of;
use super::reader::Reader;
use super::requisite::perspective;
use super::value::{Value, aud, choice, code, date, flag, goal, hours, hours_per_week, list, set, version, whole};

const WISHES: &[Wish] = &[Wish::Prefer, Wish::Only];

/// The answers of a file as far as they could be read; `None` is an answer that was refused.
pub(super) struct Answers {
    goal: Option<Goal>,
    earliest_start: Option<NaiveDate>,
    experience_months: Option<u16>,
    employment: Option<Employment>,
    partner_release: Option<bool>,
    supervision: Option<Vec<Perspective>>,
    placement: Option<Hours>,
    held: Option<Vec<(Held, u32)>>,
    enrolled: Option<Vec<(Enrolment, u32)>>,
    limits: ReadLimits,
    wishes: Option<PeerWishes>,
}

/// The limits of a file. An answer that was refused is filled with one that contradicts nothing.
struct ReadLimits {
    limits: Limits,
    /// Whether none was refused.
    complete: bool,
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
        named.goal.clone_from(&goal);
        let earliest_start = f.optional(r, "earliest_start", date).map(|start| start.unwrap_or(today));
        let deadline = f.optional(r, "deadline", date);
        let (things, under_way) = (RefCell::default(), RefCell::default());
        let answers = Self {
            goal,
            earliest_start,
            experience_months: f.required(r, "experience_months", whole(0, EXPERIENCE_MONTHS_MAX.into())),
            employment: employment(r, &mut f),
            partner_release: f.or_default(r, "partner_release", flag),
            supervision: f.or_default(r, "supervision", set(perspective)),
            placement: f.or_default(r, "placement_hours", hours),
            held: f.or_default(r, "held", list(|r, value| held(r, value, &things))),
            enrolled: f.or_default(r, "enrolled", list(|r, value| enrolled(r, value, &under_way))),
            limits: limits(r, &mut f, (earliest_start, today), deadline, named),
            wishes: wishes(r, &mut f),
        };
        f.finish(r);
        named.held = things.into_inner();
        named.enrolled = under_way.into_inner();
        answers
    }

    /// Reports what contradicts itself, among the answers that could be read, and joins them.
    pub(super) fn check(self, r: &mut Reader<'_>, lines: &BTreeMap<&'static str, u32>) -> Option<Request> {
        let line = |field: &str| lines.get(field).copied().unwrap_or(1);
        for problem in self.limits.limits.contradictions(self.goal.as_ref()) {
            r.report(line(field_of(&problem)), problem);
        }
        let record = self.record(r, line);
        let limits = self.limits.complete.then_some(self.limits.limits);
        let (limits, wishes) = (limits?, self.wishes?);
        Some(Request { record: record?, goal: self.goal?, limits, wishes, objectives: Vec::new() })
    }

    /// The learner record. An answer that was refused is filled with one that contradicts nothing, so that the rest
    /// is still checked.
    fn record(&self, r: &mut Reader<'_>, line: impl Fn(&str) -> u32) -> Option<LearnerRecord> {
        let dated = self.earliest_start.is_some();
        let held = self.held.iter().flatten();
        let agreed = self.partner_release.unwrap_or_default();
        let record = LearnerRecord::new(LearnerRecordParts {
            as_at: self.earliest_start.unwrap_or(NaiveDate::MAX),
            held: held.map(|(held, _)| held.clone()).collect(),
            // Without a day nothing is known to be over.
            enrolled: self.enrolled.iter().flatten().filter(|_| dated).map(|(one, _)| one.clone()).collect(),
            experience_months: self.experience_months.unwrap_or_default(),
            employment: self.employment.unwrap_or(Employment::Employed),
            partner_release: if agreed { PartnerRelease::Agreed } else { PartnerRelease::NotAgreed },
            supervision: self.supervision.clone().unwrap_or_default(),
            placement: self.placement.unwrap_or_default(),
        });
        let complete = dated
            && self.held.is_some()
            && self.enrolled.is_some()
            && self.experience_months.is_some()
            && self.employment.is_some()
            && self.partner_release.is_some()
            && self.supervision.is_some()
            && self.placement.is_some();
        match record {
            Ok(record) => Some(record).filter(|_| complete),
            Err(problems) => {
                for problem in problems {
                    let at = match &problem {
                        LearnerRecordProblem::StartsInThePast { .. } if !dated => continue,
                        LearnerRecordProblem::TooMuchExperience { .. } => line("experience_months"),
                        LearnerRecordProblem::TooManyHeld { .. } => line("held"),
                        LearnerRecordProblem::TooManyEnrolled { .. } => line("enrolled"),
                        LearnerRecordProblem::EnrolmentEnded { code, ends, .. } => {
                            let over = |(one, _): &&(Enrolment, u32)| one.code() == code && one.ends() == *ends;
                            self.enrolled
                                .iter()
                                .flatten()
                                .find(over)
                                .map_or_else(|| line("enrolled"), |(_, line)| *line)
                        }
                        LearnerRecordProblem::CompletedLater { code, completed, .. } => {
                            let late = |held: &Held| held.code() == code && held.completed() == *completed;
                            self.line_of_held(late).unwrap_or_else(|| line("held"))
                        }
                        LearnerRecordProblem::HeldTwice { code } => {
                            let named = |held: &Held| name_of(held) == *code;
                            self.line_of_held(named).unwrap_or_else(|| line("held"))
                        }
                        LearnerRecordProblem::ReleaseWithoutEmployer => line("partner_release"),
                        LearnerRecordProblem::StartsInThePast { .. } => line("employment_from"),
                    };
                    r.report(at, problem);
                }
                None
            }
        }
    }

    /// The line of the last thing held of which `wanted` is true.
    fn line_of_held(&self, wanted: impl Fn(&Held) -> bool) -> Option<u32> {
        self.held.iter().flatten().rev().find(|(held, _)| wanted(held)).map(|(_, line)| *line)
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

fn employment(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Employment> {
    let name = f.required(r, "employment", choice(EMPLOYMENTS, employment_name));
    let from = f.optional(r, "employment_from", date);
    match (name?, from?) {
        (EmploymentName::Employed, None) => Some(Employment::Employed),
        (EmploymentName::NotEmployed, None) => Some(Employment::NotEmployed),
        (EmploymentName::Starting, Some(from)) => Some(Employment::Starting { from }),
        (EmploymentName::Starting, None) => {
            let line = f.line_of(r, "employment");
            r.report(line, "employment is \"starting\" but employment_from is missing; add the first day of work");
            None
        }
        (other, Some(from)) => {
            let (name, line) = (employment_name(other), f.line_of(r, "employment_from"));
            r.report(
                line,
                format!(
                    "employment_from is {from} but employment is \"{name}\"; write \"starting\" or take the day away"
                ),
            );
            None
        }
    }
}

/// Reads one thing held; what it names goes into `things` as soon as its code can be read.
fn held(r: &mut Reader<'_>, value: Value<'_>, things: &RefCell<Vec<Held>>) -> Option<(Held, u32)> {
    let line = value.line(r);
    let mut f = Fields::of(r, &value)?;
    let held = match (f.has("course"), f.has("qualification")) {
        (true, false) => {
            let course = f.required(r, "course", code);
            let version = f.required(r, "version", version);
            let completed = f.required(r, "completed", date);
            if let Some(course) = course.clone() {
                r.mention(EntryRef::new("held course", &course), line);
                if let Some(version) = &version {
                    r.mention(EntryRef::new("held version", format!("{course} {version}")), line);
                }
                let version = version.clone().unwrap_or_else(unread_version);
                things.borrow_mut().push(Held::Course { course, version, completed: NaiveDate::MIN });
            }
            course.zip(version).zip(completed).map(|((course, version), completed)| Held::Course {
                course,
                version,
                completed,
            })
        }
        (false, true) => {
            let qualification = f.required(r, "qualification", code);
            let completed = f.required(r, "completed", date);
            if let Some(qualification) = qualification.clone() {
                things.borrow_mut().push(Held::Qualification { qualification, completed: NaiveDate::MIN });
            }
            qualification
                .zip(completed)
                .map(|(qualification, completed)| Held::Qualification { qualification, completed })
        }
        (true, true) => return value.refuse(r, "it names both a course and a qualification; make two of it"),
        (false, false) => {
            return value.refuse(r, "it names neither a course nor a qualification; add one of the two");
        }
    };
    f.finish(r);
    Some((held?, line))
}

/// Reads the limits. The start is the one that was read, or refused, and the day that stands for a refused one; with
/// no start a deadline contradicts nothing.
fn limits(
    r: &mut Reader<'_>,
    f: &mut Fields<'_>,
    (start, today): (Option<NaiveDate>, NaiveDate),
    deadline: Option<Option<NaiveDate>>,
    named: &mut Named,
) -> ReadLimits {
    let (funding_named, regions_named, exclude_named) = (RefCell::default(), RefCell::default(), RefCell::default());
    let hours_per_week = f.required(r, "hours_per_week", hours_per_week);
    let days_per_year = f.optional(r, "days_per_year", whole(0, 366));
    let budget_per_year = f.optional(r, "budget_per_year", aud);
    let funding = f.or_default(r, "funding", set(noted("funding", &funding_named)));
    let regions = f.or_default(r, "regions", set(noted("regions", &regions_named)));
    let modes = f.or_default(r, "modes", set(choice(&Mode::ALL, Mode::name)));
    let perspective = f.optional(r, "perspective", perspective);
    let exclude = f.or_default(r, "exclude", set(noted("exclude", &exclude_named)));
    named.funding = funding_named.into_inner();
    named.regions = regions_named.into_inner();
    named.exclude = exclude_named.into_inner();
    let complete = start.is_some()
        && deadline.is_some()
        && hours_per_week.is_some()
        && days_per_year.is_some()
        && budget_per_year.is_some()
        && funding.is_some()
        && regions.is_some()
        && modes.is_some()
        && perspective.is_some()
        && exclude.is_some();
    let limits = Limits {
        earliest_start: start.unwrap_or(today),
        deadline: deadline.flatten().filter(|_| start.is_some()),
        hours_per_week: hours_per_week.unwrap_or_default(),
        days_per_year: days_per_year.flatten(),
        budget_per_year: budget_per_year.flatten(),
        funding: funding.unwrap_or_default(),
        regions: regions.unwrap_or_default(),
        modes: modes.unwrap_or_default(),
        perspective: perspective.flatten(),
        exclude: exclude.unwrap_or_default(),
    };
    ReadLimits { limits, complete }
}

fn wishes(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<PeerWishes> {
    let wish = |wish: Wish| if wish == Wish::Only { "only" } else { "prefer" };
    let led = f.or_default(r, "peer_led", choice(WISHES, wish));
    let developed = f.or_default(r, "peer_developed", choice(WISHES, wish));
    let delivered = f.or_default(r, "peer_delivered", choice(WISHES, wish));
    Some(PeerWishes { led: led?, developed: developed?, delivered: delivered? })
}

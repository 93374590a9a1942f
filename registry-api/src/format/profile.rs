//! Profile files: one person's answers, read into a request to the planner.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use registry_core::catalogue::{Catalogue, EntryRef};
use registry_core::pathway::request::{Goal, Request, RequestProblem};
use registry_core::source::Provenance;
use toml::de::DeTable;

use super::answers::Answers;
use super::fields::Fields;
use super::named::Named;
use super::problem::Problem;
use super::provenance::provenance;
use super::reader::{Reader, SourceFile, parse};
use super::stand_in::{self, StandIns};
use super::value::{Value, flag, text};

/// The keys of `[profile]`, each of which [`Profile::lines`] may hold.
const FIELDS: [&str; 23] = [
    "goal",
    "earliest_start",
    "deadline",
    "experience_months",
    "employment",
    "employment_from",
    "partner_release",
    "supervision",
    "placement_hours",
    "hours_per_week",
    "days_per_year",
    "budget_per_year",
    "funding",
    "regions",
    "modes",
    "perspective",
    "peer_led",
    "peer_developed",
    "peer_delivered",
    "exclude",
    "held",
    "rpl",
    "enrolled",
];

/// One profile file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Whether the person is made up.
    pub invented: bool,
    /// Who the person is; only ever somebody invented.
    pub person: Option<Person>,
    /// What they ask of the planner.
    pub request: Request,
    /// The line of each key of `[profile]` that the file has; `goal` only when the file's goal is the one asked for.
    pub lines: BTreeMap<&'static str, u32>,
    /// Lines on which catalogue entries and versions are named.
    mentions: BTreeMap<EntryRef, u32>,
}

/// An invented person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// Their situation, in a few sentences.
    pub story: String,
    /// The fact they stand for.
    pub provenance: Provenance,
}

impl Profile {
    /// The line a problem of the request stands on; `None` when the file does not say what the problem is about.
    pub fn locate(&self, problem: &RequestProblem) -> Option<u32> {
        locate(&self.lines, &self.mentions, problem)
    }
}

/// What is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileProblems {
    /// Of the file, in order of line.
    pub of_file: Vec<Problem>,
    /// Of what the file does not say: the goal that was given in place of its own.
    pub elsewhere: Vec<RequestProblem>,
}

type Lines = BTreeMap<&'static str, u32>;

fn locate(lines: &Lines, mentions: &BTreeMap<EntryRef, u32>, problem: &RequestProblem) -> Option<u32> {
    let named = match problem {
        RequestProblem::Unknown { field: "held", target, .. } if target.kind == "course" => {
            mentions.get(&EntryRef::new("held course", &target.code))
        }
        RequestProblem::Unknown { field: "held", target, .. } => mentions.get(target),
        RequestProblem::Unknown { field: "rpl", target, .. } if target.kind == "course" => {
            mentions.get(&EntryRef::new("rpl course", &target.code))
        }
        RequestProblem::Unknown { field: "rpl", target, .. } if target.kind == "qualification" => {
            mentions.get(&EntryRef::new("rpl qualification", &target.code))
        }
        RequestProblem::Unknown { field: "rpl", target, .. } => mentions.get(&EntryRef::new("rpl role", &target.code)),
        RequestProblem::Unknown { field, target, .. } => mentions.get(&EntryRef::new(field, &target.code)),
        RequestProblem::UnknownVersion { field: "rpl", course, version, .. } => {
            mentions.get(&EntryRef::new("rpl version", format!("{course} {version}")))
        }
        RequestProblem::UnknownOutcome { course, version, outcome, .. } => {
            mentions.get(&EntryRef::new("rpl outcome", format!("{course} {version} {outcome}")))
        }
        RequestProblem::UnknownVersion { field: "enrolled", course, version, .. } => {
            mentions.get(&EntryRef::new("enrolled version", format!("{course} {version}")))
        }
        RequestProblem::EnrolledTwice { code } => {
            let again = mentions.get(&EntryRef::new("enrolled again", code));
            again.or_else(|| mentions.get(&EntryRef::new("enrolled", code)))
        }
        RequestProblem::EnrolledAndHeld { code } | RequestProblem::EnrolmentEndsBeforeStart { code, .. } => {
            mentions.get(&EntryRef::new("enrolled", code))
        }
        RequestProblem::UnknownVersion { course, version, .. } => {
            mentions.get(&EntryRef::new("held version", format!("{course} {version}")))
        }
        _ => None,
    };
    named.or_else(|| lines.get(field_of(problem))).copied()
}

/// The key of `[profile]` that a problem is about.
pub(super) fn field_of(problem: &RequestProblem) -> &'static str {
    match problem {
        RequestProblem::Unknown { field, .. } | RequestProblem::UnknownVersion { field, .. } => field,
        RequestProblem::UnknownOutcome { .. } => "rpl",
        RequestProblem::EnrolledAndHeld { .. }
        | RequestProblem::EnrolledTwice { .. }
        | RequestProblem::EnrolmentEndsBeforeStart { .. } => "enrolled",
        RequestProblem::DeadlineBeforeStart { .. } | RequestProblem::GoalChanges { .. } => "deadline",
        RequestProblem::TakenTogether { .. } | RequestProblem::GainedByParts { .. } => "goal",
        RequestProblem::TooManyHours { .. } => "hours_per_week",
        RequestProblem::GoalExcluded { .. } => "exclude",
        RequestProblem::StartOutOfRange { .. } => "earliest_start",
    }
}

/// Whether a file is a profile rather than a catalogue file: it has a `[profile]` or `[person]` table.
pub fn is_profile(file: &SourceFile<'_>) -> bool {
    let (root, _) = parse(file, StandIns::outside([]));
    root.contains_key("profile") || root.contains_key("person")
}

/// Reads a profile file. `today` stands for an earliest start that is left out; `goal`, when given, for the file's.
///
/// Codes are not looked up; [`read_known_profile`] does that.
///
/// # Errors
/// Every problem of the file at once: an unknown key, 2027-02-30, a deadline before the earliest start,
/// `employment_from` without `employment = "starting"`, negative hours, no goal at all.
///
/// ```
/// use chrono::NaiveDate;
/// use registry_api::format::{SourceFile, read_profile};
///
/// let text = "[profile]\ngoal = \"tier:1\"\nexperience_months = 0\nemployment = \"not-employed\"\nhours_per_week = 4\n";
/// let today = NaiveDate::from_ymd_opt(2027, 2, 1).expect("a day");
/// let profile = read_profile(&SourceFile { name: "me.toml", text }, today, None).expect("nothing is wrong");
/// assert_eq!(profile.request.record.as_at(), today);
/// ```
pub fn read_profile(file: &SourceFile<'_>, today: NaiveDate, goal: Option<Goal>) -> Result<Profile, Vec<Problem>> {
    read(file, today, goal, None).map_err(|problems| problems.of_file)
}

/// Reads a profile file as [`read_profile`] does, and looks up in the catalogue what it names.
///
/// # Errors
/// Every problem of the file at once, those that only the catalogue shows among them.
pub fn read_known_profile(
    file: &SourceFile<'_>,
    today: NaiveDate,
    goal: Option<Goal>,
    catalogue: &Catalogue,
) -> Result<Profile, ProfileProblems> {
    read(file, today, goal, Some(catalogue))
}

fn read(
    file: &SourceFile<'_>,
    today: NaiveDate,
    given: Option<Goal>,
    catalogue: Option<&Catalogue>,
) -> Result<Profile, ProfileProblems> {
    let (root, mut reader) = parse(file, StandIns::outside([file.text]));
    let damaged = reader.mute_if_damaged(0, u32::MAX);
    let mut named = Named { goal: given.clone(), ..Named::default() };
    let mut lines = Lines::new();
    let parts = document(&mut reader, &root, today, &mut named, &mut lines);
    let mentions = reader.take_mentions();
    if given.is_some() {
        lines.remove("goal");
    }
    let mut elsewhere = Vec::new();
    for problem in catalogue.map(|catalogue| named.unknown(catalogue, &reader.stand_ins)).into_iter().flatten() {
        match locate(&lines, &mentions, &problem) {
            Some(line) => reader.report(line, problem),
            None => elsewhere.push(problem),
        }
    }
    let of_file = reader.finish();
    match parts {
        Some((invented, person, request)) if of_file.is_empty() && elsewhere.is_empty() && !damaged => {
            Ok(Profile { invented, person, request, lines, mentions })
        }
        _ => Err(ProfileProblems { of_file, elsewhere }),
    }
}

fn document(
    r: &mut Reader<'_>,
    root: &DeTable<'_>,
    today: NaiveDate,
    named: &mut Named,
    lines: &mut Lines,
) -> Option<(bool, Option<Person>, Request)> {
    let mut f = Fields::top(root, 1);
    let invented = f.or_default(r, "invented", flag);
    r.invented = invented.unwrap_or_default();
    let person = f.optional(r, "person", person);
    r.take_mentions();
    let request = f.required(r, "profile", |r, value| {
        let Some(table) = value.get().as_table() else {
            return value.instead(r, "[profile] in square brackets, and the answers below it");
        };
        let fields = Fields::top(table, value.line(r));
        r.entry = "profile".to_owned();
        *lines = FIELDS.into_iter().filter(|key| fields.has(key)).map(|key| (key, fields.line_of(r, key))).collect();
        let request = Answers::read(r, fields, today, named).check(r, lines);
        r.entry.clear();
        request
    });
    f.finish(r);
    Some((invented?, person?, request?))
}

fn person(r: &mut Reader<'_>, value: Value<'_>) -> Option<Person> {
    if !r.invented {
        return value.refuse(
            r,
            "nobody real is described in a file; take the table away, or begin the file with invented = true",
        );
    }
    let mut f = Fields::of(r, &value)?;
    let name = f.required(r, "name", text);
    let story = f.required(r, "story", text);
    let provenance = provenance(r, &mut f);
    f.finish(r);
    Some(Person { name: name.unwrap_or_else(stand_in::text), story: story.unwrap_or_else(stand_in::text), provenance })
}

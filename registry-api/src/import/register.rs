//! An extract of the national register in JSON: units, skill sets, qualifications, and what has replaced what.
//!
//! Only what the registry keeps is read (docs/IMPORT.md has the shape); other keys are passed over, since every extract has
//! its own.

use std::sync::Arc;

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::course::{CourseKind, Equivalence};
use registry_core::id::CourseCode;
use registry_core::qualification::{Currency, GroupKind, Packaging, PackagingGroup};
use registry_core::source::{Confidence, Provenance};
use registry_core::volume::Hours;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::problem::ImportProblem;
use super::stated::{Stated, Statements, What, award_of_title};
use crate::format::{LIST_MAX, TEXT_CHARACTERS_MAX};

/// Whose words these are.
const EXTERNAL: &str = "national register extract";

/// The lists of a file, each entry still as text.
#[derive(Deserialize)]
struct Extract<'a> {
    #[serde(borrow, default)]
    units: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    skill_sets: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    qualifications: Vec<&'a RawValue>,
    /// Hours that stand for those that an entry does not state; that they are assumed is said in the entry.
    #[serde(default)]
    assumed_nominal_hours: Option<f64>,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    title: String,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    released: Option<NaiveDate>,
    #[serde(default)]
    nominal_hours: Option<f64>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    elements: Option<Vec<String>>,
    #[serde(default)]
    superseded_by: Option<Successor>,
    #[serde(default)]
    packaging: Option<Rules>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    #[serde(alias = "Current")]
    Current,
    #[serde(alias = "Superseded")]
    Superseded,
    #[serde(alias = "Deleted")]
    Deleted,
}

#[derive(Deserialize)]
struct Successor {
    code: String,
    #[serde(default = "not_stated")]
    equivalence: Equivalence,
}

fn not_stated() -> Equivalence {
    Equivalence::NotStated
}

#[derive(Deserialize)]
struct Rules {
    core: u16,
    electives: u16,
    #[serde(default)]
    core_units: Vec<CourseCode>,
    #[serde(default)]
    elective_units: Vec<CourseCode>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Unit,
    SkillSet,
    Qualification,
}

/// Reads the files.
pub(super) fn read(texts: &[(&str, &str)], catalogue: &Catalogue, today: NaiveDate) -> Statements {
    let mut statements = Statements::default();
    for (name, text) in texts {
        let file: Arc<str> = (*name).into();
        let extract: Extract<'_> = match serde_json::from_str(text) {
            Ok(extract) => extract,
            Err(error) => {
                let (line, message) = worded(&error, 1);
                statements.refuse(&file, line, Some(error.column()), message);
                continue;
            }
        };
        let count = extract.units.len() + extract.skill_sets.len() + extract.qualifications.len();
        if count == 0 || count > LIST_MAX {
            let message = match count {
                0 => "there are no units, skill_sets or qualifications in this file; name it, or give another format"
                    .to_owned(),
                _ => format!("there are {count} entries; at most {LIST_MAX} are read, so split the file"),
            };
            statements.problems.push(ImportProblem::of_file(name, message));
            continue;
        }
        let assumed = extract.assumed_nominal_hours;
        let lines = Lines::of(text);
        let lists = [
            (Kind::Unit, extract.units),
            (Kind::SkillSet, extract.skill_sets),
            (Kind::Qualification, extract.qualifications),
        ];
        for (kind, raw) in lists.into_iter().flat_map(|(kind, list)| list.into_iter().map(move |raw| (kind, raw))) {
            let line = lines.of_part(text, raw.get());
            match serde_json::from_str::<Entry>(raw.get()) {
                Err(error) => {
                    let (line, message) = worded(&error, line);
                    statements.refuse(&file, line, None, message);
                }
                Ok(entry) => match stated(entry, kind, assumed, line) {
                    Ok(stated) => statements.add(&file, stated, catalogue, today),
                    Err(message) => statements.refuse(&file, line, None, message),
                },
            }
        }
    }
    statements
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1).collect())
    }

    /// The line of a part of the text.
    fn of_part(&self, text: &str, part: &str) -> u32 {
        let at = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        u32::try_from(self.0.partition_point(|start| *start <= at) + 1).unwrap_or(u32::MAX)
    }
}

/// On which line of the file an entry that begins on `from` is refused, and why.
fn worded(error: &serde_json::Error, from: u32) -> (u32, String) {
    let line = from + u32::try_from(error.line()).unwrap_or(1).saturating_sub(1);
    let said = error.to_string();
    let reason =
        said.split(" at line ").next().unwrap_or(&said).replace("invalid type: ", "there is ").replace('`', "\"");
    (line, format!("this entry cannot be read: {reason}"))
}

fn stated(entry: Entry, kind: Kind, assumed: Option<f64>, line: u32) -> Result<Stated, String> {
    let code = entry.code.trim().to_owned();
    let of = |message: String| format!("{code}: {message}");
    let title = text("title", &entry.title).map_err(of)?;
    let hours = |number: f64| Hours::new(number).map_err(|error| of(format!("nominal_hours: {error}")));
    let hours = match (entry.nominal_hours, assumed) {
        (Some(number), _) => (Some(hours(number)?), None),
        (None, Some(number)) if kind != Kind::Qualification => {
            (Some(hours(number)?), Some("its hours are assumed".to_owned()))
        }
        _ => (None, None),
    };
    let what = match kind {
        Kind::Unit => What::Course(CourseKind::UnitOfCompetency),
        Kind::SkillSet => What::Course(CourseKind::SkillSet),
        Kind::Qualification => {
            let aqf_type = award_of_title(&title)
                .ok_or_else(|| of("the title begins with no award of the AQF, such as Certificate IV in".to_owned()))?;
            let currency = entry.status.map(|status| match status {
                Status::Current => Currency::Current,
                Status::Superseded | Status::Deleted => Currency::Superseded,
            });
            What::Qualification { aqf_type, currency, packaging: entry.packaging.map(|rules| packaging(rules, &code)) }
        }
    };
    let description = entry.description.map(|description| text("description", &description)).transpose().map_err(of)?;
    let elements = entry.elements.map(|elements| elements.iter().map(|element| text("elements", element)).collect());
    let outcomes = elements.transpose().map_err(of)?;
    Ok(Stated {
        title,
        what,
        description,
        hours: hours.0,
        released: entry.released,
        outcomes,
        superseded_by: entry.superseded_by.map(|next| (next.code.trim().to_owned(), next.equivalence)),
        external: EXTERNAL,
        remark: hours.1,
        line,
        code,
    })
}

/// A text that people read.
fn text(key: &str, given: &str) -> Result<String, String> {
    let text = given.trim();
    if text.is_empty() {
        return Err(format!("{key} is empty; write it"));
    }
    if text.chars().count() > TEXT_CHARACTERS_MAX {
        return Err(format!("{key} has more than {TEXT_CHARACTERS_MAX} characters; shorten it"));
    }
    match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        Some(control) => Err(format!("{key} has the control character {control:?}; take it out")),
        None => Ok(text.to_owned()),
    }
}

fn packaging(rules: Rules, code: &str) -> Packaging {
    let group = |code: &str, title: &str, kind, units: Vec<CourseCode>| PackagingGroup {
        code: code.to_owned(),
        title: title.to_owned(),
        kind,
        least: None,
        most: None,
        units,
    };
    let groups = [
        group("core", "Core units", GroupKind::Core, rules.core_units),
        group("electives", "Elective units", GroupKind::Elective, rules.elective_units),
    ];
    Packaging {
        core: rules.core,
        electives: rules.electives,
        electives_listed_min: None,
        electives_elsewhere_max: None,
        work_hours_min: None,
        groups: groups.into_iter().filter(|group| !group.units.is_empty()).collect(),
        provenance: Provenance::External {
            external: EXTERNAL.to_owned(),
            place: format!("{code}, packaging rules"),
            confidence: Confidence::Medium,
        },
    }
}

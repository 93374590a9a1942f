//! Words about requisites as lines of text.

use registry_core::requisite::{Requisite, RequisiteKind};
use registry_core::words::sentence_start;

use crate::web::workspace::Misread;

pub(in crate::web) const IN_WORDS: &str = "What it says now";
pub(in crate::web) const HOW_TO_WRITE: &str = "How to write it";

/// What may be written, and what it means.
pub(in crate::web) const REQUISITE_EXAMPLES: [(&str, &str); 11] = [
    ("suite-advocacy", "The course of that code, in any version."),
    ("suite-advocacy ^2", "The course in version 2, such as 2.0.0 or 2.3.1."),
    ("qualification CHC43515", "A qualification."),
    ("tier 2", "A tier of the internship model."),
    ("more than 12 months of experience", "Work as a consumer worker. Without “more than”, 12 months will do."),
    ("employed", "Work as a consumer worker now."),
    ("released by a partner organisation", "The employer is a partner and gives the time."),
    ("supervision from the consumer perspective", "Or: family-carer. Or only “supervision”, from anybody."),
    ("placement of 120 hours", "A placement, or work."),
    ("confirm \"I may work with children.\"", "What people tell you when they enrol. We do not ask or keep it."),
    ("at least 2 of (tier 1; employed; (suite-advocacy and tier 2))", "Brackets say what belongs together."),
];

/// A requisite of a course, in words.
pub(in crate::web) fn asked_for(requisite: &Requisite, said: &str) -> String {
    let beside = if requisite.kind() == RequisiteKind::Corequisite { ", or at the same time" } else { "" };
    let strength = if requisite.is_required() { "needed" } else { "advised" };
    format!("{} ({strength} first{beside})", sentence_start(said))
}

pub(in crate::web) fn on_line(line: &str, problem: &str) -> String {
    format!("“{line}”: {problem}")
}

pub(in crate::web) fn no_course(code: &str, near: Option<&str>) -> String {
    match near {
        Some(near) => format!("there is no course “{code}”; did you mean {near}?"),
        None => format!("there is no course “{code}”; look up its code among the courses"),
    }
}

pub(in crate::web) fn is_qualification(code: &str) -> String {
    format!("{code} is a qualification; write: qualification {code}")
}

pub(in crate::web) fn no_qualification(code: &str, near: Option<&str>) -> String {
    match near {
        Some(near) => format!("there is no qualification “{code}”; did you mean {near}?"),
        None => format!("there is no qualification “{code}”; look up its code among the qualifications"),
    }
}

/// What is wrong with a line, and what to write.
pub(in crate::web) fn misread(misread: &Misread) -> String {
    match misread {
        Misread::Ends => "something is missing at the end; say what is needed there".to_owned(),
        Misread::Stray(token) => {
            format!("“{token}” cannot stand where it does; write one thing on a line, or put “and” or “or” between two")
        }
        Misread::Mixed => "“and” and “or” stand side by side; put brackets round what belongs together, such as \
            (a and b) or c"
            .to_owned(),
        Misread::Unclosed => "a bracket is opened and not closed; write ) where it ends".to_owned(),
        Misread::Unquoted => {
            "a quotation mark is opened and not closed; write \" at the end of the statement".to_owned()
        }
        Misread::Range(way) => format!(
            "“{way}” names no versions; write a code and a range such as ^1, or put “and” or “or” between two things"
        ),
        Misread::Tier(number) => format!("there is no tier “{number}”; write a tier from 1 to 4, such as: tier 2"),
        Misread::Months(number) => {
            format!("after {number} say months or years of experience, such as: 12 months of experience")
        }
        Misread::Over => "say more than how much, such as: more than 12 months of experience".to_owned(),
        Misread::Perspective(name) => {
            format!("“{name}” is no perspective; write: supervision from the consumer perspective, or family-carer")
        }
        Misread::Hours => "say how many hours, in quarters of an hour, such as: placement of 120 hours".to_owned(),
        Misread::Statement => {
            "put what is confirmed in quotation marks, such as: confirm \"I may work with children.\"".to_owned()
        }
        Misread::Least => "say how many, such as: at least 2 of (a; b; c)".to_owned(),
        Misread::List(example) => format!("put what there is to choose from in brackets, such as: {example}"),
        Misread::Code(error) => error.to_string(),
        Misread::Joined(error) => error.to_string(),
    }
}

//! Rosters as tables: a header, and a row for each person and what they completed.

use std::collections::BTreeMap;

use registry_core::credential::badge::TitleShown;
use registry_core::credential::usi::Usi;
use registry_core::words::{nearest, shortened};

use super::super::{Award, Earned};
use super::{CODE, Reading, RosterRow};
use crate::spreadsheet::{UNCLOSED, delimiter, unclosed};

/// The columns of a table, in the order of the template.
pub const COLUMNS: [&str; 11] = [
    "reference",
    "course",
    "version",
    "qualification",
    "completed",
    "name",
    "result",
    "title",
    "valid_until",
    "suspendable",
    "usi",
];

/// A roster that begins as the template does.
pub const TEMPLATE: &str =
    "reference,course,version,qualification,completed,name,result,title,valid_until,suspendable,usi\n";

/// What the number of a version is.
const NUMBER: &str = "the number of a version, such as 1.4.2";

/// The cells of a row, by column.
struct Cells(BTreeMap<&'static str, String>);

impl Cells {
    fn cell(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A cell that is not empty.
    fn given(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }
}

impl Reading {
    pub(super) fn table(&mut self, text: &str) {
        let delimiter = delimiter(text);
        let open = unclosed(text, delimiter);
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut records = reader.records();
        let Some(Ok(header)) = records.next() else {
            self.wrong::<()>(
                1,
                "",
                format!("the file is empty; its first line names the columns: {}", TEMPLATE.trim_end()),
            );
            return;
        };
        let mut columns: BTreeMap<&'static str, usize> = BTreeMap::new();
        for (at, name) in header.iter().enumerate() {
            let name = name.trim();
            let Some(known) = COLUMNS.into_iter().find(|known| *known == name) else {
                // Of a file without a header, the first line has a person in it.
                let message = match nearest(name, COLUMNS) {
                    Some(like) => format!("\"{}\" is not a column of a roster; did you mean {like}?", shortened(name)),
                    None => format!("cell {} is not a column of a roster; these are: {}", at + 1, TEMPLATE.trim_end()),
                };
                self.wrong::<()>(1, "", message);
                continue;
            };
            if columns.insert(known, at).is_some() {
                self.wrong::<()>(1, known, "the column stands twice; leave one out");
            }
        }
        if !columns.contains_key("completed") {
            self.wrong::<()>(1, "completed", "the column is missing: every row says when it was completed");
        }
        if let Some((line, at)) = open {
            // All that follows would be in one cell: of many people, the name of the first.
            let column = columns.iter().find(|(_, place)| **place == at).map_or("", |(name, _)| *name);
            self.wrong::<()>(line.into(), column, UNCLOSED);
        }
        if !self.problems.is_empty() {
            return;
        }
        for record in records {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, |at| line_of(text, at));
                    if record.iter().all(|cell| cell.trim().is_empty()) {
                        continue;
                    }
                    if self.full(line) {
                        return;
                    }
                    if record.len() > header.len() {
                        self.wrong::<()>(
                            line,
                            "",
                            "the row has more cells than the header; put a cell with a comma in quotes",
                        );
                        continue;
                    }
                    let cell = |at: &usize| record.get(*at).unwrap_or_default().trim().to_owned();
                    self.row(line, &Cells(columns.iter().map(|(name, at)| (*name, cell(at))).collect()));
                }
                Err(_) => {
                    self.wrong::<()>(0, "", "the file cannot be read as a table; save it as CSV in UTF-8");
                    return;
                }
            }
        }
    }

    fn row(&mut self, line: u64, cells: &Cells) {
        let before = self.problems.len();
        let earned = match (cells.given("course"), cells.given("qualification")) {
            (Some(course), None) => {
                let version = cells.given("version").map(|text| self.value(line, "version", text, NUMBER));
                let course = self.value(line, "course", course, CODE);
                course.map(|course| Earned::Course(course, version.flatten()))
            }
            (None, Some(code)) => {
                if cells.given("version").is_some() {
                    self.wrong::<()>(line, "version", "a qualification has no version; leave it empty");
                }
                self.value(line, "qualification", code, CODE).map(Earned::Qualification)
            }
            (Some(_), Some(_)) => self.wrong(line, "course", "both a course and a qualification are given; give one"),
            (None, None) => self.wrong(line, "course", "neither a course nor a qualification is given; give one"),
        };
        self.earned.extend(earned.clone().map(|earned| (line, earned)));
        let completed = self.day(line, "completed", cells.cell("completed"));
        let valid_until = cells.given("valid_until").map(|text| self.day(line, "valid_until", text));
        let title = match cells.cell("title") {
            "" | "full" => Some(TitleShown::Full),
            "neutral" => Some(TitleShown::Neutral),
            _ => self.wrong(line, "title", "this is not a title; write full or neutral"),
        };
        let suspendable = match cells.cell("suspendable") {
            "" | "no" => Some(false),
            "yes" => Some(true),
            _ => self.wrong(line, "suspendable", "this is neither yes nor no"),
        };
        if let Some(Err(error)) = cells.given("usi").map(str::parse::<Usi>) {
            self.wrong::<()>(line, "usi", error.to_string());
        }
        let (Some(earned), Some(completed), Some(title), Some(suspendable)) = (earned, completed, title, suspendable)
        else {
            return;
        };
        if self.problems.len() > before {
            return;
        }
        let award = Award {
            earned,
            completed,
            holder_name: cells.given("name").map(str::to_owned),
            result: cells.given("result").map(str::to_owned),
            title,
            valid_until: valid_until.flatten(),
            suspendable,
            usi: cells.given("usi").map(str::to_owned),
            reference: cells.given("reference").map(str::to_owned),
        };
        self.roster.rows.push(RosterRow { line, award });
    }
}

/// The line on which a row begins: its position is before the empty lines that are passed over.
fn line_of(text: &str, at: &::csv::Position) -> u64 {
    let from = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    at.line() + empty as u64
}

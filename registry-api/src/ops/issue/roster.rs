//! Rosters: who completed what, as a table or as AVETMISS files, read into awards. Everything wrong with a file is said at once.
//!
//! A roster's own name for a person goes back with the result of its row, and is kept nowhere.

mod nat;
mod table;

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;

pub use self::table::{COLUMNS, TEMPLATE};
use super::judge::not_there;
use super::{Award, AwardFault, Earned};

/// What a code is.
const CODE: &str = "a code; a code has ASCII letters, digits, hyphens and full stops";

/// The most rows of a file.
pub const ROWS_MAX: usize = 100_000;

/// What sort of file a roster is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterFormat {
    /// A table with a header.
    Csv,
    /// AVETMISS 8.0, training activity: a line for each unit of each person.
    Nat00120,
    /// AVETMISS 8.0, programs completed.
    Nat00130,
}

impl RosterFormat {
    /// The format of a file of that name; a table where it is neither of the others.
    pub fn of_name(name: &str) -> Self {
        let base = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_uppercase();
        match base.split('.').next() {
            Some("NAT00120") => Self::Nat00120,
            Some("NAT00130") => Self::Nat00130,
            _ => Self::Csv,
        }
    }
}

/// What a roster comes to.
#[derive(Debug, Default)]
pub struct Roster {
    /// What is to be issued, in the order of the file.
    pub rows: Vec<RosterRow>,
    /// What is not, and why.
    pub passed_over: Vec<PassedOver>,
}

/// A line of which something is to be issued.
#[derive(Debug)]
pub struct RosterRow {
    /// Its line in the file, from 1.
    pub line: u64,
    /// What is to be issued, with what the roster calls the person.
    pub award: Award,
}

impl RosterRow {
    /// What the roster calls the person; empty where it calls them nothing.
    pub fn reference(&self) -> &str {
        self.award.reference.as_deref().unwrap_or_default()
    }
}

/// A line of which nothing is issued, as its outcome says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// Its line in the file, from 1.
    pub line: u64,
    /// Why.
    pub reason: &'static str,
}

/// Something wrong with a roster. It names no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterProblem {
    /// The line, from 1.
    pub line: u64,
    /// The column: its name, or `column 72` for the first character of a field of fixed width.
    pub column: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// Reads a roster.
///
/// # Errors
/// Everything wrong: a column that is not known, a day such as `1.2.2027`, a line that is too short, a number of an outcome
/// that is none, a USI with a mistake; and beside these, what the catalogue has not.
pub fn read_roster(format: RosterFormat, text: &str, catalogue: &Catalogue) -> Result<Roster, Vec<RosterProblem>> {
    read_beside(format, text, &|earned| not_there(catalogue, earned))
}

/// The same, where `not_there` says what the catalogue has not.
fn read_beside(
    format: RosterFormat,
    text: &str,
    not_there: &dyn Fn(&Earned) -> Option<AwardFault>,
) -> Result<Roster, Vec<RosterProblem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = Reading::default();
    match format {
        RosterFormat::Csv => reading.table(text),
        RosterFormat::Nat00120 => reading.lines(text, Reading::activity),
        RosterFormat::Nat00130 => reading.lines(text, Reading::completed),
    }
    if reading.problems.is_empty() {
        return Ok(reading.roster);
    }
    // Whoever mends the roster mends this with it; of a sound one it is found out when it is judged.
    for (line, earned) in std::mem::take(&mut reading.earned) {
        if let Some(fault) = not_there(&earned) {
            reading.wrong::<()>(line, fault.field(), fault.to_string());
        }
    }
    reading.problems.sort_by_key(|problem| problem.line);
    Err(reading.problems)
}

#[derive(Default)]
struct Reading {
    roster: Roster,
    /// What every line names that could be read, also of lines with something wrong.
    earned: Vec<(u64, Earned)>,
    problems: Vec<RosterProblem>,
}

impl Reading {
    fn wrong<T>(&mut self, line: u64, column: impl Into<String>, message: impl Into<String>) -> Option<T> {
        self.problems.push(RosterProblem { line, column: column.into(), message: message.into() });
        None
    }

    /// A text of a cell as a value. What a cell holds is not repeated: in a file whose columns have moved it is a name.
    fn value<T: std::str::FromStr>(&mut self, line: u64, column: &str, text: &str, what: &str) -> Option<T> {
        text.parse().ok().or_else(|| self.wrong(line, column, format!("this is not {what}")))
    }

    fn day(&mut self, line: u64, column: &str, text: &str) -> Option<NaiveDate> {
        crate::day::read(text).or_else(|| self.wrong(line, column, "this is not a day such as 2027-02-01"))
    }

    fn full(&mut self, line: u64) -> bool {
        let full = self.roster.rows.len() >= ROWS_MAX;
        if full {
            self.wrong::<()>(line, "", format!("a roster has at most {ROWS_MAX} rows; give the rest in another"));
        }
        full
    }
}

#[cfg(test)]
mod tests;

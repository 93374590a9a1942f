//! One thing that is wrong with a file that is imported.

use std::fmt;

use serde::{Serialize, Serializer};

/// One thing that is wrong with what is imported, and where. Ordered by file, line, column and message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ImportProblem {
    /// The file, as it was given; `the catalogue` when an entry is meant that no file holds.
    pub file: String,
    /// The line, counted from 1; `None` when the whole file is meant.
    pub line: Option<u32>,
    /// The column; `None` where the message names the key, or the line as a whole is meant. Of a spreadsheet every problem of a
    /// row has one.
    pub column: Option<Column>,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Where in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The column of a spreadsheet, counted from 0, shown as its letters.
    Letter(usize),
    /// A column that a spreadsheet does not have, shown as its header.
    Header(&'static str),
    /// The place of a character, counted from 1.
    Character(usize),
}

impl fmt::Display for Column {
    /// `A`, …, `Z`, `AA`; `119`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Character(number) => write!(f, "{number}"),
            Self::Header(name) => f.write_str(name),
            Self::Letter(at) => {
                if let Some(before) = (at / 26).checked_sub(1) {
                    Self::Letter(before).fmt(f)?;
                }
                write!(f, "{}", char::from(b'A' + u8::try_from(at % 26).unwrap_or(0)))
            }
        }
    }
}

impl Serialize for Column {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl ImportProblem {
    /// A problem of a whole file.
    pub(super) fn of_file(file: &str, message: impl fmt::Display) -> Self {
        Self { file: file.to_owned(), line: None, column: None, message: message.to_string() }
    }
}

impl fmt::Display for ImportProblem {
    /// `courses.csv:12, column E: course suite-a: title is missing; add it`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_a_spreadsheet_calls_them() {
        let letters: Vec<_> = [0, 25, 26, 51, 52, 701, 702].map(|at| Column::Letter(at).to_string()).into();
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}

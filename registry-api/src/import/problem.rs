//! One thing that is wrong with a file that is imported.

use std::fmt;

use serde::Serialize;

/// One thing that is wrong with what is imported, and where. Ordered by file, line, column and message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ImportProblem {
    /// The file, as it was given; `the catalogue` when an entry is meant that no file holds.
    pub file: String,
    /// The line, counted from 1; `None` when the whole file is meant.
    pub line: Option<u32>,
    /// The column: a letter of a spreadsheet, or the place of a character in a line, counted from 1. `None` where the
    /// message names the key.
    pub column: Option<String>,
    /// What is wrong, and what to do.
    pub message: String,
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

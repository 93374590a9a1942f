//! One thing that is wrong with a file.

use std::fmt;

/// One thing that is wrong with a file, and where. Ordered by file, line and message; a problem of the whole file
/// comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The name of the file, as it was given.
    pub file: String,
    /// The line, counted from 1; `None` when the whole file is meant.
    pub line: Option<u32>,
    /// What is wrong, and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    /// `seeds/x.toml:12: course suite-a: title is missing; add it`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

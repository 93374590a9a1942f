//! Collects what is wrong, with the place of each value.

use std::fmt::Display;

use chrono::NaiveDate;
use registry_core::volume::{Hours, HoursError, number_shown};
use registry_core::words::{shortened, too_many_hours_a_week};

use crate::graphql::scalars::GivenDate;
use crate::graphql::types::problem::{Problem, RequestErrorCode};

/// Most problems of one answer: nobody reads more, and a small request must not make a large answer.
pub(crate) const PROBLEMS_MAX: usize = 50;

/// Most entries of a list of codes.
pub(crate) const CODES_MAX: usize = 100;

/// The longest text that is read as a version: longer ones are never real, and are not repeated.
const VERSION_LENGTH_MAX: usize = 64;

/// The place of a value: names and indexes from the outermost in.
#[derive(Debug, Clone)]
pub(crate) struct Place(Vec<String>);

impl Place {
    /// The outermost place.
    pub(crate) fn root() -> Self {
        Self(Vec::new())
    }

    /// A place within this one.
    pub(crate) fn then(&self, part: impl Display) -> Self {
        let mut parts = self.0.clone();
        parts.push(part.to_string());
        Self(parts)
    }
}

/// What is wrong so far.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    found: Vec<Problem>,
}

impl Problems {
    /// Notes a problem, unless there are more than anybody reads.
    pub(crate) fn add(&mut self, code: RequestErrorCode, place: &Place, message: impl Display) {
        if self.found.len() < PROBLEMS_MAX {
            let message = sentence(&message.to_string());
            self.found.push(Problem { code, message, field: place.0.clone() });
        }
    }

    /// The value, or a problem and nothing.
    pub(crate) fn value<T, E: Display>(
        &mut self,
        code: RequestErrorCode,
        place: &Place,
        read: Result<T, E>,
    ) -> Option<T> {
        read.map_err(|error| self.add(code, place, error)).ok()
    }

    /// A list of codes; `None` when there are too many to be read. Codes that are none are left out.
    pub(crate) fn codes<C, E: Display>(
        &mut self,
        place: &Place,
        texts: &[String],
        read: fn(&str) -> Result<C, E>,
    ) -> Vec<C> {
        if texts.len() > CODES_MAX {
            let count = texts.len();
            self.add(
                RequestErrorCode::TooMany,
                place,
                format_args!("the list has {count} codes; at most {CODES_MAX} are read"),
            );
            return Vec::new();
        }
        let one =
            |(index, text): (usize, &String)| self.value(RequestErrorCode::InvalidCode, &place.then(index), read(text));
        texts.iter().enumerate().filter_map(one).collect()
    }

    /// A date, as far as it is one.
    pub(crate) fn date(&mut self, place: &Place, date: &GivenDate) -> Option<NaiveDate> {
        self.value(RequestErrorCode::InvalidDate, place, date.read())
    }

    /// A semantic version.
    pub(crate) fn version(&mut self, place: &Place, text: &str) -> Option<semver::Version> {
        let version = if text.len() <= VERSION_LENGTH_MAX { text.parse().ok() } else { None };
        if version.is_none() {
            let message = format_args!("\"{}\" is not a semantic version; write 1.0.0", shortened(text));
            self.add(RequestErrorCode::InvalidVersion, place, message);
        }
        version
    }

    /// Hours in quarter hours.
    pub(crate) fn hours(&mut self, place: &Place, hours: f64) -> Option<Hours> {
        self.value(RequestErrorCode::InvalidHours, place, Hours::new(hours))
    }

    /// Hours in any one week, in quarter hours.
    pub(crate) fn hours_per_week(&mut self, place: &Place, hours: f64) -> Option<Hours> {
        let read = Hours::new(hours).map_err(|error| match error {
            HoursError::TooLong(hours) => too_many_hours_a_week(&number_shown(hours)),
            error => error.to_string(),
        });
        self.value(RequestErrorCode::InvalidHours, place, read)
    }

    /// A whole number of a range.
    pub(crate) fn number(&mut self, place: &Place, what: &str, number: i32, most: u16) -> Option<u16> {
        let read = u16::try_from(number).ok().filter(|number| *number <= most);
        if read.is_none() {
            let message = format_args!("{what} of {number} is outside 0 to {most}");
            self.add(RequestErrorCode::OutOfRange, place, message);
        }
        read
    }

    /// Everything that is wrong, in the order in which it was found.
    pub(crate) fn into_list(self) -> Vec<Problem> {
        self.found
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

/// A message as a sentence: with a capital and a full stop. No message begins with a code, which a capital would
/// change; what begins with a quotation or a number gets a noun before it.
pub(crate) fn sentence(message: &str) -> String {
    let mut text = match message.chars().next() {
        Some('"') => format!("The text {message}"),
        Some(first) if first == '-' || first.is_ascii_digit() => format!("The amount of {message}"),
        Some(first) => first.to_uppercase().chain(message.chars().skip(1)).collect(),
        None => String::new(),
    };
    // A guess at what was meant is a sentence of its own, so that the whole does not end as a question.
    if let Some((said, near)) = text.strip_suffix('?').and_then(|asked| asked.split_once("; did you mean ")) {
        text = format!("{said}. The nearest is {near}");
    }
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}

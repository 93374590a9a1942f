//! A second in time, in UTC, as credentials write it.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use crate::date;
use crate::words::shortened;

/// A second in time, in UTC. Ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(NaiveDateTime);

/// A text that is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a moment such as 2027-02-01T00:00:00Z")]
pub struct MomentError(String);

impl Moment {
    /// The moment of a date and time in UTC; parts of a second are dropped, rounding **down**.
    pub fn of(utc: NaiveDateTime) -> Self {
        Self(utc.with_nanosecond(0).unwrap_or(utc))
    }

    /// The first second of a day, in UTC.
    pub fn start_of(day: NaiveDate) -> Self {
        Self(day.and_time(NaiveTime::MIN))
    }

    /// The date and time in UTC.
    pub fn in_utc(self) -> NaiveDateTime {
        self.0
    }

    /// The day it is in UTC.
    pub fn day(self) -> NaiveDate {
        self.0.date()
    }

    /// The day it is where the registry is: in UTC+10, whatever clocks there do in summer, as its pages and its days of publication
    /// have it.
    pub fn day_here(self) -> NaiveDate {
        self.0.checked_add_signed(TimeDelta::hours(10)).unwrap_or(self.0).date()
    }

    /// So many days later, or earlier; at the ends of the calendar it stays there.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        let end = if days < 0 { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
        Self(self.0.checked_add_signed(TimeDelta::days(days.into())).unwrap_or(end))
    }

    /// `1 February 2027, 00:00:00 UTC`.
    pub fn in_words(self) -> String {
        format!("{}, {} UTC", date::in_words(self.day()), self.0.format("%H:%M:%S"))
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    /// Reads RFC 3339, with `Z` or an offset.
    ///
    /// # Errors
    /// `"2027-02-01"`; `"2027-02-01T00:00:00"` (no zone); `"2027-02-30T00:00:00Z"`.
    fn from_str(text: &str) -> Result<Self, MomentError> {
        let read = DateTime::parse_from_rfc3339(text).map_err(|_| MomentError(shortened(text)))?;
        Ok(Self::of(read.naive_utc()))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_the_same_in_every_zone() {
        let read = |text: &str| text.parse::<Moment>().expect(text);
        assert_eq!(read("2027-02-01T10:00:00+10:00"), read("2027-02-01T00:00:00.999Z"));
        assert_eq!(read("2027-02-01T10:00:00+10:00").to_string(), "2027-02-01T00:00:00Z");
        assert_eq!(read("2027-02-01T00:00:00Z").plus_days(-1).in_words(), "31 January 2027, 00:00:00 UTC");
        for wrong in ["2027-02-01", "2027-02-01T00:00:00", "2027-02-30T00:00:00Z", ""] {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
        let end = Moment::of(NaiveDateTime::MAX);
        assert_eq!(end.plus_days(1).day(), end.day());
    }
}

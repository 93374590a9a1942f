//! The one zone in which pages say days and times: UTC+10.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use registry_core::credential::moment::Moment;

use crate::day::AHEAD;

/// The date and time it is where pages are read. At the end of the calendar it stays there.
fn shifted(utc: NaiveDateTime) -> NaiveDateTime {
    utc.checked_add_signed(AHEAD).unwrap_or(NaiveDateTime::MAX)
}

/// The date and time of the clock.
pub(in crate::web) fn local(at: DateTime<Utc>) -> NaiveDateTime {
    shifted(at.naive_utc())
}

/// The day of something that a credential says: the day after its day in UTC, from 14:00 UTC on.
pub(in crate::web) fn day(at: Moment) -> NaiveDate {
    shifted(at.in_utc()).date()
}

/// The last day on which something holds that ends at a moment: the moment itself is over.
pub(in crate::web) fn last_day(end: Moment) -> NaiveDate {
    shifted(end.in_utc().checked_sub_signed(TimeDelta::seconds(1)).unwrap_or(NaiveDateTime::MIN)).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_at_night_in_utc_is_signed_on_the_next_day_here_and_a_day_given_stays_that_day() {
        for (at, expected) in [
            ("2027-02-01T00:00:00Z", "2027-02-01"),
            ("2027-02-01T13:59:59Z", "2027-02-01"),
            ("2027-02-01T14:00:00Z", "2027-02-02"),
            ("2027-02-02T00:30:00+10:00", "2027-02-02"),
        ] {
            let moment: Moment = at.parse().expect("a moment");
            assert_eq!(day(moment).to_string(), expected, "{at}");
            assert_eq!(local(moment.in_utc().and_utc()).date(), day(moment), "{at}");
        }
        assert_eq!(day(Moment::of(NaiveDateTime::MAX)), NaiveDate::MAX);
    }

    #[test]
    fn what_ends_at_midnight_here_held_on_the_day_before() {
        for (end, expected) in [("2027-01-01T00:00:00+10:00", "2026-12-31"), ("2027-01-01T00:00:00Z", "2027-01-01")] {
            assert_eq!(last_day(end.parse().expect("a moment")).to_string(), expected, "{end}");
        }
    }
}

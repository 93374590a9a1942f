//! A day as people type it, and when it is over.

use chrono::{NaiveDate, TimeDelta};
use registry_core::credential::moment::Moment;

/// How far the registry's day is ahead of UTC: the standard time of eastern Australia, where most of the people are
/// whom the catalogue is for. A fixed number, without summer time: nobody needs a time zone database to know the day,
/// and a request that depends on it says the day itself.
pub(crate) const AHEAD: TimeDelta = TimeDelta::hours(10);

/// The moment a day is over at UTC+10: of what holds until a day, that day is the last.
pub(crate) fn end_of(day: NaiveDate) -> Moment {
    let midnight = Moment::start_of(day).plus_days(1).in_utc();
    Moment::of(midnight.checked_sub_signed(AHEAD).unwrap_or(midnight))
}

/// The ways in which a day is written: as the hints say, and as forms and letters have it here, the day first.
const WAYS: [&str; 4] = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"];

/// The day; `None` for `soon`, `31/02/2027`, `5/2027`, and a year of two digits, which may be of another century.
pub(crate) fn read(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let years = |day: &NaiveDate| (1900..=2200).contains(&chrono::Datelike::year(day));
    WAYS.iter().find_map(|way| NaiveDate::parse_from_str(text, way).ok().filter(years))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{end_of, read};

    #[test]
    fn a_day_is_over_at_midnight_where_people_are() {
        let end = end_of(NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day"));
        assert_eq!(end.to_string(), "2026-12-31T14:00:00Z");
    }

    #[test]
    fn a_day_is_read_as_people_here_write_it_and_never_with_the_month_first() {
        for text in ["2027-05-03", " 3/5/2027", "03/05/2027", "3 May 2027", "3 may 2027"] {
            assert_eq!(read(text).map(|day| day.to_string()).as_deref(), Some("2027-05-03"), "{text}");
        }
        for text in ["soon", "", "31/02/2027", "5/13/2027", "3/5/27", "5/2027", "2027-05-03T09:00", "3.5.2027"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

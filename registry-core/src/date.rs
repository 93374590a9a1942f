//! Calendar arithmetic that plans need, with its rounding said.

use chrono::{Datelike, Days, Months, NaiveDate};

/// The day so many whole months later. A day that the month does not have becomes its last day: one month after
/// 31 January is 28 (or 29) February. `None` past the calendar's end.
pub fn add_months(date: NaiveDate, months: u32) -> Option<NaiveDate> {
    date.checked_add_months(Months::new(months))
}

/// The day after. The calendar's last day stays where it is.
pub fn next_day(date: NaiveDate) -> NaiveDate {
    date.succ_opt().unwrap_or(date)
}

/// The first Monday on or after a day.
pub fn monday_on_or_after(date: NaiveDate) -> NaiveDate {
    let ahead = (7 - date.weekday().num_days_from_monday()) % 7;
    date.checked_add_days(Days::new(ahead.into())).unwrap_or(date)
}

/// The Monday of the week a day is in.
pub fn monday_of(date: NaiveDate) -> NaiveDate {
    let back = date.weekday().num_days_from_monday();
    date.checked_sub_days(Days::new(back.into())).unwrap_or(date)
}

/// `1 February 2027`, as a letter says it.
pub fn in_words(date: NaiveDate) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = MONTHS[date.month0() as usize % 12];
    format!("{} {month} {}", date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect(text)
    }

    #[test]
    fn a_month_later_stays_within_the_month() {
        assert_eq!(add_months(day("2027-01-31"), 1), Some(day("2027-02-28")));
        assert_eq!(add_months(day("2027-02-28"), 12), Some(day("2028-02-28")));
        assert_eq!(add_months(NaiveDate::MAX, 1), None);
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(monday_on_or_after(day("2027-02-01")), day("2027-02-01"));
        assert_eq!(monday_on_or_after(day("2027-02-02")), day("2027-02-08"));
        assert_eq!(monday_of(day("2027-02-07")), day("2027-02-01"));
    }

    #[test]
    fn dates_read_as_a_letter_says_them() {
        assert_eq!(in_words(day("2027-02-01")), "1 February 2027");
    }
}

//! A day as people type it.

use chrono::NaiveDate;

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
    use super::read;

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

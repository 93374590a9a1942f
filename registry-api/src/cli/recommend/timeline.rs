//! Steps as bars over the months.

use chrono::{Datelike, NaiveDate};
use registry_core::pathway::Step;

/// The most columns the months take; numbers and a margin take the rest of the page.
const COLUMNS_MAX: usize = 72;

/// Columns before the months.
const MARGIN: usize = 5;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How months become columns.
#[derive(Debug, Clone, Copy)]
struct Scale {
    /// The first month, counted from year 0.
    first: i32,
    /// Months shown.
    months: usize,
    /// Columns of one month; with 0, one column is a quarter of a year.
    width: usize,
}

impl Scale {
    fn of(steps: &[Step]) -> Option<Self> {
        let first = month(steps.iter().map(|step| step.start).min()?);
        let last = month(steps.iter().map(|step| step.end).max()?);
        let months = usize::try_from(last - first).unwrap_or(0) + 1;
        let width = (COLUMNS_MAX / months).min(4);
        // A quarter begins in January, April, July or October.
        let (first, months) = if width == 0 { (first - first.rem_euclid(3), months + 2) } else { (first, months) };
        Some(Self { first, months, width })
    }

    fn columns(self) -> usize {
        if self.width == 0 { self.months.div_ceil(3) } else { self.months * self.width }
    }

    /// The column of a day: exact to the day where a month has several.
    fn column(self, day: NaiveDate) -> usize {
        let months = usize::try_from(month(day) - self.first).unwrap_or(0);
        if self.width == 0 { months / 3 } else { months * self.width + (day.day0() as usize * self.width) / 31 }
    }
}

fn month(day: NaiveDate) -> i32 {
    day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0)
}

/// The lines of a timeline: the years, the months where there is room for them, and a bar for each step.
pub(super) fn lines(steps: &[Step]) -> Vec<String> {
    let Some(scale) = Scale::of(steps) else {
        return Vec::new();
    };
    let mut years = vec![' '; scale.columns() + 4];
    let mut months = String::new();
    for offset in 0..scale.months {
        let month = scale.first + i32::try_from(offset).unwrap_or(0);
        let (year, in_year) = (month.div_euclid(12), month.rem_euclid(12) as usize);
        let at = if scale.width == 0 { offset / 3 } else { offset * scale.width };
        // The year stands over its January, and over the first month when that leaves room before January.
        let room_until_january = (12 - in_year) * scale.width;
        if in_year == 0 || (offset == 0 && room_until_january >= 5) {
            years.splice(at..at + 4, year.to_string().chars().take(4));
        }
        match scale.width {
            0 => {}
            4 => months.push_str(&format!("{:<4}", MONTHS[in_year])),
            width => months.push_str(&format!("{:<width$}", &MONTHS[in_year][..1])),
        }
    }
    let margin = " ".repeat(MARGIN);
    let mut lines = vec![format!("{margin}{}", years.into_iter().collect::<String>().trim_end())];
    if !months.is_empty() {
        lines.push(format!("{margin}{}", months.trim_end()));
    }
    for (index, step) in steps.iter().enumerate() {
        let (from, to) = (scale.column(step.start), scale.column(step.end));
        let bar = "█".repeat(to.saturating_sub(from) + 1);
        lines.push(format!("{:>3}  {}{bar}", index + 1, " ".repeat(from)));
    }
    lines
}

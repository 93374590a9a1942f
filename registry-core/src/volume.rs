//! Time spent learning.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

use serde::{Deserialize, Serialize};

/// The most hours one value holds: four full-time years of 1,200 h, the longest award of the Australian
/// Qualifications Framework (a doctorate, 3–4 years).
pub const HOURS_MAX: u32 = 4_800;

/// A length of learning in minutes, in steps of a quarter hour, 0–4,800 h. Ordered by length.
///
/// Used for a course's *volume of learning* and for a person's own time. Shown in hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Hours(u32);

/// Why a number is not a length of learning.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum HoursError {
    /// `-1.0`.
    #[error("{} hours is negative; it must be 0 or more", number_shown(*.0))]
    Negative(f64),
    /// `0.1`, `NaN`.
    #[error("{} hours is not a whole number of quarter hours; {}", number_shown(*.0), quarters_near(*.0))]
    NotQuarterHours(f64),
    /// `4800.25`.
    #[error("{} hours is too long; at most {HOURS_MAX} are allowed", number_shown(*.0))]
    TooLong(f64),
}

/// The digits of a number that are written out; a longer one is written with an exponent, in at most 24 characters.
const DIGITS_SHOWN_MAX: usize = 20;

/// A number as a message repeats it: `37.5`, `1e300`.
pub fn number_shown(number: f64) -> String {
    let plain = number.to_string();
    if plain.len() > DIGITS_SHOWN_MAX { format!("{number:e}") } else { plain }
}

/// What to write instead of a number that is no whole number of quarter hours: its two neighbours.
fn quarters_near(hours: f64) -> String {
    if !hours.is_finite() {
        return "write 1, 1.25, 1.5 or 1.75".to_owned();
    }
    let below = (hours * 4.0).floor() / 4.0;
    format!("write {below} or {}", below + 0.25)
}

impl Hours {
    /// No time.
    pub const ZERO: Hours = Hours(0);

    /// Reads a number of hours.
    ///
    /// # Errors
    /// `-1.0`, `0.1` (not a quarter hour), `NaN`, `4800.25`.
    ///
    /// ```
    /// use registry_core::volume::Hours;
    ///
    /// let hours = Hours::new(37.5).expect("quarter hours");
    /// assert_eq!(hours.to_string(), "37.5 h");
    /// assert_eq!(hours.minutes_per_week(10), 225);
    /// assert!(Hours::new(0.1).is_err());
    /// ```
    pub fn new(hours: f64) -> Result<Self, HoursError> {
        let quarters = hours * 4.0;
        if hours < 0.0 {
            Err(HoursError::Negative(hours))
        } else if hours > f64::from(HOURS_MAX) {
            Err(HoursError::TooLong(hours))
        } else if quarters.fract() != 0.0 || !quarters.is_finite() {
            Err(HoursError::NotQuarterHours(hours))
        } else {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "0 to 19,200 by the checks above"
            )]
            Ok(Hours(quarters as u32 * 15))
        }
    }

    /// A length in minutes, for sums; not limited to quarter hours.
    pub fn from_minutes(minutes: u32) -> Hours {
        Hours(minutes)
    }

    /// The length in minutes.
    pub fn minutes(self) -> u32 {
        self.0
    }

    /// Minutes in each of `weeks` weeks when spread evenly, rounded **up** to the minute, so that a plan never
    /// understates a week. `weeks` of 0 counts as 1.
    pub fn minutes_per_week(self, weeks: u32) -> u32 {
        self.0.div_ceil(weeks.max(1))
    }

    /// The length in hours.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 60.0
    }
}

impl TryFrom<f64> for Hours {
    type Error = HoursError;
    fn try_from(hours: f64) -> Result<Self, HoursError> {
        Hours::new(hours)
    }
}

impl From<Hours> for f64 {
    fn from(hours: Hours) -> f64 {
        hours.as_f64()
    }
}

impl fmt::Display for Hours {
    /// `6 h`, `37.5 h`, `0.25 h`; anything finer is rounded **up** to a hundredth.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = (u64::from(self.0) * 100).div_ceil(60);
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        match (rest / 10, rest % 10) {
            (0, 0) => write!(f, "{whole} h"),
            (tenth, 0) => write!(f, "{whole}.{tenth} h"),
            _ => write!(f, "{whole}.{rest:02} h"),
        }
    }
}

impl Add for Hours {
    type Output = Hours;
    fn add(self, other: Hours) -> Hours {
        Hours(self.0.saturating_add(other.0))
    }
}

impl Sum for Hours {
    fn sum<I: Iterator<Item = Hours>>(hours: I) -> Hours {
        hours.fold(Hours::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarter_hours_are_exact() {
        for (hours, minutes) in [(0.0, 0), (0.25, 15), (37.5, 2_250), (4_800.0, 288_000)] {
            assert_eq!(Hours::new(hours).map(Hours::minutes), Ok(minutes));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        assert_eq!(Hours::new(-1.0), Err(HoursError::Negative(-1.0)));
        assert_eq!(Hours::new(0.1), Err(HoursError::NotQuarterHours(0.1)));
        assert_eq!(Hours::new(4_800.25), Err(HoursError::TooLong(4_800.25)));
        assert!(Hours::new(f64::NAN).is_err());
        assert!(Hours::new(f64::INFINITY).is_err());
    }

    #[test]
    fn a_refused_number_is_repeated_in_a_few_digits() {
        let message = |hours: f64| Hours::new(hours).expect_err("refused").to_string();
        assert_eq!(message(1e300), "1e300 hours is too long; at most 4800 are allowed");
        assert_eq!(message(f64::INFINITY), "inf hours is too long; at most 4800 are allowed");
        assert_eq!(message(-1e300), "-1e300 hours is negative; it must be 0 or more");
        let quarters = "hours is not a whole number of quarter hours; write";
        assert_eq!(message(1e-300), format!("1e-300 {quarters} 0 or 0.25"));
        assert_eq!(message(0.1), format!("0.1 {quarters} 0 or 0.25"));
        assert_eq!(message(3.1), format!("3.1 {quarters} 3 or 3.25"));
        assert_eq!(message(4_799.9), format!("4799.9 {quarters} 4799.75 or 4800"));
        assert_eq!(message(f64::NAN), format!("NaN {quarters} 1, 1.25, 1.5 or 1.75"));
    }

    #[test]
    fn a_week_is_never_understated() {
        let hours = Hours::new(37.5).expect("quarter hours");
        assert_eq!(hours.minutes_per_week(10), 225);
        assert_eq!(hours.minutes_per_week(7), 322);
        assert_eq!(hours.minutes_per_week(0), 2_250);
    }

    #[test]
    fn hours_are_shown_without_idle_zeros() {
        for (minutes, shown) in [(360, "6 h"), (2_250, "37.5 h"), (15, "0.25 h"), (322, "5.37 h"), (0, "0 h")] {
            assert_eq!(Hours::from_minutes(minutes).to_string(), shown);
        }
    }
}

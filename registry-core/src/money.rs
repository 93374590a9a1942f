//! Australian dollars, exact to the cent.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::words::shortened;

/// The largest amount: one million dollars. No course costs more, and 4,000 of them still fit an `i64` of
/// cents with eleven digits to spare, so sums cannot overflow.
pub const AMOUNT_CENTS_MAX: i64 = 100_000_000;

/// An amount in Australian dollars, a whole number of cents, never negative. Ordered by amount.
///
/// ```
/// use registry_core::money::Aud;
///
/// let fee: Aud = "1250.50".parse().expect("an amount");
/// assert_eq!(fee.cents(), 125_050);
/// assert_eq!(fee.to_string(), "$1,250.50");
/// assert_eq!([fee, fee].into_iter().sum::<Aud>().to_string(), "$2,501");
/// assert!("4.005".parse::<Aud>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Aud(i64);

/// Why a text is not an amount of dollars.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AudError {
    /// `""`.
    #[error(
        "nothing is written for an amount; write dollars and cents such as \"420.00\", and \"0.00\" for what is free"
    )]
    Empty,
    /// `"free"`, `"$4"`, `"1,000"`, `"4.005"`.
    #[error("\"{0}\" is not an amount; write dollars and cents such as \"420.00\"")]
    Unreadable(String),
    /// `"-1.00"`.
    #[error("the amount {0} is negative; it must be 0.00 or more")]
    Negative(String),
    /// `"1000000.01"`.
    #[error("the amount {0} is too large; at most 1000000.00 is allowed")]
    TooLarge(String),
}

impl Aud {
    /// Nothing to pay.
    pub const ZERO: Aud = Aud(0);

    /// The largest amount that is read: $1,000,000. Sums may be larger.
    pub const MAX: Aud = Aud(AMOUNT_CENTS_MAX);

    /// An amount of whole cents, or `None` when it is negative.
    ///
    /// Sums may exceed [`AMOUNT_CENTS_MAX`]; a single amount that is read may not.
    pub fn from_cents(cents: i64) -> Option<Aud> {
        (cents >= 0).then_some(Aud(cents))
    }

    /// The amount in cents.
    pub fn cents(self) -> i64 {
        self.0
    }
}

impl FromStr for Aud {
    type Err = AudError;

    /// Reads `"420"`, `"420.5"` or `"420.50"`.
    ///
    /// # Errors
    /// `"free"`, `"$4"`, `"1,000"`, `"4.005"`; `""`; `"-1.00"`; `"1000000.01"`.
    fn from_str(text: &str) -> Result<Self, AudError> {
        if text.trim().is_empty() {
            return Err(AudError::Empty);
        }
        let unreadable = || AudError::Unreadable(shortened(text));
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (dollars, cents) = digits.split_once('.').unwrap_or((digits, "0"));
        let numeric = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !numeric(dollars) || !numeric(cents) || cents.len() > 2 {
            return Err(unreadable());
        }
        if negative {
            return Err(AudError::Negative(shortened(text)));
        }
        let too_large = || AudError::TooLarge(shortened(text));
        let dollars: i64 = dollars.parse().map_err(|_| too_large())?;
        let fraction: i64 = cents.parse().map_err(|_| unreadable())?;
        let fraction = if cents.len() == 1 { fraction * 10 } else { fraction };
        let total = dollars.checked_mul(100).and_then(|c| c.checked_add(fraction)).ok_or_else(too_large)?;
        if total > AMOUNT_CENTS_MAX { Err(too_large()) } else { Ok(Aud(total)) }
    }
}

impl TryFrom<String> for Aud {
    type Error = AudError;
    fn try_from(text: String) -> Result<Self, AudError> {
        text.parse()
    }
}

impl From<Aud> for String {
    fn from(amount: Aud) -> String {
        format!("{}.{:02}", amount.0 / 100, amount.0 % 100)
    }
}

impl fmt::Display for Aud {
    /// `$420`, `$1,250.50`, `nothing` is `$0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dollars = (self.0 / 100).to_string();
        let mut grouped = String::new();
        for (index, digit) in dollars.chars().enumerate() {
            if index > 0 && (dollars.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        match self.0 % 100 {
            0 => write!(f, "${grouped}"),
            cents => write!(f, "${grouped}.{cents:02}"),
        }
    }
}

impl Add for Aud {
    type Output = Aud;
    fn add(self, other: Aud) -> Aud {
        Aud(self.0.saturating_add(other.0))
    }
}

impl Sum for Aud {
    fn sum<I: Iterator<Item = Aud>>(amounts: I) -> Aud {
        amounts.fold(Aud::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_and_cents_are_read_exactly() {
        for (text, cents) in
            [("0", 0), ("420", 42_000), ("420.5", 42_050), ("27.05", 2_705), ("1000000.00", 100_000_000)]
        {
            assert_eq!(text.parse::<Aud>().map(Aud::cents), Ok(cents), "{text}");
        }
    }

    #[test]
    fn an_unreadable_negative_or_huge_amount_is_refused_by_name() {
        for text in ["", " "] {
            assert_eq!(text.parse::<Aud>(), Err(AudError::Empty));
        }
        for text in [".5", "5.", "$4", "1,000", "4.005", "1e3", "+1"] {
            assert_eq!(text.parse::<Aud>(), Err(AudError::Unreadable(text.into())));
        }
        assert_eq!("-1.00".parse::<Aud>(), Err(AudError::Negative("-1.00".into())));
        assert_eq!("1000000.01".parse::<Aud>(), Err(AudError::TooLarge("1000000.01".into())));
        assert!("99999999999999999999".parse::<Aud>().is_err());
    }

    #[test]
    fn amounts_are_shown_as_people_write_them() {
        for (cents, shown) in [(0, "$0"), (42_000, "$420"), (125_050, "$1,250.50"), (100_000_000, "$1,000,000")] {
            assert_eq!(Aud(cents).to_string(), shown);
        }
    }
}

//! Credit points and the schemes they are counted in.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::id::CreditSchemeCode;
use crate::source::Provenance;
use crate::words::shortened;

mod percent;
mod rule;

pub use percent::{Percent, PercentError};
pub use rule::{CreditBasis, CreditExchange, CreditForm, CreditRule, CreditStanding, Validity};

/// The most credit points one value holds. The largest award known here has 360 (a three-year degree at
/// Federation University); 10,000 leaves room for schemes that count finer.
pub const CREDIT_POINTS_MAX: u32 = 10_000;

/// The most decimal places credit points may have: 3.125 needs three, a quarter of it five.
pub const CREDIT_POINTS_PLACES_MAX: u32 = 6;

/// An amount of credit: an exact decimal, 0–10,000, at most six places, never a float. Ordered by amount.
///
/// Points mean something only within their [`CreditScheme`]; compare schemes through [`CreditScheme::eftsl`].
///
/// ```
/// use registry_core::credit::CreditPoints;
///
/// let points = |text: &str| text.parse::<CreditPoints>().expect("credit points");
/// assert_eq!(points("3.125").times(4), points("12.5"));
/// assert_eq!(points("28.125").whole_parts(points("12.5")), 2);
/// assert!("1/8".parse::<CreditPoints>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditPoints(Decimal);

/// Why a text is not an amount of credit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditPointsError {
    /// `"three"`, `"1/8"`, `""`.
    #[error("\"{0}\" is not an amount of credit points; write a decimal such as \"3.125\"")]
    Unreadable(String),
    /// `"-3"`.
    #[error("{0} credit points is negative; it must be 0 or more")]
    Negative(String),
    /// `"10000.5"`.
    #[error("{0} credit points is too many; at most {CREDIT_POINTS_MAX} are allowed")]
    TooMany(String),
    /// `"0.0000001"`.
    #[error("{0} credit points has more than {CREDIT_POINTS_PLACES_MAX} decimal places")]
    TooFine(String),
}

impl CreditPoints {
    /// No credit.
    pub const ZERO: CreditPoints = CreditPoints(Decimal::ZERO);

    /// The exact decimal.
    pub fn decimal(self) -> Decimal {
        self.0
    }

    /// The amount in millionths of a point, the finest that is read.
    pub(crate) fn millionths(self) -> i64 {
        (self.0 * Decimal::from(1_000_000)).trunc().try_into().unwrap_or(i64::MAX)
    }

    /// So many millionths of a point, not below 0 nor above [`CREDIT_POINTS_MAX`].
    pub(crate) fn from_millionths(millionths: i64) -> CreditPoints {
        let points = Decimal::from(millionths.max(0)) / Decimal::from(1_000_000);
        CreditPoints(points.min(Decimal::from(CREDIT_POINTS_MAX)).normalize())
    }

    /// This many times a whole number; stays at [`CREDIT_POINTS_MAX`] when it would exceed it.
    pub fn times(self, count: u32) -> CreditPoints {
        let most = Decimal::from(CREDIT_POINTS_MAX);
        CreditPoints(self.0.checked_mul(Decimal::from(count)).map_or(most, |points| points.min(most)))
    }

    /// How many whole times `part` fits, rounded **down**; 0 when `part` is zero.
    pub fn whole_parts(self, part: CreditPoints) -> u32 {
        let parts = self.0.checked_div(part.0).map(|quotient| quotient.trunc());
        parts.and_then(|whole| whole.try_into().ok()).unwrap_or(0)
    }

    /// The least number of times `part` is needed to reach this much, rounded **up**; `None` when `part` is zero
    /// and this is not.
    pub fn parts_needed(self, part: CreditPoints) -> Option<u32> {
        if self.0.is_zero() {
            return Some(0);
        }
        self.0.checked_div(part.0).and_then(|quotient| quotient.ceil().try_into().ok())
    }

    /// What is left after taking `other` away, and zero when nothing is left.
    pub fn less(self, other: CreditPoints) -> CreditPoints {
        CreditPoints((self.0 - other.0).max(Decimal::ZERO))
    }
}

impl FromStr for CreditPoints {
    type Err = CreditPointsError;

    /// Reads a decimal such as `"3.125"`.
    ///
    /// # Errors
    /// `"three"`, `"1/8"`, `"1e3"`, `""`; `"-3"`; `"10000.5"`; `"0.0000001"`.
    fn from_str(text: &str) -> Result<Self, CreditPointsError> {
        let shown = || shortened(text);
        let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
        if !plain {
            return Err(CreditPointsError::Unreadable(shown()));
        }
        let value = Decimal::from_str(text).map_err(|_| CreditPointsError::Unreadable(shown()))?.normalize();
        if value.is_sign_negative() && !value.is_zero() {
            Err(CreditPointsError::Negative(shown()))
        } else if value > Decimal::from(CREDIT_POINTS_MAX) {
            Err(CreditPointsError::TooMany(shown()))
        } else if value.scale() > CREDIT_POINTS_PLACES_MAX {
            Err(CreditPointsError::TooFine(shown()))
        } else {
            Ok(Self(value))
        }
    }
}

impl TryFrom<String> for CreditPoints {
    type Error = CreditPointsError;
    fn try_from(text: String) -> Result<Self, CreditPointsError> {
        text.parse()
    }
}

impl From<CreditPoints> for String {
    fn from(points: CreditPoints) -> String {
        points.to_string()
    }
}

impl fmt::Display for CreditPoints {
    /// The shortest exact decimal: `3.125`, `50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.normalize())
    }
}

impl Add for CreditPoints {
    type Output = CreditPoints;
    fn add(self, other: CreditPoints) -> CreditPoints {
        let most = Decimal::from(CREDIT_POINTS_MAX);
        CreditPoints(self.0.checked_add(other.0).map_or(most, |points| points.min(most)))
    }
}

impl Sum for CreditPoints {
    fn sum<I: Iterator<Item = CreditPoints>>(points: I) -> CreditPoints {
        points.fold(CreditPoints::ZERO, Add::add)
    }
}

/// How one university or group of them counts credit: points in a full-time year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditScheme {
    /// Its code.
    pub code: CreditSchemeCode,
    /// What it is called.
    pub title: String,
    /// Points in one year of full-time study, more than zero.
    pub points_per_year: CreditPoints,
    /// Where the number comes from.
    pub provenance: Provenance,
}

impl CreditScheme {
    /// The share of a full-time year these points are, an exact decimal (1 = a year; EFTSL, equivalent full-time
    /// student load). `None` when the division has no exact decimal.
    ///
    /// Reporting rounds to thousandths (TCSI element E560); this does not.
    ///
    /// ```
    /// use registry_core::credit::CreditScheme;
    /// use registry_core::source::Provenance;
    ///
    /// let scheme = |code: &str, year: &str| CreditScheme {
    ///     code: code.parse().expect("a code"),
    ///     title: code.to_owned(),
    ///     points_per_year: year.parse().expect("credit points"),
    ///     provenance: Provenance::Invented,
    /// };
    /// let subject = scheme("melbourne", "100").eftsl("12.5".parse().expect("credit points"));
    /// assert_eq!(subject.map(|share| share.to_string()).as_deref(), Some("0.125"));
    /// assert_eq!(subject, scheme("la-trobe", "120").eftsl("15".parse().expect("credit points")));
    /// // One point of 120 has no exact decimal.
    /// assert_eq!(scheme("la-trobe", "120").eftsl("1".parse().expect("credit points")), None);
    /// ```
    pub fn eftsl(&self, points: CreditPoints) -> Option<Decimal> {
        let year = self.points_per_year.0;
        let share = points.0.checked_div(year)?;
        (share.checked_mul(year)? == points.0).then(|| share.normalize())
    }

    /// The same share of a year in thousandths, as providers report it (TCSI element E560: "the EFTSL value is
    /// expressed in thousandths", 0.125 as 125), rounded **down** so that no report says more than was given.
    ///
    /// ```
    /// # use registry_core::credit::CreditScheme;
    /// # use registry_core::source::Provenance;
    /// # let scheme = |code: &str, year: &str| CreditScheme {
    /// #     code: code.parse().expect("a code"),
    /// #     title: code.to_owned(),
    /// #     points_per_year: year.parse().expect("credit points"),
    /// #     provenance: Provenance::Invented,
    /// # };
    /// let subject = scheme("melbourne", "100").reported_eftsl("12.5".parse().expect("credit points"));
    /// assert_eq!((subject.thousandths, subject.rounded), (125, false));
    /// let one = scheme("la-trobe", "120").reported_eftsl("1".parse().expect("credit points"));
    /// assert_eq!((one.thousandths, one.rounded), (8, true));
    /// assert_eq!(one.to_string(), "0.008 EFTSL, rounded down");
    /// ```
    pub fn reported_eftsl(&self, points: CreditPoints) -> ReportedEftsl {
        let (points, year) = (points.millionths(), self.points_per_year.millionths().max(1));
        let thousandths = points.saturating_mul(1_000) / year;
        let rounded = thousandths.saturating_mul(year) != points.saturating_mul(1_000);
        ReportedEftsl { thousandths: u32::try_from(thousandths).unwrap_or(u32::MAX), rounded }
    }

    /// The same share of a year in the points of another scheme; `None` when it has no exact amount there.
    ///
    /// ```
    /// # use registry_core::credit::{CreditPoints, CreditScheme};
    /// # use registry_core::source::Provenance;
    /// # let scheme = |code: &str, year: &str| CreditScheme {
    /// #     code: code.parse().expect("a code"),
    /// #     title: code.to_owned(),
    /// #     points_per_year: year.parse().expect("credit points"),
    /// #     provenance: Provenance::Invented,
    /// # };
    /// let (melbourne, la_trobe) = (scheme("melbourne", "100"), scheme("la-trobe", "120"));
    /// let points = |text: &str| text.parse::<CreditPoints>().expect("credit points");
    /// assert_eq!(melbourne.convert(points("12.5"), &la_trobe), Some(points("15")));
    /// assert_eq!(la_trobe.convert(points("1"), &melbourne), None);
    /// ```
    pub fn convert(&self, points: CreditPoints, to: &CreditScheme) -> Option<CreditPoints> {
        let product = i128::from(points.millionths()) * i128::from(to.points_per_year.millionths());
        let year = i128::from(self.points_per_year.millionths());
        if year == 0 || product % year != 0 {
            return None;
        }
        let most = i64::from(CREDIT_POINTS_MAX) * 1_000_000;
        let exact = i64::try_from(product / year).ok().filter(|millionths| *millionths <= most);
        exact.map(CreditPoints::from_millionths)
    }
}

/// A share of a full-time year in thousandths, and whether it had to be rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReportedEftsl {
    /// Thousandths of a full-time year, rounded down.
    pub thousandths: u32,
    /// Whether something was lost by rounding.
    pub rounded: bool,
}

impl fmt::Display for ReportedEftsl {
    /// `0.125 EFTSL`, `0.008 EFTSL, rounded down`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03} EFTSL", self.thousandths / 1_000, self.thousandths % 1_000)?;
        if self.rounded { f.write_str(", rounded down") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Provenance;

    fn points(text: &str) -> CreditPoints {
        text.parse().expect(text)
    }

    #[test]
    fn four_micro_credentials_are_exactly_one_subject() {
        assert_eq!(points("3.125").times(4), points("12.5"));
        assert_eq!(points("3.125").times(9), points("28.125"));
        assert_eq!(points("28.125").whole_parts(points("12.5")), 2);
        assert_eq!(points("25").parts_needed(points("12.5")), Some(2));
        assert_eq!(points("26").parts_needed(points("12.5")), Some(3));
    }

    #[test]
    fn points_compare_between_schemes_by_share_of_a_year() {
        let scheme = |code: &str, year: &str| CreditScheme {
            code: CreditSchemeCode::new(code).expect(code),
            title: code.to_owned(),
            points_per_year: points(year),
            provenance: Provenance::assumption("test").expect("note"),
        };
        let melbourne = scheme("melbourne", "100").eftsl(points("12.5"));
        assert_eq!(melbourne, Some(Decimal::new(125, 3)));
        assert_eq!(melbourne, scheme("la-trobe", "120").eftsl(points("15")));
        assert_eq!(scheme("la-trobe", "120").eftsl(points("1")), None);
    }

    #[test]
    fn an_unreadable_amount_is_refused() {
        for text in ["", "three", "1/8", "1e3", "--1", "1.2.3", " 1"] {
            assert!(matches!(text.parse::<CreditPoints>(), Err(CreditPointsError::Unreadable(_))), "{text}");
        }
        assert!(matches!("-3".parse::<CreditPoints>(), Err(CreditPointsError::Negative(_))));
        assert!(matches!("10000.5".parse::<CreditPoints>(), Err(CreditPointsError::TooMany(_))));
        assert!(matches!("0.0000001".parse::<CreditPoints>(), Err(CreditPointsError::TooFine(_))));
    }
}

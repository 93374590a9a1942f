//! Shares of an award.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A share in whole per cent, 0–100. Ordered by size.
///
/// ```
/// use registry_core::credit::Percent;
///
/// let half = Percent::new(50).expect("a share");
/// assert_eq!(half.rest().get(), 50);
/// assert_eq!(Percent::new(120).expect_err("too much").to_string(), "120 % is more than the whole; write 0 to 100");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Percent(u8);

/// A number that is not a share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PercentError {
    /// `120`.
    #[error("{0} % is more than the whole; write 0 to 100")]
    TooMuch(i64),
    /// `-1`.
    #[error("{0} % is negative; write 0 to 100")]
    Negative(i64),
}

impl Percent {
    /// Reads a share.
    ///
    /// # Errors
    /// `120`, `-1`.
    pub fn new(percent: i64) -> Result<Self, PercentError> {
        match u8::try_from(percent) {
            Ok(share) if share <= 100 => Ok(Self(share)),
            _ if percent < 0 => Err(PercentError::Negative(percent)),
            _ => Err(PercentError::TooMuch(percent)),
        }
    }

    /// The share in per cent, 0–100.
    pub fn get(self) -> u8 {
        self.0
    }

    /// What is left of the whole.
    pub fn rest(self) -> Percent {
        Percent(100 - self.0)
    }

    /// So much of an amount in any unit, rounded **down** to that unit.
    pub(crate) fn of(self, amount: i64) -> i64 {
        i64::try_from(i128::from(amount) * i128::from(self.0) / 100).unwrap_or(amount)
    }
}

impl TryFrom<i64> for Percent {
    type Error = PercentError;
    fn try_from(percent: i64) -> Result<Self, PercentError> {
        Self::new(percent)
    }
}

impl From<Percent> for i64 {
    fn from(percent: Percent) -> i64 {
        percent.0.into()
    }
}

impl fmt::Display for Percent {
    /// `50 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}

//! The four tiers of the internship model, and the two of organisational readiness, which are something else.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::requisite::{Requisite, RequisiteExpr};
use crate::source::Provenance;

/// One of the four tiers of the internship model (*Leading the Change*, Figure 6), in order of career stage.
///
/// A tier is for a career stage; no tier requires another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Tier {
    /// People interested in beginning consumer work.
    One,
    /// Consumer workers who have recently commenced.
    Two,
    /// Consumer workers who have worked for over one year.
    Three,
    /// Consumer workers with over five years of experience.
    Four,
}

/// A number that is not a tier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a tier; the internship model has tiers 1 to 4")]
pub struct TierError(pub i64);

impl Tier {
    /// The four tiers in order.
    pub const ALL: [Tier; 4] = [Tier::One, Tier::Two, Tier::Three, Tier::Four];

    /// Reads a tier's number.
    ///
    /// # Errors
    /// `0`, `5`.
    pub fn new(number: u8) -> Result<Self, TierError> {
        match number {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            3 => Ok(Self::Three),
            4 => Ok(Self::Four),
            _ => Err(TierError(number.into())),
        }
    }

    /// Its number, 1–4.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

impl TryFrom<u8> for Tier {
    type Error = TierError;
    fn try_from(number: u8) -> Result<Self, TierError> {
        Self::new(number)
    }
}

impl From<Tier> for u8 {
    fn from(tier: Tier) -> u8 {
        tier.number()
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tier {}", self.number())
    }
}

/// What Figure 6 says of one tier, and what completing it means here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierDefinition {
    /// Which tier.
    pub tier: Tier,
    /// A short title.
    pub title: String,
    /// Whom it is for.
    pub target_group: String,
    /// How it is built.
    pub structure: String,
    /// What it covers.
    pub content: Vec<String>,
    /// What a person has afterwards.
    pub outcome: String,
    /// The target group as gates.
    pub entry: Vec<Requisite>,
    /// What completing the tier is.
    pub completion: RequisiteExpr,
    /// Who says that this completes it.
    pub completion_provenance: Provenance,
    /// Where the tier is described.
    pub provenance: Provenance,
}

/// One of the two tiers of readiness of *organisations* (*Leading the Change*, recommendation 3). Not a [`Tier`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum ReadinessTier {
    /// Organisations that do not yet employ consumer workers.
    One,
    /// Organisations that do.
    Two,
}

/// A number that is not a readiness tier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a readiness tier; organisations have tiers 1 and 2")]
pub struct ReadinessTierError(pub i64);

impl ReadinessTier {
    /// Reads its number.
    ///
    /// # Errors
    /// `0`, `3`.
    pub fn new(number: u8) -> Result<Self, ReadinessTierError> {
        match number {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            _ => Err(ReadinessTierError(number.into())),
        }
    }

    /// Its number, 1 or 2.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

impl TryFrom<u8> for ReadinessTier {
    type Error = ReadinessTierError;
    fn try_from(number: u8) -> Result<Self, ReadinessTierError> {
        Self::new(number)
    }
}

impl From<ReadinessTier> for u8 {
    fn from(tier: ReadinessTier) -> u8 {
        tier.number()
    }
}

/// What recommendation 3 says of one readiness tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadinessTierDefinition {
    /// Which.
    pub readiness_tier: ReadinessTier,
    /// A short title.
    pub title: String,
    /// What it is.
    pub description: String,
    /// Where it is described.
    pub provenance: Provenance,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_read_back_from_their_numbers() {
        for tier in Tier::ALL {
            assert_eq!(Tier::new(tier.number()), Ok(tier));
        }
        assert_eq!(
            Tier::new(5).expect_err("no such tier").to_string(),
            "5 is not a tier; the internship model has tiers 1 to 4"
        );
        assert_eq!(ReadinessTier::new(3), Err(ReadinessTierError(3)));
    }
}

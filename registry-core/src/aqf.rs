//! The Australian Qualifications Framework: levels, award types, volume of learning.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One full-time year of learning in hours (AQF volume of learning, as ASQA explains it: asqa.gov.au/node/6287).
pub const HOURS_PER_YEAR: u32 = 1_200;

/// A level of the Australian Qualifications Framework, 1–10. Ordered by level.
///
/// A qualification is *awarded at* its level; a micro-credential is only *aligned to* one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct AqfLevel(u8);

/// A number that is not an AQF level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not an AQF level; levels go from 1 to 10")]
pub struct AqfLevelError(pub i64);

impl AqfLevel {
    /// Reads a level.
    ///
    /// # Errors
    /// `0`, `11`.
    pub fn new(level: u8) -> Result<Self, AqfLevelError> {
        if (1..=10).contains(&level) { Ok(Self(level)) } else { Err(AqfLevelError(level.into())) }
    }

    /// The level as a number, 1–10.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for AqfLevel {
    type Error = AqfLevelError;
    fn try_from(level: u8) -> Result<Self, AqfLevelError> {
        Self::new(level)
    }
}

impl From<AqfLevel> for u8 {
    fn from(level: AqfLevel) -> u8 {
        level.0
    }
}

impl fmt::Display for AqfLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AQF level {}", self.0)
    }
}

/// The award types of the framework, in order of level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AqfType {
    /// Certificate I, level 1.
    CertificateI,
    /// Certificate II, level 2.
    CertificateIi,
    /// Certificate III, level 3.
    CertificateIii,
    /// Certificate IV, level 4.
    CertificateIv,
    /// Diploma, level 5.
    Diploma,
    /// Advanced Diploma, level 6.
    AdvancedDiploma,
    /// Associate Degree, level 6.
    AssociateDegree,
    /// Bachelor Degree, level 7.
    Bachelor,
    /// Bachelor Honours Degree, level 8.
    BachelorHonours,
    /// Graduate Certificate, level 8.
    GraduateCertificate,
    /// Graduate Diploma, level 8.
    GraduateDiploma,
    /// Masters Degree, level 9.
    Masters,
    /// Doctoral Degree, level 10.
    Doctorate,
}

impl AqfType {
    /// Every award type, in order of level.
    pub const ALL: [AqfType; 13] = [
        Self::CertificateI,
        Self::CertificateIi,
        Self::CertificateIii,
        Self::CertificateIv,
        Self::Diploma,
        Self::AdvancedDiploma,
        Self::AssociateDegree,
        Self::Bachelor,
        Self::BachelorHonours,
        Self::GraduateCertificate,
        Self::GraduateDiploma,
        Self::Masters,
        Self::Doctorate,
    ];

    /// The name as files write it: `certificate-iv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::CertificateI => "certificate-i",
            Self::CertificateIi => "certificate-ii",
            Self::CertificateIii => "certificate-iii",
            Self::CertificateIv => "certificate-iv",
            Self::Diploma => "diploma",
            Self::AdvancedDiploma => "advanced-diploma",
            Self::AssociateDegree => "associate-degree",
            Self::Bachelor => "bachelor",
            Self::BachelorHonours => "bachelor-honours",
            Self::GraduateCertificate => "graduate-certificate",
            Self::GraduateDiploma => "graduate-diploma",
            Self::Masters => "masters",
            Self::Doctorate => "doctorate",
        }
    }

    /// The name as the framework writes it: `Certificate IV`.
    pub fn title(self) -> &'static str {
        match self {
            Self::CertificateI => "Certificate I",
            Self::CertificateIi => "Certificate II",
            Self::CertificateIii => "Certificate III",
            Self::CertificateIv => "Certificate IV",
            Self::Diploma => "Diploma",
            Self::AdvancedDiploma => "Advanced Diploma",
            Self::AssociateDegree => "Associate Degree",
            Self::Bachelor => "Bachelor Degree",
            Self::BachelorHonours => "Bachelor Honours Degree",
            Self::GraduateCertificate => "Graduate Certificate",
            Self::GraduateDiploma => "Graduate Diploma",
            Self::Masters => "Masters Degree",
            Self::Doctorate => "Doctoral Degree",
        }
    }

    /// The level the award is made at.
    pub fn level(self) -> AqfLevel {
        AqfLevel(match self {
            Self::CertificateI => 1,
            Self::CertificateIi => 2,
            Self::CertificateIii => 3,
            Self::CertificateIv => 4,
            Self::Diploma => 5,
            Self::AdvancedDiploma | Self::AssociateDegree => 6,
            Self::Bachelor => 7,
            Self::BachelorHonours | Self::GraduateCertificate | Self::GraduateDiploma => 8,
            Self::Masters => 9,
            Self::Doctorate => 10,
        })
    }

    /// The usual volume of learning in hours, least and most, at 1,200 h a year.
    ///
    /// Sources: asqa.gov.au/node/6287 for Certificate I to Advanced Diploma and the graduate certificate and
    /// diploma (high confidence); for the degrees secondary pages (medium), so a check against them may only warn.
    pub fn volume_of_learning_hours(self) -> (u32, u32) {
        let (half_years_min, half_years_max) = match self {
            Self::CertificateI | Self::CertificateIi | Self::GraduateCertificate => (1, 2),
            Self::CertificateIii | Self::Diploma | Self::GraduateDiploma => (2, 4),
            Self::CertificateIv => (1, 4),
            Self::AdvancedDiploma => (3, 4),
            Self::AssociateDegree => (4, 4),
            Self::Bachelor | Self::Doctorate => (6, 8),
            Self::BachelorHonours => (2, 2),
            Self::Masters => (2, 8),
        };
        (half_years_min * HOURS_PER_YEAR / 2, half_years_max * HOURS_PER_YEAR / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_go_from_one_to_ten() {
        assert_eq!(AqfLevel::new(1).map(AqfLevel::get), Ok(1));
        assert_eq!(AqfLevel::new(10).map(AqfLevel::get), Ok(10));
        assert_eq!(AqfLevel::new(0), Err(AqfLevelError(0)));
        let message = AqfLevel::new(11).expect_err("too high").to_string();
        assert_eq!(message, "11 is not an AQF level; levels go from 1 to 10");
    }

    #[test]
    fn volumes_of_learning_are_those_the_regulator_prints() {
        for (kind, hours) in [
            (AqfType::CertificateIi, (600, 1_200)),
            (AqfType::CertificateIv, (600, 2_400)),
            (AqfType::Diploma, (1_200, 2_400)),
            (AqfType::AdvancedDiploma, (1_800, 2_400)),
            (AqfType::GraduateCertificate, (600, 1_200)),
        ] {
            assert_eq!(kind.volume_of_learning_hours(), hours, "{}", kind.name());
        }
    }

    #[test]
    fn award_types_are_listed_in_order_of_level() {
        assert!(AqfType::ALL.windows(2).all(|pair| pair[0].level() <= pair[1].level()));
    }
}

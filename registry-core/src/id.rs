//! Codes: the human keys of the things a catalogue holds.
//!
//! A code is what a person reads and types (`CHC43515`, `suite-peer-support`). The opaque identifiers of the
//! API are made from codes at the edge and never appear here.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::words::shortened;

/// The longest code, in characters. National codes have at most 12 characters (AVETMISS 8.0, `NAT00060`:
/// subject identifier A12); 64 leaves room for our own readable ones and still fits a line.
pub const CODE_LENGTH_MAX: usize = 64;

/// Why a text is not a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// `""`.
    #[error("a code is empty; it needs 1 to {CODE_LENGTH_MAX} letters, digits, hyphens or full stops")]
    Empty,
    /// 65 characters or more.
    #[error("the code \"{start}…\" has {length} characters; at most {CODE_LENGTH_MAX} are allowed")]
    TooLong {
        /// The first sixteen characters.
        start: String,
        /// Its length in characters.
        length: usize,
    },
    /// `"peer support"`, `"-a"`, `"naïve"`.
    #[error(
        "the code \"{code}\" has {character:?} as character {position}; use ASCII letters, digits, hyphens and full stops, and begin with a letter or digit"
    )]
    Character {
        /// The refused text, shortened.
        code: String,
        /// The first character that may not stand there.
        character: char,
        /// Its place, counted from 1.
        position: usize,
    },
}

fn check(text: &str) -> Result<(), CodeError> {
    let length = text.chars().count();
    if length == 0 {
        return Err(CodeError::Empty);
    }
    if length > CODE_LENGTH_MAX {
        return Err(CodeError::TooLong { start: text.chars().take(16).collect(), length });
    }
    let allowed = |(index, c): (usize, char)| c.is_ascii_alphanumeric() || (index > 0 && (c == '-' || c == '.'));
    match text.chars().enumerate().find(|&pair| !allowed(pair)) {
        None => Ok(()),
        Some((index, character)) => Err(CodeError::Character { code: shortened(text), character, position: index + 1 }),
    }
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// 1–64 ASCII letters, digits, hyphens and full stops, the first a letter or digit. Ordered by bytes.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Reads a code.
            ///
            /// # Errors
            /// `""`, `"peer support"` (space), `"-a"` (begins with a hyphen), 65 characters.
            pub fn new(text: &str) -> Result<Self, CodeError> {
                check(text)?;
                Ok(Self(text.into()))
            }

            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = CodeError;
            fn try_from(text: String) -> Result<Self, CodeError> {
                Self::new(&text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = CodeError;
            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> String {
                code.0.as_ref().to_owned()
            }
        }
    };
}

code!(/// The code of a course: ours (`suite-peer-support`) or national (`CHCPWK001`).
    CourseCode);
code!(/// The code of a qualification (`CHC43515`).
    QualificationCode);
code!(/// The code of a provider.
    ProviderCode);
code!(/// The code of a role (`advocate`).
    RoleCode);
code!(/// The code of an offering.
    OfferingCode);
code!(/// The code of a tag: a value, a topic, content that must be included.
    TagCode);
code!(/// The code of a source document (`leading-the-change`).
    DocumentCode);
code!(/// The code of a funding source (`free-tafe-vic`).
    FundingCode);
code!(/// The code of a region where offerings in person take place.
    RegionCode);
code!(/// The code of a workforce (`consumer`).
    WorkforceCode);
code!(/// The code of a credit scheme (`melbourne`).
    CreditSchemeCode);
code!(/// The code of a credit rule.
    CreditRuleCode);
code!(/// The code of a support commitment.
    SupportCode);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, message: &str) {
        let error = CourseCode::new(text).expect_err(text);
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn national_and_our_own_codes_are_read() {
        for text in ["CHC43515", "suite-peer-support", "t1.a", "7", &"a".repeat(64)] {
            assert_eq!(CourseCode::new(text).expect(text).as_str(), text);
        }
    }

    #[test]
    fn a_refusal_names_the_character_and_its_place() {
        refused("", "a code is empty; it needs 1 to 64 letters, digits, hyphens or full stops");
        refused(
            "peer support",
            "the code \"peer support\" has ' ' as character 5; use ASCII letters, digits, hyphens and full stops, and begin with a letter or digit",
        );
        refused(
            "-a",
            "the code \"-a\" has '-' as character 1; use ASCII letters, digits, hyphens and full stops, and begin with a letter or digit",
        );
        refused(&"é".repeat(65), "the code \"éééééééééééééééé…\" has 65 characters; at most 64 are allowed");
    }
}

//! Unique Student Identifiers, checked and never kept: no credential holds one, and none can be worked out from it.

use std::fmt;
use std::str::FromStr;

/// The characters of a USI: digits and capitals without 0, 1, I and O, which people mistake for one another.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// How many characters it has, the check character at the end included.
pub const USI_LENGTH: usize = 10;

/// A Unique Student Identifier whose check character is right. It is not shown, and cannot be written anywhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Usi([u8; USI_LENGTH]);

/// Why a text is not a USI. The text itself is not repeated: it is somebody's identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsiError {
    /// `"BNGH7C75F"`.
    #[error("a USI has {USI_LENGTH} characters; this has {0}")]
    Length(usize),
    /// `"BNGH7C75F0"`.
    #[error("character {0} of the USI is not one that a USI has: 2 to 9, and A to Z without I and O")]
    Character(usize),
    /// `"BNGH7C75FM"`.
    #[error("the last character of the USI does not fit the others; one of them is probably mistyped")]
    Check,
}

impl FromStr for Usi {
    type Err = UsiError;

    /// Reads a USI; small letters are read as capitals, and white space around it is dropped.
    ///
    /// # Errors
    /// `"BNGH7C75F"` (nine); `"BNGH7C75F0"` (a nought); `"BNGH7C75FM"` (does not fit).
    fn from_str(text: &str) -> Result<Self, UsiError> {
        let text = text.trim().to_ascii_uppercase();
        let length = text.chars().count();
        if length != USI_LENGTH {
            return Err(UsiError::Length(length));
        }
        let place = |c: char| ALPHABET.iter().position(|&known| char::from(known) == c);
        let mut characters = [0; USI_LENGTH];
        let mut places = [0; USI_LENGTH];
        for (index, c) in text.chars().enumerate() {
            places[index] = place(c).ok_or(UsiError::Character(index + 1))?;
            characters[index] = ALPHABET[places[index]];
        }
        if check_sum(&places) == 0 { Ok(Self(characters)) } else { Err(UsiError::Check) }
    }
}

/// The registrar's check: Luhn's sum modulo 32. From the right every second place counts twice, its two digits to the base 32 added up.
fn check_sum(places: &[usize; USI_LENGTH]) -> usize {
    let twice = |place: usize| (2 * place) / 32 + (2 * place) % 32;
    let sum: usize =
        places.iter().rev().enumerate().map(|(at, &place)| if at % 2 == 1 { twice(place) } else { place }).sum();
    sum % 32
}

impl fmt::Debug for Usi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Usi(not shown)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An invented USI that public test data use.
    const EXAMPLE: &str = "BNGH7C75FN";

    #[test]
    fn the_check_character_finds_every_single_mistake() {
        assert!(EXAMPLE.parse::<Usi>().is_ok());
        assert!(" bngh7c75fn ".parse::<Usi>().is_ok());
        for at in 0..USI_LENGTH {
            for other in ALPHABET {
                let mut text = EXAMPLE.as_bytes().to_vec();
                let same = text[at] == *other;
                text[at] = *other;
                let text = String::from_utf8(text).expect("ASCII");
                assert_eq!(text.parse::<Usi>().is_ok(), same, "{text}");
            }
        }
    }

    /// Numbers that other programs publish as test data; none is a person's.
    #[test]
    fn numbers_that_others_publish_as_tests_are_read() {
        let published = [
            "2GF2UGXXV8",
            "ZTCP6RPU6M",
            "KLP2ZP6NCW",
            "G2RN4G89SD",
            "PCVA64XU3D",
            "CVPZXK7N9H",
            "QBK9UZYQNJ",
            "W2NBT2FW66",
            "TSXEDK8HVP",
            "7QRP3KV395",
            "UDNM3W6KUS",
        ];
        for text in published {
            assert!(text.parse::<Usi>().is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_refused_is_not_repeated() {
        for (text, error) in [
            ("BNGH7C75F", UsiError::Length(9)),
            ("BNGH7C75F0", UsiError::Character(10)),
            ("BNGH7C75FM", UsiError::Check),
            ("É", UsiError::Length(1)),
        ] {
            let found = text.parse::<Usi>().expect_err(text);
            assert_eq!(found, error);
            assert!(!found.to_string().contains(text));
        }
        assert_eq!(format!("{:?}", EXAMPLE.parse::<Usi>()), "Ok(Usi(not shown))");
    }
}

//! Where a fact comes from: every entry and every requisite says so.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::DocumentCode;

/// The longest quote or note, in characters: two or three sentences, short enough to be fair quotation.
pub const TEXT_LENGTH_MAX: usize = 300;

/// Where a fact comes from: a quoted document, an outside page, or nowhere but our own assumption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// One of the documents the registry implements.
    Document {
        /// Which document.
        document: DocumentCode,
        /// Where in it: a section, figure or recommendation.
        place: String,
        /// The words that stand there, 3–300 characters.
        quote: String,
    },
    /// A page or register outside those documents.
    External {
        /// Whose page.
        external: String,
        /// Where on it.
        place: String,
        /// How sure we are of it.
        confidence: Confidence,
    },
    /// Written down nowhere: our assumption, and why.
    Assumption {
        /// Why it is assumed.
        note: String,
    },
    /// Made up to show how the registry works: no such provider, price or person exists.
    Invented,
}

/// How sure an outside fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Unverified.
    Low,
    /// One source that is not official.
    Medium,
    /// An official page, or two independent sources.
    High,
}

impl Confidence {
    /// Every degree, surest first.
    pub const ALL: [Confidence; 3] = [Self::High, Self::Medium, Self::Low];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// Why a provenance cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProvenanceError {
    /// A quote, place or note that is empty or too short.
    #[error("the {part} of a source is \"{text}\"; it needs at least {least} characters")]
    TooShort {
        /// `quote`, `place`, `external` or `note`.
        part: &'static str,
        /// What was given.
        text: String,
        /// The least length in characters.
        least: usize,
    },
    /// A quote, place or note of more than [`TEXT_LENGTH_MAX`] characters.
    #[error("the {part} of a source has {length} characters; at most {TEXT_LENGTH_MAX} are allowed")]
    TooLong {
        /// `quote`, `place`, `external` or `note`.
        part: &'static str,
        /// Its length in characters.
        length: usize,
    },
}

fn text(part: &'static str, text: &str, least: usize) -> Result<String, ProvenanceError> {
    let text = text.trim();
    match text.chars().count() {
        length if length < least => Err(ProvenanceError::TooShort { part, text: text.to_owned(), least }),
        length if length > TEXT_LENGTH_MAX => Err(ProvenanceError::TooLong { part, length }),
        _ => Ok(text.to_owned()),
    }
}

impl Provenance {
    /// A quoted document.
    ///
    /// # Errors
    /// A quote under 3 or over 300 characters, an empty place.
    pub fn document(document: DocumentCode, place: &str, quote: &str) -> Result<Self, ProvenanceError> {
        Ok(Self::Document { document, place: text("place", place, 1)?, quote: text("quote", quote, 3)? })
    }

    /// An outside page.
    ///
    /// # Errors
    /// An empty name or place, or more than 300 characters.
    pub fn external(external: &str, place: &str, confidence: Confidence) -> Result<Self, ProvenanceError> {
        Ok(Self::External { external: text("external", external, 1)?, place: text("place", place, 1)?, confidence })
    }

    /// An assumption of ours.
    ///
    /// # Errors
    /// A note under 3 or over 300 characters.
    pub fn assumption(note: &str) -> Result<Self, ProvenanceError> {
        Ok(Self::Assumption { note: text("note", note, 3)? })
    }

    /// What stands for the source of an entry that was stored without one: an assumption that says so.
    pub fn unsaid() -> Self {
        Self::Assumption { note: "Nobody has said where this comes from.".to_owned() }
    }

    /// Whether a *required* requisite may rest on this: not on an assumption, and not on an outside fact of low
    /// confidence.
    pub fn carries_a_requirement(&self) -> bool {
        match self {
            Self::Document { .. } => true,
            Self::External { confidence, .. } => *confidence > Confidence::Low,
            Self::Assumption { .. } | Self::Invented => false,
        }
    }
}

impl fmt::Display for Provenance {
    /// `leading-the-change, Figure 6: “…”`, `training.gov.au, CHC43515`, `assumption: …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document { document, place, quote } => write!(f, "{document}, {place}: “{quote}”"),
            Self::External { external, place, confidence: Confidence::High } => write!(f, "{external}, {place}"),
            Self::External { external, place, confidence: Confidence::Medium } => {
                write!(f, "{external}, {place} (one source)")
            }
            Self::External { external, place, confidence: Confidence::Low } => {
                write!(f, "{external}, {place} (unverified)")
            }
            Self::Assumption { note } => write!(f, "assumption: {note}"),
            Self::Invented => f.write_str("invented for demonstration"),
        }
    }
}

/// One of the documents that provenance quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceDocument {
    /// Its code.
    pub code: DocumentCode,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// The year it appeared, where known.
    pub year: Option<u16>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assumption_or_an_unverified_page_never_carries_a_requirement() {
        let document = DocumentCode::new("leading-the-change").expect("code");
        let quoted = Provenance::document(document, "Figure 6", "over one year").expect("source");
        assert!(quoted.carries_a_requirement());
        for (confidence, carries) in [(Confidence::High, true), (Confidence::Medium, true), (Confidence::Low, false)] {
            let page = Provenance::external("training.gov.au", "CHC43515", confidence).expect("source");
            assert_eq!(page.carries_a_requirement(), carries, "{confidence:?}");
        }
        assert!(!Provenance::assumption("seems likely").expect("note").carries_a_requirement());
    }

    #[test]
    fn an_empty_or_endless_quote_is_refused() {
        let document = || DocumentCode::new("x").expect("code");
        let short = Provenance::document(document(), "p. 1", " a ").expect_err("short");
        assert_eq!(short.to_string(), "the quote of a source is \"a\"; it needs at least 3 characters");
        let long = Provenance::document(document(), "p. 1", &"a".repeat(301)).expect_err("long");
        assert_eq!(long.to_string(), "the quote of a source has 301 characters; at most 300 are allowed");
    }
}

//! Where what a publisher says comes from.

use async_graphql::{InputObject, OneofObject};
use registry_core::id::DocumentCode;
use registry_core::source::{Confidence, Provenance};

use super::{Place, Problems};
use crate::graphql::types::problem::RequestErrorCode;
use crate::graphql::types::source as types;

/// Where a fact comes from: exactly one of these.
#[derive(OneofObject, Debug)]
pub(crate) enum SourceInput {
    /// The words of a document that the registry knows.
    Document(DocumentSourceInput),
    /// A page or register outside those documents.
    External(ExternalSourceInput),
    /// Written down nowhere: an assumption, and why. A required requisite cannot rest on it.
    Assumption(String),
}

/// The words of a document.
#[derive(InputObject, Debug)]
pub(crate) struct DocumentSourceInput {
    /// The code of the document.
    document: String,
    /// Where in it: a section, figure or recommendation.
    place: String,
    /// The words that stand there, 3 to 300 characters.
    quote: String,
}

/// A page or register.
#[derive(InputObject, Debug)]
pub(crate) struct ExternalSourceInput {
    /// Whose page.
    external: String,
    /// Where on it.
    place: String,
    /// How sure it is.
    confidence: types::Confidence,
}

impl SourceInput {
    /// Reads it; `None` after a problem.
    fn read(&self, place: &Place, problems: &mut Problems) -> Option<Provenance> {
        let invalid = RequestErrorCode::InvalidSource;
        match self {
            Self::Document(DocumentSourceInput { document, place: at, quote }) => {
                let place = place.then("document");
                let code = DocumentCode::new(document);
                let code = problems.value(RequestErrorCode::InvalidCode, &place.then("document"), code);
                problems.value(invalid, &place, Provenance::document(code?, at, quote))
            }
            Self::External(ExternalSourceInput { external, place: at, confidence }) => {
                let read = Provenance::external(external, at, (*confidence).into());
                problems.value(invalid, &place.then("external"), read)
            }
            Self::Assumption(note) => problems.value(invalid, &place.then("assumption"), Provenance::assumption(note)),
        }
    }
}

/// Where an entry comes from when its publisher names no other source: the publisher's own word.
#[derive(Debug, Clone)]
pub(crate) struct OwnWord {
    /// The publisher's name.
    pub(crate) publisher: String,
}

impl OwnWord {
    /// The source given, or the publisher's own word. What cannot be read is the own word too, after a problem.
    pub(crate) fn or(&self, given: Option<&SourceInput>, place: &Place, problems: &mut Problems) -> Provenance {
        let own = || Provenance::external(&self.publisher, "as published in this registry", Confidence::High);
        given.and_then(|source| source.read(place, problems)).or_else(|| own().ok()).unwrap_or_else(Provenance::unsaid)
    }
}

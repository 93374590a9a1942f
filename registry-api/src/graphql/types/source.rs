//! Where a fact comes from.

use async_graphql::{ComplexObject, Enum, SimpleObject};
use registry_core::source as core;

use crate::snapshot::Snapshot;

/// One of the documents the registry implements.
#[derive(SimpleObject)]
pub(crate) struct SourceDocument<'a> {
    /// Its code.
    code: &'a str,
    /// Its title.
    title: &'a str,
    /// Who published it.
    publisher: &'a str,
    /// The year it appeared; null when it is not known.
    year: Option<u16>,
}

impl<'a> From<&'a core::SourceDocument> for SourceDocument<'a> {
    fn from(entry: &'a core::SourceDocument) -> Self {
        Self { code: entry.code.as_str(), title: &entry.title, publisher: &entry.publisher, year: entry.year }
    }
}

/// What sort of source a fact has. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProvenanceKind {
    /// The words of a document: `document`, `place` and `quote` are given.
    Document,
    /// A page or register outside those documents: `external`, `place` and `confidence` are given.
    External,
    /// Written down nowhere, our assumption: `note` is given.
    Assumption,
    /// Made up to show how the registry works; no such provider, price or person exists.
    Invented,
}

/// How sure an outside fact is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::Confidence")]
pub(crate) enum Confidence {
    /// Unverified.
    Low,
    /// One source that is not official.
    Medium,
    /// An official page, or two independent sources.
    High,
}

/// Where a fact comes from.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct Provenance<'a> {
    #[graphql(skip)]
    of: &'a core::Provenance,
    /// What sort of source it is; it says which of the other fields are given.
    kind: ProvenanceKind,
    /// The document; null unless `kind` is `DOCUMENT`.
    document: Option<SourceDocument<'a>>,
    /// Where in the document or on the page; null for assumptions and inventions.
    place: Option<&'a str>,
    /// The words that stand there; null unless `kind` is `DOCUMENT`.
    quote: Option<&'a str>,
    /// Whose page; null unless `kind` is `EXTERNAL`.
    external: Option<&'a str>,
    /// How sure it is; null unless `kind` is `EXTERNAL`.
    confidence: Option<Confidence>,
    /// Why it is assumed; null unless `kind` is `ASSUMPTION`.
    note: Option<&'a str>,
}

#[ComplexObject]
impl Provenance<'_> {
    /// The source in words, for people to read.
    async fn words(&self) -> String {
        self.of.to_string()
    }

    /// Whether it is made up to show how the registry works.
    async fn invented(&self) -> bool {
        is_invented(self.of)
    }
}

/// Whether something is made up to show how the registry works.
pub(crate) fn is_invented(of: &core::Provenance) -> bool {
    *of == core::Provenance::Invented
}

impl<'a> Provenance<'a> {
    /// Shows a provenance with the title of its document.
    pub(crate) fn new(at: &'a Snapshot, of: &'a core::Provenance) -> Self {
        let kind = match of {
            core::Provenance::Document { .. } => ProvenanceKind::Document,
            core::Provenance::External { .. } => ProvenanceKind::External,
            core::Provenance::Assumption { .. } => ProvenanceKind::Assumption,
            core::Provenance::Invented => ProvenanceKind::Invented,
        };
        let empty =
            Self { of, kind, document: None, place: None, quote: None, external: None, confidence: None, note: None };
        match of {
            core::Provenance::Document { document, place, quote } => Self {
                document: at.catalogue().document(document).map(SourceDocument::from),
                place: Some(place),
                quote: Some(quote),
                ..empty
            },
            core::Provenance::External { external, place, confidence } => {
                Self { external: Some(external), place: Some(place), confidence: Some((*confidence).into()), ..empty }
            }
            core::Provenance::Assumption { note } => Self { note: Some(note), ..empty },
            core::Provenance::Invented => empty,
        }
    }
}

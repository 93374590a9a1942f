//! Labels on courses, and places.

use async_graphql::{Enum, SimpleObject};
use registry_core::provider as core;

use super::source::{Provenance, is_invented};
use crate::snapshot::Snapshot;

/// Sorts of label. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::TagKind")]
pub(crate) enum TagKind {
    /// One of the values of consumer work.
    Value,
    /// Content that training must include.
    InclusiveContent,
    /// A subject.
    Topic,
    /// A named framework of practice.
    Framework,
}

/// A label on courses: a value, a topic, content that must be included, a framework.
#[derive(SimpleObject)]
pub(crate) struct Tag<'a> {
    /// Its code.
    code: &'a str,
    /// What sort of label it is.
    kind: TagKind,
    /// Its name.
    title: &'a str,
    /// What it means.
    description: &'a str,
    /// Where it comes from.
    provenance: Provenance<'a>,
    /// Whether it is made up to show how the registry works.
    invented: bool,
}

impl<'a> Tag<'a> {
    pub(crate) fn new(at: &'a Snapshot, entry: &'a core::Tag) -> Self {
        Self {
            code: entry.code.as_str(),
            kind: entry.kind.into(),
            title: &entry.title,
            description: &entry.description,
            provenance: Provenance::new(at, &entry.provenance),
            invented: is_invented(&entry.provenance),
        }
    }
}

/// A place that offerings are held in and people can get to.
#[derive(SimpleObject)]
pub(crate) struct Region<'a> {
    /// Its code.
    code: &'a str,
    /// Its name.
    title: &'a str,
    /// Where it is described.
    provenance: Provenance<'a>,
    /// Whether it is made up to show how the registry works.
    invented: bool,
}

impl<'a> Region<'a> {
    pub(crate) fn new(at: &'a Snapshot, entry: &'a core::Region) -> Self {
        Self {
            code: entry.code.as_str(),
            title: &entry.title,
            provenance: Provenance::new(at, &entry.provenance),
            invented: is_invented(&entry.provenance),
        }
    }
}

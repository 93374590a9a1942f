//! The catalogue as the process serves it: immutable, swapped whole.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use registry_core::analysis::{CatalogueHealth, analyse};
use registry_core::catalogue::Catalogue;
use uuid::Uuid;

use crate::remembered::{Made, Remembered};

/// What an opaque identifier of the API stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdKind {
    /// A course.
    Course,
    /// A version of a course.
    CourseVersion,
    /// A provider.
    Provider,
}

/// The name space of our identifiers (a random UUID, drawn once).
const NAME_SPACE: Uuid = Uuid::from_u128(0x6d0f_5b6e_31a4_4c57_9a3e_8f0d_2c71_b4e9);

impl IdKind {
    /// The prefix of its identifiers.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Course => "course",
            Self::CourseVersion => "version",
            Self::Provider => "provider",
        }
    }

    /// The identifier of the thing with that natural key: the same in every installation, and it tells nothing.
    pub fn id(self, key: &str) -> Uuid {
        Uuid::new_v5(&NAME_SPACE, format!("{}:{key}", self.prefix()).as_bytes())
    }
}

/// A checked catalogue, its revision, and the way back from identifiers.
#[derive(Debug)]
pub struct Snapshot {
    catalogue: Catalogue,
    revision: i64,
    keys: BTreeMap<(IdKind, Uuid), String>,
    health: OnceLock<CatalogueHealth>,
    remembered: Remembered,
    made: Remembered<Made>,
}

impl Snapshot {
    /// Takes a catalogue as of a revision.
    pub fn new(catalogue: Catalogue, revision: i64) -> Self {
        let mut keys = BTreeMap::new();
        let mut add = |kind: IdKind, key: String| keys.insert((kind, kind.id(&key)), key);
        for course in catalogue.courses() {
            add(IdKind::Course, course.code.to_string());
            for version in &course.versions {
                add(IdKind::CourseVersion, format!("{}@{}", course.code, version.version));
            }
        }
        for provider in catalogue.providers() {
            add(IdKind::Provider, provider.code.to_string());
        }
        Self {
            catalogue,
            revision,
            keys,
            health: OnceLock::new(),
            remembered: Remembered::default(),
            made: Remembered::default(),
        }
    }

    /// The catalogue.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The revision of the database it was read at; it grows with every publication.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// What the requisites of the catalogue come to. Worked out when it is first asked for, and kept.
    pub fn health(&self) -> &CatalogueHealth {
        self.health.get_or_init(|| analyse(&self.catalogue))
    }

    /// What was recommended from it of late.
    pub(crate) fn remembered(&self) -> &Remembered {
        &self.remembered
    }

    /// What pages made of its answers of late.
    pub(crate) fn made(&self) -> &Remembered<Made> {
        &self.made
    }

    /// The natural key behind an identifier: a code, or `code@version`.
    pub fn key(&self, kind: IdKind, id: Uuid) -> Option<&str> {
        self.keys.get(&(kind, id)).map(String::as_str)
    }
}

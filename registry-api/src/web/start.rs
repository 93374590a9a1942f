//! The start page, and what these pages are.

use askama::Template;
use registry_core::source::Provenance;

use super::answer::Answer;
use super::endpoint::Asked;
use super::head::{Head, Section};
use super::words;
use crate::snapshot::Snapshot;

#[derive(Template)]
#[template(path = "start.html")]
struct Start {
    head: Head,
    courses: usize,
    roles: usize,
    invented: bool,
}

#[derive(Template)]
#[template(path = "about.html")]
struct About {
    head: Head,
    invented: bool,
}

/// What can be done here.
pub(super) fn start(asked: &Asked<'_>) -> Answer {
    let catalogue = asked.at.catalogue();
    Answer::public(&Start {
        head: Head::new(Section::Start, words::START),
        courses: catalogue.courses().len(),
        roles: catalogue.roles().len(),
        invented: has_invented(asked.at),
    })
}

/// What these pages are, in easy words, and what they keep.
pub(super) fn about(asked: &Asked<'_>) -> Answer {
    Answer::public(&About { head: Head::new(Section::Start, words::ABOUT), invented: has_invented(asked.at) })
}

/// Whether anything on offer is made up.
pub(super) fn has_invented(at: &Snapshot) -> bool {
    at.catalogue().offerings().any(|offering| offering.provenance == Provenance::Invented)
}

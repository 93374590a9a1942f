//! What stands around every page.

use super::{assets, words};

/// The part of the site a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// The start page and what stands beside it.
    Start,
    Plan,
    Record,
    Verify,
    Courses,
    Roles,
    Tiers,
    Qualifications,
    Providers,
    /// The workspace of a publisher.
    Workspace,
}

/// The title of a page and where it belongs.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// The title, which tells nothing about the reader: it stands in histories and on shared screens.
    pub(super) title: String,
    section: Section,
}

impl Head {
    pub(super) fn new(section: Section, title: impl Into<String>) -> Self {
        Self { title: title.into(), section }
    }

    /// Whether the page may be that of somebody who is signed in.
    pub(super) fn signed_in(&self) -> bool {
        self.section == Section::Workspace
    }

    /// Where the style sheet is.
    pub(super) fn style(&self) -> &'static str {
        assets::style()
    }

    /// Where the mark is.
    pub(super) fn mark(&self) -> &'static str {
        assets::mark()
    }

    /// Address and name of each section, and whether the page is in it.
    pub(super) fn sections(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        words::SECTIONS.into_iter().map(|(section, address, name)| (address, name, section == self.section))
    }
}

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
        let here = |section| section == self.section || section == Section::Courses && self.browses();
        words::SECTIONS.into_iter().map(move |(section, address, name)| (address, name, here(section)))
    }

    /// Whether the page is one of what there is.
    pub(super) fn browses(&self) -> bool {
        words::BROWSE.iter().any(|(section, _, _)| *section == self.section)
    }

    /// The same of the parts of what there is.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        words::BROWSE.into_iter().map(|(section, address, name)| (address, name, section == self.section))
    }

    /// Whether the page says days and times on which something ends or was done.
    pub(super) fn says_times(&self) -> bool {
        matches!(self.section, Section::Record | Section::Verify)
    }
}

//! What there is: courses, qualifications, roles, tiers, providers. Each has a list and a page.

pub(in crate::web) mod course;
mod courses;
pub(in crate::web) mod offering;
mod provider;
mod qualification;
pub(in crate::web) mod requirement;
mod role;
mod tier;

use poem::{Route, RouteMethod};
use registry_core::course::Course;

use super::answer::Answer;
use super::endpoint::{Run, not_there};
use super::message::Message;
use super::words::browse::Listed;
use super::{links, words};

/// Adds the pages; `read` makes an endpoint of a page.
pub(super) fn mount(route: Route, read: &impl Fn(Run) -> RouteMethod) -> Route {
    route
        .at("/courses", read(courses::courses))
        .at("/courses/:code", read(course::course))
        .at("/qualifications", read(qualification::qualifications))
        .at("/qualifications/:code", read(qualification::qualification))
        .at("/roles", read(role::roles))
        .at("/roles/:code", read(role::role))
        .at("/tiers", read(tier::tiers))
        .at("/tiers/:code", read(tier::tier))
        .at("/providers", read(provider::providers))
        .at("/providers/:code", read(provider::provider))
}

/// Something with a page of its own, or only with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// Its title.
    pub(super) text: String,
    /// Its page; `None` when it has none.
    pub(super) address: Option<String>,
    /// What is said behind it; empty for nothing.
    pub(super) note: String,
}

impl Link {
    pub(super) fn to(text: impl Into<String>, address: String) -> Self {
        Self { text: text.into(), address: Some(address), note: String::new() }
    }

    pub(super) fn only(text: impl Into<String>) -> Self {
        Self { text: text.into(), address: None, note: String::new() }
    }

    pub(super) fn noting(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }
}

/// A course, with how it stands where somebody would not begin it now.
fn course_link(course: &Course) -> Link {
    let note = words::browse::standing(course).unwrap_or_default();
    Link::to(&course.title, links::course(&course.code)).noting(note)
}

/// The page for a course, role or the like that is not in the catalogue.
fn unknown((what, list): Listed) -> Answer {
    let mut message = Message::new("", &[words::MISTYPED], list);
    message.heading = words::not_listed(what);
    not_there(message)
}

//! The words of what is listed: courses, qualifications, roles, tiers, providers and their offerings.

use registry_core::course::{Course, CourseVersion, VersionStatus};
use registry_core::credit::CreditPoints;
use registry_core::words::joined;

/// What a thing is called, and the list it would stand in.
pub(in crate::web) type Listed = (&'static str, (&'static str, &'static str));

pub(in crate::web) const COURSE: Listed = ("course", ("/courses", "Search the courses"));
pub(in crate::web) const QUALIFICATION: Listed = ("qualification", ("/qualifications", "See all qualifications"));
pub(in crate::web) const ROLE: Listed = ("role", ("/roles", "See all roles"));
pub(in crate::web) const TIER: Listed = ("tier", ("/tiers", "See the four tiers"));
pub(in crate::web) const PROVIDER: Listed = ("provider", ("/providers", "See all providers"));

// The names of facts.

pub(in crate::web) const CODE: &str = "Code";
pub(in crate::web) const TIME: &str = "Time it takes";
pub(in crate::web) const ASSESSED: &str = "Assessed";
pub(in crate::web) const LEVEL: &str = "Level";
pub(in crate::web) const CREDIT: &str = "Credit";
pub(in crate::web) const FOR: &str = "For";
pub(in crate::web) const TIERS: &str = "Tiers";
pub(in crate::web) const ROLES: &str = "Roles";
pub(in crate::web) const TOPICS: &str = "Topics";
pub(in crate::web) const STANDING: &str = "Standing";

pub(in crate::web) const UNITS: &str = "units";
pub(in crate::web) const CREDIT_POINTS: &str = "credit points";

/// What of an offering is in peers' hands.
pub(in crate::web) const LED: &str = "led";
pub(in crate::web) const DEVELOPED: &str = "developed";
pub(in crate::web) const TAUGHT: &str = "taught";

pub(in crate::web) fn aqf_level(level: u8) -> String {
    format!("AQF level {level}")
}

/// A kind of course, and how many there are of it.
pub(in crate::web) fn of_kind(kind: &str, count: usize) -> String {
    format!("{kind} ({count})")
}

/// The level of a course: aligned, for only an award is awarded at one.
pub(in crate::web) fn aligned(level: u8) -> String {
    format!("aligned to {}", aqf_level(level))
}

pub(in crate::web) fn award_level(award: &str, level: u8) -> String {
    format!("{award}, {}", aqf_level(level))
}

pub(in crate::web) fn points(points: CreditPoints) -> String {
    format!("{points} {CREDIT_POINTS}")
}

pub(in crate::web) fn points_of(count: CreditPoints, scheme: &str) -> String {
    format!("{} ({scheme})", points(count))
}

/// What is said of a course beside its title, where it is not what somebody would begin now.
pub(in crate::web) fn standing(course: &Course) -> Option<&'static str> {
    match (&course.superseded_by, course.current()) {
        (Some(_), _) => Some("superseded"),
        (None, None) => Some("not taught any more"),
        (None, Some(_)) => None,
    }
}

/// How a version of a course stands.
pub(in crate::web) fn version_standing(course: &Course, version: &CourseVersion) -> &'static str {
    match version.status {
        VersionStatus::Published if course.current() == Some(version) => "the current one",
        VersionStatus::Published => "still taught beside the current one",
        VersionStatus::Superseded => "replaced by a newer one; if you hold it, it stays yours",
        VersionStatus::Withdrawn => "no longer offered; if you hold it, it stays yours",
    }
}

/// Which version is offered, where it is not the current one.
pub(in crate::web) fn of_version(version: &impl std::fmt::Display) -> String {
    format!("version {version}")
}

pub(in crate::web) fn published(day: &str, status: &str) -> String {
    format!("published {day}, {status}")
}

/// A place after the way of teaching: `in person in Gippsland`.
pub(in crate::web) fn in_region(way: &str, region: Option<&str>) -> String {
    region.map_or_else(|| way.to_owned(), |region| format!("{way} in {region}"))
}

/// What somebody with some funding pays: `Free TAFE Victoria: nothing to pay`.
pub(in crate::web) fn with_funding(funding: &str, price: &str) -> String {
    format!("{funding}: {price}")
}

pub(in crate::web) fn any_monday(from: &str, until: Option<&str>, weeks: &str) -> String {
    let until = until.map_or(String::new(), |day| format!(" to {day}"));
    format!("Starts any Monday from {from}{until}; takes {weeks}")
}

pub(in crate::web) fn own_time(hours: &str) -> String {
    format!("{hours} of your own time")
}

pub(in crate::web) fn by_peers(what: &[&str]) -> String {
    format!("{} by peers", joined(what))
}

//! Finds courses: by what they are, by how they are offered, and by words.

mod search;

use chrono::NaiveDate;
use registry_core::course::{Course, CourseKind, Mode, Offering, VersionStatus};
use registry_core::money::Aud;
use registry_core::role::Perspective;

use super::is_on_offer;
use crate::snapshot::Snapshot;

pub use search::{SEARCH_LENGTH_MAX, Search, SearchTooLong};

/// Which courses are listed: those of which everything given is true. A code that the catalogue does not have lists
/// nothing. Price, mode, region, provider and the three of peers must be true of one and the same offering.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CourseFilter {
    /// The number of a tier of the internship model it belongs to.
    pub tier: Option<i32>,
    /// What sort of learning it is.
    pub kind: Option<CourseKind>,
    /// The code of a role it serves.
    pub role: Option<String>,
    /// Whose workers it is for; courses for everyone are.
    pub perspective: Option<Perspective>,
    /// The level it is aligned to.
    pub aqf_level: Option<i32>,
    /// The code of a tag it carries.
    pub tag: Option<String>,
    /// Its status: published with any published version, otherwise that of its newest version.
    pub status: Option<VersionStatus>,
    /// The most that a full price may be.
    pub price_max: Option<Aud>,
    /// How it is offered.
    pub mode: Option<Mode>,
    /// The code of the region where it is offered. Offerings online are in no region.
    pub region: Option<String>,
    /// The code of the provider that offers it.
    pub provider: Option<String>,
    /// Whether peers lead it.
    pub peer_led: Option<bool>,
    /// Whether peers developed it.
    pub peer_developed: Option<bool>,
    /// Whether peers deliver it.
    pub peer_delivered: Option<bool>,
    /// The day on which somebody looks: only what is then on offer counts as an offering. Without it, all that is listed does.
    pub on_offer: Option<NaiveDate>,
}

impl CourseFilter {
    /// Whether a course is listed.
    pub fn keeps(&self, at: &Snapshot, course: &Course) -> bool {
        let level = course.aqf_alignment.as_ref().map(|alignment| i32::from(alignment.level.get()));
        self.tier.is_none_or(|wanted| course.tiers.iter().any(|tier| i32::from(tier.number()) == wanted))
            && self.aqf_level.is_none_or(|wanted| level == Some(wanted))
            && self.kind.is_none_or(|kind| course.kind == kind)
            && self.perspective.is_none_or(|perspective| course.serves(perspective))
            && self.role.as_ref().is_none_or(|code| course.roles.iter().any(|role| role.as_str() == code))
            && self.tag.as_ref().is_none_or(|code| course.tags.iter().any(|tag| tag.as_str() == code))
            && self.status.is_none_or(|wanted| status(course) == Some(wanted))
            && (!self.asks_for_an_offering()
                || at.catalogue().offerings_of_course(&course.code).any(|offering| self.keeps_offering(at, offering)))
    }

    fn asks_for_an_offering(&self) -> bool {
        let peers = [self.peer_led, self.peer_developed, self.peer_delivered];
        let codes = [&self.region, &self.provider];
        self.price_max.is_some()
            || self.mode.is_some()
            || codes.iter().any(|code| code.is_some())
            || peers.iter().any(Option::is_some)
    }

    fn keeps_offering(&self, at: &Snapshot, offering: &Offering) -> bool {
        let peers = [
            (self.peer_led, offering.peer.led),
            (self.peer_developed, offering.peer.developed),
            (self.peer_delivered, offering.peer.delivered),
        ];
        let region = offering.region.as_ref().map(registry_core::id::RegionCode::as_str);
        self.on_offer.is_none_or(|on| is_on_offer(at.catalogue(), offering, on))
            && self.price_max.is_none_or(|most| offering.price <= most)
            && self.mode.is_none_or(|mode| offering.mode == mode)
            && self.region.as_deref().is_none_or(|code| region == Some(code))
            && self.provider.as_deref().is_none_or(|code| offering.provider.as_str() == code)
            && peers.iter().all(|(wanted, is)| wanted.is_none_or(|wanted| wanted == *is))
    }
}

fn status(course: &Course) -> Option<VersionStatus> {
    course.current().or(course.versions.last()).map(|version| version.status)
}

/// The courses that match a search with how well they do, best first, then in order of code.
pub fn search_courses<'a>(at: &'a Snapshot, search: &Search) -> Vec<(u32, &'a Course)> {
    let ranked = |course: &'a Course| Some((search.rank(at.catalogue(), course)?, course));
    let mut found: Vec<_> = at.catalogue().courses().filter_map(ranked).collect();
    // Courses come in order of code, and the sort keeps that order among equals.
    found.sort_by_key(|(rank, _)| *rank);
    found
}

/// The courses of a filter and a search: as [`search_courses`] has them, or in order of code where nothing is searched.
pub fn find_courses<'a>(at: &'a Snapshot, filter: &CourseFilter, search: Option<&Search>) -> Vec<&'a Course> {
    let found: Vec<&Course> = match search {
        Some(search) => search_courses(at, search).into_iter().map(|(_, course)| course).collect(),
        None => at.catalogue().courses().collect(),
    };
    found.into_iter().filter(|course| filter.keeps(at, course)).collect()
}

//! Which courses are listed.

use async_graphql::InputObject;
use registry_core::course as core;
use registry_core::role as core_role;

use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::scalars::GivenAud;
use crate::graphql::types::course::CourseKind;
use crate::graphql::types::course_version::VersionStatus;
use crate::graphql::types::offering::Mode;
use crate::graphql::types::role::Perspective;
use crate::snapshot::Snapshot;

/// Which courses are listed: those of which everything given is true. A code that the catalogue does not have lists
/// nothing. `priceMax`, `mode`, `region`, `provider` and the three of peers must be true of one and the same offering.
#[derive(InputObject, Debug, Default)]
pub(crate) struct CourseFilter {
    /// Belongs to that tier of the internship model, 1 to 4.
    tier: Option<i32>,
    /// Is that sort of learning.
    kind: Option<CourseKind>,
    /// Serves that role, by code.
    role: Option<String>,
    /// Is for workers of that perspective; courses for everyone are.
    perspective: Option<Perspective>,
    /// Is aligned to that level of the Australian Qualifications Framework, 1 to 10.
    aqf_level: Option<i32>,
    /// Carries that tag, by code.
    tag: Option<String>,
    /// Has that status: `PUBLISHED` with any published version, otherwise that of its newest version.
    status: Option<VersionStatus>,
    /// Is offered at no more than that full price.
    price_max: Option<GivenAud>,
    /// Is offered in that mode.
    mode: Option<Mode>,
    /// Is offered in that region, by code. Offerings online are in no region.
    region: Option<String>,
    /// Is offered by that provider, by code.
    provider: Option<String>,
    /// Is offered with peers leading it, or without.
    peer_led: Option<bool>,
    /// Is offered as developed by peers, or not.
    peer_developed: Option<bool>,
    /// Is offered with peers delivering it, or without.
    peer_delivered: Option<bool>,
}

impl CourseFilter {
    /// Checks the numbers and the amount.
    ///
    /// # Errors
    /// A tier outside 1 to 4, a level outside 1 to 10, a price of `"abc"`; all of them at once.
    pub(crate) fn check(&self) -> Result<(), ApiError> {
        let out = |name: &str, number: Option<i32>, most: i32| match number {
            Some(number) if !(1..=most).contains(&number) => {
                Some(format!("The filter's {name} is {number}; write a whole number from 1 to {most}."))
            }
            _ => None,
        };
        let price = self.price_max.as_ref().and_then(|given| given.read().err()).map(|reason| {
            // An error of the whole request repeats no text of the asker's, only numbers.
            if reason.starts_with("the amount ") {
                format!("The filter's priceMax: {reason}.")
            } else {
                "The filter's priceMax is not an amount; write dollars and cents such as \"420.00\".".to_owned()
            }
        });
        let wrong = [out("tier", self.tier, 4), out("aqfLevel", self.aqf_level, 10), price];
        let wrong: Vec<_> = wrong.into_iter().flatten().collect();
        if wrong.is_empty() { Ok(()) } else { Err(ApiError::new(ErrorCode::BadQuery, wrong.join(" "))) }
    }

    /// Whether a course is listed.
    pub(crate) fn keeps(&self, at: &Snapshot, course: &core::Course) -> bool {
        let level = course.aqf_alignment.as_ref().map(|alignment| i32::from(alignment.level.get()));
        self.tier.is_none_or(|wanted| course.tiers.iter().any(|tier| i32::from(tier.number()) == wanted))
            && self.aqf_level.is_none_or(|wanted| level == Some(wanted))
            && self.kind.is_none_or(|kind| CourseKind::from(course.kind) == kind)
            && self.perspective.is_none_or(|perspective| course.serves(core_role::Perspective::from(perspective)))
            && self.role.as_ref().is_none_or(|code| course.roles.iter().any(|role| role.as_str() == code))
            && self.tag.as_ref().is_none_or(|code| course.tags.iter().any(|tag| tag.as_str() == code))
            && self.status.is_none_or(|wanted| status(course) == Some(wanted))
            && (!self.asks_for_an_offering()
                || at.catalogue().offerings_of_course(&course.code).any(|offering| self.keeps_offering(offering)))
    }

    fn asks_for_an_offering(&self) -> bool {
        let peers = [self.peer_led, self.peer_developed, self.peer_delivered];
        let codes = [&self.region, &self.provider];
        self.price_max.is_some()
            || self.mode.is_some()
            || codes.iter().any(|code| code.is_some())
            || peers.iter().any(Option::is_some)
    }

    fn keeps_offering(&self, offering: &core::Offering) -> bool {
        let peers = [
            (self.peer_led, offering.peer.led),
            (self.peer_developed, offering.peer.developed),
            (self.peer_delivered, offering.peer.delivered),
        ];
        let region = offering.region.as_ref().map(registry_core::id::RegionCode::as_str);
        self.price_max.as_ref().is_none_or(|most| most.read().is_ok_and(|most| offering.price <= most))
            && self.mode.is_none_or(|mode| Mode::from(offering.mode) == mode)
            && self.region.as_deref().is_none_or(|code| region == Some(code))
            && self.provider.as_deref().is_none_or(|code| offering.provider.as_str() == code)
            && peers.iter().all(|(wanted, is)| wanted.is_none_or(|wanted| wanted == *is))
    }
}

fn status(course: &core::Course) -> Option<VersionStatus> {
    let newest = course.current().or(course.versions.last())?;
    Some(newest.status.into())
}

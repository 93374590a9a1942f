//! Which courses are listed.

use async_graphql::InputObject;

use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::scalars::GivenAud;
use crate::graphql::types::course::CourseKind;
use crate::graphql::types::course_version::VersionStatus;
use crate::graphql::types::offering::Mode;
use crate::graphql::types::role::Perspective;
use crate::ops::find_courses;

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
    /// Reads the numbers and the amount.
    ///
    /// # Errors
    /// A tier outside 1 to 4, a level outside 1 to 10, a price of `"abc"`; all of them at once.
    pub(crate) fn read(self) -> Result<find_courses::CourseFilter, ApiError> {
        let out = |name: &str, number: Option<i32>, most: i32| match number {
            Some(number) if !(1..=most).contains(&number) => {
                Some(format!("The filter's {name} is {number}; write a whole number from 1 to {most}."))
            }
            _ => None,
        };
        let price_max = self.price_max.as_ref().map(GivenAud::read).transpose();
        let price = price_max.as_ref().err().map(|reason| {
            // An error of the whole request repeats no text of the asker's, only numbers.
            if reason.starts_with("the amount ") {
                format!("The filter's priceMax: {reason}.")
            } else {
                "The filter's priceMax is not an amount; write dollars and cents such as \"420.00\".".to_owned()
            }
        });
        let wrong = [out("tier", self.tier, 4), out("aqfLevel", self.aqf_level, 10), price];
        let wrong: Vec<_> = wrong.into_iter().flatten().collect();
        if !wrong.is_empty() {
            return Err(ApiError::new(ErrorCode::BadQuery, wrong.join(" ")));
        }
        Ok(find_courses::CourseFilter {
            tier: self.tier,
            kind: self.kind.map(Into::into),
            role: self.role,
            perspective: self.perspective.map(Into::into),
            aqf_level: self.aqf_level,
            tag: self.tag,
            status: self.status.map(Into::into),
            price_max: price_max.ok().flatten(),
            mode: self.mode.map(Into::into),
            region: self.region,
            provider: self.provider,
            peer_led: self.peer_led,
            peer_developed: self.peer_developed,
            peer_delivered: self.peer_delivered,
            on_offer: None,
        })
    }
}

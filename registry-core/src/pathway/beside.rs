//! What stands beside the steps of a pathway: what is under way already, and what funding pays.

use chrono::NaiveDate;

use super::answer::{ItemKey, Reason};
use crate::id::{FundingCode, OfferingCode};
use crate::money::Aud;
use crate::volume::Hours;

/// Something that a person is doing already, beside the steps of a pathway. What they paid for it counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWayStep {
    /// What is learned.
    pub item: ItemKey,
    /// Its title.
    pub title: String,
    /// In which offering, where one of the catalogue was named.
    pub offering: Option<OfferingCode>,
    /// The first day, where it is still to come.
    pub starts: Option<NaiveDate>,
    /// The last day.
    pub ends: NaiveDate,
    /// Own time in each week until then, rounded up to the minute.
    pub weekly: Hours,
    /// Professional-development days, counted in the first plan year.
    pub days: u16,
    /// Whether the plan builds on it. `false`: it only takes time beside it.
    pub needed: bool,
    /// Why the plan builds on it.
    pub reasons: Vec<Reason>,
    /// The steps of the plan that need it, by title.
    pub unlocks: Vec<String>,
}

/// What one funding source pays for a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidBy {
    /// Which source.
    pub funding: FundingCode,
    /// Its title.
    pub title: String,
    /// How much.
    pub amount: Aud,
}

/// Something a pathway relies on of which there are few places. Whether any is left nobody here can know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Competitive {
    /// What it is.
    pub of: Place,
    /// The title of the funding source, or of what the offering teaches.
    pub title: String,
    /// How many places.
    pub places: u32,
}

/// A place that others want, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Funding.
    Funding {
        /// Which source.
        funding: FundingCode,
        /// How much more the same steps cost without it.
        more: Aud,
    },
    /// An offering.
    Offering(OfferingCode),
}

/// Funding to ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskFunding {
    /// Which source.
    pub funding: FundingCode,
    /// Its title.
    pub title: String,
    /// The steps that it may pay for, by title.
    pub steps: Vec<String>,
}

//! Where a pathway leads, counted by the ledger, and the ways that are not planned; as data and in words.

use chrono::NaiveDate;
use registry_core::pathway::answer::{Counted, Unweighed, WhyUnweighed};
use registry_core::pathway::words;
use serde::Serialize;

use crate::cli::page::Page;

#[derive(Debug, Serialize)]
pub(super) struct CountedData<'a> {
    qualification: &'a str,
    at: NaiveDate,
    wanted: String,
    counted: String,
    guaranteed: String,
    reached: bool,
    words: String,
}

impl<'a> CountedData<'a> {
    pub(super) fn of(counted: &'a Counted) -> Self {
        Self {
            qualification: counted.qualification.as_str(),
            at: counted.at,
            wanted: counted.wanted.to_string(),
            counted: counted.counted.to_string(),
            guaranteed: counted.guaranteed.to_string(),
            reached: counted.reached,
            words: words::counted_at_the_end(counted),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct UnweighedData<'a> {
    qualification: &'a str,
    why: &'static str,
    words: String,
}

impl<'a> UnweighedData<'a> {
    pub(super) fn of(way: &'a Unweighed) -> Self {
        let why = match &way.why {
            WhyUnweighed::CoreNotKnown { .. } => "core-not-known",
            WhyUnweighed::CompositionNotSaid => "composition-not-said",
        };
        Self { qualification: way.qualification.as_str(), why, words: words::unweighed(way) }
    }
}

/// What is said of the award that is the goal: how much counts in the end, and what was not planned.
pub(super) fn write(page: &mut Page, counted: Option<&Counted>, unweighed: &[Unweighed]) {
    if let Some(counted) = counted {
        page.gap();
        page.paragraph(&words::counted_at_the_end(counted));
    }
    for way in unweighed {
        page.gap();
        page.paragraph(&words::unweighed(way));
    }
}

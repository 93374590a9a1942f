//! What the person is doing already, as data and in words.

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::learner_record::Employment;
use registry_core::pathway::answer::UnderWayStep;
use registry_core::pathway::{Pathway, words};
use registry_core::volume::Hours;
use registry_core::words::sentence_start;
use serde::Serialize;

use super::data::codes;
use super::text::why;
use super::why_data::ReasonData;
use crate::cli::page::Page;

#[derive(Debug, Serialize)]
pub(super) struct UnderWayData<'a> {
    course: Option<&'a str>,
    version: Option<String>,
    qualification: Option<&'a str>,
    title: &'a str,
    offering: Option<&'a str>,
    starts: Option<NaiveDate>,
    ends: NaiveDate,
    weekly_minutes: u32,
    days: u16,
    needed: bool,
    reasons: Vec<ReasonData<'a>>,
    unlocks: &'a [String],
}

impl<'a> UnderWayData<'a> {
    pub(super) fn of(step: &'a UnderWayStep) -> Self {
        let (course, version, qualification) = codes(&step.item);
        Self {
            course,
            version,
            qualification,
            title: &step.title,
            offering: step.offering.as_ref().map(|code| code.as_str()),
            starts: step.starts,
            ends: step.ends,
            weekly_minutes: step.weekly.minutes(),
            days: step.days,
            needed: step.needed,
            reasons: step.reasons.iter().map(ReasonData::of).collect(),
            unlocks: &step.unlocks,
        }
    }
}

/// What is under way, before the steps that are to come.
pub(super) fn write(page: &mut Page, catalogue: &Catalogue, employment: Employment, pathway: &Pathway) {
    for step in &pathway.under_way {
        page.gap();
        page.hanging("-  ", &step.title);
        page.fact("When", &format!("{}.", sentence_start(&words::until(step))));
        if step.weekly > Hours::ZERO {
            page.fact("Your time", &format!("{} a week until then", words::hours_in_words(step.weekly)));
        }
        if step.days > 0 {
            page.fact("Days", &words::days(step.days.into(), employment));
        }
        if !step.needed {
            page.fact("Why", "Nothing in this plan needs it; it only takes time beside the steps.");
        }
        for reason in &step.reasons {
            page.fact("Why", &why(catalogue, &step.title, reason));
        }
        if !step.unlocks.is_empty() {
            page.fact("Opens", &step.unlocks.join("; "));
        }
    }
}

//! Why something is in an answer, and who says so, as data.

use chrono::NaiveDate;
use registry_core::credit::CreditPoints;
use registry_core::pathway::answer::{Absence, Advice, AskedBy, Blocker, CreditGained, NotEarlier, Reason};
use registry_core::pathway::words;
use registry_core::source::{Confidence, Provenance};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct ReasonData<'a> {
    asked_by: &'static str,
    asked_by_title: &'a str,
    requirement: &'a str,
    counts_towards: Option<&'a str>,
    strength: &'static str,
    source: SourceData<'a>,
}

impl<'a> ReasonData<'a> {
    pub(super) fn of(reason: &'a Reason) -> Self {
        let (asked_by, asked_by_title) = match &reason.asked_by {
            AskedBy::Goal { title } => ("goal", title),
            AskedBy::Step { title } => ("step", title),
        };
        Self {
            asked_by,
            asked_by_title,
            requirement: &reason.requirement,
            counts_towards: reason.counts_towards.as_deref(),
            strength: reason.strength.name(),
            source: SourceData::of(&reason.provenance),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct AdviceData<'a> {
    requirement: &'a str,
    strength: &'static str,
    followed: bool,
    left_out: Option<&'static str>,
    source: SourceData<'a>,
}

impl<'a> AdviceData<'a> {
    pub(super) fn of(advice: &'a Advice) -> Self {
        let source = SourceData::of(&advice.provenance);
        Self {
            requirement: &advice.requirement,
            strength: advice.strength.name(),
            followed: advice.followed,
            left_out: advice.absence.map(absence_name),
            source,
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct CreditData<'a> {
    rule: &'a str,
    qualification: &'a str,
    qualification_title: &'a str,
    points: CreditPoints,
    of: Option<CreditPoints>,
    standing: &'static str,
    source: SourceData<'a>,
}

impl<'a> CreditData<'a> {
    pub(super) fn of(gained: &'a CreditGained) -> Self {
        Self {
            rule: gained.rule.as_str(),
            qualification: gained.qualification.as_str(),
            qualification_title: &gained.qualification_title,
            points: gained.points,
            of: gained.of,
            standing: gained.standing.name(),
            source: SourceData::of(&gained.provenance),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct BlockerData<'a> {
    barred: &'a [String],
    missing: &'a str,
    source: Option<SourceData<'a>>,
}

impl<'a> BlockerData<'a> {
    pub(super) fn of(blocker: &'a Blocker) -> Self {
        let source = blocker.provenance.as_ref().map(SourceData::of);
        Self { barred: &blocker.barred, missing: &blocker.missing, source }
    }
}

/// Where a fact comes from, in the forms of the catalogue files.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(in crate::cli) enum SourceData<'a> {
    Document { document: &'a str, place: &'a str, quote: &'a str },
    External { external: &'a str, place: &'a str, confidence: &'static str },
    Assumption { assumption: bool, note: &'a str },
    Invented { invented: bool },
}

impl<'a> SourceData<'a> {
    /// A source in the form of the catalogue files.
    pub(in crate::cli) fn of(provenance: &'a Provenance) -> Self {
        match provenance {
            Provenance::Document { document, place, quote } => {
                Self::Document { document: document.as_str(), place, quote }
            }
            Provenance::External { external, place, confidence } => {
                let confidence = match confidence {
                    Confidence::Low => "low",
                    Confidence::Medium => "medium",
                    Confidence::High => "high",
                };
                Self::External { external, place, confidence }
            }
            Provenance::Assumption { note } => Self::Assumption { assumption: true, note },
            Provenance::Invented => Self::Invented { invented: true },
        }
    }
}

fn absence_name(absence: Absence) -> &'static str {
    match absence {
        Absence::NoTraining => "no-training",
        Absence::NoOffering => "no-offering",
        Absence::DoesNotFit => "does-not-fit",
        Absence::NotSettled => "not-settled",
    }
}

/// Why a step does not start earlier.
#[derive(Debug, Serialize)]
pub(super) struct NotEarlierData<'a> {
    reason: &'static str,
    words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    week: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filled_by: Option<&'a [String]>,
}

impl<'a> NotEarlierData<'a> {
    pub(super) fn of(why: &'a NotEarlier) -> Self {
        let full = why.full_week();
        Self {
            reason: why.name(),
            words: words::not_earlier(why),
            week: full.map(|week| week.from),
            filled_by: full.map(|week| week.filled_by.as_slice()),
        }
    }
}

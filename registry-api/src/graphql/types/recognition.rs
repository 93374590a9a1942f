//! Answers about credit: one ledger, several side by side, the nearest, the ladder.

use async_graphql::{Object, SimpleObject};
use chrono::NaiveDate;
use registry_core::eligibility::Eligibility as Entry;
use registry_core::recognition as core;

use super::eligibility::Eligibility;
use super::found;
use super::ledger::Ledger;
use super::problem::CreditError;
use super::qualification::Qualification;
use super::source::Provenance;
use crate::graphql::cursors::Window;
use crate::ops::count_credit::Comparison;
use crate::snapshot::Snapshot;

/// The answer of `creditTowards`: a ledger, or what to correct first.
#[derive(SimpleObject)]
pub(crate) struct CreditTowardsPayload<'a> {
    /// What counts and what is left; null when something must be corrected first.
    pub(crate) ledger: Option<Ledger<'a>>,
    /// Everything that must be corrected, at most 50; empty when there is a ledger.
    pub(crate) user_errors: Vec<CreditError>,
}

/// The answer of `compareQualifications`: qualifications side by side, or what to correct first.
#[derive(SimpleObject)]
pub(crate) struct CompareQualificationsPayload<'a> {
    /// The qualifications in the order given, at most 10; null when something must be corrected first.
    pub(crate) qualifications: Option<Vec<ComparedQualification<'a>>>,
    /// Everything that must be corrected, at most 50; empty when there is an answer.
    pub(crate) user_errors: Vec<CreditError>,
}

/// One of several qualifications that are compared.
pub(crate) struct ComparedQualification<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) on: NaiveDate,
    pub(crate) compared: Comparison,
}

/// One of several qualifications that are compared.
#[Object]
impl ComparedQualification<'_> {
    /// The qualification, with its level and volume of learning.
    async fn qualification(&self) -> async_graphql::Result<Qualification<'_>> {
        qualification(self.at, &self.compared.ledger)
    }

    /// Whether the person may enter.
    async fn entry(&self) -> Eligibility<'_> {
        entry(self.at, self.on, &self.compared.entry)
    }

    /// What counts towards it, and what is left, the price range too.
    async fn ledger(&self) -> Ledger<'_> {
        Ledger { at: self.at, ledger: (&self.compared.ledger).into() }
    }
}

/// The answer of `closestQualifications`: the nearest awards, or what to correct first.
pub(crate) struct ClosestQualificationsPayload<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) found: Vec<core::Closest>,
    pub(crate) user_errors: Vec<CreditError>,
}

/// The answer of `closestQualifications`: the nearest awards, or what to correct first.
#[Object]
impl ClosestQualificationsPayload<'_> {
    /// How many awards something of the record counts towards.
    async fn closest_count(&self) -> usize {
        self.found.len()
    }

    /// Those awards, nearest first: by the share that may be credited if everything is granted, then by the fewest hours
    /// left, then by code. Awards whose size is not stated come last; held and superseded ones are left out.
    async fn closest(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<ClosestQualification<'_>>> {
        let of = Window::beginning(&self.found, first)?;
        Ok(of.iter().map(|found| ClosestQualification { at: self.at, found }).collect())
    }

    /// Everything that must be corrected, at most 50; empty when there is an answer.
    async fn user_errors(&self) -> &[CreditError] {
        &self.user_errors
    }
}

/// An award and how near it is.
pub(crate) struct ClosestQualification<'a> {
    at: &'a Snapshot,
    found: &'a core::Closest,
}

/// An award and how near it is.
#[Object]
impl<'a> ClosestQualification<'a> {
    /// The qualification.
    async fn qualification(&self) -> async_graphql::Result<Qualification<'a>> {
        qualification(self.at, &self.found.ledger)
    }

    /// The share of it that may be credited if everything is granted, in thousandths, rounded down; null when its size
    /// is not stated.
    async fn credited_permille(&self) -> Option<u32> {
        self.found.credited_permille
    }

    /// What counts towards it, and what is left.
    async fn ledger(&self) -> Ledger<'a> {
        Ledger { at: self.at, ledger: (&self.found.ledger).into() }
    }
}

/// The answer of `ladder`: the rungs, or what to correct first.
pub(crate) struct LadderPayload<'a> {
    pub(crate) at: &'a Snapshot,
    /// `None` when something must be corrected first.
    pub(crate) on: Option<NaiveDate>,
    pub(crate) rungs: Vec<core::Rung>,
    pub(crate) user_errors: Vec<CreditError>,
}

/// The answer of `ladder`: the rungs, or what to correct first.
#[Object]
impl LadderPayload<'_> {
    /// How many rungs can be reached.
    async fn rung_count(&self) -> usize {
        self.rungs.len()
    }

    /// The rungs, lowest first, then in order of level and code. Somebody who holds no qualification of a ladder begins
    /// at its lowest rungs.
    async fn rungs(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<Rung<'_>>> {
        let Some(on) = self.on else { return Ok(Vec::new()) };
        let of = Window::beginning(&self.rungs, first)?;
        Ok(of.iter().map(|rung| Rung { at: self.at, on, rung }).collect())
    }

    /// Everything that must be corrected, at most 50; empty when there is an answer.
    async fn user_errors(&self) -> &[CreditError] {
        &self.user_errors
    }
}

/// One rung of the ladder.
pub(crate) struct Rung<'a> {
    at: &'a Snapshot,
    on: NaiveDate,
    rung: &'a core::Rung,
}

/// One rung of the ladder.
#[Object]
impl<'a> Rung<'a> {
    /// Which qualification.
    async fn qualification(&self) -> async_graphql::Result<Qualification<'a>> {
        qualification(self.at, &self.rung.ledger)
    }

    /// How many rungs up it is: 0 is held, or where somebody starts who holds none.
    async fn height(&self) -> u32 {
        self.rung.height
    }

    /// From which rungs it is reached; empty on the lowest, at most a dozen.
    async fn from(&self) -> async_graphql::Result<Vec<LowerRung<'a>>> {
        let at = self.at;
        let lower = |(code, provenance): &'a (registry_core::id::QualificationCode, _)| {
            let entry = found(at.catalogue().qualification(code), code.as_str())?;
            Ok(LowerRung { qualification: Qualification { at, entry }, provenance: Provenance::new(at, provenance) })
        };
        self.rung.from.iter().map(lower).collect()
    }

    /// What entry asks for, and how the person stands to it on the day.
    async fn entry(&self) -> Eligibility<'a> {
        entry(self.at, self.on, &self.rung.entry)
    }

    /// What counts towards it, and what is left.
    async fn ledger(&self) -> Ledger<'a> {
        Ledger { at: self.at, ledger: (&self.rung.ledger).into() }
    }
}

/// A rung that leads to another.
#[derive(SimpleObject)]
pub(crate) struct LowerRung<'a> {
    /// The lower rung.
    qualification: Qualification<'a>,
    /// Who says that it leads on.
    provenance: Provenance<'a>,
}

fn qualification<'a>(at: &'a Snapshot, ledger: &core::Ledger) -> async_graphql::Result<Qualification<'a>> {
    let code = &ledger.qualification;
    Ok(Qualification { at, entry: found(at.catalogue().qualification(code), code.as_str())? })
}

fn entry<'a>(at: &'a Snapshot, on: NaiveDate, entry: &Entry) -> Eligibility<'a> {
    Eligibility { at, on, answer: entry.clone() }
}

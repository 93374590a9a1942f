//! Answers about credit: one ledger, several side by side, the nearest, the ladder.

use async_graphql::{Object, SimpleObject};
use chrono::NaiveDate;
use registry_core::eligibility::Eligibility as Entry;
use registry_core::id::CourseCode;
use registry_core::recognition as core;

use super::course::Course;
use super::eligibility::Eligibility;
use super::found;
use super::ledger::{Ledger, PriceRange};
use super::problem::CreditError;
use super::qualification::Qualification;
use super::source::Provenance;
use crate::graphql::cursors::Window;
use crate::graphql::scalars::Date;
use crate::ops::count_credit::Comparison;
use crate::snapshot::Snapshot;

/// The answer of `creditTowards`: a ledger, or what to correct first.
#[derive(SimpleObject)]
pub(crate) struct CreditTowardsPayload<'a> {
    /// What counts and what is left; null when something must be corrected first.
    pub(crate) ledger: Option<Ledger<'a>>,
    /// The claims of prior learning that nobody has answered, in order of the record, and what of each no evidence is for;
    /// at most 100.
    pub(crate) claims: Vec<UnansweredClaim>,
    /// Everything that must be corrected, at most 50; empty when there is a ledger.
    pub(crate) user_errors: Vec<CreditError>,
}

/// A claim of prior learning that nobody has answered.
#[derive(SimpleObject)]
pub(crate) struct UnansweredClaim {
    /// The code of the course or qualification that is claimed.
    code: String,
    /// Its title.
    title: String,
    /// The day the claim was made; null while it is only planned.
    claimed_on: Option<Date>,
    /// How many outcomes the version has; 0 for a whole qualification, whose outcomes are not listed here.
    outcome_count: usize,
    /// The outcomes that no evidence is for yet; at most as many as the version has.
    without_evidence: Vec<OutcomeWithoutEvidence>,
    /// Whether no evidence is named at all.
    no_evidence: bool,
    /// All of it in words.
    words: String,
}

/// An outcome of a course version that no evidence of a claim is for.
#[derive(SimpleObject)]
pub(crate) struct OutcomeWithoutEvidence {
    /// Its number, counted from 1.
    number: u16,
    /// The outcome.
    outcome: String,
}

impl From<core::Unshown> for UnansweredClaim {
    fn from(claim: core::Unshown) -> Self {
        let words = core::words::claim(&claim);
        let outcome = |(number, outcome)| OutcomeWithoutEvidence { number, outcome };
        Self {
            code: claim.of.code().to_owned(),
            title: claim.title,
            claimed_on: claim.status.on().map(Date),
            outcome_count: claim.outcomes,
            without_evidence: claim.without.into_iter().map(outcome).collect(),
            no_evidence: claim.no_evidence,
            words,
        }
    }
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

    /// What entry asks for, and how the person stands to it, in words.
    async fn entry_words(&self) -> String {
        core::words::entry(&self.compared.entry)
    }

    /// What counts towards it, and what is left, the price range too.
    async fn ledger(&self) -> Ledger<'_> {
        Ledger { at: self.at, ledger: (&self.compared.ledger).into() }
    }
}

/// The answer of `closestQualifications`: the nearest awards, or what to correct first.
pub(crate) struct ClosestQualificationsPayload<'a> {
    pub(crate) at: &'a Snapshot,
    /// `None` when something must be corrected first.
    pub(crate) found: Option<core::Nearest>,
    pub(crate) user_errors: Vec<CreditError>,
}

/// The answer of `closestQualifications`: the nearest awards, or what to correct first.
#[Object]
impl ClosestQualificationsPayload<'_> {
    /// How many awards there are that are current and not held.
    async fn closest_count(&self) -> usize {
        self.awards().len()
    }

    /// Those awards, nearest first. First those towards which something of the record counts: by the share that may be
    /// credited if everything is granted, those whose size is not stated last. Then those towards which nothing counts
    /// yet: by the rungs of the ladder that lead to them, the fewest first. Then by the fewest hours left, and by code.
    async fn closest(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<ClosestQualification<'_>>> {
        let of = Window::beginning(self.awards(), first)?;
        Ok(of.iter().map(|found| ClosestQualification { at: self.at, found }).collect())
    }

    /// How many awards are left out since the person holds them.
    async fn held_count(&self) -> usize {
        self.found.as_ref().map_or(0, |found| found.held)
    }

    /// How many awards are left out since something newer has replaced them.
    async fn replaced_count(&self) -> usize {
        self.found.as_ref().map_or(0, |found| found.replaced)
    }

    /// How many awards are left out, and why, in words; null when none is.
    async fn left_out_words(&self) -> Option<String> {
        self.found.as_ref().map(core::words::left_out).filter(|words| !words.is_empty())
    }

    /// Everything that must be corrected, at most 50; empty when there is an answer.
    async fn user_errors(&self) -> &[CreditError] {
        &self.user_errors
    }
}

impl ClosestQualificationsPayload<'_> {
    fn awards(&self) -> &[core::Closest] {
        self.found.as_ref().map_or(&[], |found| &found.awards)
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

    /// How many rungs of the ladder it is above what the person has; null when no rungs lead to it.
    async fn rungs(&self) -> Option<u32> {
        self.found.rungs
    }

    /// How near it is, in words.
    async fn words(&self) -> String {
        core::words::nearness(self.found)
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

    /// The rungs, lowest first, then courses before qualifications, in order of level and code. Somebody who holds
    /// nothing of a ladder begins at its lowest rungs.
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

/// One rung of the ladder: a qualification, or a course on the way to one.
#[Object]
impl<'a> Rung<'a> {
    /// Which qualification; null where the rung is a course.
    async fn qualification(&self) -> async_graphql::Result<Option<Qualification<'a>>> {
        match &self.rung.of {
            core::RungOf::Qualification(ledger) => qualification(self.at, ledger).map(Some),
            core::RungOf::Course { .. } => Ok(None),
        }
    }

    /// Which course on the way; null where the rung is a qualification.
    async fn course(&self) -> async_graphql::Result<Option<Course<'a>>> {
        match &self.rung.of {
            core::RungOf::Qualification(_) => Ok(None),
            core::RungOf::Course { course, .. } => course_of(self.at, course).map(Some),
        }
    }

    /// Whether the person holds it.
    async fn held(&self) -> bool {
        self.rung.held()
    }

    /// How long the course takes, in hours; null where the rung is a qualification, or it has no version.
    async fn course_hours(&self) -> Option<f64> {
        match &self.rung.of {
            core::RungOf::Course { hours, .. } => hours.map(registry_core::volume::Hours::as_f64),
            core::RungOf::Qualification(_) => None,
        }
    }

    /// What the course costs from the day on, without funding; null where the rung is a qualification, or nobody offers
    /// it.
    async fn course_price(&self) -> Option<PriceRange> {
        match &self.rung.of {
            core::RungOf::Course { price, .. } => price.map(PriceRange::from),
            core::RungOf::Qualification(_) => None,
        }
    }

    /// How many rungs up it is: 0 is held, or where somebody starts who holds none.
    async fn height(&self) -> u32 {
        self.rung.height
    }

    /// From which rungs it is reached; empty on the lowest, at most a dozen.
    async fn from(&self) -> async_graphql::Result<Vec<LowerRung<'a>>> {
        let at = self.at;
        let lower = |(code, provenance): &'a (core::RungRef, _)| {
            let provenance = Provenance::new(at, provenance);
            Ok(match code {
                core::RungRef::Qualification(code) => {
                    let entry = found(at.catalogue().qualification(code), code.as_str())?;
                    LowerRung { qualification: Some(Qualification { at, entry }), course: None, provenance }
                }
                core::RungRef::Course(code) => {
                    LowerRung { qualification: None, course: Some(course_of(at, code)?), provenance }
                }
            })
        };
        self.rung.from.iter().map(lower).collect()
    }

    /// What entry asks for, and how the person stands to it on the day.
    async fn entry(&self) -> Eligibility<'a> {
        entry(self.at, self.on, &self.rung.entry)
    }

    /// What entry asks for, and how the person stands to it, in words.
    async fn entry_words(&self) -> String {
        core::words::entry(&self.rung.entry)
    }

    /// What counts towards it, and what is left; null where the rung is a course.
    async fn ledger(&self) -> Option<Ledger<'a>> {
        match &self.rung.of {
            core::RungOf::Qualification(ledger) => Some(Ledger { at: self.at, ledger: ledger.as_ref().into() }),
            core::RungOf::Course { .. } => None,
        }
    }
}

/// A rung that leads to another.
#[derive(SimpleObject)]
pub(crate) struct LowerRung<'a> {
    /// The lower rung; null where it is a course.
    qualification: Option<Qualification<'a>>,
    /// The lower rung; null where it is a qualification.
    course: Option<Course<'a>>,
    /// Who says that it leads on.
    provenance: Provenance<'a>,
}

fn course_of<'a>(at: &'a Snapshot, code: &CourseCode) -> async_graphql::Result<Course<'a>> {
    Ok(Course { at, entry: found(at.catalogue().course(code), code.as_str())? })
}

fn qualification<'a>(at: &'a Snapshot, ledger: &core::Ledger) -> async_graphql::Result<Qualification<'a>> {
    let code = &ledger.qualification;
    Ok(Qualification { at, entry: found(at.catalogue().qualification(code), code.as_str())? })
}

fn entry<'a>(at: &'a Snapshot, on: NaiveDate, entry: &Entry) -> Eligibility<'a> {
    Eligibility { at, on, answer: entry.clone() }
}

//! What is held, counted towards an award: what it is worth, under which rule, how surely, and what is left.
//!
//! [`ledger`] answers for one qualification. It finds the assignment of held things to rules that gives the most credit,
//! each thing counted once, within the caps that the award sets; and it says why the rest does not count. Credit that is
//! guaranteed is never added to credit that is merely possible without saying so: every total stands by its standing.
//!
//! [`closest`] turns the question round: which awards is this person nearest to? [`ladder`] shows the rungs above them.

mod assign;
mod award;
mod claims;
mod closest;
mod cut;
mod filling;
mod flow;
mod items;
mod ladder;
mod ledger;
mod left_over;
mod parts;
mod points;
pub(crate) mod reach;
mod remaining;
mod room;
mod search;
mod units;
pub mod words;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::catalogue::Catalogue;
use crate::eligibility::{Subject, UnknownSubject};
use crate::id::{CourseCode, QualificationCode};
use crate::learner_record::LearnerRecord;
use crate::qualification::Qualification;

pub use claims::{Unshown, claims_without_evidence};
pub use closest::{Closest, Nearest, closest};
pub use ladder::{Rung, RungOf, RungRef, ladder};
pub use ledger::{
    Amount, AppliedLimit, CountedItem, CountsFor, Ledger, LedgerLine, LimitEffect, LimitKind, Measure, NotCounted,
    Part, PartOf, Reason, Remaining, ReportLine, Specialisation, Totals,
};

use items::Items;
pub(crate) use items::{Learned, Thing, later};

/// The steps that finding the best assignment of one award takes at most. Real awards take a few dozen.
const STEPS_MAX: u64 = 20_000;

/// What a person's record is worth towards a qualification on the day `at`.
///
/// Counted are: units and subjects that the award itself lists, each as itself or by an equivalent successor; and what
/// the award's credit rules exchange. Claims of prior learning that are not granted yet count as possible, never as
/// guaranteed.
///
/// # Errors
/// A qualification that the catalogue does not have: `CHC43516`, where it is called `CHC43515`.
pub fn ledger(
    catalogue: &Catalogue,
    record: &LearnerRecord,
    qualification: &QualificationCode,
    at: NaiveDate,
) -> Result<Ledger, UnknownSubject> {
    let entry = known(catalogue, qualification)?;
    Ok(award::ledger(catalogue, &Items::of(catalogue, record, at), entry, at))
}

/// The [`ledger`] of somebody who studied some courses of their record with the provider that awards the qualification, as
/// a plan teaches them. What of these is part of the award falls under no limit on recognition; units of an award that were
/// studied elsewhere do.
///
/// # Errors
/// A qualification that the catalogue does not have.
pub fn ledger_of_studied(
    catalogue: &Catalogue,
    record: &LearnerRecord,
    studied: &BTreeSet<CourseCode>,
    qualification: &QualificationCode,
    at: NaiveDate,
) -> Result<Ledger, UnknownSubject> {
    let entry = known(catalogue, qualification)?;
    Ok(award::ledger(catalogue, &Items::of(catalogue, record, at).studied(studied), entry, at))
}

/// The [`ledger`] of each qualification, in their order; what does not depend on them is found once.
///
/// # Errors
/// The first qualification that the catalogue does not have.
pub fn ledgers<'a>(
    catalogue: &Catalogue,
    record: &LearnerRecord,
    qualifications: impl IntoIterator<Item = &'a QualificationCode>,
    at: NaiveDate,
) -> Result<Vec<Ledger>, UnknownSubject> {
    let items = Items::of(catalogue, record, at);
    let of = |code| Ok(award::ledger(catalogue, &items, known(catalogue, code)?, at));
    qualifications.into_iter().map(of).collect()
}

fn known<'a>(catalogue: &'a Catalogue, code: &QualificationCode) -> Result<&'a Qualification, UnknownSubject> {
    let unknown = || UnknownSubject::new(catalogue, &Subject::Qualification(code.clone()));
    catalogue.qualification(code).ok_or_else(unknown)
}

/// The ledger of a record with what is learned by the day `at`, claims that nobody has granted left out; `None`: there is
/// no such qualification.
pub(crate) fn ledger_with(
    catalogue: &Catalogue,
    record: &LearnerRecord,
    learned: &[Learned<'_>],
    qualification: &QualificationCode,
    at: NaiveDate,
) -> Option<Ledger> {
    let entry = catalogue.qualification(qualification)?;
    let items = Items::with(catalogue, record, learned, at);
    Some(award::ledger(catalogue, &items, entry, at))
}

/// The same of somebody who awards it and has taught of it no more than some courses: the rest is recognised.
pub(crate) fn ledger_of_taught(
    catalogue: &Catalogue,
    record: &LearnerRecord,
    (learned, taught): (&[Learned<'_>], &BTreeSet<&CourseCode>),
    qualification: &QualificationCode,
    at: NaiveDate,
) -> Option<Ledger> {
    let entry = catalogue.qualification(qualification)?;
    let items = Items::with(catalogue, record, learned, at).taught_by_them(taught);
    Some(award::ledger(catalogue, &items, entry, at))
}

#[cfg(test)]
mod tests;

//! Does a set of verified credentials meet what a role or tier asks for?
//!
//! Only Valid credentials count. They become a learner record that says nothing else, and [`eligibility`] looks at it:
//! what no credential says, such as months of work or what a person confirms themselves, stays *not said*. Whether the credentials are all one person's
//! cannot be told from them: each has an address of its own for the person. What is missing is then planned
//! ([`remaining`](mod@super::remaining)).

use chrono::NaiveDate;

use super::remaining::{Remaining, remaining};
use super::report::{Report, Verdict};
use crate::catalogue::Catalogue;
use crate::credential::about::About;
use crate::eligibility::{
    Eligibility, Standing, Subject, UnknownSubject, eligibility, joined, requisites_of, standing_of, verdict_of,
};
use crate::learner_record::{HELD_MAX, Held, LearnerAnswer, LearnerRecord, LearnerRecordParts};
use crate::requisite::{Gate, RequisiteExpr, Strength};

/// How a set stands to a role or tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementsMet {
    /// The answer, with a finding for each requisite.
    pub eligibility: Eligibility,
    /// For each finding, in their order, which credentials of the set count for it, from 0.
    pub counted: Vec<Vec<usize>>,
    /// For each credential of the set that is not looked at, why.
    pub left_out: Vec<(usize, LeftOut)>,
    /// The different names of people in the credentials that count, where there is more than one.
    pub names: Vec<String>,
    /// What is still to be learned, as the planner says.
    pub remaining: Remaining,
}

/// Why a credential does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOut {
    /// It is not valid.
    NotValid,
    /// It could not be checked.
    NotChecked,
    /// It names no course or qualification, as under a neutral title.
    NamesNothing,
    /// It names one that the catalogue does not have, or not in that version.
    Unknown,
    /// It was completed after the day that is asked about.
    Later,
    /// Another of the set, which counts, is for the same version.
    Twice,
    /// More than are looked at were given.
    TooMany,
}

impl LeftOut {
    /// A sentence without a full stop.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotValid => "it is not valid",
            Self::NotChecked => "it could not be checked, so it does not count",
            Self::NamesNothing => "it does not say for which course it is, so it cannot be counted",
            Self::Unknown => "the registry does not have the course, or not that version",
            Self::Later => "it was completed after the day asked about",
            Self::Twice => "another one is for the same version of the course",
            Self::TooMany => "only the first 500 are counted",
        }
    }
}

/// Whether the credentials meet what `subject` asks for on the day `at`.
///
/// # Errors
/// A subject that the catalogue does not have: the role `advocat`, where it is called `advocate`.
pub fn requirements_met(
    catalogue: &Catalogue,
    reports: &[&Report],
    subject: &Subject,
    at: NaiveDate,
) -> Result<RequirementsMet, UnknownSubject> {
    let (mut held, mut left_out, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for (number, report) in reports.iter().enumerate() {
        match counts(catalogue, report, &held, at) {
            Ok(one) => {
                held.push((number, one));
                names.extend(report.shown.as_ref().and_then(|shown| shown.about.holder_name.clone()));
            }
            Err(why) => left_out.push((number, why)),
        }
    }
    let look = |held: &mut dyn Iterator<Item = &Held>| {
        let record = record(held, at);
        let mut answer = eligibility(catalogue, &record, subject, at)?;
        leave_attestations_open(catalogue, subject, &record, &mut answer, at)?;
        Ok(answer)
    };
    let answer = look(&mut held.iter().map(|(_, one)| one))?;
    let nothing = look(&mut std::iter::empty())?;
    let mut counted = vec![Vec::new(); answer.findings.len()];
    for (number, one) in &held {
        let alone = look(&mut std::iter::once(one))?;
        let without = look(&mut held.iter().filter(|(other, _)| other != number).map(|(_, one)| one))?;
        for (place, counts) in counted.iter_mut().enumerate() {
            let is = |of: &Eligibility| of.findings.get(place).is_some_and(|finding| finding.standing == Standing::Met);
            let met_alone = is(&alone) && !is(&nothing);
            if is(&answer) && (met_alone || !is(&without)) {
                counts.push(*number);
            }
        }
    }
    names.sort();
    names.dedup();
    if names.len() < 2 {
        names.clear();
    }
    let remaining = remaining(catalogue, record(&mut held.iter().map(|(_, one)| one), at), subject, at);
    Ok(RequirementsMet { eligibility: answer, counted, left_out, names, remaining })
}

/// What a person can only confirm themselves is *not said*: no credential says it, so no set is enough for it.
fn leave_attestations_open(
    catalogue: &Catalogue,
    subject: &Subject,
    record: &LearnerRecord,
    answer: &mut Eligibility,
    at: NaiveDate,
) -> Result<(), UnknownSubject> {
    for (finding, requisite) in answer.findings.iter_mut().zip(requisites_of(catalogue, subject)?) {
        let open = unattested(catalogue, record, requisite.requires(), at) == Standing::NotSaid;
        if finding.standing != Standing::Met || !open {
            continue;
        }
        finding.standing = Standing::NotSaid;
        if requisite.strength() == Strength::Required {
            finding.bars = finding.bars.max(Standing::NotSaid);
        }
        finding.notes = vec!["no credential says it; the person confirms it to the provider themselves".to_owned()];
    }
    answer.verdict = verdict_of(&answer.findings);
    Ok(())
}

/// How an expression stands where nothing is confirmed.
fn unattested(catalogue: &Catalogue, record: &LearnerRecord, expression: &RequisiteExpr, at: NaiveDate) -> Standing {
    match expression {
        RequisiteExpr::All(_) | RequisiteExpr::Any(_) | RequisiteExpr::AtLeast(_) => {
            joined(expression, |part| unattested(catalogue, record, part, at))
        }
        RequisiteExpr::Gate(Gate::Attested { .. }) => Standing::NotSaid,
        RequisiteExpr::Tier(tier) => match catalogue.tier(tier) {
            Some(definition) => unattested(catalogue, record, &definition.completion, at),
            None => Standing::Missing,
        },
        RequisiteExpr::Course(_) | RequisiteExpr::Qualification(_) | RequisiteExpr::Gate(_) => {
            standing_of(catalogue, record, expression, at, &mut Vec::new())
        }
    }
}

/// What a credential says is held, where it counts beside those that do already.
fn counts(catalogue: &Catalogue, report: &Report, held: &[(usize, Held)], at: NaiveDate) -> Result<Held, LeftOut> {
    match report.verdict() {
        Verdict::Valid => {}
        Verdict::NotValid => return Err(LeftOut::NotValid),
        Verdict::CouldNotCheck => return Err(LeftOut::NotChecked),
    }
    let about = report.shown.as_ref().map(|shown| &shown.about).ok_or(LeftOut::NotChecked)?;
    let one = held_of(catalogue, about)?;
    if one.completed() > at {
        return Err(LeftOut::Later);
    }
    let same = |other: &Held| match (other, &one) {
        (Held::Course { course: a, version: v, .. }, Held::Course { course: b, version: w, .. }) => (a, v) == (b, w),
        (Held::Qualification { qualification: a, .. }, Held::Qualification { qualification: b, .. }) => a == b,
        _ => false,
    };
    if held.iter().any(|(_, other)| same(other)) {
        return Err(LeftOut::Twice);
    }
    if held.len() >= HELD_MAX {
        return Err(LeftOut::TooMany);
    }
    Ok(one)
}

/// What a credential says is held, where the catalogue has it.
fn held_of(catalogue: &Catalogue, about: &About) -> Result<Held, LeftOut> {
    let code = about.course.as_deref().ok_or(LeftOut::NamesNothing)?;
    let completed = about.awarded.or(about.valid_from).map(crate::credential::moment::Moment::day);
    let completed = completed.ok_or(LeftOut::NamesNothing)?;
    match &about.version {
        Some(version) => {
            let version = version.parse().map_err(|_| LeftOut::Unknown)?;
            let course = code.parse().ok().and_then(|code| catalogue.course(&code)).ok_or(LeftOut::Unknown)?;
            course.version(&version).ok_or(LeftOut::Unknown)?;
            Ok(Held::Course { course: course.code.clone(), version, completed })
        }
        None => {
            let award = code.parse().ok().and_then(|code| catalogue.qualification(&code)).ok_or(LeftOut::Unknown)?;
            Ok(Held::Qualification { qualification: award.code.clone(), completed })
        }
    }
}

/// A record that holds these and has not answered anything else.
///
/// # Panics
/// Never: what would bar a record does not count.
fn record(held: &mut dyn Iterator<Item = &Held>, at: NaiveDate) -> LearnerRecord {
    let parts = LearnerRecordParts {
        held: held.cloned().collect(),
        not_said: LearnerAnswer::ALL.into_iter().collect(),
        ..LearnerRecordParts::empty(at)
    };
    LearnerRecord::new(parts).expect("what is later, twice or too much was left out")
}

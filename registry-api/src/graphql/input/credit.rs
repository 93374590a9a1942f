//! Questions about credit.

use async_graphql::InputObject;
use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::eligibility::{Subject, UnknownSubject};
use registry_core::id::QualificationCode;
use registry_core::learner_record::LearnerRecord;

use super::learner::LearnerInput;
use super::problems::{Place, Problems};
use super::recommend::look_up_held;
use crate::graphql::scalars::GivenDate;
use crate::graphql::types::problem::{Problem, RequestErrorCode};
use crate::ops::count_credit::COMPARED_MAX;

/// What somebody holds, counted towards one qualification. Nothing of it is stored.
#[derive(InputObject, Debug)]
pub(crate) struct CreditTowardsInput {
    /// The code of the qualification.
    qualification: String,
    /// What the person holds and claims.
    learner: LearnerInput,
    /// The day the question is for; left out: today, the day it is at UTC+10.
    at: Option<GivenDate>,
}

/// Qualifications side by side. Nothing of it is stored.
#[derive(InputObject, Debug)]
pub(crate) struct CompareQualificationsInput {
    /// The codes of the qualifications, each once; 1 to 10.
    qualifications: Vec<String>,
    /// What the person holds and claims.
    learner: LearnerInput,
    /// The day the question is for; left out: today, the day it is at UTC+10.
    at: Option<GivenDate>,
}

/// Which awards somebody is nearest to. Nothing of it is stored.
#[derive(InputObject, Debug)]
pub(crate) struct ClosestQualificationsInput {
    /// What the person holds and claims.
    learner: LearnerInput,
    /// The day the question is for; left out: today, the day it is at UTC+10.
    at: Option<GivenDate>,
}

/// The rungs above somebody. Nothing of it is stored.
#[derive(InputObject, Debug)]
pub(crate) struct LadderInput {
    /// What the person holds and claims, and how long they have worked.
    learner: LearnerInput,
    /// The day the question is for; left out: today, the day it is at UTC+10.
    at: Option<GivenDate>,
}

/// What is counted, and on which day.
pub(crate) struct Counted {
    /// What is held and claimed.
    pub(crate) record: LearnerRecord,
    /// The day.
    pub(crate) at: NaiveDate,
}

/// Reads a learner on a day, and the qualifications that are asked about, each with its place.
///
/// # Errors
/// Everything that is wrong, at once, at most 50.
fn read(
    catalogue: &Catalogue,
    (learner, at, today): (&LearnerInput, Option<&GivenDate>, NaiveDate),
    asked: impl FnOnce(&mut Problems) -> Vec<QualificationCode>,
) -> Result<(Counted, Vec<QualificationCode>), Vec<Problem>> {
    let mut problems = Problems::default();
    let place = Place::root();
    let codes = asked(&mut problems);
    let at = match at {
        Some(text) => problems.date(&place.then("at"), text),
        None => Some(today),
    };
    let learner = learner.read(at, &place.then("learner"), &mut problems);
    look_up_held(catalogue, &learner, today, &mut problems);
    match (learner.record, at) {
        (Some(record), Some(at)) if problems.is_empty() => Ok((Counted { record, at }, codes)),
        _ => Err(problems.into_list()),
    }
}

/// One code of a qualification that the catalogue has.
fn known(catalogue: &Catalogue, text: &str, place: &Place, problems: &mut Problems) -> Option<QualificationCode> {
    let code = problems.value(RequestErrorCode::InvalidCode, place, QualificationCode::new(text))?;
    if catalogue.qualification(&code).is_none() {
        let unknown = UnknownSubject::new(catalogue, &Subject::Qualification(code));
        problems.add(RequestErrorCode::UnknownCode, place, unknown);
        return None;
    }
    Some(code)
}

impl CreditTowardsInput {
    /// Reads the question: what is counted, and towards what.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub(crate) fn read(
        &self,
        catalogue: &Catalogue,
        today: NaiveDate,
    ) -> Result<(Counted, QualificationCode), Vec<Problem>> {
        let place = Place::root().then("qualification");
        let asked =
            |problems: &mut Problems| known(catalogue, &self.qualification, &place, problems).into_iter().collect();
        let (counted, codes) = read(catalogue, (&self.learner, self.at.as_ref(), today), asked)?;
        // Without a code there is a problem, and this is not reached.
        codes.into_iter().next().map(|code| (counted, code)).ok_or_else(Vec::new)
    }
}

impl CompareQualificationsInput {
    /// Reads the question: what is counted, and towards what, in the order given.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub(crate) fn read(
        &self,
        catalogue: &Catalogue,
        today: NaiveDate,
    ) -> Result<(Counted, Vec<QualificationCode>), Vec<Problem>> {
        let asked = |problems: &mut Problems| self.codes(catalogue, problems);
        read(catalogue, (&self.learner, self.at.as_ref(), today), asked)
    }

    fn codes(&self, catalogue: &Catalogue, problems: &mut Problems) -> Vec<QualificationCode> {
        let place = Place::root().then("qualifications");
        let count = self.qualifications.len();
        if count == 0 {
            problems.add(
                RequestErrorCode::Missing,
                &place,
                "the list is empty; give the codes of 1 to 10 qualifications",
            );
        }
        if count > COMPARED_MAX {
            let message = format_args!("the list has {count} codes; at most {COMPARED_MAX} are compared");
            problems.add(RequestErrorCode::TooMany, &place, message);
            return Vec::new();
        }
        let mut codes: Vec<QualificationCode> = Vec::new();
        for (index, text) in self.qualifications.iter().enumerate() {
            let place = place.then(index);
            let Some(code) = known(catalogue, text, &place, problems) else { continue };
            if codes.contains(&code) {
                problems.add(
                    RequestErrorCode::HeldTwice,
                    &place,
                    format_args!("the list has {code} twice; give it once"),
                );
            }
            codes.push(code);
        }
        codes
    }
}

impl ClosestQualificationsInput {
    /// Reads the question.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub(crate) fn read(&self, catalogue: &Catalogue, today: NaiveDate) -> Result<Counted, Vec<Problem>> {
        read(catalogue, (&self.learner, self.at.as_ref(), today), |_| Vec::new()).map(|(counted, _)| counted)
    }
}

impl LadderInput {
    /// Reads the question.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub(crate) fn read(&self, catalogue: &Catalogue, today: NaiveDate) -> Result<Counted, Vec<Problem>> {
        read(catalogue, (&self.learner, self.at.as_ref(), today), |_| Vec::new()).map(|(counted, _)| counted)
    }
}

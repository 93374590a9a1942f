//! Whether credentials are what they say, and whether they are enough.

use async_graphql::{Enum, SimpleObject};
use registry_core::credential::moment::Moment;
use registry_core::verify as core;

use super::eligibility::Eligibility;
use super::problem::{Problem, RequestErrorCode};
use super::requisite::Strength;
use crate::graphql::scalars::DateTime;
use crate::snapshot::Snapshot;

/// The answer to a verification. All three are answers.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "registry_core::verify::Verdict")]
pub(crate) enum CredentialVerdict {
    /// Every check that decides passed.
    Valid,
    /// One failed.
    NotValid,
    /// None failed, and one could not be made. Neither a yes nor a no.
    CouldNotCheck,
}

/// What is looked at, in this order. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "registry_core::verify::Check")]
pub(crate) enum CredentialCheck {
    /// It is a document, within bounds, and a credential.
    Structure,
    /// It has the form of an Open Badges 3.0 credential.
    Schema,
    /// It is what its issuer signed, all of it.
    Proof,
    /// The issuer is a provider of the registry, and the key was good when it was signed.
    Issuer,
    /// It is good at the moment asked about.
    Dates,
    /// It was neither revoked nor suspended.
    Status,
    /// The registry knows the version of the course. It decides nothing.
    CourseVersion,
}

/// How a check ended.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "registry_core::verify::Outcome")]
pub(crate) enum CheckOutcome {
    /// All is as it should be.
    Passed,
    /// Something is wrong.
    Failed,
    /// Something that is needed to tell is not there.
    CouldNotCheck,
    /// It would say nothing, because of what another check found.
    NotRun,
}

/// One check, and how it ended.
#[derive(SimpleObject)]
pub(crate) struct CredentialCheckResult {
    /// Which.
    check: CredentialCheck,
    /// How it ended.
    outcome: CheckOutcome,
    /// A sentence that says so to somebody who has to decide something.
    sentence: String,
    /// Whether a credential is valid only if this passes.
    decides: bool,
}

/// What a credential says, once its signature holds.
#[derive(SimpleObject)]
pub(crate) struct VerifiedCredential {
    /// Its own address.
    id: Option<String>,
    /// The title it was issued under; a neutral one stays neutral.
    title: Option<String>,
    /// What sort of document it is, in words: `Micro-credential`. Null where it is none that providers here issue.
    document: Option<String>,
    /// The name of the person, where it is part of the document.
    holder_name: Option<String>,
    /// The name the registry has for the issuer; null where it does not know the key.
    issuer: Option<String>,
    /// The name the document gives its issuer; anybody can write one.
    issuer_name: Option<String>,
    /// The code of the provider, where the registry knows the key.
    provider: Option<String>,
    /// The key that signed, as `did:key`.
    key: String,
    /// When it was signed.
    signed: DateTime,
    /// When it was awarded.
    awarded: Option<DateTime>,
    /// From when it holds.
    valid_from: Option<DateTime>,
    /// Until when it holds; null for no end.
    valid_until: Option<DateTime>,
    /// How it stands to the AQF, in words.
    level: Option<String>,
    /// Credit points with their scheme, in words.
    credit: Option<String>,
    /// The result, where it was assessed and says one.
    result: Option<String>,
    /// The code of the course or qualification.
    course: Option<String>,
    /// The version of the course.
    version: Option<String>,
}

/// What was found out about one credential.
#[derive(SimpleObject)]
pub(crate) struct CredentialReport {
    /// The verdict, which follows from the checks by one rule.
    verdict: CredentialVerdict,
    /// Every check, in order: seven.
    checks: Vec<CredentialCheckResult>,
    /// What the document says; null unless its signature holds.
    credential: Option<VerifiedCredential>,
}

impl From<&core::Report> for CredentialReport {
    fn from(report: &core::Report) -> Self {
        let check = |one: &core::Checked| CredentialCheckResult {
            check: one.check.into(),
            outcome: one.outcome.into(),
            sentence: crate::graphql::input::problems::sentence(&one.sentence),
            decides: one.check.decides(),
        };
        Self {
            verdict: report.verdict().into(),
            checks: report.checks().iter().map(check).collect(),
            credential: report.shown.as_ref().map(VerifiedCredential::from),
        }
    }
}

impl From<&core::Shown> for VerifiedCredential {
    fn from(shown: &core::Shown) -> Self {
        let about = shown.about.clone();
        let at = |moment: Moment| DateTime(moment.in_utc().and_utc());
        Self {
            id: about.id,
            title: about.title,
            document: about.document.map(|document| document.title().to_owned()),
            holder_name: about.holder_name,
            issuer: shown.issuer.clone(),
            issuer_name: about.issuer_name,
            provider: shown.provider.clone(),
            key: shown.key.clone(),
            signed: at(shown.signed),
            awarded: about.awarded.map(at),
            valid_from: about.valid_from.map(at),
            valid_until: about.valid_until.map(at),
            level: about.level,
            credit: about.credit,
            result: about.result,
            course: about.course,
            version: about.version,
        }
    }
}

/// The answer of `verifyCredential`: a report, or what to correct first.
#[derive(SimpleObject)]
pub(crate) struct VerifyCredentialPayload {
    /// The report, of a link that of the first credential it shows; null when something must be corrected first, and when a link
    /// shows none any more.
    pub(crate) report: Option<CredentialReport>,
    /// A report of each credential that a link shows, at most 30; of anything else the one report.
    pub(crate) reports: Vec<CredentialReport>,
    /// Everything that must be corrected, at most 50; empty when there is an answer.
    pub(crate) user_errors: Vec<VerifyCredentialError>,
}

/// The answer of `meetsRequirements`, or what to correct first.
#[derive(SimpleObject)]
pub(crate) struct MeetsRequirementsPayload<'a> {
    /// What was found out about each credential, in the order given, those of a link in its place; at
    /// most 30. Empty when something must be corrected first.
    pub(crate) reports: Vec<CredentialReport>,
    /// What they come to; null when something must be corrected first.
    pub(crate) requirements: Option<RequirementsMet<'a>>,
    /// Everything that must be corrected, at most 50; empty when there is an answer.
    pub(crate) user_errors: Vec<VerifyCredentialError>,
}

/// How a set of credentials stands to a role or tier. Only valid ones count.
#[derive(SimpleObject)]
pub(crate) struct RequirementsMet<'a> {
    /// The answer, with a finding for each requisite. What no credential can say is `NOT_SAID`.
    eligibility: Eligibility<'a>,
    /// What counted for which finding.
    counted: Vec<CountedCredentials>,
    /// What did not count, and why; at most 30.
    left_out: Vec<LeftOutCredential>,
    /// The names of people in the credentials that counted, where there is more than one; at most 30. Without a name nothing
    /// shows that two credentials are one person's.
    different_names: Vec<String>,
    /// What is still to be learned, as the planner says: for a role its whole preparation, for a tier until it is completed, for a
    /// course or qualification until it is held.
    remaining: RemainingTraining,
}

/// What the planner answers, with these credentials as all that is held.
#[derive(SimpleObject)]
pub(crate) struct RemainingTraining {
    /// What it was asked for: `role:advocate`, `tier:2`.
    goal: String,
    /// Whether anything is left.
    answer: RemainingAnswer,
    /// The steps of the cheapest pathway that was found, in order of start, with no limit but a full week of work; at most 100.
    training: Vec<StillToLearn>,
    /// Of `TRAINING`: whether it is proved that no pathway costs less. False: the search ended first, and there may be a cheaper
    /// one.
    proved_cheapest: Option<bool>,
    /// Where there is no pathway, what stands in the way, for people to read; at most 20.
    in_the_way: Vec<String>,
    /// What is required that no training gives, such as supervision, for people to read; at most 20. No credential says it.
    also_needed: Vec<String>,
}

/// Whether anything is left to learn.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RemainingAnswer {
    /// Nothing is: the pathway has no steps.
    Nothing,
    /// There is a pathway with steps.
    Training,
    /// The planner found no pathway.
    NoPathway,
}

/// Something that is still to be learned.
#[derive(SimpleObject)]
pub(crate) struct StillToLearn {
    /// The title of the course or qualification.
    title: String,
    /// Required, for the goal or for another step; or advised alone.
    strength: Strength,
}

impl From<core::Remaining> for RemainingTraining {
    fn from(remaining: core::Remaining) -> Self {
        let step = |step: core::StillToLearn| StillToLearn { title: step.title, strength: step.strength.into() };
        let (answer, training, proved_cheapest, in_the_way) = match remaining.what {
            core::WhatRemains::Nothing => (RemainingAnswer::Nothing, Vec::new(), None, Vec::new()),
            core::WhatRemains::Training { steps, proved } => {
                let training = steps.into_iter().take(STEPS_MAX).map(step).collect();
                (RemainingAnswer::Training, training, Some(proved), Vec::new())
            }
            core::WhatRemains::NoPathway(why) => {
                (RemainingAnswer::NoPathway, Vec::new(), None, why.into_iter().take(SAID_MAX).collect())
            }
        };
        let also_needed = remaining.also_needed.into_iter().take(SAID_MAX).collect();
        Self { goal: remaining.goal.to_string(), answer, training, proved_cheapest, in_the_way, also_needed }
    }
}

/// The most steps that are told, and the most sentences.
const STEPS_MAX: usize = 100;
const SAID_MAX: usize = 20;

/// Which credentials counted for one finding.
#[derive(SimpleObject)]
pub(crate) struct CountedCredentials {
    /// The number of the finding, from 0.
    finding: usize,
    /// The numbers of the credentials, from 0; at most 30.
    credentials: Vec<usize>,
}

/// A credential that did not count.
#[derive(SimpleObject)]
pub(crate) struct LeftOutCredential {
    /// Its number, from 0.
    credential: usize,
    /// Why, for people to read.
    why: String,
}

impl<'a> RequirementsMet<'a> {
    pub(crate) fn new(at: &'a Snapshot, on: chrono::NaiveDate, met: core::RequirementsMet) -> Self {
        let counted = met.counted.into_iter().enumerate().filter(|(_, credentials)| !credentials.is_empty());
        let left_out = met.left_out.into_iter();
        Self {
            eligibility: Eligibility { at, on, answer: met.eligibility },
            counted: counted.map(|(finding, credentials)| CountedCredentials { finding, credentials }).collect(),
            left_out: left_out
                .map(|(credential, why)| LeftOutCredential {
                    credential,
                    why: crate::graphql::input::problems::sentence(why.words()),
                })
                .collect(),
            different_names: met.names,
            remaining: met.remaining.into(),
        }
    }
}

/// One thing to correct in what was given to `verifyCredential` or `meetsRequirements`.
#[derive(SimpleObject)]
pub(crate) struct VerifyCredentialError {
    /// What is wrong.
    code: RequestErrorCode,
    /// What is wrong and what to do, for people to read.
    message: String,
    /// Where: the argument, then names and indexes down to the value.
    field: Vec<String>,
}

impl From<Problem> for VerifyCredentialError {
    fn from(Problem { code, message, field }: Problem) -> Self {
        Self { code, message, field }
    }
}

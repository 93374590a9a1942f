//! What issuing answers.

use async_graphql::{Enum, SimpleObject};
use registry_core::achievement::{Achievement, AchievementOf};

use super::input::Rows;
use crate::graphql::mutation::run::sentence;
use crate::graphql::types::credential::{IssueResult, IssuedCredential, PassedOverLine};
use crate::ops::issue::{self, AwardFault, AwardWarning, IssueOutcome};

/// Most entries of `userErrors`.
pub(super) const ERRORS_MAX: usize = 50;

/// What is wrong with a request about credentials. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CredentialErrorCode {
    /// Not there, or not yours: the answer is the same.
    NotFound,
    /// The provider neither publishes nor teaches it.
    NotTaught,
    /// The provider has no key that signs.
    NoKey,
    /// The registry does not know its own address.
    NoAddress,
    /// A value that does not fit.
    Invalid,
    /// A file that cannot be read as it should be.
    File,
    /// It carries another name than those it is to be offered with.
    OtherName,
    /// More than one request takes.
    TooMany,
    /// A key that is none.
    InvalidKey,
    /// A key that was used for something else.
    KeyReused,
}

/// One thing to correct.
#[derive(SimpleObject)]
pub(super) struct CredentialError {
    /// What is wrong.
    code: CredentialErrorCode,
    /// What is wrong and what to do, for people to read. It repeats nothing of a person.
    message: String,
    /// Where: the names of the values within `input`.
    field: Vec<String>,
    /// Which award, counted from 1; of a file, the line. Null where it is about all of them.
    row: Option<u64>,
}

impl CredentialError {
    pub(super) fn new(code: CredentialErrorCode, message: impl ToString, field: &[&str]) -> Self {
        let field = field.iter().map(|part| (*part).to_owned()).collect();
        Self { code, message: sentence(&message.to_string()), field, row: None }
    }

    pub(super) fn of_row(self, row: u64) -> Self {
        Self { row: Some(row), ..self }
    }
}

/// What became of one credential that was to be issued.
#[derive(SimpleObject)]
pub(super) struct IssueCredentialPayload {
    /// What it came to; null where there are `userErrors`.
    result: Option<IssueResult>,
    /// Everything that is wrong; then nothing was issued. At most 50.
    user_errors: Vec<CredentialError>,
}

/// What became of credentials that were to be issued.
#[derive(SimpleObject)]
pub(super) struct IssueCredentialsPayload {
    /// One for each award, in order; none where there are `userErrors`. At most 500.
    results: Vec<IssueResult>,
    /// The lines of a file of which nothing is issued, as its outcomes say. At most 500.
    passed_over: Vec<PassedOverLine>,
    /// Everything that is wrong; then nothing was issued. At most 50.
    user_errors: Vec<CredentialError>,
}

impl IssueCredentialsPayload {
    pub(super) fn refused(errors: Vec<CredentialError>) -> Self {
        let user_errors = errors.into_iter().take(ERRORS_MAX).collect();
        Self { results: Vec::new(), passed_over: Vec::new(), user_errors }
    }

    /// The answer to a request for one.
    pub(super) fn one(self) -> IssueCredentialPayload {
        let user_errors = self.user_errors.into_iter().map(|error| CredentialError { row: None, ..error }).collect();
        IssueCredentialPayload { result: self.results.into_iter().next(), user_errors }
    }
}

/// The answer to an outcome.
pub(super) fn of(outcome: IssueOutcome, rows: &Rows, address: &str) -> IssueCredentialsPayload {
    let passed_over = rows.passed_over.iter().take(super::input::AWARDS_MAX);
    let passed_over = passed_over.map(|line| PassedOverLine { line: line.line, reason: line.reason }).collect();
    let done = |results, passed_over| IssueCredentialsPayload { results, passed_over, user_errors: Vec::new() };
    match outcome {
        IssueOutcome::Issued(issued) => done(
            (0..)
                .zip(issued)
                .map(|(at, one)| {
                    let claim = one.claim.reveal();
                    let credential = IssuedCredential {
                        id: one.id.to_string(),
                        document: String::from_utf8_lossy(&one.document).into_owned(),
                        neutral_document: one.neutral.map(|document| String::from_utf8_lossy(&document).into_owned()),
                        claim_link: format!("{address}/claim#{claim}"),
                        claim,
                    };
                    result(rows, at, &one.achievement, &one.warnings, Some(credential))
                })
                .collect(),
            passed_over,
        ),
        IssueOutcome::Tried(tried) => {
            let results = (0..).zip(tried).map(|(at, one)| result(rows, at, &one.achievement, &one.warnings, None));
            done(results.collect(), passed_over)
        }
        // Where nothing is left to issue, the lines that were passed over say why.
        IssueOutcome::Refused(problems) => IssueCredentialsPayload {
            passed_over,
            ..IssueCredentialsPayload::refused(problems.iter().map(|problem| error(rows, problem)).collect())
        },
        IssueOutcome::KeyReused => {
            let message = "this key was used for another request; use a new one";
            IssueCredentialsPayload::refused(vec![CredentialError::new(
                CredentialErrorCode::KeyReused,
                message,
                &["idempotencyKey"],
            )])
        }
    }
}

fn result(
    rows: &Rows,
    at: usize,
    achievement: &Achievement,
    warnings: &[AwardWarning],
    credential: Option<IssuedCredential>,
) -> IssueResult {
    let row = rows.rows.get(at);
    let version = match &achievement.of {
        AchievementOf::Course { version, .. } => Some(version.to_string()),
        AchievementOf::Qualification(_) => None,
    };
    IssueResult {
        row: row.map_or(0, |(number, ..)| *number),
        reference: row.and_then(|(_, reference, _)| reference.clone()),
        title: achievement.title.clone(),
        version,
        document_kind: achievement.document.title().to_owned(),
        credential,
        warnings: warnings.iter().map(|warning| said(rows, *warning)).collect(),
    }
}

fn said(rows: &Rows, warning: AwardWarning) -> String {
    let number = |at: usize| rows.rows.get(at - 1).map_or(0, |(number, ..)| *number);
    sentence(&match warning {
        AwardWarning::Same(first) => {
            format!("it says the same as row {}; if that is the same person, leave one of them out", number(first))
        }
        other => other.to_string(),
    })
}

fn error(rows: &Rows, problem: &issue::AwardProblem) -> CredentialError {
    let code = match &problem.reason {
        AwardFault::NotYours(_)
        | AwardFault::NoCourse(_)
        | AwardFault::NoVersion(..)
        | AwardFault::NoQualification(_) => CredentialErrorCode::NotFound,
        AwardFault::NotTaught(..) => CredentialErrorCode::NotTaught,
        AwardFault::NoKey(_) => CredentialErrorCode::NoKey,
        AwardFault::NoAddress => CredentialErrorCode::NoAddress,
        AwardFault::Nothing
        | AwardFault::NoVersionThen(..)
        | AwardFault::VersionLater(..)
        | AwardFault::Usi(_)
        | AwardFault::Document(_) => CredentialErrorCode::Invalid,
    };
    let field = problem.reason.field();
    let Some((number, ..)) = problem.award.and_then(|at| rows.rows.get(at)) else {
        return CredentialError::new(code, &problem.reason, &[field]);
    };
    let place = if rows.of_file { vec!["file"] } else { vec!["award", field] };
    CredentialError::new(code, &problem.reason, &place).of_row(*number)
}

//! What is asked of issuing, read whole.

use async_graphql::{Enum, InputObject};
use registry_core::catalogue::Catalogue;
use registry_core::credential::badge::TitleShown;
use registry_core::id::ProviderCode;

use super::answer::{CredentialError, CredentialErrorCode};
use crate::graphql::scalars::GivenDate;
use crate::ops::issue::roster::{PassedOver, RosterFormat, read_roster};
use crate::ops::issue::{Award, Earned, IssuedBy};

/// What is wrong with a code.
const NOT_A_CODE: &str = "this is not a code; a code has ASCII letters, digits, hyphens and full stops";

/// What is wrong with a day.
const NOT_A_DAY: &str = "this is not a day; write YYYY-MM-DD";

/// Most awards of one request. More are issued on the command line.
pub(super) const AWARDS_MAX: usize = 500;

/// Under which title a credential is issued. It cannot be changed afterwards.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
enum CredentialTitle {
    /// The title of the course, with its description, outcomes and code.
    Full,
    /// The provider's neutral title, which does not disclose lived experience; description, outcomes and code are left out.
    Neutral,
}

/// What sort of file a roster is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "RosterFormat")]
pub(super) enum RosterFileFormat {
    /// A table with a header: `reference,course,version,qualification,completed,name,result,title,valid_until,suspendable,usi`.
    Csv,
    /// AVETMISS 8.0, training activity; outcomes 20, 51 and 53 are issued.
    Nat00120,
    /// AVETMISS 8.0, programs completed.
    Nat00130,
}

/// One thing that one person has earned: a version of a course, or a qualification.
#[derive(InputObject)]
pub(super) struct AwardInput {
    /// The course, by code.
    course: Option<String>,
    /// The version of the course. Left out: the newest one that was published when it was completed.
    version: Option<String>,
    /// The qualification, by code.
    qualification: Option<String>,
    /// The day it was completed.
    completed: GivenDate,
    /// The name of the person, to be part of what is signed. Left out: whoever holds the credential is not named in it.
    holder_name: Option<String>,
    /// The result of the assessment, where it says more than that it was passed: `Distinction`.
    result: Option<String>,
    /// Under which title.
    #[graphql(default_with = "CredentialTitle::Full")]
    title: CredentialTitle,
    /// The last day on which it holds. Left out: it does not end.
    valid_until: Option<GivenDate>,
    /// Whether it can be suspended and reinstated, and not only revoked. Then it has two status entries, which the JSON Schema of
    /// 1EdTech does not allow.
    #[graphql(default)]
    suspendable: bool,
    /// The person's USI, to have its check character looked at. It is not kept, and nothing that is kept is made from it.
    usi: Option<String>,
}

/// One credential to be issued.
#[derive(InputObject)]
pub(super) struct IssueCredentialInput {
    /// The provider in whose name, by code. Left out: the one whose token asks.
    pub(super) provider: Option<String>,
    /// What, to whom.
    pub(super) award: AwardInput,
    /// A name for this request, 1 to 128 visible ASCII characters, such as a UUID. The same request sent again with it, by any token
    /// of the provider, has the same answer and issues nothing twice, for ever.
    pub(super) idempotency_key: Option<String>,
    /// Whether it is only tried: everything is answered, and nothing is issued.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Credentials to be issued: a list, or a file.
#[derive(InputObject)]
pub(super) struct IssueCredentialsInput {
    /// The provider in whose name, by code. Left out: the one whose token asks.
    pub(super) provider: Option<String>,
    /// What, to whom; at most 500.
    pub(super) awards: Option<Vec<AwardInput>>,
    /// The text of a file that says so, of at most 500 rows.
    pub(super) file: Option<String>,
    /// What sort of file.
    #[graphql(default_with = "RosterFileFormat::Csv")]
    pub(super) format: RosterFileFormat,
    /// A name for this request, 1 to 128 visible ASCII characters, such as a UUID. The same request sent again with it, by any token
    /// of the provider, goes on where it stopped and issues nothing twice, for ever.
    pub(super) idempotency_key: Option<String>,
    /// Whether it is only tried: everything is answered, and nothing is issued.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// What is to be issued, and where each was given.
pub(super) struct Rows {
    /// The line or number, what the file calls the person, and what is to be issued.
    pub(super) rows: Vec<(u64, Option<String>, Award)>,
    pub(super) passed_over: Vec<PassedOver>,
    /// How the place of an award begins within `input`: one alone has no number.
    pub(super) of_file: bool,
}

impl Rows {
    pub(super) fn of_awards(awards: Vec<AwardInput>) -> Result<Self, Vec<CredentialError>> {
        let mut rows = Vec::with_capacity(awards.len());
        let mut errors = Vec::new();
        for (at, award) in awards.into_iter().enumerate() {
            let number = at as u64 + 1;
            match award.read() {
                Ok(award) => rows.push((number, None, award)),
                Err(found) => errors.extend(found.into_iter().map(|error| error.of_row(number))),
            }
        }
        if errors.is_empty() { Ok(Self { rows, passed_over: Vec::new(), of_file: false }) } else { Err(errors) }
    }

    pub(super) fn of_list_or_file(
        awards: Option<Vec<AwardInput>>,
        file: Option<String>,
        format: RosterFileFormat,
        catalogue: &Catalogue,
    ) -> Result<Self, Vec<CredentialError>> {
        let one = |code, message: &str, field: &str| Err(vec![CredentialError::new(code, message, &[field])]);
        match (awards, file) {
            (Some(awards), None) if awards.len() > AWARDS_MAX => one(
                CredentialErrorCode::TooMany,
                "at most 500 are issued in one request; send the rest in another, or use the command line",
                "awards",
            ),
            (Some(awards), None) => Self::of_awards(awards),
            (None, Some(text)) => Self::of_file(&text, format.into(), catalogue),
            (Some(_), Some(_)) => one(CredentialErrorCode::Invalid, "a list and a file are given; give one", "file"),
            (None, None) => {
                one(CredentialErrorCode::Invalid, "there is nothing to issue; give a list or a file", "awards")
            }
        }
    }

    fn of_file(text: &str, format: RosterFormat, catalogue: &Catalogue) -> Result<Self, Vec<CredentialError>> {
        let roster = read_roster(format, text, catalogue).map_err(|problems| {
            let error = |problem: crate::ops::issue::roster::RosterProblem| {
                let error = CredentialError::new(CredentialErrorCode::File, problem.message, &["file"]);
                error.of_row(problem.line)
            };
            problems.into_iter().map(error).collect::<Vec<_>>()
        })?;
        if roster.rows.len() > AWARDS_MAX {
            let message = "at most 500 rows are issued in one request; split the file, or use the command line";
            return Err(vec![CredentialError::new(CredentialErrorCode::TooMany, message, &["file"])]);
        }
        let row = |row: crate::ops::issue::roster::RosterRow| (row.line, row.award.reference.clone(), row.award);
        let rows = roster.rows.into_iter().map(row).collect();
        Ok(Self { rows, passed_over: roster.passed_over, of_file: true })
    }

    pub(super) fn awards(&self) -> Vec<Award> {
        self.rows.iter().map(|(_, _, award)| award.clone()).collect()
    }
}

impl AwardInput {
    fn read(self) -> Result<Award, Vec<CredentialError>> {
        let mut errors = Vec::new();
        // What was given is not repeated: it may be somebody's name in the wrong place.
        let mut wrong = |message: &str, field: &str| {
            errors.push(CredentialError::new(CredentialErrorCode::Invalid, message, &["award", field]));
        };
        let earned = match (self.course, self.qualification) {
            (Some(course), None) => {
                let version = match self.version.as_deref().map(str::parse).transpose() {
                    Ok(version) => version,
                    Err(_) => {
                        wrong("this is not the number of a version, such as 1.4.2", "version");
                        None
                    }
                };
                let course = course.parse().map_err(|_| wrong(NOT_A_CODE, "course")).ok();
                course.map(|course| Earned::Course(course, version))
            }
            (None, Some(code)) => {
                let code = code.parse().map_err(|_| wrong(NOT_A_CODE, "qualification")).ok();
                code.map(Earned::Qualification)
            }
            _ => {
                wrong("give either a course or a qualification", "course");
                None
            }
        };
        let completed = self.completed.read().map_err(|_| wrong(NOT_A_DAY, "completed")).ok();
        let valid_until = self.valid_until.map(|day| day.read().map_err(|_| wrong(NOT_A_DAY, "validUntil")).ok());
        match (earned, completed) {
            (Some(earned), Some(completed)) if errors.is_empty() => Ok(Award {
                earned,
                completed,
                holder_name: self.holder_name,
                result: self.result,
                title: match self.title {
                    CredentialTitle::Full => TitleShown::Full,
                    CredentialTitle::Neutral => TitleShown::Neutral,
                },
                valid_until: valid_until.flatten(),
                suspendable: self.suspendable,
                usi: self.usi,
                reference: None,
            }),
            _ => Err(errors),
        }
    }
}

/// The provider in whose name is issued.
pub(super) fn provider_of(given: Option<String>, by: &IssuedBy) -> Result<ProviderCode, CredentialError> {
    match (given, &by.may_for) {
        (Some(text), _) => {
            text.parse().map_err(|error| CredentialError::new(CredentialErrorCode::NotFound, error, &["provider"]))
        }
        (None, Some(own)) => Ok(own.clone()),
        (None, None) => {
            let message = "an operator says in whose name it issues; give the provider";
            Err(CredentialError::new(CredentialErrorCode::NotFound, message, &["provider"]))
        }
    }
}

//! Verifying credentials, and asking whether they are enough.

use std::convert::Infallible;
use std::sync::Arc;

use async_graphql::{Context, Object, OneofObject, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use registry_core::credential::moment::Moment;
use registry_core::verify::{Report, requirements_met};

use super::Today;
use crate::beside::beside_others;
use crate::graphql::access::{now, state};
use crate::graphql::input::problems::{Place, Problems};
use crate::graphql::input::subject::SubjectInput;
use crate::graphql::types::problem::RequestErrorCode;
use crate::graphql::types::verification::{
    CredentialReport, MeetsRequirementsPayload, RequirementsMet, VerifyCredentialError, VerifyCredentialPayload,
};
use crate::ops;
use crate::snapshot::Snapshot;

/// The most credentials of one question.
const CREDENTIALS_MAX: usize = 20;

/// A credential to be verified: exactly one of these. A whole request has at most 64 KiB; `POST /verify` takes 9 MiB.
#[derive(OneofObject)]
pub(crate) enum CredentialInput {
    /// The JSON document, as text.
    Json(String),
    /// A PNG or SVG picture with the document in it, in base64.
    Image(String),
}

impl CredentialInput {
    fn read(self, place: &Place, problems: &mut Problems) -> Option<Vec<u8>> {
        match self {
            Self::Json(text) => Some(text.into_bytes()),
            Self::Image(text) => {
                let read = STANDARD.decode(text.trim()).map_err(|_| "the picture is not written in base64");
                problems.value(RequestErrorCode::Contradiction, &place.then("image"), read)
            }
        }
    }
}

/// Whether credentials are what they say.
#[derive(Default)]
pub(super) struct VerificationQuery;

#[Object]
impl VerificationQuery {
    /// Whether a credential is what it says: every check with a sentence, and the verdict. Nothing is fetched, nobody is
    /// told, and nothing of it is kept.
    async fn verify_credential(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The credential.")] credential: CredentialInput,
    ) -> Result<VerifyCredentialPayload> {
        let mut problems = Problems::default();
        let Some(file) = credential.read(&Place::root().then("credential"), &mut problems) else {
            let user_errors = problems.into_list().into_iter().map(VerifyCredentialError::from).collect();
            return Ok(VerifyCredentialPayload { report: None, user_errors });
        };
        let reports = reports(context, &[file]).await?;
        Ok(VerifyCredentialPayload { report: reports.first().map(CredentialReport::from), user_errors: Vec::new() })
    }

    /// Whether a set of credentials of one person meets what a role or tier asks for. Only valid ones count.
    async fn meets_requirements<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "The credentials; at most 20.")] credentials: Vec<CredentialInput>,
        #[graphql(name = "for", desc = "What they may be enough for.")] subject: SubjectInput,
    ) -> Result<MeetsRequirementsPayload<'ctx>> {
        let mut problems = Problems::default();
        let place = Place::root().then("credentials");
        if credentials.len() > CREDENTIALS_MAX {
            let message = format!("{} credentials are given; at most {CREDENTIALS_MAX} are read", credentials.len());
            problems.add(RequestErrorCode::TooMany, &place, message);
        }
        let each = credentials.into_iter().take(CREDENTIALS_MAX).enumerate();
        let files: Vec<Vec<u8>> =
            each.filter_map(|(number, one)| one.read(&place.then(number), &mut problems)).collect();
        let place = Place::root().then("for");
        let read = subject.read(&place, &mut problems);
        let (Some(read), true) = (read, problems.is_empty()) else { return Ok(refused(problems)) };
        let at = context.data::<Arc<Snapshot>>()?;
        let today = context.data::<Today>()?.0;
        let reports = reports(context, &files).await?;
        let each: Vec<&Report> = reports.iter().collect();
        match beside_others(|| requirements_met(at.catalogue(), &each, &read, today)) {
            Ok(met) => Ok(MeetsRequirementsPayload {
                reports: reports.iter().map(CredentialReport::from).collect(),
                requirements: Some(RequirementsMet::new(at, today, met)),
                user_errors: Vec::new(),
            }),
            Err(unknown) => {
                problems.add(RequestErrorCode::UnknownCode, &place.then(subject.field()), unknown);
                Ok(refused(problems))
            }
        }
    }
}

fn refused<'a>(problems: Problems) -> MeetsRequirementsPayload<'a> {
    let user_errors = problems.into_list().into_iter().map(VerifyCredentialError::from).collect();
    MeetsRequirementsPayload { reports: Vec::new(), requirements: None, user_errors }
}

async fn reports(context: &Context<'_>, files: &[Vec<u8>]) -> Result<Vec<Report>> {
    let (at, now) = (context.data::<Arc<Snapshot>>()?, now(context)?);
    let each: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
    let read = ops::documents_in(&each);
    let documents: Vec<_> = read.iter().collect();
    let facts = ops::registry_facts(state(context)?, at, &documents, now).await;
    let read = |number: usize| Ok::<_, Infallible>(files[number].clone());
    let moment = Moment::of(now.naive_utc());
    let reports = beside_others(|| ops::verify_credentials(files.len(), read, &facts, moment));
    Ok(reports.into_iter().map(|report| report.unwrap_or_else(|never| match never {})).collect())
}

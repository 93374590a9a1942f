//! Verifying credentials, and asking whether they are enough.

use std::sync::Arc;

use async_graphql::{Context, Object, OneofObject, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use registry_core::eligibility::known;
use registry_core::verify::{Report, requirements_met};

use super::Today;
use crate::beside::beside_others;
use crate::graphql::access::{now, state};
use crate::graphql::error::ApiError;
use crate::graphql::http::about_a_person;
use crate::graphql::input::problems::{Place, Problems};
use crate::graphql::input::subject::SubjectInput;
use crate::graphql::types::problem::RequestErrorCode;
use crate::graphql::types::verification::{
    CredentialReport, MeetsRequirementsPayload, RequirementsMet, VerifyCredentialError, VerifyCredentialPayload,
};
use crate::holding::SHARED_MAX;
use crate::ops;
use crate::ops::GivenToVerify;
use crate::snapshot::Snapshot;

/// The most credentials of one question, those behind share links included: as many as one link may show.
const CREDENTIALS_MAX: usize = SHARED_MAX;

/// A credential to be verified: exactly one of these. A whole request has at most 64 KiB; `POST /verify` takes 9 MiB.
#[derive(OneofObject)]
pub(crate) enum CredentialInput {
    /// The JSON document, as text.
    Json(String),
    /// A PNG or SVG picture with the document in it, in base64.
    Image(String),
    /// The link of a share, or its code: what stands after the `#`. Each credential that it shows is verified, at most 30, and
    /// no more is told of them than its holder shows; opening is counted, and nothing is kept of who opened it. Send it as a
    /// variable: the text of a query is more often kept than its values.
    Share(String),
}

impl CredentialInput {
    /// What is to be verified; of what must be corrected, a file with nothing in it. No link is opened.
    fn read(self, place: &Place, problems: &mut Problems) -> GivenToVerify {
        match self {
            Self::Json(text) => GivenToVerify::File(text.into_bytes()),
            Self::Image(text) => {
                let read = STANDARD.decode(text.trim()).map_err(|_| "the picture is not written in base64");
                let read = problems.value(RequestErrorCode::Contradiction, &place.then("image"), read);
                GivenToVerify::File(read.unwrap_or_default())
            }
            Self::Share(link) => GivenToVerify::Link(link),
        }
    }
}

/// The same for every link that shows nothing, whatever the reason.
const SHOWS_NOTHING: &str =
    "this link shows nothing: it may not be whole, or it has ended; ask the person who gave it to you";

/// Whether credentials are what they say.
#[derive(Default)]
pub(super) struct VerificationQuery;

#[Object]
impl VerificationQuery {
    /// Whether a credential is what it says, or each that a link shows: every check with a sentence, and the verdict. Nothing is
    /// fetched, nobody is told, and nothing of it is kept.
    async fn verify_credential(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The credential.")] credential: CredentialInput,
    ) -> Result<VerifyCredentialPayload> {
        about_a_person(context);
        let mut problems = Problems::default();
        let place = Place::root().then("credential");
        let given = vec![credential.read(&place, &mut problems)];
        let reports = verified(context, given, |_| place.clone(), &mut problems).await?;
        Ok(VerifyCredentialPayload {
            report: reports.first().map(CredentialReport::from),
            reports: reports.iter().map(CredentialReport::from).collect(),
            user_errors: problems.into_list().into_iter().map(VerifyCredentialError::from).collect(),
        })
    }

    /// Whether a set of credentials of one person meets what a role or tier asks for. Only valid ones count.
    async fn meets_requirements<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "The credentials; at most 30, those behind links included.")] credentials: Vec<
            CredentialInput,
        >,
        #[graphql(name = "for", desc = "What they may be enough for.")] subject: SubjectInput,
    ) -> Result<MeetsRequirementsPayload<'ctx>> {
        about_a_person(context);
        let mut problems = Problems::default();
        let place = Place::root().then("credentials");
        let subject_place = Place::root().then("for");
        if credentials.len() > CREDENTIALS_MAX {
            problems.add(RequestErrorCode::TooMany, &place, too_many(credentials.len()));
        }
        let mut given = Vec::new();
        for (number, one) in credentials.into_iter().take(CREDENTIALS_MAX).enumerate() {
            given.push(one.read(&place.then(number), &mut problems));
        }
        let at = context.data::<Arc<Snapshot>>()?;
        let field = subject.field();
        let subject = subject.read(&subject_place, &mut problems);
        if let Some(Err(unknown)) = subject.as_ref().map(|subject| known(at.catalogue(), subject)) {
            problems.add(RequestErrorCode::UnknownCode, &subject_place.then(field), unknown);
        }
        let reports = verified(context, given, |number| place.then(number), &mut problems).await?;
        let (Some(subject), true) = (subject, problems.is_empty()) else { return Ok(refused(problems)) };
        let today = context.data::<Today>()?.0;
        let each: Vec<&Report> = reports.iter().collect();
        match beside_others(|| requirements_met(at.catalogue(), &each, &subject, today)) {
            Ok(met) => Ok(MeetsRequirementsPayload {
                reports: reports.iter().map(CredentialReport::from).collect(),
                requirements: Some(RequirementsMet::new(at, today, met)),
                user_errors: Vec::new(),
            }),
            Err(unknown) => {
                problems.add(RequestErrorCode::UnknownCode, &subject_place.then(field), unknown);
                Ok(refused(problems))
            }
        }
    }
}

fn too_many(count: usize) -> String {
    format!("{count} credentials are given; at most {CREDENTIALS_MAX} are read")
}

/// What was found out about each; none where something must be corrected. A link is opened, which its holder sees, once nothing
/// else can be wrong with the question.
async fn verified(
    context: &Context<'_>,
    given: Vec<GivenToVerify>,
    place: impl Fn(usize) -> Place,
    problems: &mut Problems,
) -> Result<Vec<Report>> {
    let (state, at, now) = (state(context)?, context.data::<Arc<Snapshot>>()?, now(context)?);
    let nothing = match ops::count_given(state, &given, now).await.map_err(ApiError::internal)? {
        Err(places) => places,
        Ok(count) if count > CREDENTIALS_MAX && problems.is_empty() => {
            problems.add(RequestErrorCode::TooMany, &Place::root().then("credentials"), too_many(count));
            Vec::new()
        }
        Ok(_) => Vec::new(),
    };
    let found = match problems.is_empty() && nothing.is_empty() {
        true => ops::verify_given(state, at, given, now).await.map_err(ApiError::internal)?,
        false => Err(nothing),
    };
    let nothing = match found {
        Ok(found) => return Ok(found.into_iter().map(|one| one.report).collect()),
        Err(places) => places,
    };
    for number in nothing {
        problems.add(RequestErrorCode::UnknownCode, &place(number).then("share"), SHOWS_NOTHING);
    }
    Ok(Vec::new())
}

fn refused<'a>(problems: Problems) -> MeetsRequirementsPayload<'a> {
    let user_errors = problems.into_list().into_iter().map(VerifyCredentialError::from).collect();
    MeetsRequirementsPayload { reports: Vec::new(), requirements: None, user_errors }
}

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
use crate::graphql::error::ApiError;
use crate::graphql::http::about_a_person;
use crate::graphql::input::problems::{Place, Problems};
use crate::graphql::input::subject::SubjectInput;
use crate::graphql::types::problem::RequestErrorCode;
use crate::graphql::types::verification::{
    CredentialReport, MeetsRequirementsPayload, RequirementsMet, VerifyCredentialError, VerifyCredentialPayload,
};
use crate::holding::{Names, SHARED_MAX};
use crate::ops;
use crate::ops::share::{BehindLink, SharedCredential, behind_link};
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

/// A document to be verified, and whether a name in it may be told.
struct Sent {
    bytes: Vec<u8>,
    names: Names,
}

impl CredentialInput {
    /// The documents of it; none where something must be corrected.
    async fn read(self, context: &Context<'_>, place: &Place, problems: &mut Problems) -> Result<Vec<Sent>> {
        let whole = |bytes| vec![Sent { bytes, names: Names::Shown }];
        Ok(match self {
            Self::Json(text) => whole(text.into_bytes()),
            Self::Image(text) => {
                let read = STANDARD.decode(text.trim()).map_err(|_| "the picture is not written in base64");
                let read = problems.value(RequestErrorCode::Contradiction, &place.then("image"), read);
                read.map(whole).unwrap_or_default()
            }
            Self::Share(text) => {
                let at = context.data::<Arc<Snapshot>>()?;
                match behind_link(state(context)?, at, &text, now(context)?).await.map_err(ApiError::internal)? {
                    BehindLink::Shows(view) => {
                        let sent = |one: SharedCredential| Sent { bytes: one.view.held.document, names: view.names };
                        view.shown.into_iter().map(sent).collect()
                    }
                    // The same for every link that shows nothing, whatever the reason.
                    BehindLink::NoLink | BehindLink::Nothing => {
                        problems.add(RequestErrorCode::UnknownCode, &place.then("share"), SHOWS_NOTHING);
                        Vec::new()
                    }
                }
            }
        })
    }
}

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
        let mut problems = Problems::default();
        let sent = credential.read(context, &Place::root().then("credential"), &mut problems).await?;
        let reports = reports(context, &sent).await?;
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
        let mut problems = Problems::default();
        let place = Place::root().then("credentials");
        let too_many = |count: usize| format!("{count} credentials are given; at most {CREDENTIALS_MAX} are read");
        if credentials.len() > CREDENTIALS_MAX {
            problems.add(RequestErrorCode::TooMany, &place, too_many(credentials.len()));
        }
        let mut sent = Vec::new();
        for (number, one) in credentials.into_iter().take(CREDENTIALS_MAX).enumerate() {
            sent.extend(one.read(context, &place.then(number), &mut problems).await?);
        }
        if problems.is_empty() && sent.len() > CREDENTIALS_MAX {
            problems.add(RequestErrorCode::TooMany, &place, too_many(sent.len()));
        }
        let place = Place::root().then("for");
        let read = subject.read(&place, &mut problems);
        let (Some(read), true) = (read, problems.is_empty()) else { return Ok(refused(problems)) };
        let at = context.data::<Arc<Snapshot>>()?;
        let today = context.data::<Today>()?.0;
        let reports = reports(context, &sent).await?;
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

/// What was found out about each, without the names that may not be told.
async fn reports(context: &Context<'_>, sent: &[Sent]) -> Result<Vec<Report>> {
    about_a_person(context);
    let (at, now) = (context.data::<Arc<Snapshot>>()?, now(context)?);
    let each: Vec<&[u8]> = sent.iter().map(|sent| sent.bytes.as_slice()).collect();
    let read = ops::documents_in(&each);
    let documents: Vec<_> = read.iter().collect();
    let facts = ops::registry_facts(state(context)?, at, &documents, now).await;
    let read = |number: usize| Ok::<_, Infallible>(each[number].to_vec());
    let moment = Moment::of(now.naive_utc());
    let reports = beside_others(|| ops::verify_credentials(each.len(), read, &facts, moment));
    let mut reports: Vec<Report> =
        reports.into_iter().map(|report| report.unwrap_or_else(|never| match never {})).collect();
    for (report, sent) in reports.iter_mut().zip(sent) {
        if let (Some(shown), Names::Hidden) = (&mut report.shown, sent.names) {
            shown.about.holder_name = None;
        }
    }
    Ok(reports)
}

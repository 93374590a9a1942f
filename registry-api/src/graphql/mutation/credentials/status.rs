//! Changing the status of credentials, and offering one again.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use registry_core::audit::Actor;
use serde_json::json;

use super::answer::{CredentialError, CredentialErrorCode, ERRORS_MAX};
use super::key;
use crate::claim::CredentialId;
use crate::graphql::access::{issuer, now, state};
use crate::graphql::error::ApiError;
use crate::graphql::types::credential::{StatusChangeOutcome, StatusResult};
use crate::holding::HELD_MAX;
use crate::ops;
use crate::ops::Offered;
use crate::ops::credential_status::ChangeStatus;
use crate::store::{IdempotentRequest, InputDigest, StatusChange, StatusOutcome};

/// Most credentials of one request.
const CREDENTIALS_MAX: usize = 500;

/// The longest reason, in characters.
const REASON_MAX: usize = 500;

/// Credentials whose status is to change.
#[derive(InputObject)]
pub(super) struct ChangeStatusInput {
    /// The credentials, by id; at most 500.
    credentials: Vec<String>,
    /// Why, in at most 500 characters. It stays with the issuer: sealed, in no list and no log.
    reason: Option<String>,
    /// A name for this request, 1 to 128 visible ASCII characters, such as a UUID. The same request sent again with it has the same
    /// answer and no second effect, for 30 days.
    idempotency_key: Option<String>,
    /// Whether it is only tried: everything is answered, and nothing changes.
    #[graphql(default)]
    dry_run: bool,
}

/// What became of credentials whose status was to change.
#[derive(SimpleObject)]
pub(super) struct ChangeStatusPayload {
    /// One for each credential, in order; none where there are `userErrors`. At most 500.
    results: Vec<StatusResult>,
    /// Everything that is wrong with the request; then nothing changed. At most 50.
    user_errors: Vec<CredentialError>,
}

/// What became of credentials that were to be offered again.
#[derive(SimpleObject)]
pub(super) struct OfferCredentialAgainPayload {
    /// The new claim, of several all of them with dots between; null where there are `userErrors`.
    claim: Option<String>,
    /// The link that claims all that was offered, into one record, but for what is offered again meanwhile; null where there are
    /// `userErrors`.
    claim_link: Option<String>,
    /// How many credentials it claims; 0 where there are `userErrors`.
    credentials: u32,
    /// Everything that is wrong. At most 50.
    user_errors: Vec<CredentialError>,
}

/// Changes the status of credentials; what cannot be changed is said of each.
pub(super) async fn change(
    context: &Context<'_>,
    input: ChangeStatusInput,
    change: StatusChange,
) -> Result<ChangeStatusPayload> {
    let by = issuer(context)?;
    let refused = |error| Ok(ChangeStatusPayload { results: Vec::new(), user_errors: vec![error] });
    let ChangeStatusInput { credentials: given, reason, idempotency_key, dry_run } = input;
    let reason = reason.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if given.len() > CREDENTIALS_MAX {
        let message = "at most 500 are changed in one request; send the rest in another";
        return refused(CredentialError::new(CredentialErrorCode::TooMany, message, &["credentials"]));
    }
    if let Some(length) = reason.as_ref().map(|text| text.chars().count()).filter(|length| *length > REASON_MAX) {
        let message = format!("the reason has {length} characters; at most {REASON_MAX} are kept");
        return refused(CredentialError::new(CredentialErrorCode::TooMany, message, &["reason"]));
    }
    let key = match key(idempotency_key) {
        Ok(key) => key.filter(|_| !dry_run),
        Err(error) => return refused(error),
    };
    let state = state(context)?;
    let idempotent = match (key, by.actor) {
        (Some(key), Actor::Token(token)) => {
            // What is kept of the request must not tell the reason to whoever guesses it.
            let asked = state.keys().digest("status", json!([given, reason]).to_string().as_bytes());
            Some(IdempotentRequest { token, key, input: InputDigest::of(context.field().name(), asked.as_bytes()) })
        }
        _ => None,
    };
    // A text that is no id is of no credential: the answer is the same.
    let ids: Vec<Option<CredentialId>> = given.iter().map(|text| text.parse().ok()).collect();
    let credentials = ids.iter().copied().flatten().collect();
    let wish = ChangeStatus { by, change, credentials, reason, idempotent, dry_run, now: now(context)? };
    let Some(outcomes) = ops::change_status(state, wish).await.map_err(ApiError::internal)? else {
        let message = "this key was used for another request; use a new one";
        return refused(CredentialError::new(CredentialErrorCode::KeyReused, message, &["idempotencyKey"]));
    };
    let mut outcomes = outcomes.into_iter();
    let mut outcome = |id: &Option<CredentialId>| {
        let found = id.and_then(|_| outcomes.next()).unwrap_or(StatusOutcome::NotFound);
        StatusChangeOutcome::from(found)
    };
    let results = given.into_iter().zip(&ids).map(|(given, id)| StatusResult { outcome: outcome(id), id: given });
    Ok(ChangeStatusPayload { results: results.collect(), user_errors: Vec::new() })
}

/// Offers credentials again, all or none. `field`: where the ids stand, with their numbers where there are several.
pub(super) async fn offer_again(
    context: &Context<'_>,
    given: Vec<String>,
    field: impl Fn(usize) -> Vec<String>,
) -> Result<OfferCredentialAgainPayload> {
    let by = issuer(context)?;
    let state = state(context)?;
    let refused =
        |user_errors| Ok(OfferCredentialAgainPayload { claim: None, claim_link: None, credentials: 0, user_errors });
    if given.is_empty() || given.len() > HELD_MAX {
        let message = format!("{} credentials are given; offer 1 to {HELD_MAX} in one link", given.len());
        return refused(vec![CredentialError::new(CredentialErrorCode::TooMany, message, &["ids"])]);
    }
    let ids: Vec<Option<CredentialId>> = given.iter().map(|text| text.parse().ok()).collect();
    let wrong = |code: CredentialErrorCode, message: &str, places: Vec<usize>| {
        let error = |at: usize| {
            let place = field(at);
            CredentialError::new(code, message, &place.iter().map(String::as_str).collect::<Vec<_>>())
        };
        refused(places.into_iter().take(ERRORS_MAX).map(error).collect())
    };
    let claims = match ops::offer_again(state, &by, &ids, now(context)?).await.map_err(ApiError::internal)? {
        Offered::Again(claims) => claims,
        Offered::NotThere(places) => {
            let message = "there is no credential of that id that you can offer; correct it";
            return wrong(CredentialErrorCode::NotFound, message, places);
        }
        Offered::OtherNames(places) => {
            let message = "it carries another name than the first of these that carries one, and a link is for one person; \
                           offer it in a link of its own, which the same person can open into the same record";
            return wrong(CredentialErrorCode::OtherName, message, places);
        }
    };
    let claim = ops::claim_codes(&claims);
    let address = state.address().map(ToString::to_string).unwrap_or_default();
    let claim_link = Some(format!("{address}/claim#{claim}"));
    let credentials = u32::try_from(claims.len()).unwrap_or(u32::MAX);
    Ok(OfferCredentialAgainPayload { claim: Some(claim), claim_link, credentials, user_errors: Vec::new() })
}

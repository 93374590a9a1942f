//! Issuing credentials, and changing their status.

mod answer;
mod input;
mod status;

use async_graphql::{Context, Object, Result};

use self::answer::{CredentialError, CredentialErrorCode, IssueCredentialPayload, IssueCredentialsPayload};
use self::input::{IssueCredentialInput, IssueCredentialsInput, Rows, provider_of};
use self::status::{ChangeStatusInput, ChangeStatusPayload, OfferCredentialAgainPayload};
use crate::access::Scope;
use crate::graphql::access::{issuer, now, signed_in, state};
use crate::graphql::error::ApiError;
use crate::graphql::query::snapshot;
use crate::ops;
use crate::ops::issue::IssueRequest;
use crate::store::{IdempotencyKey, StatusChange};

/// Credentials. Each field takes a token with the scope `issue`.
#[derive(Default)]
pub(super) struct CredentialMutation;

#[Object]
impl CredentialMutation {
    /// Issues one credential. Takes the scope `issue`.
    async fn issue_credential(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What, to whom.")] input: IssueCredentialInput,
    ) -> Result<IssueCredentialPayload> {
        let IssueCredentialInput { provider, award, idempotency_key, dry_run } = input;
        let rows = Rows::of_awards(vec![award]);
        let answer = issue(context, provider, rows, idempotency_key, dry_run).await?;
        Ok(answer.one())
    }

    /// Issues credentials to everybody on a list or in a file, or to nobody while anything is wrong. Takes the scope `issue`.
    async fn issue_credentials(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What, to whom.")] input: IssueCredentialsInput,
    ) -> Result<IssueCredentialsPayload> {
        signed_in(context, Scope::Issue)?;
        let IssueCredentialsInput { provider, awards, file, format, idempotency_key, dry_run } = input;
        let at = snapshot(context)?;
        match Rows::of_list_or_file(awards, file, format, at.catalogue()) {
            Ok(rows) => issue(context, provider, Ok(rows), idempotency_key, dry_run).await,
            Err(errors) => Ok(IssueCredentialsPayload::refused(errors)),
        }
    }

    /// Withdraws credentials for good. Takes the scope `issue`.
    async fn revoke_credentials(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: ChangeStatusInput,
    ) -> Result<ChangeStatusPayload> {
        status::change(context, input, StatusChange::Revoke).await
    }

    /// Makes credentials not good for now. Takes the scope `issue`.
    async fn suspend_credentials(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: ChangeStatusInput,
    ) -> Result<ChangeStatusPayload> {
        status::change(context, input, StatusChange::Suspend).await
    }

    /// Makes suspended credentials good again. Takes the scope `issue`.
    async fn reinstate_credentials(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: ChangeStatusInput,
    ) -> Result<ChangeStatusPayload> {
        status::change(context, input, StatusChange::Reinstate).await
    }

    /// Makes a new claim for a credential, for a person who has lost the first or everything: the old claim is worth nothing
    /// from then on. Make sure of who asks. Takes the scope `issue`.
    async fn offer_credential_again(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The id of the credential.")] id: String,
    ) -> Result<OfferCredentialAgainPayload> {
        status::offer_again(context, vec![id], |_| vec!["id".to_owned()]).await
    }

    /// Makes one new claim for several credentials of one person, who has lost the record: all of them go into one record. The old
    /// claims are worth nothing from then on. Nothing is offered while one of them is not there. Make sure of who asks. Takes the
    /// scope `issue`.
    async fn offer_credentials_again(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The ids of the credentials; 1 to 100.")] ids: Vec<String>,
    ) -> Result<OfferCredentialAgainPayload> {
        status::offer_again(context, ids, |at| vec!["ids".to_owned(), at.to_string()]).await
    }
}

/// The key of a request.
fn key(text: Option<String>) -> std::result::Result<Option<IdempotencyKey>, CredentialError> {
    let read = text.map(|text| text.parse::<IdempotencyKey>()).transpose();
    read.map_err(|error| CredentialError::new(CredentialErrorCode::InvalidKey, error, &["idempotencyKey"]))
}

async fn issue(
    context: &Context<'_>,
    provider: Option<String>,
    rows: std::result::Result<Rows, Vec<CredentialError>>,
    idempotency_key: Option<String>,
    dry_run: bool,
) -> Result<IssueCredentialsPayload> {
    let by = issuer(context)?;
    let mut errors = Vec::new();
    let key = key(idempotency_key).unwrap_or_else(|error| {
        errors.push(error);
        None
    });
    let provider = provider_of(provider, &by).map_err(|error| errors.push(error)).ok();
    let rows = rows.map_err(|found| errors.extend(found)).ok();
    let (Some(provider), Some(rows)) = (provider, rows.filter(|_| errors.is_empty())) else {
        return Ok(IssueCredentialsPayload::refused(errors));
    };
    let state = state(context)?;
    let awards = rows.awards();
    let request = IssueRequest { by, provider, awards, key, dry_run, now: now(context)? };
    let outcome = ops::issue(state, request, &mut |_, _| {}).await.map_err(ApiError::internal)?;
    let address = state.address().map(ToString::to_string).unwrap_or_default();
    Ok(answer::of(outcome, &rows, &address))
}

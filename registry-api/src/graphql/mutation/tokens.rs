//! Tokens.

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use registry_core::audit::TokenId;
use registry_core::id::ProviderCode;

use super::run::sentence;
use crate::access::{self, TokenDraft, TokenProblem, Viewer};
use crate::graphql::access::{now, signed_in, state};
use crate::graphql::error::ApiError;
use crate::graphql::types::token::{Scope, Token};
use crate::ops::manage_tokens::{MakeOutcome, MakeProblem, make_token, revoke_token};

/// A wish for a token.
#[derive(InputObject)]
struct CreateTokenInput {
    /// What it is for, 1 to 80 characters: `website of the college`. Name nobody.
    label: String,
    /// Whose it is, by code. Left out: the provider whose token asks; of an operator's token, another operator's.
    provider: Option<String>,
    /// What it lets its holder do; none that your own token does not have.
    scopes: Vec<Scope>,
    /// How many days it lives, 1 to 366.
    days: i32,
}

/// What became of a wish for a token.
#[derive(SimpleObject)]
struct CreateTokenPayload {
    /// The token; null where there are `userErrors`.
    token: Option<Token>,
    /// Its text, `mcr_…`: shown this once, and kept nowhere. Null where there are `userErrors`.
    secret: Option<String>,
    /// Everything that is wrong.
    user_errors: Vec<TokenUserError>,
}

/// What became of a token that was to be revoked.
#[derive(SimpleObject)]
struct RevokeTokenPayload {
    /// Its number; null where there are `userErrors`.
    id: Option<String>,
    /// Everything that is wrong.
    user_errors: Vec<TokenUserError>,
}

/// What is wrong with a wish about a token. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
enum TokenErrorCode {
    /// Not there, or not yours: the answer is the same.
    NotFound,
    /// No label, or a long one.
    Label,
    /// No scope.
    NoScope,
    /// A scope that your own token does not have.
    ScopeNotYours,
    /// Fewer than 1 day, or more than 366.
    Days,
}

/// One thing to correct.
#[derive(SimpleObject)]
struct TokenUserError {
    /// What is wrong.
    code: TokenErrorCode,
    /// What is wrong and what to do, for people to read.
    message: String,
    /// Where: the name of the value within `input`.
    field: Vec<String>,
}

impl TokenUserError {
    fn new(code: TokenErrorCode, message: impl ToString, field: &str) -> Self {
        Self { code, message: sentence(&message.to_string()), field: vec![field.to_owned()] }
    }
}

impl From<MakeProblem> for TokenUserError {
    fn from(problem: MakeProblem) -> Self {
        let (code, field) = match &problem {
            MakeProblem::Draft(TokenProblem::NoScope) => (TokenErrorCode::NoScope, "scopes"),
            MakeProblem::Draft(TokenProblem::Days { .. }) => (TokenErrorCode::Days, "days"),
            MakeProblem::Draft(TokenProblem::Label { .. }) => (TokenErrorCode::Label, "label"),
            MakeProblem::NotYours(_) => (TokenErrorCode::NotFound, "provider"),
            MakeProblem::ScopeNotYours(_) => (TokenErrorCode::ScopeNotYours, "scopes"),
        };
        Self::new(code, problem, field)
    }
}

/// Tokens. Each field takes a token with the scope `manage-tokens`.
#[derive(Default)]
pub(super) struct TokenMutation;

#[Object]
impl TokenMutation {
    /// Makes a token. Takes the scope `manage-tokens`.
    async fn create_token(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The wish.")] input: CreateTokenInput,
    ) -> Result<CreateTokenPayload> {
        let maker = signed_in(context, access::Scope::ManageTokens)?;
        let refused = |user_errors| CreateTokenPayload { token: None, secret: None, user_errors };
        let provider = match (input.provider.as_deref().map(ProviderCode::new), maker) {
            (Some(Ok(code)), _) => Some(code),
            (Some(Err(error)), _) => {
                return Ok(refused(vec![TokenUserError::new(TokenErrorCode::NotFound, error, "provider")]));
            }
            (None, Viewer::Provider { provider, .. }) => Some(provider.clone()),
            (None, _) => None,
        };
        let scopes = input.scopes.iter().take(8).map(|scope| (*scope).into()).collect();
        let draft = TokenDraft { label: input.label.trim().to_owned(), provider, scopes, days: input.days.into() };
        let made = make_token(state(context)?, Some(maker), draft, now(context)?).await;
        match made.map_err(ApiError::internal)? {
            MakeOutcome::Made(record, secret) => Ok(CreateTokenPayload {
                token: Some(Token(record)),
                secret: Some(secret.reveal()),
                user_errors: Vec::new(),
            }),
            MakeOutcome::Refused(problems) => Ok(refused(problems.into_iter().map(Into::into).collect())),
        }
    }

    /// Revokes a token, at once and for ever. Takes the scope `manage-tokens`.
    async fn revoke_token(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of the token, `t-…`.")] id: String,
    ) -> Result<RevokeTokenPayload> {
        let viewer = signed_in(context, access::Scope::ManageTokens)?;
        let revoked = match id.parse::<TokenId>() {
            Ok(number) => revoke_token(state(context)?, Some(viewer), number, now(context)?).await,
            Err(_) => Ok(false),
        };
        if revoked.map_err(ApiError::internal)? {
            return Ok(RevokeTokenPayload { id: Some(id), user_errors: Vec::new() });
        }
        let message = "there is no token of that number that you can revoke; look at tokens for those there are";
        let error = TokenUserError::new(TokenErrorCode::NotFound, message, "id");
        Ok(RevokeTokenPayload { id: None, user_errors: vec![error] })
    }
}

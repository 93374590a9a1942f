//! Who issues credentials.

use async_graphql::{Context, Object, Result};
use registry_core::credential::issuers::SignedIssuerList;

use crate::graphql::access::{now, state};
use crate::graphql::error::ApiError;
use crate::graphql::types::credential::{Issuer, IssuerPage};
use crate::ops;
use crate::ops::keep_keys::KeepError;
use crate::ops::list_issuers::{ListError, registry_key};

/// Most issuers of a page: each has up to 100 keys.
const ISSUERS_MAX: i32 = 20;

/// Who issues credentials.
#[derive(Default)]
pub(super) struct IssuerQuery;

#[Object]
impl IssuerQuery {
    /// The providers that issue credentials, whose keys are whose and when each was good; and the registry's signed list of
    /// them, with which a verifier answers without asking anybody. Null where the registry keeps nothing.
    async fn issuers(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only issuers after this code.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 20.", default = 20)] first: i32,
    ) -> Result<Option<IssuerPage>> {
        let state = state(context)?;
        let list = match ops::list_issuers(state, now(context)?).await {
            Ok(list) => list,
            Err(ListError::Keep(KeepError::NoDatabase)) => return Ok(None),
            Err(error) => return Err(ApiError::internal(error).into()),
        };
        let signed = SignedIssuerList::read(&list.document).map_err(ApiError::internal)?;
        let most = usize::try_from(first.clamp(1, ISSUERS_MAX)).unwrap_or(1);
        let past = |code: &str| after.as_deref().is_none_or(|after| code > after);
        let mut rest = signed.list.issuers.into_iter().filter(|issuer| past(issuer.provider.as_str()));
        let issuers: Vec<Issuer> = rest.by_ref().take(most).map(Issuer::from).collect();
        let next = rest.next().and_then(|_| issuers.last().map(|issuer| issuer.provider.clone()));
        let signed = String::from_utf8(list.document).map_err(ApiError::internal)?;
        Ok(Some(IssuerPage { issuers, next, version: list.version, signed, registry_key: registry_key(state).did() }))
    }
}
